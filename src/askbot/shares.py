"""The formulas of shares: what share a part is, what is left, a share in money, a percentage of something.

A share that the article prints is read; it is worked out where only the parts are printed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from askbot import phrases, sides
from askbot.phrases import kind_of, strip_article
from askbot.programs import Plan, Slot, UnitKind
from askbot.types import Origin, Quantity

_SHARE = r"(?:per ?cent(?:age)?|share|proportion|fraction|part|portion|%)"
_AUX = r"(?:is|are|was|were|does|do|did|will|would|has|have|comes?|came|lies?|goes|went|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|doesn['’]t|don['’]t|didn['’]t|belongs?)"
_OF_WHOLE = re.compile(
    rf"^(?:what|which|how much|how many) (?:(?P<kind>{_SHARE}) )?of (?P<whole>.+?) (?P<aux>{_AUX})\b\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_WHICH_PART = re.compile(r"(?:which|what) (?:part|portion|fraction) of ", re.IGNORECASE)
_OUT_OF = re.compile(
    rf"^(?:out )?of (?:all )?(?P<whole>[^?,]+), (?:what|which|how much) (?:{_SHARE}) (?P<rest>[^?]+)$", re.IGNORECASE
)
_IS_WHAT = re.compile(
    rf"^(?P<part>.+?) (?:is|are|was|were|makes? up|made up|accounts? for|represents?) (?:what|which|how many|how much) (?:{_SHARE}) of (?P<whole>[^?]+)$",
    re.IGNORECASE,
)
_LAST_VERB = re.compile(rf"^(?:what|which) (?:{_SHARE}) of (?P<whole>.+?) (?P<verb>[a-z]+)$", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:not (?:[a-z]+ )?(?:by|from|in|to|with|for)|(?:isn|aren|wasn|weren|doesn|don|didn)['’]t (?:[a-z]+ )?(?:by|from|in|to|with|for)|other than|outside(?: of)?|beyond|except(?: for)?|excluding|elsewhere than|"
    r"anything but|apart from|without)\b\s*(?P<what>[^?,]*)",
    re.IGNORECASE,
)
_PARTICIPLES = re.compile(
    r"^(?:(?:financed|funded|covered|paid(?: for)?|borne|held|owned|made up|provided|contributed|met|earned|generated|tied up|invested|in|by|from|out of|with|to|through) )+",
    re.IGNORECASE,
)
_WHO = r"(?-i:[A-Z])[\w.&-]*(?: (?:& )?(?-i:[A-Z])[\w.&-]*)*"
_EARNED = r"(?:revenue|sales|income|turnover)"
_MONEY_FROM = (
    re.compile(
        rf"^how (?:much|many (?P<money>[a-z]+))(?: of)? (?P<who>(?:(?:[A-Z][\w.&-]* )*[\w.&-]+['’]s? )?)(?P<when>(?:[0-9]{{4}} )?){_EARNED}(?: in [a-zA-Z]+)?,? (?:came|comes|come|was earned|was made|is earned|is made) (?P<how>from|in|through|by|between|outside|beyond) (?P<what>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^how much(?: of (?:its|their))? (?P<when>(?:[0-9]{{4}} )?)(?P<adjective>(?:[a-z-]+ )?){_EARNED}(?: in [a-zA-Z]+)? (?:did|does|do) (?P<who>{_WHO}) (?:make|get|earn|take in|generate|book|draw)(?: (?P<how>from|in|through|between|outside|beyond) (?P<what>.+?))?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what|how much(?: (?:money|{_EARNED}))?)(?: in [a-z]+)? (?:do|does|did) (?P<what>.+?) (?:bring in|brings? in|bring|contribute|earn|generate|yield|account for|make)(?: (?P<to>for |to |at )?(?P<who>{_WHO}))?(?: in)?(?: {_EARNED})?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what|how much) (?:was|is|were|are) (?P<who>{_WHO})['’]s? {_EARNED} (?P<how>from|in) (?P<what>.+)$",
        re.IGNORECASE,
    ),
    re.compile(rf"^how much (?:in [a-z]+ )?did (?P<what>.+?) (?:earn|bring|make) (?P<who>{_WHO})$", re.IGNORECASE),
    re.compile(
        rf"^how much(?: money)? (?:did|does) (?P<who>{_WHO}) (?:make|earn|take(?: in)?|get) (?P<how>from|through) (?P<what>[a-z].+)$",
        re.IGNORECASE,
    ),
)
_FOREIGN = (
    r"(?:abroad|overseas|(?:its |their |the )?(?:foreign|overseas|international) (?:markets?|countries|customers|clients|users"
    r"|business|operations|sales)|other countries|outside (?:of )?(?:its|their|the) (?:home|domestic|own) (?:market|country|base))"
)
_FROM_ABROAD = re.compile(
    rf"^(?:what|which|how much)(?: {_SHARE})? of (?:the |its |their )?(?:(?P<who>{_WHO})['’]s? )?(?:total |annual )?{_EARNED}"
    rf"(?: (?:is|was|comes?|came|does|did|do|are|were))?(?: (?:(?P<whose>{_WHO}|it|they) )?(?:come|made|earned|generated|derived|earn|make|get|generate|derive))?"
    rf" ?(?:from|in)? ?{_FOREIGN}(?: (?:in|during|for) [^?]*\d[^?]*)?$",
    re.IGNORECASE,
)
# Of these the share is printed, if at all, or tied to its whole by one sentence.
_READ = re.compile("hold|own|get|make|earn|have|spend|derive|provide|contribute|put|give|invest")
_PERCENT_OF = re.compile(
    r"^(?:what(?:['’]s| is| are| would be)?|how much (?:is|are|would)|how many (?:is|are))(?: be)? (?P<figure>[\d.,]+ ?(?:%|per ?cent)|(?:a|an|one) (?:third|quarter|fifth|tenth|half)|half|two thirds|three quarters) of (?P<what>.+)$",
    re.IGNORECASE,
)
_FRACTIONS = {
    "third": (1, 3),
    "quarter": (1, 4),
    "fifth": (1, 5),
    "tenth": (1, 10),
    "half": (1, 2),
    "thirds": (2, 3),
    "quarters": (3, 4),
}
_COVERED = re.compile(
    r"^what (?:is|was|are|were) (?P<whole>[^?,]+?),? (?:if|given that|when|since|going by) (?P<part>[^?]+?)(?:['’]s)? (?:covered|covers|makes? up|made up|accounts? for|accounted for|was|is|were|paid for|financed) (?:about )?(?P<share>[\d.,]+ ?(?:%|per ?cent))",
    re.IGNORECASE,
)


def plan(text: str) -> Plan | None:
    """Plan a calculation with shares; None where the question asks for none, or for a share that is printed as such."""
    bare = text.strip().rstrip("?!. ")
    for formula in (_percent_of, _covered, _money_from, _abroad, _left, _share_of):
        made = formula(bare)
        if made is not None:
            return made
    return None


_MAINLAND = re.compile(r"\bmainland [A-Z]\w+")


def _shortened(part: str) -> str:
    """What an article calls a place once it has named it: "the mainland"; empty for what isn't shortened so."""
    return _MAINLAND.sub("the mainland", part) if _MAINLAND.search(part) else ""


