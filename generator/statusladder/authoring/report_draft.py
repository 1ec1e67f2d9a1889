"""How an incident report begins: the sections that a person writes, what each asks, and what a version before said."""

from collections.abc import Mapping
from pathlib import Path

from statusladder.content.front_matter import read_document
from statusladder.content.strict_yaml import plain
from statusladder.model.communication import Incident
from statusladder.model.imported import PlainValue
from statusladder.model.update import REPORT_KEYS
from statusladder.model.vocabulary import Stage

OUTLINE: Mapping[str, str] = {
    "Summary": "Who could not do what, from when to when, and why, in three sentences?",
    "Ownership and apology": "What did it do to your customers' day, and what do you say to them? Who signs?",
    "Impact": "Which work was hit, how much of it, where? Each figure with how you know it.",
    "What happened": "What does the timeline not tell? What came before it began goes into 'timeline'.",
    "Why it happened": "What set it off ('trigger'), which two or more things contributed ('contributing_factors'), "
    "why did no safeguard stop it ('safeguards')?",
    "Why it lasted": "What kept you from ending it sooner?",
    "How we restored service": "What helped, and how do you know that it did?",
    "What did not work": "What was tried in vain, and what did that cost?",
    "What went well": "What is to be kept?",
    "What went poorly": "What is to be changed, also in how you wrote to customers?",
    "Where we were lucky": "What will not help a second time?",
    "What you can do": "What can customers check, repeat or claim?",
}
"""The sections that a person writes, each with its question; the page adds those that can be computed."""

FURTHER = (
    "action_items: What changes, who does it by when, and how will it be shown to work?",
    "improvement_targets: Which figure gets better, from what (n = how many) to what, by when?",
    "lessons, tags: What can others learn from it, and under which word will they look for it?",
    "withheld: What do you leave out on purpose, and why?",
)
"""What else only people can say, by key."""


def outline(words: str = "") -> str:
    """The sections, behind what is there; one that is there already is not begun again."""
    there = {line.lstrip("#").strip() for line in words.splitlines() if line.startswith("#")}
    missing = [f"## {heading}" for heading in OUTLINE if heading not in there]
    return "\n\n".join([*([words.strip()] if words.strip() else []), *missing])


def said_before(root: Path, incident: Incident) -> tuple[dict[str, PlainValue], str]:
    """What the newest version of the report states and its words, to be corrected; nothing where there is none."""
    papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM]
    if not papers:
        return {}, ""
    document, _ = read_document((root / papers[-1].path).read_bytes(), papers[-1].path)
    matter = plain(document.matter) if document is not None else None
    stated = matter if isinstance(matter, dict) else {}
    return {key: value for key, value in stated.items() if key in REPORT_KEYS - {"version"}}, papers[-1].body
