"""A number question in the words that the formulas know: "the R&D spend of Orlin" is what Orlin spends on R&D; pure.

Only wordings that ask for just the same figure are put otherwise, and only to plan a calculation: what is read is read
by the question as it stands.
"""

from __future__ import annotations

import re

from askbot import phrases
from askbot.programs import UnitKind
from askbot.wording import owned

_NAME = r"(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?!R&D\b|IT\b|EBITDA\b|IPO\b|CO2\b)(?-i:[A-Z])[\w&.-]*)*"
_WHO = rf"(?P<who>(?:the )?{_NAME})"
_OPENS = r"^(?:what(?:['’]s| is| was| are| were) )?(?:the )?"
_EACH = r"(?:an?|per|each|every) (?:year|quarter|month|week|day)"
_EARNED = r"(?:revenues?|sales|turnover|income)"
_WORTH = r"(?:valuation|market value|market cap(?:itali[sz]ation)?|value)"
# "Compare Orlin's revenue" is an order and no name.
_OPENING = re.compile(
    r"^(?:what|how|which|who|whose|whom|when|where|why|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
    r"|may|might|must|by|in|at|on|of|for|from|if|and|or|so|but|then|the|an?|its|their|all|both|compare|list|name|describe"
    r"|explain|tell|give|show|find|quote|convert|divide|subtract|add|work|calculate|compute|sum|take|using|with|please"
    r"|break|itemi[sz]e|state|count)\b",
    re.IGNORECASE,
)
_TO_BASE = {"burning": "burn", "losing": "lose", "using": "use", "drawing": "draw"}
_TOTALS = r"(?!(?:cash|money|total|annual|yearly|monthly|quarterly|weekly|daily|overall|own|current|currently|now|still|average|full)\b)"


def _burning(found: re.Match[str]) -> str:
    noun = f" {found['noun']}" if found["noun"] else ""
    each = found["first"] or found["last"] or ""
    return f"how much{noun} does {found['who']} {_TO_BASE[found['verb'].lower()]}{each}"


def _spending(found: re.Match[str]) -> str:
    return f"how much does {found['who']} spend on {found['what']}{found['tail'] or ''}"


def _apart(found: re.Match[str]) -> str:
    way = "lower" if re.search(r"\bless\b|\bdiscount\b", found[0], re.IGNORECASE) else "higher"
    lead = found.groupdict().get("lead") or "by what percentage"
    other = re.sub(r"['’]s?$", "", found["other"].strip())
    one = re.sub(r"['’]s?$", "", found["one"].strip())
    tail = found.groupdict().get("tail") or ""
    return f"{lead} is {owned(one)} valuation {way} than {owned(other)}{tail}"


def _share(found: re.Match[str]) -> str:
    return f"what share of {owned(found['who'])} {found['noun']} comes from {found['what']}"


def _multiple(found: re.Match[str]) -> str:
    who = found.groupdict().get("who") or "company"
    return f"what multiple of its {found['noun']} is {re.sub(r'^the ', '', who)} valued at"


