"""The JSON Schema of each kind of file, from the model itself, so that editors know what the reader knows.

It says what each key means, in one line that an editor shows while somebody types.
"""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from statusladder.model.feedback import FeedbackFile
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.site import PageKeys, Settings
from statusladder.model.update import Carried, IncidentKeys, MaintenanceKeys, UpdateKeys, carry_rules_of
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, Stage

UPDATE_KEYS: Mapping[str, str] = {
    "stage": "The rung of the ladder that this update stands on.",
    "at": "When this is published, with a zone: 2026-03-14T09:01:00Z. At most five minutes ahead of the clock.",
    "title": "The symptom in customers' words, up to 80 characters. Required first; later a visible re-title.",
    "summary": "Up to 140 characters for places with little room. Default: the body's first sentence.",
    "kind": "What it is about; security and data incidents must give embargoed_until.",
    "severity": "How bad it is for customers. Required first; a change needs severity_reason.",
    "components": "Components and their states, or the word unknown in a first notice. Merged with what was said.",
    "started_at": "When it began for customers.",
    "detected_at": "When we noticed it.",
    "first_report_at": "When the first customer reported it.",
    "mitigated_at": "When customers no longer felt it.",
    "resolved_at": "When it was over.",
    "impact": "What customers notice, how many of them, where, and how that is known. A wider one needs impact_reason.",
    "potential_impact": "What may happen; in an early notice only.",
    "watch_until": "Until when we watch; in an early notice only.",
    "known": "What is known, one sentence an item.",
    "unknown": "What is not known yet, one sentence an item.",
    "ruled_out": "What it was not.",
    "actions": "What we are doing.",
    "cause": "The cause as far as it is known; from identified on.",
    "eta": "When service is expected back: from, to, confidence and basis, or the word unknown. Never a single time.",
    "eta_review_at": "When an unknown estimate is decided again.",
    "progress": "How far the recovery is, of what, and how that is known.",
    "milestones": "Steps of the recovery with their targets, merged by name.",
    "next_update": "The promise: a time, or a duration after at (30m, 2h).",
    "no_change": "A brief note that keeps the promise: say what was tried or ruled out.",
    "workarounds": "What customers can do meanwhile, when it was verified and what ends it; or the word none.",
    "customer_actions": "What customers must do, or the word none.",
    "qa": "Questions that customers ask, with their answers.",
    "data_loss": "What is known about lost data.",
    "remaining": "What is not yet as usual, or the word none.",
    "monitoring_until": "Until when we watch after a fix.",
    "exit_criterion": "What must hold for the end of monitoring.",
    "roles": "Which team fills which role; only a consenting executive sponsor is named.",
    "approved_by": "The roles that approved this update.",
    "acks": "The roles that have read and agreed; never published.",
    "audiences": "More words for some readers; they add and never contradict.",
    "contacts": "Ways to reach people for urgent help.",
    "concessions": "What customers are offered, and how to claim it.",
    "detection": "How it was noticed.",
    "reopened": "Why it is open again; within 72 hours after it was resolved.",
    "regression": "Why the ladder goes back from recovering or monitoring.",
    "retracted": "What made it a false alarm.",
    "diagnosis_withdrawn": "Why the identified cause was not it.",
    "merged_into": "The incident that tells the rest.",
    "corrections": "What an earlier file said wrongly; shown to readers.",
    "severity_reason": "Why the severity changed.",
    "impact_reason": "Why the impact is wider than before.",
    "eta_reason": "Why the estimate changed; shown beside the old one.",
    "notify": "Whether channels and feeds announce this update; the feed of its own incident has it anyway.",
    "backfilled": "Told afterwards: an incident may then begin at resolved, and nobody is notified.",
    "draft": "Not published yet: shown by serve only, and left out of every build.",
    "lint_ignore": "Rules that do not apply to this file, each with its reason.",
    "embargoed_until": "Not published before this time, or the word none.",
    "playbook": "The playbook that was followed.",
    "related": "Ids of incidents that belong to this one.",
    "tags": "Words to find it by.",
    "policy_version": "The version of the policy in force.",
    "imported_from": "Where the file came from; it is then held to form and safety only.",
    "withdraw": "Carried facts that no longer hold, as cause or milestones.NAME.",
    "internal": "Notes for the team; never published.",
    "decisions": "What was decided by which role; never published.",
}

