"""A conversation's turns: a follow-up becomes a question that stands by itself.

Pure. A complete question is never bent by what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.matching import printed_names
from askbot.periods import find_periods
from askbot.question import same_question
from askbot.types import Turn
from askbot.units import CURRENCY_CODES
from askbot.words import is_function_word, tokens

_AND = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|now)[, ]+)*(?:(?:what|how) about|and|same for|what of)[, ]+(?:(?:for|of|with|in|at|by|on) )?(?P<rest>.+?)[?.! ]*$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:and |so |what about |how about )*(?P<rest>(?:in|per|by) (?:an? )?[\w%€$£¥]+(?: \w+)?)[?.! ]*$", re.IGNORECASE
)
_IF = re.compile(
    r"^(?:and |but |so |what |how about |what about )*(?P<rest>(?:if|assuming|suppose|supposing|at|with) .+?)[?.! ]*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:and |but |so )*(?P<rest>why|how come|how so|since when|where|when|who|how)[?.! ]*$", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"^(?:no|nope|sorry|wait)?[, ]*(?:i meant|i mean|rather|not \w+ but)[, ]+(?P<rest>.+?)[?.! ]*$", re.IGNORECASE
)
_PERSONAL = re.compile(r"\b(?P<word>he|she|him|his|her|hers)\b", re.IGNORECASE)
_NEUTRAL = re.compile(
    r"\b(?P<word>its|it|their|theirs|they|them|the company|the firm|that company|this company|the group|the former)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bit (?:is|was|say|says|take|takes|mention|mentions|mean|means|cost)\b|\b(?:does|did|is|was) it (?:say|mention|mean|take|true|state|possible|likely)\b|\bwhere .*\bit\b.*\b(?:say|mention)",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?P<which>(?:many|much|most|all|some|any|none|each|one|percent|share|proportion|fraction) of) (?:them|those|these|it)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bhow (?:many|much) (?P<noun>(?:[\w-]+ ){0,3}?[\w-]+)(?= (?:does|do|did|are|is|was|were|has|have|had|will|can|use|used|work|worked|live|visited|came|took)\b|[?.!]*$)",
    re.IGNORECASE,
)
_POSSESSIVE = {"its", "their", "his", "her", "theirs", "hers"}
_QUESTION_WORD = re.compile(
    r"\b(?:how|what|which|who|whom|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
MOST_ELLIPTIC_WORDS = 7  # a longer "and …" is a sentence of its own


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Turn a follow-up into a question that needs no history; return any other question unchanged.

    Only the last turn that had a question of substance is looked at.
    """
    asked = " ".join(question.split())
    last = next((turn for turn in reversed(turns) if turn.answer.message is None), None)
    if last is None or not asked:
        return asked
    before = last.answer.standalone_question
    made = _elliptic(asked, before) or _pointed(asked, before, last)
    return asked if made is None or same_question(made, asked) else made


def _elliptic(asked: str, before: str) -> str | None:
    """Replace a part of the question before: "and Orvella?", "in euros?", "per year?", "and if it doubles?", "why?"."""
    unit = _UNIT.match(asked)
    if unit and _is_unit(unit["rest"]) and len(asked.split()) <= MOST_ELLIPTIC_WORDS:
        return f"{_stem(before)} {unit['rest']}?"
    condition = _IF.match(asked)
    if condition and _supposes(condition["rest"]):
        return f"{_stem(before)} {condition['rest']}?"
    if why := _WHY.match(asked):
        return _asked_why(why["rest"], before)
    found = _CORRECTION.match(asked) or _AND.match(asked)
    rest = found["rest"] if found else None
    if rest is None and len(asked.split()) <= 3 and not _QUESTION_WORD.search(asked) and asked.endswith("?"):
        rest = asked.strip("?!. ")
    if rest is None or len(rest.split()) > MOST_ELLIPTIC_WORDS or _complete(rest):
        return None
    return _replaced(before, rest)


def _supposes(rest: str) -> bool:
    """A condition without a question of its own: "if burn doubles", "at 7 yuan per dollar"."""
    if _QUESTION_WORD.search(rest.partition(",")[2]):
        return False
    return bool(re.match(r"(?:if|assuming|suppose|supposing)\b", rest, re.IGNORECASE) or re.search(r"\d", rest))


def _stem(before: str) -> str:
    return before.rstrip("?.! ")


def _is_unit(rest: str) -> bool:
    word = rest.split()[-1].strip("?.,").lower()
    return (
        rest.lower().startswith("per ")
        or word.upper() in CURRENCY_CODES
        or word
        in (
            "rmb",
            "dollars",
            "euros",
            "euro",
            "yuan",
            "pounds",
            "kronor",
            "months",
            "years",
            "quarters",
            "days",
            "weeks",
            "percent",
            "%",
            "million",
            "billion",
            "month",
            "year",
            "day",
        )
    )


