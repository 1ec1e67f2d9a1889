"""The steps that the ladder allows without a reason, and the words customers read for each stage."""

import pytest

from statusladder.ladder.steps import LABELS, legal_after
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, Stage

ENDS = (Stage.RETRACTED, Stage.MERGED, Stage.CANCELLED)


def test_every_stage_has_a_label() -> None:
    assert set(LABELS) == set(Stage)


@pytest.mark.parametrize("stages", [INCIDENT_STAGES, MAINTENANCE_STAGES])
def test_every_stage_may_stay_but_those_that_nothing_follows(stages: tuple[Stage, ...]) -> None:
    for stage in stages:
        following = legal_after(stage)
        assert (following == ()) if stage in ENDS else (stage in following)
        assert list(following) == sorted(following, key=stages.index)


@pytest.mark.parametrize(
    ("stage", "following"),
    [
        ("identified", "identified mitigating monitoring resolved merged"),
        ("resolved", "resolved postmortem follow_up"),
        ("follow_up", "follow_up"),
        ("verifying", "in_progress extended verifying completed cancelled"),
        ("completed", "completed"),
    ],
)
def test_what_may_follow(stage: str, following: str) -> None:
    assert " ".join(legal_after(Stage(stage))) == following


def test_only_what_nobody_confirmed_can_be_retracted() -> None:
    assert [stage for stage in Stage if Stage.RETRACTED in legal_after(stage)] == [Stage.NOTICE, Stage.INVESTIGATING]
