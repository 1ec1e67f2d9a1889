"""A site whose writers do all that people do to one, for tests of what a build takes from its cache."""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

SETTINGS = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: Europe/Lisbon
  repository: private
components:
  - id: sign-in
    name: Sign-in
    since: 2026-01-01
  - id: exports
    name: Exports
    owner: exports-team
  - id: search
    name: Search
audiences:
  - id: developers
    name: Developers
    public: true
teams:
  - id: exports-team
    name: Exports team
contacts:
  - text: Support portal
    url: https://help.tern.example/
"""
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
OVER, SECOND, MERGED, OPEN = "2026-02-10-sign-in", "2026-02-12-exports", "2026-02-14-merged", "2026-03-13-open"
HIDDEN = "2026-03-01-hidden"
DONE, AHEAD = "2026-02-20-done", "2026-04-01-ahead"
REPORT = """\
version: final
lessons:
  - Ask twice
action_items:
  - id: AI-1
    title: Test what ends
    type: infrastructure
    owner: exports-team
    status: planned
    due: 2026-03-30
    public: true
"""


def incident_text(stage: str, at: str, more: str = "", words: str = "It fails.") -> str:
    return f"---\nstage: {stage}\nat: {at}\n{more}---\n{words}\n"


def _opening(component: str, more: str = "") -> str:
    return f"title: {component.title()} fails\nseverity: major\ncomponents:\n  {component}: major_outage\n{more}"


def _planned(title: str, day: str) -> str:
    window = f"window:\n  from: {day}T02:00:00Z\n  to: {day}T03:00:00Z\n"
    return f"title: {title}\n{window}expected:\n  search: degraded_performance\n"


FILES = {
    "site.yaml": SETTINGS,
    f"content/incidents/{OVER}/01-investigating.md": incident_text(
        "investigating", "2026-02-10T09:00:00Z", _opening("sign-in", "next_update: 30m\n")
    ),
    f"content/incidents/{OVER}/02-resolved.md": incident_text(
        "resolved", "2026-02-10T11:00:00Z", "data_loss: none\naudiences:\n  developers: Try again\n"
    ),
    f"content/incidents/{OVER}/03-postmortem.md": incident_text("postmortem", "2026-02-13T11:00:00Z", REPORT),
    f"content/incidents/{SECOND}/01-investigating.md": incident_text(
        "investigating", "2026-02-12T09:00:00Z", _opening("exports", f"related:\n  - {OVER}\n")
    ),
    f"content/incidents/{SECOND}/02-resolved.md": incident_text("resolved", "2026-02-12T11:00:00Z"),
    f"content/incidents/{MERGED}/01-investigating.md": incident_text(
        "investigating", "2026-02-14T09:00:00Z", _opening("exports")
    ),
    f"content/incidents/{MERGED}/02-merged.md": incident_text(
        "merged", "2026-02-14T09:30:00Z", f"merged_into: {SECOND}\n"
    ),
    f"content/incidents/{OPEN}/01-investigating.md": incident_text(
        "investigating", "2026-03-13T09:00:00Z", _opening("exports", f"related:\n  - {OVER}\nnext_update: 48h\n")
    ),
    f"content/incidents/{HIDDEN}/01-investigating.md": incident_text(
        "investigating",
        "2026-03-01T09:00:00Z",
        _opening("search", "kind: security\nembargoed_until: 2026-03-20T12:00:00Z\n"),
    ),
    f"content/incidents/{HIDDEN}/02-resolved.md": incident_text("resolved", "2026-03-01T11:00:00Z"),
    f"content/maintenance/{DONE}/01-scheduled.md": incident_text(
        "scheduled", "2026-02-15T09:00:00Z", _planned("New disks", "2026-02-20")
    ),
    f"content/maintenance/{DONE}/02-in-progress.md": incident_text("in_progress", "2026-02-20T02:00:00Z"),
    f"content/maintenance/{DONE}/03-completed.md": incident_text("completed", "2026-02-20T02:50:00Z"),
    f"content/maintenance/{AHEAD}/01-scheduled.md": incident_text(
        "scheduled", "2026-03-10T09:00:00Z", _planned("New rooms", "2026-04-01")
    ),
    "content/pages/words.md": "---\ntitle: Our words\nsummary: What they mean\n---\nA stage is a step.\n",
    "themes/ours/theme.yaml": "name: Ours\nextends: default\nstrings:\n  frame.history: What was\n",
}


def ratings(incident: str, count: int, answer: int = 5) -> str:
    rows = (
        f"  - id: feedback-{number}\n    kind: rating\n    at: 2026-02-20T12:{number:02}:00Z\n"
        f"    incident: {incident}\n    question: clarity\n    answer: {answer}\n"
        for number in range(count)
    )
    return "feedback:\n" + "".join(rows)


def write_files(site: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


class Writers:
    """Each `next` is one edit, each kind of edit as often as any other; `now` is the moment of the next build.

    An edit that has nothing to act upon any more makes the site anew first.
    """

    def __init__(self, site: Path, seed: int) -> None:
        self.now, self.frozen, self.keeps_going, self.program = NOW, True, False, 0
        self.chance = random.Random(seed)
        self._site, self._before, self._count = site, site.parent / "before", 0
        self._waiting: list[Callable[[], None]] = []
        write_files(site, FILES)

    def undo(self) -> None:
        """Puts the files back as they were before the last edit."""
        for name in ("content", "themes"):
            shutil.rmtree(self._site / name, ignore_errors=True)
        shutil.copytree(self._before, self._site, symlinks=True, dirs_exist_ok=True)

    def next(self) -> str:
        """Makes an edit and returns what it was."""
        shutil.rmtree(self._before, ignore_errors=True)
        shutil.copytree(self._site, self._before, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        if not self._waiting:
            self._waiting = list(self._kinds())
            self.chance.shuffle(self._waiting)
        edit, self._count = self._waiting.pop(), self._count + 1
        try:
            edit()
        except FileNotFoundError:
            self._put_all_back()
            edit()
        return edit.__name__.strip("_")

    def _kinds(self) -> tuple[Callable[[], None], ...]:
        return (
            *(self._update_added, self._newest_edited, self._oldest_edited, self._update_removed),
            *(self._incident_added, self._incident_deleted, self._incident_renamed, self._case_changed),
            *(self._draft_toggled, self._draft_added, self._drill_named, self._report_added, self._dated_ahead),
            *(self._embargo_begun, self._embargo_ended, self._corrected, self._other_zone),
            *(self._related_added, self._relation_gone, self._merged_elsewhere, self._recurs),
            *(self._maintenance_added, self._picture_changed, self._rated, self._page_added, self._page_edited),
            *(self._site_renamed, self._component_renamed, self._component_retired, self._component_added),
            *(self._page_switched_off, self._audience_hidden, self._theme_toggled, self._theme_edited),
            *(self._other_policy, self._other_word_for_a_stage),
            *(self._minutes_later, self._days_later, self._months_later, self._earlier, self._thaw),
            *(self._kept_going, self._broken, self._other_program, self._put_all_back, self._nothing),
        )

    def _path(self, name: str) -> Path:
        return self._site / "content" / "incidents" / name

    def _files(self, name: str) -> list[Path]:
        files = sorted(self._path(name).glob("[0-9]*.md"))
        if not files:
            raise FileNotFoundError(name)
        return files

    def _replace(self, file: Path, was: str, now: str) -> None:
        text = file.read_text(encoding="utf-8")
        if was not in text:
            raise FileNotFoundError(was)
        file.write_text(text.replace(was, now, 1), encoding="utf-8")

    def _settings(self, was: str, now: str) -> None:
        self._replace(self._site / "site.yaml", was, now)

    def _key(self, file: Path, key: str) -> None:
        self._replace(file, "\n---\n", f"\n{key}\n---\n")

    def _put_all_back(self) -> None:
        for name in ("content", "themes"):
            shutil.rmtree(self._site / name, ignore_errors=True)
        write_files(self._site, FILES)
        self.now, self.keeps_going = NOW, False

    def _nothing(self) -> None:
        return

    def _update_added(self) -> None:
        text = incident_text("follow_up", "2026-02-14T11:00:00Z", words=f"Words {self._count}.")
        write_files(self._path(OVER), {f"{20 + self._count}-follow-up.md": text})

    def _newest_edited(self) -> None:
        self._replace(self._files(SECOND)[-1], "\n---\n", f"\n---\nEdit {self._count}. ")

    def _oldest_edited(self) -> None:
        self._replace(self._files(self.chance.choice((OVER, SECOND, OPEN)))[0], "fails", f"fails {self._count}")

    def _update_removed(self) -> None:
        self._files(OVER)[-1].unlink()

    def _incident_added(self) -> None:
        name = f"2026-03-0{self.chance.randint(1, 9)}-case-{self._count}"
        day = f"{name[:10]}T"
        write_files(
            self._path(name),
            {
                "01-investigating.md": incident_text("investigating", f"{day}09:00:00Z", _opening("search")),
                "02-resolved.md": incident_text("resolved", f"{day}10:00:00Z"),
            },
        )

    def _incident_deleted(self) -> None:
        shutil.rmtree(self._path(self.chance.choice((OVER, SECOND, MERGED, OPEN))))

    def _incident_renamed(self) -> None:
        self._path(MERGED).rename(self._path(f"{MERGED}-{self._count}"))

    def _case_changed(self) -> None:
        file = self._files(SECOND)[-1]
        file.rename(file.with_stem(file.stem.swapcase()))

    def _draft_toggled(self) -> None:
        file = self._files(OVER)[-1]
        text = file.read_text()
        if "draft: true\n" in text:
            self._replace(file, "draft: true\n", "")
        else:
            self._key(file, "draft: true")

    def _draft_added(self) -> None:
        more = "draft: true\n" + _opening("search")
        text = incident_text("investigating", "2026-03-02T09:00:00Z", more)
        write_files(self._path(f"2026-03-02-draft-{self._count}"), {"01-investigating.md": text})

    def _drill_named(self) -> None:
        name = f"2026-02-01-drill-{self._count}"
        text = incident_text("investigating", "2026-02-01T09:00:00Z", _opening("search"))
        write_files(self._site / "content/drills" / name, {"01-investigating.md": text})
        if self.chance.random() < 0.5:
            self._replace(self._files(OVER)[0], "\n---\n", f"\n---\nAs in {name}. ")

    def _report_added(self) -> None:
        text = incident_text("postmortem", "2026-02-20T11:00:00Z", REPORT)
        write_files(self._path(SECOND), {f"{30 + self._count}-postmortem.md": text})

    def _dated_ahead(self) -> None:
        at = self.now + timedelta(days=2)
        text = incident_text("follow_up", f"{at:%Y-%m-%dT%H:%M:%SZ}", words="Later.")
        write_files(self._path(SECOND), {f"{200 + self._count}-follow-up.md": text})

    def _embargo_begun(self) -> None:
        self._key(self._files(SECOND)[0], f"embargoed_until: {self.now + timedelta(hours=5):%Y-%m-%dT%H:%M:%SZ}")

    def _embargo_ended(self) -> None:
        self._replace(self._files(HIDDEN)[0], "embargoed_until: 2026-03-20T12:00:00Z", "embargoed_until: none")

    def _corrected(self) -> None:
        fix = "corrections:\n  - at: 2026-02-10T11:00:00Z\n    field: severity\n    was: minor\n    now: major\n"
        self._key(self._files(OVER)[1], f"{fix}    why: we had counted some twice")

    def _related_added(self) -> None:
        self._key(self._files(OVER)[0], f"related:\n  - {SECOND}")

    def _relation_gone(self) -> None:
        self._key(self._files(MERGED)[0], f"related:\n  - {OVER}")
        shutil.rmtree(self._path(OVER))

    def _merged_elsewhere(self) -> None:
        self._replace(self._files(MERGED)[-1], f"merged_into: {SECOND}", f"merged_into: {OVER}")

    def _recurs(self) -> None:
        """Something failed before that failed again: this changes what is told of the later incidents."""
        text = incident_text("investigating", "2026-01-20T09:00:00Z", _opening("exports"))
        ended = incident_text("resolved", "2026-01-20T10:00:00Z")
        name = f"2026-01-20-before-{self._count}"
        write_files(self._path(name), {"01-investigating.md": text, "02-resolved.md": ended})

    def _other_zone(self) -> None:
        text = (self._site / "site.yaml").read_text()
        zones = ("Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns", "UTC")
        here = next(zone for zone in zones if zone in text)
        self._settings(here, zones[(zones.index(here) + 1) % len(zones)])

    def _maintenance_added(self) -> None:
        name = f"2026-03-0{self.chance.randint(1, 9)}-work-{self._count}"
        files = {"01-scheduled.md": incident_text("scheduled", "2026-02-25T09:00:00Z", _planned("New", name[:10]))}
        if self.chance.random() < 0.5:
            files["02-cancelled.md"] = incident_text("cancelled", "2026-02-26T09:00:00Z")
        write_files(self._site / "content/maintenance" / name, files)

    def _picture_changed(self) -> None:
        colour = tuple(self.chance.randrange(256) for _ in range(3))
        file = self._files(SECOND)[-1]
        Image.new("RGB", (self.chance.randint(4, 9), 4), colour).save(file.with_name("graph.png"))
        if "graph.png" not in file.read_text():
            self._replace(file, "\n---\n", "\n---\n![A graph](graph.png)\n\n")

    def _rated(self) -> None:
        text = ratings(OVER, self.chance.randint(4, 9), self.chance.randint(1, 5))
        write_files(self._site / "content/feedback", {"2026-02.yaml": text})

    def _page_added(self) -> None:
        text = f"---\ntitle: Page {self._count}\nsummary: Words\n---\nWords.\n"
        write_files(self._site / "content/pages", {f"page-{self._count}.md": text})

    def _page_edited(self) -> None:
        self._replace(self._site / "content/pages/words.md", "Our words", f"Our words {self._count}")

    def _site_renamed(self) -> None:
        self._settings("name: Tern ", f"name: Tern {self._count} ")

    def _component_renamed(self) -> None:
        self._settings("name: Sign-in", f"name: Sign-in {self._count}")

    def _component_retired(self) -> None:
        self._settings("name: Exports\n", "name: Exports\n    until: 2026-03-12\n")

    def _component_added(self) -> None:
        self._settings("components:\n", f"components:\n  - id: part-{self._count}\n    name: Part\n")

    def _page_switched_off(self) -> None:
        text = (self._site / "site.yaml").read_text()
        if "pages:\n" in text:
            write_files(self._site, {"site.yaml": text[: text.index("pages:\n")]})
        else:
            name = self.chance.choice(("lessons", "improvements", "subscribe", "how-we-communicate", "reliability"))
            write_files(self._site, {"site.yaml": f"{text}pages:\n  {name}: false\n"})

    def _audience_hidden(self) -> None:
        self._settings("    public: true\n", "    public: false\n")

    def _theme_toggled(self) -> None:
        text = (self._site / "site.yaml").read_text()
        now = text.replace("theme: ours\n", "") if "theme: ours\n" in text else f"theme: ours\n{text}"
        write_files(self._site, {"site.yaml": now})

    def _theme_edited(self) -> None:
        self._replace(self._site / "themes/ours/theme.yaml", "What was", f"What was {self._count}")

    def _other_policy(self) -> None:
        self._settings("site:\n", "ladder:\n  preset: small-team\nsite:\n")

    def _other_word_for_a_stage(self) -> None:
        self._settings("site:\n", "ladder:\n  cadence:\n    critical: 10m\nsite:\n")

    def _minutes_later(self) -> None:
        self.now += timedelta(minutes=self.chance.randint(1, 90))

    def _days_later(self) -> None:
        self.now += timedelta(days=self.chance.randint(1, 9))

    def _months_later(self) -> None:
        self.now += timedelta(days=self.chance.randint(20, 200), minutes=self.chance.randrange(1440))

    def _earlier(self) -> None:
        self.now -= timedelta(days=self.chance.randint(1, 25), minutes=self.chance.randrange(1440))

    def _thaw(self) -> None:
        self.frozen = not self.frozen

    def _kept_going(self) -> None:
        self.keeps_going = not self.keeps_going

    def _broken(self) -> None:
        self._replace(self._files(self.chance.choice((OVER, SECOND)))[-1], "\n---\n", "\nsevrity: major\n---\n")

    def _other_program(self) -> None:
        self.program += 1
