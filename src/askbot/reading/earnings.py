"""Whether somebody makes money or loses it: by what a sentence says of its profit or its loss, whatever the question's words.

Where sentences tell both, nothing is decided here.
"""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.matching import MATCHED, printed_names, speaks_of, wording
from askbot.question import Question
from askbot.reading.evidence import POINTS_BACK, Evidence, Survey
from askbot.reading.findings import Finding
from askbot.types import Claim

_NOW = r"(?:still |already |now |even |currently |actually |really |yet |both |all |also |even now )*"
_ASKED = re.compile(
    rf"^(?:is|are|does|do|has|have) (?P<who>.+?) {_NOW}(?:(?:operating )?(?P<loses>at a loss|loss-?making|unprofitable|in the red"
    r"|(?:losing|lose|lost) (?:any )?money|(?:making|make|made|posting|running|run) (?:an? |any )?(?:net |operating )?loss(?:es)?)"
    r"|(?P<gains>profitable|in the black|(?:making|make|made|earning|earn) (?:any )?money"
    r"|(?:making|make|made|turning|turn|turned|earning|earn|posting) (?:an? |any )?profits?))"
    r"(?: (?:yet|already|too|now|today|still|as well|also|again|at all|at the moment|any ?more|overall|these days|so far))*$",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|the two|they|these|the (?:companies|firms|groups|businesses|airlines|operators|rivals))\b", re.I
)
_IT = re.compile(
    r"(?:it|they|the (?:company|firm|group|business|chain|retailer|maker|operator|airline|startup|start-up))", re.I
)
_A_LOSS = re.compile(
    r"\b(?:(?:net|operating|annual|adjusted|pre-?tax|quarterly|full-year|severe|massive|significant|heavy|huge|big|growing|mounting|widening|deep|continued) )+loss(?:es)?\b"
    r"|\bloss(?:es)? (?:widen|narrow|gr[eo]w|r[io]se|f[ae]ll|shr[au]nk|came to|reach|doubl|of [$€£¥\d]|(?:was|were) [$€£¥\d])\w*"
    r"|\blos(?:t|es|ing) (?:money\b|(?:about |some |around |nearly |more than )?(?:[$€£¥]|[A-Z]{2,3} ?\d))|\bloss-making\b|\bloss(?:es)? (?:is|are|remain) (?:considerable|heavy|large|big|huge|mounting|growing|severe|steep|wide)\b|\b(?:million|billion|%|per ?cent) of the (?:[a-z]+ )?loss(?:es)?\b|\bin the red\b|\bunprofitable\b"
    r"|\b(?:has|have|had)(?: not|n['’]t| never| yet to| still to)(?: yet| ever)? (?:turn|ma[dk]e|post|report|record|earn)\w* an? (?:[\w-]+ )?profit"
    r"|\bneither (?:\w+ ){0,3}?(?:has|have)(?: yet| ever)? (?:turned|made|posted|reported|earned) an? (?:[\w-]+ )?profit"
    r"|\blast (?:posted|made|turned|reported|earned) an? (?:[\w-]+ )?profit\b|\blast profitable\b|\b(?:not|never|n['’]t) (?:yet )?profitable\b",
    re.IGNORECASE,
)
_A_PROFIT = re.compile(
    r"(?<!last )\b(?:ma[dk]es?|turn(?:s|ed)|post(?:s|ed)|report(?:s|ed)|record(?:s|ed)|earn(?:s|ed)|is|are|had|has) (?:\w+ )?(?:an? )?(?:\w+ )?(?:net |operating |annual |pre-?tax )?profit(?:able)?\b"
    r"|\b(?:net|operating|annual|pre-?tax|full-year) profits? (?:was|were|r[io]se|gr[eo]w|climb\w*|f[ae]ll|dropp?\w*|slipp?\w*|of|came to|reach\w*)\b"
    r"|\bprofits? (?:was|were|r[io]se|gr[eo]w|climb\w*|came to|of) (?:to )?[$€£¥\d]",
    re.IGNORECASE,
)
# What is held against it, foretold, feared, asked or of somebody's own.
_BESIDE = re.compile(
    r"\b(?:after|against|from|than|compared (?:to|with)|before|versus|if|whether|would|could|may|might|will|until|expect\w*|forecast\w*"
    r"|predict\w*|avoid\w*|warn\w*|fear\w*|risk\w*|lost sales)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\b(?:not|never|no|neither|nor|without)\b|n['’]t\b)[^,;]{0,30}$", re.IGNORECASE)
# "Like Arn, Bero is in the red", "Arn, as well as Bero, loses money": it is so of either.
_ALSO_OF = re.compile(
    r"^(?:Like|Just like|As with|As at|Along with|Together with) (?P<who>[^,]{2,60}),|,? (?:as well as|like|along with) (?P<too>[^,]{2,60}),"
)
_A_FIRM = re.compile(r" (?:company|firm|group|business|chain|retailer|maker|operator|airline|start-?up)\b")
_MEANT = re.compile(r"\b(?:aims?|plans?|hopes?|wants?|intends?|tr(?:y|ies)) to\b", re.IGNORECASE)
_IN_ACCOUNTS = re.compile(r"\bnet loss\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:both|neither|each|they all|all (?:two|three|four))\b", re.IGNORECASE)


def asks(focus: str) -> bool:
    """Say whether a question asks if somebody makes money, or loses it, at the time of the article.

    >>> asks("Is Orlin profitable yet?"), asks("Are they losing money too?"), asks("Was Orlin profitable in 2019?")
    (True, True, False)
    """
    return _ASKED.match(focus.rstrip("?!. ")) is not None


