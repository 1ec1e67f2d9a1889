"""Whom updates reach: channels by severity and stage, who stays told, and which channel is silent at which update."""

from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import at, incident, maintenance, settings, stamp
from statusladder.content.policies import policy_in_force, read_preset
from statusladder.ladder.reach import Silence, find_reached, is_in_banner, reach_at, routes_of
from statusladder.model.communication import Incident
from statusladder.model.policy import POLICY_STAGES, Policy, Preset
from statusladder.model.reach import ALWAYS, ChannelKind, Quiet
from statusladder.model.settings import BannerKeys, PagesKeys
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity, Stage

POLICY = read_preset(Preset.STATUSLADDER)
ALL = [
    {"id": "app", "kind": "banner"},
    {"id": "list", "kind": "email"},
    {"id": "room", "kind": "chat"},
    {"id": "texts", "kind": "sms"},
    {"id": "desk", "kind": "support"},
]


def site(*channels: dict[str, Any], **ladder: Any) -> Settings:
    rows = {"site": {"name": "Tern", "url": "https://status.tern.example"}, "components": []}
    return Settings.model_validate({**rows, "channels": list(channels or ALL), "ladder": ladder})


def told(*updates: tuple[str, str, str], **keys: Any) -> Incident:
    """An incident of updates, each with its time, stage and severity; the newest has further keys."""
    files: list[dict[str, Any]] = [
        {"stage": stage, "at": stamp(clock), "severity": severity} for clock, stage, severity in updates
    ]
    return incident(*files[:-1], files[-1] | keys)


def reached(story: Incident, whole: Settings, policy: Policy = POLICY) -> list[str]:
    return [channel.id for channel in find_reached(story, policy, whole)]


def silent(story: Incident, whole: Settings) -> dict[str, Silence]:
    routes = routes_of(story, policy_in_force(whole.ladder), whole)
    return {route.channel.id: route.silence for route in routes if route.silence is not None}


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("stage", [stage for stage in POLICY_STAGES if stage is not Stage.POSTMORTEM])
def test_reach_widens_with_severity_and_always_holds_the_page_and_its_feeds(preset: Preset, stage: Stage) -> None:
    channels = [{"id": f"x-{kind}", "kind": kind} for kind in ChannelKind if kind not in ALWAYS]
    whole = site(*channels, preset=preset)

    widths = [
        {one.id for one in reach_at(read_preset(preset), whole, stage, severity).channels} for severity in Severity
    ]

    assert all(worse >= milder for worse, milder in pairwise(widths))
    assert {"page", "feeds"} <= widths[-1]


def test_an_early_notice_reaches_only_those_who_look() -> None:
    for severity in Severity:
        assert reached(told(("09:00", "notice", severity)), site()) == ["page", "feeds"]
        assert not is_in_banner(told(("09:00", "notice", severity)), POLICY, site())


def test_whoever_was_told_hears_how_it_ends_though_it_got_less_severe() -> None:
    story = told(("09:00", "investigating", "critical"), ("10:00", "monitoring", "minor"))
    over = told(
        *[("09:00", "investigating", "critical"), ("10:00", "monitoring", "minor"), ("11:00", "resolved", "minor")]
    )

    assert reached(story, site()) == ["page", "feeds", "app", "list", "room", "texts", "desk"]
    assert reached(over, site()) == ["page", "feeds", "list", "room", "texts", "desk"]


def test_a_report_reaches_whom_its_own_stage_reaches() -> None:
    story = told(("09:00", "investigating", "major"), ("10:00", "resolved", "major"), ("12:00", "postmortem", "major"))

    assert reached(story, site()) == ["page", "feeds", "list", "desk"]


@pytest.mark.parametrize("ending", ["retracted", "merged"])
def test_whoever_was_alarmed_hears_of_a_false_alarm(ending: str) -> None:
    story = told(("09:00", "investigating", "major"), ("10:00", ending, "major"))

    assert reached(story, site()) == ["page", "feeds", "list", "room", "desk"]


def test_a_site_names_its_own_channels_one_by_one_and_for_every_stage_at_once() -> None:
    whole = site(
        {"id": "list-eu", "kind": "email"},
        {"id": "list-us", "kind": "email"},
        reach={"minor": {"investigating": ["list-us"], "identified": "none"}, "info": "email"},
    )
    policy = policy_in_force(whole.ladder)

    assert [one.id for one in reach_at(policy, whole, Stage.INVESTIGATING, Severity.MINOR).channels][2:] == ["list-us"]
    assert [one.id for one in reach_at(policy, whole, Stage.IDENTIFIED, Severity.MINOR).channels][2:] == []
    assert [one.id for one in reach_at(policy, whole, Stage.NOTICE, Severity.INFO).channels][2:] == [
        "list-eu",
        "list-us",
    ]


