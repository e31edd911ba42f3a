"""The formulas that set two figures against each other: difference, ratio, percentage, share, rest, time between.

Like `formulas` it takes names from the question; what is left out there ("than Zenda's") is filled in from
the other side.
"""

from __future__ import annotations

import re

from askbot import phrases
from askbot.phrases import kind_of, possessive, question_for, strip_article
from askbot.programs import Plan, Role, Slot, UnitKind

_MORE = (
    r"(?P<how>larger|bigger|greater|higher|more|longer|taller|heavier|faster|older|younger|newer|richer|wider|deeper|lower|smaller|"
    r"less|fewer|shorter|cheaper|quieter|louder|slower|lighter|(?:more|less) [a-z]+)"
)
# The noun behind an adjective, so that the figure can be asked for.
_NOUN_OF = {
    "valuable": "valuation", "expensive": "price", "cheap": "price", "cheaper": "price", "costly": "cost", "populous": "population",
    "profitable": "profit", "taller": "height", "heavier": "weight", "lighter": "weight", "longer": "length", "shorter": "length",
    "faster": "speed", "slower": "speed", "wider": "width", "deeper": "depth", "richer": "wealth",
}  # fmt: skip
_POINTS = re.compile(r"\bpercentage points?\b|\bpoints\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:difference|gap|distance|spread|margin)\b[^?]*?\bbetween (?P<one>[^?]+?) and (?P<other>[^?]+?)(?= in (?:percentage|19|20)|[?.]|$)",
    re.IGNORECASE,
)
_EXCEED = re.compile(
    r"\bby how (?:much|many (?P<unit>[\w ]+?))(?: in [\w ]+?)? (?:does|did|do) (?P<one>[^?]+?) (?:exceed|surpass|beat|top|outstrip|trail|fall short of) (?P<other>[^?]+)",
    re.IGNORECASE,
)
_THAN = re.compile(
    rf"\b(?:by )?how (?:much|many (?P<unit>[a-z ]+?)) (?:{_MORE} )?(?:in [a-z ]+? )?(?:is|was|are|were) (?P<one>[^?]+?) (?:{_MORE.replace('?P<how>', '?P<how2>')} )?than (?P<other>[^?]+)",
    re.IGNORECASE,
)
_PERCENT_MORE = re.compile(
    rf"\b(?:what|how many) per ?cent(?:age)? {_MORE} (?:is|was|are|were|did|does|do|has|have) (?P<one>[^?]+?) than (?P<other>[^?]+)"
    rf"|\bby (?:what|how many) per ?cent(?:age)? (?:is|was|are|were) (?P<one2>[^?]+?) {_MORE.replace('?P<how>', '?P<how2>')} than (?P<other2>[^?]+)"
    r"|\bby (?:what|how many) per ?cent(?:age)? (?:does|did|do) (?P<one3>[^?]+?) exceed (?P<other3>[^?]+)",
    re.IGNORECASE,
)
_PERCENT_CHANGE = re.compile(
    r"\b(?:what|by (?:what|how many)|how many) per ?cent(?:age)?\b (?:does|did|do|will|has) (?P<what>[^?]+?) (?:rise|increase|go up|grow|fall|drop|decrease|go down|change|risen|grown|fallen|dropped)\b",
    re.IGNORECASE,
)
_DIVIDE = re.compile(
    r"\bdivide (?P<one>[^?:]+?) by (?P<other>[^?:,]+)|\bratio of (?P<one2>[^?]+?) to (?P<other2>[^?]+)"
    r"|\bwhat (?:is|was) (?P<one3>[^?]+?) divided by (?P<other3>[^?]+)|\bwhat multiple of (?P<other4>[^?]+?) (?:is|was|are|were) (?P<one4>[^?]+)",
    re.IGNORECASE,
)
_TIMES_AS_MANY = re.compile(
    r"\bhow many times as (?:many|much) (?P<noun>[^?]+?) (?:does|did|do|has|have|had) (?P<one>[^?]+?) (?:have |had |carry )?(?:as|than) (?P<other>[^?]+)"
    r"|\bhow many times as (?:many|much) (?P<noun2>[^?]+?) as (?P<other2>[^?]+?) (?:does|did|do|has|have|had) (?P<one2>[^?]+?)(?: (?:have|had|carry|make|earn|get|employ|serve|sell)\b(?P<tail>[^?]*))?(?=[?.]|$)",
    re.IGNORECASE,
)
_TIMES_THAN = re.compile(
    rf"\bhow many times (?:{_MORE}|as (?:big|large|high|much|old|long|great|expensive|valuable)) (?:is|was|are|were) (?P<one>[^?]+?) (?:than|as) (?P<other>[^?]+)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:what|which) (?:per ?cent(?:age)?|share|fraction|proportion|part|portion) of (?P<whole>[^?]+?)"
    r" (?:(?P<verb>is|are|was|were|will|would|does|did|do|comes?|came)\b(?P<rest>[^?]*)|(?P<last>[a-z]+)[?.! ]*$)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"\b(?:out )?of (?:all )?(?P<whole>[^?,]+), (?:what|which) (?:per ?cent(?:age)?|share|fraction|proportion|part) (?P<rest>[^?]+)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:what|which|how much) (?:per ?cent(?:age)?|share|fraction|proportion|part)? ?(?:of )?(?P<whole>[^?]+?) (?:is|was|are|were|comes?|came) (?:\w+ )?(?:from )?(?P<how>outside|from outside|not from|other than from|elsewhere than)(?: of)? (?P<what>[^?]+)",
    re.IGNORECASE,
)
_NOT_COVERED = re.compile(
    r"\b(?:what|which|how much) (?:part |share |portion )?of (?P<whole>[^?]+?) (?:isn['’]t|is not|wasn['’]t|was not|aren['’]t|are not) (?P<verb>[a-z]+) (?:by|with|from) (?P<what>[^?]+)",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"\bhow (?:much|many years|many months) (?P<how>older|younger|earlier|later) (?:is|was|did) (?P<one>[^?]+?) than (?P<other>[^?]+?)(?: in years)?(?=[?.]|$)"
    r"|\bby how (?:much|many years) is (?P<one2>[^?]+?) (?P<how2>older|younger) than (?P<other2>[^?]+)",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\bhow (?:many (?P<unit>years|months|days|weeks)|much time|long) (?:lie|lies|lay|passed|elapsed|pass|went by|are there|were there|is there|was it|is it)? ?(?:between|from) "
    r"(?:the )?(?P<one>[^?]+?) (?:and|to|until) (?P<other>[^?]+)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:his|her|its|their)\s+(?P<noun>.+)$", re.IGNORECASE)