def share_slot(name: str, part: str, whole: str, *, tail: str = "") -> Slot:
    """Make a slot for the share of a whole that comes from a part."""
    what = f"share of {whole} from {part}{tail}"
    asked = (
        f"What share of {whole} comes from {part}{tail}?",
        f"How much of the {whole} does {part} contribute{tail}?",
    )
    ways = [what, f"{part} {whole}{tail}"]
    if short := _shortened(part):
        ways.insert(1, f"share of {whole} from {short}{tail}")
    return Slot(name, asked, UnitKind.SHARE, what, phrases=tuple(ways))


def _percent_of(text: str) -> Plan | None:
    found = _PERCENT_OF.match(text)
    if found is None:
        return None
    money = phrases.currency_asked(found["what"])
    what = strip_article(phrases.without_currency(found["what"]))
    figures = phrases.figures_in(found["figure"])
    word = found["figure"].lower().split()[-1]
    if word in _FRACTIONS:
        above, below = _FRACTIONS[word]
        share = Quantity(Decimal(above) / Decimal(below), "", found["figure"], origin=Origin.ASSUMED)
        if below in (3,):
            share = Quantity(Decimal(above), "", f"{above}", origin=Origin.ASSUMED)
            whole = Quantity(Decimal(below), "", f"{below}", origin=Origin.ASSUMED)
            kind = kind_of(what)
            return Plan(
                "part",
                "amount * above / below",
                (sides.phrased("amount", what, kind),),
                {"above": share, "below": whole},
                currency=money,
            )
        return Plan(
            "part", "amount * part", (sides.phrased("amount", what, kind_of(what)),), {"part": share}, currency=money
        )
    if not figures or figures[0].unit != "%":
        return None
    kind = kind_of(what)
    return Plan(
        "percentage",
        "percentage of amount",
        (sides.phrased("amount", what, kind),),
        {"percentage": phrases.given(figures[0])},
        currency=money,
        tentative=True,
    )


