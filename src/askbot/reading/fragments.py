"""Whether a span is torn out of its sentence, so that only the sentence says what it means."""

from __future__ import annotations

import re

_LIFE = re.compile(
    r"^what(?:['’]s| is| was) [^?]*\b(?:background|career|biography|history|past|cv|resume|track record)\W*$",
    re.IGNORECASE,
)
# "the Friends of the |Museum": the capital goes on with a name.
_IN_A_NAME = re.compile(r"\b(?P<name>(?:[A-Z][\w-]* )*[A-Z][\w-]*) (?:as|of|for) (?:an?|the) $")
# "where |the two have shops", "whether |it opens".
_SUBORDINATE = re.compile(
    r"\b(?:where|when|what|how|whether|if|unless|until|while|because|although)(?: the)? $", re.IGNORECASE
)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|do|does|did)\b|\b[a-z]+(?:ed|es) (?:an?|the|its|their)\b"
)
# "expect |Orlin to ask for more".
_URGED = re.compile(
    r"\b(?:expect|want|ask|urge|tell|told|force|allow|help|enable|require|order|persuade|advise)(?:s|ed|d|ing)? (?:the )?$"
)
_TO_DO = re.compile(r"[^,;.]{1,50} to [a-z]{2,}\b")
_GERUND_BEFORE, _GERUND_INSIDE = re.compile(r"\b[a-z]{3,}ing $"), re.compile(r",? and [a-z]{3,}ing [A-Za-z]")
_DOES_WHAT = re.compile(
    r"^what (?:did|does|do|has|have|will|would) [^?]*\b(?:decided?|agree|agreed|announced?|do|done|plan|planned|promised?|approved?|recommend|propose)\W*$",
    re.IGNORECASE,
)
_HAPPENS = re.compile(r"^what (?:happen(?:s|ed)?|has happened|will happen)\b", re.IGNORECASE)
_ONLY_FIGURES = re.compile(r"[\d.,$€£%]+(?: [a-z]+)?(?: to [\d.,$€£%]+(?: [a-z]+)?)?")
_COLON = re.compile(r"\w: [a-z]")
_OPENS_A_CLAUSE = re.compile(
    r"(?:^|[,;] )(?:[Uu]ntil|[Ww]hen|[Ii]f|[Ww]hile|[Aa]fter|[Bb]efore|[Oo]nce|[Aa]lthough|[Tt]hough|[Bb]ecause|[Uu]nless)\b[^,;]*$"
)
_NEXT_CLAUSE = re.compile(
    r", (?:the |its |their |an? )?[\w'’-]+(?: [\w'’-]+){0,2} (?:will|would|is|are|was|were|has|have|had|can|must)\b"
)
# "Orlin, a maker of |pumps that float, closed a mill": the span goes on beyond what Orlin is.
_APPOSED = re.compile(r", (?:an?|the) [^,;.]*$")
_GOES_ON = re.compile(
    r", (?:has|have|had|is|are|was|were|will|would|[a-z]{3,}ed) (?!by\b|in\b|at\b|to\b|on\b|for\b|with\b)"
)
_RELATIVE = re.compile(r"^[^,]{1,40}, (?:which|who|whose) ")


def is_torn(focus: str, text: str, start: int, end: int) -> bool:
    """Say whether a span leaves out what its words hang on: the rest of a name, its verb, or what opens its clause.

    >>> text = "It shuts shops where the two have shops, and makes boats and selling sails."
    >>> cut = text.index("the two")
    >>> is_torn("Where will it shut shops?", text, cut, cut + 18), is_torn("What does it shut?", text, 9, 14)
    (True, False)
    """
    before, words = text[:start], text[start:end]
    return (
        _LIFE.match(focus) is not None
        or _HAPPENS.match(focus) is not None
        or (_DOES_WHAT.match(focus) is not None and _ONLY_FIGURES.fullmatch(words) is not None)
        or words.count("(") != words.count(")")
        or sum(words.count(mark) for mark in '"“”') % 2 == 1
        or (_SUBORDINATE.search(before) is not None and _PREDICATE.search(words) is not None)
        or (_URGED.search(before) is not None and _TO_DO.match(words) is not None)
        or (_GERUND_BEFORE.search(before) is not None and _GERUND_INSIDE.search(words) is not None)
        or (_APPOSED.search(before) is not None and _GOES_ON.search(words) is not None)
        or (_COLON.search(words) is not None and not before.endswith((". ", '"', "“")) and bool(before))
        or (_OPENS_A_CLAUSE.search(before) is not None and _NEXT_CLAUSE.search(words) is not None)
    )


def whole_name(text: str, start: int) -> int:
    """Return where the name begins that a span opens in the midst of; the span's own start where it doesn't.

    >>> said = "It pays the Friends of the Museum and the guards."
    >>> said[whole_name(said, said.index("Museum")) :][:21]
    'Friends of the Museum'
    """
    found = _IN_A_NAME.search(text[:start]) if text[start : start + 1].isupper() else None
    return found.start("name") if found else start


def tells_of_itself(words: str) -> bool:
    """Say whether what should be a row of names is one name with a clause about it: "Orlin, which sells to banks"."""
    return _RELATIVE.match(words) is not None
