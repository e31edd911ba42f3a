"""Which of the figures that were found for the slots of a plan may be taken: none for one, gone, hoped for or another's.

Pure: it sees the figures with their sentences, and reads no corpus.
"""

from __future__ import annotations

import re

from askbot import mismatches
from askbot.lexicon import SAME_ROOT, related
from askbot.matching import wording
from askbot.periods import find_periods
from askbot.programs import Found, Plan, Slot, UnitKind
from askbot.types import Quantity
from askbot.words import is_function_word, stem, tokens

LEAST_EACH, LEAST_DATED = 0.6, 0.4  # how well named an amount that is shared out has to be, and what it is divided by
FAR = 0.35  # worse named than the best
BARELY = 0.03  # better named than another
NEARLY = 0.15  # as well named as the best
SAME_THING = 0.85  # a vessel and a ship
_CURRENT = ("price to ", "worth of a stake")


def allowed(made: Plan, choices: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """Keep of the figures found for each slot those that may fill it, in this plan and beside the others."""
    slots = {slot.name: slot for slot in made.slots}
    choices = {
        name: [
            one for one in found if speaks_of(slots[name], one) and not mismatches.is_another(slots[name], one.quantity)
        ]
        for name, found in choices.items()
    }
    if made.name == "share" and {"part", "whole"} <= choices.keys():
        choices["part"] = [one for one in choices["part"] if is_called(slots["part"], slots["whole"], one)]
        choices["whole"] = wholes(choices["part"], choices["whole"])
    if made.expression == "amount / count":
        choices = {name: [one for one in found if divides(made, name, one)] for name, found in choices.items()}
        choices["count"] = largest(as_abbreviated(slots["count"], choices["count"]))
    if made.name == "worth of a stake" and choices.get("stake") and choices.get("valuation"):
        of = choices["stake"][0].whose  # of whom a stake is, the valuation is too
        theirs = [one for one in choices["valuation"] if one.whose == of]
        choices["valuation"] = theirs or choices["valuation"] if of is None else theirs
    for name, found in choices.items():
        now = [one for one in found if not one.quantity.period]
        if now and made.name.startswith(_CURRENT) and name in ("value", "valuation"):
            choices[name] = now  # what an earlier round said is dated
    return {name: near_the_best(found) for name, found in choices.items()}


def of_the_best(choices: dict[str, list[Found]], telling: str) -> dict[str, list[Found]]:
    """The figures of whom the slot that tells most names best; none where it names another's about as well.

    Nobody is named: "the revenue" fits either's, and "from enterprise services" that of the one who sells them.
    """
    owned = [one for one in choices[telling] if one.whose]
    if not owned or choices[telling][0].whose is None:
        return choices
    best = max(owned, key=lambda one: one.score)
    rivals = [one for one in owned if one.whose != best.whose and one.score > best.score - BARELY]
    return {
        name: [] if rivals else [one for one in found if one.whose in (None, best.whose)]
        for name, found in choices.items()
    }


def divides(made: Plan, name: str, found: Found) -> bool:
    """Whether a figure may be shared out, or be that by which is divided: well named, and no rate where a price is asked."""
    slot = next(slot for slot in made.slots if slot.name == name)
    if name == "count" and (mismatches.is_gone(found.quantity) or found.quantity.value < 1):
        return False  # less than one counts nothing
    rough = find_periods(slot.what) or slot.kind is UnitKind.RATE  # undated, or only expected
    if found.score < (LEAST_DATED if rough else LEAST_EACH):
        return False
    return not (slot.what.startswith("cost of ") and slot.kind is UnitKind.MONEY and "/" in found.quantity.unit)


def is_called(part: Slot, whole: Slot, found: Found) -> bool:
    """Whether the part's sentence has a word that sets it apart from its whole: "enterprise" of enterprise users."""
    if part.kind is not UnitKind.COUNT or found.quantity.citation is None:
        return True
    shared = {token.stem for token in tokens(whole.what)}
    telling = [one.stem for one in tokens(part.what) if one.stem not in shared and not is_function_word(one.lower)]
    said = wording(f"{found.quantity.citation.heading} {found.quantity.citation.quote}").stems
    return not telling or any(
        word in said or any(related(word).get(other, 0.0) >= SAME_ROOT for other in said) for word in telling
    )


def as_abbreviated(slot: Slot, found: list[Found]) -> list[Found]:
    """Of counts those beside whose figure an abbreviation of the slot is printed, where it is beside any."""
    short = [word for word in slot.what.split() if word.isalpha() and word.isupper() and len(word) > 1]
    quotes = ((one, one.quantity.citation.quote if one.quantity.citation else "") for one in found)
    printing = [one for one, quote in quotes if any(re.search(rf"\b{word}s?\b", quote) for word in short)]
    return printing or found


def largest(found: list[Found]) -> list[Found]:
    """Of counts that are named about alike the largest: those of one product are not all of them."""
    best = max((one.score for one in found), default=0.0)
    alike = [one for one in found if one.score >= best - NEARLY]
    most = max((one.quantity.value for one in alike), default=0)
    return [one for one in alike if one.quantity.value == most]


def near_the_best(found: list[Found]) -> list[Found]:
    """The figures that are named about as well as the best: the next one is no answer where the best doesn't fit."""
    best = max((one.score for one in found), default=0.0)
    return [one for one in found if one.score >= best - FAR]


def outdone(found: Found, others: list[Found]) -> bool:
    """Whether another figure of the same sentence is named better: of one division there, this one of the next."""
    return any(one.quantity.citation == found.quantity.citation and one.score > found.score + BARELY for one in others)


def wholes(parts: list[Found], wholes: list[Found]) -> list[Found]:
    """The figures that may be the whole: not those that the part's words name as well, of which one is no part of another."""
    counted = [one for one in parts if not one.quantity.unit.startswith("%")]
    return [
        whole
        for whole in wholes
        if not any(same(whole.quantity, part.quantity) and part.score >= whole.score - NEARLY for part in counted)
    ]


def speaks_of(slot: Slot, found: Found) -> bool:
    """The figure's own sentence speaks of what the slot wants held."""
    quote = found.quantity.citation.quote if found.quantity.citation else ""
    return {stem(word) for word in slot.holding.lower().split() if not is_function_word(word)} <= wording(quote).stems


def same(one: Quantity, other: Quantity) -> bool:
    """Say whether two operands are one figure of one document: a ratio of it to itself would be an artefact."""
    if one.citation is None or other.citation is None:
        return False
    return one.citation.document_id == other.citation.document_id and one.start == other.start


def price(slot: Slot, found: list[Found]) -> Quantity | None:
    """The price for one of what a slot ends with, where a single one is printed as such: "$6 a vessel" for each ship."""
    prices = [one.quantity for one in found if is_for(one.quantity, slot.what.split()[-1])]
    return prices[0] if slot.kind is UnitKind.PRICE and len({one.value for one in prices}) == 1 else None


def is_for(quantity: Quantity, each: str) -> bool:
    """Whether a price is for one of what a word names: "a vessel" is for each ship."""
    below = quantity.unit.partition("/")[2]
    return bool(below) and (below == each or related(stem(each)).get(stem(below), 0.0) >= SAME_THING)


def is_name(word: str, choices: dict[str, list[Found]]) -> bool:
    """Whether a word of a slot names somebody: an abbreviation does where one of the owners is called so."""
    if not word[:1].isupper():
        return False
    return not word.isupper() or any(word in (one.whose or "") for found in choices.values() for one in found)
