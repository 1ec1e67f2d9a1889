"""A message that contradicts a fact of its update stops all messages, and the problem names the file and the fact."""

from pathlib import Path

import pytest

from demo_messages import CRITICAL, LANGUAGES, demo_messages
from night import some
from published_site import CORRECTION, FOLDER, RESOLVED, THREE, TWO, Git, edit, note, write
from statusladder.model.reach import ChannelKind
from told_by_messages import STORY, site_with_channels, tell

ROOT = Path(__file__).resolve().parents[2]
FACTS = "which the facts of '02-identified' in manifest/2026.json do not"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    """A site that corrects what it said, in a channel for short texts too."""
    site = site_with_channels(tmp_path / "repository", git)
    edit(site, "site.yaml", "kind: sms", "kind: sms, when: every")
    fix = CORRECTION.format(field="impact.share", was="3-5%", now="2-4%")
    edit(site, TWO, "impact:\n  share: 3-5%", f"{fix}impact:\n  share: 3-5%")
    return site


def contradictions(site: Path, *arguments: str) -> list[str]:
    """What keeps messages from being written because they disagree with the facts; all others are written."""
    told = tell(site, "--since", "main", *arguments)
    found = [line for line in told.done.stderr.splitlines() if " C023 " in line]
    assert (told.done.returncode == 1) == bool(found), told.done.stderr
    withheld = {(row["id"], row["channel"]) for row in told.rows if row["silent"] == "contradiction"}
    named = {tuple(line.partition(" C023 ")[2].split("/")[1:3]) for line in found}
    assert {(update, channel.partition(" ")[0]) for update, channel in named} <= withheld
    assert bool(withheld) == bool(found)
    assert not [row for row in told.rows if (row["id"], row["channel"]) in withheld and (row["files"] or row["speaks"])]
    return found


def replace_string(site: Path, name: str, text: str) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write(f"strings:\n  {name}: '{text}'\n")


def test_messages_that_are_made_of_the_facts_are_written(site: Path) -> None:
    assert contradictions(site) == []


@pytest.mark.parametrize("language", some(LANGUAGES, by_day=2, in_ci=3))
@pytest.mark.parametrize("kind", [ChannelKind.EMAIL, ChannelKind.CHAT, ChannelKind.SMS, ChannelKind.WEBHOOK])
def test_in_no_language_a_message_of_the_demo_contradicts_its_facts(kind: ChannelKind, language: str) -> None:
    told = demo_messages(CRITICAL, kind, language)

    assert [message for message in told if message.files] != []
    assert [problem for message in told for problem in message.contradictions] == []


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Correction of 10:20 UTC", "10:20"),
        ("Correction for 99% of you", "99"),
        ("Correction, major outage", "major outage"),
        ("Correction, Monitoring goes on", "Monitoring"),
    ],
)
def test_a_string_that_says_another_fact_is_found_in_the_file_that_has_it(text: str, strange: str, site: Path) -> None:
    replace_string(site, "message.correction", text)

    (found,) = (line for line in contradictions(site) if "/texts/" in line)

    assert found.startswith(f"{TWO}:1: C023 {STORY}/02-identified-correction-")
    assert found.endswith(f"/texts/sms.txt says '{text}: Exports are late' with '{strange}', {FACTS}")


@pytest.mark.parametrize(
    ("was", "now", "strange"),
    [
        ("{{ email.time }}", "{{ email.time }}, fixed by 11:00", "11:00"),
        ("{{ email.time }}", '{{ email.time | replace("09:", "10:") }}', "10:35"),
        ("{{ email.title }}", "{{ email.title }} (operational)", "operational"),
    ],
)
def test_a_template_that_prints_another_fact_is_found_in_all_that_it_makes(
    was: str, now: str, strange: str, site: Path
) -> None:
    template = (ROOT / "themes/default/templates/messages/email.html").read_text(encoding="utf-8")
    assert was in template
    write(site, {"themes/ours/theme.yaml": "name: ours\nextends: default\n"})
    write(site, {"themes/ours/templates/messages/email.html": template.replace(was, now)})
    with (site / "site.yaml").open("a") as settings:
        settings.write("theme: ours\n")
    write(site, {f"{FOLDER}/03-identified.md": note("09:35")})

    found = [line for line in contradictions(site) if "03-identified" in line]

    names = {line.partition(" C023 ")[2].partition(" says ")[0].rpartition("/")[2] for line in found}
    assert names == {"body.html", "message.eml"}
    assert all(f"' with '{strange}', which" in line for line in found)


def test_a_string_of_a_core_line_that_says_another_fact_is_found_too(site: Path) -> None:
    replace_string(site, "core.data", "Data of 40% of you: {data}")

    write(site, {THREE: RESOLVED.format(keys="")})
    facts = FACTS.replace("02-identified", "03-resolved")

    assert [line.partition("' with ")[2] for line in contradictions(site)] == [f"'40', {facts}"]


def test_a_string_may_hold_a_number_that_is_neither_a_time_nor_a_share(site: Path) -> None:
    replace_string(site, "message.correction", "Correction from our desk, 24/7")

    assert contradictions(site) == []


def test_what_the_company_wrote_is_its_own(site: Path) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})
    edit(site, THREE, "All exports are back since 10:50 UTC.", "By 10:20 UTC 97 % of them were back, and all by 10:50.")

    assert contradictions(site) == []


def test_a_message_that_contradicts_a_fact_silences_no_other(site: Path) -> None:
    replace_string(site, "message.lead", "{stage} at 99%: {title}")

    told = tell(site, "--since", "main")

    assert told.done.returncode == 1
    (name,) = told.news
    assert told.silent == {(name, "list"): None, (name, "room"): None, (name, "texts"): "contradiction"}
    assert {row["channel"] for row in told.rows if row["speaks"] and row["files"]} == {"list", "room"}


@pytest.mark.parametrize("name", ["Monitoring & alerts", "Degraded *reads*", "Exports [identified], `Resolved`"])
def test_a_component_whose_name_holds_a_state_and_markup_silences_no_message(name: str, site: Path) -> None:
    edit(site, "site.yaml", "name: Exports", f"name: '{name}'")

    assert contradictions(site) == []
