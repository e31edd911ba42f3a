"""How long money lasts: the words that ask for it, and which parts of a balance it leaves out or counts alone."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.phrases import subject_of
from askbot.programs import Plan, Slot, UnitKind
from askbot.types import Quantity
from askbot.units import currency

_MONEY_WORDS = r"(?:cash balance|cash position|cash and cash equivalents|cash pile|cash|liquid funds|liquidity|funds?|endowment|savings|money|reserves|war chest)"
_FINANCIAL = r"\b(?:cash|money|funds?|funding|reserves?|runway|burn\w*|capital|savings|spending|broke)\b"
BURN_WORDS = r"(?:(?:cash )?burn(?: rate)?|drawdown|cash outflow|spending|spend rate|outgoings|expenses)"
_RUNWAY = re.compile(
    rf"\brunway\b|\bhow (?:long|many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:{_MONEY_WORDS}|{BURN_WORDS})\b"
    rf"|\bhow long\b.*\b(?:until|before|till)\b.*\b(?:runs? (?:out|dry)|is (?:broke|bankrupt))"
    rf"|\b(?:when|until when|by when|how soon|what date)\b.*\b(?:{_MONEY_WORDS}\b.*\b(?:run|runs) (?:out|dry)|run(?:s|ning)? (?:out of|dry)|out of (?:cash|money|funds))"
    rf"|\bhow many (?:months|years|quarters)\b.*\b(?:survive|keep going|keep itself going|stay (?:afloat|solvent|in business)|carry on|keep (?:operating|running)|get by|go on)\b"
    rf"|\b(?:{_MONEY_WORDS})\b.*\b(?:last|hold out|suffice)\b"
    rf"|\b(?:until when|how long|how many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:{_MONEY_WORDS})\b.*\bhold\b"
    rf"|\bhow (?:long|many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:last(?! (?:got|was|were|had|did|won|met|[a-z]+ed)\b)|keep going|left"
    r"|is that|hold out)\b.*"
    rf"|\bhow (?:long|many (?:months|years|quarters)) (?:of|until|till|before)\b.*\b(?:{_MONEY_WORDS})\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\bhow long (?:will|would|can|could|does) .+ (?:last|survive|keep (?:[\w'’-]+ ){0,3}going|hold out|stay afloat|go on|carry on|live off .+)\b",
    re.IGNORECASE,
)
_NOT_RUNWAY = re.compile(
    r"\b(?:average|revenue|how old)\b|\bhow many (?:months|years)\b.*\b(?:ago|old|lie|passed|between|plan|spent)\b|\blast (?:year|month|quarter|round)\b|\bassumptions?\b|\b(?:figure|estimate|runway|calculation|claim)s? (?:assumes?|assumed|supposes?|takes? for granted|rests? on|based on|depends? on)\b|\b(?:deficit|shortfall)\b",
    re.I,
)
# What money is spent on takes a time that somebody plans, and no balance is divided by what is burnt.
_FOR_A_PURPOSE = re.compile(
    r"\bhow (?:long|many (?:months|years|quarters|weeks))\b(?!.*\b(?:last|survive|hold|run|runs|running|left|out|afloat|runway)\b).*"
    r"(?:\b(?:spen[dt]|used?|invest(?:ed)?|earmark(?:ed)?|allocated?|devoted?|set aside) (?:[^?,]{1,40} )?(?:on|for|in|into) (?!a month|average)"
    r"|\bof (?!operat|spend|spent|burn|cost|expens|cash|losses|outgoing|runway|wage|salar|payroll|rent|running)[^?,]{1,40}\b(?:pay|cover|fund|buy|last)\b)"
    r"|\bover how many (?:months|years|quarters|weeks)\b",
    re.IGNORECASE,
)
# Money that is still to come, or came from one source, is not all that there is.
_RAISED = re.compile(
    r"\b(?:(?P<source>ipo|listing|flotation|float|offering|share sale|share issue|rights issue|capital increase|bond|loan|grant|series [a-z]|crowdfunding)"
    r" (?:funds?|money|cash|proceeds)|proceeds|(?:funds?|money|cash) (?:raised|from (?:the |its |their )?(?P<from>ipo|listing|flotation|offering|share sale"
    r"|share issue|rights issue|bond|loan|grant)))\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:when|until when|by when|what date|how soon)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(?:counting only|counts only|using only|with only|on only|had only|has only|only (?:counting|counts?|using|with|on|had|has)|if only|just counts?|based only on|using just|on just)\s+(?:its |the |their )?"
    r"(?P<what>[\w -]+?)(?=[,?;:]|\bhow\b|\bwhat\b|\band (?:burn|spen|dr[ae]w)|$)|\b(?:on|with|from|off) (?:its |the |their )?(?P<alone>[\w -]+?) alone\b"
    r"|\b(?:will|would|can|could|do|does) (?:its |the |their |[A-Z][\w-]*['’]s )?(?P<itself>[\w -]+?) alone (?:last|keep|carry|sustain|hold|suffice|cover|fund|see)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:leave out|leaving out|without|excluding|exclude|not counting|ignoring|minus|less|net of)\s+(?:its |the |their )?"
    r"(?P<what>[a-z][\w -]+?)(?=[,:?;]|\bhow\b|\bwhat\b|$)",
    re.IGNORECASE,
)
# "once the proceeds of the flotation are added", "with the $25 million from the new round": more than there is now.
_ADDED = re.compile(
    r"\b(?:once|after|when|with|including|counting|plus|adding)\s+(?:in )?(?:the |its |their |those |all )?(?P<what>[^?,]*?\b(?:proceeds|rounds?|injection|loans?|credit line|overdraft"
    r"|new money|new capital|investment|ipo|flotation|listing|capital increase|grant|rights issue|raised?|share sale)\b[^?,]*?)"
    r"(?:,? (?:is|are|was|were|has been|have been) (?:added|counted|included|received|in)\b[^?,]*)?[?.]*$",
    re.IGNORECASE,
)
_SPAN_ASKED = re.compile(r"\b(?:how many|in) (?:more )?(?P<unit>month|year|quarter|week)s\b", re.IGNORECASE)


def plan(text: str) -> Plan | None:
    """Plan how long money lasts; None where the question asks for something else. What it supposes is applied elsewhere."""
    named = _RUNWAY.search(text)
    if re.search(
        r"\b(?:article|author|text|report|piece)s? (?:say|says|give|gives|state|states|put|puts)\b", text, re.IGNORECASE
    ):
        return None
    if not (named or _LASTS.search(text)) or _NOT_RUNWAY.search(text) or _FOR_A_PURPOSE.search(text):
        return None
    who = subject_of(text)
    only, without = _ONLY.search(text), _WITHOUT.search(text)
    if who is None and not named and not only:
        return None
    cash_word = re.search(_MONEY_WORDS, text, re.IGNORECASE)
    cash = cash_word.group().lower() if cash_word else "cash balance"
    asked_as = cash
    if (added := _ADDED.search(text)) and cash_word and cash_word.start() >= added.start():
        cash = asked_as = "cash"
    cash = "cash balance" if cash in ("cash", "money", "funds", "reserves", "war chest", "cash pile") else cash
    if not added and (raised := _RAISED.search(text)):
        cash = f"{raised['source'] or raised['from'] or ''} proceeds".strip()
    expression, slots = "cash / burn", []
    if only:
        cash = (only.group("what") or only.group("alone") or only.group("itself")).strip()
    held = phrases.slot("cash", cash, who, UnitKind.MONEY)
    if not only and cash == "cash balance":
        held = replace(
            held,
            phrases=(
                *((phrases.possessive(who, asked_as),) if asked_as in ("reserves", "war chest") else ()),
                held.what,
                *(phrases.possessive(who, noun) for noun in ("liquid funds", "cash", "money in the bank")),
                f"{who or 'the company'} has left",
            ),
        )
    slots.append(held)
    if without and not only:
        expression = "(cash - excluded) / burn"
        slots.append(phrases.slot("excluded", without.group("what").strip(), who, UnitKind.MONEY))
    assumed: dict[str, Quantity] = {}
    if not only and (added := _ADDED.search(text)):
        given = next((one for one in phrases.figures_in(added["what"]) if currency(one.unit)), None)
        expression = expression.replace("cash", "(cash + raised)", 1)
        if given:
            assumed["raised"] = phrases.given(given)
        else:
            of = re.sub(r" (?:proceeds|money)$", "", added["what"].strip())
            ways = (phrases.possessive(who, of), f"{of} raises money", f"{of} to raise money")
            slots.append(sides.phrased("raised", phrases.possessive(who, f"{of} proceeds"), UnitKind.MONEY, *ways))
    slots.append(burn_slot("burn", who))
    asked = _SPAN_ASKED.search(text)
    until = bool(_UNTIL.search(text)) and not asked
    unit = asked.group("unit").lower() if asked else "month"
    # What the article says is of all the money.
    stated = None if only or without else f"How many months can {who or 'the company'} operate with its cash?"
    # An exhibition lasts as well as money does: where there is no cash and no burn, it is read directly.
    bodily = (who is None or who[:1].islower()) and not re.search(_FINANCIAL, text, re.IGNORECASE)
    tentative = named is None or bodily
    return Plan(
        "runway", expression, tuple(slots), assumed, unit=unit, tentative=tentative, stated_question=stated, until=until,
    )  # fmt: skip


def asks(text: str) -> bool:
    """Say whether it is asked how long money lasts, which is no time between two dates.

    >>> asks("How long will Quillon's cash last?"), asks("How long did the strike last?")
    (True, False)
    """
    made = plan(text)
    return made is not None and not made.tentative


def burn_slot(name: str, who: str | None, *, verb: str = "spend") -> Slot:
    """Make a slot for what somebody spends, or loses, in a span of time; the verb asked for is tried first."""
    of = who or "the company"
    return Slot(
        name,
        (f"What is {phrases.possessive(who, 'monthly cash burn')}?",),
        UnitKind.RATE,
        phrases.possessive(who, "cash burn"),
        phrases=(
            *((f"{of} loses a month",) if verb == "lose" else ()), f"{phrases.possessive(who, 'monthly cash burn')}", f"{of} spends a month", f"{of} draws on funds at a rate a month", f"{of} loses a month", f"{of} uses a month",
            f"{phrases.possessive(who, 'monthly outflow')}",
        ),
    )  # fmt: skip
