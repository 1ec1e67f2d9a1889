"""A link into the site leads to what a build publishes; one that does not is named, and holds up no first notice."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.content.reader import read_library
from statusladder.ladder.publication import public_part_of
from statusladder.publish.dead_links import find_dead_links
from statusladder.publish.pipeline import produce_site
from statusladder.views.placing import story_page_of
from writing_site import attempt, new_site

NOW = "2026-03-14T12:00:00Z"
MOMENT = datetime(2026, 3, 14, 12, tzinfo=UTC)
LEGAL = Path(__file__).parents[1] / "sites" / "legal-and-right"
HERE = "content/incidents/2026-03-14-slow-pages"


def _notice(words: str, *keys: str, at: str = "2026-03-14T09:00:00Z") -> str:
    lines = (
        "stage: investigating",
        f"at: {at}",
        "title: Pages load slowly",
        "severity: minor",
        "components: {search: degraded_performance}",
        *keys,
    )
    return "\n".join(("---", *lines, "---", words, ""))


def _site(folder: Path, words: str, *, url: str = "https://status.tern.example") -> Path:
    """A site that says the words in a later update, in a page of its own, and in what it tells developers."""
    site = new_site(folder)
    settings = site / "site.yaml"
    settings.write_text(
        settings.read_text().replace("https://status.tern.example", url)
        + "redirects:\n  - {from: /old-page/, to: /incidents/2026-03-14-slow-pages/}\n"
    )
    (site / HERE).mkdir(parents=True)
    (site / HERE / "01-investigating.md").write_text(_notice("Pages load slowly."))
    later = f"---\nstage: identified\nat: 2026-03-14T10:00:00Z\n---\nWe know more.\n\n{words}\n"
    (site / HERE / "02-identified.md").write_text(later)
    (site / "content" / "pages").mkdir()
    (site / "content" / "pages" / "help.md").write_text("---\ntitle: Help\n---\nAsk us.\n")
    return site


def _told(site: Path) -> list[tuple[str, str, str]]:
    found = json.loads(attempt(site, NOW, "check", "--format", "json").out)["problems"]
    return [(f"{one['path']}:{one['line']}", one["sentence"], one["fix"]) for one in found if one["code"] == "C019"]


def test_a_link_to_what_is_published_is_well(tmp_path: Path) -> None:
    published = (
        "#01-investigating",
        "./",
        "#",
        "#top",
        "?from=mail",
        "../2026-03-14-slow-pages/#02-identified",
        "../2026-03-14-slow-pages",
        "../../",
        "../../history/",
        "../../history/2026-03/",
        "../../components/search/",
        "../../components/search/feed.atom",
        "../../pages/help/",
        "../../manifest.json",
        "../../old-page/#abc",
        "../../badges/status.svg",
        "/pages/help/",
        "https://status.tern.example",
        "https://status.tern.example/subscribe/",
        "HTTPS://Status.Tern.example/subscribe/",
        "feed.atom",
        "https://elsewhere.example/gone/",
        "mailto:help@tern.example",
    )

    assert _told(_site(tmp_path / "site", "\n".join(f"[this]({address})" for address in published))) == []


def test_a_link_to_nothing_is_an_error_with_its_place(tmp_path: Path) -> None:
    missing = {
        "../runbook.md": "/incidents/runbook.md",
        "../2026-03-13-never-was/": "/incidents/2026-03-13-never-was/",
        "../../../../etc/": "/etc/",
        "/pages/helf/": "/pages/helf/",
        "https://status.tern.example/gone": "/gone",
        "../../internal/ownership/": "/internal/ownership/",
        "02-identified.md": "/incidents/2026-03-14-slow-pages/02-identified.md",
    }
    site = _site(tmp_path / "site", "\n".join(f"See [the note]({address})." for address in missing))

    assert _told(site) == [
        (
            f"{HERE}/02-identified.md:{line}",
            f"the link '{address}' leads nowhere: the site has no '{page}'",
            "correct it or take it out; what is not public yet has no address",
        )
        for line, (address, page) in enumerate(missing.items(), 7)
    ]
    assert attempt(site, NOW, "check").code == 1


def test_an_anchor_that_its_page_lacks_is_an_error(tmp_path: Path) -> None:
    lacking = ("#03-resolved", "../../#summary", "../../history/2026-03/#x")
    words = "\n".join(f"[later]({address})" for address in lacking)

    assert _told(_site(tmp_path / "site", words)) == [
        (
            f"{HERE}/02-identified.md:{line}",
            f"the link '{address}' leads to a page without the anchor '{address[address.index('#') :]}'",
            "link to the page alone, or to an update by its file's name, as #02-identified",
        )
        for line, address in enumerate(lacking, 7)
    ]


def test_below_a_base_path_an_address_from_the_root_of_the_host_is_told_how_to_be_written(tmp_path: Path) -> None:
    url = "https://tern.example/status"
    words = "[a](/pages/help/) [b](/docs/) [c](/status/pages/help/) [d](../../pages/help/) [e](/status/gone/)"
    site = _site(tmp_path / "site", words, url=url)

    assert sorted((sentence, fix) for _, sentence, fix in _told(site)) == [
        (
            "the link '/pages/help/' leads out of the site, which lies at /status/",
            "write /status/pages/help/",
        ),
        (
            "the link '/status/gone/' leads nowhere: the site has no '/gone/'",
            "correct it or take it out; what is not public yet has no address",
        ),
    ]


@pytest.mark.parametrize(
    "keys",
    [("kind: security", "embargoed_until: 2026-04-01T00:00:00Z"), ("draft: true",)],
    ids=["embargoed", "draft"],
)
def test_what_is_not_public_has_no_address_and_nothing_is_told_of_it(tmp_path: Path, keys: tuple[str, ...]) -> None:
    site = _site(tmp_path / "site", "[more](../2026-03-14-other/)")
    other = site / "content" / "incidents" / "2026-03-14-other"
    other.mkdir()
    (other / "01-investigating.md").write_text(_notice("More.", *keys))

    assert [sentence for _, sentence, _ in _told(site)] == [
        "the link '../2026-03-14-other/' leads nowhere: the site has no '/incidents/2026-03-14-other/'"
    ]


def test_pages_audiences_and_evidence_are_looked_through_too(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", "Words.")
    (site / "content" / "pages" / "help.md").write_text("---\ntitle: Help\n---\nAsk.\n\n[us](../us/)\n")
    later = site / HERE / "02-identified.md"
    later.write_text(later.read_text().replace("---\nWe", "audiences:\n  developers: '[x](../gone/)'\n---\nWe"))

    assert [place for place, *_ in _told(site)] == [f"{HERE}/02-identified.md:5", "content/pages/help.md:6"]


def test_a_footnote_leads_nowhere_and_hides_no_other_dead_link(tmp_path: Path) -> None:
    words = "See [a](../runbook.md), the note[^1] and[^more].\n\n[^1]: Estimated\n\n[^more]: In the EU only."
    site = _site(tmp_path / "site", words)
    fix = "write what it says where it is read, in brackets"

    assert _told(site) == [
        (
            f"{HERE}/02-identified.md:7",
            "the link '../runbook.md' leads nowhere: the site has no '/incidents/runbook.md'",
            "correct it or take it out; what is not public yet has no address",
        ),
        (f"{HERE}/02-identified.md:9", "'[^1]' is a footnote, which is not shown as one", fix),
        (f"{HERE}/02-identified.md:11", "'[^more]' is a footnote, which is not shown as one", fix),
    ]
    assert attempt(site, NOW, "check").code == 1
    assert attempt(site, NOW, "build").code == 0


@pytest.mark.parametrize("words", ["See [the runbook](../runbook.md).", "See the note[^1].\n\n[^1]: In the EU only."])
def test_a_first_notice_is_not_held_up_by_a_dead_link_and_the_build_says_the_same(tmp_path: Path, words: str) -> None:
    site = _site(tmp_path / "site", "Words.")
    (site / HERE / "02-identified.md").unlink()
    first = site / HERE / "01-investigating.md"
    first.write_text(_notice(f"Slow. {words}", "next_update: 4h"))

    checked, built = attempt(site, NOW, "check"), attempt(site, NOW, "build")

    assert (checked.code, built.code) == (0, 0)
    told = next(line for line in checked.err.splitlines() if "C019" in line)
    assert told in built.err
    assert (site / "public" / "index.html").is_file()


def test_a_link_of_a_report_counts_from_the_incident_and_its_anchors_from_the_report(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", "Words.")
    closing = "---\nstage: resolved\nat: 2026-03-14T10:30:00Z\ndata_loss: none\nremaining: none\n---\nOver.\n"
    (site / HERE / "03-resolved.md").write_text(closing)
    words = "[a](#revisions) [b](./#03-resolved) [c](../../history/) [d](#nothing) [e](#03-resolved)"
    report = f"---\nstage: postmortem\nat: 2026-03-14T11:00:00Z\nversion: final\n---\n{words}\n"
    (site / HERE / "04-postmortem.md").write_text(report)

    assert [re.findall("'([^']*)'", sentence)[0] for _, sentence, _ in _told(site)] == ["#03-resolved", "#nothing"]


@pytest.mark.parametrize(
    "root",
    some([pytest.param(LEGAL, id="legal"), pytest.param(Path(__file__).parents[2], id="demo")], by_day=1, in_ci=ALL),
)
def test_what_is_taken_for_sure_without_a_build_is_published(root: Path) -> None:
    """The short way that spares a check the build says nothing that a build would not."""
    library = read_library(root).library
    assert library is not None
    public = public_part_of(library, MOMENT)
    made = produce_site(root, public, MOMENT, lambda count: None, frozen=False)
    artifacts = {one.path: one for one in made.artifacts}

    for one in public.communications:
        page = artifacts[f"{story_page_of(one)}index.html"].data.decode()
        assert [update.id for update in one.updates if f'id="{update.id}"' not in page] == []
    assert {f"pages/{page.id}/index.html" for page in public.pages} <= artifacts.keys()
    assert {"index.html", "history/index.html"} <= artifacts.keys()


def test_a_check_of_links_between_incidents_makes_no_build(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", "[a](#01-investigating) [b](../../pages/help/) [c](../../) [d](https://a.example/)")
    library = read_library(site).library
    assert library is not None

    def produce() -> dict[str, object]:
        raise AssertionError("a build was made")

    assert find_dead_links(library, produce) == []  # type: ignore[arg-type]  # it is never called
