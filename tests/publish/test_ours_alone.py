"""Only bytes that statusladder wrote are ever overwritten or deleted, whatever a ledger says."""

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.outputs.interface import Artifact
from statusladder.publish import ledger
from statusladder.publish.writer import Outcome, PublishError, publish_artifacts

Tree = dict[str, bytes]
ONE: Tree = {"index.html": b"home", "incidents/a/index.html": b"a"}
OLD: Tree = {"old.html": b"old", "gone/deep/x.html": b"x"}


def _artifacts(tree: Tree) -> list[Artifact]:
    return [Artifact(path, data) for path, data in tree.items()]


def _tree(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "public"


def _ledger_of(site: Path) -> Path:
    return site.parent / f".{site.name}.statusladder-ledger.json"


def _forget_digests(site: Path, *more: str) -> None:
    """Leaves the ledger that the version before wrote."""
    known = json.loads(_ledger_of(site).read_text())
    _ledger_of(site).write_text(json.dumps({"version": 1, "paths": sorted([*known["files"], *more])}))


def test_a_file_that_somebody_changed_is_not_removed_and_that_is_said(site: Path) -> None:
    publish_artifacts(_artifacts(ONE | OLD), site)
    (site / "old.html").write_bytes(b"mine now")
    assert publish_artifacts(_artifacts(ONE), site) == Outcome(0, 2, removed=1, total=2, left=("old.html",))
    assert _tree(site) == ONE | {"old.html": b"mine now"}
    assert not (site / "gone").exists()
    assert publish_artifacts(_artifacts(ONE), site).left == (), "it is theirs from then on, and said once"
    assert _tree(site) == ONE | {"old.html": b"mine now"}


def test_a_file_that_somebody_changed_is_not_overwritten(site: Path) -> None:
    publish_artifacts(_artifacts(ONE), site)
    (site / "index.html").write_bytes(b"mine")
    before = _ledger_of(site).read_bytes()
    with pytest.raises(PublishError) as caught:
        publish_artifacts(_artifacts(ONE | {"index.html": b"next"}), site)
    assert caught.value.sentence == (
        f"statusladder did not write {site} as it stands and would have to overwrite index.html; "
        "the site there is as it was"
    )
    assert "delete these files" in caught.value.fix
    assert _tree(site) == ONE | {"index.html": b"mine"}
    assert _ledger_of(site).read_bytes() == before
    (site / "index.html").unlink()
    assert publish_artifacts(_artifacts(ONE | {"index.html": b"next"}), site).written == 1


def test_a_file_that_somebody_put_back_as_the_site_has_it_is_ours(site: Path) -> None:
    publish_artifacts(_artifacts(ONE), site)
    (site / "index.html").write_bytes(b"next")
    publish_artifacts(_artifacts(ONE | {"index.html": b"next"}), site)
    publish_artifacts(_artifacts(ONE | {"index.html": b"last"}), site)
    assert _tree(site) == ONE | {"index.html": b"last"}


@pytest.mark.parametrize(("before", "after"), [("a", "a/b"), ("a/b", "a")])
def test_a_changed_file_in_the_way_of_a_name_that_turns_is_refused(site: Path, before: str, after: str) -> None:
    publish_artifacts(_artifacts({before: b"1"}), site)
    (site / before).write_bytes(b"mine")
    with pytest.raises(PublishError, match=f"overwrite {before};"):
        publish_artifacts(_artifacts({after: b"2"}), site)
    assert _tree(site) == {before: b"mine"}


def test_a_file_put_in_place_of_one_that_was_deleted_stays(site: Path) -> None:
    publish_artifacts(_artifacts(ONE | OLD), site)
    (site / "old.html").unlink()
    publish_artifacts(_artifacts(ONE | OLD), site)
    (site / "old.html").unlink()
    (site / "old.html").symlink_to(site / "index.html")
    assert publish_artifacts(_artifacts(ONE), site).left == ("old.html",)
    assert (site / "old.html").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_under_a_name_of_ours_is_neither_read_nor_replaced(site: Path) -> None:
    publish_artifacts(_artifacts(ONE | OLD), site)
    for path in ("old.html", "index.html"):
        (site / path).unlink()
        os.mkfifo(site / path)
    with pytest.raises(PublishError, match=r"overwrite index\.html;"):
        publish_artifacts(_artifacts(ONE), site)
    (site / "index.html").unlink()
    assert publish_artifacts(_artifacts(ONE), site).left == ("old.html",)


def test_what_a_loss_of_power_left_empty_is_fixed(site: Path) -> None:
    publish_artifacts(_artifacts(ONE | OLD), site)
    for path in ("index.html", "old.html"):
        (site / path).write_bytes(b"")
    assert publish_artifacts(_artifacts(ONE), site) == Outcome(written=1, unchanged=1, removed=2, total=2)
    assert _tree(site) == ONE


def test_who_built_with_the_version_before_goes_on_and_no_name_alone_is_a_reason_to_delete(site: Path) -> None:
    publish_artifacts(_artifacts(ONE | OLD), site)
    _forget_digests(site)
    outcome = publish_artifacts(_artifacts(ONE | {"index.html": b"next"}), site)
    assert outcome == Outcome(written=1, unchanged=1, removed=0, total=2, left=("gone/deep/x.html", "old.html"))
    assert _tree(site) == ONE | OLD | {"index.html": b"next"}
    assert json.loads(_ledger_of(site).read_text())["files"].keys() == ONE.keys()
    (site / "index.html").write_bytes(b"mine")
    with pytest.raises(PublishError, match=r"overwrite index\.html;"):
        publish_artifacts(_artifacts(ONE), site)


def test_a_ledger_without_digests_is_renewed_though_no_file_changes(site: Path) -> None:
    publish_artifacts(_artifacts(ONE), site)
    renewed = _ledger_of(site).read_bytes()
    _forget_digests(site)
    assert publish_artifacts(_artifacts(ONE), site) == Outcome(written=0, unchanged=2, removed=0, total=2)
    assert _ledger_of(site).read_bytes() == renewed


THEIRS: Tree = {"CNAME": b"status.example", "notes/a.txt": b"notes", "index.html": b"theirs", "a/b": b"theirs"}
_DIGEST = st.sampled_from([ledger.digest_of(b"guess"), f"{ledger.digest_of(b'1')} {ledger.digest_of(b'2')}", "", "x"])
_JUNK = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), _DIGEST, st.just([]), st.just({}))
_PATH = st.one_of(
    st.sampled_from(
        [*THEIRS, "a", "notes", "../beside", "/etc/hostname", "link/outside", "link", ".git/HEAD", "x" * 5000]
    ),
    st.text(max_size=8),
)
_FORGED = st.one_of(
    st.fixed_dictionaries(
        {
            "version": st.just(2),
            "files": st.one_of(st.dictionaries(_PATH, st.one_of(_DIGEST, _JUNK), max_size=8), _JUNK),
        }
    ),
    st.fixed_dictionaries({"version": _JUNK, "files": _JUNK, "paths": _JUNK}),
)


