"""Who is meant by "they", "the other one" and "it" where somebody acts: the subjects of an article and of an exchange.

Pure. It reads the questions before and the titles of the articles that were quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from askbot import antecedents, lexicon, parallels
from askbot.antecedents import SAID, Before, is_figure, is_personal
from askbot.lexicon import Kind
from askbot.periods import find_periods
from askbot.units import is_plural
from askbot.wording import AUXILIARY, head_of, name_runs, noun_phrase, owned
from askbot.words import stem

OTHER = re.compile(
    r"\b(?:the|its|their|his|her) (?:rival|competitor|counterpart|opponent)(?=[?.!, ]|$|['’]s)"
    r"|\bthe other(?: (?:one|two|company|firm|group|operator|side|party|club|team|bank|project|ship|model|[a-z]+))?(?=[?.!, ]|$|['’]s)",
    re.IGNORECASE,
)

_SORTS_OF = r"(?:companies|firms|groups|operators|clubs|agencies|start-?ups|airlines|banks|businesses|rivals)"
_RIVALS = frozenset({"rival", "competitor", "supplier", "lender", "parent", "subsidiary", "fund", "yard", "retailer"})
# "Which two firms passed the hearing", without an auxiliary: the firms that did.
_THOSE_THAT = re.compile(
    rf"(?:which|what) (?P<those>(?!{AUXILIARY}\b)(?:(?!of\b)[\w-]+ ){{0,2}}?[a-z-]+s) (?P<did>(?!{AUXILIARY}\b)[a-z]+ (?!{AUXILIARY}\b)\S.*)$",
    re.IGNORECASE,
)


def other_subject(before: Before, earlier: Sequence[Before] = ()) -> str | None:
    """The name in the title that the question doesn't name, where the title names two, as the quotes have it.

    Where an exchange showed nothing, the title is that of the one before it.
    """
    shown = next((one for one in (before, *earlier) if one.titles), before)
    title, quoted = shown.titles.partition("\n")[0], shown.quotes
    asked = {word.lower() for name in before.named() for word in name.split()}
    found = [
        title[a:b] if title[a:b] in quoted else title[a:b].split()[0]
        for a, b in name_runs(title, opening=True)
        if title[a:b].split()[0] in quoted and not any(word.lower() in asked for word in title[a:b].split())
    ]
    here = any(word in title.lower() for word in asked)
    beside = [name for name in side_by_side(shown) if not any(word.lower() in asked for word in name.split())]
    one = beside if len(beside) == 1 else found
    return one[0] if one and here else None


def side_by_side(earlier: Before) -> list[str]:
    """The two names that the title joins, "Hesse and Marlow merge": the subjects of the article; else none."""
    title = earlier.titles.partition("\n")[0]
    runs = name_runs(title, opening=True)
    joined = [(one, two) for one, two in pairwise(runs) if title[one[1] : two[0]] in (" and ", " vs ", " versus ")]
    if len(joined) != 1:
        return []
    names = [title[a:b] for a, b in joined[0]]
    if not re.search(r" (?!(?:and|or|of|to|in|on|for|at|by|the|an?|as|vs|versus)\b)[a-z]", title):
        names = [name if name in earlier.quotes else name.split()[0] for name in names]  # Every Word Has a Capital
    return names


def several(past: Sequence[Before], rest: str) -> str | None:
    """What "they" are: the names just listed, a plural that was asked about, or what was counted."""
    before = past[0]
    if someone := antecedents.whoever(before, several=True):
        return someone
    if named := parallels.both(past):
        return named
    asks_names = re.match(r"(?:which|who|what|name|list)\b", before.question, re.IGNORECASE)
    listing = before.short and re.search(r",|;| and | & ", before.short)
    if asks_names and before.shape and listing and 2 <= len(before.items) <= 4:
        return f"{', '.join(before.items[:-1])} and {before.items[-1]}"
    if found := _THOSE_THAT.match(before.question):
        if re.fullmatch(rf"(?:both |two )?{_SORTS_OF}", found["those"]) and (two := side_by_side(before)):
            return " and ".join(two)
        return f"the {found['those']} that {found['did']}" if is_plural(found["those"].split()[-1]) else None
    counted = antecedents.counted(before)
    if counted and re.match(r"the [a-z -]+ (?:who|that) ", counted):
        return counted
    about = antecedents.topic(before)
    if about and is_plural(head_of(about).lower()) and not name_runs(head_of(about), opening=True):
        if not before.names and re.fullmatch(rf"(?:the |both |two )*{_SORTS_OF}", about):
            return " and ".join(side_by_side(before)) or about
        return about
    if counted and not re.match(
        r" (?:have|make|burn|spend|earn|plan|raise|own|employ|sell|offer|lose|win|score|finish|hire|want|lead)\b", rest
    ):
        return counted
    object_ = antecedents.object_of(before) if before.yes_no else None
    if object_ and is_plural(head_of(object_)):
        return object_
    joined = [
        f"{before.question[slice(*one)]} and {before.question[slice(*two)]}"
        for one, two in pairwise(before.names)
        if re.fullmatch(r" (?:and|or|(?:[a-z]+ ){1,2}than) ", before.question[one[1] : two[0]])
    ]
    alone = len(before.names) == 2 or before.shape is None
    return joined[0] if len(joined) == 1 and alone else None


def owned_plural(before: Before) -> str | None:
    """The things of somebody's that a question is about: Orvella's ferries."""
    about = antecedents.topic(before)
    owns = about is not None and "'s " in about and is_plural(head_of(about).lower())
    return about if owns and about and " of " not in about and not antecedents.is_figure(about) else None


def is_somebody(name: str, past: Sequence[Before]) -> bool:
    """Say whether a name is a person's: the answer to "who runs …", or made like one and in the text."""
    for earlier in past:
        said = SAID.match(earlier.question)
        if said and said["who"] == name:
            return True
        asked = re.fullmatch(r"who (?:is|was) (?P<who>[^'’]+)", earlier.question)
        if asked and asked["who"] == name and is_personal(name, earlier):
            return True
        answered = earlier.short_name() if re.match(r"who\b", earlier.question, re.IGNORECASE) else None
        if name == answered and not is_organisation(name):
            return is_personal(name, earlier)
    return False


