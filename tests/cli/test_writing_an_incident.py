"""A whole incident written by flags alone, from the first notice to the progress report, and what its files say."""

import shlex
from pathlib import Path

from writing_site import SETTINGS, attempt, new_site, run, structure_problems

NOW = "2026-03-14T09:01:00Z"
TITLE = "Sign-in fails for some"


def test_a_whole_incident_by_flags_alone(tmp_path: Path) -> None:
    assert run("init", "mine", cwd=tmp_path, now="2026-03-13T12:00:00Z").returncode == 0
    site = tmp_path / "mine"
    folder = "content/incidents/2026-03-14-sign-in-fails-for-some"
    story = [
        ("09:01", f"new '{TITLE}' --severity major --set website=partial_outage -m 'Signing in returns an error.'"
         " -m 'We are finding out why.'"),
        ("09:20", "update sign-in --stage identified --symptom 'The sign-in page returns an error' --share 12-18%"
         " --eta 10:15..11:00 --confidence medium --basis 'half of the traffic is moved' --started-at 08:55"
         " --known 'Open sessions keep working' --unknown 'Why the second group failed' --doing 'Moving traffic'"
         " --workaround none --customer-action none -m 'A store of sessions is overloaded.'"),
        ("09:40", "update sign-in --stage mitigating --progress '40% of accounts restored' -m 'Many are back.'"),
        ("10:00", "update sign-in --no-change --tried 'a faster move' --next-step 'move the rest' --next 20m"),
        ("10:20", "update sign-in --stage resolved --data-loss none --remaining none --mitigated-at 10:05"
         " --share 14-15% --share-basis measured -m 'Sign-in works for everyone. We are sorry.'"),
        ("15:00", "postmortem sign-in --version preliminary --trigger 'A release' --factor 'No limit'"
         " --factor 'No alarm' --item 'title=Refuse calls above ten sites; owner=storage-team; due=2026-04-30;"
         " method=drill; criterion=The eleventh call is refused' -m 'What we know so far.'"),
        ("16:00", "postmortem sign-in --version final --lesson 'Limits come first' -m 'All that we know.'"),
        ("17:00", "follow-up sign-in --item 'AI-1=verified; evidence=Drill of 14 March' -m 'The limit stands.'"),
    ]  # fmt: skip

    written = [run(*shlex.split(line), cwd=site, now=f"2026-03-14T{clock}:00Z") for clock, line in story]

    stages = ["investigating", "identified", "mitigating", "mitigating", "resolved", "postmortem", "postmortem"]
    paths = [f"{folder}/{number:02}-{stage}.md" for number, stage in enumerate([*stages, "follow-up"], 1)]
    assert [(said.returncode, said.stdout) for said in written] == [(0, f"{path}\n") for path in paths]
    assert "by 10:10 UTC, 14 March 2026" in written[2].stderr
    assert (site / paths[1]).read_text() == IDENTIFIED
    assert (site / paths[7]).read_text() == FOLLOWED_UP
    assert structure_problems(site, "2026-03-14T18:00:00Z") == []

    during, afterwards = (_built_page(site, now) for now in ("2026-03-14T09:41:00Z", "2026-03-14T18:00:00Z"))

    for words in ("10:15 to 11:00 UTC", "Next update by 10:10 UTC", "40% of accounts restored", "finding out why."):
        assert words in during
    for words in ("4 of 4 promised updates on time", "Next we move the rest.", "No data was lost", "The limit stands."):
        assert words in afterwards


def _built_page(site: Path, now: str) -> str:
    assert run("build", cwd=site, now=now).returncode == 0
    return (site / "public/incidents/2026-03-14-sign-in-fails-for-some/index.html").read_text()


IDENTIFIED = """\
---
# yaml-language-server: $schema=../../../.statusladder/incident.schema.json
stage: identified
at: 2026-03-14T09:20:00Z
impact:
  symptom: The sign-in page returns an error
  share: 12-18%
  basis: estimated
known:
  - Open sessions keep working
unknown:
  - Why the second group failed
actions:
  - Moving traffic
eta:
  from: 2026-03-14T10:15:00Z
  to: 2026-03-14T11:00:00Z
  confidence: medium
  basis: half of the traffic is moved
workarounds: none
customer_actions: none
started_at: 2026-03-14T08:55:00Z
next_update: 30m
# Identified: Say what fails and for whom, what you are doing about it, and what customers can do meanwhile.
# An estimate is a window with a confidence and a basis, or the word unknown.
# Tone: Specific. Say what you do not know, too.
# Carries over; write again only what changed, and lists as a whole:
#   title: Sign-in fails for some
#   severity: major
#   components:
#     website: partial_outage
---
A store of sessions is overloaded.
"""
FOLLOWED_UP = """\
---
# yaml-language-server: $schema=../../../.statusladder/incident.schema.json
stage: follow_up
at: 2026-03-14T17:00:00Z
action_items:
  - id: AI-1
    status: verified
    verification:
      method: drill
      criterion: The eleventh call is refused
      verified_at: 2026-03-14
      evidence: Drill of 14 March
# Progress report: Say what you promised, what is done, and how you know that it works.
---
The limit stands.
"""


