"""`statusladder strings`: every string by its key, and what a language lacks; and strings that a site replaces."""

import shutil
from pathlib import Path

import pytest
import yaml

from in_process import run
from statusladder.voice.catalogue import ENGLISH, LANGUAGES, read_strings

SITE = Path(__file__).parent.parent / "sites" / "owned"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


def test_what_is_printed_is_the_file_of_the_language() -> None:
    printed = run("strings")

    assert printed.returncode == 0
    assert yaml.safe_load(printed.stdout) == yaml.safe_load((LANGUAGES / f"{ENGLISH}.yaml").read_text("utf-8"))


def test_what_a_new_language_lacks_is_all_there_is() -> None:
    assert run("strings", "tlh", "--missing").stdout == run("strings").stdout
    assert run("strings", ENGLISH, "--missing").stdout.strip() == ""


def test_a_language_that_is_not_spoken_is_refused() -> None:
    refused = run("strings", "tlh")

    assert refused.returncode == 2
    assert "no pages are written in 'tlh'" in refused.stderr


def test_a_string_of_site_yaml_is_on_the_page(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("strings:\n  internal.heading: Just us\n")
    run("build", "--internal", "-o", "out", cwd=site)

    assert "Just us" in (site / "out/internal/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("internal.headin: Us", "D011 no string is called 'internal.headin'\n  did you mean 'internal.heading'?"),
        (
            "record.late: 'Late {by}'",
            "D010 'record.late' has no value called '{by}', it has {late}, {time}\n  write its",
        ),
    ],
)
def test_a_string_that_cannot_be_is_a_problem_at_its_line(site: Path, line: str, problem: str) -> None:
    lines = (site / "site.yaml").read_text().count("\n")
    with (site / "site.yaml").open("a") as settings:
        settings.write(f"strings:\n  {line}\n")

    assert f"site.yaml:{lines + 2}: {problem}" in run("check", cwd=site).stderr


@pytest.mark.parametrize("line", ["state.operational.one: X", "time.pattern.weekday: QQQQQQQ"])
def test_what_no_page_could_be_made_with_is_no_string_to_replace(site: Path, line: str) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write(f"strings:\n  {line}\n")

    assert "D011 no string is called" in run("build", cwd=site).stderr


def test_every_string_can_be_replaced_by_its_key() -> None:
    assert all("." in key for key in read_strings(ENGLISH))
