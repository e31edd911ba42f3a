"""What somebody is or was by trade: "Ada Brill, a former surgeon", "the engineer Petr Bero", "the brewer Orlin"."""

from __future__ import annotations

import re

from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, one_span

_JOB = r"(?:job|occupation|profession|career|trade|line of work|employment)"
_ONCE = re.compile(
    rf"\b(?:previous|former|earlier|old|past|prior|last) {_JOB}|\b{_JOB}\b.*\b(?:before|previously|earlier)\b"
    r"|^what (?:did|was|were|had)\b.*\b(?:do|be|been|doing|work as)\b.*\b(?:before|previously|earlier)\b|\bused to (?:do|be|work)\b"
    r"|^where did\b.*\bwork\b.*\b(?:before|previously|earlier)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"^what (?:does|do|did) (?:(?!\b(?:with|about|against|to|after|when|for)\b).)+ do(?: for a living| for work| professionally)?\W*$"
    r"|^what(?:['’]s| is| was)\b.*\b(?:occupation|profession|trade|line of work)\b",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"[A-Z][\w-]*['’]s? (?:father|mother|husband|wife|son|daughter|brother|sister|partner|parents)\b"
)
_FORMER = re.compile(r"\b(?:former(?:ly)?|retired|ex|onetime|one-time|once)\b[ -]", re.IGNORECASE)
_AGED = r"(?:,? (?:aged )?\d{1,2}(?= ?[,)]))?"
# "…, who joined from the tyre maker Gripp", "She worked for Gripp for nine years before …"
_CAME_FROM = re.compile(
    r"\bwho (?:joined|came|arrived|moved)(?: (?:it|them|the [a-z]+))?(?: in \d{4})? from (?P<what>[^,;.]+?)(?= in \d{4}|[,;.]|$)"
)
_WORKED = re.compile(
    r"\b(?P<what>(?:trained as [^,;.]+? and )?(?:had |has )?(?:worked|served|spent (?:[a-z]+|\d+) years) (?:as|for|at|in|with) [^,;.]+?)(?= before\b|, before\b)"
)


_SMALL = "the|an?|of|by|in|to|for|with|from|at|and|or|on|as|has|had|is|was|were|when|that|who|which"
_POINTING = re.compile(r"(?:She|He|They)\b")


def once(focus: str) -> bool:
    """Say whether a question asks what somebody did before."""
    return _ONCE.search(focus) is not None


def asks(focus: str) -> bool:
    """Say whether a question asks what somebody does or did for a living."""
    return once(focus) or _NOW.match(focus) is not None


def read(view: Survey) -> Finding | None:
    """Answer with the words that a sentence puts beside the name asked about; None where it puts none."""
    if not view.named or _ANOTHERS.search(view.asked.focus):
        return None
    name = "|".join(re.escape(term.text) for term in view.named)
    was = once(view.asked.focus)
    for one in view.evidence:
        if one.match.missing_names:
            continue
        found = _beside(one, name, former=was) or (_before(one, name) if was else None)
        if found is not None:
            return one_span(one, *found)
    return None


def _beside(one: Evidence, name: str, *, former: bool) -> tuple[int, int] | None:
    """The words that say what the bearer of a name is, right behind it or right before it."""
    whole = rf"(?:Dr |Prof |Sir |Dame )?(?:[A-Z][\w'’-]+ )?(?:{name})(?: [A-Z][\w'’-]+)*"
    behind = re.compile(
        rf"\b{whole}{_AGED}, (?:an?|the) (?P<what>[a-z][^,;.:()\"“”]{{2,80}}?)(?=[,;.]| who\b| which\b| and (?:his|her)\b|$)"
    )
    word = rf"(?!(?:{_SMALL})\b)[a-z][a-z-]+"
    before = re.compile(rf"(?:\b[Tt]he|\b[Aa]n?) (?P<what>(?:{word} ){{0,3}}{word}) {whole}\b")
    for pattern in (behind, before):
        for found in pattern.finditer(one.text):
            told = _FORMER.search(found["what"]) is not None
            if told == former and not re.search(
                r"\b(?:rival|competitor|company|firm|group|same|late|new)$", found["what"]
            ):
                return found.span("what")
    return None


def _before(one: Evidence, name: str) -> tuple[int, int] | None:
    """Whence somebody came, or for whom he worked before; the name stands before it or in the sentence before."""
    for pattern in (_CAME_FROM, _WORKED):
        found = pattern.search(one.text)
        if found is None:
            continue
        last = re.findall(r"[A-Z][\w'’-]+", re.sub(r"^(?:She|He|They)\b", "", one.text[: found.start()]))
        if re.fullmatch(name, last[-1]) if last else _POINTING.match(one.text):
            return found.span("what")
    return None
