"""Sees what a machine wrote for its keepers: stack traces, SQL, log lines, paths of files on servers."""

import re
from collections.abc import Iterator

from statusladder.lint.public_texts import Sighting
from statusladder.model.pattern import compile_late

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


def machine_output(text: str) -> Iterator[Sighting]:
    for match in _ANY_FORM.finditer(text):
        if not _OF_CUSTOMERS.match(match[0].strip()):
            what = next(what for what, form in _EACH_FORM if form.match(text, match.start()))
            yield Sighting(match.start(), match.end(), what)
