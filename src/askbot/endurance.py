"""Whether money lasts as long as a question says, by the runway that is worked out, and what is left of it by a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from askbot import calculating, conditions, horizon, phrases
from askbot.calculator import evaluate
from askbot.errors import CalculationError
from askbot.periods import Period, find_periods
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.types import Answer, Calculation, Origin, Quantity

Ask = Callable[[str], Answer]

_MONEY = r"(?:cash|money|funds?|funding|liquidity|reserves|savings)"
# What ends is asked about, or what goes on.
_ENDS = re.compile(
    rf"\brun(?:s|ning)? (?:out|dry|short)\b|\bout of {_MONEY}\b|\bbe (?:broke|insolvent)\b|\bgo(?:es)? (?:broke|bust)\b"
    rf"|\b{_MONEY} (?:be )?(?:gone|used up|exhausted|spent)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    rf"\b(?:enough|sufficient) {_MONEY}\b|\b{_MONEY}\b.*\b(?:last|suffice|hold out|be enough|stretch)\b"
    rf"|\brunway (?:of|for|to|until|beyond|past)\b|\bsurvive\b|\bstay (?:afloat|solvent)\b|\bkeep going\b",
    re.IGNORECASE,
)
_FOR_ANOTHER_PURPOSE = re.compile(
    rf"\b(?:enough|sufficient) {_MONEY}\b(?: [a-z]+){{0,3}}"
    r" (?:to (?:buy|pay|build|repay|finance|fund|acquire|open|hire)|for (?:the|an?|its)) ",
    re.IGNORECASE,
)
# A name before the verb, as "does Orlin have …" has it; longer ones are clauses.
_WHO = re.compile(
    r"^(?:does|do|did|will|would|can|could|is|has)(?:n['’]t)? (?P<who>[\w&.’' -]{2,60}?)(?:['’]s?)? "
    rf"(?:enough|sufficient|have|has|got|hold|run|be|go|going|survive|stay|keep|last|still|really|actually|ever|out|{_MONEY})\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(
    ["it", "they", "the", "company", "firm", "group", "he", "she", "there", "that", "this", "its", "their"]
)
_FROM_THEN = re.compile(
    r"\b(?:before|by|until|till|to|through|past|beyond|in|within|during|into|end of|of)\b", re.IGNORECASE
)
_BEFORE = re.compile(r"\bbefore (?:the )?(?:end of |start of |beginning of )?(?:the )?$", re.IGNORECASE)
_PAST = re.compile(r"\b(?:past|beyond|through|throughout) (?:the )?$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:in|during) (?:the )?$", re.IGNORECASE)
_AT_THE_END = re.compile(r"\bend of (?:the )?$", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|further|additional|full) (?=(?:months|quarters|years)\b)", re.IGNORECASE)
_A_SPAN = re.compile(r"\b(?:another|a|an) (?:more |further |full )?(?P<unit>month|quarter|year)\b", re.IGNORECASE)
_LAST = re.compile(
    r"(?<!the )\blast (?=(?:\d+|[a-z]+) (?:months?|quarters?|years?)\b)", re.IGNORECASE
)  # no "last 40 months"
_LEFT = re.compile(
    rf"^how much (?:{_MONEY} )?(?:will|would|does|is|are)\b(?P<who>.*?)"
    r"\b(?:left|remain(?:s|ing)?|still (?:have|hold|has))\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(rf"\b{_MONEY}\b", re.IGNORECASE)
_SPENDS = r"(?:burn(?:s|ed|t|ing)?|spend(?:s|ing)?|burn rate)"
# "What if the burn was $40 million a month?"
_WHAT_IF = re.compile(rf"^(?:and )?what if (?P<what>[^?]*\b{_SPENDS}\b[^?]*)$", re.IGNORECASE)
# "What burn would give it 24 months?", "How much can it spend a month to last until 2028?"
_AFFORDED = (
    re.compile(
        rf"^(?:what|which|how (?:high|large|big|low) an?) (?:monthly |cash )*{_SPENDS}(?: rate| (?:a|one|per) month)?"
        r" (?:would|will|could|does|can) (?:give|leave|mean|get|allow|buy|make)s? (?P<who>(?:[\w&.’'-]+ ){0,4}?)"
        r"(?=(?:a |an )?(?:cash )?(?:runway|\d|[a-z]+ (?:months|years)\b))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:how much|what) (?:cash |money )?(?:can|could|may) (?P<who>[\w&.’' -]{{2,60}}?) (?:afford to )?{_SPENDS}"
        r" (?:a|one|per|each|every) month(?: and| to| for)\b",
        re.IGNORECASE,
    ),
)
LONGEST_DAY = 31  # days, of what a balance may be asked at
# So near to what is asked that a rounded figure decides it: neither yes nor no is said.
NEAR = Decimal("0.03")


def told(asked: Question, ask: Ask) -> Answer | None:
    """Answer whether money lasts, or what is left of it by a day; None where that isn't asked, or can't be told."""
    focus = _LAST.sub("last for ", _A_SPAN.sub(r"one \g<unit>", _MORE.sub("", asked.focus.rstrip("?!. "))))
    if supposed := _WHAT_IF.match(focus):
        return _if_it_were(asked, supposed["what"], ask)
    afforded = next((one for pattern in _AFFORDED if (one := pattern.match(focus))), None)
    if afforded is not None and not re.search(r"\bif\b", focus, re.IGNORECASE):
        return _afforded(asked, focus[afforded.end() :], afforded["who"] or "", ask)
    if conditions.split(asked.text).conditions:
        return None
    if (left := _LEFT.match(focus)) is not None and _OF_MONEY.search(focus):  # a budget may be left, too
        return _left(asked, focus, left["who"].strip(), ask)
    ends, lasts = _ENDS.search(focus), _LASTS.search(focus)
    if asked.kind is not QuestionKind.YESNO or not (ends or lasts) or _FOR_ANOTHER_PURPOSE.search(focus):
        return None
    found = _WHO.match(focus)
    runway = _runway(found["who"] if found else "", ask)
    if runway is None:
        return None
    answer, worked = runway
    verdict = _verdict(focus, worked, ends=ends is not None)
    return None if verdict is None else replace(answer, question=asked.text, short="Yes" if verdict else "No")


def _runway(who: str, ask: Ask) -> tuple[Answer, Calculation] | None:
    """The answer to how long somebody's money lasts, with its calculation."""
    name = re.sub(r"^the ", "", who).strip()
    nobody = not name or name.lower() in _PRONOUNS or re.fullmatch(_MONEY, name, re.IGNORECASE)
    answer = ask(
        "How long will the cash last?" if nobody else f"How many months will {phrases.possessive(name, 'cash')} last?"
    )
    worked = answer.claims[0].calculation if answer.claims else None
    return (answer, worked) if worked is not None and worked.name == "runway" else None


