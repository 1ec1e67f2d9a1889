"""Says it in the site's language and zone: strings of the catalogue, moments, lengths, numbers and lists.

Names of days and months, plural rules, separators and the order of a date are those of the Unicode CLDR, by Babel.
Hours count from 0 to 23 in every language, since a time on a status page must not be read as another. Digits are 0 to 9
in every language too, as Babel and the clock write them: Arabic status pages do, and figures stay what programs, badges
and time zones around them show.

In a language that is written from right to left, every value that has a letter of another direction is isolated from
the text around it (https://www.w3.org/International/articles/inline-bidi-markup/uba-basics): `10:15 UTC` stays in its
order, and so does the sentence. A text that would begin with such a value has a mark before it, since feed readers,
calendars and `dir="auto"` take the direction of a text from its first letter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal

from statusladder.model.site import Settings
from statusladder.voice.catalogue import COUNT, ENGLISH, OTHER, Catalogue, Parts, shipped, spoken
from statusladder.voice.clock import Clock
from statusladder.voice.own import put_together

_WHOLE_TAGS = {"en": "en_GB"}
"""Where a bare language says too little: dates are `14 March 2026` unless a tag names another country."""
_DAY_OF_MONTH = "MMMMd"
"""What the CLDR calls a day and its month where it says how two of them are put together."""
_TIGHT = re.compile(r"(?<=[\d.])[\u2009 ]–[\u2009 ](?=\d)")
"""A dash between two days of one month, which some languages have with spaces."""

_ITEM = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for an item of a list while the words around it are found."""

_ISOLATE, _END, _RIGHT_TO_LEFT = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}", "\N{RIGHT-TO-LEFT MARK}"


