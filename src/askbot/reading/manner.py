"""How a clause gives a figure: as what is, as what is hoped for or given up, for each month or once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from askbot.demands import Demand, demand_of
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.periods import OPEN_END, Period
from askbot.quantities import find
from askbot.question import FIGURES, Question
from askbot.words import is_function_word, stem

# What a figure behind it has given way to.
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|no longer|replacing|not) (?:just |only |about |the )?$", re.IGNORECASE
)
_LEFT = re.compile(r"\b(?:left|remain\w*|still|outstanding|yet|further|more|another)\b", re.IGNORECASE)
_LEFT_TO = re.compile(
    r"\b(?:do|does|did)\b.*\b(?:have|has) left\W*$|\b(?:is|are|was|were) (?:still )?left\W*$|\b(?:left|remain\w*|still|outstanding|yet)\b.* to (?:be )?(?:spen[dt]|pa(?:y|id)|buil[dt]|raised?|sold)\b|\bleft (?:over )?after\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"^(?:some |about |just |only |even )?(?:\w+|\d+) (?:years|decades) (?:ago|earlier|before)\b", re.IGNORECASE
)
_NOW_TOO = re.compile(r"\b(?:now|today|since|is|are|has|have)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:do|does|is|are)\b", re.IGNORECASE)
_USED_TO = re.compile(r"\bused to (?:be|have|[a-z]+)\b", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:would|could) (?:not |never )?have\b", re.IGNORECASE)  # "the old line would have cost £3m"
_SUPPOSES = re.compile(r"\b(?:would|could|should|might)\b", re.IGNORECASE)
_AT_PRESENT = re.compile(
    r"\b(?:now|current(?:ly)?|at present|at the moment|today|these days|so far|in total|altogether)\b", re.IGNORECASE
)
_MORE_THAN_BEFORE = re.compile(
    r"\b(?:add(?:s|ed|ing)?|gain(?:s|ed|ing)?|another|extra|additional|further) (?:[a-z]+ )?$", re.IGNORECASE
)
_MORE_BEHIND = re.compile(
    r"\S+ (?:[a-z]+illion |hundred |thousand )?(?:more|further|additional|extra|new)\b(?! than)", re.IGNORECASE
)
_AGO = r"(?:(?:last|previous|prior|preceding) (?:year|season|month|quarter|week)|(?:an?|one|the) (?:year|season|month|quarter|week) (?:ago|earlier|before))\b"
_A_TIME_AGO = re.compile(rf"\b{_AGO}", re.IGNORECASE)
_THAN_A_TIME_AGO = re.compile(rf"\bthan\b[^,;.]*\b{_AGO}", re.IGNORECASE)
_TAKEN_ON = re.compile(r"\b(?:hired|recruited|taken on|took on) (?:[a-z]+ )?$", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:add|gain)(?:s|ed)?\b", re.IGNORECASE)
_ADDED_FIGURE = re.compile(r"\b(?:add|gain)(?:s|ed|ing) (?:[a-z]+ )?\d", re.IGNORECASE)
_WHAT_BEFORE = re.compile(r"^what (?:did|was|were|had)\b.*\b(?:before|previously|formerly|earlier)\W*$", re.IGNORECASE)
_FORMERLY = re.compile(r"\b(?:before|previously|former(?:ly)?|earlier|once|used to|had been|until|ex)\b", re.IGNORECASE)
_WHICH = re.compile(r", (?:which|who) ")  # "will keep its shop, which grew by 12%": it grew
_PAST = re.compile(r"\b(?:did|was|were|had|ago|earlier|previously|in (?:19|20)\d\d)\b", re.IGNORECASE)
_ONCE = re.compile(r"\b(?:before|instead|rather|replaced?|used to|formerly|until)\b", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:a|per|each|every) (day|week|month)\b|\b(dai|week|month)ly\b(?! active)", re.IGNORECASE)
_EACH = re.compile(r"\b(?:an?|per|each|every|one|single|average)\b", re.IGNORECASE)
_FOR_EACH = re.compile(r"(?: [a-z]+){0,2} (?:for|to) (?:each|every)\b")
_LY = {"day": "daily"}
# "Would add 210 beds" is not what there is, unless that is what the question asks.
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|may|will|plans? to|planned|propos(?:es|ed|al)|intends? to|aims? to|hopes? to|is to|are to|going to|if)\b|['’]ll\b",
    re.IGNORECASE,
)
# "Hopes to raise $400 million" is not what it has raised.
_HOPED = re.compile(
    r"\b(?:(?:plan|intend|aim|hope|want|seek|expect|propose)(?:s|ing)?|planned|hoping|proposing|(?:is|are) due) to\b|\bappl(?:y|ies|ied|ying) for\b"
    r"|\b(?:expects|forecasts|projects|predicts|targets)\b"
    r"|\b(?:think|thinks|believes?|reckons?|confident|sure) (?:that )?(?:we|they|it|he|she|I) (?:can|could|will|would|might|may)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:would|will)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:has|had|did|was|were|so far|to date|already)\b", re.IGNORECASE)
_STATE = re.compile(r"\b(?:do|does)\b.*\b(?:have|own|employ|operate|hold|run)\b", re.IGNORECASE)
_SUPPOSING = re.compile(
    r"\b(?:would|could|might|may|will|should|shall|can|plan(?:s|ned)?|want\w*|seek\w*|target\w*|propos\w*|intend\w*|aim\w*|hope\w*|expect\w*|going to|due|to|if|future|next)\b|['’]ll\b",
    re.IGNORECASE,
)

_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|former|latter)\b", re.IGNORECASE)
# What a sum may be asked for as. One that its own words say to be something else is no answer.
_VALUE = re.compile(
    r"(?<!fair )(?<!book )(?<!face )(?<!what )\b(?:valu\w+|worth|market cap\w*|capitali[sz]ations?)\b", re.IGNORECASE
)
# The fair value of what somebody holds is not what somebody is worth.
_VALUED_HERE = re.compile(
    r"(?<!fair )(?<!book )(?<!face )(?<!carrying )\b(?:valu\w+|worth|market cap\w*|capitali[sz]\w+|pric\w+|cost\w*|bought|buy\w*|sold|sell\w*|pa(?:id|ys?|ying)"
    r"|fetch\w*|went for|goes for|bid|offer\w*|deal|stake|shares?|acqui\w+|auction\w*|insured|estimat\w+|appraised|assessed|takeover)\b",
    re.IGNORECASE,
)
_SAVING = re.compile(r"\bsav(?:e|es|ed|ing|ings)\b", re.IGNORECASE)
SPENT_OR_RAISED = re.compile(
    r"\b(?:costs?|costing|pric\w+|spend\w*|spent|pay|pays|paid|paying|outlay\w*|rais(?:e|es|ed|ing)|proceeds|fines?|fined|ow(?:e|es|ed)|debts?|invest\w*)\b",
    re.IGNORECASE,
)
# "How much has it raised?" asks for money that somebody gave, and not by how much prices were raised.
_RAISED = re.compile(
    r"\brais(?:e|ed|es|ing)\b(?! (?:the |its |their |his |her )?[a-z]*(?:price|wage|fare|rate|salar|fee|tax|rent|pay)\w*)",
    re.IGNORECASE,
)
_LOSING = re.compile(r"\bhow much\b.*\b(?:lose|lost|losing)\b", re.IGNORECASE)
_LOST = re.compile(
    r"\b(?:los\w+|deficits?|shortfalls?|in the red|red ink|write-?(?:offs?|downs?)|wr[io]te(?:s|n)? (?:off|down)|minus|negative|stolen|sto?le|short)\b",
    re.IGNORECASE,
)
_RAISING = re.compile(
    r"\b(?:rais\w+|fund\w*|financ(?:ed|es|ing|ier|iers)|rounds?|invest\w*|secur(?:e|ed|es|ing)|attract\w*|proceeds|inject\w+|plac(?:ing|ement)|offering|capital"
    r"|series|back(?:ed|er|ers|ing)|t[ao]ke?s? in|brings? in|brought in|collect\w*|donat\w*|gather\w*|pledg\w*|receiv\w*|g[eo]ts?|g[ai]ve[ns]?|grants?|loans?|bonds?|auction\w*|sold|sale)\b",
    re.IGNORECASE,
)
_VALUED = re.compile(
    r"\b(?:valu(?:e|es|ed|ing)\b[^,;.]{1,40}? (?:at|to)|worth|valuation (?:of|at)|market cap\w*(?: \w+)? of) (?:[a-z]+ ){0,2}$"
)
_SAVED = re.compile(r"\bsav(?:e|es|ed|ing|ings of) (?:[a-z]+ ){0,3}$", re.IGNORECASE)
_PART_SOLD = re.compile(
    r"\b(?:bought|buys?|acquir\w+|sold|paid)\b.*(?:%|\b(?:stake|third|half|quarter|shares|per ?cent)\b).* for (?:[a-z]+ ){0,2}$",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"\b(net|gross|operating|adjusted|pre-?tax)(?= (?:profits?|loss(?:es)?|income|debts?|cash|revenues?|margins?|assets|earnings|results?|sales|proceeds|interest|costs?)\b)",
    re.IGNORECASE,
)
# "Paying users" are some of the users.
_SOME = re.compile(
    r"\b(?:paying|paid-up|active|registered|monthly|daily|weekly|junior|part-time|full-time|temporary|premium|former|male|female)\b",
    re.IGNORECASE,
)
_COUNTED_NEAR = 70
_EXCEPTED = re.compile(
    r"\b(?:excluding|without|except(?: for)?|apart from|other than|not counting|leaving out|net of|minus|less)\s+(?:the |its |their )?(?P<what>[\w’'& -]+)",
    re.IGNORECASE,
)
_EXCEPTED_NEAR = 40  # characters; a figure's own noun stands no further from it
_WHOLE_YEAR = re.compile(
    r"\b(?:(?:last|this|next|previous|current) (?:(?:financial|fiscal) )?year|annual|yearly|full[- ]year)\b",
    re.IGNORECASE,
)
YEAR_DAYS, HALF_DAYS, QUARTER_DAYS = 360, 180, 88


def given_up(asked: Question, text: str, start: int) -> bool:
    """What is no longer so is no answer to what is: "twice a year instead of once", "it used to burn 90 tonnes".

    Nor is what has been spent, or goes every month, an answer to what is left to be spent.
    """
    if _LEFT_TO.search(asked.focus) and not _LEFT.search(text):
        return True
    clause = text[clause_at(text, start)[0] : start]
    once = _USED_TO.search(clause) is not None and not _PAST.search(asked.focus)
    if _NEVER.search(clause) and not _SUPPOSES.search(asked.focus):
        return True
    return (
        (once or _INSTEAD.search(text[:start]) is not None)
        and demand_of(asked.focus) is not Demand.BEFORE
        and not _ONCE.search(asked.focus)
    )


def long_ago(asked: Question, text: str) -> bool:
    """Say whether a sentence opens with a time long past, of whose figures the question wants today's.

    "Ten years ago tickets covered 40% of the cost": what do they cover?
    """
    opened = _LONG_AGO.match(text) is not None and not asked.periods and _PAST.search(asked.focus) is None
    return opened and bool(_PRESENT.search(asked.focus) and _NOW_TOO.search(text) is None and asked.wanted & FIGURES)


def rates(asked: Question, text: str) -> Callable[[int, int], bool]:
    """Say of each figure whether it is of the span of time that the question wants it for ("monthly burn")."""
    found = _EVERY.search(asked.focus)
    if found is None:
        # "Three for each one" is no number of trees.
        return lambda start, end: (
            asked.wanted != {Kind.COUNT} or bool(_EACH.search(asked.focus)) or not _FOR_EACH.match(text, end)
        )
    span = next(word for word in found.groups() if word).lower().replace("dai", "day")
    said = re.compile(rf"\b(?:{span}(?:ly)?|{_LY.get(span, span)})\b", re.IGNORECASE)
    behind = [one for one in find(text) if one.unit.endswith(f"/{span}")]
    if behind:
        return lambda start, end: any(start <= one.start < end or one.start <= start < one.end for one in behind)
    return lambda start, end: said.search(text) is not None


def intended(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is only hoped for or planned, where the question asks what was, or what there is."""
    if _SUPPOSING.search(asked.focus):
        return False
    done = _DONE.search(asked.focus) is not None
    before = _WHICH.split(text[clause_at(text, at)[0] : at])[-1]
    if (done or _STATE.search(asked.focus)) and _HOPED.search(before):
        return True
    return done and _FUTURE.search(before) is not None


