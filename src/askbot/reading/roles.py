"""Who did it to whom: of "Did Arn sue Bero?", a sentence in which Bero sued Arn says nothing."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.matching import MATCHED, wording
from askbot.question import Question, Term
from askbot.words import stem

_AUXILIARY = re.compile(r"\b(?:do|does|did|has|have|had|will|would|could|can)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_WHO_DID = re.compile(r"^who (?!is\b|are\b|was\b|were\b|has been\b|will be\b)", re.IGNORECASE)
_BY_WHOM = re.compile(r"\bby\b[^;.]*$", re.IGNORECASE)
_WITH = re.compile(
    r"(?P<deed> [^,;.]{3,60}?) (?:together |along |jointly )?with (?:(?:his|her|their) )?(?P<kin>(?:[a-z-]+ ){0,3})(?:(?-i:[A-Z])[\w'’-]+)(?: (?-i:[A-Z])[\w'’-]+)*"
)
_BY_NAME = re.compile(r"\bby (?:the [a-z]+ )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*$")
_AND_OTHER = re.compile(
    r", (?:who|an?|the) [^;.]{3,90}?,? and (?:by )?(?:(?:the|an?) [a-z ]{3,40}, )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*(?=[,.;]|$)"
)
_BY = re.compile(r"\s*(?:\w+ly\s+)?by\b", re.IGNORECASE)


def reversed_in(asked: Question, names: frozenset[str], text: str) -> bool:
    """Say whether a text has the question's two names as doer and done to the other way round.

    Only for a question that puts its verb between two names behind an auxiliary ("did Arn sue Bero"), and a text
    with that verb between the same two, the nearest on each side; `names` are the stems of the question's names.
    """
    parts = _parts(asked, names)
    if parts is None:
        return False
    doer, verb, other = parts
    made = wording(text).tokens
    for number, token in enumerate(made):
        if token.stem != verb.stem and wording(token.text).holds(verb.stem) < MATCHED:
            continue
        before = next((one.stem for one in reversed(made[:number]) if one.stem in (doer, other)), None)
        after = next((one.stem for one in made[number + 1 :] if one.stem in (doer, other)), None)
        if before is None or after is None or before == after:
            continue
        passive = _PASSIVE.search(text[: token.start]) is not None and _BY.match(text, token.end) is not None
        return (before == other) != passive
    return False


def untold(asked: Question, text: str, end: int) -> bool:
    """Say whether a text tells that it was done and not by whom, of "who did it?" and words that end at an offset.

    >>> from askbot.question import parse
    >>> asked = parse("Who broke the seal?")
    >>> untold(asked, "Arn says the seal was broken.", 3), untold(asked, "The seal was broken by Arn.", 26)
    (True, False)
    """
    if not _WHO_DID.match(asked.focus) or not asked.terms:
        return False
    verb = asked.terms[0]
    done = [one for one in wording(text).tokens if wording(one.text).holds(verb.stem) >= MATCHED]
    passive = [one for one in done if _PASSIVE.search(text[: one.start])]
    if not passive or len(passive) < len(done):
        return False
    return not any(one.end <= end and _BY_WHOM.search(text[one.end : end]) for one in passive)


_WHO = re.compile(r"(?:who|which (?:company|firm|bank|fund|club|group))\b", re.IGNORECASE)
_POINTS_AT = re.compile(
    r"(?P<name>[A-Z][\w&.’'-]*(?: (?:(?:of|&|the) )?[A-Z][\w&.’'-]*)*), (?:who|which)\b(?P<does>[^,;]*)"
)


def of_another_one(asked: Question, text: str, start: int) -> bool:
    """Say whether the span at an offset isn't the name that a "who" or "which" points at, whose doing is asked about.

    >>> from askbot.question import parse
    >>> asked, text = parse("Who owns 22% of Orlin?"), "Bea Arn left the bank Kelm, which owns 22% of the shares."
    >>> of_another_one(asked, text, 0), of_another_one(asked, text, 22)
    (True, False)
    """
    if not _WHO.match(asked.focus) or not asked.terms:
        return False
    doing = next((term for term in asked.terms if not term.capitalised), None)
    for found in _POINTS_AT.finditer(text):
        at = found.start("does")
        if doing is None or found.start("name") <= start < found.end("name") or start >= at:
            continue
        elsewhere = wording(text[: found.start("does")] + text[found.end("does") :])
        if wording(found["does"]).holds(doing.stem) >= MATCHED > elsewhere.holds(doing.stem):
            return True
    return False


def together(asked: Question, text: str, end: int) -> int | None:
    """Where the name ends of who did it with the one whose name ends at an offset: "Arn founded it with her sister Bea".

    >>> from askbot.question import parse
    >>> text = "Arn founded it with her sister Bea in 2015."
    >>> text[: together(parse("Who founded it?"), text, 3)]
    'Arn founded it with her sister Bea'
    """
    if _WHO_DID.match(asked.focus) and _BY_NAME.search(text[:end]) and (other := _AND_OTHER.match(text, end)):
        return other.end()
    found = _WITH.match(text, end)
    if found is None or not _WHO_DID.match(asked.focus) or not asked.terms:
        return None
    kin = found["kin"].split()
    if kin and not lexicon.role(stem(kin[-1])):
        return None
    done = wording(found["deed"])
    return found.end() if done.holds(asked.terms[0].stem) >= MATCHED else None


def _parts(asked: Question, names: frozenset[str]) -> tuple[str, Term, str] | None:
    """Return the stem of the doer's name, the verb, and the stem of the other's name."""
    auxiliary = _AUXILIARY.search(asked.focus)
    if auxiliary is None:
        return None
    row = [term for term in asked.terms if term.start >= auxiliary.end()]
    at = next((i for i, term in enumerate(row) if term.stem not in names), None)
    if at is None or at == 0 or at + 1 >= len(row) or row[at + 1].stem not in names:
        return None
    doer, verb, other = row[at - 1], row[at], row[at + 1]
    # "Did Arn's boat …", "did Arn work for Bero": neither does anything to the other.
    plain = re.fullmatch(r"\s+", asked.focus[doer.end : verb.start]) and re.fullmatch(
        r"\s+(?:the\s+)?", asked.focus[verb.end : other.start]
    )
    return (doer.stem, verb, other.stem) if plain else None


_WHO_DOES = re.compile(
    r"who (?:(?:is|are|was|were|has|have|had|will|would) )?(?!(?:is|are|was|were|the|its|his|her|their|an?)\b)[a-z]+ (?:the )?(?=[A-Z])",
    re.IGNORECASE,
)


def acts_on(asked: Question, names: frozenset[str], text: str, start: int, end: int) -> bool:
    """Say whether a span stands before all of the names that somebody is asked to have done something to.

    >>> from askbot.question import parse
    >>> text = "Orlin Bank agreed to buy its rival Tarvik."
    >>> acts_on(parse("Who is buying Tarvik?"), frozenset({"tarvik"}), text, 0, 10)
    True
    """
    if not names or _WHO_DOES.match(asked.focus) is None:
        return False
    return bool(wording(text[end:]).stems & names) and not wording(text[:end]).stems & names