def points_or_difference(text: str) -> Plan | None:
    """The difference of two figures; of two shares it is in percentage points."""
    match = _BETWEEN.search(text) or _EXCEED.search(text) or _THAN.search(text)
    if match is None:
        return None
    groups = match.groupdict()
    attribute = _attribute(groups.get("how") or groups.get("how2"))
    points = bool(_POINTS.search(text))
    unit = strip_article(groups.get("unit") or "")
    money = phrases.currency_asked(text)
    one, other = _pair(
        phrases.without_currency(match.group("one")),
        phrases.without_currency(match.group("other")),
        attribute or unit or None,
    )
    if one is None or other is None:
        return None
    kind = UnitKind.SHARE if points else _kind(one, other)
    slots = (_asked("one", one, kind), _asked("other", other, kind))
    return Plan("difference", "most(one, other) - least(one, other)", slots, currency=money)


def percent_more(text: str) -> Plan | None:
    """By how many percent one figure is above or below another, or changed."""
    match = _PERCENT_MORE.search(text)
    if match:
        groups = match.groupdict()
        one_printed = groups["one"] or groups["one2"] or groups["one3"]
        other_printed = groups["other"] or groups["other2"] or groups["other3"]
        attribute = _attribute(groups["how"] or groups["how2"])
        one, other = _pair(one_printed, other_printed, attribute)
        if one is None or other is None:
            return None
        kind = _kind(one, other)
        slots = (_asked("one", one, kind), _asked("other", other, kind))
        return Plan("percentage difference", "change(one, other)", slots)
    match = _PERCENT_CHANGE.search(text)
    if match is None:
        return None
    what = strip_article(match.group("what"))
    slots = (
        Slot("after", (f"What does {what} change to?", f"What is {what}?"), UnitKind.ANY, what),
        Slot("before", (), UnitKind.ANY, f"what {what} was before", Role.FORMER, "after"),
    )
    return Plan("percentage change", "change(after, before)", slots, fallback=True)


