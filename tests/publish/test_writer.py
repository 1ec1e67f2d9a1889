"""What a publication leaves in the folder, on a real file system."""

import json
import os
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.writer import Outcome, PublishError, publish_artifacts

Tree = dict[str, bytes]


def artifacts(tree: Tree) -> list[Artifact]:
    return [Artifact(path, data) for path, data in tree.items()]


def tree_of(folder: Path) -> Tree:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names_beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path != site)


def ledger_of(site: Path) -> Path:
    return site.parent / ".public.statusladder-ledger.json"


def stamps_of(site: Path) -> dict[Path, tuple[int, int]]:
    """Inode and time of change of the folder, of all below it and of the ledger."""
    paths = [site, *site.rglob("*"), site.parent / ".public.statusladder-ledger.json"]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "work" / "public"


ONE: Tree = {"index.html": b"home", "incidents/a/index.html": b"a", "history.atom": b"feed"}


def test_a_first_publication_makes_the_folder_and_leaves_only_the_ledger_beside_it(site: Path) -> None:
    assert publish_artifacts(artifacts(ONE), site) == Outcome(written=3, unchanged=0, removed=0, total=3)
    assert tree_of(site) == ONE
    assert names_beside(site) == [".public.statusladder-ledger.json"]


def test_a_second_publication_of_the_same_bytes_touches_nothing(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    before = stamps_of(site)
    assert publish_artifacts(artifacts(ONE), site) == Outcome(written=0, unchanged=3, removed=0, total=3)
    assert stamps_of(site) == before


def test_only_changed_files_are_replaced(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    kept = (site / "index.html").stat().st_ino
    outcome = publish_artifacts(artifacts(ONE | {"history.atom": b"moved", "new.html": b"n"}), site)
    assert outcome == Outcome(written=2, unchanged=2, removed=0, total=4)
    assert (site / "index.html").stat().st_ino == kept
    assert tree_of(site) == ONE | {"history.atom": b"moved", "new.html": b"n"}


def test_a_change_that_keeps_the_length_is_seen(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    assert publish_artifacts(artifacts(ONE | {"index.html": b"HOME"}), site).written == 1
    assert tree_of(site)["index.html"] == b"HOME"


def test_files_no_longer_produced_go_with_their_empty_folders_and_foreign_files_stay(site: Path) -> None:
    publish_artifacts(artifacts(ONE | {"old/deep/x.html": b"x", "mixed/y.html": b"y"}), site)
    (site / "mixed" / "theirs.txt").write_bytes(b"theirs")
    (site / "CNAME").write_bytes(b"status.example")
    assert publish_artifacts(artifacts(ONE), site) == Outcome(written=0, unchanged=3, removed=2, total=3)
    assert tree_of(site) == ONE | {"mixed/theirs.txt": b"theirs", "CNAME": b"status.example"}
    assert not (site / "old").exists()


def test_without_a_ledger_nothing_is_pruned(site: Path) -> None:
    publish_artifacts(artifacts(ONE | {"old.html": b"old"}), site)
    ledger_of(site).unlink()
    with pytest.raises(
        PublishError, match=r"holds files that statusladder did not write: old\.html; the site there is"
    ):
        publish_artifacts(artifacts(ONE), site)
    assert tree_of(site) == ONE | {"old.html": b"old"}
    assert names_beside(site) == []


def test_a_foreign_file_with_other_bytes_is_not_overwritten_and_up_to_five_are_named(site: Path) -> None:
    site.mkdir(parents=True)
    mine = {f"{number}.html": b"new" for number in range(7)}
    for path in mine:
        (site / path).write_bytes(b"theirs")
    with pytest.raises(PublishError) as caught:
        publish_artifacts(artifacts(mine), site)
    assert caught.value.sentence == (
        f"{site} holds files that statusladder did not write: 0.html, 1.html, 2.html, 3.html, 4.html and 2 more; "
        "the site there is as it was"
    )
    assert caught.value.fix == (
        "choose an empty folder with -o, and put files of your own into static/; "
        "a restored folder needs its ledger restored beside it"
    )
    assert set(tree_of(site).values()) == {b"theirs"}
    assert names_beside(site) == []


def test_a_foreign_file_with_the_same_bytes_is_adopted(site: Path) -> None:
    site.mkdir(parents=True)
    (site / "index.html").write_bytes(b"home")
    assert publish_artifacts(artifacts(ONE), site) == Outcome(written=2, unchanged=1, removed=0, total=3)
    assert publish_artifacts(artifacts({"history.atom": b"feed"}), site).removed == 2
    assert tree_of(site) == {"history.atom": b"feed"}


def test_a_file_put_where_a_later_build_wants_to_write_is_refused_though_a_ledger_exists(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    (site / "robots.txt").write_bytes(b"theirs")
    with pytest.raises(PublishError, match=r"overwrite robots\.txt; the site there is as it was"):
        publish_artifacts(artifacts(ONE | {"index.html": b"new", "robots.txt": b"ours"}), site)
    assert tree_of(site) == ONE | {"robots.txt": b"theirs"}


def test_a_name_can_turn_from_file_to_folder_and_back(site: Path) -> None:
    as_file: Tree = {"x/a": b"file", "index.html": b"1"}
    as_folder: Tree = {"x/a/b/c": b"c", "x/a/d": b"d", "index.html": b"2"}
    publish_artifacts(artifacts(as_file), site)
    assert publish_artifacts(artifacts(as_folder), site) == Outcome(written=3, unchanged=0, removed=1, total=3)
    assert tree_of(site) == as_folder
    assert publish_artifacts(artifacts(as_file), site) == Outcome(written=2, unchanged=0, removed=2, total=2)
    assert tree_of(site) == as_file


def test_a_foreign_file_in_a_folder_that_has_to_become_a_file_is_refused(site: Path) -> None:
    publish_artifacts(artifacts({"a/b": b"b"}), site)
    (site / "a" / "theirs").write_bytes(b"theirs")
    with pytest.raises(PublishError, match="overwrite a/theirs;"):
        publish_artifacts(artifacts({"a": b"file"}), site)
    assert tree_of(site) == {"a/b": b"b", "a/theirs": b"theirs"}


def test_a_foreign_file_where_a_folder_has_to_come_is_refused(site: Path) -> None:
    publish_artifacts([], site)
    (site / "a").write_bytes(b"theirs")
    with pytest.raises(PublishError, match="overwrite a;"):
        publish_artifacts(artifacts({"a/b/c": b"c"}), site)
    assert tree_of(site) == {"a": b"theirs"}


def test_an_empty_folder_in_the_place_of_a_file_gives_way(site: Path) -> None:
    (site / "a" / "b").mkdir(parents=True)
    publish_artifacts(artifacts({"a": b"file"}), site)
    assert tree_of(site) == {"a": b"file"}


def test_a_name_that_changed_its_case_is_respelled_where_case_does_not_count(site: Path) -> None:
    publish_artifacts(artifacts({"Incident.html": b"old"}), site)
    # A second name of the same file is what such a file system shows.
    os.link(site / "Incident.html", site / "incident.html")
    publish_artifacts(artifacts({"incident.html": b"new"}), site)
    assert tree_of(site) == {"incident.html": b"new"}


def test_a_symbolic_link_to_a_folder_stands_for_that_folder(tmp_path: Path) -> None:
    real = tmp_path / "releases" / "5"
    real.mkdir(parents=True)
    link = tmp_path / "current"
    link.symlink_to(real)
    publish_artifacts(artifacts(ONE), link)
    assert link.is_symlink()
    assert tree_of(real) == ONE
    assert names_beside(real) == [".5.statusladder-ledger.json"]


def test_a_symbolic_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "public"
    for target in ("missing", "public"):
        link.symlink_to(target)
        with pytest.raises(PublishError, match="a symbolic link that leads to no folder"):
            publish_artifacts(artifacts(ONE), link)
        link.unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["incidents", "incidents/a", "incidents/a/index.html"])
def test_a_symbolic_link_on_the_way_of_an_artifact_is_refused(site: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (outside / "a").mkdir(parents=True)
    (site / name).parent.mkdir(parents=True)
    (site / name).symlink_to(outside)
    with pytest.raises(PublishError, match=f"{name} is a symbolic link"):
        publish_artifacts(artifacts(ONE), site)
    assert tree_of(outside) == {}
    assert not (site / "index.html").exists()


def test_pruning_does_not_follow_a_symbolic_link_out_of_the_folder(site: Path, tmp_path: Path) -> None:
    gone: Tree = {"old/deep/x.html": b"x", "older/y.html": b"y", "z.html": b"z"}
    publish_artifacts(artifacts(ONE | gone), site)
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "y.html").write_bytes(b"theirs")
    for name, target in (("old", outside), ("older", outside), ("z.html", outside / "y.html")):
        (site / name).rename(tmp_path / name)
        (site / name).symlink_to(target)
    assert publish_artifacts(artifacts(ONE), site).removed == 0
    assert tree_of(outside) == {"y.html": b"theirs"}
    assert (outside / "deep").is_dir()
    assert all((site / name).is_symlink() for name in ("old", "older", "z.html"))


def test_a_destination_that_is_a_file_is_refused(site: Path) -> None:
    site.parent.mkdir()
    site.write_bytes(b"theirs")
    with pytest.raises(PublishError, match="public is a file, not a folder"):
        publish_artifacts(artifacts(ONE), site)
    assert site.read_bytes() == b"theirs"


def test_a_destination_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").write_bytes(b"theirs")
    with pytest.raises(PublishError, match="a file stands where a folder is needed"):
        publish_artifacts(artifacts(ONE), tmp_path / "notes" / "public")


def test_the_root_of_the_file_system_is_refused() -> None:
    with pytest.raises(PublishError, match="root of the file system"):
        publish_artifacts(artifacts(ONE), Path("/"))


def test_a_name_too_long_for_the_file_system_leaves_the_old_site_whole(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    with pytest.raises(PublishError, match="a name is too long"):
        publish_artifacts(artifacts({"index.html": b"new", "x" * 300: b"x"}), site)
    assert tree_of(site) == ONE
    assert names_beside(site) == [".public.statusladder-ledger.json"]


def test_artifacts_that_clash_are_refused_before_anything_is_touched(site: Path) -> None:
    with pytest.raises(ValueError, match="the path"):
        publish_artifacts([Artifact("a", b""), Artifact("../b", b"")], site)
    assert not site.parent.exists()


def test_an_output_that_fails_midway_leaves_the_old_site_whole(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)

    def failing() -> Iterable[Artifact]:
        yield Artifact("index.html", b"new")
        raise RuntimeError("template")

    with pytest.raises(RuntimeError, match="template"):
        publish_artifacts(failing(), site)
    assert tree_of(site) == ONE


def test_files_and_folders_are_readable_by_a_web_server_whatever_the_umask_allows(site: Path) -> None:
    previous = os.umask(0o002)
    try:
        publish_artifacts(artifacts(ONE), site)
        publish_artifacts(artifacts(ONE | {"later/x.html": b"x", "index.html": b"2"}), site)
    finally:
        os.umask(previous)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in site.rglob("*") if path.is_file()}
    assert modes == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (site, *site.rglob("*")) if path.is_dir()} == {0o755}


def test_a_ledger_that_points_out_of_the_folder_deletes_nothing(site: Path) -> None:
    publish_artifacts(artifacts(ONE), site)
    (site.parent / "secret").write_bytes(b"theirs")
    ledger = site.parent / ".public.statusladder-ledger.json"
    ledger.write_text(json.dumps({"version": 1, "paths": ["../secret"]}))
    with pytest.raises(PublishError, match="cannot be used"):
        publish_artifacts(artifacts(ONE), site)
    assert (site.parent / "secret").exists()


def test_new_files_come_first_then_changed_ones_by_rank_and_removals_last(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [
        Artifact("index.html", b"1", Rank.INDEX),
        Artifact("feed.atom", b"1", Rank.FEED),
        Artifact("a.html", b"1"),
        Artifact("gone.html", b"1"),
    ]
    new = [
        Artifact("feed.atom", b"2", Rank.FEED),
        Artifact("index.html", b"2", Rank.INDEX),
        Artifact("a.html", b"2"),
        Artifact("b.html", b"2"),
        Artifact("b.atom", b"2", Rank.FEED),
    ]
    publish_artifacts(old, site)
    seen: list[str] = []
    replace, unlink = os.replace, os.unlink

    def note_replace(source: Path, target: Path) -> None:
        seen.append(target.name)
        replace(source, target)

    def note_unlink(path: str | Path, *, dir_fd: int | None = None) -> None:
        if isinstance(path, Path) and path.is_relative_to(site):
            seen.append(f"-{path.name}")
        unlink(path, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", note_replace)
        patch.setattr(os, "unlink", note_unlink)
        publish_artifacts(new, site)
    ledger = ".public.statusladder-ledger.json"
    assert seen == [ledger, "b.html", "b.atom", "a.html", "index.html", "feed.atom", "-gone.html", ledger]


PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)


def without_clashes(tree: Tree) -> Tree:
    return {path: data for path, data in tree.items() if not any(other.startswith(f"{path}/") for other in tree)}


TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"1", b"2", b"12" * 9000]), max_size=8).map(without_clashes)


@given(trees=st.lists(TREES, min_size=1, max_size=4))
@settings(max_examples=examples(by_night=120, by_day=24), deadline=None)
def test_any_sequence_of_publications_leaves_exactly_the_last_one_and_what_is_foreign(
    tmp_path_factory: pytest.TempPathFactory, trees: list[Tree]
) -> None:
    site = tmp_path_factory.mktemp("site") / "public"
    foreign: Tree = {"keep.txt": b"k", "kept/x": b"x"}
    publish_artifacts([], site)
    for path, data in foreign.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    previous: Tree = {}
    for tree in trees:
        outcome = publish_artifacts(artifacts(tree), site)
        assert tree_of(site) == tree | foreign
        unchanged = sum(previous.get(path) == data for path, data in tree.items())
        removed = len(previous.keys() - tree.keys())
        assert outcome == Outcome(len(tree) - unchanged, unchanged, removed, len(tree))
        previous = tree
    folders = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_dir()}
    needed = {str(above) for path in previous | foreign for above in Path(path).parents} - {"."}
    assert folders == needed
