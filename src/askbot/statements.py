"""Sentences with their figures taken out, so that patterns see the words between them; and discrepancies of figures.

"It rose 12% to $5 million" is read as "It rose «0» to «1»": which figures stand in which relation is a matter of the
words, what they are worth a matter of the figures.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from askbot.calculator import evaluate
from askbot.quantities import find
from askbot.types import Calculation, Discrepancy, Document, Passage, Quantity, Severity
from askbot.units import CURRENCY_CODES
from askbot.words import is_function_word

FIGURE = re.compile(r"«([0-9]+)»")
_DIGITS = re.compile(r"[0-9][0-9.,\u00a0\u202f]*")
_WORD = re.compile(r"[A-Za-z]+")
_NAME = re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w&-]*[a-z][\w&-]*|(?<!^)\b[A-Z]{2,}\b")
_OPENS = re.compile(r"[A-Z][\w&-]*")
_NO_NAMES = frozenset([*calendar.month_name, *calendar.day_name, *CURRENCY_CODES, "I", "RMB", "US", "HK", "FY"])


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: its text with each figure, hedge included, as «number», and the figures with their citation."""

    passage: Passage
    coded: str
    figures: tuple[Quantity, ...]
    names: frozenset[str]

    def at(self, number: str | int) -> Quantity:
        """Return the figure with that number in the coded text."""
        return self.figures[int(number)]


def statements(document: Document, passages: Iterable[Passage]) -> list[Statement]:
    """Return the sentences of a document in order, each with its figures at their places in the document."""
    found = []
    common = frozenset(re.findall(r"\b[a-z]+\b", document.text))
    for passage in passages:
        citation = document.cite(passage)
        coded: list[str] = []
        figures: list[Quantity] = []
        at = 0
        text = passage.text.replace("«", "<").replace("»", ">")
        for figure in find(passage.text, published=document.published):
            before = text[at : figure.start].rstrip()
            if figure.hedge and before.endswith(figure.hedge):
                before = before.removesuffix(figure.hedge)
            else:
                before = text[at : figure.start]
            coded.append(f"{before}«{len(figures)}»")
            at = figure.end
            moved = replace(
                figure, start=figure.start + passage.start, end=figure.end + passage.start, citation=citation
            )
            figures.append(moved)
        coded.append(text[at:])
        names = named(passage.text) | _opening(passage.text, common)
        found.append(Statement(passage, "".join(coded), tuple(figures), frozenset(names)))
    return found


def named(text: str) -> set[str]:
    """Return the names in a text, but for the word that opens it."""
    return {name.removesuffix("’s").removesuffix("'s") for name in _NAME.findall(text)} - _NO_NAMES


def _opening(text: str, common: frozenset[str]) -> set[str]:
    """The word that opens a sentence, if it is a name: nowhere in the document in lower case, and no little word."""
    match = _OPENS.match(text)
    word = match.group() if match else ""
    return {word} - _NO_NAMES if word and word.lower() not in common and not is_function_word(word.lower()) else set()


def discrepancy(
    kind: str, severity: Severity, text: str, calculation: Calculation, *, others: Sequence[Quantity] = ()
) -> Discrepancy:
    """Make a discrepancy of a calculation over cited figures and the other figures that it contradicts."""
    figures = [*calculation.operands.values(), *others]
    cited = [(figure, figure.citation) for figure in figures if figure.citation is not None]
    places = tuple(dict.fromkeys((c.document_id, f.start, f.end) for f, c in cited if f.end > f.start))
    return Discrepancy(kind, severity, text, calculation, tuple(dict.fromkeys(c for _, c in cited)), places)


def worked(name: str, expression: str, **operands: Quantity) -> Calculation:
    """Work out an expression over figures of the text."""
    return evaluate(expression, operands, name=name)


def numbered(parts: Sequence[Quantity]) -> Mapping[str, Quantity]:
    """Name parts for an expression: part_1, part_2, …"""
    return {f"part_{n}": part for n, part in enumerate(parts, 1)}


def like(value: Fraction, figure: Quantity) -> str:
    """Write a value as a figure is printed, with its currency and scale: 12.5 like "$3 million" is "$12.5 million".

    >>> like(Fraction(12_500_000), Quantity(Decimal(3_000_000), "USD", "$3 million"))
    '$12.5 million'
    """
    digits = _DIGITS.search(figure.printed)
    if digits is None:
        return f"{_short(value)} {figure.unit}".strip()
    number = digits.group().rstrip(".,")
    plain = Decimal(re.sub("[,\u00a0\u202f]", "", number))
    scale = abs(Fraction(figure.value)) / Fraction(plain) if plain else Fraction(1)
    printed = figure.printed.removeprefix("-")
    return printed.replace(number, _short(value / scale), 1)


def _short(value: Fraction) -> str:
    """Four significant digits, more before the point where there are more; no zeros that say nothing."""
    digits = max(4, len(str(abs(int(value)))) + 1)
    return short(value, digits)


def short(value: Fraction, digits: int = 3) -> str:
    """Write a number to so many significant digits, half up, without zeros at its end.

    >>> short(Fraction(174, 50)), short(Fraction(10466, 10), 5)
    ('3.48', '1,046.6')
    """
    number = Decimal(value.numerator) / Decimal(value.denominator)
    places = max(0, digits - 1 - number.adjusted()) if number else 0
    rounded = f"{number:,.{places}f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def stems(words: str) -> set[str]:
    """Return the lower-case words of a phrase without a plural s, to look a noun up."""
    return {word.lower().removesuffix("s") for word in _WORD.findall(words)}
