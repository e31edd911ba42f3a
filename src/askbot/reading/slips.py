"""What a question's own words rule out: the figure before a change, those who go, a day on the other side of its date."""

from __future__ import annotations

import re

from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at
from askbot.periods import Period
from askbot.quantities import find
from askbot.question import NAMES, Question
from askbot.reading import measured
from askbot.reading.evidence import Evidence
from askbot.reading.kinds import PEOPLE
from askbot.words import tokens

_EARLIER = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|prior|last|ago|used to|old|original(?:ly)?|initial(?:ly)?|first|from|former|then|compared|change[ds]?|grow|rise|rose|fall|fell|increase[ds]?|drop(?:ped)?|than)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom (?:about |around |some |nearly |roughly )?$", re.IGNORECASE)
_TO = re.compile(r"\bto (?:about |around |some |nearly |roughly |only |just )?$", re.IGNORECASE)
MOST_BETWEEN = 30  # characters between the figure and what it was before: "96 million francs in 2024 from 74 million"
_AT_WORK = re.compile(
    r"\b(?:work(?:s|ed|ing)?|employ(?:s|ed|ees?)?|staff|headcount|workforce|payroll)\b", re.IGNORECASE
)
_GONE = re.compile(
    r"\b(?:(?:job|staff|post)s? (?:loss(?:es)?|cuts?|reductions?)|redundanc(?:y|ies)|lay-?offs?|dismissals?|departures?)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:cut|cuts|lose|lost|losing|loss|losses|go|going|fire|fired|dismiss\w*|lay|laid|leave|left|redundan\w*|axe\w*|affected)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:extra|additional|further|another) $|\b(?:rais|increas|rais|add|lift)\w* [^,;]{0,30}\bby $", re.IGNORECASE
)
_ASKS_MORE = re.compile(
    r"\b(?:extra|additional(?:ly)?|further|more|add\w*|higher|rise|rises|increase\w*|by how)\b", re.IGNORECASE
)
_RATE = re.compile(r"\b(?:interest|coupon|tax|rates?)\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:after|since|following) (?:the )?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|before|until|till|up to) (?:the )?(?:end of |start of )?$", re.IGNORECASE)
_COSTS_NOW = re.compile(r"\b(?:now|currently|today|at present)\b[^,;.]{0,25}$", re.IGNORECASE)
_WHO_DOES = re.compile(
    r"^(?:[Ww]ho (?!is\b|are\b|was\b|were\b)[a-z]+|[Ww]here (?:do|does|did)) (?:[A-Z][\w-]*(?: [A-Z][\w-]*)*['’]s?|its|their)"
    r" (?:[a-z-]+ ){0,2}?(?P<what>[a-z-]+)(?: (?:come|stem) from)?\W*$"
)
_EVERY_TIME = re.compile(r"\bevery [a-z]+(?= (?:that|when|in which)\b)", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"^how (?:often|frequently)\b", re.IGNORECASE)
_WANTS = re.compile(r"^what (?:does|do|did) [^?]* want\W*$", re.IGNORECASE)
_TAKEN_OR_LEFT = re.compile(
    r"\b(?:accept|tolerat|reject|oppos|refus|criticis|criticiz)(?:s|e|es|ed)? (?:the |its |their )?$"
)
_WHEN_DOES = re.compile(
    r"^when (?:will|would|did|does|do|is|are|was|were) (?:the|its|their) (?P<what>[a-z-]+(?: [a-z-]+)?) [a-z]+\W*$",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:It|They) ")