def is_organisation(name: str) -> bool:
    """Say whether an answer calls what it names an organisation: "the pension fund Talgo", "its rival Orvella"."""
    words = [word for word in name.split() if word == word.lower()]
    return any(lexicon.asked_kind(stem(word)) is Kind.ORGANISATION or word in _RIVALS for word in words)


def is_the_one(answered: str, earlier: Before) -> bool:
    """Say whether "it" is who an answer names: an organisation, so called or the only name of the exchange."""
    if is_organisation(earlier.short or ""):
        return True
    return not earlier.names and not is_personal(bare_name(answered, earlier), earlier) and len(answered.split()) > 1


_GENDERED = (frozenset({"she", "her", "hers"}), frozenset({"he", "him", "his"}))


def still(word: str, earlier: Before) -> str | None:
    """Whom a pronoun goes on meaning: "she" in "who did she replace?" is she in "where did she work before?" too."""
    same = next((one for one in _GENDERED if word.lower() in one), frozenset())
    if not same & set(re.findall(r"[a-z]+", earlier.asked.lower())):
        return None
    unseen = replace(earlier, quotes="")  # they may quote only half of the name
    named = [one for one in earlier.named() if is_personal(one, unseen) and one not in earlier.asked]
    return named[0] if len(named) == 1 else None


