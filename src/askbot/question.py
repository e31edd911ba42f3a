"""What a question asks for: its kind, the sort of answer it wants, and the words that evidence must bear out.

Pure; it knows English, not the corpus. Which of the words are names is for those to say who have seen hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from askbot import lexicon
from askbot.framing import AUXILIARY, focused
from askbot.lexicon import Kind
from askbot.periods import MONTHS, Period, find_periods
from askbot.units import CURRENCY_CODES, CURRENCY_WORDS
from askbot.wanted import FIGURES, NAMES, sort_of
from askbot.words import Token, is_function_word, stem, tokens


class QuestionKind(StrEnum):
    """The rooms of the reader."""

    FACT = "fact"
    LIST = "list"
    REASON = "reason"  # why, how, what for
    COMPARISON = "comparison"
    SUMMARY = "summary"
    YESNO = "yesno"
    LOOKUP = "lookup"  # where does it say


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that the evidence has to bear out."""

    text: str
    lower: str
    stem: str
    start: int
    end: int
    capitalised: bool  # printed with a capital, and not merely because it opens the question


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `focus` is the question without chatter and framing; `wanted` the sorts of answer that fit (empty: any);
    `head` the noun asked about, as a stem ("how many paying users" is about users); `terms` exclude
    function words, generic words and periods.
    """

    text: str
    focus: str
    kind: QuestionKind
    wanted: frozenset[Kind] = frozenset()
    head: str | None = None
    terms: tuple[Term, ...] = ()
    periods: tuple[Period, ...] = ()
    currency: str | None = None
    negated: bool = False


_SUMMARY = re.compile(
    r"\bsummar(?:y|ies|ise|ize)\b|\b(?:overview|tl;?dr|gist|nutshell|recap|rundown|synopsis)\b"
    r"|\b(?:key|main|major|central) (?:points?|takeaways?|(?:figures|numbers|facts|data)(?! (?:of|for|on|about))|messages?|themes?|topics?|ideas?|findings)\b"
    r"|^what(?:'s| is| was| are)(?: all)? (?:this|that|it|these|those)(?: \w+){0,2}? (?:all )?about\b"
    r"|^what(?:'s| is| was| are)(?: all)? the (?:\w+ )?(?:articles?|pieces?|story|stories|texts?|reports?|documents?|corpus|news) (?:all )?about\b"
    r"|^what (?:does|do|is|are) (?:this|the|these) (?:\w+ )?(?:article|articles|piece|story|text|report|document)s? (?:say|cover|discuss|deal|report|describe|about)"
    r"|\bconclusions?\b|^(?:what|how) (?:does|did|do) (?:the|this) (?:article|piece|story|text|author|writer|column|feature|reporter) (?:conclude|end|sum up)\b"
    r"|^(?:tell (?:me|us) about|describe|sum up|outline|brief me on|walk me through)\b"
    r"|\bwhat (?:this|the) (?:article|story|piece|text|report|news) (?:is|was) (?:all )?about\b"
    r"|^what(?:['’]s| is| has)? (?:happened|happening|going on|been going on|new|the (?:news|story|latest)(?: here)?)[?.! ]*$"
    r"|\bbottom line\b(?! (?:growth|profit|result|figure))|^(?:what(?:['’]s| is| are) )?(?:the )?(?:main |key |big )?take-?aways?\b",
    re.IGNORECASE,
)
_TEXT_PARTS = r"(?:quotes?|quotation|sentences?|passages?|paragraphs?|source|sources|citations?|lines?|wording|words|reference|mentions?|parts?|bits?|places?|sections?|spots?)"
_SAYING = r"(?:say|says|said|mention|mentions|mentioned|state|states|stated|talks?|discuss|discusses|discussed|describe|describes|described|written|quoted|covered|addressed|brought up|come up|comes up|touch(?:es)? on|refers? to|referred to)"
_LOOKUP = re.compile(
    rf"^where (?:exactly |in .{{3,20}} )?(?:does|do|did|is|are|was|were|in)\b.*\b(?:{_SAYING}|article|text|piece|story|report)\b"
    r"|\b(?:which|what) (?:passages?|sentences?|paragraphs?|lines?|sections?|bits?|parts? of (?:the|this) (?:article|text|piece|story|report)|parts? (?:talks?|says?|mentions?|is about|covers?))\b"
    rf"|^(?:show|tell) (?:me |us )?(?:where|what (?:it|they|the \w+) (?:says?|said))\b|\bwhere (?:it|they|the \w+|this) {_SAYING}"
    rf"|(?:^|\b(?:you|to|please|now) )(?:show|give|find|fetch|pull|read|quote|cite|locate|point|let (?:me|us) see)\b.{{0,20}}\b{_TEXT_PARTS}\b"
    rf"|^(?:quote|cite|locate)\b|\bwhere(?:['’]s| is| are) the (?:exact |original |precise )?(?:quote|source|passage|sentence|mention|part|wording|citation|reference)s?\b"
    r"|\bwhat(?:['’]s| is| are) the (?:(?:exact|original|precise) (?:wording|words?|quote|sentence|passage|phrase)|quote|citation|(?:source|reference) (?:for|that|saying|behind))\b"
    rf"|^what (?:it|they|the \w+) says? (?:about|on)\b|^(?:the|a|any) (?:exact )?{_TEXT_PARTS} (?:on|about|with|that|where|for|from|saying)\b"
    r"|^(?:the )?(?:exact |original |full )?(?:source|quote|citation|reference|wording|words) (?:for|on|about|from|of)\b|\bchapter and verse\b"
    rf"|^(?:does|do|did|is|are|was|were|has|have)\b.*\b{_SAYING} (?:anywhere|somewhere|at any point)\b|^(?:does|do|did|is|are|was|were)\b.*\b(?:anywhere|somewhere)\b.*\b{_SAYING}\b"
    rf"|^(?:is|are) there (?:an?y? |some )?(?:{_TEXT_PARTS}|anything (?:said|in (?:the|this|it|there)))\b",
    re.IGNORECASE,
)
# What frames the words looked for, on either side of them.
_LOOKUP_FRAME_WORDS = """
    where exactly does do did is are was were it its it's they the this these article articles text piece story report author say says said
    mention mentions mentioned state states stated talk talks talked about tell which what what's whats where's passage passages sentence sentences paragraph
    paragraphs line lines section sections part parts bit bits place places spot show give find fetch pull read see let need want get quote quotes quotation quoted cite locate
    point me us to out up source sources citation citations wording words reference references claim claims claimed that for on of in being with please pls can
    could you a an any some exact original precise discuss discusses discussed describe describes described has have had there contains contain anywhere somewhere anything
    chapter and verse come comes brought touches touch refers refer referred covered covers written from statement bit's i we would like just into at by figure
