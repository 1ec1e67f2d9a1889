"""Every published address in one place; all are permanent, and pages link to each other relatively.

Addresses are paths below the site without a leading slash; the empty path is the home page. One that ends in `/` is a
page in a folder of its own.
"""

import posixpath
from datetime import date
from urllib.parse import urljoin, urlsplit

from statusladder.model.addresses import as_browsed
from statusladder.model.manifest import SHARDS

HOME = ""
HISTORY = "history/"
SUBSCRIBE = "subscribe/"
HOW_WE_COMMUNICATE = "how-we-communicate/"
IMPROVEMENTS = "improvements/"
IMPROVEMENTS_CALENDAR = "improvements/calendar.ics"
RELIABILITY = "reliability/"
RELIABILITY_JSON = "reliability.json"
RELIABILITY_CSV = "reliability.csv"
LESSONS = "lessons/"
NOT_FOUND = "404.html"
HISTORY_ATOM = "history.atom"
HISTORY_RSS = "history.rss"
UPDATES_ATOM = "updates.atom"
UPDATES_RSS = "updates.rss"
UPDATES_JSON = "updates.json"
MAJOR_ATOM = "major.atom"
MAJOR_RSS = "major.rss"
LESSONS_ATOM = "lessons.atom"
API = "api/"
API_STATUS = "api/v2/status.json"
OPENAPI = "api/openapi.json"
MANIFEST = "manifest.json"
EMBED = "embed/"
BANNER = "embed/banner.json"
BANNER_SCRIPT = "embed/banner.js"
WEB_MANIFEST = "site.webmanifest"
FAVICON = "favicon.svg"
CALENDAR = "calendar.ics"
SITEMAP = "sitemap.xml"
SECURITY_TXT = ".well-known/security.txt"
FILES_OF = {RELIABILITY: (RELIABILITY_JSON, RELIABILITY_CSV), LESSONS: (LESSONS_ATOM,)}
"""Files that go with a page and do not lie below it."""

INTERNAL = "internal/"
"""Where all lies that only an internal build has, and nothing else."""

TAKEN = frozenset({
    *("incidents", "maintenance", "components", "audiences", "pages", "history", "badges", "embed", "api", "internal"),
    SHARDS.rstrip("/"),
    *("subscribe", "how-we-communicate", "improvements", "reliability", "lessons", "__statusladder"),
    *("index.html", "llms.txt", "robots.txt", "_headers", "_redirects"),
    *(NOT_FOUND, HISTORY_ATOM, HISTORY_RSS, UPDATES_ATOM, UPDATES_RSS, UPDATES_JSON, MAJOR_ATOM, MAJOR_RSS),
    *(LESSONS_ATOM, RELIABILITY_JSON, RELIABILITY_CSV, MANIFEST, WEB_MANIFEST, FAVICON, CALENDAR, SITEMAP),
})  # fmt: skip
"""The first parts of all addresses that the site may ever have, whatever its content and settings; old ones apart."""

PREVIEWED_MESSAGES = "__statusladder/messages/"
"""Where a preview has what no site publishes."""

OWNERSHIP = "internal/ownership/"
OWNERSHIP_JSON = "internal/ownership.json"


def of_incident(incident_id: str) -> str:
    return f"incidents/{incident_id}/"


def of_component(component_id: str) -> str:
    return f"components/{component_id}/"


def of_audience(audience_id: str) -> str:
    return f"audiences/{audience_id}/"


def of_api(endpoint: str) -> str:
    """An answer of the Statuspage API v2."""
    return f"api/v2/{endpoint}.json"


def atom_of(page: str) -> str:
    """The feed of one incident, maintenance or component, beside its page."""
    return f"{page}feed.atom"


def feeds_of(page: str) -> tuple[str, str, str]:
    """The feeds of one component or audience: Atom, RSS and JSON."""
    return atom_of(page), f"{page}feed.rss", f"{page}feed.json"


def calendar_of(page: str) -> str:
    return f"{page}calendar.ics"


def of_badge(name: str) -> str:
    """The picture of the site or a component, by the name that its badges have."""
    return f"badges/{name}.svg"


def of_state_badge(name: str) -> str:
    return f"badges/state/{name}.svg"


def of_uptime_badge(name: str) -> str:
    return f"badges/uptime/{name}.svg"


def of_postmortem(incident_id: str) -> str:
    return f"incidents/{incident_id}/postmortem/"


def of_maintenance(maintenance_id: str) -> str:
    return f"maintenance/{maintenance_id}/"


def of_internal_record(page: str) -> str:
    """What is for the team alone about an incident or maintenance, whose public page is or would be `page`."""
    return f"{INTERNAL}{page}"


def of_messages(page: str) -> str:
    """What the newest update of an incident or maintenance says in each channel, for the team alone."""
    return f"{of_internal_record(page)}messages/"


def of_previewed_messages(page: str) -> str:
    """The same in a preview on a writer's machine, where the server alone has addresses."""
    return f"{PREVIEWED_MESSAGES}{page}"


def of_own_page(page_id: str) -> str:
    return f"pages/{page_id}/"


def of_update(page: str, update_id: str) -> str:
    """The anchor of an update on its incident's or maintenance's page."""
    return f"{page}#{update_id}"


def of_month(day: date) -> str:
    return f"history/{day:%Y-%m}/"


def file_of(page: str) -> str:
    """The file that a static host serves for an address."""
    return f"{page}index.html" if page == HOME or page.endswith("/") else page


def page_of(file: str) -> str:
    """The address of a published file: what `file_of` was made of."""
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def of_old_page(path: str) -> str:
    """The page of an old address, given as a path with a leading slash."""
    name = path.strip("/")
    return name if name.endswith(".html") else f"{name}/"


def make_relative(from_page: str, to: str) -> str:
    """The link from one page to another, so that a site works below any base path; `to` may carry an anchor."""
    path, hash_sign, anchor = to.partition("#")
    if path == from_page and anchor:
        return f"#{anchor}"
    *here, _ = from_page.split("/")
    *there, name = path.split("/")
    shared = len(posixpath.commonprefix((here, there)))
    link = "/".join((*[".."] * (len(here) - shared), *there[shared:], name))
    return f"{link or './'}{hash_sign}{anchor}"


def make_absolute(site_url: str, to: str) -> str:
    """The address in full, for feeds and everything that leaves the site."""
    return f"{site_url}/{to}"


def find_target(site_url: str, page: str, address: str) -> str | None:
    """Where an address that stands on a page leads within the site, with its anchor; None when it leads elsewhere."""
    try:
        whole = urlsplit(urljoin(make_absolute(site_url, page), as_browsed(address)))
        site = urlsplit(site_url)
        if whole.scheme not in ("http", "https") or (whole.hostname, whole.port) != (site.hostname, site.port):
            return None
    except ValueError:
        return None
    path = whole.path or "/"
    if not path.startswith(base_path_of(site_url)):
        # The address of the site itself is written without its last slash as well.
        return None if f"{path}/" != base_path_of(site_url) else HOME
    return path.removeprefix(base_path_of(site_url)) + (f"#{whole.fragment}" if whole.fragment else "")


def base_path_of(site_url: str) -> str:
    """Where the site lies on its host: `/`, or a path as `/status/`."""
    return f"{urlsplit(site_url).path}/"
