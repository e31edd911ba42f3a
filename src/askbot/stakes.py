"""The formulas of shares in a company: what a stake is worth or brings in a deal, what all of them are worth."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import companions, phrases, sides
from askbot.phrases import kind_of, possessive, strip_article
from askbot.programs import Plan, Slot, UnitKind
from askbot.types import Quantity

_NAME = r"(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*"
_STAKE = re.compile(
    r"^(?:what|how much) (?:is|was|would|are|were|will|could|might) (?P<whose>.+?) (?:(?:be )?worth|fetch|sell for|be sold for)\b(?P<tail>[^?]*)$|^(?:what|how much) (?:is|was) the (?:value|worth) of (?P<whose2>.+?)(?P<tail2> at [^?]*)?$",
    re.IGNORECASE,
)
_STAKE_WORD = re.compile(r"\b(?P<word>stake|holding|shareholding|equity|shares?|interest)\b", re.IGNORECASE)
_GIVEN_STAKE = re.compile(
    r"(?P<share>[\d.,]+ ?(?:%|per ?cent)) (?:stake|holding|share|of)(?: (?:in|of))? (?P<who>.+)$", re.IGNORECASE
)
_MARKET_VALUE = re.compile(
    rf"^(?:what|how (?:much|high|large|big)) (?:is|was|would|will|are|were) (?:the )?(?:(?P<who>{_NAME})['’]s? )?"
    r"(?:be the )?(?:market (?:value|cap|capitali[sz]ation)|stock[- ]market value|value on the stock market)"
    rf"(?: (?:of|for) (?P<of>{_NAME}))?\b",
    re.IGNORECASE,
)
_FROM_A_DEAL = re.compile(
    r"^(?:what|how much)(?: money)? (?:does|do|did|will|would|could) (?P<who>(?:the )?[\w'’& .-]+?)"
    r" (?:get|receive|earn|make|collect|pocket|be paid|take home)\b[^?]*?"
    r"\b(?:from|in|for|out of|through|if|at|when)\b[^?]*\b(?:deal|sale(?! of (?!(?:the |its )?(?:company|firm|business|group|stake|shares)))|takeover|acquisition|buyout|merger|offer|stake|shares)\b",
    re.IGNORECASE,
)


def plan(text: str) -> Plan | None:
    """Plan what a stake or all the shares of a company are worth; None where the question asks for neither."""
    bare = text.strip().rstrip("?!. ")
    return _market_value(bare) or _from_a_deal(bare) or _stake_worth(bare)


_HELD = re.compile(
    rf"^(?:what|which|how much)(?: (?:share|stake|percentage|per ?cent|proportion|part|holding))? (?:of|in) (?P<of>(?:the )?{_NAME}) (?:does|do|did)"
    r" (?P<who>[^?,]+?) (?:still |now |currently )?(?:own|hold|have|keep|retain)$"
    rf"|^(?:what|which|how (?:large|big) an?) (?:share|stake|percentage|per ?cent|holding) (?:does|do|did) (?P<holder>[^?,]+?)"
    rf" (?:own|hold|have|keep|retain) (?:of|in) (?P<whom>(?:the )?{_NAME})$",
    re.IGNORECASE,
)
# "It is second behind the town with 14%": the town's share.
_BEHIND = re.compile(
    r"\b(?:behind|after|ahead of|than|unlike|alongside|next to) (?P<name>(?:the |its )?[\w&.'’ -]{2,40}?),?"
    r" (?:with|at|on|which (?:has|holds|owns)|who (?:has|holds|owns))(?: about| around| some)? $"
)


# "What share of Orlin does Tarvik hold?"
_HOLDING = re.compile(
    r"\b(?i:shares?|stakes?|percentage|per ?cent|proportion|part|portion|much) (?:of|in) (?:the )?[A-Z][^?]*? (?:do|does|did|is|are|was|were) [^?]*"
    r"\b(?:h[eo]ld|owns?|owned|holds?|have|control\w*)\b"
)


def asks_of_one(text: str) -> bool:
    """Say whether a question asks what share of somebody is held by another."""
    return _HOLDING.search(text) is not None


def held(text: str) -> Slot | None:
    """The stake that a question asks for by its holder: "what share of Orlin does Tarvik hold"; None for other ones.

    >>> held("What share of Orlin does Tarvik hold?").what
    "Tarvik's stake in Orlin"
    """
    found = _HELD.match(" ".join(text.split()).rstrip("?!. "))
    if found is None:
        return None
    who, of = strip_article(found["who"] or found["holder"]), strip_article(found["of"] or found["whom"])
    return replace(
        sides.phrased("stake", f"{possessive(who, 'stake')} in {of}", UnitKind.SHARE),
        phrases=(possessive(who, "stake"),),
    )


def is_anothers(slot: Slot, figure: Quantity) -> bool:
    """Say whether a share is one of another firm than the stake asked for, or of another holder."""
    who, _, of = slot.what.partition("'s stake in ")
    whom = companions.of_whom(figure)
    if whom is not None and not set(whom.split()) & set(of.split()):
        return True
    quote, start = (figure.citation.quote, figure.citation.start) if figure.citation else ("", 0)
    beside = _BEHIND.search(quote[: figure.start - start])
    return beside is not None and not set(beside["name"].lower().split()) & set(who.lower().split())


def _market_value(text: str) -> Plan | None:
    """The price of a share times their number, where the article prints no value."""
    found = _MARKET_VALUE.match(text)
    who = found and (found["who"] or found["of"])
    if found is None or not who:
        return None
    ways = [possessive(who, noun) for noun in ("share price", "shares")]
    price = sides.phrased("each", ways[0], UnitKind.PRICE, *ways)
    bare, count = _shares_of(who)
    printed = sides.phrased("printed", possessive(who, "market value"), UnitKind.MONEY)
    made = Plan("market value", "each * count", (price, count), currency=phrases.currency_asked(text), printed=printed)
    return replace(made, alternatives=(replace(made, slots=(bare, count)),))


def _shares_of(who: str) -> tuple[Slot, Slot]:
    """What a share stands at on the exchange, and how many there are."""
    closed = tuple(
        f"{who} shares {how}"
        for how in ("closed at", "trade at", "rose to", "fell to", "stand at", "ended at", "sold at")
    )
    price = sides.phrased("each", possessive(who, "share price"), UnitKind.MONEY)
    count = sides.phrased("count", possessive(who, "shares outstanding"), UnitKind.COUNT, possessive(who, "shares"))
    return replace(price, holding="shares", phrases=closed), count


def _from_a_deal(text: str) -> Plan | None:
    """What a stake brings its owner when all of the company is sold."""
    found = _FROM_A_DEAL.match(text)
    if found is None:
        return None
    who = strip_article(found["who"])
    stake = sides.phrased("stake", possessive(who, "stake"), UnitKind.SHARE)
    price = sides.phrased("valuation", "valuation", UnitKind.MONEY, "price of the deal")
    money = phrases.currency_asked(text)
    printed = sides.phrased("printed", f"money that {who} gets from the deal", UnitKind.MONEY)
    return Plan("share of a price", "stake of valuation", (stake, price), currency=money, printed=printed)


_WHOSE = re.compile(
    r"\b(?:the|a|an|its|their|his|her|this|that|these|those|entire|whole|remaining|current|of|in)\b", re.IGNORECASE
)


def _stake_worth(text: str) -> Plan | None:
    found = _STAKE.match(text)
    if found is None:
        return None
    whose = strip_article(found["whose"] or found["whose2"])
    tail = found["tail"] or found["tail2"] or ""
    money = phrases.currency_asked(text)
    given = _GIVEN_STAKE.search(whose)
    if given:
        share = phrases.figures_in(given["share"])
        who = strip_article(given["who"])
        if not re.search(r"[A-Z]", who) or kind_of(who) is UnitKind.MONEY:
            return None  # so many percent of an amount
        slot = sides.phrased("valuation", phrases.possessive(who, "valuation"), UnitKind.MONEY)
        return Plan(
            "worth of a stake", "stake of valuation", (slot,), {"stake": phrases.given(share[0])}, currency=money
        )
    word = _STAKE_WORD.search(whose)
    if word is None or not _WHOSE.sub("", whose[: word.start()] + whose[word.end() :]).strip(" '’s"):
        return None  # the stake of whom? an article tells of several
    of = re.search(r"\bin (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*)", whose + tail)
    at = re.search(r"\bat (?:the |its )?(?P<what>[\w'’ -]*(?:valuation|price|value))\b", tail, re.IGNORECASE)
    named = strip_article(at["what"]) if at else "valuation"
    named = re.sub(r"\b(?:latest|last|current|most recent|post-investment|post-money) ", "", named)
    if of and not phrases.currency_named(of["who"]):
        if "'" not in named and "’" not in named:
            named = phrases.possessive(of["who"], named)
        whose = whose.replace(f" in {of['who']}", "")
    held = whose
    stake = sides.phrased(
        "stake", held + (f" in {of['who']}" if of and not phrases.currency_named(of["who"]) else ""), UnitKind.SHARE
    )
    valuation = sides.phrased("valuation", named, UnitKind.MONEY)
    if re.search(r"\bmarket $", whose[: word.start()]):  # of the market, not of the company
        market = replace(
            sides.phrased("valuation", "size of the market", UnitKind.MONEY, "the market is worth"), holding="market"
        )
        return Plan("worth of a market share", "stake of valuation", (stake, market), currency=money)
    made = Plan("worth of a stake", "stake of valuation", (stake, valuation), currency=money)
    if of is None or at is not None or phrases.currency_named(of["who"]):
        return made
    price, count = _shares_of(of["who"])
    listed = replace(made, expression="stake of (each * count)", slots=(stake, price, count))
    return replace(made, alternatives=(listed,))
