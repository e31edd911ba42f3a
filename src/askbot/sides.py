"""The two sides of a comparison as phrases: whose figure, what it is called, when; what one leaves out the other gives.

Pure English: "A's share" and "B's", "clients that A has" and "B", "the cost in winter" and "in summer".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from askbot import phrases
from askbot.periods import find_periods
from askbot.phrases import possessive, strip_article
from askbot.programs import Slot, UnitKind

ACTS = (
    r"(?:have|has|had|hold|holds|held|own|owns|owned|carry|carries|carried|employ|employs|employed|serve|serves|served|make|makes|made|earn|earns|earned|"
    r"get|gets|got|burn|burns|burned|burnt|use|uses|used|spend|spends|spent|pay|pays|paid|charge|charges|charged|raise|raises|raised|sell|sells|sold|"
    r"produce|produces|produced|take|takes|took|record|recorded|report|reported|need|needs|needed|cost|costs|consume|consumes|consumed|generate|generates|generated|lose|loses|lost|keep|keeps|kept)"
)
_PLAIN_ACTS = re.compile(r"(?:have|has|had|hold|holds|held|make|makes|made|get|gets|got|own|owns|owned)$")
_NAME = r"(?:[^\W\d_]*[A-Z][\w&.-]*|[a-z]+[A-Z][\w&.-]*)"
_NAMES = rf"(?:the )?{_NAME}(?: (?:& )?{_NAME})*"
_ACTING = re.compile(rf"^(?P<who>{_NAMES}|(?:the )?[a-z][\w-]+) (?P<verb>{ACTS})\b\s*(?P<rest>.*)$")
_POSSESSIVE = re.compile(r"^(?P<who>.+?)(?:['’]s|(?<=s)['’])(?:\s+(?P<noun>.*))?$")
_OF = re.compile(rf"^(?P<noun>[a-z][\w -]*?) of (?P<who>{_NAMES})$")
_PRONOUN = re.compile(r"^(?:its|their|his|her)(?: own)?\s+(?P<noun>.+)$", re.IGNORECASE)
_THAT = re.compile(rf"^(?:that|those|the one|the ones|one) (?:of|from|at) (?P<who>{_NAMES})(?:['’]s)?$")
_PLACED = re.compile(r"^(?P<how>in|from|at|on|during|for|by|with) (?P<rest>.+)$")
_PLACED_LAST = re.compile(r"^(?P<noun>.+?) (?P<tail>(?P<how>in|from|at|on|for|by|with) (?:the )?[\w-]+(?: [\w-]+)?)$")


@dataclass(frozen=True, slots=True)
class Side:
    """One side: whose, what, doing what, when or where."""

    owner: str = ""
    noun: str = ""
    verb: str = ""
    tail: str = ""

    @property
    def text(self) -> str:
        """Say it as a noun phrase: "Quillon's paying readers in 2024"."""
        base = possessive(self.owner, self.noun) if self.owner else self.noun
        return f"{base}{self.tail}".strip()

    @property
    def phrases(self) -> tuple[str, ...]:
        """The ways in which an article may name it, the fullest first."""
        if self.verb and self.owner and not _PLAIN_ACTS.match(self.verb):
            return f"{self.noun} that {self.owner} {self.verb}{self.tail}", self.text
        return (self.text,)


def read(text: str) -> Side:
    """Take a side apart.

    >>> read("Quillon's revenue in 2024"), read("Zenda serves schools")
    (Side(owner='Quillon', noun='revenue', verb='', tail=' in 2024'), Side(owner='Zenda', noun='schools', verb='serves', tail=''))
    """
    text = strip_article(re.sub(r"^(?:does|did|do|is|are|was|were|has|have|had) ", "", text.strip()))
    tail = phrases.period_tail(text)
    bare = phrases.strip_period(text).strip(" ,") if tail else text
    if acting := _ACTING.match(bare):
        rest = acting["rest"].strip()
        placed = _PLACED.match(rest)
        if placed:
            return Side(acting["who"], "", acting["verb"], f" {rest}{tail}")
        return Side(acting["who"], strip_article(rest), acting["verb"], tail)
    if that := _THAT.match(bare):
        return Side(strip_article(that["who"]), "", "", tail)
    if pronoun := _PRONOUN.match(bare):
        return Side("", pronoun["noun"], "", tail)
    if owned := _POSSESSIVE.match(bare):
        return Side(strip_article(owned["who"]), (owned["noun"] or "").strip(), "", tail)
    if of := _OF.match(bare):
        return Side(strip_article(of["who"]), of["noun"], "", tail)
    if placed := _PLACED.match(bare):
        return Side("", "", "", f" {bare}{tail}")
    if re.fullmatch(_NAMES, bare):
        return Side(bare, "", "", tail)
    return Side("", bare, "", tail)


def complete(one: Side, other: Side, *, noun: str = "") -> tuple[Side, Side] | None:
    """Give each side what it leaves out; None where neither says what is compared.

    >>> one, other = complete(read("Quillon's debt in 2024"), read("Zenda"))
    >>> other.text
    "Zenda's debt in 2024"
    """
    one = _placed_alike(one, other)
    if noun:
        one = one if one.noun else replace(one, noun=noun)
        other = other if other.noun or (other.owner and one.noun != noun) else replace(other, noun=noun)
    if _PLACED.match(one.tail.strip()) and not one.noun and _PLACED.match(other.tail.strip()) and not other.noun:
        # "hold in A … than in B": the places are what is compared.
        strip = re.compile(r"^(?:in|from|on) ")
        one = replace(one, noun=strip.sub("", one.tail.strip()), tail="")
        other = replace(other, noun=strip.sub("", other.tail.strip()), tail="")
    one = replace(one, noun=one.noun or other.noun)
    other = replace(other, noun=other.noun or one.noun)
    if not one.noun or not other.noun:
        return None
    own_name = re.search(r"\b[A-Z]", other.noun) is not None
    if not other.owner and one.owner and not own_name:
        other = replace(other, owner=one.owner)
    if not one.owner and other.owner and one.noun == other.noun:
        one = replace(one, owner=other.owner)
    if not one.verb or not other.verb:
        verb = one.verb or other.verb
        one, other = replace(one, verb=verb), replace(other, verb=verb) if other.noun == one.noun else other
    one_dated, other_dated = find_periods(one.tail), find_periods(other.tail)
    if not one_dated and other_dated and one.noun == other.noun:
        one = replace(one, tail=one.tail + other.tail)
    elif one_dated and not other_dated and not other.tail:
        other = replace(other, tail=one.tail) if one.noun == other.noun else other
    return one, other


def _placed_alike(one: Side, other: Side) -> Side:
    """Take off one side's noun where it is placed, where the other says only that: "a ticket with A … than with B"."""
    placed, last = _PLACED.match(other.tail.strip()), _PLACED_LAST.match(one.noun)
    if other.noun or other.owner or placed is None or last is None or placed["how"] != last["how"]:
        return one
    return replace(one, noun=last["noun"], tail=f" {last['tail']}{one.tail}")


def slot(name: str, side: Side, kind: UnitKind) -> Slot:
    """Make a slot of a side."""
    return phrased(name, side.text, kind, *side.phrases)


def phrased(name: str, what: str, kind: UnitKind, *ways: str) -> Slot:
    """Make a slot of a noun phrase and the other ways in which an article may name it."""
    if of := re.match(r"^(?P<whose>.*?)(?:workforce|headcount|payroll)$", what):
        ways, kind = (*ways, what, f"{of['whose']}employees"), UnitKind.COUNT if kind is UnitKind.ANY else kind
    return Slot(name, phrases.question_for(what, kind), kind, what, phrases=tuple(dict.fromkeys((*ways, what))))
