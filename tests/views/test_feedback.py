"""The links with which readers answer: filled, and safe in an address whatever an id holds."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from factory import at, settings
from statusladder.model.feedback import FeedbackKeys
from statusladder.model.site import Settings
from statusladder.views.feedback import build_ratings, find_report_link
from statusladder.voice.voice import english

ID = "2026-03-14-sign-in"
PAGE = "https://status.tern.example/incidents/2026-03-14-sign-in/"
VOICE = english(settings().zone, at("10:00"))


def _site(support: str | None = None, **feedback: str) -> Settings:
    site = settings().site.model_copy(update={"support": support})
    return settings().model_copy(update={"site": site, "feedback": FeedbackKeys.model_validate(feedback)})


def _letter(address: str | None) -> dict[str, str]:
    assert address is not None
    assert " " not in address
    return dict(part.split("=", 1) for part in urlsplit(address).query.split("&"))


def test_every_place_of_a_report_is_filled_and_escaped() -> None:
    site = _site(report="https://help.tern.example/see?about={incident}&part={component}&from={url}")

    link = find_report_link(site, ID, "sign-in", VOICE)

    assert link is not None
    assert parse_qs(urlsplit(link).query) == {"about": [ID], "part": ["sign-in"], "from": [PAGE]}
    assert "%3A%2F%2F" in link


def test_an_issue_form_keeps_its_own_keys() -> None:
    site = _site(report="https://github.com/tern/status/issues/new?template=report.yml&title={incident}")

    assert (
        find_report_link(site, ID, "", VOICE)
        == f"https://github.com/tern/status/issues/new?template=report.yml&title={ID}"
    )


def test_a_component_that_is_not_known_is_left_empty() -> None:
    assert find_report_link(_site(report="https://help.tern.example/?part={component}"), ID, "", VOICE) == (
        "https://help.tern.example/?part="
    )


def test_a_plain_mail_address_becomes_a_letter_that_names_the_incident() -> None:
    link = find_report_link(_site(report="mailto:help@tern.example"), ID, "sign-in", VOICE)

    letter = _letter(link)
    assert unquote(letter["subject"]) == f"Problem report: {ID}"
    assert unquote(letter["body"]).split("\r\n")[:2] == [f"Incident: {PAGE}", "Component: sign-in"]


def test_a_mail_address_with_words_of_its_own_is_only_filled() -> None:
    site = _site(report="mailto:help@tern.example?subject=Seen%20{incident}%20{component}")

    assert find_report_link(site, ID, "sign-in", VOICE) == f"mailto:help@tern.example?subject=Seen%20{ID}%20sign-in"


@pytest.mark.parametrize(
    ("support", "link"),
    [
        (None, None),
        ("https://help.tern.example/{odd}", "https://help.tern.example/{odd}"),
        ("tel:+1 555 0100", "tel:+1 555 0100"),
    ],
)
def test_without_an_address_of_its_own_a_report_goes_to_the_support(support: str | None, link: str | None) -> None:
    assert find_report_link(_site(support), ID, "sign-in", VOICE) == link


def test_a_letter_to_the_support_names_the_incident_too() -> None:
    assert unquote(_letter(find_report_link(_site("mailto:help@tern.example"), ID, "x", VOICE))["subject"]).endswith(ID)


def test_nobody_is_asked_to_rate_where_no_address_is_given() -> None:
    assert build_ratings(_site("mailto:help@tern.example"), ID, "02-identified", VOICE) == ()


def test_each_answer_to_each_question_has_its_link() -> None:
    ratings = build_ratings(
        _site(rating="https://h.example/?i={incident}/{update}&{question}={answer}"), ID, "02-identified", VOICE
    )

    assert [one.question for one in ratings] == ["Was it clear?", "Was the tone right?", "Was it useful?"]
    assert [[label for label, _ in one.answers] for one in ratings] == [list("12345")] * 3
    assert ratings[1].answers[3] == ("4", f"https://h.example/?i={ID}/02-identified&tone=4")


def test_a_form_that_asks_for_the_number_itself_has_a_link_for_each_question() -> None:
    ratings = build_ratings(_site(rating="https://h.example/{question}"), ID, "02-identified", VOICE)

    assert [one.url for one in ratings] == [f"https://h.example/{word}" for word in ("clarity", "tone", "usefulness")]


@pytest.mark.parametrize("address", ["https://h.example/rate?about={update}", "https://h.example/rate"])
def test_a_form_that_asks_all_three_has_one_link(address: str) -> None:
    (one,) = build_ratings(_site(rating=address), ID, "02-identified", VOICE)

    assert (one.question, one.url) == (None, address.replace("{update}", "02-identified"))


def test_a_letter_asks_all_three_questions() -> None:
    (one,) = build_ratings(_site(rating="mailto:words@tern.example"), ID, "02-identified", VOICE)

    letter = _letter(one.url)
    assert unquote(letter["subject"]) == f"Rating: {ID}/02-identified"
    assert unquote(letter["body"]).count("?") == 3
