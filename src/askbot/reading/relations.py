"""How a sentence relates a span to whoever is asked about: what was once, who taught whom, where one of two is based."""

from __future__ import annotations

import re

from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, wording
from askbot.quantities import find
from askbot.question import NAMES, Question
from askbot.reading.kinds import PEOPLE
from askbot.ties import alike
from askbot.words import irregular_forms, stem

_HOW_OLD_IS = re.compile(r"^how old (?:is|are)\b|^what (?:is|['’]s) .*\bage\b", re.IGNORECASE)
_AT_THE_AGE = re.compile(
    r"\b(?:at|by|from|since|until) (?:the|an) age of (?:about |just |only |barely )?$", re.IGNORECASE
)
# "Who sponsors it?", asked of today.
_WHO_DOES = re.compile(
    r"^(?:who|whom|which \w+) (?:currently |now )?(?:[a-z]+s|is|are) (?!.*\b(?:was|were|did|had|before|former)\b)",
    re.IGNORECASE,
)
_WAS_ONCE = re.compile(
    r"\b(?:was|were) (?:still|then|once|until (?:then|recently))\b|\bused to be\b|\b(?:previously|formerly|once) [a-z]+(?:ed|ran|led)?\b|\b(?:was|were)\b[^,;]* at the time\b",
    re.IGNORECASE,
)
# Who does the one to somebody has the other done by him.
_CONVERSE = {
    stem(one): stem(other)
    for pair in (
        "teach learn",
        "beat lose",
        "defeat lose",
        "lend borrow",
        "pay receive",
        "employ work",
        "hire join",
        "supply buy",
    )
    for one, other in (pair.split(), pair.split()[::-1])
}
_BY_OR_TO = re.compile(r"\b(?:from|by|to|against|with|under|for)\b[^,;]*$", re.IGNORECASE)
_WHO_DID = re.compile(r"^who(?:m)? (?!is\b|are\b|was\b|were\b)", re.IGNORECASE)
_WHEN_DID = re.compile(r"^(?:and )?when (?:did|was|were|has|have|had)\b", re.IGNORECASE)
_WHERE_BASED = re.compile(r"^where(?:['’]s| is| are| was| were)\b.*\b(?:based|headquartered)\b", re.IGNORECASE)
_BASED = re.compile(
    r"\b(?:based|headquarter\w*|head office|offices?|seat|home|located|lies|sits|operates (?:from|out of))\b",
    re.IGNORECASE,
)
_SEATED = re.compile(
    r"(?: (?:of|from|in|at) (?:the )?|, (?:(?:an?|the|its|another) [^,;]{1,60} )?(?:of|from|in|at|near|outside) (?:the )?| \()$"
)
_OF = re.compile(r" (?:of|from|in) (?:the )?$")
_AN, _FIRM = (
    re.compile(r", (?:an?|the) $"),
    re.compile(r"[A-Z][\w-]* (?:[a-z-]+ )?(?:firm|company|group|start-?up|business|maker|bank|club)\b"),
)
_WHO = frozenset({Kind.PERSON, Kind.ORGANISATION})
_OF_HOW_MANY = re.compile(
    r"^(?:and )?(?:how (?:many|much)|(?:what|which) (?:share|percentage|proportion|part|number)) ", re.IGNORECASE
)
_HOW_MUCH = re.compile(r"^(?:and )?how much\b", re.IGNORECASE)


def based_in(asked: Question, text: str, start: int) -> bool:
    """Say whether the place at an offset stands right behind a name that the question asks the place of: "Arn of Orvik".

    >>> from askbot.question import parse
    >>> asked, text = parse("Where is Arn based?"), "Its rival Arn of Orvik sells to Bero."
    >>> based_in(asked, text, text.index("Orvik")), based_in(asked, text, text.index("Bero"))
    (True, False)
    """
    joint = (
        _OF.search(text[:start])
        or _SEATED.search(text[:start])
        or (_FIRM.match(text, start) and _AN.search(text[:start]))
    )
    if _WHERE_BASED.match(asked.focus) is None or not joint:
        return False
    before = wording(text[: joint.start()]).tokens
    return (
        bool(before)
        and before[-1].end == joint.start()
        and before[-1].stem in {term.stem for term in asked.terms if term.capitalised}
    )


