"""Common nouns in the place of those that stand alike: "and a seat?", "the third phase?", "and barley?", "against?".

Pure. What has no counterpart in the earlier question is left alone.
"""

from __future__ import annotations

import re

from askbot import antecedents, lexicon
from askbot.antecedents import Before
from askbot.lexicon import Kind
from askbot.periods import find_periods
from askbot.units import is_plural
from askbot.wording import AUXILIARY, PREPOSITION, SEASON, as_question, head_of, is_english, name_runs, noun_phrase
from askbot.words import irregular_forms, is_function_word, stem

ONES = re.compile(r"\b(?P<word>ones?)(?=['’]s|\s|$)", re.IGNORECASE)
# "Against?" after "how many voted for it": the other of two prepositions in its place.
_COUNTERPART = {
    "against": "for|in favou?r of",
    "for": "against",
    "before": "after",
    "after": "before",
    "with": "without",
    "without": "with",
    "inside": "outside",
    "outside": "inside",
    "above": "below",
    "below": "above",
}
# "What is ravolin", "the second phase of ravolin": a noun that no article stands before.
_BARE = re.compile(
    rf"\b(?:{AUXILIARY}|of|for|with|on|at|to|by|from|than) (?P<noun>[a-z][a-z-]{{3,}})(?P<owns>['’]s)?(?= |$|['’])"
)
_ONE_WORD = re.compile(r"(?P<noun>[a-z][a-z-]{3,})(?P<owns>['’]s)?")


def bare(before: Before, rest: str) -> str | None:
    """Complete "and semerine?" after "what is ravolin": one noun without an article for the other.

    Only for words that the lexicon has nothing to say about: those are much like names.
    """
    new = _ONE_WORD.fullmatch(rest)
    if new is None or not _strange(new["noun"]):
        return None
    old = [one for one in _BARE.finditer(before.question) if _strange(one["noun"])]
    if len({one["noun"] for one in old}) != 1:
        return None
    at = old[-1]
    return as_question(f"{before.question[: at.start('noun')]}{new['noun']}{before.question[at.end('noun') :]}")


def _strange(word: str) -> bool:
    if is_function_word(word) or is_english(word) or is_plural(word) or word in irregular_forms():
        return False
    return not re.search(r"(?:ed|ing|ly)$", word)


def alike(before: Before, rest: str) -> str | None:
    """Complete "and a seat?" after "what does a berth cost", "the third phase?" after "when did the first phase end"."""
    found = re.fullmatch(r"(?P<article>the|an?) (?P<noun>[a-z][a-z -]*)", rest)
    if found is None:
        return None
    head = head_of(found["noun"])
    if found["article"] == "the" and " " in found["noun"]:
        same = [
            one
            for one in re.finditer(rf"\bthe (?:[a-z-]+ ){{1,2}}{re.escape(head)}\b", before.question)
            if not re.search(rf"\b(?:{PREPOSITION})\b", one.group())
        ]
        return (
            as_question(f"{before.question[: same[0].start()]}{rest}{before.question[same[0].end() :]}")
            if same
            else None
        )
    shape = before.shape or before.yes_no
    if shape is None or not shape["aux"] or found["article"] == "the":
        return None
    whole = re.fullmatch(r"is|are|was|were", shape["aux"], re.IGNORECASE) and re.match(
        r"how \w", before.question, re.IGNORECASE
    )
    subject = noun_phrase(shape["tail"], before.known, verb=not whole)
    if subject is None or not re.match(r"an? ", subject) or name_runs(subject, known=before.known):
        return None
    at = before.question.rindex(shape["tail"])
    return as_question(f"{before.question[:at]}{rest}{before.question[at + len(subject) :]}")


def countered(bare: str, before: Before) -> str | None:
    """Complete "against?" after "how many voted for it": with the other preposition."""
    word = bare.lower().removesuffix(" it").removesuffix(" that")
    if word not in _COUNTERPART:
        return None
    turned = re.sub(rf"\b(?:{_COUNTERPART[word]}) (?=\w)", f"{word} ", before.question, count=1)
    return as_question(turned) if turned != before.question else None


