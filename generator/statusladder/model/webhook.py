"""What a webhook is sent about an update, declared once: the payload is made of it, and so is its published schema.

A key that is published stays, with its meaning; keys are only added. What nobody stated is null or empty.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from statusladder.model.vocabulary import Basis, ComponentState, Confidence, Severity, Stage

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Stamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time by RFC 3339, in UTC."""

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class _Part(BaseModel):
    """The base of all parts of a payload; every key is there in each, in the order in which it is declared."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class SiteOf(_Part):
    """The status page that speaks."""

    name: str
    url: Address


class ComponentOf(_Part):
    """A component that was named so far, with its state now, and the one announced for a maintenance."""

    id: str
    name: str
    state: ComponentState | None
    expected: ComponentState | None


class EventOf(_Part):
    """When something happened."""

    at: Stamp
    estimated: bool


class WindowOf(_Part):
    """A time with both its ends."""

    from_: Stamp = Field(serialization_alias="from")
    to: Stamp


class RecoveryOf(WindowOf):
    """When recovery is expected."""

    confidence: Confidence | None


class RangeOf(_Part):
    """From a number to a number, both included."""

    low: float
    high: float


class ImpactOf(_Part):
    """What customers see, and how many of them; shares are percentages."""

    symptom: str | None
    share: RangeOf | None
    accounts: RangeOf | None
    basis: Basis | None
    regions: tuple[str, ...]


class LineOf(_Part):
    """A core fact in the words that every channel has."""

    fact: str
    text: str


class WebhookPayload(_Part):
    """An update of an incident or a scheduled maintenance, or the correction of an update.

    `incident` and `id` name it; what arrives again has the same. `sequence` counts the updates of an incident: one with
    a smaller number than the last is old news. `facts` is the digest by which the page, feeds and the manifest know the
    same facts.
    """

    version: Literal[1] = 1
    type: Literal["update", "correction"]
    kind: Literal["incident", "maintenance"]
    incident: str
    id: str
    update: str
    sequence: int
    at: Stamp
    site: SiteOf
    language: str
    title: str
    headline: str
    stage: Stage
    severity: Severity | None
    over: bool
    components: tuple[ComponentOf, ...]
    impact: ImpactOf
    started: EventOf | None
    mitigated: EventOf | None
    resolved: EventOf | None
    recovery: RecoveryOf | None
    window: WindowOf | None
    next_update: Stamp | None
    text: str
    core: tuple[LineOf, ...]
    signature: str | None
    permalink: Address
    page: Address
    facts: str


def make_webhook_schema() -> dict[str, Any]:
    """The JSON Schema of a payload; keys that are added later keep what was valid before valid."""
    return {"$schema": _DIALECT, **WebhookPayload.model_json_schema(by_alias=True, mode="serialization")}
