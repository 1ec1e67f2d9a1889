"""A build that the disk or its permissions stop: the old site stays whole, and the command says why and what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from in_process import run
from night import ALL, in_ci, some

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"
OLD, NEW = "2026-03-10T10:00:00Z", "2026-12-01T00:00:00Z"
BOUND_BY_MODES = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
"""Takes from root the two rights that let it write and read where modes forbid it."""


def _words(site: Path, output: Path, now: str) -> list[str]:
    return ["build", "--site", str(site), "-o", str(output), "--now", now]


def _build(site: Path, output: Path, now: str) -> subprocess.CompletedProcess[str]:
    return run(*_words(site, output, now))


def _build_bound_by_modes(site: Path, output: Path, now: str) -> subprocess.CompletedProcess[str]:
    command = [*BOUND_BY_MODES, sys.executable, "-m", "statusladder", *_words(site, output, now)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_leaves_the_old_site_whole_and_says_so(small_disk: Path) -> None:
    public = small_disk / "public"
    assert _build(SITE, public, OLD).returncode == 0
    before = _tree(public)
    free = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * free.f_bfree * free.f_bsize)

    stopped = _build(SITE, public, NEW)

    assert stopped.returncode == 1
    assert f"publishing to {public} stopped, the disk is full; the site there is as it was" in stopped.stderr
    assert "free some space, then build again" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert _tree(public) == before
    (small_disk / "ballast").unlink()
    assert _build(SITE, public, NEW).returncode == 0
    assert _tree(public) != before


def test_a_disk_that_is_read_only_is_said_to_be(small_disk: Path) -> None:
    public = small_disk / "public"
    assert _build(SITE, public, OLD).returncode == 0
    before = _tree(public)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    stopped = _build(SITE, public, NEW)

    assert stopped.returncode == 1
    assert "the file system is read-only" in stopped.stderr
    assert "choose another folder with -o" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert _tree(public) == before


@in_ci  # A full disk, by day, leaves the old site whole in the same way.
@pytest.mark.parametrize("locked", some(["public/incidents", ".", "public"], by_day=1, in_ci=ALL))
def test_a_lost_permission_leaves_the_old_site_whole_and_says_where(tmp_path: Path, locked: str) -> None:
    public = tmp_path / "public"
    assert _build(SITE, public, OLD).returncode == 0
    before = _tree(public)
    (tmp_path / locked).chmod(0o555)

    stopped = _build_bound_by_modes(SITE, public, NEW)
    (tmp_path / locked).chmod(0o755)

    assert stopped.returncode == 1
    assert "permission is denied at " in stopped.stderr
    assert "; the site there is as it was" in stopped.stderr
    assert "give yourself write permission there" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert _tree(public) == before


@in_ci
def test_a_file_of_the_site_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    logo = site / "logo.svg"
    logo.write_text("<svg/>")
    logo.chmod(0)
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(settings.replace("site:\n", "site:\n  logo: logo.svg\n", 1))

    stopped = _build_bound_by_modes(site, tmp_path / "public", NEW)

    assert stopped.returncode == 1
    assert "logo.svg:1: D001 the file cannot be read (Permission denied)\n" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_symbolic_link_as_output_stands_for_its_folder(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "htdocs"
    real.mkdir(parents=True)
    (tmp_path / "public").symlink_to(real)

    done = _build(SITE, tmp_path / "public", NEW)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "public").is_symlink()
    assert (real / "index.html").is_file()


def test_a_symbolic_link_within_the_output_is_refused_by_name(tmp_path: Path) -> None:
    public, outside = tmp_path / "public", tmp_path / "outside"
    assert _build(SITE, public, OLD).returncode == 0
    (public / "incidents").rename(outside)
    (public / "incidents").symlink_to(outside)
    before, kept = _tree(public), _tree(outside)

    stopped = _build(SITE, public, NEW)

    assert stopped.returncode == 1
    assert f"{public}/incidents is a symbolic link" in stopped.stderr
    assert "the site there is as it was" in stopped.stderr
    assert "replace the link by a plain file or folder" in stopped.stderr
    assert (_tree(public), _tree(outside)) == (before, kept)
