"""Gives the entries for what others wrote as many inputs as there is time for, and keeps what breaks one.

    python tests/fuzz.py (--seconds S | --inputs N) [--first NUMBER] [ENTRY ...]

The entries take turns, so that each gets as many. Inputs have numbers: from the same one on, a run gives the same.
A finding is made as small as it gets, kept as a file of the corpus, and told; the same fault is told once.
"""

import argparse
import gc
import hashlib
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from fuzz_entries import ENTRIES
from fuzz_inputs import CORPUS, input_of, made_small

TURN = 500
"""Inputs that an entry is given before it is the next one's turn."""

TOO_LONG = 20
"""Seconds of processor time: no input here is so large that it may take as long."""


class TookTooLong(AssertionError):
    """An input that ties up a build."""


@dataclass
class Figures:
    """What became of an entry: the inputs that it was given, the seconds of processor time, and what broke it."""

    inputs: int = 0
    bytes: int = 0
    seconds: float = 0
    slowest: float = 0
    broken: int = 0
    faults: set[str] = field(default_factory=set)


def fuzz(entries: list[str], first: int, goes_on: Callable[[int, float], bool]) -> int:
    """Goes round the entries while it `goes_on`, told how many inputs there were in how many seconds.

    Prints the figures, and returns how many inputs broke an entry.
    """
    begun, number = time.monotonic(), first
    figures = {entry: Figures() for entry in entries}
    while goes_on((number - first) * len(entries), time.monotonic() - begun):
        for entry in entries:
            for one in range(number, number + TURN):
                _try(entry, one, figures[entry])
        number += TURN
        if (number - first) % (20 * TURN) == 0:
            _tell(figures, time.monotonic() - begun)
    _tell(figures, time.monotonic() - begun)
    return sum(one.broken for one in figures.values())


def _try(entry: str, number: int, figures: Figures) -> None:
    data = input_of(entry, number)
    begun = time.process_time()
    fault = _fault(entry, data)
    taken = time.process_time() - begun
    figures.inputs += 1
    figures.bytes += len(data)
    figures.seconds += taken
    figures.slowest = max(figures.slowest, taken)
    if fault is None:
        return
    figures.broken += 1
    if fault in figures.faults:
        return
    figures.faults.add(fault)
    # What takes that long takes as long again in each attempt to make it smaller.
    small = made_small(data, lambda less: _fault(entry, less) == fault) if taken <= TOO_LONG else data
    kept = CORPUS / entry / hashlib.sha256(small).hexdigest()[:12]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(small)
    print(f"{entry} {number}: {kept}\n{fault}", flush=True)


def _fault(entry: str, data: bytes) -> str | None:
    """Where and with which error the entry broke, None where it did not."""
    begun = time.process_time()
    try:
        ENTRIES[entry](data)
        if time.process_time() - begun > TOO_LONG:
            raise TookTooLong
    except Exception as failure:
        # Without the message, which quotes the input.
        return "".join(traceback.format_tb(failure.__traceback__)[1:]) + type(failure).__name__
    return None


def _tell(figures: dict[str, Figures], seconds: float) -> None:
    for entry, one in figures.items():
        rate, mean = one.inputs / one.seconds, one.bytes / one.inputs
        print(
            f"{entry}: {one.inputs:,} inputs of {mean:,.0f} bytes, {one.broken} broke it; "
            f"{rate:.0f} in a second, the slowest in {one.slowest:.2f} s"
        )
    print(f"{sum(one.inputs for one in figures.values()):,} inputs in {seconds:,.0f} s", flush=True)


def _main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--first", type=int, default=time.time_ns())
    parser.add_argument("entries", nargs="*", metavar="ENTRY")
    asked = parser.parse_args()
    if (asked.seconds is None) == (asked.inputs is None):
        parser.error("name either --seconds or --inputs")
    most, longest = asked.inputs or float("inf"), asked.seconds or float("inf")
    warnings.simplefilter("error")
    gc.freeze()
    return fuzz(asked.entries or list(ENTRIES), asked.first, lambda count, seconds: count < most and seconds < longest)


if __name__ == "__main__":
    sys.exit(1 if _main() else 0)
