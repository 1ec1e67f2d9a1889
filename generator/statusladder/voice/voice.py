"""Says it in the site's language and zone: strings of the catalogue, moments, lengths, numbers and lists.

Names of days and months, plural rules, separators and the order of a date are those of the Unicode CLDR, by Babel.
Hours count from 0 to 23 in every language, since a time on a status page must not be read as another.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from statusladder.model.site import Settings
from statusladder.voice.catalogue import COUNT, ENGLISH, Catalogue, Parts, shipped, spoken
from statusladder.voice.clock import Clock

_WHOLE_TAGS = {"en": "en_GB"}
"""Where a bare language says too little: dates are `14 March 2026` unless a tag names another country."""


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
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML has it."""
        return str(self._locale.text_direction)

    def say(self, key: str, /, **values: object) -> str:
        """The string called `key`, each of its places filled; whole numbers are written as the language has them.

        The value `n` chooses the plural form. Raises KeyError for a string or a value that there is not.
        """
        parts = self.form(key, values)
        return parts[0] if len(parts) == 1 else "".join(map(str, self._fill(parts, values)))

    def say_ordinal(self, key: str, number: int) -> str:
        """The string called `key` with its value `n`, in the form for a number that counts in order: `21st`."""
        forms = self.catalogue.messages[key].forms
        parts = forms.get(self._locale.ordinal_form(number)) or forms["other"]
        return "".join(self.number(number) if position % 2 else part for position, part in enumerate(parts))

    def pieces(self, key: str, values: Mapping[str, object]) -> Iterable[object]:
        """What `say` puts together: literal texts and shown values by turns, so that HTML can escape each of them."""
        return self._fill(self.form(key, values), values)

    def _fill(self, parts: Parts, values: Mapping[str, object]) -> Iterable[object]:
        filled: list[object] = list(parts)
        for position in range(1, len(parts), 2):
            value = values[parts[position]]
            filled[position] = value if isinstance(value, str) else self.shown(value)
        return filled

    def form(self, key: str, values: Mapping[str, object]) -> Parts:
        """The form of a string that these values ask for."""
        forms = self.catalogue.messages[key].forms
        if len(forms) == 1:
            return forms["other"]
        number = values[COUNT]
        assert isinstance(number, int | float)
        return forms.get(self._locale.plural_form(number)) or forms["other"]

    def shown(self, value: object) -> object:
        """A value in a string: numbers in the language's way, all else as it is."""
        return self.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def number(self, number: float) -> str:
        """`1,234`, `0.5`."""
        if isinstance(number, int) and 0 <= number < 1000:
            return str(number)  # most numbers by far, and written so in every language that we speak
        return format_decimal(number, locale=self._locale)

    def decimal(self, number: float, places: int) -> str:
        """`99.90`: as many decimals, noughts among them, as `places` says."""
        return format_decimal(number, format=f"#,##0.{'0' * places}", locale=self._locale)

    def percent(self, low: float, high: float | None = None) -> str:
        """`12 %`, `12–18 %`."""
        return self.say("number.percent", figure=self.range(low, low if high is None else high))

    def range(self, low: float, high: float) -> str:
        """`1,200–3,400`, or one number."""
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def listed(self, words: Iterable[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        return format_list(list(words), locale=self._locale)

    def length(self, length: timedelta) -> str:
        """`48 min`, `2 h 10 min`, `3 d 4 h`: two units at most, cut; below a minute in words."""
        minutes = int(length.total_seconds() // 60)
        if minutes < 1:
            return self.say("length.moment")
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        units = [("days", days), ("hours", hours)] if days else [("hours", hours), ("minutes", rest)]
        return " ".join(self.say(f"length.{unit}", n=count) for unit, count in units if count)

    def date_after_time(self, time: str, day: str) -> str:
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
            end = _date(last, pattern, self._locale)
            return end.replace(str(last.day), f"{first.day}–{last.day}", 1)
        return f"{_date(first, pattern, self._locale)} – {_date(last, pattern, self._locale)}"


def speak_for(settings: Settings, catalogue: Catalogue, now: datetime) -> Voice:
    """The voice of a site, with the strings that its settings replace."""
    return Voice(catalogue.over(settings.strings), settings.site.language, settings.zone, now)


def english(zone: ZoneInfo, now: datetime) -> Voice:
    """The voice of the command line."""
    return Voice(shipped(ENGLISH), ENGLISH, zone, now)


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
