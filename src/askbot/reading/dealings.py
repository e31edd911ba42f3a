"""Whether a figure is of all of something where only some of it is asked about: those that a firm owns, or runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from askbot import lexicon
from askbot.demands import is_difference
from askbot.matching import MATCHED, clause_at, clauses, wording
from askbot.quantities import find
from askbot.question import Question, Term
from askbot.reading.governing import akin
from askbot.reading.kinds import PEOPLE
from askbot.ties import Bond, alike, beside, ties
from askbot.types import Quantity
from askbot.words import irregular_forms, is_function_word, stem

# "$5 million in cash, $3 million in bonds": what each is stands behind it.
_BEHIND = re.compile(r"\s+(?:in|of|for|from|to|on|as)\s+(?!it\b|them\b|that\b|the total\b)")
_OUT_OF = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine) (?:out of|in) (?:every )?$", re.IGNORECASE
)
_NOBODY = re.compile(r"\b(?:nobody|no one|none)\b", re.IGNORECASE)
_N_OF_THE = re.compile(r"\b(?:\d[\d,.]*|[a-z]+) of (?:the|its|their|all|some|about) (?:some |about )?$", re.IGNORECASE)
_PREDICATE = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would|did|died)\b", re.IGNORECASE)
_VERB = re.compile(r"(?<=\d )(?:[a-z]+ )?[a-z]+ed\b")
_OF_THEM = re.compile(r" of (?:them|which|whom|these|those)\b")
_OF_THEM_DO = re.compile(r"[\w.,]+ of (?:them|which|whom|these|those) ")
LEAST_ROW = 3  # figures: two may be before and after
# Each line is one thing to do; who does one of them may do another to fewer, or to none.
_DEALINGS = """
    own owns owned possess
    operate run fly use sail drive
    lease rent charter hire
    sell sale sold offload
    buy bought purchase acquire
    order ordered
    build built construct manufacture
    cancel cancelled scrap
    open opened
    close closed shut
    lend lent borrow
"""


@cache
def _dealings() -> dict[str, int]:
    rows = [line.split() for line in _DEALINGS.splitlines() if line.strip()]
    return {stem(word): number for number, row in enumerate(rows) for word in row}


# "It let 34 employees go" tells how many left, not how many there are.
_TURNED_OVER = re.compile(
    r"\b(?:let|lets|letting|lay(?:s|ing)? off|laid off|cuts?|cutting|hir(?:e|es|ed|ing)|add(?:s|ed|ing)?|fir(?:e|es|ed|ing)|dismiss(?:ed|es|ing)?|"
    r"los(?:e|es|t|ing)|shed(?:s|ding)?|sack(?:s|ed|ing)?|recruit(?:s|ed|ing)?|another|further|additional|extra|promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|creat(?:e|es|ed|ing))(?: (?:another|about|some|around|up to|a further))*\s*$",
    re.IGNORECASE,
)
_TURNOVER = frozenset(
    stem(word)
    for word in ["let", "go", "lay", "laid", "cut", "hire", "add", "fire", "dismiss", "lose", "lost", "shed", "sack", "recruit", "leave", "another", "further", "additional", "extra", "promise", "pledge", "create", "join", "come"]
)  # fmt: skip


def counts_others(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset counts other things than those that "how many …" asks for.

    It does where it only describes one ("a 90-seat plane" has a figure of seats) or numbers it ("turbine 9"), and where the last verb of dealing
    before it, in its clause, is another than the question's.
    """
    return (
        _of_a_ratio(text, at)
        or _describes(asked, text, at)
        or _is_a_label(asked, text, at)
        or _dealt_otherwise(asked, text, at)
        or (asked.head in PEOPLE and turned_over(asked.terms, text, at))
    )


def turned_over(terms: Sequence[Term], text: str, at: int) -> bool:
    """Say whether the figure at an offset counts those who come or go, where the words ask for those who are there."""
    if _TURNED_OVER.search(text[:at]) is None:
        return False
    asked = _TURNOVER | {stem("jobs")}  # by that word alone: who works somewhere has a job, and isn't a new one
    return not any(term.stem in asked or _TURNOVER & set(lexicon.related(term.stem)) for term in terms)


def _of_a_ratio(text: str, at: int) -> bool:
    """Say whether the figure at an offset only measures another: the ten of "nine out of ten"."""
    return _OUT_OF.search(text[:at]) is not None


def _describes(asked: Question, text: str, at: int) -> bool:
    figure = next((one for one in find(text) if one.start <= at < one.end), None)
    if figure is None or asked.head is None or not re.match(r"-[a-z]", text[figure.end : figure.end + 2]):
        return False
    return wording(figure.unit).holds(asked.head) < MATCHED


def _is_a_label(asked: Question, text: str, at: int) -> bool:
    before = re.search(r"(?P<noun>[^\W\d_]+) (?:\d+(?:, | and |, and ))*$", text[:at])
    return asked.head is not None and before is not None and stem(before["noun"].lower()) == asked.head


