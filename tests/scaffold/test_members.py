"""What every member of the room writes: valid, pinned, with no more rights than it needs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from host_schemas import assert_read
from statusladder.discovery import find_members
from statusladder.model.settings import SiteKeys
from statusladder.model.site import Component, Settings
from statusladder.scaffold.hosts import BUILDERS, REQUIREMENTS, make_common_files
from statusladder.scaffold.interface import Scaffold

MEMBERS = find_members("statusladder.scaffold", "SCAFFOLD", Scaffold)
HOSTS = [member for member in MEMBERS if member.is_host]
SETTINGS = Settings(
    site=SiteKeys(name="Ferry status", url="https://status.example.com"),
    components=(Component(id="website", name="Website"),),
)
WORKFLOWS = ".github/workflows/"
PINNED = re.compile(r"- uses: [\w-]+(?:/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


EACH_WORKFLOW = [
    pytest.param(text, id=f"{host.name}-{path.removeprefix(WORKFLOWS)}")
    for host in HOSTS
    for path, text in host.make(SETTINGS).items()
    if path.startswith(WORKFLOWS)
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each host with all of its files."""
    folder = tmp_path_factory.mktemp("hosts")
    for host in HOSTS:
        for path, text in host.make(SETTINGS).items():
            file = folder / host.name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    return folder