def _covered(text: str) -> Plan | None:
    found = _COVERED.match(text)
    if found is None:
        return None
    share = next((figure for figure in phrases.figures_in(found["share"]) if figure.unit == "%"), None)
    part = strip_article(found["part"])
    kind = kind_of(part) if kind_of(part) is not UnitKind.ANY else UnitKind.MONEY
    if share is None:
        return None
    slots = (sides.phrased("part", part + phrases.period_tail(found["whole"]), kind, part),)
    return Plan(phrases.strip_period(found["whole"]), "whole(part, share)", slots, {"share": phrases.given(share)})


def _money_from(text: str) -> Plan | None:
    """A share of revenue in money, where the article gives the share and the revenue."""
    money = phrases.currency_asked(text)
    when = phrases.period_tail(text)
    bare = phrases.strip_dated(phrases.without_currency(re.sub(r",? at least$", "", text)))
    bare = re.sub(r"^,? ?|,$", "", bare).strip()
    found = next((match for pattern in _MONEY_FROM if (match := pattern.match(bare))), None)
    if found is None:
        return None
    groups = found.groupdict()
    what = strip_article((groups.get("what") or groups.get("adjective") or "").strip())
    what = re.sub(r"^from ", "", what)
    who = re.sub(r"['’]s? $", "", groups.get("who") or "").strip()
    if found.re is _MONEY_FROM[2] and not who:
        return None  # who earned: not a part of anybody's revenue
    if re.match(r"^how much of\b", text, re.IGNORECASE) and money is None and groups.get("money") is None:
        return None  # a share is asked for
    if (
        not what
        or what.lower() in ("average", "annual", "monthly", "total")
        or what == who
        or (
            money is None
            and groups.get("money") is None
            and found.re is not _MONEY_FROM[-1]
            and not re.search(_EARNED, text)
        )
    ):
        return None
    if what.lower() in ("it", "they", "the company") or re.search(r"\bper\b", text):
        return None
    during = re.search(r"\bbetween [A-Z]", text) is not None and " and " in text[text.find("between") :]
    whole = phrases.possessive(who or None, "revenue")
    how = (groups.get("how") or "").lower()
    rest = how in ("outside", "beyond") or re.search(r"\b(?:outside|beyond|other than)\b", what) is not None
    part = re.sub(r"^(?:outside|beyond|other than)(?: of)? ", "", what)
    part = strip_article(part).replace(" and ", " to ") if during else strip_article(part)
    share = share_slot("part", part, whole, tail="" if during else when)
    revenue = sides.phrased("revenue", whole + ("" if during else when), UnitKind.MONEY)
    expression = "rest(part) of revenue" if rest else "part of revenue"
    name = f"revenue from {'outside ' if rest else ''}{part}"
    made = Plan(
        name,
        expression,
        (share, revenue),
        currency=money or phrases.currency_named(groups.get("money") or ""),
        tentative=True,
    )
    # The other side may be what is printed.
    other = share_slot("part", part if rest else f"outside {part}", whole, tail=when)
    other = replace(other, phrases=(other.what,), questions=(), holding=part)
    if rest:
        other = replace(
            other,
            what=f"share of {whole} from outside {part}{when}",
            phrases=(f"share of {whole} from outside {part}{when}",),
        )
    outside = replace(made, expression="part of revenue" if rest else "rest(part) of revenue", slots=(other, revenue))
    return replace(made, alternatives=(outside,))


