"""Why, how and what for: the clause at a marker of cause, means or purpose; else the sentence alone."""

from __future__ import annotations

import re

from askbot.matching import MATCHED, printed_names, speaks_of, wording
from askbot.reading import doubts, fact
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.findings import Finding, flat, one_span, whole_sentences
from askbot.types import Claim
from askbot.words import is_function_word

CAUSE = re.compile(
    r"\b(?:because(?: of)?|(?<!has )(?<!have )(?<!ever )since (?!\d|january|february|march|april|may|june|july|august|september|october|november|december|its|the \w+ (?:of|in) )|due to|owing to|as a result of|thanks to|given that|so that|in order to|so as to|to (?=(?-i:[a-z]+(?:e|t|y|n|d|k|p|s|w|h|l|r|m))\b)|for (?=[a-z]+ing\b)|making|resulting in|driven by|led by|on the grounds that|prompted by|after(?! (?:only |just |about |nearly )?(?:\w+ (?:days|weeks|months|years)\b|an? [^,;.]*\d))|which is why|that is why|blam(?:es|ed|ing)|too \w+ (?:for|to)|constrained by|(?:hurt|hit|helped|buoyed|lifted|dragged down|weighed down|boosted|held back|depressed|caused) by|(?:saying|arguing|claiming|alleging|citing|complaining)(?: that)?|on (?:concerns?|fears?|hopes?|worries|news) (?:that|over|about|of)|over (?=(?:an?|the|its|his|her|their|alleged)\b))\b"
    # "fined for", "known for": what a person or a company is held to account or famous for.
    r"|\b(?:fin(?:e|es|ed)|su(?:ed|es|ing)|prais\w+|critici[sz]\w+|punish\w+|penali[sz]\w+|arrest\w*|charged|convicted|sentenced|sacked|fired|dismissed|apologi[sz]\w+|known|famous|honou?red|rewarded|thanked)\b[^.;]* for\b",
    re.IGNORECASE,
)
MEANS = re.compile(
    r"\b(?:by (?=\w+ing\b|means)|through|via|using|with the help of|thanks to|primarily through|leveraging|relying on|on the basis of|in order to|to (?=[a-z]+\b))\b",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\b(?:in order to|so as to|so that|to (?=[a-z]+\b)|for (?=[a-z])|designed (?:to|for|specifically for)|intended (?:to|for)|used (?:to|for)|aimed at|meant (?:to|for)|can|capable of|enabling|allowing|generates?|provides?)\b",
    re.IGNORECASE,
)
_WHOLE_CLAUSE = re.compile(r"\b(?:because|after|since|saying that|given that) (?!of\b)(?=[a-z])", re.IGNORECASE)
_FIGURE_FIRST = re.compile(r"(?:to )?[$€£]?\d[\d.,]*[^,;]{0,20}, ")
_BOUND = re.compile(
    r"[.;:”\"](?:\s|$)|,? (?:but|although|while|according)\b|, (?:[\w'’]+ ){1,3}(?:said|says)\b|, (?:said|says|which|who|and)\b"
)
_REASON = re.compile(
    r"\b(?:the|its|their|his|her|one|another) (?:[a-z]+ )?(?:reason|cause|explanation)s?\b|\bas the (?:reason|cause)\b|^(?:It|He|She|They|The [a-z]+) blam(?:e|es|ed)\b|^[A-Z][^,;.]{0,60} blam(?:es|ed) (?![^.]* for (?:the|its|their|this|that)\b)|\btoo (?:low|high|small|big|late|early|expensive|cheap|risky|costly)\b"
    r"|^(?:This|That) (?:is|was) (?:because|due to|down to)\b",
    re.IGNORECASE,
)
_BLAMES = re.compile(r"[A-Z][^,;.]{0,60} blam(?:es|ed) (?![^.]* for (?:the|its|their|this|that)\b)")
_REASON_FOR = re.compile(
    r"\b(?:reason|cause|explanation)s? (?:for|of|why|that|to)\b|\bno (?:reason|explanation)\b", re.IGNORECASE
)
NEXT_CHARACTERS = 5  # right behind it
NEAR_CHARACTERS = 250  # behind a sentence between that goes on, where it opens with a name of the first
LEAST_SAID = 0.85
MARKER_BONUS = 0.7
UNMARKED = 1.0  # odds from which a sentence without any word of cause says why
_GOES_ON = re.compile(r"\band (?:now|then|later|since|went on to|so far|soon|[a-z]+ed\b|is|was|has|had)\b")
_AIMS = re.compile(
    r"\b(?:aim|plan|hope|want|seek|intend|tr(?:y|ie)|wish|promise|pledge)(?:s|d|ed|ing)? to\b", re.IGNORECASE
)
SURE, AHEAD = 3.0, 2.0  # of the model, where nothing marks a cause and every word is there
_LOSS = re.compile(r"\b(?:loss(?:es)?|deficits?)\b", re.IGNORECASE)
_IN_THE_RED = re.compile(r"\b(?:profit\w*|in the red|red ink|earnings)\b", re.IGNORECASE)
_LOST = re.compile(
    r"\blo(?:st|ses?|sing) (?!money\b|(?:about |some |nearly |over )?(?:[$€£]|[A-Z]{2,3} ?\d))", re.IGNORECASE
)
CONFIDENT = 1.0  # odds from which the model's own span is given as the bare answer