def ratio(text: str) -> Plan | None:
    """How many times one figure is another."""
    match = _TIMES_AS_MANY.search(text)
    if match:
        groups = match.groupdict()
        noun = strip_article(groups["noun"] or groups["noun2"])
        tail = phrases.period_tail(text)
        one_who, other_who = (
            strip_article(groups["one"] or groups["one2"]),
            strip_article(groups["other"] or groups["other2"]),
        )
        other_has = re.match(r"(?P<who>.+?) (?:has|have|had|does|did) ?(?P<noun>.*)$", other_who)
        other_noun = strip_article(other_has.group("noun")) if other_has and other_has.group("noun") else noun
        other_who = other_has.group("who") if other_has else other_who
        one, other = possessive(one_who, noun) + tail, possessive(other_who, other_noun) + tail
    else:
        match = _TIMES_THAN.search(text) or _DIVIDE.search(text)
        if match is None:
            return None
        groups = match.groupdict()
        one_printed = next(filter(None, (groups.get(name) for name in ("one", "one2", "one3", "one4"))), "")
        other_printed = next(filter(None, (groups.get(name) for name in ("other", "other2", "other3", "other4"))), "")
        first, second = _pair(one_printed, other_printed, _attribute(groups.get("how")))
        if first is None or second is None:
            return None
        one, other = first, second
    kind = _kind(one, other)
    return Plan("ratio", "ratio(one, other)", (_asked("one", one, kind), _asked("other", other, kind)))


def fraction(text: str) -> Plan | None:
    """What share of a whole a part is; the article may state it, so a direct reading comes first."""
    out_of = _OUT_OF.search(text)
    match = out_of or _FRACTION.search(text)
    if match is None:
        return None
    whole, rest = strip_article(match.group("whole")), strip_article(match.group("rest") or "")
    verb = "" if out_of else (match.group("verb") or match.group("last")).lower()
    if out_of and len(rest.split()) == 1:
        verb, rest = rest.lower(), ""
    owner = re.match(r"(?P<who>.+?)['’]s? ", whole)
    who = owner.group("who") if owner else None
    future = (
        re.match(r"(?P<who>.+?) (?P<verb>[a-z]+)(?: (?P<tail>.*))?$", rest)
        if verb in ("will", "would", "does", "did", "do")
        else None
    )
    whole = re.sub(r"^(?:its|their|his|her) ", f"{future.group('who')}'s " if future else "", whole)
    if future:
        noun = phrases.strip_period(re.sub(r"^.*['’]s? ", "", whole))
        part = f"{noun} that {future.group('who')} {verb if verb in ('will', 'would') else ''} {future.group('verb')} {future.group('tail') or ''}".replace(
            "  ", " "
        ).strip()
        questions: tuple[str, ...] = (f"How much {noun} {verb} {rest}?",)
        kind = UnitKind.ANY
    elif verb in ("is", "are", "was", "were"):
        part = possessive(who, rest) if who and who not in rest else rest
        kind = kind_of(whole)
        questions = question_for(part, kind)
    elif not rest and verb:
        noun = re.sub(r"^.*['’]s? ", "", whole)
        head = noun.split(" of ")[0].split()[-1]
        doing = re.sub(r"e?s$|e$", "", verb) + "ing"
        part = possessive(who, f"{doing} {head}")
        kind = UnitKind.COUNT
        tail = f" of {noun.split(' of ', 1)[1]}" if " of " in noun else ""
        questions = (
            f"How many {doing} {head}{tail}" + (f" does {who} have?" if who else " are there?"),
            f"What is the number of {doing} {head}{tail}?",
        )
    else:
        return None  # "what share of revenue comes from …" is read, not calculated
    whole_kind = kind if kind is not UnitKind.ANY else kind_of(whole)
    slots = (Slot("part", questions, kind, part), Slot("whole", question_for(whole, whole_kind), whole_kind, whole))
    return Plan("share", "share(part, whole)", slots, fallback=kind is not UnitKind.COUNT)


def rest(text: str) -> Plan | None:
    """What is left of a whole when a part is taken away."""
    outside = _OUTSIDE.search(text)
    if outside:
        whole = strip_article(outside.group("whole"))
        place = outside.group("what").strip().rstrip("?!. ")
        share = f"share of {whole} from {place}"
        slot = Slot(
            "part",
            (f"What share of {whole} comes from {place}?", f"How much of {whole} does {place} account for?"),
            UnitKind.SHARE,
            share,
        )
        return Plan("rest", "rest(part)", (slot,), fallback=True)
    match = _NOT_COVERED.search(text)
    if match is None:
        return None
    whole, what = strip_article(match.group("whole")), strip_article(match.group("what"))
    kind = kind_of(what) if kind_of(what) is not UnitKind.ANY else UnitKind.MONEY
    given = phrases.figures_in(whole)
    whole_question = (f"What does {whole} pay for?",) if given else question_for(whole, kind)
    slots = (Slot("whole", whole_question, kind, whole), Slot("part", question_for(f"the {what}", kind), kind, what))
    return Plan("rest", "whole - part", slots)


