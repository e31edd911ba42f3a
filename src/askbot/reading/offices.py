"""Who holds an office: the name that stands right beside the word for it, "Mayor Ada Arn", "Petr Bero, its chief executive"."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.question import Question
from askbot.reading.halves import flat
from askbot.words import stem, tokens

_WHO_IS = re.compile(r"^who(?:['’]s| is| was| are| were)\b", re.IGNORECASE)
# Who runs a firm is its chief executive; whoever else runs something is read, not told by the office.
_WHO_RUNS = re.compile(
    r"^who(?:['’]s| is)?(?: currently| now)? (?:heads?|leads?|runs?|running|leading|heading|in charge of|at the (?:helm|head) of)\b",
    re.IGNORECASE,
)
_CHIEF = stem("ceo")
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Sir|Dame|Lord|Judge)\.? )?[A-Z][\w'’.-]+(?: (?:de|da|van|von|der|den|la|al|bin|[A-Z][\w'’.-]*))*"
)
_BREAK = re.compile(r"[;:.\"”“()]|, (?!$)")
_AFTER = re.compile(
    r", (?:(?:aged )?\d+, )?(?:who (?:is|was) )?(?P<phrase>(?:(?:its|the|their|his|her|an?|[A-Z][\w-]+['’]s?) )?[^,;:.\"”()]*)"
)
_REST = re.compile(r" (?:of|at|for|in|on|who|and|since) ")
_OF = re.compile(r" (?:of|at|for) (?:the )?(?P<name>[A-Z]\w+)")
_QUALIFIED = re.compile(
    r"\b(?:former|ex|then|outgoing|incoming|deputy|acting|vice|interim|assistant|late|honorary|next|new)\b",
    re.IGNORECASE,
)
_FORMERLY = re.compile(r"\b(?:before|previous|previously|used to|earlier|predecessor)\b", re.IGNORECASE)
_FORMER = frozenset({"former", "ex", "then", "outgoing", "late"})
_HEAD_OF = re.compile(
    r"\b(?:head|director|chief|manager|president|secretary) (?:of|for) (?:the )?(?P<part>[a-z][a-z -]*), $"
)
# "Its head, Ada Arn": neither a head of sales nor a finance director.
_LEADER = re.compile(
    r"(?:\b(?:its|the|their)|(?P<whose>(?-i:[A-Z])[\w-]*(?: (?-i:[A-Z])[\w-]*)*)['’]s?) (?:current |present |new )?"
    r"(?:head|leader|boss|chief|director|managing director|general manager|executive director|chief executive),? $",
    re.IGNORECASE,
)
_LED_BY = re.compile(r"\b(?:led|headed|backed) by (?:the )?(?:[a-z]+ ){0,3}$")
_ROUND = re.compile(
    r"\b(?:round|financing|funding|investment|series [a-h]|deal|syndicate|consortium|lenders|placement|bid|takeover)\b",
    re.IGNORECASE,
)
# Whoever chairs the board and runs the firm as well is called an executive chairman.
_CHAIR = r"(?<!executive )(?<!and )chair(?:man|woman|person)?"
_CHAIR_BEFORE = re.compile(rf"\b{_CHAIR},? $", re.IGNORECASE)
_OWNER_BEFORE = re.compile(r"\b(?:share|stock)holder,(?: the [a-z ]+)? $", re.IGNORECASE)
_CHAIR_BEHIND = re.compile(rf", (?:its|the|who is|[A-Z][\w-]*['’]s) {_CHAIR}\b(?! and)", re.IGNORECASE)
_OWNED = re.compile(r"\s*([A-Z]\w+)['’]s?\b")
SAME = 0.9  # another word for the same office
LONGEST_TITLE_WORDS = 4
BEFORE_CHARACTERS = 70


def held_by(asked: Question, names: frozenset[str], text: str, start: int, end: int) -> bool:
    """Say whether a span is the name of who holds the office that "who is the mayor of Arn?" asks for.

    Not where the words beside the name give the office to another than the question's `names` (their stems), or make
    it a former or a deputy one that the question doesn't.

    >>> from askbot.question import parse
    >>> asked, text = parse("Who is the CFO?"), "Chief financial officer Ada Brill resigned."
    >>> held_by(asked, frozenset(), text, text.index("Ada"), text.index(" resigned"))
    True
    """
    of = _REST.search(asked.focus)
    noun = [term for term in asked.terms if of is None or term.end <= of.start()]
    chief = _NAME.fullmatch(text[start:end]) is not None and _WHO_RUNS.match(asked.focus) is not None
    if chief and (titled := _LEADER.search(text[:start])):
        return titled["whose"] is None or not names or bool({t.stem for t in tokens(titled["whose"])} & names)
    office = next((term.stem for term in reversed(noun) if lexicon.role(term.stem)), None)
    if _WHO_RUNS.match(asked.focus):
        office = _CHIEF
    elif not _WHO_IS.match(asked.focus):
        return False
    if office is None or not _NAME.fullmatch(text[start:end]):
        return False
    whose = _OF.match(text, end)
    if whose is not None and names and stem(whose["name"].lower()) not in names:
        return False  # "Mayor Anna Dahl of Sund" is no mayor of Arn
    before = _BREAK.split(text[max(0, start - BEFORE_CHARACTERS) : start])[-1]
    if _ends_with(before, office):
        return _fits(asked, names, before)
    found = _AFTER.match(text, end)
    if found is None:
        return False
    rest = _REST.search(found["phrase"])
    phrase = found["phrase"][: rest.start()] if rest else found["phrase"]
    whose = _OF.match(found["phrase"][rest.start() :]) if rest else None
    elsewhere = whose is not None and bool(names) and stem(whose["name"].lower()) not in names
    return _ends_with(phrase, office) and not elsewhere and _fits(asked, names, phrase)


def of_a_part(asked: Question, names: frozenset[str], text: str, start: int) -> bool:
    """Say whether a name is that of a head of some part, where the question asks who heads the whole.

    >>> from askbot.question import parse
    >>> text = "Its head of sales, Ada Arn, left."
    >>> [of_a_part(parse(asked), frozenset(), text, 19) for asked in ("Who heads the firm?", "Who heads sales?")]
    [True, False]
    """
    part = _HEAD_OF.search(text[:start])
    if _WHO_RUNS.match(asked.focus) is None or part is None:
        return False
    stems = {token.stem for token in tokens(part["part"])}
    return not stems & ({term.stem for term in asked.terms} | names)


def only_chairs(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a name is that of who sits in the chair or holds shares, where it is asked who runs a firm.

    >>> from askbot.question import parse
    >>> text = "Its chairman, Ada Arn, and its chief executive, Bo Ek, agree."
    >>> [only_chairs(parse("Who runs Orlin?"), text, text.index(name), text.index(name) + 5) for name in ("Ada", "Bo")]
    [True, False]
    """
    if _WHO_RUNS.match(asked.focus) is None:
        return False
    text = flat(text)
    before = text[:start]
    return any((_CHAIR_BEFORE.search(before), _CHAIR_BEHIND.match(text, end), _OWNER_BEFORE.search(before)))


