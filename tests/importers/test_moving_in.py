"""Who follows the old page hears nothing old when it moves here, and each new update once; read by real rss2email."""

import http
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mail_readers import Mailbox, Subscription, receiving
from night import in_ci, some
from old_statuspage import COUNT, FIRST_DAY, IN_FEED, write_old_page
from static_host import StaticHost, serving
from statusladder.cli.main import statusladder
from statusladder.publish.pipeline import publish_site

HOST = "status.tern.example"
SITE_YAML = f"site:\n  name: Tern status\n  url: https://{HOST}\n  timezone: UTC\n"
MOVED_AT = FIRST_DAY + timedelta(days=COUNT, hours=2)
NEW = (
    ("01-investigating", "severity: major\ntitle: Searches fail\ncomponents:\n  uploads: major_outage\n"),
    ("02-identified", "next_update: 30m\n"),
)


class _MovingHost(StaticHost):
    """A host that leads to the new address for good once the file `moved` holds it, as Statuspage does for `/`."""

    def do_GET(self) -> None:
        moved = Path(self.directory) / "moved"
        if not moved.exists():
            super().do_GET()
            return
        self.send_response(http.HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", moved.read_text() + self.path.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()


@dataclass(frozen=True)
class _Move:
    """The old page in `old`, our site in `site` and what it publishes in `public`, both served."""

    old: Path
    site: Path
    public: Path
    old_address: str
    address: str

    def move_in(self, *options: str) -> None:
        words = ["import", "statuspage", str(self.old / "api"), "--site", str(self.site), *options]
        imported = CliRunner().invoke(statusladder, words)
        assert imported.exit_code == 0, imported.output
        self.publish(MOVED_AT)
        (self.old / "moved").write_text(self.address)

    def tell(self, count: int) -> None:
        """Publishes the first updates of an incident that the old page does not have."""
        folder = self.site / "content" / "incidents" / f"{MOVED_AT:%Y-%m-%d}-searches-fail"
        folder.mkdir(exist_ok=True)
        at = MOVED_AT + timedelta(minutes=20 * count)
        name, keys = NEW[count - 1]
        stage = name.partition("-")[2]
        (folder / f"{name}.md").write_text(f"---\nstage: {stage}\nat: {at:%Y-%m-%dT%H:%M:%SZ}\n{keys}---\nWe look.\n")
        self.publish(at)

    def publish(self, now: datetime) -> None:
        publication = publish_site(self.site, self.public, now, None, lambda count: None)
        assert publication.outcome is not None, publication.problems


@pytest.fixture
def move(tmp_path: Path) -> Iterator[_Move]:
    old, site, public = tmp_path / "old", tmp_path / "site", tmp_path / "public"
    write_old_page(old, HOST)
    site.mkdir()
    public.mkdir()
    (site / "site.yaml").write_text(SITE_YAML)
    with serving(old, _MovingHost) as old_address, serving(public) as address:
        yield _Move(old, site, public, old_address, address)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with receiving() as kept:
        yield kept


@in_ci
@pytest.mark.parametrize("name", some(["history.atom", "history.rss"], by_day=1))
def test_who_follows_the_old_history_hears_of_the_new_incident_alone(
    move: _Move, box: Mailbox, tmp_path: Path, name: str
) -> None:
    reader = Subscription(tmp_path / "reader", box, [move.old_address + name])
    reader.read()
    assert len(box.taken()) == IN_FEED

    move.move_in("--feed", str(move.old / "history.atom"))
    reader.read()
    assert box.taken() == []

    move.tell(1)
    reader.read()
    assert box.taken() == ["Searches fail"]
    move.tell(2)
    reader.read()
    assert box.taken() == []


@in_ci
def test_who_subscribes_anew_gets_no_imported_entry_and_each_new_update_once(
    move: _Move, box: Mailbox, tmp_path: Path
) -> None:
    move.move_in("--feed", str(move.old / "history.atom"))
    page = (move.public / "subscribe" / "index.html").read_text()
    offered = sorted(set(re.findall(r'<a href="\.\./([^"]+\.(?:atom|rss))"', page)))
    assert offered == [
        "components/uploads/feed.atom", "components/uploads/feed.rss", "major.atom", "major.rss", "updates.atom",
        "updates.rss",
    ]  # fmt: skip
    reader = Subscription(tmp_path / "reader", box, [move.address + name for name in offered])
    told: dict[str, list[str]] = {name: [] for name in offered}

    reader.read()
    assert box.mails == []

    for count in (1, 2):
        move.tell(count)
        reader.read()
    for mail in box.mails:
        told[mail["X-RSS-Feed"].removeprefix(move.address)].append(mail["Subject"])
    both = ["Investigating: Searches fail", "Identified: Searches fail"]
    assert told == dict.fromkeys(offered, both)


@in_ci
def test_what_we_tell_of_an_incident_that_the_old_feed_no_longer_held_brings_it_up(move: _Move) -> None:
    move.move_in("--feed", str(move.old / "history.atom"))
    (old,) = (move.site / "content" / "incidents").glob("*-day-0")
    assert f"/{old.name}/" not in (move.public / "history.rss").read_text()

    at = MOVED_AT + timedelta(hours=1)
    (old / "05-follow-up.md").write_text(f"---\nstage: follow_up\nat: {at:%Y-%m-%dT%H:%M:%SZ}\n---\nWe found more.\n")
    move.publish(at)

    assert f"/{old.name}/" in (move.public / "history.rss").read_text()
