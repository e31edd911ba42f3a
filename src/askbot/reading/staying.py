"""Whether somebody is still there: who left is not, who stays on is; no other sentence with the words tells."""

from __future__ import annotations

import re

from askbot.matching import printed_names, wording
from askbot.periods import MONTHS
from askbot.reading.evidence import Survey
from askbot.reading.findings import Finding
from askbot.types import Claim

_ASKED = re.compile(
    r"^(?:is|are|does|do)\b.*\bstill (?:with|at|in charge|employed|there|working|part of|on the (?:board|team|staff)"
    r"|works?\b|run(?:s|ning)?\b|lead(?:s|ing)?\b|head(?:s|ing)?\b|chair(?:s|ing)\b|(?:an? |the )?(?:member|employee|partner|director|chief|chair\w*|head|boss|president|ceo)\b)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:(?:has |have |had )?(?:left|quit|departed|resigned|retired|stepped down|moved on|was (?:dismissed|sacked|fired|ousted|replaced)))\b"
)
_STAYS = re.compile(
    r"\b(?:stay(?:s|ed) on|remain(?:s|ed)|is still|still (?:works|runs|heads|leads|chairs|holds|serves)"
    r"|has been (?:in office|in charge|(?:its |the |an? )?(?:[a-z]+ ){0,2}(?:director|executive|chair\w*|president|head|manager|captain)(?: of [A-Z][\w-]*)?) since"
    r"|has (?:run|led|headed|chaired|managed) (?:[A-Z][\w&.'’-]*|it|the (?:company|firm|group)) (?:since|from the (?:start|beginning|outset)))\b"
)
_NOT = re.compile(r"\b(?:not|never|if|may|might|would|could|denied)\b[^,;]*$", re.IGNORECASE)
_JOINED = re.compile(r"(?:,|\band|\bbut)(?: (?:and|but|later|then|also))* $")
MOST_TITLE_TOKENS = 2  # "Dr Ada Brill" opens with her title
_OF_TWO = re.compile(r"(?i:are|do) (?:[A-Z][\w.-]* )+and (?:[A-Z][\w.-]* )+still\b")
_CLAUSE_END = re.compile(r"[,;.]| (?:and|but) ")
_PART_END = re.compile(r"; ")
_CAME = re.compile(r"\b(?:returned|came back|rejoined|joined)\b")


def asks(focus: str) -> bool:
    """Say whether a question asks if somebody is still with somebody."""
    return _ASKED.match(focus) is not None


def read(view: Survey) -> Finding | None:
    """Decide by the sentence that says that whoever is asked about left or stays; None where none does."""
    at = view.asked.focus.find(" still ")
    names = frozenset(term.stem for term in view.named if term.start < at) or frozenset(t.stem for t in view.named)
    if not names:
        return None
    every = frozenset(term.stem for term in view.named)
    several = _OF_TWO.match(view.asked.focus) is not None
    for one in view.evidence:
        # Of two, one that stays is not both; one that left is enough for a no.
        for pattern, word in ((_LEFT, "No"),) if several else ((_STAYS, "Yes"), (_LEFT, "No")):
            for found in pattern.finditer(one.text):
                before = _PART_END.split(one.text[: found.start()])[-1]
                named = printed_names(f"x {before}")
                joined = _JOINED.search(before) is not None  # "Brill sold it to Arn, but stays on"
                last = bool(named) and (named[-1].stem in names or not joined)
                near = named[-1:] if last else named[:MOST_TITLE_TOKENS]
                if not any(token.stem in names for token in near) or _NOT.search(before):
                    continue
                if _CAME.search(one.text, found.end()) or _of_another(one.text[found.end() :], every):
                    continue
                if wording(one.text).stems & names:
                    place = one.passage.document_id, one.passage.start + found.start(), one.passage.start + found.end()
                    return Finding((Claim(word, (one.citation(),)),), word, (place,))
    return None


def _of_another(behind: str, names: frozenset[str]) -> bool:
    """Whether what was left, or where somebody stays, is called otherwise: "left Tarvik to found Orlin"."""
    called = printed_names(f"x{_CLAUSE_END.split(behind)[0]}")
    return bool(called) and called[0].lower not in MONTHS and called[0].stem not in names