"""
_LOOKUP_FRAME = frozenset(_LOOKUP_FRAME_WORDS.split())
_COMPARISON = re.compile(
    r"\b(?:compare[ds]?(?! (?:it|him|her|them)sel(?:f|ves))|comparison|comparing|versus|vs|differ|differs|differences?|different from|contrast|contrasts|similarit(?:y|ies)|in common)\b",
    re.IGNORECASE,
)
# "Which of the two has more …": what follows, up to the next clause, is looked at for a comparative.
WHICH = re.compile(
    r"\b(?:which|who|whose|what(?= (?:is|was|are|were|costs?|weighs?)\b[^,;?]*[,:] [^?]* or ))\b(?P<after>[^,;?]*)",
    re.IGNORECASE,
)
_OF_THE_TWO = re.compile(r"\b(?:of|between) (?:the two|them|these|those|both)\b|\bor\b|\bboth\b", re.IGNORECASE)
_GIVEN = re.compile(r"(?:['’]s?|\b(?:its|their|his|her|a|an|no|any))\s+$", re.IGNORECASE)  # "Orvella's newer markets"
_SUPERLATIVE = re.compile(r"(?:most|least|\w+est)", re.IGNORECASE)
_REASON = re.compile(
    r"^(?:why|how come|what for|for what (?:reason|purpose)|what (?:is|was|are|were|'s) the (?:reason|purpose|aim|goal|cause|point|motive|rationale|idea)s?\b"
    r"|what (?:caused|causes|led|made|prompted|drove|explains)\b"
    r"|how (?=" + AUXILIARY + r"\b))",
    re.IGNORECASE,
)
# A figure or a date is asked for, whatever else the question looks like.
_COUNTING = re.compile(
    r"^(?:how (?:many|much|long|old|often|big|large|high|far)|when|(?:what|which) (?:\w+ )?(?:percentage|percent|share|proportion|portion|fraction|number|year|date|day|month))\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"^what\b.*\b(?:for|used for|meant for|intended for)[?.! ]*$", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:list|name|enumerate)\b(?! of\b)|^(?:who|what|which) (?:are|were) (?:the|its|their|his|her|some|all|these|those|both|two|three|four|five|[A-Z])"
    r"|^(?:what|which) (?:two|three|four|five|six|seven|eight|nine|ten|several|other|all|\d+) "
    r"|^what (?:makes up|goes into|sits in|sits inside)\b|\b(?:consist|consists|comprise|comprises|composed|made up|include|includes|contain|contains)\b"
    r"|^what (?:will|would|does|did|do|can|could|should|is|are) .{2,60}\b(?:do|doing) (?:with|about|against)\b"
    r"|^(?:who (?:all|else)|what else)\b|^(?:what|which) (?:\w+ ){0,3}?(?:\w{3,}[^s'’]s|\w+ies)(?= (?:does|do|did|are|were|have|has|had|will|can|is|was|make|drive|take|use|offer|belong|work|play)\b)",
    re.IGNORECASE,
)
# At the head it asks for a yes: "isn't it profitable?"
_NEGATION = re.compile(
    r"(?!^)\b(?:not|never|no longer|without|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't|haven't|can't|won't)\b",
    re.IGNORECASE,
)


# "What does it come to in zlotys?"
_IN_MONEY = re.compile(
    r"\b(?:come|comes|came|amounts?|worth|costs?|equal|make|makes)\b.*\bin (?:[A-Za-z.]+ )?[A-Za-z]+\W*$"
)
_PERCENTAGE = re.compile(r"\b(?:percentage|percent|per cent|proportion|fraction)\b", re.IGNORECASE)
# "By the end of October": the words before a month or a year date something, and name nothing.
_BOUND_OF_A_PERIOD = re.compile(
    rf"\b(?:end|beginning|start|middle|close)(?= of (?:the |this |last )?(?:year|month|quarter|\d{{4}}|{'|'.join(MONTHS)})\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # every step from the standalone question to the answer asks it again
def parse(text: str) -> Question:
    """Take a question apart.

    Never raises; a text that is no question comes back as a FACT of whatever terms it has.

    >>> asked = parse("How many institutional customers did they serve?")
    >>> asked.kind.value, sorted(asked.wanted), [term.lower for term in asked.terms]
    ('fact', [<Kind.COUNT: 'count'>], ['institutional', 'customers', 'serve'])
    """
    focus = focused(text)
    kind = _kind(focus)
    periods = tuple(find_periods(focus))
    wanted, head = sort_of(focus) if kind in (QuestionKind.FACT, QuestionKind.LIST) else (frozenset[Kind](), None)
    if kind is QuestionKind.LOOKUP:
        phrase = lookup_phrase(focus)
        at = focus.find(phrase)
        framed = tuple(replace(term, start=term.start + at, end=term.end + at) for term in terms(phrase))
        return Question(text, focus, kind, terms=framed)
    money = tuple(_currencies(focus))
    if kind is QuestionKind.FACT and not wanted and money and _IN_MONEY.search(focus):
        wanted = frozenset({Kind.MONEY})
    degrees = tuple(
        found.span()
        for found in re.finditer(
            r"(?<=\bhow )[a-z]+|(?<=\bthe )two\b|(?<=\bthe two )[a-z]+s\b|(?<=\bboth )[a-z]+s\b|(?<=\bin )common\b",
            focus,
            re.IGNORECASE,
        )
    )
    bounds = tuple(found.span() for found in _BOUND_OF_A_PERIOD.finditer(focus))
    skip = (*bounds, *((p.start, p.end) for p in periods), *((start, end) for _, start, end in money), *degrees)
    if wanted == {Kind.SHARE}:
        # A figure in percent says "percentage" by itself.
        skip = (*skip, *(found.span() for found in _PERCENTAGE.finditer(focus)))
    return Question(
        text=text,
        focus=focus,
        kind=kind,
        wanted=wanted,
        head=head,
        terms=terms(focus, skip=skip),
        periods=periods,
        currency=money[0][0] if money else None,
        negated=bool(_NEGATION.search(focus)),
    )


def lookup_phrase(focus: str) -> str:
    """What a "where does it say" question looks for: the words in quotation marks, else what its frame leaves.

    >>> lookup_phrase("where does it say investment advice?")
    'investment advice?'
    """
    quoted = re.search(r"[\"“]([^\"”]{3,})[\"”]", focus)
    if quoted:
        return quoted[1]
    words = focus.split()
    while words and words[0].lower().strip(",.:;?!\"'") in _LOOKUP_FRAME:
        del words[0]
    while words and words[-1].lower().strip(",.:;?!\"'") in _LOOKUP_FRAME:
        del words[-1]
    left = " ".join(words)
    return left if re.search(r"\w", left) else focus


_INNER = re.compile(r"(?:how (?:much|many|long|old|big|far)|who|when|why|what|which) \w+ \w", re.IGNORECASE)


def looked_for(asked: Question) -> str | None:
    """Return the question whose answer a "where does it say" looks for; None where it looks for words.

    >>> looked_for(parse("Where does it say how many looms it runs?")), looked_for(parse("Where does it say 40 looms?"))
    ('How many looms it runs?', None)
    """
    inner = lookup_phrase(asked.focus) if asked.kind is QuestionKind.LOOKUP else ""
    return f"{inner[0].upper()}{inner[1:].rstrip('?. ')}?" if _INNER.match(inner) else None


def terms(text: str, *, skip: tuple[tuple[int, int], ...] = ()) -> tuple[Term, ...]:
    """The content words of a text, each stem once; not those inside the spans to skip."""
    found: dict[str, Term] = {}
    made = tokens(text)
    phrases = list(_phrases(made))
    for first, last, head in phrases:
        term = Term(text[first.start : last.end], head, head, first.start, last.end, capitalised=False)
        if not lexicon.is_generic(head):
            found.setdefault(head, term)
    skip = (*skip, *((first.start, last.end) for first, last, _ in phrases))
    for number, token in enumerate(made):
        if (is_function_word(token.lower) and not _acronym(token)) or (
            lexicon.is_generic(token.stem) and not (number and _the_state(made[number - 1], token))
        ):
            continue
        if any(start <= token.start < end for start, end in skip) or token.lower in MONTHS:
            continue
        if not number and token.stem == "not":
            continue  # see _NEGATION
        inner = any(character.isupper() for character in token.text[1:])
        capitalised = inner or (token.text[0].isupper() and number > 0)
        term = Term(token.text, token.lower, token.stem, token.start, token.end, capitalised)
        found.setdefault(token.stem, term)
    return tuple(found.values())


def _the_state(before: Token, token: Token) -> bool:
    """Say whether "state" is who pays ("did the state pay"), not what a text does ("does it state")."""
    return token.lower == "state" and before.lower in ("the", "a", "each", "which")


def _phrases(made: Sequence[Token]) -> Iterator[tuple[Token, Token, str]]:
    """The phrases that read as one word, longest first at each place: (first token, last token, stem)."""
    known = lexicon.phrases()
    longest = max((len(key) for key in known), default=0)
    at = 0
    while at < len(made):
        for length in range(min(longest, len(made) - at), 1, -1):
            head = known.get(tuple(token.stem for token in made[at : at + length]))
            if head is not None:
                yield made[at], made[at + length - 1], head
                at += length - 1
                break
        at += 1


def _currencies(focus: str) -> Iterator[tuple[str, int, int]]:
    """The currency that an answer is wanted in: "in dollars", "RMB", "US$", as (code, start, end)."""
    for found in re.finditer(r"\b(?:(?:US|U\.S\.|American) )?([A-Za-z]+)\b", focus):
        word = found[1].lower()
        code = (
            found[1].upper()
            if found[1] in CURRENCY_CODES or _ends_in_code(focus, found)
            else CURRENCY_WORDS.get(word) or CURRENCY_WORDS.get(word.removesuffix("s"))
        )
        if code is not None and (word not in ("bucks", "buck", "pound") or "in " + word in focus.lower()):
            yield code, found.start(), found.end()


def _ends_in_code(focus: str, found: re.Match[str]) -> bool:
    """Say whether a question ends in "in usd"; "in all" is no Albanian money."""
    behind = not focus[found.end() :].strip("?!. ")
    asked = behind and focus[: found.start()].lower().endswith("in ")
    return asked and found[1].upper() in CURRENCY_CODES and not is_function_word(found[1].lower())


def _acronym(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


# "The gist of the part on energy" shows no part.
_SUMMARY_OF = re.compile(
    r"(?:(?:please )?(?:give|write|tell|make|show) (?:me |us )?)?(?:an? |the )?(?:short |brief |quick )?"
    r"(?:gist|summary|overview|recap|rundown|synopsis) (?:of|on|about)\b",
    re.IGNORECASE,
)


def _kind(focus: str) -> QuestionKind:
    if _LOOKUP.search(focus) and not _SUMMARY_OF.match(focus):
        return QuestionKind.LOOKUP
    if _SUMMARY.search(focus):
        return QuestionKind.SUMMARY
    if re.match(AUXILIARY + r"\b", focus, re.IGNORECASE):
        return QuestionKind.YESNO
    if _COMPARISON.search(focus) or _which_has_more(focus):
        return QuestionKind.COMPARISON
    if _REASON.search(focus) or _PURPOSE.search(focus):
        return QuestionKind.REASON
    if _LIST.search(focus) and not _COUNTING.match(focus):
        return QuestionKind.LIST
    return QuestionKind.FACT


def _which_has_more(focus: str) -> bool:
    """Say whether a question asks who has more, older or dearer of something; one of many is "the most", a fact."""
    for found in WHICH.finditer(focus):
        for token in tokens(found["after"]):
            before, behind = found["after"][: token.start], found["after"][token.end :]
            if not lexicon.comparative(token.lower) or re.match(r" than \W?\d", behind) or _GIVEN.search(before):
                continue
            if not _SUPERLATIVE.fullmatch(token.lower) or _OF_THE_TWO.search(focus):
                return True
    return False


def same_question(left: str, right: str) -> bool:
    """Say whether two questions are one but for case, space and final marks."""
    return re.sub(r"[\W_]+", " ", left).strip().lower() == re.sub(r"[\W_]+", " ", right).strip().lower()


__all__ = [
    "FIGURES", "NAMES", "Question", "QuestionKind", "Term", "lookup_phrase", "parse", "same_question", "stem", "terms",
]  # fmt: skip
