"""Of what a share is: "what share of staff" is not told by "17% of union members", nor "of customers" by "of those under 40"."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.matching import MATCHED
from askbot.question import Question
from askbot.reading.halves import flat
from askbot.words import is_function_word, stem, tokens

_SHARE_OF = re.compile(
    r"\b(?:what|which|how (?:large|big|great|high|small) (?:is |was )?(?:a|the)|how many|by what)? ?"
    r"(?:share|percentage|proportion|portion|fraction|part|per ?cent|%) of (?P<base>[^?,;]+)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?: (?:per ?cent|percent))? of (?:all (?:of )?)?(?P<whose>(?:the|its|their|his|her|our|these|those)\b|[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*['’]s?\b|)"
    r" ?(?P<base>[^,;:.()]+)"
)
# "Among lecturers, 38% teach online", "in a survey of parents, 64% said so"
_AMONG = re.compile(
    r"(?:^|[,;] |\b(?:and|but|while) )(?:[Aa]mong|[Oo]f|(?:[Ii]n|[Aa]ccording to) an? (?:[a-z-]+ )?(?:survey|poll|study|sample) of)"
    r" (?:the |its |their |all )?(?P<base>[^,;:]+), (?:about |some |only |nearly |over |more than |almost |just |around |roughly )*$"
)
_A_SHARE = re.compile(r"%|\bper ?cent|third|half|quarter|fifth|tenth", re.IGNORECASE)
_BEHIND = re.compile(
    r" (?:under|over|aged|below|above|younger|older|earning|living|working|born|with|without|whose|who (?!(?:is|are|was|were)\b))\b"
    r"(?P<which> \d\S*|[^,;.]*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:(?:about|some|nearly|over|more than|roughly|almost|the|its) )*[\d.,]+(?: (?:million|billion|thousand))? "
)
# What narrows nothing down.
_PLAIN_WORDS = """
    total overall whole entire group group's company company's annual yearly current present existing own combined full all
    global worldwide gross net firm bank club town city country world national local different new many various other
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
# Who works somewhere; who buys; what is taken; what is owned.
_FAMILIES = (
    "staff workforce employee worker personnel headcount payroll job post position people role",
    "customer client user subscriber consumer shopper buyer account",
    "voter vote elector electorate ballot",
    "resident inhabitant citizen population people local household",
    "shareholder investor owner holder",
    "share stock equity capital company stake firm group business",
    "revenue sale turnover taking income",
    "respondent people participant adult",
    "cost expense spending expenditure budget outlay",
    "profit earnings",
    "passenger traveller rider people",
    "student pupil learner",
    "member membership",
    "patient people participant",
    "visitor guest tourist people",
    "branch store shop outlet office site location",
    "debt loan borrowing",
)
_KIN = [frozenset(stem(word) for word in line.split()) for line in _FAMILIES]
_NO_BASE = frozenset({"which", "whom", "them", "it", "that", "this", "these", "those", "one", "total", "whole", "rest"})
MOST_WORDS, MOST_BEHIND = 4, 2


def of_another_base(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether the share at a span is one of something else, or of fewer, than the question asks for a share of.

    >>> from askbot.question import parse
    >>> asked = parse("What share of staff will go?")
    >>> texts = ("17% of union members will go.", "17% of the employees will go.", "17% will go.")
    >>> [of_another_base(asked, text, 0, 3) for text in texts]
    [True, False, False]
    >>> of_another_base(parse("What percentage of customers use it?"), "71% of customers under 40 use it.", 0, 3)
    True
    """
    wanted, text = _SHARE_OF.search(asked.focus), flat(text)
    said = _OF.match(text, end) or _AMONG.search(text[:start])
    if wanted is None or said is None or not _A_SHARE.search(text[start:end]):
        return False
    wide = _head(wanted["base"])
    if wide is None:
        return False
    words = _words(_COUNTED.sub("", said["base"]))[: MOST_WORDS + 1]
    if not words or words[0].lower() in _NO_BASE or words[0][:1].isupper():
        return False
    at = next((i for i, word in enumerate(words) if _same(wide, stem(word.lower()))), None)
    if at is None:
        return True
    here = {token.stem for token in tokens(asked.focus)}
    if any(_narrows(word, here) for word in words[:at]):
        return True
    tail = said["base"][said["base"].find(words[at]) + len(words[at]) :]
    behind = _BEHIND.match(tail)
    own = (
        {
            token.stem
            for token in tokens(" ".join(behind["which"].split()[:MOST_BEHIND]))
            if not is_function_word(token.lower)
        }
        if behind
        else set()
    )
    return behind is not None and not own & here


def _words(base: str) -> list[str]:
    """The words of a noun phrase, up to what can't be of it."""
    found: list[str] = []
    for word in base.split():
        if found and is_function_word(word.lower()):
            break
        found.append(word.strip("“”\"'’"))
    return [word for word in found if word and not re.search(r"['’]s?$", word)]  # whose it is narrows nothing


def _head(base: str) -> str | None:
    """The noun that a question asks a share of, as a stem: the first that is one of whom or what shares are told."""
    base = re.sub(r"^(?:all (?:of )?)?(?:the|its|their|his|her|our|this|that) ", "", base.strip())
    words = _words(base)[:MOST_WORDS]
    return next((stem(word.lower()) for word in words if word[:1].islower() and _is_known(stem(word.lower()))), None)


def _is_known(one: str) -> bool:
    return any(one in family for family in _KIN)


def _same(wide: str, one: str) -> bool:
    return (
        one == wide
        or any(wide in family and one in family for family in _KIN)
        or (lexicon.related(wide).get(one, 0.0) >= MATCHED)
    )


def _narrows(word: str, here: set[str]) -> bool:
    lower = word.lower()
    return lower not in _PLAIN and word[:1].islower() and stem(lower) not in here and not is_function_word(lower)
