"""New words in the place of old ones: a name, a period or a noun put where the earlier question has one of its sort.

Pure. What has no place in the earlier question is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import antecedents, counterparts, lexicon, subjects
from askbot.antecedents import Before
from askbot.lexicon import Kind
from askbot.periods import Period, find_periods
from askbot.units import is_plural
from askbot.wording import (
    AUXILIARY,
    PREPOSITION,
    SEASON,
    WH,
    as_question,
    head_of,
    is_english,
    is_possessive,
    name_runs,
    noun_phrase,
    owned,
)
from askbot.words import stem

_ORDINAL_NAMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = rf"(?:{'|'.join(_ORDINAL_NAMES)}|last|latter|former|1st|2nd|3rd|4th|5th)"
ORDINAL = re.compile(
    rf"\b(?:the )?(?P<nth>{_NTH})(?:(?: (?:one|of them|of those|of these|item|name))(?=[?.!, ]|$|['’]s)|(?=[?.!,]|$|['’]s| {AUXILIARY}\b))",
    re.IGNORECASE,
)
_QUANTIFIER = re.compile(
    r"^(?:(?:all|both|each|every one|half|some|any|none)(?: (?:of (?:them|those)|two|three|four|five|six|seven|eight|nine|ten|\d+))?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: of (?:them|those))?$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"famil(?:y|ies)|descendants?|heirs?|wife|husband|widow|sons?|daughters?|brothers?|sisters?|children|founders?|employees|staff|workers|management|relatives?|parents?"
)
# Capitals that name a kind of thing, which is somebody's: "R&D spending".
_NO_NAMES = frozenset(
    {"R&D", "IT", "HR", "PR", "SG&A", "AI", "IPO", "CO2", "EBITDA", "EBIT", "VAT", "ESG", "CEO", "CFO"}
)
_OWN = re.compile(r"^(?P<word>its|their|his|her)\s+(?P<noun>.+)$", re.IGNORECASE)


def substituted(before: Before, rest: str, *, possessor: Sequence[Before] = ()) -> str | None:
    """Put new words in the place of the old ones of their sort."""
    rest = rest.strip(" ,.")
    question = before.question
    rest, tails = _split_tails(rest)
    for tail in tails:
        if _EARLIER.search(tail):
            question = _in_the_past(question)
        question = _adjoined(question, tail, before)
    if not rest:
        return as_question(question) if question != before.question else None
    runs = name_runs(f"x {rest}", known=before.known)
    named = [(a - 2, b - 2) for a, b in runs]
    changed = Before(question, before.short, before.statements, before.quotes, before.titles)
    if ordinal := _by_ordinal(rest, changed):
        return ordinal
    if re.fullmatch(r"(?:to |by |for |with |at |of )?(?:him|her|he|she)", rest, re.IGNORECASE):
        return _for_person(changed, possessor or (before,))
    if made := counterparts.bare(changed, rest):
        return made
    possessive = re.search(r"['’]s$", rest)
    alone = rest[: possessive.start()] if possessive else rest
    if subjects.OTHER.fullmatch(alone) and (other := subjects.other_subject(before, possessor[1:])):
        rest, named = f"{other}{possessive.group() if possessive else ''}", [(0, len(other))]
    if (
        not named
        and re.fullmatch(r"(?:for |at |of |in |by |with |from )?[^\W\d_][\w-]*", rest)
        and not is_english(rest.split()[-1].lower())
    ):
        word = rest.split()[-1].lower()
        if word in before.known or (changed.names and not is_plural(word) and lexicon.asked_kind(stem(word)) is None):
            named = [(rest.rindex(rest.split()[-1]), len(rest))]
    if named:
        if len(possessor) > 1 and not tails and (asked := _asked_who(before, possessor[1])):
            changed = asked
        return _named(changed, rest, named)
    return _phrased(changed, rest, possessor or (before,))


def _asked_who(before: Before, earlier: Before) -> Before | None:
    """The question "who runs Orvella", where the one after it was about whom that named: "since when does he run it"."""
    name = earlier.short_name() if re.match(r"who\b", earlier.question) else None
    named = before.named()
    same = name is not None and len(named) == 2 and named[0] == name and named[1] in earlier.named()
    return earlier if same else None


def _for_person(before: Before, past: Sequence[Before]) -> str | None:
    """Complete "and him?" after "how much does Brivia hold": the person spoken of in the place of the subject."""
    who = antecedents.person(list(past))
    shape = before.shape or before.yes_no
    if who is None or shape is None or not shape["aux"]:
        return None
    subject = noun_phrase(shape["tail"], before.known, verb=True)
    if subject is None or subject == who or not shape["tail"].startswith(subject):
        return None
    at = before.question.rindex(shape["tail"])
    return as_question(f"{before.question[:at]}{who}{before.question[at + len(subject) :]}")


def is_time(rest: str) -> bool:
    """Say whether a fragment says when, and nothing else."""
    return not _split_tails(rest)[0]


def _split_tails(rest: str) -> tuple[str, list[str]]:
    """Take periods and seasons off a fragment: "at Orvella in winter" → "at Orvella", ["in winter"]."""
    tails: list[str] = []
    if re.fullmatch(r"before|previously|earlier", rest, re.IGNORECASE):
        return "", [rest.lower()]
    for period in reversed(find_periods(rest)):
        lead = re.search(
            r"(?:,? ?\b(?:in|for|during|over|at|as of|by|on|since|from)(?: the)? ?)$", rest[: period.start]
        )
        start = lead.start() if lead else period.start
        tails.insert(0, rest[start : period.end].strip(" ,"))
        after = rest[period.end :]
        if onwards := re.match(r" on(?:wards?)?$", after):
            tails[0] += onwards.group()
            after = after[onwards.end() :]
        rest = (rest[:start] + after).strip(" ,")
    if found := SEASON.search(rest):
        tails.append(found.group().strip(" ,"))
        rest = (rest[: found.start()] + rest[found.end() :]).strip(" ,")
    return rest, tails


_AT_ANY_TIME = re.compile(r" \b(?:normally|usually|typically|ordinarily|currently|now|at present)\b")


def _adjoined(question: str, tail: str, before: Before) -> str:
    """A phrase of time in the place of one of its sort, else at the end."""
    question = _AT_ANY_TIME.sub("", question)
    tail = f"{tail[:1].lower()}{tail[1:]}" if re.match(rf"{PREPOSITION} ", tail, re.IGNORECASE) else tail
    fresh, old = find_periods(tail), find_periods(question)
    if fresh and old:
        bare = re.sub(rf"^{PREPOSITION} (?:the )?", "", tail, flags=re.IGNORECASE)
        lead = re.search(r"\b(?:in|for|during|over|at|as of|by|on)(?: the)? $", question[: old[0].start])
        marked = bare != tail or lead is None
        start = lead.start() if lead and marked else old[0].start
        new = tail if marked and bare != tail else bare
        return f"{question[:start]}{new}{question[old[0].end :]}"
    if not fresh and len(old) == 1 and (turned := _turned(question, tail, old[0])):
        return turned
    if not (fresh and old) and (seasons := list(SEASON.finditer(question))):
        at = seasons[-1]
        return f"{question[: at.start()]}{tail}{question[at.end() :]}"
    if fresh and not re.match(PREPOSITION + r"\b", tail, re.IGNORECASE):
        tail = f"{'on' if fresh[0].first == fresh[0].last else 'in'} {tail}"
    return f"{question} {tail}"


_EARLIER = re.compile(r"\b(?:earlier|before|ago|previous|prior|last (?:year|month))\b", re.IGNORECASE)


def _in_the_past(question: str) -> str:
    """Ask for what was: "what is the toll" becomes "what was the toll"."""
    forms = {"is": "was", "are": "were", "do": "did", "does": "did", "has": "had", "have": "had"}
    return re.sub(
        rf"^({WH}(?: [a-z-]+){{0,2}}?) (is|are|do|does)\b", lambda found: f"{found[1]} {forms[found[2]]}", question
    )


_YEARS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EARLIER_OR_LATER = re.compile(
    rf"\b(?:(?:the )?(?:year before|(?:previous|prior) year)|(?:an?|one) year (?:before|earlier)|(?P<years>{'|'.join(_YEARS)}|\d{{1,2}}) years (?:before|earlier|(?P<on>later|after))|(?P<later>(?:an?|one) year later|(?:the )?(?:year after|(?:following|next) year)))\b",
    re.IGNORECASE,
)


def _turned(question: str, tail: str, old: Period) -> str | None:
    """Complete "the year before" after a question about a year."""
    found = _EARLIER_OR_LATER.search(tail)
    if found is None or old.iso != old.printed or len(old.iso) != len("2000"):
        return None
    count = found["years"]
    years = 1 if count is None else int(count) if count.isdigit() else _YEARS.index(count.lower()) + 2
    year = int(old.iso) + (years if found["later"] or found["on"] else -years)
    return f"{question[: old.start]}{year}{question[old.end :]}"


def _by_ordinal(rest: str, before: Before) -> str | None:
    """Complete "and the last one?" after "the first of the ferries"; "the second one?" of the names in an answer."""
    extreme = re.fullmatch(r"the ([a-z]+est|most \w+|least \w+)(?: one)?", rest)
    if extreme and (old := re.search(r"\bthe (?:[a-z]{2,}est|most \w+|least \w+)\b", before.question)):
        return as_question(f"{before.question[: old.start()]}the {extreme[1]}{before.question[old.end() :]}")
    if extreme and (
        those := re.match(r"which of (?P<those>.+?) [a-z]+ (?:the )?(?:most|least|more|less)\b", before.question)
    ):
        return as_question(f"Which of {those['those']} is the {extreme[1]}")
    found = ORDINAL.fullmatch(rest)
    if found is None:
        return None
    nth = found["nth"].lower()
    for old in re.finditer(rf"\b{_NTH}\b", before.question, re.IGNORECASE):
        periods = find_periods(before.question)
        if not any(p.start <= old.start() < p.end for p in periods):
            return as_question(f"{before.question[: old.start()]}{nth}{before.question[old.end() :]}")
    name = nth_item(nth, before)
    return as_question(f"What is {name}") if name else None


def nth_item(nth: str, before: Before) -> str | None:
    """The listed answer, or for "former" and "latter" the name in the question, that an ordinal points to."""
    named = list(dict.fromkeys(before.named()))
    listed = named if nth in ("former", "latter") and len(named) >= 2 else list(before.items)
    if len(listed) < 2 or (before.short and f"{listed[0]} in {listed[1]}" in before.short):
        return None
    if nth in ("last", "latter"):
        return listed[-1]
    digits = re.match(r"\d", nth)
    at = int(digits.group()) - 1 if digits else (0 if nth == "former" else _ORDINAL_NAMES.index(nth))
    return listed[at] if at < len(listed) else None


def _named(before: Before, rest: str, named: Sequence[tuple[int, int]]) -> str | None:
    """A new name in the place of the old one of its sort."""
    first, last = named[0][0], named[-1][1]
    name = rest[first:last]
    lead, after = rest[:first].strip(), rest[last:].strip()
    possessive = bool(re.match(r"['’]s?(?!\w)", after))
    noun = re.sub(r"^['’]s?\s*", "", after) if possessive else ""
    question, runs = before.question, before.names
    prepositional = re.match(rf"{PREPOSITION}(?: the)?$", lead, re.IGNORECASE)
    if (
        noun
        and prepositional
        and (made := counterparts.ending_with(question, lead.split()[0].lower(), rest.partition(" ")[2]))
    ):
        return made
    if noun and not find_periods(noun):
        return _noun_of(before, name, noun)
    whose = antecedents.owner(before, antecedents.topic(before))
    if after and whose and name in _NO_NAMES and not lead and not possessive:
        return _noun_of(before, whose, rest)  # "R&D spending" is somebody's
    if after and not possessive and any(question[b:].startswith(f" {after}") for _, b in runs):
        after = ""  # "the Varra mill" for "the Olmo mill"
    if after and not possessive:
        if re.match(PREPOSITION + r"\b|,", after) and runs:
            pass
        elif len(after.split()) > 1 or not runs:
            return None
    fresh = [(a, b) for a, b in runs if question[a:b].lower() not in name.lower()]
    if (
        (not runs or fresh)
        and not possessive
        and not after
        and not lead
        and (made := _in_place_of_somebody(before, name))
    ):
        return made
    if not fresh:
        return as_question(f"{question} {rest}") if re.match(PREPOSITION + r"\b", lead, re.IGNORECASE) else None
    ends = bool(after and prepositional and not find_periods(rest))
    if ends and (made := counterparts.ending_with(question, lead.split()[0].lower(), rest.partition(" ")[2])):
        return made
    determined = re.match(r"(?:(?:at|for|of|in|by|with|from|on|about|the|an?) ?)*$", lead, re.IGNORECASE) is not None
    if lead and not determined:
        return _phrased(before, rest, (before,))
    start, end = _parallel(before, fresh, name, lead, possessive=possessive)
    if re.search(r", [^,]+(?:, [^,]+)* or [^,]+$", question) and start > question.index(","):
        return None  # one of those that were set against each other
    words = question[start:end].split()
    if len(words) > 1 and re.fullmatch(r"[^\W\d]+-?\d+", words[-1]) and re.fullmatch(r"[^\W\d]+-?\d+", name):
        start = end - len(words[-1])  # "Hesse M1", "and M2?"
    owns = is_possessive(question, end)
    new = f"the {name}" if name.isupper() and lexicon.role(stem(name.lower())) and lead.endswith("the") else name
    if not owns and possessive and (after := ""):
        new = owned(name)
    tail = re.sub(rf"\b{re.escape(question[start:end])}(?=['’]s\b)", name, question[end:])
    extra = "" if possessive or not after else f" {after.strip(' ,')}"
    begin = question[:start]
    if re.search(r"\bthe $", begin) and re.match(r"(?:a|an|the) ", name):
        begin = begin[:-4]
    return as_question(f"{begin}{new}{tail}{extra}")


def _in_place_of_somebody(before: Before, name: str) -> str | None:
    """Complete "and Kvalva?" after "how much do the founder's heirs own": it holds as they do, and has no heirs.

    Only where the subject is somebody by trade or kin and acts.
    """
    shape = before.shape or before.yes_no
    if shape is None or not shape["aux"] or not re.match(r"do|does|did|has|have|will|would|can|could", shape["aux"]):
        return None
    subject = noun_phrase(shape["tail"], before.known, verb=True)
    head = head_of(subject or "")
    if subject is None or head != head.lower() or not (_KIN.fullmatch(head) or lexicon.role(stem(head))):
        return None
    aux = {"do": "does", "have": "has"}.get(shape["aux"].lower(), shape["aux"])
    start, at = before.question.index(shape["aux"], shape.start("aux")), before.question.rindex(shape["tail"])
    return as_question(f"{before.question[:start]}{aux} {name}{before.question[at + len(subject) :]}")


def _parallel(
    before: Before, runs: Sequence[tuple[int, int]], name: str, lead: str, *, possessive: bool
) -> tuple[int, int]:
    """Which of a question's names a new one is parallel to.

    One that is like it a subject of the article (its title names both, or neither), that stands behind the same
    preposition, that owns or doesn't; of two as good the first.
    """
    title = before.titles.lower()
    heading = any(word.lower() in title for word in name.split() if word != word.lower())

    def likeness(run: tuple[int, int]) -> int:
        text = before.question[run[0] : run[1]]
        titled = any(word.lower() in title for word in text.split())
        score = 2 if title and titled == heading else 0
        score += possessive == is_possessive(before.question, run[1])
        preposition = lead.split()[-1].lower() if lead else ""
        score += bool(preposition) and before.question[: run[0]].lower().rstrip().endswith(f" {preposition}")
        return score

    return max(runs, key=lambda run: (likeness(run), -run[0]))


def _noun_of(before: Before, name: str, noun: str) -> str | None:
    """Complete "Orvella's headcount": asked as the question before asked for its noun."""
    if antecedents.is_counting(before) and is_plural(noun.split()[-1].lower()):
        return as_question(f"How many {noun} does {name} have")
    plural = is_plural(noun.split()[-1].lower())
    kind = lexicon.asked_kind(stem(head_of(noun).lower()))
    periods = find_periods(before.question)
    tail = ""
    if kind in antecedents.FIGURES and periods and antecedents.owner(before, antecedents.topic(before)) == name:
        lead = re.search(r"\b(?:in|for|during|over|at|as of|by|on)(?: the)? $", before.question[: periods[-1].start])
        tail = f" {before.question[lead.start() if lead else periods[-1].start : periods[-1].end]}"
    who = "Who" if kind is Kind.PERSON or lexicon.role(stem(head_of(noun).lower())) else "What"
    past = (
        bool(re.match(r"was|were|did", before.shape["aux"], re.IGNORECASE))
        if before.shape and before.shape["aux"]
        else False
    )
    copula = ("were" if plural else "was") if past else ("are" if plural else "is")
    return as_question(f"{who} {copula} {owned(name)} {noun}{tail}")


def _phrased(before: Before, rest: str, past: Sequence[Before]) -> str | None:
    """A new noun phrase, without a name, in the place of the old one of its sort."""
    question = before.question
    if found := _OWN.match(rest):
        who = antecedents.person(list(past)) if found["word"].lower() in ("his", "her") else None
        who = who or antecedents.thing(before, found["noun"])
        return _owned_swap(before, who, found["noun"]) if who else None
    if _QUANTIFIER.match(rest) and (old := re.search(r"\b(?:one|each|all|both|two|three|some|half) of\b", question)):
        return as_question(
            f"{question[: old.start()]}{re.sub(r' of (?:them|those)$', '', rest)} of{question[old.end() :]}"
        )
    if _QUANTIFIER.match(rest):
        return None
    if found := re.match(rf"(?P<word>{PREPOSITION}) (?P<noun>.+)$", rest, re.IGNORECASE):
        return counterparts.with_preposition(before, found["word"].lower(), found["noun"])
    if counterparts.ONES.search(rest):
        return counterparts.like_one(before, rest)
    if made := counterparts.alike(before, rest):
        return made
    bare = re.sub(r"^(?:the|a|an) ", "", rest)
    if re.match(r"(?:it|they|he|she|that|this|there|them|those|these|him|us|me|you|i|we)\b", bare, re.IGNORECASE):
        return None
    kind = lexicon.asked_kind(stem(head_of(bare).lower()))
    plural = is_plural(bare.split()[-1].lower())
    if (kind not in antecedents.FIGURES or rest.startswith("the ")) and (
        made := counterparts.last_object(before, rest)
    ):
        return made
    source = re.search(
        r" (?:comes?|came|goes|went|spent|earned|made|derived) (?:from|to|on|for|by|with) (?P<from>[^,]+)$", question
    )
    if source and kind not in antecedents.FIGURES and not find_periods(source["from"]):
        return as_question(f"{question[: source.start('from')]}{rest}")
    about = antecedents.topic(before)
    shape = before.shape
    if shape and antecedents.is_counting(before) and plural and shape["noun"].strip() and shape["aux"]:
        return as_question(f"{shape['ask']} {bare} {shape['aux']} {shape['tail']}")
    if (
        about
        and (owning := re.match(r"(?P<who>.+['’]s?) (?P<noun>.+?)$", about))
        and about in question
        and kind is not None
    ):
        noun = re.split(r" (?:of|from|to|for|between|by|with|in|at) ", owning["noun"])[0]
        at = question.index(about) + owning.start("noun")
        return as_question(f"{question[:at]}{bare}{question[at + len(noun) :]}")
    if about and about in question and (of := re.match(r"(?:the |an? )?(?P<noun>.+?) of ", about)) and kind is not None:
        at = question.index(about) + of.start("noun")
        return as_question(f"{question[:at]}{bare}{question[at + len(of['noun']) :]}")
    whose = antecedents.owner(before, about)
    if kind is not None and whose:
        return _noun_of(before, whose, bare)
    return counterparts.last_object(before, rest)


def _owned_swap(before: Before, who: str, noun: str) -> str | None:
    """Complete "and his votes?" after "how much of the equity does he hold": the thing that he holds is changed."""
    shape = before.shape
    if shape and shape["aux"] and shape["tail"].startswith(who) and not is_possessive(shape["tail"], len(who)):
        held = re.match(r" of (?P<lead>.*['’]s |the |its )?(?P<noun>\w+)$", shape["noun"]) if shape["noun"] else None
        if held and re.match(r"how much|what", shape["ask"], re.IGNORECASE):
            return as_question(f"{shape['ask']} of {held['lead'] or ''}{noun} {shape['aux']} {shape['tail']}")
    return _noun_of(before, who, noun)
