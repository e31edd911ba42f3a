"""What speaks against a figure that a phrase names: it is a part, another result, or what somebody expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from askbot import lexicon, respective
from askbot.matching import MATCHED, clause_at, wording
from askbot.owners import Mark
from askbot.periods import find_periods
from askbot.question import Question, Term
from askbot.reading import amounts, changed, elsewhere, halves, holdings
from askbot.reading.governing import akin, governed_by_another
from askbot.reading.kinds import PEOPLE
from askbot.reading.manner import says_a_value
from askbot.types import Quantity
from askbot.words import stem

# "Of the revenue, $7 million came from repairs and $5 million from contracts."
_OPENED = re.compile(r"^Of (?:the |its |their |that |this |[\w&.-]+['’]s? )?(?P<whole>[a-z][a-z -]*?),? ")
_MOVED_TO = re.compile(r"\d ?(?:per ?cent|%),? to (?:about |around |some |just |only |nearly )?$", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:outside(?: of)?|beyond|other than|apart from|except(?: for)?|excluding)\s+(?:the |its |their )?"
    r"(?P<what>[\w’'&-]+)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|an? (?:further|additional|extra))(?: (?:about|some|around))?\s*$", re.IGNORECASE)
_ANOTHER_ASKED = re.compile(r"\b(?:another|further|additional\w*|extra|more|on top|besides|also|else)\b", re.IGNORECASE)
_VALUED = re.compile(r"\bvalu(?:ed?|es|ing)\b[^.;,]{0,40}\bat\b[^.;,\d]{0,15}$", re.IGNORECASE)
_WORTH = ("valu", "valuat", "worth", "price")
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_SPENDS = re.compile(r"\b(?:spen[dt]\w*|pays?|paid|costs?|burn\w*|expenses?|wages?|salar\w+|rents?)\b", re.IGNORECASE)
_PAID_TO = re.compile(
    r"\b(?:paid|pays?|gave|gives?|lent|lends?|sent) (?:it|them|him|her)\b[^,;\d]{0,20}$", re.IGNORECASE
)
# "It is paying for the mill with a bond of $9 million", which may be more than the mill costs.
_PAID_WITH = re.compile(
    r"\b(?:pay\w*|paid|financ\w+|fund\w+)\b[^.;]*\b(?:with|by|from|out of) (?:an?|the|its|their) (?:[a-z-]+ ){0,3}of "
    r"(?:about |around |some )?$"
)
_ONE_PAYMENT = re.compile(r"\b(?:fare|toll|ticket|fee)\b(?! (?:sales|revenues?|income|receipts))", re.IGNORECASE)
LARGEST_FARE = 1_000_000  # nobody pays as much for one of them
_EXPECTED = re.compile(
    r"\b(?:had|have|were|was|been) (?:expected|expecting|forecast\w*|predicted|hoped|hoping|reckoned|pencilled in)\b"
    r"|\b(?:analysts|economists|investors|forecasters|the market|consensus) (?:expect\w*|forecast\w*|predict\w*"
    r"|reckon\w*)\b|\bexpectations? of\b",
    re.IGNORECASE,
)
_HOPES = re.compile(
    r"\b(?:expects|forecasts|predicts|hopes for|aims for|is expecting|plans|targets|budgets)\b", re.IGNORECASE
)
_EXPECTS = re.compile(
    r"\b(?:expect|forecast|predict|hope|reckon|estimate|analyst|consensus|guidance|target)\w*\b", re.IGNORECASE
)
_TOP = frozenset(stem(word) for word in ["revenue", "sales", "turnover"])
_PROFIT = frozenset(stem(word) for word in ["profit", "earnings", "income"])
_LOSS = frozenset(stem(word) for word in ["loss", "lose"])
_OWED = frozenset(stem(word) for word in ["debt", "borrowings", "cash"])
# "It earned $30 million on sales of $600 million", "it lost $5 million".
_LOST = re.compile(
    r"\b(?:los(?:t|es|ing)|loss(?:es)?(?: of| was| were| came to| amounted to)?)\b[^,;\d]{0,25}$", re.IGNORECASE
)
_EARNED = re.compile(r"\bprofits?(?: of| was| were| came to| amounted to)\b[^,;\d]{0,25}$", re.IGNORECASE)
_ON_SALES = re.compile(r"\s*(?:,\s*)?\bon (?:[a-z-]+ ){0,3}(?:revenues?|sales|turnover)\b", re.IGNORECASE)

_PLANNED = re.compile(
    r"\b(?:planned|promised|targeted|intended|projected|proposed|budgeted|scheduled)(?: total(?: of)?)? $",
    re.IGNORECASE,
)
_ASKS_OF_PLANS = re.compile(
    r"\b(?:plan\w*|promis\w*|target\w*|intend\w*|project\w*|propos\w*|budget\w*|schedul\w*|will|would|expect\w*)\b",
    re.IGNORECASE,
)
_IS_OWED = re.compile(
    r"\b(?:ow(?:es?|ed|ing)|borrow(?:s|ed|ing)?|lent|debts? of|loans? of|borrowings of)\b[^,;.\d]{0,20}$", re.IGNORECASE
)
_TO_BORROW = re.compile(
    r"(?:[a-z-]+ ){0,3}(?:credit|overdraft|loan|facility|facilities|debt|bonds?|notes)\b", re.IGNORECASE
)
_MONEY_HELD = frozenset(stem(word) for word in ["cash", "money", "fund", "liquid", "liquidity", "reserve"])
_OWING = frozenset(
    stem(word) for word in ["debt", "loan", "credit", "borrow", "borrowing", "owe", "overdraft", "facility", "bond"]
)
_PEOPLE_ASKED = re.compile(r"(?:how many |the number of |number of )?(?:people|persons)\b", re.IGNORECASE)
_DOERS = re.compile(
    r"(?:er|or|ant|ent|ist|man|men|woman|women|child|children|member|citizen|soul|household|famil|famil\w+|adult)s?$"
)
_PLACED = re.compile(r" (?:in|at|for) (?:the )?(?P<where>(?-i:[A-Z])[\w’'&-]+)")


def is_another(asked: Question, text: str, mark: Mark, terms: Sequence[Term]) -> bool:
    """Say whether a figure is a part, an expectation or another line of the accounts than what the terms name."""
    start, end = mark.quantity.start, mark.quantity.end
    return (
        _is_guessed(asked, text, start, terms)
        or is_from_elsewhere(asked, text, end)
        or _is_more_of_it(asked, text, start)
        or _is_a_valuation(terms, text, start)
        or _is_of_no_value(terms, text, start)
        or _is_of_each(asked, text, mark)
        or _is_paid_to(asked, text, start)
        or _is_paid_in_cash(asked, text, start)
        or (_SPENDS.search(asked.focus) is not None and _PAID_WITH.search(text[:start]) is not None)
        or _A_RATE.match(text, end) is not None
        or (_ONE_PAYMENT.search(asked.focus) is not None and mark.quantity.value >= LARGEST_FARE)
        or _is_opened_part(text, start, mark.left, terms)
        or _is_other_line(terms, text, start, end)
        or halves.of_a_kind(asked, text, start)
        or (_PLANNED.search(text[:start]) is not None and not _ASKS_OF_PLANS.search(asked.focus))
        or is_owed(asked.terms, text, mark.quantity)
        or _is_not_borrowed(asked, text, end)
        or _is_interest(asked, text, mark.quantity)
        or _is_book_value(terms, text, start)
        or is_placed_elsewhere(asked, text, mark.quantity)
        or elsewhere.of_a_division(asked, text, start)
        or elsewhere.lacking(asked, text, start)
        or is_no_person(asked.focus, mark.quantity)
        or respective.of_another(asked, text, start, end)
        or respective.of_one_thing(asked, text, start)
        or changed.is_change(asked, text, start, end)
        or amounts.is_of_another(asked, text, start, end)
        or amounts.is_of_average_one(asked, text, mark.quantity)
        or amounts.is_no_average(asked, text)
    )


def _is_opened_part(text: str, start: int, left: int, terms: Sequence[Term]) -> bool:
    """Say whether a sentence opens with the whole that the terms name and the figure is a part that they don't name."""
    opened = _OPENED.match(text)
    if opened is None or not any(wording(opened["whole"]).holds(term.stem) >= MATCHED for term in terms):
        return False
    own = wording(text[max(left, opened.end()) : start] + text[start : clause_at(text, start)[1]])
    whole = wording(opened["whole"])
    return not any(own.holds(term.stem) >= MATCHED > whole.holds(term.stem) for term in terms)


