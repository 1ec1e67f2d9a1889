"""Writes a site of many incidents, so that the time and memory of a command can be compared before and after a change.

`python benchmarks/site_of_incidents.py FOLDER [INCIDENTS]` writes 1,000 incidents of five updates by default: about 100
words and a dozen keys per update, one to three of eight components. The same numbers give the same files, and no two
texts are the same. Then, for example:

`/usr/bin/time -v statusladder build --site FOLDER -o /tmp/out --now 2026-03-14T10:05:00Z`

The two newest incidents are open at that moment. Compare ratios, as `benchmarks/publish.py` does with
sites of its own: seconds differ between machines.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
APART = timedelta(hours=19)
PARTS = ("sign-in", "search", "exports", "payments", "webhooks", "reports", "uploads", "mobile-app")
STAGES = ("investigating", "identified", "mitigating", "monitoring", "resolved")
STATES = ("degraded_performance", "partial_outage", "major_outage")
SEVERITIES = ("critical", "major", "minor", "minor", "info")
SENTENCES = (
    "About {n} of every hundred requests to {part} fail, and the others take up to {m} seconds.",
    "Work that you saved before {m} minutes past the hour is complete.",
    "If you are signed in on {part}, stay signed in: your session keeps working.",
    "One of {n} database servers refuses writes, and we are moving its work to the others.",
    "A configuration change that reached {part} at minute {m} made each request wait for a second one.",
    "We compare all {n}{m} queued jobs with their source before they run again.",
    "Customers in **two of our regions** see an error page after {m} seconds.",
    "You do not need to retry: {part} runs every waiting job once, in the order in which it came.",
    "Requests that carry an `Idempotency-Key` are safe to send again after {m} seconds.",
    "The [guide to {part}](https://help.ternwick.example/{part}) lists what works without a connection.",
    "We added {n} machines, and the queue is shorter by {m} percent than ten minutes ago.",
    "Reading is not affected; only what you change on {part} arrives late.",
    "The error rate of {part} is below {n} in a thousand again.",
    "We keep the old version ready, and return to it if errors rise above {n} percent.",
)
LIST = "What works:\n\n- Reading what you saved\n- Signing in on {part}\n- Jobs that began before minute {m}"


def main(folder: Path, incidents: int) -> None:
    write_site(folder, incidents)


def write_site(folder: Path, incidents: int, components: int = len(PARTS), still_open: int = 2) -> list[str]:
    """Writes the site into a new folder; returns the ids of its incidents, oldest first.

    The newest `still_open` (at least one) are open at `NOW`.
    """
    drawn = random.Random(incidents)
    names_of_parts = (*PARTS, *(f"part-{number}" for number in range(len(PARTS), components)))[:components]
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(_settings(names_of_parts), encoding="utf-8")
    names: list[str] = []
    for number in range(incidents):
        begin = NOW - timedelta(minutes=80) - APART * (incidents - 1 - number)
        if incidents - still_open <= number < incidents - 1:
            begin = NOW - timedelta(minutes=82 + 18 / still_open * (incidents - number))
        names.append(f"{begin:%Y-%m-%d}-case-{number:05}")
        home = folder / "content" / "incidents" / names[-1]
        home.mkdir(parents=True)
        for count, (stage, text) in enumerate(_updates(drawn, begin, names, names_of_parts), start=1):
            (home / f"{count:02}-{stage}.md").write_text(text, encoding="utf-8")
    return names


def _settings(parts: Sequence[str]) -> str:
    rows = "".join(f"  - id: {part}\n    name: {part.replace('-', ' ').capitalize()}\n" for part in parts)
    site = "site:\n  name: Ternwick status\n  url: https://status.ternwick.example\n  timezone: UTC\ncomponents:\n"
    return f"{site}{rows}contacts:\n  - support@ternwick.example\n"


def _updates(
    drawn: random.Random, begin: datetime, names: list[str], names_of_parts: Sequence[str]
) -> Iterator[tuple[str, str]]:
    parts = drawn.sample(names_of_parts, drawn.randint(1, 3))
    states = {part: drawn.choice(STATES) for part in parts}
    severity = drawn.choice(SEVERITIES)
    for count, stage in enumerate(STAGES):
        at = begin + timedelta(minutes=25 * count)
        if at > NOW:
            return
        keys = [f"stage: {stage}", f"at: {_stamp(at)}", *_facts(drawn, stage, at, parts[0])]
        if count == 0:
            keys += [f"title: {parts[0].capitalize()} answers slowly, case {len(names)}", f"severity: {severity}"]
            keys += [f"started_at: {_stamp(begin - timedelta(minutes=9))}", "detection: monitoring"]
        if count == 0 and len(names) > 1 and drawn.random() < 0.1:
            keys += ["related:", f"  - {drawn.choice(names[:-1])}"]
        if count in (0, 2):
            keys += ["components:", *(f"  {part}: {states[part] if count == 0 else STATES[0]}" for part in parts)]
        yield stage, "\n".join(("---", *keys, "---", _body(drawn, parts[0]), ""))


def _facts(drawn: random.Random, stage: str, at: datetime, part: str) -> Iterator[str]:
    if drawn.random() < 0.5:
        yield f"summary: {part.capitalize()} is slow for {drawn.randint(3, 40)} in a hundred customers"
    yield f"tags:\n  - {part}"
    yield "data_loss: none"
    yield f"known:\n  - Work saved before {at:%H:%M} UTC is complete\n  - Reading on {part} works"
    yield f"actions:\n  - Comparing {drawn.randint(20, 900)} failed requests with good ones"
    if stage == "investigating":
        yield f"impact:\n  symptom: Pages of {part} take up to a minute to open\n  share: {drawn.randint(3, 40)}%"
        yield f"detected_at: {_stamp(at - timedelta(minutes=3))}"
    if stage == "identified":
        yield f"cause: A change of the settings of {part} made each request wait"
        yield "workarounds:\n  - Use the mobile app, which does not wait"
    if stage == "monitoring":
        yield f"mitigated_at: {_stamp(at - timedelta(minutes=2))}"
        yield "exit_criterion: No request waits longer than a second for half an hour"
    if stage == "mitigating":
        yield f"progress:\n  percent: {drawn.randint(10, 90)}\n  of: requests moved\n  basis: measured"
    if stage in ("identified", "mitigating"):
        yield "customer_actions: none"
        yield f"eta:\n  from: {_stamp(at + timedelta(minutes=30))}\n  to: {_stamp(at + timedelta(minutes=90))}"
        yield "  confidence: medium\n  basis: each step takes ten minutes"
    if stage == "resolved":
        yield f"resolved_at: {_stamp(at - timedelta(minutes=4))}"
        yield "remaining: none"
        yield "customer_actions: none"
    else:
        yield f"unknown:\n  - When the last of {drawn.randint(2, 900)} waiting jobs is done"
        yield "next_update: 30m"


def _body(drawn: random.Random, part: str) -> str:
    words = [_filled(drawn, sentence, part) for sentence in drawn.sample(SENTENCES, 7)]
    paragraphs = [" ".join(words[:3]), " ".join(words[3:])]
    if drawn.random() < 0.3:
        paragraphs.insert(1, _filled(drawn, LIST, part))
    return "\n\n".join(paragraphs)


def _filled(drawn: random.Random, text: str, part: str) -> str:
    return text.format(n=drawn.randint(2, 97), m=drawn.randint(2, 59), part=part)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
