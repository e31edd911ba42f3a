"""Follow-ups that set two against each other: "is that more?", "which is older?", "which is the longest?", "and heavier?".

Pure. The two are those that the questions before name, or the one that the article's title names besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import antecedents, lexicon, parallels, subjects
from askbot.antecedents import Before
from askbot.periods import find_periods
from askbot.units import is_plural, plural
from askbot.wording import AUXILIARY, as_question, capital, head_of, name_runs, noun_phrase

_COMPARES = re.compile(
    r"^(?P<ask>which(?: one| of (?:them|these|those|both)| of the two(?= (?:(?:is|was|has|had|are|does|did)\b|[a-z]+s (?:more|less|fewer|the|most|least|better)\b)))?|who|whose)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:is|was|are|were) (?:that|this|it|those|they) (?:much |far |still |any )?(?P<more>more|less|fewer|higher|lower|larger|bigger|greater|smaller)(?: than (?:at |in |for )?(?P<other>.+))?$",
    re.IGNORECASE,
)
# What is asked for with a bare "what", and is an amount.
_EARNED = re.compile(
    r"what (?:do|does|did|will) .+ (?:earn|make|pay|spend|cost|charge|lose|owe|raise|burn|own|hold)(?: (?:in|on|for|per|each|a|every) .+)?",
    re.IGNORECASE,
)
_LESS = ("less", "fewer", "lower", "smaller")
_HIGHER = re.compile(r" (?P<is>is|was|are|were) (?P<how>higher|lower|larger|bigger|greater|smaller)$", re.IGNORECASE)
_FIGURE = re.compile(r"^(?:the |an? |.+['’]s? )?(?P<noun>[a-z][a-z -]*?)(?: (?:of|at|for|in|from) (?:the )?[^a-z].*)?$")
_WHICH_IS = re.compile(
    r"^(?P<ask>(?:which|who|whose)\b.* (?:is|was|are|were) )(?P<old>(?:more |less )[a-z]+|[a-z]+)(?P<rest>, .+)$",
    re.IGNORECASE,
)


def outdone(bare: str, past: Sequence[Before]) -> str | None:
    """Complete "is that more than Brivia?" after "how many boats did Orvella sell": did Orvella sell more boats than Brivia."""
    found, shape = _MORE.match(bare), past[0].shape
    if found is None or shape is None or not shape["aux"]:
        return None
    if not antecedents.is_counting(past[0]) and not _EARNED.fullmatch(past[0].question):
        return None
    subject, noun = noun_phrase(shape["tail"], past[0].known, verb=True), shape["noun"].strip()
    if subject is None or not shape["tail"].startswith(f"{subject} ") or noun.startswith("of "):
        return None
    other = _other(found["other"], past, subject)
    verb, _, rest = shape["tail"][len(subject) + 1 :].partition(" ")
    if other is None or not re.fullmatch(r"[a-z]+", verb):
        return None
    less = "fewer" if is_plural(noun.split()[-1].lower() if noun else "") else "less"
    more = less if found["more"].lower() in _LESS else "more"
    what = " ".join(filter(None, (verb, more, noun, "than", other, rest)))
    return as_question(f"{capital(shape['aux'].lower())} {subject} {what}")


def _other(said: str | None, past: Sequence[Before], subject: str) -> str | None:
    """Whom a figure is set against: the name that a follow-up says, else whom the same was asked of before."""
    if said is not None:
        name = re.sub(r"['’]s?$", "", said)
        return name if name_runs(name, known=past[0].known, opening=True) == [(0, len(name))] else None
    noun = past[0].shape["noun"] if past[0].shape else ""
    for earlier in past[1:]:
        names = [name for name in earlier.named() if name != subject]
        if names and earlier.shape and earlier.shape["noun"] == noun and antecedents.is_counting(earlier):
            return names[0]
    return None


def compared(bare: str, past: Sequence[Before]) -> str | None:
    """Complete "which is older?": of the two names before; "and heavier?" after it."""
    before, found = past[0], _COMPARES.match(bare)
    if found is None:
        return _also(bare, before)
    if name_runs(found["rest"], known=before.known):
        return None
    if made := _which_of_theirs(found["rest"], past):
        return made
    if "," in found["rest"]:
        return None
    if not re.match(rf" (?:{AUXILIARY}|\w+s|\w+ed)\b", found["rest"]) or re.match(r" of\b", found["rest"]):
        return None
    words = re.findall(r"[a-z]+", found["rest"].lower())
    if not any(
        lexicon.comparative(word) or word in ("more", "less", "fewer", "most", "least", "better", "first")
        for word in words
    ):
        return None
    if made := _of_the_counted(found, before) or _higher(found["rest"], past):
        return made
    two = parallels.pair(past)
    if two and not find_periods(two.one):
        return as_question(f"{_asked_which(found, before)}, {two.one} or {two.other}")
    named = list(dict.fromkeys(before.named()))
    about = antecedents.topic(before)
    if len(named) == 1 and about and " of the two" in found["ask"]:  # "which of the two": of the two plans
        noun = head_of(about)
        if noun.islower() and not antecedents.is_figure(about) and noun not in before.known:
            return as_question(f"Which of the two {plural(noun)}{found['rest']}")
    if len(named) < 2 and (listed := _listed(before)):
        named = listed
    whole = re.fullmatch(r"(?:who|what|which) (?:is|are|was|were) (?P<those>.+['’]s .+)", before.question)
    if (
        about
        and whole
        and whole["those"] == about
        and is_plural(head_of(about).lower())
        and not antecedents.is_figure(about)
    ):
        return as_question(f"Which of {about}{found['rest']}")
    if len(named) == 1 and (other := subjects.other_subject(before, past[1:])):
        named.append(other)
    if not named and about and about.startswith("the ") and is_plural(head_of(about).lower()):
        return None if antecedents.is_counting(before) else as_question(f"Which of {about}{found['rest']}")
    if not 2 <= len(named) <= 3:
        return None
    return as_question(f"{_asked_which(found, before)}, {', '.join(named[:-1])} or {named[-1]}")


def _which_of_theirs(rest: str, past: Sequence[Before]) -> str | None:
    """Complete "which fleet is younger?" after questions about one and another: whose fleet."""
    found = re.fullmatch(rf" (?P<noun>(?!{AUXILIARY}\b)[a-z]+) (?P<is>is|was) (?P<more>(?:more |less )?[a-z]+)", rest)
    two = parallels.pair(past) if found else None
    if found is None or two is None or re.search(r"['’]s\b", f"{two.one}{two.other}") or find_periods(two.one):
        return None
    if " " not in found["more"] and not lexicon.comparative(found["more"].lower()):
        return None
    noun = found["noun"]
    return as_question(f"Which {found['is']} {found['more']}, {two.one}'s {noun} or {two.other}'s {noun}")


def _asked_which(found: re.Match[str], before: Before) -> str:
    """The words of "who uses more?", with what was counted: "Who uses more diesel"."""
    ask = "Which" if found["ask"].lower().startswith("which") else found["ask"].capitalize()
    noun = before.shape["noun"].strip() if before.shape and antecedents.is_counting(before) else ""
    bare = re.search(r"(?<!is )(?<!was )\b(?:the )?(?:more|less|fewer|most|least)$", found["rest"], re.IGNORECASE)
    return f"{ask}{found['rest']} {noun}" if noun and bare and not noun.startswith("of ") else f"{ask}{found['rest']}"


def _listed(before: Before) -> list[str]:
    """The names that an answer lists; figures and days are none."""
    asks = re.match(r"(?:which|who|what|name|list|where)\b", before.question, re.IGNORECASE)
    named = [item for item in before.items if name_runs(item, known=before.known, opening=True)]
    return [item for item in named if not find_periods(item)] if asks else []


def _of_the_counted(found: re.Match[str], before: Before) -> str | None:
    """Complete "which is the longest?" after "how many routes are there": which of the routes."""
    if not found["ask"].lower().startswith("which") or not antecedents.is_counting(before) or before.shape is None:
        return None
    those = antecedents.counted(before)
    most = re.search(r"\bthe (?:[a-z]+st|most [a-z]+|least [a-z]+)\b", found["rest"], re.IGNORECASE)
    return as_question(f"Which of {those}{found['rest']}") if those and most else None


def _higher(rest: str, past: Sequence[Before]) -> str | None:
    """Complete "which is higher?" after a question about a figure: which of the two has the higher one."""
    found, about = _HIGHER.match(rest), antecedents.topic(past[0])
    noun = _FIGURE.match(about) if found and about and antecedents.is_figure(about) else None
    names = past[0].named()
    if found is None or noun is None or len(names) != 1:
        return None
    same = [one.named() for one in past[1:] if f" {noun['noun']}" in one.question and names[0] not in one.named()]
    other = next((one[0] for one in same if len(one) == 1), None) or subjects.other_subject(past[0], past[1:])
    if other is None:
        return None
    periods = find_periods(past[0].question)
    when = ""
    if periods:
        lead = re.search(r" (?:in|for|during|over|at|as of|by|on)(?: the)? $", past[0].question[: periods[-1].start])
        when = past[0].question[lead.start() if lead else periods[-1].start : periods[-1].end]
    has = "had" if found["is"].lower() in ("was", "were") or when else "has"
    return as_question(f"Which {has} the {found['how'].lower()} {noun['noun']}{when}, {other} or {names[0]}")


_BY_HOW_MUCH = re.compile(r"by (?:how much|how many)|how (?:much|many) (?:more|less|fewer|[a-z]+er)", re.IGNORECASE)
_WHICH_HAS = re.compile(
    r"^(?:which|who) (?:has|had) the [a-z]+er (?P<noun>.+?)(?P<when> (?:in|at|on|during) .+)?, (?P<one>.+) or (?P<two>.+)$"
)


def apart(bare: str, before: Before) -> str | None:
    """Complete "by how much?" after "which is older, Orvella or Brivia"."""
    if not _BY_HOW_MUCH.fullmatch(bare):
        return None
    if found := _WHICH_HAS.match(before.question):
        pair = f"{found['one']} and {found['two']}"
        return as_question(f"What is the difference in {found['noun']} between {pair}{found['when'] or ''}")
    found = _WHICH_IS.match(before.question)
    two = re.match(r", (?P<one>[^,]+) or (?P<two>[^,]+)$", found["rest"]) if found else None
    if found is None or two is None or not lexicon.comparative(found["old"].lower()):
        return None
    first, second = two["one"], two["two"]
    if (before.short or "").startswith(second):
        first, second = second, first
    aux = "was" if " was " in found["ask"] else "is"
    return as_question(f"By how much {aux} {first} {found['old']} than {second}")


def _also(bare: str, before: Before) -> str | None:
    """Complete "and older?" after "which is larger, Orvella or Brivia": the same of the two in another respect."""
    found = _WHICH_IS.match(before.question)
    more = re.fullmatch(r"(?:more|less) [a-z]+|[a-z]+er", bare, re.IGNORECASE)
    if found is None or more is None or not (" " in bare or lexicon.comparative(bare.lower())):
        return None
    return as_question(f"{found['ask']}{bare.lower()}{found['rest']}")