def read(view: Survey) -> Finding | None:
    """Answer with the sentence that bears the question out and says why, how or what for; the span is the bare answer.

    A why that the sentence does not even mark is answered only where the model is sure.
    """
    chosen, best = _best(view)
    if chosen is None or best <= fact.ACCEPTED or _of_another(view, chosen.evidence):
        return _told_next(view)
    evidence = chosen.evidence
    unmarked = _marker(view.asked.focus) is CAUSE and not CAUSE.search(evidence.text)
    if unmarked and best < UNMARKED and not _pointed_at(chosen):
        return _told_next(view)  # what happened with it is not why
    if best < CONFIDENT or doubts.repeats(view, chosen.text) or all(map(is_function_word, chosen.text.lower().split())):
        return whole_sentences([evidence])
    bare = one_span(evidence, *_clause_of_cause(view, chosen))
    return Finding((Claim(flat(evidence), (evidence.citation(),)),), bare.short, bare.highlights)


def _pointed_at(chosen: fact.Candidate) -> bool:
    """Whether a sentence, or what it points back at, has every word, and the model is sure of some few words in it."""
    signs = chosen.signs
    text = chosen.evidence.text
    goes_on = _GOES_ON.search(text, 0, chosen.start + 1) is not None  # what came next is not why
    sure = signs["margin"] >= SURE and signs["lead"] >= AHEAD
    return sure and not goes_on and not chosen.evidence.match.missing


def _of_another(view: Survey, evidence: Evidence) -> bool:
    """Whether every word but the names that a sentence has of the question stands in a clause on somebody else."""
    common = [term for term in view.asked.terms if term.stem not in view.names]
    held = [
        token.start
        for token in wording(evidence.text).tokens
        if any(wording(token.text).holds(term.stem) >= MATCHED for term in common)
    ]
    return bool(view.names and held) and not any(
        speaks_of(evidence.text, at, view.names, evidence.profile.subjects) for at in held
    )