def _abroad(text: str) -> Plan | None:
    """What share of revenue comes from abroad, which may be printed only of the home market."""
    found = _FROM_ABROAD.match(text)
    if found is None:
        return None
    who = strip_article(found["who"] or found["whose"] or "")
    whole, when = phrases.possessive(who or None, "revenue"), phrases.period_tail(text)
    homes = ("the mainland", "the domestic market", "the home market", "home", "domestic customers")
    ways = tuple(f"share of {whole} from {home}{when}" for home in homes)
    home = Slot("home", (), UnitKind.SHARE, f"share of {whole} from home{when}", phrases=ways)
    printed = share_slot("printed", "abroad", whole, tail=when)
    more = (f"share of {whole} from {word}{when}" for word in ("overseas", "foreign markets", "international markets"))
    printed = replace(printed, phrases=(printed.what, *more))
    return Plan("share from abroad", "rest(home)", (home,), tentative=True, printed=printed)


def _left(text: str) -> Plan | None:
    """What is left of a whole: of all shares 100 %, of an amount the amount itself."""
    negated = _REST.search(text)
    asks = re.match(rf"^(?:what|which|how much|how many) (?:(?:{_SHARE}) )?of (?P<whole>.+)$", text, re.IGNORECASE)
    left = re.match(
        r"^how much of (?P<whole>[^?]+?) (?:is|are|was|were|will be) left(?: for [^?]+?)?(?: after (?P<what>[^?,]+))?(?:, in [a-z]+)?$",
        text,
        re.IGNORECASE,
    )
    if left and left["what"]:
        whole, what = strip_article(left["whole"]), strip_article(left["what"])
        owner = re.sub(r"['’]s? (?:part|share|contribution|half)$", "", what)
        share = Slot(
            "part",
            (f"What share of {whole} does {owner} pay?",),
            UnitKind.SHARE,
            f"{owner}'s share of {whole}",
            phrases=(f"{owner} share of {whole}",),
        )
        kind = kind_of(whole) if kind_of(whole) is not UnitKind.ANY else UnitKind.MONEY
        return Plan(
            "rest",
            "rest(part) of whole",
            (share, sides.phrased("whole", whole, kind)),
            currency=phrases.currency_asked(text),
        )
    idle = re.match(
        rf"^(?:what|which) (?:{_SHARE}) of (?P<whole>.+?) (?:does|do|did) not (?P<verb>[a-z]+)$|^(?:what|which) (?:{_SHARE}) of (?P<whole2>.+?) (?:doesn|don|didn)['’]t (?P<verb2>[a-z]+)$",
        text,
        re.IGNORECASE,
    )
    if idle:
        made = _doing(strip_article(idle["whole"] or idle["whole2"]), idle["verb"] or idle["verb2"])
        return made and Plan("rest", "rest(share(part, whole))", made.slots)
    if negated is None or asks is None:
        return None
    what = strip_article(_PARTICIPLES.sub("", negated["what"].strip()))
    whole = strip_article(re.split(rf"\s+(?:{_AUX})\b", asks["whole"], maxsplit=1)[0])
    what = re.sub(r"\s+(?:in|during|over) (?:the )?$", "", what)
    given = phrases.figures_in(whole)
    when = phrases.period_tail(text)
    what = phrases.strip_period(what) if when and phrases.period_tail(what) else what
    if not what or re.search(r"[A-Z]\S* and (?:the )?[A-Z]", what):
        return None  # the share of both, which one figure is not
    if given and given[0].unit != "%":
        part = sides.phrased("part", what, UnitKind.MONEY)
        return Plan("rest", "whole - part", (part,), {"whole": phrases.given(given[0])})
    pronoun = re.match(r"^(?:its|their|his|her) (?P<noun>.+)$", whole)
    if pronoun:
        who = phrases.subject_of(text)
        whole = phrases.possessive(who, pronoun["noun"]) if who else pronoun["noun"]
    share = Slot(
        "part",
        (f"What share of {whole} comes from {what}{when}?", f"How much of {whole} does {what} account for?"),
        UnitKind.SHARE,
        f"share of {whole} from {what}",
        phrases=share_slot("part", what, whole, tail=when).phrases,
    )
    return Plan("rest", "rest(part)", (share,), tentative=False)


