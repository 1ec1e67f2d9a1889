"""Markdown is what a build spends most on: a text is converted once, however many pages, feeds and answers show it."""

from collections import Counter
from pathlib import Path

import markdown
import pytest

from writing_site import attempt, new_site

STAGES = ("investigating", "identified", "mitigating", "monitoring", "resolved")


def _text(number: int) -> str:
    return f"Converted once: *update {number}*, see [help](https://help.tern.example/{number}) or https://tern.example."


def _write_incident(site: Path) -> None:
    folder = site / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True)
    for number, stage in enumerate(STAGES, start=1):
        keys = [f"stage: {stage}", f"at: 2026-03-14T09:{number}0:00Z"]
        if number == 1:
            keys += ["title: Sign-in fails", "severity: minor", "components: {sign-in: partial_outage}"]
        text = "\n".join(("---", *keys, "---", _text(number), ""))
        (folder / f"{number:02}-{stage}.md").write_text(text)


def test_a_build_converts_each_update_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converted: Counter[str] = Counter()
    convert = markdown.Markdown.convert

    def counting(converter: markdown.Markdown, text: str) -> str:
        converted[text.strip()] += 1
        return convert(converter, text)

    monkeypatch.setattr(markdown.Markdown, "convert", counting)
    site = new_site(tmp_path / "site")
    _write_incident(site)

    built = attempt(site, "2026-03-14T12:00:00Z", "build")

    assert built.code == 0, built.err
    assert {number: converted[_text(number)] for number in range(1, 6)} == dict.fromkeys(range(1, 6), 1)