def _verdict(focus: str, worked: Calculation, *, ends: bool) -> bool | None:
    """Whether it lasts, or ends, as long as the question says; None where it says no time, or one that is too near."""
    lasts = Decimal(worked.result.value) * horizon.IN_MONTHS.get(worked.result.unit, 0)
    span = next((one for one in find(focus) if one.unit in horizon.IN_MONTHS), None)
    times = [one for one in find_periods(focus) if span is None or not one.start <= span.start < one.end]
    if span is not None and not times:
        asked = span.value * horizon.IN_MONTHS[span.unit]
        if lasts <= 0 or abs(lasts - asked) < NEAR * asked:
            return None
        return (lasts < asked) if ends else (lasts > asked)
    until = horizon.last_day(worked)
    if span is not None or len(times) != 1 or until is None:
        return None
    return _by_the_day(focus, times[0], until[0], ends=ends)


def _by_the_day(focus: str, when: Period, last: date, *, ends: bool) -> bool | None:
    before = focus[: when.start]
    inside = when.first <= last <= when.last
    at_end = _AT_THE_END.search(before) is not None or when.first == when.last
    if not _FROM_THEN.search(before):
        return None
    if at_end or _PAST.search(before):
        return last <= when.last if ends else last > when.last
    if _BEFORE.search(before):
        return last < when.first if ends else None if inside else last >= when.first
    if _WITHIN.search(before):
        return inside if ends else None if inside else last > when.last
    if ends:
        return last <= when.last
    return last >= when.first  # "until 2028" is reached with its first day


