"""What a follow-up asks of the figure that was asked for before: "what share of revenue is that?", "how many dollars is that?".

Pure. The figure is named by its question, not by its value, so that it is found, cited and worked with once more.
"""

from __future__ import annotations

import re

from askbot import phrases
from askbot.antecedents import Before
from askbot.wording import AUXILIARY, owned

_LED = r"(?:(?:and|so|but|then|now|ok|okay)[, ]+)*"
_THAT = r"(?:that|this|it)"
_SHARE = r"(?:per ?cent(?:age)?|share|proportion|fraction|portion|part)"
_SHARE_OF_IT = re.compile(
    rf"^{_LED}(?:what|which|how (?:big|large|much) (?:of )?a?) ?{_SHARE} of (?P<whole>(?!that\b|it\b|this\b)[^?]+?) (?:(?:is|was|does|did|would) {_THAT}(?: (?:be|make up|make|represent|account for|come to))?|{_THAT} (?:is|was))$"
    rf"|^{_LED}(?:what|which) {_SHARE} (?:is|was) {_THAT} of (?P<all>(?!that\b|it\b|this\b|them\b|all\b|the (?:total|whole)\b)[^?]+)$",
    re.IGNORECASE,
)
_POINTS_ABOVE = re.compile(
    rf"^{_LED}(?:how many (?:percentage )?points|how (?:far|much)) (?P<way>above|over|below|under) (?P<other>[^?]+?) (?:is|was) {_THAT}$",
    re.IGNORECASE,
)
_EXCEEDS = re.compile(
    rf"^{_LED}by how much (?:does|did) {_THAT} (?:exceed|surpass|beat|top) (?P<other>[^?]+)$", re.IGNORECASE
)
_IN_MONEY = re.compile(
    rf"^{_LED}(?:how (?:many|much in) (?P<many>[a-z]+(?: [a-z]+)?) (?:is|was|would) {_THAT}(?: be)?|(?:what|how much) (?:is|was|would) {_THAT}(?: be)? in (?P<much>[a-z]+(?: [a-z]+)?))$",
    re.IGNORECASE,
)
_WORTH = re.compile(rf"^{_LED}what(?:['’]s| is| was| would) {_THAT}(?: be)? worth(?P<rest>[^?]*)$", re.IGNORECASE)
_MAKES = re.compile(
    rf"^{_LED}what does {_THAT} make (?:the |its |their |his |her )?(?P<what>[a-z][^?]*? (?:per|for each|a|an) [^?]+)$",
    re.IGNORECASE,
)
_A_SHARE = re.compile(
    rf"^(?:what|which) {_SHARE} of (?P<whole>[^?]+?)(?P<verb> (?:comes?|came|is|was|goes|went) [^?]+| (?:do|does|did) [^?]+)$",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"^(?:what|which|how (?:big|large|much)(?: of)?) (?:(?:a )?(?:{_SHARE}|stake)(?: (?:of|in) )?)?(?P<whole>[^?]*?) (?:do|does|did) (?P<who>[^?]+?) (?:own|hold|have|keep)(?: in (?P<inside>[^?]+))?$",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<=s)['’] |['’]s ")
_CLAUSE = re.compile(rf"\b(?:{AUXILIARY}|be|been|think|thinks|thought|comes?|came)\b", re.IGNORECASE)


def completed(text: str, before: Before) -> str | None:
    """Complete what is asked of the figure that the question before asked for; None where nothing is.

    >>> earlier = Before("How much did Orvella spend on research", "€5 million", (), "", "")
    >>> completed("What percentage of revenue is that?", earlier)
    "What percentage of Orvella's revenue is Orvella's spending on research?"
    >>> completed("So how many dollars is that?", Before("What share of Orvella's revenue comes from tea", "2%", (), "", ""))
    "How much of Orvella's revenue comes from tea in dollars?"
    """
    asked = text.strip().rstrip("?!. ")
    if (found := _IN_MONEY.match(asked)) and (share := _A_SHARE.match(before.question)):
        money = found["many"] or found["much"]
        if phrases.currency_asked(f"in {money}"):
            return f"How much of {share['whole']}{share['verb']} in {money}?"
    if (found := _WORTH.match(asked)) and (held := _HELD.match(before.question)):
        whole = re.sub(r"^of ", "", held["inside"] or held["whole"]).strip()
        return f"What is {owned(held['who'])} stake in {whole} worth{found['rest']}?" if whole else None
    if found := _MAKES.match(asked):
        whose = phrases.subject_of(before.question)
        return f"What is {owned(whose)} {found['what']}?" if whose else None
    thing = _thing(before.question)
    if thing is None:
        return None
    if found := _SHARE_OF_IT.match(asked):
        whole = re.sub(r"^(?:the|its|their|his|her) (?=\w+$)", "", found["whole"] or found["all"])
        whose = phrases.subject_of(before.question)
        if whose and whole == whole.lower() and "'" not in whole:
            whole = f"{owned(whose)} {whole}"
        return f"What percentage of {whole} is {thing}?"
    if found := _POINTS_ABOVE.match(asked):
        higher = "higher" if found["way"].lower() in ("above", "over") else "lower"
        points = ", in percentage points" if "points" in found[0].lower() else ""
        return f"How much {higher} is {thing} than {_of_the_same(found['other'], thing)}{points}?"
    if found := _EXCEEDS.match(asked):
        return f"How much higher is {thing} than {_of_the_same(found['other'], thing)}?"
    return None


def _thing(question: str) -> str | None:
    """What a question asks for, as a phrase that can stand in another; None where it takes a clause to say."""
    made = phrases.asked_thing(question)
    if made is None or _CLAUSE.search(made):
        return None
    return made if made[:1].isupper() or made.split()[0].endswith(("'s", "’s")) else f"the {made}"


def _of_the_same(other: str, thing: str) -> str:
    """Complete "Talgo's" after "Orvella's interest rate" to "Talgo's interest rate"."""
    if re.search(r"['’]s?$", other) is None:
        return other
    return f"{other} {_OWNER.split(thing)[-1]}"
