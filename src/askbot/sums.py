"""Parts and wholes: parts that don't make up their total, shares that don't make up a hundred, main parts that aren't.

A list of parts is believed to be complete only where its sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from askbot.dimensions import is_count, read_dimension
from askbot.numerals import NUMBER_WORDS
from askbot.precision import Range, is_limit, meant, step
from askbot.statements import FIGURE, Statement, discrepancy, like, numbered, stems, worked
from askbot.types import Discrepancy, Quantity, Severity
from askbot.units import currency

_MADE_UP = (
    r"\b(?:consist(?:s|ed|ing) of|compris(?:es|ed|ing)|(?:made up|composed) of|(?:broken|breaks) down into"
    r"|(?:split|divided|shared) (?:into|between|among)|(?:financed|funded|paid for) (?:by|with|through)|namely)\b"
)
_WHOLE = re.compile(rf"«(?P<total>[0-9]+)»(?P<gap>[^«».;:]{{0,80}}?){_MADE_UP}")
# "They paid $9 million: $5 million in bonds, …": a colon opens a list that is whole where an "and" closes it.
_COLON = re.compile(r"«(?P<total>[0-9]+)»:(?= (?:(?:the|a|an)\b[^«».;:]{0,30} )?«)")
_POINTING = re.compile(rf"^(?:It|This|That|The (?:sum|total|amount|money))\b[^«».;:]{{0,60}}?{_MADE_UP}")
_OF_WHICH = re.compile(r"«(?P<total>[0-9]+)»[^«».;:]{0,40}?\bof which\b")
_IN_ALL = re.compile(
    r"(?:(?:a|for a|making a) (?:combined |grand )?total of |total(?:l)?ing |\bor )?«(?P<total>[0-9]+)»"
    r"(?: (?:[a-z]+ ){0,2}(?:in total|in all|all told|altogether|together|combined)\b)?"
)
_SAYS_ALL = re.compile(
    r"^(?:a|for a|making a) .*total of |^total|(?:in total|in all|all told|altogether|together|combined)$"
)
# What makes the figure after it no further part.
_NO_PART = re.compile(
    r"\b(?:than|compared|against|versus|vs|earlier|previous|before|after|ago|of which|up|down|per|rose|fell|grew|while"
    r"|whereas|but|although|though|respectively|plus|minus|excluding|including|because|since|until)\b"
    r"|\b(?:from|to|at|by|or) $|[.;:]"
)
_REST_UNNAMED = re.compile(
    r"\b(?:the (?:rest|remainder|balance)|others|mainly|mostly|largely|among (?:other|them)|etc|and so on|partly"
    r"|in part|chiefly|including|further|additional)\b"
)
# The "and" before the last part; not the one inside "cash and cash equivalents, ".
_LAST = re.compile(r"(?:\band\b|&)[^,;]*$")
_REMAINING = re.compile(r"\b(?:remaining|other|rest,?|remainder,?)(?: of [a-z ]{2,30}?)?,? (?:\()?$")
# Percentages in such a sentence may be growth, interest or margins: nothing that adds up.
_NO_SHARES = re.compile(
    r"\b(?:rose|rise|risen|grew|grown|growth|fell|fall|fallen|increas|decreas|up|down|interest|margin|rate|return"
    r"|more|less|higher|lower|faster|discount|chance|probab\w+|stop|overlap\w*|both|also|multiple|several)\w*\b"
)
_MAIN = re.compile(r"\b(?:main|principal|chief|primary|key|major)\b")
_BRINGS = re.compile(
    r"\b(?:contribut|account|generat|bring|provid|mak|represent|deliver)\w*\b(?=(?: [a-z-]+){0,5} (?=«))"
)
_AMONG = re.compile(
    r"\b[Aa]mong (?:(?:the |its |their )?(?:[\w-]+['’]s )?)(?P<group>[A-Za-z][\w-]*(?: [a-z][\w-]*){0,3}),"
)
# A "main" part that is a tenth of what stays unnamed is no main part.
_TINY = Fraction(1, 10)
_NEAR = 3  # sentences


def check(statement: Statement, before: Sequence[Statement]) -> Iterator[Discrepancy]:
    """Find in a sentence what doesn't add up; `before` are the sentences before it in its section, in order."""
    for found in (_parts(statement, before), _exceeded(statement), _in_all(statement)):
        if found is not None:
            yield found
            return
    for check_more in (_hundred, _main):
        found = check_more(statement, before)
        if found is not None:
            yield found


