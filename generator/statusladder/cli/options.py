"""The options that several commands share, and the one place that reads the clock."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from statusladder.model.values import parse_moment

PUBLIC = "public"
"""The folder into which a site is built unless another is named."""

site_option = click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path),
    default=Path("."),
    show_default="this folder",
    help="The site's folder, the one with site.yaml.",
)
now_option = click.option(
    "--now", "now_text", metavar="TIME", help="The time to use as now, such as 2026-03-14T10:05:00Z."
)
own_network_option = click.option(
    "--own-network", is_flag=True, help="Allow hosts whose names lead into this machine's own network."
)
trust_option = click.option(
    "--trust-theme",
    "trusts_theme",
    is_flag=True,
    help="Render the theme in the site's folder too, and not the shipped one in its place.",
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Only print problems.")


@dataclass(frozen=True)
class Moment:
    """`now` is the moment a command looks at; `clock` is the same, or None when the moment was chosen.

    `frozen`: it was chosen with `--now`, to look at it, and not to build the present state again byte for byte.
    """

    now: datetime
    clock: datetime | None
    frozen: bool


def choose_moment(now_text: str | None) -> Moment:
    """`--now` first, then SOURCE_DATE_EPOCH (seconds since 1970, reproducible-builds.org), then the clock."""
    if now_text is not None:
        try:
            return Moment(parse_moment(now_text), None, frozen=True)
        except ValueError as wrong:
            raise click.BadParameter(str(wrong), param_hint="--now") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not (epoch.isascii() and epoch.isdigit() and len(epoch) <= 10):
            raise click.UsageError("SOURCE_DATE_EPOCH is not a number of seconds since 1970")
        return Moment(datetime.fromtimestamp(int(epoch), UTC), None, frozen=False)
    now = read_clock()
    return Moment(now, now, frozen=False)


def read_clock() -> datetime:
    """What the clock says, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
