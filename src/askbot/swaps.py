"""Whether a figure, a time or a name stands with the words that it stands with in the quote.

Pure. All of them may be in the quote and still be exchanged for one another: "A has 5 and B has 7" bears out neither
"A has 7" nor "in 2024" of what was in 2023. A text is aligned with the quote twice: once with any figure in the place
of any other, once with each only in its own. Where the first fits clearly better, the words belong to another figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from askbot.matching import clauses, printed_names
from askbot.periods import mark_times
from askbot.quantities import find
from askbot.units import MEASURED_OR_TIMED, currency
from askbot.words import Token, is_function_word, known_stems, stem, tokens

WORD, FUNCTION_WORD, SLOT, OTHER_NAME = 1.0, 0.3, 1.0, 0.6
SKIPPED_WORD, SKIPPED_SLOT = 0.03, 0.5  # of the quote, between two that are aligned
LEFT_OUT, LEFT_OUT_NAME = 0.05, 0.3  # of the text
CLEARLY = 0.55  # by which the wrong place has to fit better
MOST_ITEMS = 120  # of a text or a quote; a sentence has 30
_STRETCH = re.compile(r",\s|;\s|\s*—\s*|\s–\s|:\s|[()]|(?<=[.!?])\s")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\b[^.;]{0,40}?\b\w+(?:ed|en|t|wn|ht|ld|de)\b[^.;]{0,30}?\bby\b"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a sentence, or one of its slots: a figure, a time or a name; slots of one `kind` may be confused."""

    kind: str
    key: str
    printed: str

    @property
    def is_slot(self) -> bool:
        """Whether another figure, time or name might stand in its place."""
        return self.kind not in ("word", "function")


def exchanged(text: str, quotes: Sequence[str]) -> list[str]:
    """Return the printed figures, times and names of a text whose words belong to another one in the quotes.

    >>> quote = "Alder holds 12% of the votes and Birch holds 5%."
    >>> exchanged("Birch holds 5%.", [quote]), exchanged("Alder holds 5%.", [quote])
    ([], ['5%'])
    """
    rows = [items(quote) for quote in quotes]
    cut = [[items(part) for part in stretches(quote)] for quote in quotes]
    found: list[str] = [printed for part in stretches(text) for printed in _taken_over(items(part), cut)]
    for start, end in clauses(text):
        clause = items(text[start:end])
        slots = [item for item in clause if item.is_slot]
        if not slots or not rows:
            continue
        # "A was bought by B" is "B bought A": there the names may change places, and figures still may not.
        turned = any(_PASSIVE.search(quote) for quote in quotes) != bool(_PASSIVE.search(text))
        loose = max(_fit(clause, row, own="name" if turned else "") for row in rows)
        if loose - max(_fit(clause, row, own="all") for row in rows) < CLEARLY:
            continue
        figures = [item for item in slots if item.kind != "name"] or slots
        found.extend(item.printed for item in figures)
    return found


def stretches(text: str) -> list[str]:
    """Cut a sentence at its commas and the like: "the state paid 60%", "the council 25%"."""
    return [part for part in _STRETCH.split(text) if part.strip()]


def _taken_over(text: Sequence[Item], quotes: Sequence[Sequence[Sequence[Item]]]) -> list[str]:
    """Name figures before which stands a word that the quotes have only beside another figure of the kind.

    The first stretch with such a figure is passed over: its subject is often that of the others too.
    """
    found = []
    for place, figure in enumerate(text):
        if not figure.is_slot or figure.kind == "name":
            continue
        for word in text[:place]:
            if word.kind not in ("word", "name"):
                continue
            beside = [
                (n > _first(figure.kind, quote), row)
                for quote in quotes
                for n, row in enumerate(quote)
                if any(other.kind == word.kind and other.key == word.key for other in row)
            ]
            if beside and all(further and _has_rival(figure, row) for further, row in beside):
                found.append(figure.printed)
                break
    return found


