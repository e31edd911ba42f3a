"""One figure of a row that a sentence pairs with things or years by "respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.demands import Demand, demand_of
from askbot.matching import MATCHED, wording
from askbot.question import FIGURES
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, one_span
from askbot.reading.kinds import kind_of
from askbot.respective import Paired, named, paired, tells_of

_WHAT_WAS = re.compile(r"^(?:what|how (?:much|many|high|large|big))\b", re.IGNORECASE)
# What is asked of both, or of how far they are apart, is no figure of a row.
_OF_MORE = re.compile(
    r"\b(?:total|sum|both|together|combined|altogether|in all|average|mean|median|difference|change[ds]?|differ|ratio|more|less|fewer"
    r"|than|increas\w*|decreas\w*|ris[en]\w*|rose|gr[oe]w\w*|fall\w*|fell|drop\w*|declin\w*|gap|percent\w*|per ?cent|share|proportion)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\band\b", re.IGNORECASE)


def read(view: Survey) -> Finding | None:
    """Return the only figure of such a row that a question names by thing or time, where the sentence has all its words."""
    asked = view.asked
    if not _WHAT_WAS.match(asked.focus) or demand_of(asked.focus) is not Demand.NONE:
        return None
    found = [(one, figure) for one in view.evidence if (figure := _figure(view, one)) is not None]
    # "Depreciation" is told by a sentence on depreciation before one on amortization.
    exact = [sum(term.stem in wording(one.text).stems for term in asked.terms) for one, _ in found]
    found = [one for one, held in zip(found, exact, strict=True) if held == max(exact)]
    if len({figure.figure.value for _, figure in found}) != 1:
        return None
    evidence, chosen = found[0]
    return one_span(evidence, chosen.figure.start, chosen.figure.end)


def _figure(view: Survey, evidence: Evidence) -> Paired | None:
    asked, pairs = view.asked, paired(evidence.text)
    if not pairs or not asked.terms or _OF_MORE.search(_without_terms(view)):
        return None
    said = wording(evidence.text)
    if any(said.holds(term.stem) < MATCHED and term.stem not in evidence.profile.subjects for term in asked.terms):
        return None
    if asked.currency is not None or (asked.wanted and not asked.wanted & FIGURES):
        return None
    if not asked.wanted and not _is_pointed_at(evidence, pairs):
        return None  # "what is Orlin?" is no question for a figure
    chosen = named(asked, evidence.text)
    if len(chosen) != 1 or len(pairs) == 1:
        return None
    one = chosen[0]
    own = [other for other in pairs if other.row == one.row]
    named_so = [term.stem for term in asked.terms if term.stem not in evidence.profile.subjects]
    if not tells_of(own, evidence.text, named_so):
        return None
    if one.words and _AND.search(_without_terms(view)):
        return None  # "what were the rent and the wages?"
    if asked.periods and not one.periods:
        return None
    return one if not asked.wanted or kind_of(one.figure.unit) in asked.wanted else None


def _is_pointed_at(evidence: Evidence, pairs: Sequence[Paired]) -> bool:
    """Whether the model's best span in a sentence has a figure of the row."""
    best = evidence.spans[0] if evidence.spans else None
    return best is not None and any(best.start < one.figure.end and one.figure.start < best.end for one in pairs)


def _without_terms(view: Survey) -> str:
    """The question without what it names by several words: "research and development" is one thing."""
    text = view.asked.focus
    for term in reversed(view.asked.terms):
        if " " in term.text:
            text = text[: term.start] + text[term.end :]
    return text