def _dealt_otherwise(asked: Question, text: str, at: int) -> bool:
    known = _dealings()
    wanted = {known[term.stem] for term in asked.terms if term.stem in known and not term.capitalised}
    if len(wanted) != 1:
        return False
    if _OF_THEM_DO.match(text, at):
        return False  # "runs 14 pubs, nine of which are open"
    start, _ = clause_at(text, at)
    before = [known[token.stem] for token in wording(text[start:at]).tokens if token.stem in known]
    return bool(before) and before[-1] not in wanted


_BUYING = r"(?:buy|buys|buying|bought|acquir(?:e|es|ed|ing)|purchas(?:e|es|ed|ing)|took over|takes over)"
_SELLING = r"(?:sell|sells|selling|sold|offload(?:s|ed)?|divest(?:s|ed)?)"
_WHO = r"^(?:who|which (?:\w+ )?\w+|what (?:company|firm|group)) (?:has |have |had |is |will )?"
_WHO_BOUGHT, _WHO_SOLD = (re.compile(rf"{_WHO}{verb}\b", re.IGNORECASE) for verb in (_BUYING, _SELLING))
_THEN_BOUGHT, _THEN_SOLD = (
    re.compile(rf"(?:,[^,;]*,)?(?: (?:has|have|had|will|is|also|then|later|now|\w+ly))* {verb}\b", re.IGNORECASE)
    for verb in (_BUYING, _SELLING)
)
_SOLD_TO = re.compile(rf"\b{_SELLING}\b[^;]*\bto\b[^;]*$", re.IGNORECASE)