def not_now(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is what is to be, or what came on top, where the question asks for what there is now."""
    present = _AT_PRESENT.search(asked.focus)
    if not (present or _STATE.search(asked.focus)) or _SUPPOSING.search(asked.focus):
        return False
    before = _WHICH.split(text[clause_at(text, at)[0] : at])[-1]
    if present and _SUPPOSED.search(before):
        return True
    added = _MORE_THAN_BEFORE.search(before) or _MORE_BEHIND.match(text, at)
    return added is not None or _TAKEN_ON.search(before) is not None


def not_added(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is the level where what was added is asked for, and the sentence tells that too."""
    if _ADDS.search(asked.focus) is None or _MORE_THAN_BEFORE.search(text[:at]):
        return False
    return _ADDED_FIGURE.search(text) is not None


def not_before(asked: Question, text: str, at: int) -> bool:
    """Say whether "what did she do before?" meets a clause that says nothing of an earlier time."""
    if _WHAT_BEFORE.match(asked.focus) is None:
        return False
    start, end = clause_at(text, at)
    return _FORMERLY.search(text[start:end]) is None


_BEFORE_WHEN = re.compile(r"\bbefore (?:the |last |this )?(?P<when>\w+)\W*$", re.IGNORECASE)
_UP_TO_IT = re.compile(r"\b(?:to|by) (?:about |around |some |just |nearly )?$", re.IGNORECASE)
_WITH_ANOTHER = re.compile(
    r"\b(?:against|compared (?:with|to)|versus|as opposed to) [^,;.]*?\d[^,;]*? (?:for|at|in|of|on) (?P<other>[^,;]+?)(?=[,;]|\.\s|\.?$)"
)


def after_change(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is what something came to at the time before which it is asked for: "in May it rose to $5".

    >>> from askbot.question import parse
    >>> after_change(parse("What did a pint cost before May?"), "In May the price went up to $5.", 28)
    True
    """
    when = _BEFORE_WHEN.search(asked.focus)
    if when is None or _UP_TO_IT.search(text[:at]) is None:
        return False
    return re.search(rf"\b{re.escape(when['when'])}\b", text) is not None  # "may" is no May


def of_the_one_held_against(asked: Question, text: str, at: int) -> bool:
    """Say whether a sentence holds its figure against that of what is asked about: "720 degrees, against 565 for salt".

    >>> from askbot.question import parse
    >>> text = "The mix can stand 720 degrees, against 565 degrees for plain salt."
    >>> of_the_one_held_against(parse("How hot is plain salt?"), text, 18)
    True
    """
    other = _WITH_ANOTHER.search(text, at)
    if other is None:
        return False
    here, before = wording(other["other"]), wording(text[: other.start()])
    return any(here.holds(term.stem) >= MATCHED > before.holds(term.stem) for term in asked.terms)


_BESIDE_A_PLAN = re.compile(
    r"\b(?:under|over|above|below|short of|ahead of|beyond|against) (?:its|their|the|his|her|an?) (?:[a-z]+ )?"
    r"(?P<plan>budget|target|forecast|estimate|plan|goal|limit|quota|target price) of (?:some |about |only )?$",
    re.IGNORECASE,
)


def held_against(asked: Question, text: str, at: int) -> bool:
    """Say whether a clause names the time asked about only to compare with it: "22, 2 more than a year ago"."""
    if _A_TIME_AGO.search(asked.focus) is None or demand_of(asked.focus) is Demand.DIFFERENCE:
        return False
    first, last = clause_at(text, at)
    return _THAN_A_TIME_AGO.search(text[first:last]) is not None


def of_the_plan(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is only what was planned, which the sentence holds what came of it against.

    >>> from askbot.question import parse
    >>> text = "The planes came in 3% under their budget of $2 billion."
    >>> [of_the_plan(parse(q), text, text.index("$")) for q in ("What did it pay for the planes?", "What was the budget?")]
    [True, False]
    """
    held = _BESIDE_A_PLAN.search(text[:at])
    return held is not None and wording(asked.focus).holds(stem(held["plan"].lower())) < MATCHED


def expected(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure is only hoped for or to come, where the question, of no period, asks for what there is."""
    if asked.periods or _SUPPOSING.search(asked.focus):
        return False
    before = _WHICH.split(text[clause_at(text, at)[0] : at])[-1]
    return _HOPED.search(before) is not None or _FUTURE.search(before) is not None


def other_profit(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure's clause speaks of another profit, revenue or debt than the question: of the operating one."""
    wanted = _MODIFIER.search(asked.focus)
    first, last = clause_at(text, at)
    here = {found[0].lower() for found in _MODIFIER.finditer(text[first:last])}
    return wanted is not None and bool(here) and wanted[0].lower() not in here


def supposed(asked: Question, text: str, at: int) -> bool:
    """The clause says what would be, and the question asks what is."""
    start, end = clause_at(text, at)
    return bool(_SUPPOSED.search(text[start:end])) and not _SUPPOSING.search(asked.focus)


def ordered(asked: Question, text: str, at: int) -> bool:
    """Say whether the words at an offset are on the first or second thing that the question asks for.

    They are on the last that the sentence counts before them, where it counts the one asked for too.
    """
    wanted = _ORDINAL.search(asked.focus)
    if wanted is None or any(one.start <= wanted.start() < one.end for one in asked.periods):
        return True  # the first half of a year is a time, and no first thing
    counted = [(found[0].lower(), found.start()) for found in _ORDINAL.finditer(text)]
    last = next((word for word, start in reversed(counted) if start <= at), None)
    return last is None or last == wanted[0].lower() or wanted[0].lower() not in [word for word, _ in counted]


def in_role(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether money is what the question asks for: what something is valued at is neither raised nor paid for it."""
    first, last = clause_at(text, start)
    value, before = _VALUE.search(asked.focus), text[max(first, start - 80) : start]
    if SPENT_OR_RAISED.search(asked.focus) and (
        (not value and _VALUED.search(before)) or (not _SAVING.search(asked.focus) and _SAVED.search(before))
    ):
        return False
    if value and _PART_SOLD.search(text[first:start]):
        return False
    if value and not says_a_value(text[first:last]):
        return False
    if _LOSING.search(asked.focus) and not _LOST.search(text[first:last]):
        return False
    if _RAISED.search(asked.focus) and not _RAISING.search(text[first:last]):
        return False
    modifier = _MODIFIER.search(asked.focus)
    return modifier is None or re.search(rf"\b{modifier[0]}\b", text[:last], re.IGNORECASE) is not None


def narrowed(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure counts only some of what "how many …" asks for, which the question doesn't say."""
    if asked.wanted != {Kind.COUNT} or asked.head is None or _SOME.search(asked.focus):
        return False
    first, last = clause_at(text, start)
    around = text[max(first, start - _COUNTED_NEAR) : min(last, end + _COUNTED_NEAR)]
    made = wording(around).tokens
    asked_for = {term.stem for term in asked.terms}  # "how many users pay" asks for the paying ones
    return any(
        _SOME.fullmatch(one.text)
        and one.stem not in asked_for
        and any(wording(other.text).holds(asked.head) >= MATCHED for other in made[i + 1 : i + 3])
        for i, one in enumerate(made)
    )


def says_a_value(clause: str) -> bool:
    """Say whether a clause says what somebody or something is worth; the fair value of what is held is no such."""
    return _VALUED_HERE.search(clause) is not None


def excepted(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is of what the question leaves out: "how much is there without the loan?"."""
    found = _EXCEPTED.search(asked.focus)
    if found is None:
        return False
    left_out = wording(found["what"]).stems - wording(asked.focus[: found.start()]).stems
    first, last = clause_at(text, start)
    beside = wording(
        f"{text[max(first, start - _EXCEPTED_NEAR) : start]} {text[end : min(last, end + _EXCEPTED_NEAR)]}"
    )
    return bool(left_out & {token.stem for token in beside.tokens if not is_function_word(token.lower)})


def of_a_whole_year(asked: Question, periods: Iterable[Period]) -> bool:
    """Say whether a figure of these periods may be that of a whole year, where the question asks for one's.

    Half of it may be all that there is so far; a quarter or a month is no year.
    """
    worded = _WHOLE_YEAR.search(asked.focus) is not None
    if not worded and not any((one.last - one.first).days >= YEAR_DAYS for one in asked.periods):
        return True
    spans = [(one.last - one.first).days for one in periods if one.first != one.last and one.last != OPEN_END]
    return not spans or max(spans) >= (YEAR_DAYS if worded else HALF_DAYS)
