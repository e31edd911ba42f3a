"""What a question supposes: "if burn is cut in half", "were costs to rise 10%", "with $5 million more", "without the loan".

It takes the conditions off a question and reads each as a change of one figure; which figure, it doesn't know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from askbot import phrases
from askbot.periods import find_periods
from askbot.phrases import figures_in
from askbot.types import Origin, Quantity
from askbot.units import currency
from askbot.words import is_function_word, stem, tokens


class How(StrEnum):
    """What a condition does to a figure."""

    RAISED = "raised"  # by so many percent
    LOWERED = "lowered"
    PLUS = "plus"
    MINUS = "minus"
    TIMES = "times"
    PART = "part"  # so many percent of it
    SET = "set"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure is another: how, by what, and the words that say which figure; `said` is the whole in words."""

    how: How
    figures: tuple[Quantity, ...]  # two for a fraction: above and below its line
    words: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without its conditions, and the conditions as they are printed."""

    bare: str
    conditions: tuple[str, ...] = ()


_ASKS = r"(?:and |then )?(?:for |by |in |until |at |to )?(?:how|what|which|when|who|would|will|does|is|could|can)\b"
_OPENERS = r"(?:even if|what if|if|assuming|supposing|suppose|provided|providing|imagine|unless|in case|on the assumption|given)(?: that)?"
_OPENING = re.compile(
    rf"^(?:and |but |so )?(?P<opener>{_OPENERS}|should|were|had)\b(?! (?:how|what|many|much))\s*(?P<clause>[^?]+?)(?:[,:]\s*|\s+)(?={_ASKS})",
    re.IGNORECASE,
)
_UNIT_ASKED = r"(?=,? in (?:months|years|quarters|weeks|days|percent|per cent|[a-z]+ terms|dollars|euros|yuan|rmb|pounds|kronor)\b\W*$|[?.!]*\s*$)"
_CLOSING = re.compile(rf",?\s+(?P<opener>{_OPENERS})\b\s*(?P<clause>[^?]+?){_UNIT_ASKED}", re.IGNORECASE)
# "How long would it last should burn double?": the auxiliary of a second clause.
_INVERTED = re.compile(
    rf"\b(?:would|will|does|do|can|could|is)\b.*?,?\s+(?P<opener>should|were|had)\s+(?P<clause>(?!how\b|what\b)[^?]+?){_UNIT_ASKED}",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf",?\s*\b(?P<opener>with|at|on|using|after|by|under|having)\s+(?P<clause>(?:(?!\b(?:with|on|using|after|how|what)\b)[^?,])+?)(?=,|\s+{_ASKS}|[?.!]*\s*$)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"^(?P<who>.+?) (?:had|has|have|counts?|counted|uses?|used|keeps?|kept) (?:only|just) (?P<what>(?:(?!\b(?:burn|spen|los|cut|rais)).)+?)(?: and (?:it |they )?(?P<rest>(?:burn|spen|los|cut|rais|costs?).+))?$",
    re.IGNORECASE,
)
EXCLUDING = re.compile(
    r"\b(?:without|excluding|leaving out|leave out|not counting|ignoring)\s+(?P<clause>[^?,:]+?)(?=,|:|\s+(?:how|what)\b|[?.!]*\s*$)",
    re.IGNORECASE,
)

_UP = (
    r"(?:r(?:ise|ises|ose|isen|ising)|gr(?:ow|ows|ew|own|owing)|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|soar(?:s|ed)?"
    r"|(?:go|goes|went|gone|going|move[sd]?) up|up|higher|more|greater|larger|bigger|dearer|longer|extra|another|additional|on top|expand(?:s|ed)?|gain(?:s|ed)?)"
)
_DOWN = (
    r"(?:f(?:all|alls|ell|allen|alling)|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|shr[aiu]nk(?:s|ing)?|cuts?|cutting|slash(?:es|ed|ing)?"
    r"|trim(?:s|med|ming)?|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)?|less|fewer|smaller|cheaper|shorter|(?:go|goes|went|gone|going|move[sd]?) down|down|s[aiu]nk(?:s)?"
    r"|slow(?:s|ed|ing)?|sav(?:e|es|ed|ing)|pare[sd]?|dip(?:s|ped)?|plunge[sd]?|tumble[sd]?|curb(?:s|ed)?|lessen(?:s|ed)?)"
)
_HIGHER = re.compile(rf"\b{_UP}\b", re.IGNORECASE)
_LOWER = re.compile(rf"\b{_DOWN}\b", re.IGNORECASE)
_MULTIPLES = (
    (re.compile(r"\bhal(?:ve|ves|ved|ving)\b|\b(?:in|at|to|by) half\b(?<!by half)|\bhalf (?:as (?:much|many|high)|of|the|its|their|that|what)\b", re.IGNORECASE), (1, 2)),
    (re.compile(r"\b(?:doubl(?:e|es|ed|ing)|twice)\b(?: as (?:much|many|high|large))?", re.IGNORECASE), (2, 1)),
    (re.compile(r"\b(?:tripl(?:e|es|ed|ing)|trebl(?:e|es|ed|ing)|thrice)\b(?: as (?:much|many|high|large))?", re.IGNORECASE), (3, 1)),
    (re.compile(r"\bquadrupl(?:e|es|ed|ing)\b", re.IGNORECASE), (4, 1)),
)  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<lead>by|to|at)\s+)?(?:(?P<above>a|an|one|two|three|four)[ -])?(?P<part>half|third|quarter|fifth|sixth|tenth)s?\b(?P<of> of)?",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(r"(?: (?:of|the|its|their|that|what))+$")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_TO = re.compile(r"\bto (?:only |just |about |around |some |as (?:much|little) as )*$", re.IGNORECASE)
_BY = re.compile(r"\bby (?:another |only |just |about |around |some |a further |an extra )*$", re.IGNORECASE)
_SPENDS = re.compile(
    r"\b(?:spen[dt]s?|burn(?:s|ed|t)?|los(?:t|es?)|dr[ae]ws?|use[sd]?|get(?:s)? through|go(?:es)? through)\b",
    re.IGNORECASE,
)
_PAYS_OUT = re.compile(
    r"\b(?:pa(?:y|ys|id)(?: out| back)?|repa(?:y|ys|id)|invest(?:s|ed)?|los(?:t|es?)|lose)\b", re.IGNORECASE
)
_GETS = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|got|gets?|receiv(?:e|es|ed)|add(?:s|ed)?|borrow(?:s|ed)?|granted|injection|brought in|takes? in|took in|another|extra|additional|fresh|new)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^\s*(?:more |extra )?(?:from|in|through|via|by|of) .*$", re.IGNORECASE)
# Words that say nothing about which figure is meant, or when: what else a condition says must name the figure.
NEUTRAL_WORDS = """
    instead only just another extra additional further more less current present now still high great large again about around roughly rate level
    month monthly quarter quarterly year yearly annual annually much many as than planned usual amount figure itself what suddenly exactly somehow
    per each every by to in of at half third quarter fifth tenth were was been being be become came come went go get kept stay stood remain remained
    same total overall it they one own
