"""What a sentence says of the contrary: another of a numbered series, inside for outside, done for failed, then for now."""

from __future__ import annotations

import re

from askbot.lexicon import Kind
from askbot.matching import clause_at, wording
from askbot.periods import MONTHS
from askbot.quantities import find
from askbot.question import FIGURES, Question
from askbot.reading.kinds import kind_of

_NUMBERED = re.compile(r"\b(?P<letters>[A-Z][A-Za-z]+)[- ](?P<number>\d{1,3}|[IVX]{1,4})\b")
_OUTSIDE = re.compile(
    r"\b(?:outside|beyond|other than|apart from|except|excluding|not in) (?:of )?(?:the )?(?P<place>[A-Z][\w'’-]*)"
)
_FAILED = re.compile(
    r"\b(?:fail(?:s|ed)? to|(?:did|do|does|has|have|had|was|were|is|are)(?: not|n['’]t)|never|yet to be|still to be"
    r"|un(?:built|finished|sold|paid|completed|delivered|occupied|resolved|spent|filled|used|vaccinated|answered))\b",
    re.IGNORECASE,
)
_FALLEN_SHORT = re.compile(
    r"\b(?:not|never|no|none|fail\w*|without|un[a-z]{4,}|miss\w*|lack\w*|refus\w*|reject\w*|declin\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_ASKS_AHEAD = re.compile(
    r"\b(?:will|would|could|might|may|should|shall|forecast\w*|expect\w*|project\w*|predict\w*|guid(?:es?|ed|ance)|plan(?:s|ned)?|target\w*|next|going to|by (?:19|20)\d\d)\b"
    r"|['’]ll\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:forecast(?:s|ing)?|projected|predicted|guided|expects? (?:(?:net|operating|annual|full-year|group) )?(?:revenues?|sales|turnover|profits?|earnings|income|an? (?:[a-z]+ )?(?:profit|loss|result|margin)))\b[^,;]*$",
    re.IGNORECASE,
)
# "It laid off 340 of its 900 workers": 900 there were.
_CUT_OF = re.compile(
    r"\b(?:laid off|lays off|cut|cuts|sacked|dismissed|lost|shed|axed|let go(?: of)?|made redundant)\b[^,;]{0,40}\bof (?:its|their|the|her|his) $",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:did|had|was|were|before|previously|out of)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:now|today|at present|currently|these days|nowadays)\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|do|does|has|have|work|works)\b", re.IGNORECASE)
