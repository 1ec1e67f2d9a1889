"""Short texts of whole sites: within every limit, as others count, with what each has to say and whole facts only."""

import json
import re
from collections.abc import Iterator
from itertools import chain

from hypothesis import given, settings

from generated_courses import KnownSite, known_sites
from generated_sites import GeneratedSite, large, sites
from night import examples
from short_texts import NAMES, PostCounter, Said, said_of
from statusladder.channels.fitting import SHORTEST_TITLE
from statusladder.channels.interface import MessageFile
from statusladder.model.communication import Maintenance

STAGES = {
    "notice": "Early notice",
    "investigating": "Investigating",
    "identified": "Identified",
    "mitigating": "Mitigating",
    "monitoring": "Monitoring",
    "resolved": "Resolved",
    "postmortem": "Postmortem",
    "follow_up": "Progress report",
    "retracted": "Retracted",
    "merged": "Merged",
    "scheduled": "Scheduled maintenance",
    "rescheduled": "Maintenance rescheduled",
    "in_progress": "Maintenance in progress",
    "extended": "Maintenance extended",
    "verifying": "Verifying maintenance",
    "completed": "Maintenance completed",
    "cancelled": "Maintenance cancelled",
}
_PLAIN = str.maketrans({**dict.fromkeys("“”", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—", "-")})
_CLOCK = re.compile(r"\b\d\d:\d\d\b")


def whole_text(said: Said, file: MessageFile) -> str:
    """All that a reader gets of a file: of a notification its title, its text and where it leads."""
    if file.name != "push.json":
        return file.data.decode()
    payload = json.loads(file.data)
    return "\n".join((payload["title"], payload["body"], payload["url"]))


def lacks(said: Said, text: str) -> Iterator[str]:
    """What a text does not say that each has to, read from the incident itself."""
    told, communication, plain = said.told, said.story.communication, text.translate(_PLAIN)
    is_reopening = any(one.id == told.rung.id and one.said.reopened for one in communication.updates)
    stage = "Re-opened" if is_reopening else STAGES[told.rung.stage.value]
    if (stage if told.correction is None else "Correction") not in plain:
        yield "the stage"
    names = [one.name for one in said.components if one.id in said.bulletin.component_ids]
    starts = [_start(one.said.title) for one in communication.updates if one.said.title]
    if not any(one.translate(_PLAIN) in plain for one in (*starts, *names)):
        yield f"what is affected: {starts}, {names}"
    earlier = said.story.announcements[said.story.announcements.index(told) :]
    newest = next(one.rung.id for one in earlier if one.correction is None)
    promised = next(one for one in communication.updates if one.id == newest).said.promised_at
    if promised is not None and f"Next update by {promised.astimezone(said.zone):%H:%M}" not in text:
        yield "the next update"
    if isinstance(communication, Maintenance) and "Window: " not in text:
        yield "the window"
    if not _CLOCK.search(text):
        yield "a time"
    if "https://status.tern.example/" not in text:
        yield "a link"


def _start(title: str) -> str:
    """What stays of a title however short it is cut."""
    return title if len(title) < SHORTEST_TITLE else title[: SHORTEST_TITLE - 2].rsplit(" ", 1)[0]


def is_whole(said: Said, file: MessageFile) -> bool:
    """Whether each line of a text is a whole line of what is known, but for the title, which may be cut."""
    short, text = said.bulletin.short, whole_text(said, file).translate(_PLAIN).split("\n")
    known = {short.heading, *short.what, short.vital, *chain(*short.due), *short.further, *short.links, short.stage}
    known |= {f"{short.heading}: {short.stage}"}
    whole, title = {line.translate(_PLAIN) for line in known}, short.title.translate(_PLAIN)
    rest = [line.removeprefix(f"{short.stage}: ") for line in text if line not in whole]
    return all(title.startswith(line.strip('"').removesuffix("...").rstrip("… ")) for line in rest)


@settings(large, max_examples=examples(by_night=1000, by_day=4, in_ci=40))
@given(site=sites())
def test_the_short_texts_of_a_site_are_within_every_limit_and_say_what_they_have_to(
    site: GeneratedSite, post_counter: PostCounter
) -> None:
    with site.written() as root:
        for said in said_of(root, site.moment):
            assert sorted(file.name for file in said.files) == sorted(NAMES)
            for file in said.files:
                text = whole_text(said, file)
                assert list(file.faults) == [], text
                assert list(post_counter.faults(file)) == [], text
                assert list(lacks(said, text)) == [], text
                assert is_whole(said, file), text


@settings(large, max_examples=examples(by_night=1000, by_day=3, in_ci=30))
@given(site=known_sites())
def test_a_scripted_incident_is_told_in_short_from_its_beginning_to_its_end(
    site: KnownSite, post_counter: PostCounter
) -> None:
    moment = site.moments[-1]
    with site.at(moment).written() as root:
        for said in said_of(root, moment):
            for file in said.files:
                text = whole_text(said, file)
                assert [*file.faults, *post_counter.faults(file), *lacks(said, text)] == [], text
                assert is_whole(said, file), text
