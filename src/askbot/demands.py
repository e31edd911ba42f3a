"""What a question wants done with figures: a share, a change, what there was before, so much for each.

A figure that merely stands in the right sentence is no answer to such a question; `met` says when a printed one is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from askbot import lexicon
from askbot.periods import find_periods
from askbot.quantities import find
from askbot.ties import Bond, ties
from askbot.types import Quantity
from askbot.units import is_plural, singular


class Demand(StrEnum):
    """What is to be done; NONE: a figure is asked for as it is."""

    NONE = "none"
    AGE = "age"
    TIME = "time"  # between two days
    CHANGE = "change"  # in percent
    FACTOR = "factor"
    SHARE = "share"
    REST = "rest"  # the share that is something else
    BEFORE = "before"
    DIFFERENCE = "difference"
    EACH = "each"
    TOTAL = "total"
    LACK = "lack"  # what is still to come
    OWN = "own"  # what somebody pays alone, when the others have paid


PERCENT = r"(?:per ?cent(?:age)?|%)"
_CHANGE = re.compile(
    rf"\bby (?:what|how many) {PERCENT}(?![a-z]| points?)|\bby what (?:share|proportion)\b|\bin per ?cent(?:age)?\b(?! points?)|\bhow many per ?cent\b"
    rf"|\bwhat (?:is|was) the {PERCENT} (?:change|increase|decrease|rise|drop|growth)\b|\bwhat {PERCENT} (?:more|less|fewer|higher|lower|[a-z]+er)\b|\bgrowth rate\b",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"\b(?:by )?(?:what|which) (?:factor|multiple)\b|\bhow many[- ]?(?:times|fold)\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:neither|nor|not|other than|apart from|besides|(?:is|are|was|does|do|did)n['’]t)\b", re.IGNORECASE
)
_STILL = re.compile(
    r"^how many [a-z]+s short\b|^(?:how (?:much|many)|what)\b.*(?:\bstill\b.*\b(?:to|needs?|lacks?|short|missing|uncovered|open)\b|\b(?:missing|short of|uncovered)\b"
    r"|\bstill\b.*\b(?:not|never)\b|(?:\bnot|n['’]t)\b.*\byet\b"
    r"|\bmore\b.*\b(?:need|raise|find|collect)(?:s|ed)? to\b|\bmore\b.*\bneed to (?:raise|find|collect)\b|\blacks?\b)",
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"\b(?:still|missing|short|left|remain\w*|lacks?|lacking|uncovered|shortfall|gap|not|yet|unpaid|unsold"
    r"|outstanding)\b|n['’]t\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^how (?:much|many)\b.*\b(?:itself|themselves|herself|himself|on (?:its|their) own)\b", re.IGNORECASE
)
_ALONE = re.compile(r"\b(?:itself|themselves|herself|himself|own|alone)\b", re.IGNORECASE)
_SHARE = re.compile(
    rf"\b(?:what|which) (?:share|{PERCENT}|proportion|fraction|portion|part)\b(?! points?)|\bas an? (?:per ?cent(?:age)?|share|proportion|fraction)\b|\bshare of\b.*\bin per ?cent\b",
    re.IGNORECASE,
)
EACH = re.compile(
    r"\b(?P<how>per|each|every|a single|one|(?:the|an) average|(?<=does )an?(?=.*\bon average)|(?<=did )an?(?=.*\bon average)|(?<=how many )[a-z]+s an?)\s+(?P<each>(?!(?:cent|of|day|month|year|week|quarter|hour|and|or|in|the)\b)[a-z]+"
    r"(?:[ -](?!(?:it|they|he|she|that|which|who|in|on|of|at|for|does|do|did|is|was|has|have|had|from|to|come|cost|the|account|calling|get|and)\b)[a-z]+){0,2})",
    re.IGNORECASE,
)
EACH_TIME = re.compile(r"\b(?:a|per|each|every) (?P<each>day|month|week|hour)\b", re.IGNORECASE)
TOTAL = re.compile(
    r"\b(?:together|in all|all told|altogether|combined|in total|jointly|between them|counting|including|total (?:revenues?|income|sales|turnover|costs?|spending|takings|budget)|will\b.*\bhave\b.*\b(?:with|after|once|when)|add(?:s|ed)? up|sum of|(?:whole|entire|full) (?:term|period|course|life\w*)|over its (?:term|life\w*)|will there be (?:[a-z]+ )?(?:after|once|when)|would\b.* come to)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\bhow (?:much|many)\b.*\b(?:more|less|fewer)\b|\b(?:how (?:much|far)|by what|what amount) (?:above|below|over|under|beyond|ahead of|short of)\b|\bby how (?:much|many)\b|\b(?:difference|gap)\b|\bhow many percentage points\b|\bhow (?:much|many)\b.*\b(?:on top of|in addition to)\b"
    r"|\b(?:size|amount|extent) of the (?:rise|fall|increase|decrease|drop|change|growth)\b|\bhow (?:much|many|far) (?:has|have|had|did|does|do|is|was)\b.*\b(?:fall|fallen|drop|dropped|risen|rise|climbed|slid|slumped|plunged)\b|\bhow (?:much|many)\b.*\b(?:go(?:ne)? up|go(?:ne)? down|rise|risen|grow|grown|fall|fallen|drop(?:ped)?|increased?|decreased?|declined?|shr[iu]nk|climb(?:ed)?|jump(?:ed)?|change|improved?|worsen(?:ed)?|deteriorated?|add(?:ed)? (?:over|since|from|compared|on top))\b"
    r"|^what (?:did|does|do|has|have|will) .+ (?:rise|risen|grow|grown|fall|fallen|drop(?:ped)?|increased?|decreased?|declined?|climb(?:ed)?|go(?:ne)? (?:up|down)) by\b"
    r"|\bwhat (?:is|was|were) the (?:rise|increase|growth|fall|drop|decline|decrease|change|jump) (?:in|of)\b",
    re.IGNORECASE,
)
# "How many have fewer than 100 people" asks which are counted.
_BOUND = re.compile(
    r"\bor (?:more|less|fewer)\b|\b(?:more|less|fewer|[a-z]+er) than (?:about |some |the age of )?(?:[$€£]?\d|(?:an? )?(?:hundred|thousand|dozen|half|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty)\b)",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:now|today|at present|currently|nowadays|the (?:present|existing|old))\b", re.IGNORECASE)
_THAN_NOW = re.compile(
    r"\b(?:than|as) (?:it is |they are |it does |they do )?(?:now|today|at present|currently)\b"
    r"|\bthan (?:the|its|their) (?:present|current|existing|old) (?:ones?|[a-z]+)\b",
    re.IGNORECASE,
)
_AGO = r"\b(?P<many>two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|\d{1,2}) (?P<span>year|month)s (?:ago|earlier|before)\b"
_BEFORE = re.compile(
    rf"\b(?:a|one|the) (?:year|season|month|quarter|week) (?:ago|earlier|before|previously)\b|{_AGO}|\b(?:year|season|month) before\b|\b(?:previous|preceding|prior) (?:\w+ )?(?:year|season|month|period)\b"
    r"|\bpreviously|\boriginally\b|\bformerly\b|\bhad (?:\w+ )?been\b|\b(?:was|were|had)\b.* (?:expected|planned|supposed|meant|budgeted|estimated|intended) to\b|\boriginal (?:budget|plan|estimate|price|cost|target|size|date|bid|offer)\b|\bforecast\b|\bused to\b|\b(?:season|year) before last\b|\bbefore the [a-z]+\b|\b(?:was|were|had)\b.* before\W*$|\bdid\b.* have before\W*$|\bpre-?money\b|\b(?:being|is|are|was|were|it|they|have been) replaced?\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bhow old (?:was|were|is|are|will)\b|\bat what age\b", re.IGNORECASE)
TIME = re.compile(
    r"\bhow (?:many (?P<unit>days|weeks|months|years)|long|much time)\b.*\b(?:between|passed|elapsed?|separates?)\b|\bhow many (?P<unit2>days|weeks|months|years) (?:after|before)\b"
    r"|\bhow (?:many (?P<unit3>days|weeks|months|years)|long|much time) (?:did|does|do|will|would|is|was|were)\b.*"
    r"\b(?:take|last|run|from\b.*\b(?:to|until))\b",
    re.IGNORECASE,
)
_PLAIN_ER = frozenset(
    (
        "earlier",
        "later",
        "number",
        "other",
        "over",
        "per",
        "after",
        "under",
        "ever",
        "whether",
        "together",
        "altogether",
        "power",
        "paper",
        "water",
    )
)
_ALL = re.compile(
    r"\b(?:together|in all|all told|altogether|combined|total\w*|all|both|sum|whole|entire|overall|jointly|between them|add up)\b",
    re.IGNORECASE,
)
# May be said of any figure; "all told" at the end only asks for no part of it.
_IN_TOTAL = re.compile(r"\b(?:in )?total\b|, (?:all told|in all|altogether)\W*$", re.IGNORECASE)
# A time before the one that a sentence speaks of.
EARLIER = re.compile(
    r"\b(?:years?|seasons?|months?|quarters?|weeks?) (?:ago|earlier|before|previously)\b|\b(?:previous|preceding|prior)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:not|n['’]t|rest|remain\w*|remainder|other|others|neither|left|no|without)\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:pre-?money|before|earlier|ago|previous\w*|prior|last|from|had been|used to|originally|formerly|forecast|expected|planned|up on|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"(?:^|[,;] )(?:Each|Every|each|every) (?:of [a-z]+ )?[a-z-]+(?: [a-z-]+)?(?:, [^,;\d]+,)?[^,;]*$"
)
ONE_COSTS = re.compile(
    r"(?:^|[,;] )(?:[A-Za-z]+ing )?(?:An?|One|a|an|one) (?:[a-z'’-]+ ){1,4}?(?:costs?|earns?|pays?|weighs?|has|holds?|sells for|brings in)\b[^,;]*$"
)
_EACH_BEHIND = re.compile(r"\s*(?:each|apiece|a piece)\b")
# What was opened last year is not what there was.
_FLOWS = re.compile(
    r"\b(?:opened|closed|added|built|hired|launched|bought|shut|lost|gained|cut)(?: (?:about|some|another|only))? $"
)
# What stands right before a figure by which something grew or shrank.
GREW = re.compile(
    r"\b(?:increased?|rises?|rose|grew|growth|gain(?:s|ed)?|(?<!\bate )(?<!\beat )(?<!\beats )(?<!\btake )(?<!\btakes )(?<!\btook )(?<!\bmake )(?<!\bmakes )(?<!\bmade )up|fall(?:s|en)?|fell|drop(?:ped|s)?|decline[ds]?|decreased?|down|climb(?:s|ed)?|jump(?:s|ed)?|surged?|soared?|slipped|dipped|plunged|"
    r"shrank|widened|narrowed|higher|lower)(?: (?:by|of|a|about|roughly|approximately|some|nearly|around)){0,2}\s*$",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:grow\w*|grew|ris(?:e|es|en|ing)|rose|increas\w*|declin\w*|decreas\w*|drop\w*|f[ae]ll\w*|chang\w*|climb\w*|jump\w*|shr[aiu]nk\w*|up|down|more|less|higher|lower|year[- ]on[- ]year)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:about |around |some |only |just |a |nearly |almost )*$", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:rises?|fall|growth|gain|decline|jump|cut|difference|gap|margin|lead|ahead|behind|above|below|beyond|exceed\w*|more|less|fewer|higher|lower|additional|extra|another|increase|decrease|rise|drop)\b",
    re.IGNORECASE,
)
# "12 more seats", "a 5% pay increase": a few words may stand between, no other figure and no new clause.
_APART_AFTER = re.compile(rf"\s*(?:[a-z-]+ ){{0,2}}?{_APART.pattern}", re.IGNORECASE)

_COMPARED = re.compile(r" (?P<how>(?!(?:other|over|under|after|per)\b)[a-z]+er)\b")  # "which is 40 years younger"


HOW_WELL = re.compile(r"how (?:well|badly|good|bad|effective\w*|successful\w*)\b", re.IGNORECASE)  # no figure says it


def demand_of(question: str) -> Demand:
    """Say what a question wants done with figures.

    >>> [demand_of(q).value for q in ("How old was she then?", "By how many percent did sales rise?", "What were sales?")]
    ['age', 'change', 'none']
    >>> [demand_of(f"How many mills have fewer {than}?").value for than in ("than 20 looms", "looms than ours")]
    ['none', 'difference']
    """
    for pattern, demand in (
        (_AGE, Demand.AGE), (TIME, Demand.TIME), (_CHANGE, Demand.CHANGE), (_FACTOR, Demand.FACTOR),
    ):  # fmt: skip
        if pattern.search(question):
            return demand
    if _SHARE.search(question):
        return Demand.REST if _REST.search(question) else Demand.SHARE
    if _STILL.search(question):
        return Demand.LACK
    if _OWN.search(question):
        return Demand.OWN
    unbounded = _BOUND.sub(" ", question)
    if _DIFFERENCE.search(unbounded) or _compares(unbounded):
        return Demand.DIFFERENCE
    if _BEFORE.search(question):
        return Demand.BEFORE
    if TOTAL.search(question):
        return Demand.TOTAL
    each = EACH.search(question)  # "per insiders" is according to them
    return Demand.EACH if each and not is_plural(each["each"].split()[-1].lower()) else Demand.NONE


def _compares(question: str) -> bool:
    if not re.match(r"^(?:by )?how (?:much|many)\b", question, re.IGNORECASE):
        return False
    words = re.findall(r"[a-z]+er\b", question.lower())
    return any(word not in _PLAIN_ER and lexicon.comparative(word) is not None for word in words)


def met(demand: Demand, question: str, sentence: str, short: str) -> bool:
    """Say whether a figure that a sentence prints is what a question wants done, and not one that it would be made of.

    What isn't a figure is not judged.

    >>> met(Demand.DIFFERENCE, "How many more seats?", "It has 90 seats, 20 more than before.", "90 seats")
    False
    >>> met(Demand.DIFFERENCE, "How many more seats?", "It has 90 seats, 20 more than before.", "20")
    True
    """
    short = _DATED_SHORT.sub("", short)
    at = sentence.find(short)
    figures = find(sentence)
    figure = next((one for one in figures if at >= 0 and at <= one.start < at + len(short)), None)
    if demand is Demand.AGE:
        return _is_age(question, sentence, short, figure)
    if demand is Demand.TIME and figure is None:
        return not find_periods(short)  # a day is no answer to "how long?"
    if figure is None or demand is Demand.NONE:
        return True
    bonds = ties(sentence, figures)
    now = any(tie.first.start == figure.start for tie in bonds if tie.bond in (Bond.MORE, Bond.FEWER, Bond.TIMES))
    match demand:
        case Demand.TIME:
            return figure.unit in (*_SPANS, "minute", "second")
        case Demand.CHANGE:
            return figure.unit == "%"
        case Demand.FACTOR:
            return figure.unit == "x"
        case Demand.SHARE:
            return figure.unit in ("%", "x")
        case Demand.REST:
            return bool(_ELSE.search(sentence))
        case Demand.LACK:
            return bool(_LACKING.search(sentence))
        case Demand.OWN:
            return bool(_ALONE.search(sentence))
        case Demand.BEFORE:
            if _PRE_MONEY.search(question):
                return _PRE_MONEY.search(sentence) is not None
            flow = _FLOWS.search(sentence[: figure.start])
            later = any(tie.bond is Bond.CHANGE and tie.second.start == figure.start for tie in bonds)
            gap = any(
                tie.second.start == figure.start for tie in bonds if tie.bond in (Bond.MORE, Bond.FEWER, Bond.TIMES)
            )
            return not (now or later or gap) and flow is None and bool(_THEN.search(sentence))
        case Demand.DIFFERENCE:
            return not now and is_difference(sentence, figure.start, figure.end)
        case Demand.EACH:
            return _is_each(question, sentence, figure, figures)
        case _:
            whole = any(tie.bond is Bond.PART and tie.first.start == figure.start for tie in bonds)
            before = sentence[: figure.start]
            if _FOR_EACH.search(before) or ONE_COSTS.search(before) or _EACH_BEHIND.match(sentence, figure.end):
                return False
            if whole or _ALL.search(sentence):
                return True
            if _OF_BOTH.search(question):
                return False  # what one of the two has
            several = any(
                tie.bond is Bond.PAIR
                and figure.start in (tie.first.start, tie.second.start)
                and not _ANOTHER_DOES.search(sentence[tie.first.start + len(tie.first.printed) : tie.second.start])
                for tie in bonds
            )
            return not several and TOTAL.search(_IN_TOTAL.sub("", question)) is None


_OF_BOTH = re.compile(r"\b(?:the two|both|the pair|the three)\b", re.IGNORECASE)
_DATED_SHORT = re.compile(r" \([^()]*\d{4}[^()]*\)$")  # "11 (2025)", where the question names no time
# "… and Tarvik hopes to raise $3 million" is no part of what Orlin raised.
# Nor is what another number counts: "members came to 900, while the number of paying ones reached 300".
_ANOTHER_DOES = re.compile(
    r"\b(?:and|but|while|whereas) (?:[A-Z][\w-]+ [a-z]{2,}|(?:the|its|their) (?:number|share|amount|value) of)\b"
)
_PRE_MONEY = re.compile(r"\bpre-?money\b|\bbefore the (?:new |fresh )?(?:money|cash|capital|funds)\b", re.IGNORECASE)
_WAS = r"\b(?:was|were|at|aged?|turned|then|of)(?: (?:only|just|still|about|nearly|the|age|of|an?))*[ -]$"
_AGED = re.compile(rf"(?:{_WAS}|\b(?:is|be|being|turns|now)(?: (?:only|just|still|now))* $|[,(] ?$)", re.IGNORECASE)
_AGED_THEN = re.compile(_WAS.replace("|of)", ")"), re.IGNORECASE)
_AT_THE_TIME = re.compile(r"(?:[- ]years?[- ]old)? (?:at the time|then)\b", re.IGNORECASE)
_THEN_ASKED = re.compile(
    r"\bhow old (?:was|were)\b.*\b(?:when|in (?:18|19|20)\d\d|at the time|on)\b|\bat what age\b", re.IGNORECASE
)
_WILL_BE = re.compile(r"\bhow old will\b", re.IGNORECASE)


def _is_age(question: str, sentence: str, short: str, figure: Quantity | None) -> bool:
    """Say whether a figure is somebody's age, and of the time that the question asks for, not of another."""
    if re.search(r"\b(?:1[5-9]|20)\d\d\b", short):
        return False
    if figure is None:
        return True
    before, behind = sentence[: figure.start], sentence[figure.start + len(figure.printed) :]
    if _AT_THE_TIME.match(behind) and not _THEN_ASKED.search(question):
        return False
    old = figure.unit == "year" or re.match(r"[- ]year|[- ]old", behind) is not None
    if _WILL_BE.search(question):
        return re.search(r"\b(?:will|turns?|would)\b[^,;]*$", before) is not None
    if _THEN_ASKED.search(question):
        return _AGED_THEN.search(before) is not None or (old and re.search(r"\b(?:is|are)\b", before) is None)
    return old or (figure.unit == "" and _AGED.search(before) is not None and not re.match(r" (?:[a-z]+s|%)\b", behind))


