"""How long money lasts: the words that ask for it, and what a question supposes about the burn and the cash."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import phrases
from askbot.phrases import figures_in, subject_of
from askbot.programs import Plan, Slot, UnitKind
from askbot.types import Origin, Quantity
from askbot.units import currency

_MONEY_WORDS = r"(?:cash balance|cash position|cash and cash equivalents|cash pile|cash|liquid funds|liquidity|funds|money|reserves|war chest)"
BURN_WORDS = r"(?:(?:cash )?burn(?: rate)?|drawdown|cash outflow|spending|spend rate|outgoings|expenses)"
_RUNWAY = re.compile(
    rf"\brunway\b|\bhow (?:long|many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:{_MONEY_WORDS}|{BURN_WORDS})\b"
    rf"|\bhow long\b.*\b(?:until|before|till)\b.*\b(?:runs? (?:out|dry)|is (?:broke|bankrupt))"
    rf"|\b(?:when|until when|by when|how soon|what date)\b.*\b(?:{_MONEY_WORDS}\b.*\b(?:run|runs) (?:out|dry)|run(?:s|ning)? (?:out of|dry)|out of (?:cash|money|funds))"
    rf"|\bhow many (?:months|years|quarters)\b.*\b(?:survive|keep going|stay afloat|carry on|keep operating)\b"
    rf"|\b(?:{_MONEY_WORDS})\b.*\b(?:last|hold out|suffice)\b"
    rf"|\b(?:until when|how long|how many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:{_MONEY_WORDS})\b.*\bhold\b"
    rf"|\bhow (?:long|many (?:more )?(?:months|years|quarters|weeks))\b.*\b(?:last|keep going|left|is that|hold out)\b.*"
    rf"|\bhow (?:long|many (?:months|years|quarters)) (?:of|until|till|before)\b.*\b(?:{_MONEY_WORDS})\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\bhow long (?:will|would|can|could|does) .+ (?:last|survive|keep going|hold out)\b", re.IGNORECASE
)
_NOT_RUNWAY = re.compile(
    r"\b(?:average|revenue|how old)\b|\bhow many (?:months|years)\b.*\b(?:ago|old|lie|passed|between|plan|spent)\b|\blast (?:year|month|quarter|round)\b",
    re.I,
)
_UNTIL = re.compile(r"\b(?:when|until when|by when|what date|how soon)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(?:counting only|counts only|using only|with only|on only|had only|has only|only (?:counting|counts?|using|with|on|had|has)|if only|just counts?|based only on|using just|on just)\s+(?:its |the |their )?"
    r"(?P<what>[\w -]+?)(?=[,?;:]|\bhow\b|\bwhat\b|\band (?:burn|spen|dr[ae]w)|$)|\b(?:on|with|from) (?:its |the |their )?(?P<alone>[\w -]+?) alone\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:leave out|leaving out|without|excluding|exclude|not counting|ignoring|minus|less|net of)\s+(?:its |the |their )?"
    r"(?P<what>[a-z][\w -]+?)(?=[,:?;]|\bhow\b|\bwhat\b|$)",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:raised?|raises|raising|got|gets|get|received?|receives|added|adds|borrow(?:ed|s)?|granted|another|an extra|additional|injection)\b",
    re.I,
)
_HIGHER = re.compile(
    r"\b(?:rises?|rose|risen|goes up|went up|go up|grows?|grew|increases?|increased|climbs?|climbed|were higher|higher|more|up)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:falls?|fell|drops?|dropped|goes down|went down|go down|decreases?|decreased|shrinks?|shrank|is cut|was cut|were cut|cut|cuts|trims?|trimmed|reduced?|reduces|slowed|lower|less|down)\b",
    re.IGNORECASE,
)
_BY_A_PART = re.compile(
    r"\bby (?:a|an|one) (?P<part>third|quarter|fifth|tenth|half)\b|\b(?:a|an|one) (?P<part2>third|quarter|fifth|tenth|half) (?:higher|more|lower|less|up|down)\b",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SPAN_ASKED = re.compile(r"\b(?:how many|in) (?:more )?(?P<unit>month|year|quarter|week)s\b", re.IGNORECASE)


def plan(text: str) -> Plan | None:
    """Plan how long money lasts, with what the question supposes; None where it asks for something else."""
    named = _RUNWAY.search(text)
    if re.search(
        r"\b(?:article|author|text|report|piece)s? (?:say|says|give|gives|state|states|put|puts)\b", text, re.IGNORECASE
    ):
        return None
    if not (named or _LASTS.search(text)) or _NOT_RUNWAY.search(text):
        return None
    who = subject_of(text)
    if who is None and not named:
        return None
    only, without = _ONLY.search(text), _WITHOUT.search(text)
    cash_word = re.search(_MONEY_WORDS, text, re.IGNORECASE)
    cash = cash_word.group().lower() if cash_word else "cash balance"
    cash = "cash balance" if cash in ("cash", "money", "reserves", "war chest", "cash pile") else cash
    expression, slots = "cash / burn", []
    if only:
        cash = (only.group("what") or only.group("alone")).strip()
    held = phrases.slot("cash", cash, who, UnitKind.MONEY)
    if not only and cash == "cash balance":
        held = replace(
            held, phrases=(held.what, phrases.possessive(who, "liquid funds"), phrases.possessive(who, "cash"))
        )
    slots.append(held)
    if without and not only:
        expression = "(cash - excluded) / burn"
        slots.append(phrases.slot("excluded", without.group("what").strip(), who, UnitKind.MONEY))
    assumed: dict[str, Quantity] = {}
    raised, burn_expression = _what_if(text, assumed)
    if raised:
        expression = expression.replace(
            "(cash - excluded)" if without and not only else "cash",
            f"({'cash - excluded + raised' if without and not only else 'cash + raised'})",
            1,
        )
    if "burn" not in assumed:
        expression = expression.replace("burn", burn_expression)
        slots.append(burn_slot("burn", who))
    asked = _SPAN_ASKED.search(text)
    until = bool(_UNTIL.search(text)) and not asked
    unit = asked.group("unit").lower() if asked else "month"
    stated = f"How many months can {who or 'the company'} operate with its cash?"
    # An exhibition lasts as well as money does: where there is no cash and no burn, it is read directly.
    tentative = named is None
    return Plan(
        "runway", expression, tuple(slots), assumed,
        unit=unit, tentative=tentative, stated_question=stated, until=until,
    )  # fmt: skip


def burn_slot(name: str, who: str | None) -> Slot:
    """Make a slot for what somebody spends in a span of time."""
    of = who or "the company"
    return Slot(
        name,
        (f"What is {phrases.possessive(who, 'monthly cash burn')}?",),
        UnitKind.RATE,
        phrases.possessive(who, "cash burn"),
        phrases=(
            f"{phrases.possessive(who, 'monthly cash burn')}", f"{of} spends a month", f"{of} draws on funds at a rate a month",
            f"{phrases.possessive(who, 'monthly outflow')}",
        ),
    )  # fmt: skip


def _what_if(text: str, assumed: dict[str, Quantity]) -> tuple[bool, str]:
    """Take the figures that the question assumes: a burn, its rise or fall, money that is raised."""
    raised, expression = False, "burn"
    for figure in figures_in(text):
        money, lead = currency(figure.unit), text[: figure.start]
        near = lead[-60:]
        if (
            money
            and "/" not in figure.unit
            and (_RAISED.search(lead[-25:]) or re.match(r" (?:raised|more|extra)\b", text[figure.end :]))
        ):
            assumed["raised"], raised = phrases.given(figure), True
        elif money and ("/" in figure.unit or re.search(rf"{BURN_WORDS}|\brate\b", near, re.IGNORECASE)):
            unit = figure.unit if "/" in figure.unit else f"{figure.unit}/month"
            assumed["burn"] = Quantity(figure.value, unit, figure.printed, origin=Origin.ASSUMED)
        elif money and _RAISED.search(near):
            assumed["raised"], raised = phrases.given(figure), True
        elif figure.unit == "%" and (
            _HIGHER.search(text[figure.end :][:20])
            or _HIGHER.search(near)
            or _LOWER.search(near)
            or _HIGHER.search(text[figure.end :][:20])
            or _LOWER.search(text[figure.end :][:20])
        ):
            lower = _LOWER.search(near) or _LOWER.search(text[figure.end :][:20])
            lower = lower if not _HIGHER.search(text[figure.end :][:20]) else None
            assumed["change"], expression = (
                phrases.given(figure),
                "lowered(burn, change)" if lower else "raised(burn, change)",
            )
        elif figure.unit == "x" and re.search(rf"{BURN_WORDS}", near, re.IGNORECASE):
            assumed["factor"], expression = phrases.given(figure), "(burn * factor)"
    doubles = re.search(
        r"\b(?P<verb>doubles|doubled|triples|tripled|halves|halved|is halved|were halved|were doubled)\b",
        text,
        re.IGNORECASE,
    )
    part = _BY_A_PART.search(text)
    if doubles and "factor" not in assumed:
        verb = doubles.group("verb").lower()
        many = "3" if "trip" in verb else "0.5" if "hal" in verb else "2"
        assumed["factor"] = Quantity(Decimal(many), "x", doubles.group(), origin=Origin.ASSUMED)
        expression = "(burn * factor)"
    elif part and "change" not in assumed:
        share = Decimal(100) / _PARTS[(part["part"] or part["part2"]).lower()]
        assumed["change"] = Quantity(share, "%", part.group().removeprefix("by "), origin=Origin.ASSUMED)
        expression = (
            "lowered(burn, change)" if _LOWER.search(f"{text[: part.start()]} {part[0]}") else "raised(burn, change)"
        )
    return raised, expression
