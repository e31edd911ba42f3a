"""Shares that somebody holds by a firm of his: "Bero Capital, a subsidiary of Orlin, holds 12%"; what and through whom.

The stake is the subsidiary's, and no answer hides that: it is told with the words that say who holds it and whose he is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askbot.matching import printed_names, wording
from askbot.quantities import find
from askbot.reading import tickers
from askbot.reading.findings import Finding, leveled
from askbot.reading.holdings import is_held
from askbot.types import Citation, Claim, Document, Passage

_KIND = r"(?:subsidiary|unit|arm|affiliate|division|vehicle|entity|company|firm|fund|offshoot|shell|special[- ]purpose vehicle|SPV|branch)"
# "a wholly owned investment": no other's, and none of before.
_SORTS = (
    r"(?:(?!(?:of|to|from|with|for|by|in|at|on|against|and|or|than|that|which|who|a|an|the|former|formerly|ex|then|sold|rival|part|partly|jointly|half|minority)\b)"
    r"[a-z][a-z-]* ){0,4}?"
)
_NOT_HELD = re.compile(
    r"\b(?:sold|sells?|selling|no longer|not|never|divest\w*|exit\w*|disposed|former|would|could|should|plans?|wants?|hopes?|offer\w*|bid)\b"
)
_NAMED = r"[A-Z](?:[\w&’-]|\.(?=\w))*"
_VEHICLE = rf"(?P<vehicle>{_NAMED}(?: (?:& |of (?=[A-Z]))?{_NAMED})*)"
_HOLDS = re.compile(
    r"\b(?:holds?|holding|held|owns?|owned|owning|has|have|having|keeps?|stakes?|shares?|shareholders?|investors?|interest)\b"
)
_SHARE = re.compile(r"\b(?:stakes?|shares?|shareholding|holding|interest|equity|%|per ?cent)", re.IGNORECASE)
_WHOM = re.compile(rf"\b(?:in|of|into|at) (?:the )?(?P<whom>{_NAMED}(?: {_NAMED})*)")
FIRST_OWN = 4  # of the forms of a sentence, the first that tells a share as somebody's own
_JOINT = re.compile(r"; |\. ")

_STAKE = r"(?:stakes?|holdings?|shareholdings?|shares?|interests?|equity(?: stake)?|ownership)"
_A_STAKE = re.compile(r"\b(?:stakes?|(?:share)?holdings?)\b", re.IGNORECASE)
_ENDS = r"[?.! ]*$"
_ASKS_STAKE = tuple(
    re.compile(pattern + _ENDS, re.IGNORECASE)
    for pattern in (
        rf"(?:what(?:['’]?s| is| was)|how (?:big|large|high|much) (?:is|was)) (?:the )?(?:size of )?(?P<who>[^?,]+?)(?:['’]s?|(?<=s)) (?:current |total |own |percentage )?{_STAKE}(?: (?:in|of) (?P<of>[^?,]+?))?",
        rf"how (?:big|large|high) (?:a|an) {_STAKE} (?:does|do|did) (?P<who>[^?,]+?) (?:own|hold|have)(?: (?:in|of) (?P<of>[^?,]+?))?",
        r"how much of (?P<of>[^?,]+?) (?:does|do|did) (?P<who>[^?,]+?) (?:still |now |currently )?(?:own|hold|have|control)",
        r"(?:what|how much) (?:does|do|did) (?P<who>[^?,]+?) (?:own|hold|have) (?:of|in) (?P<of>[^?,]+?)",
        rf"(?:what|which) (?:{_STAKE}|percentage|per ?cent|proportion|portion|part|fraction|%)(?: (?:of|in) (?P<of>[^?,]+?))? (?:does|do|did) (?P<who>[^?,]+?) (?:still |now |currently )?(?:own|hold|have|control)",
        rf"(?:what|which) (?:{_STAKE}|percentage|per ?cent|proportion) (?:does|do|did) (?P<who>[^?,]+?) (?:own|hold|have) (?:in|of) (?P<of>[^?,]+?)",
        rf"(?:what|which|how much)(?: (?:{_STAKE}|percentage|per ?cent|proportion|portion|part|fraction|%))? of (?P<of>[^?,]+?) (?:is|are|was) (?:owned|held|controlled) by (?P<who>[^?,]+?)",
        rf"(?P<who>(?-i:[A-Z])[^?,]*?)['’]s? {_STAKE} (?:in|of) (?P<of>[^?,]+?)",
    )
)
_ENTITY = rf"(?:{_KIND}|entities|investment (?:arm|vehicle|company|fund)|holding company)"
_ITS = r"(?:its|their|the|a|any|all|his|her)"
_ASKS_WHOM = tuple(
    re.compile(pattern + _ENDS, re.IGNORECASE)
    for pattern in (
        rf"(?:through|via|by|with|using|in|under) (?:which|what|whom)(?: {_ENTITY})? (?:does|do|did|has|is|are) (?P<who>[^?,]+?) (?:own|hold|held|have|keep|invest|own)(?:ed|ing)?(?: (?:{_ITS} )?(?:(?P<of>(?-i:[A-Z])[^?,]*?)(?:['’]s?)? )?{_STAKE})?(?: ?(?:in|of) (?P<in>[^?,]+?))?",
        rf"(?:which|what) {_ENTITY} (?:does|do|did) (?P<who>[^?,]+?) (?:own|hold|have|keep|use|invest)(?: to (?:own|hold|keep))?(?: (?:{_ITS} )?(?:(?P<of>(?-i:[A-Z])[^?,]*?)(?:['’]s?)? )?{_STAKE})?(?: ?(?:in|of) (?P<in>[^?,]+?))?(?: (?:through|via|with|by|under))",
        rf"(?:which|what) {_ENTITY} (?:does|do|did) (?P<who>[^?,]+?) use to (?:own|hold|keep)(?: {_ITS})?(?: (?P<of>(?-i:[A-Z])[^?,]*?)(?:['’]s?)?)? {_STAKE}(?: (?:in|of) (?P<in>[^?,]+?))?",
        rf"(?:which|what) {_ENTITY} (?:of|belonging to|owned by|controlled by) (?P<who>[^?,]+?) (?:owns?|holds?|has|held|invested in|is invested in)(?: {_ITS})?(?: {_STAKE})?(?: ?(?:in|of)? (?P<in>[^?,]+?))?",
        rf"(?:which|what) (?P<who>(?-i:[A-Z])[^?,]*?)(?:['’]s?)? {_ENTITY} (?:owns?|holds?|has|held|invested in|is invested in)(?: {_ITS})?(?: {_STAKE})?(?: ?(?:in|of)? (?P<in>[^?,]+?))?",
        # "Who owns Orlin's shares?" asks for the owners of Orlin.
        rf"(?:which|what) {_ENTITY} (?:owns?|holds?|has|held) (?P<who>[^?,]+?)['’]s? (?P<of>(?-i:[A-Z])[^?,]*?)(?:['’]s?)? {_STAKE}",
        rf"(?:which|what) {_ENTITY} (?:owns?|holds?|has|held) (?P<who>[^?,]+?)['’]s? {_STAKE} (?:in|of) (?P<in>[^?,]+?)",
        rf"who (?:owns?|holds?|held) (?P<who>[^?,]+?)['’]s {_STAKE} (?:in|of) (?P<in>[^?,]+?)",
    )
)


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of a sentence that says that a firm of somebody's holds shares."""

    document: Document
    passage: Passage
    words: tuple[int, int]  # of the holder, whose he is, and the share
    name: tuple[int, int]
    shares: int  # how many figures in percent its part of the sentence has


