"""Short echoes of a whole question: "does Brivia?", "who does, then?", "all of it?", "how much bigger?", "and older?".

Pure. They take the earlier question's verb as read, and say only whose, how far or how much of it.
"""

from __future__ import annotations

import re

from askbot import lexicon, subjects
from askbot.antecedents import Before
from askbot.periods import find_periods
from askbot.units import is_plural, plural
from askbot.wording import AUXILIARY, PREPOSITION, WH, as_question, capital, name_runs, noun_phrase

# "And how much did Brivia?", "does Brivia?", "what was it at Brivia?": what is changed is the last of it.
_CHANGES_ONE = re.compile(
    rf"^(?:(?P<wh>{WH}) )?(?:(?:is|was|were|will|would) (?:it|that|this|they)(?: be)? (?P<tail>{PREPOSITION} .+|(?:an?|the) (?:year|month) (?:before|earlier|later|after))"
    rf"|(?P<aux>do|does|did|has|have|will|would|is|are|was|were) (?P<name>\S+(?: \S+){{0,3}}))$",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r",? (?:too|also|as well|either)$", re.IGNORECASE)
_WHO_DOES = re.compile(r"^who (?:does|did|is|was|has|will|would)$", re.IGNORECASE)
_OF_IT = re.compile(
    r"^(?:(?P<asks>how much|how many|what (?:share|part|percentage|proportion)|which (?:part|parts))|(?P<part>all|most|half|part|some|any)) of (?:it|them|that|those)$",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(r"^(?:by )?how (?:much|many times) (?:more|less|fewer|[a-z]+er)(?: [a-z]+)?$", re.IGNORECASE)
_HOW_MANY_MORE = re.compile(
    r"^(?:by how (?:much|many)|(?:by )?how (?:much|many) (?:more|less|fewer)(?: [a-z]+)?)$", re.IGNORECASE
)
_MORE_OF = re.compile(
    r"(?P<verb>[a-z]+) (?P<more>more|less|fewer) (?P<noun>(?!than\b)[a-z][a-z -]*?) than (?P<rest>.+)$"
)
_ADDED = re.compile(
    r"^(?:as an? (?:share|percentage|proportion|part|fraction|multiple)\b.*|in (?:percent|relation) .+|compared (?:to|with) .+|relative to .+|on average|in total|altogether)$",
    re.IGNORECASE,
)


def swapped(bare: str, before: Before) -> str | None:
    """Name what takes the old one's place in "and how much did Brivia?" and "what was it in 2023?"; None elsewhere."""
    found = _CHANGES_ONE.match(_AS_WELL.sub("", bare))
    if found is None:
        return None
    if tail := found["tail"]:
        another = name_runs(f"x {tail}", known=before.known) or find_periods(tail) or re.match(r"an? |the ", tail)
        return tail if found["wh"] or before.yes_no or another else None  # "is it for sale" asks something else
    if found["wh"] and re.match(r"(?:is|are|was|were)$", found["aux"], re.IGNORECASE):
        return None  # "what is Brivia" and "how old is Brivia" ask all that they need
    name = found["name"]
    if subjects.OTHER.fullmatch(name):
        return name
    return name if name_runs(name, known=before.known, opening=True) == [(0, len(name))] else None


def echoed(bare: str, before: Before) -> str | None:
    """Complete an echo of a yes-no question, and what a phrase adds to any."""
    if _ADDED.match(bare):
        return as_question(f"{before.question} {bare[:1].lower()}{bare[1:]}")
    return _than(bare, before) or _of_yes_no(bare, before)


def _than(bare: str, before: Before) -> str | None:
    """Complete "is Brivia older?", "does Brivia earn more?": than the one spoken of."""
    runs = name_runs(bare, known=before.known)
    last = bare.lower().rpartition(" ")[2]
    if len(runs) != 1 or not re.match(rf"{AUXILIARY} ", bare, re.IGNORECASE) or "than" in bare.split():
        return None
    if last not in ("more", "less", "fewer", "better") and not lexicon.comparative(last):
        return None
    name = bare[runs[0][0] : runs[0][1]]
    others = [other for other in dict.fromkeys(before.named()) if other.lower() != name.lower()]
    return as_question(f"{capital(bare)} than {others[0]}") if len(others) == 1 else None


def _of_yes_no(bare: str, before: Before) -> str | None:
    asked = before.yes_no
    subject = noun_phrase(asked["tail"], before.known, verb=True) if asked else None
    if asked is None or subject is None or not asked["tail"].startswith(f"{subject} "):
        return None
    aux, left = asked["aux"].lower(), asked["tail"][len(subject) + 1 :]
    verb, _, thing = left.partition(" ")
    does = aux in ("do", "does", "did")
    if _WHO_DOES.match(bare):
        if aux in ("do", "does"):
            return as_question(f"Who {'has' if verb == 'have' else plural(verb)} {thing}")
        return as_question(f"Who {aux} {left}") if aux != "did" else None
    if does and thing and (found := _OF_IT.match(bare)) and re.match(r"the |its |[A-Z]", thing):
        if found["asks"]:
            return as_question(f"{capital(found['asks'])} of {thing} {aux} {subject} {verb}")
        return as_question(f"{capital(aux)} {subject} {verb} {found['part'].lower()} of {thing}")
    compares = re.search(r"\b(?:(?:more|less)(?: [a-z]+)?|fewer|[a-z]+er)(?= than\b)", left)
    if (more := _MORE_OF.match(left)) and _HOW_MANY_MORE.match(bare):
        ask = "How many" if is_plural(more["noun"].split()[-1]) else "How much"
        return as_question(f"{ask} {more['more']} {more['noun']} {aux} {subject} {more['verb']} than {more['rest']}")
    if compares and _BY_HOW_MUCH.match(bare):
        return as_question(f"By how much {aux} {subject} {left}")
    if compares and not does and lexicon.comparative(bare.lower()):
        return as_question(f"{capital(aux)} {subject} {left[: compares.start()]}{bare.lower()}{left[compares.end() :]}")
    return None
