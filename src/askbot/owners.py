"""Whose a figure is: the last of the article's subjects before it, or the name that stands by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from askbot.holders import agent, holder, is_related, priced
from askbot.matching import MATCHED, added_owner, clauses, is_against, printed_names, wording
from askbot.quantities import find
from askbot.question import Term
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.governing import OWNING
from askbot.reading.topics import points_back, under_another
from askbot.types import Quantity
from askbot.units import currency
from askbot.words import Token, stem

_JOINTLY = re.compile(
    r"\b(?:together,? they|they(?: \w+){0,3} together|combined|jointly|between them|(?<!of )the two)\b", re.IGNORECASE
)
TWO = 2
SHORT_STEM = 2  # "AI" alone says not which of several
JOINT = re.compile(r";|\u2014|,\s+(?=(?:while|whereas|although|but|compared|unlike|which|and)\b)|[.:]\s")
RIGHT_END = re.compile(r"[;,:()\u2014]|\s(?=(?:while|whereas|although|but|compared|and|or|which|whose)\s)|[.](?:\s|$)")
# "Orvella owns 12% and the investor Talgo 9%"
_AND = re.compile(
    r"(?:[,;]|\b(?:and|while|whereas|but|or))\s+(?:(?:the|its|their|his|her|an?)\s+(?:[a-z][\w-]*\s+){0,3})?(?:[A-Z][\w.&-]*\s+)*$"
)
_POINTS_BACK = re.compile(r"(?:It|Its|They|Their|The (?:company|firm|group))\b")
# "The four ferries take 60 cars": of several, and not of whom the sentence before names.
_SEVERAL = re.compile(
    r"(?:The|All|These|Those)(?: other)? (?:two|three|four|five|six|seven|eight|nine|ten|\d+) [a-z]+s\b"
)
_ONE_OF = re.compile(
    r"The (?P<which>one|other|others|first|second|third|latter|former)\b(?! (?:quarter|half|time|year))"
)
_SAYS_OF = re.compile(r"[:;]|\bsa(?:ys|id)\b")
_APPOSED = re.compile(r",\s+(?:the|an?)\s")
_NEXT_ITEM = re.compile(r", (?:and )?(?=the [a-z]+ )")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure, or a date, and the stretch of its sentence that speaks of it alone."""

    quantity: Quantity
    left: int  # where the words before it begin: behind the last figure of its sort
    right: int  # where those after it end
    earlier: int  # where the last figure of its sort before it begins


def whose(evidence: Evidence, at: int, lead: str) -> str | None:
    """Which of the two that an article is about a figure is told of: the last named before it; None where neither is."""
    main = {token.stem: name for name in evidence.profile.main for token in wording(name).tokens}
    for text in (evidence.text[:at], lead):
        named = [main[token.stem] for token in wording(text).tokens if token.stem in main]
        if named:
            return named[-1]
    titled = {main[token.stem] for token in wording(evidence.scene.title).tokens if token.stem in main}
    return titled.pop() if len(titled) == 1 else None  # whom alone the title names, the article speaks of


def of_both_and_one(figures: Sequence[tuple[str, int]]) -> bool:
    """Say whether of figures, at their places in sentences, one is of two together and another is not."""
    return len({_JOINTLY.search(text[:at]) is not None for text, at in figures}) > 1


def common_terms(view: Survey) -> list[Term]:
    """The words that name what, not whose: also a phrase with an abbreviation, and the front of a compound."""
    return [
        term
        for term in view.asked.terms
        if term.stem not in view.names
        or (" " in term.text and term.text.islower())
        or re.match(r"-[^\W\d]", view.asked.focus[term.end : term.end + 2])
    ]


def of_the_names(view: Survey, evidence: Evidence, mark: Mark, lead: str) -> bool:
    """The figure is that of the names asked for: the last subject before it is one of them, and others stand by it."""
    if _of_a_namesake(view, evidence, mark, lead):
        return False
    headings = {one.scene.heading for one in view.evidence}
    named = wording(evidence.text).stems & view.names
    if (
        view.names
        and not named
        and under_another(view.names, evidence.scene.heading, headings, evidence.profile.subjects)
    ):
        return False
    subjects = evidence.profile.owning(view.names)
    common = {term.stem for term in common_terms(view)}
    asked = {term.stem for term in view.named} - common
    owners = asked & subjects
    if owners == asked and _is_of_one_of_them(view, evidence.text):
        return False
    if owners and not _of_the_owners(owners, evidence, mark, lead, subjects, names=view.names):
        return False
    if view.names and _is_of_another_agent(view, evidence, mark):
        return False
    row = _row(evidence.text, mark)
    if row is not None and not any(
        stem_ in row for stem_ in {term.stem for term in view.asked.terms} if len(stem_) > SHORT_STEM
    ):
        return False
    if (
        not view.names
        and subjects
        and _is_of_a_minor(view, evidence, _told_before(evidence.text, mark.quantity.start, lead), subjects)
    ):
        return False  # who asks about nobody asks about whom the article is about
    others = asked - subjects
    absent = {name for name in others if wording(evidence.text).holds(name) < MATCHED}
    if absent and not owners and _last_subject(evidence.text[: mark.quantity.start], subjects):
        return False  # a sentence on a subject of the article is not on somebody whom it doesn't print
    return all(_stands_by(view, name, evidence, mark, lead) for name in others)


