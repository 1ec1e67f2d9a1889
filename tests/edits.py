"""A writer who never rests: seeded random edits of a site, as people and their editors make them."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

STORM = 20


class Edits:
    """Each `next` is one edit of the site's files; `fix` undoes what would stop a build."""

    def __init__(self, site: Path, chance: random.Random) -> None:
        self.chance = chance
        self._site = site
        self._incidents = site / "content" / "incidents"
        self._away = site.parent / "away"
        self._away.mkdir()
        self._texts: dict[Path, str] = {}
        self._strays: list[Path] = []
        self._gone: set[str] = set()
        self._count = 0
        self._settings = (site / "site.yaml").read_text()
        self._add_incident()

    def next(self) -> None:
        self._count += 1
        self.chance.choice(self._ways())()

    def fix(self) -> None:
        """Makes the site valid again, however it was left."""
        for folder in sorted(self._away.iterdir()):
            folder.rename(self._incidents / folder.name)
        for stray in self._strays:
            stray.unlink(missing_ok=True)
        self._strays.clear()
        for file, text in self._texts.items():
            if not file.is_file() or file.read_text() != text:
                self._save(file, text)
        if not (self._site / "site.yaml").is_file():
            self._save(self._site / "site.yaml", self._settings)

    def gone(self) -> list[str]:
        """The addresses of pages that are no more."""
        here = {folder.name for folder in self._folders()}
        return [f"incidents/{name}/" for name in sorted(self._gone - here)]

    def newest(self) -> str:
        """The title of the incident that was added last among those that are left."""
        return f"Case {max(int(folder.name.rpartition('-')[2]) for folder in self._folders())}"

    def _ways(self) -> list[Callable[[], None]]:
        always = [self._reword, self._add_update, self._toggle_draft, self._break, self._stray, self._settle]
        if len(self._folders()) < 6:
            return [*always, self._add_incident]
        return [*always, self._delete_update, self._rename, self._delete_incident, self._move_away]

    def _folders(self) -> list[Path]:
        """Folders of incidents that we made and that have not gone elsewhere for a while."""
        return sorted({file.parent for file in self._texts if file.parent.is_dir()})

    def _files(self, folder: Path) -> list[Path]:
        return sorted(file for file in self._texts if file.parent == folder)

    def _any_file(self) -> Path:
        return self.chance.choice(self._files(self.chance.choice(self._folders())))

    def _add_incident(self) -> None:
        folder = self._incidents / f"2026-06-0{self.chance.randint(1, 9)}-case-{self._count:03}"
        text = f"title: Case {self._count}\nseverity: minor\ncomponents:\n  exports: degraded_performance\n"
        self._write(folder / "01-investigating.md", text)

    def _add_update(self) -> None:
        folder = self.chance.choice(self._folders())
        number = len(self._files(folder)) + 1
        self._write(folder / f"{number:02}-investigating.md", "next_update: 90m\n")

    def _reword(self) -> None:
        file = self._any_file()
        self._save(file, self._texts[file].rpartition("---\n")[0] + f"---\nReworded by edit {self._count}.\n")

    def _toggle_draft(self) -> None:
        file = self._files(self.chance.choice(self._folders()))[-1]
        text = self._texts[file]
        draft = "draft: true\n"
        if draft in text:
            self._save(file, text.replace(draft, ""))
        elif not file.name.startswith("01"):
            self._save(file, text.replace("stage:", f"{draft}stage:", 1))
        else:
            self._reword()

    def _break(self) -> None:
        """Something that stops a build: saved half-way, misspelt, or not text at all."""
        file = self._any_file()
        text = self._texts[file]
        broken = [text.replace("stage: ", "stage: x"), text[: len(text) // 2], "", "\x00"]
        file.parent.mkdir(exist_ok=True)
        file.write_text(self.chance.choice(broken))

    def _stray(self) -> None:
        stray = self.chance.choice(self._folders()) / f"notes-{self._count}.txt"
        stray.write_text("not an update")
        self._strays.append(stray)

    def _settle(self) -> None:
        """Settings that change, or go."""
        if self.chance.random() < 0.3:
            (self._site / "site.yaml").unlink(missing_ok=True)
        else:
            self._settings = re.sub(r"name: Tern.*", f"name: Tern, edit {self._count}", self._settings, count=1)
            self._save(self._site / "site.yaml", self._settings)

    def _delete_update(self) -> None:
        files = self._files(self.chance.choice(self._folders()))
        if len(files) > 1:
            files[-1].unlink(missing_ok=True)
            del self._texts[files[-1]]
        else:
            self._reword()

    def _rename(self) -> None:
        folder = self.chance.choice(self._folders())
        self._gone.add(folder.name)
        target = folder.with_name(f"{folder.name[:10]}-moved-{folder.name.rpartition('-')[2]}")
        if target == folder or target.exists():
            self._reword()
            return
        folder.rename(target)
        for file in self._files(folder):
            self._texts[target / file.name] = self._texts.pop(file)
        self._strays = [target / one.name if one.parent == folder else one for one in self._strays]

    def _delete_incident(self) -> None:
        folder = self.chance.choice(self._folders())
        self._gone.add(folder.name)
        shutil.rmtree(folder)
        for file in self._files(folder):
            del self._texts[file]

    def _move_away(self) -> None:
        """To elsewhere, and perhaps back at once; else with the next `fix`."""
        folder = self.chance.choice(self._folders())
        folder.rename(self._away / folder.name)
        if self.chance.random() < 0.5:
            (self._away / folder.name).rename(folder)

    def _write(self, file: Path, keys: str) -> None:
        number = int(file.name[:2])
        head = f"---\nstage: investigating\nat: 2026-06-09T{number // 60:02}:{number % 60:02}:00Z\n"
        self._save(file, f"{head}{keys}---\nSaid by edit {self._count}.\n")

    def _save(self, file: Path, text: str) -> None:
        """In one of the ways in which editors save."""
        if file.name != "site.yaml":
            self._texts[file] = text
        file.parent.mkdir(parents=True, exist_ok=True)
        way = self.chance.choice(["plain", "hidden", "beside", "from elsewhere", "storm", "backup"])
        if way == "storm":
            for part in range(STORM):
                file.write_text(text[: len(text) * part // STORM])
            file.write_text(text)
        elif way == "plain":
            file.write_text(text)
        elif way == "backup":
            backup = file.with_name(f"{file.name}~")
            if file.is_file():
                file.rename(backup)
            file.write_text(text)
        else:
            names = {"hidden": file.with_name(f".{file.name}.new"), "beside": file.with_name("4913")}
            other = names.get(way, self._site.parent / "saved")
            other.write_text(text)
            other.replace(file)
