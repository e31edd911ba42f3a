"""Yes or no, decided only on the same entity, attribute, period and polarity; else the sentence is quoted undecided."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import MATCHED, clause_at, speaks_of, wording
from askbot.quantities import find
from askbot.question import Term
from askbot.reading import (
    contraries,
    datings,
    directions,
    earnings,
    either,
    fact,
    holdings,
    margins,
    of_whom,
    rebuttals,
    staying,
    tense,
    times,
    versus,
)
from askbot.reading.evidence import POINTS_BACK, Evidence, Survey
from askbot.reading.findings import Finding, whole_sentences
from askbot.reading.kinds import kind_of
from askbot.reading.objections import of_one_among
from askbot.reading.undecided import leaves_open
from askbot.thresholds import holds, threshold
from askbot.types import Citation, Claim, Quantity
from askbot.words import Token, irregular_forms, stem

DECIDING = 0.7  # how far a sentence must bear out the words beside the figure
DECIDING_INSIDE = 0.5  # the share of them in the figure's own clause
_SUMMED = re.compile(r"\b(?:combined|together|jointly|between them|in total|altogether)\b", re.IGNORECASE)
NEARNESS_TOKENS = 8.0
MARGIN_WORTH = 0.15  # of the reading model's margin: asked whether, it points at what decides
_TURNED = re.compile(r"\b(?:outside|except|excluding|other than|apart from|besides|non-\w+)\b", re.IGNORECASE)
POINTING = 25  # characters at a sentence's head in which "it" or "the company" is what it speaks of
MOST_OUTSIDE = 0.5  # of the question's words may stand before the sentence
QUOTED_SUPPORT = 0.75  # from here a sentence is worth quoting though it decides nothing
_NOT = re.compile(
    r"\b(?:not|no|none|nothing|nobody|never|neither|nor|without|no longer|cannot|fail(?:s|ed)? to|yet to|declin(?:es|ed) to|unable to|unwilling to|denie[sd]|reject(?:s|ed)?|rul(?:es|ed|ing) out|refus(?:es|ed)|ban(?:s|ned)|stop(?:s|ped)? (?=[a-z]+ing\b)|n't)\b|n['’]t\b",
    re.IGNORECASE,
)
# They say little beside their object or name the time of asking: "make a profit", "pay a dividend soon".
_LIGHT = frozenset(
    [
        "make",
        "makes",
        "made",
        "get",
        "gets",
        "got",
        "take",
        "takes",
        "took",
        "give",
        "gives",
        "gave",
        "go",
        "come",
        "still",
        "soon",
        "now",
        "yet",
        "already",
        "ever",
        "once",
        "currently",
        "any",
        "really",
        "actually",
    ]
)
_PERMITTED = frozenset(["allowed", "allow", "allows", "permitted", "permit", "permits", "possible"])
_CHOICE = re.compile(r"\b(?:for or against|good or bad|(?P<one>\w+) or not)\b", re.IGNORECASE)  # neither yes nor no
_OF = re.compile(r" (?:of|for|with|on|against|from|to) ")
_ASIDE = re.compile(r", (?:which|where|who|whom|whose|when) [^,;]*")
_FROM_THE_START = re.compile(r"\b(?:from|since|at|until|before) the (?:very )?$")
_FURTHER = re.compile(r", (?:and|but) (?!if\b|subject\b|whether\b)")
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|every|everything|everyone|everybody|entire(?:ly)?|whole|fully|completely)\b", re.IGNORECASE
)
_UP_TO = re.compile(r"\bup to\b", re.IGNORECASE)  # a bound, and no rise
_ASKS = re.compile(r"\bwhether\b", re.IGNORECASE)  # the sentence asks the same, and answers nothing
THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_ANYBODY = re.compile(r"\b(?:anyone|anybody|anything|any)\b", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:nobody|no one|none|nothing|no)\b", re.IGNORECASE)


def read(view: Survey) -> Finding | None:
    """Decide by a figure named in the question, by plain wording; else quote. Two sides are for `contests`."""
    if either.asks(view.asked):
        return either.read(view)
    if (plain := plainly(view)) is not None or staying.asks(view.asked.focus):
        return plain
    if earnings.only_here(view.asked):
        return None
    if versus.comparative(view.asked.focus) and (len(versus.subjects(view)) > 1 or THAN.search(view.asked.focus)):
        return None  # words on one side say nothing of which has more
    by_wording = _by_wording(datings.of_its_time(view))
    if by_wording is not None:
        return by_wording
    near = next((one for one in view.evidence if _is_near(view, one)), None)
    return whole_sentences([near]) if near is not None else None


def _is_near(view: Survey, one: Evidence) -> bool:
    """Whether a sentence that decides nothing speaks of what is asked, and so is worth quoting."""
    said = wording(one.text)
    if one.match.support < QUOTED_SUPPORT or one.match.missing_names or _ASKS.search(one.text):
        return False
    if contraries.of_one_only(view.asked.focus, one.text) or holdings.untold(view.asked.focus, view.named, one.text):
        return False
    if len(view.named) == len(view.asked.terms):  # of "does Arn like Bero?" nothing but the names is asked after
        return view.names <= said.stems
    if threshold(view.asked.focus) is not None and not find(one.text, published=one.profile.dated):
        return False  # "more than 50" has to do with a figure
    if view.names and not view.names & said.stems and one.profile.subjects & said.stems:
        return False  # of another
    last = [term for term in view.asked.terms if term.stem not in view.names and term.lower not in _LIGHT][-1:]
    return of_whom.names_all(view, one) and all(said.holds(term.stem) >= MATCHED for term in last)


def plainly(view: Survey) -> Finding | None:
    """Decide by who stays or left, a figure, or a date: by what leaves wording and the model nothing to say."""
    if staying.asks(view.asked.focus):
        return staying.read(view)
    return (
        _by_figure(datings.of_its_time(view))
        or _by_date(view)
        or earnings.read(view)
        or _by_majority(view)
        or _by_aim(view)
        or _told_so(directions.read(view) or rebuttals.read(view))
    )


def _told_so(found: tuple[bool, Citation] | None) -> Finding | None:
    if found is None:
        return None
    word = "Yes" if found[0] else "No"
    return Finding((Claim(word, (found[1],)),), word)


def of_another(view: Survey, one: Evidence) -> bool:
    """Say whether what a sentence has of the question is said of another: "she flew with her niece Bea, who speaks German"."""
    asked = [term for term in view.asked.terms if term.stem not in view.names]
    places = [token.start for token in wording(one.text).tokens if _answers(token.stem, asked, [])]
    return bool(places) and of_whom.of_who_stands_before(view, one.text, places[-1])


def promise(view: Survey, evidence: Evidence) -> float:
    """Whether a sentence is worth the model's reading: only figures that may decide are weighed by it."""
    against = threshold(view.asked.focus)
    if against is None or against.grown or evidence.match.missing_names:
        return -1.0
    return 0.0 if any(comparable(found, against.figure) for found in find(evidence.text)) else -1.0


