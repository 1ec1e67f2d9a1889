"""Sees secrets in a text: what opens a door to whoever reads it, by its well-known form or by its disorder."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from statusladder.lint.texts import Form, Sighting
from statusladder.model.pattern import compile_late

_TOKENS = {
    "a cloud access key": r"(?:AKIA|ASIA)[A-Z0-9]{16}",
    "a token of GitHub": r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}",
    "a token of GitLab": r"gl(?:pat|dt|rt|ptt|soat)-[\w-]{20,}",
    "a token of Slack": r"xox[abeoprs]-[A-Za-z0-9-]{12,}|xapp-\d-[A-Za-z0-9-]{20,}",
    "a webhook of Slack": r"hooks\.slack\.com/(?:services|workflows)/T\w{6,}/\w{6,}/\w{12,}",
    "a key of Stripe": r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}",
    "a key of Google": r"AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}",
    "a key of a language model": r"sk-(?:ant|proj|svcacct|admin)-[\w-]{20,}|sk-[A-Za-z0-9]{40,}",
    "a token of a registry": r"npm_[A-Za-z0-9]{36}|pypi-AgEI[\w-]{40,}|rubygems_[0-9a-f]{48}|dckr_pat_[\w-]{20,}",
    "a key of a mail service": r"SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|xkeysib-[0-9a-f]{64}-\w{16}",
    "a key of Twilio": r"SK[0-9a-f]{32}",
    "a token of a host": r"do[opr]_v1_[0-9a-f]{64}|dapi[0-9a-f]{32}|hvs\.[\w-]{24,}|tskey-[a-z]+-\w{10,}-\w{10,}",
    "a token of Shopify": r"shp(?:at|ca|pa|ss)_[0-9a-f]{32}",
    "a token of a model hub": r"hf_[A-Za-z]{34}",
    "a token of Atlassian": r"ATATT3[\w=-]{50,}",
    "a key of New Relic": r"NRAK-[A-Z0-9]{27}",
    "a token of Telegram": r"\d{8,10}:AA[\w-]{33}",
    "a key of Azure storage": r"AccountKey=[A-Za-z0-9+/]{60,}={0,2}",
    "a secret key": r"AGE-SECRET-KEY-1[A-Z0-9]{50,}",
    "a signed token (JWT)": r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?",
}
_LONG_WORD = compile_late(r"\S{17,}")
"""No token is shorter, nor a string as secrets have it: words of a sentence are passed over without a look at each."""
_TOKEN = compile_late(
    r"(?<![\w-])(?=\S{17})(?:"
    + "|".join(f"(?P<t{number}>{form})" for number, form in enumerate(_TOKENS.values()))
    + ")"
)
_NAMES = {f"t{number}": name for number, name in enumerate(_TOKENS)}
_PRIVATE_KEY = Form(compile_late(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"), ("-----begin",))
_EDGE_OF_PUBLIC_BLOCK = compile_late(
    r"-----(?P<side>BEGIN|END) (?P<what>(?:[A-Z0-9]+ ){0,4}(?:PUBLIC KEY(?: BLOCK)?|CERTIFICATE|SIGNATURE))-----"
)
_WITH_PASSWORD = Form(
    compile_late(
        r"\b[a-z][a-z0-9+.-]{0,20}://[^\s:/@?#\"'<>]*:(?P<secret>[^\s@/\"'<>]{4,})@"
        r"(?!(?:[\w-]+\.)*example\.(?:com|org|net)\b)[\w.-]+",
        re.I,
    ),
    ("://",),
)
_ASSIGNED = Form(
    compile_late(
        r"\b(?:password|passwd|pwd|secret|client_secret|api[_-]?key|access[_-]?(?:key|token)|auth[_-]?token|token)"
        r"(?:\s?=\s?|[\"']\s?:\s?)[\"']?(?P<secret>[^\s\"'`;&,)<>|]{8,})",
        re.I,
    ),
    ("passw", "pwd", "secret", "key", "token"),
)
_HEADER = Form(
    compile_late(
        r"\bAuthorization:\s*(?:Bearer|Basic|Token)\s+(?P<secret>[^\s\"'`,;]{8,})"
        r"|\bBearer\s+(?P<token>[\w.~+/-]{16,}=*)",
        re.I,
    ),
    ("authorization:", "bearer"),
)
_PLACEHOLDER = compile_late(
    r"^[<{\[$%*]|x{4}|\*{3}|\.{3}|…|example|sample|placeholder|redacted|dummy|changeme|change_me|your|^my[_-]"
    r"|^(?:pass(?:word)?|pwd|secret|token|key|user)\d*$|0{6}|1234567|abcdef",
    re.I,
)
_DISORDERLY = compile_late(r"(?<![\w+/=@.:-])[A-Za-z0-9+/_-]{24,}={0,2}(?![\w@])")
_ADDRESS = compile_late(r"\b[a-z][a-z0-9+.-]{0,20}://\S+|\]\([^()\s]*\)|\bdata:\S+", re.I)
# A digest, a fingerprint and a public key may be known by all.
_TOLD_TO_ALL = compile_late(
    r"(?:sha-?\d{1,3}|md5|digest|checksum|fingerprint|integrity|base64|ssh-[a-z0-9-]+)\W{1,4}(?:is\s+)?$", re.I
)
_LONGEST_NAME = 80
"""Characters before a string in which it is told what it is."""
_SHORTEST_PART = 20


def find_credentials(text: str) -> Iterator[Sighting]:
    for match in _within_long_words(_TOKEN, text):
        if not _PLACEHOLDER.search(match[0]) and len(set(match[0])) > 8:
            yield Sighting(match.start(), match.end(), _NAMES[match.lastgroup or ""])
    for match in _PRIVATE_KEY.finditer(text):
        yield Sighting(match.start(), match.end(), "a private key")
    for match in _WITH_PASSWORD.finditer(text):
        if not _PLACEHOLDER.search(match["secret"]):
            yield Sighting(match.start(), match.end(), "an address with its password")
    for match in _ASSIGNED.finditer(text):
        if _is_given(match["secret"]):
            yield Sighting(match.start(), match.end(), "a password or key with its value")
    for match in _HEADER.finditer(text):
        if _is_given(match["secret"] or match["token"]):
            yield Sighting(match.start(), match.end(), "the token of a request")
    yield from _disorderly(text)


def _within_long_words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds of a pattern whose matches hold no blank and are no shorter than a long word."""
    for word in _LONG_WORD.finditer(text):
        yield from pattern.finditer(text, word.start(), word.end())