def _complete(rest: str) -> bool:
    """A clause with a question word and a verb of its own is a question already."""
    return (
        bool(
            re.match(
                r"(?:how|what|which|who|whom|whose|when|where|why|is|are|was|were|do|does|did|has|have|can|will)\b",
                rest,
                re.IGNORECASE,
            )
        )
        and len(rest.split()) > 2
    )


def _asked_why(word: str, before: str) -> str:
    body = re.sub(
        r"^(?:how (?:many|much|long|old|big)|what|which|who|when|where|why|how)\b\s*",
        "",
        _stem(before),
        flags=re.IGNORECASE,
    )
    return f"{word} {body}?"


def _replaced(before: str, rest: str) -> str:
    """Put a new name or period in the place of the old one of its sort; one that has no place is added."""
    stem = _stem(before)
    fresh = find_periods(rest)
    old = find_periods(stem)
    if fresh and old:
        return f"{stem[: old[0].start]}{rest}{stem[old[0].end :]}?"
    if fresh:
        return f"{stem} in {re.sub(r'^in ', '', rest)}?"
    runs = name_runs(stem)
    said = {token.lower for token in tokens(rest)}
    if runs and said & {token.lower for token in tokens(stem)} == set():
        start, end = runs[0]
        return f"{stem[:start]}{rest}{stem[end:]}?"
    if runs and len(runs) > 1:
        start, end = next(((a, b) for a, b in runs if stem[a:b].lower() not in rest.lower()), runs[0])
        return f"{stem[:start]}{rest}{stem[end:]}?"
    return f"{stem} {rest}?"


def name_runs(text: str) -> list[tuple[int, int]]:
    """Spans of the names in a question: runs of capitalised words, possessive endings left out.

    >>> text = "When did Dana Reyes join Orvella's board?"
    >>> [text[a:b] for a, b in name_runs(text)]
    ['Dana Reyes', 'Orvella']
    """
    runs: list[tuple[int, int]] = []
    for token in printed_names(text):
        if runs and text[runs[-1][1] : token.start] in (" ", "-"):
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    return runs


def _pointed(asked: str, before: str, last: Turn) -> str | None:
    """Pronouns become what they point to, where the question itself names nothing that they could."""
    made = _THEM.sub(lambda found: f"{found['which']} {_counted(before) or 'them'}", asked)
    own = name_runs(made)
    short = last.answer.short
    person = _PERSONAL.search(made)
    if person and not any(end <= person.start() for _, end in own):
        who = _person(before, short)
        if who:
            return _substituted(made, _PERSONAL, who)
    neutral = None if _EXPLETIVE.search(made) else _NEUTRAL.search(made)
    if neutral and not any(end <= neutral.start() for _, end in own):
        thing = _thing(before, short)
        if thing:
            return _substituted(made, _NEUTRAL, thing)
    return made if made != asked else None


def _substituted(text: str, pattern: re.Pattern[str], thing: str) -> str:
    found = pattern.search(text)
    if found is None:
        return text
    owned = found["word"].lower() in _POSSESSIVE and not (
        found["word"].lower() == "her" and not re.match(r" \w", text[found.end() :])
    )
    return f"{text[: found.start()]}{thing}{('’s' if thing.endswith('’') else chr(39) + 's') if owned else ''}{text[found.end() :]}"


def _person(before: str, short: str | None) -> str | None:
    """A "who" question's answer, else the last name before."""
    if (
        short
        and re.match(r"(?:and |so )?(?:who|which (?:person|man|woman))\b", before, re.IGNORECASE)
        and name_runs(f"x {short}")
    ):
        return short
    runs = name_runs(before)
    return before[runs[-1][0] : runs[-1][1]] if runs else None


def _thing(before: str, short: str | None) -> str | None:
    """What "it" points to: the name that a "which" question was answered with, else the first name before."""
    if short and short not in ("Yes", "No") and re.match(r"(?:which|what is the name|name)\b", before, re.IGNORECASE):
        shifted = name_runs(f"x {short}")
        if shifted and len(short.split()) <= 4:
            return short
    runs = name_runs(before)
    return before[runs[0][0] : runs[0][1]] if runs else None


def _counted(before: str) -> str | None:
    """Say what "them" is after "how many users does X have": X's users."""
    found = _COUNTED.search(before)
    if not found:
        return None
    runs = name_runs(before)
    owner = next((before[a:b] for a, b in runs if not (found.start("noun") <= a < found.end("noun"))), None)
    noun = " ".join(word for word in found["noun"].split() if not is_function_word(word.lower()))
    return f"{owner}'s {noun}" if owner else noun