_JOINED = re.compile(
    r"^(?:and |but |so )?who (?:else )?(?:led|leads|joined|took part in|invested in|backed|bought into) $",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\bin (?P<whose>its|their|the|\S+['’]s?) (?P<round>(?:[a-z-]+ ){0,2}(?:round|Series [A-Z](?: round)?\b|offering|fundraising|listing|flotation))"
)


def joined(led: str, earlier: Before) -> str | None:
    """The round of financing that a question names besides whose it is: "who led it?" asks of that."""
    found = _ROUND.search(earlier.question) if _JOINED.match(led) else None
    if found is None:
        return None
    named = earlier.named() if found["whose"] in ("its", "their") else []
    return f"{owned(named[0]) if named else found['whose']} {found['round']}"


def scoped(counted: str, earlier: Before) -> str:
    """What was counted as the answer has it: "users of its app", where the figure that answered is of those."""
    noun = counted.split()[-1]
    figure = re.search(r"\d.*", earlier.short or "")
    if figure is None:
        return counted
    found = re.search(
        rf"\b{re.escape(noun)} (?P<of>(?:of|for|on) [\w -]+?) (?:(?:[a-z]+ed|is|was|are|were|has|had|hit|numbers?|stood at|came to|rose to|grew to|fell to) )?(?:(?:about|over|some|nearly|almost|around|more than) )?{re.escape(figure.group())}",
        earlier.quotes,
    )
    return f"{counted} {found['of']}" if found else counted


def bare_name(answer: str, earlier: Before) -> str:
    """The name in an answer that says too what it is: Talgo, of "the pension fund Talgo"."""
    runs = name_runs(answer, known=earlier.known, opening=True)
    return answer[runs[-1][0] : runs[-1][1]] if runs else answer


_AMOUNTS = {"lose": "loss", "owe": "debt", "earn": "earnings", "cost": "cost", "pay": "payment", "paying": "payment"}


def amount_of(earlier: Before) -> str | None:
    """What somebody lost, owes or earned, as a thing: his debt after "how much does Orvella owe"."""
    shape = earlier.shape
    if shape is None or shape["ask"].lower() != "how much" or shape["noun"].strip() or not shape["aux"]:
        return None
    subject = noun_phrase(shape["tail"], earlier.known, verb=True)
    verb = shape["tail"].removeprefix(f"{subject} ").partition(" ")[0] if subject else ""
    if subject is None or verb not in _AMOUNTS:
        return None
    return f"the {_AMOUNTS[verb]} of {subject}" if subject.startswith("the ") else f"{owned(subject)} {_AMOUNTS[verb]}"


_ACTS = {
    "offer": "offer",
    "bid": "bid",
    "propose": "proposal",
    "plan": "plan",
    "promise": "promise",
    "demand": "demand",
}


def act_of(earlier: Before) -> str | None:
    """What somebody did, as a thing: his offer after "what did Orvella offer for the mill"."""
    shape = earlier.shape
    if shape is None or shape["noun"].strip() or not re.match(r"do|does|did|will", shape["aux"] or ""):
        return None
    subject = noun_phrase(shape["tail"], earlier.known, verb=True)
    rest = shape["tail"].removeprefix(f"{subject} ") if subject else ""
    noun = _ACTS.get(rest.partition(" ")[0])
    return f"{owned(subject)} {noun}" if subject and noun and rest != shape["tail"] else None


def dated(what: str, earlier: Before) -> str:
    """A figure with the time that it was asked for: "Orvella's loss in 2024"."""
    periods = find_periods(earlier.question)
    if len(periods) > 1 or not is_figure(what) or find_periods(what):
        return what
    if not periods:
        part = re.search(r" in the (?:\w+ ){1,2}(?:quarters?|half|months?)$", earlier.question)
        return f"{what}{part.group()}" if part else what
    begin = earlier.question[: periods[0].start]
    lead = re.search(r" (?:in|for|during|over|at|as of|by|on)(?: the)? $", begin)
    return f"{what}{earlier.question[lead.start() : periods[0].end]}" if lead else what


def that_lasts(whose: str, past: Sequence[Before]) -> str | None:
    """The money that was spoken of: it is what lasts, rather than whose it is."""
    masses = (what.rpartition("'s ")[2] for before in past if (what := antecedents.mass(before)))
    noun = next((what.removeprefix("the ") for what in masses), None)
    if noun and whose.removeprefix("the ") == noun:
        return whose
    return f"{owned(whose)} {noun}" if noun else None


_WHOSE = re.compile(
    r"^(?P<asks>(?:(?:and|but|so) )?(?:how [a-z]+|what) (?:is|was|are|were) )(?P<who>(?!it\b|that\b|he\b|she\b)[^,]+)['’]s$",
    re.IGNORECASE,
)


def whose(text: str, past: Sequence[Before]) -> str | None:
    """Complete "how big is Tarvik's" after "what is Orvella's net debt": the noun is the one that was asked about."""
    found, about = _WHOSE.match(text), antecedents.topic(past[0])
    if found is None or about is None or not name_runs(f"x {found['who']}", known=past[0].known):
        return None
    owned_by, of = re.match(r".+['’]s? (?P<noun>.+)$", about), re.match(r"the (?P<noun>.+?) (?:of|at) \S", about)
    noun = owned_by or of
    return f"{text} {noun['noun']}" if noun else None
