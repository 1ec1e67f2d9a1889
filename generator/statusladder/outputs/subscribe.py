"""Every way to subscribe to updates."""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import form_of, make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.components import ComponentView
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Way:
    """A file that programs read again and again: `form` is what people call it."""

    form: str
    url: str
    is_calendar: bool


@dataclass(frozen=True)
class Topic:
    """Something that can be followed for itself."""

    name: str
    ways: tuple[Way, ...]


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    if not snapshot.settings.pages.subscribe:
        return
    yield make_page(
        snapshot,
        theme,
        urls.SUBSCRIBE,
        "subscribe.html",
        title_of(voice.say("frame.subscribe"), snapshot.frame),
        voice.say("subscribe.description", site=name),
        Rank.INDEX,
        everything=tuple(_everything(snapshot)),
        chat=urls.UPDATES_RSS,
        calendar=urls.CALENDAR,
        embed=urls.EMBED,
        mail=snapshot.settings.subscribe.mail,
        groups=tuple(
            (group.name, tuple(_component(view, voice) for view in group.components)) for group in snapshot.groups
        ),
        audiences=tuple(
            (view.url, Topic(view.name, _ways(voice, *urls.feeds_of(view.url)))) for view in snapshot.audiences
        ),
        webcal=_webcal,
    )


def _everything(snapshot: Snapshot) -> Iterator[Topic]:
    voice = snapshot.voice
    updates = _ways(voice, urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON)
    yield Topic(voice.say("subscribe.every_update"), updates)
    yield Topic(voice.say("subscribe.major"), _ways(voice, urls.MAJOR_ATOM, urls.MAJOR_RSS))
    if snapshot.lessons is not None:
        yield Topic(voice.say("subscribe.lessons"), _ways(voice, urls.LESSONS_ATOM))


def _component(view: ComponentView, voice: Voice) -> Topic:
    return Topic(view.name, _ways(voice, *urls.feeds_of(view.url), urls.calendar_of(view.url)))


def _ways(voice: Voice, *paths: str) -> tuple[Way, ...]:
    return tuple(Way(form_of(path, voice), path, path.endswith(".ics")) for path in paths)


def _webcal(address: str) -> str:
    """The same address as calendar programs take it from a link."""
    return f"webcal:{address.partition(':')[2]}"


OUTPUT = Output("subscribe", _produce)
