"""What the words around a percentage say that it is: by how much something rose or fell, a share of which whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.quantities import find
from askbot.reading.evidence import Evidence
from askbot.types import Quantity

_OR_A_SHARE = re.compile(r"\bor (?:about |around |some |nearly |almost |roughly |just |only |over )*$", re.IGNORECASE)
_OF_ANOTHER = re.compile(r" of (?:the|all|those|its|their)\b", re.IGNORECASE)
_FELL = (
    r"(?:f[ae]lls?|fallen|down|drops?|dropped|declin\w+|decreas\w+|slipp?\w*|slid\w*|tumbl\w+|plung\w+|slump\w+"
    r"|shr[aiu]nk\w*|los[et]\w*|sank)"
)
_ROSE = r"(?:ris\w+|rose|up|grew|grow\w*|increas\w+|climb\w*|jump\w*|gain\w*|surg\w+|soar\w*|leap\w*|advanc\w+)"
_JUST = r"\b(?: (?:by|of|about|around|some|nearly|almost|as much as|more than))*\s*$"
# The words right before, or right behind, the percentage that an operation can't be done with.
_WAY = {way: re.compile(f"{verb}{_JUST}", re.I) for way, verb in (("before-rise", _FELL), ("before-fall", _ROSE))}
_NO = re.compile(r"\b(?:no|without(?: an?| the)?) (?P<what>[a-z]+)\b(?! (?:more|longer)\b)", re.IGNORECASE)
_BEHIND = {
    "before-rise": re.compile(r"\s*(?:less|fewer|lower|smaller|cheaper|shorter|below|down|under)\b", re.IGNORECASE),
    "before-fall": re.compile(r"\s*(?:more|higher|larger|bigger|dearer|longer|above|up|over)\b", re.IGNORECASE),
}


def goes_the_other_way(operation: str, text: str, start: int, end: int) -> bool:
    """Say whether a percentage is of a fall where a rise is worked back, or the other way round.

    >>> text = "It cost $8 million, a third less than before."
    >>> [goes_the_other_way(f"before-{way}", text, 20, 27) for way in ("rise", "fall")]
    [True, False]
    """
    if operation not in _WAY:
        return False
    return _WAY[operation].search(text[:start]) is not None or _BEHIND[operation].match(text, end) is not None


def of_another_whole(text: str, start: int, end: int) -> bool:
    """Say whether a share says what the amount before it is of another: "9,000 homes, or a third of those here"."""
    return bool(_OR_A_SHARE.search(text[:start]) and _OF_ANOTHER.match(text, end))


def denies_something_else(asked: str, text: str) -> bool:
    """Say whether it is asked who has no such thing, and a sentence tells of those with it, or without another.

    >>> text = "A third of the horses got no oats."
    >>> [denies_something_else(f"How many horses got no {what}?", text) for what in ("hay", "oats")]
    [True, False]
    """
    denied = _NO.search(asked)
    return denied is not None and re.search(rf"\b(?:no|without|not)\b[^,;.]*\b{denied['what']}", text, re.I) is None


def has_nearer_whole(share: Evidence, whole: Quantity, sentences: Sequence[Evidence]) -> bool:
    """Say whether a share's sentence, or the one before, has another amount of the whole's sort: that is its whole."""
    if whole.citation is None or whole.citation.document_id != share.passage.document_id:
        return True
    if share.passage.start <= whole.start < share.passage.end:
        return False
    behind = [
        one
        for one in sentences
        if one.passage.document_id == share.passage.document_id and one.passage.start < share.passage.start
    ]
    nearest = max(behind, key=lambda one: one.passage.start, default=None)
    if nearest is None or nearest.passage.start <= whole.start < nearest.passage.end:
        return False
    return any(one.unit == whole.unit for near in (share, nearest) for one in find(near.text))
