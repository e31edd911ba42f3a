"""What speaks against a span by how its sentence gives it: as hoped for, or of another side, sort, part or day.

Two sorts. What contradicts the question's own words rules a span out. All else is an objection by its wording, which makes
it less likely: a reading model that is sure of a span may outweigh it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from askbot import respective
from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.periods import MONTHS, find_periods
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question
from askbot.reading import (
    agents,
    amounts,
    bases,
    changed,
    counted,
    degrees,
    doubts,
    elsewhere,
    events,
    halves,
    holdings,
    jointly,
    manner,
    offices,
    opposed,
    parts,
    relations,
    roles,
    slips,
    tense,
    unreal,
    votes,
)
from askbot.reading.dealings import (
    counts_others,
    is_other_party,
    of_another_item,
    of_another_whole,
    of_the_others,
    whole_for_part,
)
from askbot.reading.evidence import Evidence
from askbot.reading.governing import is_worth, other_figure
from askbot.reading.kinds import kind_of
from askbot.reading.outcomes import amiss
from askbot.units import MEASURED
from askbot.words import stem

# What is asked in a unit of time is no date, and what is different about a thing no figure.
_HOW_LONG_IN = re.compile(
    r"^how (?:long|much time)\b.*\bin (?:day|week|month|year)s\b|^how many (?:day|week|month|year)s\b", re.IGNORECASE
)
_TRAIT = re.compile(
    r"^what(?:['’]s| is| are| was| were| makes)\b.*\b(?:different|special|unusual|new|unique|remarkable)\b",
    re.IGNORECASE,
)
# Which of two that is, only the sentence before tells.
ONE_OR_OTHER = re.compile(r" (?:at|in|for) the (?:one|other|former|latter)(?=[,.;:)]| and\b| but\b|$)", re.IGNORECASE)
_AS_MANY = re.compile(r"(?:, [a-z-]+ times)? as many as (?:the |its )?[\w&. -]+['’]s? $")
MOST_WORDS_OF_A_FIGURE = 4
SEVERAL, MOST_WORDS_OF_SEVERAL = 3, 10
_PAID = re.compile(
    r"what (?:does|do|did|will|would|has|have|had|must|might)\b.*(?:\b(?:pay(?:ing)?|paid) for\b(?=.*\w)|\bcost\b(?! of))",
    re.IGNORECASE,
)
_AGED = re.compile(r"\byears? old\b", re.IGNORECASE)
_AMONG = re.compile(r"Among [^,]+,")
_RESPECTIVELY = re.compile(r"\brespectively\b")
_FOR_WHOM = re.compile(
    r" (?:for|in|on|at) (?:the |its |their )?(?:[A-Za-z]+ ){0,3}(?:markets?|users|customers|public|sales)\b"
)
_ABROAD = re.compile(r"\b(?:outside|abroad|overseas|foreign|international(?:ly)?|worldwide|global)\b", re.IGNORECASE)
_AT_HOME = re.compile(r"\b(?:domestic(?:ally)?|home|local(?:ly)?|national)\b", re.IGNORECASE)
_NO_MONEY = (Kind.SHARE, Kind.DURATION, Kind.MULTIPLE)
_NAME_OF = re.compile(r"^what(?:['’]s| is| was| are| were)?\b.*\b(?:names? of|called|named)\b", re.IGNORECASE)
_GROUNDS = re.compile(
    r"^(?:on )?(?:what|which) (?:grounds?|arguments?|reasons?|objections?|criticisms?|justifications?|complaints?|explanations?)\b",
    re.IGNORECASE,
)
_OPENS_WITH_A_FIGURE = re.compile(r"[$€£]?\d[\d.,]*(?: [\w%]+){0,2}$|\d")
_WHICH = re.compile(r"which (?!(?:kind|sort|type|part)s? of\b|is\b|are\b|was\b|were\b)", re.IGNORECASE)
_ONE_SUCH = re.compile(
    r"\b(?:an?|one|some) (?P<what>(?:[a-z-]+ ){0,2}?[a-z-]+)(?=[,;.]|$| (?:and|or|who|that|which|in|of)\b)"
)
_HOW_BIG = re.compile(r"how (?:big|large|small|heavy|wide|tall|deep)\b", re.IGNORECASE)
_FROM_OR_TO = re.compile(r"\bfrom (?:[^,;.]{1,20} to )?$")
_A_TIME = re.compile(
    r"\d|\b(?:after|before|once|when|whenever|until|till|since|during|while|by|as (?:soon|early|late|long)|ago|then|later|soon|never|yet|now|already|today|tomorrow|yesterday|next|last|previous|following|same|end|start|beginning|early|late|mid"
    r"|spring|summer|autumn|fall|winter|centur\w+|decades?|years?|months?|weeks?|days?|hours?|mornings?|evenings?|nights?|noon|midnight|week-?ends?|season|quarter|christmas|easter|immediately|recent\w*|annual\w*|every|weekly|monthly|daily"
    rf"|{'|'.join(MONTHS)}|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    r"\b(?P<noun>[A-Za-z-]+) of (?:about |around |some |nearly |almost |only |just |up to |at least |roughly |approximately )?(?=[$€£¥]?(?:[A-Z]{2,3}[$ ]?)?\d)"
)
_WHAT_IS_IT = re.compile(r"what (?:is|are|was|were)\b", re.IGNORECASE)
MOST_BETWEEN = 4  # characters, of a currency
_TIMES = frozenset({"day", "week", "month", "year"})


def ruled_out(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> bool:
    """Say whether a sentence says the contrary, no such deed, what went amiss, or plainly something else; `figure` as below."""
    text = evidence.text
    if (
        amiss(asked, text, start, end)
        or of_another_nature(asked, text[start:end])
        or _is_at_the_other_end(asked, text, end)
        or _is_a_change(asked, text, start)
        or (asked.wanted == {Kind.DATE} and _A_TIME.search(text[start:end]) is None)
        or (asked.wanted == {Kind.COUNT} and text[start:end].lower() == "no" and counted.none_of(asked, text) is None)
        or (asked.wanted == {Kind.COUNT} and of_another_count(asked, text, start))
        or (asked.wanted == {Kind.COUNT} and counted.denied(asked, text, end))
        or doubts.no_such_deed(asked, text)
        or agents.is_by_another(asked, text)
        or agents.is_done_to(asked, text, start)
        or (asked.wanted == {Kind.COUNT} and counts_others(asked, text, start))
        or doubts.contrary(asked, text, start)
        or not tense.foretells(asked, text)
        or (asked.wanted & FIGURES and jointly.of_one_of_both(asked, text))
        or parts.of_the_votes(asked, text, start, end)
        or not manner.ordered(asked, text, start)
        or manner.long_ago(asked, text)
        or amounts.is_rate_for_total(asked, text, start, end)
        or amounts.in_another_half(asked, text, evidence.document.published)
        or doubts.of_another_measure(asked, text, start, end)
        or (asked.wanted & NAMES and is_other_party(asked, text, start, end))
        or (asked.wanted & NAMES and (roles.untold(asked, text, end) or roles.of_another_one(asked, text, start)))
        or (asked.wanted & NAMES and offices.leads_a_round(asked, text, start))
        or (asked.wanted & NAMES and offices.of_a_part(asked, frozenset(), text, start))
        or doubts.of_another_house(asked, text, evidence.scene, start)
        or doubts.no_thing(asked, text, start, end)
        or degrees.of_another_degree(asked, text, start, end)
        or votes.of_another_side(asked, text, start, end)
        or votes.takes_the_other_side(asked, text)
        or _is_said_of_another_figure(asked, text, start, end)
        or (
            asked.wanted == {Kind.DATE}
            and (tense.of_another_moment(asked, text, start) or events.is_undone(asked, text))
        )
        or halves.is_half(asked, text, start, end, periods=evidence.periods)
        or relations.unrelated(asked, text, start, end)
        or opposed.says_the_contrary(asked, text, start, end)
        or unreal.is_unreal(asked, text, start, end)
        or manner.of_the_plan(asked, text, start)
        or slips.slips(asked, evidence, start, end, figure=figure)
        or elsewhere.of_something_else(asked, text, start, end, figure=figure)
        or tense.of_another_day(asked, text, evidence.periods, start, published=evidence.document.published)
    ):
        return True
    goes_to = amounts.goes_to(asked) if figure else None
    return figure and (
        of_one_among(asked, text, start)
        or degrees.of_another_event(asked, evidence.match.strengths)
        or (ONE_OR_OTHER.match(text, end) is not None and any(term.capitalised for term in asked.terms))
        or is_worth(asked.focus, text, start)
        or counted.of_a_single_one(asked, evidence, start, end)
        or parts.of_one_item(asked, text, start)
        or jointly.of_both_for_one(asked, evidence, start)
        or manner.excepted(asked, text, start, end)
        or doubts.an_age(asked, text, start, end)
        or manner.intended(asked, text, start)
        or manner.not_now(asked, text, start)
        or manner.held_against(asked, text, start)
        or manner.after_change(asked, text, start)
        or manner.of_the_one_held_against(asked, text, start)
        or manner.not_added(asked, text, start)
        or of_the_others(asked, text, start)
        or not manner.rates(asked, text)(start, end)
        or not manner.in_role(asked, text, start, end)
        or tense.unwished(asked, text, start)
        or tense.of_the_other_side(asked, text)
        or whole_for_part(asked, text, start)
        or parts.for_each_before_all(asked, text, start)
        or of_another_whole(asked, text, end)
        or (Kind.SHARE in asked.wanted and holdings.is_anothers(asked, text, start))
        or respective.of_another(asked, text, start, end)
        or changed.is_change(asked, text, start, end)
        or amounts.is_of_another(asked, text, start, end)
        or (goes_to is not None and evidence.match.strengths.get(goes_to, 0.0) < MATCHED)
    )


def _is_said_of_another_figure(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether the noun asked for is "of" another figure in the sentence: "a premium of 33% to its last close of €13"."""
    if asked.head is None or not find(text[start:end]) or _WHAT_IS_IT.match(asked.focus) is None or asked.periods:
        return False
    figures = [one for one in find(text) if not asked.wanted or kind_of(one.unit) in asked.wanted]
    own = [
        figure
        for found in _NOUN_OF.finditer(text)
        if stem(found["noun"].lower()) == asked.head
        for figure in figures
        if found.end() <= figure.start <= found.end() + MOST_BETWEEN
    ]
    return bool(own) and not any(one.start < end and start < one.end for one in own)


