"""The table of headers, the old addresses and the error page as web servers take them: nginx, Apache and Caddy."""

import re
from collections.abc import Iterator

from statusladder.model.settings import Redirect
from statusladder.outputs.header_rules import CONTENT_TYPE, Hosting, as_expression


def configure_nginx(site: Hosting) -> str:
    """For a `server` block.

    A header whose value is empty is not sent, so each is a variable that is filled where it belongs: `add_header` in a
    `location` would drop all those outside of it.
    """
    rows = ["# For the server block, beside root; no location of it may have an add_header of its own."]
    for rule in site.plain:
        variables = {f"$status_{name.lower().replace('-', '_')}": name for name in rule.headers}
        rows += [f'set {variable} "";' for variable in variables]
        rows.append(f'if ($uri ~ "{as_expression(rule.patterns, site.base)}") {{')
        rows += [f"    set {variable} {_quoted(rule.headers[name])};" for variable, name in variables.items()]
        rows.append("}")
        rows += [f"add_header {name} {variable} always;" for variable, name in variables.items()]
    rows.append(f"location {_quoted(site.base)} {{")
    rows += ["    absolute_redirect off;", f"    error_page 404 {_quoted(site.not_found)};"]
    for rule in site.typed:
        kind = f"types {{ }} default_type {_quoted(rule.headers[CONTENT_TYPE])};"
        rows.append(f'    location ~ "{as_expression(rule.patterns, site.base)}" {{ {kind} }}')
    for redirect in site.redirects:
        old, new = _quoted(_either(redirect, site.base)), _quoted(_target(redirect, site.base))
        rows.append(f"    location ~ {old} {{ return 301 {new}; }}")
    return "\n".join([*rows, "}"]) + "\n"


def configure_apache(site: Hosting) -> str:
    """For a virtual host, and as well for the `.htaccess` of the folder."""
    rows = ["# For the virtual host, or a file .htaccess in the site's folder. Needs mod_headers."]
    for rule in site.rules:
        rows.append(f'<If "%{{REQUEST_URI}} =~ m#{as_expression(rule.patterns, site.base)}#">')
        for name, value in rule.headers.items():
            # A header may hold variables, which begin with a percent sign.
            told = _quoted(value if name == CONTENT_TYPE else value.replace("%", "%%"))
            rows.append(f"    ForceType {told}" if name == CONTENT_TYPE else f"    Header always set {name} {told}")
        rows.append("</If>")
    rows += [
        f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(site.base)}#">',
        f"    ErrorDocument 404 {_quoted(site.not_found)}",
        "</If>",
    ]
    rows += [
        f"RedirectMatch 301 {_quoted(_either(redirect, site.base))} {_quoted(_target(redirect, site.base))}"
        for redirect in site.redirects
    ]
    return "\n".join(rows) + "\n"


def configure_caddy(site: Hosting) -> str:
    """For a site block of a Caddyfile."""
    rows = ["# For the site block, beside root and file_server."]
    for number, rule in enumerate(site.rules, start=1):
        patterns = " ".join(site.base + pattern.replace(":id", "*") for pattern in rule.patterns)
        rows.append(f"@status_{number} path {patterns}")
        rows += [f"header @status_{number} {name} {_of_caddy(value)}" for name, value in rule.headers.items()]
    for redirect in site.redirects:
        new = _of_caddy(_target(redirect, site.base))
        rows += [f"redir {_of_caddy(old)} {new} 301" for old in _both(redirect, site.base)]
    rows += [
        "handle_errors {",
        "    @status_lost {",
        f"        path {site.base}*",
        "        expression `{err.status_code} == 404`",
        "    }",
        f"    rewrite @status_lost {site.not_found}",
        "    file_server",
        "}",
    ]
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    """A text as nginx and Apache take it whole.

    A `$` would begin a variable of nginx, which knows no way to write one: no value of the table, no address of a site
    and no redirect may hold it.
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _of_caddy(text: str) -> str:
    """A text as Caddy takes it whole: a brace would begin a variable.

    Between double quotes a backslash is itself but before a quote, so a text with one stands between backticks, where
    all is as it is typed.
    """
    whole = text.replace("{", "\\{")
    return f"`{whole}`" if "\\" in text else '"' + whole.replace('"', '\\"') + '"'


def _target(redirect: Redirect, base: str) -> str:
    return base + redirect.to.lstrip("/")


def _both(redirect: Redirect, base: str) -> Iterator[str]:
    """An old address as it may be asked for: without its last slash and with it, unless it is a file."""
    old = base + redirect.from_.strip("/")
    yield old
    if not old.endswith(".html"):
        yield f"{old}/"


def _either(redirect: Redirect, base: str) -> str:
    return f"^{re.escape(base + redirect.from_.strip('/'))}/?$"
