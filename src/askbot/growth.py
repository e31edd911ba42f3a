"""By how much something rises or falls: from one year to the next, since a year, to what it is now."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.periods import find_periods
from askbot.phrases import kind_of, strip_article
from askbot.programs import Plan, Role, Slot, UnitKind

_AUX = r"(?:do|does|did|will|has|have|is|was|are|were)"
_UP = r"ris(?:e|en|ing)|increased?|go up|gone up|grow|grown|climb(?:ed)?|lengthen(?:ed)?|raised|lifted|widen(?:ed)?|deepen(?:ed)?|jump(?:ed)?|surged?|soar(?:ed)?|expand(?:ed)?"
_DOWN = r"fall(?:en)?|drop(?:ped)?|decreased?|go down|gone down|shorten(?:ed)?|shrink|shrunk|decline[d]?|cut|reduced|lowered|slip(?:ped)?|narrow(?:ed)?|slump(?:ed)?|plunged?|tumbled?|slid|slide"
_MOVES = rf"(?:{_UP}|{_DOWN}|changed?|get [a-z]+er|become [a-z]+er)"
_PER_CENT = r"per ?cent(?:age)?|%"
_CHANGE = (
    re.compile(
        rf"^by (?:how much|how many (?:percentage )?(?P<points>points)|how many (?P<unit>(?!per ?cent)[a-z]+(?: of [a-z]+)?)|(?P<percent>(?:what|how many) (?:{_PER_CENT})))(?: in [\w ]+?)? {_AUX} (?P<what>[^?]+?) (?:been )?(?P<verb>{_MOVES})\b(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what|how many) (?P<percent>{_PER_CENT}) {_AUX} (?P<what>[^?]+?) (?:been )?(?P<verb>{_MOVES})\b(?P<rest>.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^how much (?:has|have|did|does|do|will) (?P<what>[^?]+?) (?P<verb>{_MOVES})\b(?P<rest>(?: (?:by|in|during|over|since|from|between|last|this|next|year)\b.*)?)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what (?:is|was)|how (?:large|big|high) (?:is|was)) the (?P<percent>(?:{_PER_CENT}) )?(?P<verb>growth|increase|rise|decrease|decline|drop|fall|reduction|cut|change) (?:in|of) (?P<what>[^?]+?)(?P<rest>(?: (?:in|during|over|since|from|between)\b.*)?)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what (?:is|was)|how (?:large|big|high) (?:is|was)) (?:the )?(?P<what>[^?]+? )(?P<percent>growth(?: rate)?|(?:{_PER_CENT}) (?P<verb>growth|increase|rise|decrease|decline|drop|fall|change))(?P<rest>(?: (?:in|during|over|since|from|between)\b.*)?)$",
        re.IGNORECASE,
    ),
)
_FALLS = re.compile(rf"^(?:{_DOWN}|decrease|decline|drop|reduction)$", re.IGNORECASE)
_RISES = re.compile(rf"^(?:{_UP}|growth|increase|rise)$", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:from|between) (?P<before>(?:[A-Za-z0-9]+ )?(?:19|20)\d\d) (?:to|and|until) (?P<after>(?:[A-Za-z0-9]+ )?(?:19|20)\d\d)\b"
)
_SINCE = re.compile(r"\bsince (?:the end of )?(?P<before>(?:19|20)\d\d)\b", re.IGNORECASE)
_PAID_AGAIN = re.compile(
    r"\b(?:prices?|fees?|rents?|fares?|bills?|charges?|salar(?:y|ies)|wages?|pay|places?|subscriptions?|rates?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
GROWTH = "growth"  # of a firm, which is that of its revenue
# "How fast is Orlin growing?" asks of its revenue: a firm that grows sells more.
_FIRM = re.compile(
    r"^by what percentage (?:is|was|are|were|did|does|do|has|have|had) (?P<who>(?:the )?(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*"
    r"|(?:the|this) (?:company|firm|group|business|chain|carrier|airline|operator|maker)) (?:growing|grow|grown)(?P<when> (?:in|during|over) [^?]*\d[^?]*)?$",
    re.IGNORECASE,
)


def of_a_firm(text: str) -> Plan | None:
    """By how many percent a firm's revenue grew, as printed or from two figures of it; nothing else of it grows so."""
    match = _FIRM.match(text)
    if match is None:
        return None
    what = phrases.possessive(strip_article(match["who"]), "revenue") + (match["when"] or "")
    now = sides.phrased("after", what, UnitKind.MONEY, what, what.replace("revenue", "sales"))
    by = Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "after")
    before = Slot("before", (), UnitKind.MONEY, f"what {what} was before", Role.FORMER, "after")
    made = Plan(GROWTH, "growth", (now, by))
    return replace(
        made, alternatives=(replace(made, name="rise", expression="change(after, before)", slots=(now, before)),)
    )


