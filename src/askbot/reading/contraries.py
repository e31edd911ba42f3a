"""What turns the verdict of a sentence that has all of a question's words, or forbids one: told of one of two only, held
against something, done instead of it, on the other side of it, not ruled out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import lexicon
from askbot.matching import wording
from askbot.question import Question, Term
from askbot.words import Token

_OF_BOTH = re.compile(r"\b(?:both|each of|the two|either of|neither of)\b", re.IGNORECASE)
_SAYS_OF_BOTH = re.compile(r"\b(?:both|each|two|either|neither|pair|together|alike|like|as well as)\b", re.IGNORECASE)
_AS_MUCH = re.compile(r"\bas (?:much|many|[a-z]+) (?:[a-z]+ ){0,3}?as\b", re.IGNORECASE)
_LESS = re.compile(
    r"\b(?:less|fewer|lower|smaller|worse|slower|shorter) than\b|\b(?:short of|shy of|below)\b", re.IGNORECASE
)
_MORE = re.compile(
    r"\b(?:more|higher|greater|larger|bigger|better|faster|longer) than\b|\babove\b|\bahead of\b", re.IGNORECASE
)
_INSTEAD = re.compile(
    r"\b(?:rather than|instead of|in place of|as opposed to) (?:(?:by|the|its|their|a|an) )?$", re.IGNORECASE
)
_NOT_RULED_OUT = re.compile(
    r"(?:\bnot|n['’]t|\b(?:refus|declin)\w+ to|\bwithout) (?:\w+ )?rul(?:e|es|ed|ing)\b[^.;]{0,20}\bout\b"
    r"|\b(?:not|never|n['’]t) (?:\w+ )?exclud\w+",
    re.IGNORECASE,
)
_MAINLY = re.compile(
    r"(?:is|are) .+? (?P<how>mostly|mainly|chiefly|primarily|predominantly|largely) (?!because\b|due\b|owned\b)", re.I
)
_MOST_SAID = re.compile(
    r"\b(?:mostly|mainly|chiefly|primarily|predominantly|largely|(?:the|a) (?:vast |large |great )?majority of|most of|the bulk of|most (?:of (?:it|them) )?(?:is|are|comes?|live|go(?:es)?)) ",
    re.I,
)
_MAKES_UP = re.compile(
    r"(?P<what>[^,;]+?) (?:makes? up|made up|account(?:s|ed)? for) (?:about |some |around |nearly )?(?P<share>\d+(?:\.\d+)?) ?(?:%|per ?cent)"
)
_SUBORDINATE = re.compile(r"(?<!not)(?<!even) (?:after|because|when|since|once) (?=[a-z]+ [a-z])")
_WHICH = re.compile(r", (?:which|who|whose)\b")
_SUPERLATIVE = re.compile(
    r"\b(?:largest|biggest|oldest|richest|longest|tallest|strongest|best|highest|fastest)\b", re.IGNORECASE
)
_RANKED = re.compile(r"\b(?:second|third|fourth|fifth|sixth|next)[- ](?:most )?([a-z]+est|best)\b", re.IGNORECASE)
_ONE_SIDE = re.compile(r"\b(?:vote[sd]?|voting|ballot|poll\w*|decide[sd]?) (?:for|against|in favou?r)\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|in favou?r|yes)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\d[^,;.]{0,30}\bagainst\b", re.IGNORECASE)
_AIMED = re.compile(
    r"(?:is|are) .+? (?P<how>(?:aimed|targeted) at|(?:meant|intended|made|designed|available) for|for) ", re.IGNORECASE
)
_BUYERS = re.compile(r"markets?|users?|customers?|consumers?|clients?|readers?|audiences?|public", re.IGNORECASE)
_FOR_WHOM = re.compile(
    r" (?:is |are )?(?:aimed at|meant for|for) (?:the )?(?P<whom>(?:[A-Za-z-]+ ){1,4}?(?:markets?|users|customers|clients|readers|public))\b"
)
HALF = 50
_SIDES = (frozenset({"for", "favour", "favor"}), frozenset({"against"}))
_NEXT = re.compile(r" (?:in )?(?P<side>for|favou?r|against)\b", re.IGNORECASE)


def of_one_only(focus: str, text: str) -> bool:
    """Say whether a question asks it of both, and a sentence tells it of one.

    >>> of_one_only("Are both mills shut?", "The old mill is shut."), of_one_only("Are both mills shut?", "Both are shut.")
    (True, False)
    """
    return _OF_BOTH.search(focus) is not None and _SAYS_OF_BOTH.search(text) is None


def asks_as_much(focus: str) -> bool:
    """Say whether a question asks if there was as much of something as of another."""
    return _AS_MUCH.search(focus) is not None


def as_much(focus: str, text: str) -> bool | None:
    """Say False where there was less than a question asks if there was as much, None where there was more, else True.

    >>> focus = "Did it sell as much as planned?"
    >>> as_much(focus, "It sold 2% less than planned."), as_much(focus, "It sold 2% more than planned.")
    (False, None)
    """
    if _AS_MUCH.search(focus) is None:
        return True
    less, more = _LESS.search(text), _MORE.search(text)
    return None if more else less is None


def is_tally(focus: str, text: str) -> bool:
    """Say whether a question asks for one side of a vote, and a sentence gives both: who won it is not told by the words.

    >>> is_tally("Did the town vote against it?", "Of the town, 78 were for it and 61 against it.")
    True
    """
    return _ONE_SIDE.search(focus) is not None and all(one.search(text) for one in (_FOR, _AGAINST))


def is_instead(text: str, places: Sequence[Token]) -> bool:
    """Say whether what stands at one of the places is what is not done, something else instead of it.

    >>> is_instead("Rather than selling looms, it lets them.", wording("Rather than selling looms, it lets them.").tokens[2:3])
    True
    """
    return any(_INSTEAD.search(text[: place.start]) for place in places)


def reach(clause: str, first: int, last: int) -> tuple[int, int]:
    """The span of a clause in which a "not" is of the words from one offset to another: not beyond "after" or ", which".

    >>> clause = "It agreed not to sell after it breached a limit"
    >>> clause[slice(*reach(clause, clause.index("breached"), len(clause)))]
    'it breached a limit'
    """
    start = max((joint.end() for joint in _SUBORDINATE.finditer(clause) if joint.end() <= first), default=0)
    aside = next(
        (one for one in reversed(list(_WHICH.finditer(clause, 0, first))) if "," not in clause[one.end() : first]), None
    )
    if aside is None:
        return start, len(clause)
    behind = clause.find(",", last)
    return max(start, aside.end()), behind if behind >= 0 else len(clause)


def of_the_other_side(focus: str, text: str) -> bool:
    """Say whether a question asks who is for something, and a sentence tells who is against it, or the other way round.

    >>> of_the_other_side("Did she vote for the tunnel?", "She voted against the tunnel.")
    True
    """
    asked, said = _sides(focus), _sides(text)
    return any(
        side != other and (word == told or lexicon.related(word).get(told, 0.0) > 0)
        for word, side in asked
        for told, other in said
    ) and not any(one in said for one in asked)


def of_a_lower_rank(focus: str, text: str) -> bool:
    """Say whether the first of all is asked after, and a sentence tells of the second or third of that sort.

    >>> of_a_lower_rank("Is Arn the largest mill?", "Arn is the second-largest mill.")
    True
    """
    best = _SUPERLATIVE.search(focus)
    if best is None or _RANKED.search(focus):
        return False
    ranks = [one[1].lower() for one in _RANKED.finditer(text)]
    return best[0].lower() in ranks and len(re.findall(rf"\b{best[0]}\b", text, re.IGNORECASE)) == len(ranks)


def _sides(text: str) -> list[tuple[str, int]]:
    """Each word that "for" or "against" follows, and which of them."""
    made = []
    for token in wording(text).tokens:
        found = _NEXT.match(text, token.end)
        if found is not None:
            made.append((token.stem, next(i for i, side in enumerate(_SIDES) if found["side"].lower() in side)))
    return made


def mainly(asked: Question) -> tuple[list[Term], list[Term]] | None:
    """The words for what a question asks about, without its names, and for what it may mainly be; None for another question.

    >>> from askbot.question import parse
    >>> [[term.text for term in part] for part in mainly(parse("Are Orlin's clients mostly banks?"))]
    [['Orlin', 'clients'], ['banks']]
    """
    found = _MAINLY.match(asked.focus)
    if found is None:
        return None
    of = [term for term in asked.terms if term.end <= found.start("how")]
    what = [term for term in asked.terms if term.start >= found.end("how")]
    return (of, what) if of and what else None


def majorities(text: str) -> list[tuple[int, int]]:
    """The spans of what a sentence says to be most of something: behind "mainly" or "the majority of", to the next comma.

    >>> text = "Its clients are mainly banks, and most of them old."
    >>> [text[a:b] for a, b in majorities(text)]
    ['banks', 'them old']
    """
    found = []
    for word in _MOST_SAID.finditer(text):
        behind = re.search(r"[,;:.]|$| (?:and|but|while) ", text[word.end() :])
        found.append((word.end(), word.end() + (behind.start() if behind else 0)))
    found += [one.span("what") for one in _MAKES_UP.finditer(text) if float(one["share"]) > HALF]
    return found


def aim(asked: Question) -> tuple[list[Term], list[Term]] | None:
    """The words for what is aimed at somebody, and for whom, without "market" or "users"; None for another question.

    >>> from askbot.question import parse
    >>> [[term.text for term in part] for part in aim(parse("Is Vela aimed at the domestic market?"))]
    [['Vela'], ['domestic']]
    """
    found = _AIMED.match(asked.focus)
    if found is None:
        return None
    of = [term for term in asked.terms if term.end <= found.start("how")]
    whom = [t for t in asked.terms if t.start >= found.end("how") and not _BUYERS.fullmatch(t.text)]
    return (of, whom) if of and whom else None


def aimed_at(text: str, of: Sequence[Term]) -> tuple[int, int] | None:
    """The span of whom a thing is for, where a sentence says "Vela for foreign users"; None where it doesn't."""
    for token in wording(text).tokens:
        if token.stem == of[-1].stem and (found := _FOR_WHOM.match(text, token.end)) is not None:
            return found.span("whom")
    return None


def is_not_ruled_out(text: str) -> bool:
    """Say whether a sentence rules something not out, and so says neither that it will be nor that it won't.

    >>> is_not_ruled_out("It is not our plan, but I will not rule it out."), is_not_ruled_out("It ruled out a sale.")
    (True, False)
    """
    return _NOT_RULED_OUT.search(text) is not None
