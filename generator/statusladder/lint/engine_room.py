"""Words of the engine room: what a product is made of, which its customers neither see nor use."""

import re
from functools import lru_cache

from statusladder.model.site import Settings

_BUILT_IN = (
    # software that runs underneath
    r"kafka|zookeeper|etcd|kubernetes|k8s|kubelets?|rabbitmq|redis|memcached?|elasticsearch|cassandra|mysql|mariadb"
    r"|postgres(?:ql)?|mongo(?:db)?|nginx|haproxy|vitess|proxysql|terraform|ansible|istio|traefik|coredns|systemd"
    # states and faults of machines
    r"|consumer lag|replica(?:tion)? lag|split[- ]brain|quorum|leader elections?|thundering herds?|oom(?:[- ]?kill\w*)?"
    r"|out[- ]of[- ]memory|garbage collect\w+|memory leaks?|memory pressure|null pointers?|segfaults?|stack traces?"
    r"|race conditions?|deadlock(?:s|ed)?|mutex(?:es)?|cpu (?:saturation|starvation|throttling|exhaustion)"
    r"|connection pools?|thread pools?|thread exhaustion|connection exhaustion|port exhaustion|file descriptors?"
    # parts of machines
    r"|kernels?|hypervisors?|sidecars?|daemons?|crash[- ]?loop\w*|cron ?jobs?|shards?|sharding|resharding"
    r"|ingress controllers?|query planners?|nvme"
    # figures of dashboards
    r"|p(?:50|90|95|99)(?:\.9)?|qps|slos?|iops"
)
"""Only words that have no meaning in a customer's day: `cache`, `queue` and `cluster` can be plain speech."""


def engine_room_words(settings: Settings) -> tuple[str, ...]:
    """What a site calls its own inner parts, and what else it says that its customers do not know (`lint.jargon`)."""
    inner = (name for component in settings.components for name in component.internal_names or ())
    return (*inner, *settings.lint.jargon)


@lru_cache(maxsize=8)
def _pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    parts = [*(re.escape(name) for name in own), _BUILT_IN]
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(parts)})(?![\w/]|\.\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _words_in(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"\w+", text.casefold()))


def engine_room_in(text: str, settings: Settings) -> list[tuple[int, str]]:
    """Each word of the engine room in a text with its offset, once; what the site sells by that name is none."""
    own = engine_room_words(settings)
    matches = tuple(_pattern(own).finditer(text))
    if not matches:
        return []
    sold = _words_in(tuple(f"{one.name} {one.description or ''}" for one in settings.components))
    inner = {name.casefold() for name in own}
    found: dict[str, tuple[int, str]] = {}
    for match in matches:
        if match[0].casefold() in inner or not sold.issuperset(re.findall(r"\w+", match[0].casefold())):
            found.setdefault(match[0].casefold().removesuffix("s"), (match.start(), match[0]))
    return list(found.values())