def leads_a_round(asked: Question, text: str, start: int) -> bool:
    """Say whether somebody only led a round or a deal, where the question asks who leads a firm.

    >>> from askbot.question import parse
    >>> text = "The round was led by Orlin Capital."
    >>> [leads_a_round(parse(q), text, 21) for q in ("Who leads Tarvik?", "Who led the round?")]
    [True, False]
    """
    if _WHO_RUNS.match(asked.focus) is None or _ROUND.search(asked.focus):
        return False
    return _LED_BY.search(text[:start]) is not None and _ROUND.search(text[:start]) is not None


def _ends_with(phrase: str, office: str) -> bool:
    """The last word, or the last few read as one, are the office."""
    stems = tuple(token.stem for token in tokens(phrase))[-LONGEST_TITLE_WORDS:]
    heads = [stems[-1]] if stems else []
    heads += [head for n in range(2, len(stems) + 1) if (head := lexicon.phrases().get(stems[-n:]))]
    return any(head == office or lexicon.related(office).get(head, 0.0) >= SAME for head in heads)


def _fits(asked: Question, names: frozenset[str], phrase: str) -> bool:
    here, wanted = ({found[0].lower() for found in _QUALIFIED.finditer(words)} for words in (phrase, asked.focus))
    titled = phrase.lstrip().split(" ")[0]  # opens the sentence, or is a title
    strangers = [token.stem for token in tokens(phrase) if token.text[0].isupper() and token.text not in titled]
    owned = _OWNED.match(phrase)
    strangers += [stem(owned[1].lower())] if owned else []
    same = bool(here & _FORMER) if _FORMERLY.search(asked.focus) else here == wanted
    return same and all(one in names or lexicon.role(one) for one in strangers)