def _of_a_namesake(view: Survey, evidence: Evidence, mark: Mark, lead: str) -> bool:
    """The figure is somebody's who shares a part of the name asked for: Orvella Lines, not Orvella Water.

    What was named last counts, up to the title; a surname with another first name, or a title, is the same person.
    """
    text, focus = evidence.text, view.asked.focus
    for mine in _rows(focus):
        name = focus[mine[0].start : mine[-1].end]
        stems = [token.stem for token in mine]
        if len(mine) < 2 or name not in evidence.document.text or name in text:
            continue
        for above in (text[: mark.quantity.start], lead, evidence.scene.heading, evidence.scene.title):
            rows = [[token.stem for token in row] for row in _rows(above)]
            akin = [row for row in rows if set(row) & set(stems)]
            if akin:
                row = akin[-1]
                person = set(row) & set(stems) == {row[-1]} == {stems[-1]}
                if (
                    not person
                    and not set(stems) <= set(row)
                    and not (set(row) <= set(stems) and _is_short(evidence, row, name))
                ):
                    return True
                break
    return False


def _is_short(evidence: Evidence, row: list[str], name: str) -> bool:
    """A part of a name is short for it where the article gives the whole name first: not the town for its bus company."""
    text = evidence.document.text.replace(evidence.scene.title, " ")
    return not any(set(row) <= run for run in _runs(text[: max(0, text.find(name))]))


def _is_of_another_agent(view: Survey, evidence: Evidence, mark: Mark) -> bool:
    """The clause tells what somebody else has or pays ("the council added $2 million") or the price of another thing.

    Not where the question speaks of that too, nor where that is what the article calls whom it is asked about.
    """
    text = evidence.text
    start = next((a for a, b in reversed(clauses(text)) if a <= mark.quantity.start < b), 0)
    start = max([start, *(one.end() for one in _NEXT_ITEM.finditer(text, start, mark.quantity.start))])
    said = agent(text[start:])
    asked = {term.stem for term in view.asked.terms}
    if wording(text[start : mark.quantity.start]).stems & view.names:
        return False
    if said is not None and stem(said) not in asked:
        names = "|".join(re.escape(term.text) for term in view.named)
        return not re.search(
            rf"(?:{names})[^.;]{{0,60}}\b{said}\b|\b{said},? (?:of )?(?:{names})", evidence.document.text
        )
    what = priced(text[start:])
    if what is None or currency(mark.quantity.unit) is None:
        return False
    held = wording(what)
    return not any(held.holds(term.stem) >= MATCHED for term in common_terms(view))


def _is_of_one_of_them(view: Survey, text: str) -> bool:
    """The sentence tells of one of several things, which the question doesn't single out: "The one in Selby has 90 men"."""
    found = _ONE_OF.match(text)
    return found is not None and found["which"].lower() not in view.asked.focus.lower()


def _of_the_owners(
    owners: set[str], evidence: Evidence, mark: Mark, lead: str, subjects: frozenset[str], *, names: frozenset[str]
) -> bool:
    text, at = evidence.text, mark.quantity.start
    if len(owners) == 1 and len(evidence.profile.main) > 1 and _JOINTLY.search(text[:at]):
        return False
    last = _last_subject(text[:at], subjects)
    owning = mark.quantity.unit == "%" and any(token.stem in OWNING for token in wording(text[mark.left : at]).tokens)
    if owning and last is not None and last & owners:
        return True  # "Lind owns 22% of Orvella": hers
    added = added_owner(text, mark.quantity.end, subjects)
    if added is not None:
        return added in owners
    if last is not None:
        return bool(last & owners)
    behind = mark.quantity.end, _joint_after(text, mark)
    if any(
        t.stem in owners and behind[0] <= t.start < behind[1] and not is_against(text, t.start)
        for t in wording(text).tokens
    ):
        return True
    own = owners | names
    if _speaks_of_another(own, evidence, text[:at] if holder(text[:at]) else ""):
        return False  # "its revenue" is that of whom the sentence opens with
    told = wording(evidence.scene.topic).stems
    if told and points_back(text, at):
        return bool(told & owners)
    if _speaks_of_another(own, evidence, _told_before(text, at, lead)):
        return False
    for above in (lead, evidence.scene.topic, evidence.scene.heading, evidence.scene.title):
        if above is lead:
            run = _last_subject(lead, subjects)
        else:
            run = next((run for run in reversed(_runs(above)) if run & subjects), None)
        if run is not None:
            several = len({frozenset(r & subjects) for r in _runs(above) if r & subjects}) > 1
            # A title that names several says of none.
            return bool(run & owners) and not (several and above is not lead)
    return len(evidence.profile.main) < TWO  # nobody says which of the two


