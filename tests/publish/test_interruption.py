"""What readers meet when a publication is killed, runs out of room, lacks permission or meets another one."""

import inspect
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.locking import try_lock
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish import destination
from statusladder.publish.writer import PublishError, publish_artifacts
from warm_start import run_source

LEDGER = ".public.statusladder-ledger.json"


def edition(number: int) -> list[Artifact]:
    """A site that links as ours do; the next edition keeps, changes, drops and adds incidents, new folders too."""
    ids = range(number * 10, number * 10 + 70)
    pages = []
    for at in ids:
        changing = number if at % 3 else 0
        near = at + 1 if at + 1 in ids else ids[0]
        page = f"{changing} {'x' * 3000} [/index.html] [/incidents/{near}/index.html] [/incidents/{at}/feed.atom]"
        pages.append(Artifact(f"incidents/{at}/index.html", page.encode()))
        month = f"{changing} [/incidents/{at}/index.html] [/history.html]"
        pages.append(Artifact(f"history/{at}.html", month.encode(), Rank.INDEX))
        feed = f"{number} [/incidents/{at}/index.html]"
        pages.append(Artifact(f"incidents/{at}/feed.atom", feed.encode(), Rank.FEED))
    links = " ".join(f"[/incidents/{at}/index.html] [/history/{at}.html]" for at in ids)
    for path in ("index.html", "history.html"):
        pages.append(Artifact(path, f"{number} {links} [/history.atom]".encode(), Rank.INDEX))
    pages.append(Artifact("history.atom", f"{number} {links}".encode(), Rank.FEED))
    return pages


# Publishes an edition and dies, as by SIGKILL, when it is about to make a certain call for the n-th time.
KILLED = f"""
import os, signal, sys
from pathlib import Path
from statusladder.outputs.interface import Artifact, Rank
from statusladder.publish.writer import publish_artifacts

{inspect.getsource(edition)}
name, left = sys.argv[3], int(sys.argv[4])
call = getattr(os, name)

def dying(*args, **kwargs):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*args, **kwargs)

setattr(os, name, dying)
publish_artifacts(edition(int(sys.argv[2])), Path(sys.argv[1]))
"""


def tree_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def content(artifacts: list[Artifact]) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in artifacts}


def dangling_links(tree: dict[str, bytes], starts: list[str]) -> set[str]:
    """Links that lead nowhere, of all pages that a reader reaches from `starts`."""
    reached, waiting = set(starts), list(starts)
    while waiting:
        for link in re.findall(r"\[/(.*?)\]", tree.get(waiting.pop(), b"").decode()):
            if link not in reached:
                reached.add(link)
                waiting.append(link)
    return reached - tree.keys()


# While staging, before and after the ledger, between swaps, between removals, while tidying.
MOMENTS = [
    *[("open", nth) for nth in (2, 60, 150)],
    *[("mkdir", nth) for nth in (2, 4, 80)],
    *[("replace", nth) for nth in (1, 2, 3, 12, 24, 34, 60, 90, 120, 150, 174, 176)],
    *[("unlink", nth) for nth in (1, 2, 11, 30)],
    *[("rmdir", nth) for nth in (1, 5, 12)],
]


@pytest.mark.parametrize(("call", "nth"), some(MOMENTS, by_day=2, in_ci=9))
def test_a_killed_publication_leaves_whole_files_and_links_and_the_next_one_completes_it(
    tmp_path: Path, call: str, nth: int
) -> None:
    site = tmp_path / "public"
    old, new, newest = content(edition(0)), content(edition(1)), content(edition(2))
    publish_artifacts(edition(0), site)
    assert run_source(KILLED, site, 1, call, nth).returncode == -signal.SIGKILL

    killed = tree_of(site)
    assert all(data in (old.get(path), new.get(path)) for path, data in killed.items())
    # A reader comes by the home page or by any address that both editions have.
    assert dangling_links(killed, ["index.html", *(old.keys() & new.keys())]) == set()

    publish_artifacts(edition(2), site)
    assert tree_of(site) == newest
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, "public"]
    assert [path for path in site.rglob("*") if path.is_dir() and not any(path.iterdir())] == []


