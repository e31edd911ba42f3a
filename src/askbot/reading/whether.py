"""Yes or no by the reading model, which was trained to tell what a sentence bears out, denies or leaves open.

It decides what neither figures nor wording do (`yesno.py`). Where it is of the other opinion than the wording, the
sentence is quoted and nothing decided.
"""

from __future__ import annotations

import re

from askbot.matching import wording
from askbot.reading import contraries, earnings, either, holdings, staying, versus
from askbot.reading.evidence import Spans, Survey, leading
from askbot.reading.findings import Finding, whole_sentences
from askbot.reading.undecided import leaves_open
from askbot.reading.yesno import THAN, decided, of_another, of_something_else, plainly
from askbot.thresholds import threshold

MOST_READ = 6  # of the development questions none was decided by a sentence beyond the best five
# Of 578 questions about held-out articles the model decides 49 at 3.0 and 2.0, 42 of them rightly; at 2.0 and 1.5 83 of 110.
# With 1.0 where nothing is compared, no whole is asked for, nothing is left open and nobody else is named, and with what is
# ruled out below, 43 of 84 development questions are right and 8 wrong, before 39 and 10.
SURE, APART, APART_ELSE = 3.0, 2.0, 1.0
# Of the same, wording decides 59, 21 of them rightly; without those that the model is of another opinion about 49 and 18.
OPPOSED, OPPOSED_BY = 2.0, 1.0
ASIDE = 1.5  # for each name that the evidence lacks
# What was only thought of was not done.
_DROPPED = re.compile(
    r"\b(?:decided against|walked away|called (?:it )?off|revers(?:ed|ing) (?:the|its|that|this) (?:decision|plan)|thought better of|considered \w+ing)\b",
    re.IGNORECASE,
)
_SHORT_OF = re.compile(
    r"\b(?:short of|shy of|below|miss(?:ed|es)|under) (?:the |its |what |market |analysts['’] )?", re.IGNORECASE
)
# What is so of a part isn't so of the whole, which the model doesn't see.
_WHOLE = re.compile(
    r"\b(?:all|every|everything|everyone|entire(?:ly)?|whole|only|fully|completely|always|never|ever)\b", re.IGNORECASE
)


def read(view: Survey, reader: Spans, ruled: Finding | None) -> Finding | None:
    """Decide by the sentence that the model is surest of; `ruled` is what figures or wording say."""
    decides = ruled is not None and ruled.short is not None
    if not decides and threshold(view.asked.focus) is not None:
        return ruled  # of how much something is the model knows nothing
    if either.asks(view.asked) or earnings.only_here(view.asked):
        return ruled
    if contraries.asks_as_much(view.asked.focus):
        return ruled
    if view.asked.negated or staying.asks(view.asked.focus) or (decides and plainly(view) is not None):
        return ruled
    evidence = [
        one
        for one in view.evidence[:MOST_READ]
        if not of_another(view, one)
        and not _turned(view.asked.focus, one.text)
        and not holdings.untold(view.asked.focus, view.named, one.text)
        and not contraries.is_tally(view.asked.focus, one.text)
    ]
    found = reader.verdicts(view.asked.focus, [(leading(one.scene), one.text) for one in evidence])
    if not found:
        return ruled
    aside = [ASIDE * len(one.match.missing_names) for one in evidence]
    yes = max((one.yes - less, piece) for piece, (one, less) in enumerate(zip(found, aside, strict=True)))
    no = max((one.no - less, piece) for piece, (one, less) in enumerate(zip(found, aside, strict=True)))
    (sure, at), other = max(yes, no), min(yes, no)[0]
    verdict = yes > no
    if ruled is not None and ruled.short is not None:
        opposed = (ruled.short == "Yes") != verdict and sure > OPPOSED and sure - other > OPPOSED_BY
        return whole_sentences([evidence[at]]) if opposed else ruled
    if contraries.is_not_ruled_out(evidence[at].text):
        return whole_sentences([evidence[at]]) if sure > SURE else ruled
    if verdict and contraries.of_one_only(view.asked.focus, evidence[at].text):
        return ruled
    if verdict and (_DROPPED.search(evidence[at].text) or any(of_something_else(view, one) for one in evidence)):
        return ruled
    hard = versus.comparative(view.asked.focus) is not None or _WHOLE.search(view.asked.focus) is not None
    # Where a sentence names another of the article's subjects, the model may take the one for the other.
    others = wording(evidence[at].text).stems & (evidence[at].profile.subjects - view.names)
    open_still = leaves_open(view, evidence[at].text)
    apart = APART if hard or others or open_still else APART_ELSE
    return decided(verdict, [evidence[at]]) if sure > SURE and sure - other > apart else ruled


def _turned(focus: str, text: str) -> bool:
    """Whether a sentence holds two against each other the other way round: "20 fewer than", asked for more."""
    asked = versus.comparative(focus) if THAN.search(focus) else None
    said = versus.comparative(text) if THAN.search(text) else None
    if asked is not None and asked[1] > 0 and _SHORT_OF.search(text):
        return True
    return asked is not None and said is not None and asked[1] != said[1]
