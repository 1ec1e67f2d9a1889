"""What customers ask most and no page answers: themes compared by their words, counted since the page last answered."""

from dataclasses import replace
from typing import Any

import pytest

from factory import at, incident, library, stamp
from statusladder.ladder.nudging import find_nudges, keep_nameable
from statusladder.ladder.outlook import Matter, Nudge, Outlook
from statusladder.ladder.signals import count_in_words, find_themes, signals_of
from statusladder.model.communication import Incident
from statusladder.model.feedback import Signal, SignalKeys
from statusladder.model.playbook import Playbook, PlaybookKeys
from statusladder.model.problem import Place
from statusladder.model.site import Library
from statusladder.model.vocabulary import Visibility

SAFE = {"q": "Is my data safe?", "a": "Yes: passwords are not affected."}
OTHER = {"q": "Which plans are affected?", "a": "All."}
OPEN = {"stage": "investigating", "at": stamp("09:00"), "title": "X", "severity": "major", "next_update": "20h"}


def signal(clock: str, count: int, theme: str = "Is my data safe?", **keys: Any) -> Signal:
    said = {"at": stamp(clock), "incident": "2026-03-14-x", "source": "tickets", "count": count, "theme": theme}
    return Signal(SignalKeys.model_validate(said | keys), Place("content/feedback/2026-03.yaml"))


def playbook(*questions: dict[str, str]) -> Playbook:
    keys = {"title": "Sign-in", "severity": "major", "incident_title": "X", "questions": "Does it?", "owner": "web"}
    variables = [{"name": "what", "ask": "What?", "default": "data"}]
    more = {"version": "1", "review_by": "2027-01-01", "qa": questions, "variables": variables}
    return Playbook("sso", "content/playbooks/sso.md", {}, PlaybookKeys.model_validate(keys | more), {}, "", False)


def _library(told: Incident, *signals: Signal) -> Library:
    return replace(library(told), signals=signals)


def _questions(told: Incident, *signals: Signal, books: tuple[Playbook, ...] = ()) -> list[Nudge]:
    outlook = Outlook(_library(told, *signals), at("12:00"), (), books)
    return [nudge for nudge in find_nudges(outlook) if nudge.matter is Matter.QUESTION]


def test_what_many_ask_and_nothing_answers_is_a_reminder_for_the_team_alone() -> None:
    told = incident(OPEN)

    (nudge,) = _questions(told, signal("09:30", 41), signal("10:00", 2, source="calls"), signal("10:00", 1, "Odd"))

    assert (nudge.about, nudge.at, nudge.internal) == (told.id, at("09:30"), True)
    assert nudge.fact == "41 tickets and 2 calls are about \"Is my data safe?\", and no 'qa' answers it"
    assert nudge.ask == "answer it in 'qa' of the next update, in the same words"


def test_a_public_repository_does_not_name_it() -> None:
    whole = _library(incident(OPEN), signal("09:30", 41))
    site = whole.settings.site.model_copy(update={"repository": Visibility.PUBLIC})
    outlook = Outlook(replace(whole, settings=whole.settings.model_copy(update={"site": site})), at("12:00"))

    matters = {nudge.matter for nudge in keep_nameable(find_nudges(outlook), outlook)}

    assert Matter.QUESTION in {nudge.matter for nudge in find_nudges(outlook)}
    assert Matter.QUESTION not in matters


@pytest.mark.parametrize(
    ("files", "signals"),
    [
        ((OPEN | {"qa": [SAFE]},), (signal("09:30", 41),)),  # the same words
        ((OPEN | {"qa": [SAFE | {"q": "is my DATA safe"}]},), (signal("09:30", 41),)),  # but for capitals and signs
        ((OPEN | {"qa": [SAFE]}, {"stage": "identified", "at": stamp("09:20")}), (signal("09:30", 41),)),  # carried
        ((OPEN,), (signal("09:30", 4),)),  # few
        ((OPEN,), (signal("12:30", 41),)),  # not counted yet
        ((OPEN,), (signal("09:30", 41, incident="2026-03-14-y"),)),
        ((OPEN, {"stage": "resolved", "at": stamp("10:00")}), (signal("09:30", 41),)),  # over
    ],
)
def test_what_is_answered_rare_of_another_incident_or_over_is_none(
    files: tuple[dict[str, Any], ...], signals: tuple[Signal, ...]
) -> None:
    assert _questions(incident(*files), *signals) == []


def test_what_came_since_the_page_stopped_to_answer_counts() -> None:
    told = incident(OPEN | {"qa": [SAFE]}, {"stage": "identified", "at": stamp("10:00"), "qa": [OTHER]})

    (nudge,) = _questions(told, signal("09:30", 41), signal("10:30", 6))

    assert (nudge.at, nudge.fact[:9]) == (at("10:30"), "6 tickets")


def test_the_playbook_of_the_incident_may_have_the_answer() -> None:
    told = incident(OPEN | {"playbook": "sso"})
    asked = signal("09:30", 41)

    (nudge,) = _questions(told, asked, books=(playbook(SAFE | {"q": "Is my {{what}} safe?"}),))
    (without,) = _questions(told, asked, books=(playbook(OTHER),))

    assert nudge.fact == '41 tickets are about "Is my data safe?", and the page does not answer it'
    assert nudge.ask == "the playbook 'sso' has an answer: check it, and add it to 'qa' of the next update"
    assert without.fact.endswith("no 'qa' answers it")


def test_three_are_named_those_that_most_ask() -> None:
    asked = [signal("09:30", count, f"Question {count}?") for count in (7, 9, 5, 8)]

    assert [nudge.fact.split('"')[1] for nudge in _questions(incident(OPEN), *asked)] == [
        "Question 9?",
        "Question 8?",
        "Question 7?",
    ]


def test_a_theme_counts_its_signals_and_weighs_their_mood() -> None:
    told = incident(OPEN)
    given = signals_of(
        told,
        [signal("10:00", 3, "IS MY DATA SAFE", mood=-2), signal("09:30", 1, mood=2), signal("09:40", 9)],
        at("12:00"),
    )

    (theme,) = find_themes(told, given, None)

    assert (theme.text, theme.count, theme.unanswered, theme.mood) == ("IS MY DATA SAFE", 13, 13, -1.0)
    assert [one.at for one in theme.signals] == [at("09:30"), at("09:40"), at("10:00")]


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (("tickets",), "1 ticket"),
        (("social", "social"), "2 posts"),
        (("calls", "social", "tickets"), "1 ticket, 1 post and 1 call"),
    ],
)
def test_counts_are_told_by_where_they_came_in(sources: tuple[str, ...], words: str) -> None:
    assert count_in_words(signal("09:30", 1, source=source).said for source in sources) == words
