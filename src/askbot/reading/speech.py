"""What somebody said: the whole of a quotation, and those of whoever stands beside the "says"."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.question import Term
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, one_span

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
