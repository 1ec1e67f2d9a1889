"""Forms in a browser for people without git: the admin page and its configuration, for Sveltia CMS and Decap CMS."""

from collections.abc import Mapping
from textwrap import indent

from statusladder.content.tree import FOLDER, PAGES, SECTIONS, SLUG
from statusladder.content.writer import Written, front_matter_text
from statusladder.model.forms import forms_of
from statusladder.model.keys import BY_HAND, LATER, OF_INCIDENTS, STEP, keys_marked, sentences_of
from statusladder.model.site import PageKeys, Settings
from statusladder.model.update import (
    INTERNAL_KEYS,
    REPORT_KEYS,
    IncidentKeys,
    MaintenanceKeys,
    UpdateKeys,
    carry_rules_of,
)
from statusladder.model.vocabulary import (
    INCIDENT_STAGES,
    MAINTENANCE_STAGES,
    OPEN_STAGES,
    REPORT_STAGES,
    Stage,
    Visibility,
)
from statusladder.scaffold.interface import Files, Scaffold
from statusladder.scaffold.key_forms import (
    Field,
    make_audience_fields,
    make_choice,
    make_component_fields,
    make_field,
    make_pattern,
)

_INDEX = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Write updates</title>
</head>
<body>
<p id="absent" role="alert" hidden>The editor could not be loaded. Do not wait for it: write the file on the website of
your Git host, or ask somebody to run statusladder.</p>
<script src="https://unpkg.com/@sveltia/cms@0.221.1/dist/sveltia-cms.js"
  integrity="sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
  crossorigin="anonymous" onerror="document.getElementById('absent').hidden = false"></script>
</body>
</html>
"""

_LABELS = {
    "incidents": ("New incidents", "First notice"),
    "updates": ("Incident updates", "Incident update"),
    "reports": ("Incident reports", "Incident report"),
    "maintenance": ("New maintenance", "Announcement of maintenance"),
    "maintenance-updates": ("Maintenance updates", "Maintenance update"),
    "pages": ("Pages", "Page"),
}
"""What people read for each collection: of all, and of one."""

_MEDIA = "admin/media"
"""The editors ask for a folder of pictures. Nothing in it is published: an update is words."""

_HEAD = """\
# The forms of a web editor, for Sveltia CMS and Decap CMS. Write the owner and name of your repository after 'repo',
# and 'name: gitlab' if it lies there. With a line 'publish_mode: editorial_workflow' each update is proposed first.
# The components and audiences of site.yaml stand below '&components' and '&audiences': change them here as well.
"""

_STEPS = keys_marked(UpdateKeys, STEP)
_LATER = keys_marked(UpdateKeys, STEP | LATER)
_OF_INCIDENTS = keys_marked(UpdateKeys, STEP | OF_INCIDENTS)

_LEADING = ("stage", "at", "title", "severity", "window", "components", "expected", "impact", "body", "next_update")
"""What a form asks first; the others follow in the model's order."""

_WORDS: Field = {
    "name": "body",
    "label": "Words",
    "widget": "markdown",
    "buttons": ["bold", "italic", "code", "link", "bulleted-list", "numbered-list"],
    "editor_components": [],
    "required": True,
}

_SHORT: Field = {
    **make_pattern(rf"^(?=.{{1,60}}$){SLUG}$", "Small letters and digits, with single hyphens between words"),
    "required": True,
}


def _first(name: str, section: str, fields: list[Field]) -> Field:
    """A collection whose entries are first files: each makes a folder of its own."""
    hint = "Part of the permanent address: two to four words with hyphens, as sign-in-failures"
    short: Field = {"name": "x-slug", "label": "Short name", **_SHORT, "hint": hint}
    return {
        **_updates(name, section, [short, *fields]),
        "identifier_field": "x-slug",
        "slug": "{{year}}-{{month}}-{{day}}-{{x-slug}}",
        "path": "{{slug}}/01-{{stage}}",
    }


def _next(name: str, section: str, fields: list[Field]) -> Field:
    """A collection whose entries are further files of folders that exist."""
    folder: Field = {
        "name": "x-folder",
        "label": "Folder",
        **make_pattern(rf"^{FOLDER}$", "A day and a short name: 2026-03-14-sign-in-failures"),
        "required": True,
        "hint": "The last part of its page's address, as 2026-03-14-sign-in-failures",
    }
    number: Field = {
        "name": "x-number",
        "label": "Number",
        **make_pattern(r"^\d{2,3}$", "Two digits, as 02"),
        "required": True,
        "hint": "Higher than that of every update so far, as 02",
    }
    return {
        **_updates(name, section, [folder, number, *fields]),
        "identifier_field": "x-folder",
        "slug": "{{x-number}}-{{stage}}",
        "path": "{{x-folder}}/{{slug}}",
    }


