"""Numbers as people type them: with a decimal comma, in full-width digits, as a fraction, in groups of thousands.

What can mean one number alone is that number. What can mean two is refused with both, and is never one in silence.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

from core.config import Limit, check_number
from core.errors import InvalidValue, shortened

_LITERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_PARTS = re.compile(r"(?P<sign>[+-]?)(?P<digits>[^e]+)(?P<power>(e[+-]?\d+)?)", re.ASCII | re.IGNORECASE)
_FRACTION = re.compile(r"(?P<above>[+-]?\d+)/(?P<below>\d+)", re.ASCII)
_POINT = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_COMMA = re.compile(r"\d+,\d*|,\d+", re.ASCII)
_LEADING_ZERO = re.compile(r"[+-]?0\d+", re.ASCII)

# A group has three digits, the first one one to three and no zero in front; what divides groups marks no decimals.
_GROUPED = (
    (re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII), ",", "."),
    (re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d*)?", re.ASCII), ".", ","),
    *(
        (re.compile(rf"[1-9]\d{{0,2}}({mark}\d{{3}})+([.,]\d*)?", re.ASCII), mark, ",")
        for mark in (" ", "'", "’", "_")
    ),
)
"""How thousands are grouped: the pattern, the mark between groups, and what stands before the decimals."""

_SIGNS = {"−": "-", "–": "-", "。": ".", "．": ".", "，": ",", "\u3000": " "}
"""Signs that keyboards and programs put for those of a number: a real minus, an ideographic full stop."""


@dataclass(frozen=True)
class Numeral:
    """What was typed as one number: its `value`, an int where the field is whole and it is.

    It `is_literal` where it was typed as programs write numbers, so that nothing had to be understood.
    """

    value: float
    is_literal: bool


@dataclass(frozen=True)
class Numerals:
    """What was typed as a list of numbers, in its order; `is_literal` as of a Numeral, of all of them."""

    values: tuple[float, ...]
    is_literal: bool


def number_in(field: str, typed: str, limit: Limit) -> Numeral:
    """Return the number that was typed into a field; whether the field's `limit` allows it is not asked.

    Commas in a field of whole numbers that can group thousands do so. A percentage is understood where the field is
    in percent. Raises InvalidValue by the rules "number", for what is none, "ambiguous", for what may be two
    different ones, and "percentage".
    """
    words = _narrow(typed).strip()
    if words.endswith("%"):
        return _percentage(field, typed, words.removesuffix("%").rstrip(), limit)
    values = _readings(words, whole=limit.whole)
    if not values:
        raise _no_number(field, typed, limit)
    if len(values) > 1:
        raise _ambiguous(field, typed, *map(_written, values[:2]))
    [value] = values
    is_whole = limit.whole and value == int(value)
    return Numeral(int(value) if is_whole else value, _LITERAL.fullmatch(typed.strip()) is not None)


def numbers_in(field: str, typed: str, limit: Limit) -> Numerals:
    """Return the numbers of a list, separated by spaces, line breaks, semicolons or commas, also those of Chinese.

    A comma between two digits may separate two numbers or be part of one. It is what leaves all numbers of the list
    within `limit` and different from each other. Raises InvalidValue where both do, by the rule "ambiguous", and as
    `number_in` does.
    """
    words = re.sub(r"[\s;；，、]+", " ", re.sub(r"\s*([/／])\s*", r"\1", typed)).split()
    chunks = [chunk for chunk in (word.strip(",") for word in words) if chunk]
    doubtful = [chunk for chunk in chunks if "," in chunk]
    whole_chunks = _Reading.of(field, chunks, limit)
    if not doubtful:
        return whole_chunks.found()
    taken_apart = _Reading.of(field, [part for chunk in chunks for part in chunk.split(",") if part], limit)
    first = doubtful[0]
    if taken_apart.is_allowed and (whole_chunks.is_allowed or whole_chunks.is_ambiguous):
        one = whole_chunks.refusal.allowed["first"] if whole_chunks.refusal else None
        joined = _written(number_in(field, first, limit).value) if one is None else str(one)
        raise _ambiguous(field, first, first.replace(",", " "), joined)
    if whole_chunks.is_ambiguous or whole_chunks.is_allowed:
        return whole_chunks.found()
    # Neither can be raced: it is refused for what is likelier, and a comma seldom stands in a whole number.
    is_apart = taken_apart.is_allowed or limit.whole or whole_chunks.refusal is not None
    return taken_apart.found() if is_apart else whole_chunks.found()


def checked_number(field: str, value: object, limit: Limit) -> float:
    """Return a number within `limit`, as `check_number` does; a `value` that is a text is what was typed.

    Raises InvalidValue.
    """
    return check_number(field, number_in(field, value, limit).value if isinstance(value, str) else value, limit)


def _narrow(typed: str) -> str:
    """Return digits and signs of every width and script as ASCII has them.

    Not by Unicode's compatibility forms, which make 102 of 10² and 11/2 of 1½.
    """
    return "".join(_narrow_letter(letter) for letter in typed)


def _narrow_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter in _SIGNS:
        return _SIGNS[letter]
    if "！" <= letter <= "～":
        return chr(ord(letter) - ord("！") + ord("!"))
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _readings(words: str, *, whole: bool) -> list[float]:
    """Return the numbers that narrow `words` may mean, the decimal one first."""
    fraction = _FRACTION.fullmatch(re.sub(r"\s*/\s*", "/", words))
    if fraction is not None:
        below = float(fraction["below"])
        return _finite([float(fraction["above"]) / below]) if below else []
    parts = _PARTS.fullmatch(words)
    if parts is None:
        return []
    digits = parts["digits"]
    decimal = [digits.replace(",", ".")] if _POINT.fullmatch(digits) or _COMMA.fullmatch(digits) else []
    grouped = [
        digits.replace(mark, "").replace(decimals, ".")
        for pattern, mark, decimals in _GROUPED
        if pattern.fullmatch(digits)
    ]
    if grouped and decimal and "." in digits and not whole:
        grouped = []  # 2.000 where decimals are usual: the point is what all numbers here have before theirs
    if grouped and "," in digits and whole:
        decimal = []  # 2,000 where there are no decimals: as all counts here are written
    return _finite([float(f"{parts['sign']}{each}{parts['power']}") for each in (*decimal, *grouped)])


def _finite(values: list[float]) -> list[float]:
    return [value for value in dict.fromkeys(values) if math.isfinite(value)]


def _percentage(field: str, typed: str, words: str, limit: Limit) -> Numeral:
    values = _readings(words, whole=False)
    if len(values) != 1:
        raise _no_number(field, typed, limit)
    if limit.percent:
        return Numeral(values[0], is_literal=False)
    told, share = shortened(typed.strip(), 40), _written(values[0] / 100)
    sentence = f"{field} is {told!r}, a percentage; it takes a plain number, and that share is {share}"
    raise InvalidValue(field, told, "percentage", {"share": share}, sentence)


@dataclass(frozen=True)
class _Reading:
    """What a list holds when it is taken apart in one way, or why it is none then."""

    numerals: tuple[Numeral, ...]
    refusal: InvalidValue | None
    is_allowed: bool

    @classmethod
    def of(cls, field: str, words: list[str], limit: Limit) -> "_Reading":
        try:
            numerals = tuple(_item(field, word, limit) for word in words)
        except InvalidValue as error:
            return cls((), error, False)
        try:
            values = {check_number(field, numeral.value, limit) for numeral in numerals}
        except InvalidValue:
            return cls(numerals, None, False)
        return cls(numerals, None, len(values) == len(numerals))

    @property
    def is_ambiguous(self) -> bool:
        return self.refusal is not None and self.refusal.rule == "ambiguous"

    def found(self) -> Numerals:
        if self.refusal is not None:
            raise self.refusal
        is_literal = all(numeral.is_literal for numeral in self.numerals)
        return Numerals(tuple(numeral.value for numeral in self.numerals), is_literal)


def _item(field: str, words: str, limit: Limit) -> Numeral:
    """Return a number of a list. In 2,000 taken apart 000 is none: it is the rest of another number."""
    if _LEADING_ZERO.fullmatch(_narrow(words)):
        raise _no_number(field, words, limit)
    return number_in(field, words, limit)


def _no_number(field: str, typed: str, limit: Limit) -> InvalidValue:
    told = shortened(typed.strip(), 40)
    allowed = {"lowest": limit.lowest, "highest": limit.highest}
    sentence = f"{field} is {told!r}, not a number; it must lie between {limit.lowest:g} and {limit.highest:g}"
    return InvalidValue(field, told, "number", allowed, sentence)


def _ambiguous(field: str, typed: str, first: str, second: str) -> InvalidValue:
    told = shortened(typed.strip(), 40)
    sentence = f"{field} is {told!r}, which may mean {first} or {second}; it must be typed as one of them"
    return InvalidValue(field, told, "ambiguous", {"first": first, "second": second}, sentence)


def _written(value: float) -> str:
    """Return a number so that typed again it means nothing else: without groups."""
    return f"{value:.12g}"
