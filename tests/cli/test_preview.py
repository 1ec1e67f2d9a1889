"""What a proposed change lets customers read, in a real repository: all of that, and nothing that is hidden."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import in_process

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: Europe/Lisbon
components:
  - id: sign-in
    name: Sign-in | <b>web</b>
  - id: exports
    name: Exports
contacts:
  - text: Urgent line
"""
FIRST = """\
---
stage: investigating
at: 2026-07-14T09:00:00Z
title: "Sign-in fails *often* # [again](https://evil.example)"
severity: major
components:
  sign-in: partial_outage
started_at: 2026-07-14T08:50:00Z
impact:
  symptom: Signing in returns an error
  basis: measured
known: Open sessions work
unknown: Why it fails
actions: Comparing requests
workarounds: none
customer_actions: none
eta: unknown
next_update: 30m
---
Signing in returns an **error**.
"""
SECOND = """\
---
stage: identified
at: 2026-07-14T09:30:00Z
components:
  sign-in: major_outage
impact:
  share: 12-18%
internal: Heron cluster
audiences:
  developers: Keep your <token>.
  internal: Kittiwake
corrections:
  - at: 2026-07-14T09:30:00Z
    field: started_at
    was: "09:00 UTC"
    now: "08:50 UTC"
    why: as logged
next_update: 2026-07-14T10:00:00Z
---
We know why: a `<store>` is full.

::: internal
Guillemot
:::

# More

- Open sessions work
"""
SECRET = """\
---
stage: investigating
at: 2026-07-14T09:00:00Z
title: Razorbill
kind: security
embargoed_until: {embargo}
severity: major
components:
  exports: degraded_performance
---
Puffin
"""
HIDDEN = ("Heron", "Kittiwake", "Guillemot", "Razorbill", "Puffin", "auk")
NOW = "2026-07-14T09:45:00Z"
FOLDER = "content/incidents/2026-07-14-sign-in"


@pytest.fixture
def site(tmp_path: Path, git: Callable[..., None]) -> Path:
    """A site of one update in a repository of one commit."""
    folder = tmp_path / "repository" / "status"
    _write(folder, {"site.yaml": SITE, f"{FOLDER}/01-investigating.md": FIRST})
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "--quiet", "-m", "One")
    return folder


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _preview(site: Path, since: str = "HEAD", now: str = NOW) -> "subprocess.CompletedProcess[str]":
    return in_process.run("preview", "--site", str(site), "--since", since, "--now", now)


def test_what_customers_are_told_back_is_shown_behind_the_words(site: Path) -> None:
    told = SECOND.replace("next_update", "you_told_us: 37 of *you* saw it\nnext_update", 1)
    _write(site, {f"{FOLDER}/02-identified.md": told})

    shown = _preview(site).stdout

    assert "> - Open sessions work\n\nYou told us: 37 of \\*you\\* saw it\n\n**" in shown


def test_an_update_is_shown_as_customers_will_read_it(site: Path) -> None:
    _write(site, {f"{FOLDER}/02-identified.md": SECOND})

    shown = _preview(site)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert (
        shown.stdout
        == r"""## What customers will read

What is new since HEAD, as it reads at 10:45 UTC+1, 14 July 2026.

### Sign-in fails \*often\* \# \[again\](https://evil.example)

**Identified** · Severity: major · 10:30 UTC+1, 14 July 2026 · `FOLDER/02-identified.md` added

| Component | State |
|---|---|
| Sign-in \| \<b\>web\</b\> | Major outage |

**Correction.** 10:30 UTC+1, 14 July 2026: corrected the start of the impact from “09:00 UTC” to “08:50 UTC”. As logged

> We know why: a `<store>` is full.
>
> # More
>
> - Open sessions work

**Developers**

> Keep your \<token>.

What changed:

- Sign-in \| \<b\>web\</b\>: Partial outage → Major outage
- Affected: 12–18% of customers, measured

In feeds and the API, below the words:

- Status: Identified, major outage
- Severity: Major
- Affected components: Sign-in \| \<b\>web\</b\> (major outage)
- What customers see: Signing in returns an error
- Affected: 12–18% of customers, measured
- What you can do: No action needed. There is no workaround.
- Recovery expected: not known yet
- Impact began: 09:50 UTC+1, 14 July 2026
- Known: Open sessions work
- Not yet known: Why it fails
- What we are doing: Comparing requests
- Next update by 11:00 UTC+1
- Urgent? Urgent line

Next update promised by 11:00 UTC+1.

Goes to status page and feeds.

If the outage is not over by 11:00 UTC+1, we review the severity.

If it becomes critical: updates at least every 20 min; updates approved by the executive sponsor if there is time.
""".replace("FOLDER", FOLDER)
    )


