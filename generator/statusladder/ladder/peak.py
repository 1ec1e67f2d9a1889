"""How many customers an incident affected at worst: what stands of it once it is over, whatever was said last."""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.model.communication import Incident
from statusladder.model.differences import Difference, names, tells
from statusladder.model.facts import Range
from statusladder.model.vocabulary import Basis

_SHARE, _ACCOUNTS = "impact.share", "impact.accounts"


@dataclass(frozen=True)
class Peak:
    """The largest figure that was stated, and how it is known; `basis` is None where nobody said."""

    figure: Range
    basis: Basis | None


def worst_share(incident: Incident) -> Peak | None:
    """The largest share of customers over all updates, in percent; None where none was stated.

    Ranges are compared by their upper ends. A figure that a later correction names as wrong does not count, and a
    measured one within an estimated range says the same more exactly.
    """
    return _worst(incident, _SHARE)


def worst_accounts(incident: Incident) -> Peak | None:
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
        if figure is not None and not _is_corrected(incident, number, field, figure):
            yield Peak(figure, stands.basis if stands is not None else None)


def _is_corrected(incident: Incident, number: int, field: str, figure: Range) -> bool:
    """Whether an update behind the one of this number says that the figure was wrong."""
    wrong = Difference(field, figure, None)
    return any(
        names(fix, field) and tells(fix, wrong, later.said)
        for later in incident.updates[number + 1 :]
        for fix in later.said.corrections or ()
    )