def _is_more_of_it(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is only what comes on top of another: "it owes the town another $2 million"."""
    return _ANOTHER.search(text[:start]) is not None and _ANOTHER_ASKED.search(asked.focus) is None


def _is_of_no_value(terms: Sequence[Term], text: str, start: int) -> bool:
    """Say whether a value is asked for and the sentence says one only of what somebody holds."""
    return any(term.stem in _WORTH[:3] for term in terms) and not says_a_value(text[slice(*clause_at(text, start))])


def _is_of_each(asked: Question, text: str, mark: Mark) -> bool:
    """Say whether a figure counts what each of several has: "the four ferries take 220 passengers each"."""
    counted = mark.quantity.unit == "" or mark.quantity.unit.islower()
    end = clause_at(text, mark.quantity.end)[1]
    return counted and _EACH.search(text[mark.quantity.end : end]) is not None and _EACH.search(asked.focus) is None


_ASKS_INTEREST = re.compile(r"\b(?:interest|coupon|rates?|yields?|pays?|paid|costs?)\b", re.IGNORECASE)


def _is_interest(asked: Question, text: str, quantity: Quantity) -> bool:
    """Say whether a percentage is the interest on a debt, where another share is asked for: "4% notes due in 2027"."""
    rate = quantity.unit == "%" and holdings.is_rate(text, quantity.end)
    return rate and not _ASKS_INTEREST.search(asked.focus)


_BOOKED = re.compile(
    r"\b(?:(?:tangible|net) )?(?:book|asset|face|nominal|par|residual) values?\b[^,;.\d]{0,20}$", re.IGNORECASE
)
_ASKS_BOOKED = re.compile(r"(?:book|asset|face|nominal|par|residual|tangible)$", re.IGNORECASE)


def _is_book_value(terms: Sequence[Term], text: str, start: int) -> bool:
    """Say whether a figure is what something stands at in the books, where what it is worth is asked for."""
    valued = any(akin(term.stem, worth) for term in terms for worth in _WORTH)
    return valued and bool(_BOOKED.search(text[:start])) and not any(_ASKS_BOOKED.match(term.text) for term in terms)


def _is_paid_to(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure was paid to whom the sentence points back at, where the question asks what is spent."""
    paid = _PAID_TO.search(text[:start])
    if paid is None or _SPENDS.search(asked.focus) is None:
        return False
    by = wording(text[: paid.start()]).stems
    return not any(term.stem in by for term in asked.terms)


_A_RATE = re.compile(
    r" (?:to|against|for|per) (?:the|an?|one) (?:euro|dollar|pound|kron[ea]|yen|franc|yuan|zloty|rupee)\b"
)
_PAYS_OUT = re.compile(r"\b(?:pay(?:s|ing)?|paid|offer\w*|bids?|bidding|bought|buys?|buying)\b", re.IGNORECASE)
_BALANCE = frozenset(stem(word) for word in ["cash", "funds", "liquid", "liquidity"])


def _is_paid_in_cash(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is paid in cash, where the question asks what cash somebody has."""
    if not {term.stem for term in asked.terms} & _BALANCE or _PAYS_OUT.search(asked.focus):
        return False
    return _PAYS_OUT.search(text[clause_at(text, start)[0] : start]) is not None


def _is_a_valuation(terms: Sequence[Term], text: str, start: int) -> bool:
    """Say whether a figure is what something was valued at, where the terms don't ask for a value."""
    valued = _VALUED.search(text[clause_at(text, start)[0] : start]) is not None
    return valued and bool(terms) and not any(akin(term.stem, worth) for term in terms for worth in _WORTH)


def is_owed(terms: Sequence[Term], text: str, quantity: Quantity) -> bool:
    """Say whether money is owed or may be borrowed, where what there is in cash is asked for.

    >>> from askbot.quantities import find
    >>> from askbot.question import parse
    >>> text = "It had $9 million in cash, an undrawn $5 million credit line and owed $7 million."
    >>> [is_owed(parse("How much cash does it have?").terms, text, one) for one in find(text)]
    [False, True, True]
    """
    asked = {term.stem for term in terms}
    if not asked & _MONEY_HELD or asked & _OWING:
        return False
    return bool(_IS_OWED.search(text[: quantity.start]) or _TO_BORROW.match(text[quantity.end :].lstrip()))


def _is_not_borrowed(asked: Question, text: str, end: int) -> bool:
    """Say whether money could be borrowed but isn't, where the debt is asked for."""
    if "undrawn" in asked.focus or "unused" in asked.focus:
        return False
    return bool({term.stem for term in asked.terms} & _OWING) and _UNDRAWN.match(text, end) is not None


_UNDRAWN = re.compile(r"\s+(?:in|of) (?:unused|undrawn|unutili[sz]ed|untapped)\b", re.IGNORECASE)


def is_placed_elsewhere(asked: Question, text: str, quantity: Quantity) -> bool:
    """Say whether a share stands for a place that the question doesn't name: "2.5% in Orvik and 8% in Harn".

    >>> from askbot.quantities import find
    >>> from askbot.question import parse
    >>> text = "The rate is 2.5% in Orvik and 8% in Harn."
    >>> [is_placed_elsewhere(parse("What is Harn's rate?"), text, one) for one in find(text)]
    [True, False]
    """
    found = _PLACED.match(text, quantity.end)
    if quantity.unit != "%" or found is None or find_periods(found["where"]):
        return False
    where = wording(found["where"])
    return not any(where.holds(term.stem) >= MATCHED for term in asked.terms)


def is_no_person(focus: str, quantity: Quantity) -> bool:
    """Say whether a figure counts things, where people are asked for: "57 buses" took no bus.

    >>> from askbot.quantities import find
    >>> asked = "How many people took the bus?"
    >>> [is_no_person(asked, find(text)[0]) for text in ("57 buses", "9 million passengers", "8")]
    [True, False, False]
    """
    unit = quantity.unit.split("/")[0]
    counted = unit.isalpha() and unit.islower() and stem(unit) not in PEOPLE and not lexicon.role(stem(unit))
    return _PEOPLE_ASKED.match(focus) is not None and counted and _DOERS.search(unit) is None


def is_not_called(text: str, terms: Sequence[Term]) -> bool:
    """Say whether the terms name a line of the accounts that a sentence doesn't speak of: of a ticket no sales."""
    lines = [term.stem for term in terms if term.stem in _TOP | _PROFIT | _LOSS | _OWED]
    here = wording(text).stems
    return bool(lines) and not any(akin(line, word) for line in lines for word in here)


def is_governed(text: str, quantity: Quantity, terms: Sequence[Term]) -> bool:
    """Say whether another noun of figures governs a figure; the percent by which it moved there is none."""
    return _MOVED_TO.search(text[: quantity.start]) is None and governed_by_another(text, quantity, terms)


def is_from_elsewhere(asked: Question, text: str, end: int) -> bool:
    """Say whether a figure comes from elsewhere than asked: "70 percent of it came from outside Germany"."""
    without, wanted = _OUTSIDE.search(text, end, clause_at(text, end)[1]), _OUTSIDE.search(asked.focus)
    if without is None or wanted is not None:
        return wanted is not None and _OUTSIDE.search(text) is None
    return any(wording(without["what"]).holds(term.stem) >= MATCHED for term in asked.terms)


def _is_guessed(asked: Question, text: str, start: int, terms: Sequence[Term]) -> bool:
    """Say whether a figure is what was expected, where the question doesn't ask for that."""
    if _EXPECTS.search(asked.focus):
        return False
    before = text[clause_at(text, start)[0] : start]
    result = {term.stem for term in terms} & (_PROFIT | _LOSS)
    return _EXPECTED.search(before) is not None or (bool(result) and _HOPES.search(before) is not None)


def _kinds(words: Iterable[str]) -> set[str]:
    return {word.replace("-", "") for word in words} & {"operating", "gross", "pretax"}


def _is_other_line(terms: Sequence[Term], text: str, start: int, end: int) -> bool:
    """Say whether a figure is what was lost, where the terms ask for what was earned, or either for what was sold."""
    stems = {term.stem for term in terms}
    asked_as = _kinds(term.lower for term in terms)
    first, last = clause_at(text, start)
    if (
        stems & (_LOSS | _PROFIT)
        and asked_as
        and not asked_as & _kinds(re.findall(r"[a-z-]+", text[first:last].lower()))
    ):
        return True  # a loss is no operating loss
    if stems & _LOSS:
        return False
    if stems & _PROFIT:
        return _LOST.search(text[:start]) is not None
    if stems & _TOP:
        return any(found.search(text[:start]) for found in (_LOST, _EARNED)) or _ON_SALES.match(text, end) is not None
    return False
