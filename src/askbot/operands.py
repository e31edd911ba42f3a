"""Which figure of the evidence a phrase names: "Orvella's revenue in 2024", "the stake of the fund".

A figure is named by the words that stand around it, closer than any other figure of its sort; what another noun
governs ("a loss of $5 million"), another subject owns or another period dates is none, whatever else fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from askbot import companions, lexicon, misfits, outflows, scales, successions, takings, timing
from askbot.demands import grown
from askbot.matching import MATCHED, wording
from askbot.owners import JOINT, RIGHT_END, Mark, common_terms, of_the_names, whose
from askbot.periods import read_period
from askbot.programs import Found, UnitKind, fits
from askbot.quantities import find
from askbot.question import Term
from askbot.reader import dated
from askbot.reading import fact, manner, parts
from askbot.reading.dealings import counts_others, of_another_whole, turned_over, whole_for_part
from askbot.reading.evidence import Evidence, Survey, among
from askbot.reading.governing import OWNING, akin
from askbot.reading.kinds import PEOPLE
from askbot.ties import Bond, alike, ties
from askbot.types import Library, Quantity
from askbot.units import MEASURED, MEASURES, currency
from askbot.words import Token, stem

_OF_ITS = re.compile(r"\bof (?:its|their|his|her) (?:(?:current|present|existing|remaining|total) )?$")
LEAST_NAMED = 0.5  # of a phrase's words, weighed, around the figure
LEAST_HEAD = 0.4
MOST_FOUND = 6
# What a word is worth where it stands: by the figure, before another joint, elsewhere in the sentence, above it.
ELSEWHERE, ABOVE = 0.45, 0.4
SHARED = 0.85  # what was said of the figure before, where nothing but a name sets this one apart
DECAY = 0.015  # a token
PART, UNDATED, UNDATED_ANYWHERE, OTHER_COUNTED = 0.3, 0.05, 0.2, 0.35
LEAD_SENTENCES = 2
OWNER_SENTENCES = 14  # whose figures a section speaks of may have been said long before
PRICED = 0.6
LEAST_READ = 0.6
_PRICES = frozenset(stem(word) for word in ["price", "cost", "pay", "charge", "rate", "fee"])
_SHARE_WORDS = frozenset(
    stem(word) for word in ["share", "percentage", "proportion", "fraction", "part", "portion", "percent"]
)
_MONEY_WORDS = frozenset(stem(word) for word in ["money", "amount", "sum", "contribution", "part"])
_TIMES = frozenset(
    stem(word) for word in ["year", "month", "week", "day", "quarter", "season", "next", "last", "previous", "annual"]
)
NUMBERED = 0.12  # "the number of readers reached 5,000" counts all of them
LATER, READ_SCORE = 0.02, 0.45
SIMILAR = 0.1  # of the cosine between question and sentence
_OF_THAT = re.compile(r" of (?:it|that|this|them|these|those)\b")
POINTED_AT = 2.0  # the sentence before tells what a share is of: "35% of that"
_DOER = re.compile(r"(?:er|or|s)s?$")
_WHAT_IT_DOES = re.compile(r"\s+(?:its|their|his|her|an?|[a-z]+ing)\b")
_NUMBER_OF = re.compile(r"\bnumber of [^,;]{3,60}$", re.IGNORECASE)
# A word for a figure right before one of these names another figure.
_COMPOUNDS = frozenset(
    stem(word)
    for word in ["service", "servicing", "payment", "repayment", "tax", "growth", "margin", "target", "ceiling", "limit", "forecast", "flow", "loan", "overdraft", "credit"]
)  # fmt: skip
LONGEST_PHRASE = 4
_ONCE = re.compile(r"[\w-]+ (?:years?|months?|decades?) (?:ago|earlier|before|previously)\b", re.IGNORECASE)
_FROM_WHAT = re.compile(
    r"\s+(?:from|for|on|in|by|with|to|at)\s+(?:(?:its|the|their|his|her|an?)\s+)?(?P<what>[a-z][a-z-]+(?: [a-z-]+)?)"
)
_ONE_UNIT = re.compile(r"(?:one|an?) (?!hundred|thousand|million|billion|trillion)[a-z ]*$", re.IGNORECASE)
_AMOUNTS = frozenset({UnitKind.MONEY, UnitKind.COUNT})
_NOW = frozenset({UnitKind.MONEY, UnitKind.RATE, UnitKind.COUNT})  # what there is, rather than what one of a kind has
_GAP = re.compile(
    r"[\s,]*(?:and|while|against|versus|or|but)?\s*(?:(?:the|its|their|his|her|an?)\s+(?:[a-z][\w-]*\s+){0,3})?(?:[A-Z][\w&.’'-]*\s*){0,3}(?:about|around|approximately|only|just)?\s*"
)


def named(view: Survey, kind: UnitKind, library: Library) -> list[Found]:
    """Find the figures that the surveyed phrase names, the best named first.

    Each is of the kind, of the entity and of the period asked for, cited and at its document's offsets. `view`
    may have been surveyed without the reading model.
    """
    found: dict[tuple[str, int], Found] = {}
    for evidence in view.evidence:
        lead, far = _lead(evidence, library), _lead(evidence, library, most=OWNER_SENTENCES)
        for mark in _marks(evidence, kind):
            score = _score(view, evidence, mark, kind, lead, far)
            if score is None:
                continue
            first = companions.primary(_cited(evidence, mark.quantity))
            place = (evidence.passage.document_id, first.start)
            if place not in found or found[place].score < score:
                told_of = whose(evidence, mark.quantity.start, far)
                former = _former(evidence, mark.quantity, library)
                found[place] = Found(first, score, former, told_of, _year_before(evidence, mark.quantity, far))
    ranked = sorted(_without_parts(list(found.values())), key=lambda one: -one.score)
    return ranked[:MOST_FOUND]


def _former(evidence: Evidence, figure: Quantity, library: Library) -> Quantity | None:
    """What the words behind a figure say that it was before, cited."""
    section = library.section(evidence.passage)
    behind = next((passage for passage in section if passage.start >= evidence.passage.end), None)
    dated = figure
    if figure.period is None and len(evidence.periods) == 1:
        dated = replace(figure, period=evidence.periods[0].iso)
    found = successions.former(dated, evidence.text, behind.text if behind else "")
    if found is None:
        return None
    earlier, follows = found
    if not follows or behind is None:
        return evidence.cited(earlier)
    citation = evidence.document.cite(behind)
    return replace(earlier, start=citation.start + earlier.start, end=citation.start + earlier.end, citation=citation)


def _cited(evidence: Evidence, figure: Quantity) -> Quantity:
    return evidence.cited(scales.told_coin(figure, evidence.document.text))


def _year_before(evidence: Evidence, figure: Quantity, above: str) -> Quantity | None:
    earlier = successions.year_before(figure, evidence.text, above)
    return _cited(evidence, earlier) if earlier else None


def read(view: Survey, kind: UnitKind, library: Library) -> list[Found]:
    """Take the reading model's figure where the words alone name none, if nothing speaks against it."""
    made = []
    for candidate in fact.candidates(view)[:MOST_FOUND]:
        if candidate.odds <= fact.ACCEPTED:
            break
        evidence = candidate.evidence
        mark = next((m for m in _marks(evidence, kind) if candidate.start <= m.quantity.start < candidate.end), None)
        if (
            mark is None
            or not _borne_out(view, evidence)
            or not _unopposed(view, evidence, mark, kind, _lead(evidence, library, most=OWNER_SENTENCES))
        ):
            continue
        earlier = _year_before(evidence, mark.quantity, _lead(evidence, library, most=OWNER_SENTENCES))
        made.append(Found(companions.primary(_cited(evidence, mark.quantity)), READ_SCORE, year_before=earlier))
    return made[:1]


