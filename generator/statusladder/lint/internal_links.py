"""Sees links to tools behind a login: chats, tickets and dashboards, where a customer stands before a closed door."""

import re
from collections.abc import Iterator

from statusladder.lint.public_texts import Sighting
from statusladder.model.addresses import host_of
from statusladder.model.pattern import compile_late
from statusladder.model.site import Settings

_LINK = compile_late(r"\bhttps?://[^\s<>\"'`)\]]+", re.I)
_PLACES = (
    (
        "a chat",
        r"[\w-]+\.slack\.com/archives/|app\.slack\.com/(?:client|huddle)/|teams\.(?:microsoft\.com|live\.com)/l/",
    ),
    ("a chat", r"mail\.google\.com/chat/|chat\.google\.com/room/|discord(?:app)?\.com/channels/\d+/\d+"),
    (
        "a call",
        r"(?:[\w-]+\.)?zoom\.us/(?:j|my)/|meet\.google\.com/[a-z]{3}-[a-z]{4}-[a-z]{3}|[\w-]+\.webex\.com/meet/",
    ),
    (
        "a ticket",
        r"[\w-]+\.atlassian\.net/(?:browse|jira|servicedesk/agent)/|linear\.app/[\w-]+/issue/|app\.asana\.com/",
    ),
    (
        "a ticket",
        r"[\w-]+\.pagerduty\.com/(?:incidents|services|alerts)|[\w-]+\.(?:app\.)?opsgenie\.com/|app\.incident\.io/",
    ),
    ("a ticket", r"[\w-]+\.zendesk\.com/agent/|[\w-]+\.service-now\.com/nav|app\.shortcut\.com/|app\.clickup\.com/t/"),
    ("a page of a team", r"[\w-]+\.atlassian\.net/wiki/"),
    (
        "a dashboard",
        r"app\.(?:\w+\.)?datadoghq\.(?:com|eu)/|[\w-]+\.grafana\.net/(?!public-dashboards)|one\.newrelic\.com/",
    ),
    (
        "a dashboard",
        r"ui\.honeycomb\.io/|[\w-]+\.splunkcloud\.com/|(?:[\w-]+\.)?sentry\.io/(?:organizations/[\w-]+/)?issues/",
    ),
    (
        "a dashboard",
        r"(?:[\w-]+\.)?console\.aws\.amazon\.com/cloudwatch|console\.cloud\.google\.com/(?:logs|monitoring|errors)",
    ),
    ("a dashboard", r"[\w-]+\.(?:kb|found)\.[\w.-]+\.io/app/|app\.(?:rollbar|bugsnag|signalfx|lightstep)\.com/"),
)
_PLACE = compile_late("|".join(f"(?P<p{number}>{form})" for number, (_, form) in enumerate(_PLACES)), re.I)
_TOOL = compile_late(
    "grafana|kibana|prometheus|alertmanager|jenkins|argocd|jira|confluence|mattermost|rocketchat|zulip|sentry|splunk"
    "|nagios|zabbix|graylog|rundeck|vault|consul|airflow|intranet"
)
"""First parts of hosts that say which tool runs there; meant where the host belongs to the site's own company."""


def internal_links(text: str, settings: Settings) -> Iterator[Sighting]:
    if "://" not in text:
        return
    for match in _LINK.finditer(text):
        if what := _behind(match[0], settings):
            yield Sighting(match.start(), match.start() + len(match[0].rstrip(".,;:!?*_")), what)


def _behind(link: str, settings: Settings) -> str | None:
    """What a link leads to, when only the company's own people can open it."""
    if place := _PLACE.match(link.partition("://")[2]):
        return _PLACES[int((place.lastgroup or "p0")[1:])][0]
    tool, _, rest = host_of(link).partition(".")
    is_own = _TOOL.fullmatch(tool) and rest == host_of(settings.site.url).partition(".")[2]
    return "a tool of the company" if is_own else None
