"""The formulas that questions ask for, by the words that ask for them: a question becomes a plan.

It knows English and arithmetic, no corpus: names are taken from the question as they stand. It would rather
see no calculation than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import (
    breakdowns,
    comparisons,
    finance,
    growth,
    per_unit,
    phrases,
    recast,
    results,
    runway,
    shares,
    sides,
    spending,
    stakes,
    suppositions,
    usage,
)
from askbot.framing import focused
from askbot.phrases import kind_of, question_for
from askbot.programs import Plan, Role, Slot, UnitKind

_SPENDS = re.compile(
    r"^(?:what|how much)(?: (?:cash|money))? (?:does|did|will|would|could) (?P<who>(?-i:[A-Z])[\w&.-]*(?: (?-i:[A-Z])[\w&.-]*)*|[a-z][\w-]+) (?P<verb>burn|draw|lose|use)\b",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b(?:burn(?:s|ed|ing)?|drawdown|costs?|spend(?:s|ing)?|rent|fees?|expenses?|bill|salary|salaries|wages?|revenue|sales|income|turnover|profit|loss|subscription)\b",
    re.IGNORECASE,
)
_A_YEAR_EARLIER = re.compile(
    r"\b(?:the )?(?:same (?:period|quarter|half|time)|(?<=\bthe )(?:period|quarter|half))?,?\s*(?:a|one|the|of the) (?:year (?:earlier|before|prior|ago)|(?:previous|prior|preceding) (?:(?:financial|fiscal|business) )?year|year-earlier period)\b"
    r"|\bbefore (?:the|its|their|this|that) (?!(?:war|crisis|pandemic)\b)(?:[\w'’-]+ ){0,3}(?:increase|rise|hike|cut|reduction|jump|fall|drop)\b"
    r"|\b(?:year-earlier|prior-year|corresponding) (?:period|quarter|half)\b",
    re.IGNORECASE,
)
_COMPONENTS = re.compile(
    r"\b(?:sum|total|add(?:ing)? up|add up|adds? up|together)\b.*\b(?:components?|parts?|items?|pieces|elements|constituents)\b(?:.*?\bof\b (?P<what>[^?]+))?",
    re.I,
)
_SUM = re.compile(
    r"^(?:what (?:is|was|are) )?(?:the )?(?:sum|total|combined total) of (?P<sum>.+ and .+)$"
    r"|^(?:what|how (?:much|high|large|big)) (?:is|was|are|were) (?:the )?(?:combined|joint|total) (?P<joint>[a-z][a-z -]*?) (?:of|at|from) (?P<of>(?-i:[A-Z]).+ and .+)$"
    r"|^(?:what|how (?:much|high|large|big)) (?:is|was|are|were) (?:the )?(?P<owners>(?-i:[A-Z])[^?,]+ and [^?,]+?)['’]s? (?:combined|joint|total) (?P<owned>[a-z][a-z -]*)$"
    r"|^(?:what do|how much do|how many do) (?P<come>.+ and .+?) (?:come|amount|add up|sum|total)\b(?:.*)$"
    r"|^add (?:up )?(?P<add>[^:]+ and [^:]+?)(?::.*)?$"
    r"|^what (?:is|was|are) (?P<plus>.+ plus .+?)(?: (?:together|in total|combined))?$"
    r"|^(?:what|how much|how many|what (?:per ?cent(?:age)?|share) of)(?: of)?(?: (?P<noun>(?!do\b|did\b|does\b)[\w -]+?))? (?:do|did|does) (?P<who>.+ and .+?) (?P<verb>hold|own|have|use|used|burn|carry|serve|employ|bring in|contribute|make|earn|spend|pay|produce|get|raise|put in|invest|provide|receive|lose|cost|sell)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r",? ?\b(?:together|combined|in total|altogether|all told|jointly|in all|between them)\b", re.IGNORECASE
)
_AVERAGE = re.compile(
    r"^(?:what (?:is|was) )?(?:the )?(?:average|mean)(?: (?P<noun>[a-z -]+?))? (?:of|for|across) (?P<list>.+ and .+)$",
    re.IGNORECASE,
)
# "what was its average annual loss over 2023 and 2024"
_OVER_YEARS = re.compile(
    r"^what (?:is|was) (?P<whose>[^,]{2,40}?['’]s? )?(?:the )?(?:average|mean)(?: (?:annual|yearly))? (?P<what>.+?)(?: an?| per)?(?: year)? (?:over|in|for|across|of|during) (?P<one>(?:19|20)\d\d) and (?P<other>(?:19|20)\d\d)$",
    re.IGNORECASE,
)


def plan(question: str) -> Plan | None:
    """Name the calculation that a question asks for; None where it asks for none."""
    text = " ".join(question.split())
    if not text or len(text) > phrases.MAX_LENGTH:
        return None
    focus = recast.recast(focused(text).rstrip("?!. "))
    return suppositions.plan(focus, _formula)


def _formula(focus: str) -> Plan | None:
    for formula in (
        finance.post_money, finance.midpoint, finance.proceeds, finance.conversion, finance.cited_rate, finance.implied_rate, runway.plan, comparisons.time_between, results.net_debt, results.balance, results.per_share, results.interest_rate, _components, _sum, _average,
        finance.interest, spending.multiple, comparisons.compare, growth.of_a_firm, growth.from_peak, growth.change, per_unit.plan, _year_earlier, spending.share, stakes.plan, _share, breakdowns.plan, usage.over_time, usage.raised_price, usage.bill,
        usage.saved, usage.still, usage.paced, _spanned, usage.penalty, usage.times_number, usage.more_or_fewer_now, spending.plan, _before, _margin_of_a_year, results.margin, results.profit, _earlier,
    ):  # fmt: skip
        made = formula(focus)
        if made is not None:
            return made
    return None


def _share(text: str) -> Plan | None:
    made = shares.plan(text)
    made = _of_the_others(text, made) if made else None
    return made and _of_both(made)


def _of_the_others(text: str, made: Plan) -> Plan | None:
    """Of "what share of the films were not comedies" the share of comedies, taken off the whole."""
    negated = re.search(r"\b(?:is|are|was|were) not (?P<what>.+)$", text, re.IGNORECASE)
    if negated is None or made.expression != "share(part, whole)":
        return made
    positive = shares.plan(text[: negated.end() - len(negated["what"]) - len("not ")] + negated["what"])
    if positive is None or positive.expression != made.expression:
        return None
    return replace(positive, name="rest", expression="rest(share(part, whole))", printed=None)


_BOTH = re.compile(
    r"^(?P<one>.+?),? and (?:the |its |their )?(?P<other>.+?),? (?:together|combined|jointly|in all|in total)$"
)


def _of_both(made: Plan) -> Plan | None:
    """The share of two together is that of the sum of both."""
    part = next((slot for slot in made.slots if slot.name == "part"), None)
    if made.name != "share" or part is None or not re.search(r"\b(?:together|combined|jointly)\b", part.what):
        return made
    both = _BOTH.match(part.what)
    if both is None:
        return None
    parts = tuple(sides.phrased(f"part_{n}", both[name], part.kind) for n, name in enumerate(("one", "other"), 1))
    whole = tuple(slot for slot in made.slots if slot is not part)
    return replace(made, expression="share(part_1 + part_2, whole)", slots=(*parts, *whole), printed=None)


def _components(text: str) -> Plan | None:
    match = _COMPONENTS.search(text)
    if match is None or not match.group("what"):
        return None
    what = phrases.strip_article(match.group("what"))
    slots = (
        Slot("total", question_for(what, UnitKind.ANY), kind_of(what), what),
        Slot("part", (), UnitKind.ANY, f"parts of {what}", Role.PARTS, "total"),
    )
    return Plan("sum of parts", "sum(parts)", slots)


def _sum(text: str) -> Plan | None:
    match = _SUM.match(text)
    if match is None:
        return None
    if match["who"]:
        return _jointly(text, match)
    if match["joint"] or match["owners"]:
        noun, names = (match["joint"], match["of"]) if match["joint"] else (match["owned"], match["owners"])
        names = re.sub(r"['’]s?(?= and |$)", "", names)
        return _over_list("sum", f"{phrases.plural_phrase(noun)} of {names}")
    listed = _TOGETHER.sub("", match["sum"] or match["come"] or match["add"] or match["plus"])
    return _over_list("sum", listed)


def _jointly(text: str, match: re.Match[str]) -> Plan | None:
    """What several have together: "how many passengers did A and B carry in all"."""
    if not _TOGETHER.search(text):
        return None
    noun, verb, rest = (
        re.sub(r"^(?:per ?cent(?:age)?|share|proportion) of ", "", (match["noun"] or "").strip()),
        match["verb"].lower(),
        _TOGETHER.sub("", match["rest"]).strip(),
    )
    names = [part.strip() for part in re.split(r",(?: and)? | and ", _TOGETHER.sub("", match["who"])) if part.strip()]
    tail = f" {rest}" if rest else phrases.period_tail(text)
    if verb in ("bring in", "contribute") and re.match(r"^what (?:per ?cent(?:age)?|share) of", text, re.IGNORECASE):
        slots = tuple(
            shares.share_slot(f"part_{n}", phrases.strip_article(name), noun or "revenue")
            for n, name in enumerate(names, 1)
        )
    elif verb in ("hold", "own") and not noun:
        slots = tuple(
            sides.phrased(f"part_{n}", phrases.possessive(phrases.strip_article(name), "stake") + tail, UnitKind.SHARE)
            for n, name in enumerate(names, 1)
        )
    elif noun:
        kind = kind_of(noun)
        of = re.match(r"^(?:[a-z]+) of (?P<what>.+)$", noun)
        kind = UnitKind.ANY if of else kind
        noun = of["what"] if of else noun
        slots = tuple(
            sides.phrased(
                f"part_{n}",
                f"{phrases.possessive(phrases.strip_article(name), noun)}{tail}",
                kind,
                f"{noun} that {phrases.strip_article(name)} {verb}{tail}",
            )
            for n, name in enumerate(names, 1)
        )
    elif verb in (
        "put in",
        "invest",
        "contribute",
        "provide",
        "receive",
        "lose",
        "cost",
        "pay",
        "spend",
        "raise",
        "get",
    ):
        slots = tuple(
            sides.phrased(f"part_{n}", f"money that {name} {verb}{tail}", UnitKind.MONEY, f"{name} {verb}{tail}")
            for n, name in enumerate(map(phrases.strip_article, names), 1)
        )
    else:
        return None
    return Plan("sum", f"sum({', '.join(slot.name for slot in slots)})", slots)


def _average(text: str) -> Plan | None:
    if years := _OVER_YEARS.match(text):
        what = phrases.strip_article(f"{years['whose'] or ''}{years['what']}")
        return _over_list("average", f"{what} in {years['one']} and {what} in {years['other']}")
    match = _AVERAGE.match(text)
    if match is None:
        return None
    if match["noun"]:
        return _over_list("average", f"{match['noun']}s of {match['list']}")
    return _over_list("average", match["list"])


def _over_list(name: str, listed: str) -> Plan | None:
    # "the cash and cash equivalents and the deposits" is two things.
    things = (
        [part for part in re.split(r",? and (?:the|its) |, (?:the |its )?", listed) if part]
        if re.search(r" and (?:the|its) (?!own)", listed)
        else phrases.listed(listed)
    )
    things = [phrases.strip_article(thing) for thing in things]
    if not 2 <= len(things) <= 12:
        return None
    owner = next((side.owner for side in map(sides.read, things) if side.owner), "")
    slots = tuple(_part(number, thing, owner) for number, thing in enumerate(things, start=1))
    return Plan(name, f"{name}({', '.join(slot.name for slot in slots)})", slots)


def _part(number: int, thing: str, owner: str) -> Slot:
    thing = re.sub(r"^own ", f"{owner}'s own " if owner else "own ", thing)
    return sides.phrased(f"part_{number}", thing, kind_of(thing))


def _year_earlier(text: str) -> Plan | None:
    match = _A_YEAR_EARLIER.search(text)
    if match is None:
        return None
    what = phrases.asked_thing(text[: match.start()].rstrip(" ,"))
    if what is None:
        return None
    what = re.sub(r"\s+(?:in|for|during|over|at|of)(?: the)?$", "", what)
    slots = (
        Slot("now", question_for(what, kind_of(what)), kind_of(what), what),
        Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "now"),
    )
    if match[0].lower().startswith("before"):
        return Plan(f"{what} before", "before(now, growth)", slots, tentative=True)
    made = Plan(f"{what} a year earlier", "before(now, growth)", slots, tentative=True)
    return replace(made, expression="before", slots=(slots[0], _year_before(what)), alternatives=(made,))


def _year_before(what: str) -> Slot:
    return Slot("before", (), kind_of(what), f"{what} a year before", Role.YEAR_BEFORE, "now")


_BEFORE = re.compile(
    r"^(?P<asked>what (?:is|was|were) [^?]+?),? (?:before(?: that| then)?|previously|formerly)$", re.IGNORECASE
)


def _before(text: str) -> Plan | None:
    """What a figure was before it became what it is, at whatever time that was."""
    match = _BEFORE.match(text)
    what = phrases.asked_thing(match["asked"]) if match else None
    if what is None or kind_of(what) is UnitKind.ANY:
        return None
    now = sides.phrased("now", what, kind_of(what))
    before = Slot("before", (), kind_of(what), f"what {what} was before", Role.FORMER, "now")
    return Plan(f"{what} before", "before", (now, before), tentative=True)


def _spanned(text: str) -> Plan | None:
    """A cost or a burn in another span of time than the article may give it in."""
    spans = list(finance.SPANNED.finditer(text))
    match = spans[-1] if spans else None  # "the monthly burn per year": the last one is wanted
    if match is None or not (_RATED.search(text) or _SPENDS.match(" ".join(finance.SPANNED.sub(" ", text).split()))):
        return None
    unit = finance.EVERY.get((match.group("every") or "").lower()) or (match.group("each") or "").lower()
    around = " ".join(finance.SPANNED.sub(" ", text).split())
    spends = _SPENDS.match(around)
    if spends:
        slot = runway.burn_slot("figure", spends["who"], verb=spends["verb"].lower())
        return Plan(f"{slot.what} a {unit}", "figure", (slot,), unit=unit, tentative=True)
    around = re.sub(r"\b(?:on )?average\b ?", "", around, flags=re.IGNORECASE)
    around = re.sub(r"\bover (?=the )", "in ", around).strip(" ,")
    what = phrases.asked_thing(around)
    if what is None:
        return None
    slot = Slot("figure", question_for(what, UnitKind.RATE), UnitKind.RATE, what)
    return Plan(f"{what} a {unit}", "figure", (slot,), unit=unit, tentative=True)


def _margin_of_a_year(text: str) -> Plan | None:
    """A margin of a year that the article may tell beside that of the next, else what its parts make."""
    made, told = results.margin(text), _earlier(text)
    if made is None or told is None or told.expression != "before":
        return None
    return replace(told, alternatives=(made, *made.alternatives))


def _earlier(text: str) -> Plan | None:
    """A figure for a year that the article may give only by the growth, or the multiple, of the next one."""
    shifted = phrases.next_year(text)
    if shifted is None:
        return None
    what = phrases.asked_thing(shifted)
    if what is None or kind_of(what) not in (UnitKind.MONEY, UnitKind.COUNT, UnitKind.SHARE):
        return None
    kind = kind_of(what)
    earlier = phrases.asked_thing(text) or what
    questions = question_for(what, kind)
    now = Slot("now", questions, kind, what)
    before = replace(_year_before(phrases.strip_period(what)), kind=kind)
    growth = Slot("growth", (), UnitKind.SHARE, f"growth of {what}", Role.GROWTH, "now")
    times = Slot("times", (), UnitKind.MULTIPLE, f"multiple of {earlier}", Role.MULTIPLE, "now")
    name = phrases.strip_period(earlier) + " before"
    printed = sides.phrased("printed", earlier, kind)
    money = phrases.currency_asked(text)
    whole = phrases.strip_period(earlier)
    now_base = sides.phrased("now", phrases.without_currency(whole).strip(), kind)
    by_multiple = Plan(name, "now / times", (now_base, times), tentative=True, printed=printed, currency=money)
    if re.search(r"\b(?:whole|full)\b|\bfull-year\b", text, re.IGNORECASE):
        return by_multiple
    by_growth = Plan(name, "before(now, growth)", (now, growth), tentative=True, printed=printed, currency=money)
    told = replace(by_growth, expression="before", slots=(now, before))
    return told if kind is UnitKind.SHARE else replace(told, alternatives=(by_growth, by_multiple))
