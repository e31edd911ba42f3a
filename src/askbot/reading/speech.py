"""What somebody said: the whole of a quotation, and those of whoever stands beside the "says"."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.question import Term
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, one_span, whole_sentences

_VERB = r"(?:sa(?:y|ys|id)|add(?:s|ed)?|t(?:ell|ells|old)|th(?:ink|inks|ought)|comment(?:s|ed)?|remark(?:s|ed)?|answer(?:s|ed)?|repl(?:y|ies|ied)|call(?:s|ed)?|describe[sd]?|ask(?:s|ed)?|joke[sd]?|sp(?:eak|eaks|oke)|explain(?:s|ed)?|insist(?:s|ed)?|warn(?:s|ed)?|recall(?:s|ed)?|put)"
_ASKED = re.compile(
    r"^what (?:did|does|do|has|have|had) (?P<who>.+?) (?:have to )?(?:sa(?:y|id)|tell|told|think|thought|comment(?:ed)?|remark(?:ed)?|call(?:ed)?|answer(?:ed)?|repl(?:y|ied))\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"“[^”]+”|(?<!\w)\"[^\"]+\"")
_SAYING = re.compile(rf"\b{_VERB}\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
MOST_STATEMENTS = 3
TAG_CHARACTERS = 60  # in which the speaker stands from the verb
LEAST_ON_IT = 0.5  # of the words of what something is said about


def asks(focus: str) -> bool:
    """Say whether a question asks for somebody's words."""
    return _ASKED.match(focus) is not None


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the quotation that it stands in or cuts, without its marks.

    >>> said = '"It is big, not small," said Arn.'
    >>> said[slice(*whole(said, 12, 21))]
    'It is big, not small'
    """
    for found in _QUOTATION.finditer(text):
        if start < found.end() - 1 and found.start() < end - 1:
            inside = text[found.start() + 1 : found.end() - 1].rstrip(" ,")
            return found.start() + 1, found.start() + 1 + len(inside)
    return start, end


def read(view: Survey) -> Finding | None:
    """Answer with the quotations of whoever the question names, on what it names; None where no sentence has any."""
    asked = _ASKED.match(view.asked.focus)
    if asked is None:
        return None
    who = [term for term in view.named if asked.start("who") <= term.start < asked.end("who")]
    on = [term for term in view.asked.terms if term.start >= asked.start("rest")]
    if not who:
        return None
    told = [one for one in view.evidence if _is_by(one.text, who) and _is_on(one, on)]
    made = []
    for one in sorted(told, key=lambda one: (one.passage.document_id, one.passage.start))[:MOST_STATEMENTS]:
        found = _QUOTATION.search(one.text)
        if found is not None:
            made.append(one_span(one, *whole(one.text, found.start() + 1, found.end() - 1)))
    if not made:
        return None
    if len(made) == 1:
        return made[0]
    return Finding(
        tuple(claim for one in made for claim in one.claims), None, tuple(at for one in made for at in one.highlights)
    )


_THINKING = re.compile(r"\b(?:think|thinks|thought|believe|view|opinion|feel|make of)\b", re.IGNORECASE)
_SAYS = (
    r"(?:sa(?:ys?|id)|adds?|added|tells?|told|call(?:s|ed)?|warn(?:s|ed)?|argu(?:es?|ed)|claim(?:s|ed)?|insist(?:s|ed)?|repl(?:y|ies|ied)|wr(?:ites?|ote)|"
    r"stress(?:es|ed)?|complain(?:s|ed)?|demand(?:s|ed)?|conclud(?:es?|ed)|recommend(?:s|ed)?|puts? (?:it|the|at)|described?|describes|criticis(?:es?|ed)|criticiz(?:es?|ed))"
)
_THINKS = (
    r"(?:thinks?|thought|believes?|believed|expects?|expected|fears?|feared|hopes?|hoped|accepts?|doubts?|doubted|considers?|considered|prefers?|preferred|"
    r"wants?|oppos(?:es?|ed)|welcom(?:es?|ed)|worr(?:y|ies|ied)|disagrees?|reckons?|reckoned)"
)
_FINDS = r"(?:shows?|showed|f(?:inds?|ound)|puts?|had|has|suggests?|suggested|gives?|gave|sa(?:ys?|id))"
_A_SURVEY = re.compile(r"\b(?:poll|survey|study|report|census|audit)\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:told|tells?|asks?|asked|of|for|by|with|to|from|in) (?:the |its |their |an? |some |most )?(?:[a-z-]+ )?$"
)
_THAT = re.compile(rf"\b(?:that|{_SAYS}) $")
MOST_REPORTED, SUBJECT_CHARACTERS = 2, 120
LEAST_QUOTED = 4  # words: a single one in quotation marks is no statement


def reported(view: Survey, found: Evidence, start: int, end: int) -> Finding | None:
    """Answer with the sentences that report what whoever is asked about says; None where the span found says it whole.

    A quotation says it whole, and so does what follows "says that".
    """
    asked = _ASKED.match(view.asked.focus)
    if asked is None:
        return None
    who = [term for term in view.asked.terms if asked.start("who") <= term.start < asked.end("who")]
    on = [term for term in view.asked.terms if term.start >= asked.start("rest")]
    if not who:
        return None
    verbs = _SAYS + (f"|{_THINKS}" if _THINKING.search(view.asked.focus) else "")
    verbs = _FINDS if _A_SURVEY.search(asked["who"]) else verbs
    own = all(found.match.strengths.get(term.stem, 0.0) >= MATCHED for term in who)
    first, last = whole(found.text, start, end)
    quoted = any(one.start() <= start and end <= one.end() for one in _QUOTATION.finditer(found.text))
    quoted = quoted and len(found.text[first:last].split()) >= LEAST_QUOTED
    speaks = _speaks(found.text, who, verbs)
    if (own and quoted) or (speaks and _THAT.search(found.text[:start])):
        return None
    told = [one for one in view.evidence if _speaks(one.text, who, verbs) and _is_on(one, on)]
    told = [one for one in told if all(wording(one.text).holds(t.stem) >= MATCHED for t in on if t.capitalised)]
    if _prints(found.text, who):  # an alliance is no union where a union is spoken of
        told = [one for one in told if _prints(one.text, who)]
    told.sort(key=lambda one: -one.match.support)
    if speaks or (own and not told and not _A_SURVEY.search(asked["who"])):
        return whole_sentences([found])
    return whole_sentences(told[:MOST_REPORTED]) if told else None


def _prints(text: str, who: list[Term]) -> bool:
    return all(term.stem in wording(text).stems for term in who)


def only_told(view: Survey, found: Evidence) -> bool:
    """Say whether a sentence has whoever is asked about only as those who are told: "she told analysts that …"."""
    asked = _ASKED.match(view.asked.focus)
    who = [t for t in view.asked.terms if asked and asked.start("who") <= t.start < asked.end("who")]
    at = [token.start for token in wording(found.text).tokens for term in who if token.stem == term.stem]
    return bool(at) and all(re.search(r"\b(?:told|tells?|tell) (?:the )?$", found.text[:one]) for one in at)


def _speaks(text: str, who: list[Term], verbs: str) -> bool:
    """Whether whoever is asked about stands in a sentence as its speaker: before the verb, or turned round behind it."""
    tag = _QUOTATION.sub(lambda found: " " * len(found[0]), text)
    made = wording(tag).tokens
    held = [token for token in made if any(wording(token.text).holds(term.stem) >= MATCHED for term in who)]
    if any(not any(wording(token.text).holds(term.stem) >= MATCHED for token in held) for term in who):
        return False
    for token in held:
        if re.search(r"\baccording to (?:the |an? |its )?(?:[\w'’-]+ ){0,3}$", tag[: token.start]):
            return True
        if _OBJECT.search(tag[: token.start]):
            continue
        behind = re.search(rf"\b(?:{verbs})\b", tag[token.end : token.end + SUBJECT_CHARACTERS])
        if behind and not re.search(r"[;:.]|\b(?:told|and) ", tag[token.end : token.end + behind.start()]):
            return True
        if re.search(r"\b(?:said|says|added|adds|wrote|warned) (?:[\w'’-]+ ){0,3}$", tag[: token.start]):
            return True
    return False


def _is_by(text: str, who: list[Term]) -> bool:
    """Whether the name nearest to the "says" beside a quotation is that of the speaker asked about."""
    if _QUOTATION.search(text) is None:
        return False
    tag = _QUOTATION.sub(lambda found: " " * len(found[0]), text)
    names = list(_NAME.finditer(tag))
    for verb in _SAYING.finditer(tag):
        near = [
            (min(abs(name.start() - verb.end()), abs(verb.start() - name.end())), name[0])
            for name in names
            if min(abs(name.start() - verb.end()), abs(verb.start() - name.end())) <= TAG_CHARACTERS
        ]
        if near and any(wording(min(near)[1]).holds(term.stem) >= MATCHED for term in who):
            return True
    return False


def _is_on(one: Evidence, on: list[Term]) -> bool:
    if not on:
        return True
    held = sum(one.match.strengths.get(term.stem, 0.0) >= MATCHED for term in on)
    return held / len(on) >= LEAST_ON_IT