def is_difference(sentence: str, start: int, end: int) -> bool:
    """Say whether the words at a span are by how much, not to what: "rose 14%", "by 5", "20 more", "from 3 to 5"."""
    words, lead, tail = sentence[start:end], sentence[:start], sentence[end:]
    if re.search(r"\bto (?:about |around |only |just |some )*$", lead):
        return False
    return bool(
        re.search(r"\bpoints?\b|\bpp\b|\bfrom\b.*\bto\b|\b(?:doubl|tripl|halv)", words + tail[:20])
        or _BY.search(lead)
        or GREW.search(lead)
        or re.search(rf"{_APART.pattern}(?: of| is| was)?(?: \w+)?\s*$", lead, re.IGNORECASE)
        or _APART_AFTER.match(tail)
        or ((of := _COMPARED.match(tail)) and lexicon.comparative(of["how"]) is not None)
        or re.search(rf"\d.*{_APART.pattern}|{_APART.pattern}.*\d", words, re.IGNORECASE)
    )


def asks_of_now(question: str, text: str) -> bool:
    """Say whether a question asks what there is now, which a sentence only holds against what will be: "more than now"."""
    return _NOW.search(question) is not None and _THAN_NOW.search(text) is not None


def same_time(question: str, behind: str) -> bool:
    """Say whether the words behind a comparison name the time that a question asks for: "more than five years ago"."""
    asked, said = (re.search(_AGO, text, re.IGNORECASE) for text in (question, behind))
    return asked is None or (said is not None and asked.group("many", "span") == said.group("many", "span"))


