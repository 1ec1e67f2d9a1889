"""The workflows that `init` writes do what they are for: their commands are run, in order, against local hosts."""

import json
from pathlib import Path

import pytest

from night import ALL, in_ci, some
from runner import INCIDENT, SECOND_UPDATE, NewHost, git

PUBLISHED = "incidents/2026-03-14-example/index.html"


def _tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def _write_second_update(author: Path) -> None:
    (author / INCIDENT / "02-identified.md").write_text(SECOND_UPDATE)
    git(author, "add", ".")
    git(author, "commit", "--quiet", "--message", "Identified")


def test_what_is_merged_is_published(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    host.run_workflow("publish.yml")
    first = _tree(host.live)
    _write_second_update(author)
    git(author, "push", "--quiet", "origin", "main")

    host.run_workflow("publish.yml")

    assert "making room" not in first[PUBLISHED]
    assert "making room" in _tree(host.live)[PUBLISHED]
    assert _tree(host.live).keys() == first.keys() > {"index.html", "404.html", "_headers", "manifest.json"}


@in_ci
def test_a_run_that_waited_publishes_the_newest_state(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    git(author, "push", "--quiet", "origin", "main:refs/heads/what-started-it")
    _write_second_update(author)
    git(author, "push", "--quiet", "origin", "main")

    host.run_workflow("publish.yml", "what-started-it")

    assert "making room" in _tree(host.live)[PUBLISHED]


@in_ci
def test_a_second_run_begins_where_the_first_one_ended(new_host: NewHost) -> None:
    host = new_host("github-pages")
    host.run_workflow("publish.yml")
    host.run_workflow("publish.yml")

    first, second = [entry for entry in host.log if "\nstatusladder build" in entry]

    assert "Wrote 0 of " not in first
    assert "Wrote 0 of " in second


def _slip(author: Path) -> None:
    """A notice that was published gets a severity that is none, and another incident is told."""
    notice = author / INCIDENT / "01-investigating.md"
    other = author / "content/incidents/2026-03-14-api-down/01-investigating.md"
    other.parent.mkdir()
    other.write_text(notice.read_text().replace("Example: pages load slowly", "The API is down"))
    notice.write_text(notice.read_text().replace("severity: minor", "severity: minr"))
    git(author, "add", "--all")
    git(author, "commit", "--quiet", "--message", "A slip")
    git(author, "push", "--quiet", "origin", "main")


@in_ci  # Keeping on is tested in tests/publish; this is the workflow around it.
def test_one_slip_is_told_aloud_and_keeps_nothing_else_from_being_published(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    host.run_workflow("publish.yml")
    _slip(author)

    with pytest.raises(AssertionError, match=r"(?s)did you mean 'minor'.*::error::Published with gaps"):
        host.run_workflow("publish.yml")

    home = (host.live / "index.html").read_text()
    assert "The API is down" in home
    assert "Example: pages load slowly" in home


@pytest.mark.parametrize("name", some(["cloudflare", "netlify", "s3", "rsync"], by_day=1, in_ci=ALL))
def test_every_host_deploys_before_it_says_so(name: str, new_host: NewHost) -> None:
    jobs = new_host(name).workflow(".github/workflows/publish.yml")["jobs"]

    assert jobs["complete"]["needs"] == ["build", "deploy"]
    assert "if" not in jobs["deploy"]


@in_ci
def test_one_slip_on_gitlab_fails_a_job_of_its_own_once_the_page_is_published(
    new_host: NewHost, author: Path, tmp_path: Path
) -> None:
    host = new_host("gitlab-pages")
    jobs = host.workflow(".gitlab-ci.yml")
    _slip(author)
    place = tmp_path / "machine"
    place.mkdir()
    host.checkout(place, depth=jobs["pages"]["variables"]["GIT_DEPTH"])

    assert host.run_script(jobs["pages"], place, CI_PIPELINE_SOURCE="push") == 0
    assert "did you mean 'minor'" in host.log[-1]
    home = (place / "public" / "index.html").read_text()
    assert "The API is down" in home
    assert "Example: pages load slowly" in home
    assert host.run_script(jobs["complete"], place) == 1


def test_a_site_that_cannot_be_built_leaves_the_published_one(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    host.run_workflow("publish.yml")
    before = (host.live / "index.html").read_bytes()
    settings = author / "site.yaml"
    settings.write_text(settings.read_text().replace("timezone: UTC", "timezone: UCT+1"))
    git(author, "commit", "--quiet", "--all", "--message", "A slip")
    git(author, "push", "--quiet", "origin", "main")

    with pytest.raises(AssertionError, match="no time zone is called 'UCT\\+1'"):
        host.run_workflow("publish.yml")

    assert (host.live / "index.html").read_bytes() == before


def test_those_who_review_a_change_see_what_customers_will_read(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    git(author, "checkout", "--quiet", "-b", "second-update")
    _write_second_update(author)
    git(author, "checkout", "--quiet", "main")
    git(author, "merge", "--quiet", "--no-ff", "--message", "As it would be merged", "second-update")
    git(author, "push", "--quiet", "origin", "main:refs/pull/1/merge")

    host.run_workflow("check.yml", "refs/pull/1/merge")

    assert "making room" in host.summary.read_text()
    assert "Pages take longer than usual" not in host.summary.read_text()


def test_a_mistake_in_a_change_is_shown_at_its_line_and_the_summary_is_written_all_the_same(
    new_host: NewHost, author: Path
) -> None:
    host = new_host("github-pages")
    (author / INCIDENT / "02-identified.md").write_text(SECOND_UPDATE.replace("identified", "identifed"))
    git(author, "add", ".")
    git(author, "commit", "--quiet", "--message", "A slip")
    git(author, "push", "--quiet", "origin", "main:refs/pull/1/merge")

    with pytest.raises(AssertionError, match=rf"::error file={INCIDENT}/02-identified\.md,line=2"):
        host.run_workflow("check.yml", "refs/pull/1/merge")

    assert "`statusladder check` tells all of it." in host.summary.read_text()


def _edit_silently(author: Path) -> None:
    notice = author / INCIDENT / "01-investigating.md"
    notice.write_text(notice.read_text().replace("severity: minor", "severity: major"))
    git(author, "commit", "--quiet", "--all", "--message", "Not said aloud")


@in_ci
def test_a_silent_edit_of_what_was_published_fails_the_check_of_the_change(new_host: NewHost, author: Path) -> None:
    host = new_host("github-pages")
    git(author, "checkout", "--quiet", "-b", "change")
    _edit_silently(author)
    git(author, "checkout", "--quiet", "main")
    git(author, "merge", "--quiet", "--no-ff", "--message", "As it would be merged", "change")
    git(author, "push", "--quiet", "origin", "main:refs/pull/1/merge")

    with pytest.raises(AssertionError, match=rf"::error file={INCIDENT}/01-investigating\.md,line=\d,title=C006::sev"):
        host.run_workflow("check.yml", "refs/pull/1/merge")


BUILT = "2026-03-14T10:05:00Z"


def _manifest(next_change_at: str) -> str:
    keys = {"generator": "statusladder 0", "now": BUILT, "updated_at": None, "policy_version": None}
    return json.dumps({**keys, "next_change_at": next_change_at})


MANIFESTS = {
    "far ahead": (_manifest("2090-01-01T00:00:00Z"), False),
    "past": (_manifest(BUILT), True),
    "none": (None, True),
}


@pytest.mark.parametrize("manifest", some([*MANIFESTS], by_day=1, in_ci=3))
def test_the_clock_publishes_only_when_the_page_must_change(manifest: str, new_host: NewHost) -> None:
    host = new_host("github-pages")
    text, starts = MANIFESTS[manifest]
    if text is not None:
        (host.live / "manifest.json").write_text(text)

    host.run_workflow("clock.yml")

    asked = host.asked.read_text().splitlines() if host.asked.exists() else []
    assert asked == (["gh workflow run publish.yml --ref main"] if starts else [])


@pytest.mark.parametrize(
    ("source", "manifest"),
    some(
        [("schedule", "far ahead"), ("trigger", "far ahead"), ("schedule", "past"), ("trigger", "none")],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_pipeline_started_by_a_clock_deploys_only_when_the_page_must_change(
    source: str, manifest: str, new_host: NewHost, author: Path, tmp_path: Path
) -> None:
    host = new_host("gitlab-pages")
    text, starts = MANIFESTS[manifest]
    if text is not None:
        (host.live / "manifest.json").write_text(text)
    place = tmp_path / "machine"
    place.mkdir()
    host.checkout(place)
    _write_second_update(author)
    git(author, "push", "--quiet", "origin", "main")
    job = host.workflow(".gitlab-ci.yml")["pages"]

    code = host.run_script(job, place, CI_PIPELINE_SOURCE=source)

    assert code == (0 if starts else job["allow_failure"]["exit_codes"])
    assert (place / "public").exists() == starts
    if starts:  # of the newest state, though it was not yet there when the pipeline was made
        assert "making room" in (place / "public" / PUBLISHED).read_text()


@in_ci
def test_a_merge_on_gitlab_is_published_whatever_the_page_says(new_host: NewHost, tmp_path: Path) -> None:
    host = new_host("gitlab-pages")
    (host.live / "manifest.json").write_text(_manifest("2090-01-01T00:00:00Z"))
    place = tmp_path / "machine"
    place.mkdir()
    host.checkout(place)
    jobs = host.workflow(".gitlab-ci.yml")

    code = host.run_script(jobs["pages"], place, CI_PIPELINE_SOURCE="push")

    assert code == 0, host.log
    assert host.run_script(jobs["complete"], place) == 0
    assert (place / "public" / "index.html").exists()


@in_ci
def test_a_merge_request_on_gitlab_shows_what_customers_will_read(
    new_host: NewHost, author: Path, tmp_path: Path
) -> None:
    host = new_host("gitlab-pages")
    base = git(author, "rev-parse", "HEAD")
    _write_second_update(author)
    git(author, "push", "--quiet", "origin", "main:refs/heads/second-update")
    place = tmp_path / "machine"
    place.mkdir()
    git(tmp_path, "clone", "--quiet", "--branch", "second-update", str(host.origin), str(place))

    code = host.run_script(host.workflow(".gitlab-ci.yml")["check"], place, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

    assert code == 0, host.log
    assert "making room" in (place / "preview.md").read_text()
    assert "making room" in host.log[-1]


def test_a_silent_edit_in_a_merge_request_on_gitlab_fails_its_check(
    new_host: NewHost, author: Path, tmp_path: Path
) -> None:
    host = new_host("gitlab-pages")
    base = git(author, "rev-parse", "HEAD")
    _edit_silently(author)
    git(author, "push", "--quiet", "origin", "main:refs/heads/change")
    place = tmp_path / "machine"
    git(tmp_path, "clone", "--quiet", "--branch", "change", str(host.origin), str(place))

    code = host.run_script(host.workflow(".gitlab-ci.yml")["check"], place, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

    assert code == 1
    assert "C006 severity was 'minor' and is 'major', and no correction says so" in host.log[-1]