def only_here(asked: Question) -> bool:
    """Say whether nothing but what a sentence tells of a loss or a profit answers a question."""
    return asks(asked.focus) and not asked.negated and not asked.periods


def plainer(focus: str) -> tuple[str, dict[str, str]] | None:
    """The same question by the word that accounts use, and what its answers say to this one; None where it has that word.

    >>> plainer("Is Orlin making money yet?"), plainer("Does Orlin make a net loss?")
    (('Does Orlin make a net loss?', {'Yes': 'No', 'No': 'Yes'}), None)
    """
    asked = _ASKED.match(focus.rstrip("?!. "))
    if asked is None or _IN_ACCOUNTS.search(focus):
        return None
    several = _BOTH.search(asked["who"]) is not None
    do = "Do" if several or focus.lower().startswith(("are ", "do ", "have ")) else "Does"
    same = {"Yes": "Yes", "No": "No"} if asked["loses"] is not None else {"Yes": "No", "No": "Yes"}
    if several and asked["loses"] is None:
        del same["No"]  # where one makes a loss, not both make a profit
    return f"{do} {asked['who']} make a net loss?", same


def read(view: Survey) -> Finding | None:
    """Decide by the sentences that tell of a loss or a profit of whoever is asked about; None where they tell both, or none does."""
    asked = _ASKED.match(view.asked.focus.rstrip("?!. "))
    if asked is None or view.asked.negated or view.asked.periods or not view.evidence:
        return None
    who, main = asked["who"], [wording(name).stems for name in view.evidence[0].profile.main]
    loses = asked["loses"] is not None
    if view.names:
        return _finding(loses, _told(view, view.names, ""))
    if _BOTH.search(who) is None:
        return _finding(
            loses, _told(view, main[0], "") if _IT.fullmatch(who) and main else _told(view, frozenset(), who)
        )
    if (of_each := _told(view, frozenset(), who, each=True)) is not None:
        return _finding(loses, of_each)
    sides = [_told(view, names, "") for names in main[:2]]
    known = [side for side in sides if side is not None]
    if len(known) < 2:
        alone = len(known) == 1 and sides[0] is not None and who.lower() == "they" and len(main) > 1
        return _finding(loses, known[0]) if alone and not main[1] & view.evidence[0].profile.subjects else None
    if known[0][0] == known[1][0]:
        return _finding(loses, known[0], known[1])
    other = known[0] if known[0][0] != loses else known[1]
    return _finding(loses, other) if re.match(r"both\b", who, re.IGNORECASE) else None


_Told = tuple[bool, Evidence, int, int]  # whether it is a loss, and where that stands


def _finding(loses: bool, *told: _Told | None) -> Finding | None:
    known = [one for one in told if one is not None]
    if not known:
        return None
    word = "Yes" if known[0][0] == loses else "No"
    places = tuple((one.passage.document_id, one.passage.start + a, one.passage.start + b) for _, one, a, b in known)
    cited = tuple(dict.fromkeys(one.citation() for _, one, _, _ in known))
    return Finding((Claim(word, cited),), word, places)


def _told(view: Survey, names: frozenset[str], who: str, *, each: bool = False) -> _Told | None:
    """What the sentences tell of some names, or of what is called `who`: a loss or a profit; None where both, or neither."""
    found: list[_Told] = []
    for one in view.evidence:
        for lost, pattern in ((True, _A_LOSS), (False, _A_PROFIT)):
            for said in pattern.finditer(one.text):
                if _BESIDE.search(one.text[: said.start()]) or (not lost and _DENIED.search(one.text[: said.start()])):
                    continue
                if _is_of(view, one, said.start(), names, who, each=each):
                    found.append((lost, one, *said.span()))
    if len({lost for lost, *_ in found}) != 1:
        return None
    # Said outright tells better than "it aims to end its losses", and of the name itself better than of "it".
    return min(found, key=lambda one: (_MEANT.search(one[1].text) is not None, not names & wording(one[1].text).stems))


def _is_of(view: Survey, one: Evidence, at: int, names: frozenset[str], who: str, *, each: bool) -> bool:
    """Whether what a sentence tells at an offset is of some names, of both, or of what is called `who`."""
    text, subjects = one.text, one.profile.subjects
    of_each = _EACH.search(text) is not None
    if each:
        return of_each
    said = wording(text).stems
    if not names:
        called = [term for term in view.asked.terms if term.text in who]
        outright = {term.stem for term in called} <= said
        if not outright and any(token.start < at for token in printed_names(text)):
            return False  # "Arn had £6 million and is losing money" says nothing of the port
        return bool(called) and all(one.match.strengths[term.stem] >= MATCHED for term in called)
    also = _ALSO_OF.search(text)
    if also is not None and also.start() < at and names & wording(also["who"] or also["too"]).stems:
        return True
    main = frozenset[str]().union(*(wording(name).stems for name in one.profile.main))
    if of_each and names & main and not subjects & said - names:
        return True
    if one.match.missing_names or not (names & said or one.scene.topic in names or POINTS_BACK.search(text)):
        return False
    told = one.scene.topic in names or names & wording(f"{one.scene.heading} {one.scene.lead}").stems
    if not names & said and (subjects & said or not told):
        return False
    # "The Lund firm" and "Swiss francs" are nobody that might make it instead.
    others = {t.stem for t in printed_names(text) if not lexicon.demonym(t.lower) and not _A_FIRM.match(text, t.end)}
    return speaks_of(text, at, names, subjects | others)


__all__ = ["asks", "only_here", "plainer", "read"]
