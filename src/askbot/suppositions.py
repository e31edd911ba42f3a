"""What a question supposes, applied to its calculation: which slot's figure a condition changes, and whether any does.

A question with a condition that changes nothing in its calculation has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from askbot import conditions, lexicon, phrases, sides
from askbot.conditions import NEUTRAL, Change, How
from askbot.phrases import figures_in
from askbot.programs import Plan, Role, Slot, UnitKind
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import is_function_word, stem, tokens

Formula = Callable[[str], Plan | None]
SYNONYM = 0.75
MOST_OF_IT = 0.6
_BURN_WORDS = """
    burn drawdown outflow outflows spending spend expenditure expenditures outgoings expense expenses cost costs loss losses lose draw drain use
    monthly cash money consumption
"""
_BURN = frozenset(stem(word) for word in _BURN_WORDS.split())
_CASH_WORDS = """
    cash money fund funds liquid liquidity balance reserve reserves raise get receive borrow add injection fresh new capital investor investors equity
    have hold bank pile position took take brought bring grant granted pay repay invest lose loan
    ipo listing float flotation offering placement issue round deal partner backer backers shareholders owner owners secure collect come
"""
_CASH = frozenset(stem(word) for word in _CASH_WORDS.split())


def plan(text: str, formula: Formula) -> Plan | None:
    """Plan a question by its formula, with what it supposes applied; with a condition that can't be, it has no answer.

    A formula may take a condition up itself: "if it came 30 days late" is an operand of a penalty.
    """
    asked, made = conditions.split(text), formula(text)
    excluded = conditions.exclusions(text)
    if not asked.conditions and not excluded:
        return made
    base = formula(asked.bare)
    whole = formula(conditions.EXCLUDING.sub(" ", text)) if excluded else None

    def left(one: Plan) -> tuple[str, ...]:
        return (*unapplied(asked.conditions, one, base), *unapplied(excluded, one, whole))

    if made is not None and not left(made):
        return made
    read = [conditions.read(condition) for condition in asked.conditions]
    if asked.conditions and all(one is not None for one in read):
        changes = [change for one in read if one is not None for change in one]
        for start in (base, _figure(asked.bare)):
            changed = applied(start, changes) if start is not None else None
            if changed is not None and not unapplied(excluded, changed, whole):
                return changed
    certain = base or made
    if certain is None or certain.tentative or certain.fallback:
        return None  # the article may say itself what happens then
    return replace(certain, unapplied=left(certain) or (*asked.conditions, *excluded))


def _figure(text: str) -> Plan | None:
    """What a figure would be: only of use with something supposed about it."""
    if not re.match(
        r"^(?:what|how (?:much|many|high|large))\b.*\b(?:would|will|does|do|is|are)\b", text, re.IGNORECASE
    ):
        return None
    what = phrases.asked_thing(text)
    return Plan(what, "figure", (sides.phrased("figure", what, phrases.kind_of(what)),)) if what else None


def applied(made: Plan, changes: Sequence[Change]) -> Plan | None:
    """Apply changes to the slots that their words name; None where one names none, or more than one.

    What is changed is worked out, whatever the article may print of it.
    """
    for change in changes:
        slot = _slot_of(made, change)
        if slot is None:
            return None
        made = _with(made, slot, change)
    alternatives = []
    for other in made.alternatives:
        if (changed := applied(replace(other, alternatives=()), changes)) is not None:
            alternatives.append(changed)
    return replace(
        made, alternatives=tuple(alternatives), printed=None, tentative=False, fallback=False, stated_question=None
    )


def _slot_of(made: Plan, change: Change) -> Slot | None:
    figure = change.figures[0]
    asked = [slot for slot in made.slots if slot.role is Role.ASKED]
    named = [slot for slot in asked if _names(change.words, slot)]
    if change.how in (How.PLUS, How.MINUS, How.SET) and currency(figure.unit):
        rate = "/" in figure.unit and figure.unit.split("/")[1] in ("month", "year", "quarter", "week", "day")
        kinds = {UnitKind.RATE} if rate else {UnitKind.MONEY, UnitKind.RATE, UnitKind.PRICE, UnitKind.ANY}
        named = [slot for slot in named if slot.kind in kinds]
        if len(named) > 1 and not rate:  # "if it raised $5 million": money goes with money
            spends = any(stem(word.lower()) in _BURN and stem(word.lower()) not in _CASH for word in change.words)
            named = [slot for slot in named if (slot.kind is UnitKind.RATE) == spends]
    if len(named) > 1:
        exact = [slot for slot in named if change.words and _exactly(change.words, slot)]
        named = exact if exact else named
    return named[0] if len(named) == 1 else None


def _stems(slot: Slot) -> frozenset[str]:
    return frozenset(token.stem for text in (slot.what, *slot.phrases) for token in tokens(text))


def _exactly(words: Sequence[str], slot: Slot) -> bool:
    own = _stems(slot)
    return all(stem(word.lower()) in own for word in words)


def _names(words: Sequence[str], slot: Slot) -> bool:
    """Each of the words names the slot's figure: in its own words, by a synonym, or as spending and cash are called."""
    own = _stems(slot)
    special = _BURN if slot.name == "burn" else _CASH if slot.name == "cash" else frozenset[str]()
    for word in words:
        one = stem(word.lower())
        if one in own or one in special or any(lexicon.related(one).get(other, 0.0) >= SYNONYM for other in own):
            continue
        return False
    return True


