"""Whether an update tells of a wider impact than those before it: more customers, regions or components."""

from collections.abc import Iterator, Sequence

from statusladder.model.communication import Update
from statusladder.model.facts import Impact, Range
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import OPEN_STAGES, ComponentState, Stage

IncidentUpdate = Update[IncidentKeys]


def widened(earlier: Sequence[IncidentUpdate], update: IncidentUpdate) -> Iterator[tuple[str, str]]:
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
            yield f"impact.{key}", f"the impact grew from {written(widest)}{unit} to {written(now)}{unit}"
    regions, known = folded(new.regions), folded(old.regions)
    if known and regions > known:
        yield "impact.regions", f"the impact reached {', '.join(sorted(regions - known))}"
    hit = {name for one in earlier for name in affected(one.said)}
    for name in affected(said) if hit else ():
        if name not in hit:
            yield f"components.{name}", f"the impact reached {name}"


def written(span: Range) -> str:
    """A range as people type it: `5-12`, or one figure."""
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g}-{span.high:g}"


def folded(names: tuple[str, ...] | None) -> frozenset[str]:
    """Names as they are compared: `EU` and `eu` are one region."""
    return frozenset(name.casefold() for name in names or ())


def affected(said: IncidentKeys) -> tuple[str, ...]:
    """The components that are named as not operational, in their order."""
    states = said.components.states if said.components is not None else {}
    return tuple(name for name, fact in states.items() if fact.status is not ComponentState.OPERATIONAL)
