"""A present moment that remembers what was asked of it, so that whoever used it knows for how long the answers hold.

Pages of what is over hardly depend on the clock: on which side of some moment it is, and on no more. To find that out
by reading the code would be to believe it; here it is observed. What C reads of a moment past its methods alone, as
`datetime.combine` does, nobody observes: give that what a method of it returned.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
T = TypeVar("T")
_TICK, _DAY = timedelta.resolution, timedelta(days=1)


@dataclass
class Validity:
    """Between which moments the answers about `now` are as they were: from `since` on, and until before `until`."""

    now: datetime
    since: datetime = field(default=_EARLIEST)
    until: datetime = field(default=_LATEST)

    def is_before(self, edge: datetime, shift: timedelta = timedelta(0)) -> bool:
        """Whether `now`, moved by `shift`, is before the edge, an aware time; from here on it stays on that side."""
        try:
            edge = edge.astimezone(UTC) - shift
        except OverflowError:
            self.bind()
            return self.now + shift < edge
        if self.now < edge:
            self.until = min(self.until, edge)
            return True
        self.since = max(self.since, edge)
        return False

    def bind(self) -> None:
        """Narrows it to this very moment."""
        self.since, self.until = self.now, self.now + _TICK


def watch_moment(now: datetime) -> tuple[datetime, Validity]:
    """The moment `now`, an aware time, and the validity of whatever is made with it."""
    validity = Validity(now.astimezone(UTC))
    return _Moment.of(validity, timedelta(0)), validity


def _held(value: Any) -> Any:
    """The value, or what it is now if it is watched: from here on it stays that."""
    return value._hold() if isinstance(value, _Moment | _Local | _Day) else value


def _plainly(name: str) -> Callable[..., Any]:
    """The special method of that name, of which nothing is known but that it stays the same while the value does."""

    def method(self: Any, *others: Any) -> Any:
        return getattr(_held(self), name)(*map(_held, others))

    return method


def _holding(*names: str) -> Callable[[type[T]], type[T]]:
    """Gives a class the special methods of these names, each as `_plainly` does it, and those that all share."""

    def given(kind: type[T]) -> type[T]:
        for name in (*names, "__rsub__", "__hash__", "__str__", "__repr__", "__format__"):
            setattr(kind, name, _plainly(name))
        return kind

    return given


def _not_kept(self: Any, protocol: Any) -> NoReturn:
    raise TypeError("a watched moment is not kept")


@_holding()
class _Moment(datetime):
    """`now` moved by a length; each comparison narrows the validity, and all else leaves of it this moment."""

    _validity: Validity
    _shift: timedelta

    @classmethod
    def of(cls, validity: Validity, shift: timedelta) -> "_Moment":
        now = validity.now + shift
        moment = cls(now.year, now.month, now.day, now.hour, now.minute, now.second, now.microsecond, UTC)
        moment._validity, moment._shift = validity, shift
        return moment

    def __getattribute__(self, name: str) -> Any:
        return super().__getattribute__(name) if name[0] == "_" or name == "astimezone" else getattr(_held(self), name)

    def astimezone(self, tz: tzinfo | None = None) -> Any:
        if isinstance(tz, ZoneInfo):
            return _Local.of(self._validity, self._shift, tz)
        return self._hold().astimezone(tz)

    def __lt__(self, other: Any) -> Any:
        if isinstance(other, _Moment):
            return self._shift < other._shift
        if not _is_aware(other):
            return self._hold() < other
        return self._validity.is_before(other, self._shift)

    def __le__(self, other: Any) -> Any:
        if isinstance(other, _Moment):
            return self._shift <= other._shift
        if not _is_aware(other):
            return self._hold() <= other
        return self._validity.is_before(other, self._shift - _TICK)

    def __ge__(self, other: Any) -> Any:
        return not self < other

    def __gt__(self, other: Any) -> Any:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        if not _is_aware(other):
            return False
        # The last of it: a time that a zone has twice, or not at all, is equal to none in another zone.
        return self <= other and self >= other and self._validity.now + self._shift == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __add__(self, other: timedelta) -> Any:
        return _Moment.of(self._validity, self._shift + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return _Moment.of(self._validity, self._shift - other)
        if isinstance(other, _Moment):
            return self._shift - other._shift
        return self._hold() - _held(other)

    __reduce_ex__ = _not_kept

    def _hold(self) -> datetime:
        """The moment itself; the answers hold for no other."""
        self._validity.bind()
        return self._validity.now + self._shift


@_holding("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__", "__add__", "__radd__", "__sub__")
class _Local(datetime):
    """The moment in a zone, of which only the day may be asked; all else leaves of the validity this moment."""

    _validity: Validity
    _shift: timedelta
    _zone: ZoneInfo

    @classmethod
    def of(cls, validity: Validity, shift: timedelta, zone: ZoneInfo) -> "_Local":
        now = (validity.now + shift).astimezone(zone)
        local = cls(
            now.year, now.month, now.day, now.hour, now.minute, now.second, now.microsecond, zone, fold=now.fold
        )
        local._validity, local._shift, local._zone = validity, shift, zone
        return local

    def __getattribute__(self, name: str) -> Any:
        return super().__getattribute__(name) if name[0] == "_" or name == "date" else getattr(_held(self), name)

    def date(self) -> "_Day":
        return _Day.of(self._validity, self._shift, self._zone)

    __reduce_ex__ = _not_kept

    def _hold(self) -> datetime:
        """The moment itself; the answers hold for no other."""
        self._validity.bind()
        return (self._validity.now + self._shift).astimezone(self._zone)


@_holding("__add__", "__radd__", "__sub__")
class _Day(date):
    """Today in a zone, watched as the moment is: a day is compared by its midnights."""

    _validity: Validity
    _shift: timedelta
    _zone: ZoneInfo

    @classmethod
    def of(cls, validity: Validity, shift: timedelta, zone: ZoneInfo) -> "_Day":
        today = (validity.now + shift).astimezone(zone)
        day = cls(today.year, today.month, today.day)
        day._validity, day._shift, day._zone = validity, shift, zone
        return day

    def __getattribute__(self, name: str) -> Any:
        return super().__getattribute__(name) if name[0] == "_" else getattr(_held(self), name)

    def __lt__(self, other: Any) -> Any:
        other = _held(other)
        return self._is_before(other) if _is_day(other) else self._hold() < other

    def __le__(self, other: Any) -> Any:
        other = _held(other)
        return self._is_before(other + _DAY) if _is_day(other) else self._hold() <= other

    def __ge__(self, other: Any) -> Any:
        return not self < other

    def __gt__(self, other: Any) -> Any:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        return _is_day(other) and self <= other and self >= other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __reduce_ex__ = _not_kept

    def _plain(self) -> date:
        return (self._validity.now + self._shift).astimezone(self._zone).date()

    def _is_before(self, day: date) -> bool:
        """Whether it is earlier than a day. Where clocks go back at midnight it turns twice: then only now is told."""
        turns = sorted(datetime.combine(day, time(fold=fold), self._zone).astimezone(UTC) for fold in (0, 1))
        if self._validity.is_before(turns[0], self._shift):
            return True
        if not self._validity.is_before(turns[1], self._shift):
            return False
        self._validity.bind()
        return self._plain() < day

    def _hold(self) -> date:
        """The day itself, by which the answers hold as long as it lasts."""
        day = self._plain()
        self._is_before(day)
        self._is_before(day + _DAY)
        return day


def _is_aware(value: object) -> bool:
    return isinstance(value, datetime) and datetime.utcoffset(value) is not None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
