"""`/.well-known/security.txt`: only where the site says how to report, and then as RFC 9116 has it."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from some_outputs import publish_some
from statusladder.ladder.nudging import Expiry, expiry_of

CALM = Path(__file__).parent.parent / "sites" / "calm"
ADDRESS = "https://status.tern.example"
SECURITY = """\
security:
  contact:
    - https://tern.example/report
    - mailto:security@tern.example
  expires: 2027-01-31
  policy: https://tern.example/disclosure
  encryption: https://tern.example/key.txt
  acknowledgments: https://tern.example/thanks
  languages: [en, de]
"""


def published(folder: Path, address: str, security: str) -> Path:
    site = Path(shutil.copytree(CALM, folder / "site"))
    settings = (site / "site.yaml").read_text()
    assert ADDRESS in settings
    (site / "site.yaml").write_text(settings.replace(ADDRESS, address, 1) + security)
    now = datetime(2028, 3, 14, 10, 5, tzinfo=UTC)
    return publish_some(site, folder / "public", now, "security_txt") / ".well-known" / "security.txt"


def test_it_holds_every_field_also_long_after_its_end(tmp_path: Path) -> None:
    assert published(tmp_path, ADDRESS, SECURITY).read_text() == (
        "Contact: https://tern.example/report\n"
        "Contact: mailto:security@tern.example\n"
        "Expires: 2027-01-31T00:00:00Z\n"
        "Encryption: https://tern.example/key.txt\n"
        "Acknowledgments: https://tern.example/thanks\n"
        "Preferred-Languages: en, de\n"
        "Canonical: https://status.tern.example/.well-known/security.txt\n"
        "Policy: https://tern.example/disclosure\n"
    )


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        (
            "https://tern.example/status",
            "Canonical: https://tern.example/.well-known/security.txt\n"
            "Canonical: https://tern.example/status/.well-known/security.txt\n",
        ),
        ("http://status.tern.example", ""),
    ],
)
def test_below_a_path_it_names_the_hosts_root_too_and_no_address_without_tls(
    address: str, canonical: str, tmp_path: Path
) -> None:
    least = "security:\n  contact: tel:+351-210-000-000\n  expires: 2027-01-31\n"

    text = published(tmp_path, address, least).read_text()

    assert text == f"Contact: tel:+351-210-000-000\nExpires: 2027-01-31T00:00:00Z\n{canonical}"


def test_without_settings_there_is_none(tmp_path: Path) -> None:
    assert not published(tmp_path, ADDRESS, "").parent.exists()


@pytest.mark.parametrize(
    ("today", "expiry"),
    [
        (date(2026, 12, 31), Expiry.FAR),
        (date(2027, 1, 1), Expiry.NEAR),
        (date(2027, 1, 30), Expiry.NEAR),
        (date(2027, 1, 31), Expiry.PAST),
    ],
)
def test_its_end_is_near_for_thirty_days(today: date, expiry: Expiry) -> None:
    assert expiry_of(date(2027, 1, 31), today) is expiry