def _told_next(view: Survey) -> Finding | None:
    """Answer a why with a sentence that names a reason, right behind the one that says what is asked about."""
    if _marker(view.asked.focus) is not CAUSE:
        return None
    said = [one for one in view.evidence if not one.match.missing and one.match.support >= LEAST_SAID]
    for told in view.evidence:
        if _REASON.search(told.text) is None or _REASON_FOR.search(told.text):
            continue
        for one in said:
            between = told.passage.start - one.passage.end
            own = {token.text for token in printed_names(f"x {one.text}")}
            near = NEAR_CHARACTERS if own & {told.text.split()[0]} or _BLAMES.match(told.text) else NEXT_CHARACTERS
            if told.passage.heading != one.passage.heading:
                continue
            if one.passage.document_id == told.passage.document_id and 0 <= between <= near:
                return whole_sentences([told])
    return None


def _clause_of_cause(view: Survey, chosen: fact.Candidate) -> tuple[int, int]:
    """The span, or all of the clause of cause that it stands in: "after the chain decided to bake", not "the chain"."""
    text = chosen.evidence.text
    if _marker(view.asked.focus) is not CAUSE:
        return chosen.start, chosen.end
    inside = CAUSE.search(text, chosen.start, chosen.end)
    if inside is not None and _FIGURE_FIRST.fullmatch(text[chosen.start : inside.start()]):
        return inside.start(), chosen.end  # "2%, hurt by weak demand"
    marks = [found for found in _WHOLE_CLAUSE.finditer(text, 0, chosen.end) if found.end() <= chosen.start + 1]
    if not marks or _BOUND.search(text, marks[-1].end(), chosen.start):
        return chosen.start, chosen.end
    bound = _BOUND.search(text, chosen.end)
    return min(chosen.start, marks[-1].end()), bound.start() if bound else chosen.end


def promise(view: Survey, evidence: Evidence) -> float:
    """How far beyond acceptance an answer in an unread sentence could be, with every sign in its favour."""
    return fact.promise(view, evidence) + (MARKER_BONUS if _marks(view, evidence) else -MARKER_BONUS)


def settled(view: Survey) -> bool:
    """Say whether what was read so far answers so plainly that no sentence left would change the answer."""
    return _best(view)[1] > fact.SETTLED + MARKER_BONUS


def _best(view: Survey) -> tuple[fact.Candidate | None, float]:
    """The likeliest answer, and its odds with what the marker of its sentence is worth."""
    weighed = [
        (one, one.odds + (MARKER_BONUS if _marks(view, one.evidence) else -MARKER_BONUS))
        for one in fact.candidates(view)
        if not _only_aimed_at(view, one.evidence) and not _loses_otherwise(view.asked.focus, one.evidence.text)
    ]
    return max(weighed, key=lambda pair: pair[1], default=(None, fact.ACCEPTED))


def _only_aimed_at(view: Survey, evidence: Evidence) -> bool:
    """Whether a sentence says of what is asked about no more than that somebody aims to change it, which is no why."""
    if _marker(view.asked.focus) is not CAUSE or _AIMS.search(view.asked.focus):
        return False
    aims = _AIMS.search(evidence.text)
    common = [term for term in view.asked.terms if term.stem not in view.names]
    held = [
        t.start for t in wording(evidence.text).tokens if any(wording(t.text).holds(c.stem) >= MATCHED for c in common)
    ]
    return aims is not None and bool(held) and min(held) > aims.start()


def _loses_otherwise(focus: str, text: str) -> bool:
    """Whether a loss of money is asked about, and the text has but people or things lost: "it lost 40 of its pilots"."""
    return (
        _LOSS.search(focus) is not None
        and _LOST.search(text) is not None
        and not (_LOSS.search(text) or _IN_THE_RED.search(text))
    )


def _marks(view: Survey, evidence: Evidence) -> bool:
    return bool(_marker(view.asked.focus).search(evidence.text))


def _marker(focus: str) -> re.Pattern[str]:
    if re.match(r"how\b", focus, re.IGNORECASE) and not re.match(r"how come\b", focus, re.IGNORECASE):
        return MEANS
    if re.match(r"(?:why|how come|what (?:caused|led|made|prompted|drove|explains))\b", focus, re.IGNORECASE):
        return CAUSE
    return PURPOSE