def like_one(before: Before, rest: str) -> str | None:
    """Complete "cumulative ones", "a diesel one": the noun comes from the phrase before that is built alike."""
    plural = bool(re.search(r"\bones\b", rest, re.IGNORECASE))
    question = before.question
    if plural:
        shape = before.shape
        if not (shape and shape["noun"].strip() and shape["aux"]):
            old = re.search(r"\b(?:the|its|their) (?:[a-z-]+ )(?P<head>[a-z-]+s)(?= |$)", question)
            if old is None or not re.match(r"the |its |their ", rest):
                return None
            return as_question(f"{question[: old.start()]}{ONES.sub(old['head'], rest)}{question[old.end() :]}")
        head = shape["noun"].split()[-1]
        return as_question(f"{shape['ask']} {ONES.sub(head, rest)} {shape['aux']} {shape['tail']}")
    determiner = rest.split()[0].lower()
    if determiner not in ("a", "an", "the"):
        return None
    likes = r"an?" if determiner in ("a", "an") else "the"
    old = next(
        reversed(
            list(
                re.finditer(
                    rf"\b{likes} (?:(?!(?:[A-Z][\w-]* )+[a-z]+$)[\w-]+ ){{1,2}}?(?P<head>[a-z-]+)(?= (?:{AUXILIARY}|{PREPOSITION})\b|$)",
                    question,
                )
            )
        ),
        None,
    )
    if old is None:
        return None
    return as_question(f"{question[: old.start()]}{ONES.sub(old['head'], rest)}{question[old.end() :]}")


def with_preposition(before: Before, word: str, noun: str) -> str | None:
    """Complete "of the votes?", "from abroad?": in the place of a phrase with the same preposition, else at the end."""
    question = before.question
    for old in re.finditer(
        rf"\b{word} (?P<noun>(?:the |an? |its )?[a-z-]+(?: [a-z-]+)??)(?= (?:{AUXILIARY}|{PREPOSITION}|each|every)\b|$)",
        question,
    ):
        if word == "of" or re.match(r"$| (?:each|every|per)\b", question[old.end() :]):
            return as_question(f"{question[: old.start('noun')]}{noun}{question[old.end('noun') :]}")
    if word == "of":
        return None
    return ending_with(question, word, noun) or as_question(f"{question} {word} {noun}")


# Prepositions of place that stand for one another: "at headquarters", "in the shops".
_PLACES = ("at", "in", "on", "near", "inside", "aboard")


def ending_with(question: str, word: str, noun: str) -> str | None:
    """Put "on the ferries" in the place of the phrase of its sort that a question ends with: "on the hybrids"."""
    alike = "|".join(_PLACES) if word in _PLACES else word
    old = re.search(
        rf" (?:{alike}) (?:(?:the|its|their|an?|[A-Z][\w-]*['’]s) )?(?!{PREPOSITION}\b)(?:[\w-]+ ){{0,2}}?[\w-]+$",
        question,
    )
    if old is None or find_periods(old.group()) or SEASON.search(old.group()) or SEASON.search(noun):
        return None
    if re.search(rf"\b{PREPOSITION}\b", old.group().split(" ", 2)[2]):
        return None
    return as_question(f"{question[: old.start()]} {word} {noun}")


def last_object(before: Before, rest: str) -> str | None:
    """The words at the end of a "does X offer …" question are what is changed."""
    shape = before.shape or before.yes_no
    if (
        shape is None
        or not shape["aux"]
        or not re.match(r"(?:do|does|did|will|can|would|could|should)\b", shape["aux"], re.IGNORECASE)
    ):
        return None
    subject = noun_phrase(shape["tail"], before.known, verb=True)
    if subject is None:
        return None
    kinds = [lexicon.asked_kind(stem(head_of(phrase).lower())) for phrase in (rest, subject, shape["tail"])]
    alone = re.fullmatch(r" [a-z]+", shape["tail"][len(subject) :]) is not None
    named = kinds[0] not in antecedents.FIGURES and bool(name_runs(subject, known=before.known, opening=True))
    if alone and rest.startswith("the ") and (subject.startswith("the ") or named):
        at = before.question.rindex(shape["tail"])
        return as_question(f"{before.question[:at]}{rest}{before.question[at + len(subject) :]}")
    someone = kinds[0] in (Kind.PERSON, Kind.ORGANISATION) or lexicon.role(stem(head_of(rest).lower()))
    acts = re.fullmatch(rf" [a-z]+(?: {PREPOSITION} .*)?", shape["tail"][len(subject) :]) is not None and bool(someone)
    if (
        rest.startswith("the ")
        and someone
        and (subject.startswith("the ") or (acts and name_runs(subject, opening=True)))
    ):
        at = before.question.rindex(shape["tail"])
        return as_question(f"{before.question[:at]}{rest}{before.question[at + len(subject) :]}")
    if kinds[0] in antecedents.FIGURES:
        return None
    if re.match(r"the ", subject) and (kinds[0] != kinds[2] or kinds[0] == kinds[1]):
        at = before.question.rindex(shape["tail"])
        return as_question(f"{before.question[:at]}{rest}{before.question[at + len(subject) :]}")
    found = re.fullmatch(
        rf"(?P<verb> [a-z]+)(?P<join> (?:to|for|with|from))? (?!{PREPOSITION}\b)(?P<object>[a-z -]+)",
        shape["tail"][len(subject) :],
    )
    if found is None:
        return None
    start = before.question.rindex(shape["tail"]) + len(subject) + found.start("object")
    return as_question(f"{before.question[:start]}{rest}")
