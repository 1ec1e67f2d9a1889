"""A webhook: the facts of an update as data, for programs that act on them."""

import json
from collections.abc import Iterator

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.facts import Eta, EventTime, Impact, Range, Window
from statusladder.model.reach import ChannelKind
from statusladder.model.site import Settings
from statusladder.model.update import MaintenanceKeys
from statusladder.model.webhook import (
    ComponentOf,
    EventOf,
    ImpactOf,
    LineOf,
    RangeOf,
    RecoveryOf,
    SiteOf,
    WebhookPayload,
    WindowOf,
)
from statusladder.views.bulletins import Bulletin
from statusladder.views.wording import stamp_of


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    payload = _payload(bulletin, sending).model_dump(mode="json", by_alias=True)
    yield MessageFile("webhook.json", f"{json.dumps(payload, ensure_ascii=False, indent=1)}\n".encode())


def _payload(bulletin: Bulletin, sending: Sending) -> WebhookPayload:
    keys, site = bulletin.keys, sending.settings.site
    window = keys.window if isinstance(keys, MaintenanceKeys) else None
    return WebhookPayload(
        type="correction" if bulletin.is_correction else "update",
        kind="maintenance" if isinstance(keys, MaintenanceKeys) else "incident",
        incident=bulletin.story,
        id=bulletin.id,
        update=bulletin.update,
        sequence=bulletin.sequence,
        at=stamp_of(bulletin.moment),
        site=SiteOf(name=site.name, url=site.url),
        language=sending.voice.tag,
        title=bulletin.title,
        headline=bulletin.headline,
        stage=bulletin.stage,
        severity=bulletin.severity,
        over=bulletin.is_over,
        components=tuple(_components(bulletin, sending.settings)),
        impact=_impact(keys.impact),
        started=_event(keys.started_at),
        mitigated=_event(keys.mitigated_at),
        resolved=_event(keys.resolved_at),
        recovery=_recovery(keys.eta),
        window=_window(window),
        next_update=stamp_of(bulletin.promised_at) if bulletin.promised_at is not None else None,
        text=bulletin.text,
        core=tuple(LineOf(fact=line.fact.value.replace(" ", "_"), text=line.text) for line in bulletin.core),
        signature=bulletin.signature,
        permalink=bulletin.url,
        page=bulletin.page,
        facts=bulletin.facts,
    )


def _components(bulletin: Bulletin, settings: Settings) -> Iterator[ComponentOf]:
    keys = bulletin.keys
    expected = keys.expected.states if isinstance(keys, MaintenanceKeys) and keys.expected is not None else {}
    for name in bulletin.component_ids:
        yield ComponentOf(
            id=name,
            name=settings.name_of(name),
            state=bulletin.states.get(name),
            expected=expected[name].status if name in expected else None,
        )


def _impact(impact: Impact | None) -> ImpactOf:
    stated = impact or Impact()
    return ImpactOf(
        symptom=stated.symptom,
        share=_range(stated.share),
        accounts=_range(stated.accounts),
        basis=stated.basis,
        regions=stated.regions or (),
    )


def _range(stated: Range | None) -> RangeOf | None:
    return RangeOf(low=stated.low, high=stated.high) if stated is not None else None


def _event(stated: EventTime | None) -> EventOf | None:
    return EventOf(at=stamp_of(stated.at), estimated=stated.estimated) if stated is not None else None


def _recovery(eta: Eta | None) -> RecoveryOf | None:
    if eta is None or eta.from_ is None or eta.to is None:
        return None
    return RecoveryOf(from_=stamp_of(eta.from_), to=stamp_of(eta.to), confidence=eta.confidence)


def _window(window: Window | None) -> WindowOf | None:
    return WindowOf(from_=stamp_of(window.from_), to=stamp_of(window.to)) if window is not None else None


CHANNEL = Medium("webhook", ChannelKind.WEBHOOK, _compose)
