"""A manifest is read with the marks of all its years, or not at all: from files, and from a host within one limit."""

import json
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from statusladder.history import fetching
from statusladder.history.manifest import ManifestError, read_head, read_last_manifest, read_manifest

HEAD: dict[str, Any] = {
    "generator": "statusladder 1", "now": "", "updated_at": None, "policy_version": None, "next_change_at": "",
}  # fmt: skip
MARK = {"facts": "", "said": {"stage": "abcdef"}}
PAGES = {year: f"incidents/{year}-03-14-exports-late/" for year in ("2025", "2026")}


def _year(year: str, **marks: object) -> bytes:
    return json.dumps({"updates": {PAGES[year]: marks or {"01-investigating": MARK}}}).encode()


def _head(**years: bytes) -> bytes:
    shards = {year.removeprefix("of_"): sha256(data).hexdigest() for year, data in years.items()}
    return json.dumps(HEAD | {"shards": shards}).encode()


WHOLE = {
    "/manifest.json": _head(of_2025=_year("2025"), of_2026=_year("2026")),
    "/manifest/2025.json": _year("2025"),
    "/manifest/2026.json": _year("2026"),
}
NEWER_YEAR = _year("2026", **{"01-investigating": MARK, "02-identified": MARK})
NEWER = WHOLE | {
    "/manifest.json": _head(of_2025=_year("2025"), of_2026=NEWER_YEAR),
    "/manifest/2026.json": NEWER_YEAR,
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def _folder(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (root / path[1:]).write_bytes(data)
    return root / "manifest.json"


def _serve(host: HTTPServer, files: dict[str, bytes], path: str = "") -> str:
    for file, data in files.items():
        host.expect_request(f"{path}{file}").respond_with_data(data)
    return host.url_for(f"{path}/manifest.json")


def _asked(host: HTTPServer) -> list[str]:
    return [request.full_path.rstrip("?") for request, _ in host.log]


def test_the_marks_of_all_years_are_read_from_files(tmp_path: Path) -> None:
    assert [*read_manifest(str(_folder(tmp_path, WHOLE))).updates] == [*PAGES.values()]


def test_they_are_read_from_beside_the_address_and_asked_for_by_their_digests(httpserver: HTTPServer) -> None:
    address = _serve(httpserver, WHOLE, "/status")

    manifest = read_manifest(f"{address}?ref=main#top")

    assert [*manifest.updates] == [*PAGES.values()]
    assert _asked(httpserver) == [
        "/status/manifest.json?ref=main",
        *(f"/status/manifest/{year}.json?ref=main&sha256={sha256(_year(year)).hexdigest()}" for year in PAGES),
    ]


def test_the_head_is_read_without_them(httpserver: HTTPServer) -> None:
    head = read_head(_serve(httpserver, {"/manifest.json": WHOLE["/manifest.json"]}))

    assert [*head.shards] == ["2025", "2026"]
    assert _asked(httpserver) == ["/manifest.json"]


def test_one_file_of_an_older_version_is_all(tmp_path: Path) -> None:
    older = HEAD | {"updates": {PAGES["2025"]: {"01-investigating": MARK}}}

    assert [*read_manifest(str(_folder(tmp_path, {"/manifest.json": json.dumps(older).encode()}))).updates] == [
        PAGES["2025"]
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, r"2026\.json cannot be read \(No such file or directory\)"),
        (b"<html>", r"2026\.json is no manifest of a site"),
        (NEWER_YEAR, r"2026\.json is of another build than .*manifest\.json"),
    ],
)
def test_a_year_in_a_file_that_cannot_be_read_or_is_another_one_is_an_error(
    data: bytes | None, words: str, tmp_path: Path
) -> None:
    file = _folder(tmp_path, WHOLE)
    (tmp_path / "manifest/2026.json").unlink()
    if data is not None:
        (tmp_path / "manifest/2026.json").write_bytes(data)

    with pytest.raises(ManifestError, match=words):
        read_manifest(str(file))


@pytest.mark.parametrize("data", [None, b"<html>"])
def test_a_year_of_a_host_that_cannot_be_read_is_an_error(data: bytes | None, httpserver: HTTPServer) -> None:
    files = {path: text for path, text in WHOLE.items() if path != "/manifest/2026.json"}
    address = _serve(httpserver, files | ({"/manifest/2026.json": data} if data is not None else {}))

    with pytest.raises(ManifestError, match=r"manifest/2026\.json (cannot be read|is no manifest of a site)"):
        read_manifest(address)


