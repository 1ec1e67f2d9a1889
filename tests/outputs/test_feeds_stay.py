"""What readers have seen stays: many edits change no id, and an edit of one incident no entry of another."""

import json
import random
import re
import shutil
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from night import examples
from some_outputs import publish_some

LEGAL = Path(__file__).parent.parent / "sites" / "legal-and-right"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
EDITS = examples(by_night=50, by_day=10)

Told = dict[str, dict[str, tuple[str, str]]]
"""Feed → address of an entry → its id, and all of it as it is written."""


def _told(site: Path) -> Told:
    target = publish_some(site, site.parent / "public", NOW, "feeds")
    files = [file for ending in ("atom", "rss") for file in target.rglob(f"*.{ending}")]
    files += [target / "updates.json", *target.rglob("feed.json")]
    return {file.relative_to(target).as_posix(): _entries(file) for file in files}


def _entries(file: Path) -> dict[str, tuple[str, str]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        return {item["url"]: (item["id"], json.dumps(item)) for item in json.loads(text)["items"]}
    found = {}
    for entry in re.findall(r"<(?:entry|item)>.*?</(?:entry|item)>", text, re.DOTALL):
        (name,) = re.findall(r"<(?:id|guid[^>]*)>(.*?)</", entry)
        (address,) = re.findall(r'<link href="(.*?)"', entry) or re.findall(r"<link>(.*?)</link>", entry)
        found[unescape(address)] = (unescape(name), entry)
    return found


class _Editor:
    """Somebody who works on a site; every edit is of one incident, whose id it returns."""

    def __init__(self, site: Path, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.count = 0

    def edit(self) -> str:
        """Every seventh makes an incident; the others take turns on three of them, so that each meets each."""
        self.count += 1
        if self.count % 7 == 0:
            return self._incident()
        edits = (self._overlay, self._update, self._word, self._title, self._severity, self._component)
        folder = self.chance.choice(sorted((self.site / "content/incidents").iterdir())[:3])
        edits[self.count % len(edits)](folder)
        return folder.name

    def _file(self, folder: Path) -> Path:
        return self.chance.choice(sorted(folder.iterdir()))

    def _change(self, file: Path, pattern: str, new: str) -> None:
        text = file.read_text(encoding="utf-8-sig")
        file.write_text(re.sub(pattern, lambda _: new, text, count=1), encoding="utf-8")

    def _word(self, folder: Path) -> None:
        self._change(self._file(folder), r"\Z", f"\nOne more sentence, {self.count}.\n")

    def _title(self, folder: Path) -> None:
        self._change(min(folder.iterdir()), r"(?m)^title: .*", f"title: Told anew {self.count}")

    def _severity(self, folder: Path) -> None:
        severity = self.chance.choice(["critical", "major", "minor", "info"])
        self._change(min(folder.iterdir()), r"(?m)^severity: .*", f"severity: {severity}")

    def _overlay(self, folder: Path) -> None:
        file = self._file(folder)
        if "audiences:" not in file.read_text(encoding="utf-8-sig"):
            words = f"audiences:\n  developers: Try again, {self.count}.\n  internal: Ask the lead.\nstage: "
            self._change(file, r"(?m)^stage: ", words)

    def _update(self, folder: Path) -> None:
        number = len(list(folder.iterdir())) + 1
        words = f"---\nstage: postmortem\nat: {self._now()}\n---\nReport {self.count}, [more](#01-investigating).\n"
        (folder / f"{number:02}-postmortem.md").write_text(words, encoding="utf-8")

    def _component(self, folder: Path) -> None:
        """A new one, which the incident affected as well."""
        new = f"extra-{self.count}"
        row = f"components:\n  - id: {new}\n    name: Extra {self.count}\n"
        self._change(self.site / "site.yaml", r"(?m)^components:\n", row)
        self._change(min(folder.iterdir()), r"(?m)^components:\n", f"components:\n  {new}: partial_outage\n")

    def _incident(self) -> str:
        name = f"2026-03-12-one-more-{self.count}"
        folder = self.site / "content/incidents" / name
        folder.mkdir()
        first = f"stage: investigating\nat: {self._now()}\ntitle: One more\nseverity: major\n"
        words = f"---\n{first}components:\n  exports: partial_outage\nnext_update: 30m\n---\nExports fail.\n"
        (folder / "01-investigating.md").write_text(words, encoding="utf-8")
        end = f"---\nstage: resolved\nat: {self._now().replace(':00Z', ':30Z')}\n---\nExports work again.\n"
        (folder / "02-resolved.md").write_text(end, encoding="utf-8")
        return name

    def _now(self) -> str:
        return f"2026-03-13T{self.count // 60:02}:{self.count % 60:02}:00Z"


def test_many_edits_change_no_id_and_no_entry_of_another_incident(tmp_path: Path) -> None:
    site = Path(shutil.copytree(LEGAL, tmp_path / "site"))
    editor = _Editor(site, EDITS)
    before = _told(site)
    changed_in: set[str] = set()
    for _ in range(EDITS):
        touched = editor.edit()
        after = _told(site)
        assert before.keys() <= after.keys()
        for feed, entries in before.items():
            now = after[feed]
            # What is no longer severe is no longer among what is; everywhere else all that was told stays.
            assert feed.startswith("major.") or entries.keys() <= now.keys()
            assert [address for address in entries.keys() & now.keys() if entries[address][0] != now[address][0]] == []
            changed = [address for address in entries.keys() | now.keys() if entries.get(address) != now.get(address)]
            assert [address for address in changed if f"/{touched}/" not in address] == [], (feed, touched)
            changed_in |= {feed} if changed else set()
            assert len({name for name, _ in now.values()}) == len(now)
        before = after
    assert changed_in >= {"updates.json", "updates.rss", "history.atom", "major.rss", "audiences/developers/feed.json"}
