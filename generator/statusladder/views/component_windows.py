"""How available components were over the usual windows, with what one figure hides: the band, the worst times."""

from collections.abc import Callable, Sequence

from statusladder.ladder.availability import percent_text
from statusladder.ladder.component_record import WINDOWS, Band, ComponentRecord, WindowRecord
from statusladder.views import urls
from statusladder.views.tables import NONE, Cell, Table, make_row, say_length
from statusladder.views.wording import say_count, say_list
from statusladder.voice.voice import Voice

NOT_MEASURED = "not measured"

SHOWN_DAYS = 90
"""The window of the bars, and of the figures that stand beside them."""

_STRETCHES = ("hour", "day", "week")


def window_of(record: ComponentRecord, days: int) -> WindowRecord | None:
    return next((window for window in record.windows if window.days == days), None)


def percent_words(share: float) -> str:
    return f"{percent_text(share)}%"


def uptime_words(window: WindowRecord | None) -> str:
    """`99.98%`, or that it was not measured, or a dash where nothing is known."""
    if window is None:
        return NONE
    return NOT_MEASURED if window.availability is None else percent_words(window.availability)


def unmeasured_words(window: WindowRecord | None) -> str | None:
    """`not measured (3 incidents without a recorded state)`; None where it was."""
    if window is None or not window.unmeasured:
        return None
    return f"{NOT_MEASURED} ({say_count(window.unmeasured, 'incident')} without a recorded state)"


def build_availability_table(records: Sequence[ComponentRecord]) -> Table:
    """Every component over every window, and how long customers felt something in the period of the page."""
    return _by_component(records, lambda record: _hidden(window_of(record, SHOWN_DAYS)))


def period_table(records: Sequence[ComponentRecord], voice: Voice) -> Table:
    """The same with the band and the worst times of the period that is looked at, and the days of these."""
    return _by_component(records, lambda record: _hidden(record.in_period, voice))


def _by_component(records: Sequence[ComponentRecord], hidden: Callable[[ComponentRecord], tuple[str, ...]]) -> Table:
    rows = []
    for record in records:
        windows = [window_of(record, days) for days in WINDOWS]
        felt = say_length(record.in_period.impact_time) if record.in_period and record.in_period.impact else NONE
        name = Cell(record.name, urls.of_component(record.component.id))
        rows.append(make_row(name, *map(uptime_words, windows), felt, *hidden(record)))
    columns = ("Component", *(f"{days} days" for days in WINDOWS), "Time with impact", "By customers hit", *_headings())
    return Table("Availability by component", columns, tuple(rows))


def build_windows_table(record: ComponentRecord) -> Table | None:
    """One component over every window; None where nothing is known of it."""
    if not record.windows:
        return None
    rows = tuple(make_row(f"{window.days} days", uptime_words(window), *_hidden(window)) for window in record.windows)
    return Table("Availability", ("Window", "Available", "By customers hit", *_headings()), rows)


def assumed_words(window: WindowRecord | None) -> str | None:
    """That the figures of a window rest on assumed states; None where they do not."""
    if window is None or not window.assumed:
        return None
    when = "it was imported" if window.assumed == 1 else "they were imported"
    incidents = say_count(window.assumed, "incident")
    return f"For {incidents} in the last {window.days} days, the state was assumed from the severity when {when}."


def say_assumed_components(records: Sequence[ComponentRecord]) -> str | None:
    """Which components rest on assumed states in the period that is looked at, and in how many incidents."""
    named = [
        f"{record.name} ({say_count(record.in_period.assumed, 'incident')})"
        for record in records
        if record.in_period is not None and record.in_period.assumed
    ]
    return f"State assumed from the severity when imported: {say_list(named)}." if named else None


def _headings() -> tuple[str, ...]:
    return tuple(f"Worst {name}" for name in _STRETCHES)


def _hidden(window: WindowRecord | None, voice: Voice | None = None) -> tuple[str, ...]:
    """The band by the customers that were hit, and the worst hour, day and week; with a voice, the days of these."""
    if window is None:
        return (NONE,) * (1 + len(_STRETCHES))
    return _band(window.band), *(_worst(window, name, voice) for name in _STRETCHES)


def _worst(window: WindowRecord, name: str, voice: Voice | None) -> str:
    """A window in which nothing was lost has no worst time, and all of it was there."""
    if window.availability is not None and window.availability >= 1:
        return percent_words(window.availability)
    if name not in window.worst:
        return NONE
    worst = window.worst[name]
    day = f" on {voice.day_of(worst.lost_from)}" if voice is not None else ""
    return f"{percent_words(worst.availability)}{day}"


def _band(band: Band | None) -> str:
    """`99.98% (99.98–99.99%)`: by the middle of what was told, and by its range."""
    if band is None:
        return NONE
    low, high = percent_text(band.low), percent_text(band.high)
    middle = percent_words(band.middle)
    return middle if low == high else f"{middle} ({low}–{high}%)"
