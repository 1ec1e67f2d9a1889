"""Create a new site with an example, ready to publish.

DIR gets settings, a first notice as an example, workflows that publish the site, and the built pages. It may hold other
files, a repository for instance. What is already there is never overwritten: if anything is in the way, nothing is
written.
"""

from pathlib import Path

import click

from statusladder import __version__
from statusladder.cli.console import Console
from statusladder.cli.options import PUBLIC, choose_moment, now_option, quiet_option
from statusladder.cli.tables import in_columns
from statusladder.cli.words import say_list
from statusladder.content.keyed_file import read_record
from statusladder.content.settings import SETTINGS_FILE
from statusladder.content.write_together import write_together
from statusladder.history.git import GitError, folder_in_repository
from statusladder.model.site import Settings
from statusladder.publish.pipeline import publish_site
from statusladder.scaffold.choice import (
    CMS,
    IGNORE_FILE,
    IGNORED,
    NO_HOST,
    SITE_YAML,
    files_for,
    find_host_names,
    find_obstacles,
    find_sets,
    make_first_files,
    make_sets,
)
from statusladder.scaffold.hosts import REQUIREMENTS
from statusladder.scaffold.interface import Files
from statusladder.scaffold.own_wheel import make_own_package
from statusladder.scaffold.renewal import RECORD, UpgradeRecord, digest_of, record_text

READ_AT_THE_ROOT = (".github", ".gitlab-ci.yml")
"""Where hosts look for what publishes a site."""


def _listed() -> str:
    """What there is to choose from, and what every site is given, for `--help`."""
    rows = {f"  --host {name}": find_sets()[name].title for name in find_host_names() if name != NO_HOST}
    rows[f"  --host {NO_HOST}"] = "nothing that publishes"
    for name, member in find_sets().items():
        if not member.is_host:
            rows["  --cms" if name == CMS else f"  always {name}"] = member.title
    return "\b\nWhat is written:\n" + "\n".join(in_columns([*rows.items()]))


@click.command("init", help=__doc__, epilog=_listed())
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--host",
    type=click.Choice(find_host_names()),
    default="github-pages",
    show_default=True,
    help="Where to publish to.",
)
@click.option("--cms", is_flag=True, help="Add a web editor, for people without Git.")
@now_option
@quiet_option
def COMMAND(folder: Path, host: str, cms: bool, now_text: str | None, quiet: bool) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    given: dict[str, str | bytes] = {**_given(host, cms)}
    files: dict[str, str | bytes] = {**make_first_files(moment.now), **given, RECORD: ""}
    ignored_elsewhere = (folder / IGNORE_FILE).is_file()
    if ignored_elsewhere:
        del files[IGNORE_FILE]
    obstacles = find_obstacles(folder, [*files, PUBLIC])
    if obstacles:
        names = ", ".join(str(obstacle) for obstacle in obstacles)
        console.fault(f"already there: {names}", "choose another folder, or move these away; init overwrites nothing")
        raise click.exceptions.Exit(1)
    if REQUIREMENTS in given:
        given |= make_own_package(console.say)
    digests = {path: digest_of(content) for path, content in given.items()}
    files |= {**given, RECORD: record_text(UpgradeRecord(__version__, host, digests))}
    try:
        write_together(folder, {}, files)
    except OSError as failure:
        console.fault(f"{failure.filename} cannot be written ({failure.strerror})", "choose another folder")
        raise click.exceptions.Exit(1) from None
    for name in files:
        console.say(f"Wrote {folder / name}")
    publication = publish_site(folder, folder / PUBLIC, moment.now, moment.clock, lambda count: None, moment.frozen)
    if publication.outcome is None:
        console.problems(publication.problems)
        console.fault("the site is written but not built", "fix what was in the folder before, then build")
        raise click.exceptions.Exit(1)
    console.say(f"Built the site in {folder / PUBLIC}.")
    if ignored_elsewhere:
        console.say(f"Add these lines to {folder / IGNORE_FILE}: {say_list(IGNORED)}")
    if any(name.startswith(READ_AT_THE_ROOT) for name in files) and _is_below_its_repository(folder):
        names = " and ".join(READ_AT_THE_ROOT)
        console.say(f"Git hosts read {names} at the root of a repository only: give {folder} a repository of its own.")
    console.say(
        f"Next: put your name, address (twice) and components into {folder / SETTINGS_FILE}, delete the example in "
        f"{folder / 'content'}, then commit all of it."
    )


def _is_below_its_repository(folder: Path) -> bool:
    try:
        return bool(folder_in_repository(folder))
    except GitError:
        return False


def _given(host: str, cms: bool) -> Files:
    """The files of the members that were chosen, and of those that every site is given."""
    if cms and CMS not in find_sets():
        raise click.UsageError(f"there is no web editor to add; there is {', '.join(find_sets())}")
    settings, _, _ = read_record(Settings, SITE_YAML.encode(), SETTINGS_FILE)
    assert settings is not None, "the settings of a new site are ours and right"
    return files_for(make_sets(settings), host, cms=cms)