_AGAINST, _AGAINST_A_FIGURE = re.compile(r"\bagainst\b"), re.compile(r"\bagainst (?:about |some |only )?[$€£]?\d")
_PORTION = re.compile(r" (?:[a-z-]+ ){0,2}?(?:portion|part|component|instal?ment|tranche)\b")
_MONTH = re.compile(
    r"\b(?P<side>after|since|by|before|until) (?:the end of )?(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"\b(?:cut|lose|lost|los[st]\w*|go(?:es|ing|ne)?|shed\w*|eliminat\w+|axe\w*|scrap\w*|disappear\w*|reduc\w+|clos\w+|fewer|slash\w*|trim\w*|redundan\w+|retir\w+|leav\w+|left|vanish\w*|lay|laid|lay-?offs?|dismiss\w*|depart\w*|drop\w*|risk|let|fir(?:e|ed|ing)|departures?)\b",
    re.IGNORECASE,
)
_COST_OF = re.compile(r"^(?:what|how much) (?:will|does|do|did|would) (?P<what>[^?]+?) cost\W*$", re.IGNORECASE)
_OF_A_WHOLE = re.compile(
    r" of (?:the|its|their) (?P<whole>[a-z-]+(?: [a-z-]+)?) (?P<tail>(?:will|would|are|were|come|be|is|went|go)\b.*)"
)
_WHAT_IS = re.compile(r"^what(?: is|['’]s) (?:an? |the )?(?P<what>[a-z][a-z-]+)\W*$", re.IGNORECASE)
_WILL, _NOW = (
    re.compile(r"\bwill\b", re.IGNORECASE),
    re.compile(r"\b(?:now|currently|today|at present)\b", re.IGNORECASE),
)
_DATELINE = re.compile(
    r"[A-Z]{3,}[A-Z .'-]*(?:, [A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)??(?:, (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})?)?"
    r"(?: \([^()]{1,30}\))? ?[-–—] "
)
_OF_THE_REPORT = re.compile(r"\b(?:based|headquarter\w*|report\w*|written|dateline|article|located)\b", re.IGNORECASE)
_OPERATES = re.compile(r"^where (?:does|do|did) .*\b(?:operate|do business|trade|be active)\W*$", re.IGNORECASE)
_ACTIVE = re.compile(
    r"\b(?:operat\w*|active|based|headquarter\w*|markets?|revenues?|sales|sells?|business(?:es)?|offices?|branch\w*|serv(?:es?|ing)|runs?|customers|routes?|shops?|stores?|plants?)\b",
    re.IGNORECASE,
)
_WHERE_IS = re.compile(
    r"^where (?:is|are|was|were) (?:the |its |their |all (?:the )?)?(?P<what>[a-z-]+)\W*$", re.IGNORECASE
)
_RANKED = re.compile(
    r"\b(?:second|third|fourth|fifth)[- ](?P<most>(?:larg|bigg|rich|old|bus|small)\w*est)\b", re.IGNORECASE
)
_BURN = re.compile(r"\bburn\b", re.IGNORECASE)
_HELD, _IN_CASH = (
    re.compile(r"\b(?:had|has|held|holds|with) (?:about |some )?$"),
    re.compile(r"(?: [a-z]+)?,? (?:in|of) (?:cash|liquid)"),
)
_WHEN_IS = re.compile(r"^when (?:is|are|was|were) ", re.IGNORECASE)
_DEADLINE = re.compile(r"\bto (?P<deed>[a-z]+\b[^,;]*)\bby $")
_HOW_LOUD = re.compile(r"^how (?:loud|noisy|quiet)\b", re.IGNORECASE)
_HOW_WELL = re.compile(r"^how (?:well|effective\w*|successful\w*|good)\b", re.IGNORECASE)
_REST = re.compile(r"\b(?:the|its|their) (?:rest|remainder|remaining|balance|others?)\b", re.IGNORECASE)
_SPENT_ON = re.compile(
    r" (?:went|goes|was spent|is spent|were spent) (?:on|to|into)\b| of (?:the )?(?:money|spending|budget)\b"
)