def test_a_host_that_has_no_manifest_has_published_nothing(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/manifest.json").respond_with_data("", 404)

    with pytest.raises(ManifestError) as refused:
        read_manifest(httpserver.url_for("/manifest.json"))

    assert refused.value.is_absent


def test_a_host_that_lacks_a_year_has_published_something(httpserver: HTTPServer) -> None:
    address = _serve(httpserver, {path: text for path, text in WHOLE.items() if path != "/manifest/2026.json"})
    httpserver.expect_request("/manifest/2026.json").respond_with_data("", 404)

    with pytest.raises(ManifestError) as refused:
        read_manifest(address)

    assert not refused.value.is_absent


def test_a_host_between_two_builds_is_asked_again_past_all_caches(httpserver: HTTPServer) -> None:
    def head(request: Request) -> Response:
        """What a cache still has, but for who asks otherwise."""
        return Response((NEWER if request.query_string else WHOLE)["/manifest.json"])

    _serve(httpserver, {path: data for path, data in NEWER.items() if path != "/manifest.json"})
    httpserver.expect_request("/manifest.json").respond_with_handler(head)

    manifest = read_manifest(httpserver.url_for("/manifest.json"))

    assert [*manifest.updates[PAGES["2026"]]] == ["01-investigating", "02-identified"]
    assert _asked(httpserver)[3] == f"/manifest.json?instead={sha256(NEWER_YEAR).hexdigest()}"


def test_one_that_gives_files_of_two_builds_twice_is_told_of(httpserver: HTTPServer) -> None:
    address = _serve(httpserver, WHOLE | {"/manifest/2026.json": NEWER_YEAR})

    with pytest.raises(ManifestError) as told:
        read_manifest(address)

    assert told.value.sentence == f"{httpserver.url_for('/manifest/2026.json')} is of another build than {address}"
    assert told.value.fix.startswith("ask again in a minute, when all of the page is published")
    assert len(httpserver.log) == 6


def test_all_parts_share_one_limit_of_bytes(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    files = WHOLE | {path: data + b" " * 400_000 for path, data in WHOLE.items() if path != "/manifest.json"}
    years = (files["/manifest/2025.json"], files["/manifest/2026.json"])
    address = _serve(httpserver, files | {"/manifest.json": _head(of_2025=years[0], of_2026=years[1])})
    monkeypatch.setattr(fetching, "LARGEST", 2**20)
    assert len(read_manifest(address).updates) == 2

    monkeypatch.setattr(fetching, "LARGEST", 700_000)
    with pytest.raises(ManifestError, match=r"manifest/2026\.json cannot be read \(it is larger than"):
        read_manifest(address)


def test_all_parts_share_one_limit_of_time(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter([0.0, 0.0, 20.0])
    monkeypatch.setattr(fetching, "monotonic", lambda: next(passed))
    address, is_over = _serve(httpserver, {"/manifest.json": WHOLE["/manifest.json"]}), Event()

    def wait(request: Request) -> Response:
        is_over.wait()
        return Response(b"")

    httpserver.expect_request("/manifest/2025.json").respond_with_handler(wait)
    with pytest.raises(
        ManifestError, match=r"manifest/2025\.json cannot be read \(no whole answer within 20 seconds\)"
    ):
        read_manifest(address)
    is_over.set()


def test_no_year_is_asked_of_another_host(httpserver: HTTPServer) -> None:
    address = _serve(httpserver, {"/manifest.json": WHOLE["/manifest.json"]})
    away = {"Location": "http://169.254.169.254/latest"}
    httpserver.expect_request("/manifest/2025.json").respond_with_data("", 302, away)

    with pytest.raises(ManifestError, match="which is another host"):
        read_manifest(address)


@pytest.mark.parametrize("shards", [{"../../etc/passwd": "0" * 64}, {"2026": "x"}, {"２０２６": "0" * 64}, ["2026"]])
def test_what_names_no_year_is_no_manifest(shards: object, tmp_path: Path) -> None:
    file = _folder(tmp_path, {"/manifest.json": json.dumps(HEAD | {"shards": shards}).encode()})

    with pytest.raises(ManifestError, match="is no manifest of a site"):
        read_manifest(str(file))


def test_of_the_last_build_the_years_count_as_a_killed_one_left_them(tmp_path: Path) -> None:
    manifest = read_last_manifest(_folder(tmp_path, WHOLE | {"/manifest/2026.json": NEWER_YEAR}))

    assert manifest is not None
    assert [*manifest.updates[PAGES["2026"]]] == ["01-investigating", "02-identified"]


def test_of_the_last_build_no_year_is_passed_over(tmp_path: Path) -> None:
    file = _folder(tmp_path, WHOLE)
    (tmp_path / "manifest/2025.json").unlink()

    with pytest.raises(ManifestError) as told:
        read_last_manifest(file)

    assert told.value.fix == f"restore it, or delete {file} as well: the build then writes both anew"


def test_a_folder_without_a_manifest_was_never_published(tmp_path: Path) -> None:
    assert read_last_manifest(tmp_path / "manifest.json") is None
