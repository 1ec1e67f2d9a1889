"""Gives the entries for what others wrote as many inputs as there is time for, and keeps what breaks one.

    python tests/fuzz.py SECONDS [ENTRY ...]

Each round takes another seed. A finding is made as small as it gets, kept as a file of the corpus, and told.
"""

import hashlib
import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz_entries import CORPUS, ENTRIES, inputs

ROUND = 500


def _round(entry: str, number: int) -> tuple[int, bytes | None, str]:
    """How many inputs one round gave, and the smallest that broke the entry, with what it said."""
    count, last, told = 0, b"", ""

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(entry))
    def holds(data: bytes) -> None:
        nonlocal count, last, told
        count += 1
        try:
            ENTRIES[entry](data)
        except Exception:
            last, told = data, traceback.format_exc()
            raise

    try:
        holds()
    except Exception:
        return count, last, told
    return count, None, ""


def fuzz(seconds: float, entries: list[str]) -> int:
    """Goes round the entries until the time is over; prints the figures, and returns how many findings there were."""
    begun, number = time.monotonic(), time.time_ns() % 2**32
    counts, found = dict.fromkeys(entries, 0), dict.fromkeys(entries, 0)
    while time.monotonic() - begun < seconds:
        for entry in entries:
            number += 1
            count, broke, told = _round(entry, number)
            counts[entry] += count
            if broke is not None:
                found[entry] += 1
                kept = CORPUS / entry / hashlib.sha256(broke).hexdigest()[:12]
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(broke)
                print(f"{entry}: {kept}\n{told}", flush=True)
    for entry in entries:
        print(f"{entry}: {counts[entry]:,} inputs, {found[entry]} findings")
    print(f"{sum(counts.values()):,} inputs in {time.monotonic() - begun:.0f} s")
    return sum(found.values())


if __name__ == "__main__":
    sys.exit(1 if fuzz(float(sys.argv[1]), sys.argv[2:] or list(ENTRIES)) else 0)