def _is_given(secret: str) -> bool:
    """Whether a value is one rather than the place for it: words have no digits, and no value is spelt `$TOKEN`."""
    has_digit = any(sign.isdigit() for sign in secret)
    return has_digit and any(sign.isalpha() for sign in secret) and not _PLACEHOLDER.search(secret)


def _disorderly(text: str) -> Iterator[Sighting]:
    """Long strings as only a generator of secrets makes them. Addresses hold ids of documents and are not looked at."""
    covers: tuple[list[tuple[int, int]], ...] | None = None
    for match in _within_long_words(_DISORDERLY, text):
        start = match.start()
        parts = re.split(r"[+/_=-]", match[0])
        if not any(map(_is_disorder, parts)) or _TOLD_TO_ALL.search(text, max(0, start - _LONGEST_NAME), start):
            continue
        if covers is None:
            covers = [one.span() for one in _ADDRESS.finditer(text)], list(_public_blocks(text))
        is_public = any(_covers(spans, start) for spans in covers)
        if not is_public and not match[0].startswith(("AAAA", "eyJ")) and not _TOKEN.match(match[0]):
            yield Sighting(match.start(), match.end(), "a string as secrets have it")


def _public_blocks(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each block stands that all may know: from its first line to the next last one of its kind."""
    edges = list(_EDGE_OF_PUBLIC_BLOCK.finditer(text))
    ends: dict[str, list[int]] = {}
    for edge in edges:
        if edge["side"] == "END":
            ends.setdefault(edge["what"], []).append(edge.end())
    read_to = 0
    for edge in edges:
        closed = ends.get(edge["what"], [])
        following = bisect_left(closed, edge.end())
        if edge["side"] == "BEGIN" and edge.start() >= read_to and following < len(closed):
            read_to = closed[following]
            yield edge.start(), read_to


def _covers(spans: list[tuple[int, int]], offset: int) -> bool:
    """Whether the offset lies in one of the spans, which are in order and apart."""
    before = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return before >= 0 and offset < spans[before][1]


def _is_disorder(part: str) -> bool:
    """Small letters, capitals and digits in turn, again and again; names of code keep theirs together."""
    if len(part) < _SHORTEST_PART:
        return False
    runs = re.findall(r"[a-z]+|[A-Z]+|[0-9]+", part)
    kinds = [sum(kind(run[0]) for run in runs) for kind in (str.islower, str.isupper, str.isdigit)]
    # In a name like `ForHttp2AndTls13` nearly every capital begins a word.
    begins_word = len(re.findall(r"[A-Z][a-z]", part)) / sum(sign.isupper() for sign in part) if kinds[1] else 1
    return min(kinds) >= 3 and len(runs) * 2.2 >= len(part) and begins_word <= 0.7