def _borne_out(view: Survey, evidence: Evidence) -> bool:
    """The sentence or what stands above it holds most of the words, and the corpus knows each: a "gross" is no detail."""
    common = common_terms(view)
    if any(term.stem not in view.known for term in common):
        return False
    total = sum(view.weights.get(term.stem, 1.0) for term in common)
    held = sum(
        view.weights.get(term.stem, 1.0) for term in common if evidence.match.strengths.get(term.stem, 0.0) >= MATCHED
    )
    return not total or held / total >= LEAST_READ


def _unopposed(view: Survey, evidence: Evidence, mark: Mark, kind: UnitKind, lead: str) -> bool:
    others = common_terms(view)
    return (
        of_the_names(view, evidence, mark, lead)
        and timing.of_the_period(view, evidence, mark.quantity, kind, lead)
        and not (kind in timing.GOVERNED and misfits.is_governed(evidence.text, mark.quantity, others))
        and not misfits.is_another(view.asked, evidence.text, mark, others)
        and not (kind is UnitKind.COUNT and manner.expected(view.asked, evidence.text, mark.quantity.start))
    )


def _marks(evidence: Evidence, kind: UnitKind) -> Iterator[Mark]:
    if kind is UnitKind.DATE:
        figures = [dated(period) for period in evidence.periods]
    else:
        figures = [q for q in find(evidence.text, published=evidence.profile.dated) if fits(q, kind)]
        if any(_ONE_UNIT.match(q.printed) and currency(q.unit) for q in figures):
            figures = [q for q in figures if not currency(q.unit)]  # "one euro is worth so much": a rate
        if kind is UnitKind.COUNT:
            figures = [
                q for q in figures if q.unit.split("/")[0] not in MEASURED and not timing.is_a_year(evidence.text, q)
            ]
        if kind is UnitKind.RATE:
            figures = [
                outflows.of_a_year(evidence.text, q) for q in find(evidence.text, published=evidence.profile.dated)
            ]
            figures = [q for q in figures if fits(q, kind)]
    for at, quantity in enumerate(figures):
        # The words right behind a figure are its own, not the next one's.
        earlier = figures[at - 1] if at else None
        left = _claimed(evidence.text, earlier.end, quantity.start) if earlier else 0
        later = figures[at + 1].start if at + 1 < len(figures) else len(evidence.text)
        yield Mark(quantity, left, later, earlier.start if earlier else 0)


