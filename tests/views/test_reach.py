"""What customers read of the reach of updates names nobody who cannot help them."""

import pytest

from demo_messages import NOW, demo_library
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.site import Settings
from statusladder.views.reach import build_reach_table, is_named
from statusladder.voice.voice import english


def _with(*kinds: ChannelKind) -> Settings:
    channels = tuple(Channel.model_validate({"id": kind.value, "kind": kind.value}) for kind in kinds)
    return demo_library().settings.model_copy(update={"channels": channels})


def _table(*kinds: ChannelKind) -> tuple[object, ...]:
    settings = _with(*kinds)
    return build_reach_table(settings, demo_library().policy, english(settings.zone, NOW))


def test_a_channel_for_executives_changes_nothing_of_the_table() -> None:
    assert _table(ChannelKind.EMAIL, ChannelKind.EXECUTIVE) == _table(ChannelKind.EMAIL)


def test_a_channel_for_account_managers_is_in_the_table() -> None:
    assert _table(ChannelKind.EMAIL, ChannelKind.ACCOUNTS) != _table(ChannelKind.EMAIL)


@pytest.mark.parametrize("kind", [ChannelKind.EXECUTIVE, ChannelKind.SUPPORT, ChannelKind.ACCOUNTS])
def test_no_open_incident_names_a_channel_of_colleagues(kind: ChannelKind) -> None:
    settings = _with(kind)

    assert not is_named(settings.channels[0], settings)
