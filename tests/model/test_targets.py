"""What a target may say: numbers with the unit of their metric, in site.yaml and in the words of a postmortem."""

import pytest
from pydantic import ValidationError

from statusladder.model.targets import Target, TargetMetric, find_target


def _target(metric: str, target: str, **keys: str) -> Target:
    return Target.model_validate({"metric": metric, "target": target, "by": "2026-12-31", **keys})


def _refusal(metric: str, target: str, **keys: str) -> tuple[str, str]:
    """The sentence and the fix."""
    with pytest.raises(ValidationError) as refused:
        _target(metric, target, **keys)
    (error,) = refused.value.errors()
    return error["ctx"]["sentence"], error["ctx"]["fix"]


@pytest.mark.parametrize(
    ("metric", "target", "read"),
    [
        ("promises_kept", "95%", 95),
        ("action_items_verified", "90 %", 90),
        ("availability", "99.95%", 99.95),
        ("time_to_first_notice", "10m", 10),
        ("time_to_restore", "1h30m", 90),
        ("escalations", "2", 2),
        ("re_openings", "0", 0),
    ],
)
def test_a_target_is_read_in_the_unit_of_its_metric(metric: str, target: str, read: float) -> None:
    assert _target(metric, target).target == read


@pytest.mark.parametrize(
    ("metric", "target", "sentence", "fix"),
    [
        ("promises_kept", "95", "'95' has no unit", "write 95%"),
        ("promises_kept", "most", "'most' is not a percentage", "write it as 95%"),
        ("availability", "100.1%", "'100.1%' is out of range", "write a percentage from 0% to 100%"),
        ("time_to_restore", "90", "'90' has no unit", "write 90m for minutes, or 90h for hours"),
        ("time_to_restore", "1%", "'1%' is not a length of time", "write it as 10m, 2h or 1h30m"),
        (
            "escalations",
            "2m",
            "'2m' is not a whole number",
            "write how many at most in a year, from 0 to 100000, without a unit",
        ),
        ("promise_kept", "95%", "no metric is called 'promise_kept'", "did you mean 'promises_kept'?"),
    ],
)
def test_what_is_no_target_is_refused_with_its_fix(metric: str, target: str, sentence: str, fix: str) -> None:
    assert _refusal(metric, target) == (sentence, fix)


def test_only_an_availability_is_that_of_a_component() -> None:
    assert _target("availability", "99.9%", component="api").component == "api"
    assert _refusal("escalations", "2", component="api") == (
        "'escalations' is measured for the whole site only",
        "remove this line",
    )


@pytest.mark.parametrize(
    ("metric", "target", "found"),
    [
        ("Time to first  notice", "8 min", (TargetMetric.TIME_TO_FIRST_NOTICE, 8)),
        ("time to restore", "1 h 30 minutes", (TargetMetric.TIME_TO_RESTORE, 90)),
        ("Promises kept", "95 %", (TargetMetric.PROMISES_KEPT, 95)),
        ("re-openings", "none at all", (TargetMetric.RE_OPENINGS, None)),
        ("Time to first notice", "under 8 min", (TargetMetric.TIME_TO_FIRST_NOTICE, None)),
        ("Happiness", "8 min", (None, None)),
    ],
)
def test_a_postmortem_is_understood_where_it_is_clear(
    metric: str, target: str, found: tuple[TargetMetric | None, float | None]
) -> None:
    assert find_target(metric, target) == found
