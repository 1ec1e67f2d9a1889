"""What the banner says on pages of other sites: one line for each thing that goes on, and until when at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.availability import midnight
from statusladder.markup.prose import shorten
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views import urls, wording
from statusladder.views.story import Story

LONGEST = 140
"""Characters of the line."""

LASTS_DAYS = 2
"""Midnights after which a line disappears by itself, so that a site that is not built any more falls silent."""


@dataclass(frozen=True)
class Banner:
    """`id` changes when it gets worse or begins anew, so that what was dismissed is told again."""

    id: str
    level: str
    text: str
    url: str
    components: tuple[str, ...]
    expires_at: datetime
    is_critical: bool


def is_shown(story: Story, settings: Settings) -> bool:
    """Whether what goes on has a line: an early notice, of which nobody feels anything, only where the site asks."""
    return settings.banner.notice or story.stage is not Stage.NOTICE


def banner(story: Story, settings: Settings, now: datetime) -> Banner:
    """The line of a story that goes on at `now`."""
    level = "maintenance" if story.is_maintenance else (story.severity or Severity.MINOR).value
    return Banner(
        id=f"{story.id} {level}",
        level=level,
        text=_text(story),
        url=urls.absolute(settings.site.url, story.url),
        components=story.component_ids,
        expires_at=_expires_at(settings, now),
        is_critical=story.severity is Severity.CRITICAL,
    )


def banner_of_gap(settings: Settings, now: datetime) -> Banner:
    """The line of a site that cannot show all of its words; whatever a page shows only, it may be about that."""
    text = f"{wording.NOT_SHOWN}. What we show may not be all that is wrong."
    return Banner("gap", Severity.MINOR.value, text, f"{settings.site.url}/", (), _expires_at(settings, now), False)


def _expires_at(settings: Settings, now: datetime) -> datetime:
    return midnight(now.astimezone(settings.zone).date() + timedelta(days=LASTS_DAYS), settings.zone)


def _text(story: Story) -> str:
    """Stage, title, and when more is known; of a text that is too long only the title is cut.

    An early notice says which components are at risk, where the whole title leaves room for it.
    """
    before = f"{story.label}: "
    after = f". {story.next_update.text}" if story.next_update is not None else ""
    risk = f". {story.panel.state_lines[0]}" if story.panel.is_early_notice and story.panel.state_lines else ""
    if len(before) + len(story.title) + len(risk) + len(after) <= LONGEST:
        after = risk + after
    return f"{before}{shorten(story.title, LONGEST - len(before) - len(after))}{after}"
