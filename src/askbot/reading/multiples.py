"""Multiples that a sentence prints: "such a bill came to twice the income", "twice as fast as the old one".

What is held against what, and whose it is, has to stand by the figure; a multiple of something else is none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askbot import lexicon
from askbot.matching import MATCHED, wording
from askbot.periods import compatible, find_periods
from askbot.quantities import find
from askbot.reading.findings import Finding, leveled
from askbot.reading.profiles import profile
from askbot.types import Claim, Document, Library, Passage
from askbot.words import stem

_ENDS = r"[?.! ]*$"
_NAME = r"(?:the )?[^?,]+?"
_BASE = r"(?:(?:the|its|their|his|her|total|annual|own|whole) )*(?P<base>[a-z][a-z-]*(?: [a-z-]+)?)"
_WHAT = r"(?P<what>[^?,]+?)"
_WHO = rf"(?P<who>{_NAME})"
_WHEN = r"(?P<when>,? (?:in|during|for|over) (?:the |its )?[^?,]*\d[^?,]*)?"
_SPENDS = r"(?:spend|invest|put|devote|pay|plough|pour|allocate)"
_ON = r"(?:on|in|into|to|towards?|for)"
_ASKS = tuple(
    re.compile(pattern + _ENDS, re.IGNORECASE)
    for pattern in (
        rf"(?:how many times|what multiple of|how many multiples of) {_BASE} (?:does|did|do|has|is) {_WHO} {_SPENDS}(?:ing)? {_ON} {_WHAT}{_WHEN}",
        rf"(?:how many times|what multiple of|how many multiples of) (?:{_WHO}['’]s? )?{_BASE} (?:is|was|are|were) (?:the |its )?(?:(?P<whose>[^?,]+?)['’]s? )?{_WHAT}{_WHEN}",
        rf"how many times (?:(?:higher|larger|bigger|greater|more) )?(?:is|was|are|were) {_WHO}['’]s? {_WHAT} (?:than|as high as|as large as|as big as|of) {_BASE}{_WHEN}",
        rf"by (?:what|which) (?:factor|multiple) (?:does|did|do) {_WHO}['’]s? {_WHAT} (?:exceed|outstrip|top|surpass) {_BASE}{_WHEN}",
        rf"(?:what (?:is|was) |how (?:does|did) )?(?:the )?(?:ratio of )?(?:{_WHO}['’]s? )?{_WHAT} (?:compared? (?:to|with)|versus|vs\.?|relative to|to|as a multiple of) {_BASE}"
        r"(?: (?:at|for|of|by) (?P<whose>[^?,]+?))?(?P<times>,? (?:was|is|were|are) (?:it|that|this) (?:like |about |roughly |really )?(?:\d[\d.]* ?(?:x|times)|how many times|what multiple)[^?]*|,? (?:in times|how many times)|,? as a multiple)?",
    )
)
_FASTER = re.compile(
    rf"how many times (?:as )?(?P<more>(?:more |less )?[a-z]+)(?: as)? (?:is|was|are|were) (?P<one>{_NAME}) (?:than|as|compared (?:to|with)) (?P<other>{_NAME}){_ENDS}"
    rf"|how many times (?:is|was|are|were) (?P<one2>{_NAME}) (?:as )?(?P<more2>(?:more |less )?[a-z]+) (?:than|as) (?P<other2>{_NAME}){_ENDS}",
    re.IGNORECASE,
)
_AS = re.compile(
    r" (?:as )?(?P<more>(?:more |less )?[a-z]+) (?:as|than) (?:the |that of |those of |its |their )*(?P<other>[^,;.]{2,60})"
)
_AGAINST = re.compile(
    r" (?:(?:as (?:much|high|large|big|great) as|(?:higher|larger|bigger|greater|more) than|the (?:size|level|amount) of|of|that of) )?(?P<base>[^,;.()]{2,60})"
)
_POINTS_BACK = re.compile(
    r"\b(?:this|that|these|those|such|the) (?:expenditures?|outlays?|spending|costs?|expenses?|sums?|amounts?|figures?|investments?|items?|bill|budget|payments?|loss(?:es)?|debts?)\b"
    r"|\b(?:it|they|this|that|which|these) (?:was|is|were|are|came to|amounted to|equal(?:s|led)|exceeded|ran to|stood at|made up)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"; |, (?:while|whereas|with|and|but|resulting|causing|leading|as)\b| (?:while|whereas) ")
_RESEARCH = re.compile(r"\b(?:R ?& ?D|R and D|research(?: (?:and|&) development)?)\b", re.IGNORECASE)
_SPENDING = re.compile(
    r" ?\b(?:spend(?:ing)?|expenditures?|outlays?|costs?|expenses?|budgets?|investments?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A multiple that is asked for: of what, held against what, and whose."""

    what: str
    base: str
    who: str
    when: str


def asked(focus: str) -> Asked | None:
    """Take apart a question how many times something is something else; None for other questions.

    >>> asked("How many times its revenue did Orlin spend on R&D in 2024?")
    Asked(what='R&D', base='revenue', who='Orlin', when=' in 2024')
    >>> asked("How many times did Orlin float?")
    """
    for pattern in _ASKS:
        found = pattern.match(focus)
        if found is None:
            continue
        groups = found.groupdict()
        if pattern is _ASKS[-1] and not groups["times"]:
            continue  # "R&D compared to revenue" alone asks for no multiple
        who = groups.get("whose") or groups.get("who")
        if who:
            return Asked(groups["what"], groups["base"], re.sub(r"^the ", "", who), groups.get("when") or "")
    return None