def _is_a_change(asked: Question, text: str, start: int) -> bool:
    """Whether a figure is an end of a change, where it is asked how big a thing is: "from 20% to 80%"."""
    ends = text.startswith("from ", start) or _FROM_OR_TO.search(text[:start]) is not None
    return ends and _HOW_BIG.match(asked.focus) is not None


def of_another_nature(asked: Question, words: str) -> bool:
    """Say whether words can't be what is asked for, whatever the sentence says: a measure for money, a date for a length of time,
    many figures for one.

    >>> from askbot.question import parse
    >>> of_another_nature(parse("What does the power cost?"), "1.3 GWh")
    True
    >>> [of_another_nature(parse("How long was it shut, in days?"), words) for words in ("since 6 May 2020", "90 days")]
    [True, False]
    >>> of_another_nature(parse("What is it worth?"), "$1 billion since 2016, most of it from a fund, and was once thought to be worth $11 billion")
    True
    """
    figures = find(words) if asked.wanted == {Kind.MONEY} else []
    if (figures and all(one.unit.split("/")[0] in MEASURED for one in figures)) or amounts.is_no_cost(asked, words):
        return True
    if _HOW_LONG_IN.match(asked.focus) and find_periods(words):
        return not any(one.unit in _TIMES for one in find(words))
    if _PAID.match(asked.focus) and any(kind_of(one.unit) in _NO_MONEY for one in find(words)):
        return True
    if asked.wanted == {Kind.MEASURE} and _AGED.search(words):
        return True
    if _NAME_OF.search(asked.focus) and words == words.lower() and "full name" not in asked.focus:
        return True
    if _GROUNDS.match(asked.focus) and _OPENS_WITH_A_FIGURE.match(words):
        return True
    if asked.head is not None and not asked.wanted and _ONE_SUCH.search(words):
        named = {token.stem for found in _ONE_SUCH.finditer(words) for token in wording(found["what"]).tokens}
        if asked.head in named and _WHICH.match(asked.focus):
            return True  # "which star?" is not told by "a star"
    length = len(words.split())
    if length > MOST_WORDS_OF_SEVERAL and (not asked.wanted or asked.wanted <= FIGURES | {Kind.DATE}):
        return len(find(words)) + len(find_periods(words)) >= SEVERAL  # what something would be worked out from
    return length <= MOST_WORDS_OF_A_FIGURE and _TRAIT.match(asked.focus) is not None and bool(find(words))


