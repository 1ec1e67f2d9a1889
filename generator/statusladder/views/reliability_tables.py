"""The tables of the reliability page that stand alone: what was counted, action items, and incidents one by one."""

from statusladder.ladder.action_record import ActionRecord
from statusladder.ladder.measures import Length, Measures, Metric
from statusladder.ladder.reliability import Reliability
from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.views import urls
from statusladder.views.reliability_data import key_of
from statusladder.views.tables import (
    NONE,
    Cell,
    Table,
    hits_words,
    make_row,
    rate_words,
    say_certain,
    say_length,
    say_values,
    share_words,
)
from statusladder.voice.voice import Voice


def build_counts(reliability: Reliability, voice: Voice) -> Table:
    """How often things happened, with what chance alone explains."""
    say, whole = voice.say, reliability.whole
    rows = (
        make_row(
            say("reliability.counts.incidents"),
            _number(whole.incidents, reliability.before, voice),
            rate_words(whole.incidents, voice),
        ),
        _count_row(say("reliability.counts.escalated"), whole.escalations, voice),
        _share_row(say("reliability.counts.reopened"), whole.reopened, voice),
        _count_row(say("reliability.counts.corrections"), whole.corrections, voice),
        _share_row(say("reliability.counts.detected_first"), whole.detected_first, voice),
        _share_row(say("reliability.counts.detected_before_impact"), whole.detected_before_impact, voice),
    )
    columns = (say("reliability.counts.what"), say("reliability.counts.number"), say_certain(voice))
    return Table(say("reliability.counts.caption"), columns, rows)


def _count_row(label: str, count: Count, voice: Voice) -> tuple[Cell, ...]:
    return make_row(label, voice.number(count.number), rate_words(count, voice))


def _share_row(label: str, share: Share, voice: Voice) -> tuple[Cell, ...]:
    return make_row(label, hits_words(share, voice), share_words(share, voice))


def _number(count: Count, before: int | None, voice: Voice) -> str:
    """A rise or fall is told only where chance alone would hardly make it."""
    if before is None:
        return voice.number(count.number)
    match count.direction(before):
        case "up":
            return voice.say("reliability.counts.up", number=count.number, before=before)
        case "down":
            return voice.say("reliability.counts.down", number=count.number, before=before)
        case _:
            return voice.say("reliability.counts.before", number=count.number, before=before)


def build_actions(reliability: Reliability, voice: Voice) -> Table | None:
    """What became of action items, by their type; None where there are none."""
    if not reliability.actions.whole.opened:
        return None
    say, by_type = voice.say, reliability.actions.by_type.items()
    records = [(say(f"reliability.actions.type.{kind.value}"), record) for kind, record in by_type]
    columns = (
        say("reliability.actions.column_type"),
        say("reliability.actions.promised"),
        say("reliability.actions.verified"),
        say("reliability.actions.in_time"),
        say("reliability.actions.moved"),
        say("reliability.actions.dropped"),
        say("reliability.actions.days_open"),
    )
    rows = (*records, (say("reliability.all"), reliability.actions.whole))
    return Table(say("reliability.actions.caption"), columns, tuple(_action_row(*row, voice) for row in rows))


def _action_row(label: str, record: ActionRecord, voice: Voice) -> tuple[Cell, ...]:
    return make_row(
        label,
        voice.number(record.opened),
        hits_words(record.verified, voice),
        hits_words(record.on_time, voice),
        voice.number(record.moved),
        voice.number(record.dropped),
        _days(record.age, voice),
    )


def _days(age: Summary, voice: Voice) -> str:
    if age.median is None:
        return NONE
    if age.interval is None:
        return say_values(map(voice.number, age.values), voice)
    return voice.say("reliability.actions.median", days=age.median)


def build_incidents(newest: tuple[Measures, ...], voice: Voice) -> Table:
    """A row for each of these incidents, in their order."""
    say = voice.say
    columns = (
        say("reliability.by_incident.incident"),
        say("reliability.by_incident.day"),
        say("reliability.severity"),
        say("reliability.by_incident.first_notice"),
        say("reliability.promises.title"),
        say(f"metric.{key_of(Metric.SILENCE)}"),
        say("reliability.by_incident.impact"),
        say("reliability.by_incident.resolved"),
    )
    return Table(say("reliability.by_incident.caption"), columns, tuple(_incident_row(one, voice) for one in newest))


def _incident_row(measures: Measures, voice: Voice) -> tuple[Cell, ...]:
    kept = NONE
    if measures.promises.made:
        kept = voice.say("reliability.figure.hits", hits=measures.promises.kept, all=measures.promises.made)
    return make_row(
        Cell(measures.incident.title, urls.of_incident(measures.incident.id)),
        voice.day(voice.day_of(measures.incident.first.at)),
        voice.say(f"severity.{measures.severity.value}"),
        _length(measures.lengths.get(Metric.FIRST_NOTICE), voice),
        kept,
        *(_length(measures.lengths.get(metric), voice) for metric in (Metric.SILENCE, Metric.RESTORE, Metric.RESOLVE)),
    )


def _length(told: Length | None, voice: Voice) -> str:
    if told is None:
        return NONE
    length = say_length(told.length, voice)
    if told.running and told.estimated:
        return voice.say("reliability.by_incident.about_so_far", length=length)
    if told.running:
        return voice.say("reliability.by_incident.so_far", length=length)
    return voice.say("reliability.by_incident.about", length=length) if told.estimated else length
