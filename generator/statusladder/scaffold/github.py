"""The workflows of a site whose repository lies on GitHub: only how it deploys is another from host to host."""

from types import MappingProxyType

from statusladder.model.site import Settings
from statusladder.scaffold.interface import Files, Scaffold
from statusladder.scaffold.shared import common_files, template


def host_on_github(
    name: str, title: str, needs: str, deploy: str, lock: Files = MappingProxyType({}), updates: str = ""
) -> Scaffold:
    """A host that GitHub Actions publish to.

    `needs` are the lines that say what a person has to set up once, `deploy` is the job that follows the job `build`.
    Where that job installs anything, `lock` are the files that say what, and `updates` how Dependabot renews them.
    """
    head = f"# Publishes when a change is merged, and whenever something starts it.\n{needs}"

    def make(settings: Settings) -> Files:
        return {
            **common_files(),
            ".github/workflows/check.yml": template("github/check.yml"),
            ".github/workflows/clock.yml": template("github/clock.yml"),
            ".github/workflows/nudge.yml": template("github/nudge.yml"),
            ".github/workflows/publish.yml": head
            + template("github/build.yml")
            + deploy
            + template("github/ping.yml")
            + template("github/complete.yml"),
            ".github/dependabot.yml": template("github/dependabot.yml") + updates,
            **lock,
        }

    return Scaffold(name, title, is_host=True, make=make)


def deploy_unpacked(steps: str, permissions: str = "{}") -> str:
    """A job that has no right but `permissions`, nor the repository: it unpacks the site into public/, then `steps`."""
    return template("github/deploy.yml").replace("permissions: {}", f"permissions: {permissions}") + steps
