"""A site of every kind of file whose every text is a canary, so that what a build shows can be told from what it hides.

`write_site(root, hidden=False)` leaves out all that must stay hidden and nothing else: its build is what the whole
site's build has to be, byte for byte.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import BaseModel

from canaries import Given, Keys, canary, filled, text_paths
from statusladder.content.writer import document_text, front_matter_text
from statusladder.model.communication import ScriptKeys
from statusladder.model.feedback import AnswerKeys, SignalKeys
from statusladder.model.imported import PlainValue
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.report import ActionItem
from statusladder.model.settings import PagesKeys
from statusladder.model.site import Component, PageKeys, Settings
from statusladder.model.update import REPORT_KEYS, IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.vocabulary import REPORT_STAGES

SECRET = "#hidden"
"""Behind the name of a file: the part of it that nobody may read."""

EMBARGO_ENDS = "2026-03-14T11:17:00Z"
BEFORE, AFTER = "2026-03-14T10:00:00Z", "2026-03-15T10:00:00Z"
"""Two moments: while the embargo holds, and when it is over."""

INTERNAL = ("internal", "decisions", "acks", "lint_ignore")
LADDER = ("notice", "investigating", "identified", "mitigating", "monitoring", "resolved", "postmortem", "follow_up")
PLANNED = ("scheduled", "rescheduled", "in_progress", "extended", "verifying", "completed")

PUBLIC = "content/incidents/2026-02-10-public"
RETRACTED = "content/incidents/2026-02-12-retracted"
BACK_AND_FORTH = "content/incidents/2026-02-13-reopened"
OPEN = "content/incidents/2026-03-14-open"
NOTICE = "content/incidents/2026-03-14-notice"
WORK = "content/maintenance/2026-02-20-public"
IMPORTED = "content/incidents/2026-02-14-imported"
PAGE = "content/pages/words.md"
SETTINGS = "site.yaml"
FEEDBACK, HIDDEN_FEEDBACK = "content/feedback/2026-02.yaml", "content/feedback/hidden.yaml"
SIGNALS = "content/feedback/signals.yaml"


_NOTHING: Given = {}


OWNER = canary(SETTINGS, "teams.id")
"""The team that owns every public action item: its name is shown, its id and its name at the code host are not."""


def secret_id(day: str, where: str) -> str:
    """The name of a folder that nobody may know."""
    return f"{day}-{canary(where + SECRET, 'id')}"


EMBARGOED = f"content/incidents/{secret_id('2026-02-15', 'embargoed')}"
EMBARGOED_ID = EMBARGOED.rpartition("/")[2]
EMBARGOED_OPEN = f"content/incidents/{secret_id('2026-03-14', 'embargoed, open')}"
EMBARGOED_WORK = f"content/maintenance/{secret_id('2026-03-13', 'embargoed work')}"


_TOLD = {
    PUBLIC: LADDER,
    BACK_AND_FORTH: (
        "investigating",
        "identified",
        "investigating",
        "mitigating",
        "identified",
        "resolved",
        "investigating",
    ),
    RETRACTED: ("notice", "retracted"),
    OPEN: ("investigating", "identified", "mitigating"),
    WORK: PLANNED,
    IMPORTED: ("resolved",),
    NOTICE: ("notice",),
}
"""The stages of what everybody may read."""

_REASONS = {3: "diagnosis_withdrawn", 5: "regression", 7: "reopened"}
"""The updates of `BACK_AND_FORTH` that go back, and the key that lets them."""


def write_site(root: Path, *, hidden: bool = True) -> Path:
    """The site in `root`; without what is `hidden`, if that is said."""
    _write(root, SETTINGS, _settings(hidden))
    for folder, stages in _TOLD.items():
        _updates(root, folder, stages, hidden, more=_besides(folder, hidden))
    words = {key: canary(PAGE, key) for key in ("title", "summary")}
    _write(root, PAGE, document_text(words, _body(PAGE, hidden)))
    _feedback(root, FEEDBACK, *[("rating", PUBLIC)] * 6)
    if hidden:
        _write_hidden(root)
    return root


def merge_into_the_embargoed(root: Path) -> None:
    """Says publicly that an incident went on in one that nobody may know of."""
    folder = "content/incidents/2026-02-11-merged"
    _updates(root, folder, ("investigating",), hidden=True)
    _update(root, f"{folder}/02-merged.md", "merged", "2026-02-11T02:00:00Z", True, {"merged_into": EMBARGOED_ID})


def every_path(of: Callable[[type[BaseModel]], set[str]]) -> set[str]:
    """The paths that `of` tells of the model of each kind of file, as `key_readers` names them."""
    models: dict[str, type[BaseModel]] = {
        "page": PageKeys,
        "feedback": AnswerKeys,
        "signals": SignalKeys,
        SETTINGS: Settings,
    }
    updates = of(IncidentKeys) | of(MaintenanceKeys)
    return updates | {f"{kind}/{path}" for kind, model in models.items() for path in of(model)}


def every_text() -> set[str]:
    """Every key that holds free text."""
    return every_path(text_paths)


def said_in_public() -> dict[str, str]:
    """The canaries that everybody may read, each with the path of its field, as `impact.symptom` or `page/title`."""
    found = {canary(PAGE, path): f"page/{path}" for path in (*text_paths(PageKeys), "body")}
    found |= {canary(SETTINGS, path): f"{SETTINGS}/{path}" for path in text_paths(Settings)}
    for name in ("sign-in", "exports"):
        found |= {canary(f"{SETTINGS} {name}", path): f"{SETTINGS}/components.{path}" for path in text_paths(Component)}
    for folder in _TOLD:
        found |= said_in(folder)
    return found


def said_in(folder: str) -> dict[str, str]:
    """The canaries of a folder that readers may see once it is public."""
    found: dict[str, str] = {}
    told = {**_TOLD, EMBARGOED: LADDER, EMBARGOED_OPEN: _TOLD[OPEN], EMBARGOED_WORK: PLANNED}
    for number, stage in _numbered(told[folder]):
        file = f"{folder}/{number:02}-{_stem(stage)}.md"
        paths = text_paths(IncidentKeys) | text_paths(MaintenanceKeys) | {"body", "roles.key"}
        found |= {canary(file, path): path for path in paths}
        found |= {canary(f"{file} item", path): f"action_items.{path}" for path in text_paths(ActionItem)}
    return found


def _besides(folder: str, hidden: bool) -> Given:
    if folder == PUBLIC:
        return {"related": [EMBARGOED_ID] if hidden else None}
    if folder == BACK_AND_FORTH:
        return {"related": [Path(PUBLIC).name, *([EMBARGOED_ID] if hidden else [])]}
    if folder == OPEN:
        return {"contacts": None}  # where it says none, the site's own are shown
    if folder == IMPORTED:
        where = f"{IMPORTED}/01-resolved.md"
        origin = {key: canary(where, f"imported_from.{key}") for key in ("source", "id")}
        return {"imported_from": {**origin}, "backfilled": "true"}
    return {}


def _numbered(stages: Iterable[str]) -> Iterable[tuple[int, str]]:
    return enumerate(stages, start=1)


def _stem(stage: str) -> str:
    return stage.replace("_", "-")


def _write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _write_hidden(root: Path) -> None:
    """Everything that stands in files of its own and must not show."""
    embargo: Given = {
        "kind": "security",
        "embargoed_until": EMBARGO_ENDS,
        "components": _states("exports", "major_outage"),
    }
    _updates(root, EMBARGOED, LADDER, hidden=True, more=embargo)
    still: Given = {**embargo, "contacts": None}
    _updates(root, EMBARGOED_OPEN, _TOLD[OPEN], hidden=True, more=still)
    work: Given = {"embargoed_until": EMBARGO_ENDS, "expected": _states("exports", "major_outage")}
    _updates(root, EMBARGOED_WORK, PLANNED, hidden=True, day="2026-03-13", more=work)
    _updates(root, f"content/drills/{secret_id('2026-02-16', 'drill')}", LADDER, hidden=True)
    script = f"content/drills/{secret_id('2026-02-16', 'drill')}/script.md"
    injects: Given = {"injects.after": "5m", "begins": "2026-02-16T09:00:00Z"}
    _write(root, script, document_text(filled(ScriptKeys, script + SECRET, injects), canary(script + SECRET, "body")))
    draft: Given = {"draft": "true"}
    _updates(root, f"content/incidents/{secret_id('2026-02-17', 'draft')}", LADDER, hidden=True, more=draft)
    _update(root, f"{OPEN}/07-{canary('draft' + SECRET, 'stem')}.md", "monitoring", "2026-03-14T09:50:00Z", True, draft)
    _updates(root, f"content/incidents/{secret_id('2027-02-17', 'future')}", LADDER, hidden=True, day="2027-02-17")
    _update(root, f"{OPEN}/08-{canary('future' + SECRET, 'stem')}.md", "resolved", "2026-03-16T12:40:00Z", True, {})
    _playbook(root)
    _feedback(
        root, HIDDEN_FEEDBACK, ("message", PUBLIC), ("message", EMBARGOED), ("rating", EMBARGOED), later="2026-04"
    )
    _signals(root, OPEN, EMBARGOED_OPEN)
    for aside in (".statusladder/unfinished/a.md", f"{OPEN}/.01.md", f"{OPEN}/01.md~"):
        _write(root, aside, canary(aside + SECRET, "all"))


def _feedback(root: Path, path: str, *answers: tuple[str, str], later: str = "") -> None:
    """Answers about folders, those `later` than any build too; no word of any of them is for readers."""
    rows: list[PlainValue] = []
    for kind, folder in (*answers, *([("rating", PUBLIC)] if later else [])):
        where = f"{path} {len(rows)}{SECRET}"
        said: dict[str, PlainValue] = {"text": canary(where, "feedback.text")}
        if kind == "rating":
            said = {"question": "clarity", "answer": "4"}
        at = f"{later}-10T12:00:00Z" if later and len(rows) == len(answers) else "2026-02-12T12:00:00Z"
        about: dict[str, PlainValue] = {"kind": kind, "at": at, "incident": Path(folder).name}
        rows.append({"id": f"feedback-1-{canary(where, 'feedback.id')}", **about, **said})
    _write(root, path, front_matter_text({"feedback": rows}))


def _signals(root: Path, *folders: str) -> None:
    """What customers ask during incidents that are open, which none of them reads."""
    about: Given = {"at": "2026-03-14T09:30:00Z", "source": "tickets", "count": "41", "mood": "-1"}
    rows = [filled(SignalKeys, f"{SIGNALS}{SECRET}", {**about, "incident": Path(folder).name}) for folder in folders]
    _write(root, SIGNALS, front_matter_text({"signals": list(rows)}))


def _playbook(root: Path) -> None:
    path = f"content/playbooks/{canary('playbook' + SECRET, 'stem')}.md"
    where = path + SECRET
    asked = f"{canary(where, 'asked')}?"
    variable: PlainValue = {"name": canary(where, "variable"), "ask": asked, "default": canary(where, "default")}
    given: Given = {
        "questions": [asked],
        "first_notice": f"{{{{{canary(where, 'variable')}}}}} {canary(where, 'first_notice')}",
        "variables": [variable],
        "prompts": {"investigating": [asked]},
        "components": {"sign-in": "partial_outage"},
        "audiences": {"developers": canary(where, "audiences")},
        "drill.after": "5m",
    }
    _write(root, path, document_text(filled(PlaybookKeys, where, given), canary(where, "body")))


def _updates(
    root: Path, folder: str, stages: Iterable[str], hidden: bool, more: Given = _NOTHING, day: str = ""
) -> None:
    """An update for each stage, an hour apart, in a folder that is named by its day unless another is given."""
    day = day or folder.rpartition("/")[2][:10]
    for number, stage in _numbered(stages):
        path, at = f"{folder}/{number:02}-{_stem(stage)}.md", f"{day}T{number:02}:00:00Z"
        reason = _REASONS.get(number) if folder == BACK_AND_FORTH else None
        _update(root, path, stage, at, hidden, {**more, **({reason: canary(path, reason)} if reason else {})})


def _update(root: Path, path: str, stage: str, at: str, hidden: bool, more: Given) -> None:
    model: type[UpdateKeys] = MaintenanceKeys if "/maintenance/" in path else IncidentKeys
    keys = filled(model, path, {**_given(path, stage, at, hidden), **more})
    if hidden:
        keys["x-note"] = canary(path + SECRET, "x-note")
    else:
        keys = {key: value for key, value in keys.items() if key not in INTERNAL}
    text = document_text(keys, _body(path, hidden))
    comment = f"# {canary(path + SECRET, 'comment')}\n" if hidden else ""
    _write(root, path, text.replace("---\n", f"---\n{comment}", 1))


def _body(path: str, hidden: bool) -> str:
    note = f"\n\n::: internal\n{canary(path + SECRET, 'block')}\n:::\n" if hidden else ""
    return f"{canary(path, 'body')} is what customers read.{note}"


def _states(component: str, state: str) -> dict[str, PlainValue]:
    return {component: {"status": state, "recovered": "50"}}


def _given(path: str, stage: str, at: str, hidden: bool) -> Keys:
    """What has to have a form, or to name something that is there; all else is a canary."""
    secret, day = path + SECRET, at[:10]
    event: PlainValue = {"at": f"{day}T00:30:00Z", "estimated": "true"}
    link = f"https://{canary(path, 'contacts.url')}.example/"
    fix: dict[str, PlainValue] = {"at": at, "field": "title"}
    fix |= {key: canary(path, f"corrections.{key}") for key in ("was", "now", "why")}
    wrong: dict[str, PlainValue] = {key: canary(secret, f"corrections.{key}") for key in ("was", "now", "why")}
    audiences: dict[str, PlainValue] = {"developers": canary(path, "audiences.*")}
    contacts: list[PlainValue] = [{"text": canary(path, "contacts.text"), "url": link}]
    items: list[PlainValue] = [
        filled(ActionItem, f"{path} item", {"public": "true", "owner": OWNER, "due_history.was": "2026-03-30"})
    ]
    if hidden:
        audiences |= {"internal": canary(secret, "audiences"), hidden_audience(): canary(secret, "audiences of ours")}
        contacts.append({"text": canary(secret, "contacts.text"), "audience": "internal"})
        items.append(filled(ActionItem, secret, {"public": "false", "owner": hidden_team("exports")}))
    given: Keys = {
        "stage": stage,
        "at": at,
        "kind": "incident",
        "severity": "major",
        "components": _states("sign-in", "partial_outage"),
        "expected": _states("sign-in", "partial_outage"),
        "window": {"from": f"{day}T02:30:00Z", "to": f"{day}T08:00:00Z"},
        **dict.fromkeys(("started_at", "detected_at", "first_report_at"), event),
        **dict.fromkeys(("mitigated_at", "resolved_at"), f"{day}T00:50:00Z"),
        "impact.share": "12-18%",
        "concessions.approved_by": "executive_sponsor",
        "eta.unknown": None,
        "version": "final",
        "eta.from": f"{day}T14:00:00Z",
        "eta.to": f"{day}T15:00:00Z",
        "next_update": "30m",
        "notify": "true",
        "data_loss": "none",
        "roles": {
            canary(path, "roles.key"): canary(path, "roles.teams.*"),
            "executive_sponsor": {
                "name": canary(path, "roles.executive_sponsor.name"),
                "title": canary(path, "roles.executive_sponsor.title"),
                "consented": "true",
            },
        },
        "audiences": audiences,
        "contacts": contacts,
        "corrections": [fix, *([{"at": at, "field": "internal", **wrong}] if hidden else [])],
        "action_items": items,
        "embargoed_until": None,
        **dict.fromkeys(("merged_into", "related", "imported_from", "withdraw")),
        **dict.fromkeys(("reopened", "regression", "retracted", "diagnosis_withdrawn")),
    }
    given |= {key: canary(path + SECRET, key) for key in ("internal", "playbook") if hidden}
    given |= {} if hidden else {"playbook": None}
    if stage == "retracted":
        del given["retracted"]
    if stage not in REPORT_STAGES:
        given |= dict.fromkeys(REPORT_KEYS)
    return given


def hidden_team(name: str) -> str:
    return canary(f"{SETTINGS} {name}", "owner")


def hidden_audience() -> str:
    return canary(SETTINGS + SECRET, "audiences.id")


def _settings(hidden: bool) -> str:
    def component(name: str) -> PlainValue:
        where = f"{SETTINGS} {name}"
        keys = filled(Component, where, {"id": name, "since": "2026-01-01", "until": "2028-01-01"})
        secret = ("owner", "internal_names")
        return {key: value for key, value in keys.items() if hidden or key not in secret}

    def team(name: str) -> PlainValue:
        where = f"{secret} {name}"
        told = {key: canary(where, f"teams.{key}") for key in ("name", "codeowners")}
        return {"id": hidden_team(name), **told, "codeowners": f"@{told['codeowners']}/us"}

    def wording(path: str) -> dict[str, PlainValue]:
        said: dict[str, PlainValue] = {"customers": canary(SETTINGS, f"{path}.customers")}
        return said | ({"internal": canary(secret, f"{path}.internal")} if hidden else {})

    secret = SETTINGS + SECRET
    owner: dict[str, PlainValue] = {"id": OWNER, "name": canary(SETTINGS, "teams.name")}
    owner |= {"codeowners": f"@{canary(secret, 'teams.codeowners')}/us"} if hidden else {}
    role, old = canary(SETTINGS, "roles.id"), f"/{canary(secret, 'redirects.from')}"
    readers: list[PlainValue] = [
        {"id": "developers", "name": canary(SETTINGS, "audiences.name"), "public": "true"},
        {"id": "internal", "name": canary(secret, "audiences of ours"), "public": "false"},
        {"id": hidden_audience(), "name": canary(secret, "audiences.name"), "public": "false"},
    ]
    contacts: list[PlainValue] = [
        {"text": canary(SETTINGS, "contacts.text"), "url": f"https://{canary(SETTINGS, 'contacts.url')}.example/"}
    ]
    channels: list[PlainValue] = [
        {
            "id": canary(SETTINGS, "channels.id"),
            "kind": "email",
            "name": canary(SETTINGS, "channels.name"),
            "url": f"https://{canary(SETTINGS, 'channels.url')}.example/",
            **{key: f"{canary(SETTINGS, f'channels.{key}')}@tern.example" for key in ("sender", "to")},
        }
    ]
    moved: list[PlainValue] = [{"from": f"/{canary(SETTINGS, 'redirects.from')}", "to": f"/{PUBLIC[8:]}/"}]
    if hidden:
        contacts.append({"text": canary(secret, "contacts.text"), "audience": hidden_audience()})
        ours: dict[str, PlainValue] = {"id": "ours", "kind": "chat", "name": canary(secret, "channels.name")}
        channels.append(ours | {"audience": hidden_audience()})
        moved.append({"from": old, "to": f"/incidents/{EMBARGOED_ID}/"})
    given: Given = {
        "site.url": f"https://{canary(SETTINGS, 'site.url')}.example",
        "site.timezone": "UTC",
        "site.language": "en",
        "site.logo": None,
        "site.licence.url": f"https://{canary(SETTINGS, 'site.licence.url')}.example/",
        "site.support": f"https://{canary(SETTINGS, 'site.support')}.example/",
        "site.repository": "private",
        "components": [component("sign-in"), component("exports")],
        "audiences": readers,
        "contacts": contacts,
        "channels": channels,
        "ladder.reach": {"minor": {"investigating": ["email"]}},
        "ladder.maintenance_reach": ["email"],
        "metrics.targets.metric": "availability",
        "metrics.targets.target": "99%",
        "metrics.targets.component": "exports",
        "ladder.facts": {},
        "ladder.cadence": {},
        "ladder.first_notice": {},
        "ladder.relaxation": None,
        "ladder.no_change_limit": "4",
        "ladder.owners": {"identified": role},
        "ladder.severities": {"major": [wording("ladder.severities.*")]},
        "ladder.reports": {},
        "ladder.escalation": {},
        "ladder.maintenance": None,
        "ladder.guidance": {"notice": {part: wording(f"ladder.guidance.*.{part}") for part in ("what", "tone")}},
        "ladder.approvers": {"resolved": [role]},
        "ladder.preset": "statusladder",
        "ladder.policy_version": canary(SETTINGS, "ladder.changelog.version"),
        "feedback.report": f"https://{canary(SETTINGS, 'feedback.report')}.example/",
        "feedback.rating": f"https://{canary(SETTINGS, 'feedback.rating')}.example/",
        "teams": [owner, *([team(name) for name in ("sign-in", "exports", "role")] if hidden else [])],
        "subscribe.mail.url": f"https://{canary(SETTINGS, 'subscribe.mail.url')}.example/",
        "theme": "default",
        "strings": {"frame.disclaimer": canary(SETTINGS, "strings.*")},
        **{f"pages.{name}": "true" for name in PagesKeys.names()},
        "feeds.authority": f"{canary(SETTINGS, 'feeds.authority')}.example",
        "feeds.hub": f"https://{canary(SETTINGS, 'feeds.hub')}.example/",
        "redirects": moved,
        "security.contact": f"mailto:security@{canary(SETTINGS, 'security.contact')}.example",
        "security.policy": f"https://{canary(SETTINGS, 'security.policy')}.example/",
        "security.encryption": f"dns:{canary(SETTINGS, 'security.encryption')}.example",
        "security.acknowledgments": f"https://{canary(SETTINGS, 'security.acknowledgments')}.example/",
        "security.languages": "en",
        "lint.internal_hosts": f".{canary(secret, 'lint.internal_hosts')}.example",
        "lint.jargon": canary(secret, "lint.jargon"),
        "lint.allow": canary(secret, "lint.allow"),
        "drills.functions": canary(secret, "drills.functions"),
        "drills.every": "90d",
        "limits.html_growth": "20",
        "roles.team": hidden_team("role") if hidden else None,
    }
    keys = filled(Settings, SETTINGS, given)
    if not hidden:
        del keys["lint"], keys["drills"]
    return front_matter_text(keys) + (f"# {canary(secret, 'comment')}\n" if hidden else "")
