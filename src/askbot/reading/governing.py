"""Which noun governs a figure: "a loss of $5 million" is a loss, whatever else its sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.quantities import find
from askbot.question import Term
from askbot.ties import Bond, ties
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import is_function_word, stem

OWNING = frozenset(
    stem(word)
    for word in ["stake", "holding", "share", "shares", "shareholding", "equity", "interest", "own", "hold", "keep"]
)
_HEDGES = (
    r"(?:approximately|approx\.?|about|around|roughly|nearly|almost|some|only|just|over|under|up to|at least|at most|more than|less than|"
    r"likely|as much as|an? (?:estimated|average of|total of)|estimated)"
)
_LINKS = (
    r"(?:of|was|were|is|are|be|been|at|to|in|from|reach(?:es|ed|ing)?|total(?:s|led|ed|ling|ing)?|amount(?:s|ed|ing)? to|c(?:ame|omes?|oming) to|st(?:ood|ands?) at|"
    r"averag(?:es|ed|ing)|exceed(?:s|ed|ing)?|hit|rose|grew|fell|narrowed|widened|increased|dropped|expected|may|might|have|has|had|would|will)"
)
_GOVERNED_BEFORE = re.compile(
    rf"^.*(?<![\w])(?!{_LINKS}\b)(?P<noun>[^\W\d_][\w&'’-]*)(?:\s+(?:in|for|as of)\s+[\w ,]{{4,30}}?,?)?(?:\s+{_LINKS}){{1,4}}(?:\s+{_HEDGES})*\s*$",
    re.IGNORECASE,
)
# "Debt, leases included, stood on 1 May at …"
_STOOD = re.compile(
    rf"(?P<noun>[^\W\d_][\w&'’-]*)(?:,[^,]{{4,30}},)?\s+(?:stood|stands|was|were)\s+(?:on|at|in|as of)\s+[\w ]{{4,25}}?,?\s+at(?:\s+{_HEDGES})*\s*$",
    re.IGNORECASE,
)
_VALUED = re.compile(rf"\b(?:valu(?:ed?|es|ing))\b[^.;,]{{0,40}}\bat(?:\s+{_HEDGES})*\s*$", re.IGNORECASE)
_RAISED = re.compile(
    r"\b(?:rais(?:e[sd]?|ing)|invest(?:ed|s|ing)?|put in(?:to)?|inject(?:ed|s)?|fund(?:ing|ed))\b", re.IGNORECASE
)
_OF_WORTH = re.compile(r"\b(?:valu(?:e[sd]?|ing|ations?)|worth|price[sd]?|market cap\w*)\b", re.IGNORECASE)
_WORTH_BEFORE = re.compile(
    r"\b(?:valuation|market value|market cap\w*|valu(?:ed?|es|ing)|worth)\b"
    r"(?:(?!\b(?:rais|invest|sold|paid|spent|bought|while|and|but)\w*\b)[^.;]|\.(?=\d)){0,70}$",
    re.IGNORECASE,
)
_WORTH = ("valu", "valuat", "worth", "price")
_GOVERNED_AFTER = re.compile(
    r"^\s+(?:in|of)\s+(?:(?:the|its|their|his|her|a|an|total|annual|other|unused)\s+)*(?P<noun>[^\W\d_][\w&'’-]*(?:\s[a-z][\w-]*){0,2})"
)
# What is lost, owed or raised is no line of the accounts that goes by another name.
_DONE_WITH = re.compile(
    rf"\b(?P<verb>lost|loses|owes|owed|borrowed|borrows|raised|raises|spent|spends)(?:\s+(?:another|a further|{_HEDGES}))*\s*$",
    re.IGNORECASE,
)
_LINES = frozenset(
    stem(word) for word in ("revenue", "sales", "turnover", "profit", "earnings", "income", "loss", "debt", "cash")
)
_PER_SHARE = re.compile(r"\b(?:earnings|profits?|loss(?:es)?|income) (?:per|a) share\b(?:[^.;]|\.\d)*$", re.IGNORECASE)
_NO = re.compile(r"^[^.;]{0,40}\b(?:no|without(?: any)?|nor any) (?P<noun>[a-z]+(?: [a-z]+)?)")
_FOR = re.compile(rf"\b(?:for|at)(?: {_HEDGES})? $", re.IGNORECASE)
_PRICE = stem("price")
_ANY = stem("money")  # governs any amount
_FIGURE_NOUNS = frozenset({Kind.MONEY, Kind.SHARE})


def governed_by_another(text: str, quantity: Quantity, terms: Sequence[Term]) -> bool:
    """Another noun of figures governs this one: "a loss of $5 million" is no revenue."""
    nouns = figure_nouns(terms)
    former = _side_by_side(text, quantity)
    lead = text[max(0, quantity.start - 80) : quantity.start]
    if nouns and all(noun.stem in _LINES for noun in nouns):
        done = _DONE_WITH.search(text[: former.start] if former else lead)
        if done and not any(akin(noun.stem, stem(done["verb"].lower())) for noun in nouns):
            return True
        if _PER_SHARE.search(lead) and not any(term.stem == "share" for term in terms):
            return True
    if nouns and _VALUED.search(lead):  # what somebody is valued at is no cash
        return not any(akin(noun.stem, worth) for noun in nouns for worth in _WORTH)
    if nouns and _stands_before_another(text, quantity, nouns):
        return True
    before = _STOOD.search(lead) or _GOVERNED_BEFORE.search(lead)
    # "40% of the cost": what stands behind a share is what it is a share of.
    after = None if quantity.unit == "%" else _GOVERNED_AFTER.match(text[quantity.end : quantity.end + 60])
    governors = [stem(before["noun"].lower())] if before else []
    none = _NO.search(text[quantity.end :])
    if none and any(akin(noun.stem, stem(word)) for noun in nouns for word in none["noun"].lower().split()):
        return True  # "has $54 million in cash and no debt"
    if before:
        phrase = {stem(word.lower()) for word in (*lead[: before.start("noun")].split()[-2:], before["noun"])}
    else:
        phrase = set()
    if after:
        words = [stem(word.lower()) for word in after["noun"].split()]
        phrase |= set(words)
        if not before:
            governors += [word for word in words if lexicon.asked_kind(word)]
    if not terms or any(akin(term.stem, word) for term in terms for word in phrase):
        return False
    return any(lexicon.asked_kind(word) in _FIGURE_NOUNS and not is_function_word(word) for word in governors)


def _side_by_side(text: str, quantity: Quantity) -> Quantity | None:
    """The figure that this one is only held against: of "it lost $9 million, after $5 million in 2023" both were lost."""
    for tie in ties(text, find(text)):
        if tie.bond is Bond.CHANGE and quantity.start in (tie.first.start, tie.second.start):
            printed = min(tie.first, tie.second, key=lambda one: one.start)
            return printed if printed.start < quantity.start else None
    return None


def _stands_before_another(text: str, quantity: Quantity, nouns: Sequence[Term]) -> bool:
    """The noun asked for first comes behind this figure, and governs the next: "raised $5 million at a valuation of $40 million"."""
    if any(akin(noun.stem, word) for noun in nouns for word in wording(text[: quantity.start]).stems):
        return False
    for later in find(text):
        if later.start > quantity.end and currency(later.unit) and currency(later.unit) == currency(quantity.unit):
            before = _GOVERNED_BEFORE.search(text[quantity.end : later.start])
            return before is not None and any(akin(noun.stem, stem(before["noun"].lower())) for noun in nouns)
    return False


def is_worth(asked: str, text: str, start: int) -> bool:
    """Say whether a figure is what somebody is valued at, where a question asks what was raised or put in.

    >>> text = "After the round it was valued at $4 billion, about EUR 3 billion."
    >>> is_worth("How much was raised in the round?", text, text.index("EUR")), is_worth("What is it worth?", text, 35)
    (True, False)
    """
    return (
        _RAISED.search(asked) is not None
        and _OF_WORTH.search(asked) is None
        and _WORTH_BEFORE.search(text[:start]) is not None
    )


def figure_nouns(terms: Sequence[Term]) -> list[Term]:
    """Return the terms that say which amount is meant: "debt", "revenue"; "money" may be any."""
    return [term for term in terms if lexicon.asked_kind(term.stem) is Kind.MONEY and term.stem != _ANY]


def is_called(text: str, nouns: Sequence[Term]) -> bool:
    """Say whether a text has a word for one of the figures that the terms name."""
    return any(akin(noun.stem, stem) for noun in nouns for stem in wording(text).stems)


def other_figure(terms: Sequence[Term], text: str, start: int, end: int) -> bool:
    """Say whether the money or the growth at a span is of another figure than the one that the terms name.

    That is so where another noun of figures governs it, or where the sentence has none of those asked for ("profit")
    and another one by the figure ("revenue").
    """
    asked = figure_nouns(terms)
    figure = next((one for one in find(text) if one.start < end and start < one.end), None)
    if not asked or figure is None or (currency(figure.unit) is None and figure.unit != "%"):
        return False
    if currency(figure.unit) and governed_by_another(text, figure, asked):
        return True
    if is_called(text, asked):
        return False
    if currency(figure.unit) and _FOR.search(text[: figure.start]) and any(akin(one.stem, _PRICE) for one in asked):
        return False  # "anyone can have a kettle mended for $15"
    first, last = clause_at(text, start)
    return any(lexicon.asked_kind(word) is Kind.MONEY for word in wording(text[first:last]).stems)


def akin(one: str, other: str) -> bool:
    """Say whether two stems are one, or near in meaning."""
    return (
        one == other
        or {one, other} <= OWNING
        or lexicon.related(one).get(other, 0.0) >= MATCHED
        or lexicon.related(other).get(one, 0.0) >= MATCHED
    )
