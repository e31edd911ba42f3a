"""A typed program: an expression over slots, each a question that plain reading can answer with one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from askbot.lexicon import Kind
from askbot.question import Question, QuestionKind, parse
from askbot.types import Quantity
from askbot.units import DURATIONS, currency


class UnitKind(StrEnum):
    """What sort of figure fills a slot."""

    MONEY = "money"
    RATE = "rate"  # money in a span of time
    PRICE = "price"  # money for one of something
    SHARE = "share"
    COUNT = "count"
    MULTIPLE = "multiple"
    DURATION = "duration"
    DATE = "date"
    ANY = "any"


# The sort of figure that answers, where one sort of answer is asked for.
FIGURE_OF = {Kind.MONEY: UnitKind.MONEY, Kind.SHARE: UnitKind.SHARE, Kind.COUNT: UnitKind.COUNT}


@dataclass(frozen=True, slots=True)
class Found:
    """A cited figure that may fill a slot, and how well the slot's words name it: 0 to about 1.

    `former` is what the words behind it say that it was before, `year_before` what it was a year before, `whose` which
    of an article's two it is told of.
    """

    quantity: Quantity
    score: float
    former: Quantity | None = None
    whose: str | None = None
    year_before: Quantity | None = None


class Role(StrEnum):
    """Where a slot's figure stands: in evidence of its own, or beside another slot's figure in the same quote."""

    ASKED = "asked"
    COUNTERPART = "counterpart"  # the same amount in another currency: "$5 million, about RMB 35 million"
    GROWTH = "growth"  # by how many percent the other figure grew
    MULTIPLE = "multiple"  # how many times an earlier figure the other one is
    PARTS = "parts"  # what the other figure consists of
    FORMER = "former"  # "from 64 to 72"
    YEAR_BEFORE = "year before"  # "64, up from 72 a year earlier"
    LATTER = "latter"
    SHARES = "shares"  # how many shares are sold at the price
    RANGE = "range"  # the higher end of a range: "$18 to $22"
    FEWER = "fewer"  # by how many the other figure is below what there was; negative where it is above


@dataclass(frozen=True, slots=True)
class Slot:
    """An operand to be found: its name in the expression, the questions to try in turn, and what it is called."""

    name: str
    questions: tuple[str, ...]
    kind: UnitKind
    what: str
    role: Role = Role.ASKED
    of: str = ""  # the slot that a figure in any other role stands beside
    phrases: tuple[str, ...] = ()  # how an article may name it, tried in turn; `what` where there are none
    holding: str = ""  # what the figure's own sentence has to speak of
    celled: bool = False  # found in tables alone: of two sentences that stand apart, one may speak of something else

    @property
    def question(self) -> str:
        """The first question to try."""
        return self.questions[0] if self.questions else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A calculation that a question asks for.

    `assumed` are figures given in the question. `unit` is the span of time that the result is wanted in,
    `currency` the money. `fallback`: try a direct reading first, and calculate only where that finds
    nothing. `printed` is a figure that answers by itself where the article prints it.
    `tentative`: where an operand is missing, read directly rather than refuse. `alternatives` are
    tried in turn when an operand is missing. `stated_question` asks for what the article itself may say.
    """

    name: str
    expression: str
    slots: tuple[Slot, ...]
    assumed: Mapping[str, Quantity] = field(default_factory=dict)
    unit: str | None = None
    currency: str | None = None
    fallback: bool = False
    tentative: bool = False
    stated_question: str | None = None
    printed: Slot | None = None
    until: bool = False  # the answer wanted is a date: when it runs out
    alternatives: tuple[Plan, ...] = ()
    supposed: tuple[str, ...] = ()  # what the question's conditions change, in words
    unapplied: tuple[str, ...] = ()  # conditions that change nothing in it, so that it has no answer


@dataclass(frozen=True, slots=True)
class Missing:
    """What the corpus doesn't give, so nothing was worked out; `reason` where figures were found but don't fit."""

    names: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """The article gives the figure itself in the unit asked for; there is nothing to work out.

    `told`: its own words say that it is what is asked for, so no other reading has to be heard.
    """

    quantity: Quantity
    told: bool = False


def fits(quantity: Quantity, kind: UnitKind) -> bool:
    """Say whether a figure's unit is of a kind.

    >>> from decimal import Decimal
    >>> fits(Quantity(Decimal(5), "USD/month", "$5"), UnitKind.RATE)
    True
    """
    above, _, below = quantity.unit.partition("/")
    money = currency(above) is not None
    match kind:
        case UnitKind.MONEY:
            return money and below in ("", "year")  # a budget of so much a year is the year's
        case UnitKind.RATE:
            # Money without a span of time is a rate where it has a period that is no day: 12 million in 2024.
            return money and (below in _SPANS or (not below and len(quantity.period or "") not in (0, _DAY)))
        case UnitKind.PRICE:
            return money and below != "" and below not in _SPANS
        case UnitKind.SHARE:
            return quantity.unit in ("%", "pp")
        case UnitKind.MULTIPLE:
            return quantity.unit == "x"
        case UnitKind.DURATION:
            return above in _SPANS
        case UnitKind.COUNT:
            return not money and above not in _SPANS and above not in ("%", "pp", "x")
        case _:
            return True


_DAY = len("2025-09-30")
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())


_KINDS = {
    UnitKind.MONEY: frozenset({Kind.MONEY}),
    UnitKind.RATE: frozenset({Kind.MONEY}),
    UnitKind.PRICE: frozenset({Kind.MONEY}),
    UnitKind.SHARE: frozenset({Kind.SHARE}),
    UnitKind.COUNT: frozenset({Kind.COUNT}),
    UnitKind.MULTIPLE: frozenset({Kind.MULTIPLE}),
    UnitKind.DURATION: frozenset({Kind.DURATION}),
    UnitKind.DATE: frozenset({Kind.DATE}),
    UnitKind.ANY: frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.MULTIPLE, Kind.MEASURE, Kind.DURATION}),
}


def figured(text: str, slot: Slot) -> Question:
    """Ask for one figure of a slot's kind; a phrase that begins with a capital begins with a name."""
    parsed = parse(text)
    kinds = _KINDS[slot.kind]
    if text not in slot.questions:
        terms = tuple(replace(t, capitalised=t.capitalised or t.text[:1].isupper()) for t in parsed.terms)
        parsed = replace(parsed, terms=terms)
    return replace(parsed, kind=QuestionKind.FACT, wanted=kinds, head=parsed.head if Kind.COUNT in kinds else None)