def _parts(statement: Statement, before: Sequence[Statement]) -> Discrepancy | None:
    """A total and, behind words like "consisting of", all that it consists of."""
    whole = _WHOLE.search(statement.coded) or _COLON.search(statement.coded)
    if whole:
        total, start = statement.at(whole["total"]), whole.end()
    else:
        pointing = _POINTING.search(statement.coded)
        if not pointing or not before or not before[-1].figures:
            return None
        total, start = before[-1].figures[-1], pointing.end()
    parts, complete = _list(statement, start, total.unit)
    if len(parts) < 2 or not complete or _REST_UNNAMED.search(statement.coded, start):
        return None
    return _compare(total, parts)


def _exceeded(statement: Statement) -> Discrepancy | None:
    """Parts of a whole that together are more than it."""
    whole = _OF_WHICH.search(statement.coded)
    if whole is None:
        return None
    total = statement.at(whole["total"])
    parts, _ = _list(statement, whole.end(), total.unit)
    found = _compare(total, parts) if len(parts) > 1 else None
    return found if found and sum(part.value for part in parts) > total.value else None


def _in_all(statement: Statement) -> Discrepancy | None:
    """A list of figures and "in all", "a total of", "totalling"."""
    for match in _IN_ALL.finditer(statement.coded):
        total = statement.at(match["total"])
        words = FIGURE.sub("", match.group()).strip()
        if not _SAYS_ALL.search(words):
            continue
        head = statement.coded[: match.start()]
        numbers = [int(number) for number in FIGURE.findall(head)]
        alike = [number for number in numbers if _alike(statement.at(number).unit, total.unit)]
        if len(alike) < 2 or alike != numbers or _NO_PART.search(head[head.index("«") :].replace(" to ", " ")):
            continue
        if not all(re.search(r",|\band\b", gap) for gap in _gaps(head)[1:]):
            continue
        return _compare(total, [statement.at(number) for number in alike])
    return None


def _gaps(coded: str) -> list[str]:
    return FIGURE.split(coded)[:-1:2]


def _list(statement: Statement, start: int, unit: str) -> tuple[list[Quantity], bool]:
    """Read a list of figures of one unit from a place on; whether an "and" closes it."""
    parts: list[Quantity] = []
    closed, gap_from = False, start
    for match in FIGURE.finditer(statement.coded, start):
        figure = statement.at(match[1])
        gap = statement.coded[gap_from : match.start()]
        if not _alike(figure.unit, unit):
            if currency(figure.unit) or len(gap) > 100:
                break
            continue
        if _NO_PART.search(gap) or (parts and not re.search(r",|\band\b|&", gap)) or closed:
            break
        parts.append(figure)
        closed = len(parts) > 1 and bool(_LAST.search(gap))
        gap_from = match.end()
    return parts, closed


def _alike(one: str, other: str) -> bool:
    """Say whether figures of two units may be parts of one whole: freighters and tankers are ships."""
    return one == other or all(is_count(read_dimension(unit)) and unit != "x" for unit in (one, other))


def _compare(total: Quantity, parts: Sequence[Quantity]) -> Discrepancy | None:
    """Set a total against the sum of its parts; None where rounding and hedges explain the difference."""
    figures = [total, *parts]
    if any(figure.value <= 0 or is_limit(figure) for figure in figures) or len(parts) > 12:
        return None
    if any(part.value >= total.value for part in parts) or len({figure.period for figure in figures}) > 1:
        return None
    added = meant(parts[0])
    for part in parts[1:]:
        added += meant(part)
    difference = sum((Fraction(part.value) for part in parts), Fraction(0)) - Fraction(total.value)
    if added.meets(meant(total)):
        severity = Severity.WARNING
        # "$17 million" among figures with a decimal reads as $17.0 million: the list is as exact as its total.
        fine = step(total)
        as_fine = sum(step(part) <= fine for part in parts)
        hedged = any(figure.hedge for figure in figures)
        if hedged or 2 * as_fine < len(parts) or as_fine == len(parts) or abs(difference) <= fine * len(figures) / 2:
            return None
    else:
        severity = Severity.ERROR
    names = numbered(parts)
    calculation = worked("difference", f"sum({', '.join(names)}) - total", total=total, **names)
    summed, off = like(difference + Fraction(total.value), parts[0]), like(abs(difference), parts[0])
    more = "more" if difference > 0 else "less"
    text = f"The {_count(len(parts))} parts add up to {summed}, {off} {more} than the stated total."
    return discrepancy("sum", severity, text, calculation)


