"""The playbooks that come with the package are complete, and keep to the words that they ask others to keep to."""

import re
from datetime import date
from pathlib import Path

import pytest

from statusladder.content.playbooks import find_playbooks
from statusladder.content.settings import read_settings
from statusladder.model.playbook import Playbook, fill
from statusladder.model.vocabulary import IncidentKind, Stage

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = [
    "api-errors",
    "bad-release",
    "capacity",
    "data-loss",
    "database",
    "delayed-work",
    "network",
    "security-exposure",
    "sign-in",
    "upstream-provider",
]
PROMPTED = {Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING, Stage.MONITORING, Stage.RESOLVED}
BELITTLING = ["hiccup", "blip", "small", "minor", "briefly", "only", "just", "isolated", "a handful"]
PROMISING = ["never again", "100 %", "guarantee", "permanently", "fully protected", "always"]
HOLLOW = ["very seriously", "any inconvenience", "valued customers", "abundance of caution", "rest assured"]
VAGUE = ["soon", "shortly", "asap", "momentarily", "later", "in due course"]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Playbook]:
    """As a site without playbooks of its own finds them, judged by the names of the demo's site.yaml."""
    playbooks, problems = find_playbooks(tmp_path_factory.mktemp("empty"), None)
    assert problems == []
    return playbooks


@pytest.fixture(params=NAMES)
def playbook(request: pytest.FixtureRequest, shipped: dict[str, Playbook]) -> Playbook:
    return shipped[request.param]


def _customers_read(playbook: Playbook) -> dict[str, str]:
    """The texts that reach customers, with every place filled that can be without asking."""
    said = playbook.said
    texts = {"incident_title": said.incident_title, "first_notice": said.first_notice or ""}
    texts |= {one.q: one.a for one in said.qa}
    return {key: fill(text, {"since": "09:01 UTC"} | said.defaults) for key, text in texts.items()}


def _stands_in(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def test_there_is_one_for_each_kind_of_incident_that_most_services_meet(shipped: dict[str, Playbook]) -> None:
    assert list(shipped) == NAMES


def test_it_has_all_that_the_first_hour_needs(playbook: Playbook) -> None:
    said = playbook.said

    assert set(said.prompts) >= PROMPTED
    assert all(len(prompts) >= 3 for stage, prompts in said.prompts.items() if stage in PROMPTED)
    assert len(said.questions) >= 5
    assert len(said.qa) >= 4
    assert said.first_notice
    assert all([said.triggers, said.usually_works, said.audiences, said.avoid, said.exit_checks])
    assert 100 <= len(playbook.body.split()) <= 260


def test_its_drill_tells_one_thing_after_the_other(playbook: Playbook) -> None:
    times = [one.after for one in playbook.said.drill]

    assert 4 <= len(times) <= 7
    assert times == sorted(set(times))
    assert times[0].total_seconds() == 0


def test_its_title_fits_everywhere(playbook: Playbook) -> None:
    title = _customers_read(playbook)["incident_title"]

    assert len(title) <= 80
    assert "{{" not in title


@pytest.mark.parametrize("phrases", [BELITTLING, PROMISING, HOLLOW, VAGUE], ids=["small", "promise", "hollow", "vague"])
def test_customers_read_no_word_that_belittles_promises_or_says_nothing(playbook: Playbook, phrases: list[str]) -> None:
    texts = _customers_read(playbook)

    assert [(key, phrase) for key, text in texts.items() for phrase in phrases if _stands_in(phrase, text)] == []


def test_customers_read_none_of_the_words_that_it_says_to_avoid(playbook: Playbook) -> None:
    texts = _customers_read(playbook)

    assert [
        (key, phrase) for key, text in texts.items() for phrase in playbook.said.avoid if _stands_in(phrase, text)
    ] == []


def test_its_sentences_for_customers_are_short(playbook: Playbook) -> None:
    sentences = [
        sentence for text in _customers_read(playbook).values() for sentence in re.split(r"(?<=[.?:])\s+", text)
    ]

    assert [sentence for sentence in sentences if len(sentence.split()) > 25] == []


def test_secret_ones_say_that_they_are(shipped: dict[str, Playbook]) -> None:
    secret = {name: playbook.said.kind for name, playbook in shipped.items() if playbook.said.kind != "incident"}

    assert secret == {"data-loss": IncidentKind.DATA, "security-exposure": IncidentKind.SECURITY}
    for name in secret:
        assert "`embargoed_until`" in shipped[name].body


def test_they_speak_of_the_demo_site_and_its_teams(shipped: dict[str, Playbook]) -> None:
    settings, _ = read_settings(ROOT)
    assert settings is not None
    teams = {component.owner for component in settings.components}

    for playbook in shipped.values():
        assert playbook.components_of(settings) == playbook.said.components
        assert playbook.said.owner in teams
        assert date(2027, 1, 1) <= playbook.said.review_by <= date(2027, 12, 31)
