"""`/.well-known/security.txt` (RFC 9116): how to report a vulnerability, where the site says so."""

from collections.abc import Iterator
from urllib.parse import urljoin

from statusladder.model.settings import SecurityKeys
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    if (security := snapshot.settings.security) is not None:
        text = _security_txt(security, snapshot.settings.site.url)
        yield Artifact(urls.SECURITY_TXT, text.encode(), Rank.FEED)


def _security_txt(security: SecurityKeys, site_url: str) -> str:
    rows = [("Contact", contact) for contact in security.contact]
    rows.append(("Expires", f"{security.expires.isoformat()}T00:00:00Z"))
    if security.encryption is not None:
        rows.append(("Encryption", security.encryption))
    if security.acknowledgments is not None:
        rows.append(("Acknowledgments", security.acknowledgments))
    if security.languages:
        rows.append(("Preferred-Languages", ", ".join(security.languages)))
    rows += [("Canonical", address) for address in _canonical(site_url)]
    if security.policy is not None:
        rows.append(("Policy", security.policy))
    return "".join(f"{name}: {value}\n" for name, value in rows)


def _canonical(site_url: str) -> Iterator[str]:
    """At the root of the host, where it is looked for, and where a site below a path has it; never without TLS."""
    if site_url.startswith("https://"):
        here = urls.make_absolute(site_url, urls.SECURITY_TXT)
        yield from dict.fromkeys((urljoin(site_url, f"/{urls.SECURITY_TXT}"), here))


OUTPUT = Output("security_txt", _produce)
