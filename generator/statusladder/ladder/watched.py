"""A present moment that remembers what was asked of it, so that whoever used it knows for how long the answers hold.

Pages of what is over hardly depend on the clock: on which side of some moment it is, and on no more. To find that out
by reading the code would be to believe it; here it is observed.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from statusladder.ladder.availability import midnight

_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_TICK, _DAY = timedelta.resolution, timedelta(days=1)


@dataclass
class Validity:
    """Between which moments the answers about `now` are as they were: from `since` on, and until before `until`."""

    now: datetime
    since: datetime = field(default=_EARLIEST)
    until: datetime = field(default=_LATEST)

    def is_before(self, edge: datetime, shift: timedelta = timedelta(0)) -> bool:
        """Whether `now`, moved by `shift`, is before the edge; from here on it stays on that side."""
        try:
            edge = edge - shift
        except OverflowError:
            return shift < timedelta(0)
        if self.now < edge:
            self.until = min(self.until, edge)
            return True
        self.since = max(self.since, edge)
        return False

    def bind(self) -> None:
        """Narrows it to this very moment."""
        self.since, self.until = self.now, self.now + _TICK


def watched(now: datetime) -> tuple[datetime, Validity]:
    """The moment `now`, an aware time, and the validity of whatever is made with it."""
    validity = Validity(now.astimezone(UTC))
    return _Moment.of(validity, timedelta(0)), validity


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
        if name[0] != "_" and name != "astimezone":
            self._validity.bind()
        return super().__getattribute__(name)

    def astimezone(self, tz: tzinfo | None = None) -> Any:
        if isinstance(tz, ZoneInfo):
            return _Local(self._plain(), self._validity, self._shift, tz)
        self._validity.bind()
        return self._plain().astimezone(tz)

    def __lt__(self, other: Any) -> bool:
        if isinstance(other, _Moment):
            return self._shift < other._shift
        return self._validity.is_before(other, self._shift)

    def __le__(self, other: Any) -> bool:
        if isinstance(other, _Moment):
            return self._shift <= other._shift
        return self._validity.is_before(other, self._shift - _TICK)

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __gt__(self, other: Any) -> bool:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, datetime) and self <= other and self >= other

    def __add__(self, other: timedelta) -> Any:
        return _Moment.of(self._validity, self._shift + other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return _Moment.of(self._validity, self._shift - other)
        if isinstance(other, _Moment):
            return self._shift - other._shift
        return self._bound() - other

    def __rsub__(self, other: datetime) -> timedelta:
        return other - self._bound()

    def __hash__(self) -> int:
        return hash(self._bound())

    def __str__(self) -> str:
        return str(self._bound())

    def __repr__(self) -> str:
        return repr(self._bound())

    def __format__(self, form: str) -> str:
        return format(self._bound(), form)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a watched moment is not kept")

    def _plain(self) -> datetime:
        return self._validity.now + self._shift

    def _bound(self) -> datetime:
        self._validity.bind()
        return self._plain()


class _Local:
    """The moment in a zone, of which only the day may be asked; all else leaves of the validity this moment."""

    def __init__(self, moment: datetime, validity: Validity, shift: timedelta, zone: ZoneInfo) -> None:
        self._moment, self._validity, self._shift, self._zone = moment.astimezone(zone), validity, shift, zone

    def date(self) -> "_Day":
        return _Day.of(self._moment.date(), self._validity, self._shift, self._zone)

    def __getattr__(self, name: str) -> Any:
        self._validity.bind()
        return getattr(self._moment, name)


class _Day(date):
    """Today in a zone, watched as the moment is: a day is compared by its midnights."""

    _validity: Validity
    _shift: timedelta
    _zone: ZoneInfo

    @classmethod
    def of(cls, day: date, validity: Validity, shift: timedelta, zone: ZoneInfo) -> "_Day":
        made = cls(day.year, day.month, day.day)
        made._validity, made._shift, made._zone = validity, shift, zone
        return made

    def __getattribute__(self, name: str) -> Any:
        if name[0] != "_":
            self._hold()
        return super().__getattribute__(name)

    def __lt__(self, other: date) -> bool:
        return self._validity.is_before(midnight(other, self._zone), self._shift)

    def __le__(self, other: date) -> bool:
        return self._validity.is_before(midnight(other + _DAY, self._zone), self._shift)

    def __ge__(self, other: date) -> bool:
        return not self < other

    def __gt__(self, other: date) -> bool:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, date) and self <= other and self >= other

    def __add__(self, other: timedelta) -> Any:
        return self._hold() + other

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._hold() - other

    def __rsub__(self, other: date) -> timedelta:
        return other - self._hold()

    def __hash__(self) -> int:
        return hash(self._hold())

    def __str__(self) -> str:
        return str(self._hold())

    def __repr__(self) -> str:
        return repr(self._hold())

    def __format__(self, form: str) -> str:
        return format(self._hold(), form)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a watched day is not kept")

    def _hold(self) -> date:
        """The day itself, by which the answers hold as long as it lasts."""
        local = (self._validity.now + self._shift).astimezone(self._zone).date()
        self._validity.is_before(midnight(local, self._zone), self._shift)
        self._validity.is_before(midnight(local + _DAY, self._zone), self._shift)
        return local
