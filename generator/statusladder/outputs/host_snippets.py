"""The table of headers, the old addresses and the error page for hosts in the cloud, and what each server is told."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from statusladder.outputs.header_rules import Hosting, headers_by_pattern, make_headers_file
from statusladder.outputs.server_snippets import configure_apache, configure_caddy, configure_nginx


@dataclass(frozen=True)
class Snippet:
    """What `make` gives is for a place that `where` tells, in a sentence with the site's path as `{base}`."""

    make: Callable[[Hosting], str]
    where: str


def configure_cloudflare(site: Hosting) -> str:
    return make_headers_file(site.rules, site.base)


def configure_netlify(site: Hosting) -> str:
    """For `netlify.toml`; every string of JSON is one of TOML."""
    rows: list[str] = []
    for pattern, headers in headers_by_pattern(site.rules, site.base).items():
        rows += ["[[headers]]", f"  for = {json.dumps(pattern)}", "  [headers.values]"]
        rows += [f"    {name} = {json.dumps(value)}" for name, value in headers.items()]
    # The page at an old address would win over the redirect, but for `force`.
    for redirect in site.redirects:
        rows += _netlify_redirect(site.base + redirect.from_.lstrip("/"), site.base + redirect.to.lstrip("/"), 301)
        rows.append("  force = true")
    rows += _netlify_redirect(f"{site.base}*", site.not_found, 404)
    return "\n".join(rows) + "\n"


def _netlify_redirect(old: str, new: str, status: int) -> list[str]:
    return ["[[redirects]]", f"  from = {json.dumps(old)}", f"  to = {json.dumps(new)}", f"  status = {status}"]


def configure_cloudfront(site: Hosting) -> str:
    """A response headers policy for `aws cloudfront create-response-headers-policy`.

    A policy belongs to a behaviour and not to a file, so all headers go to all files. That harms nothing: the site is
    public and has no cookies. The kind of a file is a property of its object in the store.
    """
    headers = {name: value for rule in site.plain for name, value in rule.headers.items()}
    origin = headers.pop("Access-Control-Allow-Origin")
    headers.pop("X-Content-Type-Options")
    policy = {
        "Name": "statusladder" + re.sub(r"[^a-z0-9]+", "-", site.base).rstrip("-"),
        "CorsConfig": {
            "AccessControlAllowOrigins": _items([origin]),
            "AccessControlAllowHeaders": _items(["*"]),
            "AccessControlAllowMethods": _items(["GET", "HEAD"]),
            "AccessControlAllowCredentials": False,
            "OriginOverride": True,
        },
        "SecurityHeadersConfig": {
            "ContentSecurityPolicy": {
                "Override": True,
                "ContentSecurityPolicy": headers.pop("Content-Security-Policy"),
            },
            "ContentTypeOptions": {"Override": True},
            "ReferrerPolicy": {"Override": True, "ReferrerPolicy": headers.pop("Referrer-Policy")},
        },
        "CustomHeadersConfig": _items(
            [{"Header": name, "Value": value, "Override": True} for name, value in headers.items()]
        ),
    }
    return json.dumps(policy, indent=2) + "\n"


def _items(items: list[Any]) -> dict[str, Any]:
    return {"Quantity": len(items), "Items": items}


SNIPPETS: Mapping[str, Snippet] = {
    "nginx": Snippet(configure_nginx, "Include it in the server block whose root holds the site at {base}."),
    "caddy": Snippet(configure_caddy, "Import it into the site block whose root holds the site at {base}."),
    "apache": Snippet(configure_apache, "Include it in the virtual host whose DocumentRoot holds the site at {base}."),
    "cloudfront": Snippet(configure_cloudfront, "Attach the policy to the behaviour that serves {base}*."),
    "netlify": Snippet(configure_netlify, "Add it to netlify.toml of what is deployed with the site at {base}."),
    "cloudflare": Snippet(
        configure_cloudflare, "Write it into _headers at the root of what is deployed with the site at {base}."
    ),
}
