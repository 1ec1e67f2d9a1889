"""Drills in words and as data: the script, how one went, and who practised what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from statusladder.cli.tables import in_columns, wrapped
from statusladder.cli.words import say_count, say_date, say_duration
from statusladder.ladder.drills import Answer, Coverage, DrillRecord, OverdueDrill, ToldInject
from statusladder.model.communication import Drill
from statusladder.model.playbook import Playbook, fill
from statusladder.model.problem import Level, Problem
from statusladder.model.values import duration_as_written
from statusladder.voice.clock import Clock
from statusladder.voice.voice import Voice

NEVER = "–"
"""Stands in the matrix where a function never practised a scenario."""


@dataclass(frozen=True)
class Graded:
    """A drill, its figures, what the rules found in its files, and what of that it still owes."""

    drill: Drill
    record: DrillRecord
    findings: tuple[Problem, ...]
    debt: tuple[Problem, ...]


@dataclass(frozen=True)
class Matrix:
    """Scenarios and functions, who practised what, and who has to practise again, `every` so often."""

    scenarios: tuple[str, ...]
    functions: tuple[str, ...]
    cells: Coverage
    every: timedelta | None
    overdue: tuple[OverdueDrill, ...]


def script_as_table(playbook: Playbook, begins: datetime, values: Mapping[str, str], clock: Clock) -> str:
    """When to say what, and below each inject what a good answer covers."""
    lines = [f"{playbook.said.title}: the script, from {clock.full(begins)} on. Read each line aloud at its time."]
    for one in playbook.said.drill:
        head = f"{_minutes(one.after):>7}  {clock.bare_time(begins + one.after)}  "
        below = " " * len(head)
        lines += wrapped(fill(one.inject, values), head, below)
        for text in one.covers:
            lines += wrapped(fill(text, values), f"{below}- ", f"{below}  ")
    return "\n".join(lines)


def report_text(graded: Graded, voice: Voice) -> str:
    """How one drill went, a line a figure."""
    drill, record = graded.drill, graded.record
    rows = [*_figures(graded), ("Injects", _answered(record.injects))]
    told = [(_minutes(one.said.after), _answer(one), one.said.inject) for one in record.injects]
    playbook = drill.facts.playbook or "no playbook"
    state = "lasted" if record.is_over else "open for"
    lines = [
        f"{drill.id}: {drill.title}",
        f"  {playbook}, {drill.severity}, {voice.full(drill.begins)}, {state} {say_duration(record.lasted)}",
        f"  {' → '.join(record.stages)}",
        *(f"  {line}" for line in in_columns(rows)),
        *(f"    {line}" for line in in_columns(told)),
    ]
    return "\n".join(lines)


def _figures(graded: Graded) -> Iterator[tuple[str, str]]:
    record, kept = graded.record, graded.record.promises
    aim = f"aim {say_duration(record.aim.target)}, at most {say_duration(record.aim.latest)}"
    yield "First notice", f"{_after(record.first_notice)} the beginning; {aim}"
    late = f", late by {say_duration(kept.overdue)} in all" if kept.overdue else ""
    yield "Promises", f"{kept.kept} of {kept.made} kept{late}"
    silence = kept.longest_silence
    yield "Longest silence", say_duration(silence) if silence is not None else "none, as it was told in one update"
    yield "Cadence", f"{record.gaps - len(record.long_gaps)} of {say_count(record.gaps, 'pause')} within it"
    for gap in record.long_gaps:
        yield "", f"{say_duration(gap.length)} after {gap.update_id}, {say_duration(gap.allowed)} are allowed"
    counts = _counts(graded.findings)
    for level in Level:
        if counts[level]:
            codes = ", ".join(f"{code} {number}×" for code, number in counts[level].items())
            yield level.value.capitalize(), codes
    if not graded.findings:
        yield "Findings", "none"
    if graded.debt:
        yield "Debt", ", ".join(sorted({one.code for one in graded.debt}))


def _counts(findings: Sequence[Problem]) -> dict[Level, dict[str, int]]:
    return {level: dict(sorted(Counter(one.code for one in findings if one.level is level).items())) for level in Level}


def _after(length: timedelta) -> str:
    return f"{say_duration(length)} after" if length >= timedelta(0) else f"{say_duration(-length)} before"


def _answered(injects: Sequence[ToldInject]) -> str:
    told = [one for one in injects if one.answer is not Answer.NOT_TOLD]
    in_time = sum(one.answer is Answer.IN_TIME for one in told)
    return f"{in_time} of {len(told)} answered in time" if injects else "no script"


def _answer(one: ToldInject) -> str:
    match one.answer:
        case Answer.NOT_TOLD:
            return "not told: the drill was over"
        case Answer.WAITING:
            return f"waits for an answer within {say_duration(one.allowed)}"
        case Answer.MISSING:
            return f"no answer within {say_duration(one.allowed)}"
        case _:
            late = f", {say_duration(one.allowed)} are allowed" if one.answer is Answer.LATE else ""
            return f"{one.update_id} {_after(one.after or timedelta(0))}{late}"


def _minutes(length: timedelta) -> str:
    return f"{int(length.total_seconds() // 60)} min"


def as_data(graded: Graded) -> dict[str, Any]:
    """The figures for programs; lengths of time in minutes."""
    drill, record = graded.drill, graded.record
    return {
        "id": drill.id,
        "title": drill.title,
        "playbook": drill.facts.playbook,
        "severity": drill.severity,
        "begins": drill.begins.isoformat(),
        "is_over": record.is_over,
        "lasted": _in_minutes(record.lasted),
        "stages": record.stages,
        "first_notice": {
            "after": _in_minutes(record.first_notice),
            "target": _in_minutes(record.aim.target),
            "latest": _in_minutes(record.aim.latest),
        },
        "promises": {"made": record.promises.made, "kept": record.promises.kept, "late": record.promises.late},
        "longest_silence": _in_minutes(record.promises.longest_silence),
        "pauses": record.gaps,
        "long_pauses": [
            {"update": gap.update_id, "length": _in_minutes(gap.length), "allowed": _in_minutes(gap.allowed)}
            for gap in record.long_gaps
        ],
        "findings": {level.value: counts for level, counts in _counts(graded.findings).items()},
        "debt": sorted({one.code for one in graded.debt}),
        "injects": [
            {
                "at": _in_minutes(one.said.after),
                "inject": one.said.inject,
                "covers": one.said.covers,
                "answer": one.answer,
                "update": one.update_id,
                "after": _in_minutes(one.after),
                "allowed": _in_minutes(one.allowed),
            }
            for one in record.injects
        ],
    }


def _in_minutes(length: timedelta | None) -> float | None:
    return round(length.total_seconds() / 60, 1) if length is not None else None


def coverage_text(matrix: Matrix) -> str:
    """The day on which each function last practised each scenario, and who has to practise again."""
    rows: list[tuple[str, ...]] = [("SCENARIO", *matrix.functions)]
    for scenario in matrix.scenarios:
        drills = (matrix.cells.get((scenario, function)) for function in matrix.functions)
        rows.append((scenario, *(told[-1][0].isoformat() if told else NEVER for told in drills)))
    lines = in_columns(rows)
    if not matrix.functions:
        lines.append("Nobody practised yet; 'roles' of a drill say who took part.")
    if matrix.every is not None:
        state = "to practise again:" if matrix.overdue else "nobody is overdue."
        lines += ["", f"Every {say_duration(matrix.every)}; {state}", *(f"  {_overdue(one)}" for one in matrix.overdue)]
    return "\n".join(lines)


def _overdue(one: OverdueDrill) -> str:
    who = one.function or "the whole team"
    if one.last is None or one.due is None:
        return f"{who}, which never practised"
    return f"{who}, since {say_date(one.due)}; last on {say_date(one.last)}"


def coverage_as_data(matrix: Matrix) -> dict[str, Any]:
    return {
        "every": duration_as_written(matrix.every) if matrix.every is not None else None,
        "scenarios": matrix.scenarios,
        "functions": matrix.functions,
        "practised": [
            {"scenario": scenario, "function": function, "drills": [drill.id for _, drill in told]}
            for scenario in matrix.scenarios
            for function in matrix.functions
            if (told := matrix.cells.get((scenario, function)))
        ],
        "overdue": [{"function": one.function, "last": _day(one.last), "due": _day(one.due)} for one in matrix.overdue],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