def decided(
    verdict: bool, evidence: list[Evidence], *, highlights: tuple[tuple[str, int, int], ...] = (), text: str = ""
) -> Finding:
    """Say Yes or No, and cite the evidence."""
    word = "Yes" if verdict else "No"
    citations = tuple(dict.fromkeys(one.citation() for one in evidence))
    return Finding((Claim(f"{word}. {text}" if text else word, citations),), word, highlights)


def _by_date(view: Survey) -> Finding | None:
    """Decide "was it founded in 2018?" by the date that stands behind the same verb."""
    found = datings.happened(view)
    if found is None:
        return None
    verdict, one, period = found
    return decided(verdict, [one], highlights=(fact.placed(one, period.start, period.end),))


def _by_figure(view: Survey) -> Finding | None:
    """Decide "more than half", "at least $5 million", "seven rounds": the corpus's own figure of that sort decides."""
    against = threshold(view.asked.focus)
    if against is None or against.grown or _TURNED.search(view.asked.focus) or _SUMMED.search(view.asked.focus):
        return None
    terms = [
        t for t in view.asked.terms if not against.start <= t.start < against.end and not lexicon.comparative(t.lower)
    ]
    common = [t for t in terms if t.stem not in view.names]
    ranked: list[tuple[float, Evidence, Quantity]] = []
    for one in view.evidence:
        if one.match.missing_names or not common:
            continue
        borne = sum(one.match.strengths[t.stem] for t in common) / len(common)
        for found in find(one.text, published=one.profile.dated):
            if not comparable(found, against.figure) or not times.period_fits(
                view.asked, one.text, one.periods, found.start
            ):
                continue
            if of_one_among(view.asked, one.text, found.start):
                continue
            if view.names and not speaks_of(one.text, found.start, view.names, one.profile.subjects):
                continue
            whom = holdings.holder(view.asked)
            if found.unit == "%" and (
                holdings.of_another(whom, one.text, found.start)
                or (against.figure.printed == "half" and holdings.is_rate(one.text, found.end))
                or (holdings.asks(view.asked.focus) and not holdings.is_held(one.text, found.start, found.end))
            ):
                continue
            first, last = clause_at(one.text, found.start)
            if leaves_open(view, one.text[first : found.start]):
                continue  # "it planned to cut 40 jobs" says of none that it was cut
            clause = wording(one.text[first:last])
            inside = sum(clause.holds(t.stem) >= MATCHED for t in common) / len(common)
            near = _nearness(replace(view, asked=replace(view.asked, terms=tuple(common))), one, found.start, found.end)
            worth = borne + inside / 2 + near + MARGIN_WORTH * margins.of(one, found.start, found.end)
            ranked.append((worth if borne >= DECIDING and inside >= DECIDING_INSIDE else 0.0, one, found))
    best = max(ranked, key=lambda item: item[0], default=None)
    if best is None or best[0] <= 0:
        return None
    _, one, found = best
    place = fact.placed(one, found.start, found.end)
    verdict = holds(Fraction(found.value), found, against)
    return None if verdict is None else decided(verdict != view.asked.negated, [one], highlights=(place,))