def read(focus: str, articles: tickers.Articles) -> Finding | None:
    """Answer how much somebody holds by a firm of his, or which firm that is; None where the articles tell of none."""
    for patterns, tell in ((_ASKS_STAKE, _stake), (_ASKS_WHOM, _whom)):
        found = next((match for pattern in patterns if (match := pattern.match(focus))), None)
        if found is None:
            continue
        groups = found.groupdict()
        who, of = found["who"], groups.get("of") or groups.get("in")
        if of is None and tell is _stake and not _A_STAKE.search(focus):
            continue  # "its equity", "its interest": of money
        told = [
            one
            for document, passages in articles
            for one in _held(who, of, document, passages)
            if tell is _whom or one.shares
        ]
        own = _held_itself(who, of, articles) if told and tell is _stake else []
        if told:
            return tell(told) if not own else _quoted([*own, *(one.document.cite(one.passage) for one in told)])
    return None


def untold(focus: str) -> bool:
    """Say whether a question asks through whom shares are held: no other words of an article tell that."""
    return any(pattern.match(focus) for pattern in _ASKS_WHOM)


def _stake(told: Sequence[Held]) -> Finding | None:
    """The share with its holder and whose he is; whole sentences where several are told of or a part has several shares."""
    if len(told) > 1 or told[0].shares > 1:
        return _quoted([one.document.cite(one.passage) for one in told])
    return _span(told[0], told[0].words)


def _whom(told: Sequence[Held]) -> Finding | None:
    names = {one.passage.text[slice(*one.name)] for one in told}
    if len(names) > 1:
        return _quoted([one.document.cite(one.passage) for one in told])
    return _span(told[0], told[0].name)


def _quoted(citations: Sequence[Citation]) -> Finding:
    return Finding(tuple(Claim(" ".join(one.quote.split()), (one,)) for one in dict.fromkeys(citations)))


def _span(one: Held, span: tuple[int, int]) -> Finding:
    words = " ".join(one.passage.text[slice(*span)].split())
    claim = Claim(words, (one.document.cite(one.passage),))
    return Finding((claim,), words, ((one.document.id, one.passage.start + span[0], one.passage.start + span[1]),))


