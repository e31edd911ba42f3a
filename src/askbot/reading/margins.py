"""How sure the reading model is of a place in a piece of evidence, over all its readings of it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from askbot.reading.evidence import Evidence, Survey
from askbot.reading_model import Span

UNREAD = -2.0  # for a figure that the model did not put among its spans
MUCH_ELSE = 20  # a span with more characters than these around a figure is of more than the figure
_A_CHARACTER = 0.04


def of(evidence: Evidence, start: int, end: int) -> float:
    """Return the margin of `evidence.text[start:end]`, a logit difference; the mean, where it was read twice."""
    return fmean(_of(spans, start, end) for spans in _readings(evidence))


def first(evidence: Evidence, start: int, end: int) -> float:
    """Return the share of the readings whose best span touches the place, 0 to 1."""
    return fmean(float(any(_touches(span, start, end) for span in spans[:1])) for spans in _readings(evidence))


def elsewhere(view: Survey, evidence: Evidence) -> float:
    """Return the best margin in the other pieces of evidence; 0 without any."""
    return max((span.margin for one in view.evidence if one is not evidence for span in one.spans[:1]), default=0.0)


def _of(spans: Sequence[Span], start: int, end: int) -> float:
    """The margin of the best span over the place, less where that holds much else."""
    over = [
        span.margin - _A_CHARACTER * max(0, (span.end - span.start) - (end - start) - MUCH_ELSE)
        for span in spans
        if _touches(span, start, end)
    ]
    return max(over, default=min((span.margin for span in spans), default=0.0) + UNREAD)


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def _readings(evidence: Evidence) -> list[Sequence[Span]]:
    return [evidence.spans] if evidence.again is None else [evidence.spans, evidence.again]
