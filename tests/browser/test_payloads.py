"""An attack in every field of a site: with the policy of the pages switched off, a browser still runs none of them."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import canary_site
import static_host
from canaries import PREFIX
from night import IS_NIGHT, in_ci
from statusladder.publish.pipeline import publish_site

from .conftest import patient, wait_until

NOW = datetime.fromisoformat(canary_site.AFTER)
PAYLOADS = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)><a title='",
    "'><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "--><script>alert(1)</script><!-",
    '" onfocus=alert(1) autofocus tabindex=0 x="',
    "{% raw %}<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
    "javascript:alert(1)",
)
WORKING = PAYLOADS[:9]
"""Those that run where a text is put into HTML as it is; the others need a reader of entities, or a click on a link."""

OPENED = (".html", ".svg", ".atom", ".rss", ".json", ".txt", ".xml")


class _OfFeeds(static_host.StaticHost):
    """Calls feeds what a browser shows, since XML may hold elements that run."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return "application/xml" if str(path).endswith((".atom", ".rss")) else super().guess_type(path)


SPOILT = """() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]
    .filter(at => /^on/i.test(at.name) || /^\\s*(javascript|vbscript|data:text)/i.test(at.value))
    .map(at => `${one.outerHTML.slice(0, 200)}`))"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A built site with drafts and internal pages, and in how many of its fields an attack stands.

    A field that takes no such text says so; it gets back the word that it had.
    """
    root = canary_site.write_site(tmp_path_factory.mktemp("attacked") / "site")
    originals = {
        file: file.read_text().splitlines() for file in sorted(root.rglob("*.md")) + sorted(root.rglob("*.yaml"))
    }
    spared: set[tuple[str, int]] = set()
    for around in range(1, 12):
        count = _attack(root, originals, spared)
        built = publish_site(root, root.parent / "made", NOW, None, lambda count: None, with_drafts=True, internal=True)
        if built.outcome is not None:
            return root.parent / "made", count
        for place in (problem.place for problem in built.problems):
            spared |= {(place.path, place.line + ahead) for ahead in range(-around, around + 1)}
    raise AssertionError(built.problems)


def _attack(root: Path, originals: dict[Path, list[str]], spared: set[tuple[str, int]]) -> int:
    """Puts an attack before each word that stands for itself as a value or in a body."""
    count = 0
    for file, lines in originals.items():
        path, made = file.relative_to(root).as_posix(), []
        for number, line in enumerate(lines, start=1):
            value = re.fullmatch(rf"(\s*(?:- )?(?:[\w.-]+: )?)({PREFIX}[a-z]{{8}})( is what customers read\.)?", line)
            if value is None or (path, number) in spared or re.search(r"\b(id|url|owner|x-note): ", line):
                made.append(line)
                continue
            count += 1
            attack = f"{value[2]} {PAYLOADS[number % len(PAYLOADS)]}"
            in_body = value[3] is not None or not value[1]
            made.append(attack + (value[3] or "") if in_body else value[1] + "'" + attack.replace("'", "''") + "'")
        file.write_text("\n".join(made) + "\n")
    return count


@pytest.fixture
def defenceless(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page in whose browser no policy holds (Page.setBypassCSP), and the address of each script that says something.

    To say something, every attack calls `alert`. A real one would hold the page up, and one that says it when the page
    has the focus would do so for ever: it has the focus again once the dialog is gone.
    """
    context = browser.new_context(bypass_csp=True)
    said: list[str] = []
    context.expose_function("heard", lambda address: said.append(address))
    context.add_init_script("window.alert = () => window.heard(window.said = location.href)")
    yield patient(context.new_page()), said
    context.close()


@in_ci
def test_the_attacks_work_where_nothing_is_done_about_them(defenceless: tuple[Page, list[str]], tmp_path: Path) -> None:
    page, said = defenceless
    for number, payload in enumerate(WORKING):
        policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
        file = tmp_path / f"{number}.html"
        file.write_text(f'{policy}<input value="{payload}"><p>{payload}')
        page.goto(file.as_uri(), wait_until="commit")
        wait_until(page, "window.said")
        assert file.as_uri() in said, payload


@in_ci
def test_no_attack_in_any_field_runs_anywhere(defenceless: tuple[Page, list[str]], attacked: tuple[Path, int]) -> None:
    page, said = defenceless
    folder, count = attacked
    assert count > 300
    files = sorted(file for file in folder.rglob("*") if file.suffix in OPENED)
    assert sum(b"alert(1)" in file.read_bytes() for file in files) > 40
    with static_host.serving(folder, host=_OfFeeds) as address:
        for file in files if IS_NIGHT else _one_of_each(folder, files):
            _visit(page, address + file.relative_to(folder).as_posix(), b'http-equiv="refresh"' in file.read_bytes())
            assert page.evaluate(SPOILT) == [], file
            assert said == [], file


def _one_of_each(folder: Path, files: list[Path]) -> list[Path]:
    """The first of the files of one kind, and of the pages at one depth, below the same folder of the site."""
    parts = {file: file.relative_to(folder).parts for file in files}
    depths = {file: len(parts[file]) if file.suffix == ".html" else 0 for file in files}
    return list({(parts[file][0], depths[file], file.suffix): file for file in reversed(files)}.values())


def _visit(page: Page, address: str, moves_on: bool) -> None:
    """Opens a page; one that sends its readers on, until the browser stands where it was sent.

    A visit that begins while the browser is still moving on is interrupted.
    """
    page.goto(address, wait_until="commit" if moves_on else "load")
    if moves_on:
        page.wait_for_url(re.compile(f"^(?!{re.escape(address)}$)"))
