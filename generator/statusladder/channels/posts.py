"""Posts on social media: what their services count of a text, never less than they do.

X and Mastodon count every address as so many characters, but only what they take for one: X looks for domains whose
last part is in the list of twitter-text 3.1, and Mastodon uses the same rules for addresses with a scheme. So an
address of which that is not certain counts in full, and a dot that may stand in a domain counts as if it did.

Short because it is what three members share.
"""

import re
from collections.abc import Callable, Iterator

from statusladder.channels.fitting import find_lacks, fit
from statusladder.channels.interface import MessageFile
from statusladder.views.bulletins import Bulletin

ADDRESS = 23
"""Characters that an address counts as, on X and on Mastodon, however long it is."""

ENDINGS = """
    com net org edu gov int info biz name dev app cloud online site tech systems services
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
    ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh
    gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp
    kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc
    ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si
    sk sl sm sn so sr st sv sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu
    wf ws ye yt za zm zw
"""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_CERTAIN = re.compile(
    rf"https?://(?:{_LABEL}\.){{1,9}}(?:{'|'.join(ENDINGS.split())})(?:/[A-Za-z0-9_-]{{1,200}}){{0,9}}/?(?:#[A-Za-z0-9_-]{{1,200}})?"
)
_WITH_SCHEME = re.compile(r"https?://[A-Za-z0-9._/#-]+")
_PERHAPS = re.compile(r"(?<=\S)\.(?=[^\W\d_])")
_SHORTEST, _SHORTEST_WITH_SCHEME = len("a.io"), len("http://a.io")


def count_with_addresses(text: str, count: Callable[[str], int]) -> int:
    """How much a text counts, of which each line is an address, or `count` counts it."""
    return text.count("\n") + sum(_of_line(line, count) for line in text.split("\n"))


def _of_line(line: str, count: Callable[[str], int]) -> int:
    if _CERTAIN.fullmatch(line):
        return ADDRESS
    if _WITH_SCHEME.fullmatch(line):
        return len(line) + ADDRESS - _SHORTEST_WITH_SCHEME
    return count(line) + (ADDRESS - _SHORTEST) * sum(1 for _ in _PERHAPS.finditer(line))


def compose_post(
    bulletin: Bulletin, name: str, code: str, service: str, measure: Callable[[str], int], limit: int
) -> Iterator[MessageFile]:
    """The file of a post, with what is wrong with it."""
    fitted = fit(bulletin.short, measure, limit)
    faults = list(find_lacks(fitted.text, bulletin.short))
    if not fitted.fits:
        faults.append((code, f"the post counts {measure(fitted.text)} characters on {service}, of {limit} at most"))
    yield MessageFile(name, fitted.text.encode(), tuple(faults))
