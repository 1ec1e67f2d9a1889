"""Print the figures of the reliability page.

They cover communication and uptime. Only what the public may read is counted, as on the page.
"""

import json
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.stats_text import stats_text
from statusladder.cli.verdict import require_library, use_cache
from statusladder.content.reader import read_library
from statusladder.ladder.course import Courses
from statusladder.ladder.publication import public_part_of
from statusladder.ladder.reliability import Selection, measure_reliability
from statusladder.model.site import Settings
from statusladder.model.values import suggest
from statusladder.model.vocabulary import Severity
from statusladder.views.reliability_data import reliability_as_data
from statusladder.voice.voice import english

LONGEST_PERIOD = 36_500


@click.command("stats", help=__doc__)
@click.option("--period", metavar="90d", default="365d", show_default=True, help="The last days, or 'all'.")
@click.option("--component", metavar="ID", help="Only incidents that name it.")
@click.option("--severity", type=click.Choice([severity.value for severity in Severity]))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@now_option
@site_option
@quiet_option
def COMMAND(
    period: str,
    component: str | None,
    severity: str | None,
    form: str,
    now_text: str | None,
    root: Path,
    quiet: bool,
) -> None:
    console, now = Console(quiet), choose_moment(now_text).now
    scope = Selection(_days(period), component, Severity(severity) if severity else None)
    reading = use_cache(root, lambda cache: read_library(root, cache))
    library = public_part_of(require_library(console, root, reading.library, reading.problems), now)
    if component is not None:
        _require(component, library.settings)
    reliability = measure_reliability(Courses(library, now), scope)
    voice = english(library.settings.zone, now)
    if form == "json":
        console.data(json.dumps(reliability_as_data(reliability, voice), indent=2))
    else:
        console.data(stats_text(reliability, library.settings.site.name, voice))
    if reading.problems:
        raise click.exceptions.Exit(1)


def _days(period: str) -> int | None:
    if period == "all":
        return None
    number = period.removesuffix("d")
    if number.isascii() and number.isdigit() and period != number and 0 < int(number[:9]) <= LONGEST_PERIOD:
        return int(number)
    raise click.BadParameter(f"'{period}' is no number of days; write 90d, or all", param_hint="--period")


def _require(component: str, settings: Settings) -> None:
    if settings.component(component) is None:
        fix = suggest(component, [one.id for one in settings.components])
        raise click.BadParameter(f"no component is called '{component}'; {fix}", param_hint="--component")
