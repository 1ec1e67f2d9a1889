"""Sees what is the company's own in a text: names and addresses of its network, and links to tools behind a login.

Of the first an intruder has use and no customer; before chats, tickets and dashboards a customer finds a closed door.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from statusladder.lint.texts import Form, Sighting
from statusladder.model.addresses import host_of
from statusladder.model.pattern import compile_late
from statusladder.model.site import Settings


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = Form(
    compile_late(
        rf"(?<![\w.])(?<!\w-)(?:10\.{_OCTET}|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.{_OCTET}\.{_OCTET}"
        r"(?P<more>/\d{1,2}(?!\d)|:\d{2,5}(?!\d))?(?!\w|\.\d|[-+][A-Za-z])"
    ),
    ("10.", "192.168.", "172.", "169.254."),
)
_IPV6 = Form(
    compile_late(r"(?<![\w:.])(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):[0-9a-f:]+(?![\w:])(?P<more>/\d{1,3})?", re.I),
    ("fc", "fd", "fe8", "fe9", "fea", "feb"),
)
_PUBLIC_KNOWLEDGE = _words(
    # Every home router; the metadata service of the clouds; the private ranges as such, which the standard names.
    "192.168.0.1 192.168.1.1 169.254.169.254 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 "
    "fc00::/7 fd00::/8 fe80::/10 fe80::/64 fc00:: fe80:: fd00:ec2::254 "
    "host.docker.internal metadata.google.internal"
)
_NUMBERED = r"\d+(?:\.\d+){1,3}"
_RELEASED = (
    r"versions?|ver|v|releases?|builds?|firmware|patch|drivers?|sdk|agent|client|app"
    r"|oracle|db2|java|jdk|chrome|edge|android|ios|macos|windows"
)
_PARAGRAPHS = r"sections?|clauses?|chapters?|requirements?|controls?|articles?|tables?|paragraphs?|steps?"
_VERSION_BEFORE = compile_late(
    rf"(?:\b(?:{_RELEASED}|{_PARAGRAPHS})\b\W{{0,3}}(?:(?:number|from|to|of|is)\s+)?"
    r"|§\s*"
    r"|\bmov\w+\b[^.!?;()\n]{0,40}\bversion\s+"
    r"|\b(?:upgrad|downgrad|updat|patch)\w*\b[^.!?;()\n]{0,40}\b(?:to|from)\s+)"
    rf"(?:{_NUMBERED}(?:,| to| or| and| through|[ ]?[–-])\s?){{0,3}}$"
    r"|^[ ]{0,3}#{1,6}[ ]+$",
    re.I | re.M,
)
_AS_EXAMPLE = compile_late(r"\b(?:for example|for instance|e\.g\.|such as|(?:an?|the) example)[^!?\n]*?$", re.I)
_SENTENCE_END = compile_late(r"[.!?]\s+(?=[A-Z])|\n")
_VERSION_AFTER = compile_late(
    r"\s+(?:release|version|build|firmware|patch|update|of (?:the|our) (?:app|client|agent|sdk))\b", re.I
)

_SUFFIXES = ("internal", "local", "localdomain", "corp", "lan", "intranet")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# Names of code and of files rather than of hosts: packages of Java, objects of scripts, one's own settings.
_NO_HOST = _words(
    "com org net io java javax jdk sun kotlin android dev edu config settings appsettings env this self window np "
    "gradle git compose docker-compose makefile readme"
)
_URL_HOST = r"(?<![\w.@-])(?:(?<!/)|(?<=//))"
_HOST_END = r"(?![\w(=-]|\.\w)"

_ENVIRONMENTS = _words("prod prd production stg stage staging preprod uat qa dev")
_MACHINES = _words("server srv svr host node vm worker primary standby replica shard broker master slave pod")
_ROLES = _MACHINES | _words(
    "app apps web api db database sql mysql postgres postgresql pg mongo mongodb redis cache memcache memcached kafka "
    "zookeeper zk etcd rabbit rabbitmq mq queue job cron batch search elastic elasticsearch es solr lb haproxy nginx "
    "proxy gateway gw edge cdn dns mail smtp auth ldap vpn bastion jump storage nfs file ftp log logs metrics k8s kube "
    "docker git backend frontend hadoop spark cassandra ceph cluster"
)
_MACHINE_NAME = Form(
    compile_late(
        rf"{_URL_HOST}(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+){{1,6}})(?P<domain>(?:\.{_LABEL})*)(?![\w@-]|\.\w)", re.I
    ),
    ("-",),
)
_FILES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".md", ".html", ".zip", ".mp4", ".csv")
# Kubernetes makes names from this alphabet, without vowels, so that no word comes about.
_POD = Form(
    compile_late(
        r"(?<![\w./-])[a-z][a-z0-9-]*-(?=[a-z]*[0-9])[bcdfghjklmnpqrstvwxz2456789]{8,10}-(?=[a-z]*[0-9])"
        r"[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])"
    ),
    ("-",),
)
_ADDRESS_NAME = Form(compile_late(r"\bip-(?:10|172|192)(?:-\d{1,3}){3}\b[\w.-]*(?<![.-])"), ("ip-",))
_BUCKET = Form(
    compile_late(r"\b(?:s3a?|gs|abfss?|wasbs?)://(?P<name>[a-z0-9][\w.@-]*)[^\s)\]'\"`>,;]*", re.I),
    ("s3://", "s3a://", "gs://", "abfs", "wasb"),
)
_ARN = Form(
    compile_late(
        r"\barn:aws[a-z-]*:(?P<service>[a-z0-9-]+):[a-z0-9-]*:(?P<account>\d{12})?:(?P<name>[^\s)\]'\"`>,;]+)"
    ),
    ("arn:aws",),
)
_PLACEHOLDER = compile_late(r"example|sample|your|placeholder|^my\b|^my-|bucket-?name|xxx|^test-?bucket$", re.I)
_DOCUMENTED_ACCOUNTS = _words("123456789012 111122223333 444455556666 000000000000 111111111111 999999999999")


def find_network_names(text: str, suffixes: tuple[str, ...]) -> Iterator[Sighting]:
    """Private addresses, internal hosts (also those that end in one of the site's `suffixes`), machines, storage."""
    yield from _addresses(text)
    yield from _hosts(text, suffixes)
    yield from _machines(text)
    yield from _storage(text)


def _addresses(text: str) -> Iterator[Sighting]:
    for match in _IPV4.finditer(text):
        # A port or a length of a network leaves no doubt; four bare numbers may be those of a release.
        is_version = not match["more"] and _is_version(text, match)
        if match[0] not in _PUBLIC_KNOWLEDGE and not is_version and not _is_example(text, match.start()):
            yield Sighting(match.start(), match.end(), "an address of a private network")
    for match in _IPV6.finditer(text):
        if match[0].lower() not in _PUBLIC_KNOWLEDGE and _is_private_v6(match[0].partition("/")[0].rstrip(":")):
            yield Sighting(match.start(), match.end(), "an address of a private network")


def _is_version(text: str, match: re.Match[str]) -> bool:
    return bool(
        _VERSION_BEFORE.search(text, max(0, match.start() - 90), match.start())
        or _VERSION_AFTER.match(text, match.end())
    )


def _is_example(text: str, offset: int) -> bool:
    """Whether the sentence says so before."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text, max(0, offset - 200), offset)]
    return bool(_AS_EXAMPLE.search(text, ends[-1] if ends else max(0, offset - 200), offset))


def _is_private_v6(written: str) -> bool:
    try:
        address = ip_address(written)
    except ValueError:
        return False
    return isinstance(address, IPv6Address)


def _hosts(text: str, suffixes: tuple[str, ...]) -> Iterator[Sighting]:
    for match in _host_names(suffixes).finditer(text):
        host = match[0]
        first = host.partition(".")[0].lower()
        is_other = first in _NO_HOST or host.lower() in _PUBLIC_KNOWLEDGE or _PLACEHOLDER.search(first)
        if not is_other and (host.islower() or host.isupper()):
            yield Sighting(match.start(), match.end(), "the name of an internal host")


@lru_cache(maxsize=8)
def _host_names(suffixes: tuple[str, ...]) -> Form:
    # One name is enough before `.internal`; but `orders.svc` may be a web service, `orders.shop.svc` is of a cluster.
    usual = rf"(?:{_LABEL}\.)+(?:{'|'.join(_SUFFIXES)})|(?:{_LABEL}\.){{2,}}svc(?:\.cluster\.local)?"
    own = "".join(rf"|(?:{_LABEL}\.)*{re.escape(suffix.removeprefix('.'))}" for suffix in suffixes)
    return Form(
        re.compile(rf"{_URL_HOST}(?=[a-z0-9]{{2}}|[a-z0-9]-)(?:{usual}{own}){_HOST_END}", re.I),
        (".svc", *(f".{suffix}" for suffix in _SUFFIXES), *(suffix.removeprefix(".").lower() for suffix in suffixes)),
    )


_NUMBER = compile_late(r"[0-9]")


def _machines(text: str) -> Iterator[Sighting]:
    # Each name of a machine is one word with a hyphen and a number; few texts hold any such word.
    if not any("-" in word and _NUMBER.search(word) for word in text.split()):
        return
    for match in _MACHINE_NAME.finditer(text):
        if _names_machine(match["name"], match["domain"].lower()):
            yield Sighting(match.start(), match.end(), "the name of a single machine")
    for pattern in (_POD, _ADDRESS_NAME):
        for match in pattern.finditer(text):
            yield Sighting(match.start(), match.end(), "the name of a single machine")


def _names_machine(name: str, domain: str) -> bool:
    """Whether words name a machine: a role with an environment as db-prod-7, or with a kind as app-server-123."""
    if not (name.islower() or name.isupper()) or not any(sign.isdigit() for sign in name) or domain.endswith(_FILES):
        return False
    words = [word for part in name.lower().split("-") if (word := part.rstrip("0123456789"))]
    number = name[len(name.rstrip("0123456789")) :]
    if len(number) == 4 and number[:2] in ("19", "20"):
        # A product with its year, as sql-server-2019.
        return False
    if _ROLES.intersection(words) and _ENVIRONMENTS.intersection(words):
        return True
    return bool(number) and words[-1] in _MACHINES and bool((_ROLES - {"docker"}).intersection(words[:-1]))


def _storage(text: str) -> Iterator[Sighting]:
    for match in _BUCKET.finditer(text):
        if not _PLACEHOLDER.search(match["name"]):
            yield Sighting(match.start(), match.end(), "the address of a storage bucket")
    for match in _ARN.finditer(text):
        account, service = match["account"], match["service"]
        known = account in _DOCUMENTED_ACCOUNTS or (account is None and service != "s3")
        if not known and not _PLACEHOLDER.search(match["name"]):
            yield Sighting(match.start(), match.end(), "the name of a cloud resource")


_LINK = compile_late(r"\bhttps?://[^\s<>\"'`)\]]+", re.I)
_PLACES = (
    (
        "a chat",
        r"[\w-]+\.slack\.com/archives/|app\.slack\.com/(?:client|huddle)/|teams\.(?:microsoft\.com|live\.com)/l/",
    ),
    ("a chat", r"mail\.google\.com/chat/|chat\.google\.com/room/|discord(?:app)?\.com/channels/\d+/\d+"),
    (
        "a call",
        r"(?:[\w-]+\.)?zoom\.us/(?:j|my)/|meet\.google\.com/[a-z]{3}-[a-z]{4}-[a-z]{3}|[\w-]+\.webex\.com/meet/",
    ),
    (
        "a ticket",
        r"[\w-]+\.atlassian\.net/(?:browse|jira|servicedesk/agent)/|linear\.app/[\w-]+/issue/|app\.asana\.com/",
    ),
    (
        "a ticket",
        r"[\w-]+\.pagerduty\.com/(?:incidents|services|alerts)|[\w-]+\.(?:app\.)?opsgenie\.com/|app\.incident\.io/",
    ),
    ("a ticket", r"[\w-]+\.zendesk\.com/agent/|[\w-]+\.service-now\.com/nav|app\.shortcut\.com/|app\.clickup\.com/t/"),
    ("a page of a team", r"[\w-]+\.atlassian\.net/wiki/"),
    (
        "a dashboard",
        r"app\.(?:\w+\.)?datadoghq\.(?:com|eu)/|[\w-]+\.grafana\.net/(?!public-dashboards)|one\.newrelic\.com/",
    ),
    (
        "a dashboard",
        r"ui\.honeycomb\.io/|[\w-]+\.splunkcloud\.com/|(?:[\w-]+\.)?sentry\.io/(?:organizations/[\w-]+/)?issues/",
    ),
    (
        "a dashboard",
        r"(?:[\w-]+\.)?console\.aws\.amazon\.com/cloudwatch|console\.cloud\.google\.com/(?:logs|monitoring|errors)",
    ),
    ("a dashboard", r"[\w-]+\.(?:kb|found)\.[\w.-]+\.io/app/|app\.(?:rollbar|bugsnag|signalfx|lightstep)\.com/"),
)
_PLACE = compile_late("|".join(f"(?P<p{number}>{form})" for number, (_, form) in enumerate(_PLACES)), re.I)
_TOOL = compile_late(
    "grafana|kibana|prometheus|alertmanager|jenkins|argocd|jira|confluence|mattermost|rocketchat|zulip|sentry|splunk"
    "|nagios|zabbix|graylog|rundeck|vault|consul|airflow|intranet"
)
"""First parts of hosts that say which tool runs there; meant where the host belongs to the site's own company."""


def find_internal_links(text: str, settings: Settings) -> Iterator[Sighting]:
    if "://" not in text:
        return
    for match in _LINK.finditer(text):
        if what := _behind(match[0], settings):
            yield Sighting(match.start(), match.start() + len(match[0].rstrip(".,;:!?*_")), what)


def _behind(link: str, settings: Settings) -> str | None:
    """What a link leads to, when only the company's own people can open it."""
    if place := _PLACE.match(link.partition("://")[2]):
        return _PLACES[int((place.lastgroup or "p0")[1:])][0]
    tool, _, rest = host_of(link).partition(".")
    is_own = _TOOL.fullmatch(tool) and rest == host_of(settings.site.url).partition(".")[2]
    return "a tool of the company" if is_own else None