def unrelated(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a span stands to whoever is asked about otherwise than the question has it."""
    if _HOW_OLD_IS.match(asked.focus) and _AT_THE_AGE.search(text[:start]):
        return True
    if asked.wanted & NAMES and (_was_once(asked, text, start) or _other_way_round(asked, text, start)):
        return True
    if (
        asked.wanted
        and asked.wanted <= _WHO
        and not any(one.isupper() for one in text[start:end])
        and find(text[start:end])
    ):
        return True  # nobody is called 90
    return _counts_people(asked, text, start, end) or _of_another_deed(asked, text, start)


def untold(asked: Question, text: str, start: int) -> bool:
    """Say whether a text has no word of where somebody sits, or of what happened when, but for the names."""
    if _WHERE_BASED.match(asked.focus) and not _BASED.search(text) and not based_in(asked, text, start):
        return True
    return asked.wanted == {Kind.DATE} and _WHEN_DID.match(asked.focus) is not None and _tells_none_of_it(asked, text)


def _tells_none_of_it(asked: Question, text: str) -> bool:
    """Say whether a text has not one word of what happened, but for the names: it dates something else."""
    done = [term for term in asked.terms if not term.capitalised]
    return bool(done) and not any(wording(text).holds(term.stem) >= MATCHED for term in done)


def _was_once(asked: Question, text: str, start: int) -> bool:
    """Who is something now is not by whom it was still done then."""
    if asked.periods or not _WHO_DOES.match(asked.focus):
        return False
    first, last = clause_at(text, start)
    return _WAS_ONCE.search(text[first:last]) is not None


def _other_way_round(asked: Question, text: str, start: int) -> bool:
    """Who taught it is not who learned it; "learned it from Arn" is."""
    if not _WHO_DID.match(asked.focus) or not asked.terms:
        return False
    verb = asked.terms[0].stem
    made = wording(text).tokens
    if verb not in _CONVERSE or any(one.stem == verb for one in made):
        return False
    turned = next((one for one in made if one.stem == _CONVERSE[verb]), None)
    return turned is not None and (start < turned.start or _BY_OR_TO.search(text[turned.end : start]) is None)


def _counts_people(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether "how much" of something meets a number of people: no compensation is 300 workers."""
    if not _HOW_MUCH.match(asked.focus):
        return False
    figure = next((one for one in find(text) if one.start < end and start < one.end), None)
    if figure is None or stem(figure.unit) not in PEOPLE:
        return False
    return not any(wording(figure.unit).holds(term.stem) >= MATCHED for term in asked.terms)


def _of_another_deed(asked: Question, text: str, start: int) -> bool:
    """Say whether another figure of the sentence has the question's verb right behind it, and the one at an offset has not.

    Of "68% would like one, but only 24% own one" the 24% own one.
    """
    if _OF_HOW_MANY.match(asked.focus) and _another_befell(asked, text, start):
        return True
    figures = find(text) if _OF_HOW_MANY.match(asked.focus) else []
    here = next((one for one in figures if one.start <= start < one.end), None)
    if here is None:
        return False
    alikes = [one for one in figures if alike(one, here)]
    if len(alikes) < 2:
        return False
    deeds = {one.start: _deed(asked, text, one.end) for one in alikes}
    return not deeds[here.start] and any(deeds.values()) and not _deed_before(asked, text, here.start)


_BEFELL = re.compile(r" (?:were|was|are|is) (?P<verb>[a-z]+(?:ed|t|n))\b")


def _another_befell(asked: Question, text: str, start: int) -> bool:
    """Whether something else befell those counted than is asked: of "one was killed and 16 were hurt" 16 weren't killed."""
    figure = next((one for one in find(text) if one.start <= start < one.end), None)
    befell = _BEFELL.match(text, figure.end) if figure is not None else None
    if befell is None or any(wording(befell["verb"]).holds(term.stem) >= MATCHED for term in asked.terms):
        return False
    others = [found["verb"] for found in _BEFELL.finditer(text) if found.start() != befell.start()]
    return any(wording(other).holds(term.stem) >= MATCHED for other in others for term in asked.terms)


def _deed(asked: Question, text: str, end: int) -> bool:
    """The words right behind a figure are a verb of the question's."""
    behind = re.match(
        r",? (?:of (?:them|those|these|which|whom) )?(?:(?:already|also|never|now|still|would|could|do|have|had|are|were|was|is|be|been) )*(?P<verb>[a-z]+)\b",
        text[end:],
    )
    if behind is None:
        return False
    word = wording(behind["verb"])
    return any(word.holds(verb) >= MATCHED for verb in _verbs(asked))


def _deed_before(asked: Question, text: str, start: int) -> bool:
    """The words of a figure's own clause before it have the question's verb."""
    first, _ = clause_at(text, start)
    return any(wording(text[first:start]).holds(verb) >= MATCHED for verb in _verbs(asked))


def _verbs(asked: Question) -> list[str]:
    """The stems of what may be the question's verb, as far as form and place tell."""
    words = [term for term in asked.terms if not term.capitalised and term.stem != asked.head]
    return [
        term.stem
        for term in words
        if term.lower in irregular_forms() or term.lower.endswith(("ed", "ing")) or _bare(asked, term.start)
    ]


def _bare(asked: Question, at: int) -> bool:
    """Whether a word stands where only a verb does: behind a noun without a preposition, before an article or at the end."""
    behind = re.match(r"[\w-]+(?:\W*$| (?:an?|the|one|it|its|their|for|against|in)\b)", asked.focus[at:])
    before = re.search(
        r"\b(?:of|in|for|over|under|with|the|an?|and|at|on|to|from)\s+$", asked.focus[:at], re.IGNORECASE
    )
    return behind is not None and before is None
