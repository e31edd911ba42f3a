"""When a question asks about, by its verb: what was, what is, what is to be; and whether that is what a text says."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, clause_at, wording
from askbot.periods import Period, read_period
from askbot.question import Question
from askbot.reading.kinds import LATER
from askbot.words import stem, tokens

_WISHES = r"(?:plan|intend|aim|hope|want|seek|expect|propose|wish)"
# "How many does it want to hire?" is not how many it has.
_WISHED = re.compile(rf"\b{_WISHES}(?:s|ing|ned)? to\b", re.IGNORECASE)
_TO_COME = re.compile(
    rf"\b(?:{_WISHES}\w*|planning|planned|will|would|should|shall|could|may|might|to|targets?|targeting|goals?|due|if|by|until|up to|going|another|further|more)\b|['’]ll\b",
    re.IGNORECASE,
)
_WILL_CHANGE = re.compile(
    r"\b(?:by how (?:much|many)|how (?:much|far|fast))\b.* (?:will|should|would|is (?:expected|set|forecast) to)\b"
    r".*\b(?:grow|rise|fall|drop|shrink|increase|decrease|decline|climb|change|slip|widen|narrow)\b",
    re.IGNORECASE,
)
# "How many will it have after the merger?", "what will the planned ones cost?", "how much will it have spent by then?"
_WILL_HAVE = re.compile(
    r"\bhow (?:much|many|big|large)\b.*\b(?:will|would|could)\b.*\bonce\b|"
    r"\bhow (?:much|many)\b.*\bwill\b.*(?:\b(?:after|once|when|in all|in total|altogether|by then|remain|left)\b"
    r"|\bhave (?:[a-z]+ed|spent|paid|sold|built|lost|made|got)\b)"
    r"|\bhow (?:much|many)\b.*\bplanned\b",
    re.IGNORECASE,
)
_WHEN_DID = re.compile(
    r"^(?:when|(?:in |on )?(?:what|which) (?:year|month|day|date)) (?:did|was|were|had)\b", re.IGNORECASE
)
_WHEN_WILL = re.compile(
    r"^(?:when|(?:in |on |by )?(?:what|which) (?:year|month|day|date)) (?:will|shall)\b", re.IGNORECASE
)
_RECURRING = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b(?:will|should|shall|would|(?:is|are|due|set|scheduled|expected|supposed|meant|planned|hopes?|plans?|wants?|intends?) to)"
    r" (?:[a-z]+ ){0,2}$|, to $|\b(?:will|shall|(?:plans?|wants?|intends?|is|are) to) [a-z]+\b[^;]*,? and (?:[a-z]+ly )?$"
)
_NOT_YET_DONE = re.compile(
    r"\b(?:will|shall|(?:is|are|due|set|scheduled|expected|supposed|planned) to) (?!have\b)[a-z]+\b[^,;]*$"
)
_NOW = re.compile(
    r"^(?:has|have)\b|^(?:is|are|does|do|was|were|did)\b.*\b(?:already|yet|now|currently|still|at present|today)\b",
    re.IGNORECASE,
)

_SIDE = re.compile(r"\b(before|after) (?:the|its|his|her|their|that|this) (?=[a-z])", re.IGNORECASE)
# What somebody was asked, ordered or willing to do is not done by that.
_ASKED_TO = re.compile(
    r"\b(?:ask|want|urg|order|seek|sought|plan|hop|intend|threaten|refus|promis|propos|expect|call)\w*\b"
    r"(?: (?!to\b)[\w.'’-]+,?){0,8}? to (?:[a-z]+ly )?(?P<verb>[a-z]+)\b"
)


def unwished(asked: Question, text: str, at: int) -> bool:
    """Say whether the question asks what somebody wants, and the clause says before an offset only what is."""
    if tells_what_is(asked, text, at):
        return True
    if _WISHED.search(asked.focus) is None:
        return False
    start, end = clause_at(text, at)
    return _TO_COME.search(text[start:end]) is None


def of_another_day(asked: Question, text: str, periods: list[Period], at: int, *, published: str | None) -> bool:
    """Say whether the date at an offset cannot be that of what happened, or that of what is to come.

    What happened is not dated after the article, what will happen not wholly before it, nor by a day of every week.
    """
    did, will = _WHEN_DID.match(asked.focus), _WHEN_WILL.match(asked.focus)
    if not (did or will):
        return False
    if did and (_NOT_YET_DONE.search(text[clause_at(text, at)[0] : at]) or _only_asked_for(asked, text)):
        return True  # "the council is to vote in March"
    if _RECURRING.match(text, at) or (_RECURRING.search(text[at : at + 16]) and will):
        return True
    one = next((period for period in periods if period.start <= at < period.end), None)
    if one is None or published is None:
        return False
    article = read_period(published[:10])  # a day, or no more than its year or month
    return one.first > article.last if did else one.last < article.first


def _only_asked_for(asked: Question, text: str) -> bool:
    """Say whether a text has what the question takes for done only as what somebody was to do.

    >>> from askbot.question import parse
    >>> _only_asked_for(parse("When did the court close it?"), "In May Ada Roy asked the court to close it.")
    True
    """
    done = {stem(word) for word in re.findall(r"(?<!\bto )\b[a-z]+\b", asked.focus)[1:]}
    verbs = [stem(found["verb"]) for found in _ASKED_TO.finditer(text)]
    said = [token.stem for token in tokens(text)]
    return any(verb in done and said.count(verb) == verbs.count(verb) for verb in verbs)


def of_the_other_side(asked: Question, text: str) -> bool:
    """Say whether a text tells what was after something, where the question asks what was before it.

    >>> from askbot.question import parse
    >>> asked = parse("What share went there before the fire?")
    >>> [of_the_other_side(asked, text) for text in ("After the fire 40% went there.", "Before the fire it was 15%.")]
    [True, False]
    """
    wanted = _SIDE.search(asked.focus)
    if wanted is None:
        return False
    sides = {found[1].lower() for found in _SIDE.finditer(text)}
    return bool(sides) and wanted[1].lower() not in sides and len(sides) == 1


_IF = re.compile(r"\b(?:if|unless|provided|as long as) [^,;]*$", re.IGNORECASE)
_IF_ASKED = re.compile(r"\b(?:if|unless|deadline|latest|by when|until when|by what date|condition\w*)\b", re.IGNORECASE)


def of_another_moment(asked: Question, text: str, at: int) -> bool:
    """Say whether a date is that of what came before, or of what has to be done by then for something else.

    >>> from askbot.question import parse
    >>> text = "The state pays if the bridge is ready before May 2029."
    >>> of_another_moment(parse("When will the bridge be ready?"), text, text.index("May"))
    True
    """
    conditional = _IF.search(text[:at]) is not None and _IF_ASKED.search(asked.focus) is None
    return conditional or of_what_came_before(asked, text, at)


def of_what_came_before(asked: Question, text: str, at: int) -> bool:
    """Say whether a date is that of what came before: "left in 2018 and joined it six months later"."""
    start, end = clause_at(text, at)
    later = LATER.search(text, at, end)
    if later is None or later.start() <= at:
        return False
    before, behind = wording(text[start:at]), wording(text[at : later.start()])
    verbs = [term for term in asked.terms if not term.capitalised]
    return any(behind.holds(term.stem) >= MATCHED > before.holds(term.stem) for term in verbs)


def foretells(asked: Question, text: str) -> bool:
    """Say whether a text speaks of what is to come, where the question asks by how much something will change.

    >>> from askbot.question import parse
    >>> foretells(parse("By how much will sales grow?"), "Sales grew 7% to $2 million.")
    False
    """
    if _WILL_CHANGE.search(asked.focus) is None and _WILL_HAVE.search(asked.focus) is None:
        return True
    return _TO_COME.search(re.sub(r"\bto\b", "", text)) is not None


def tells_what_is(asked: Question, text: str, at: int) -> bool:
    """Say whether the words around an offset, between commas, tell what is where the question asks what will be then.

    >>> from askbot.question import parse
    >>> text = "The line, which runs 22 ferries, will buy three."
    >>> tells_what_is(parse("How many ferries will it have after the merger?"), text, text.index("22"))
    True
    """
    if _WILL_HAVE.search(asked.focus) is None:
        return False
    start = max(text.rfind(", ", 0, at), text.rfind("; ", 0, at), 0)
    end = next((found.start() for found in re.finditer(r", |; ", text[at:])), len(text) - at) + at
    return _TO_COME.search(re.sub(r"\bto\b", "", text[start:end])) is None


def to_come(asked: Question, before: str) -> bool:
    """Say whether the words before a verb put it into the future, where the question asks whether it is so by now."""
    return _NOW.search(asked.focus) is not None and _NOT_YET.search(before) is not None
