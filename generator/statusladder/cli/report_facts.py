"""What the page of a report will compute, as comments for who writes it: facts to lean on, never to be typed again."""

from collections.abc import Iterator

from statusladder.authoring.report_draft import FURTHER, OUTLINE
from statusladder.ladder.course import IncidentCourse
from statusladder.model.site import Settings
from statusladder.views.communication_record import communication_record
from statusladder.views.lanes import lanes
from statusladder.views.panel import panel
from statusladder.views.report import report_header
from statusladder.views.wording import Clock


def report_facts(course: IncidentCourse, settings: Settings, clock: Clock) -> Iterator[str]:
    """Line by line and without the `# ` in front; what was typed over several lines stands on one."""
    for line in _lines(course, settings, clock):
        text = line.lstrip()
        yield line[: len(line) - len(text)] + " ".join(text.split())


def _lines(course: IncidentCourse, settings: Settings, clock: Clock) -> Iterator[str]:
    yield "The page computes all of this; lean on it, and do not type it again:"
    for label, words in report_header(course, None, settings, panel(course.incident, settings, clock), clock):
        yield f"  {label}: {words}"
    yield "Timeline, to which 'timeline' (at, what, estimated) adds what nobody told:"
    for row in lanes(course.incident, clock):
        if row.day is not None:
            yield f"  {row.day}"
        estimated = " (estimated)" if row.is_estimated else ""
        yield f"    {row.at.text}{estimated} {'We said: ' if row.url else ''}{row.text}"
    told = communication_record(course, settings, clock)
    yield "How we communicated:"
    yield from (f"  {line}" for line in (*told.lines, *told.estimates, *told.corrections))
    yield "What only people can judge, section by section:"
    yield from (f"  {heading}: {question}" for heading, question in OUTLINE.items())
    yield from (f"  {question}" for question in FURTHER)
