"""Numeric questions: a plan's operands are read like any question's answer, and the calculator works it out.

An operand that the corpus doesn't give is named in the refusal, and nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from askbot import (
    bounds,
    calculator,
    choices,
    companions,
    conditions,
    exchange,
    horizon,
    planner,
    precision,
    quantities,
    read_terms,
    stakes,
    suppositions,
    trends,
)
from askbot.calculator import evaluate
from askbot.demands import Demand, demand_of, met
from askbot.errors import CalculationError
from askbot.growth import GROWTH
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.phrases import currency_asked, without_currency
from askbot.programs import Found, Missing, Plan, Slot, Stated, UnitKind
from askbot.question import FIGURES, QuestionKind, parse
from askbot.reading import halves
from askbot.types import (
    Answer,
    Calculation,
    CalculationResult,
    Citation,
    Claim,
    Origin,
    Quantity,
    Refusal,
    RefusalReason,
)
from askbot.units import DURATIONS, MEASURED, currency, is_plural, plural, singular

LEAST_STATED = 0.6
# Of what a sentence has to speak to say how long money lasts: "loans run for seven months" doesn't.
_LASTS = re.compile(
    r"\b(?:cash|money|funds?|funding|runway|reserves?|liquid\w*|operat\w+|surviv\w+|sustain\w*)\b", re.IGNORECASE
)
_EACH_SPAN = re.compile(r" per [a-z -]+?(?P<span> a (?:day|week|month|quarter|year))$")
ASKED_FIGURES = FIGURES | {Kind.DATE}
Read = Callable[[str], Answer]
Find = Callable[[Slot], list[Found]]
Quotes = Callable[[str], Sequence[Citation]]  # every sentence of a document
Derive = Callable[[str], Calculation | None]


def _nothing(question: str) -> Calculation | None:
    return None


_WHY = re.compile(r"\s*why\b", re.IGNORECASE)  # no figure says why


def calculate(question: str, *, read: Read, find: Find, articles: int, derive: Derive = _nothing) -> Answer | None:
    """Answer a question that asks for a calculation; None where it asks for none, or a plain reading does as well.

    `read` answers a question by reading, `find` reads one figure, `derive` works out what one sentence gives in parts,
    where no formula serves. What is typed as arithmetic needs no corpus.
    """
    try:
        typed = calculator.arithmetic(question)
    except CalculationError as error:
        return _refused(question, f"That can't be worked out: {error.message}")
    if typed is not None:
        return worked_out(question, typed)
    if _WHY.match(question):
        return None
    if (stake := stakes.held(question)) is not None and (other := _anothers(stake, question, read, find)):
        return other
    made = planner.plan(question)
    if made is None and parse(question).kind is QuestionKind.YESNO:
        return _read_with_conditions(question, read) or _read(question, read)
    if made is None:
        return _read_with_conditions(question, read) or _derived(question, derive) or _read(question, read)
    if made.unapplied:
        return _refused(question, _inapplicable(made.unapplied))
    at = find(made.printed) if made.printed is not None else []
    if made.printed is not None and (price := choices.price(made.printed, at)) is not None:
        return given(question, price)
    if made.printed is not None and planner.prints(made.printed, at):
        printed = _read(question, read)  # the article prints it, so it is read
        if printed is None or (printed.claims and trends.holds(made, [one.quote for one in printed.citations])):
            return printed
    if made.fallback and (direct := read(question)).claims:
        return direct
    if made.tentative and made.name == "share" and (derived := _derived(question, derive)):
        return derived  # one sentence that ties its figures together as asked, before figures from anywhere
    outcome = planner.work_out(made, find)
    if isinstance(outcome, Calculation):
        if not trends.fits(question, outcome):
            return None
        return worked_out(question, outcome, stated=_stated(made, find), made=made)
    if isinstance(outcome, Stated):
        if outcome.told or not (made.tentative or made.fallback):
            return given(question, outcome.quantity)
        direct = read(question)
        return direct if direct.claims or not _says_all(question, made, outcome) else given(question, outcome.quantity)
    derived = (
        None if made.name == GROWTH else _derived(question, derive)
    )  # what else grew says nothing of a firm's growth
    told = [one.quote for one in derived.citations] if derived else []
    if derived and trends.speaks_of_the_other(made, told) and trends.speaks_of_all(made, told):
        return derived
    if made.name == "difference" and (printed := _held_apart(question, read)):
        return printed
    if made.tentative or made.fallback:
        printed = _read(question, read)
        moved = read_terms.figure(read(question)) if made.name in ("rise", "fall", "change") else None
        if moved is not None and trends.is_a_level(moved):
            return _refused(question, _missing(outcome, articles=articles))  # what it came to is not by how much
        held = printed is None or trends.holds(made, [one.quote for one in printed.citations])
        return printed if held else _refused(question, _missing(outcome, articles=articles))
    # "What share of its bookings are leisure travellers": what is printed as a share, or of each, needs no parts.
    each = demand_of(question) is Demand.EACH
    if (made.name == "share" or each) and not made.assumed:
        printed = _read(question, read)
        if printed is not None and printed.claims and (not each or read_terms.each_behind(printed)):
            return printed
    return _refused(question, _missing(outcome, articles=articles))


def _anothers(stake: Slot, question: str, read: Read, find: Find) -> Answer | None:
    """Answer in place of a stake that is read though it is another's: with his own, else with a refusal."""
    figure = read_terms.figure(read(question))
    if figure is None or not stakes.is_anothers(stake, figure):
        return None
    own = [one.quantity for one in find(stake) if not stakes.is_anothers(stake, one.quantity)]
    return (given(question, own[0]) if own else None) or _refused(question, "The article gives no such stake.")