_FROM_PEAK = re.compile(
    r"^(?:by )?(?:how (?:far|much)|what percentage|how many percent) (?:has|have|is|are|did) (?P<what>(?:the |its |their |(?-i:[A-Z])[\w&.-]*['’]s? )?(?:stock|shares?|share price|stock price))"
    r" (?:fallen|fall|dropped|drop|declined|slid|slumped|lost|come down|down|below|off) (?:from |since )?(?:its|their|the) (?:peak|high|top|record(?: high)?|all-time high|highest(?: point)?)(?: (?:in|of) (?:19|20)\d\d)?(?: in per ?cent)?$",
    re.IGNORECASE,
)


def from_peak(text: str) -> Plan | None:
    """By how many percent shares are below the most that they ever cost."""
    match = _FROM_PEAK.match(text)
    if match is None:
        return None
    who = re.match(r"(?P<who>[A-Z][\w&.-]*)['’]s? ", match["what"])
    of = f"{who['who']} " if who else ""
    now = Slot(
        "now",
        (),
        UnitKind.MONEY,
        f"{of}share price",
        phrases=(f"{of}shares fell to", f"{of}shares closed at", f"{of}share price"),
        holding="shares",
    )
    peak = Slot(
        "peak",
        (),
        UnitKind.MONEY,
        f"{of}highest share price",
        phrases=(f"{of}shares traded as high as", f"{of}shares high", f"{of}shares peak"),
        holding="high",
    )
    return Plan("fall from the peak", "share(peak - now, peak)", (now, peak))


def change(text: str) -> Plan | None:
    """By how much, or how many percent, something goes from one figure to another.

    The two stand in one table, or in one sentence, or the words behind the later one say what it was before.
    """
    match = next((found for pattern in _CHANGE if (found := pattern.match(text))), None)
    if match is None or match.groupdict().get("what") == "been":
        return None  # "how much has been raised": by whom isn't said
    groups = match.groupdict()
    what = strip_article(phrases.strip_period(match["what"]) if phrases.period_tail(match["what"]) else match["what"])
    what = re.sub(r" to$", "", what)  # "by how much is it to grow?"
    kind = (
        UnitKind.SHARE if groups.get("points") else UnitKind.MONEY if kind_of(what) is UnitKind.MONEY else UnitKind.ANY
    )
    before, after = _years(text)
    percent, verb = bool(groups.get("percent")), (groups.get("verb") or "growth").lower()
    name, expression = _expression(verb, percent=percent)

    def ends(kind: UnitKind) -> Plan:
        later = sides.phrased("after", f"{what} in {after}" if after else what, kind)
        then = f"{what} in {before}" if before else f"what {what} was before"
        return Plan(name, expression, (later, Slot("before", (), kind, then, Role.FORMER, "after")), tentative=True)

    together = ends(kind)
    # "Slipped 4 percent to $192 million": who asks how much it slipped is told the percentage as printed.
    if match.re is _CHANGE[0] and not percent and not groups.get("points"):
        now, by = together.slots[0], Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "after")
        moved = expression.replace("before", "before(after, growth)")
        together = replace(together, alternatives=(replace(together, expression=moved, slots=(now, by)),))
    if _PAID_AGAIN.search(what):  # so much a month, before so much in all
        together = replace(ends(UnitKind.RATE), alternatives=(together, *together.alternatives))
    if not before or not after:
        return together
    dated = [
        replace(sides.phrased(name, f"{what} in {year}", kind), celled=True)
        for name, year in (("after", after), ("before", before))
    ]
    return replace(together, slots=tuple(dated), alternatives=(together, *together.alternatives))


def _years(text: str) -> tuple[str, str]:
    """The years from which and to which something changes; empty where the question leaves one out."""
    if ends := _ENDS.search(text):
        return ends["before"], ends["after"]
    if since := _SINCE.search(text):
        return since["before"], ""
    periods = find_periods(text)
    if len(periods) == 1 and _YEAR.fullmatch(periods[0].printed):
        year = periods[0].first.year
        return str(year - 1), str(year)
    return "", ""


def _expression(verb: str, *, percent: bool) -> tuple[str, str]:
    if _FALLS.match(verb):
        return ("fall", "share(before - after, before)") if percent else ("fall", "before - after")
    name = "rise" if _RISES.match(verb) else "percentage change" if percent else "change"
    return (name, "change(after, before)") if percent else (name, "after - before")
