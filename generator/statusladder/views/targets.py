"""Improvement targets as pages show them: the target, the figure of this period and of the one before, and the day.

Targets of site.yaml are a table; those of a postmortem have the same figures in a sentence of their own.
"""

from statusladder.ladder.reliability import Reliability
from statusladder.ladder.statistics import Count, Share, Summary
from statusladder.ladder.targets import Figure, Tracked, Verdict
from statusladder.model.targets import Unit
from statusladder.views.component_windows import percent_words
from statusladder.views.tables import (
    NONE,
    Cell,
    Table,
    hits_words,
    interval_words,
    make_row,
    median_words,
    rate_words,
    say_certain,
    say_minutes,
    share_words,
)
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_MARKS = {"met": "ok", "missed": "major", "not_yet": "degraded"}


def build_targets(reliability: Reliability, voice: Voice) -> Table | None:
    """A row for each target of site.yaml, in its order; None where there is none, or where they are not measured."""
    if not reliability.tracked:
        return None
    names = {record.component.id: record.name for record in reliability.components}
    columns = ("target", "now", "period_before", "by")
    return Table(
        voice.say("reliability.targets.caption_of_all"),
        tuple(voice.say(f"reliability.targets.column.{name}") for name in columns),
        tuple(
            make_row(
                _say_target(one, names.get(one.component or "", one.component), voice),
                Cell(say_present(one, voice), mark=_MARKS.get(_verdict_key(one, voice) or "")),
                say_period_before(one, voice),
                voice.day(one.by),
            )
            for one in reliability.tracked
        ),
    )


def _say_target(one: Tracked, component: str | None, voice: Voice) -> str:
    """`Updates on time: at least 95%`."""
    target = one.target or 0
    metric = voice.say(f"reliability.targets.metric.{one.metric.value}")
    if component is not None:
        metric = voice.say("reliability.targets.uptime_of", component=Own(component))
    match one.metric.unit:
        case Unit.PERCENT:
            return voice.say("reliability.targets.at_least", metric=metric, target=voice.percent(target))
        case Unit.MINUTES:
            return voice.say("reliability.targets.at_most", metric=metric, target=say_minutes(target, voice))
        case Unit.COUNT:
            return voice.say("reliability.targets.at_most", metric=metric, target=voice.number(int(target)))


def _verdict_key(one: Tracked, voice: Voice) -> str | None:
    """A target whose day has not passed is not missed yet."""
    if one.verdict is Verdict.NOT_MET:
        return "missed" if one.by < voice.day_of(voice.now) else "not_yet"
    return one.verdict.value if one.verdict is not None else None


def say_present(one: Tracked, voice: Voice) -> str:
    """`Not met yet: 42 of 45, 93% (82–98%)`; the figure alone where nobody can say whether it is met."""
    verdict = _verdict_key(one, voice)
    if verdict is None:
        return _say_figure(one.now, voice)
    if one.verdict is Verdict.NO_DATA:
        return voice.say("reliability.targets.verdict.no_data")
    words = voice.say(f"reliability.targets.verdict.{verdict}")
    return voice.say("reliability.targets.judged", verdict=words, figure=_say_figure(one.now, voice))


def say_period_before(one: Tracked, voice: Voice) -> str:
    """The figure with what has changed since, as far as that is sure."""
    figure = _say_figure(one.before, voice)
    if one.change is None or figure == NONE:
        return figure
    change = voice.say(f"reliability.targets.change.{one.change.value}")
    return voice.say("reliability.targets.compared", figure=figure, change=change)


def _say_figure(figure: Figure | None, voice: Voice) -> str:
    """With how sure it is; values are listed where they are too few for a median."""
    match figure:
        case Share(n=0) | Summary(n=0) | None:
            return NONE
        case Share():
            value, sure = hits_words(figure, voice), share_words(figure, voice)
            return voice.say("reliability.targets.figure", value=value, sure=sure)
        case Count():
            value, sure = voice.number(figure.number), rate_words(figure, voice)
            return voice.say("reliability.targets.count", number=value, certain=say_certain(voice), rate=sure)
        case Summary(interval=None):
            return median_words(figure, voice)
        case Summary():
            interval, certain = interval_words(figure, voice), say_certain(voice)
            sure = voice.say("reliability.median_of", n=figure.n, interval=interval, certain=certain)
            return voice.say("reliability.targets.figure", value=median_words(figure, voice), sure=sure)
        case _:
            return percent_words(figure, voice)
