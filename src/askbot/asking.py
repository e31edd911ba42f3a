"""Another question word: "when?", "by whom?", "why not?", "how many users?", "which is older?" after a whole question.

Pure. The earlier question is asked again with the new word, its verb brought into the form that this takes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot import antecedents, doers, lexicon
from askbot.antecedents import Before
from askbot.lexicon import Kind
from askbot.units import is_plural, plural
from askbot.wording import (
    AUXILIARY,
    PREPOSITION,
    WH,
    as_question,
    base_form,
    capital,
    name_runs,
    noun_phrase,
    owned,
)
from askbot.words import irregular_forms, stem

_WH_ONLY = re.compile(
    rf"^(?P<ask>(?:{PREPOSITION} )?(?:how come|{WH}))(?P<noun>(?: (?!that\b|this\b|it\b|else\b|not\b|so\b|of\b|about\b|them\b|him\b|her\b|they\b|he\b|she\b)[\w'-]+){{0,3}}?(?: of [a-z]+)?)(?P<rest> not| so(?: \w+)?| exactly)?"
    r"(?: (?P<copula>is|was|are|were|did|does) (?:that|this)(?: happen(?:ed)?| the case| so)?)?(?P<late> (?:for|by|with|to|from|of|in))?$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"^(?P<way>up|down) (?:by )?(?:how much|how many|what)(?: percent)?$", re.IGNORECASE)


_HOW_MANY = re.compile(
    rf"^how many(?P<more> more| fewer| others?)? (?P<aux>{AUXILIARY}) (?P<rest>(?!that\b|this\b|those\b|these\b).+)$",
    re.IGNORECASE,
)
_ANY_MORE = re.compile(
    r"^(?P<lead>(?P<be>(?:are|is|were|was|will) there(?: be)?)|(?P<has>(?:do|does|did) .+ have)) (?P<more>more|fewer|as many|any)(?P<rest>(?: (?:at|in|with|for|on|than)\b.*)?)$",
    re.IGNORECASE,
)


def moved(bare: str, before: Before) -> str | None:
    """Complete "up by how much?": by what percentage the figure before rose, since an amount would be taken for its level."""
    found = _MOVED.match(bare)
    about = antecedents.topic(before) if found else None
    if found is None or about is None or not antecedents.is_figure(about):
        return None
    rest = before.shape["tail"].partition(about)[2] if before.shape and before.shape["tail"] else ""
    return as_question(f"By what percentage did {about} {'rise' if found['way'].lower() == 'up' else 'fall'}{rest}")


def numbered(bare: str, before: Before) -> str | None:
    """Complete "how many are left?", "how many more will it get?", "are there more at Brivia?": of what was counted."""
    counted = antecedents.counted(before)
    if counted is None:
        return None
    whose, owns, noun = counted.removeprefix("the ").rpartition("'s ")
    if found := _HOW_MANY.match(bare):
        rest = found["rest"]
        runs = name_runs(rest, known=before.known, opening=True)
        if runs == [(0, len(rest))]:
            return None  # "how many did Brivia": does what the other did
        about = runs or re.search(r"\b(?:it|they|he|she|we|the|its|their)\b", rest)
        at = f" at {whose}" if owns and not about and not antecedents.is_personal(whose, before) else ""
        return as_question(f"How many{found['more'] or ''} {noun} {found['aux']} {rest}{at}")
    if found := _ANY_MORE.match(bare):
        beside = re.match(r" (?:at|in|with|for|on) (?=\S)", found["rest"])
        than = f" than{beside.group()}{whose}" if owns and beside and found["be"] else ""
        than = than or (f" than {whose}" if owns and found["has"] and not found["rest"] else "")
        return as_question(f"{capital(found['lead'])} {found['more']} {noun}{found['rest']}{than}")
    return None


_SHARE = re.compile(
    r"(?P<share>what (?:share|percentage|proportion|percent|fraction))(?: (?:is|was|are|were) (?:that|this|it|they))?(?: of (?:them|all|the total|the whole))?",
    re.IGNORECASE,
)


# A part of what somebody has: "how many shops is Orvella closing".
_SOME = re.compile(
    r"how many (?:of )?(?P<noun>[a-z][a-z -]*?) (?P<aux>is|are|does|do|did|will|has) (?P<does>[A-Z]\S*(?: [A-Z]\S*)* (?:going to |planning to |plan to )?"
    r"(?:clos(?:e|ed|ing)|shut|shutting|cut|cutting|lose|lost|losing|sell|sold|selling|lay(?:ing)? off|laid off|dismiss(?:ed|ing)?|replac(?:e|ed|ing)|scrap(?:ped|ping)?|rent(?:ed|ing)?|lease[ds]?|own(?:ed)?)\b.*)",
)


def shared_of_all(bare: str, past: Sequence[Before]) -> str | None:
    """Complete "what share is that?" after "how many of the boats are old" and "how many boats are there in all"."""
    whole = re.fullmatch(
        r"how many (?P<those>.+?) (?:are there|(?:does|do|did) .+ have)(?: (?:in total|in all|altogether|overall))?",
        past[0].question,
    )
    some = re.match(r"how many (?P<those>[a-z]+) (?P<does>.+)", past[1].question) if whole and len(past) > 1 else None
    share = _SHARE.fullmatch(bare) if some else None
    if whole is None or some is None or share is None or some["those"] != whole["those"].split()[-1]:
        return None
    if made := shared(bare, past[1]):
        return made
    return (
        None
        if re.match(AUXILIARY, some["does"])
        else as_question(f"{capital(share['share'])} of {some['those']} {some['does']}")
    )


def shared(bare: str, before: Before) -> str | None:
    """Complete "what share is that?" after "how many of the boats are old": what share of the boats is old."""
    found, those = _SHARE.fullmatch(bare), re.match(r"how (?:many|much) of (?P<them>.+)$", before.question)
    if found and those:
        return as_question(f"{capital(found['share'])} of {those['them']}")
    some = _SOME.fullmatch(before.question) if found else None
    if found is None or some is None or name_runs(some["noun"], known=before.known):
        return None
    whose = "their" if some["aux"].lower() in ("are", "do") else "its"
    return as_question(f"{capital(found['share'])} of {whose} {some['noun']} {some['aux']} {some['does']}")


def asked_with(bare: str, before: Before) -> str | None:
    """Complete "when?", "by whom?", "why not?", "at what rate?", "how many users?": another question word, the rest as before."""
    found = _WH_ONLY.match(bare)
    lasting = re.match(r"how long (?P<will>(?:will|would|does|do|can|could) .+)", before.question)
    if lasting and re.fullmatch(r"when (?:will|would) (?:that|it) be", bare, re.IGNORECASE):
        return as_question(f"Until when {lasting['will']}")
    if found is None:
        return None
    noun = found["noun"].strip()
    if re.fullmatch(r"(?:out )?of how many", found["ask"], re.IGNORECASE) and not noun:
        whose, owns, those = (antecedents.counted(before) or "").removeprefix("the ").rpartition("'s ")
        if owns:
            return as_question(f"How many {those} does {whose} have in all")
        return as_question(f"How many {those} are there in all") if those else None
    if found["copula"] and noun and re.fullmatch(r"how many", found["ask"], re.IGNORECASE):
        return _in_numbers(noun, before)
    if found["copula"] and re.search(
        r"how much(?: of [a-z]+)?$|what (?:percentage|percent|share|proportion|fraction)$",
        f"{found['ask']} {noun}".strip(),
        re.IGNORECASE,
    ):
        return None  # "how much of revenue is that" asks about the figure
    if found["copula"] and not noun and not re.search(r"\b(?:when|where|why|how come)$", found["ask"], re.IGNORECASE):
        return None  # "how long is it" asks about a thing
    ask = f"{found['ask']} {noun}".strip() if noun else found["ask"]
    word = found["ask"].split()[-1].lower()
    if found["late"]:
        ask = f"{found['late'].strip()} {ask[:1].lower()}{ask[1:]}" if " " not in found["ask"] or not noun else ask
    if noun and (made := _subject_asked(ask, noun, before)):
        return made
    if noun and not _asks_noun(word, noun, before, copula=found["copula"] is not None):
        return None
    ask = re.sub(r"^how come\b", "why", re.sub(r"^how so$", "how", ask, flags=re.IGNORECASE), flags=re.IGNORECASE)
    negated = bool(found["rest"] and found["rest"].strip().lower() == "not")
    if found["ask"].lower() == "how many" and noun and not is_plural(noun.split()[-1].lower()):
        them = antecedents.counted(before)  # "how many pay?"
        return as_question(f"How many of {them} {noun}") if them else None
    if not noun and re.fullmatch(r"how many|how much", ask, re.IGNORECASE) and (made := _how_much(ask, before)):
        return made
    if noun and not re.match(PREPOSITION + r"\b", ask, re.IGNORECASE) and (made := _noun_asked(ask, noun, before)):
        return made
    if found["rest"] and re.match(r" so \w", found["rest"]):
        if not antecedents.is_counting(before):
            return _so_high(found["rest"], before)
        ask = f"{ask}{found['rest']}"
    made = _asked_again(capital(ask), before, negated=negated)
    past = found["copula"] and found["copula"].lower() == "was"
    return re.sub(r"^(\w+) is ", r"\1 was ", made) if made and past else made


def _in_numbers(noun: str, before: Before) -> str | None:
    """Complete "how many patients is that?" after "what share of patients recovered"."""
    share = re.match(
        rf"(?:what|which) (?:share|percentage|percent|proportion|fraction) of (?P<those>(?:.* )?{re.escape(noun)}) (?P<does>.+)$",
        before.question,
    )
    if share is None:
        return None
    of = "of " if re.match(r"(?:the|all|its|their) |.*['’]s ", share["those"]) else ""
    return as_question(f"How many {of}{share['those']} {share['does']}")


def _subject_asked(ask: str, noun: str, before: Before) -> str | None:
    """Complete "which analysts?" after "what sales do analysts expect": those who do are asked for."""
    shape = before.shape
    if shape is None or not shape["aux"] or not re.match(r"(?:which|what) [a-z]+$", ask, re.IGNORECASE):
        return None
    subject = re.match(rf"(?:the )?{re.escape(noun)} (?P<does>[a-z]+)(?P<rest>.*)$", shape["tail"])
    aux = shape["aux"].lower()
    if subject is None or aux in ("is", "are", "was", "were", "did"):
        return None
    verb = {"do": "", "does": ""}.get(aux, f"{aux} ") + (plural(subject["does"]) if aux == "does" else subject["does"])
    what = _with_object(subject["rest"], before, shape)
    return as_question(f"{capital(ask)} {verb}{what}")


def _asks_noun(word: str, noun: str, before: Before, *, copula: bool) -> bool:
    """Say whether "which …" and "how many …" are followed by a noun, rather than by a verb that makes a question."""
    words = noun.lower().split()
    if word in ("who", "whom", "when", "where", "why", "how", "come") or name_runs(
        noun, known=before.known, opening=True
    ):
        return False
    if re.fullmatch(AUXILIARY, words[0]) or (words[-1].endswith("ed") and not copula):
        return False
    if any(re.fullmatch(AUXILIARY, one) for one in words[1:]):
        return False  # "which fleet is younger"
    return not (words[0] in irregular_forms() and words[0] not in ("cost", "people") and len(words) > 1)


def _noun_asked(ask: str, noun: str, before: Before) -> str | None:
    """Complete "how many users?", "what kind?", "which ones?": asked of what the question before was about."""
    shape = before.shape
    counted = shape["noun"].strip() if shape and shape["noun"].strip() else None
    if re.fullmatch(r"(?:kinds?|types?|sorts?)(?: of)?", noun, re.IGNORECASE) and counted and shape and shape["aux"]:
        return as_question(f"{capital(ask.removesuffix(' of'))} of {counted} {shape['aux']} {shape['tail']}")
    one = (
        re.search(r" (?:one|an?|any) (?P<those>(?:[a-z-]+ ){0,2}[a-z-]+)$", before.question) if before.yes_no else None
    )
    if one and before.yes_no and noun.lower() == "one" and not re.search(rf"\b{PREPOSITION}\b", one["those"]):
        tail = before.yes_no["tail"].removesuffix(one.group())
        return as_question(f"Which {one['those']} {before.yes_no['aux'].lower()} {tail}")
    if re.fullmatch(r"ones?", noun, re.IGNORECASE) and counted and shape and shape["aux"]:
        return as_question(f"{capital(ask.split()[0])} {counted} {shape['aux']} {shape['tail']}")
    head = stem(noun.split()[-1].lower())
    kind = lexicon.asked_kind(head)
    if kind in (Kind.DATE, Kind.PLACE):
        return _asked_again(f"In {ask}", before, negated=False)
    about = antecedents.topic(before)
    held = shape["noun"] if shape and shape["aux"] else ""
    whose = about if about in before.named() and held.startswith(" of ") else antecedents.owner(before, about)
    if whose is None:
        return None
    if re.match(r"how (?:many|much)\b", ask, re.IGNORECASE):
        return as_question(f"{capital(ask)} does {whose} have")
    return as_question(f"What is {owned(whose)} {noun}") if kind is not None else None


def _how_much(ask: str, before: Before) -> str | None:
    """Complete "how much?" after "is it losing money?" and "who holds most of it?"."""
    if (found := before.yes_no) is not None:
        subject = noun_phrase(found["tail"], before.known, verb=True)
        if subject is None:
            return None
        left = found["tail"][len(subject) :].strip()
        verb, _, thing = left.partition(" ")
        thing = re.sub(r"^(?:an?|any|some|the|many|much|enough|(?:a )?lots? of) ", "", thing)
        if not verb:
            return None
        if thing and not re.match(PREPOSITION + r"\b", thing) and not thing.endswith(("er", "more")):
            return as_question(f"{capital(ask)} {thing} {found['aux'].lower()} {subject} {verb}")
        return as_question(f"{capital(ask)} {found['aux'].lower()} {subject} {left}")
    shape = before.shape
    if shape and shape["aux"] and shape["ask"].lower() in ("when", "where", "why") and ask.lower() == "how many":
        subject = noun_phrase(shape["tail"], before.known, verb=True)
        done = re.fullmatch(
            r" (?P<verb>[a-z]+) (?:its|their|his|her|the)? ?(?P<those>[a-z -]+)", shape["tail"][len(subject or "") :]
        )
        if subject is None or done is None or not is_plural(done["those"].split()[-1]):
            return None
        return as_question(f"How many {done['those']} {shape['aux'].lower()} {subject} {done['verb']}")
    if shape and shape["ask"].lower() == "who" and shape["aux"] is None:
        verb, _, thing = shape["noun"].strip().partition(" ")
        who, made = before.short_name(), base_form(verb)
        thing = re.sub(r"^(?:most of|the (?:most|largest|biggest|greatest|majority of|highest)) ?", "", thing)
        if made is None or not thing:
            return None
        of = "of" if re.match(r"(?:the|its|their) |[A-Z]", thing) else "of the"
        return as_question(f"How much {of} {thing} {made[0]} {who} {made[1]}") if who else None
    return None


_PARTICIPLE = re.compile(
    r"(?:\w+(?:ed|ought)|built|made|held|sold|paid|found|spent|won|lost|known|given|taken|written|shown|drawn)\b"
)


def _asked_again(ask: str, before: Before, *, negated: bool) -> str | None:
    """The question before with another question word."""
    if (found := before.yes_no) is not None:
        aux, tail = found["aux"].lower(), found["tail"]
        if re.fullmatch(r"by (?:whom|who)", ask, re.IGNORECASE) and (made := doers.by_whom(aux, tail, before)):
            return made
        if negated:
            subject = noun_phrase(tail, before.known, verb=True)
            tail = f"{subject} not{tail[len(subject) :]}" if subject and tail.startswith(subject) else f"not {tail}"
        return as_question(f"{ask} {aux} {tail}")
    shape = before.shape
    if shape is None:
        return None
    if shape["aux"]:
        tail = shape["tail"]
        if made := doers.being(ask, before):
            return made
        if re.match(r"(?:it|they|he|she|this|that|these|those|there)\b", tail):
            return as_question(f"{ask} {shape['aux'].lower()} {tail}")
        modal = re.match(r"(?:will|would|can|could|must|may|might|should)$", shape["aux"])
        if modal and shape["noun"].strip() and re.match(r"(?!the |an? |its |their )[a-z]+\b(?<!s)", tail):
            return as_question(f"{ask} {shape['aux']} {_counted_noun(shape['noun'])} {tail}")
        if noun_phrase(tail, before.known, verb=False) is None or _PARTICIPLE.match(tail):
            subject = _counted_noun(shape["noun"])
            return as_question(f"{ask} {shape['aux'].lower()} {subject} {tail}") if subject else None
        if re.match(r"(?:why|how come)\b", ask, re.IGNORECASE) and antecedents.is_counting(before):
            tail = _so_much(tail, shape["noun"].strip(), ask, many="many" in shape["ask"].lower())
            ask = "Why"
        elif negated:
            subject = noun_phrase(tail, before.known, verb=True)
            tail = f"{subject} not{tail[len(subject) :]}" if subject and tail.startswith(subject) else f"not {tail}"
        elif (not re.match(r"is|are|was|were", shape["aux"]) or re.search(r"\b[a-z]{2,}ing$", tail)) and (
            subject := noun_phrase(tail, before.known, verb=True)
        ):
            verb, _, rest = tail[len(subject) :].strip().partition(" ")
            rest = _with_object(f" {rest}" if rest else "", before, shape)
            if verb in ("say", "do", "think", "claim") and ask.lower() == "why" and shape["ask"].lower() == "what":
                rest = f" that{rest}"
            return as_question(f"{ask} {shape['aux'].lower()} {subject} {verb}{rest}")
        return as_question(f"{ask} {shape['aux'].lower()} {tail}")
    return doers.with_support(ask, before, shape)


def _with_object(rest: str, before: Before, shape: re.Match[str]) -> str:
    """What an earlier question asked about, put behind its verb: "how many boats did it sell" → "sell boats"."""
    ask, noun = shape["ask"].lower().split()[-1], shape["noun"].strip()
    name = before.short_name()
    hanging = re.search(rf" {PREPOSITION}$", rest)
    if ask in ("who", "whom", "which", "what") and name and (noun or hanging):
        thing = name
    elif hanging and not noun:
        return rest[: hanging.start()]
    elif not noun or re.match(r"(?:of|more|less|fewer|percent|times|else|other)\b", noun):
        return rest
    else:
        head = noun.split()[-1].lower()
        kind = lexicon.asked_kind(stem(head))
        if kind in (Kind.DATE, Kind.PLACE):
            return rest
        single = ask in ("which", "what") and not is_plural(head)
        thing = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}" if single and noun == noun.lower() else noun
    if hanging:
        return f"{rest} {thing}"
    at = re.search(r"^ (?:in|for|during|at|by|on|from|since|per|a|each|every|to|with) ", rest)
    return (
        f" {thing}{rest}"
        if at or not rest
        else f"{rest} {thing}"
        if re.fullmatch(r" [a-z]+", rest)
        else f" {thing}{rest}"
    )


def _counted_noun(noun: str) -> str | None:
    return re.sub(r"^ ?(?:of )?", "", noun).strip() or None


def _so_much(tail: str, noun: str, ask: str, *, many: bool) -> str:
    """Complete "why" of an amount: "did it lose in 2024" becomes "did it lose so much in 2024"."""
    said = re.search(r"\bso (?:many|much|few|little)$", ask, re.IGNORECASE)
    what = f"{said.group() if said else 'so many' if many else 'so much'} {noun}".strip()
    at = re.search(r" (?:(?:in|for|during|at|by|on|from|since|per|a|each|every) |(?:now|today|currently)\b)", tail)
    return f"{tail[: at.start()]} {what}{tail[at.start() :]}" if at else f"{tail} {what}"


def _so_high(so: str, before: Before) -> str | None:
    """Complete "why so low?" after "what was the profit?"."""
    shape = before.shape
    if shape is None or not shape["aux"] or not re.match(r"is|are|was|were", shape["aux"], re.IGNORECASE):
        return None
    about = noun_phrase(shape["tail"], before.known, verb=False)
    if about is None:
        return None
    return as_question(f"Why {shape['aux'].lower()} {about}{so}{shape['tail'][len(about) :]}")