def slips(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> bool:
    """Say whether the words of the question rule a span out; `figure` for one that was found by its sort."""
    text = evidence.text
    if figure and (
        _of_the_time_before(asked, text, start)
        or _of_those_who_go(asked, text, start)
        or _on_top(asked, text, start, end)
        or _on_the_other_side(asked, text, evidence.periods, start)
        or _on_the_other_side_of_a_month(asked, text, start)
        or _of_those_who_stay(asked, text)
        or _of_a_part(asked, text, end)
        or _held_not_burnt(asked, text, start, end)
        or of_another_build(asked, text)
        or _is_a_penalty(asked, text, start, end)
        or _of_another_purpose(asked, evidence)
    ):
        return True
    if asked.wanted and asked.wanted <= NAMES and of_another_build(asked, text):
        return True
    if asked.wanted and asked.wanted <= NAMES and _REST.search(asked.focus) and not _REST.search(text):
        return True
    if asked.wanted == {Kind.MONEY} and _of_something_else(asked, evidence):
        return True
    if asked.wanted and asked.wanted <= NAMES and _of_another_deed(asked, evidence):
        return True
    if (
        (
            _HOW_OFTEN.match(asked.focus)
            and any(one.start() < end and start < one.end() for one in _EVERY_TIME.finditer(text))
        )
        or (_WANTS.match(asked.focus) and _TAKEN_OR_LEFT.search(text[:start]))
        or (asked.wanted & NAMES and _AGAINST.search(asked.focus) and _only_compares(text))
        or (asked.wanted == {Kind.MONEY} and _PORTION.match(text, end) and not _PORTION.search(asked.focus))
    ):
        return True
    if asked.wanted == {Kind.DATE} and _IT.match(text) and _of_another_it(asked, evidence):
        return True
    if not figure and (_names_another(asked, text, end) or _spells_out(asked, text[start:end])):
        return True
    will = Kind.MONEY in asked.wanted and _WILL.search(asked.focus) and not _NOW.search(asked.focus)
    if will and _COSTS_NOW.search(text[:start]):
        return True  # what the older ones "now cost"
    if asked.wanted == {Kind.DATE} and _is_a_deadline(asked, text, start):
        return True
    if measured.of_another_dimension(asked.focus, text, start, end):
        return True
    if _HOW_LOUD.match(asked.focus) and not all(one.unit == "dB" for one in find(text[start:end])):
        return True
    if _HOW_WELL.match(asked.focus) and _SPENT_ON.match(text, end):
        return True
    return asked.wanted == {Kind.PLACE} and _is_no_place_of_it(asked, text, start)


_PENALTY = re.compile(r"\b(?:penalt\w+|fine[sd]?|damages|(?:must|ha[sd]? to|have to) pay)\b[^;.]*$", re.IGNORECASE)
_FOR_DELAY = re.compile(
    r"\s*(?:for (?:every|each)|an?|per) (?:day|week|month)\b[^;.]*\b(?:late|delay\w*|overdue|behind)\b", re.IGNORECASE
)
_PENALTY_ASKED = re.compile(
    r"\b(?:penalt\w+|fine[sd]?|damages|late|delay\w*|overdue|pay|days?|weeks?)\b", re.IGNORECASE
)


_SPENT_FOR = re.compile(
    r"\b(?P<purpose>(?!(?:total|annual|yearly|monthly|quarterly|weekly|daily|overall|cash|its|their|the|this|that|how|much|net"
    r"|average|current|expected|planned|new|last|other|all|of|for|on|in|is|are|was|were|and|higher|lower)\b)[A-Za-z][A-Za-z&-]+)"
    r" (?:spending|spend|expenses?|expenditures?|outlays?|budget)\b"
)


def _of_another_purpose(asked: Question, evidence: Evidence) -> bool:
    """Whether spending on one thing is asked for, of which neither the sentence nor what it goes on from speaks."""
    found = _SPENT_FOR.search(asked.focus)
    term = next((one for one in asked.terms if found and one.start == found.start("purpose")), None)
    return term is not None and evidence.match.strengths.get(term.stem, 1.0) < MATCHED


def _spells_out(asked: Question, words: str) -> bool:
    """Whether a span is an abbreviation of the question in full: who asks for the MAU wants to know how many."""
    initials = "".join(token.text[0] for token in tokens(words) if token.text[0].isalpha()).upper()
    return initials in _ABBREVIATION.findall(asked.focus) and not _MEANING.search(asked.focus)


_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
_MEANING = re.compile(r"\b(?:stands?|short|mean\w*|spell\w*|full|abbreviat\w*|acronym)\b", re.IGNORECASE)


def _is_a_penalty(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether a sum is owed for being late, and the question asks of nothing of the sort."""
    if _PENALTY_ASKED.search(asked.focus):
        return False
    return _PENALTY.search(text[:start]) is not None and _FOR_DELAY.match(text, end) is not None


def _of_the_time_before(asked: Question, text: str, start: int) -> bool:
    """Whether a figure is what another was before ("to 96 million from 74 million"), where no time is asked for."""
    if asked.periods or _EARLIER.search(asked.focus):
        return False
    before = _FROM.search(text[:start])
    if before is None:
        return False
    figures = [one for one in find(text) if one.end <= before.start()]
    return (
        bool(figures)
        and before.start() - figures[-1].end <= MOST_BETWEEN
        and _TO.search(text[: figures[-1].start]) is not None
        and not re.search(r"[,;.]", text[figures[-1].end : before.start()])
    )


def _of_those_who_go(asked: Question, text: str, start: int) -> bool:
    """Whether a figure counts job losses, where it is asked how many work somewhere."""
    if asked.head not in PEOPLE or not _AT_WORK.search(asked.focus) or _GOING.search(asked.focus):
        return False
    return _GONE.search(text[:start]) is not None


def _on_top(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether a figure in percent comes on top of a rate, where the rate is asked for: "an extra 1.5 points"."""
    if not _RATE.search(asked.focus) or _ASKS_MORE.search(asked.focus):
        return False
    return bool(_MORE.search(text[:start])) and any(one.unit in ("%", "pp") for one in find(text[start:end]))


def _on_the_other_side(asked: Question, text: str, periods: list[Period], at: int) -> bool:
    """Whether a clause tells what is so up to a day, where it is asked what is so after it, or the other way round."""
    first, last = clause_at(text, at)
    for period in asked.periods:
        before = asked.focus[: period.start]
        other = _UNTIL if _SINCE.search(before) else _SINCE if _UNTIL.search(before) else None
        if other is None:
            continue
        for own in periods:
            same = own.first <= period.last and period.first <= own.last
            if first <= own.start < last and same and other.search(text[: own.start]):
                return True
    return False


def _on_the_other_side_of_a_month(asked: Question, text: str, at: int) -> bool:
    """The same of a month that is asked for without its year: "by Dec 31" is not after December."""
    month = _MONTH.search(asked.focus)
    if month is None:
        return False
    after = month["side"].lower() in ("after", "since")
    other = "by|before|until" if after else "after|since"
    first, last = clause_at(text, at)
    name = month["month"][:3]
    if not re.search(rf"\b{name}", text, re.IGNORECASE):
        return True  # of no such time
    return re.search(rf"\b(?:{other}) (?:the end of |\d\d? )?{name}", text[first:last], re.IGNORECASE) is not None


def _of_those_who_stay(asked: Question, text: str) -> bool:
    """Whether a text says nothing of anybody going, where it is asked how many jobs or people go."""
    jobs = asked.wanted == {Kind.COUNT} and re.search(r"\b(?:jobs?|posts)\b", asked.focus, re.IGNORECASE)
    return bool(jobs) and _GOING.search(asked.focus) is not None and _GOES.search(text) is None


def _of_a_part(asked: Question, text: str, end: int) -> bool:
    """Whether a figure is of a part that the question doesn't ask for: "2,560 of the job losses will come in shops"."""
    part = _OF_A_WHOLE.match(text, end) if asked.wanted == {Kind.COUNT} else None
    if part is None:
        return False
    whole = {token.stem for token in tokens(part["whole"])}
    tail = {token.stem for token in tokens(part["tail"])}
    terms = {term.stem for term in asked.terms}
    return bool(whole & terms) and not tail & (terms - whole)


def _of_something_else(asked: Question, evidence: Evidence) -> bool:
    """Whether a sentence tells what something costs, and neither it nor the one before names what is asked about."""
    what = _COST_OF.match(asked.focus)
    if what is None:
        return False
    those = [
        term for term in asked.terms if what.start("what") <= term.start < what.end("what") and not term.capitalised
    ]
    return bool(those) and all(evidence.match.strengths.get(term.stem, 0.0) < MATCHED for term in those[-1:])


def _names_another(asked: Question, text: str, end: int) -> bool:
    """Whether a span says what a longer name is that has the word asked about in it: of "the charity Gout Action"."""
    what = _WHAT_IS.match(asked.focus)
    if what is None or what["what"] != what["what"].lower():
        return False
    name = re.match(r" (?:[A-Z][\w-]*(?: |\b)){2,}", text[end:])
    return name is not None and what["what"] in name[0].lower().split()


def _of_another_deed(asked: Question, evidence: Evidence) -> bool:
    """Whether who leads somebody's round is told by who leads somebody: the sentence has no word for the round."""
    deed = _WHO_DOES.match(asked.focus)
    if deed is None:
        return False
    what = [term for term in asked.terms if deed.start("what") <= term.start < deed.end("what")]
    return bool(what) and all(evidence.match.strengths.get(term.stem, 0.0) < MATCHED for term in what)


def _only_compares(text: str) -> bool:
    """Whether every "against" of a text holds a figure against another: "87% against 79%"."""
    found = len(_AGAINST.findall(text))
    return found > 0 and found == len(_AGAINST_A_FIGURE.findall(text))


def _of_another_it(asked: Question, evidence: Evidence) -> bool:
    """Whether a sentence dates what "it" does, and neither it nor the one before names what the question dates."""
    deed = _WHEN_DOES.match(asked.focus)
    if deed is None:
        return False
    what = [term for term in asked.terms if deed.start("what") <= term.start < deed.end("what")]
    return bool(what) and evidence.match.strengths.get(what[-1].stem, 0.0) < MATCHED


def _held_not_burnt(asked: Question, text: str, start: int, end: int) -> bool:
    held = _BURN.search(asked.focus) is not None and _HELD.search(text[:start]) is not None
    return held and _IN_CASH.match(text, end) is not None


def of_another_build(asked: Question, text: str) -> bool:
    """Say whether a text has only the "re-" of a verb asked about: what is rebuilt is not built, nor opened what reopens."""
    for term in asked.terms:
        verb = term.stem.removesuffix("ing")  # "building" may be a house
        if term.capitalised or term.lower.startswith("re") or verb not in _DONE_AGAIN:
            continue
        words = [token for token in tokens(text) if token.stem.removesuffix("ing") in (verb, f"re{verb}")]
        if words and all(token.lower.startswith("re") for token in words):
            return True
    return False


_DONE_AGAIN = frozenset({"build", "open", "elect", "start", "launch", "finance", "train", "name", "hire", "develop"})


def _is_a_deadline(asked: Question, text: str, start: int) -> bool:
    """Whether a date is that by which something else is to be done: the vote "to join the two by 2029" is not in 2029."""
    due = _DEADLINE.search(text[:start]) if _WHEN_IS.match(asked.focus) else None
    return due is not None and not any(token.stem == term.stem for token in tokens(due["deed"]) for term in asked.terms)


def _is_no_place_of_it(asked: Question, text: str, start: int) -> bool:
    """Whether a place is the one that a report was written in, or nothing that is asked about is there."""
    line = _DATELINE.match(text)
    if line is not None and start < line.end() and not _OF_THE_REPORT.search(asked.focus):
        return True
    if _OPERATES.match(asked.focus) and not _ACTIVE.search(text):
        return True
    what = _WHERE_IS.match(asked.focus)
    if what is None:
        return False
    there = [found.start() for found in re.finditer(rf"\b{re.escape(what['what'])}\b", text, re.IGNORECASE)]
    inside = re.compile(r"\b(?:in|at|into|inside) (?:the |its |their )?$", re.IGNORECASE)
    return bool(there) and all(inside.search(text[:at]) for at in there)  # "300 jobs in shops, 40 in Orvik"


def of_a_lower_rank(asked: Question, text: str) -> bool:
    """Say whether a text ranks somebody second in what the question asks for the first of."""
    if _RANKED.search(asked.focus):
        return False
    ranked = [found["most"].lower() for found in _RANKED.finditer(text)]
    return any(
        re.search(rf"\b{most}\b", asked.focus, re.IGNORECASE)
        and len(re.findall(rf"\b{most}\b", text, re.IGNORECASE)) == ranked.count(most)
        for most in ranked
    )
