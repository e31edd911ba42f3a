"""What is left of a whole when the parts are taken off: "35% is sold in pubs and 50% in shops, the rest online".

The whole is all of it, a hundred percent, or the amount that the sentence before names and this one calls "it".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from askbot import naming
from askbot.demands import Demand, demand_of
from askbot.matching import MATCHED, wording
from askbot.portions import OWN, Portion, sentence_before
from askbot.quantities import find
from askbot.reading.dealings import REST, names_the_rest
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.halves import NEGATED
from askbot.reading.kinds import PEOPLE
from askbot.sorts import asked_for
from askbot.ties import Bond, alike, beside, ties
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import stem

_OF_IT = re.compile(r"\s*of (?:it|that|this|them|these|those)\b", re.IGNORECASE)
ALL_OF_IT = 100  # percent
LEAST_LACKING = 0.6  # of the question's words that don't say that something is to come
_LACKING = frozenset(
    stem(word)
    for word in [
        "need",
        "raise",
        "find",
        "collect",
        "reach",
        "lack",
        "miss",
        "missing",
        "short",
        "still",
        "gather",
        "left",
    ]
)
_GOAL = re.compile(
    r"\b(?:wants?|wanted|needs?|needed|seeks?|sought|hopes?|hoped|aims?|aimed|plans?|target\w*|goal|requires?|required|looking|costs?|would take|is to)\b"
    r"[^.;]{0,50}$",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"\b(?:so far|already|to date|until now|as yet|(?:has|have|had) (?:been )?(?:raised|found|collected|saved|gathered|secured|promised|set aside))\b",
    re.IGNORECASE,
)
_OWES = re.compile(
    r"\b(?:ow(?:e|es|ed)|outstanding|to (?:pay|be paid) back|to (?:be )?rep(?:ay|aid)|left of)\b", re.IGNORECASE
)
_OWING = frozenset(
    stem(word) for word in ["owe", "owed", "outstanding", "pay", "paid", "back", "repay", "repaid", "debt", "loan"]
)
_PAID_BACK = re.compile(r"\b(?:paid back|paid off|repaid|pay back)\b", re.IGNORECASE)
_STAYS = re.compile(
    r"^how many\b.*\b(?:left(?! (?:the|its|their|for|in|because)\b)|remain(?:s|ing)?|stays?|keeps?|survives?)\b",
    re.IGNORECASE,
)
_STAYING_WORDS = """
    left remain remaining stay keep survive open operate operation run running service business closure closures cut cuts
    plan still after once close closing have