REPORT_KEYS: Mapping[str, str] = {
    "version": "Whether the report is preliminary or final.",
    "trigger": "What set it off.",
    "timeline": "What happened and no update told of, as what came before it began.",
    "contributing_factors": "What contributed, at least two, never a person.",
    "safeguards": "Why each safeguard did not stop it.",
    "action_items": "What changes, with owner, due date and how it will be shown to work. Merged by id.",
    "improvement_targets": "A metric, where it stands, where it should be, by when.",
    "governance_changes": "Changes to how decisions are made.",
    "lessons": "What others can learn from it.",
    "feedback_answered": "What customers said, and what was done about it.",
    "withheld": "What the report leaves out on purpose, and why.",
    "review": "The meeting that accepted the report.",
}

MAINTENANCE_KEYS: Mapping[str, str] = {
    "window": "The announced time, from and to. Again with rescheduled and extended.",
    "expected": "The states that hold from the beginning of the window.",
    "point_of_no_return_at": "Until then it can be called off; shown on its page.",
    "auto_complete": "Completed by itself at the end of its window, unless an update says that the work goes on.",
    "emergency": "Why it was not announced in time.",
}

PAGE_KEYS: Mapping[str, str] = {
    "title": "The heading, up to 80 characters.",
    "summary": "What the page is about, up to 140 characters, for search engines. Default: its first sentence.",
}

PLAYBOOK_KEYS: Mapping[str, str] = {
    "title": "What the playbook is for, in a few words.",
    "severity": "How bad it mostly is for customers; a first guess, and when unsure the worse one.",
    "incident_title": "The title of the incident in customers' words, with places to fill as {{what}}.",
    "questions": "What to answer in the first ten minutes; each with a question mark.",
    "owner": "The team that keeps the playbook right.",
    "version": "The version of the playbook, for the record.",
    "because": "Why this version is other than the one before; it may name feedback, as feedback-17.",
    "review_by": "The day by which somebody reads it again and makes it right.",
    "kind": "What it is about; security and data incidents must give embargoed_until.",
    "triggers": "What makes people reach for this playbook.",
    "components": "The components that are mostly affected, and their states.",
    "variables": "The places to fill: name, the question that asks for the value, and a default.",
    "first_notice": "The words of the first notice, with places to fill.",
    "prompts": "What an update of a stage should answer; questions, never finished sentences.",
    "usually_works": "What mostly still works; check it before you say it.",
    "audiences": "What to think of for some readers.",
    "qa": "Questions that customers ask, with honest answers, for support.",
    "avoid": "Words that customers must not read, because they belittle, promise or say nothing.",
    "exit_checks": "What must hold before the incident is resolved.",
    "drill": "What the leader of a drill tells the team, and how long after the beginning.",
}

FEEDBACK_FILE_KEYS: Mapping[str, str] = {"feedback": "What readers sent, one item an answer."}

ANSWER_KEYS: Mapping[str, str] = {
    "id": "The name of the answer, as feedback-17; the same nowhere else.",
    "kind": "A rating, which has a question and an answer, or a message, which has a text.",
    "at": "When it was given.",
    "incident": "The folder of the incident that it is about.",
    "update": "The name of the update's file, without .md.",
    "question": "What was asked: was it clear, was the tone right, was it useful.",
    "answer": "From 1 (not at all) to 5 (very).",
    "text": "What the reader wrote, without names and addresses; never published.",
}

LADDER_KEYS: Mapping[str, str] = {
    "preset": "The rules to begin with: statusladder unless given, or small-team.",
    "policy_version": "The version of your rules, for the record; each new incident keeps the one it began under.",
    "changelog": "What each version of your rules changed, since when, and why; on the page How we communicate.",
    "review_by": "The day by which somebody reads the rules again.",
    "facts": "What a stage must say, where you ask for more or less: required, recommended or optional.",
    "cadence": "The longest time between two updates, by severity and stage, as 30m or 2h.",
    "owners": "The role that answers for the update of a stage; none where nobody has to be named.",
    "approvers": "The roles that approve the update of a stage, by severity; none where nobody has to.",
}