def test_a_banner_is_in_reach_by_its_kind_and_by_its_name() -> None:
    by_name = site({"id": "app", "kind": "banner"}, reach={"info": ["app"]})

    assert is_in_banner(told(("09:00", "notice", "info")), policy_in_force(by_name.ladder), by_name)
    assert is_in_banner(told(("09:00", "investigating", "info")), POLICY, site())


def test_the_banner_stays_until_the_end_though_the_severity_alone_would_not_reach_it() -> None:
    whole = site(reach={"minor": "none"})
    policy = policy_in_force(whole.ladder)
    story = told(("09:00", "investigating", "critical"), ("10:00", "monitoring", "minor"))
    over = told(("09:00", "investigating", "critical"), ("10:00", "resolved", "minor"))

    assert "app" in reached(story, whole, policy)
    assert is_in_banner(story, policy, whole)
    assert not is_in_banner(told(("09:00", "investigating", "minor")), policy, whole)
    assert not is_in_banner(over, policy, whole)


def test_where_no_banner_is_published_nothing_reaches_it() -> None:
    without = site().model_copy(update={"pages": PagesKeys(embed=False)})

    assert "app" not in reached(told(("09:00", "investigating", "minor")), without)


def test_where_the_banner_has_early_notices_it_is_among_what_they_reach() -> None:
    asking = site().model_copy(update={"banner": BannerKeys(notice=True)})
    story = told(("09:00", "notice", "minor"))

    assert is_in_banner(story, POLICY, asking)
    assert reached(story, asking) == ["page", "feeds", "app"]
    assert reach_at(POLICY, asking, Stage.NOTICE, Severity.MINOR).channels[-1].id == "app"


def test_who_signs_and_how_often_are_those_of_the_policy() -> None:
    reach = reach_at(POLICY, site(), Stage.INVESTIGATING, Severity.CRITICAL)

    assert reach.every == POLICY.cadence[Severity.CRITICAL][Stage.INVESTIGATING]
    assert (reach.writer, reach.approvers) == ("communications_lead", ("incident_commander", "executive_sponsor"))
    assert reach_at(POLICY, site(), Stage.RESOLVED, Severity.CRITICAL).every is None


FIRST, SAME = ("09:00", "investigating", "critical"), ("09:30", "investigating", "critical")


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        ([FIRST], {}),
        ([FIRST, SAME], {"texts": Silence.SAME_STAGE}),
        ([FIRST, ("09:30", "identified", "critical")], {}),
        ([FIRST, SAME, ("10:00", "resolved", "critical")], {}),
        # Within a stage, a channel speaks at the first update that reaches it.
        ([("09:00", "investigating", "minor"), SAME], {}),
    ],
)
def test_a_text_message_is_sent_when_the_stage_changes(
    updates: list[tuple[str, str, str]], expected: dict[str, Silence]
) -> None:
    assert silent(told(*updates), site()) == expected


def test_a_channel_may_speak_only_when_the_severity_changes() -> None:
    whole = site({"id": "list", "kind": "email", "when": "severity"})

    assert silent(told(FIRST, ("09:30", "identified", "critical")), whole) == {"list": Silence.SAME_SEVERITY}
    assert silent(told(FIRST, ("09:30", "identified", "major")), whole) == {}
    assert silent(told(FIRST, ("09:30", "resolved", "critical")), whole) == {}


@pytest.mark.parametrize(
    ("severity", "is_silent"), [("critical", False), ("major", False), ("minor", True), ("info", True)]
)
def test_in_its_quiet_hours_a_channel_leaves_out_what_can_wait(severity: str, is_silent: bool) -> None:
    whole = site({"id": "list", "kind": "email", "quiet": "22:00-09:01"}, reach={"minor": "email", "info": "email"})

    expected = {"list": Silence.QUIET_HOURS} if is_silent else {}
    assert silent(told(("09:00", "investigating", severity)), whole) == expected
    assert silent(told(("09:01", "investigating", severity)), whole) == {}


