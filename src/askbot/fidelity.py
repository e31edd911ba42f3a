"""What a text says beyond the sentences it rests on: figures, times, names, words, a denial or a doubt left out.

Pure. It is the part of the gate for a text that somebody wrote freely: the offline engine repeats and works
out, a chat model writes. A common word may be of the same root (founded, founder); everything else stands as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from askbot import lexicon, swaps
from askbot.matching import wording
from askbot.periods import find_periods, fold, mark_times
from askbot.quantities import find
from askbot.types import Quantity
from askbot.units import MEASURED_OR_TIMED, currency
from askbot.words import Token, is_function_word, stem, tokens

# Small words that carry a fact: they stand in the quote, or the text says something else.
_SMALL = """over under above below before after up down until till since unlike despite inside outside against although
unless if more less fewer most least all every each none no not never without only both than other another may might
could would will shall should must many much few several instead"""
_BEARING = frozenset(_SMALL.split())
# What a result is put into words with, beside the words of its quotes; none of them says which way a figure went.
_RECKONING = """about add amount apart average calculate combine cover day difference divide each enough exact last mean
minus month multiple number per percent percentage plus point quarter rate ratio roughly same share sum pace together
time total week worth would year"""
_ARITHMETIC = frozenset(_RECKONING.split())
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|fail(?:s|ed|ing)? to|den(?:y|ies|ied))\b|n['’]t\b", re.I
)
_DOUBT = re.compile(
    r"\b(?:(?-i:may)|might|could|likely|unlikely|probabl[ey]|possibl[ey]|perhaps|reported(?:ly)?|alleged(?:ly)?|apparently|"
    r"presumably|potential(?:ly)?|expect(?:s|ed|ing|ation|ations)?|estimat(?:e|es|ed|ing)|forecasts?|project(?:s|ed)|"
    r"plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|intend(?:s|ed|ing)?|hop(?:e|es|ed|ing)|propos(?:e|es|ed|al)|would|"
    r"rumou?red|suggest(?:s|ed)?|believ(?:e|es|ed)|claim(?:s|ed)?|if|unless|target(?:s|ed|ing)?|will|assum(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[$€£¥₹₩₽₺%‰°]")
_UNSURE = "likely probably expect estimate plan aim intend propose target"
_DOUBTING = frozenset(stem(word) for word in _UNSURE.split())


def unborne(text: str, quotes: Sequence[str], *, beside: Iterable[str] = (), worked: Iterable[str] = ()) -> list[str]:
    """Name what a text says that its quotes don't, each in a line; empty where they bear out all of it.

    Names may also stand `beside` the quotes (in their headings). `worked` is what a calculation printed: its result
    and its operands; a text about a calculation may use the words of arithmetic too.

    >>> quote = "In 2024 the ferry line probably carried about 3.2 million people."
    >>> unborne("The ferry line probably carried about 3.2 million people in 2024.", [quote])
    []
    >>> unborne("In 2023 the ferry line carried 3.2 million people.", [quote])[:2]
    ["the figure '3.2 million' leaves out 'about'", "the time '2023' stands in no quote"]
    """
    worked = tuple(worked)
    held = [*quotes, *worked]
    return [
        *(f"the sign '{sign}' stands in no quote" for sign in _SIGNS.findall(text) if sign not in "".join(held)),
        *_figures(text, held),
        *_times(text, held),
        *_words(text, held, beside=tuple(beside), calculated=bool(worked)),
        *([] if worked else _moods(text, quotes)),
        *(
            f"'{printed}' belongs to other words in the quote"
            for printed in ([] if worked else swaps.exchanged(text, quotes))
        ),
    ]


# --- figures and times -----------------------------------------------------------------------------------------------


def _figures(text: str, held: Sequence[str]) -> list[str]:
    known = [quantity for quote in held for quantity in find(quote)]
    found = []
    for quantity in find(text):
        same = [one for one in known if one.value == quantity.value and _is_same_unit(quantity, one)]
        if not same:
            found.append(f"the figure '{quantity.printed}' stands in no quote")
        elif quantity.hedge is None and all(one.hedge for one in same):
            found.append(f"the figure '{quantity.printed}' leaves out '{same[0].hedge}'")
        elif quantity.hedge is not None and not any(_is_same_hedge(quantity.hedge, one.hedge) for one in same):
            found.append(f"the figure '{quantity.printed}' has '{quantity.hedge}' beside it, which the quote has not")
    return found


def _is_same_unit(said: Quantity, printed: Quantity) -> bool:
    """Money, measures, times and shares have to agree, and so has "a month"; what is counted may go unsaid."""
    if said.unit == printed.unit:
        return True
    (above, _, below), (other, _, under) = said.unit.partition("/"), printed.unit.partition("/")
    exact = [name for name in (above, other) if currency(name) or name in MEASURED_OR_TIMED or name in ("%", "pp", "x")]
    return not exact and below == under and (not above or not other or stem(above) == stem(other))


def _is_same_hedge(said: str, printed: str | None) -> bool:
    """Hedges are alike where they lean to the same side: "about" and "roughly" do, "over" and "under" don't."""
    return printed is not None and (said.lower() == printed.lower() or _lean(said) == _lean(printed))