def _hundred(statement: Statement, before: Sequence[Statement]) -> Discrepancy | None:
    """Shares of which the last is what remains, that don't make up a hundred."""
    numbers = [n for n, figure in enumerate(statement.figures) if figure.unit == "%"]
    if len(numbers) < 2 or _NO_SHARES.search(statement.coded):
        return None
    gaps = FIGURE.split(statement.coded)[::2]
    if not _REMAINING.search(gaps[numbers[-1]].lower()):
        return None
    if any(_NO_PART.search(gaps[number]) for number in numbers[1:]):
        return None
    shares = [statement.at(number) for number in numbers]
    if any(is_limit(share) or share.value <= 0 for share in shares):
        return None
    whole = Range(Fraction(100), Fraction(100))
    earlier = [f for one in before[-_NEAR:] for f in one.figures if f.unit == "%" and f.value > 0]
    added = Range(Fraction(0), Fraction(0))
    for share in shares:
        added += meant(share)
    total = sum((Fraction(share.value) for share in shares), Fraction(0))
    fits = added.meets(whole)
    for share in reversed(earlier):  # the list may have begun a sentence ago
        added += meant(share)
        fits = fits or added.meets(whole)
    if fits or (total < 100 and (len(shares) < 3 or earlier)):
        return None
    names = numbered(shares)
    text = f"The {_count(len(shares))} shares add up to {like(total, shares[0])}, not 100%."
    severity = Severity.ERROR if total > 100 else Severity.WARNING
    return discrepancy("shares", severity, text, worked("sum", f"sum({', '.join(names)})", **names))


def _main(statement: Statement, before: Sequence[Statement]) -> Discrepancy | None:
    """Parts that are called the main ones of a group whose share is given nearby."""
    group = _AMONG.search(statement.coded)
    if not group or not _MAIN.search(statement.coded) or not _BRINGS.search(statement.coded):
        return None
    brings = _BRINGS.search(statement.coded)
    parts, closed = _list(statement, brings.end() if brings else 0, "%")
    total = _share_of(group["group"], before[-_NEAR:], parts)
    if len(parts) < 2 or not closed or total is None or any(is_limit(figure) for figure in (*parts, total)):
        return None
    named = sum((Fraction(part.value) for part in parts), Fraction(0))
    rest = Fraction(total.value) - named
    least = min(Fraction(part.value) for part in parts)
    names = numbered(parts)
    calculation = worked("unnamed rest", f"total - sum({', '.join(names)})", total=total, **names)
    if rest < 0:
        if meant(total).high >= sum(meant(part).low for part in parts):
            return None
        text = f"The parts named come to {like(named, parts[0])}, more than the {total.printed} that they are parts of."
        return discrepancy("main", Severity.ERROR, text, calculation)
    if named >= rest and least >= rest * _TINY:
        return None
    than = "they are" if named < rest else "the smallest of them"
    text = (
        f"The main parts named come to {like(named, parts[0])} of {total.printed}; "
        f"the unnamed rest, {like(rest, parts[0])}, is larger than {than}."
    )
    return discrepancy("main", Severity.NOTE, text, calculation)


def _share_of(group: str, before: Sequence[Statement], parts: Sequence[Quantity]) -> Quantity | None:
    """Find what share a group has: the one percentage behind its name in a sentence before."""
    wanted = stems(group)
    for statement in reversed(before):
        for number, figure in enumerate(statement.figures):
            gap = FIGURE.split(statement.coded)[2 * number]
            same_time = bool(parts) and figure.period in (None, parts[0].period)
            if figure.unit == "%" and wanted <= stems(gap) and same_time:
                return figure
    return None


def _count(number: int) -> str:
    words = {value: word for word, value in NUMBER_WORDS.items()}
    return words.get(number, str(number))