class Voice(Clock):
    """Speaks for a site as it stands `now`; a moment's date is said where it is not clear.

    `tag` is the BCP 47 tag of the site's language, which says how numbers and dates are written; strings are said in
    the language of the `catalogue`.
    """

    def __init__(self, catalogue: Catalogue, tag: str, zone: ZoneInfo, now: datetime) -> None:
        super().__init__(zone, now)
        self.catalogue = catalogue
        self._tag = tag
        self._locale = _locale(tag, catalogue.language)
        self._is_leftward = self.direction == "rtl"

    def at(self, now: datetime) -> "Voice":
        """The same voice at another moment."""
        return Voice(self.catalogue, self._tag, self.zone, now)

    @property
    def language(self) -> str:
        """The BCP 47 tag of what is said."""
        return self.catalogue.language

    @property
    def tag(self) -> str:
        """The BCP 47 tag of what is said: the site's own where it is one of the language that is spoken."""
        return self._tag if spoken(self._tag) == self.language else self.language

    @property
    def locale(self) -> str:
        """The tag by which a browser knows the plural rules that hold here."""
        return str(self._locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML has it."""
        return _direction(self._locale)

    def say(self, key: str, /, **values: object) -> str:
        """The string called `key`, each of its places filled; whole numbers are written as the language has them.

        The value `n` chooses the plural form. Raises KeyError for a string or a value that there is not.
        """
        whole = self.catalogue.messages[key].whole  # most strings by far: labels and headings
        return whole if whole is not None else put_together(self.pieces(key, values))

    def say_ordinal(self, key: str, number: int) -> str:
        """The string called `key` with its value `n`, in the form for a number that counts in order: `21st`."""
        forms = self.catalogue.messages[key].forms
        parts = forms.get(self._locale.ordinal_form(number)) or forms["other"]
        return "".join(self.number(number) if position % 2 else part for position, part in enumerate(parts))

    def pieces(self, key: str, values: Mapping[str, object]) -> Iterable[object]:
        """What `say` puts together: literal texts and shown values by turns, so that HTML can escape each of them.

        The literal texts of a catalogue are few, and can be kept.
        """
        parts = self.form(key, values)
        said: list[object] = list(parts)
        for position in range(1, len(parts), 2):
            value = values[parts[position]]
            said[position] = value if isinstance(value, str) else self.shown(value)
        if not self._is_leftward:
            return said
        said[1::2] = map(self._beside, said[1::2])
        return _in_order(said)

    def templates(self, key: str, place: str) -> dict[str, str]:
        """A string that a script says: for every plural category of the language, `place` standing for its value."""
        forms, filled = self.catalogue.messages[key].forms, {}
        for category in sorted(self._locale.plural_form.tags | {OTHER}):
            parts = forms.get(category, forms[OTHER])
            filled[category] = "".join(place if position % 2 else part for position, part in enumerate(parts))
        return filled

    def form(self, key: str, values: Mapping[str, object]) -> Parts:
        """The form of a string that these values ask for."""
        forms = self.catalogue.messages[key].forms
        if len(forms) == 1:
            return forms["other"]
        number = values[COUNT]
        assert isinstance(number, int | float)
        return forms.get(_plural_form(number, self._locale)) or forms["other"]

    def shown(self, value: object) -> object:
        """A value in a string: numbers in the language's way, all else as it is."""
        return self.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def number(self, number: float) -> str:
        """`1,234`, `0.5`."""
        if isinstance(number, int) and 0 <= number < 1000:
            return str(number)  # most numbers by far, and written so in every language that we speak
        return _number(number, self._locale)

    def decimal(self, number: float, places: int) -> str:
        """`99.90`: as many decimals, noughts among them, as `places` says."""
        return format_decimal(number, format=f"#,##0.{'0' * places}", locale=self._locale)

    def percent(self, low: float, high: float | None = None) -> str:
        """`12%`, `12–18%`."""
        return self.say("number.percent", figure=self.range(low, low if high is None else high))

    def range(self, low: float, high: float) -> str:
        """`1,200–3,400`, or one number."""
        return self.number(low) if low == high else self.say("number.range", low=low, high=high)

    def _beside(self, value: object) -> object:
        """A value as it stands beside other text: isolated where it would turn its order. HTML stays HTML."""
        if not self._is_leftward or not isinstance(value, str) or not _turns(value):
            return value
        return _ISOLATE + value + _END

    def comma_separated(self, words: Iterable[str]) -> str:
        """`a, b, c`, without a word before the last."""
        return self._joined(self.say("frame.comma"), words)

    def semicolon_separated(self, texts: Iterable[str]) -> str:
        """`a; b; c`, of texts that may hold commas."""
        return self._joined(self.say("revision.between"), texts)

    def _joined(self, between: str, texts: Iterable[str]) -> str:
        return put_together([piece for text in texts for piece in (between, self._beside(text))][1:])

    def listed(self, words: Iterable[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        beside = [self._beside(word) for word in words]
        before, *between = _around_items(len(beside), self._locale)
        return put_together([before, *(part for pair in zip(beside, between, strict=True) for part in pair)])

    def length(self, length: timedelta) -> str:
        """`48 min`, `2 h 10 min`, `3 d 4 h`: two units at most, cut; below a minute in words."""
        minutes = int(length.total_seconds() // 60)
        if minutes < 1:
            return self.say("length.moment")
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        units = [("days", days), ("hours", hours)] if days else [("hours", hours), ("minutes", rest)]
        return " ".join(self.say(f"length.{unit}", n=count) for unit, count in units if count)

    def time(self, moment: datetime) -> str:
        """`10:15 UTC`."""
        return str(self._beside(super().time(moment)))

    def on_day(self, time: str, day: str) -> str:
        return self.say("time.full", time=time, day=day)

    def from_until(self, start: str, end: str) -> str:
        return self.say("time.window", start=start, end=end)

    def day(self, day: date) -> str:
        """`14 March 2026`."""
        return _date(day, "long", self._locale)

    def weekday(self, day: date) -> str:
        """`Sat 14 March`."""
        return _date(day, self.say("time.pattern.weekday"), self._locale)

    def month(self, day: date) -> str:
        """`March 2026`."""
        return _date(day, self.say("time.pattern.month"), self._locale)

    def days(self, first: date, last: date) -> str:
        """`1–8 March`, `27 February – 3 March`, or one day."""
        if first == last:
            return self.weekday(first)
        pattern = self.say("time.pattern.day")
        if (first.year, first.month) == (last.year, last.month):
            return _TIGHT.sub("–", format_interval(first, last, _DAY_OF_MONTH, locale=self._locale))
        return f"{_date(first, pattern, self._locale)} – {_date(last, pattern, self._locale)}"


def speak_for(settings: Settings, catalogue: Catalogue, now: datetime) -> Voice:
    """The voice of a site, with the strings that its settings replace."""
    return Voice(catalogue.over(settings.strings), settings.site.language, settings.zone, now)


def english(zone: ZoneInfo, now: datetime) -> Voice:
    """The voice of the command line."""
    return Voice(shipped(ENGLISH), ENGLISH, zone, now)


def _in_order(said: Sequence[object]) -> Sequence[object]:
    """The pieces of a text from right to left, with a mark of that before them where another letter comes first."""
    if len(said) == 1:
        return said
    strong = (kind for piece in said for kind in map(bidirectional, str(piece)) if kind in ("L", "R", "AL"))
    return said if next(strong, None) != "L" else [f"{_RIGHT_TO_LEFT}{said[0]}", *said[1:]]


def _turns(text: str) -> bool:
    """Whether a text, but for what is isolated in it, loses its order among Arabic letters or takes theirs.

    Such are Latin letters, and digits with other signs than those of numbers and times, as `2026-01`.
    """
    kinds, depth = set(), 0
    for sign in text:
        depth += (sign == _ISOLATE) - (sign == _END)
        if depth == 0 and sign != _END:
            kinds.add(bidirectional(sign))
    return "L" in kinds or ("EN" in kinds and not kinds & {"R", "AL"} and not kinds <= {"EN", "CS"})


@cache
def _locale(tag: str, language: str) -> Locale:
    """The locale of a tag where it is one of the language that is spoken; of the language alone otherwise."""
    for name in (tag, language):
        whole = _WHOLE_TAGS.get(name.lower(), name.replace("-", "_"))
        try:
            locale = Locale.parse(whole)
        except (UnknownLocaleError, ValueError):
            continue
        if locale.language == language.partition("-")[0]:
            return locale
    return Locale.parse(_WHOLE_TAGS[ENGLISH])


@cache
def _date(day: date, form: str, locale: Locale) -> str:
    return format_date(day, form, locale)


@lru_cache(maxsize=4096)
def _plural_form(number: float, locale: Locale) -> str:
    return str(locale.plural_form(number))


@lru_cache(maxsize=256)
def _around_items(count: int, locale: Locale) -> tuple[str, ...]:
    """What stands before a list of so many items, and behind each of them."""
    return tuple(str(format_list([_ITEM] * count, locale=locale)).split(_ITEM))


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


@cache
def _direction(locale: Locale) -> str:
    return str(locale.text_direction)
