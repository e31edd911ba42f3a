"""Whether a figure is what a question's verb comes to: what is left to be spent is not what is saved, a count no money."""

from __future__ import annotations

import re

from askbot.demands import is_difference
from askbot.matching import MATCHED, wording
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.dealings import REST, is_rest, names_the_rest
from askbot.ties import Bond, ties
from askbot.types import Quantity
from askbot.units import MEASURED, currency
from askbot.words import stem

_SAVES = re.compile(r"\bhow (?:much|many)\b.*\b(?:sav(?:e|es|ed|ing)|cheaper)\b", re.IGNORECASE)
_SAVED = re.compile(r"\b(?:sav(?:e|es|ed|ing|ings)|cheaper|less)\b", re.IGNORECASE)
_LOSES = re.compile(r"\bhow (?:much|many)\b.*\b(?:los(?:e|es|t)|gain(?:s|ed)?|shed)\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:los(?:e|es|t|s|ses|ing)|gain(?:s|ed)?|shed)\b", re.IGNORECASE)
# "How many jobs will go?": those that are kept do not.
_GO = re.compile(
    r"\bhow many (?:[a-z]+ )?(?:jobs|posts|people|workers|employees|staff)\b.*\b(?:go|cut|lost|lose|axed|disappear)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"\b(?:keep|keeps|kept|keeping|sav(?:e|es|ed|ing)|retain\w*|preserv\w*)\b[^;]*$", re.IGNORECASE)
# What somebody pays or brings in is money, whatever is counted beside it.
_PAYS = re.compile(
    r"\bhow much\b.*\b(?:pay|pays|paid|cost|costs|charge|earn|earns|bring in|brings in|brought in|bring|spend|owe)\b"
    r"|\bwhat (?:is|was|are|were)\b.*\bworth\b",
    re.IGNORECASE,
)
_SHARE_ASKED = re.compile(
    r"\b(?:share|part|per ?cent(?:age)?|proportion|of (?:the|its|their|his|her|that|it))\b|%", re.IGNORECASE
)
_AFTER = re.compile(
    r"\bafter (?:the |its |their |a )?(?:[a-z-]+ )?(?:cut|rise|increase|fall|drop|reduction|discount|tax|raise)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:cut|rise|rose|increas\w*|f[ae]ll\w*|drop\w*|reduc\w*|discount|tax|raise\w*|after|now|new)\b", re.IGNORECASE
)
_A_SINGLE = re.compile(
    r"^(?:what|how much) (?:do|does|did|will|would) (?:an?|one|each|every) (?:single )?(?P<thing>[a-z-]+)\b[^?]* cost\b",
    re.IGNORECASE,
)
_ALL_BRING = re.compile(
    r"^(?:how much|what) (?:do|did|will) (?:all |the |its |their )*[a-z-]+s\b(?![^?]*\b(?:each|per|apiece)\b)[^?]*"
    r"\b(?:bring in|bring|come to|contribute)\b",
    re.IGNORECASE,
)
_EACH_ONE = re.compile(r"\s+(?:each|apiece|a head|per [a-z]+)\b")
# What customers pay is not what the firm spends.
_BURNS = re.compile(r"\b(?:burn|burns|spend|spends|go through|goes through)\b", re.IGNORECASE)
_EACH_PAYS = re.compile(r"\beach (?:of them )?(?:pays?|costs?|is charged)\b[^.;,]*$", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:over|for|in|during) (?:the next )?(?P<span>(?:\w+|\d+) (?:years|months|weeks|days))\b", re.IGNORECASE
)
_WOULD = re.compile(r"\b(?:would|will)\b", re.IGNORECASE)
_A_YEAR = re.compile(r"\b(?:a|per|each|every) year\b", re.IGNORECASE)
_OFTENER = re.compile(r"\b(?:monthly|weekly|daily)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:make|made|earn|take in|get|bring in|sell|take) (?:from|through|with) (?:its |their |the )?(?P<thing>[a-z][a-z-]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(r", (?:which|who|that)\b[^,;]*$")
# "20 of which are more than 40 years old" is no age of whose they are.
_HOW_OLD = re.compile(r"how old (?:is|was|are|were)\b", re.IGNORECASE)
_SOME_OF_THEM = re.compile(r"\bof (?:which|whom|them)\b[^,;.]*$", re.IGNORECASE)


def amiss(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether the figure at a span is another thing than what the question's verb asks for."""
    figure = next((one for one in find(text) if one.start < end and start < one.end), None)
    return figure is not None and (
        is_rest(asked, text, start)
        or a_bound(asked, text, start, end)
        or (_HOW_OLD.match(asked.focus) is not None and _SOME_OF_THEM.search(text[:start]) is not None)
        or _stands_by_the_rest(asked, text, start)
        or _not_changed(asked, text, figure)
        or _not_money(asked, figure)
        or _not_of_one(asked, text, figure)
        or _not_from_there(asked, text, figure)
        or (_GO.search(asked.focus) is not None and _KEPT.search(text[:start]) is not None)
        or (_BURNS.search(asked.focus) is not None and _EACH_PAYS.search(text[:start]) is not None)
        or (_AFTER.search(asked.focus) is not None and _CHANGED.search(text) is None)
    )


def a_bound(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is the question's own bound: "how many have more than 12 rooms"."""
    bounds = re.findall(r"\bthan (?:about |some )?([\w.,]*\w)", asked.focus, re.IGNORECASE)
    return any(bound.lower() in text[start:end].lower().split() for bound in bounds if bound)


def _stands_by_the_rest(asked: Question, text: str, start: int) -> bool:
    """Only says more of where the rest goes: "the remainder goes into paying off its debts, which stand at …"."""
    rest = REST.search(text, 0, start)
    return (
        rest is not None
        and _WHICH.search(text[rest.end() : start]) is not None
        and names_the_rest(asked, text, rest.start())
    )


def _not_changed(asked: Question, text: str, figure: Quantity) -> bool:
    """A level, where the question asks what is saved, lost or gained."""
    if _SAVES.search(asked.focus):
        return _SAVED.search(text) is None and not is_difference(text, figure.start, figure.end)
    if _LOSES.search(asked.focus) is None or _LOST.search(text):
        return False
    ends = [one for tie in ties(text, find(text)) if tie.bond is Bond.CHANGE for one in (tie.first, tie.second)]
    return any(one.start == figure.start for one in ends)


def _not_money(asked: Question, figure: Quantity) -> bool:
    """A count, or a bare share, where the question asks what is paid."""
    if _PAYS.search(asked.focus) is None or currency(figure.unit):
        return False
    if figure.unit == "%":
        return _SHARE_ASKED.search(asked.focus) is None
    unit = figure.unit.split("/")[0]
    return unit not in MEASURED and unit not in ("x", "pp") and (unit == "" or unit.islower())


def _not_of_one(asked: Question, text: str, figure: Quantity) -> bool:
    """The cost of all of them, or of another thing, where that of one is asked for; or of a month, for a year."""
    if currency(figure.unit) is None:
        return False
    if _ALL_BRING.match(asked.focus) and _EACH_ONE.match(text, figure.end):
        return True
    single = _A_SINGLE.match(asked.focus)
    if single is not None:
        thing = re.escape(single["thing"].lower())
        return not re.search(
            rf"\b(?:an?|one|each|every|per|single)\b(?: [\w-]+){{0,2}} {thing}|\b{thing}s? (?:costs?|is|are)\b",
            text.lower(),
        )
    span = _OVER.search(asked.focus) if _WOULD.search(asked.focus) else None
    if span is not None and span["span"].lower() not in text.lower():
        return True
    oftener = _OFTENER.search(text[: figure.start])
    return (
        _A_YEAR.search(asked.focus) is not None
        and oftener is not None
        and oftener[0].lower() not in asked.focus.lower()
    )


def _not_from_there(asked: Question, text: str, figure: Quantity) -> bool:
    """All that was made, where the question asks what came from one thing that the sentence doesn't speak of."""
    found = _FROM.search(asked.focus) if currency(figure.unit) else None
    return found is not None and wording(text).holds(stem(found["thing"].lower())) < MATCHED