_THEN = re.compile(
    r"(?:^|, |\b(?:and|but) )(?:before|until|prior to) [^,]+|\b(?:employed|carried|had|ran|served|was|were)\b[^,;]* in (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_YET_TO = re.compile(r"(?: [a-z]+)? (?:will|would|(?:is|are) to|(?:is|are) due to)\b")
_MORE_OF = re.compile(r" (?:more|extra|additional|further)\b(?! than)", re.IGNORECASE)
_ASKS_MORE = re.compile(
    r"\b(?:more|extra|additional|further|new|another|added?|adds|order\w*|b(?:uy|ought)|hir\w*|take on|took on|increase\w*|rise|gain\w*)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\b(?:declin(?:es|ed|ing)|refus(?:es|ed|ing)|would not|did not|does not|won['’]t|wouldn['’]t|didn['’]t)(?: to)? (?:say|comment|tell|reveal|disclose)\b[^.;]*$",
    re.IGNORECASE,
)
_SAID_WHAT = re.compile(
    r"^what (?:did|does|has|have|do)\b.*\b(?:say|said|tell|told|think|claim|argue)\b", re.IGNORECASE
)
_HOW_LONG_IT = re.compile(
    r"^how long (?:was|were|is|are|has|have|had|will|did|does|do)\b.* (?P<last>[a-z]+)\W*$", re.IGNORECASE
)

_ROW_OF_PLACES = re.compile(r"[^,;.]{0,60}?\bin (?P<row>[A-Z][\w'’-]*(?:, [A-Z][\w'’-]*)*,? and [A-Z][\w'’-]*)")
_LIVING = re.compile(
    r" (?:[a-z]+ )?(?:people |residents |inhabitants )?(?:who live|living|residing) in (?:the )?(?P<place>[A-Z][\w'’-]*)"
)
_WHAT_WAS_DONE = re.compile(r"^how (?:much|many)\b.*\b(?:did|has|have|had)\b", re.IGNORECASE)
_DENIED = re.compile(r"(?:\b(?:not|never)|n['’]t)\b[^,;]{0,30}$", re.IGNORECASE)


def says_the_contrary(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether the words at a span are of the contrary of what is asked for, or of another time or thing.

    >>> from askbot.question import parse
    >>> text = "It employs 90 people, 40 of them in Orvik, and laid off 12 of its 50 cooks."
    >>> at = [(text.index(figure), text.index(figure) + 2) for figure in ("90", "40", "50")]
    >>> asked = parse("How many people does it employ outside Orvik?")
    >>> [says_the_contrary(asked, text, *one) for one in at]
    [False, True, True]
    """
    return (
        of_a_sibling(asked, text)
        or _inside(asked, text, end)
        or _done(asked, text, start, end)
        or is_forecast(asked, text, start)
        or (_CUT_OF.search(text[:start]) is not None and _WAS.search(asked.focus) is None)
        or _of_then(asked, text, start, end)
        or (
            asked.wanted == {Kind.COUNT}
            and _MORE_OF.match(text, end) is not None
            and not _ASKS_MORE.search(asked.focus)
        )
        or (_SAID_WHAT.match(asked.focus) is not None and _says_it_not(text, start, end))
        or of_another_sort(asked, text[start:end])
        or _of_several_places(asked, text, end)
        or _of_another_place(asked, text, end)
        or _said_not_to(asked, text, end)
    )


def of_a_sibling(asked: Question, text: str) -> bool:
    """Say whether a text names one of a numbered series and the question another: the "Vela-2" for the "Vela-1".

    >>> from askbot.question import parse
    >>> of_a_sibling(parse("What did Vela-1 cost?"), "Vela-2 cost $3m."), of_a_sibling(parse("What did Vela-1 cost?"), "It cost $3m.")
    (True, False)
    """
    wanted, named = _numbered(asked.focus), _numbered(text)
    letters = {one for one, _ in wanted}
    return bool(wanted) and not wanted & named and any(one in letters for one, _ in named)


def _numbered(text: str) -> set[tuple[str, str]]:
    """What a text names by a word and a number, days left out."""
    found = ((one["letters"], one["number"]) for one in _NUMBERED.finditer(text))
    return {one for one in found if one[0].lower() not in MONTHS}


def of_another_sort(asked: Question, words: str) -> bool:
    """Say whether words are a share where money is asked for, or a length where a time is.

    >>> from askbot.question import parse
    >>> of_another_sort(parse("What was its revenue?"), "37%"), of_another_sort(parse("How long was it shut?"), "11 kilometres")
    (True, True)
    """
    figures = find(words)
    kinds = {kind_of(one.unit) for one in figures}
    if asked.wanted == {Kind.MONEY} and not figures and _BY_HALF.match(words):
        return True
    if asked.wanted == {Kind.MONEY} and kinds and kinds <= {Kind.SHARE, Kind.MULTIPLE}:
        return _GROWS.search(asked.focus) is None
    lasting = _HOW_LONG_IT.match(asked.focus)
    verb = lasting is not None and re.search(
        r"(?:ed|shut|closed|open|last|take|run|stay|held|kept|left|down|out|stood)$", lasting["last"]
    )
    return bool(verb) and bool(kinds) and not kinds & {Kind.DURATION} and all(one.unit for one in figures)


_BY_HALF = re.compile(
    r"(?:roughly |about |nearly |almost |some )?(?:half|twice|double|a (?:third|quarter|fifth|tenth)|two thirds)\b",
    re.IGNORECASE,
)
_GROWS = re.compile(
    r"\b(?:ris\w*|rose|grow\w*|grew|increas\w*|f[ae]ll\w*|drop\w*|chang\w*|climb\w*|jump\w*|up|down|declin\w*|cut|share|part|margin|more|less)\b",
    re.IGNORECASE,
)


def _says_it_not(text: str, start: int, end: int) -> bool:
    """Whether words are what somebody declined to say, or no more than that he did."""
    return _DECLINED.search(text[:start]) is not None or text[start:end] in (
        "declined",
        "declines",
        "refused",
        "refuses",
    )


def is_forecast(asked: Question, text: str, start: int) -> bool:
    """Say whether a figure is what a sentence forecasts, where the question asks what was or is."""
    if not asked.wanted & FIGURES or _ASKS_AHEAD.search(asked.focus):
        return False
    first, _ = clause_at(text, start)
    return _AHEAD.search(text[first:start]) is not None


def _of_several_places(asked: Question, text: str, end: int) -> bool:
    """Whether a figure is of a row of places, and one of them is asked about: "90 shops in Orvik, Sund and Bero"."""
    row = _ROW_OF_PLACES.match(text, end)
    places = re.findall(r"[A-Z][\w'’-]*", row["row"]) if row else []
    asked_in = [place for place in places if re.search(rf"\bin {re.escape(place)}\b", asked.focus)]
    return len(asked_in) == 1 < len(places)


def _of_another_place(asked: Question, text: str, end: int) -> bool:
    """Whether a figure is of those living somewhere that the question doesn't name."""
    living = _LIVING.match(text, end)
    return (
        living is not None and living["place"] not in asked.focus and re.search(r"\bin [A-Z]", asked.focus) is not None
    )


def _said_not_to(asked: Question, text: str, end: int) -> bool:
    """Whether what is asked to have been done is only denied, further on: "a deposit of $8m, and doesn't expect to recover it"."""
    if not asked.wanted & FIGURES or _WHAT_WAS_DONE.match(asked.focus) is None or _FAILED.search(asked.focus):
        return False
    made = wording(text).tokens
    verb = asked.terms[-1].stem if asked.terms and not asked.terms[-1].capitalised else ""
    places = [one.start for one in made if one.stem == verb]
    return bool(places) and all(at >= end and _DENIED.search(text[:at]) for at in places)


def _inside(asked: Question, text: str, end: int) -> bool:
    outside = _OUTSIDE.search(asked.focus)
    if outside is None or not asked.wanted & FIGURES:
        return False
    place = re.escape(outside["place"].removesuffix("'s").removesuffix("’s"))
    return re.match(rf"[^,;]{{0,40}}\b(?:in|at|from) (?:the )?{place}\b", text[end:]) is not None


def _done(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether "how many did it fail to deliver?" meets how many it delivered."""
    if not (asked.wanted and asked.wanted <= FIGURES) or _FAILED.search(asked.focus) is None:
        return False
    first, last = clause_at(text, start)
    return _FALLEN_SHORT.search(text[first:last]) is None and _FALLEN_SHORT.search(text[start:end]) is None


def _of_then(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether a present is asked for, and the figure's own clause tells of a past with a date."""
    if not (asked.wanted & FIGURES and _PRESENT.search(asked.focus) and _IS.search(asked.focus)):
        return False
    first, last = clause_at(text, start)
    return (
        _THEN.search(text[first:start] + " " + text[end:last]) is not None and _PRESENT.search(text[first:last]) is None
    )