_MOVES = (
    r"(?:ris(?:e|en)|increased?|go up|gone up|grow|grown|climb(?:ed)?|fall(?:en)?|drop(?:ped)?|decreased?|go down|gone down|shrink|shrunk"
    r"|declined?|slip(?:ped)?)"
)
_IN_MONEY = r"(?P<tail>,? in [\w ]+)?"
_NOUN = rf"(?P<noun>{_EARNED}|earnings|profits?|ebitda)"
_SAME = tuple(
    (re.compile(f"{pattern}$", re.IGNORECASE), said)
    for pattern, said in (
        # "By how much in percent did fares go up?"
        (
            rf"^what percentage of (?P<does>does|do|did|has|have|had|will) (?P<what>[^?]+? {_MOVES}(?: (?:by|in|from|since|between|over|after|on|this|last)\b[^?]*)?)",
            lambda found: f"by what percentage {found['does']} {found['what']}",
        ),
        # "What did sales rise by?"
        (
            rf"^what (?P<does>did|does|do|has|have|will) (?P<what>[^?]+? {_MOVES}) by(?P<rest> [^?]+)?",
            lambda found: f"by how much {found['does']} {found['what']}{found['rest'] or ''}",
        ),
        # "What is Orlin's cash divided by its burn?"
        (
            rf"{_OPENS}{_WHO}['’]s? (?:cash(?: balance| position| pile)?|liquid funds|money) (?:divided by|over)"
            r" (?:its |the )?(?:monthly )?(?:cash )?burn(?: rate)?(?: (?:a|per) month)?",
            lambda found: f"what is {owned(found['who'])} runway",
        ),
        (
            rf"{_OPENS}{_WHO}['’]s? (?P<one>[a-z][a-z &-]*?) divided by (?:its|their) (?P<other>[a-z][a-z &-]*?)",
            lambda found: (
                f"what is the ratio of {owned(found['who'])} {found['one']} to {owned(found['who'])} {found['other']}"
            ),
        ),
        # "What share of staff is going?"
        (
            r"^what (?:share|percentage|proportion|fraction|part|portion) of (?:(?:the|its|their|all) )?(?P<who>[\w&.-]+['’]s? )?(?:staff|workforce|employees|workers|jobs|personnel|payroll|people)"
            r" (?:(?:is|are) (?:going|to go|leaving|being (?:laid off|let go|shed|axed|made redundant|fired)|losing (?:its|their) jobs?)|will (?:go|leave|be (?:cut|laid off|let go|axed))"
            r"|(?:will )?loses? (?:its|their) jobs?)",
            lambda found: f"what share of {found['who'] or 'the '}workforce is being cut",
        ),
        # "How much a year is Orlin burning?"
        (
            rf"^how much(?: (?P<noun>cash|money))?(?P<first> {_EACH})? (?:is|are|was|were) (?P<who>(?:the )?[\w&.-]+(?: {_NAME})?)"
            rf"(?: currently| now)? (?P<verb>burning|losing|using|drawing)(?: (?:in )?(?:cash|money))?(?P<last> {_EACH})?",
            _burning,
        ),
        # "What was Orlin's R&D spend?", "Orlin's spending on R&D"
        (
            rf"{_OPENS}{_WHO}(?:['’]s?)? {_TOTALS}(?P<what>[\w&/-]+(?: [\w&/-]+){{0,2}}?) (?:spend|spending|expenditure|outlays?){_IN_MONEY}",
            _spending,
        ),
        (
            rf"{_OPENS}{_WHO}(?:['’]s?)? (?:spend|spending|expenditure|outlays?) (?:on|for) (?P<what>[\w&/ -]+?){_IN_MONEY}",
            _spending,
        ),
        # "How much more is Orlin worth than Tarvik?"
        (
            rf"^(?P<lead>how much|by how much|by what percentage|what percentage) (?:more|less) is (?P<one>[^?,]+?) (?:worth|valued)(?: at)? than (?P<other>(?:the )?{_NAME}(?:['’]s?)?){_IN_MONEY}",
            _apart,
        ),
        (
            rf"^(?P<lead>how much|by how much|by what percentage|what percentage) is (?P<one>[^?,]+?) (?:worth|valued)(?: at)? (?:more|less) than (?P<other>(?:the )?{_NAME}(?:['’]s?)?){_IN_MONEY}",
            _apart,
        ),
        # "Orlin's valuation premium to Tarvik"
        (
            rf"{_OPENS}(?P<one>(?:the )?{_NAME}(?:['’]s?)?) {_WORTH} (?:premium|discount) (?:to|over|against|compared (?:to|with)) (?P<other>(?:the )?{_NAME}(?:['’]s?)?)(?:,? in per ?cent(?:age)?)?",
            _apart,
        ),
        (
            rf"^(?:at )?(?:what|how (?:big|large|high) (?:is|an?)) (?:the |a )?(?:premium|discount) to (?P<other>(?:the )?{_NAME}(?:['’]s?)?) is (?P<one>(?:the )?{_NAME}) valued(?: at)?",
            _apart,
        ),
        # "the valuation gap between Orlin and Tarvik", "how much more valuable is Orlin than Tarvik"
        (
            rf"{_OPENS}(?:{_WORTH} (?:gap|difference)|(?:gap|difference) in {_WORTH}) between (?P<one>(?:the )?{_NAME}) and (?P<other>(?:the )?{_NAME}){_IN_MONEY}",
            lambda found: _apart(found).replace("by what percentage", "by how much", 1),
        ),
        # "Orlin's R&D as a share of revenue"
        (
            rf"{_OPENS}{_WHO}(?:['’]s?)? {_TOTALS}(?P<what>[\w&/-]+(?: [\w&/-]+){{0,2}}?)(?: (?:spend|spending|expenditure|outlays?|costs?|budget))? as an? (?:share|percentage|proportion|fraction) of (?:its |the )?(?:total |annual )?{_EARNED}",
            lambda found: f"what share of its revenue does {found['who']} spend on {found['what']}",
        ),
        # "the share of Orlin's revenue from abroad"
        (
            rf"{_OPENS}(?:share|percentage|proportion|portion|part) of {_WHO}(?:['’]s?)? (?P<noun>(?:total |annual )?{_EARNED})"
            r" (?:coming |earned |made |derived |generated )?(?:from |in (?=[A-Z]))(?P<what>[^?,]+)",
            _share,
        ),
        # "What multiple of revenue is Orlin valued at?"
        (
            rf"^(?:at )?what multiple of (?:annual |last year['’]s )*{_NOUN} (?:is|was) {_WHO} (?:valued|worth)(?: at)?",
            _multiple,
        ),
        # "Orlin's price-to-sales ratio", "how many times its sales is Orlin valued at?"
        (rf"{_OPENS}{_WHO}(?:['’]s?)? price[- ]to[- ]{_NOUN}(?: ratio| multiple)?", _multiple),
        (rf"{_OPENS}price[- ]to[- ]{_NOUN} (?:ratio|multiple) (?:of|for|at) {_WHO}", _multiple),
        (rf"{_OPENS}(?:company['’]s |firm['’]s |its )?price[- ]to[- ]{_NOUN}(?: (?:ratio|multiple))?", _multiple),
        (
            rf"^(?:at )?how many times (?:its |the |last year['’]s |annual )*{_NOUN} (?:is|was|would) {_WHO} (?:be )?(?:valued|worth)(?: at)?",
            _multiple,
        ),
    )
)
# "Orlin's nine-month revenue"
_SPAN_FIRST = re.compile(
    rf"\b(?P<months>three|six|nine)[- ]months? (?P<what>(?:net |operating )?(?:{_EARNED}|profits?|loss(?:es)?))",
    re.IGNORECASE,
)
_HEADLINE = re.compile(rf"^(?P<who>{_NAME})(?:['’]s?)? (?P<what>(?:[\w&-]+ ){{0,5}}[\w&-]+)(?P<tail>,? in [\w ]+)?$")
_NO_NOUN_PHRASE = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|than|or|vs|versus|who|what|when|where|why|how)\b"
)


def recast(text: str) -> str:
    """Put a question in the words that the formulas know; most stay as they are.

    >>> recast("How much a year is Orlin burning"), recast("What was Orlin's R&D spend in dollars")
    ('how much does Orlin burn a year', 'how much does Orlin spend on R&D in dollars')
    >>> recast("Orlin full-year 2024 revenue in dollars"), recast("Who runs Orlin")
    ("what is Orlin's full-year 2024 revenue in dollars", 'Who runs Orlin')
    """
    if (found := _HEADLINE.match(text)) and not _OPENING.match(text) and _is_figure(found["what"]):
        text = f"what is {owned(found['who'])} {found['what']}{found['tail'] or ''}"
    text = _SPAN_FIRST.sub(r"\g<what> in the first \g<months> months", text)
    for pattern, said in _SAME:
        if found := pattern.match(text):
            return said(found)
    return text


def _is_figure(what: str) -> bool:
    """Whether words are a noun phrase that names an amount or a share, and nothing done."""
    return phrases.kind_of(what) in (UnitKind.MONEY, UnitKind.SHARE) and _NO_NOUN_PHRASE.search(what) is None


__all__ = ["recast"]
