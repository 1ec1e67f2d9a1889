"""Four incidents whose promises were worked out by hand: the one table that every command and page must agree with.

Two are incidents of the demo, two are made here after the shape of real ones, in words of our own. Each row is what
holds at one moment. All minutes are whole, and all moments are in UTC. A file dated up to five minutes ahead counts as
written, so no row looks at the five minutes before a file.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
  - id: exports
    name: Exports
contacts:
  - text: Support portal
    url: https://help.tern.example/urgent
"""


@dataclass(frozen=True)
class Look:
    """What holds at a moment.

    `timing`, `by` and `late` are of the update that is awaited, empty where none is. `kept` of `made` promises were
    kept, the longest silence was `silence` minutes, and all lateness is `overdue` minutes. `nudges` are the matters of
    `nudge` without debt, and the codes of criteria in place of their matter.
    """

    now: str
    timing: str
    by: str
    late: int
    made: int
    kept: int
    silence: int
    overdue: int
    nudges: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worked:
    """An incident by its id, its rows, and its updates (time, stage, length of the promise) where it is made here."""

    id: str
    looks: tuple[Look, ...]
    updates: tuple[tuple[str, str, str], ...] = ()


def write_site(folder: Path, worked: Worked) -> Path:
    """The site of a worked incident: the demo, or a small one that is written here."""
    if not worked.updates:
        return ROOT
    home = folder / "content" / "incidents" / worked.id
    home.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE)
    for number, (at, stage, promise) in enumerate(worked.updates, start=1):
        first = "title: Exports come late\nseverity: minor\ncomponents:\n  exports: degraded_performance\n"
        keys = [f"stage: {stage}", f"at: {at}", (first if number == 1 else "").strip()]
        keys += ["eta: unknown" if stage in ("investigating", "identified", "mitigating") else ""]
        keys += [f"next_update: {promise}" if promise else ""]
        text = "\n".join(key for key in keys if key)
        (home / f"{number:02}-{stage}.md").write_text(f"---\n{text}\n---\nThe queue of exports is long.\n")
    return folder


LATE = ("update",)
ASKED = ("question", "question", "question")

SIGN_IN = Worked(
    "2026-03-14-sign-in-fails",
    # 09:01 promises 09:16 and 09:15 comes: kept after 14 min.   09:15 promises 09:35, 09:32 comes: kept after 17.
    # 09:32 promises 10:02 and 10:00 comes: kept after 28 min.   10:00 promises 10:30, and nothing comes.
    # Approvals of a major incident are recommended while it is open, and nobody has given one: always one "ack".
    # Many ask one thing at 09:15, another at 09:25 and a third at 09:45, and the page answers none: a question each.
    # The estimates end at 10:15, 11:00 (at 09:32) and 11:30 (at 10:00): two slips from 10:00 on, E08.
    (
        Look("2026-03-14T09:07:00Z", "waiting", "09:16", 0, 0, 0, 6, 0, ("ack",)),
        # At 09:15 dashboards are hit as well, and only at 09:32 a reason is given: E07.
        Look("2026-03-14T09:20:00Z", "waiting", "09:35", 0, 1, 1, 14, 0, ("E07", "question", "ack")),
        Look("2026-03-14T10:05:00Z", "waiting", "10:30", 0, 3, 3, 28, 0, ("E08", *ASKED, "ack")),
        Look("2026-03-14T10:24:00Z", "waiting", "10:30", 0, 3, 3, 28, 0, ("E08", *ASKED, "ack")),  # six minutes before
        Look("2026-03-14T10:25:00Z", "due", "10:30", 0, 3, 3, 28, 0, ("E08", *ASKED, "ack")),  # five
        Look("2026-03-14T10:30:00Z", "due", "10:30", 0, 3, 3, 30, 0, ("E08", *ASKED, "ack")),  # silent since 10:00
        Look("2026-03-14T10:37:00Z", "overdue", "10:30", 7, 4, 3, 37, 7, ("update", "E08", *ASKED, "ack")),
        # The interval is 30 min, so twice the interval ends at 11:00; from then on two updates are missing: E09.
        Look("2026-03-14T11:00:00Z", "overdue", "10:30", 30, 4, 3, 60, 30, ("update", "E08", *ASKED, "ack")),
        Look("2026-03-14T11:01:00Z", "stale", "10:30", 31, 4, 3, 61, 31, ("update", "E08", "E09", *ASKED, "ack")),
        # 11:30 has passed, and with it the estimate.
        Look(
            "2026-03-14T11:31:00Z",
            "stale",
            "10:30",
            61,
            4,
            3,
            91,
            61,
            ("update", "E08", "E09", "estimate", *ASKED, "ack"),
        ),
    ),
)

