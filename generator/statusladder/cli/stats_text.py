"""The figures of a site in words and tables for a terminal, each with how many incidents stand behind it."""

import math
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from statusladder.cli.tables import in_columns, of_counts, of_lengths
from statusladder.ladder.action_record import ActionRecord
from statusladder.ladder.availability import percent_text
from statusladder.ladder.component_record import WINDOWS, ComponentRecord
from statusladder.ladder.measures import Metric
from statusladder.ladder.reliability import Estimates, Reliability, Spread, TargetRecord
from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.views.component_windows import assumed_components, uptime_words
from statusladder.views.feedback import rating_view
from statusladder.views.reliability_data import INCLUDED, LEFT_OUT, NO_LEDGER
from statusladder.views.wording import SEVERITY_LABELS, Clock, capitalised, counted, duration, long_date

NONE = "–"

WIDTH = 100
"""Characters of a line of sentences."""

_ARROWS = {"up": "more than", "down": "fewer than"}


def stats_text(told: Reliability, name: str, clock: Clock) -> str:
    """Everything that `reliability_data` holds but the single incidents."""
    parts = [
        "\n".join(_head(told, name, clock)),
        _table("HEADLINE", _headline(told)),
        _table("INCIDENTS", _incidents(told, clock)),
        _table("HOW LONG IT TOOK", _lengths(told)),
        _part("BY SEVERITY", list(_by_severity(told))),
        _part("COMPONENTS", list(_components(told, clock))),
        _table("ESTIMATES OF RECOVERY", _estimates(told.whole.estimates)),
        _table("ACTION ITEMS", _actions(told)),
        _part("HOW READERS RATED OUR UPDATES", list(_ratings(told))),
        _part("IMPROVEMENT TARGETS", [line for target in told.targets for line in _target(target, clock)]),
    ]
    return "\n\n".join(part for part in parts if part)


def _part(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *lines]) if lines else ""


def _table(heading: str, rows: Iterator[list[str]]) -> str:
    told = list(rows)
    return _part(heading, in_columns(told) if told else [])


def _head(told: Reliability, name: str, clock: Clock) -> Iterator[str]:
    last = long_date(clock.day_of(told.end))
    period = (
        f"{long_date(clock.day_of(told.start))} to {last}" if told.start is not None else f"everything up to {last}"
    )
    only = [f"only what names {told.scope.component}"] if told.scope.component is not None else []
    only += [f"only severity {told.scope.severity}"] if told.scope.severity is not None else []
    yield ", ".join([name, period, *only])
    policy = f"the policy of version {told.policy_version}" if told.policy_version else "a policy without a version"
    rules = f"The cadence is that of {policy}. A minute of partial outage weighs {told.partial_weight:g}."
    yield from textwrap.wrap(f"{INCLUDED} {LEFT_OUT} {rules} {NO_LEDGER}", WIDTH)


def _ratings(told: Reliability) -> Iterator[str]:
    for one in map(rating_view, told.ratings):
        yield f"{one.question} {one.text}"


def _headline(told: Reliability) -> Iterator[list[str]]:
    yield ["Time to first notice", summary_words(told.whole.spreads[Metric.FIRST_NOTICE].summary)]
    yield ["Promises kept", share_words(told.whole.promises)]
    yield ["Action items verified", share_words(told.actions.whole.verified)]


def _incidents(told: Reliability, clock: Clock) -> Iterator[list[str]]:
    whole = told.whole
    yield ["Incidents", f"{_number(whole.incidents, told.before)}, {whole.open} open", _by_month(told, clock)]
    left_out = [f"{counted(told.retracted, 'false alarm')}, {counted(told.merged, 'duplicate')}"]
    yield ["Left out", *left_out, ""]
    yield ["Promises with 2 min of grace", share_words(whole.promises_with_grace), ""]
    yield ["Pauses within the cadence", share_words(whole.pauses), ""]
    yield ["Overdue in all", length_words(whole.overdue / _MINUTE), ""]
    yield ["Detected before the first customer report", share_words(whole.detected_first), ""]
    yield ["Detected before customers were affected", share_words(whole.detected_before_impact), ""]
    yield ["Re-opened", share_words(whole.reopened), ""]
    yield ["Escalations", _number(whole.escalations), ""]
    yield ["Corrections", f"{_number(whole.corrections)}; more can be more honest", ""]


