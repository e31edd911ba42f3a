"""Money that goes at a rate: whether it is what somebody burns, or a price, a loss, what others pay."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot.matching import MATCHED, clause_at, wording
from askbot.owners import Mark
from askbot.reading.evidence import Evidence, Survey
from askbot.types import Quantity
from askbot.units import currency, is_plural
from askbot.words import stem

OPENING_WORDS = 4
SPENDING = frozenset(stem(word) for word in ["burn", "spend", "draw", "outflow"])
_BURNS = SPENDING | {stem("lose"), stem("use")}
_LOST = re.compile(r"\bloss(?:es)?\b|\blost\b", re.IGNORECASE)
_BURNT = re.compile(
    r"\bburn\w*|\boutflows?\b|\bcash (?:flow|use|used|consum\w+)\b|\bspen[dt]\w*|\bwent through\b|\b(?:go|gets?"
    r"|goes) through\b|\bdrain\w*"
    r"|\bus(?:es|ed|ing)(?: (?:about|some|around|roughly|nearly|almost|up))? (?=\W?\d)|\bconsum(?:es|ed|ing)\b"
    r"|\bused up\b|\bof (?:it|them|this|that|these|those|which) goes?\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?!(?:company|firm|group|business|start-?up|organi[sz]ation)\b)(?P<who>[a-z][a-z-]+)(?:['’]s | (?:spends"
    r"|draws|loses|uses) )"
)
# "It has $9 million, and $2 million of it goes every month."
_DRAWN = re.compile(r" of (?:it|them|this|that|these|those|which) goes?\b")
# Who does what with the money: "uses about $2 million", "a place costs parents €210".
_ACT = re.compile(
    r"\b(?:(?P<burns>burn(?:s|ed|t|ing)?|spend(?:s|ing)?|spent|us(?:e|es|ed|ing)|los(?:e|es|ing|t)|draws?|drew"
    r"|drawing|need(?:s|ed|ing)?|consum(?:e|es|ed|ing)"
    r"|(?:go|goes|going|went|gets?|getting|got) through|runs? through)|pays?|paid|paying|costs?|costing|charg(?:e"
    r"|es|ed|ing)|earns?|owes?)\b",
    re.IGNORECASE,
)
# "It spent $9 million on research in 2024": what goes on one thing isn't all that goes.
_ON_ONE_THING = re.compile(
    r"(?: (?:an?|per|each|every|last|this|in|during) [\w-]+)?,? on (?!average\b|top\b|everything\b|all\b)"
    r"(?P<thing>[^,;:.()]+)"
)
_ITSELF = frozenset(("it", "they", "we", "which", "that", "who", "and", "but", "company", "firm", "group", "start-up"))
_ADVERBS = frozenset(
    (
        *("is", "are", "was", "were", "has", "have", "had", "been", "now", "still", "also", "currently", "already"),
        *("then", "to", "expects", "plans", "intends", "expected", "will", "would"),
    )
)


_USED_UP = re.compile(
    r"\b(?:burn(?:ed|t)(?: through)?|used(?: up)?|consumed|went through|got through)"
    r"(?: about| around| some| roughly| nearly| almost)? $",
    re.IGNORECASE,
)
_FOR_A_THING = re.compile(r"(?: of [a-z ]+)?(?: in cash)? (?:to|for|on|buying|paying)\b")
_IN_THE_YEAR = re.compile(
    r"[^,;.\d]{0,40}? (?:during|over|in|for|through) "
    r"(?:the (?:whole |full |entire |past |last )?|(?:the )?previous |last )year\b"
)


def of_a_year(text: str, figure: Quantity) -> Quantity:
    """Money as so much a year, where the words behind it say that it went in a year: "consumed $9 during the year".

    >>> from askbot.quantities import find
    >>> text = "It had $7 million left, having used $9 million during the year."
    >>> [of_a_year(text, one).unit for one in find(text)]
    ['USD', 'USD/year']
    """
    if figure.period or "/" in figure.unit or currency(figure.unit) is None:
        return figure
    spent = _BURNT.search(text[clause_at(text, figure.start)[0] : figure.end]) is not None
    return replace(figure, unit=f"{figure.unit}/year") if spent and _IN_THE_YEAR.match(text, figure.end) else figure


def is_drawn(text: str, figure: Quantity) -> bool:
    """Say whether a figure goes out of what was named before it, or was used up and not for one thing."""
    used = _USED_UP.search(text[: figure.start]) is not None and not _FOR_A_THING.match(text, figure.end)
    return used or _DRAWN.match(text, figure.end) is not None


def is_spent(view: Survey, evidence: Evidence, mark: Mark, lead: str) -> bool:
    """Say whether a rate is money that the one asked about spends, where the phrase asks for a burn.

    A loss, or what something cost once, is not what goes every month; nor is it where another figure is the burn, where
    others pay it, or where it goes on one thing alone.
    """
    if "/" not in mark.quantity.unit and _is_no_burn(view, evidence.text, mark):
        return False
    if _goes_on_one_thing(view, evidence.text, mark):
        return False
    return _is_the_owners(view, evidence, lead) and _is_done_by(view, evidence.text, mark)


def _goes_on_one_thing(view: Survey, text: str, mark: Mark) -> bool:
    """What was spent in a year on one thing is no burn; what goes on it every month may be all that goes."""
    if "/" in mark.quantity.unit:
        return False
    thing = _ON_ONE_THING.match(text, mark.quantity.end)
    return thing is not None and not wording(thing["thing"]).stems & {term.stem for term in view.asked.terms}


def _is_no_burn(view: Survey, text: str, mark: Mark) -> bool:
    asked = {term.lower for term in view.asked.terms}
    if asked & {"loss", "losses"}:
        return False
    here = text[mark.earlier : mark.right]
    return bool(_LOST.search(here)) or (bool(asked & {"month", "monthly"}) and not _BURNT.search(here))


def _is_the_owners(view: Survey, evidence: Evidence, lead: str) -> bool:
    """Of somebody who has no name, "the city's burn", the sentence speaks, or the one above begins with it."""
    owner = _OWNER.match(view.asked.focus)
    above = re.split(r"(?<=[.!?])\s", lead.strip())[-1].split()[:OPENING_WORDS]
    return owner is None or wording(f"{' '.join(above)} {evidence.text}").holds(stem(owner["who"])) >= MATCHED


def _is_done_by(view: Survey, text: str, mark: Mark) -> bool:
    """The verb before a rate is one of spending, its subject the one asked about: not "households pay $90 a month"."""
    if not {term.stem for term in view.asked.terms} & _BURNS:
        return True
    at = mark.quantity.start
    first = clause_at(text, at)[0]
    acts = list(_ACT.finditer(text, first, at))
    if not acts:
        return _BURNT.search(text) is not None or is_drawn(text, mark.quantity)
    if acts[-1]["burns"] is None:
        return False
    words = re.findall(r"[\w'’&.-]+", text[first : acts[-1].start()])
    while words and (words[-1].lower() in _ADVERBS or words[-1].endswith("ly")):
        words.pop()
    if not words or words[-1].lower() in _ITSELF or words[-1][0].isupper():
        return True
    if wording(" ".join(words)).stems & view.names:
        return True
    return words[0].lower() in ("the", "its", "their", "our") and not is_plural(words[-1].lower())
