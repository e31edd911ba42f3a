"""Yes or no by a sentence that leaves out what the one before it has: "A backs the deal. B does not."

Also by a tally where it is asked whether all were for it: so many votes to so many are not all.
"""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.reading.evidence import Survey
from askbot.reading.halves import flat
from askbot.types import Citation

_AUXILIARIES = (
    ("do", "does"),
    ("did",),
    ("has", "have", "had"),
    ("will", "would"),
    ("is", "are"),
    ("was", "were"),
    ("can", "could"),
)
_ELIDED = re.compile(
    r"(?P<who>[^;:.]{2,90}?),? (?P<aux>does|did|do|has|have|had|will|would|is|are|was|were|can|could)(?: not|n['’]t)(?=[,:;.]| and | but |$)"
)
_ALL_FOR = re.compile(
    r"(?:did|have|has|were|was) (?:all|every|everyone|everybody|each)\b[^?]*?\b(?:vot\w+ (?:for|in favou?r)|back\w*|approv\w*|support\w*|agree\w*|in favou?r)\b"
    r"|(?:was|were|is) [^?]*\b(?:unanimous(?:ly)?)\b",
    re.IGNORECASE,
)
_TALLY = re.compile(r"\b(?P<ayes>\d+)(?: votes?)? (?:to|against|–) (?P<noes>\d+)\b")
_VOTES = re.compile(r"\bvot(?:e|es|ed|ing)\b|\b(?:passed|approved|adopted|carried|backed)\b", re.IGNORECASE)
_UNANIMOUS = re.compile(r"\b(?:unanimous(?:ly)?|without (?:a )?(?:dissent\w*|vote against))\b", re.IGNORECASE)


def read(view: Survey) -> tuple[bool, Citation] | None:
    """Say Yes or No by what such a sentence says, with the sentence; None where none does."""
    if _ALL_FOR.match(view.asked.focus):
        return _by_tally(view)
    terms = [t for t in view.asked.terms if t.stem not in view.names]
    for one in view.evidence if terms and view.names else ():
        before = wording(re.split(r"(?<=[.!?])\s+", one.scene.lead.strip())[-1])
        found = _ELIDED.match(flat(one.text))
        if (
            found is None
            or not _of_one_tense(view.asked.focus, found["aux"])
            or any(before.holds(t.stem) < MATCHED for t in terms)
        ):
            continue
        if {t.stem for t in view.named if t.start < terms[0].start} <= wording(found["who"]).stems:
            return view.asked.negated, one.citation()
    return None


def _of_one_tense(focus: str, said: str) -> bool:
    opening = focus.split(maxsplit=1)[0].lower()
    return any(opening in row and said in row for row in _AUXILIARIES)


def _by_tally(view: Survey) -> tuple[bool, Citation] | None:
    terms = [t for t in view.asked.terms if not _VOTES.fullmatch(t.text) and not _UNANIMOUS.fullmatch(t.text)]
    for one in view.evidence if terms else ():
        said = wording(one.text)
        if said.holds(terms[-1].stem) < MATCHED or any(t.capitalised and said.holds(t.stem) < MATCHED for t in terms):
            continue
        if _UNANIMOUS.search(one.text):
            return True, one.citation()
        tally = _TALLY.search(flat(one.text))
        if tally is not None and _VOTES.search(one.text) and int(tally["noes"]) > 0:
            return False, one.citation()
    return None
