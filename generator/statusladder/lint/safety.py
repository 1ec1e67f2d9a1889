"""What must not become public: names of the company's own network, people's addresses, secrets, closed doors.

Output of machines and addresses of people are seen here, the longer forms in modules of their own.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from urllib.parse import urlsplit

from statusladder.lint.credentials import find_credentials
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.network_names import find_internal_links, find_network_names
from statusladder.lint.texts import PublicText, Sighting, texts_of_page
from statusladder.lint.unseen_characters import find_unseen_characters
from statusladder.model.addresses import EMAIL, find_telephones
from statusladder.model.characters import name_character
from statusladder.model.feedback import Answer
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.site import Page, Settings

_FORMS = (
    ("a stack trace", r"^[^\w\n]*Traceback \(most recent call last\)|^[ \t]*File \"[^\"\n]+\", line \d+(?:, in .+)?"),
    ("a stack trace", r"^[ \t]*at [\w.$<>]+ ?\((?:[^()\s\d][^()\s]*:\d+|Native Method)\)|^[ \t]*at /\S+:\d+:\d+"),
    (
        "a stack trace",
        r"\bgoroutine \d+ \[\w+\]|\bException in thread \"|(?<![\w.])(?:[a-z]\w*\.){2,}[A-Z]\w*(?:Exception|Error)\b",
    ),
    ("SQL", r"\bSELECT\s{1,9}[\w*\"`.,() ]{1,80}\s{1,9}FROM\s+[\w\"`.]+|\bINSERT\s+INTO\s+\S+\s*(?:\(|VALUES|SELECT)"),
    (
        "SQL",
        r"\bUPDATE\s+[\w\"`.]+\s+SET\s+\w|\bDELETE\s+FROM\s+\w|\b(?:ALTER|DROP|TRUNCATE|CREATE)\s+TABLE\s+[\w\"`.]+",
    ),
    ("SQL", r"\b(?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX\s+[\w\"`.]+"),
    (
        "a log line",
        r"^\W{0,3}\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S* .{0,40}\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE)\b",
    ),
    ("a log line", r"\blevel=(?:error|warn|warning|info|debug|fatal)\b"),
    ("a log line", r"^\W{0,3}[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+\[\d+\]:"),
    ("a log line", r"\"(?:GET|POST|PUT|PATCH|DELETE|HEAD) /\S* HTTP/\d(?:\.\d)?\" \d{3}"),
    (
        "the path of a file",
        r"(?<![\w/.:~$}-])/(?:(?:var|usr|opt|srv|root|mnt|proc|home)/[\w.-]+/|etc/)[\w.-]+(?:/[\w.-]+)*",
    ),
    ("the path of a file", r"\b[A-Z]:\\[\w .-]+(?:\\[\w .-]+)+|(?<![\w\\])\\\\[\w.-]+\\[\w.$-]+"),
)
_ANY_FORM = compile_late("|".join(form for _, form in _FORMS), re.M)
_EACH_FORM = tuple((what, compile_late(form, re.M)) for what, form in _FORMS)
# Paths on a customer's own machine, which an update may rightly name.
_OF_CUSTOMERS = compile_late(
    r"/etc/hosts\b|/etc/resolv\.conf|/usr/(?:local/)?bin/|/var/run/docker\.sock|C:\\(?:Users|Windows|Program)"
)


def find_machine_output(text: str) -> Iterator[Sighting]:
    for match in _ANY_FORM.finditer(text):
        if not _OF_CUSTOMERS.match(match[0].strip()):
            what = next(what for what, form in _EACH_FORM if form.match(text, match.start()))
            yield Sighting(match.start(), match.end(), what)


_EXAMPLE_DOMAIN = compile_late(r"(?:^|\.)(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost)$")
_NOBODY = compile_late(
    r"(?:no-?reply|do-?not-?reply|git)@|.*@(?:your|my)?-?(?:company|domain|organi[sz]ation|provider|email)\.\w+$"
)
# No person's, and where customers write in any case: support@ at the company's own domain.
_DESK = compile_late(
    r"(?:customer-?)?(?:support|help|helpdesk|service|info|contact|hello|status|security|privacy|abuse|billing|sales"
    r"|feedback)@"
)
_LONGEST_LINK = 2000
# Ends of file names that stand behind an `@` as versions and branches do.
_FILE_END = compile_late(r"\.(?:js|ts|ya?ml|json|toml|lock)$")


def find_personal_contacts(text: str, settings: Settings) -> Iterator[Sighting]:
    """What does not belong to the site's contacts, its support and its feedback."""
    if "@" in text:
        for match in EMAIL.finditer(text):
            if not _is_known_address(text, match, settings):
                yield Sighting(match.start(), match.end(), "an e-mail address that is not among the site's contacts")
    for start, end in find_telephones(text):
        if _tail(text[start:end]) not in _named_by(_own_words(settings)):
            yield Sighting(start, end, "a telephone number that is not among the site's contacts")