SETTINGS_KEYS: Mapping[str, str] = {
    "site": "Who publishes, where, in which zone and language.",
    "components": "The parts of the product as customers know them; their ids are permanent.",
    "audiences": "Groups of readers for whom updates can say more.",
    "roles": "The roles of an incident, and the teams that fill them.",
    "teams": "The teams that own components and fill roles, and what your code host calls them; never published.",
    "contacts": "Ways to reach people for urgent help.",
    "ladder": "The policy in force: a preset, and what this site does otherwise.",
    "theme": "The name of the theme; default unless given.",
    "strings": "Words of the pages and feeds that you want otherwise, by their keys; statusladder strings lists them.",
    "feeds": "The name in permanent feed ids, and a WebSub hub.",
    "subscribe": "The form of a mailing list's provider, linked where people subscribe; no address is held here.",
    "pages": "Pages that you do without: false takes one away, with its files, its feeds and all links to it.",
    "redirects": "Old addresses and the new ones.",
    "removed": "Ids of published incidents and maintenances that were taken down, so that builds keep them no longer.",
    "lint": "Words that customers do not know, ends of internal host names, and texts that only look like a leak.",
    "limits": "How much a Markdown text may become, at most as much as a page can hold: HTML, columns, empty cells.",
    "security": "How to report a vulnerability, and until when this holds; published as security.txt.",
    "feedback": "Where readers tell you what they see and rate updates: mailto: or https:, with places to fill.",
    "drills": "How often each function, a role or a team, has to take part in a drill.",
    "metrics": "How the figures are computed: what a minute of partial outage weighs, 0.3 unless given.",
    "banner": "What the banner for your own pages shows: with notice: true, early notices as well.",
}


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _incident() -> dict[str, Any]:
    words = {**UPDATE_KEYS, **REPORT_KEYS}
    return _described(IncidentKeys, _with_ends(IncidentKeys, words, INCIDENT_STAGES))


def _maintenance() -> dict[str, Any]:
    words = {**UPDATE_KEYS, **MAINTENANCE_KEYS}
    return _described(MaintenanceKeys, _with_ends(MaintenanceKeys, words, MAINTENANCE_STAGES))


def _page() -> dict[str, Any]:
    return _described(PageKeys, PAGE_KEYS)


def _playbook() -> dict[str, Any]:
    return _described(PlaybookKeys, PLAYBOOK_KEYS)


def _feedback() -> dict[str, Any]:
    schema = _described(FeedbackFile, FEEDBACK_FILE_KEYS)
    _describe(schema["$defs"]["AnswerKeys"], ANSWER_KEYS)
    return schema


def _site() -> dict[str, Any]:
    schema = _described(Settings, SETTINGS_KEYS)
    _describe(schema["$defs"]["LadderKeys"], LADDER_KEYS)
    return schema


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "incident": _incident,
    "maintenance": _maintenance,
    "page": _page,
    "playbook": _playbook,
    "feedback": _feedback,
    "site": _site,
}
"""Makers of the schemas, by the kind of file that each is for."""

SCHEMA_FOLDER = ".statusladder"
"""Where a site keeps its schemas for editors, below its own folder."""


def schema_path_of(kind: str) -> str:
    """Where the schema of a kind of file lies in a site, so that editors find it without the network."""
    return f"{SCHEMA_FOLDER}/{kind}.schema.json"


def make_modeline(kind: str, path: str) -> str:
    """The comment that tells editors the schema of the file at `path` (below the site, with `/`), without a line end.

    The form is that of the YAML language server, which most editors run. JetBrains' are told by `.idea` instead.
    """
    return f"# yaml-language-server: $schema={posixpath.relpath(schema_path_of(kind), posixpath.dirname(path) or '.')}"


def _with_ends(keys: type[UpdateKeys], words: Mapping[str, str], stages: tuple[Stage, ...]) -> dict[str, str]:
    """The words of each key, with the stages that end it, so that whoever writes one knows to say it again."""
    rules = carry_rules_of(keys)
    return {key: " ".join(filter(None, (text, _ends(rules[key], stages)))) for key, text in words.items()}


def _ends(carried: Carried, stages: tuple[Stage, ...]) -> str:
    at = [stage.value for stage in stages if stage in carried.ends - carried.forbidden]
    if not at:
        return ""
    listed = " or ".join(filter(None, (", ".join(at[:-1]), at[-1])))
    return f"Of it, {carried.part} end at {listed}." if carried.part else f"Ends at {listed} unless stated again."


def _described(model: type[BaseModel], words: Mapping[str, str]) -> dict[str, Any]:
    """The model's schema with a sentence at each key; `x-…` keys are free for notes of one's own."""
    schema = model.model_json_schema(by_alias=True)
    _describe(schema, words)
    return {"$schema": _DIALECT, **schema, "patternProperties": {"^x-": True}}


def _describe(schema: dict[str, Any], words: Mapping[str, str]) -> None:
    for key, values in schema["properties"].items():
        values["description"] = words[key]