@pytest.mark.parametrize(
    ("call", "nth"),
    some(
        [("open", 1), ("open", 100), ("mkdir", 70), ("replace", 1), ("rename", 1), ("replace", 2), ("unlink", 1)],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_killed_first_publication_shows_all_of_the_site_or_nothing(tmp_path: Path, call: str, nth: int) -> None:
    site = tmp_path / "public"
    assert run_source(KILLED, site, 0, call, nth).returncode == -signal.SIGKILL
    assert not site.exists() or tree_of(site) == content(edition(0))
    publish_artifacts(edition(1), site)
    assert tree_of(site) == content(edition(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, "public"]


def test_a_full_disk_leaves_the_old_site_whole_and_says_so(small_disk: Path) -> None:
    site = small_disk / "public"
    old = [Artifact("index.html", b"1" * 1_200_000), Artifact("a/a.html", b"a")]
    publish_artifacts(old, site)
    with pytest.raises(PublishError) as caught:
        publish_artifacts([Artifact(f"{at}/index.html", b"2" * 1_200_000) for at in range(4)], site)
    assert caught.value.sentence == f"publishing to {site} stopped, the disk is full; the site there is as it was"
    assert caught.value.fix == "free some space, then build again"
    assert tree_of(site) == content(old)
    assert sorted(path.name for path in small_disk.iterdir()) == [LEDGER, "public"]


def test_a_mount_point_as_destination_is_refused(small_disk: Path) -> None:
    with pytest.raises(PublishError, match="the folder is a mount point"):
        publish_artifacts([Artifact("index.html", b"1")], small_disk)
    assert list(small_disk.iterdir()) == []


def test_a_limit_on_the_size_of_files_leaves_the_old_site_whole(tmp_path: Path) -> None:
    site = tmp_path / "public"
    old = [Artifact("a.html", b"1")]
    publish_artifacts(old, site)
    source = """
import resource, signal, sys
from pathlib import Path
from statusladder.outputs.interface import Artifact
from statusladder.publish.writer import PublishError, publish_artifacts
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    publish_artifacts([Artifact("a.html", b"2"), Artifact("b.html", b"2" * 9000)], Path(sys.argv[1]))
except PublishError as error:
    print(error.sentence)
"""
    child = run_source(source, site)
    assert "a file is larger than the system allows; the site there is as it was" in child.stdout, child.stderr
    assert tree_of(site) == content(old)
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, "public"]


# Publishes as a user whom modes bind: root is bound by none.
UNPRIVILEGED = """
import os, sys
from pathlib import Path
from statusladder.outputs.interface import Artifact
from statusladder.publish.writer import PublishError, publish_artifacts
if os.geteuid() == 0:
    os.setuid(65534)
try:
    publish_artifacts([Artifact("index.html", b"2"), Artifact("a/a.html", b"2")], Path(sys.argv[1]))
    print("published")
except PublishError as error:
    print(error.sentence)
    print(error.fix)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the unprivileged child owns and can reach, which the folders of pytest do not grant."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


def give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)


@pytest.mark.parametrize("locked", [".", "public", "public/a"])
def test_a_folder_that_may_not_be_written_leaves_the_old_site_whole(open_folder: Path, locked: str) -> None:
    site = open_folder / "public"
    old = [Artifact("index.html", b"1"), Artifact("a/a.html", b"1")]
    publish_artifacts(old, site)
    give_away(open_folder)
    (open_folder / locked).chmod(0o555)
    child = run_source(UNPRIVILEGED, site)
    assert "permission is denied at " in child.stdout, child.stderr
    assert "; the site there is as it was\ngive yourself write permission there" in child.stdout
    assert tree_of(site) == content(old)
    (open_folder / locked).chmod(0o755)
    assert run_source(UNPRIVILEGED, site).stdout == "published\n"
    assert sorted(path.name for path in open_folder.iterdir()) == [LEDGER, "public"]


def test_a_published_file_that_may_not_be_read_leaves_the_old_site_whole(open_folder: Path) -> None:
    site = open_folder / "public"
    publish_artifacts([Artifact("index.html", b"1"), Artifact("a/a.html", b"1")], site)
    give_away(open_folder)
    (site / "index.html").chmod(0o000)
    child = run_source(UNPRIVILEGED, site)
    assert f"permission is denied at {site}/index.html; the site there is as it was" in child.stdout, child.stderr
    assert (site / "a" / "a.html").read_bytes() == b"1"


HOLDING = """
import sys
from pathlib import Path
from statusladder.publish.destination import hold_lock
with hold_lock(Path(sys.argv[1]), Path("public")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", some(["close", "kill"], by_day=1, in_ci=ALL))
def test_a_second_publication_at_the_same_time_is_refused_until_the_first_has_ended(tmp_path: Path, end: str) -> None:
    site = tmp_path / "public"
    artifacts = [Artifact("index.html", b"1", Rank.INDEX)]
    command = [sys.executable, "-c", HOLDING, str(tmp_path / ".public.statusladder.lock")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(PublishError, match=f"another build is publishing to {site}; this one changed nothing"):
            publish_artifacts(artifacts, site)
        assert not site.exists()
        if end == "kill":
            child.kill()
        else:
            child.stdin.close()
        child.wait()
    assert (tmp_path / ".public.statusladder.lock").exists() == (end == "kill")
    assert publish_artifacts(artifacts, site).written == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, "public"]


def test_a_lock_on_a_file_that_lost_its_name_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    take = try_lock
    inodes: set[int] = set()

    def take_as_the_last_holder_tidies_up(descriptor: int) -> bool:
        if not inodes:
            path.unlink()
        inodes.add(os.fstat(descriptor).st_ino)
        return take(descriptor)

    monkeypatch.setattr(destination, "try_lock", take_as_the_last_holder_tidies_up)
    with destination.hold_lock(path, tmp_path):
        assert path.stat().st_ino in inodes
        with pytest.raises(PublishError), destination.hold_lock(path, tmp_path):
            pytest.fail("a second build got the lock")
    assert not path.exists()
