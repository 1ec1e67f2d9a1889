"""No message of a generated site contradicts its page, its feeds or its API; short texts leave out, and change nothing.

What the messages of every channel state of each update (`statement_messages`) joins what the published bytes state.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, seed, settings

from conftest import DEMO_NOW
from generated_courses import KnownSite, known_sites
from generated_sites import large
from night import examples
from statement_messages import lines_in_feeds, messages
from statement_readers import statements_of
from statement_site import PublishedSite
from statements import Contradiction, Kind, contradictions, report
from statusladder.publish.messages import write_messages
from statusladder.publish.news import News
from statusladder.publish.pipeline import publish_site

CHANNELS = """
channels:
  - {id: list, kind: email, sender: status@tern.example, to: updates@lists.tern.example}
  - {id: room, kind: chat}
  - {id: texts, kind: sms, when: every}
  - {id: posts, kind: social, when: every}
  - {id: devices, kind: webhook}
  - {id: articles, kind: help}
"""
STAGES = ("notice", "investigating", "identified", "mitigating", "monitoring", "resolved", "postmortem")
EVERYWHERE = ", ".join(f"{stage}: [list, room, texts, posts, devices, articles]" for stage in STAGES)
REACH = "".join(f"    {severity}: {{{EVERYWHERE}}}\n" for severity in ("info", "minor", "major", "critical"))
SLICES = examples(by_night=8, by_day=1)


def found_in(root: Path, public: Path, out: Path) -> list[Contradiction]:
    site = PublishedSite(public)
    told = [*statements_of(public), *lines_in_feeds(site), *messages(site, out)]
    assert any(one.kind is Kind.UPDATE_FACT for one in told) or not site.incidents
    return contradictions(told)


@pytest.mark.parametrize("number", range(SLICES))
def test_no_message_of_a_generated_site_contradicts_another_output(number: int, tmp_path: Path) -> None:
    @seed(number)
    @settings(large, max_examples=examples(by_night=200, by_day=2, in_ci=4) // SLICES, database=None)
    @given(known_sites())
    def look(site: KnownSite) -> None:
        root, now = tmp_path / "site", site.moments[-1]
        shutil.rmtree(root, ignore_errors=True)
        site.at(now).write(root)
        with (root / "site.yaml").open("a") as opened:
            opened.write(f"{CHANNELS}ladder:\n  reach:\n{REACH}")
        publication = publish_site(root, root / "public", now, None, lambda count: None)
        assert publication.outcome, publication.problems
        written = write_messages(root, root / "messages", now, None, lambda library: News({}))
        assert written.outcome, [problem.sentence for problem in written.problems]
        found = found_in(root, root / "public", root / "messages")
        assert not found, report(found)

    look()


@pytest.fixture(scope="module")
def messages_of_the_demo(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "messages"
    written = write_messages(repo_root, out, DEMO_NOW, None, lambda library: News({}))
    assert written.outcome, written.problems
    return out


def test_no_message_of_the_demo_contradicts_another_output(
    repo_root: Path, demo: Path, messages_of_the_demo: Path
) -> None:
    found = found_in(repo_root, demo, messages_of_the_demo)

    assert not found, report(found)


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("Next update by 13:44", "Next update by 14:44", Kind.NEXT_UPDATE_WORDS),
        ("Severity: Critical", "Severity: Minor", Kind.UPDATE_FACT),
        ("Impact: 13:04 to 13:52", "Impact: 13:04 to 14:52", Kind.UPDATE_FACT),
    ],
)
def test_a_text_that_says_otherwise_is_found(
    was: str, now: str, kind: Kind, repo_root: Path, demo: Path, messages_of_the_demo: Path, tmp_path: Path
) -> None:
    changed = Path(shutil.copytree(messages_of_the_demo, tmp_path / "messages"))
    said = [file for file in sorted(changed.rglob("*.*")) if was.encode() in file.read_bytes()]
    assert said != []
    said[-1].write_bytes(said[-1].read_bytes().replace(was.encode(), now.encode()))

    (found,) = found_in(repo_root, demo, changed)

    assert found.kind is kind
    assert said[-1].relative_to(changed).as_posix() in found.pages