def is_other_party(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a span is who sold where the question asks who bought, or the other way round.

    >>> from askbot.question import parse
    >>> is_other_party(parse("Who bought the mill?"), "Arn sold the mill to Bero.", 0, 3)
    True
    """
    if _WHO_BOUGHT.match(asked.focus):
        return _THEN_SOLD.match(text, end) is not None
    if _WHO_SOLD.match(asked.focus):
        return _THEN_BOUGHT.match(text, end) is not None or _SOLD_TO.search(text[:start]) is not None
    return False


_TAKER = re.compile(
    rf"\b{_SELLING}\b[^;,]*? to (?!be\b)(?P<taker>(?:(?:the|an?|its|their|his|her|another|two|one) )?[^\W\d][^,;.]*?)"
    r"(?=\W*$|[,;.]| (?:for|in (?:\d|[a-z]|January|February|March|April|May|June|July|August|September|October|November|December)|at|last|and|which|who|on|after|before|by|when|as|under|with|during)\b)"
)


def taker(asked: Question, text: str) -> tuple[int, int] | None:
    """Where a text has who bought what the question asks about, as the one that it was sold to; None for nowhere.

    >>> from askbot.question import parse
    >>> text = "Arn sold the mill to a club in Orvik last year."
    >>> text[slice(*taker(parse("Who bought the mill?"), text))]
    'a club in Orvik'
    """
    found = _TAKER.search(text) if _WHO_BOUGHT.match(asked.focus) else None
    return found.span("taker") if found is not None and find(found["taker"]) == [] else None


def whole_for_part(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset is a whole of which the question asks for a part that stands behind it.

    That is so where a share follows and a word of the question stands by that share alone: of "50 people took part, and
    20% fell ill" the 50 did not fall ill.
    """
    figures = find(text)
    whole = next((one for one in figures if one.start <= at < one.end), None)
    if whole is None or whole.unit in ("%", "pp", "x"):
        return False
    parts = {
        tie.second.start for tie in ties(text, figures) if tie.bond is Bond.PART and tie.first.start == whole.start
    }
    before = wording(text[: whole.start])
    here = wording(beside(text, figures, whole))
    if any(
        share.unit == "%"
        and _PART_OF.fullmatch(text[share.end : whole.start])
        and _is_of_the_part(asked, text, share, whole)
        for share in figures
    ):
        return True
    for share in figures:
        of_them = alike(share, whole) and share.start in parts
        if share.start < whole.end or not (share.unit == "%" or of_them) or is_difference(text, share.start, share.end):
            continue
        lead = text[whole.end : share.end] if share.start in parts else ""
        behind = wording(f"{lead} {beside(text, figures, share)}")
        own = wording(
            text[whole.end : max(whole.end, text.rfind(",", whole.end, share.start))]
        )  # "17 were hurt, three"
        if any(
            behind.holds(term.stem) >= MATCHED > max(one.holds(term.stem) for one in (before, here, own))
            for term in asked.terms
            if not term.capitalised or _AT.search(asked.focus[: term.start])
        ):
            return True
    return False


_AT = re.compile(r"\b(?:in|at|from|near|outside|inside|for|by|of) (?:the )?$", re.IGNORECASE)
_PART_OF = re.compile(r" of (?:the|its|their|all|all the) (?:[a-z]+ )?")


def _is_of_the_part(asked: Question, text: str, share: Quantity, whole: Quantity) -> bool:
    """A word of the question stands only before the share: of "wine made up 4% of the $7 spent on drinks" the wine is 4%."""
    before, behind = wording(text[: share.start]), wording(text[whole.start :])
    return any(
        before.holds(term.stem) >= MATCHED > behind.holds(term.stem) for term in asked.terms if not term.capitalised
    )


def of_the_others(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset counts others than those asked about.

    Of "17 of the 134 on board were hurt" the 134 were not all hurt; where "nobody was killed, but 17 were hurt", the 17
    were not killed.
    """
    start, end = clause_at(text, at)
    here = wording(text[start:end])
    apart = [text[a:b] for a, b in clauses(text) if not a <= at < b and _NOBODY.search(text[a:b])]
    if any(wording(one).holds(term.stem) >= MATCHED > here.holds(term.stem) for one in apart for term in asked.terms):
        return True
    does = _PREDICATE.search(text, at, end) or _VERB.search(text, at, end)
    if _N_OF_THE.search(text[:at]) is None or does is None:
        return False
    noun, predicate = wording(text[at : does.start()]), wording(text[does.start() : end])
    return any(predicate.holds(term.stem) >= MATCHED > noun.holds(term.stem) for term in asked.terms)


def of_another_item(asked: Question, text: str, at: int) -> bool:
    """Say whether the figure at an offset stands in a row of its sort by something else than the question asks about.

    Of "the state paid 60%, the council 25% and the club 15%" each figure goes with the words since the one before; what
    is said once for all of them, the verb and the thing counted, tells none of them from the others.
    """
    figures = find(text)
    one = next((figure for figure in figures if figure.start <= at < figure.end), None)
    row = [
        figure for figure in figures if one is not None and alike(figure, one) and not _OF_THEM.match(text, figure.end)
    ]
    if one is None or one not in row or len(row) < LEAST_ROW or any(_BEHIND.match(text, figure.end) for figure in row):
        return False
    if any(_N_OF_THE.search(text[: figure.start]) for figure in row):
        return False  # "17 of the 134 on board were hurt, three of them badly"
    if all(is_function_word(token.lower) for token in wording(text[: row[0].start]).tokens):
        return False  # "31 voted for it, 19 against": what each is stands behind it
    own: dict[int, frozenset[str]] = {}
    end = 0
    for figure in row:
        here = [token for token in wording(text[end : figure.start]).tokens if not _is_verb(token.lower)]
        stems = {token.stem for token in here} - {stem(figure.unit)}
        own[figure.start] = frozenset(t.stem for t in asked.terms if any(akin(t.stem, word) for word in stems))
        end = figure.end
    return any(own[one.start] < own[other.start] for other in row)


def _is_verb(word: str) -> bool:
    return word.endswith("ed") or word in irregular_forms()


_SHARE_OF = re.compile(
    r"\b(?:share|percentage|proportion|portion|part|fraction|slice|per ?cent|%) of (?:the |its |their |this |that )?(?P<whole>[a-z]+)\b"
)
_OF_THE = re.compile(r" of (?:the|its|their|his|her|all) (?:[a-z]+['’]s? (?:[a-z]+ )?)?(?P<whole>[a-z]+)\b(?!['’])")
# What a stake is a share of goes by several names.
_CAPITAL = frozenset(
    stem(word) for word in ("company", "firm", "group", "capital", "shares", "stock", "equity", "business")
)


def of_another_whole(asked: Question, text: str, end: int) -> bool:
    """Say whether the share that ends at an offset is one of something else: "6% of the company" is none of a round."""
    wanted, said = _SHARE_OF.search(asked.focus), _OF_THE.match(text, end)
    if wanted is None or said is None:
        return False
    one, other = stem(wanted["whole"]), stem(said["whole"])
    return other in _CAPITAL and one not in _CAPITAL and not akin(one, other)


REST = re.compile(
    r"\b(?:the (?:rest|remainder|balance)|what (?:is|was|['’]s) (?:missing|left)|what remain(?:s|ed))\b", re.IGNORECASE
)


_REST_JOINT = re.compile(r"[;,:]\s|\s(?:and|while|but)\s")


def is_rest(asked: Question, text: str, at: int) -> bool:
    """Say whether a question asks for the rest, and the figure at an offset is one of the parts before it.

    >>> from askbot.question import parse
    >>> text = "Pubs account for 35% of sales; the rest is sold online."
    >>> is_rest(parse("What share is sold online?"), text, 17), is_rest(parse("What share do pubs sell?"), text, 17)
    (True, False)
    """
    rest = REST.search(text, at)
    return rest is not None and names_the_rest(asked, text, rest.start())


def names_the_rest(asked: Question, text: str, start: int) -> bool:
    """Say whether a word of the question stands only where a text speaks of the rest, from an offset on."""
    joints = [found.end() for found in _REST_JOINT.finditer(text, 0, start)]
    if joints and not re.search(r"\d", text[joints[-1] : start]):
        start = joints[-1]  # "she owns 80%; her brother has the rest"
    before, behind = wording(text[:start]), wording(text[start:])
    return any(behind.holds(term.stem) >= MATCHED > before.holds(term.stem) for term in asked.terms)