def _claimed(text: str, start: int, end: int) -> int:
    """Where the words that belong to the figure before end: at a comma, failing that before an "and"."""
    comma = re.search(r"[;,:()\u2014]", text[start:end])
    return start + comma.start() if comma else _first_end(text, start, end)


def _lead(evidence: Evidence, library: Library, *, most: int = LEAD_SENTENCES) -> str:
    """The sentences before this one in its section."""
    section, at = among(evidence.passage, library)
    return " ".join(passage.text for passage in section[max(0, at - most) : at])


def _score(view: Survey, evidence: Evidence, mark: Mark, kind: UnitKind, lead: str, far: str) -> float | None:
    """How well the phrase names a figure, 0 to about 1; None where something speaks against it."""
    quantity, text = mark.quantity, evidence.text
    if not view.asked.terms:
        return None  # no word of it names any figure
    others = common_terms(view)
    drawn = kind is UnitKind.RATE and outflows.is_drawn(text, quantity)
    taken = kind in timing.GOVERNED and takings.is_taken(text, quantity)
    if not (drawn or (taken and takings.REVENUE & {term.stem for term in others})) and not _is_called(
        view, evidence, kind
    ):
        return None
    plain = _SHARE_WORDS if kind is UnitKind.SHARE else _MONEY_WORDS if kind is UnitKind.MONEY else frozenset[str]()
    if len(view.asked.terms) > 1:
        others = [term for term in others if term.stem not in plain]
    if not of_the_names(view, evidence, mark, far) or not timing.of_the_period(view, evidence, quantity, kind, lead):
        return None
    governed = kind in timing.GOVERNED or currency(quantity.unit)
    if governed and not drawn and misfits.is_governed(text, quantity, others):
        return None
    if manner.other_profit(view.asked, text, quantity.start) or misfits.is_another(view.asked, text, mark, others):
        return None
    if kind is UnitKind.RATE and not outflows.is_spent(view, evidence, mark, lead):
        return None
    if kind is UnitKind.SHARE and grown(view.asked.focus, text, quantity.start):
        return None
    pointed = (
        re.split(r"(?<=[.!?])\s", lead)[-1] if kind is UnitKind.SHARE and _OF_THAT.match(text, quantity.end) else ""
    )
    gained = total = head = 0.0
    if kind is UnitKind.PRICE:
        priced = [term for term in others if term.stem not in _PRICES]
        if priced and not any(
            _held(term, evidence, mark, kind) >= PRICED or term.text.lower() in _below(quantity.unit) for term in priced
        ):
            return None  # the price of something else
        others = [term for term in others if term.text.lower() not in _below(quantity.unit)] or others
    for term in others:
        worth = view.weights.get(term.stem, 1.0)
        above = max(min(1.0, evidence.match.strengths.get(term.stem, 0.0)), wording(lead).holds(term.stem))
        spent = (drawn and term.stem in outflows.SPENDING) or (taken and term.stem in takings.REVENUE)
        if pointed and (wording(pointed).holds(term.stem) or (term.stem in takings.REVENUE and takings.tells(pointed))):
            above = POINTED_AT
        held = 1.0 if spent else max(_held(term, evidence, mark, kind), ABOVE * above)
        gained += worth * held
        total += worth
        head = held if term is others[-1] else head
    score = gained / total if total else 0.6
    if others and (score < LEAST_NAMED or max(head, gained / total) < LEAST_HEAD):
        return None
    if kind is UnitKind.COUNT and _counts_another(mark, others, text):
        score -= OTHER_COUNTED
    if kind is UnitKind.COUNT and turned_over(others, text, quantity.start):
        return None
    if kind is UnitKind.COUNT and manner.narrowed(view.asked, text, quantity.start, quantity.end):
        return None
    if kind is not UnitKind.DATE and whole_for_part(view.asked, text, quantity.start):
        return None
    if _is_a_gap(text, quantity) or (kind is UnitKind.COUNT and counts_others(view.asked, text, quantity.start)):
        return None
    if kind is UnitKind.SHARE and (
        parts.of_the_votes(view.asked, text, quantity.start, quantity.end)
        or of_another_whole(view.asked, text, quantity.end)
    ):
        return None
    if parts.of_a_whole(text, mark.left, quantity.start, quantity.end, others):
        return None
    if parts.of_them(text, quantity.start, quantity.end, others):
        score -= PART
    if kind is UnitKind.COUNT and _NUMBER_OF.search(text[mark.left : quantity.start]):
        score += NUMBERED
    if not view.asked.periods and kind in _AMOUNTS and _is_what_was(text, quantity):
        score -= PART
    if kind in _AMOUNTS and _is_anothers(text, quantity, others):
        return None
    if view.asked.periods and quantity.period is None and kind is not UnitKind.DATE:
        score -= UNDATED if evidence.periods else UNDATED_ANYWHERE
    # "It will close 112 of its 487 shops": that there are so many is no forecast.
    if (
        kind in _NOW
        and manner.expected(view.asked, text, quantity.start)
        and not _OF_ITS.search(text[: quantity.start])
    ):
        if kind is UnitKind.COUNT:
            return None  # how many there will be is not how many there are
        score -= PART
    if not view.asked.periods and not quantity.period and _ONCE.match(text):
        score -= PART
    if not view.asked.periods and quantity.period:
        score += LATER * (timing.last_year(read_period(quantity.period)) - 2000) / 100
    return score + SIMILAR * (evidence.hit.similarity or 0.0) if score >= LEAST_NAMED - OTHER_COUNTED else None


