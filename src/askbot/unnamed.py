"""A question that names nobody, of an article about two: each one's answer, with its name before it.

"What was revenue in 2025?" has two answers there, and the one that is found first misleads whoever had the other firm
in mind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from askbot.lexicon import Kind
from askbot.matching import wording
from askbot.periods import find_periods
from askbot.question import FIGURES, Question, QuestionKind, parse
from askbot.types import Answer, Claim, Hit, RefusalReason
from askbot.wording import name_runs, owned

SIDES, LONGEST = 2, 120  # characters of a question
SAME = 0.9  # as near to a word as those that say just the same: a fee is no price
ALIKE = 0.8  # from which on a word is a slip for a name
_UNTOLD = (RefusalReason.NO_EVIDENCE, RefusalReason.NOT_COMPUTABLE)
_BE = r"(?:['’]s| is| was| are| were| will be| would be)"
# "What is the burn rate?"
_OF_NOBODY = re.compile(
    rf"^(?P<ask>(?:what|who|when|where|how (?:much|high|large|big|long|old|low)){_BE}) (?:the |its |their )?"
    r"(?P<noun>(?!there\b|it\b|that\b|this\b|they\b|these\b|those\b|going\b|meant\b|being\b|[a-z]+ed\b)[a-z0-9][^?,:;]*)$",
    re.IGNORECASE,
)
# "How long does the money last?"
_DOES = re.compile(
    r"^(?P<ask>(?:what|when|where|how (?:much|long|fast|far)) (?:does|did|will|would|can|could)) (?:the |its |their )"
    r"(?P<noun>(?!company\b|firm\b|article\b|author\b|two\b)[a-z-]+(?: [a-z-]+)?) (?P<rest>[a-z]+\b[^?,:;]*)$",
    re.IGNORECASE,
)
_THERE = re.compile(r"^how (?:many|much) (?P<noun>[a-z][a-z -]*?) (?:are|is) there(?P<rest>[^?,:;]*)$", re.IGNORECASE)
_AT_WORK = re.compile(r"^how many (?P<noun>people|staff|employees) work (?:there|here)$", re.IGNORECASE)
_LEFT = re.compile(
    r"^(?P<ask>how (?:many|much) [a-z][a-z -]*?) (?:are|is) (?P<rest>left|available|on hand|unspent|in the bank)$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"^how much (?:money |cash |capital )?(?:was|has been|have been|is)"
    r" (?P<done>raised|spent|lost|earned|borrowed)(?P<rest>[^?,:;]*)$",
    re.IGNORECASE,
)
_DO = {"raised": "raise", "spent": "spend", "lost": "lose", "earned": "earn", "borrowed": "borrow"}
_THEY = re.compile(
    r"^(?P<ask>(?:what|who|when|where|why|how|which)\b[^?,:;]*?) (?P<does>do|does|did|have|has|was|were|is|are|will) "
    r"(?:they|it|the (?:company|firm|group)) (?P<rest>[a-z]+\b[^?,:;]*)$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:its|their|it|they)\b", re.IGNORECASE)
_SINGULAR = {"do": "does", "have": "has", "were": "was", "are": "is"}

Ask = Callable[[str], Answer]


def about(text: str, name: str) -> str | None:
    """Put a question that names nobody about one; None where it can't be, or names somebody.

    >>> about("What's the 2025 revenue?", "Orlin"), about("How much did they earn in 2024?", "Orlin")
    ("What's Orlin's 2025 revenue?", 'How much did Orlin earn in 2024?')
    >>> about("How many employees are there?", "Orlin"), about("How long does the money last?", "Orlin")
    ('How many employees does Orlin have?', "How long does Orlin's money last?")
    >>> about("What was Tarvik's revenue?", "Orlin")
    """
    plain = " ".join(text.split()).rstrip("?!. ")
    if len(plain) > LONGEST or _named(plain):
        return None
    if found := _OF_NOBODY.match(plain):
        return f"{found['ask']} {owned(name)} {found['noun']}?"
    if found := _DOES.match(plain):
        return f"{found['ask']} {owned(name)} {found['noun']} {found['rest']}?"
    if found := _THERE.match(plain):
        return f"{plain[: found.start('noun')]}{found['noun']} does {name} have{found['rest']}?"
    if found := _AT_WORK.match(plain):
        return f"How many {found['noun']} does {name} employ?"
    if found := _LEFT.match(plain):
        return f"{found['ask']} does {name} have {found['rest']}?"
    if found := _DONE.match(plain):
        return f"How much did {name} {_DO[found['done'].lower()]}{found['rest']}?"
    if found := _THEY.match(plain):
        does = _SINGULAR.get(found["does"].lower(), found["does"])
        return f"{found['ask']} {does} {name} {found['rest']}?"
    return None


def _named(text: str) -> bool:
    dated = [(one.start, one.end) for one in find_periods(text)]
    runs = [(start - 2, end - 2) for start, end in name_runs(f"x {text}")]
    return any(
        not text[start:end].isupper() and not any(a <= start and end <= b for a, b in dated) for start, end in runs
    )


def told(asked: Question, answer: Answer, main: Sequence[str], hits: Sequence[Hit], ask: Ask) -> Answer | None:
    """Answer for each of the two that an article is about, by name; None where that says no more than the answer.

    `answer` is the one without a name; where it is of neither, it stands. `ask` answers the question about one, which
    costs as much as the first: not where no other of the `hits` has its words, and the quote says whose the answer is.
    """
    unsettled = answer.refusal is not None and answer.refusal.reason in _UNTOLD
    if asked.kind is not QuestionKind.FACT or len(main) != SIDES or not (unsettled or answer.short):
        return None
    if unsettled and not asked.wanted & (FIGURES | {Kind.DATE}):
        return None
    ways = {name: way for name in main if not _is_meant(name, asked) and (way := about(asked.focus, name)) is not None}
    if len(ways) != SIDES or not _is_open(answer, ways, hits):
        return None
    told_of = {name: one for name, way in ways.items() if (one := ask(way)).short}
    same = set(answer.citations)
    sides = {
        name: one
        for name, one in told_of.items()
        if one.short == answer.short or same & set(one.citations) or _says_it(ways[name], name, one)
    }
    shorts = [one.short for one in sides.values()]
    if not sides or len(set(shorts)) < len(shorts) or (answer.short and answer.short not in shorts):
        return None  # what is so of both or of neither needs no name
    if len(sides) < SIDES and all(_names(one, name) for name, one in sides.items()):
        return None  # the quote says whose it is
    claims = tuple(claim for name, one in sides.items() for claim in _named_claims(name, one))
    notes = tuple(dict.fromkeys(note for one in sides.values() for note in one.notes))
    places = dict.fromkeys(place for one in sides.values() for place in one.highlights)
    return Answer(asked.text, asked.text, claims=claims, notes=notes, highlights=tuple(places))


def _is_meant(name: str, asked: Question) -> bool:
    """Whether a question names one after all, in small letters or with a slip."""
    said = [term.lower for term in asked.terms]
    return any(get_close_matches(word.lower(), said, n=1, cutoff=ALIKE) for word in name.split())


def _is_open(answer: Answer, ways: Mapping[str, str], hits: Sequence[Hit]) -> bool:
    """Whether somebody else may have what is asked for too, or the quotes don't say who has it."""
    quotes = [one.quote for one in answer.citations]
    names = [name for name in ways if _names(answer, name)]
    if len(names) != 1 or any(_POINTS.search(one) for one in quotes):
        return True
    elsewhere = [hit.passage.text for hit in hits if hit.passage.text not in quotes]
    return any(_hold(way, name, elsewhere) for name, way in ways.items())


def _says_it(way: str, name: str, answer: Answer) -> bool:
    """Whether the quotes of an answer hold every word of its question, so that it is of the same thing."""
    return _hold(way, name, [one.quote for one in answer.citations])


def _hold(way: str, name: str, texts: Sequence[str]) -> bool:
    asked, quotes = parse(way), [wording(one) for one in texts]
    aside = wording(name).stems
    dated = [(one.start, one.end) for one in asked.periods]
    terms = [one for one in asked.terms if one.stem not in aside and not any(a <= one.start < b for a, b in dated)]
    return all(any(quote.holds(term.stem) >= SAME for quote in quotes) for term in terms)


def _names(answer: Answer, name: str) -> bool:
    return any(wording(one.quote).stems & wording(name).stems for one in answer.citations)


def _named_claims(name: str, answer: Answer) -> list[Claim]:
    first = answer.claims[0]
    return [replace(first, text=f"{name}: {first.text}"), *answer.claims[1:]]