def _lean(hedge: str) -> int:
    words = hedge.lower()
    if re.search(r"\b(?:less|fewer|under|below|nearly|almost|up to|at most|no more|not more|close to)\b|[<≤]", words):
        return -1
    return (
        1 if re.search(r"\b(?:more|over|above|least|exceed\w*|surpass\w*|topped|excess|upwards)\b|[>≥]", words) else 0
    )


def _times(text: str, held: Sequence[str]) -> list[str]:
    dated = {period.iso for quote in held for period in find_periods(quote)}
    printed = {fold(quote[mark.start : mark.end]) for quote in held for mark in mark_times(quote)}
    return [
        f"the time '{text[mark.start : mark.end]}' stands in no quote"
        for mark in mark_times(text)
        if (mark.period is None or mark.period.iso not in dated) and fold(text[mark.start : mark.end]) not in printed
    ]


# --- words -----------------------------------------------------------------------------------------------------------


def _words(text: str, held: Sequence[str], *, beside: tuple[str, ...], calculated: bool) -> list[str]:
    lowers = frozenset(lower for quote in held for lower in _lowers(quote))
    named = lowers | {lower for heading in beside for lower in _lowers(heading)}
    stems = frozenset[str]().union(*(wording(quote).stems for quote in held))
    found = []
    for token in tokens(text):
        lower = token.lower
        if lower in lowers or lower in ("yes",) or (calculated and _is_arithmetic(token)):
            continue
        if is_function_word(lower) and lower not in _BEARING:
            continue
        if any(c.isdigit() for c in lower):
            if lower not in named:
                found.append(f"'{token.text}' stands in no quote")
        elif token.text != token.text.lower() and token.start:
            if lower not in named:
                found.append(f"the name '{token.text}' stands in no quote")
        elif lower not in named and (lower in _BEARING or not _is_put(token.stem, stems)):
            found.append(f"the word '{token.text}' stands in no quote")
    return found


@lru_cache(maxsize=2048)
def _lowers(text: str) -> frozenset[str]:
    words = {token.lower for token in tokens(text)}
    return frozenset(words | {"not"} if _DENIAL.search(text) else words)


def _is_put(wanted: str, stems: frozenset[str]) -> bool:
    """Say whether a word, or one of its root, stands among the stems. A synonym does not do: a user is no client."""
    if wanted in stems:
        return True
    contrary = lexicon.opposites(wanted)
    return any(
        strength >= lexicon.SAME_ROOT and other in stems and other not in contrary
        for other, strength in lexicon.related(wanted).items()
    )


def _is_arithmetic(token: Token) -> bool:
    return token.lower in _ARITHMETIC or token.stem in _ARITHMETIC


# --- denials and doubts ----------------------------------------------------------------------------------------------


def _moods(text: str, quotes: Sequence[str]) -> list[str]:
    """Name a denial or a doubt that only one side has.

    It covers the stretch of the quote, from comma to comma, that it stands in: a text that uses words of no other
    stretch has to keep it, and one that denies has to use words of a stretch that does.
    """
    stretches = [part for quote in quotes for part in swaps.stretches(quote)]
    said = _content(text)
    found: list[str] = []
    denied = False
    for number, stretch in enumerate(stretches):
        elsewhere = frozenset[str]().union(*(_content(other) for n, other in enumerate(stretches) if n != number))
        # A name is the subject of much that is said elsewhere; what is said of it tells which stretch is meant.
        named = frozenset(token.stem for token in tokens(stretch) if token.text != token.text.lower())
        if not said & (_content(stretch) - elsewhere - _DOUBTING - named):
            continue
        if _DENIAL.search(stretch):
            denied = True
            if not _DENIAL.search(text):
                found.append("the quote denies it")
        if (doubt := _DOUBT.search(stretch)) and not _DOUBT.search(text) and not _hedged(text):
            found.append(f"'{doubt[0]}' is left out")
    if _DENIAL.search(text) and not denied:
        found.append("the quote doesn't deny it")
    return found


def _hedged(clause: str) -> bool:
    return any(quantity.hedge and _DOUBT.search(quantity.hedge) for quantity in find(clause))


@lru_cache(maxsize=2048)
def _content(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(text) if not is_function_word(token.lower))
