"""The brief tells executives what is theirs to decide, and nothing that only the team may know."""

import re
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given

import in_process
from demo_messages import CRITICAL, LANGUAGES, LONG, MAINTENANCE, STORIES, demo_library, demo_messages, file_of
from generated_bulletins import bulletins, compose
from published_site import FIRST, NOW, ONE, SITE, write
from statusladder.content.policies import read_preset
from statusladder.ladder.reach import reach_at
from statusladder.model.policy import Preset
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact

EXECUTIVES = Channel.model_validate({"id": "board", "kind": "executive"})


def _brief(story: str, number: int, language: str = "en") -> str:
    return file_of(demo_messages(story, ChannelKind.EXECUTIVE, language)[number], "brief.md").decode()


def _section(brief: str, heading: str) -> list[str]:
    return brief.split(f"## {heading}\n\n")[1].split("\n\n## ")[0].splitlines()


def test_each_fact_of_the_impact_has_a_line_of_its_own() -> None:
    assert _section(_brief(CRITICAL, 1), "Impact") == [
        "- Severity: Critical",
        "- Affected components: Card payments (major outage)",
        "- Affected: 100% of customers, measured",
        "- Impact began: 13:04 UTC, 10 February 2026",
    ]


def test_it_says_which_approval_is_missing_and_when_the_severity_is_reviewed() -> None:
    assert _section(_brief(LONG, 0), "Decisions needed") == [
        "- Awaiting approval by the incident commander, which is recommended at this stage.",
        "- If no cause is identified by 10:05 UTC, we review the severity.",
        "- If it becomes critical: updates at least every 15 min; updates approved by the executive sponsor if there is"
        " time.",
    ]


def test_an_approval_that_was_given_is_not_asked_for() -> None:
    resolved = _brief(CRITICAL, 4)

    assert "Approved by the incident commander" in resolved
    assert "incident commander" not in "\n".join(_section(resolved, "Decisions needed"))


def test_the_next_update_is_at_the_top_and_its_absence_is_said() -> None:
    assert _brief(CRITICAL, 1).split("\n\n")[2] == "**Next update by 13:44 UTC**"
    assert _brief(CRITICAL, 4).split("\n\n")[2] == "**No further update is scheduled.**"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", [one for one in STORIES if one != MAINTENANCE])
def test_what_is_known_and_what_customers_read_is_there(story: str, language: str) -> None:
    for told in demo_messages(story, ChannelKind.EXECUTIVE, language):
        brief, bulletin = file_of(told, "brief.md").decode(), told.bulletin
        said = re.sub(r"\\(?=\W)", "", brief)

        wanted = [line.text for line in bulletin.core if line.fact not in (CoreFact.STAGE, CoreFact.CONTACT)]
        assert [line for line in wanted if line not in said] == []
        assert bulletin.text[:12] in said.split("## ")[-1]
        assert bulletin.url in brief


@given(bulletins())
def test_whatever_people_type_it_stays_text(bulletin: Bulletin) -> None:
    file = compose("brief", bulletin)
    html = cmarkgfm.markdown_to_html(file.data.decode())

    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"h1", "h2", "p", "strong", "ul", "li", "a", "br"}
    assert compose("brief", bulletin).data == file.data


def test_no_note_of_the_team_is_in_it(tmp_path: Path) -> None:
    secret = "::: internal\nHeron is on call\n:::\n"
    site = SITE + "channels: [{id: board, kind: executive, audience: internal}]\n"
    write(tmp_path, {"site.yaml": site, ONE: FIRST.replace("severity: minor", "severity: major") + f"\n{secret}"})

    done = in_process.run(
        *("messages", "--incident", "exports-late", "--now", NOW, "--site", str(tmp_path), "-o", str(tmp_path / "out"))
    )

    assert done.returncode == 0, done.stderr
    (brief,) = (tmp_path / "out").rglob("brief.md")
    assert "Some exports are late." in brief.read_text()
    assert all("Heron" not in file.read_text() for file in (tmp_path / "out").rglob("*") if file.is_file())


@pytest.mark.parametrize("preset", Preset)
def test_executives_are_told_of_what_is_critical_or_major(preset: Preset) -> None:
    library = demo_library()
    settings = library.settings.model_copy(update={"channels": (EXECUTIVES,)})
    policy = read_preset(preset)

    reached = {
        severity
        for severity in Severity
        if EXECUTIVES in reach_at(policy, settings, Stage.INVESTIGATING, severity).channels
    }

    assert reached == {Severity.CRITICAL, Severity.MAJOR}
    assert EXECUTIVES in reach_at(policy, settings, Stage.RESOLVED, Severity.MAJOR).channels
    assert EXECUTIVES not in reach_at(policy, settings, Stage.NOTICE, Severity.CRITICAL).channels