def _told_before(text: str, at: int, lead: str) -> str:
    """What says whom a figure belongs to: its own sentence up to it, or those above where it points back."""
    return text[:at] if holder(text[:at]) else lead if _POINTS_BACK.match(text) else ""


def _speaks_of_another(own: set[str] | frozenset[str], evidence: Evidence, text: str) -> bool:
    """The last that a text says to have or to do something is somebody else: "Dunmore employs 900 people. It has …"."""
    return _other_holder(own, evidence, text) is not None


def _is_of_a_minor(view: Survey, evidence: Evidence, text: str, subjects: frozenset[str]) -> bool:
    """The last that a text says to have or to do something is named less often than whom the article is about.

    Not where the question has its name, which need not read like one: "the Friends' fund".
    """
    name = _other_holder(subjects, evidence, text)
    if name is None or {stem(word.lower()) for word in name.split()} & {term.stem for term in view.asked.terms}:
        return False
    held, often = _holders(evidence.document.text)
    most = max((often[one] for one in subjects if one in held), default=0)
    return often[stem(name.split()[0].lower())] < most


@lru_cache(maxsize=256)
def _holders(text: str) -> tuple[frozenset[str], Counter[str]]:
    """The stems of the names that are subjects of sentences, and how often each name is printed."""
    names = filter(None, map(holder, re.split(r"(?<=[.!?])\s+|(?<=[.!?][\"”’])\s+|\n+", text)))
    held = frozenset(stem(word.lower()) for name in names for word in name.split())
    return held, Counter(token.stem for token in wording(text).tokens if token.text[0].isupper())


def _other_holder(own: set[str] | frozenset[str], evidence: Evidence, text: str) -> str | None:
    for sentence in reversed(re.split(r"(?<=[.!?])\s+|(?<=[.!?][\"”’])\s+", text)):
        name = holder(sentence)
        if name is None:
            continue
        if {stem(word.lower()) for word in re.split(r"[ -]", name)} & own:
            return None
        # A name within sentences too, or one of two words at the head of the figure's own sentence.
        own_sentence = " " in name and evidence.text.startswith(sentence) and not _SAYS_OF.search(sentence)
        if own_sentence or re.search(rf"[a-z,] {re.escape(name)}\b", evidence.document.text):
            return name
    return None


def _last_subject(text: str, subjects: frozenset[str]) -> set[str] | None:
    """The last of the subjects that a text names, also where its name opens a sentence; None where it names none.

    Empty where the only one says what somebody else is: "Dunmore, Kestrel's larger rival, sold …".
    """
    last: list[Token] = []
    related = False
    for token in wording(text).tokens:
        if token.stem in subjects and token.text[0].isupper():
            if is_related(text, token.start):
                related = True
                continue
            joined = bool(last) and text[last[-1].end : token.start] in (" ", "-")
            last = [*last, token] if joined else [token]
    return {token.stem for token in last} or (set() if related else None)


def _joint_after(text: str, mark: Mark) -> int:
    found = JOINT.search(text, mark.quantity.end, mark.right)
    return found.start() if found else mark.right


def _runs(text: str) -> list[set[str]]:
    """The stems of the names that a text prints, those side by side as one."""
    return [{token.stem for token in row} for row in _rows(text)]


def _rows(text: str) -> list[list[Token]]:
    """The names that a text prints, at their places in it, those side by side as one."""
    rows: list[list[Token]] = []
    for token in printed_names(f"x {text}"):
        token = replace(token, start=token.start - 2, end=token.end - 2)
        if rows and text[rows[-1][-1].end : token.start] in (" ", "-", "/", " & "):
            rows[-1].append(token)
        else:
            rows.append([token])
    return rows


