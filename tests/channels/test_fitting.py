"""A text of little room says what has to be said, then whole facts, those that readers can use first."""

from dataclasses import replace
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from short_texts import ESSENTIALS, short_forms, with_stage
from statusladder.channels.fitting import find_lacks, fit
from statusladder.markup.prose import shorten
from statusladder.views.short_forms import Essentials, ShortForm

SHORT = ShortForm(
    heading="Harbourline status",
    stage="Identified",
    title="Card payments are declined for all customers",
    named=str,
    lead=with_stage,
    what=("Affected components: Payments (major outage), API (degraded)", "2 components, worst state: major outage"),
    vital="What you can do: Send an invoice instead",
    due=(("Next update by 13:44 UTC",),),
    further=("Recovery expected: 13:40 to 14:10 UTC", "Data: No data was lost", "Known: No card was charged twice"),
    links=("https://status.example/incidents/declined/#02-identified", "https://status.example/"),
    essentials=Essentials("Identified", ("Payments", "API"), (("13:44 UTC",), ("4 May", "5 May"))),
)
LEAD = with_stage(SHORT.title)


def lines_within(limit: int, short: ShortForm = SHORT) -> list[str]:
    fitted = fit(short, len, limit)
    assert fitted.fits
    return fitted.text.split("\n")


def test_all_facts_are_said_where_there_is_room() -> None:
    assert lines_within(1000) == [
        *(SHORT.heading, LEAD, SHORT.what[0], SHORT.vital),
        *(*SHORT.further, *SHORT.due[0], SHORT.links[0]),
    ]


def test_what_is_known_least_usefully_is_left_out_first_and_a_shorter_fact_takes_its_room() -> None:
    whole = len("\n".join(lines_within(1000)))

    assert lines_within(whole - 1)[4:-2] == list(SHORT.further[:2])
    assert lines_within(whole - 1 - len(SHORT.further[1]))[4:-2] == [SHORT.further[0], SHORT.further[1]]


def test_what_readers_can_do_is_worth_a_shorter_link_and_the_names_of_components() -> None:
    short_link = [SHORT.heading, LEAD, SHORT.what[0], SHORT.vital, *SHORT.due[0], SHORT.links[1]]
    number = [SHORT.heading, LEAD, SHORT.what[1], SHORT.vital, *SHORT.due[0], SHORT.links[1]]

    assert lines_within(len("\n".join(short_link))) == short_link
    assert lines_within(len("\n".join(number))) == number


def test_periods_of_impact_make_room_for_the_moment_only_where_no_shorter_link_does() -> None:
    short = replace(SHORT, what=(), vital="", due=(("Impact: 4 to 5 May and 7 to 9 May",), ("Resolved: 9 May",)))
    least = [SHORT.heading, LEAD, short.due[0][0], SHORT.links[1]]
    limit = len("\n".join(least))

    assert lines_within(limit, short) == least
    assert lines_within(limit - 1, short)[2] == "Resolved: 9 May"


def test_a_whole_title_can_do_without_components() -> None:
    least = [SHORT.heading, LEAD, SHORT.what[1], *SHORT.due[0], SHORT.links[1]]

    assert lines_within(len("\n".join(least))) == least
    assert lines_within(len("\n".join(least)) - 1) == [*least[:2], *SHORT.due[0], SHORT.links[0]]


def test_a_title_is_cut_only_where_it_may_be_and_all_else_is_as_short_as_it_can_be() -> None:
    least = [SHORT.heading, LEAD, *SHORT.due[0], SHORT.links[1]]
    limit = len("\n".join(least))

    assert lines_within(limit) == least
    assert lines_within(limit - 1) == [*least[:1], "Identified: Card payments are declined for all…", *least[2:]]
    assert not fit(SHORT, len, limit - 1, may_cut=False).fits


def test_a_cut_title_leaves_the_components_where_it_can() -> None:
    short = replace(SHORT, what=("API (degraded)",), title="Every request fails, whatever address it is sent to")

    assert lines_within(125, short)[1:3] == ["Identified: Every request fails, whatever…", "API (degraded)"]


def test_a_text_that_cannot_fit_is_given_whole() -> None:
    assert fit(SHORT, len, 20).fits is False
    assert LEAD in fit(SHORT, len, 20).text


@given(short=short_forms, limit=st.integers(40, 600))
def test_every_line_but_a_cut_title_is_a_whole_line_of_the_form(short: ShortForm, limit: int) -> None:
    fitted = fit(short, len, limit)
    said = fitted.text.split("\n")
    cuts = {with_stage(shorten(short.title, length)) for length in range(len(short.title) + 1)}

    assert len(fitted.text) <= limit or not fitted.fits
    assert said[0] == short.heading
    assert any(said[-1 - len(due) : -1] == list(due) for due in short.due)
    assert said[1] in {*cuts, with_stage(short.title)}
    assert set(said) <= {said[0], said[1], *chain(*short.due), *short.what, short.vital, *short.further, *short.links}
    assert said[-1] in short.links


def test_a_whole_text_lacks_nothing() -> None:
    assert not list(find_lacks(f"{fit(SHORT, len, 500).text} (4 May)", SHORT))


def test_each_essential_is_missed_by_itself() -> None:
    whole = f"Identified: {SHORT.title}\nNext update by 13:44 UTC, 5 May\n{SHORT.links[1]}"
    without = {
        "Identified": "the word of its stage",
        SHORT.title: "what is affected",
        "13:44 UTC": "the time that counts",
        "5 May": "the time that counts",
        SHORT.links[1]: "a link",
    }

    assert not list(find_lacks(whole, SHORT))
    assert {part: list(find_lacks(whole.replace(part, ""), SHORT)) for part in without} == {
        part: [("X009", f"the short text does not say {what}")] for part, what in without.items()
    }


def test_a_component_stands_for_a_title_that_is_not_there() -> None:
    text = f"Identified: API down\n13:44 UTC, 4 May\n{SHORT.links[0]}"

    assert not list(find_lacks(text, SHORT))


def test_marks_of_direction_hide_no_essential() -> None:
    text = "\u2068Identified\u2069: Payments, 13:44\u200e UTC, 4 May, https://status.example/"

    assert not list(find_lacks(text, replace(SHORT, links=("https://status.example/",))))


@given(short=short_forms)
def test_what_is_found_lacking_does_not_depend_on_how_the_text_was_made(short: ShortForm) -> None:
    fitted = fit(replace(short, essentials=replace(ESSENTIALS, about=short.what)), len, 10_000)

    assert not list(find_lacks(fitted.text, short))
    assert ("X009", "the short text does not say a link") in find_lacks("Identified", short)