def _by_aim(view: Survey) -> Finding | None:
    """Decide "is Vela aimed at the domestic market?" by "Vela for foreign users"."""
    asked = contraries.aim(view.asked)
    if asked is None:
        return None
    of, whom = asked
    for one in view.evidence:
        span = contraries.aimed_at(one.text, of)
        if span is None:
            continue
        said = wording(one.text[slice(*span)])
        opposed = [t for t in whom if t.stem not in said.stems and lexicon.opposites(t.stem) & said.stems]
        if opposed or all(said.holds(t.stem) >= MATCHED for t in whom):
            return decided(bool(opposed) == view.asked.negated, [one], highlights=(fact.placed(one, *span),))
    return None


def _by_majority(view: Survey) -> Finding | None:
    """Decide "are its clients mainly banks?" by what a sentence says that most of them are."""
    asked = contraries.mainly(view.asked)
    if asked is None:
        return None
    of, what = asked
    for one in view.evidence:
        if (
            one.match.missing_names
            or not of_whom.names_all(view, one)
            or any(one.match.strengths[t.stem] < MATCHED for t in of)
        ):
            continue
        for start, end in contraries.majorities(one.text):
            said = wording(one.text[start:end])
            if view.names and not speaks_of(one.text, start, view.names, one.profile.subjects):
                continue
            opposed = [t for t in what if said.holds(t.stem) < MATCHED and lexicon.opposites(t.stem) & said.stems]
            if len(opposed) > 1 or any(said.holds(t.stem) < MATCHED for t in what if t not in opposed):
                continue
            return decided(bool(opposed) == view.asked.negated, [one], highlights=(fact.placed(one, start, end),))
    return None


def _nearness(view: Survey, evidence: Evidence, start: int, end: int) -> float:
    """How close the question's common words stand to a figure, 0 to 1; another clause counts half."""
    made = wording(evidence.text).tokens
    at = next((i for i, token in enumerate(made) if token.end > start), len(made))
    first, last = clause_at(evidence.text, start)
    gained = total = 0.0
    for term in view.asked.terms:
        worth = view.weights.get(term.stem, 1.0)
        total += worth
        closest = 0.0
        for i, token in enumerate(made):
            if start <= token.start < end:
                continue
            strength = wording(token.text).holds(term.stem)
            if strength >= MATCHED:
                near = strength * math.exp(-abs(i - at) / NEARNESS_TOKENS)
                closest = max(closest, near if first <= token.start < last else near / 2)
        gained += worth * closest
    return gained / total if total else 0.5


