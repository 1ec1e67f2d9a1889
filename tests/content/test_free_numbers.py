"""An imported file comes where its time stands among the others, or not at all."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statusladder.content.receive_updates import FreeNumbers

BEGUN = datetime(2026, 3, 14, tzinfo=UTC)
_TIMES = st.integers(0, 9).map(lambda hours: BEGUN + timedelta(hours=hours))


def _by_looking_at_all(at: datetime, before: int, taken: dict[int, datetime | None]) -> int | None:
    for number in (before + 1, max(taken, default=0) + 1):
        in_order = all(other is None or (other <= at if one < number else at <= other) for one, other in taken.items())
        if number not in taken and in_order:
            return number
    return None


@given(st.dictionaries(st.integers(1, 12), st.none() | _TIMES), st.lists(st.tuples(_TIMES, st.integers(0, 12))))
def test_the_number_is_that_of_a_look_at_all_files(
    files: dict[int, datetime | None], new: list[tuple[datetime, int]]
) -> None:
    free, taken = FreeNumbers(files.items()), dict(files)

    for at, before in new:
        number = _by_looking_at_all(at, before, taken)
        assert free.take(at, before) == number
        if number is not None:
            taken[number] = at


def test_a_file_whose_time_nobody_can_read_takes_a_number_and_no_place() -> None:
    free = FreeNumbers([(1, BEGUN), (2, None)])

    assert free.take(BEGUN, 1) == 3
    assert free.take(BEGUN - timedelta(hours=1), 0) is None
