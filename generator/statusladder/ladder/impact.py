"""How far an impact reaches: whether an update tells of more than those before it, and how many it hit at worst."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statusladder.model.communication import Incident, Update
from statusladder.model.differences import Difference, speaks_of, tells
from statusladder.model.facts import Impact, Range
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, Basis, ComponentState, Stage

IncidentUpdate = Update[IncidentKeys]


def find_widened(earlier: Sequence[IncidentUpdate], update: IncidentUpdate) -> Iterator[tuple[str, str]]:
    """What grew since the `earlier` updates: each key, and in a sentence how.

    The first acknowledged impact widens nothing, nor does a step back, whose reason says so itself.
    """
    before, facts = earlier[-1].facts, update.facts
    said = update.said
    licensed = said.regression is not None or said.reopened is not None
    if before.stage is Stage.NOTICE or licensed:
        return
    # At the end the whole is told, which is no news to who was told as much before.
    compared = earlier[-1:] if update.stage in OPEN_STAGES else earlier
    old, new = before.impact or Impact(), facts.impact or Impact()
    for key, unit in (("share", " %"), ("accounts", "")):
        told = [span for one in compared if (span := getattr(one.facts.impact, key, None)) is not None]
        widest = max(told, key=lambda span: span.high, default=None)
        now = getattr(new, key)
        if widest is not None and now is not None and now.high > widest.high:
            yield (
                f"impact.{key}",
                f"the impact grew from {range_as_written(widest)}{unit} to {range_as_written(now)}{unit}",
            )
    regions, known = fold_names(new.regions), fold_names(old.regions)
    if known and regions > known:
        yield "impact.regions", f"the impact reached {', '.join(sorted(regions - known))}"
    hit = {name for one in earlier for name in affected_in(one.said)}
    for name in affected_in(said) if hit else ():
        if name not in hit:
            yield f"components.{name}", f"the impact reached {name}"


def range_as_written(span: Range) -> str:
    """A range as people type it: `5-12`, or one figure."""
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g}-{span.high:g}"


def fold_names(names: tuple[str, ...] | None) -> frozenset[str]:
    """Names as they are compared: `EU` and `eu` are one region."""
    return frozenset(name.casefold() for name in names or ())


def affected_in(said: IncidentKeys) -> tuple[str, ...]:
    """The components that are named as not operational, in their order."""
    states = said.components.states if said.components is not None else {}
    return tuple(name for name, fact in states.items() if fact.status is not ComponentState.OPERATIONAL)


_SHARE, _ACCOUNTS = "impact.share", "impact.accounts"


@dataclass(frozen=True)
class Peak:
    """The largest figure that was stated, and how it is known; `basis` is None where nobody said."""

    figure: Range
    basis: Basis | None


def find_worst_share(incident: Incident) -> Peak | None:
    """The largest share of customers over all updates, in percent; None where none was stated.

    Ranges are compared by their upper ends. A figure that a later correction names as wrong does not count, and a
    measured one within an estimated range says the same more exactly.
    """
    return _worst(incident, _SHARE)


def find_worst_accounts(incident: Incident) -> Peak | None:
    """The largest number of accounts over all updates, by the same rules."""
    return _worst(incident, _ACCOUNTS)


def _worst(incident: Incident, field: str) -> Peak | None:
    figures = list(_figures(incident, field))
    peak = max(figures, key=_size, default=None)
    if peak is None or peak.basis is Basis.MEASURED:
        return peak
    exact = (one for one in figures if one.basis is Basis.MEASURED and _lies_within(one.figure, peak.figure))
    return max(exact, key=_size, default=peak)


def _size(peak: Peak) -> tuple[float, float, bool]:
    return peak.figure.high, peak.figure.low, peak.basis is Basis.MEASURED


def _lies_within(inner: Range, outer: Range) -> bool:
    return outer.low <= inner.low and inner.high <= outer.high


def _figures(incident: Incident, field: str) -> Iterator[Peak]:
    for number, update in enumerate(incident.updates):
        said, stands = update.said.impact, update.facts.impact
        figure = getattr(said, field.partition(".")[2], None)
        # Of an early notice no impact is a fact, even where its file states one.
        if figure is not None and stands is not None and not _is_corrected(incident, number, field, figure):
            yield Peak(figure, stands.basis)


def _is_corrected(incident: Incident, number: int, field: str, figure: Range) -> bool:
    """Whether an update behind the one of this number says that the figure was wrong."""
    wrong = Difference(field, figure, None)
    return any(
        speaks_of(fix, field) and tells(fix, wrong, later.said)
        for later in incident.updates[number + 1 :]
        for fix in later.said.corrections or ()
    )