def read(focus: str, articles: Sequence[tuple[Document, Sequence[Passage]]], library: Library) -> Finding | None:
    """Answer with the multiple that a sentence prints; whole sentences where only the one before says of what it is."""
    if (wanted := asked(focus)) is not None:
        found = [one for document, passages in articles for one in _told(wanted, document, passages, library)]
    elif (faster := _FASTER.match(focus)) is not None:
        groups = {name.rstrip("2"): text for name, text in faster.groupdict().items() if text}
        found = [one for document, passages in articles for one in _held_against(groups, document, passages)]
    else:
        return None
    if not found:
        return None
    document, passages, span = found[0]
    cited = [document.cite(one) for one in passages]
    if len(found) > 1 or span is None:
        each = dict.fromkeys(document.cite(one) for document, passages, _ in found for one in passages)
        return Finding(tuple(Claim(" ".join(one.quote.split()), (one,)) for one in each))
    words = " ".join(passages[-1].text[slice(*span)].split())
    at = passages[-1].start
    printed = find_periods(passages[-1].text)
    undated = wanted is not None and not wanted.when and len(printed) == 1
    said = f"{words} ({printed[0].printed})" if undated else words  # without its time it is half an answer
    return Finding((Claim(said, tuple(cited)),), words, ((document.id, at + span[0], at + span[1]),))


_Told = tuple[Document, list[Passage], tuple[int, int] | None]


def _told(wanted: Asked, document: Document, passages: Sequence[Passage], library: Library) -> Iterator[_Told]:
    """Where an article tells the multiple, by the passages that it takes; with the figure's span where one is enough."""
    subjects = profile(document, library).subjects
    who = wording(wanted.who).stems
    periods = find_periods(wanted.when)
    for at, passage in enumerate(passages):
        text = leveled(passage.text)
        for figure in find(text):
            base = _AGAINST.match(text, figure.end) if figure.unit == "x" else None
            if base is None or not _holds(base["base"].split(" on ")[0], wanted.base):
                continue
            before = leveled(passages[at - 1].text) if at and passages[at - 1].heading == passage.heading else ""
            clause = text[max((one.end() for one in _CLAUSE.finditer(text, 0, figure.start)), default=0) : figure.start]
            of_it = re.match(r".*? (?:on|for|in|into) (?P<what>.+)", base["base"])
            here = _is(clause, wanted.what) or (of_it is not None and _is(of_it["what"], wanted.what))
            if not here and not (_POINTS_BACK.search(clause) and _is(before, wanted.what)):
                continue
            if not _is_whose(who, subjects, text[: figure.start], before):
                continue
            dated = [one for one in find_periods(text) if one.start < figure.start] or find_periods(text)
            if periods and dated and not any(compatible(periods[0], one) for one in dated):
                continue
            named = bool(wording(text[: figure.start]).stems & who)
            start = figure.start
            if here and named:
                yield document, [passage], (start, figure.end)
            else:
                yield document, [*([passages[at - 1]] if before else []), passage], None


def _is_whose(who: frozenset[str], subjects: frozenset[str], text: str, before: str) -> bool:
    """Whether the last that is spoken of, in the sentence or else in the one before it, is whom the question names."""
    for piece in (text, before):
        named = [one.stem for one in wording(piece).tokens if one.text[0].isupper() and one.stem in subjects | who]
        if named:
            return named[-1] in who
    return False


def _is(text: str, what: str) -> bool:
    """Whether words speak of a thing: R&D is research, by whichever name, and what is spent is not part of its name."""
    if _RESEARCH.search(what):
        return _RESEARCH.search(text) is not None
    bare = _SPENDING.sub("", what).strip() or what
    return _holds(text, bare)


def _holds(text: str, what: str) -> bool:
    held = wording(text)
    return all(held.holds(one.stem) >= MATCHED for one in wording(what).tokens)


def _held_against(groups: dict[str, str], document: Document, passages: Sequence[Passage]) -> Iterator[_Told]:
    """Where a sentence says how many times faster, bigger or dearer one thing is than another."""
    one, other = (wording(re.sub(r"^the ", "", groups[name])).stems for name in ("one", "other"))
    for passage in passages:
        text = leveled(passage.text)
        for figure in find(text):
            told = _AS.match(text, figure.end) if figure.unit == "x" else None
            if told is None or not _same_degree(told["more"], groups["more"]):
                continue
            first = text[max((j.end() for j in _CLAUSE.finditer(text, 0, figure.start)), default=0) : figure.start]
            if one <= wording(first).stems and other <= wording(told["other"]).stems:
                yield document, [passage], (figure.start, figure.end)


def _same_degree(printed: str, asked_for: str) -> bool:
    """Whether two words say the same of things: "fast" and "faster", "big" and "larger"."""
    left, right = ({_plain(word) for word in text.lower().split()} - {"more", "less"} for text in (printed, asked_for))
    if ("less" in printed) != ("less" in asked_for):
        return False
    return bool(left & right) or any(lexicon.related(stem(a)).get(stem(b), 0) >= MATCHED for a in left for b in right)


def _plain(word: str) -> str:
    """A word without the ending that holds it against another: "bigger" is "big"."""
    if not word.endswith("er") or len(word) < len("older"):
        return word
    root = word[:-2]
    if root.endswith("i"):
        return f"{root[:-1]}y"
    if len(root) > 2 and root[-1] == root[-2] and root[-1] in "gdntp":
        return root[:-1]
    return f"{root}e" if root.endswith(("arg", "id", "saf", "ic", "trang", "los")) else root