def _is_known_address(text: str, match: re.Match[str], settings: Settings) -> bool:
    address, domain = match[0].lower(), match["domain"].lower()
    before = text[max(0, match.start() - _LONGEST_LINK) : match.start()]
    word = before[max(map(before.rfind, " \n<([\"'")) + 1 :]
    if "://" in word or _FILE_END.search(domain) or _NOBODY.match(address):
        return True
    if address in _named_by(_own_words(settings)):
        return True
    if _is_own_domain(domain, settings):
        return bool(_DESK.match(address))
    return bool(_EXAMPLE_DOMAIN.search(domain))


def _is_own_domain(domain: str, settings: Settings) -> bool:
    """Whether it is the domain of the site, or one beside it: a made-up company has people too."""
    host = urlsplit(settings.site.url).hostname or ""
    home = host.split(".", 1)[1] if host.count(".") > 1 else host
    return domain == home or domain.endswith(f".{home}")


def _own_words(settings: Settings) -> str:
    contacts = [word for contact in settings.public_contacts for word in (contact.text, contact.url or "")]
    mail = settings.subscribe.mail
    ways = [settings.feedback.report or "", settings.feedback.rating or "", mail.url if mail else ""]
    return "\n".join([settings.site.support or "", *ways, *contacts])


@lru_cache(maxsize=8)
def _named_by(words: str) -> frozenset[str]:
    """The addresses, and the last digits of the numbers, in the site's own words."""
    addresses = [match[0].lower() for match in EMAIL.finditer(words)]
    return frozenset([*addresses, *map(_tail, re.findall(r"\+?\d[\d ().-]{5,}\d", words))])


def _tail(written: str) -> str:
    """The last nine digits, which are the same with the code of a country and without."""
    return re.sub(r"\D", "", written)[-9:]


def _saying(words: str) -> str:
    """An update that says this and is well but for it."""
    return f"""\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Bookings cannot be saved
severity: minor
components:
  sign-in: partial_outage
next_update: 1h
---
{words}
"""


@dataclass(frozen=True)
class _Watch:
    """What is searched for, what to do about it, and how much of it may be said in a log that others read."""

    search: Callable[[str, Settings], Iterable[Sighting]]
    fix: str
    longest_quote: int = 60


def _findings(watch: _Watch, text: PublicText, settings: Settings, level: Level | None = None) -> Iterator[Finding]:
    told = set()
    allowed: list[tuple[int, int]] | None = None
    for seen in watch.search(text.text, settings):
        words = text.text[seen.start : seen.end]
        if words in told:
            continue
        if allowed is None:
            allowed = _allowed_spans(text.text, settings)
        if _is_within(seen, allowed):
            continue
        told.add(words)
        line = " ".join(words.split())
        quoted = line if len(line) <= watch.longest_quote else f"{line[: watch.longest_quote]}…"
        fix = f"{watch.fix}; where it may be read by all, name it in site.yaml below 'lint.allow'"
        yield Finding(text.place(seen.start), f"'{quoted}' looks like {seen.what}", fix, level)


def _allowed_spans(text: str, settings: Settings) -> list[tuple[int, int]]:
    """Where what site.yaml allows, or names to all readers itself, begins, and the furthest end of all until there."""
    lowered = text.lower()
    found = []
    for allowed in dict.fromkeys(map(str.lower, _told_by_the_site(settings))):
        start = lowered.find(allowed)
        while start >= 0:
            found.append((start, start + len(allowed)))
            start = lowered.find(allowed, start + 1)
    found.sort()
    return list(zip((start for start, _ in found), accumulate((end for _, end in found), max), strict=True))


def _is_within(seen: Sighting, spans: list[tuple[int, int]]) -> bool:
    before = bisect_right(spans, seen.start, key=itemgetter(0)) - 1
    return before >= 0 and seen.end <= spans[before][1]


def _told_by_the_site(settings: Settings) -> Iterator[str]:
    """What stands on every page: names of components and of hosts that customers are sent to."""
    yield from settings.lint.allow
    for component in settings.components:
        yield from (component.id, component.name)
    mail = settings.subscribe.mail
    ways = (settings.feedback.report, settings.feedback.rating, mail.url if mail else None)
    for link in (
        settings.site.url,
        settings.site.support,
        *ways,
        *(contact.url for contact in settings.public_contacts),
    ):
        if host := urlsplit(link or "").hostname:
            yield host


def _find_unseen(subject: Subject) -> Iterator[Finding]:
    for text in subject.public_texts:
        for finding in _unseen_in(text):
            yield replace(finding, level=Level.WARNING) if subject.update.said.draft else finding


def _unseen_in(text: PublicText) -> Iterator[Finding]:
    for one in find_unseen_characters(text.text):
        sentence = f"the character {name_character(one.character)} {one.what}"
        yield Finding(text.place(one.start), sentence, "delete it, or type the words anew", one.level)