DASHBOARDS = Worked(
    "2025-07-08-dashboards-do-not-load",
    # Each row: published, promised, the next one, the gap in minutes.
    #  1 08:14 08:44 08:40 26 kept    6 10:28 10:58 10:56 28 kept   11 12:50 13:20 13:14 24 kept
    #  2 08:40 09:10 09:05 25 kept    7 10:56 11:26 11:20 24 kept   12 13:14 13:44 13:41 27 kept
    #  3 09:05 09:35 09:32 27 kept    8 11:20 11:50 11:48 28 kept   13 13:41 15:00 14:52 71 kept
    #  4 09:32 10:02 10:00 28 kept    9 11:48 12:18 12:16 28 kept   14 14:52 resolved
    #  5 10:00 10:30 10:28 28 kept   10 12:16 12:45 12:50 34 late by 5
    # The estimates end at 10:30 (09:05), 13:00 (10:00) and 13:30 (10:56): the second slip is at 10:56, E08.
    (
        Look("2025-07-08T08:20:00Z", "waiting", "08:44", 0, 0, 0, 6, 0, ("ack",)),
        Look("2025-07-08T10:20:00Z", "waiting", "10:30", 0, 4, 4, 28, 0, ("ack",)),
        Look("2025-07-08T12:44:00Z", "due", "12:45", 0, 9, 9, 28, 0, ("E08", "ack")),
        # Promise 10 came late, 34 min after the post before it.
        Look("2025-07-08T12:55:00Z", "waiting", "13:20", 0, 10, 9, 34, 5, ("E08", "ack")),
        Look("2025-07-08T14:00:00Z", "waiting", "15:00", 0, 12, 11, 34, 5, ("ack",)),  # watched, so no E08
        Look("2025-07-08T15:00:00Z", "", "", 0, 13, 12, 71, 5),
    ),
)

FOURTEEN = Worked(
    "2026-05-05-fourteen-posts",
    # Fourteen posts, 20 to 29 minutes apart, each with a promise of 30 minutes. The gaps:
    # 20 22 25 29 21 27 24 28 23 26 20 29 25, so the posts stand at
    # 12:00 12:20 12:42 13:07 13:36 13:57 14:24 14:48 15:16 15:39 16:05 16:25 16:54 17:19.
    (
        Look("2026-05-05T12:24:00Z", "waiting", "12:50", 0, 1, 1, 20, 0),
        Look("2026-05-05T13:30:00Z", "waiting", "13:37", 0, 3, 3, 25, 0),  # 12:42 to 13:07 is 25, and since then 23
        Look("2026-05-05T15:10:00Z", "waiting", "15:18", 0, 7, 7, 29, 0),  # 14:48 + 30; 29 min from 13:07 to 13:36
        Look("2026-05-05T17:30:00Z", "", "", 0, 13, 13, 29, 0),
    ),
    (
        ("2026-05-05T12:00:00Z", "investigating", "30m"),
        ("2026-05-05T12:20:00Z", "investigating", "30m"),
        ("2026-05-05T12:42:00Z", "identified", "30m"),
        ("2026-05-05T13:07:00Z", "identified", "30m"),
        ("2026-05-05T13:36:00Z", "mitigating", "30m"),
        ("2026-05-05T13:57:00Z", "mitigating", "30m"),
        ("2026-05-05T14:24:00Z", "mitigating", "30m"),
        ("2026-05-05T14:48:00Z", "mitigating", "30m"),
        ("2026-05-05T15:16:00Z", "mitigating", "30m"),
        ("2026-05-05T15:39:00Z", "mitigating", "30m"),
        ("2026-05-05T16:05:00Z", "mitigating", "30m"),
        ("2026-05-05T16:25:00Z", "mitigating", "30m"),
        ("2026-05-05T16:54:00Z", "monitoring", "30m"),
        ("2026-05-05T17:19:00Z", "resolved", ""),
    ),
)

SILENCE = Worked(
    "2026-06-09-then-silence",
    # 06:00 06:28 06:58 07:26, gaps 28 30 28, each promise of half an hour kept; the last one, 07:56, by nobody.
    (
        Look("2026-06-09T07:00:00Z", "waiting", "07:28", 0, 2, 2, 30, 0),  # 06:58 came at the promised minute
        Look("2026-06-09T07:51:00Z", "due", "07:56", 0, 3, 3, 30, 0),
        Look("2026-06-09T08:10:00Z", "overdue", "07:56", 14, 4, 3, 44, 14, ("update",)),
        Look("2026-06-09T08:26:00Z", "overdue", "07:56", 30, 4, 3, 60, 30, ("update",)),  # twice 30 min after 07:26
        Look("2026-06-09T08:27:00Z", "stale", "07:56", 31, 4, 3, 61, 31, ("update", "E09")),
        Look("2026-06-09T12:00:00Z", "stale", "07:56", 244, 4, 3, 274, 244, ("update", "E09")),  # 4 h 4 min; 4 h 34 min
    ),
    (
        ("2026-06-09T06:00:00Z", "investigating", "30m"),
        ("2026-06-09T06:28:00Z", "identified", "30m"),
        ("2026-06-09T06:58:00Z", "mitigating", "30m"),
        ("2026-06-09T07:26:00Z", "mitigating", "30m"),
    ),
)

ALL = (SIGN_IN, DASHBOARDS, FOURTEEN, SILENCE)
