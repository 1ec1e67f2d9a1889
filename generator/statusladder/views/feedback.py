"""The way back: links with which readers tell what they see and rate our words, and how they rated them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from statusladder.ladder.reliability import Rated
from statusladder.model.feedback import ANSWERS, PLACE, RatingQuestion
from statusladder.model.site import Settings
from statusladder.views import urls
from statusladder.voice.voice import Voice

_LINE_END = "\r\n"


@dataclass(frozen=True)
class Rating:
    """A question about an update, with a link for it as a whole or for each answer; without words when all are one."""

    question: str | None
    url: str | None
    answers: tuple[tuple[str, str], ...] = ()


def find_report_link(settings: Settings, incident_id: str, component_id: str, voice: Voice) -> str | None:
    """Where readers tell what they see of an incident; the support of the site where no other way is set."""
    page = urls.make_absolute(settings.site.url, urls.of_incident(incident_id))
    address = settings.feedback.report or settings.site.support
    if address is None:
        return None
    if _is_bare_mail(address):
        about = (
            voice.say("feedback.report.incident", page=page),
            voice.say("feedback.report.component", component=component_id),
        )
        lines = (*about, "", voice.say("feedback.report.question"), "")
        return _letter(address, voice.say("feedback.report.subject", incident=incident_id), lines)
    if settings.feedback.report is None:
        return address
    return _filled(address, {"incident": incident_id, "component": component_id, "url": page})


def build_ratings(settings: Settings, incident_id: str, update_id: str, voice: Voice) -> tuple[Rating, ...]:
    """The three questions about an update, as links; one link where the address does not tell them apart."""
    address = settings.feedback.rating
    if address is None:
        return ()
    if _is_bare_mail(address):
        questions = (f"{_ask(question, voice)} " for question in RatingQuestion)
        subject = voice.say("feedback.rating.subject", incident=incident_id, update=update_id)
        return (Rating(None, _letter(address, subject, (voice.say("feedback.rating.scale"), "", *questions))),)
    known = {"incident": incident_id, "update": update_id}
    if "{question}" not in address:
        return (Rating(None, _filled(address, known)),)
    return tuple(
        _rating(address, known | {"question": question.value}, _ask(question, voice)) for question in RatingQuestion
    )


def _ask(question: RatingQuestion, voice: Voice) -> str:
    return voice.say(f"feedback.question.{question.value}")


def _rating(address: str, known: Mapping[str, str], question: str) -> Rating:
    if "{answer}" not in address:
        return Rating(question, _filled(address, known))
    answers = tuple((str(answer), _filled(address, {**known, "answer": str(answer)})) for answer in ANSWERS)
    return Rating(question, None, answers)


def _is_bare_mail(address: str) -> bool:
    """Whether only the addressee is given, so that subject and text are ours to write."""
    return address.startswith("mailto:") and "?" not in address


def _letter(address: str, subject: str, lines: Sequence[str]) -> str:
    """A mailto: address by RFC 6068, in which a line ends with CR LF."""
    return f"{address}?subject={quote(subject, safe='')}&body={quote(_LINE_END.join(lines), safe='')}"


def _filled(address: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: quote(values[place[1]], safe=""), address)


@dataclass(frozen=True)
class RatingView:
    question: str
    text: str


def build_rating(rated: Rated, voice: Voice) -> RatingView:
    """`8 of 10 gave 4 or 5 out of 5: 80% (95% interval 49–94%).`"""
    question, found = _ask(rated.question, voice), rated.share
    if not rated.is_told or found.share is None or found.interval is None:
        return RatingView(question, voice.say("feedback.too_few", n=found.n))
    low, high = round(found.interval.low * 100), round(found.interval.high * 100)
    share = voice.percent(round(found.share * 100))
    told = voice.say("feedback.share", hits=found.hits, all=found.n, share=share, low=low, high=high)
    return RatingView(question, told)