def test_it_says_where_a_maintenance_goes(site: Path) -> None:
    (site / "site.yaml").write_text(f"{SITE}channels:\n  - {{id: list, kind: email}}\n  - {{id: texts, kind: sms}}\n")
    planned = "---\nstage: scheduled\nat: 2026-07-14T09:30:00Z\ntitle: New disks\nwindow:\n"
    planned += "  from: 2026-07-20T20:00:00Z\n  to: 2026-07-20T22:00:00Z\n---\nWe put in new disks.\n"
    _write(site, {"content/maintenance/2026-07-20-disks/01-scheduled.md": planned})

    assert "\n\nGoes to status page, feeds and email.\n" in _preview(site).stdout


def test_a_contact_of_an_audience_stands_below_what_is_said_to_it(site: Path) -> None:
    contacts = (
        "contacts:\n  - {text: 'Your *desk*', audience: developers}\n  - {text: Heron room, audience: internal}\n"
    )
    _write(site, {f"{FOLDER}/02-identified.md": SECOND.replace("next_update", f"{contacts}next_update")})

    shown = _preview(site).stdout

    assert "**Developers**\n\n> Keep your \\<token>.\n\nUrgent? Your \\*desk\\*\n" in shown
    assert "Heron" not in shown


def test_nothing_hidden_is_told_not_even_by_a_name_or_a_problem(site: Path) -> None:
    embargoed = SECRET.format(embargo="2026-07-15T09:00:00Z")
    broken = embargoed.replace("severity: major", "severity: auk")
    _write(
        site,
        {
            f"{FOLDER}/02-identified.md": SECOND,
            "content/incidents/2026-07-14-auk/01-investigating.md": embargoed,
            "content/incidents/2026-07-14-auk-broken/01-investigating.md": broken,
            "content/incidents/2026-07-14-auk-late/01-investigating.md": FIRST.replace("09:00", "11:00"),
            "content/drills/2026-07-14-auk-drill/01-investigating.md": FIRST,
            "content/playbooks/auk.md": "auk",
            "notes/auk.txt": "auk",
        },
    )

    told = _preview(site)

    assert told.returncode == 0
    assert [word for word in HIDDEN if word in told.stdout + told.stderr] == []
    assert "- 5 changed files are not public and not shown\n- 1 other file changed\n" in told.stdout
    assert "- D010 (a value that is not what its key takes); where and how it reads is not told here\n" in told.stdout
    assert "Razorbill" in _preview(site, now="2026-07-15T09:00:00Z").stdout


def test_an_update_that_cannot_be_read_hides_its_incident_since_nobody_knows_what_it_would_have_hidden(
    site: Path, git: Callable[..., None]
) -> None:
    folder = "content/incidents/2026-07-14-auk"
    _write(site, {f"{folder}/01-investigating.md": SECRET.format(embargo="tomorrow, or auk")})
    _write(site, {f"{folder}/02-identified.md": SECOND})

    told = _preview(site).stdout

    assert [word for word in HIDDEN if word in told] == []
    assert "2 changed files are not public" in told


