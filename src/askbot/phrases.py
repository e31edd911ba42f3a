"""The noun phrases of a numeric question: whose figure it asks for, what it is called, in which money and when.

Names are taken as they stand in the question; only the words around them are known here.
"""

from __future__ import annotations

import re

from askbot.periods import find_periods
from askbot.programs import Slot, UnitKind
from askbot.quantities import find
from askbot.types import Origin, Quantity
from askbot.units import CURRENCY_CODES, CURRENCY_SYMBOLS, CURRENCY_WORDS, MEASURES, is_plural, plural, singular

# A question longer than this is a text; nobody asks for a formula in it.
MAX_LENGTH = 1_000

_NAME = r"(?:[A-Z][\w&.-]*|[a-z]+[A-Z][\w&.-]*)(?: (?:[A-Z][\w&.-]*|of(?= [A-Z])|&(?= [A-Z])))*"
_POSSESSIVE = re.compile(rf"\b(?P<name>(?:the )?{_NAME})['’]s?(?=\s)")
_ANY_POSSESSIVE = re.compile(r"\b(?P<name>[\w&.-]+)['’]s\s")
_AFTER_VERB = re.compile(
    rf"\b(?:does|did|do|can|could|will|would|has|have|had|is|was|should|until|before|for|by|of|at|from|in) (?P<name>{_NAME})(?![\w]*['’])"
)
_BEFORE_VERB = re.compile(
    rf"(?<!^)\b(?P<name>{_NAME}) (?:[a-z]+ed|[a-z]+s|had|has|got|drew|burnt|would|will|could|can|have|burn|get|raise|make|pay|cut|spend|keep|last|draw)\b"
)
_LOWER_AFTER_VERB = re.compile(r"\b(?:does|did|can|could|will|would|until|before) (?P<name>[a-z][\w-]+)\b")
_NOT_NAMES = frozenset(
    [
        "what",
        "how",
        "which",
        "when",
        "who",
        "where",
        "why",
        "the",
        "a",
        "an",
        "if",
        "at",
        "in",
        "on",
        "of",
        "for",
        "and",
        "or",
        "is",
        "was",
        "are",
        "were",
        "do",
        "does",
        "did",
        "it",
        "its",
        "they",
        "their",
        "this\n",
        "",
        "",
        "",
        "that",
        "these",
        "those",
        "there",
        "so",
        "cash",
        "money",
        "runway",
        "rmb",
        "usd",
        "eur",
        "gbp",
        "sek",
        "cny",
        "dollars",
        "yuan",
        "euros",
        "kronor",
        "company",
        "firm",
        "work",
        "what's\n",
        "",
        "",
        "",
        "counting",
        "leave",
        "using",
        "q1",
        "q2",
        "q3",
        "q4",
        "h1",
        "h2",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december\n",
        "",
        "",
        "",
        "ipo",
        "us",
        "uk",
        "eu",
        "r&d",
        "ceo",
        "cfo",
        "divide",
        "out",
        "by",
        "work",
        "add",
        "add",
    ]
)
_WHO_WORDS = {"its", "their", "his", "her", "it", "they", "he", "she", "the company"}
_OPENING = re.compile(
    r"^(?:(?:and|so|then|well|ok|okay|also|but),? )*(?:(?:please )?(?:tell me|calculate|compute|work out|find|estimate|give me|figure out) )?"
    r"(?:what(?:['’]s| is| was| are| were| would| will| did| does| do| had| has|)|how (?:much|many|large|big|high)(?: of| is| was| are| were|)|which)\b\s*",
    re.IGNORECASE,
)
_SHARE_WORDS = re.compile(
    r"\b(?:shares?|stakes?|holdings?|percentages?|percent|votes?|voting (?:rights|power)|equity|margins?|proportions?|fractions?|ownership|rates? of)\b",
    re.IGNORECASE,
)
_MONEY_NOUNS = re.compile(
    r"\b(?:revenues?|sales|income|turnover|profits?|loss(?:es)?|costs?|cash|valuations?|value|worth|prices?|fares?|spending|spend|expenditure|"
    r"budgets?|debts?|loans?|funding|grants?|money|salary|salaries|wages?|rent|fees?|assets|investments?|earnings|burn|drawdown|financing|"
    r"funds|equivalents|deposits?|liabilities|ebitda|capital|bond|bill|expenses?)\b",
    re.IGNORECASE,
)
_CURRENCY_ASKED = re.compile(
    r"\b(?:in|how many) (?:us |u\.s\. |american |swedish |chinese )?(?P<name>[a-zA-Z$€£¥]+)\b", re.IGNORECASE
)


def subject_of(text: str) -> str | None:
    """Name whose figure a question asks for, as it writes the name; None where it names nobody.

    >>> subject_of("How many months will Quillon Foods's cash last?"), subject_of("How long does the cash last?")
    ('Quillon Foods', None)
    """
    for pattern in (_POSSESSIVE, _AFTER_VERB, _BEFORE_VERB, _ANY_POSSESSIVE, _LOWER_AFTER_VERB):
        for match in pattern.finditer(text):
            name = match.group("name").strip()
            if name.startswith("the "):
                name = name[4:]
            if (
                name.lower() not in _NOT_NAMES
                and name.lower().split()[0] not in _NOT_NAMES
                and not currency_named(name)
            ):
                return name
    return None


