"""What the sets of several hosts have in common: the lists of what to install, the texts on disk, GitHub's workflows.

Where the repository of a site lies on GitHub, only how it deploys is another from host to host.
"""

from pathlib import Path
from types import MappingProxyType

from statusladder.model.reach import SENT_TO, variable_of
from statusladder.model.site import Settings
from statusladder.scaffold.interface import Files, Scaffold

_TEMPLATES = Path(__file__).parent / "templates"

REQUIREMENTS = "requirements.txt"
"""What the workflows of every host install; `init` puts statusladder itself in front."""

ANNOUNCERS = "requirements-announce.txt"
"""What the job that announces installs besides, where a site has channels that we send to."""

BUILDERS = "requirements-build.txt"
"""What they install before that: it turns into packages what is published as source only."""


def read_template(name: str) -> str:
    """The text `name` of the templates beside this file, as it is written into a site."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def make_common_files(settings: Settings | None = None) -> Files:
    """What every host's machine needs: what to install, each version with the hashes of its files."""
    lists = (BUILDERS, REQUIREMENTS, *([ANNOUNCERS] if settings is not None and find_sent_to(settings) else []))
    return {name: _without_comments(read_template(name)) for name in lists}


def find_sent_to(settings: Settings) -> tuple[str, ...]:
    """The variables that hold the addresses of the channels that `announce` sends to, in the order of site.yaml."""
    return tuple(dict.fromkeys(variable_of(one.id) for one in settings.channels if one.kind in SENT_TO))


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
            **make_common_files(settings),
            ".github/workflows/check.yml": read_template("github/check.yml"),
            ".github/workflows/clock.yml": read_template("github/clock.yml"),
            ".github/workflows/nudge.yml": read_template("github/nudge.yml"),
            ".github/workflows/publish.yml": head
            + (_NEEDS_CHANNELS if find_sent_to(settings) else "")
            + _build(settings)
            + deploy
            + _announce(settings)
            + read_template("github/ping.yml")
            + read_template("github/complete.yml"),
            ".github/dependabot.yml": read_template("github/dependabot.yml") + updates,
            **lock,
        }

    return Scaffold(name, title, is_host=True, make=make)


_NEEDS_CHANNELS = """\
# To announce: make an environment `announce` that only main may use, with the address of each channel as a secret. Its
# name is in the job `announce`; a channel without one stays silent. After a change of channels: statusladder upgrade.
"""


def _build(settings: Settings) -> str:
    """The job that builds; with a channel to send to, it writes the messages before the deployment."""
    build = read_template("github/build.yml")
    if not find_sent_to(settings):
        return build
    handed_on = "    outputs:\n      messages: ${{ steps.messages.outputs.state }}\n"
    return build.replace("    outputs:\n", handed_on) + read_template("github/messages.yml")


def _announce(settings: Settings) -> str:
    """The job that sends them after the deployment: one secret for each channel, and none for any other job."""
    variables = find_sent_to(settings)
    if not variables:
        return ""
    lines = "\n".join(f"          {name}: ${{{{ secrets.{name} }}}}" for name in variables)
    return read_template("github/announce.yml").replace("CHANNELS", lines, 1)


def deploy_unpacked(steps: str, permissions: str = "{}") -> str:
    """A job that has no right but `permissions`, nor the repository: it unpacks the site into public/, then `steps`."""
    return read_template("github/deploy.yml").replace("permissions: {}", f"permissions: {permissions}") + steps
