"""Where the answer to a question for a fact may stand in a sentence: figures, dates and the reading model's spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askbot.lexicon import Kind
from askbot.periods import Period
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question
from askbot.reading import counted, saying
from askbot.reading.evidence import Evidence
from askbot.reading.kinds import LATER, kind_of

TYPED = FIGURES | {Kind.DATE}  # sorts that are told by how they are written
MOST_WORDS_AROUND = 3  # "approximately $5 million in cash" is the figure $5 million

# "Nov 18, Lumen two weeks later" is the 18th.
_NEXT = re.compile(r"(?<=\d)[;,] (?=[A-Z])")
_HOW_OLD, _ASIDE = re.compile(r"^how old (?:is|are)\b", re.IGNORECASE), re.compile(r", (?=[a-z])")
_SAID = re.compile(
    r";|, (?:said|says|has|have|had|is|was|which|who|where|and (?:[a-z]+ed|is|was|has|had)|(?:makes|sells|runs|works|teaches|lives|employs|plans|wants)) |(?<=\w) and (?:works|lives|teaches|studies|runs|makes|sells|employs|plays|writes) "
)
_GOES_ON = re.compile(r" (?:was|were|is|are|had|has|have|died|and \d+)\b")


def places(asked: Question, evidence: Evidence, periods: list[Period]) -> Iterator[tuple[int, int, str | None]]:
    """Where the answer may stand: figures and periods of the sort asked for, and the model's spans.

    A span that is a figure or a period with a word or two around it is that figure, whole with its unit.
    """
    typed: list[tuple[int, int]] = []
    if asked.wanted & FIGURES:
        fitting = asked.wanted | {Kind.COUNT} if Kind.MEASURE in asked.wanted else asked.wanted
        for quantity in find(evidence.text):
            if kind_of(quantity.unit) in fitting:
                typed.append((quantity.start, quantity.end))
                yield quantity.start, quantity.end, quantity.unit
    if (none := counted.none_of(asked, evidence.text)) is not None:
        yield *none, None
    if Kind.DATE in asked.wanted:
        for period in periods:
            if not any(one.printed == period.printed for one in asked.periods):
                typed.append((period.start, period.end))
                yield period.start, period.end, None
        for later in LATER.finditer(evidence.text):
            typed.append(later.span())
            yield *later.span(), None
    for span in evidence.spans:
        start, end = saying.trimmed(evidence.text, span.start, span.end)
        if not asked.wanted:
            start, end = saying.whole_range(evidence.text, start, end)
        inside = [(a, b) for a, b in typed if start < b and a < end]
        if len(inside) > 1:
            start = saying.from_where(evidence.text, start)
        if asked.wanted == {Kind.DATE} and (cut := _NEXT.search(evidence.text, start, end)):
            end = cut.start()
        elif _HOW_OLD.match(asked.focus) and (cut := _ASIDE.search(evidence.text, start, end)):
            end = cut.start()  # "58, made his first kite at eleven" is 58
        elif asked.wanted == {Kind.COUNT} and (cut := _GOES_ON.search(evidence.text, start, end)):
            end = cut.start()  # "one passenger was killed and 16"
        elif asked.wanted & NAMES and (cut := _SAID.search(evidence.text, start, end)):
            end = cut.start()  # "Arn, said that it was sorry" is Arn, "Orvik and works in a mill" Orvik
        if len(inside) > 1 and asked.wanted <= FIGURES and not saying.one_range(evidence.text, inside):
            continue  # "91% at one and 84% at the other" is no single answer
        around = evidence.text[start:end].split()
        if start < end and not (
            len(inside) == 1
            and len(around) <= MOST_WORDS_AROUND + len(evidence.text[inside[0][0] : inside[0][1]].split())
        ):
            yield start, end, None