def possessive(who: str | None, noun: str) -> str:
    """Say whose something is.

    >>> possessive("Quillon", "revenue"), possessive(None, "revenue")
    ("Quillon's revenue", 'the revenue')
    """
    if not who:
        return f"the {noun}"
    return f"{who}'s {noun}"


def question_for(what: str, kind: UnitKind) -> tuple[str, ...]:
    """Ask for a figure in the plainest words, so that plain reading can answer; more than one way, the best first.

    >>> question_for("Quillon's paying users", UnitKind.COUNT)
    ('How many paying users does Quillon have?', "What is Quillon's paying users?")
    """
    # A name stands by itself, a noun that is nobody's has lost its article on the way here.
    asked = f"What is {what}?" if "'" in what or "’" in what or not what[:1].islower() else f"What is the {what}?"
    asked = asked.replace("is the the ", "is the ")
    match = re.match(r"(?P<who>.+?)['’]s? (?P<noun>.+)$", what)
    if kind is UnitKind.COUNT:
        if match:
            return f"How many {match.group('noun')} does {match.group('who')} have?", asked
        return f"How many {what}?", asked
    if kind is UnitKind.SHARE and match and (of := re.fullmatch(r"(?P<part>.+) share", match.group("noun"))):
        return asked, f"What share of {match.group('who')}'s revenue comes from the {of.group('part')}?"
    return (asked,)


def kind_of(what: str) -> UnitKind:
    """Guess from its name what sort of figure something is.

    >>> [kind_of(what).value for what in ("revenue of Quillon", "his equity", "paying users", "the height")]
    ['money', 'share', 'count', 'any']
    """
    share, money = _SHARE_WORDS.search(what), _MONEY_NOUNS.search(what)
    if share and (money is None or share.start() < money.start()):
        return UnitKind.SHARE
    if money:
        return UnitKind.MONEY
    words = re.findall(r"[a-z-]+", re.sub(r"['’]s\b", "", what))
    if any(singular(word) in MEASURES and len(word) > 3 for word in words):
        return UnitKind.ANY
    if any(is_plural(word) and word not in ("its", "his", "this") for word in words):
        return UnitKind.COUNT
    return UnitKind.ANY


def asked_thing(text: str) -> str | None:
    """Cut a question down to what it asks for: "What was Quillon's revenue in 2024?" to "Quillon's revenue in 2024".

    >>> asked_thing("What would Quillon's burn be")
    "Quillon's burn"
    >>> asked_thing("How many passengers did Quillon carry in 2024?")
    "Quillon's passengers in 2024"
    """
    text = text.strip().rstrip("?!. ").rstrip(",").strip()
    burns = re.match(
        rf"^(?:how much|what)(?: of)?(?: (?P<noun>cash|money))? (?:does|did|will) (?:the )?(?P<who>{_NAME}|[a-z][\w-]+) (?:(?:plan|expect|intend|mean)s? to )?(?P<verb>burn|spend|draw down)\b(?P<tail>.*)$",
        text,
        re.IGNORECASE,
    )
    if burns:
        return f"{possessive(burns.group('who'), 'cash burn' if burns.group('verb').lower() == 'burn' else 'spending')}{burns.group('tail')}".rstrip()
    did = re.match(
        rf"^(?i:and |so )?(?i:what|how much|how many|which) (?P<noun>[\w -]+?) (?:did|does|do|will|would|has|had|have) (?P<who>{_NAME}|[a-z][\w-]+)"
        r" (?:have|had|make|made|earn|earned|get|carry|carried|record|report|reported|see|seen|serve|served|burn|burnt|burned|spend|spent)\b(?P<tail>.*)$",
        text,
    )
    if did:
        noun = did.group("noun").strip()
        return f"{possessive(did.group('who'), noun)}{did.group('tail')}"
    opening = _OPENING.match(text)
    if opening is None or not opening.group().strip():
        return None
    rest = text[opening.end() :]
    rest = re.sub(r"\s+(?:be|been|cost|come to|amount to|have been)\s*(?=$|in\b|for\b)", " ", rest).strip()
    rest = strip_article(rest)
    return rest if rest and len(rest.split()) <= 14 and re.match(r"[\w\"“]", rest) else None


def strip_article(phrase: str) -> str:
    """Drop an article, quantifiers of a list ("all", "the three") and closing marks."""
    phrase = phrase.strip().rstrip("?!.,: ").strip()
    return re.sub(r"^(?:(?:the|a|an|all|each of|both) )+", "", phrase, flags=re.IGNORECASE)


def strip_period(phrase: str) -> str:
    """Drop the periods that a phrase names."""
    for period in reversed(find_periods(phrase)):
        lead = re.sub(
            r"\s*\b(?:in|for|during|over|of|at|as of|by)(?: the)?(?: whole of| full year)?\s*$",
            "",
            phrase[: period.start],
        )
        phrase = (lead + phrase[period.end :]).strip()
    return phrase.strip()


