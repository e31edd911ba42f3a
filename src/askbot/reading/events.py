"""What a date is the date of: the day by which one thing must be decided is not the day on which another was."""

from __future__ import annotations

import re

from askbot.lexicon import Kind
from askbot.matching import MATCHED, wording
from askbot.question import Question, Term
from askbot.reading.halves import flat
from askbot.words import Token, is_function_word, stem, tokens

_WHEN = re.compile(
    r"^(?:when|(?:in |on |by )?(?:what|which) (?:year|month|day|date)) (?P<aux>did|will|does|do|shall|would|is|are|was|were|has|have|had|can|must|may|should) (?P<rest>[^?]+)",
    re.IGNORECASE,
)
_PAST = ("did", "was", "were", "has", "have", "had")
# Words that say little of what is done: "make an offer", "take the decision".
_LIGHT = frozenset(
    [
        "make",
        "take",
        "have",
        "hold",
        "get",
        "do",
        "give",
        "put",
        "made",
        "taken",
        "held",
        "got",
        "done",
        "given",
        "come",
        "go",
        "happen",
        "occur",
    ]
)
_OF_IT = ("the", "its", "their", "his", "her", "this", "that", "it", "they", "he", "she", "these", "those", "an", "a")
_DUE_ASKED = re.compile(
    r"\b(?:must|have to|has to|until|deadline|due|latest|expire\w*|end|ends|ended|by when|should|need\w*)\b",
    re.IGNORECASE,
)
# "It must decide by July", "it has until May to raise its offer": by then, if at all.
_DUE = re.compile(
    r"\b(?:must|has to|have to|needs? to|is to|are to|should|required to|obliged to|may|can|could|might)\b[^;.]{0,80}\b(?:by|before|until|till)"
    r" (?:the )?(?:end of |start of |middle of )?$|\b(?:has|have|had) until (?:the )?(?:end of |start of |middle of )?$"
    r"|\b(?:wants?|wanted|calls? for|called for|urges?|urged|proposes?|proposed|demands?|demanded|hopes?|hoped|asks?|asked for) [^;.]{1,60} (?:by|before|in|on) (?:the )?$"
)
_MODAL = r"(?:must|may|might|can|could|should|will|would|shall|(?:has|have|had|needs?|is|are|was|were|due|set|wants?|plans?|hopes?|expects?|asked|urged|refused|failed) to|until [^,;]{1,40} to)"
_POINTS_BACK = re.compile(r"(?:That|This|It) (?:was|is|came|happened|took place|will be|comes)\b")
_UNDONE = re.compile(rf"\b{_MODAL} (?:not )?(?:[a-z]+ly )?(?:be )?(?P<verb>[a-z]+)\b")
_OWNERS = re.compile(r"[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*['’]")
# What comes to the same day, though it is not the same deed.
_FAMILIES = (
    "close conclude complete finish end stop expire finalise",
    "found establish create start begin launch open set setup incorporate form",
    "leave quit resign depart retire step",
    "buy acquire purchase takeover",
    "list float debut ipo flotation listing trade",
    "release launch unveil introduce publish debut appear",
    "join hire appoint become",
    "build construct complete erect",
    "vote decide elect ballot approve pass adopt reject",
    "announce say tell unveil reveal disclose",
    "raise collect secure close",
    "arrive come reach land",
    "die death kill",
    "sell sale dispose",
)
_KIN = [frozenset(stem(word) for word in line.split()) for line in _FAMILIES]
MOST_SUBJECT = 4
# Since when somebody holds a post no sentence tells that only has the post.
_BECAME_ASKED = re.compile(r"^when (?:did|does|will) .+ become .+", re.IGNORECASE)
_BECAME = re.compile(
    r"\b(?:bec(?:a|o)m(?:e|es|ing)|since|appoint\w*|nam(?:ed|es|ing)|elect\w*|took|takes?|taking|taken|join\w*|promot\w*|succeed\w*|made|makes?|start\w*|beg[aiu]n\w*"
    r"|hir(?:ed|es|ing) (?:[a-z]+ )?as|replac\w*|until|from|rose|mov(?:ed|es|ing)|turn(?:ed|s)?|crown\w*|sworn|installed|inherit\w*|return\w*|first|enter\w*|arriv\w*|came|go(?:es|ing)?|went|grew|will be)\b",
    re.IGNORECASE,
)