def _share_of(text: str) -> Plan | None:
    """A part over its whole; a share that comes from somewhere is read first."""
    out_of, is_what = _OUT_OF.match(text), _IS_WHAT.match(text)
    found = _OF_WHOLE.match(text)
    if found and _WHICH_PART.match(text) and kind_of(found["whole"]) is UnitKind.ANY:
        return None  # "which part of the country" asks for a place
    if is_what:
        return _over(strip_article(is_what["part"]), strip_article(is_what["whole"]))
    if out_of:
        whole, rest = strip_article(out_of["whole"]), out_of["rest"].strip()
        if len(rest.split()) == 1:
            return _doing(whole, rest.lower())
        comes = re.match(r"^(?:comes|came|is earned|is made) (?:from|in) (?P<what>.+)$", rest)
        of = re.match(r"^(?P<whole>.+?) (?:from|of) (?P<from>.+)$", whole)
        if comes and of:
            part, within = (
                share_slot("part", strip_article(comes["what"]), of["whole"]),
                share_slot("whole", strip_article(of["from"]), of["whole"]),
            )
            return Plan("share", "share(part, whole)", (part, within))
        rest = re.sub(rf"^{_AUX} ", "", rest)
        return _over(strip_article(rest), whole)
    last = _LAST_VERB.match(text)
    if (
        last
        and found is None
        and not re.search(
            r"\b(?:is|are|was|were|might|may|will|would|got|if|when|did|does|do|has|have|who|that|those)\b|[A-Z][\w-]*$"
            r"|(?<=\w )(?:an?|the|its|their|his|her) (?:[a-z-]+ )?[a-z-]+$|\b(?:in|at|of|for|to|by|on|with|from|as) [a-z]+$|\b(?:abroad|there|here|online|today|now|full-time|part-time)$",
            last["whole"] + " " + last["verb"],
        )
    ):
        return _doing(strip_article(last["whole"]), last["verb"].lower())
    if (
        found is None
        or not (found["kind"] or found["aux"].lower() in ("is", "are", "was", "were"))
        or found["kind"] is None
    ):
        return None
    whole, aux, rest = strip_article(found["whole"]), found["aux"].lower(), found["rest"].strip()
    if not rest:
        return _doing(whole, aux)
    if aux in ("is", "are", "was", "were"):
        if re.match(r"^(?:made|earned|generated|from|derived|spent|sold)\b", rest):
            return None  # printed as a share, if at all
        return _over(strip_article(_PARTICIPLES.sub("", rest)), whole)
    if aux in ("does", "do", "did", "will", "would"):
        acting = re.match(rf"^(?P<who>(?:the )?{_WHO}|it|they) (?P<verb>[a-z]+)(?: (?P<rest>.+))?$", rest)
        if acting is None:
            makes = re.match(r"^(?P<part>.+?) (?:make up|account for|represent|come to|constitute)$", rest)
            return _over(strip_article(makes["part"]), whole) if makes else None
        by = re.match(r"^(?:with|from|out of|using|through|by) (?P<what>.+)$", acting["rest"] or "")
        if by and acting["verb"] in ("pay", "finance", "fund", "cover", "meet"):
            what = re.sub(r"^(?:its|their) (?:own )?", "own ", by["what"])
            return _over(f"{acting['who']}'s {what}", whole)
        if _READ.fullmatch(acting["verb"]):
            return None
        noun = re.sub(r"^(?:its|their|his|her) ", "", whole)
        tail = f" {acting['rest']}" if acting["rest"] else ""
        part = Slot(
            "part",
            (f"How much {noun} {aux} {rest}?",),
            UnitKind.ANY,
            f"{noun} that {acting['who']} {aux} {acting['verb']}{tail}",
            phrases=(
                f"{noun} that {acting['who']} {acting['verb']}{tail}",
                f"{noun} {acting['verb']}{tail}",
                f"{noun} replaced{tail}",
            ),
        )
        all_of = sides.phrased(
            "whole",
            phrases.possessive(acting["who"], noun),
            UnitKind.ANY,
            f"{acting['who']} {noun} burned",
            f"{acting['who']} {noun} used",
        )
        printed = share_slot("printed", acting["who"], noun)
        return Plan("share", "share(part, whole)", (part, all_of), tentative=True, printed=printed)
    return None


