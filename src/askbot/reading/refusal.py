"""Refusals: why there is no answer, what is missing, and the nearest thing that the corpus does say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from askbot import lexicon
from askbot.question import QuestionKind, Term
from askbot.reading.evidence import Survey
from askbot.types import Refusal, RefusalReason

NEAR_SUPPORT = 0.35  # evidence that shares less with the question is not near it
ON_TOPIC_SHARE = 0.35  # of the question's weight that the corpus has to know
ON_TOPIC_ANYWAY = 0.5  # from here nothing is off topic, however little its sentences are alike
FAR = 0.3  # a cosine below which even known words are another subject's
SIMILAR = 0.45  # a cosine from which a question without known words may still be about the corpus
# What stands before a noun; an adjective or another noun may come between.
_NOUN_PLACE = re.compile(
    r"\b(?:the|an?|any|some|its|their|his|her|this|that|these|those|of|on|in|at|about|for|with|from|by|into|as|and|or|no|many|much|which|what|whose)(?: [\w-]+)? $|['’]s? (?:[\w-]+ )?$",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior|guidelines)\b"
    r"|\b(?:system|developer|hidden) prompt\b|\byour (?:instructions|prompt|rules|source code|api key|password)s?\b"
    r"|^(?:you are now|act as|pretend|roleplay|role-play|from now on|repeat after me|translate|write (?:me )?(?:a|an|some)|compose|sing|draw|generate|code)\b"
    r"|\b(?:jailbreak|developer mode|rm -rf|drop table|<script)\b",
    re.IGNORECASE,
)


_NOTHING_ON = re.compile(r"(?P<here>.+?) (?P<say>says?) nothing on (?P<what>“.+”)(?P<whose> for .+)?\.$")


def instructs(question: str) -> bool:
    """Say whether the text tells the bot to do something rather than asking about the corpus."""
    return bool(_INSTRUCTION.search(question))


def unsupported() -> Refusal:
    """Refuse an instruction."""
    return Refusal(RefusalReason.UNSUPPORTED, "That is an instruction, not a question about these articles.")


def hanging() -> Refusal:
    """Refuse what only hangs on to a question that it can't be put into."""
    return Refusal(RefusalReason.UNSUPPORTED, "It isn't clear what that asks: please put it as a whole question.")


def refuse(view: Survey, *, articles: int) -> Refusal:
    """Say what is missing: a name, a word, or a sentence that bears the question out."""
    here = "The article" if articles == 1 else "The articles"
    if _off_topic(view):
        about = "this article is" if articles == 1 else "these articles are"
        return Refusal(RefusalReason.OFF_TOPIC, f"That isn't something {about} about.")
    nearest = tuple(one.citation() for one in view.evidence[:1] if one.match.support >= NEAR_SUPPORT)
    return Refusal(RefusalReason.NO_EVIDENCE, f"{here} {_missing(view, plural=articles != 1)}", nearest)


def in_own_words(said: Refusal, question: str) -> Refusal:
    """Leave out what a refusal quotes from another wording of the question than its own.

    >>> said = Refusal(RefusalReason.NO_EVIDENCE, "The article says nothing on “come from” for Orlin.")
    >>> in_own_words(said, "How does Orlin make money?").message
    "The article doesn't give that for Orlin."
    """
    found = _NOTHING_ON.match(said.message)
    if found is None or all(one.lower() in question.lower() for one in re.findall("“([^”]+)”", found["what"])):
        return said
    dont = "don't" if found["say"] == "say" else "doesn't"
    return replace(said, message=f"{found['here']} {dont} give that{found['whose'] or ''}.")


def _off_topic(view: Survey) -> bool:
    terms = view.asked.terms
    if not terms:
        if view.asked.kind is QuestionKind.COMPARISON:
            return False  # "which of the two is older?"
        return max((one.hit.similarity or 0.0 for one in view.evidence), default=0.0) < SIMILAR
    if any(term.stem in view.known for term in view.named):
        return False
    total = sum(view.weights[term.stem] for term in terms)
    known = sum(view.weights[term.stem] for term in terms if term.stem in view.known)
    closest = max((one.hit.similarity or 0.0 for one in view.evidence), default=0.0)
    share = known / total
    return (share < ON_TOPIC_SHARE and closest < SIMILAR) or (share < ON_TOPIC_ANYWAY and closest < FAR)


def _missing(view: Survey, *, plural: bool) -> str:
    """The end of the sentence: what the corpus doesn't say, in the question's own words."""
    say = "say" if plural else "says"
    dont = "don't" if plural else "doesn't"
    unknown = [term for term in view.named if term.stem not in view.known]
    if unknown:
        return f"{dont} mention {_joined(_phrases(view.asked.focus, unknown), 'or')}."
    named = _joined(_phrases(view.asked.focus, list(view.named)), "and")
    best = view.evidence[0].match if view.evidence else None
    lacking = [term for term in (best.missing if best else view.asked.terms) if term.stem not in view.names]
    unheard = [term for term in lacking if term.stem not in view.known and _thing(view.asked.focus, term)]
    if unheard:
        phrases = _joined([f"“{phrase}”" for phrase in _phrases(view.asked.focus, unheard)], "or")
        return f"{say} nothing on {phrases}{f' for {named}' if named else ''}."
    if view.asked.kind is QuestionKind.FACT or view.asked.kind is QuestionKind.LIST:
        return f"{dont} give that{f' for {named}' if named else ''}."
    return f"{dont} say that{f' of {named}' if named else ''}."


def _thing(focus: str, term: Term) -> bool:
    """A word that can be said to be what the corpus is silent on: a noun as far as its place tells, no comparison."""
    return not lexicon.comparative(term.lower) and bool(_NOUN_PLACE.search(focus[: term.start]))


def _phrases(focus: str, terms: Sequence[Term]) -> list[str]:
    """Terms that stand side by side in the question become one phrase."""
    runs: list[list[Term]] = []
    for term in sorted(terms, key=lambda term: term.start):
        if runs and re.fullmatch(r"[\s'’s-]{1,3}", focus[runs[-1][-1].end : term.start]):
            runs[-1].append(term)
        else:
            runs.append([term])
    return [focus[run[0].start : run[-1].end] for run in runs]


def _joined(phrases: Sequence[str], word: str) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} {word} {phrases[-1]}"