def comparable(found: Quantity, bound: Quantity) -> bool:
    """Say whether a figure can be held against the one that a question gives: of one unit, or a count of the same."""
    if found.unit == bound.unit:
        return True
    both_counts = kind_of(found.unit) is Kind.COUNT and kind_of(bound.unit) is Kind.COUNT
    return both_counts and (not bound.unit or wording(found.unit).holds(stem(bound.unit)) >= MATCHED)


def _by_wording(view: Survey) -> Finding | None:
    """Every word of the question stands in one clause, or all but one whose contrary stands there.

    A sentence that only wishes, foretells or asks for it is quoted where none decides.
    """
    undecided: Finding | None = None
    every = view.evidence
    if _ANYBODY.search(view.asked.focus):  # "nobody has died since" says more than that one did, long ago or elsewhere
        every = tuple(sorted(every, key=lambda one: _NOBODY.search(one.text) is None))
    for one in every:
        if not times.period_fits(view.asked, one.text, one.periods, 0):
            continue
        found = _worded(view, one)
        if found is not None and found.short is not None and (undecided is None or _whole(view, one)):
            return found
        undecided = undecided or found
    return undecided


def _worded(view: Survey, one: Evidence) -> Finding | None:
    """What a sentence says to the question; without a bare answer where it decides nothing."""
    every = [term for term in view.asked.terms if term.stem not in view.names]
    # "Are layoffs allowed?" is answered by what rules them out, whatever its word for it.
    permitted = [t for t in every if t.lower in _PERMITTED and one.match.strengths[t.stem] < MATCHED]
    terms = [term for term in every if term.lower not in _LIGHT and term not in permitted] or every
    if not terms or one.match.missing_names or not of_whom.names_all(view, one):
        return None
    if holdings.untold(view.asked.focus, view.named, one.text) or directions.untold(view.asked.focus, one.text):
        return None
    said = wording(_UP_TO.sub("", one.text))
    opposed = [t for t in terms if lexicon.opposites(t.stem) & said.stems and t.stem not in said.stems]
    if any(t.stem in said.stems and lexicon.opposites(t.stem) & said.stems for t in terms):
        return None  # "through profit or loss" says neither
    if opposed and _ANYBODY.search(view.asked.focus) and not _NOBODY.search(one.text):
        return None  # that it was sold says not that nobody bought it
    if len(opposed) > 1 or not _borne_out(view, one, [t for t in terms if t not in opposed], opposed):
        return None
    places = [token for token in wording(one.text).tokens if _answers(token.stem, terms, opposed)]
    places = [t for t in places if not _FROM_THE_START.search(one.text[: t.start]) and not _only_by_doers(t, terms)]
    if view.names:  # "Arn takes six, while Bero takes none": of each is said what its own clause says
        places = [token for token in places if not of_whom.of_others(view, one, token.start)]
    if (
        not places
        or not of_whom.same_subject(view, one, places[0].start)
        or of_whom.of_who_stands_before(view, one.text, places[-1].start)
        or of_whom.apart(view, one.text, places[-1].start)
    ):
        return None
    if _CHOICE.search(view.asked.focus):
        return whole_sentences([one])
    start, end = clause_at(one.text, places[0].start)
    clause = one.text[start:end]
    if _ASKS.search(clause) or any(of.search(view.asked.focus) and not of.search(one.text) for of in (_ALL, _TURNED)):
        return None
    # What a further part adds behind the last of the words leaves none of them open: ", and both want to be listed".
    last = max(place.end for place in places) - start
    further = _FURTHER.search(clause, last) if last < len(clause) else None
    if leaves_open(view, clause[: further.start()] if further else clause) or any(
        tense.to_come(view.asked, one.text[start : place.start]) for place in places
    ):
        return whole_sentences([one])
    clause = _without_asides(clause, [place.start - start for place in places])
    for token in places:  # "rejected" is what is asked after, or its contrary, and no "not" besides
        clause = clause.replace(token.text, " " * len(token.text))
    # "It agreed not to sell after it breached a limit", "Arn, which is the second-largest, did not vote": of another verb.
    reach = contraries.reach(one.text[start:end], places[0].start - start, places[-1].end - start)
    denied = bool(_NOT.search(_NOT_ONLY.sub("", clause[slice(*reach)]))) != contraries.is_instead(one.text, places)
    if permitted and (opposed or not denied):
        return None
    if contraries.of_the_other_side(view.asked.focus, one.text[start:end]):
        denied = not denied
    verdict = (bool(opposed) == denied) != view.asked.negated
    if contraries.of_a_lower_rank(view.asked.focus, one.text):
        verdict = view.asked.negated
    as_much = contraries.as_much(view.asked.focus, one.text)
    if contraries.is_not_ruled_out(one.text) or contraries.is_tally(view.asked.focus, one.text) or as_much is None:
        return whole_sentences([one])
    if verdict and _ANYBODY.search(view.asked.focus) and view.names and not view.names & said.stems:
        return None  # who did it where is not told by "it leaves little doubt"
    if verdict and contraries.of_one_only(view.asked.focus, one.text):
        return None
    if not as_much:
        verdict = view.asked.negated
    return decided(verdict, [one], highlights=tuple(fact.placed(one, t.start, t.end) for t in places))