def restated(question: str, answer: Answer) -> Answer | None:
    """Put what was read into the terms that were asked for; None where it is in them.

    What is printed a month is told a year where that is asked. The price of one is no answer for several: it is
    multiplied where the question says how many, and refused otherwise.
    """
    figure = read_terms.figure(answer)
    if figure is not None and read_terms.is_interest(question, figure):
        return _refused(question, "The article gives a rate of interest, and no such share.")
    if figure is None or demand_of(question) not in (Demand.NONE, Demand.TOTAL):
        return None
    if (calculation := read_terms.in_span(question, figure)) is not None:
        return worked_out(question, calculation)
    if read_terms.is_of_another_span(question, figure):
        return _refused(question, f"The article gives that for another time: {figure.printed}.")
    if (calculation := read_terms.of_all(question, figure)) is not None:
        return worked_out(question, calculation)
    many = read_terms.several(question, figure)
    if many is None:
        return None
    if many.count is not None:
        return worked_out(question, many.times(figure))
    return _refused(
        question, f"The article gives what one {many.noun} costs ({figure.printed}), not how many that would take."
    )


def in_money(question: str, answer: Answer, *, ask: Read, quotes: Quotes) -> Answer | None:
    """Put what was found into the money that a question asks for; None where it is in it, or none is asked for.

    At a rate that the article itself prints; where it prints none, a figure in other money is refused.
    """
    money = currency_asked(question)
    bare = without_currency(question)
    figures = quantities.find(answer.short or "")
    if money is None or bare == question or exchange.is_in(answer, money) or (answer.claims and not figures):
        return None
    if any(one.name == "exchange rate" for one in answer.calculations) or any(one.unit in MEASURED for one in figures):
        return None
    plain = answer if answer.calculations else ask(bare)
    if exchange.is_in(plain, money):
        return plain  # it is printed in that money by itself
    figure = read_terms.figure(plain)
    found = evaluate("amount", {"amount": figure}, name="amount") if figure else next(iter(plain.calculations), None)
    if found is None or currency(found.result.unit.split("/")[0]) is None:
        return None if answer.refusal else _refused(question, "The article gives no amount of money for that.")
    if figure is not None and (same := companions.counterpart(figure, money)) is not None:
        return given(question, same)  # printed right beside it
    made = exchange.in_money(found, money, quotes(cited(found)[0].document_id)) if cited(found) else None
    if made is not None:
        return worked_out(question, made)
    if answer.refusal and not plain.claims:
        return None
    return _refused(question, "The article gives that in other money, and no rate to the one asked for.")


def _derived(question: str, derive: Derive) -> Answer | None:
    asked = parse(question)
    if asked.kind is QuestionKind.COMPARISON or (asked.wanted and not asked.wanted & FIGURES):
        return None  # "Where does it export to?" asks for no figure, "which brews more?" for none alone
    calculation = derive(question)
    if calculation is None or not trends.fits(question, calculation):
        return None
    return worked_out(question, calculation)


def _read(question: str, read: Read) -> Answer | None:
    """Read what a question wants done with figures, where a sentence prints the outcome; None where none is wanted.

    A figure that the outcome would be made of is an answer to another question.
    """
    demand = demand_of(question)
    if demand is Demand.NONE or parse(question).kind is not QuestionKind.FACT:
        return None
    direct = read(question)
    short = direct.short
    if short and direct.citations and not any(met(demand, question, one.quote, short) for one in direct.citations):
        here = "The article prints" if len({c.document_id for c in direct.citations}) == 1 else "The articles print"
        return _refused(question, f"{here} no figure for that, and none that it could be worked out from.")
    return direct if direct.claims else None