"""
NEUTRAL = frozenset(stem(word) for word in NEUTRAL_WORDS.split())


# What supposes that everything stays as it is.
_AS_NOW = re.compile(
    r"\b(?:like (?:now|this|today)|as (?:now|before|today)|as (?:it|they) (?:does|do|is|are)(?: now)?|at (?:the|its|their|this|that) (?:current|present|same) (?:rate|pace|speed)|the same|unchanged|constant|nothing (?:else )?changes|(?:does|do)(?:n['’]t| not) change|goes on like this)$",
    re.IGNORECASE,
)


def split(text: str) -> Asked:
    """Take the conditions off a question.

    >>> split("If burn doubles, how long will Quillon's cash last?")
    Asked(bare="how long will Quillon's cash last?", conditions=('burn doubles',))
    >>> split("How long will Quillon's cash last at the current rate?").conditions
    ()
    >>> split("How long will Quillon's cash last if it keeps spending like now?").conditions
    ()
    """
    bare, found = text, []
    for pattern in (_OPENING, _CLOSING, _INVERTED):
        if match := pattern.search(bare):
            start = match.start("opener")
            lead = re.sub(r"[\s,]+$", "", bare[:start])
            bare = f"{lead} {bare[match.end() :].lstrip(' ,')}".strip() if lead else bare[match.end() :].strip()
            bare = re.sub(r"\s+([?.!])", r"\1", re.sub(r"^(?:and|then) ", "", bare))
            clause = match["clause"].strip(" ,:")
            if only := _ONLY.match(clause):  # which parts count is no change of a figure
                bare = f"{bare} with only {only['what']}"
                clause = f"{only['who']} {only['rest']}" if only["rest"] else ""
            if clause and not (_AS_NOW.search(clause) and not figures_in(clause)):
                found.append(clause)
    for match in reversed(list(_LOOSE.finditer(bare))):
        if _supposes(match["clause"]):
            lead, tail = bare[: match.start()].rstrip(" ,"), bare[match.end() :].lstrip(" ,")
            bare = (f"{lead} {tail}" if lead else tail).replace(" ?", "?").strip()
            found.append(match["clause"].strip())
    who = phrases.subject_of(bare) or next(filter(None, (phrases.subject_of(f"if {clause}") for clause in found)), None)
    if who and phrases.subject_of(bare) is None:
        bare = re.sub(r"\b(?:it|they)\b", who, bare, count=1)
        if who not in bare:
            bare = re.sub(r"\b(?:the|its|their) (?=[a-z])", f"{who}'s ", bare, count=1)
    return Asked(bare, tuple(found))


def _supposes(clause: str) -> bool:
    """Say whether "with …", "at …" supposes another figure: a change, or money at a rate."""
    figures = figures_in(clause)
    if any(currency(figure.unit) and "/" in figure.unit for figure in figures):
        return True
    turned = _HIGHER.search(clause) or _LOWER.search(clause)
    if figures and any(figure.unit == "%" or currency(figure.unit) for figure in figures) and turned:
        return True
    if any(pattern.search(clause) for pattern, _ in _MULTIPLES):
        return True
    return bool(
        _FRACTION.search(clause) and (turned or re.match(r"^(?:a|one|two|half)\b.* of\b", clause, re.IGNORECASE))
    )


def read(condition: str) -> tuple[Change, ...] | None:
    """Read a condition as changes, each of one figure; None where a part of it says something else.

    >>> [(change.how.value, change.words) for change in read("costs were slashed 30% and it raised another $5 million")]
    [('lowered', ('costs',)), ('plus', ('raised',))]
    >>> read("it stops hiring") is None
    True
    """
    parts = [part for part in re.split(r",? (?:and|but)(?: if| that)? |, |; ", condition) if part.strip()]
    made = [_change(part) for part in parts]
    if any(change is None for change in made) and len(parts) > 1:  # "cash and cash equivalents" is one thing
        made = [_change(condition)]
    return tuple(change for change in made if change is not None) if made and all(made) else None


def _change(part: str) -> Change | None:
    multiple = next(((match, ratio) for pattern, ratio in _MULTIPLES if (match := pattern.search(part))), None)
    fraction = None if multiple else _FRACTION.search(part)
    if fraction and any(
        figure.start < fraction.end() and fraction.start() <= figure.end + 1
        for figure in figures_in(part)
        if "/" in figure.unit
    ):
        fraction = None  # "$5 million a quarter"
    taken = multiple[0].span() if multiple else fraction.span() if fraction else (0, 0)
    figures = [figure for figure in figures_in(part) if figure.end <= taken[0] or taken[1] <= figure.start]
    if len(figures) > 1 or find_periods(part):
        return None
    lower, higher = _LOWER.search(part), _HIGHER.search(part)
    if figures:
        return None if multiple or fraction else _with_figure(part, figures[0], lower=bool(lower), higher=bool(higher))
    if multiple:
        match, ratio = multiple
        words = _words(part, match.span())
        size = "halved" if re.match(r"(?:in |at |to )?half\b", match[0], re.IGNORECASE) else match[0].lower()
        return Change(How.TIMES, _ratio(ratio, match[0]), words, f"{' '.join(words)} {size}".strip())
    if fraction:
        above, below = _COUNTS[(fraction["above"] or "one").lower()], _PARTS[fraction["part"].lower()]
        words = _words(part, fraction.span())
        if (fraction["lead"] or "").lower() in ("to", "at") or (fraction["of"] and not (lower or higher)):
            return Change(
                How.TIMES,
                _ratio((above, below), fraction[0]),
                words,
                f"{' '.join(words)} {_LOOSE_END.sub('', fraction[0].lower())}",
            )
        if not lower and not higher:
            return None
        left = below - above if lower else below + above
        size = re.sub(r"^(?:by|to|at) ", "", _LOOSE_END.sub("", fraction[0].lower()))
        return Change(
            How.TIMES,
            _ratio((left, below), size),
            words,
            f"{' '.join(words)} {size} {'lower' if lower else 'higher'}".strip(),
        )
    return None


def _ratio(ratio: tuple[int, int], printed: str) -> tuple[Quantity, ...]:
    above, below = ratio
    if below in (1, 2):  # what a decimal gives exactly
        return (Quantity(Decimal(above) / Decimal(below), "x", printed, origin=Origin.ASSUMED),)
    return tuple(Quantity(Decimal(n), "", str(n), origin=Origin.ASSUMED) for n in ratio)


def _with_figure(part: str, figure: Quantity, *, lower: bool, higher: bool) -> Change | None:
    lead, given = part[: figure.start], Quantity(figure.value, figure.unit, figure.printed, origin=Origin.ASSUMED)
    if currency(figure.unit) and _GETS.search(lead):  # money is money, wherever it comes from
        part = part[: figure.end] + _SOURCE.sub("", part[figure.end :])
    words = _words(part, (figure.start, figure.end))
    named = " ".join(words)
    to, by = bool(_TO.search(lead)), bool(_BY.search(lead))
    money = currency(figure.unit) is not None
    if figure.unit == "x":
        return Change(How.TIMES, (given,), words, f"{named} {figure.printed}".strip())
    if to:
        return Change(How.SET, (given,), words, f"{named} {figure.printed}".strip())
    if figure.unit == "%":
        if lower or higher:
            how = How.LOWERED if lower and not re.match(r"\s*(?:more|higher)\b", part[figure.end :]) else How.RAISED
            return Change(
                how, (given,), words, f"{named} {figure.printed} {'lower' if how is How.LOWERED else 'higher'}".strip()
            )
        if re.match(r"\s+of\b", part[figure.end :]):
            return Change(How.PART, (given,), words, f"{named} {figure.printed}".strip())
        return Change(How.SET, (given,), words, f"{named} {figure.printed}".strip())
    spent = _SPENDS.search(lead) is not None and "/" in figure.unit
    if by or ((lower or higher) and not spent) or (money and "/" not in figure.unit and _GETS.search(lead)):
        if lower:
            return Change(How.MINUS, (given,), words, f"{named} {figure.printed} less".strip())
        return Change(
            How.PLUS,
            (given,),
            words,
            f"{named} {figure.printed} more".strip() if by or "/" in figure.unit else f"raised {figure.printed}",
        )
    if spent and (lower or higher) and re.search(r"^\s*(?:more|less|extra)\b", part[figure.end :], re.IGNORECASE):
        how = How.MINUS if lower else How.PLUS
        return Change(how, (given,), words, f"{named} {figure.printed} {'less' if lower else 'more'}".strip())
    if money and "/" not in figure.unit and _PAYS_OUT.search(lead):
        return Change(How.MINUS, (given,), words, f"paid {figure.printed}")
    return Change(How.SET, (given,), words, f"{named} {figure.printed}".strip())


def _words(part: str, span: tuple[int, int]) -> tuple[str, ...]:
    """The words that say which figure: not those of the change itself, of its size, or that hold the sentence together."""
    out = f"{part[: span[0]]} {part[span[1] :]}"
    out = re.sub(r"['’]s\b", " ", _LOWER.sub(" ", _HIGHER.sub(" ", out)))
    return tuple(
        token.text
        for token in tokens(out)
        if not is_function_word(token.lower) and token.stem not in NEUTRAL and not token.text.isdigit()
    )


def exclusions(text: str) -> tuple[str, ...]:
    """What a question leaves out: "without the loan"."""
    return tuple(found["clause"].strip() for found in EXCLUDING.finditer(text))