def _is_what_was(text: str, figure: Quantity) -> bool:
    """The figure is that from which something went: "fell from 90 to 60"."""
    return any(tie.bond is Bond.CHANGE and tie.first.start == figure.start for tie in ties(text, find(text)))


def _is_anothers(text: str, figure: Quantity, others: Sequence[Term]) -> bool:
    """A figure is from something else, where another of its sort is from what is asked about: "5 from wine, 1 from its hotel"."""
    mine = _FROM_WHAT.match(text, figure.end)
    if mine is None or any(wording(mine["what"]).holds(term.stem) >= MATCHED for term in others):
        return False
    figures = (one for one in find(text) if one.start != figure.start and alike(one, figure))
    theirs = filter(None, (_FROM_WHAT.match(text, one.end) for one in figures))
    return any(wording(one["what"]).holds(term.stem) >= MATCHED for one in theirs for term in others)


def _dates_another(text: str, token: Token) -> bool:
    """A person or what somebody begins: "her co-founder left in 2021", "it starts a trial in 2026" date no beginning."""
    return _DOER.search(token.lower) is not None or _WHAT_IT_DOES.match(text, token.end) is not None


def _is_called(view: Survey, evidence: Evidence, kind: UnitKind) -> bool:
    """The sentence or its heading has a word of the phrase that is neither a name nor a time, where it has any such."""
    if kind in (UnitKind.DATE, UnitKind.PRICE):
        return True
    telling = [
        term
        for term in view.asked.terms
        if term.stem not in view.names | _TIMES | _MONEY_WORDS and not term.text.isdigit()
    ]
    if not telling:
        return kind is not UnitKind.ANY
    here = wording(f"{evidence.scene.heading} {evidence.text}").stems
    return any(akin(term.stem, word) for term in telling for word in here)


def _is_a_gap(text: str, quantity: Quantity) -> bool:
    """The figure is by how many another of its sentence is above or below something: "90, five more than last year"."""
    gaps = [tie.second for tie in ties(text, find(text)) if tie.bond in (Bond.MORE, Bond.FEWER)]
    return quantity.unit not in ("%", "x") and any(gap.start == quantity.start for gap in gaps)


def _below(unit: str) -> set[str]:
    """The names of what a price is for one of: "SEK/kWh" is per kWh."""
    below = unit.partition("/")[2]
    return {name.lower() for name, symbol in MEASURES.items() if symbol == below} | {below.lower()}