def deed(asked: Question) -> Term | None:
    """Return the word of a question for a date that says what happens then; None where its grammar doesn't show it.

    >>> from askbot.question import parse
    >>> [deed(parse(text)).text for text in ("When did the committee vote on the law?", "When was the inquiry closed?")]
    ['vote', 'closed']
    """
    found = _WHEN.match(asked.focus)
    if found is None:
        return None
    made = [one for one in tokens(found["rest"]) if one.text[0].isalpha()]
    if made and made[0].lower in _OF_IT:
        made = made[1:]
        named = False
    else:
        named = bool(made) and made[0].text[0].isupper() and _OWNERS.match(found["rest"], made[0].start) is None
    run: list[Token] = []
    for one in made:
        if is_function_word(one.lower) or (run and one.text[0].isupper() and not run[-1].text[0].isupper()):
            break
        run.append(one)
    behind = made[len(run)].lower if len(run) < len(made) else ""
    lower = [one for one in run if one.text[0].islower()]
    if behind == "be":  # "will the sale be completed"
        verb = next((one for one in made[len(run) + 1 :] if not is_function_word(one.lower)), None)
    elif not lower or len(lower) > MOST_SUBJECT or behind == "of" or (len(run) == 1 and behind and not named):
        return None
    else:
        verb = lower[0] if named else lower[-1]
    passive = found["aux"].lower() in ("is", "are", "was", "were")
    if verb is None or (
        passive and not re.fullmatch(r"\w+ed|\w+n|\w+t|\w+ng|sold|paid|held|told|made|done", verb.lower)
    ):
        return None
    at = found.start("rest") + verb.start
    said = next((term for term in asked.terms if term.start <= at < term.end), None)
    return None if said is None or said.text.lower() in _LIGHT else said


def is_unsaid(asked: Question, text: str) -> bool:
    """Say whether a text has no word for what a question asks the date of.

    >>> from askbot.question import parse
    >>> asked = parse("When did the committee vote on the law?")
    >>> [is_unsaid(asked, f"The committee {did} on the law on April 14.") for did in ("spoke", "voted")]
    [True, False]
    """
    if asked.wanted == {Kind.DATE} and _BECAME_ASKED.match(asked.focus):
        return _BECAME.search(text) is None
    verb = deed(asked) if asked.wanted == {Kind.DATE} and not _POINTS_BACK.match(flat(text)) else None
    if verb is None or wording(text).holds(verb.stem) >= MATCHED:
        return False
    kin = [family for family in _KIN if verb.stem in family]
    return not any(family & wording(text).stems for family in kin)


def is_undone(asked: Question, text: str) -> bool:
    """Say whether a text has what a question takes for done only as what must, may or is to be done.

    >>> from askbot.question import parse
    >>> is_undone(parse("When did the board decide?"), "The board met on May 4 and must decide by July 3.")
    True
    """
    found = _WHEN.match(asked.focus)
    verb = deed(asked) if found is not None and found["aux"].lower() in _PAST else None
    if verb is None:
        return False
    here = [one for one in tokens(text) if one.stem == verb.stem]
    undone = {one.start("verb") for one in _UNDONE.finditer(flat(text))}
    return bool(here) and all(one.start in undone for one in here)


def is_due(asked: Question, text: str, start: int) -> bool:
    """Say whether a date is the last day for something, where the question asks when that will be: "it has until May"."""
    return (
        _WHEN.match(asked.focus) is not None
        and not _DUE_ASKED.search(asked.focus)
        and bool(_DUE.search(flat(text[:start])))
    )