def _left(asked: Question, focus: str, who: str, ask: Ask) -> Answer | None:
    """What is left of a balance on a day, at the burn that the article gives."""
    when = next(iter(find_periods(focus)), None)
    if when is None or not (_AT_THE_END.search(focus[: when.start]) or (when.last - when.first).days <= LONGEST_DAY):
        return None  # "in 2026" is no day
    runway = _runway(re.sub(r"\b(?:have|has|be)\b|['’]s?\b.*|\b(?:cash|money|there)\b", "", who).strip(), ask)
    if runway is None:
        return None
    cash, burn = runway[1].operands.get("cash"), runway[1].operands.get("burn")
    start = horizon.last_day(runway[1])
    if cash is None or burn is None or start is None or set(runway[1].operands) != {"cash", "burn"}:
        return None
    months = horizon.months_between(date.fromisoformat(start[1]), when.last)
    if months <= 0 or horizon.runs_out(date.fromisoformat(start[1]), months) > start[0]:
        return None  # before the balance, or after it is gone
    printed = f"{months.normalize():f} months, {start[1]} to {when.last.isoformat()}"
    span = Quantity(months, "month", printed, origin=Origin.ASSUMED)
    try:
        made = evaluate("cash - burn * months", {"cash": cash, "burn": burn, "months": span}, name="cash left")
    except CalculationError:
        return None
    return calculating.worked_out(asked.text, made)


def _if_it_were(asked: Question, what: str, ask: Ask) -> Answer | None:
    """How long money lasts if it is burnt as a question supposes."""
    whose = re.match(rf"(?P<who>.+?)['’]s? (?P<rest>.*\b{_SPENDS}\b.*)$", what, re.IGNORECASE)
    who = whose["who"] if whose else ""
    supposed = f"its {whose['rest']}" if whose else re.sub(r"^(?:the|its|their) ", "", what)
    question = f"How long will {phrases.possessive(who, 'cash') if who else 'the cash'} last if {supposed}?"
    answer = ask(question)
    worked = answer.claims[0].calculation if answer.claims else None
    return replace(answer, question=asked.text) if worked is not None and worked.name == "runway" else None


def _afforded(asked: Question, how_long: str, who: str, ask: Ask) -> Answer | None:
    """What may be burnt a month for the money to last as long as a question says."""
    runway = _runway(who, ask)
    cash, start = (runway[1].operands.get("cash"), horizon.last_day(runway[1])) if runway else (None, None)
    span = next((one for one in find(how_long) if one.unit in horizon.IN_MONTHS), None)
    when = next((one for one in find_periods(how_long) if span is None or not one.start <= span.start < one.end), None)
    if runway is None or cash is None or set(runway[1].operands) != {"cash", "burn"}:
        return None
    if span is not None and when is None:
        months, printed = span.value * horizon.IN_MONTHS[span.unit], span.printed
    elif when is not None and span is None and start is not None:
        last = when.last if _AT_THE_END.search(how_long[: when.start]) else when.first
        months = horizon.months_between(date.fromisoformat(start[1]), last)
        printed = f"{months.normalize():f} months, {start[1]} to {last.isoformat()}"
    else:
        return None
    if months <= 0:
        return None
    try:
        asked_for = Quantity(months, "month", printed, origin=Origin.ASSUMED)
        made = evaluate("cash / months", {"cash": cash, "months": asked_for}, name="burn a month")
    except CalculationError:
        return None
    return calculating.worked_out(asked.text, made)