def grown(question: str, sentence: str, start: int) -> bool:
    """Say whether a percentage is by how much something grew or fell, where the question asks for a share."""
    return GREW.search(sentence[:start]) is not None and not _GROWTH.search(question)


RATE = re.compile(r" (?:to|per|for|on|in|at) (?:an?|each|every|the) ", re.IGNORECASE)
_SPANS = ("day", "week", "month", "quarter", "year", "hour")


def _is_each(question: str, sentence: str, figure: Quantity, figures: Sequence[Quantity]) -> bool:
    found = EACH.search(question)
    if found is None or figure.unit.partition("/")[2] not in ("", *_SPANS):
        return True
    # "Thirty wheels, three to a cart": the rate is the other's.
    rates = (one.start for one in figures if one.start >= figure.end and RATE.match(sentence, one.end))
    ends = [found.start() for found in re.finditer(r"; ", sentence)]
    first = max((end for end in ends if end < figure.start), default=0)
    last = min((end for end in ends if end >= figure.end), default=len(sentence))
    near = sentence[max(first, figure.start - 80) : min(figure.end + 50, *rates, last)]
    if re.search(r"\b(?:apiece|a head|on average|average)\b", near, re.IGNORECASE):
        return True
    if _EACH_BEHIND.match(sentence, figure.end):
        return True
    words = "|".join(re.escape(singular(word)) for word in re.split(r"[ -]", found["each"].lower()))
    # "Each of the trams", or "trams, each 33 metres long".
    said = (
        rf"\b(?:per|each|every|one|single|an?{'|the' if found['how'].lower() in ('one', 'a single') else ''})\b"
        rf"(?: [\w-]+){{0,2}}? (?:{words})\w*|\b(?:{words})\w*,? (?:which )?each\b"
    )
    return re.search(said, near, re.IGNORECASE) is not None
