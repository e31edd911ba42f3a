"""What is counted, and where: counts of different things are not held against each other, nor is that of one place all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.lexicon import Kind
from askbot.quantities import find
from askbot.question import Question
from askbot.reading.counted import AT_WORK
from askbot.reading.halves import flat
from askbot.reading.kinds import kind_of
from askbot.types import Citation, Quantity
from askbot.words import is_function_word, stem, tokens

_MORE = re.compile(
    r"\b(?:more|most|fewer|fewest|larger number of|higher number of) (?P<what>[a-z][a-z-]*(?: [a-z-]+)?)", re.IGNORECASE
)
_HOW_MANY = re.compile(
    r"^(?:how many|what (?:is|are) the (?:total )?number)\b|^what (?:share|percentage|proportion|part)\b", re.IGNORECASE
)
_IN_A_PLACE = re.compile(
    r"(?: [a-z-]+){0,4}? (?:in|at|on|across) (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*(?:,? and|,)(?: (?:about|some|another|the|a|further|nearly|around|has|runs|employs|have)){0,2} (?P<more>[\d]|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
)
_BEFORE = re.compile(
    r"\d(?: [a-z-]+){0,4}? (?:in|at|on|across) (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*(?:,? and|,)(?: (?:about|some|another|the|a|further|nearly|around|has|runs|employs|have)){0,2} $"
)
_IN = re.compile(r"(?: [a-z-]+){0,3}? (?:in|at|on|across) (?:the )?(?P<place>[A-Z][\w-]*)")
_OPEN = re.compile(
    r"\b(?:besides|apart from|as well as|not counting|excluding|not including|a handful|several|a few|others|elsewhere|dozens|a number of|the rest|the remainder|more in|smaller ones)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"^(?:It|They|The (?:[a-z]+ )?[a-z]+|There|Others?|Another|[A-Z][\w-]+) (?:also|further)\b|^(?:There|It|They) (?:is|are|has|have) (?:also|more|others?|another)\b|^(?:More|Others|Another)\b"
)
MOST_BEHIND = 1
_NOUNLESS = re.compile(r"\s*(?:[,;.)]|$|and\b|in\b|at\b|to\b|for\b)")


def compares(asked: Question) -> bool:
    """Say whether a question asks which of two has more of something that is counted."""
    return _MORE.search(asked.focus) is not None


def unlike(asked: Question, places: Sequence[tuple[str, int, int]]) -> bool:
    """Say whether the counts that stand at some places of sentences are of different things.

    >>> from askbot.question import parse
    >>> asked, texts = parse("Who has more customers?"), ("Arn has 30 paying users.", "Bero has 4 big clients.", "Cato has 5 paying users.")
    >>> [unlike(asked, [(texts[0], 8, 10), (text, at, at + 1)]) for text, at in ((texts[1], 9), (texts[2], 9))]
    [True, False]
    """
    said = _MORE.search(asked.focus)
    if said is None:
        return False
    figures = [_figure(text, start, end) for text, start, end in places]
    if any(one is not None and kind_of(one.unit) is not Kind.COUNT for one in figures):
        return False
    named = {token.stem for token in tokens(said["what"])}
    told = [_counted(text, one, start, end) for (text, start, end), one in zip(places, figures, strict=True)]
    told = [frozenset("staff" if word in AT_WORK else word for word in one) for one in told]
    return all(told) and len({one - named for one in told}) > 1


def _figure(text: str, start: int, end: int) -> Quantity | None:
    return next((one for one in find(text) if one.start < end and start < one.end), None)


def _counted(text: str, figure: Quantity | None, start: int, end: int) -> frozenset[str]:
    """The words for what a figure counts: its own noun and what stands before that, else the noun of the count before it."""
    if figure is None or not figure.unit:
        before = [one for one in find(text) if one.end <= start and kind_of(one.unit) is Kind.COUNT and one.unit]
        own = _counted(text, before[-1], before[-1].start, before[-1].end) if before else frozenset()
        return own if _NOUNLESS.match(text, end) else frozenset()
    text = flat(text)
    found = re.match(
        rf"(?P<kind>(?: [a-z-]+){{0,3}}? )?{re.escape(figure.unit[:4])}\w*", text[_number_end(text, figure) :]
    )
    kind = found["kind"] if found and found["kind"] else ""
    own = frozenset(one.stem for one in tokens(kind) if not is_function_word(one.lower))
    return own | {stem(figure.unit)}


def _number_end(text: str, figure: Quantity) -> int:
    number = re.match(r"[\d.,]*\d(?: (?:million|billion|thousand|hundred))?|[a-z]+", text[figure.start :])
    return figure.start + (number.end() if number else 0)


def of_a_place(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a count is of one place of several that a sentence tells of, where the question names none of them.

    >>> from askbot.question import parse
    >>> text, asked = "Arn has 9 shops in Orvik and 4 in Sund.", [parse(f"How many shops has Arn{place}?") for place in ("", " in Orvik")]
    >>> [of_a_place(one, text, 8, 9) for one in asked], of_a_place(asked[0], "Arn has 9 shops in Orvik.", 8, 9)
    ([True, False], False)
    """
    if _HOW_MANY.match(asked.focus) is None and not compares(asked):
        return False
    figure = _figure(text, start, end)
    if figure is None or kind_of(figure.unit) is not Kind.COUNT:
        return False
    at = _number_end(text, figure)
    text = flat(text)
    place = _IN.match(text, at)
    if place is None or re.search(rf"\b{re.escape(place['place'])}\b", asked.focus):
        return False
    return _IN_A_PLACE.match(text, at) is not None or _BEFORE.search(text[: figure.start]) is not None


def is_open(text: str) -> bool:
    """Say whether a sentence says that there are more than it counts."""
    return _OPEN.search(flat(text)) is not None


def goes_on(quote: Citation, among: Sequence[Citation]) -> list[Citation]:
    """The sentence right behind a quote, where it tells of more of the same."""
    behind = [one for one in among if one.start >= quote.end][:MOST_BEHIND]
    return [one for one in behind if _ALSO.match(flat(one.quote)) and one.heading == quote.heading]