def _tool(name: str, *arguments: str | Path, cwd: Path) -> None:
    command = [str(Path(sys.executable).parent / name), *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hosts_are_found() -> None:
    assert [host.name for host in HOSTS] == ["cloudflare", "github-pages", "gitlab-pages", "netlify", "rsync", "s3"]


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_no_two_members_of_a_site_write_the_same_file(host: Scaffold) -> None:
    given = [host, *(member for member in MEMBERS if not member.is_host)]
    paths = [path for member in given for path in member.make(SETTINGS)]

    assert sorted(set(paths)) == sorted(paths)


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_every_host_installs_the_same_and_first_what_builds_packages(host: Scaffold) -> None:
    files = host.make(SETTINGS)
    scripts = [text for path, text in files.items() if path.startswith(WORKFLOWS) or path == ".gitlab-ci.yml"]
    installs = [re.sub(r" #.*", "", line).strip(" -") for line in "\n".join(scripts).splitlines() if "pip" in line]
    installs = [line for line in installs if line.startswith("python -I -m pip install")]
    lists = ("--requirement requirements-build.txt", "--no-build-isolation --requirement requirements.txt")

    assert installs == [f"python -I -m pip install --require-hashes {each}" for each in lists] * (len(installs) // 2)
    assert installs
    assert {name: files[name] for name in (BUILDERS, REQUIREMENTS)} == make_common_files()


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_no_file_of_a_checkout_takes_the_place_of_a_module_that_is_run(host: Scaffold) -> None:
    runs = re.findall(r"python3? .*?-m \w+", "\n".join(host.make(SETTINGS).values()))

    assert runs
    assert [run for run in runs if not re.fullmatch(r"python3? -I -m \w+", run)] == []


def test_the_forms_are_those_that_the_hosts_read(written: Path) -> None:
    workflows = sorted(written.glob("*/.github/workflows/*.yml"))
    updates = sorted(written.glob("*/.github/dependabot.yml"))
    pipelines = sorted(written.glob("*/.gitlab-ci.yml"))
    renewals = sorted(written.glob("*/renovate.json"))

    assert (len(workflows), len(updates), len(pipelines), len(renewals)) == (20, 5, 1, 1)
    assert_read("github-workflows", workflows)
    assert_read("dependabot", updates)
    assert_read("renovate", renewals)
    assert_read("gitlab-ci", pipelines, "--data-transform", "gitlab-ci")


def test_an_auditor_of_workflows_finds_nothing(written: Path) -> None:
    _tool("zizmor", "--offline", "--persona", "pedantic", "--min-severity", "low", ".", cwd=written)


@pytest.mark.parametrize("text", EACH_WORKFLOW)
def test_actions_are_pinned_by_commit_with_the_version_beside_it(text: str) -> None:
    uses = [line.strip() for line in text.splitlines() if "uses:" in line]

    assert [line for line in uses if not PINNED.search(line if line.startswith("- ") else f"- {line}")] == []


def test_an_action_is_pinned_to_the_same_commit_everywhere() -> None:
    texts = "".join(text for host in HOSTS for text in host.make(SETTINGS).values())
    pins = set(re.findall(r"uses: (\S+)@(\S+) # (\S+)", texts))

    assert len({action for action, _, _ in pins}) == len(pins)


def test_a_site_is_built_in_the_same_way_whoever_serves_it() -> None:
    given = [host.make(SETTINGS) for host in HOSTS if host.name != "gitlab-pages"]
    builds = [yaml.safe_load(files[f"{WORKFLOWS}publish.yml"])["jobs"]["build"] for files in given]

    assert builds == [builds[0]] * 5


RIGHTS: dict[str, dict[str, str]] = {
    "check": {"contents": "read"},
    "ask": {"contents": "read", "actions": "write"},
    "nudge": {"contents": "read", "issues": "write"},
    "build": {"contents": "read"},
    "deploy": {},
    "ping": {"contents": "read"},
    "complete": {},
}
DEPLOY_RIGHTS = {
    "cloudflare": {"contents": "read"},
    "github-pages": {"pages": "write", "id-token": "write"},
    "s3": {"id-token": "write"},
}


@pytest.mark.parametrize("host", [host for host in HOSTS if host.name != "gitlab-pages"], ids=lambda host: host.name)
def test_a_job_has_the_rights_that_it_needs_and_an_end(host: Scaffold) -> None:
    workflows = [yaml.safe_load(text) for path, text in host.make(SETTINGS).items() if path.startswith(WORKFLOWS)]
    jobs = {name: job for workflow in workflows for name, job in workflow["jobs"].items()}

    assert [workflow["permissions"] for workflow in workflows] == [{}, {}, {}, {}]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        **RIGHTS,
        "deploy": DEPLOY_RIGHTS.get(host.name, {}),
    }
    assert all(job["timeout-minutes"] <= 10 for job in jobs.values())
    assert all("concurrency" in workflow for workflow in workflows)


@pytest.mark.parametrize("text", EACH_WORKFLOW)
def test_no_secret_lies_beside_code_that_is_installed(text: str) -> None:
    for job in yaml.safe_load(text)["jobs"].values():
        installs = any("pip install" in step.get("run", "") for step in job["steps"])
        after = [step for step in job["steps"] if "secrets." in str(step)]
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]

        assert not (installs and "secrets." in str(job))
        assert not any(word in str(after) for word in ("pip install", "npm ci", "npm install", "npx"))
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_what_is_installed_for_a_deployment_is_locked_down_to_the_last_package() -> None:
    (cloudflare,) = (host for host in HOSTS if host.name == "cloudflare")
    files = cloudflare.make(SETTINGS)
    lock = json.loads(files[".github/wrangler/package-lock.json"])
    packages = {path: package for path, package in lock["packages"].items() if path}

    assert json.loads(files[".github/wrangler/package.json"])["dependencies"] == lock["packages"][""]["dependencies"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", lock["packages"][""]["dependencies"]["wrangler"])
    assert [path for path, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert [path for path, package in packages.items() if "resolved" in package] == []
    updated = [each["directory"] for each in yaml.safe_load(files[".github/dependabot.yml"])["updates"]]
    assert updated == ["/", "/", "/.github/wrangler"]


def test_a_proposed_change_and_what_is_published_have_no_cache_in_common() -> None:
    (gitlab,) = (host for host in HOSTS if host.name == "gitlab-pages")
    jobs = yaml.safe_load(gitlab.make(SETTINGS)[".gitlab-ci.yml"])
    caches = {name: jobs[name]["cache"] for name in jobs if "cache" in jobs[name]}
    keys = {
        name: [each["key"] for each in (cache if isinstance(cache, list) else [cache])]
        for name, cache in caches.items()
    }

    assert keys["check"] == ["pip-merge-requests"]
    assert all(key not in keys["check"] for name in keys.keys() - {"check"} for key in keys[name])


@pytest.mark.parametrize("host", [host for host in HOSTS if host.name != "gitlab-pages"], ids=lambda host: host.name)
def test_on_github_only_what_publishes_the_main_branch_takes_up_what_a_build_left(host: Scaffold) -> None:
    """A cache that a proposed change wrote is out of reach for runs of the main branch: GitHub keeps them apart."""
    workflows = {
        path.removeprefix(WORKFLOWS): yaml.safe_load(text)
        for path, text in host.make(SETTINGS).items()
        if path.startswith(WORKFLOWS)
    }
    # YAML 1.1 reads the key `on` as true.
    starts = {name: set(workflow[True]) for name, workflow in workflows.items()}
    holders = [name for name, workflow in workflows.items() if "actions/cache@" in str(workflow)]
    readers = [name for name, workflow in workflows.items() if "actions/cache/restore@" in str(workflow)]

    assert (holders, readers) == (["publish.yml"], ["check.yml"])
    assert starts["publish.yml"] == {"push", "workflow_dispatch", "repository_dispatch"}
    assert workflows["publish.yml"][True]["push"] == {"branches": ["main"]}
    assert [name for name, events in starts.items() if "pull_request" in events] == ["check.yml"]
    assert not {"pull_request_target", "workflow_run"} & set().union(*starts.values())


def test_a_check_takes_up_what_a_publication_of_the_same_version_left_and_leaves_nothing() -> None:
    """GitHub finds a cache by its paths too, so they are the same."""
    (github, *_) = (host for host in HOSTS if host.name == "github-pages")
    workflows = github.make(SETTINGS)
    build = yaml.safe_load(workflows[f"{WORKFLOWS}publish.yml"])["jobs"]["build"]
    check = yaml.safe_load(workflows[f"{WORKFLOWS}check.yml"])["jobs"]["check"]
    (left,) = (step["with"] for step in build["steps"] if step.get("uses", "").startswith("actions/cache@"))
    (taken,) = (step["with"] for step in check["steps"] if step.get("uses", "").startswith("actions/cache/"))

    assert taken["path"] == left["path"]
    assert taken["restore-keys"] == left["restore-keys"].splitlines()[-1]
    assert taken["restore-keys"] in taken["key"]


def test_what_a_build_left_is_found_by_the_commit_else_the_newest_and_each_run_leaves_its_own() -> None:
    (github, *_) = (host for host in HOSTS if host.name == "github-pages")
    build = yaml.safe_load(github.make(SETTINGS)[f"{WORKFLOWS}publish.yml"])["jobs"]["build"]
    (cache,) = (step["with"] for step in build["steps"] if step.get("uses", "").startswith("actions/cache@"))
    by_commit, by_version = cache["restore-keys"].splitlines()

    assert cache["path"].split() == ["public", ".public.statusladder-*"]
    assert cache["key"].startswith(by_commit)
    assert by_commit.startswith(by_version)
    assert by_version == "site-${{ hashFiles('requirements.txt') }}-"
    assert cache["key"].endswith("-${{ github.run_id }}-${{ github.run_attempt }}")


@pytest.mark.parametrize("text", EACH_WORKFLOW)
def test_what_pip_has_fetched_is_kept_until_one_of_the_lists_changes(text: str) -> None:
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]
    given = [step["with"] for step in steps if step.get("uses", "").startswith("actions/setup-python@")]

    assert [one["cache"] for one in given] == ["pip"] * len(given)
    assert [one["cache-dependency-path"] for one in given] == ["requirements*.txt"] * len(given)


def test_on_gitlab_only_the_default_branch_takes_up_what_a_build_left() -> None:
    (gitlab,) = (host for host in HOSTS if host.name == "gitlab-pages")
    jobs = yaml.safe_load(gitlab.make(SETTINGS)[".gitlab-ci.yml"])
    holders = [name for name, job in jobs.items() if "public" in str(job.get("cache", ""))]

    assert holders == ["pages"]
    assert jobs["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
