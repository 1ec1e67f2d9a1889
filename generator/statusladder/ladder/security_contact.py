"""Whether security.txt still holds: past its day readers distrust it, and nobody notices but who looks for a way in."""

from datetime import date, timedelta
from enum import StrEnum

NEAR = timedelta(days=30)
"""How long before its day somebody should look at it and write the next one."""


class Expiry(StrEnum):
    FAR = "far"
    NEAR = "near"
    PAST = "past"


def expiry(expires: date, today: date) -> Expiry:
    """How near the end is, on a day in UTC; on the day `expires` itself the file no longer holds."""
    if today >= expires:
        return Expiry.PAST
    return Expiry.NEAR if today >= expires - NEAR else Expiry.FAR
