"""A second reading of the promises in the public record: by words and minutes, without a line of the program it judges.

`python tests/importers/promises_by_script.py FOLDER` prints the totals; FOLDER holds `incidents.jsonl`.
"""

import json
import sys
from calendar import timegm
from dataclasses import dataclass
from pathlib import Path
from time import strptime

CLOSED = ("Resolved", "Completed", "Postmortem")
BEFORE_A_TIME = ("in", "within", "next", "by", "at", "another")
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "twelve": 12}
PROMISING = ("will", "we'll", "expect", "expected")
TELLING = ("provide", "post", "share", "send", "have", "update")


@dataclass(frozen=True)
class Kept:
    """What became of one incident's dated promises; all lengths in minutes."""

    made: int
    kept: int
    lateness: tuple[int, ...]
    longest_wait: int | None


def minutes(stamp: str) -> int:
    """Minutes since 1970 of a time of the record; it knows no seconds but in a field that is not read here."""
    return timegm(strptime(stamp[:16], "%Y-%m-%dT%H:%M")) // 60


def sentences(message: str) -> list[list[str]]:
    """Small words, without the marks around them; a sentence ends with a full stop or a line."""
    told: list[list[str]] = [[]]
    for line in message.replace("’", "'").lower().split("\n"):
        for raw in line.split():
            told[-1].append(raw.strip(".,;:!?()"))
            if raw[-1] in ".!?":
                told.append([])
        told.append([])
    return told


def length(word: str, behind: str) -> int | None:
    """`30`+`minutes`, `an`+`hour`, `30m`: how many minutes, or None."""
    if word.endswith("m") and word[:-1].isdigit():
        return int(word[:-1])
    count = int(word) if word.isdigit() else COUNTS.get(word)
    if count is None or not behind.startswith(("min", "hour")):
        return None
    return count * 60 if behind.startswith("hour") else count


def clock(word: str, zone: str, at: int) -> int | None:
    """`14:30`+`utc` as the first such minute after `at`, or None."""
    hour, colon, minute = word.partition(":")
    if zone != "utc" or not colon or not (hour + minute).isdigit():
        return None
    of_day = int(hour) * 60 + int(minute)
    return at + (of_day - at) % 1440


def promised(message: str, at: int) -> int | None:
    """The minute by which the next update is promised; None where it is not, or not by a time."""
    for words in sentences(message):
        for place, word in enumerate(words):
            before, behind = words[:place], words[place + 1 : place + 12]
            if word not in ("update", "updates") or "they" in before or "if" in behind:
                continue
            announced = before[-1:] in (["next"], ["another"]) or (
                any(one in PROMISING for one in before) and any(one in TELLING for one in [*before, word])
            )
            for one, (word_before, said) in enumerate(zip(["", *behind], behind, strict=False)) if announced else ():
                unit = behind[one + 1] if one + 1 < len(behind) else ""
                wait = length(said, unit)
                due = clock(said, unit, at) if wait is None else at + wait
                if due is not None and word_before in BEFORE_A_TIME:
                    return due
    return None


def judged(row: dict[str, object]) -> Kept:
    """The figures of one line of the record."""
    updates = row["updates"]
    assert isinstance(updates, list)
    told = sorted(updates, key=lambda update: minutes(update["at"]))
    times = [minutes(update["at"]) for update in told]
    is_open, kept, lateness, waits = True, 0, [], []
    for place, update in enumerate(told[:-1]):
        is_open = update["status"] not in CLOSED and (is_open or update["status"] != "Update")
        if not is_open:
            continue
        waits.append(times[place + 1] - times[place])
        due = promised(update["message"], times[place])
        if due is not None and times[place + 1] <= due:
            kept += 1
        elif due is not None:
            lateness.append(times[place + 1] - due)
    return Kept(kept + len(lateness), kept, tuple(lateness), max(waits, default=None))


def figures(folder: Path) -> dict[str, Kept]:
    """The figures of every incident, by its id."""
    rows = [json.loads(line) for line in (folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["entry_id"]: judged(row) for row in rows}


if __name__ == "__main__":
    found = [kept for kept in figures(Path(sys.argv[1])).values() if kept.made]
    late = sorted(wait for kept in found for wait in kept.lateness)
    print(f"{len(found)} incidents with {sum(kept.made for kept in found)} dated promises")
    print(f"{sum(kept.kept for kept in found)} kept, {len(late)} late, by minutes: {late}")