def strip_dated(phrase: str) -> str:
    """Drop the periods that name a year; "between May and September" stays."""
    for period in reversed(find_periods(phrase)):
        if re.search(r"(?:19|20)[0-9]{2}", period.printed):
            lead = re.sub(r"\s*\b(?:in|for|during|over|of|at|as of|by)(?: the)?\s*$", "", phrase[: period.start])
            phrase = f"{lead.rstrip()} {phrase[period.end :].lstrip()}".strip()
    return phrase.strip()


def period_tail(text: str) -> str:
    """Repeat the period that a question names: " in 2024"; empty without one."""
    periods = find_periods(text)
    return f" in {periods[0].printed}" if periods else ""


def next_year(text: str) -> str | None:
    """Ask the same for a year later; None unless the question names exactly one dated period with its year in digits.

    >>> next_year("What was Quillon's revenue in 2023?")
    "What was Quillon's revenue in 2024?"
    """
    periods = find_periods(text)
    if len(periods) != 1:
        return None
    year = re.search(r"(?:19|20)[0-9]{2}", periods[0].printed)
    if year is None or periods[0].first.year != int(year.group()) or periods[0].first == periods[0].last:
        return None
    at = periods[0].start + year.start()
    text = text[:at] + str(int(year.group()) + 1) + text[at + 4 :]
    return re.sub(
        r"\b(?:for|in|over|during) (?:the )?(?:whole|all|full year) (?:of )?(?=(?:19|20)[0-9]{2})",
        "in ",
        text,
        flags=re.IGNORECASE,
    )


def listed(text: str) -> list[str]:
    """Take a list apart: "the stakes of A, B and C" is "A's stake", "B's stake", "C's stake".

    >>> listed("the stakes of Alda, Bero and Cim")
    ["Alda's stake", "Bero's stake", "Cim's stake"]
    """
    text = strip_article(re.split(r"[:?]", text, maxsplit=1)[0])
    shared = re.match(r"(?P<noun>[\w -]+?)(?: held)? (?:of|by|in|from|at) (?P<names>.+)$", text)
    parts = re.split(r",(?: and| plus)? | and | plus ", shared.group("names") if shared else text)
    parts = [strip_article(part) for part in parts if part.strip()]
    if shared and all(any(letter.isupper() for letter in part) for part in parts):
        noun = shared.group("noun")
        one = " ".join([*noun.split()[:-1], singular(noun.split()[-1])])
        return [possessive(part, one) for part in parts]
    parts = [strip_article(part) for part in re.split(r",(?: and| plus)? | and | plus ", text) if part.strip()]
    return [re.sub(r"^(?:its|their|his|her) own ", "own ", part) for part in parts]


def currency_named(word: str) -> str | None:
    """Name the currency that a word or sign stands for."""
    if word.upper() in CURRENCY_CODES and (word.isupper() or len(word) == 3):
        return word.upper()
    lowered = word.lower()
    if lowered in ("pound", "pounds"):
        return "GBP"
    return CURRENCY_SYMBOLS.get(word) or CURRENCY_WORDS.get(lowered) or CURRENCY_WORDS.get(lowered.removesuffix("s"))


def currency_asked(text: str) -> str | None:
    """Name the money that a question wants its answer in; pounds may be a weight.

    >>> currency_asked("In dollars, what did it bring in?"), currency_asked("in 2024")
    ('USD', None)
    """
    for match in _CURRENCY_ASKED.finditer(text):
        named = currency_named(match.group("name"))
        if named and match.group().lower() != "how many pounds":
            return named
    return None


_LAST_COMMA = re.compile(r" ?, ?(?=\W*$)")


def without_currency(text: str) -> str:
    """Drop "in yuan" from a question, with a comma that would be left at its end."""
    bare = _CURRENCY_ASKED.sub(
        lambda match: (
            "" if match.group().lower().startswith("in ") and currency_named(match.group("name")) else match.group()
        ),
        text,
    )
    return _LAST_COMMA.sub("", " ".join(bare.split())) if bare != text else " ".join(text.split())


def plural_phrase(noun: str) -> str:
    """Write a counted noun's plural: "paying user" gives "paying users"."""
    *lead, last = noun.split()
    return " ".join([*lead, last if is_plural(last.lower()) else plural(last)])


def singular_phrase(noun: str) -> str:
    """Write a phrase in the singular: "valuations" gives "valuation"."""
    *lead, last = noun.split()
    return " ".join([*lead, singular(last)])


def figures_in(text: str) -> list[Quantity]:
    """Find the figures that a question gives."""
    return find(text)


def slot(name: str, noun: str, who: str | None, kind: UnitKind) -> Slot:
    """Make a slot for somebody's figure: the cash balance of whoever, in a kind of unit."""
    what = possessive(who, noun)
    return Slot(name, question_for(what, kind), kind, what)


def given(figure: Quantity) -> Quantity:
    """Make an assumed operand of a figure that stands in the question."""
    return Quantity(figure.value, figure.unit, figure.printed, origin=Origin.ASSUMED)
