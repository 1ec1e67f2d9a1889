"""An article for a help center, where customers search for what they see: symptoms first, then what they can do.

It is written anew at each update, so that whoever keeps the help center replaces the one before; the last says that it
is over. What is not over by its stage alone, as a false alarm or an incident that goes on in another, says what it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.channels.commonmark import write_link, write_prose, write_words
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.channels.linked import Linked, find_addresses
from statusladder.markup.html import without_pictures
from statusladder.model.reach import ChannelKind
from statusladder.model.vocabulary import REPORT_STAGES, Stage
from statusladder.theming.words import words_for
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact
from statusladder.voice.own import Own, pieces_of
from statusladder.voice.voice import Voice

_ORDER = (CoreFact.SYMPTOM, CoreFact.RISK, CoreFact.ADVICE, CoreFact.REMAINING, CoreFact.DATA, CoreFact.RECOVERY)
"""The facts that customers look for, before all others in their order."""

_WORKED_ON = frozenset({Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING})
_ENDED = frozenset({Stage.RESOLVED, Stage.COMPLETED, *REPORT_STAGES})


@dataclass(frozen=True)
class ArticleView:
    """An article as its template shows it.

    `lead` says in a sentence whether it is worked on or over, where its stage means one of these. `core` are the core
    lines, those that customers look for first, and `html` is the text of the update.
    """

    title: str
    lead: str | None
    core: tuple[Linked, ...]
    html: str
    updated: str
    status: str
    url: str


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    voice, site = sending.voice, sending.settings.site
    view = _view(bulletin, voice)
    values = {
        **words_for(voice, site.language if voice.tag != site.language else None),
        "language": voice.tag,
        "direction": voice.direction,
        "article": view,
    }
    yield MessageFile("help-article.md", _markdown(view, bulletin).encode())
    yield MessageFile("help-article.html", sending.theme.render_message("messages/help-article.html", values))


def _view(bulletin: Bulletin, voice: Voice) -> ArticleView:
    return ArticleView(
        title=_title(bulletin, voice),
        lead=_lead(bulletin.stage, voice),
        core=tuple(find_addresses(pieces_of(line)) for line in _core(bulletin)),
        html=without_pictures(bulletin.html),
        updated=voice.say("message.help.updated", time=voice.full(bulletin.moment)),
        status=voice.say("message.help.status"),
        url=bulletin.page,
    )


def _core(bulletin: Bulletin) -> Iterator[str]:
    """The core lines, those that customers look for first."""
    for fact in _ORDER:
        yield from (line.text for line in bulletin.core if line.fact is fact)
    yield from (line.text for line in bulletin.core if line.fact not in _ORDER)


def _title(bulletin: Bulletin, voice: Voice) -> str:
    """What customers see; once it is over, with the stage in front."""
    title = Own(bulletin.title)
    if not bulletin.is_over:
        return title
    return voice.say("timeline.news.update", label=voice.say(f"stage.{bulletin.stage.value}"), title=title)


def _lead(stage: Stage, voice: Voice) -> str | None:
    if stage in _WORKED_ON:
        return voice.say("message.help.open")
    return voice.say("message.help.over") if stage in _ENDED else None


def _markdown(view: ArticleView, bulletin: Bulletin) -> str:
    blocks = [
        f"# {write_words(view.title)}",
        write_words(view.lead or ""),
        "\n".join(f"- {write_words(line)}" for line in _core(bulletin)),
        write_prose(bulletin.text.split("\n")),
        write_words(view.updated),
        write_link(view.status, view.url),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


CHANNEL = Medium("help_article", ChannelKind.HELP, _compose)