def _updates(name: str, section: str, fields: list[Field]) -> Field:
    """A collection that opens only what it wrote: a form cannot hold all that a person writes, and would drop it."""
    mark: Field = {"name": "x-form", "widget": "hidden", "default": name}
    return {
        **_collection(name, SECTIONS[section], [*fields, mark]),
        "summary": "{{dirname}}/{{filename}}",
        "filter": {"field": "x-form", "value": name},
    }


def _collection(name: str, folder: str, fields: list[Field]) -> Field:
    return {
        "name": name,
        "label": _LABELS[name][0],
        "label_singular": _LABELS[name][1],
        "folder": folder,
        "create": True,
        "delete": False,
        "extension": "md",
        "format": "yaml-frontmatter",
        "media_folder": f"/{_MEDIA}",
        "fields": fields,
    }


def _fields(
    model: type[UpdateKeys], settings: Settings, stages: tuple[Stage, ...], required: str, without: frozenset[str]
) -> list[Field]:
    """The fields of an update: what must be said, then what can be. Facts that all `stages` forbid are left out."""
    sentences = sentences_of(model, INCIDENT_STAGES if model is IncidentKeys else MAINTENANCE_STAGES)
    if settings.site.repository is Visibility.PUBLIC:
        without |= INTERNAL_KEYS
    if not settings.audiences:
        without |= {"audiences"}
    forbidden = {key for key, rule in carry_rules_of(model).items() if rule.forbidden >= set(stages)}
    by_key = {
        key: make_field(key, form, settings, form.is_required or key in required.split(), sentences[key])
        for key, form in forms_of(model).items()
        if BY_HAND not in form.key.marks and key not in without | forbidden
    }
    by_key["stage"] |= make_choice(stages)
    by_key["at"] |= {"default": "{{now}}"}
    by_key["notify"] |= {"default": True}
    by_key["body"] = _WORDS
    return [by_key[key] for key in dict.fromkeys((*_LEADING, *by_key)) if key in by_key]


def _collections(settings: Settings) -> list[Written]:
    open_or_over = tuple(stage for stage in INCIDENT_STAGES if stage not in REPORT_STAGES)
    underway = MAINTENANCE_STAGES[1:]
    begun = (Stage.SCHEDULED, Stage.IN_PROGRESS)
    notice = _fields(IncidentKeys, settings, OPEN_STAGES, "title severity", REPORT_KEYS | _LATER)
    update = _fields(IncidentKeys, settings, open_or_over, "", REPORT_KEYS)
    report = _fields(IncidentKeys, settings, REPORT_STAGES, "", _STEPS)
    planned = _fields(MaintenanceKeys, settings, begun, "title window", _OF_INCIDENTS | _LATER)
    further = _fields(MaintenanceKeys, settings, underway, "", _OF_INCIDENTS)
    return [
        _first("incidents", "incidents", notice),
        _next("updates", "incidents", update),
        _next("reports", "incidents", report),
        _first("maintenance", "maintenance", planned),
        _next("maintenance-updates", "maintenance", further),
        _pages(settings),
    ]


def _pages(settings: Settings) -> Field:
    sentences = sentences_of(PageKeys)
    fields = [
        make_field(key, form, settings, form.is_required, sentences[key]) for key, form in forms_of(PageKeys).items()
    ]
    name: Field = {"name": "x-slug", "label": "Address", **_SHORT, "hint": "Permanent: what-our-words-mean"}
    return {
        **_collection("pages", PAGES, [name, *fields, _WORDS]),
        "identifier_field": "x-slug",
        "slug": "{{x-slug}}",
        "summary": "{{title}}",
    }


def _make(settings: Settings) -> Files:
    config: Mapping[str, Written] = {
        "backend": {"name": "github", "repo": "OWNER/REPOSITORY", "branch": "main"},
        "site_url": settings.site.url,
        "media_folder": _MEDIA,
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},
        "collections": _collections(settings),
    }
    text = front_matter_text(config)
    for name, fields in (
        ("components", make_component_fields(settings)),
        ("audiences", make_audience_fields(settings)),
    ):
        text = _once(text, name, fields)
    return {"admin/index.html": _INDEX, "admin/config.yml": _HEAD + text}


def _once(text: str, name: str, fields: list[Field]) -> str:
    """The text with these fields where they first stand and only their name further on: people will add to them."""
    written = indent(front_matter_text({"fields": fields}), " " * 8)
    before, first, rest = text.partition(written)
    named = first.replace("fields:", f"fields: &{name}", 1)
    return before + named + rest.replace(written, f"        fields: *{name}\n")


SCAFFOLD = Scaffold("cms", "a web editor for people without git", False, _make)
