"""Bulletins with texts of any length that nobody would write: mentions, markup of every kind, scripts, odd letters."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from demo_messages import MAJOR, demo_library, demo_messages, demo_theme
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.discovery import find_members
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.vocabulary import Severity
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact, CoreLine
from statusladder.voice.voice import english

PIECES = (
    *(
        "<!channel>",
        "<!here|here>",
        "<@U012AB3CD>",
        "<#C024BE7LR>",
        "@here",
        "@everyone",
        "@channel",
        "(@all)",
        "@@here",
    ),
    *("](javascript:alert(1))", "[a](https://evil.example)", "![a](b)", "[a]: b", "<https://evil.example|a>"),
    *("<script>alert(1)</script>", "<b>", "</p>", "<!-- a -->", "&lt;b&gt;", "&amp;", "&#64;here", "& <", "a > b"),
    *("*b*", "**b**", "_i_", "__u__", "a_b_c", "~s~", "~~s~~", "`c`", "```", "||s||", "a | b", "\\", "\\*", "$$x$$"),
    *("# h", "- i", "+ i", "1. i", "2) i", "> q", "---", "===", "***", "    c", "|---|", ":fire:", "{{DATE(x,SHORT)}}"),
    *(
        "www.tern.example/_a_",
        "http://a_b_",
        "https://tern.example/a_(b)?c=1&d=*e*#f",
        "(https://tern.example/help)",
        "https://",
        "https://x.example/@everyone",
    ),
    *(
        "‮abc",
        "\u2066שלום\u2069",
        "لا يمكن تسجيل الدخول",
        "登录页面显示错误",
        "😀👩‍👩‍👧",
        "e\u0301",
        "ß",
        "—",
        "word",
        "Sign-in fails.",
    ),
)


def lines(most: int) -> st.SearchStrategy[str]:
    """One line of some pieces, which may be long."""
    some = st.lists(st.sampled_from(PIECES), min_size=1, max_size=most).map(" ".join)
    together = st.lists(st.sampled_from(PIECES), min_size=1, max_size=most).map("".join)
    return st.one_of(some, together, st.builds(lambda text, times: text * times, some, st.integers(1, 8))).map(_line)


def _line(text: str) -> str:
    return " ".join(text.split())


@st.composite
def bulletins(draw: st.DrawFn) -> Bulletin:
    """A bulletin of the demo with other texts; as little of it is short as can be."""
    known = demo_messages(MAJOR, ChannelKind.CHAT)[-1].bulletin
    facts = st.sampled_from([fact for fact in CoreFact if fact is not CoreFact.NEXT_UPDATE])
    core = draw(st.lists(st.builds(CoreLine, facts, lines(12)), max_size=40))
    due = draw(st.lists(lines(4), max_size=4))
    core += [CoreLine(CoreFact.NEXT_UPDATE, line) for line in due]
    further = tuple(draw(st.permutations([line.text for line in core if line.text not in due])))
    short = replace(
        known.short, heading=draw(lines(4)), title=draw(lines(8)), what=(), vital="", due=(tuple(due),), further=further
    )
    return replace(
        known,
        headline=draw(lines(30)),
        title=short.title,
        text="\n".join(draw(st.lists(st.one_of(st.just(""), lines(60)), max_size=20))),
        core=tuple(core),
        short=short,
        signature=draw(st.none() | lines(4)),
        severity=draw(st.none() | st.sampled_from(Severity)),
        is_over=draw(st.booleans()),
    )


def compose(name: str, bulletin: Bulletin) -> MessageFile:
    """The file that a medium makes of a bulletin, in English."""
    media = find_members("statusladder.channels", "CHANNEL", Medium)
    medium = next(one for one in media if one.name == name)
    settings = demo_library().settings
    channel = Channel.model_validate({"id": "x", "kind": medium.kind.value})
    voice = english(settings.zone, datetime(2026, 3, 14, 10, tzinfo=UTC))
    (file,) = medium.compose(bulletin, Sending(channel, settings, voice, demo_theme()))
    return file
