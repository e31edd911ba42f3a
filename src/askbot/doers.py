"""Who does something, asked about once more: "when?" after "who built the mill", "by whom?" after "is it owned publicly".

Pure. The verb is turned round, since whoever does it was what the question asked for.
"""

from __future__ import annotations

import re

from askbot.antecedents import Before
from askbot.units import is_plural, plural
from askbot.wording import PREPOSITION, as_question, base_form, name_runs, noun_phrase
from askbot.words import vocabulary_lines

_BEFORE = re.compile(r"(?:who )?before (?:that|this|him|her|them)", re.IGNORECASE)
_HOLDS = re.compile(r"how (?:much|many) (?P<aux>do|does|did) (?P<who>.+?) (?P<verb>have|hold|own)", re.IGNORECASE)
_OF_IT = re.compile(r"how much(?: of (?:it|that))?", re.IGNORECASE)
_HELD = re.compile(
    r"^who (?:owns?|owned|holds?|held|has) (?:most of |a share (?:of|in) |shares (?:of|in) )?(?P<what>.+)$"
)


def preceded(bare: str, before: Before) -> str | None:
    """Complete "and before that?" after "who runs the mill": who ran it before the one that was named."""
    shape, name = before.shape, before.short_name()
    if not _BEFORE.fullmatch(bare) or shape is None or name is None or shape["ask"].lower() != "who":
        return None
    if shape["aux"]:
        copula = {"is": "was", "are": "were"}.get(shape["aux"].lower())
        return as_question(f"Who {copula} {shape['tail']} before {name}") if copula else None
    verb, _, rest = shape["noun"].strip().partition(" ")
    made = base_form(verb)
    past = verb if made is None or made[0] == "did" else _past(made[1])
    return as_question(f"Who {past} {rest} before {name}") if rest else None


def _past(base: str) -> str:
    """The past of a verb: ran, led, headed."""
    for line in vocabulary_lines("irregular.txt"):
        one, _, forms = line.partition(": ")
        if one == base:
            return forms.split()[0]
    return f"{base}d" if base.endswith("e") else f"{base}ed"


def held(bare: str, before: Before) -> str | None:
    """Complete "how much do the employees have?", or "how much of it?", after "who owns the mill"."""
    found, whole = _HOLDS.fullmatch(bare), _HELD.match(before.question)
    if whole is not None and (name := before.short_name()) and _OF_IT.fullmatch(bare):
        return as_question(f"How much of {whole['what']} does {name} own")
    if found is None or whole is None:
        return None
    verb = found["verb"].lower()
    verb = "own" if verb == "have" and before.question.startswith("who own") else verb
    return as_question(f"How much of {whole['what']} {found['aux'].lower()} {found['who']} {verb}")


def by_whom(aux: str, tail: str, before: Before) -> str | None:
    """Complete "by whom?" after "is the mill publicly owned": who owns it."""
    subject = noun_phrase(tail, before.known, verb=True)
    done = re.fullmatch(r"(?: [a-z]+ly)? (?P<done>[a-z]+)(?P<rest>.*)", tail[len(subject or "") :])
    made = base_form(done["done"]) if done else None
    if subject is None or done is None or made is None or made[0] != "did" or aux not in ("is", "are", "was", "were"):
        return None
    verb = plural(made[1]) if aux in ("is", "are") else _past(made[1])
    return as_question(f"Who {verb} {subject}{done['rest']}")


def with_support(ask: str, before: Before, shape: re.Match[str]) -> str | None:
    """The question word in place of a subject: "who founded it" → "when was it founded"."""
    words = shape["noun"].strip()
    if happened := re.match(r"(?:(?P<past>happened|occurred)|happens)(?P<when>.*)$", words):
        return as_question(f"{ask} {'did' if happened['past'] else 'does'} that happen{happened['when']}")
    who = shape["ask"].lower() in ("who", "what")
    if who:
        verb, _, thing = words.partition(" ")
        answer = before.short_name()
        participle = _participle(verb)
        if participle and thing and not re.match(PREPOSITION + r"\b", thing):
            return as_question(f"{ask} {'were' if _is(thing) == 'are' else 'was'} {thing} {participle}")
        made = base_form(verb)
        if made and answer:
            return as_question(f"{ask} {made[0]} {answer} {made[1]} {thing}".rstrip())
        if made and made[0] == "does" and re.match(r"the |its |their |[A-Z]", thing):
            done = f"{_participle(_past(made[1])) or _past(made[1])}"
            if re.match(r"how much\b", ask, re.IGNORECASE):
                return as_question(f"How much of {thing} {_is(thing)} {done}")
            return as_question(f"{ask} {_is(thing)} {thing} {done}")
        return None
    parts = re.match(
        r"(?:of )?(?P<subject>.+?) (?P<verb>comes|came|goes|went|grew|rose|fell|makes|made|costs|works|worked|lives|lived|belongs|belonged)\b(?P<tail>.*)$",
        words,
    )
    if parts is None:
        return None
    made = base_form(parts["verb"])
    whose = f"so much {words[: parts.end('subject')]}" if ask == "Why" and words.startswith("of ") else parts["subject"]
    return as_question(f"{ask} {made[0]} {whose} {made[1]}{parts['tail']}") if made else None


def _is(thing: str) -> str:
    several = " and " in thing or (is_plural(thing.split()[-1].lower()) and not name_runs(thing, opening=True))
    return "are" if several else "is"


_WHEN = re.compile(r"(?:(?:since|until) )?when\b|(?:for )?how long\b|why\b", re.IGNORECASE)


def being(ask: str, before: Before) -> str | None:
    """Complete "why?" after "who is against the mill": why are they, whoever was named."""
    shape, who = before.shape, before.short
    if shape is None or not shape["aux"] or who is None or shape["ask"].lower() != "who" or len(who.split()) > 5:
        return None
    name = before.short_name()
    if name and re.match(r"(?:the |.+['’]s )[a-z]", shape["tail"] or "") and _WHEN.match(ask):
        return as_question(f"{ask} {shape['aux'].lower()} {name} {shape['tail']}")  # "since when?"
    if not re.match(rf"(?:against|behind|in favou?r|{PREPOSITION}) ", shape["tail"] or ""):
        return None
    several = " and " in who or is_plural(who.split()[-1].lower()) or who.endswith(("men", "women", "people"))
    named = name_runs(f"x {who}", known=before.known)
    who = who if named and named[0][0] == 2 and not several else f"{who[:1].lower()}{who[1:]}"
    aux = {"is": "are", "was": "were"}.get(shape["aux"].lower(), shape["aux"]) if several else shape["aux"].lower()
    return as_question(f"{ask} {aux} {who} {shape['tail']}")


def _participle(verb: str) -> str | None:
    """The participle of a verb in the past; None for any other word."""
    if re.search(r"[a-z]{2}ed$", verb):
        return verb
    for line in vocabulary_lines("irregular.txt"):
        base, _, forms = line.partition(": ")
        if verb in forms.split():
            if verb.endswith("s") and verb == f"{base}s":
                return None
            better = [form for form in forms.split() if re.search(r"(?:n|ne|ung|unk|um)$", form) and form != verb]
            return better[0] if better else verb
    return "founded" if verb == "founded" else None