def _held(term: Term, evidence: Evidence, mark: Mark, kind: UnitKind) -> float:
    """How strongly a word stands by the figure."""
    text, quantity = evidence.text, mark.quantity
    # What it counts may be said with another: "84,000 devices, up from 60,000".
    best = SHARED if kind is UnitKind.COUNT and term.stem == stem(quantity.unit.split("/")[0]) else 0.0
    made = wording(text).tokens
    at = next((i for i, token in enumerate(made) if token.end > quantity.start), len(made))
    left = _last_joint(text, mark.left, quantity.start)
    # "carried 5 million passengers and Orvella 3 million": what was said of the figure before holds for this one.
    gapped = _GAP.fullmatch(text[mark.left : quantity.start]) is not None
    before = next((i for i, token in enumerate(made) if token.end > mark.earlier), at) if gapped else at
    right = _first_end(text, quantity.end, mark.right)
    # What stands behind a joint before the next figure is said of that one: "takes in 5 and spends 6".
    said = mark.right if mark.right == len(text) else _claimed(text, quantity.end, mark.right)
    for i, token in enumerate(made):
        strength = _strength(term, made, i)
        if (
            made[i + 1 : i + 2]
            and _makes_another(token, made[i + 1])
            and made[i + 1].stem not in evidence.match.strengths
        ):
            continue
        if kind is UnitKind.DATE and token.stem != term.stem and _dates_another(text, token):
            continue
        if kind is UnitKind.SHARE and term.stem in OWNING and token.stem in OWNING:
            strength = max(strength, 0.9)
        if strength < MATCHED or (quantity.start <= token.start < quantity.end and quantity.unit in ("%", "x")):
            continue
        distance = abs(i - at)
        if left <= token.start < right:
            worth = 1.0 - DECAY * distance
        elif gapped and token.start < mark.left:
            worth = SHARED - DECAY * abs(i - before)
        elif mark.left <= token.start < said:
            worth = 0.75 - DECAY * distance
        else:
            worth = ELSEWHERE
        best = max(best, strength * max(worth, ELSEWHERE))
    return best


def _strength(term: Term, made: Sequence[Token], at: int) -> float:
    token = made[at]
    if token.stem == term.stem:
        return 1.0
    read = _read_as(made, at)
    if term.stem in read:
        return 1.0
    if phrased := max((lexicon.related(term.stem).get(one, 0.0) for one in read), default=0.0):
        return phrased
    if " " in term.text:
        pair = " ".join(one.lower for one in made[at : at + len(term.text.split())])
        if pair == term.text.lower():
            return 1.0
    return max(lexicon.related(term.stem).get(token.stem, 0.0), lexicon.related(token.stem).get(term.stem, 0.0))


def _makes_another(token: Token, behind: Token) -> bool:
    """The word is the front of a compound: "debt service" is no debt."""
    return behind.stem in _COMPOUNDS and behind.start - token.end == 1 and behind.lower == behind.text


def _read_as(made: Sequence[Token], at: int) -> set[str]:
    """What several words from here on read as: "turned over" as revenue."""
    known = lexicon.phrases()
    keys = (tuple(one.stem for one in made[at : at + length]) for length in range(2, LONGEST_PHRASE + 1))
    return {known[key] for key in keys if key in known}


def _last_joint(text: str, start: int, end: int) -> int:
    found = start
    for joint in JOINT.finditer(text, start, end):
        found = joint.end()
    return found


def _first_end(text: str, start: int, end: int) -> int:
    ends = (found.start() for found in RIGHT_END.finditer(text, start, end))
    # "Cash and cash equivalents" is one thing.
    return next((at for at in ends if text[:at].split()[-1:] != text[at:].split()[1:2]), end)


def _counts_another(mark: Mark, terms: Sequence[Term], text: str) -> bool:
    quantity = mark.quantity
    if not quantity.unit or not terms:
        return False
    unit = stem(quantity.unit.split("/")[0].lower())
    near = wording(text[quantity.start : min(mark.right, quantity.end + 50)]).stems | {unit}
    if unit in PEOPLE:  # "employs 930 people"
        near |= wording(text[mark.left : quantity.start]).stems
    return not any(akin(term.stem, word) for term in terms for word in near)


def _without_parts(found: list[Found]) -> list[Found]:
    """A part that a total's sentence itemises comes after the total, where the words name both alike."""
    made = []
    for one in found:
        totals = [
            other
            for other in found
            if other is not one and any(part.start == one.quantity.start for part in companions.parts(other.quantity))
        ]
        penalty = PART if totals and all(other.score >= one.score - 0.15 for other in totals) else 0.0
        made.append(replace(one, score=one.score - penalty))
    return made
