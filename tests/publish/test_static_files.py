"""What a site puts into static/ is published as it is, never in the place of a page of ours, and goes when it goes."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.content.reader import read_library
from statusladder.ladder.publication import public_part_of
from statusladder.publish.error import PublishError
from statusladder.publish.pipeline import produce_site, publish_site
from statusladder.views import urls
from writing_site import attempt, files, new_site

NOW = "2026-03-14T12:00:00Z"
MOMENT = datetime(2026, 3, 14, 12, tzinfo=UTC)
LEGAL = Path(__file__).parents[1] / "sites" / "legal-and-right"


def _site(folder: Path, **static: bytes) -> Path:
    site = new_site(folder)
    for name, data in static.items():
        _put(site, name, data)
    return site


def _put(site: Path, name: str, data: bytes = b"x") -> Path:
    file = site / "static" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def _built(site: Path) -> dict[str, bytes]:
    built = attempt(site, NOW, "build")
    assert built.code == 0, built.err
    return files(site / "public")


def _told(site: Path) -> list[tuple[str, str, str, str]]:
    found = json.loads(attempt(site, NOW, "check", "--format", "json").out)["problems"]
    return [(one["code"], f"{one['path']}:{one['line']}", one["sentence"], one["fix"]) for one in found]


def test_files_are_published_as_they_are_and_removed_when_they_go(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    plain = _built(site)
    odd = {
        "CNAME": b"status.tern.example\n",
        "docs/Guide to A.pdf": b"%PDF \xff",
        "page.html": b"<script>ours()</script>",
        ".well-known/acme/token": b"t",
        "empty.txt": b"",
    }
    for name, data in odd.items():
        _put(site, name, data)
    for litter in (".DS_Store", "docs/.hidden", "docs/a.txt~"):
        _put(site, litter)

    tree = _built(site)

    assert {name: data for name, data in tree.items() if name not in plain} == odd
    assert all(tree[name] == data for name, data in plain.items())

    (site / "static" / "docs" / "Guide to A.pdf").unlink()
    assert _built(site).keys() == plain.keys() | odd.keys() - {"docs/Guide to A.pdf"}


def test_a_text_may_link_to_them_and_show_their_pictures(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _put(site, "docs/guide.pdf")
    _put(site, "map.png")
    (site / "content" / "pages").mkdir(parents=True)
    page = "[a](../../docs/guide.pdf) ![Our regions](/map.png) [b](../../docs/other.pdf) ![Plan](plan.png)"
    (site / "content" / "pages" / "help.md").write_text(f"---\ntitle: Help\n---\n{page}\n")

    assert [(sentence, fix) for code, _, sentence, fix in _told(site) if code == "C019"] == [
        (
            "no picture 'plan.png' that can be published lies beside this file",
            "put it into static/ and write ../../plan.png",
        ),
        (
            "the link '../../docs/other.pdf' leads nowhere: the site has no '/docs/other.pdf'",
            "correct it or take it out; what is not public yet has no address",
        ),
    ]
    assert '<img alt="Our regions" src="/map.png">' in _built(site)["pages/help/index.html"].decode()


@pytest.mark.parametrize(
    "name", ["index.html", "incidents/x.html", "History/2031-01/index.html", "robots.txt", "internal/a", "pages/a.pdf"]
)
def test_no_file_takes_an_address_that_is_or_may_become_ours(tmp_path: Path, name: str) -> None:
    site = _site(tmp_path / "site")
    _put(site, name)

    assert _told(site) == [
        (
            "D013",
            f"static/{name}:1",
            f"'/{name.partition('/')[0]}' is an address of the site itself",
            "give the file or its folder another name",
        )
    ]
    assert attempt(site, NOW, "build").code == 1


def test_every_address_of_ours_is_kept_free() -> None:
    library = read_library(LEGAL).library
    assert library is not None
    public = public_part_of(library, MOMENT)
    artifacts = produce_site(LEGAL, public, MOMENT, lambda count: None, frozen=False).artifacts
    old = {urls.file_of(urls.of_old_page(redirect.from_)) for redirect in public.settings.redirects}

    first = {one.path.partition("/")[0] for one in artifacts if one.path not in old}
    assert first - urls.TAKEN <= {".well-known"}


def test_what_site_yaml_makes_is_kept_free_as_well(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    settings = site / "site.yaml"
    _put(site, ".well-known/security.txt")
    _put(site, "docs/index.html")
    assert _told(site) == []

    settings.write_text(
        f"{settings.read_text()}redirects:\n  - {{from: /docs/, to: /history/}}\n"
        "security: {contact: 'mailto:security@tern.example', expires: 2026-12-01}\n"
    )

    assert [(place, sentence) for _, place, sentence, _ in _told(site)] == [
        ("static/.well-known/security.txt:1", "'/.well-known/security.txt' is an address of the site itself"),
        ("static/docs/index.html:1", "the file stands where site.yaml redirects '/docs/'"),
    ]


def test_names_that_are_one_on_some_file_systems_are_refused(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    _put(site, "Docs/a.txt")
    _put(site, "docs/b.txt")

    assert _told(site) == [
        ("D013", "static/docs/b.txt:1", "'docs' and 'Docs' are one name on some file systems", "rename one of them")
    ]


def test_links_out_of_the_site_and_links_to_folders_are_refused(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    (tmp_path / "secret").write_text("secret")
    _put(site, "docs/a.txt")
    (site / "static" / "out").symlink_to(tmp_path / "secret")
    (site / "static" / "round").symlink_to(site / "static")
    (site / "static" / "same.txt").symlink_to(site / "static" / "docs" / "a.txt")

    assert [(code, place) for code, place, *_ in _told(site)] == [("D014", "static/out:1"), ("D012", "static/round:1")]


def test_a_published_folder_within_static_is_refused(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")

    with pytest.raises(PublishError, match="would mix the published site"):
        publish_site(site, site / "static" / "public", MOMENT, None, lambda count: None)


def test_a_link_publishes_nothing_that_is_not_in_static_itself(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", **{"a.txt": b"a"})
    (site / "static" / "settings.txt").symlink_to("../site.yaml")

    assert [(code, place) for code, place, *_ in _told(site)] == [("D014", "static/settings.txt:1")]


def test_static_is_no_link_to_the_content(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")
    (site / "static").symlink_to("content")

    assert [(code, place) for code, place, *_ in _told(site)] == [("D014", "static:1")]