def _held_apart(question: str, read: Read) -> Answer | None:
    """Read by how much one is more than the other, where a sentence prints just that: "it seats 150 more than the old one"."""
    printed = _read(question, read)
    figure = read_terms.figure(printed) if printed else None
    if figure is None or figure.citation is None:
        return None
    return printed if halves.THAN.match(figure.citation.quote, figure.end - figure.citation.start) else None


def _read_with_conditions(question: str, read: Read) -> Answer | None:
    """Read what a question with a condition asks for, where the article speaks of the condition; None without one.

    A figure that the article gives without the condition would be an answer to another question.
    """
    asked = conditions.split(question)
    if not asked.conditions or not parse(question).wanted & ASKED_FIGURES:
        return None
    direct = read(question)
    quotes = [citation.quote for citation in direct.citations]
    left = [one for one in asked.conditions if not suppositions.borne_out(one, quotes)] if direct.claims else []
    return _refused(question, _inapplicable(left)) if left else direct


def _inapplicable(left: Sequence[str]) -> str:
    named = " and ".join(f"“{condition}”" for condition in left)
    return f"The condition {named} changes none of the figures that this takes, so it can't be worked out."


def _stated(made: Plan, find: Find) -> Quantity | None:
    """What the article itself gives as the result."""
    if made.stated_question is None or made.assumed:
        return None
    slot = Slot("stated", (made.stated_question,), UnitKind.DURATION, made.stated_question)
    found = find(slot)
    quote = found[0].quantity.citation.quote if found and found[0].quantity.citation is not None else ""
    return found[0].quantity if _LASTS.search(quote) else None


def worked_out(
    question: str,
    calculation: Calculation,
    *,
    stated: Quantity | None = None,
    made: Plan | None = None,
    counted: str = "",
) -> Answer:
    """Answer with a calculation: what comes out (a bare number with what it counts, where that is given), what it
    assumes, its operands cited, and what the article itself states.
    """
    text = _printed(calculation) or said(calculation.result, counted=counted or _counted(calculation, made))
    if span := _EACH_SPAN.search(calculation.name):
        text = f"{text}{span['span']}"
    if side := bounds.bound(calculation):
        text = f"{side} {text}"
    if last := horizon.about_until(calculation):
        text = f"{text}, until {last}"
    citations = cited(calculation)
    assumed = (list(made.supposed) if made and made.supposed else assumptions(calculation)) if citations else []
    sentence = f"{text} (assuming {', '.join(assumed)})" if assumed else text
    claims = [Claim(sentence, citations, calculation)]
    if stated is not None and stated.citation is not None:
        claims.append(
            Claim(
                f"The article itself says {stated.printed}{horizon.agreement(calculation, stated)}.", (stated.citation,)
            )
        )
    if made is not None:
        claims += [_sensitive(one, how) for one, how in horizon.sensitivities(made, calculation)]
    highlights = tuple(
        (o.citation.document_id, o.start, o.end)
        for o in (*calculation.operands.values(), *([stated] if stated else []))
        if o.citation is not None and o.end > o.start
    )
    larger = trends.larger_after_all(question, made, calculation) if made is not None else None
    notes = (f"It is the other way round: {larger} is the larger.",) if larger else ()
    return Answer(question, question, short=text, claims=tuple(claims), notes=notes, highlights=highlights)


def _printed(calculation: Calculation) -> str | None:
    """The share that a cited sentence prints for what comes out: "8.0%" beside the figures that make 7.999%."""
    if calculation.result.unit != "%" or any(one.citation is None for one in calculation.operands.values()):
        return None
    worked = Fraction(calculation.result.value)
    for citation in cited(calculation):
        for figure in quantities.find(citation.quote):
            step = precision.step(figure)
            # A whole number may be the same by chance.
            if figure.unit == "%" and step < 1 and abs(worked - Fraction(figure.value)) <= step / 2:
                return figure.printed
    return None


def _sensitive(calculation: Calculation, how: str) -> Claim:
    """Say what comes out when a part of an operand is counted otherwise."""
    return Claim(f"{how[:1].upper()}{how[1:]} it is {said(calculation.result)}.", cited(calculation), calculation)