def _rule(code: str, about: Code, watch: _Watch, why: str, bad: str, good: str) -> Rule:
    """A rule that looks through all that the public can read of an update or a page."""

    def find(subject: Subject) -> Iterator[Finding]:
        # What is still a draft is published by nobody; it must not keep the notice of another incident from going out.
        level = Level.WARNING if subject.update.said.draft and about.kind is Kind.SAFETY else None
        for text in subject.public_texts:
            yield from _findings(watch, text, subject.settings, level)

    def find_in_page(settings: Settings, page: Page) -> Iterator[Finding]:
        for text in texts_of_page(page):
            yield from _findings(watch, text, settings)

    def find_in_answer(settings: Settings, answer: Answer) -> Iterator[Finding]:
        # A message is published by nobody; like a draft it must not keep a notice from going out.
        text = PublicText(answer.said.text or "", answer.place)
        for finding in _findings(watch, text, settings, Level.WARNING):
            yield replace(finding, fix="take it out of the message: nobody needs it to learn from what was said")

    in_answers = find_in_answer if code in _OF_THE_WRITER else None
    return Rule(code, about, Scope.FILE, why, (_saying(bad),), (_saying(good),), find, find_in_page, in_answers)


_OF_THE_WRITER = ("S002", "S003")
"""Rules that look through the messages of readers too: for what is theirs, and is not ours to keep."""

RULES = Family(
    "safety",
    (
        _rule(
            "S001",
            Code(Kind.SAFETY, "a private address, an internal host, a single machine, a bucket or a cloud resource"),
            _Watch(
                lambda text, settings: find_network_names(text, settings.lint.internal_hosts),
                "say what it does for customers, as 'one database server'",
            ),
            "It tells customers nothing, and an intruder where to go on: a page of an outage is read by both. GOV.UK "
            "and PagerDuty ask for what the user sees in place of the part that broke.",
            "The server db-prod-7 (10.2.3.4) refuses writes, so bookings cannot be saved.",
            "One database server refuses writes, so bookings cannot be saved. Update the app to version 10.2.3.4.",
        ),
        _rule(
            "S002",
            Code(Kind.SAFETY, "an e-mail address or telephone number that is not among the site's contacts"),
            _Watch(
                find_personal_contacts,
                "write a way that site.yaml names below 'contacts' or 'support', or add it there",
            ),
            "A colleague's address in a public notice is that person's data, is collected within minutes, and stays in "
            "every inbox that was told. Readers are helped by the ways that the company keeps open, in site.yaml.",
            "Bookings cannot be saved. Call our engineer on duty: +44 20 7946 0958.",
            "Bookings cannot be saved. Call your administrator, or use our support portal.",
        ),
        _rule(
            "S003",
            Code(Kind.SAFETY, "a password, a key, a token, or a string as secrets have it"),
            _Watch(
                lambda text, settings: find_credentials(text),
                "take it out, and if it was real make a new one now: it stands in the repository's history",
                longest_quote=4,
            ),
            "What was published once is known: feeds and mails hold it after the page was fixed. So it is not printed "
            "here in full either, because logs are read by many.",
            "Bookings cannot be saved: postgres://bookings:k7-Harbour-92@db.tern.example refuses the connection.",
            "Bookings cannot be saved. Set `DATABASE_URL=postgres://user:<password>@host` as before; the cause was "
            "commit 3f785b2c1d9e4a6b8c7d0e1f2a3b4c5d6e7f8091.",
        ),
        _rule(
            "S005",
            Code(Kind.WORDING, "a link to a chat, a ticket or a dashboard behind a login"),
            _Watch(find_internal_links, "say what it shows, or link to a page that customers can open"),
            "A customer who follows it stands before a login and feels shut out; and the address tells which tools the "
            "company runs. A number of a ticket alone is no finding: support may know it.",
            "Bookings cannot be saved. We talk about it in https://tern.slack.com/archives/C0123456.",
            "Bookings cannot be saved. Ask for BOOK-123 at our [support portal](https://help.tern.example/).",
        ),
        _rule(
            "S009",
            Code(Kind.WORDING, "a stack trace, SQL, a log line or the path of a file on a server", Level.WARNING),
            _Watch(lambda text, settings: find_machine_output(text), "say in a sentence what it means for customers"),
            "It is written for those who can fix the machine. Customers cannot read it, and it tells more of the "
            "inside than anybody meant to (PagerDuty; GOV.UK: say what the user sees).",
            "Bookings cannot be saved:\n\n    Traceback (most recent call last):",
            "Bookings cannot be saved: the page says 'Something went wrong' and keeps what you typed.",
        ),
        Rule(
            "S012",
            Code(Kind.SAFETY, "a character that nobody sees, and that hides words or turns their order"),
            Scope.FILE,
            "A reviewer reads another sentence than a copy, a feed or a screen reader gives on, and what is hidden "
            "goes out unseen. What does little harm, as a width of nothing that an editor left, only warns. Joiners in "
            "Persian, Hindi or emoji and marks of direction beside Arabic or Hebrew are letters there: no finding.",
            (_saying("Bookings cannot be saved since &#8238;10:90 UTC."),),
            (_saying("لا يمكن حفظ الحجوزات \u200f(API)\u200f منذ 09:01 UTC. می\u200cدانیم چرا 👩\u200d💻."),),
            _find_unseen,
            lambda settings, page: (finding for text in texts_of_page(page) for finding in _unseen_in(text)),
        ),
    ),
)