def test_what_carries_over_is_told_whole_whoever_said_which_part(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    told = [
        (
            "new",
            "Both fail",
            "--severity",
            "minor",
            "--set",
            "sign-in=partial_outage",
            "--symptom",
            "Errors",
            "-m",
            "x",
        ),
        ("update", "--set", "search=degraded_performance", "--share", "12-18%", "-m", "x"),
        ("update", "--set", "sign-in=operational", "-m", "x"),
        ("update", "-m", "x"),
        ("update", "--stage", "resolved", "-m", "x"),
    ]

    written = [attempt(site, NOW, *words) for words in told]

    assert [answer.code for answer in written] == [0] * len(told)
    *_, fourth, last = (Path(answer.out.strip()).read_text() for answer in written)
    states = "#   components:\n#     sign-in: operational\n#     search: degraded_performance\n"
    assert f"{states}#   impact:\n#     symptom: Errors\n#     share: 12-18%\n#     basis: estimated\n---\n" in fourth
    assert "components:" not in last


def test_a_file_names_what_ended_with_its_stage_and_was_not_said_again(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    folder = site / "content/incidents/2026-03-14-search-fails"
    first = ["--severity", "minor", "--set", "search=partial_outage", "--symptom", "Errors", "--share", "unknown"]
    assert attempt(site, NOW, "new", "Search fails", *first, "-m", "x").code == 0
    (folder / "02-identified.md").write_text(IN_PARTS)
    stages = (
        ("monitoring", "--set", "search=operational", "--doing", "Watching", "--known", "It holds"),
        ("monitoring",),
        ("resolved", "--customer-action", "none", "--known", "It is over"),
    )

    written = [attempt(site, NOW, "update", "search-fails", "--stage", *stage, "-m", "x") for stage in stages]

    watching, still, over = (Path(answer.out.strip()).read_text() for answer in written)
    assert watching.endswith(f"# Ended with 'monitoring'; write again what still holds:\n{ENDED}---\nx\n")
    assert "# Ended with" not in still
    assert "known:\n  - It is over\ncustomer_actions: none\n" in over
    assert over.endswith(
        "# Ended with 'resolved'; write again what still holds:\n"
        "#   impact:\n#     workflows:\n#       - By name\n"
        "#   actions:\n#     - Watching\n"
        "#   workarounds:\n#     - Use the list\n---\nx\n"
    )


IN_PARTS = f"""\
---
stage: identified
at: {NOW}
impact:
  workflows:
    - By name
known:
  - Saved searches work
actions:
  - Building the index
eta: unknown
milestones:
  - name: Index built
    target: 2026-03-14T10:00:00Z
  - name: Copy made
workarounds:
  - Use the list
---
x
"""
ENDED = """\
#   eta: unknown
#   milestones:
#     - name: Index built
#       target: 2026-03-14T10:00:00Z
#     - name: Copy made
"""


def test_a_progress_report_lists_what_it_leaves_open(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    items = ["--item", "title=Refuse calls; due=2026-04-30", "--item", "title=Drill it", "--item", "title=Write it up"]
    for words in (
        ["new", "Search fails", "--severity", "minor", "--set", "search=partial_outage", "-m", "x"],
        ["update", "--stage", "resolved", "-m", "x"],
        ["postmortem", "--version", "final", "-m", "x", *items],
    ):
        assert attempt(site, NOW, *words).code == 0

    settled = ["--item", "AI-1=done", "--item", "AI-2=dropped; dropped_reason=No use"]
    written = attempt(site, NOW, "follow-up", "-m", "x", *settled)

    assert (
        "# Still open: AI-1 Refuse calls (done, due 2026-04-30)\n# Still open: AI-3 Write it up (planned)\n---\n"
        in (Path(written.out.strip()).read_text())
    )


CHANNELS = "channels:\n  - {id: list, kind: email}\n  - {id: texts, kind: sms}\n"


def test_a_site_with_channels_hears_where_the_file_goes_and_which_of_them_are_silent(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    (site / "site.yaml").write_text(SETTINGS + CHANNELS)
    facts = ("--severity", "critical", "--set", "sign-in=major_outage", "-m", "Words.")

    new = attempt(site, "2026-03-14T09:00:00Z", "new", "Sign-in fails", *facts)
    update = attempt(site, "2026-03-14T09:10:00Z", "update", "--stage", "investigating", "-m", "More words.")

    assert "Goes to page, feeds, list and texts.\n" in new.err
    assert "Goes to page, feeds and list. Not to texts: the stage has not changed.\n" in update.err


def test_a_site_with_channels_hears_where_a_maintenance_goes(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    (site / "site.yaml").write_text(SETTINGS + CHANNELS)
    window = ("--from", "2026-03-20T20:00Z", "--to", "2026-03-20T22:00Z")

    announced = attempt(site, "2026-03-14T09:00:00Z", "maintenance", "New disks", *window, "-m", "Words.")
    update = attempt(site, "2026-03-20T20:00:00Z", "update", "--stage", "in_progress", "-m", "It begins.")

    assert "Goes to page, feeds and list.\n" in announced.err
    assert "Goes to page, feeds and list.\n" in update.err