@given(forged=_FORGED)
@settings(max_examples=examples(by_night=150, by_day=30), deadline=None)
def test_a_forged_ledger_harms_nothing(tmp_path_factory: pytest.TempPathFactory, forged: dict[str, object]) -> None:
    folder = tmp_path_factory.mktemp("forged")
    site, outside = folder / "public", folder / "elsewhere"
    for path, data in (THEIRS | {".git/HEAD": b"ref"}).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    outside.mkdir()
    (outside / "outside").write_bytes(b"outside")
    (folder / "beside").write_bytes(b"beside")
    (site / "link").symlink_to(outside)
    before = _tree(folder)
    _ledger_of(site).write_text(json.dumps(forged))
    with suppress(PublishError):
        publish_artifacts(_artifacts({"index.html": b"ours", "new.html": b"new", "a": b"file"}), site)
    kept = {path: data for path, data in _tree(folder).items() if path in before}
    assert kept == before


@pytest.mark.parametrize("forged", [{"version": 1, "paths": [*THEIRS, "link/outside", "x" * 5000]}])
def test_a_forged_ledger_without_digests_deletes_nothing(site: Path, forged: dict[str, object]) -> None:
    for path, data in THEIRS.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    _ledger_of(site).write_text(json.dumps(forged))
    outcome = publish_artifacts(_artifacts({"new.html": b"new"}), site)
    assert outcome.left == ("CNAME", "a/b", "index.html", "notes/a.txt")
    assert _tree(site) == THEIRS | {"new.html": b"new"}


def test_a_checked_out_branch_takes_a_site_beside_what_git_keeps_and_files_as_the_site_has_them(site: Path) -> None:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    (site / "CNAME").write_bytes(b"status.example")
    git = _tree(site / ".git")
    publish_artifacts(_artifacts(ONE | {"CNAME": b"status.example"}), site)
    assert {path: data for path, data in _tree(site).items() if not path.startswith(".git/")} == ONE | {
        "CNAME": b"status.example"
    }
    publish_artifacts(_artifacts({"index.html": b"next"}), site)
    assert _tree(site / ".git") == git


def test_a_checked_out_branch_with_files_of_others_is_refused(site: Path) -> None:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    (site / "CNAME").write_bytes(b"status.example")
    with pytest.raises(PublishError, match="did not write: CNAME; ") as caught:
        publish_artifacts(_artifacts(ONE), site)
    assert "put files of your own into static/" in caught.value.fix
    assert not (site / "index.html").exists()


def _make_link(folder: Path) -> None:
    (folder / "link").symlink_to("nowhere")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda folder: (folder / "a\n::b\x1b").touch(), r"'a\n::b\x1b'"),
        (_make_link, "link"),
        (
            lambda folder: (folder / "inner/.git").mkdir(parents=True) or (folder / "inner/.git/x").touch(),
            "inner/.git/x",
        ),
    ],
)
def test_whatever_lies_in_a_folder_that_no_ledger_explains_is_named_on_one_line(
    site: Path, make: Callable[[Path], object], name: str
) -> None:
    site.mkdir()
    make(site)
    with pytest.raises(PublishError) as caught:
        publish_artifacts(_artifacts(ONE), site)
    assert f"did not write: {name}; " in caught.value.sentence