def _by_month(told: Reliability, clock: Clock) -> str:
    """A block for each month of the period that has begun, or since the first incident."""
    days = [clock.day_of(one.incident.first.at) for one in told.incidents]
    first = clock.day_of(told.start) if told.start is not None else min(days, default=None)
    if first is None:
        return ""
    per_month = Counter((day.year, day.month) for day in days)
    months = list(_months(first, clock.day_of(told.end)))
    return f"{of_counts([per_month[month] for month in months])} by month"


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    yield from ((number // 12, number % 12 + 1) for number in numbers)


def _lengths(told: Reliability) -> Iterator[list[str]]:
    yield ["", "n", "median", "95 % interval", "90 % below", "not counted", "oldest to newest"]
    for metric, spread in told.whole.spreads.items():
        summary = spread.summary
        if not spread.dots:
            continue
        interval = summary.interval
        between = f"{length_words(interval.low)} to {length_words(interval.high)}" if interval else _listed(summary)
        measured = [dot.minutes for dot in spread.dots if dot.length.is_measured]
        yield [
            capitalised(metric.value),
            str(summary.n),
            length_words(summary.median) if summary.median is not None else NONE,
            between,
            length_words(summary.p90) if summary.p90 is not None else NONE,
            _not_counted(spread),
            of_lengths(measured),
        ]


def _listed(summary: Summary) -> str:
    """The values themselves, where they are too few for an interval."""
    return ", ".join(map(length_words, summary.values)) or NONE


def _not_counted(spread: Spread) -> str:
    parts = ((spread.estimated, "estimated"), (spread.running, "running"), (spread.missing, "without"))
    return ", ".join(f"{number} {word}" for number, word in parts if number) or NONE


def _by_severity(told: Reliability) -> Iterator[str]:
    for severity, figures in told.by_severity.items():
        yield f"{SEVERITY_LABELS[severity]}: {counted(figures.incidents.number, 'incident')}"
        rows = [
            [f"  {capitalised(metric.value)}", summary_words(figures.spreads[metric].summary)]
            for metric in (Metric.FIRST_NOTICE, Metric.RESTORE, Metric.SILENCE)
        ]
        yield from in_columns([*rows, ["  Promises kept", share_words(figures.promises)]])


def _components(told: Reliability, clock: Clock) -> list[str]:
    heads = [f"{days} days" for days in WINDOWS]
    rows = [["", *heads, "by customers", "impact", "worst hour", "worst day", "worst week"]]
    rows += [_component(record, clock) for record in told.components]
    if not told.components:
        return []
    notes = ["What is to the right of the windows covers the period above; the last columns are in percent."]
    unmeasured = [
        f"{record.name} {record.in_period.unmeasured}"
        for record in told.components
        if record.in_period is not None and record.in_period.unmeasured
    ]
    if unmeasured:
        notes.append("Not measured, because incidents have no recorded state or length: " + ", ".join(unmeasured) + ".")
    if (assumed := assumed_components(told.components)) is not None:
        notes.append(assumed)
    return [*in_columns(rows), *(line for note in notes for line in textwrap.wrap(note, WIDTH))]


def _component(record: ComponentRecord, clock: Clock) -> list[str]:
    period = record.in_period
    if period is None:
        return [record.name, *[NONE] * (len(WINDOWS) + 5)]
    band = period.band
    by_customers = NONE
    if band is not None:
        by_customers = f"{percent_text(band.middle)} ({percent_text(band.low)} to {percent_text(band.high)})"
    worst = [period.worst.get(name) for name in ("hour", "day", "week")]
    return [
        record.name,
        *map(uptime_words, record.windows),
        by_customers,
        length_words(period.impact_time / _MINUTE),
        *(f"{percent_text(one.availability)} on {clock.day_of(one.lost_from)}" if one else NONE for one in worst),
    ]


def _estimates(told: Estimates) -> Iterator[list[str]]:
    if told.held.n or told.undecided:
        yield ["Windows that held", share_words(told.held)]
        yield ["Missed by", summary_words(told.error)]
        yield ["Changed", f"{counted(told.revisions, 'time')}, {_moved(told.slipped)}"]
        yield ["Still to come", str(told.undecided)]
        for confidence, held in told.calibration.items():
            words = share_words(held) if held is not None else "too few to say"
            yield [f"Held of {confidence.value} confidence", words]
    if told.unknown_for:
        yield ["Said that nobody knows", f"{length_words(told.unknown_for / _MINUTE)}, which is no fault"]


def _moved(slipped: timedelta) -> str:
    if not slipped:
        return "and ended no later"
    return f"{length_words(abs(slipped) / _MINUTE)} {'later' if slipped > timedelta(0) else 'earlier'} in all"


def _actions(told: Reliability) -> Iterator[list[str]]:
    if told.actions.whole.opened:
        yield ["", "opened", "on time", "verified", "dropped", "moved", "age of the open ones, in days"]
        yield _action("All", told.actions.whole)
    for kind, record in told.actions.by_type.items():
        yield _action(capitalised(kind.value.replace("_", " ")), record)


def _action(label: str, record: ActionRecord) -> list[str]:
    age = record.age
    days = f"median {age.median:g} (n = {age.n})" if age.median is not None else NONE
    counts = [str(record.opened), share_words(record.on_time), share_words(record.verified)]
    return [label, *counts, str(record.dropped), str(record.moved), days]


def _target(told: TargetRecord, clock: Clock) -> Iterator[str]:
    target, compared = told.target, told.comparison
    yield f"{target.metric}: {target.target} by {long_date(target.by)}; it was {target.baseline}"
    if compared is None:
        yield "  This site does not measure it."
        return
    yield f"  before {clock.full(told.told_at)}: {summary_words(compared.before)}"
    yield f"  since then: {summary_words(compared.after)}"
    if compared.difference is None or compared.p is None:
        yield f"  {capitalised(compared.words or '')}."
    else:
        less = "less" if compared.difference < 0 else "more"
        about = "p =" if compared.exact else "p is about"
        yield f"  {length_words(abs(compared.difference))} {less} in the median, {about} {compared.p:.3f}"


_MINUTE = timedelta(minutes=1)


def length_words(minutes: float) -> str:
    return duration(minutes * _MINUTE) if minutes else "0 min"


def summary_words(summary: Summary) -> str:
    """The median with its interval and n; where they are too few for that, the values themselves."""
    if summary.median is None:
        return NONE
    if summary.interval is None:
        return f"{_listed(summary)} (n = {summary.n})"
    low, high = length_words(summary.interval.low), length_words(summary.interval.high)
    return f"median {length_words(summary.median)}, {low} to {high} (n = {summary.n})"


def share_words(share: Share) -> str:
    """`42 of 44, 95 % (84 to 99 %)`: cut, so that only all of them are 100 %."""
    if share.share is None or share.interval is None:
        return NONE
    low, high = math.floor(share.interval.low * 100), math.ceil(share.interval.high * 100)
    return f"{share.hits} of {share.n}, {math.floor(share.share * 100)} % ({low} to {high} %)"


def _number(told: Count, before: int | None = None) -> str:
    """The number, and how it stands to the one before only where that cannot be chance."""
    direction = told.direction(before) if before is not None else None
    words = f", {_ARROWS[direction]} the {before} of the period before" if direction is not None else ""
    return f"{told.number} ({told.interval.low:.1f} to {told.interval.high:.1f}){words}"
