"""Yes or no by the reading model, which was trained to tell what a sentence bears out, denies or leaves open.

It decides what neither figures nor wording do (`yesno.py`). Where it is of the other opinion than the wording, the
sentence is quoted and nothing decided.
"""

from __future__ import annotations

from askbot.reading import staying, versus
from askbot.reading.evidence import Spans, Survey, leading
from askbot.reading.findings import Finding, whole_sentences
from askbot.reading.yesno import THAN, decided, of_another, plainly
from askbot.thresholds import threshold

MOST_READ = 8
# Of 578 questions about held-out articles the model decides 49 at these, 42 of them rightly; at 2.0 and 1.5 83 of 110.
SURE, APART = 3.0, 2.0
# Of the same, wording decides 59, 21 of them rightly; without those that the model is of another opinion about 49 and 18.
OPPOSED, OPPOSED_BY = 2.0, 1.0
ASIDE = 1.5  # for each name that the evidence lacks


def read(view: Survey, reader: Spans, ruled: Finding | None) -> Finding | None:
    """Decide by the sentence that the model is surest of; `ruled` is what figures or wording say."""
    decides = ruled is not None and ruled.short is not None
    if not decides and threshold(view.asked.focus) is not None:
        return ruled  # of how much something is the model knows nothing
    if view.asked.negated or staying.asks(view.asked.focus) or (decides and plainly(view) is not None):
        return ruled
    evidence = [
        one
        for one in view.evidence[:MOST_READ]
        if not of_another(view, one) and not _turned(view.asked.focus, one.text)
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
    return decided(verdict, [evidence[at]]) if sure > SURE and sure - other > APART else ruled


def _turned(focus: str, text: str) -> bool:
    """Whether a sentence holds two against each other the other way round: "20 fewer than", asked for more."""
    asked = versus.comparative(focus) if THAN.search(focus) else None
    said = versus.comparative(text) if THAN.search(text) else None
    return asked is not None and said is not None and asked[1] != said[1]