"""
_STAYING = frozenset(stem(word) for word in _STAYING_WORDS.split())
_GOES = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|(?:shuts?|shutting)(?: down)?|sell(?:s|ing)?|sold|scrap(?:s|ped|ping)?|ax(?:e|es|ed|ing)|cuts?|cutting|shed(?:s|ding)?"
    r"|retir(?:e|es|ed|ing)|eliminat(?:e|es|ed|ing)|los(?:e|es|ing)|lost|remov(?:e|es|ed|ing)|withdraw(?:s|ing)?|withdrew|drop(?:s|ped|ping)?"
    r"|demolish(?:es|ed|ing)?|giv(?:e|es|ing) up|dispos(?:e|es|ed|ing) of|end(?:s|ed|ing)?)(?: (?:about|around|some|roughly|nearly|as many as|up to|the))*\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^how many (?!(?:more )?(?:million|billion|dollar|euro|pound|kron|yen|yuan))", re.IGNORECASE)
_ELLIPTIC = re.compile(
    r",?(?: and|,| plus)? (?:an?|the|its|their|another|one)?(?: ?[A-Za-z][\w&.’'-]*){0,4}? ?(?:about |another |some )?"
)
_JOINED = re.compile(r",|\band\b|\bplus\b")


_FRACTION = re.compile(
    r"\b(?:(?:an?|one|two|three) (?:quarter|third|fifth|sixth|eighth|tenth)s?|half)\b(?! of a percentage| earlier| ago| before| later)",
    re.IGNORECASE,
)


def remainders(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out the rest that a question names, as a share or as an amount."""
    text = evidence.text
    rest = REST.search(text)
    if rest is None or not is_of_the_rest(view, text) or _SO_FAR.search(text, rest.end()):
        return  # "the rest by an appeal, which has so far brought in 2 million"
    figures = [one for one in find(text) if one.end <= rest.start()]
    share = demand_of(view.asked.focus) is Demand.SHARE
    score = max(naming.support(view, evidence), OWN) + OWN
    tied = [tie for tie in ties(text, figures) if tie.bond is Bond.PART and tie.second.unit != "%"]
    counted = re.match(r"how (?:much|many)\b", view.asked.focus, re.IGNORECASE)
    if (
        tied
        and len({tie.first.start for tie in tied}) == 1
        and (
            share or (counted and _borne_out(view, text) and naming.support(view, evidence) >= OWN)
        )  # 120 people are no guests
    ):  # "312 restaurants, 240 of them its own and the rest let"
        names = {"whole": evidence.cited(tied[0].first)}
        names |= {f"part_{n}": evidence.cited(tie.second) for n, tie in enumerate(tied, 1)}
        left = " - ".join(names)
        yield Portion("the rest", f"share({left}, whole)" if share else left, names, score)
        return
    parts = _row(text, figures)
    if not parts:
        return
    named = {f"part_{n}": evidence.cited(part) for n, part in enumerate(parts, 1)}
    in_percent = parts[0].unit == "%"
    if in_percent and _FRACTION.search(text[: rest.start()]):
        return  # "60 percent for robots, a quarter for shops and the rest": a part that is no figure
    if in_percent and share:
        yield Portion("the rest", f"rest({', '.join(named)})", named, score)
        return
    if not (share or in_percent or any(asked_for(view.asked, one, text) for one in parts)):
        return
    before = sentence_before(view, evidence)
    whole = _whole(view, before, parts[0]) if before and any(_OF_IT.match(text, one.end) for one in parts) else None
    if before is None or whole is None:
        return
    names = {"whole": before.cited(whole), **named}
    if in_percent:
        yield Portion("the rest", f"rest({', '.join(named)}) of whole", names, score)
        return
    left = " - ".join(names)
    yield Portion("the rest", f"share({left}, whole)" if share else left, names, score)


def _borne_out(view: Survey, text: str) -> bool:
    """Say whether a text has a word of the question that is no name."""
    said = wording(text)
    return any(said.holds(term.stem) >= MATCHED for term in view.asked.terms if term.stem not in view.names)


