"""The table of headers, and the forms that hosts in the cloud take it in."""

import json
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.model.site import Settings
from statusladder.outputs.header_rules import HeaderRule, Hosting, make_header_rules, make_hosting
from statusladder.outputs.host_snippets import SNIPPETS
from statusladder.publish.theme import find_theme

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
THEME = find_theme(ROOT, "default")
TABLE = make_header_rules(THEME)


@pytest.fixture(scope="module")
def paths(demo: Path) -> list[str]:
    """Every published path of the demo site, in a form in which it is asked for."""
    files = (file.relative_to(demo).as_posix() for file in demo.rglob("*") if file.is_file())
    return [file.removesuffix("index.html") for file in files]


@pytest.fixture
def below() -> Hosting:
    """A site that lies below a path and has an old address."""
    told = {
        "site": {"name": "Tern", "url": "https://tern.example/status"},
        "components": [],
        "redirects": [{"from": "/incidents/abc/", "to": "/history/#top"}],
    }
    return make_hosting(Settings.model_validate(told), THEME)


def fits(rule: HeaderRule, path: str) -> bool:
    forms = (re.escape(pattern).replace(r"\*", ".*").replace(":id", "[^/]+") for pattern in rule.patterns)
    return any(re.fullmatch(form, path) for form in forms)


def names(path: str) -> Counter[str]:
    return Counter(name for rule in TABLE if fits(rule, path) for name in rule.headers)


def test_no_address_is_given_a_header_twice(paths: list[str]) -> None:
    # Cloudflare would join the two values by a comma, and `*, *` is no origin.
    assert [path for path in paths if max(names(path).values()) > 1] == []


def test_everything_that_programs_read_is_open_to_every_origin_and_pages_are_not(paths: list[str]) -> None:
    opened = {path for path in paths if "Access-Control-Allow-Origin" in names(path)}

    for_programs = r".*\.(?:atom|rss|ics|svg)|(?:api|embed|manifest)/.*|manifest\.json|(?:.*/)?feed\.json|updates\.json"
    assert opened == {path for path in paths if re.fullmatch(for_programs, path)} - {"favicon.svg"}
    assert len(opened) > 50


def test_every_feed_and_calendar_is_told_its_kind(paths: list[str]) -> None:
    typed = {path for path in paths if "Content-Type" in names(path)}

    kinds = (".atom", ".rss", ".ics", ".webmanifest", "feed.json", "updates.json")
    assert typed == {path for path in paths if path.endswith(kinds)}


def test_netlify_reads_the_table_the_old_addresses_and_the_error_page(below: Hosting) -> None:
    told = tomllib.loads(SNIPPETS["netlify"].make(below))

    headers = {one["for"]: one["values"] for one in told["headers"]}
    assert headers["/status/*"] == TABLE[0].headers
    assert headers["/status/components/:id/feed.atom"] == {
        "Access-Control-Allow-Origin": "*",
        "Content-Type": "application/atom+xml",
    }
    assert told["redirects"] == [
        {"from": "/status/incidents/abc/", "to": "/status/history/#top", "status": 301, "force": True},
        {"from": "/status/*", "to": "/status/404.html", "status": 404},
    ]


def test_cloudflare_reads_few_enough_rules_of_paths_of_the_host(below: Hosting) -> None:
    lines = SNIPPETS["cloudflare"].make(below).splitlines()

    rules = [line for line in lines if not line.startswith(" ")]
    assert len(rules) == len(set(rules)) <= 100
    assert all(rule.startswith("/status/") and rule.count("*") <= 1 for rule in rules)
    assert max(map(len, lines)) <= 2000


def test_cloudfront_reads_one_policy_with_every_header_but_the_kind(below: Hosting) -> None:
    told = json.loads(SNIPPETS["cloudfront"].make(below))

    assert told["Name"] == "statusladder-status"
    assert told["CorsConfig"]["AccessControlAllowOrigins"] == {"Quantity": 1, "Items": ["*"]}
    assert told["SecurityHeadersConfig"] == {
        "ContentSecurityPolicy": {
            "Override": True,
            "ContentSecurityPolicy": TABLE[0].headers["Content-Security-Policy"],
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": "no-referrer"},
    }
    custom = {item["Header"]: item["Value"] for item in told["CustomHeadersConfig"]["Items"]}
    assert custom == {"Cache-Control": "public, max-age=60", "Cross-Origin-Resource-Policy": "cross-origin"}
    assert told["CustomHeadersConfig"]["Quantity"] == 2
