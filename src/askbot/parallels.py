"""Two exchanges that ask the same of one and of another, and what is asked next of the two.

"What's that together?", "what's the difference?", "how many times bigger is that?", "how many years are between them?".

Pure. It compares the questions word by word and knows no answer but to see which of two is the larger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from askbot import antecedents
from askbot.antecedents import Before
from askbot.periods import find_periods
from askbot.quantities import find
from askbot.wording import PREPOSITION, as_question, name_runs, noun_phrase

MOST_WORDS = 4  # of what is put in another's place
_ITS = r"(?:that|this|it|they|those)"
_TOGETHER = re.compile(
    rf"(?:(?:what|how (?:much|many))(?:['’]s| is| are| was| were| would) {_ITS}(?: be| make)?,? |what do(?:es)? {_ITS} (?:come to|make|add up to),? )?"
    r"(?:(?:all |both |the two )?(?:together|combined|altogether|in total|in all)|(?:all )?added (?:up|together))"
    r"|what do (?:they|those|the two) (?:come|add up) to|what(?:['’]s| is| was) the (?:sum|total)(?: of (?:them|both|the two|those))?",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"(?:what|how (?:big|large|wide))(?:['’]s| is| was) the (?:difference|gap)(?: (?:between|of) (?:them|the two|those|these|both))?"
    rf"|(?:by )?how (?:much|many) (?:more|less|fewer|higher|lower|larger|bigger|smaller|longer|shorter)(?: (?:is|was|are|were) {_ITS})?"
    r"|how (?:much|far) (?:apart (?:are|were) they|do they differ)|by how much do they differ",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"how (?:many (?P<unit>years|months|weeks|days)|much time|long) (?:is|are|was|were|lies?|passed)(?: there)? between (?:them|the two|those|these)"
    r"|how many (?P<apart>years|months|weeks|days) apart (?:is|are|was|were) (?:they|those|these)"
    r"|how (?:many (?P<older>years|months) (?:older|younger)|much (?:older|younger))(?: (?:is|was) (?:that|it|the (?:other|first|second)(?: one)?))?",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"(?:by )?how many times (?P<more>[a-z]+er|more)(?: (?:is|was|are|were) (?:{_ITS}|the (?:first|second|former|latter|other)(?: one)?))?"
    rf"|how many times (?P<as>as (?:much|big|large|high|long|many))(?: (?:is|was) {_ITS})?",
    re.IGNORECASE,
)
_IS_MORE = re.compile(
    rf"(?:is|was|are|were) {_ITS} (?:much |any )?(?P<more>more|less|higher|lower|larger|bigger|greater|smaller|longer|shorter)(?: than (?:that|the (?:other|first)(?: one)?))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:what|which) (?:share|percentage|percent|proportion|fraction) (?:is|was|are|were) {_ITS}", re.IGNORECASE
)
_ASKS_FOR = re.compile(
    r"(?:what|how (?:much|big|large|high|long|fast|heavy|old)) (?P<is>is|are|was|were) (?=\S)", re.IGNORECASE
)
_PART = re.compile(r"what (?:share|percentage|percent|proportion|part)\b", re.IGNORECASE)
# What is asked of both leaves the two questions before it standing.
_OF_BOTH = re.compile(r" together$|^what is the (?:sum|difference)\b")
_MANY = {"is": "are", "was": "were", "does": "do", "has": "have"}


@dataclass(frozen=True)
class Pair:
    """The words that two questions have in common, and what stands between them in the one and in the other."""

    opening: str
    one: str
    other: str
    closing: str

    def about(self, which: str) -> str:
        """The question about one of the two."""
        return f"{self.opening} {which}{self.closing}"


def pair(past: Sequence[Before]) -> Pair | None:
    """Take the last two questions for a pair where they differ in a name, a noun with "the", or a time alone.

    >>> earlier = [Before(f"how many boats did {name} sell in 2024", None, (), "", "") for name in ("Hesse", "Marlow")]
    >>> pair(earlier)
    Pair(opening='how many boats did', one='Marlow', other='Hesse', closing=' sell in 2024')
    """
    if len(past) < 2:
        return None
    first, last = past[1].question.split(), past[0].question.split()
    shortest = min(len(first), len(last))
    begin = next((n for n in range(shortest) if first[n].lower() != last[n].lower()), shortest)
    end = next((n for n in range(shortest - begin) if first[-1 - n] != last[-1 - n]), shortest - begin)
    one, other = (" ".join(words[begin : len(words) - end]) for words in (first, last))
    closing = "".join(f" {word}" for word in last[len(last) - end :])
    if one.endswith(("'s", "’s")) and other.endswith(("'s", "’s")):
        one, other, closing = one[:-2], other[:-2], f"'s{closing}"
    if begin < 1 or not one or not other or begin + end < 2 or max(len(one.split()), len(other.split())) > MOST_WORDS:
        return None
    opening = " ".join(last[:begin])
    if re.search(r"\b(?:the|an?)$", opening):  # the article belongs to what follows
        article = last[begin - 1]
        opening, one, other = " ".join(last[: begin - 1]), f"{article} {one}", f"{article} {other}"
        whole = noun_phrase(f"{other}{closing}", past[0].known, verb=True) if not closing.startswith("'s") else None
        if whole and whole.startswith(f"{other} ") and closing.startswith(more := whole[len(other) :]):
            one, other, closing = f"{one}{more}", whole, closing[len(more) :]  # "the Olmo mill", "the Varra mill"
    alike = [_sort(text, before) for text, before in ((one, past[1]), (other, past[0]))]
    return Pair(opening, one, other, closing) if opening and alike[0] and alike[0] == alike[1] else None


def _sort(text: str, before: Before) -> str | None:
    if find_periods(text):
        return "time"
    runs = name_runs(text, known=before.known, opening=True)
    if runs or re.match(r"the [a-z]", text):
        return "thing" if not re.search(r"\b(?:and|or)\b", text) else None
    return None


def both(past: Sequence[Before]) -> str | None:
    """Name what "they" are after the same question about one and about another: both."""
    found = pair(past)
    if found is None or re.search(r"['’]s\b", f"{found.one}{found.other}"):
        return None
    named = [
        name_runs(text, known=before.known, opening=True) == [(0, len(text))]
        for text, before in ((found.one, past[1]), (found.other, past[0]))
    ]
    timed = find_periods(found.one) or find_periods(found.other)
    return f"{found.one} and {found.other}" if all(named) and not timed else None


def weighed(bare: str, past: Sequence[Before]) -> str | None:
    """Complete what is asked of the two figures before: their sum, their difference, how many times one is the other."""
    if (found := _BETWEEN.fullmatch(bare)) and (made := _between(found, past)):
        return made
    if _OF_BOTH.search(past[0].question):
        past = past[1:]
    if _SHARE.fullmatch(bare) and (made := _share(bare, past)):
        return made
    two = pair(past)
    if two is None:
        return None
    if _TOGETHER.fullmatch(bare):
        return _together(two, past[0])
    asks = _ASKS_FOR.match(two.about(two.other))
    things = _things(two, asks.end()) if asks and asks.end() <= len(two.opening) + 1 else None
    if _DIFFERENCE.fullmatch(bare):
        if things:
            return as_question(f"What is the difference between {things[0]} and {things[1]}{things[2]}")
        return _difference(two, past)
    if things is None or asks is None:
        return None
    larger, smaller = (things[1], things[0]) if _is_larger(past[0], past[1]) else (things[0], things[1])
    if found := _TIMES.fullmatch(bare):
        how = f"{found['as']} as" if found["as"] else f"{found['more']} than"
        how, _, than = how.rpartition(" ")
        if re.match(r"small|less|low|short|few", how):
            larger, smaller = smaller, larger
        return as_question(f"How many times {how} {asks['is'].lower()} {larger} {than} {smaller}{things[2]}")
    if found := _IS_MORE.fullmatch(bare):
        return as_question(f"{asks['is'].capitalize()} {things[1]} {found['more']} than {things[0]}{things[2]}")
    return None


def _things(two: Pair, begin: int) -> tuple[str, str, str]:
    """Both figures as phrases, and what is said of both: "Hesse's value", "Marlow's value", " in euros"."""
    lead = f"{two.opening} "[begin:]
    tail = ""
    if at := re.search(rf" {PREPOSITION} (?!.*['’]s ).+$", two.closing):
        tail = at.group() if two.closing.startswith("'s") else ""
    closing = two.closing.removesuffix(tail) if tail else two.closing
    return f"{lead}{two.one}{closing}", f"{lead}{two.other}{closing}", tail


def _is_larger(before: Before, other: Before) -> bool:
    """Whether the figure of one answer is larger than that of another, in the same unit."""
    one, two = (find(each.short or "") for each in (before, other))
    same = len(one) == 1 and len(two) == 1 and one[0].unit == two[0].unit
    return same and one[0].value > two[0].value


def _together(two: Pair, before: Before) -> str | None:
    """The sum of two figures: of what each has where somebody has it, else of what is asked for."""
    asks = _ASKS_FOR.match(two.about(two.other))
    if asks and asks.end() <= len(two.opening) + 1:
        one, other, tail = _things(two, asks.end())
        return as_question(f"What is the sum of {one} and {other}{tail}")
    acting = re.search(r" (?P<aux>does|do|did|has|have|will|is|are|was|were)$", two.opening)
    if re.match(rf"how many [a-z]+ .+ {PREPOSITION}$", two.opening):
        return as_question(f"{two.opening} {two.one} and {two.other}{two.closing} together")
    if acting is None or not (antecedents.is_counting(before) or _PART.match(before.question)):
        return None
    aux = _MANY.get(acting["aux"].lower(), acting["aux"])
    return as_question(f"{two.opening[: acting.start()]} {aux} {two.one} and {two.other}{two.closing} together")


def _difference(two: Pair, past: Sequence[Before]) -> str | None:
    """How two differ in what was counted: "how many boats did Hesse sell"."""
    before, shape = past[0], past[0].shape
    noun = shape["noun"].strip() if shape and antecedents.is_counting(before) else ""
    if joint := re.match(rf"how many (?P<what>[a-z]+ .+ (?P<at>{PREPOSITION}))$", two.opening):
        return as_question(f"How many more {joint['what']} {two.one} than {joint['at']} {two.other}{two.closing}")
    acting = re.fullmatch(r"how much (?P<aux>does|do|did|will|would)", two.opening)
    if acting and (verb := re.match(rf" [a-z]+(?=$| {PREPOSITION} )", two.closing)):
        larger, smaller = (two.other, two.one) if _is_larger(past[0], past[1]) else (two.one, two.other)
        rest = two.closing[verb.end() :]
        return as_question(f"How much more {acting['aux']} {larger}{verb.group()} than {smaller}{rest}")
    if not noun or not re.search(r" (?:does|do|did|has|have)$", two.opening) or noun.startswith("of "):
        return None
    periods = find_periods(two.closing)
    lead = re.search(r" (?:in|on|during|for|at)(?: the)? $", two.closing[: periods[0].start]) if periods else None
    when = two.closing[lead.start() : periods[0].end] if lead else ""
    return as_question(f"What is the difference in {noun} between {two.one} and {two.other}{when}")


def _share(bare: str, past: Sequence[Before]) -> str | None:
    """Complete "what share is that?" after "how many members has the club" and "how many paying members are there"."""
    if len(past) < 2:
        return None
    whole, part = (antecedents.counted(before) if antecedents.is_counting(before) else None for before in past[1::-1])
    if whole is None or part is None:
        return None
    some = re.sub(r"^(?:the |.+['’]s )", "", part)
    owner, same = (re.match(r"(?P<of>.+['’]s |)", text) for text in (whole, part))
    alike = whole.split()[-1] == some.split()[-1] and whole.split()[-1] != some and not whole.endswith(f" {some}")
    if not alike or (same and same["of"] and owner and same["of"] != owner["of"]):
        return None
    return as_question(f"{bare.rpartition(' ')[0].rpartition(' ')[0].capitalize()} of {whole} are {some}")


def _between(found: re.Match[str], past: Sequence[Before]) -> str | None:
    """The time between two events that were asked for one after the other."""
    if len(past) < 2:
        return None
    clauses = [_event(before) for before in (past[1], past[0])]
    unit = (found["unit"] or found["apart"] or found["older"] or "years").lower()
    if None in clauses or clauses[0] == clauses[1]:
        return None
    return as_question(f"How many {unit} lie between when {clauses[0]} and when {clauses[1]}")


def _event(before: Before) -> str | None:
    """What a "when" asks about, as a clause: "when was Hesse founded" → "Hesse was founded"."""
    shape = before.shape
    if shape is None or shape["ask"].lower() != "when" or not shape["aux"]:
        return None
    subject = noun_phrase(shape["tail"], before.known, verb=True)
    if subject is None or not shape["tail"].startswith(f"{subject} "):
        return None
    return f"{subject} {shape['aux'].lower()}{shape['tail'][len(subject) :]}"