def _with(made: Plan, slot: Slot, change: Change) -> Plan:
    assumed: dict[str, Quantity] = dict(made.assumed)
    owner = re.split(r"['’]s? ", slot.what, maxsplit=1)[0]
    change = replace(change, said=re.sub(rf"\b{re.escape(owner)}(?:['’]s)? (?=\S)", "", change.said))
    if not change.words and change.how not in (How.PLUS, How.MINUS):
        noun = re.split(r"['’]s? ", slot.what)[-1]
        change = replace(change, said=f"{noun} {change.said}")
    names = []
    usual = {
        How.RAISED: "change",
        How.LOWERED: "change",
        How.PART: "part",
        How.TIMES: "factor",
        How.PLUS: "raised",
        How.MINUS: "less",
    }
    if change.how is How.SET:
        figure = change.figures[0]
        if slot.kind is UnitKind.RATE and currency(figure.unit) and "/" not in figure.unit:
            figure = replace(figure, unit=f"{figure.unit}/month")
        slots = tuple(one for one in made.slots if one is not slot)
        return replace(
            made, slots=slots, assumed={**assumed, slot.name: figure}, supposed=(*made.supposed, change.said)
        )
    for number, figure in enumerate(change.figures):
        if slot.kind is UnitKind.RATE and currency(figure.unit) and "/" not in figure.unit:
            figure = replace(figure, unit=f"{figure.unit}/month")
        name = usual[change.how] if len(change.figures) == 1 else ("parts", "of_parts")[number]
        while name in assumed or name in {one.name for one in made.slots}:
            name = f"{name}_more"
        assumed[name] = figure
        names.append(name)
    wrapped = {
        How.RAISED: "raised({0}, {1})", How.LOWERED: "lowered({0}, {1})", How.PART: "({1} of {0})", How.PLUS: "({0} + {1})",
        How.MINUS: "({0} - {1})", How.TIMES: "({0} * {1})" if len(names) == 1 else "({0} * {1} / {2})",
    }[change.how].format(slot.name, *names)  # fmt: skip
    return replace(
        made,
        expression=re.sub(rf"\b{slot.name}\b", wrapped, made.expression),
        assumed=assumed,
        supposed=(*made.supposed, change.said),
    )


def unapplied(conditions: Sequence[str], made: Plan, without: Plan | None) -> tuple[str, ...]:
    """Name the conditions that neither an assumed figure nor the words of an operand take up.

    `without` is what the question would be planned as without them: what its operands say anyhow is no condition.
    """
    new = _own(made) - (_own(without) if without is not None else frozenset())
    left = []
    for condition in conditions:
        printed = [operand.printed.lower() for operand in made.assumed.values() if operand.printed]
        words = {token.stem for token in tokens(condition) if not is_function_word(token.lower)}
        if not any(one in condition.lower() for one in printed) and (figures_in(condition) or not words & new):
            left.append(condition)
    return tuple(left)


def _own(made: Plan) -> frozenset[str]:
    return frozenset().union(*map(_stems, made.slots)) if made.slots else frozenset()


def borne_out(condition: str, quotes: Sequence[str]) -> bool:
    """Say whether quoted sentences speak of a condition: most of its words stand there, and each of its figures.

    >>> borne_out("the yard is late", ["If the yard is late, it pays $5 a day."]), borne_out("prices halve", ["It pays $5."])
    (True, False)
    """
    text = " ".join(quotes)
    here = {token.stem for token in tokens(text)}
    printed = {figure.value for figure in figures_in(text)}
    said = {t.stem for t in tokens(condition) if not is_function_word(t.lower) and t.stem not in NEUTRAL}
    held = [
        one for one in said if one in here or any(lexicon.related(one).get(other, 0.0) >= SYNONYM for other in here)
    ]
    return len(held) >= MOST_OF_IT * len(said) and all(figure.value in printed for figure in figures_in(condition))
