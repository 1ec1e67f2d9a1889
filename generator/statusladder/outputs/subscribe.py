"""Every way to hear of an incident without looking at the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import form_of, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.components import ComponentView
from statusladder.views.snapshot import Snapshot


@dataclass(frozen=True)
class Way:
    """A file that programs read again and again: `form` is what people call it."""

    form: str
    url: str


@dataclass(frozen=True)
class Topic:
    """Something that can be followed for itself."""

    name: str
    ways: tuple[Way, ...]


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    if not snapshot.settings.pages.subscribe:
        return
    yield make_page(
        snapshot,
        theme,
        urls.SUBSCRIBE,
        "subscribe.html",
        f"Subscribe · {name}",
        f"Every way to follow the incidents and maintenance of {name}.",
        Rank.INDEX,
        everything=tuple(_everything(snapshot)),
        chat=urls.UPDATES_RSS,
        calendar=urls.CALENDAR,
        embed=urls.EMBED,
        mail=snapshot.settings.subscribe.mail,
        groups=tuple((group.name, tuple(map(_component, group.components))) for group in snapshot.groups),
        audiences=tuple((view.url, Topic(view.name, _ways(*urls.feeds_of(view.url)))) for view in snapshot.audiences),
        webcal=_webcal,
    )


def _everything(snapshot: Snapshot) -> Iterator[Topic]:
    yield Topic("Every update as it is published", _ways(urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON))
    yield Topic("Every update of incidents of severity critical or major", _ways(urls.MAJOR_ATOM, urls.MAJOR_RSS))
    if snapshot.lessons is not None:
        yield Topic("What our incident reports taught us", _ways(urls.LESSONS_ATOM))


def _component(view: ComponentView) -> Topic:
    return Topic(view.name, _ways(*urls.feeds_of(view.url), urls.calendar_of(view.url)))


def _ways(*paths: str) -> tuple[Way, ...]:
    return tuple(Way(form_of(path), path) for path in paths)


def _webcal(address: str) -> str:
    """The same address as calendar programs take it from a link."""
    return f"webcal:{address.partition(':')[2]}"


OUTPUT = Output("subscribe", _produce)
