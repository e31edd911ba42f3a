"""What sort of answer a question wants, and the noun that it asks about; pure, it knows English, not the corpus."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.framing import AUXILIARY, WH
from askbot.lexicon import Kind
from askbot.units import CURRENCY_WORDS, is_plural
from askbot.words import irregular_forms, is_function_word, stem, tokens

FIGURES = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.MULTIPLE, Kind.MEASURE, Kind.DURATION})
NAMES = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.PLACE})

_MONEYS = "|".join(re.escape(word) for word in CURRENCY_WORDS)
# What a leading phrase wants, first match first. The noun asked about follows "how many" and "which".
_WANTED: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(kinds))
    for pattern, kinds in (
        (r"^who(?:m)? (?!is\b|are\b|was\b|were\b)", {Kind.PERSON, Kind.ORGANISATION}),
        (r"\bhow many times\b|\bby (?:what|which) (?:factor|multiple)\b", {Kind.MULTIPLE, Kind.COUNT}),
        (
            r"\bhow many (?:more |fewer |full |whole )?(?:years?|months?|weeks?|days?|hours?|minutes?|quarters?|decades?)\b",
            {Kind.DURATION},
        ),
        (
            r"\b(?:how many|what|which) (?:percent(?:age)?|per cent|percentage points?)\b|\bwhat (?:\w+ )?(?:share|proportion|fraction|percentage|portion)\b",
            {Kind.SHARE},
        ),
        (
            r"\bhow much (?!of\b).*\b(?:worth|pay|paid|spen[dt]|owe[ds]?|earn(?:s|ed)?|charge[ds]?|borrow(?:s|ed)?|invest(?:s|ed)?|raise[ds]?(?! (?:its|the|their|h)))\b|\bit cost\b|^how much (?:do|does|did|will|would|has|have)\b(?!.*\b(?:rise|fall|grow|more|less)\b).*\bcost\b",
            {Kind.MONEY},
        ),
        (rf"^how much\b.* in (?:\w+ )?(?:{_MONEYS})s?\W*$|^how much (?:money|cash)\b", {Kind.MONEY}),
        (r"^how much (?:do|does|did|will|would)\b.*\b(?:weigh|measure)\b", {Kind.MEASURE}),
        (
            r"^how much (?:do|does|did|will|would|has|have|had)\b.* in (?:dividends?|interest|fees|rents?|tax(?:es)?|wages|salar(?:y|ies)|royalties|premiums|fines"
            r"|compensation|damages|subsidies|grants|aid|tolls|duties)\W*$",
            {Kind.MONEY},
        ),
        (r"\bhow much\b", {Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.MULTIPLE, Kind.MEASURE}),
        (r"\b(?:what|which|how many) ?%", {Kind.SHARE}),
        # "What does the rebuilding cost Orlin?"; the last word is nobody's price.
        (
            r"^what (?:do|does|did|will|would|could|might|has|have) (?!.*\b(?:rise|fall|grow|increase)\b).*\bcost (?-i:[A-Z])[^?]*\??$",
            {Kind.MONEY},
        ),
        (r"^how (?:often|frequently)\b", {Kind.MULTIPLE, Kind.COUNT}),
        (r"\bhow many\b", {Kind.COUNT}),
        (r"\bhow (?:long|old|soon)\b", {Kind.DURATION, Kind.DATE, Kind.MEASURE}),
        (r"\b(?:what|which) (?:period|time ?frame|time ?span|stretch)\b", {Kind.DURATION, Kind.DATE}),
        (r"^what\b.*\bworth\W*$", {Kind.MONEY}),
        (
            r"\bhow (?:big|large|high|tall|deep|wide|heavy|fast|far|hot|cold|low|small|strong|steep|thick|loud|noisy|expensive|costly|valuable|rich)\b",
            set(FIGURES),
        ),
        (r"\b(?:when|(?:what|which) (?:year|date|day|month|decade|century|quarter|season|time))\b", {Kind.DATE}),
        (
            r"\b(?:where|(?:what|which) (?:country|city|town|place|state|region|continent|village|district|port|street))\b",
            {Kind.PLACE},
        ),
        (
            r"^who(?:'s|’s| is| are| was| were) (?:(?:mr|mrs|ms|dr)\.? )?(?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*)*\W*$",
            set[Kind](),
        ),
        (r"\b(?:who|whom|whose)\b", {Kind.PERSON, Kind.ORGANISATION}),
    )
)

# "What was its revenue last year": a revenue, not a year.
_DATED_BY = re.compile(
    r"(?<=\w) (?:last|this|next|the (?:previous|current)) (?:(?:financial|fiscal) )?(?:year|quarter|month|season|week|half)\b",
    re.IGNORECASE,
)
_OF_ANY = frozenset(stem(word) for word in ("rate", "range", "number", "total", "size"))  # "burn rate": of money
_SOMEWHERE = (Kind.PLACE, Kind.ORGANISATION)
_ON_IT = re.compile(r"(?<=\w) (?:of|at|in|for|on|as of|by|during|per|between|over|from|to|with)\b", re.IGNORECASE)


def sort_of(focus: str) -> tuple[frozenset[Kind], str | None]:
    """Give the sorts of answer that fit a question, none for any, and the stem of the noun asked about.

    >>> sort_of("How many looms does it run?"), sort_of("What must it pay when it is late?")[0]
    ((frozenset({<Kind.COUNT: 'count'>}), 'loom'), frozenset())
    """
    head = _head(focus)
    asking = _without_relatives(focus)
    for pattern, kinds in _WANTED:
        if pattern.search(asking):
            own = lexicon.asked_kind(head) if head and _HOW_MUCH_OF_IT.match(asking) else None
            return (frozenset({own}) if own is Kind.MONEY else kinds), head
    noun = head or _noun_of(focus)
    kind = lexicon.asked_kind(noun) if noun and not _ON_WHAT.match(focus) else None
    if kind is Kind.MONEY and _MAIN_ONE.match(focus):
        kind = None  # "what is its largest cost?" asks what that is
    if (kind is not Kind.MONEY and _WHAT_IT_DID.match(focus)) or (kind is Kind.PERSON and _WHAT_HE_IS.match(focus)):
        kind = None  # "what did her grandfather do?", "what was the auditor worried about?": neither asks for a name
    kinds = frozenset({kind}) if kind else frozenset[Kind]()
    return (kinds | {Kind.MONEY, Kind.SHARE} if noun in _MONEY_OR_SHARE else kinds), head


_GOODS = re.compile(r"what (?:does|do) .+ (?:make|produce|sell|build|offer|brew|grow)\W*$", re.IGNORECASE)


def asks_for_goods(focus: str) -> bool:
    """Say whether a question asks what somebody makes or sells, which is no sum.

    >>> asks_for_goods("What does Orlin make?"), asks_for_goods("What does Orlin make a year?")
    (True, False)
    """
    return _GOODS.match(focus) is not None


# What is given in money as often as in percent.
_MONEY_OR_SHARE = frozenset(stem(word) for word in ["premium", "discount", "bonus", "surcharge", "levy", "markup"])
# "How much revenue does it make?" asks for money; "how much does its revenue grow?" may ask for a share.
_HOW_MUCH_OF_IT = re.compile(
    rf"^how much (?!of\b|more\b|less\b|higher\b|lower\b)(?:[a-z-]+ ){{1,3}}?{AUXILIARY}\b", re.IGNORECASE
)
_MAIN_ONE = re.compile(
    r"^what(?:['’]s| is| are| was| were) [^?]*\b(?:largest|biggest|main|greatest|most (?:significant|important)|chief|principal|primary|top)"
    r" (?:[a-z]+ ){0,2}?(?:costs?|expenses?|outlays?|expenditures?|spending|(?:revenue|sales|income|profit) (?:sources?|streams?|drivers?|contributors?|segments?|engines?))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{WH}\b", re.IGNORECASE)
_RELATIVE = re.compile(r"(?<!\band )(?<!\bor )(?<!, )(?<!\bby )\b(?:who|whom|whose|when|where)\b", re.IGNORECASE)


def _without_relatives(focus: str) -> str:
    """A question without the words that open a clause of its own: "what must it pay when it is late?" asks for no date."""
    first = _ASKS.search(focus)
    if first is None:
        return focus
    return focus[: first.end()] + _RELATIVE.sub("that", focus[first.end() :])


_WHAT_IT_DID = re.compile(
    r"^what (?:do|does|did|has|have|had|can|could|will|would|should|may|might|must|need|(?:were|was|are|is)n['’]?t)(?:n['’]?t)?\b",
    re.IGNORECASE,
)
_WHAT_HE_IS = re.compile(r"^what(?:['’]s| (?:is|are|was|were))\b(?!.*\b(?:names?|called)\b)", re.IGNORECASE)
# "What will it spend the proceeds on?" asks for no amount, and "what is on board?" for no board.
_ON_WHAT = re.compile(
    r"^what (?:happen(?:s|ed)|bec[ao]mes?)\b|^what(?: is| are| was| were|['’]s) (?:on|in|at|inside|under|behind|near|with)\b"
    r"|^what (?:is|are|was|were) (?:(?:the|its|their|this|that) )?(?!the |its |their |this |that )[\w-]+ (?:\w+ )?\w+ing(?: (?:to|from|of|for|on|in|about|with|by|at|against|after)\b|\W*$)"
    r"|^what (?:hold|keep|bring|drive|weigh|put)s\b(?!.*\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can)\b)"
    r"|^what (?:is|are|was|were|will|would|do|does|did|has|have|can|could|should|may|might|must)\b.* (?:on|upon|into|about|with)\W*$",
    re.IGNORECASE,
)

# "Orvella's revenue in 2024": asked without a question word.
WHOSE = re.compile(r"^(?:the )?(?:[\w&.-]+ ){0,3}?[\w&.-]+(?:['’]s|s['’]) (?!is\b|was\b|has\b|had\b)")


def _head(focus: str) -> str | None:
    """The noun that "how many …", "which …" or "what is the …" asks about: the last of its noun phrase."""
    found = re.search(
        r"\b(?:how many|how much|which|what)\b(?: (?:is|are|was|were|'s)\b|'s)?(?: (?:the|a|an|its|their|his|her|of|total|number)\b)*",
        focus,
        re.IGNORECASE,
    ) or WHOSE.match(focus)
    if not found:
        return None
    rest = focus[found.end() :]
    dated = _DATED_BY.search(rest)
    rest = rest[: dated.start()] if dated else rest
    made = tokens(rest)
    head: str | None = None
    counted = focus[found.start() : found.end()].lower().startswith("how many")
    for number, token in enumerate(made):
        if is_function_word(token.lower):
            if head is None:
                continue
            break
        if head is not None:
            last = number + 1 == len(made)
            if counted and is_plural(made[number - 1].lower) and not is_plural(token.lower):
                break  # "how many people work for it" is about people
            verb = token.lower.endswith(("ed", "ing")) or token.lower in irregular_forms()
            if token.lower.endswith("ing") and lexicon.asked_kind(token.stem) is not None:
                verb = False  # "R&D spending"
            if rest[made[number - 1].end : token.start].strip(" '’s&") or (
                # "people living in", "company acquired Orvella": a participle that no noun follows.
                verb and (last or is_function_word(made[number + 1].lower) or made[number + 1].text[0].isupper())
            ):
                break
        head = token.stem
    return head


def _noun_of(focus: str) -> str | None:
    """The noun that says what a question without a verb asks for: "Corvo monthly burn?", "growth of Corvo's revenue"."""
    if re.search(rf"\b(?:{WH}|{AUXILIARY}|per)\b", focus, re.IGNORECASE):
        return None
    of = _ON_IT.search(focus)
    named = [token.stem for token in tokens(focus[: of.start()] if of else focus)]
    # "latest factory output" asks for no factory; "Corvo boss" for its boss.
    sorts = {one: lexicon.asked_kind(one) for one in named}
    kinds = [one for one in named if sorts[one] is not None and (sorts[one] not in _SOMEWHERE or one == named[-1])]
    return next((one for one in reversed(kinds) if one not in _OF_ANY), kinds[-1] if kinds else None)
