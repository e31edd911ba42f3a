"""The formulas that set two figures against each other: difference, ratio, percentage, time between.

A question is taken apart at its pivot ("than", "as", "between … and"), not by its whole shape; what one side
leaves out is filled in from the other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.phrases import kind_of, strip_article
from askbot.programs import Plan, Slot, UnitKind
from askbot.quantities import find
from askbot.sides import Side

_POINTS = re.compile(r"\s*,?\s*(?:in )?(?:percentage |%[- ]?)?points?\b", re.IGNORECASE)
_IN_PERCENT = re.compile(r",?\s*\b(?:in|as an?) per ?cent(?:age)?(?: terms)?\b,?", re.IGNORECASE)
_PERCENT = re.compile(r"\bper ?cent(?:age)?\b(?! points?)|(?<=what )%", re.IGNORECASE)
_TIMES = re.compile(r"\bhow many times\b|\bwhat (?:factor|multiple)\b|\bhow many fold\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:by )?(?:how (?:much|many times|many per ?cent|many)|what(?: per ?cent(?:age)?| amount| sum| factor| multiple| margin)?)\b(?: of)?\s*",
    re.IGNORECASE,
)
_AUX = r"(?:is|are|was|were|does|did|do|has|have|had|would|will)"
_MORE = re.compile(
    r"\b(?:(?:more|less) (?P<attribute>valuable|expensive|costly|profitable|populous)|worth (?:more|less)|more|less|fewer|greater|higher|lower|larger|bigger|smaller|shorter|longer|older|younger|"
    r"newer|faster|slower|taller|heavier|lighter|wider|deeper|cheaper|dearer|richer|quieter|louder|colder|hotter|warmer|stronger|weaker|earlier|later|above|below)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|shorter|slower|lighter|cheaper)\b", re.IGNORECASE)
_NOUN_OF = {
    "valuable": "valuation", "worth": "valuation", "expensive": "price", "cheaper": "price", "dearer": "price", "costly": "cost", "populous": "population",
    "profitable": "profit", "taller": "height", "heavier": "weight", "lighter": "weight", "faster": "speed", "slower": "speed", "wider": "width", "deeper": "depth",
}  # fmt: skip
_OLDER = re.compile(r"\b(?:older|younger)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:difference|gap|spread|margin)\b(?: in (?P<noun>[a-z][a-z -]+?))?(?:,? in [\w ]+?)? between (?P<pair>[^?]+ and [^?]+?)(?=,? in (?:percentage|(?-i:[A-Z]){3}\b)|[?.]|$)"
    r"|\bhow far apart are (?P<apart>[^?]+ and [^?,]+)",
    re.IGNORECASE,
)
_EXCEED = re.compile(
    r"^(?P<lead>.*?)\b(?:does|did|do) (?P<one>.+?) (?:exceed|surpass|beat|top|outstrip|outweigh) (?P<other>.+)$",
    re.IGNORECASE,
)
_MINUS = re.compile(
    r"\bsubtract(?:ing)? (?P<other>[^?:]+?) from (?P<one>[^?:,]+)|\bwhat (?:is|are|was|were) (?P<one2>[^?]+?) minus (?P<other2>[^?]+)",
    re.IGNORECASE,
)
_DIVIDE = re.compile(
    r"\bdivid(?:e|ing) (?P<one>[^?:]+?) by (?P<other>[^?:,]+)|\bratio of (?P<one2>[^?]+?) to (?P<other2>[^?]+)"
    r"|\bwhat (?:is|are|was) (?P<one3>[^?]+?) divided by (?P<other3>[^?]+)|\bwhat multiple of (?P<other4>[^?]+?) (?:is|was|are|were) (?P<one4>[^?]+)"
    r"|^what (?:is|are|was|were) (?P<one7>[^?]+?)[- ]to[- ](?P<other7>[\w -]+?)(?: ratio)$"
    r"|\bwhat (?:is|are|was|were) (?P<one6>[^?]+?) as a multiple of (?P<other6>[^?]+)"
    r"|^for (?:each|every) (?P<other5>[^,?]+), how (?:many|much) (?P<one5>[^?]+?) (?:does|did|do) (?P<who5>[^?]+?) (?:have|has|get|make)$",
    re.IGNORECASE,
)
_AS = (
    re.compile(
        r"^how many times as (?:many|much) (?P<noun>(?:(?!\b(?:does|did|do|has|have|had)\b).)+?) as (?P<other>.+?) (?:does|did|do|has|have|had) (?P<one>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^how many times as (?:many|much) (?P<noun>.+?) (?:does|did|do|has|have|had) (?P<one>.+?) as (?P<other>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^how many times as [a-z]+ as (?P<other>.+?) (?:is|are|was|were) (?P<one>.+)$", re.IGNORECASE),
    re.compile(r"^how many times as [a-z]+ (?:is|are|was|were) (?P<one>.+?) as (?P<other>.+)$", re.IGNORECASE),
    re.compile(
        r"^how many times (?P<other>(?!as\b|more\b|(?!her\b)[a-z]+er\b|(?:has|have|had|did|does|was|were|is|are)\b).+?) (?:is|are|was|were) (?P<one>.+)$",
        re.IGNORECASE,
    ),
)
_AS_MUCH_AS = re.compile(
    r"^how many times as (?:much|many) as (?:an? |the )?(?P<other>.+?) (?:does|did|do) (?P<one>.+?) (?P<verb>cost|earn|pay|spend|make|get)$",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"^(?:by )?how (?:much|many) (?:more|less|fewer)\b.* per (?!(?:year|month|week|day|quarter|cent|hour)\b)[a-z]+ (?:do|does|did|is|was)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"^(?:the )?(?P<noun>[a-z][\w -]*?)s? (?:of|at|for) (?P<one>.+?) and (?P<other>.+)$")
_APART = re.compile(
    r"\bhow (?:many (?P<unit>years|months|days|weeks)|much time|long) (?:lie|lies|lay|passed|elapsed|pass|went by|are there|were there|is there|was it|is it)? ?(?:between|from|separates?) "
    r"(?:the )?(?P<one>[^?]+?) (?:and|to|until) (?P<other>[^?]+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^how (?:many (?P<unit>years|months|days|weeks)|long) (?P<way>after|before) (?P<one>[^?]+?) (?:was|were|did|is) (?P<other>[^?]+)$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?P<event>founding|foundation|launch|start|birth|death|opening|release|establishment|signing)s? of (?P<name>.+)$",
    re.IGNORECASE,
)
_COUNTED_UNIT = re.compile(r"^(?!(?:percent|per cent|percentage|times|years|months|days|weeks)\b)[a-z]+s$")


def compare(text: str) -> Plan | None:
    """Plan the comparison of two figures; None where the question has no two sides or says not what is compared."""
    points = _POINTS.search(text)
    if _FOR_EACH.search(text):
        return None  # so much for each of two is made of four figures
    percent = points is None and bool(_PERCENT.search(text))
    bare = " ".join(_IN_PERCENT.sub(" ", _POINTS.sub("", text)).split()).rstrip(" ?.,")
    money = phrases.currency_asked(bare)
    bare = phrases.without_currency(bare)
    times = bool(_TIMES.search(bare))
    if doing := _AS_MUCH_AS.match(bare):
        return _doing_as_much(doing, money)
    found = _divided(bare) or _as(bare)
    if found:
        return _plan("ratio", found, money)
    found = _between(bare) or _minus(bare)
    if found:
        return _plan("difference", found, money, share=points is not None)
    pivoted = _exceeding(bare) or _than(bare)
    if pivoted is None or isinstance(pivoted, Plan):
        return pivoted
    found = pivoted
    if kind_of(_attribute(bare.partition(" than ")[0])) is UnitKind.MONEY and not percent and not times:
        return _in_money(found, money)
    name = "ratio" if times else "percentage difference" if percent else "difference"
    made = _plan(name, found, money, share=points is not None)
    if made is not None and name == "percentage difference" and _LESS.search(bare.partition(" than ")[0]):
        return replace(made, expression="share(other - one, other)")  # what is lower by a fifth is no -20% higher
    return made


_EXPRESSIONS = {
    "ratio": "ratio(one, other)",
    "percentage difference": "change(one, other)",
    "difference": "most(one, other) - least(one, other)",
}


def _plan(name: str, found: tuple[Side, Side], money: str | None, *, share: bool = False) -> Plan | None:
    one, other = found
    if one.text == other.text:
        return None
    first, second = kind_of(one.noun), kind_of(other.noun)
    kind = UnitKind.SHARE if share else first if first is second else UnitKind.ANY
    if kind is UnitKind.ANY and UnitKind.ANY in (first, second):
        kind = first if second is UnitKind.ANY and first is UnitKind.MONEY else kind
    slots = tuple(sides.slot(slot_name, side, kind) for slot_name, side in (("one", one), ("other", other)))
    return Plan(name, _EXPRESSIONS[name], slots, currency=money)


def _in_money(found: tuple[Side, Side], money: str | None) -> Plan:
    """By how much one thing is dearer than another: prices of the whole, or else of one or a while."""
    kinds = (UnitKind.MONEY, UnitKind.PRICE, UnitKind.RATE)
    slots = [tuple(sides.slot(*named, kind) for named in zip(("one", "other"), found, strict=True)) for kind in kinds]
    made = [Plan("difference", _EXPRESSIONS["difference"], pair, currency=money) for pair in slots]
    return replace(made[0], alternatives=tuple(made[1:]))


def _doing_as_much(found: re.Match[str], money: str | None) -> Plan:
    """How many times as much as one thing another costs, or somebody earns."""
    other, one = found["other"], re.sub(r" one$", f" {found['other'].split()[-1]}", strip_article(found["one"]))
    verb = {"cost": "costs", "earn": "earns"}.get(found["verb"].lower(), found["verb"])
    slots = tuple(
        replace(sides.phrased(name, f"what {what} {verb}", kind, f"{what} {verb}"), holding=what.split()[0])
        for kind in (UnitKind.MONEY,)
        for name, what in (("one", one), ("other", other))
    )
    rated = tuple(replace(slot, kind=UnitKind.RATE) for slot in slots)
    made = Plan("ratio", _EXPRESSIONS["ratio"], slots, currency=money)
    return replace(made, alternatives=(replace(made, slots=rated),))


def _than(text: str) -> tuple[Side, Side] | Plan | None:
    left, pivot, right = text.partition(" than ")
    lead = _LEAD.match(left)
    if not pivot or lead is None or _EARLIER_SIDE.match(right):
        return None
    if any(figure.start == 0 for figure in find(right)):
        return None  # "fewer than 100 people" says which are counted
    if re.search(r"\bmore than|less than|fewer than|rather than|other than", text, re.IGNORECASE) and not re.search(
        rf"\b{_AUX}\b", left
    ):
        return None
    if _OLDER.search(left):
        return _ages(left[lead.end() :], right)
    rest = left[lead.end() :]
    split = re.match(rf"^(?P<pre>.*?)\b(?P<aux>{_AUX})\b\s*(?P<post>.*)$", rest, re.IGNORECASE)
    if split is None:
        return None
    attribute = _attribute(left)
    noun = strip_article(" ".join(_MORE.sub(" ", split["pre"]).split()))
    post = " ".join(re.sub(r"\bworth\b", " ", _MORE.sub(" ", split["post"])).split())
    one, other = sides.read(post), sides.read(_trimmed(right))
    if noun and one.owner.islower() and not one.noun and re.fullmatch(r"the [a-z-]+", right):
        other = Side(
            strip_article(right), "", one.verb
        )  # "… does the mill have than the bakery": the bakery has some too
    if (
        _COUNTED_UNIT.match(noun)
        and one.verb
        and not one.noun
        and (of := re.match(r"^(?:one|each|any) of (?P<who>.+)$", right))
    ):
        # "How many more cars does it take than one of today's ferries?": what each of those takes.
        return replace(one, noun=noun), Side(of["who"], noun, one.verb)
    if _COUNTED_UNIT.match(noun) and one.noun:
        one = Side(one.owner, f"{one.noun} {noun}" if noun not in one.noun else one.noun, one.verb, one.tail)
        other = Side(other.owner, f"{other.noun} {noun}".strip(), other.verb, other.tail)
        return sides.complete(one, other)
    if noun and not one.noun and one.verb and other.tail and not other.owner and not other.noun:
        other = Side(one.owner, noun, one.verb, other.tail)
    return sides.complete(one, other, noun=noun or attribute)


# "than a year earlier": one thing at two times, which its own sentence sets side by side.
_EARLIER_SIDE = re.compile(
    r"^(?:it was |there were |they were )?(?:in |during )?(?:a|one|the|last|now|today|before|previous)\b.*\b(?:earlier|before|ago|previously|prior)\b|^(?:before|previously|earlier|now|today)\b",
    re.IGNORECASE,
)


def _trimmed(right: str) -> str:
    return re.sub(r",? (?:going by|based on|according to|by|judging by) the [\w ]+$", "", right.strip())


def _attribute(text: str) -> str:
    """The noun behind a comparative: "more valuable" is about the valuation; none behind "larger"."""
    for found in _MORE.finditer(text):
        word = (found["attribute"] or found[0]).lower().split()[0]
        if word in _NOUN_OF:
            return _NOUN_OF[word]
    return ""


def _ages(left: str, right: str) -> Plan | None:
    split = re.search(rf"\b{_AUX}\b (?P<one>.+)$", left)
    one = strip_article(" ".join(_MORE.sub(" ", split["one"]).split())) if split else ""
    other = re.sub(r"\s+in years$", "", strip_article(right))
    if not one or not other:
        return None
    slots = tuple(beginning(name, who) for name, who in (("one", one), ("other", other)))
    return Plan("age difference", "most(one, other) - least(one, other)", slots)


def beginning(name: str, who: str) -> Slot:
    """The slot of the date from which something has existed."""
    ways = tuple(
        f"{who} {how}" for how in ("established", "founded", "set up", "born", "built", "started", "launched", "opened")
    )
    return Slot(name, (f"When was {who} founded?",), UnitKind.DATE, f"the beginning of {who}", phrases=ways)


def _exceeding(text: str) -> tuple[Side, Side] | None:
    found = _EXCEED.match(text)
    if found is None or not _LEAD.match(text):
        return None
    return sides.complete(sides.read(found["one"]), sides.read(found["other"]))


def _as(text: str) -> tuple[Side, Side] | None:
    for pattern in _AS:
        found = pattern.match(text)
        if found:
            noun = strip_article(found.groupdict().get("noun") or "")
            if noun:
                return _counted(noun, found["one"], found["other"])
            pair = sides.read(found["one"]), sides.read(found["other"])
            if not pair[1].owner and pair[0].owner:  # "his stake": whose is said on the other side
                return sides.complete(*pair)
            swapped = sides.complete(pair[1], pair[0]) if not pair[0].noun else None
            return (swapped[1], swapped[0]) if swapped else sides.complete(*pair)
    return None


def _counted(noun: str, one: str, other: str) -> tuple[Side, Side] | None:
    """Sides of which one is only whose: "as many clients does A have as B has users"."""
    first, second = sides.read(one), sides.read(other)
    first = Side(first.owner or one.split(" ")[0], first.noun or noun, first.verb, first.tail)
    second = Side(second.owner or strip_article(other), second.noun or noun, second.verb, second.tail)
    return sides.complete(first, second)


def _between(text: str) -> tuple[Side, Side] | None:
    found = _BETWEEN.search(text)
    if found is None:
        return None
    pair = found["pair"] or found["apart"]
    shared = _SHARED.match(pair)
    if shared and not re.search(r"['’]s? ", shared["other"]):
        one, other = (
            Side(strip_article(shared[name]), phrases.singular_phrase(shared["noun"])) for name in ("one", "other")
        )
        return sides.complete(one, other)
    left, _, right = pair.partition(" and ")
    if found["noun"]:
        noun = strip_article(found["noun"])
        both = [re.sub(r"^one of ", "", strip_article(side)) for side in (left, right)]
        return Side("", f"{noun} of {both[0]}"), Side("", f"{noun} of {both[1]}")
    return sides.complete(sides.read(left), sides.read(right), noun=strip_article(found["noun"] or ""))


def _minus(text: str) -> tuple[Side, Side] | None:
    found = _MINUS.search(text)
    if found is None:
        return None
    one, other = sides.read(found["one"] or found["one2"]), sides.read(found["other"] or found["other2"])
    owner = one.owner or other.owner
    return sides.complete(
        Side(one.owner or owner, one.noun, one.verb, one.tail),
        Side(other.owner or owner, other.noun, other.verb, other.tail),
    )


def _divided(text: str) -> tuple[Side, Side] | None:
    found = _DIVIDE.search(text)
    if found is None:
        return None
    groups = found.groupdict()
    one, other = (
        next(filter(None, (groups[f"{name}{n}"] for n in ("", 2, 3, 4, 5, 6, 7) if f"{name}{n}" in groups)), "")
        for name in ("one", "other")
    )
    other = other.lower() if other.isupper() else other  # "to EBITDA" is a line of the accounts and nobody's name
    if found["who5"]:
        return sides.complete(
            Side(found["who5"], phrases.strip_article(one)),
            Side(
                "",
                re.sub(
                    r"^(?:its|their) ",
                    "",
                    phrases.plural_phrase(other.split(" of ")[0])
                    + (f" of {other.split(' of ', 1)[1]}" if " of " in other else ""),
                ),
            ),
        )
    return sides.complete(sides.read(one), sides.read(other))


def time_between(text: str) -> Plan | None:
    """The time between two dated events."""
    after = _AFTER.match(text.rstrip("?. "))
    match = after or _APART.search(text)
    if match is None or (not after and not re.search(r"\b(?:between|from|separate)", text)):
        return None
    one, other = strip_article(match["one"]), strip_article(match["other"])
    shared = _EVENT.match(one)
    if after:
        verb = re.search(r" (?P<verb>[a-z]+ed|start|launch|open|set up|built|born)\b", other)
        if re.match(r"^(?:its|their) ", one):
            who = re.match(r"^(?:the )?[A-Z][\w-]*", other)
            one = re.sub(r"^(?:its|their) ", "", one)
            one = f"{one} of {who[0]}" if who else one
        elif verb and re.fullmatch(r"(?:the )?[A-Z][\w.-]*(?: [A-Z][\w.-]*)*", one):
            one = f"{one} {verb['verb']}"
    elif shared and " of " not in other:
        one, other = f"{shared['event']} of {shared['name']}", f"{shared['event']} of {other}"
    slots = tuple(_dated(slot, thing) for slot, thing in (("one", one), ("other", other)))
    unit = (match["unit"] or "").lower().removesuffix("s") or None
    return Plan("time between", "most(one, other) - least(one, other)", slots, unit=unit)


def _dated(name: str, thing: str) -> Slot:
    begun = re.fullmatch(r"(?P<who>.+?) (?:founded|started|established|set up|built|born|begun)", thing)
    if begun:
        return beginning(name, begun["who"])
    event = _EVENT.match(thing)
    ways = [thing]
    if event:
        verbs = {"founding": "founded", "foundation": "founded", "launch": "launched", "birth": "born", "release": "released",
                 "establishment": "established", "opening": "opened", "start": "started", "signing": "signed"}  # fmt: skip
        ways.insert(0, f"{event['name']} {verbs.get(event['event'].lower(), event['event'])}")
    asked = f"When was {ways[0]}?" if event else f"When did {thing} happen?"
    return Slot(name, (asked,), UnitKind.DATE, f"the date of {thing}", phrases=tuple(ways))
