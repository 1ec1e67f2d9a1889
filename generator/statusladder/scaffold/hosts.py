"""What the sets of several hosts have in common: the lists of what to install, the texts on disk, GitHub's workflows.

Where the repository of a site lies on GitHub, only how it deploys is another from host to host.
"""

from pathlib import Path
from types import MappingProxyType

from statusladder.model.site import Settings
from statusladder.scaffold.interface import Files, Scaffold

_TEMPLATES = Path(__file__).parent / "templates"

REQUIREMENTS = "requirements.txt"
"""What the workflows of every host install; `init` puts statusladder itself in front."""

BUILDERS = "requirements-build.txt"
"""What they install before that: it turns into packages what is published as source only."""


def read_template(name: str) -> str:
    """The text `name` of the templates beside this file, as it is written into a site."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def make_common_files() -> Files:
    """What every host's machine needs: what to install, each version with the hashes of its files."""
    return {name: _without_comments(read_template(name)) for name in (BUILDERS, REQUIREMENTS)}


def _without_comments(text: str) -> str:
    """A list without the lines that say how we made it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))


def make_github_host(
    name: str, title: str, needs: str, deploy: str, lock: Files = MappingProxyType({}), updates: str = ""
) -> Scaffold:
    """A host that GitHub Actions publish to.

    `needs` are the lines that say what a person has to set up once, `deploy` is the job that follows the job `build`.
    Where that job installs anything, `lock` are the files that say what, and `updates` how Dependabot renews them.
    """
    head = f"# Publishes when a change is merged, and whenever something starts it.\n{needs}"

    def make(settings: Settings) -> Files:
        return {
            **make_common_files(),
            ".github/workflows/check.yml": read_template("github/check.yml"),
            ".github/workflows/clock.yml": read_template("github/clock.yml"),
            ".github/workflows/nudge.yml": read_template("github/nudge.yml"),
            ".github/workflows/publish.yml": head
            + read_template("github/build.yml")
            + deploy
            + read_template("github/ping.yml")
            + read_template("github/complete.yml"),
            ".github/dependabot.yml": read_template("github/dependabot.yml") + updates,
            **lock,
        }

    return Scaffold(name, title, is_host=True, make=make)


def deploy_unpacked(steps: str, permissions: str = "{}") -> str:
    """A job that has no right but `permissions`, nor the repository: it unpacks the site into public/, then `steps`."""
    return read_template("github/deploy.yml").replace("permissions: {}", f"permissions: {permissions}") + steps