_DUE_BY = re.compile(r"(?:due|maturing|to be repaid|repayable|falling due)\b.*\bby\b", re.IGNORECASE)


def _over(part: str, whole: str) -> Plan | None:
    if _DUE_BY.match(part):
        return None  # what is due by then is due in several years
    one, other = sides.read(re.sub(r" at (?=[A-Z])", " of ", part)), sides.read(whole)
    pronoun = re.match(r"^(?:its|their|his|her) (?P<noun>.+)$", whole)
    if pronoun:
        other = sides.Side(one.owner, pronoun["noun"], "", other.tail)
    elif not one.owner and other.owner:
        one = sides.Side(other.owner, one.noun, one.verb, one.tail)
    if not one.noun and one.owner:  # "what share of the votes is Orvella's": printed as a share, if at all
        return None
    if not one.noun or not other.noun:
        return None
    first, second = kind_of(one.noun), kind_of(other.noun)
    kind = (
        first
        if first is second
        else UnitKind.MONEY
        if UnitKind.MONEY in (first, second) and UnitKind.COUNT not in (first, second)
        else UnitKind.ANY
    )
    slots = (sides.slot("part", one, kind), sides.slot("whole", other, kind))
    tentative = UnitKind.ANY in (first, second)
    printed = share_slot("printed", one.noun, other.text)
    return Plan("share", "share(part, whole)", slots, tentative=tentative, printed=printed if tentative else None)


def _doing(whole: str, verb: str) -> Plan | None:
    """The share that does something: "what fraction of the readers pay" is paying readers over readers."""
    owner = re.match(r"^(?P<who>.+?)['’]s? (?P<noun>.+)$", whole)
    noun = owner["noun"] if owner else whole
    who = owner["who"] if owner else None
    if verb in ("is", "are", "was", "were", "does", "do", "did", "has", "have"):
        return None
    doing = re.sub(r"(?<=[^aeiou])e?s$|(?<=[aeiouy])s$|e$", "", verb) + "ing"
    head, of, rest = noun.partition(" of ")
    counted = f"{doing} {head.split()[-1]}" + (f" of {rest}" if of else "")
    part, all_of = phrases.possessive(who, counted) if who else counted, whole
    slots = (sides.phrased("part", part, UnitKind.COUNT), sides.phrased("whole", all_of, UnitKind.COUNT))
    return Plan("share", "share(part, whole)", slots)
