"""Whether a question asks by how much something changed, and whether a figure is such a change or how much there is."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
from askbot.question import Question
from askbot.reading.halves import flat

_VERBS = (
    r"(?:ris(?:e|es|en)|rose|increase[ds]?|gr[oe]w[ns]?|climb(?:ed|s)?|jump(?:ed|s)?|fall(?:s|en)?|fell|drop(?:ped|s)?|decrease[ds]?|decline[ds]?"
    r"|shr[aiu]nk|go(?:ne)? (?:up|down)|went (?:up|down)|change[ds]?|slip(?:ped|s)?|improve[ds]?|widen(?:ed|s)?|narrow(?:ed|s)?)"
)
_ASKS = re.compile(
    rf"^(?:by how (?:much|many)\b.*\b{_VERBS}\b|how (?:much|far) (?:did|has|have|had|will|would|does|do)\b.*\b{_VERBS}\b"
    r"|what (?:is|was|were|are) the (?:increase|rise|growth|change|decrease|drop|fall|decline|jump|reduction) (?:in|of)\b)",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b(?:{_VERBS}|rising|growing|falling|dropping|growth|rise|increase|decrease|reduction|gain(?:ed|s)?|lost|lose[s]?|cuts?|cutting|rais(?:e|es|ed|ing)"
    r"|lower(?:ed|s)?|reduc(?:e|es|ed|ing)|up|down|more|less|fewer|higher|lower|add(?:ed|s)?|doubl\w+|soar\w*|surg\w*|plung\w*|sl[iu]mp\w*|expand\w*|halv\w+|sank|sink|swell\w*|swollen"
    r"|advanc\w+|edg(?:ed|es)|lift(?:ed|s)?|boost(?:ed|s)?|trim(?:med|s)?|shav\w+|difference|change|tumbl\w+|ease[ds]?|accelerat\w+|contract(?:ed|s)|gap|extra|additional|slash\w*|slid)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fall(?:s|en)?|fell|drop(?:ped|s)?|decrease[ds]?|decline[ds]?|shr[aiu]nk|go(?:ne)? down|went down|slip(?:ped|s)?|reduction|narrow(?:ed|s)?)\b",
    re.IGNORECASE,
)
_HOW_MUCH_IS = re.compile(
    r"^(?:what|how (?:much|many|high|large|big)(?: [a-z]+)?) (?:is|are|was|were)\b", re.IGNORECASE
)
_OF_A_CHANGE = re.compile(
    rf"\b(?:{_VERBS}|growth|rise|reduction|gain|loss|cut|up|down|more|less|fewer|higher|lower|added|raised|saved|saving|difference|improvement|jump|hike|addition\w*|extra)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:increased|decreased|rose|grew|fell|dropped|declined|climbed|jumped|slipped)(?: by)?(?: (?:about|around|some|only|just|nearly|over|a further|almost|roughly|more than))* $",
    re.IGNORECASE,
)
_LEVEL_BEFORE = re.compile(
    r"\b(?:to|from|at|was|were|is|are|stood at|came to|of|reached|totall?ed) (?:about |around |some |only |just |nearly |a record |as much as )*$",
    re.IGNORECASE,
)
_CHANGE_OF = re.compile(
    r"\b(?:increase|rise|growth|change|decrease|drop|fall|decline|jump|reduction|gain|loss|cut|improvement|difference)s?\b[^,;.\d]{0,40}"
    r"\b(?:of|was|is|were|to|came to|at|totall?ed)\b[^,;.\d]{0,20}$",
    re.IGNORECASE,
)


def asks(asked: Question) -> bool:
    """Say whether a question asks for a change.

    >>> from askbot.question import parse
    >>> [asks(parse(text)) for text in ("How much did the debt rise?", "What is the increase in debt?", "How much is it?")]
    [True, True, False]
    """
    return _ASKS.match(asked.focus) is not None


def is_verb(lower: str) -> bool:
    """Say whether a word is one for a change."""
    return re.fullmatch(_VERBS, lower) is not None


def asks_of_a_fall(asked: Question) -> bool:
    """Say whether the change asked for goes down."""
    return _DOWN.search(asked.focus) is not None


def asks_either_way(asked: Question) -> bool:
    """Say whether the question leaves open which way it went."""
    return re.search(r"\b(?:change[ds]?|differ\w*)\b", asked.focus, re.IGNORECASE) is not None


def is_change(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is by how much something changed, where the question asks how much it is or was.

    >>> from askbot.question import parse
    >>> text = "Wages increased $3 million or 6% to $9 million."
    >>> [is_change(parse("What were wages?"), text, at, at + 10) for at in (text.index("$3"), text.index("$9"))]
    [True, False]
    """
    if _HOW_MUCH_IS.match(asked.focus) is None or _OF_A_CHANGE.search(asked.focus):
        return False
    text = flat(text)
    behind = re.match(r" (?:[a-z]+ )?(?:to|from)\b", text[end:])
    before = text[:start]
    return _BY.search(before) is not None or (
        behind is not None and re.search(r"\bby (?:about |some )?$", before) is not None
    )


def tells(text: str, at: int) -> bool:
    """Say whether the clause at an offset tells of a change at all."""
    first, last = clause_at(text, at)
    return _SAID.search(text[first:last]) is not None


def is_level(text: str, start: int, end: int) -> bool:
    """Say whether a figure is how much there is, not by how much that changed.

    >>> text = "Debt rose by $3 to $9."
    >>> [is_level(text, text.index(one), text.index(one) + 2) for one in ("$3", "$9")]
    [False, True]
    """
    text = flat(text)
    first, _ = clause_at(text, start)
    before = text[first:start]
    if _CHANGE_OF.search(before):
        return False
    return not tells(text, start) or _LEVEL_BEFORE.search(before) is not None


def of_something_else(asked: Question, text: str) -> bool:
    """Say whether a text has no more than half of the words for what a question asks the change of.

    >>> from askbot.question import parse
    >>> asked = parse("How much have power prices risen?")
    >>> [of_something_else(asked, text) for text in ("Staff costs rose to $9.", "Prices of power rose to $9.")]
    [True, False]
    """
    terms = [one for one in asked.terms if not one.capitalised and not re.fullmatch(_VERBS, one.lower)]
    said = wording(text)
    held = sum(said.holds(one.stem) >= MATCHED for one in terms)
    return bool(terms) and held <= len(terms) / 2