def _without_asides(clause: str, places: Sequence[int]) -> str:
    """A clause without what a comma and "which" or "where" add to it, where none of the places stands in that."""
    return _ASIDE.sub(lambda one: one[0] if any(one.start() <= at < one.end() for at in places) else "", clause)


def _whole(view: Survey, one: Evidence) -> bool:
    """Whether a sentence itself has every word but the names, as it is or as its contrary."""
    stems = wording(one.text).stems
    terms = [t for t in view.asked.terms if t.stem not in view.names and t.lower not in _LIGHT]
    return all(t.stem in stems or lexicon.opposites(t.stem) & stems for t in terms)


def _borne_out(view: Survey, one: Evidence, terms: list[Term], opposed: list[Term]) -> bool:
    """Whether a sentence has every word, half of them itself.

    The rest may stand in its heading, or before a sentence that points back at it; one word of it before a sentence
    that has the question's own names.
    """
    said = wording(_UP_TO.sub("", one.text))
    outside = [t for t in terms if said.holds(t.stem) < MATCHED]
    if any(one.match.strengths[t.stem] < MATCHED for t in outside):
        return False
    above = wording(one.scene.heading)
    if any(lexicon.opposites(t.stem) and above.holds(t.stem) >= MATCHED for t in outside):
        return False  # below "Fast growth" something may shrink
    before = [t for t in outside if above.holds(t.stem) < MATCHED and not t.capitalised]
    back = POINTS_BACK.search(one.text, 0, POINTING) is not None
    if before and of_something_else(view, one):
        return False
    named = bool(view.names & said.stems) and len(before) == 1
    return not before or ((back or named) and len(outside) <= (len(terms) + len(opposed)) * MOST_OUTSIDE)


def of_something_else(view: Survey, one: Evidence) -> bool:
    """Whether the question ends with what its verb is of, and a sentence has the verb of another: "convicted of false accounting"."""
    if len(view.asked.terms) < 2 or wording(one.text).holds(view.asked.terms[-1].stem) >= MATCHED:
        return False
    verb = view.asked.terms[-2]
    if not (verb.lower.endswith("ed") or verb.lower in irregular_forms()):
        return False
    return any(
        token.stem == verb.stem and _OF.match(one.text, token.end) is not None for token in wording(one.text).tokens
    )


def _only_by_doers(token: Token, terms: list[Term]) -> bool:
    """Whether a word only names those who may do what is asked: that there are buyers says of nobody that he bought."""
    doers = token.lower.endswith(("ers", "ors")) and not any(token.stem == term.stem for term in terms)
    return doers and not any(term.lower.endswith(("ers", "ors", "er", "or")) for term in terms)


def _answers(stem: str, terms: list[Term], opposed: list[Term]) -> bool:
    for term in terms:
        if stem == term.stem or lexicon.related(term.stem).get(stem, 0.0) >= MATCHED:
            return True
        if term in opposed and stem in lexicon.opposites(term.stem):
            return True
    return False