def test_problems_are_told_and_the_rest_is_shown(site: Path) -> None:
    other = "content/incidents/2026-07-13-exports"
    late = FIRST.replace("next_update: 30m", "next_update: 2026-07-14T08:00:00Z").replace("sign-in:", "exports:")
    _write(site, {f"{FOLDER}/02-identified.md": SECOND.replace("at: 2", f"summary: {'x' * 150}\nat: 2", 1)})
    _write(site, {f"{other}/01-investigating.md": late})

    told = _preview(site)

    assert told.returncode == 0
    assert "> We know why" in told.stdout
    assert "- 1 changed file is not public and not shown\n" in told.stdout
    assert told.stdout.endswith(
        "### Problems\n\n"
        f"- {other}/01-investigating.md:18: T005 the next update is promised for no later than this one; "
        "write a later time, or a duration as 30m\n"
        f"- {FOLDER}/02-identified.md:3: F016 (in the fast lane, stops nothing yet) the summary is 150 characters "
        "long; say it in 140 or fewer\n"
    )


def test_a_file_that_is_dated_ahead_is_not_named_by_its_problem(site: Path) -> None:
    ahead = SECOND.replace("at: 2026-07-14T09:30", "at: 2026-07-14T11:00", 1)
    _write(site, {f"{FOLDER}/02-auk.md": ahead})

    told = _preview(site).stdout

    assert "auk" not in told
    assert "- T005 (the next update is promised for no later than this one); where" in told


def test_settings_that_cannot_be_read_are_told_and_nothing_else(site: Path) -> None:
    _write(site, {"site.yaml": SITE.replace("timezone: Europe/Lisbon", "timezone: Auk")})

    told = _preview(site).stdout

    assert "`site.yaml` cannot be read, so no update can be shown." in told
    assert "- `site.yaml` changed\n" in told
    assert "- D010 (a value that is not what its key takes)" in told


def test_renamed_and_deleted_files_are_told_as_such(site: Path, git: Callable[..., None]) -> None:
    git(site, "mv", f"{FOLDER}/01-investigating.md", f"{FOLDER}/01-first-words.md")
    _write(site, {f"{FOLDER}/02-identified.md": SECOND, "content/pages/terms.md": "---\ntitle: Terms\n---\n"})
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Two")
    (site / FOLDER / "02-identified.md").unlink()

    renamed, deleted = _preview(site, "HEAD~1").stdout, _preview(site, "HEAD").stdout

    assert f"`{FOLDER}/01-first-words.md` renamed from 01-investigating.md\n" in renamed
    assert "- `content/pages/terms.md` added\n" in renamed
    assert f"- {FOLDER}/02-identified.md deleted: what it said disappears from the page\n" in deleted
    assert "No update that customers can read is new or changed." in deleted


def test_a_file_that_comes_from_a_hidden_folder_does_not_tell_of_it(site: Path, git: Callable[..., None]) -> None:
    drill = "content/drills/2026-07-14-auk/01-investigating.md"
    _write(site, {drill: FIRST})
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Two")
    git(site, "rm", "--quiet", f"{FOLDER}/01-investigating.md")
    git(site, "commit", "--quiet", "-m", "Three")
    (site / FOLDER).mkdir(parents=True)
    git(site, "mv", drill, f"{FOLDER}/01-investigating.md")

    told = _preview(site).stdout

    assert f"`{FOLDER}/01-investigating.md` renamed from another folder\n" in told
    assert "auk" not in told


def test_a_revision_that_is_not_there_is_said_in_a_sentence(site: Path) -> None:
    told = _preview(site, "origin/main")

    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        "error: git knows no revision 'origin/main'\n"
        "  name a branch, a tag or a commit that was fetched, as origin/main\n"
    )


def test_what_others_published_meanwhile_is_no_part_of_the_change(site: Path, git: Callable[..., None]) -> None:
    git(site, "branch", "theirs")
    _write(site, {f"{FOLDER}/02-identified.md": SECOND})
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Ours")
    git(site, "checkout", "--quiet", "theirs")
    _write(site, {"content/pages/terms.md": "---\ntitle: Terms\n---\n"})
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "Theirs")
    git(site, "checkout", "--quiet", "-")

    told = _preview(site, "theirs").stdout

    assert "We know why" in told
    assert "terms.md" not in told