def _stands_by(view: Survey, name: str, evidence: Evidence, mark: Mark, lead: str) -> bool:
    """A name that is no subject of the article owns the figure next to it, or the one in its place in a row."""
    text = evidence.text
    if wording(text).holds(name) < MATCHED:
        if _SEVERAL.match(text):
            return False
        if _speaks_of_another(view.names, evidence, _told_before(text, mark.quantity.start, lead)):
            return False
        # Whose share it is stands in its sentence.
        return mark.quantity.unit != "%" and (
            evidence.match.strengths.get(name, 0.0) >= MATCHED
            if not lead
            else _is_last_named(name, lead, evidence.document.text)
        )
    order = _in_a_row(name, text, mark)
    if order is not None:
        return order
    end = _joint_after(text, mark)
    if mark.right < len(text) or not _APPOSED.match(text, comma := text.find(",", mark.quantity.end, end)):
        comma = text.find(",", mark.quantity.end, end)
        end = comma if comma >= 0 else end
    if wording(text[mark.left : end]).holds(name) >= MATCHED:
        return not _opens_the_next(name, text, mark)
    # Who owns two figures is named before the first.
    between = _runs(text[mark.earlier : mark.quantity.start])
    before = _runs(text[: mark.earlier])
    return not between and bool(before) and name in before[-1]


def _is_last_named(name: str, lead: str, article: str) -> bool:
    """The nearest sentence above that names anybody names this one; a word that is also printed small is no name."""
    for sentence in reversed(re.split(r"(?<=[.!?])\s+|(?<=[.!?][\"”’])\s+", lead)):
        rows = [row for row in _rows(sentence) if len(row) > 1 or not re.search(rf"\b{row[0].lower}\b", article)]
        if rows:
            return any(token.stem == name for row in rows for token in row)
    return False


def _opens_the_next(name: str, text: str, mark: Mark) -> bool:
    """The name stands behind the figure and begins what is said next: "Orvella owns 12% and Talgo 9%"."""
    if not _runs(text[mark.left : mark.quantity.start]):
        return False
    behind = [token for token in wording(text).tokens if token.stem == name]
    return bool(behind) and all(
        token.start >= mark.quantity.end and _AND.search(text[mark.quantity.end : token.start]) is not None
        for token in behind
    )


def _in_a_row(name: str, text: str, mark: Mark) -> bool | None:
    """With "respectively": whether name and figure have the same place in their rows; None without it."""
    row = _row(text, mark)
    return None if row is None else name in row


def _row(text: str, mark: Mark) -> set[str] | None:
    """The stems of the names that stand in the figure's place in a row before "respectively"; None without one."""
    if not _RESPECTIVELY.search(text):
        return None
    figures = find(text)
    place = next((i for i, figure in enumerate(figures) if figure.start == mark.quantity.start), None)
    if place is None:
        return None
    row = [place]
    for step in (-1, 1):
        i = place + step
        while 0 <= i < len(figures) and figures[i].unit == mark.quantity.unit:
            low, high = sorted((figures[i], figures[i - step]), key=lambda figure: figure.start)
            if not re.fullmatch(
                r"\s*(?:,|,? and|,? or)\s+(?:about|approximately|around)?\s*", text[low.end : high.start]
            ):
                break
            row.append(i)
            i += step
    if len(row) < 2:
        return None
    order = sorted(row).index(place)
    before = text[: figures[min(row)].start]
    named_before = list(printed_names(f"x {before}"))
    groups = _enumerated(before, named_before, len(row))
    return None if groups is None else groups[order]


def _enumerated(before: str, names: list[Token], count: int) -> list[set[str]] | None:
    """The last row of so many names: joined by commas and "and", what stands in brackets left out."""
    spaced = re.sub(r"\([^)]*\)", lambda match: " " * len(match[0]), before)
    runs: list[list[Token]] = []
    for token in names:
        start, end = token.start - 2, token.end - 2
        if spaced[start:end].strip() == "":
            continue
        if runs and spaced[runs[-1][-1].end - 2 : start] in (" ", "/", "-", ""):
            runs[-1].append(token)
        else:
            runs.append([token])
    row: list[list[Token]] = []
    for run in runs:
        gap = spaced[row[-1][-1].end - 2 : run[0].start - 2] if row else ""
        if row and re.fullmatch(r"\s*(?:,|,? and|,? or)\s+(?:the\s+)?", gap):
            row.append(run)
        elif len(row) == count:
            continue
        else:
            row = [run]
    if len(row) != count:
        return None
    return [
        {token.stem for token in run} | {stem(part) for token in run for part in re.split(r"[/-]", token.text)}
        for run in row
    ]