def assumptions(calculation: Calculation) -> list[str]:
    """Say what a calculation assumes of its operands, in words: "burn 20% higher", "burn $3 million".

    >>> fifth = Quantity(__import__("decimal").Decimal(20), "%", "20%", origin=Origin.ASSUMED)
    >>> worked = CalculationResult("5", "month", "5")
    >>> assumptions(Calculation("runway", "cash / raised(burn, change)", {"change": fifth}, worked))
    ['burn 20% higher']
    """
    made = []
    for name, operand in calculation.operands.items():
        if operand.origin is not Origin.ASSUMED:
            continue
        changed = re.search(rf"\b(raised|lowered)\((\w+), {name}\)", calculation.expression)
        if changed:
            words = f"{changed[2]} {operand.printed} {'higher' if changed[1] == 'raised' else 'lower'}"
        else:
            words = f"{name} {operand.printed}"
        made.append(words.replace("_", " "))
    return made


def _counted(calculation: Calculation, made: Plan | None) -> str:
    """What a bare number counts: what its first operand does, where that has a name."""
    if calculation.result.unit or calculation.name not in ("difference", "sum", "rest", "average"):
        return ""
    units = [o.unit for o in calculation.operands.values() if o.unit and o.unit.isalpha() and o.unit.islower()]
    if units or made is None or not made.slots or made.slots[0].kind is not UnitKind.COUNT:
        return units[0] if units else ""
    words = re.sub(r"^.*['’]s? ", "", made.slots[0].what).split()
    return next((singular(word) for word in words if is_plural(word)), "")


def _says_all(question: str, made: Plan, outcome: Stated) -> bool:
    """Whether a figure's sentence, or what its slot is called, has every word of the question: "for each employee kept" is more."""
    quote = outcome.quantity.citation.quote if outcome.quantity.citation else ""
    said = wording(" ".join((quote, *(text for slot in made.slots for text in (slot.what, *slot.phrases)))))
    return all(said.holds(term.stem) >= MATCHED for term in parse(question).terms)


def given(question: str, quantity: Quantity) -> Answer | None:
    """Answer with one figure as its sentence prints it; None for a figure without one."""
    if quantity.citation is None:
        return None
    quote, start = quantity.citation.quote, quantity.start
    before = quote[: start - quantity.citation.start]
    if quantity.hedge and before.endswith(f"{quantity.hedge} "):
        start -= len(quantity.hedge) + 1
    said = quote[start - quantity.citation.start : quantity.end - quantity.citation.start]
    place = (quantity.citation.document_id, start, quantity.end)
    return Answer(question, question, short=said, claims=(Claim(said, (quantity.citation,)),), highlights=(place,))


def _refused(question: str, message: str) -> Answer:
    return Answer(question, question, refusal=Refusal(RefusalReason.NOT_COMPUTABLE, message))


def _missing(outcome: Missing, *, articles: int) -> str:
    here = "The article gives" if articles == 1 else "The articles give"
    if outcome.names:
        named = [f"no figure for {name}" for name in outcome.names]
        return f"{here} {' and '.join(named)}, so that can't be worked out."
    return f"That can't be worked out: {outcome.reason}"


def cited(calculation: Calculation) -> tuple[Citation, ...]:
    """Every operand's citation once, in order."""
    found = [operand.citation for operand in calculation.operands.values() if operand.citation is not None]
    return tuple(dict.fromkeys(found))


def said(result: CalculationResult, *, counted: str = "") -> str:
    """A result as a person reads it: "37.5 months", "$334.8 million a year", "22.4%", "2.61 million litres".

    >>> said(CalculationResult("37.49", "month", "37.5"))
    '37.5 months'
    >>> said(CalculationResult("2610000", "l", "2.61 million"))
    '2.61 million litres'
    """
    above, _, below = (result.unit or counted).partition("/")
    rounded = result.rounded
    if currency(above) and currency(below):
        return rounded
    if currency(above):
        return (
            f"{rounded} a {below}"
            if below in _SPANS
            else f"{rounded} per {_NAMES.get(below, below)}"
            if below
            else rounded
        )
    if above == "%":
        return rounded if rounded.endswith("%") else f"{rounded}%"
    if above == "pp":
        return f"{rounded} percentage points"
    if above == "x":
        return f"{rounded} times"
    if above.isupper() and not below and above not in MEASURED:
        return f"{above} {rounded}"
    name = _NAMES.get(above, above)
    unit = name if rounded == "1" or (above in MEASURED and name == above) or not name else plural(name)
    return f"{rounded} {unit}{f' per {_NAMES.get(below, below)}' if below else ''}".strip()


_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
# Measures that are said by their names rather than by their signs.
_NAMES = {
    "l": "litre",
    "t": "tonne",
    "m": "metre",
    "g": "gram",
    "dB": "decibel",
    "mi": "mile",
    "lb": "pound",
    "ton": "ton",
}