def _spelt(who: str, articles: tickers.Articles) -> str:
    """A pattern for all that the articles call somebody, with the code that stands behind it."""
    bare = re.sub(r"^the ", "", who.strip(), flags=re.IGNORECASE)
    names = [*tickers.called(bare, articles), *(tickers.called(bare[:-1], articles)[1:] if bare.endswith("s") else ())]
    either = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return rf"\$?(?<!\w)(?i:{either})(?!\w)(?:-[A-Z]{{1,3}})?(?: ?\([^()]{{1,30}}\))?"


def _held(who: str, of: str | None, document: Document, passages: Sequence[Passage]) -> Iterator[Held]:
    whose = _spelt(who, [(document, passages)])
    forms = (
        # "Bero Capital, a subsidiary of Orlin, holds 12%"
        re.compile(
            rf"{_VEHICLE},? ?[,(] ?(?:(?:which|who) (?:is|was) )?(?:(?:an?|the|its|one of the) )?{_SORTS}(?:{_KIND} (?:of|owned by|controlled by|belonging to)|(?:owned|controlled|run) by) (?:the )?{whose}(?P<tail>['’]s?)?"
        ),
        # "Orlin's investment arm Bero Capital holds 12%", "the Orlin unit, Bero Capital"
        re.compile(rf"{whose}(?:['’]s?|,? whose)? {_SORTS}{_KIND},? {_VEHICLE}"),
        # "Bero Capital (Orlin's investment arm)"
        re.compile(rf"{_VEHICLE} ?[,(] ?{whose}['’]s? {_SORTS}{_KIND}\b"),
        # "A subsidiary of Orlin, Bero Capital, holds 12%"
        re.compile(rf"\b(?:[Aa]n?|[Tt]he) {_SORTS}{_KIND} of (?:the )?{whose}, {_VEHICLE},"),
        # "Orlin holds its 12% through Bero Capital"
        re.compile(
            rf"{whose}(?P<between>,? [^;.]{{0,80}}?)?,? (?:through|via) (?:(?:its|the|an?) )?(?:{_SORTS}{_KIND},? )?{_VEHICLE}"
        ),
        re.compile(rf"(?:[Tt]hrough|[Vv]ia) (?:(?:its|the|an?) )?(?:{_SORTS}{_KIND},? )?{_VEHICLE},? {whose}"),
    )
    for at, passage in enumerate(passages):
        text = leveled(passage.text)
        for number, form in enumerate(forms):
            for found in form.finditer(text):
                if found.groupdict().get("tail"):
                    continue  # "a unit of Orlin's rival"
                between = printed_names(f"x {found.groupdict().get('between') or ''}")
                if {one.stem for one in between} - (wording(of).stems if of else set()):
                    continue  # "Orlin, unlike Tarvik, which holds it through …"
                start, name_end = found.span("vehicle")
                begin = max((joint.end() for joint in _JOINT.finditer(text, 0, start)), default=0)
                close = _JOINT.search(text, found.end())
                last = close.start() if close else len(text)
                part = text[begin:last]
                if not (_HOLDS.search(part) and _SHARE.search(part)) or _NOT_HELD.search(part):
                    continue
                if of is not None and not _is_of(of, whose, passages, at, begin, last):
                    continue
                # Where it is told as somebody's own, the share is his.
                own = number >= FIRST_OWN
                shares = [one for one in find(text) if one.unit == "%" and begin <= one.start < last and not own]
                if len(shares) == 1 and not is_held(text, shares[0].start, shares[0].end):
                    shares = []
                first = min([start, *(one.start for one in shares)])
                end = max([found.end(), *(one.end for one in shares)])
                yield Held(document, passage, (first, end), (start, name_end), len(shares))


def _is_of(of: str, whose: str, passages: Sequence[Passage], at: int, begin: int, last: int) -> bool:
    """Whether the shares told of in a part of a sentence are those of the firm asked about.

    They are of the one that the part puts behind "in" or "of"; failing that, of the last one before it in the sentence,
    or of whom the sentence before begins with.
    """
    asked = wording(of).stems
    text = leveled(passages[at].text)
    for piece in (text[begin:last], text[:begin]):
        named = [one["whom"] for one in _WHOM.finditer(re.sub(whose, " ", piece))]
        if named:
            return any(asked <= wording(one).stems for one in named)
        if asked <= wording(piece).stems:
            return True
    before = printed_names(f"x {passages[at - 1].text}")[:1] if at else []
    return bool(before) and before[0].stem in asked


def _held_itself(who: str, of: str | None, articles: tickers.Articles) -> list[Citation]:
    """The sentences that tell of shares that somebody also holds without a firm of his between."""
    asked = wording(of).stems if of is not None else frozenset[str]()
    return [
        document.cite(passage)
        for document, passages in articles
        for passage in passages
        if asked <= wording(passage.text).stems
        and re.search(
            rf"{_spelt(who, [(document, passages)])} (?:itself |also |directly |now |still )*"
            r"(?:holds?|owns?|has|keeps?|with|on|at) (?:[a-z]+ ){0,2}\d[\d.]* ?(?:%|per ?cent)",
            leveled(passage.text),
        )
    ]
