"""The way back: links with which readers tell what they see and rate our words, filled so that they type no id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from statusladder.model.feedback import ANSWERS, PLACE, Question
from statusladder.model.site import Settings
from statusladder.views import urls

QUESTIONS = {
    Question.CLARITY: "Was it clear?",
    Question.TONE: "Was the tone right?",
    Question.USEFULNESS: "Was it useful?",
}
_LINE_END = "\r\n"


@dataclass(frozen=True)
class Rating:
    """A question about an update, with a link for it as a whole or for each answer; without words when all are one."""

    question: str | None
    url: str | None
    answers: tuple[tuple[str, str], ...] = ()


def report_link(settings: Settings, incident_id: str, component_id: str) -> str | None:
    """Where readers tell what they see of an incident; the support of the site where no other way is set."""
    page = urls.absolute(settings.site.url, urls.incident(incident_id))
    address = settings.feedback.report or settings.site.support
    if address is None:
        return None
    if _is_bare_mail(address):
        lines = (f"Incident: {page}", f"Component: {component_id}", "", "What I see, and since when:", "")
        return _letter(address, f"What I see: {incident_id}", lines)
    if settings.feedback.report is None:
        return address
    return _filled(address, {"incident": incident_id, "component": component_id, "url": page})


def ratings(settings: Settings, incident_id: str, update_id: str) -> tuple[Rating, ...]:
    """The three questions about an update, as links; one link where the address does not tell them apart."""
    address = settings.feedback.rating
    if address is None:
        return ()
    if _is_bare_mail(address):
        lines = ("From 1 (not at all) to 5 (very):", "", *(f"{question} " for question in QUESTIONS.values()))
        return (Rating(None, _letter(address, f"Rating: {incident_id}/{update_id}", lines)),)
    known = {"incident": incident_id, "update": update_id}
    if "{question}" not in address:
        return (Rating(None, _filled(address, known)),)
    return tuple(_rating(address, known | {"question": question.value}, words) for question, words in QUESTIONS.items())


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
