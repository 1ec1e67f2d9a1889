"""The reliability page: how soon we speak, whether we keep our word, how long things are broken, with all doubts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.measures import Metric
from statusladder.ladder.reliability import Reliability, TargetRecord
from statusladder.ladder.statistics import Comparison, Summary
from statusladder.ladder.targets import Tracked
from statusladder.views import urls, wording
from statusladder.views.component_windows import build_availability_table, say_assumed_components
from statusladder.views.feedback import RatingView, build_rating
from statusladder.views.figures import Figure, build_gap_figure, build_length_figure, build_promise_figure
from statusladder.views.reliability_data import Data, as_row, key_of, reliability_as_data
from statusladder.views.reliability_tables import build_actions, build_counts, build_incidents
from statusladder.views.tables import (
    NONE,
    Cell,
    Table,
    hits_words,
    interval_words,
    make_row,
    median_words,
    say_certain,
    say_length,
    say_minutes,
    share_words,
)
from statusladder.views.targets import build_targets, say_period_before, say_present
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

MOST_ROWS = 50
"""Incidents that the page lists; all are in the files beside it."""

INCIDENT_COLUMNS = (
    "id",
    "title",
    "severity",
    "first_notice_at",
    "is_open",
    "promises_made",
    "promises_kept",
    "promises_kept_with_grace",
    "pauses",
    "pauses_within_cadence",
    "minutes_overdue",
    "estimates",
    "estimates_held",
    "detected_before_first_report",
    "detected_before_impact",
    "escalations",
    "reopenings",
    "corrections",
    *(name for metric in Metric for name in (key_of(metric), f"{key_of(metric)}_is")),
)
"""The keys of an incident in the data, in the order in which a table has them: named here, as a table may be empty."""


@dataclass(frozen=True)
class Headline:
    """One of the three figures that stand first: its name, the figure, and how sure it is."""

    label: str
    value: str
    doubt: str


@dataclass(frozen=True)
class TargetView:
    """An improvement target of a postmortem; `table` compares before with after, `says` is the result, or why there is
    none, and `measured` what it comes to in this period and the one before."""

    title: str
    source: Cell
    aim: str
    says: str | None
    table: Table | None
    measured: str | None


@dataclass(frozen=True)
class ReliabilityView:
    """`data` is the same as plain data, `rows` its incidents in `INCIDENT_COLUMNS`.

    `left_out` is how many incidents the table of incidents has no room for.
    """

    period: str
    rules: tuple[str, ...]
    headlines: tuple[Headline, ...]
    figures: tuple[Figure, ...]
    estimates: tuple[str, ...]
    counts: Table
    actions: Table | None
    availability: Table
    unmeasured: str | None
    assumed: str | None
    weight: str
    no_ledger: str
    site_targets: Table | None
    targets: tuple[TargetView, ...]
    ratings: tuple[RatingView, ...]
    incidents: Table | None
    left_out: int
    data: Data
    rows: tuple[tuple[object, ...], ...]


def build_reliability(reliability: Reliability, voice: Voice) -> ReliabilityView:
    """The page of these figures at the voice's moment."""
    newest = reliability.incidents[-1 : -MOST_ROWS - 1 : -1]
    return ReliabilityView(
        period=_period(reliability, voice),
        rules=tuple(_rules(reliability, voice)),
        headlines=tuple(_headlines(reliability, voice)),
        figures=tuple(_figures(reliability, voice)),
        estimates=tuple(_estimates(reliability, voice)),
        counts=build_counts(reliability, voice),
        actions=build_actions(reliability, voice),
        availability=build_availability_table(reliability.components, voice),
        unmeasured=_unmeasured(reliability, voice),
        assumed=say_assumed_components(reliability.components, voice),
        no_ledger=voice.say("reliability.rules.no_ledger"),
        weight=voice.percent(reliability.partial_weight * 100),
        site_targets=build_targets(reliability, voice),
        targets=tuple(_target(target, voice) for target in reliability.targets),
        ratings=tuple(build_rating(one, voice) for one in reliability.ratings),
        incidents=build_incidents(newest, voice) if newest else None,
        left_out=len(reliability.incidents) - len(newest),
        data=reliability_as_data(reliability, voice),
        rows=tuple(tuple(row[column] for column in INCIDENT_COLUMNS) for row in map(as_row, reliability.incidents)),
    )


def _figures(reliability: Reliability, voice: Voice) -> Iterator[Figure]:
    say = voice.say
    first_notice = say("reliability.lengths.first_notice")
    yield build_length_figure(reliability, Metric.FIRST_NOTICE, "first-notice", first_notice, voice)
    yield build_promise_figure(reliability, voice)
    yield build_gap_figure(reliability, voice)
    yield build_length_figure(reliability, Metric.RESTORE, "restore", say("reliability.lengths.restore"), voice)
    yield build_length_figure(reliability, Metric.OPEN, "open", say("reliability.lengths.open"), voice)


def _period(reliability: Reliability, voice: Voice) -> str:
    period = voice.say("reliability.period_until", end=_day_of(reliability.end, voice))
    if reliability.start is not None:
        start, end = _day_of(reliability.start, voice), _day_of(reliability.end, voice)
        period = voice.say("reliability.period_between", start=start, end=end)
    number, still_open = len(reliability.incidents), reliability.whole.open
    if not number:
        return voice.say("reliability.no_incident", period=period)
    if still_open:
        return voice.say("reliability.incidents_open", period=period, n=number, open=still_open)
    return voice.say("reliability.incidents", period=period, n=number)


def _day_of(moment: datetime, voice: Voice) -> str:
    return voice.day(voice.day_of(moment))