def time_between(text: str) -> Plan | None:
    """The time between two dates, or two ages."""
    older = _OLDER.search(text)
    if older:
        names = [strip_article(older.group(name) or older.group(f"{name}2")) for name in ("one", "other")]
        slots = tuple(
            Slot(
                slot,
                (f"When was {name} founded?", f"When did {name} start?", f"When was {name} born?"),
                UnitKind.DATE,
                f"the beginning of {name}",
            )
            for slot, name in zip(("one", "other"), names, strict=True)
        )
        return Plan("age difference", "most(one, other) - least(one, other)", slots)
    match = _APART.search(text)
    if match is None:
        return None
    things = [strip_article(match.group("one")), strip_article(match.group("other"))]
    shared = re.match(
        r"(?P<event>founding|foundation|launch|start|birth|death|opening|release|establishment)s? of (?P<name>.+)$",
        things[0],
    )
    if shared and " of " not in things[1]:
        things = [f"{shared.group('event')} of {shared.group('name')}", f"{shared.group('event')} of {things[1]}"]
    slots = tuple(
        Slot(slot, (*_event_questions(thing), f"When was the {thing}?"), UnitKind.DATE, f"the date of {thing}")
        for slot, thing in zip(("one", "other"), things, strict=True)
    )
    unit = (match.group("unit") or "").lower().removesuffix("s") or None
    return Plan("time between", "most(one, other) - least(one, other)", slots, unit=unit)


def _event_questions(thing: str) -> tuple[str, ...]:
    match = re.match(
        r"(?P<event>founding|foundation|launch|birth|release|establishment|end|opening|start) of (?P<name>.+)$", thing
    )
    if match is None:
        return (f"When did {thing} happen?",)
    verbs = {"founding": "founded", "foundation": "founded", "launch": "launched", "birth": "born", "release": "released",
             "establishment": "established", "end": "concluded", "opening": "opened", "start": "started"}  # fmt: skip
    return (f"When was {match.group('name')} {verbs[match.group('event')]}?",)


def _asked(name: str, what: str, kind: UnitKind) -> Slot:
    return Slot(name, question_for(what, kind), kind, what)


def _attribute(how: str | None) -> str | None:
    """Name what an adjective compares: "more valuable" is about the valuation; None for "larger", which names nothing."""
    if not how:
        return None
    return _NOUN_OF.get(how.lower().split()[-1])


def _kind(one: str, other: str) -> UnitKind:
    first, second = kind_of(one), kind_of(other)
    return first if first is second else UnitKind.ANY


def _pair(one: str, other: str, attribute: str | None) -> tuple[str | None, str | None]:
    """Fill in what either side leaves out: "A's share" and "B's", "A" and "B" with an attribute, "his" for a name."""
    first, second = strip_article(one), strip_article(other)
    pronoun = _PRONOUN.match(second)
    owner = re.match(r"(?P<who>.+?)['’]s? (?P<noun>.+)$", first)
    if pronoun:
        if owner is None:
            return None, None
        second = possessive(owner.group("who"), pronoun.group("noun"))
    bare = re.match(r"(?P<who>.+?)['’]s?(?P<tail>(?: (?:in|for|during|over|as of|at) .+)?)$", second)
    of = re.match(r"(?P<noun>.+?) of (?P<who>.+)$", first)
    that = re.match(r"(?:that|those|the one|the ones) (?:of|from) (?P<who>.+)$", second)
    if owner and bare and " " not in second[bare.end("who") + 2 : bare.end("who") + 3]:
        second = possessive(bare.group("who"), owner.group("noun")) + bare.group("tail")
    elif that and (owner or of):
        second = possessive(that.group("who"), (owner or of).group("noun"))  # type: ignore[union-attr] # one of the two matched
    elif of and second[:1].isupper() and " of " not in second and "'" not in second:
        second = f"{of.group('noun')} of {second}"
    elif owner and second[:1].isupper() and "'" not in second and "’" not in second and not attribute:
        second = possessive(second, owner.group("noun"))
    if attribute:
        first = first if owner or of else possessive(first, attribute)
        second = second if re.search(r"['’]s? | of ", second) else possessive(re.sub(r"['’]s?$", "", second), attribute)
    elif not owner and not of and first[:1].isupper() and second[:1].isupper():
        return None, None  # "how much larger is A than B": by what isn't said
    elif owner is None and pronoun is None and re.match(r"\w+['’]s? ", second) and re.match(r"[a-z]", first):
        pass
    return first, second