def test_what_waited_in_quiet_hours_is_said_by_the_next_update_though_its_stage_is_the_same() -> None:
    whole = site({"id": "texts", "kind": "sms", "quiet": "22:00-07:00"}, reach={"minor": "sms"})
    night, morning = ("06:30", "investigating", "minor"), ("07:30", "investigating", "minor")

    assert silent(told(night), whole) == {"texts": Silence.QUIET_HOURS}
    assert silent(told(night, morning), whole) == {}
    assert silent(told(night, morning, ("08:30", "investigating", "minor")), whole) == {"texts": Silence.SAME_STAGE}


def test_who_was_told_of_something_serious_hears_of_its_end_in_quiet_hours_too() -> None:
    whole = site({"id": "texts", "kind": "sms", "quiet": "22:00-07:00"}, reach={"critical": "sms", "minor": "sms"})
    first, smaller = ("00:30", "investigating", "critical"), ("01:30", "identified", "minor")

    assert silent(told(first, smaller), whole) == {"texts": Silence.QUIET_HOURS}
    assert silent(told(first, smaller, ("02:30", "resolved", "minor")), whole) == {}


@pytest.mark.parametrize("keys", [{"notify": "false"}, {"backfilled": "true"}])
def test_an_update_that_notifies_nobody_is_only_on_the_page_and_in_the_feeds(keys: dict[str, str]) -> None:
    whole = site({"id": "list", "kind": "email"})

    assert silent(told(FIRST, **keys), whole) == {"list": Silence.NOT_NOTIFIED}


def _announced(whole: Settings, **keys: Any) -> dict[str, Silence | None]:
    planned = maintenance({"stage": "scheduled", "at": stamp("09:00"), "title": "New disks", **keys})
    return {one.channel.id: one.silence for one in routes_of(planned, policy_in_force(whole.ladder), whole)}


@pytest.mark.parametrize(
    ("preset", "ids"),
    [
        ("statusladder", ["page", "feeds", "list", "room", "desk"]),
        ("small-team", ["page", "feeds", "list"]),
        ("tiny", ["page", "feeds"]),
    ],
)
def test_maintenance_is_announced_where_the_preset_says(preset: str, ids: list[str]) -> None:
    assert _announced(site(preset=preset)) == dict.fromkeys(ids)


def test_a_site_announces_maintenance_where_it_says_itself_by_kind_or_by_name() -> None:
    two = [{"id": "list-eu", "kind": "email"}, {"id": "list-us", "kind": "email"}, {"id": "texts", "kind": "sms"}]

    assert list(_announced(site(*two, maintenance_reach=["list-us", "sms"]))) == ["page", "feeds", "list-us", "texts"]
    assert list(_announced(site(*two, maintenance_reach="none"))) == ["page", "feeds"]


def test_maintenance_of_which_nobody_is_notified_is_only_on_the_page_and_in_the_feeds() -> None:
    whole = site({"id": "list", "kind": "email"})

    assert _announced(whole, notify="false") == {"page": None, "feeds": None, "list": Silence.NOT_NOTIFIED}


@given(st.times(), st.integers(0, 1439), st.integers(0, 1439))
def test_quiet_hours_are_a_part_of_the_day_and_its_rest_is_not(clock: Any, begins: int, ends: int) -> None:
    if begins == ends:
        return
    hours, others = (Quiet(_clock(one), _clock(other)) for one, other in ((begins, ends), (ends, begins)))
    moment = datetime.combine(at("09:00").date(), clock, ZoneInfo("UTC"))

    assert hours.holds(moment, ZoneInfo("UTC")) != others.holds(moment, ZoneInfo("UTC"))


def test_quiet_hours_are_those_of_the_site_or_of_a_zone_that_is_named() -> None:
    nine = at("21:30")  # 22:30 in Berlin

    assert site({"id": "a", "kind": "sms", "quiet": "22:00-07:00 Europe/Berlin"}).channels[0].quiet is not None
    assert Quiet(_clock(22 * 60), _clock(7 * 60), "Europe/Berlin").holds(nine, ZoneInfo("UTC"))
    assert Quiet(_clock(22 * 60), _clock(7 * 60)).holds(nine, ZoneInfo("Europe/Berlin"))
    assert not Quiet(_clock(22 * 60), _clock(7 * 60)).holds(nine, settings().zone)


def _clock(minutes: int) -> Any:
    return datetime(2026, 1, 1, minutes // 60, minutes % 60).time()