def _rules(reliability: Reliability, voice: Voice) -> Iterator[str]:
    say = voice.say
    yield say("reliability.rules.included")
    left_out = []
    if reliability.retracted:
        left_out.append(say("reliability.rules.false_alarms", n=reliability.retracted))
    if reliability.merged:
        left_out.append(say("reliability.rules.duplicates", n=reliability.merged))
    if left_out:
        yield say("reliability.rules.left_out_here", incidents=voice.listed(left_out))
    yield say("reliability.rules.left_out")
    yield say("reliability.rules.no_averages")
    if reliability.policy_version is not None:
        yield say("reliability.rules.policy", version=reliability.policy_version)


def _headlines(reliability: Reliability, voice: Voice) -> Iterator[Headline]:
    say, soon = voice.say, reliability.whole.spreads[Metric.FIRST_NOTICE].summary
    yield Headline(say(f"metric.{key_of(Metric.FIRST_NOTICE)}"), median_words(soon, voice), _doubt(soon, voice))
    for label, share in (
        (say("reliability.promises.title"), reliability.whole.promises),
        (say("reliability.actions_verified"), reliability.actions.whole.verified),
    ):
        doubt = share_words(share, voice) if share.n else say("reliability.none_so_far")
        yield Headline(label, hits_words(share, voice), doubt)


def _doubt(summary: Summary, voice: Voice) -> str:
    if not summary.n:
        return voice.say("reliability.not_known")
    if summary.interval is None:
        return voice.say("reliability.too_few", n=summary.n)
    interval, certain = interval_words(summary, voice), say_certain(voice)
    return voice.say("reliability.median_of", n=summary.n, interval=interval, certain=certain)


def _estimates(reliability: Reliability, voice: Voice) -> Iterator[str]:
    """The record of announced times of recovery, a sentence a figure."""
    say, record = voice.say, reliability.whole.estimates
    if not record.held.n and not record.undecided:
        yield say("reliability.estimates.none")
        return
    yield say("reliability.estimates.held", hits=hits_words(record.held, voice), share=share_words(record.held, voice))
    if record.error.n:
        yield _say_error(record.error, voice)
    revised = say("reliability.estimates.revised", n=record.revisions)
    yield f"{revised} {_moved(record.slipped, voice)}" if record.slipped else revised
    for confidence, held in record.calibration.items():
        if held is not None:
            hits, share = hits_words(held, voice), share_words(held, voice)
            yield say(f"reliability.estimates.with_confidence.{confidence.value}", hits=hits, share=share)
    if record.undecided:
        yield say("reliability.estimates.undecided", n=record.undecided)


def _moved(slipped: timedelta, voice: Voice) -> str:
    length = say_length(abs(slipped), voice)
    if slipped > timedelta(0):
        return voice.say("reliability.estimates.moved_later", length=length)
    return voice.say("reliability.estimates.moved_earlier", length=length)


def _say_error(error: Summary, voice: Voice) -> str:
    median = median_words(error, voice)
    if error.interval is None:
        return voice.say("reliability.estimates.error", median=median)
    interval, certain = interval_words(error, voice), say_certain(voice)
    return voice.say("reliability.estimates.error_of", median=median, n=error.n, interval=interval, certain=certain)


def _unmeasured(reliability: Reliability, voice: Voice) -> str | None:
    named = [
        voice.say("reliability.availability.unmeasured_of", component=record.name, n=record.in_period.unmeasured)
        for record in reliability.components
        if record.in_period is not None and record.in_period.unmeasured
    ]
    if not named:
        return None
    return voice.say("reliability.availability.unmeasured", components=voice.listed(named))


def _target(target: TargetRecord, voice: Voice) -> TargetView:
    say, stated, compared = voice.say, target.target, target.comparison
    title = Own(wording.capitalise(stated.metric))
    source = Cell(target.incident.title, urls.of_incident(target.incident.id))
    baseline, wanted = Own(stated.baseline), Own(stated.target)
    aim = say("reliability.targets.aim", baseline=baseline, target=wanted, day=voice.day(stated.by))
    measured = _say_measured(target.tracked, voice) if target.tracked is not None else None
    if compared is None:
        says = say("reliability.targets.not_measured") if measured is None else None
        return TargetView(title, source, aim, says, None, measured)
    groups = (
        (say("reliability.targets.before", day=_day_of(target.told_at, voice)), compared.before),
        (say("reliability.targets.since"), compared.after),
    )
    rows = tuple(
        make_row(label, voice.number(summed.n), median_words(summed, voice), interval_words(summed, voice))
        for label, summed in groups
    )
    columns = (
        say("reliability.targets.when"),
        say("reliability.targets.incidents"),
        say("reliability.median"),
        say_certain(voice),
    )
    table = Table(say("reliability.targets.caption", metric=title), columns, rows)
    return TargetView(title, source, aim, _say_result(compared, voice), table, measured)


def _say_measured(tracked: Tracked, voice: Voice) -> str:
    now, before = say_present(tracked, voice), say_period_before(tracked, voice)
    if before == NONE:
        return voice.say("reliability.targets.measured", now=now)
    return voice.say("reliability.targets.measured_twice", now=now, before=before)


def _say_result(compared: Comparison, voice: Voice) -> str:
    if compared.difference is None or compared.p is None:
        return voice.say("reliability.targets.too_few")
    length = say_minutes(abs(compared.difference), voice)
    share = voice.percent(float(f"{compared.p * 100:.2g}"))
    if compared.difference < 0:
        return voice.say("reliability.targets.shorter", length=length, share=share)
    return voice.say("reliability.targets.longer", length=length, share=share)
