"""How available components were over the usual windows, with what one figure hides: the band, the worst times."""

from collections.abc import Callable, Sequence

from statusladder.ladder.availability import percent_text
from statusladder.ladder.component_record import WINDOWS, Band, ComponentRecord, WindowRecord
from statusladder.views import urls
from statusladder.views.tables import NONE, Cell, Table, make_row, say_length
from statusladder.voice.voice import Voice

SHOWN_DAYS = 90
"""The window of the bars, and of the figures that stand beside them."""

_STRETCHES = ("hour", "day", "week")


def window_of(record: ComponentRecord, days: int) -> WindowRecord | None:
    return next((window for window in record.windows if window.days == days), None)


def percent_words(share: float, voice: Voice) -> str:
    """`99.98%`, cut and not rounded."""
    return voice.say("uptime.figure", figure=_figure(share, voice))


def _figure(share: float, voice: Voice) -> str:
    return voice.number(100) if share >= 1 else voice.decimal(float(percent_text(share)), 2)


def uptime_words(window: WindowRecord | None, voice: Voice) -> str:
    """`99.98%`, or that it was not measured, or a dash where nothing is known."""
    if window is None:
        return NONE
    if window.availability is None:
        return voice.say("uptime.not_measured")
    return percent_words(window.availability, voice)


def unmeasured_words(window: WindowRecord | None, voice: Voice) -> str | None:
    """`not measured (3 incidents without a recorded state)`; None where it was."""
    if window is None or not window.unmeasured:
        return None
    return voice.say("uptime.not_measured_because", n=window.unmeasured)


def build_availability_table(records: Sequence[ComponentRecord], voice: Voice) -> Table:
    """Every component over every window, and how long customers felt something in the period of the page."""
    return _by_component(records, lambda record: _hidden(window_of(record, SHOWN_DAYS), voice), voice)


def period_table(records: Sequence[ComponentRecord], voice: Voice) -> Table:
    """The same with the band and the worst times of the period that is looked at, and the days of these."""
    return _by_component(records, lambda record: _hidden(record.in_period, voice, with_days=True), voice)


def _by_component(
    records: Sequence[ComponentRecord], hidden: Callable[[ComponentRecord], tuple[str, ...]], voice: Voice
) -> Table:
    say, rows = voice.say, []
    for record in records:
        windows = [window_of(record, days) for days in WINDOWS]
        felt = say_length(record.in_period.impact_time, voice) if record.in_period and record.in_period.impact else NONE
        name = Cell(record.name, urls.of_component(record.component.id))
        rows.append(make_row(name, *(uptime_words(window, voice) for window in windows), felt, *hidden(record)))
    lengths = (say("uptime.days", n=days) for days in WINDOWS)
    columns = (say("uptime.component"), *lengths, say("uptime.impact"), *_headings(voice))
    return Table(say("uptime.caption_by_component"), columns, tuple(rows))


def build_windows_table(record: ComponentRecord, voice: Voice) -> Table | None:
    """One component over every window; None where nothing is known of it."""
    if not record.windows:
        return None
    say = voice.say
    rows = tuple(
        make_row(say("uptime.days", n=window.days), uptime_words(window, voice), *_hidden(window, voice))
        for window in record.windows
    )
    return Table(say("uptime.caption"), (say("uptime.window"), say("uptime.available"), *_headings(voice)), rows)


def assumed_words(window: WindowRecord | None, voice: Voice) -> str | None:
    """That the figures of a window rest on assumed states; None where they do not."""
    if window is None or not window.assumed:
        return None
    return voice.say("uptime.assumed", n=window.assumed, days=window.days)


def say_assumed_components(records: Sequence[ComponentRecord], voice: Voice) -> str | None:
    """Which components rest on assumed states in the period that is looked at, and in how many incidents."""
    named = [
        voice.say("uptime.assumed_of", component=record.name, n=record.in_period.assumed)
        for record in records
        if record.in_period is not None and record.in_period.assumed
    ]
    return voice.say("uptime.assumed_components", components=voice.listed(named)) if named else None


def _headings(voice: Voice) -> tuple[str, ...]:
    return voice.say("uptime.by_customers"), *(voice.say(f"uptime.worst.{name}") for name in _STRETCHES)


def _hidden(window: WindowRecord | None, voice: Voice, *, with_days: bool = False) -> tuple[str, ...]:
    """The band by the customers that were hit, and the worst hour, day and week, perhaps with the days of these."""
    if window is None:
        return (NONE,) * (1 + len(_STRETCHES))
    return _band(window.band, voice), *(_worst(window, name, voice, with_days) for name in _STRETCHES)


def _worst(window: WindowRecord, name: str, voice: Voice, with_day: bool) -> str:
    """A window in which nothing was lost has no worst time, and all of it was there."""
    if window.availability is not None and window.availability >= 1:
        return percent_words(window.availability, voice)
    if name not in window.worst:
        return NONE
    worst = window.worst[name]
    figure = percent_words(worst.availability, voice)
    return voice.say("uptime.worst_on", figure=figure, day=voice.day_of(worst.lost_from)) if with_day else figure


def _band(band: Band | None, voice: Voice) -> str:
    """`99.98% (99.98–99.99%)`: by the middle of what was told, and by its range."""
    if band is None:
        return NONE
    low, high, middle = _figure(band.low, voice), _figure(band.high, voice), percent_words(band.middle, voice)
    if low == high:
        return middle
    return voice.say("uptime.band", figure=middle, range=voice.say("uptime.range", low=low, high=high))