def of_one_among(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset is of one of some, and the question asks of those whom they are among.

    >>> from askbot.question import parse
    >>> text = "Among the mill's cloths, Vela and Nova bring in 2% and 35% of its revenue respectively."
    >>> asked = [parse(f"What share of revenue {do} bring in?") for do in ("do the cloths", "does Nova")]
    >>> [of_one_among(one, text, text.index("2%")) for one in asked]
    [True, False]
    """
    among = _AMONG.match(text)
    if among is None or _RESPECTIVELY.search(text, at) is None:
        return False
    group, rest = wording(among[0]).stems, wording(text[among.end() :]).stems
    asked_of = any(one.stem in group - rest for one in asked.terms if not one.capitalised)
    return asked_of and not any(one.capitalised and one.stem in rest - group for one in asked.terms)


def _is_at_the_other_end(asked: Question, text: str, end: int) -> bool:
    """Whether a span is for those at home, where the question asks for those abroad, or the other way round.

    >>> from askbot.question import parse
    >>> text = "Vela for domestic users and Nova for foreign users sell well."
    >>> asked = parse("What is the app called outside Norway?")
    >>> [_is_at_the_other_end(asked, text, text.index(name) + 4) for name in ("Vela", "Nova")]
    [True, False]
    """
    behind = _FOR_WHOM.match(text, end)
    if behind is None:
        return False
    abroad, home = (_ABROAD.search(asked.focus), _AT_HOME.search(asked.focus))
    return bool(
        (abroad and not home and _AT_HOME.search(behind[0])) or (home and not abroad and _ABROAD.search(behind[0]))
    )


def of_another_count(asked: Question, text: str, start: int) -> bool:
    """Say whether a bare number is what another is held against, which counts something else than is asked for.

    >>> from askbot.question import parse
    >>> text = "It runs 37 shops and employs 520 people, four times as many as Arn's 130."
    >>> [of_another_count(parse(f"How many {noun} has Arn?"), text, text.index("130")) for noun in ("shops", "people")]
    [True, False]
    """
    held = _AS_MANY.search(text[:start])
    before = [one for one in find(text[: held.start()]) if one.unit and one.unit != "x"] if held else []
    return bool(before) and asked.head is not None and wording(before[-1].unit).holds(asked.head) < MATCHED


def raised(asked: Question, evidence: Evidence, start: int, end: int, *, figure: bool) -> Iterator[str]:
    """Name what else speaks against a span by its wording; `figure` for one that was found by its sort."""
    text = evidence.text
    if (asked.wanted & FIGURES or not asked.wanted) and other_figure(asked.terms, text, start, end):
        yield "another figure"
    if manner.given_up(asked, text, start):
        yield "given up"
    if manner.not_before(asked, text, start):
        yield "not before"
    if relations.untold(asked, text, start):
        yield "untold"
    if events.is_unsaid(asked, text):
        yield "another event"
    if bases.of_another_base(asked, text, start, end):
        yield "another base"
    if not figure:
        return
    if jointly.of_one_of_both(asked, text):
        yield "of one of both"
    if of_another_item(asked, text, start):
        yield "another item"