def lacking(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out what is still to come from "it wants $9 million and has so far found 4"."""
    text = evidence.text
    asked = [term for term in naming.terms(view) if term.stem not in _LACKING]
    held = [term for term in asked if evidence.match.strengths.get(term.stem, 0.0) >= MATCHED]
    if not asked or len(held) < LEAST_LACKING * len(asked):
        return
    figures = [one for one in find(text) if one.unit not in ("%", "x", "pp") and "/" not in one.unit]
    goals = [one for one in figures if _GOAL.search(_since_the_last(text, figures, one))]
    had = [one for one in figures if one not in goals and _SO_FAR.search(_around(text, figures, one))]
    had += [
        one
        for one in figures
        if one not in (*goals, *had) and any(_goes_on(text, figures, other, one) for other in had)
    ]
    if len(goals) != 1 or not had or not all(alike(goals[0], one) for one in had):
        return
    if goals[0].value <= sum(one.value for one in had) or any(
        alike(goals[0], one) and one not in (*goals, *had) for one in figures
    ):
        return  # nothing is left, or one of them is neither
    if asked_for(view.asked, goals[0], text) or (currency(goals[0].unit) and not _COUNTED.match(view.asked.focus)):
        parts = {f"so_far_{n}" if len(had) > 1 else "so_far": evidence.cited(one) for n, one in enumerate(had, 1)}
        names = {"goal": evidence.cited(goals[0]), **parts}
        yield Portion("still to come", " - ".join(names), names, naming.support(view, evidence) + OWN)


def _goes_on(text: str, figures: Sequence[Quantity], first: Quantity, second: Quantity) -> bool:
    """Say whether what was said of a figure holds for the next one: "the city has promised 3 and a sponsor 2"."""
    between = text[first.end : second.start]
    return second in figures[figures.index(first) + 1 :][:1] and _ELLIPTIC.fullmatch(between) is not None


def negated(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out how many are not what a part of them is: of "12 films, 5 of them documentaries" the other 7."""
    asked, text = view.asked.focus, evidence.text
    if NEGATED.search(asked) is None or demand_of(asked) is not Demand.NONE:
        return
    figures = find(text)
    tied = [tie for tie in ties(text, figures) if tie.bond is Bond.PART and tie.second.unit != "%"]
    people = any(term.stem in PEOPLE for term in view.asked.terms)  # "employs 144 people" counts the employees
    wholes = {
        tie.first.start
        for tie in tied
        if asked_for(view.asked, tie.first, text) or (people and tie.first.unit == "person")
    }
    named = [tie for tie in tied if tie.first.start in wholes and naming.own(view, text, figures, tie.second)]
    neither = re.search(r"\bneither\b.*\bnor\b", asked)
    if len(wholes) != 1 or len(named) != (2 if neither else 1):
        return
    names = {"whole": evidence.cited(named[0].first)}
    names |= {f"part_{n}": evidence.cited(tie.second) for n, tie in enumerate(named, 1)}
    yield Portion("the rest", " - ".join(names), names, naming.support(view, evidence) + OWN)


def asks_what_stays(question: str) -> bool:
    """Say whether a question asks how many stay: "how many shops will be left?"."""
    return _STAYS.search(question) is not None


def kept(view: Survey) -> Iterator[tuple[Portion, Evidence]]:
    """Work out how many stay from "it will close 12 of its 80 shops", whatever other words of the question it lacks."""
    for evidence in view.evidence if asks_what_stays(view.asked.focus) else ():
        if not evidence.match.missing_names:
            yield from ((one, evidence) for one in _kept(view, evidence))


def _kept(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    text = evidence.text
    asked = [term for term in naming.terms(view) if term.stem not in _STAYING and term.stem not in view.names]
    if not asked or any(evidence.match.strengths.get(term.stem, 0.0) < MATCHED for term in asked):
        return
    for tie in ties(text, find(text)):
        gone = tie.bond is Bond.PART and tie.second.unit != "%" and _GOES.search(text[: tie.second.start])
        if gone and tie.second.end <= tie.first.start and asked_for(view.asked, tie.first, text):
            names = {"whole": evidence.cited(tie.first), "gone": evidence.cited(tie.second)}
            yield Portion("left", "whole - gone", names, naming.support(view, evidence) + OWN)


def without_the_others(view: Survey, text: str, shares: dict[str, Quantity]) -> dict[str, Quantity]:
    """The one share that a question names, where all of them make up the whole: what one has not, the others have."""
    if sum(share.value for share in shares.values()) < ALL_OF_IT:
        return shares
    own = {name: naming.own(view, text, list(shares.values()), share) for name, share in shares.items()}
    best = [name for name in shares if own[name] == max(own.values()) > 0]
    return {best[0]: shares[best[0]]} if len(best) == 1 else {}


def owed(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out what is still owed from "it borrowed $9 million, of which it has paid back 4"."""
    text = evidence.text
    asked = [term for term in naming.terms(view) if term.stem not in _OWING | _LACKING]
    held = [term for term in asked if evidence.match.strengths.get(term.stem, 0.0) >= MATCHED]
    if _OWES.search(view.asked.focus) is None or not asked or len(held) < LEAST_LACKING * len(asked):
        return
    tied = [tie for tie in ties(text, find(text)) if tie.bond is Bond.PART and currency(tie.first.unit)]
    back = [tie for tie in tied if _PAID_BACK.search(text[tie.first.end :])]
    if len(back) == 1 and len(tied) == 1 and back[0].second.unit == back[0].first.unit:
        names = {"borrowed": evidence.cited(back[0].first), "paid_back": evidence.cited(back[0].second)}
        yield Portion("still owed", "borrowed - paid_back", names, naming.support(view, evidence) + OWN)


def _since_the_last(text: str, figures: Sequence[Quantity], figure: Quantity) -> str:
    return text[max((one.end for one in figures if one.end <= figure.start), default=0) : figure.start]


def _around(text: str, figures: Sequence[Quantity], figure: Quantity) -> str:
    after = min((one.start for one in figures if one.start >= figure.end), default=len(text))
    return _since_the_last(text, figures, figure) + " … " + text[figure.end : min(after, figure.end + 30)]


def is_of_the_rest(view: Survey, text: str) -> bool:
    """Say whether a question asks for what a sentence only calls the rest."""
    rest = REST.search(text)
    if rest is None or not names_the_rest(view.asked, text, rest.start()):
        return False
    figures = [one for one in find(text) if one.end <= rest.start()]
    parts = [wording(beside(text, figures, tie.second)) for tie in ties(text, figures) if tie.bond is Bond.PART]
    behind = wording(text[rest.start() :])
    asked = [term.stem for term in view.asked.terms if behind.holds(term.stem) < MATCHED]
    return not any(part.holds(word) >= MATCHED for part in parts for word in asked)  # a part that it names itself


def parts_of_it(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """What share an amount "of it" is of the one that the sentence before names."""
    text = evidence.text
    figures = find(text)
    for part in figures:
        if part.unit == "%" or not (_OF_IT.match(text, part.end) or _in_row_of_it(text, figures, part)):
            continue
        before = sentence_before(view, evidence)
        whole = _whole(view, before, part) if before else None
        own = naming.own(view, text, figures, part)
        if before is not None and whole is not None and own and not naming.own_elsewhere(view, text, figures, part):
            names = {"part": evidence.cited(part), "whole": before.cited(whole)}
            yield Portion("share", "share(part, whole)", names, naming.support(view, evidence) + OWN + own)


def _in_row_of_it(text: str, figures: Sequence[Quantity], part: Quantity) -> bool:
    """A figure further on in the row whose first is "of it": "tickets bring in $3 of it, the city gives $5"."""
    row = _row(text, [one for one in figures if one.end <= part.end])
    return part in row and bool(_OF_IT.match(text, row[0].end))


def _row(text: str, figures: Sequence[Quantity]) -> list[Quantity]:
    """Figures of one sort in a list, none of them held against another."""
    if not figures or not all(alike(figures[0], one) and "/" not in one.unit for one in figures):
        return []
    tied = {Bond.CHANGE, Bond.MORE, Bond.FEWER, Bond.TIMES}
    if any(tie.bond in tied for tie in ties(text, figures)):
        return []
    gaps = (text[one.end : other.start] for one, other in pairwise(figures))
    return list(figures) if all(_JOINED.search(gap) for gap in gaps) else []


def _whole(view: Survey, before: Evidence | None, part: Quantity) -> Quantity | None:
    """The one amount of the sentence before that may be the whole of a part."""
    if before is None:
        return None
    money = currency(part.unit) is not None
    fitting = [
        one
        for one in find(before.text)
        if one.unit not in ("%", "x", "pp")
        and (
            part.unit == "%"
            or (one.value > part.value and (one.unit.split("/")[0] == part.unit if money else alike(one, part)))
        )
    ]
    return fitting[0] if len(fitting) == 1 else None