def _first(kind: str, quote: Sequence[Sequence[Item]]) -> int:
    return next((n for n, row in enumerate(quote) if any(item.kind == kind for item in row)), len(quote))


def _has_rival(figure: Item, row: Sequence[Item]) -> bool:
    same = [item for item in row if item.kind == figure.kind]
    return bool(same) and all(item.key != figure.key for item in same)


def items(text: str) -> list[Item]:
    """Take a text apart into words and slots, in order."""
    named = {token.start for token in printed_names(text)}
    spans: list[tuple[int, int, Item]] = []
    for quantity in find(text):
        # What a count counts is a word like others; beside a currency or a measure the value is enough.
        item = Item(_class(quantity.unit), f"{quantity.value:f}", quantity.printed)
        spans.append((quantity.start, quantity.end, item))
    for mark in mark_times(text):
        printed = text[mark.start : mark.end]
        key = mark.period.iso if mark.period else printed.lower()
        spans.append((mark.start, mark.end, Item("time", key, printed)))
    taken = [(start, end) for start, end, _ in spans]
    for token in tokens(text):
        if any(start < token.end and token.start < end for start, end in taken):
            continue
        if token.start in named or (token.text[:1].isupper() and not _is_ordinary(token)):
            item = Item("name", token.lower, token.text)
        elif is_function_word(token.lower):
            item = Item("function", token.lower, token.text)
        else:
            item = Item("word", token.stem, token.text)
        spans.append((token.start, token.end, item))
    return _names_whole(sorted(spans, key=lambda span: span[0]), text)[:MOST_ITEMS]


def _is_ordinary(token: Token) -> bool:
    """A word of the language, whose capital comes from opening the sentence."""
    return is_function_word(token.lower) or token.lower in known_stems() or token.stem in _stems()


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(known_stems().values())


def _names_whole(spans: Sequence[tuple[int, int, Item]], text: str) -> list[Item]:
    """Make one item of the words of a name that stand side by side."""
    made: list[Item] = []
    last = -1
    for start, end, item in spans:
        if item.kind == "name" and made and made[-1].kind == "name" and text[last:start] in (" ", "-"):
            made[-1] = Item("name", f"{made[-1].key} {item.key}", f"{made[-1].printed} {item.printed}")
        else:
            made.append(item)
        last = end
    return made


def _class(unit: str) -> str:
    head = unit.split("/")[0]
    if currency(unit):
        return f"figure {currency(unit)}"
    return f"figure {head}" if head in MEASURED_OR_TIMED or head in ("%", "pp", "x") else "figure"


def _fit(text: Sequence[Item], quote: Sequence[Item], *, own: str) -> float:
    """How well the best stretch of the quote fits the whole text, in order (after Needleman and Wunsch, 1970).

    Slots of the kind `own`, or all, fit only where they are the same.
    """
    above = [0.0] * (len(quote) + 1)  # it may begin anywhere in the quote
    for item in text:
        left_out = LEFT_OUT_NAME if item.kind == "name" else LEFT_OUT
        row = [above[0] - left_out]
        for column, other in enumerate(quote):
            skipped = SKIPPED_SLOT if other.is_slot else SKIPPED_WORD
            gained = _gain(item, other, own=own)
            row.append(
                max(
                    above[column] + gained if gained else -math.inf,
                    above[column + 1] - left_out,
                    row[column] - skipped,
                )
            )
        above = row
    return max(above)


def _gain(item: Item, other: Item, *, own: str) -> float:
    if {item.kind, other.kind} == {"word", "name"}:
        return WORD if stem(item.key) == stem(other.key) else 0.0
    if item.kind != other.kind:
        return 0.0
    if item.kind == "function":
        return FUNCTION_WORD if item.key == other.key else 0.0
    if item.kind == "word":
        return WORD if item.key == other.key else 0.0
    if item.kind == "name":
        said, held = set(item.key.split()), set(other.key.split())
        if said <= held or held <= said:
            return SLOT
        return OTHER_NAME if not own else 0.0
    return SLOT if item.key == other.key or own != "all" else 0.0
