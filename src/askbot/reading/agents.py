"""Who does what is asked about: not whoever does something else to the same one, nor what it was done to."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, wording
from askbot.question import NAMES, Question
from askbot.reading.halves import flat

_WHO_DOES = re.compile(
    r"^(?:who|which (?P<sort>[a-z-]+)) (?:(?:also|still|now|currently) )?(?P<verb>[a-z]+) ", re.IGNORECASE
)
_NOT_A_DEED = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "does",
        "did",
        "do",
        "can",
        "could",
        "may",
        "of",
    )
)
_TO_A_NAME = re.compile(r" (?P<verb>[a-z]+(?:s|ed)) (?P<whom>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*)*)(?=[.,;]|$)")
_DID = re.compile(r"\b(?:did|does|will|would|has|had) (?P<who>[A-Z][\w-]*(?: [A-Z][\w-]*)*) ")
_A_DOER = re.compile(
    r"\b(?!(?:He|She|It|They|We|I|You|His|Her|Its|Their|This|That|These|Those|The|Both|Each|All|In|Who|Which|And|But)\b)(?:[A-Z][\w'’-]+ )?[A-Z][\w'’-]+,? (?:(?:has|had|have|will|would|also|then|even|alone) )?$"
)
# "Ada Ek; her partner Bo Arn, who had drawn it, left": neither "the head of Orlin" nor "Ada Ek and Bo Arn".
_RELATIVE = re.compile(r", (?:who|which|whose)\b[^,;]*(?=,)")
_SUBJECT = re.compile(
    r"(?:^|[;.] |, (?:and|but|while) )(?:(?:her|his|its|their|the|an?) (?:(?!of\b|with\b|to\b|by\b|from\b|for\b|than\b|and\b)[a-z-]+,? )+)?"
    r"(?P<who>(?!(?:He|She|It|They|We|I|You|His|Her|Its|Their|This|That|These|Those|The|Both|Each|All|In|Who|Which|And|But)\b)[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*),? (?:(?:has|had|have|will|would|also|then) )?$"
)
_OBJECT = re.compile(r"\b(?:an?|the|its|his|her|their) (?:[a-z-]+ )?(?P<noun>[a-z-]+)\W*$", re.IGNORECASE)
# "It dismissed its adviser, Ada Arn": no longer its adviser.
_LET_GO = re.compile(
    r"\b(?:dismiss(?:ed|es|ing)?|sack(?:ed|s|ing)?|fir(?:ed|es|ing)|oust(?:ed|s|ing)?|replac(?:ed|es|ing)|remov(?:ed|es|ing)"
    r"|dropp(?:ed|ing)|drops|part(?:ed|s|ing) (?:company |ways )?with|succeed(?:ed|s|ing)|took over from|takes? over from|tak(?:en|ing) over from)"
    r" (?:(?:its|their|his|her|the|[A-Z][\w-]*['’]s) (?:[a-z-]+,? ){0,4}(?:of (?:the )?[\w-]+,? )?)?$"
)
_IS_NOW = re.compile(
    r"^(?:who(?:['’]s| is| are)\b|who [a-z]+s\b|which [a-z]+ (?:is|are)\b)(?!.*\b(?:former\w*|previous\w*|before|predecessor|ex|was|were|had|dismiss\w*|sack\w*|fired|oust\w*|replac\w*|remov\w*|dropped|succeed\w*)\b)",
    re.IGNORECASE,
)


def does_something_else(asked: Question, names: frozenset[str], text: str, end: int) -> bool:
    """Say whether whoever's name ends at an offset does something else to the one of `names` that a question is about.

    >>> from askbot.question import parse
    >>> asked = parse("Who advises Orlin?")
    >>> [does_something_else(asked, frozenset({"orlin"}), f"Bero {does} Orlin.", 4) for does in ("likes", "counsels")]
    [True, False]
    """
    text = flat(text)
    deed, done = _WHO_DOES.match(asked.focus), _TO_A_NAME.match(text, end)
    if deed is None or done is None or deed["verb"].lower() in _NOT_A_DEED or not wording(done["whom"]).stems & names:
        return False
    verb = next((term for term in asked.terms if deed.start("verb") <= term.start < deed.end("verb")), None)
    return verb is not None and wording(done["verb"]).holds(verb.stem) < MATCHED


def is_done_to(asked: Question, text: str, start: int) -> bool:
    """Say whether a name is that of what was done, where it is asked who did it: "a rival, Sund", of who set up a rival.

    >>> from askbot.question import parse
    >>> text = "Bo Ek left to set up a rival, Sund."
    >>> [is_done_to(parse("Who set up a rival?"), text, text.index(name)) for name in ("Sund", "Bo")]
    [True, False]
    """
    text = flat(text)
    if not asked.wanted & NAMES or re.match(r"^(?:who|which)\b", asked.focus, re.IGNORECASE) is None:
        return False
    done = _OBJECT.search(asked.focus)
    deed = _WHO_DOES.match(asked.focus)
    if done is None or deed is None or deed["verb"].lower() in _NOT_A_DEED or done.start() < deed.end():
        return False
    before = re.search(
        r"\b(?:an?|the|its|his|her|their) (?:[a-z-]+ )?(?P<noun>[a-z-]+),? (?:called |named )?$", text[:start]
    )
    return before is not None and before["noun"] == done["noun"].lower() and before["noun"] != (deed["sort"] or "")


def is_by_another(asked: Question, text: str) -> bool:
    """Say whether somebody else by name does in a text what a question asks about whom it names, and the text doesn't name.

    >>> from askbot.question import parse
    >>> asked = parse("How many holes did Arn drill?")
    >>> [is_by_another(asked, f"{who} drilled six holes.") for who in ("Dr Ada Ek", "He", "Arn and Bo Ek", "Ada Ek said that he")]
    [True, False, False, False]
    """
    text = flat(text)
    found = _DID.search(asked.focus)
    deed = next((term for term in asked.terms if found and term.start >= found.end() and not term.capitalised), None)
    if found is None or deed is None:
        return False
    done = [one for one in wording(text).tokens if one.stem == deed.stem]
    if not any(name in text for name in found["who"].split()):
        return bool(done) and all(_A_DOER.search(text[: one.start]) for one in done)
    if any(name in text[one.end :] for one in done for name in found["who"].split()):
        return False  # "Arn drilled six holes and Bo two"
    doers = [_SUBJECT.search(_RELATIVE.sub("", text[: one.start])) for one in done]
    return bool(doers) and all(one and not wording(one["who"]).stems & wording(found["who"]).stems for one in doers)


def is_let_go(asked: Question, text: str, start: int) -> bool:
    """Say whether a name is of who was dismissed or replaced, where it is asked who holds a post now.

    >>> from askbot.question import parse
    >>> text = "Orlin dismissed its adviser, Ada Arn, in May."
    >>> [is_let_go(parse(q), text, text.index("Ada")) for q in ("Who is Orlin's adviser?", "Whom did Orlin dismiss?")]
    [True, False]
    """
    text = flat(text)
    return _IS_NOW.match(asked.focus) is not None and _LET_GO.search(text[:start]) is not None


def says_the_deed(asked: Question, text: str) -> bool:
    """Say whether a text has the very verb of a "who does it to whom", and no other word for it."""
    deed = _WHO_DOES.match(asked.focus)
    verb = next((one for one in asked.terms if deed and deed.start("verb") <= one.start < deed.end("verb")), None)
    return verb is not None and verb.stem in wording(text).stems


__all__ = ["does_something_else", "is_done_to", "is_let_go", "says_the_deed"]
