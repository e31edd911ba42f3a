"""Whether somebody worked for a firm or a school: "Ada Brill, who ran research at Tarvik", "a former Tarvik engineer".

Only a Yes, and only of the person himself: of another firm's founder, or of a visit there, it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.reading.findings import Finding, leveled
from askbot.reading.profiles import profile
from askbot.types import Citation, Claim, Document, Library, Passage
from askbot.words import stem

_SOMETIME = r"(?:ever |once |previously |formerly |also |really |at (?:some|one|any) (?:point|time) |used to |use to )*"
_ROLE = r"(?:co-?founder|founder|chair(?:man|woman|person)?|chief executive|ceo|boss|head|president|owner|director|managing director)"
_ASKS = re.compile(
    rf"^(?:did|has|had|is it true that) (?P<who>[^?,]+?) {_SOMETIME}(?:works?|worked|working|serve|served|been employed|be employed|have a (?:job|post|career))"
    rf" (?:for|at|with|by) (?P<at>(?:the )?(?-i:[A-Z])[^?,]*?)(?: (?:before|once|earlier|previously|formerly|in the past|at (?:some|one|any) (?:point|time|stage)|too|as well))?[?.! ]*$"
    rf"|^(?:is|was) (?P<who2>[^?,]+?) (?:an? )?(?:former|ex-?|once an?) ?(?P<at2>(?-i:[A-Z])[^?,]*?) (?:employee|executive|manager|engineer|researcher|man|woman|staffer|person)[?.! ]*$",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    rf"(?:the )?(?P<role>(?:[a-z-]+ ){{0,2}}{_ROLE}) (?:of|at) (?:the )?(?P<of>.+)|(?P<of2>.+?)['’]s? (?P<role2>(?:[a-z-]+ ){{0,2}}{_ROLE})",
    re.IGNORECASE,
)
_PERSON = r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.? )?[A-Z][\w'’-]+(?: (?:de|van|von|der|al|bin|[A-Z][\w'’.-]*))*"
_YEARS = r"spent (?:[\w-]+ ){1,3}?years?"
_WORKED = (
    rf"(?:worked|works|served|{_YEARS}|taught|trained|has a background|had a (?:post|job|career)|(?:began|started) (?:his|her|their) career"
    r"|(?:ran|led|headed|managed|directed|oversaw)(?! [^,;.]*\b(?:protest|strike|campaign|inquiry|lawsuit|revolt|delegation)))"
)
_JOB = (
    r"(?:executives?|engineers?|managers?|directors?|researchers?|scientists?|professors?|lecturers?|presidents?|deans?|heads?|chiefs?|bankers?|lawyers?"
    r"|developers?|designers?|partners?|analysts?|employees?|officers?|traders?|pilots?|captains?|surgeons?|nurses?|editors?|veterans?|brewers?)"
)
_CLAUSE = r"[^,;.]{0,70}"


def asked(focus: str) -> tuple[str, str] | None:
    """Return who is asked about and where; None for other questions.

    >>> asked("Did the founder of Orlin once work for Tarvik?"), asked("Did Orlin work for a year?")
    (('the founder of Orlin', 'Tarvik'), None)
    """
    found = _ASKS.match(focus)
    return (found["who"] or found["who2"], found["at"] or found["at2"]) if found else None


def is_of_an_office(focus: str) -> bool:
    """Say whether a question asks so of a firm's founder or chairman: other words of a sentence may be of another firm's.

    >>> is_of_an_office("Did Orlin's founder once work for Tarvik?"), is_of_an_office("Did Ada Brill work for Tarvik?")
    (True, False)
    """
    wanted = asked(focus)
    return wanted is not None and _WHOSE.fullmatch(wanted[0]) is not None


def read(focus: str, articles: Sequence[tuple[Document, Sequence[Passage]]], library: Library) -> Finding | None:
    """Say Yes where an article tells that somebody had a post there, with the sentence that does; else None."""
    wanted = asked(focus)
    if wanted is None:
        return None
    who, at = wanted[0], re.sub(r"^the ", "", wanted[1], flags=re.IGNORECASE)
    for document, passages in articles:
        for number, passage in enumerate(passages):
            for start, name in _employed(at, leveled(passage.text)):
                quotes = _same(who, name, start, number, document, passages, library)
                if quotes:
                    return Finding((Claim("Yes", tuple(quotes)),), "Yes")
    return None


def _employed(at: str, text: str) -> list[tuple[int, str]]:
    """The people that a sentence says had a post somewhere, each at the place of his name, or of whose chairman he is."""
    there = rf"\$?(?<!\w)(?i:{re.escape(at)})(?!\w|['’]s? (?!{_JOB}))"
    post = rf"(?:{_WORKED}\b{_CLAUSE}?(?:\b(?:at|for|with) (?:the )?{there})|(?:was|is|been|former|formerly|once|previously|ex-|a|an)\b{_CLAUSE}?\b{_JOB}\b{_CLAUSE}?\b(?:at|for|with|of|in) (?:the )?{there}|(?:an? )?(?:former|ex-) ?{there} {_JOB})"
    forms = (
        # "Ada Brill, who has a background in steel, having been a director at Tarvik"
        rf"(?P<name>{_PERSON}),? who (?:had |has |once |formerly |previously |had once )*{post}",
        rf"(?P<name>{_PERSON}),? who [^;.]{{3,120}}?, (?:having (?:once |previously )?(?:been|worked|served|run|led)\b{_CLAUSE}? (?:at|for|with|of) (?:the )?{there})",
        rf"(?P<name>{_PERSON}), (?:an? |the )?(?:former|formerly|once|previously|ex-){_CLAUSE}?{there}",
        rf"(?P<name>{_PERSON}(?:['’]s? {_ROLE})), (?:an? |the )?(?:former|formerly|once|previously|ex-){_CLAUSE}?{there}",
        rf"(?:former|ex-) ?{there} {_JOB} (?P<name>{_PERSON})",
        rf"(?P<name>{_PERSON}) (?:once |previously |formerly |had )*(?:worked|served|{_YEARS}|was {_CLAUSE}?{_JOB}) (?:as {_CLAUSE}? )?(?:at|for|with) (?:the )?{there}",
    )
    return [(found.start("name"), found["name"]) for form in forms for found in re.finditer(form, text)]


def _same(
    who: str,
    name: str,
    start: int,
    number: int,
    document: Document,
    passages: Sequence[Passage],
    library: Library,
) -> list[Citation]:
    """The sentences by which the one whom a text names is whom the question asks about; none where he isn't."""
    passage = passages[number]
    here = document.cite(passage)
    whose = _WHOSE.fullmatch(who)
    if whose is None:
        return (
            [here]
            if who.split()[-1].lower() == re.split(r"['’]s?\b", name)[0].split()[-1].lower() and who[0].isupper()
            else []
        )
    role, of = whose["role"] or whose["role2"], (whose["of"] or whose["of2"]).strip()
    firm = rf"(?<!\w)(?i:{re.escape(of)})(?!\w)"
    own = re.fullmatch(rf"(?P<firm>.+?)['’]s? (?P<role>{_ROLE})", name, re.IGNORECASE)
    if own is not None:
        return [here] if re.fullmatch(firm, own["firm"]) and own["role"].lower() == role.lower() else []
    before = leveled(passage.text)[:start]
    if re.search(rf"{firm}['’]s? (?i:{role}),? $|\b(?i:{role}) (?:of|at) (?:the )?{firm},? $", before):
        return [here]
    founded = "found" in role.lower() and re.search(
        r"\b(?:founded|established|set up|started|created) (?:in \d{4} )?by $", before
    )
    titled = re.search(rf"(?:\b(?:[Tt]he|[Ii]ts|[Tt]heir) (?:[a-z]+ )?|^)(?i:{role}),? $", before)
    if not founded and not titled:
        return []
    subjects = profile(document, library).subjects - {stem(word.lower()) for word in name.split()}
    for earlier in range(number, -1, -1):
        text = before if earlier == number else leveled(passages[earlier].text)
        named = [one for one in re.finditer(r"[A-Z][\w&-]*", text) if stem(one[0].lower()) in subjects]
        if named:
            last = named[-1][0]
            same = re.search(rf"(?<!\w){re.escape(last)}(?!\w)", of, re.IGNORECASE) is not None
            several = (
                earlier != number
                and len({stem(one[0].lower()) for one in named} - {stem(w.lower()) for w in of.split()}) > 0
            )
            return (
                ([here] if earlier == number else [here, document.cite(passages[earlier])])
                if same and not several
                else []
            )
    return []
