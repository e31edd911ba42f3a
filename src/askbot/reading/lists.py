"""Lists: the whole coordination in the sentence that holds the answer, and its neighbours where the list goes on."""

from __future__ import annotations

import re

from askbot.matching import clause_at, wording
from askbot.quantities import find
from askbot.question import FIGURES
from askbot.reading import fact, fragments
from askbot.reading.evidence import Survey
from askbot.reading.findings import Finding, flat, one_span, whole_sentences
from askbot.reading.kinds import COUNTED
from askbot.types import Claim

_JOINT = re.compile(r",? (?:and|or|as well as|along with|plus) |, |; (?:and )?")
# Where a list begins: what comes before the first item is not part of it.
_OPENING = re.compile(
    r"\b(?:include|includes|included|including|are|were|is|was|be|consists? of|consisting of|comprises?|comprising|comprised of|composed of|made up of|such as|like|namely|"
    r"between|from|sources|against|of|in|to|by|with|for|as|provides?|offers?|has|have|had|sells?|makes?|serves?|carries|owns|operates|runs|uses|used|hired|appointed|recruited|retained|engaged|developing|building|covers?|contains?|features?|grows?|produces?|targets?|targeting)\b:? |: |\((?:i\.e\.,? |e\.g\.,? )?",
    re.IGNORECASE,
)
# After these a list begins for certain; "of" or "in" may also stand inside an item.
_SURE_OPENING = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|consist(?:s|ing)? of|compris(?:es?|ing|ed of)|composed of|made up of|such as|namely):? $|: $",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:: |, namely |, (?:such as|including) )(?=[\w$€£])")
_FIRST = re.compile(r"\b(?:both|either) $", re.IGNORECASE)
_END = re.compile(
    r",? (?:said|says|which|who|whose|where|while|whereas|but|although|according to|enabling|allowing|making|giving|(?<=, )(?:is|are|was|were|has|have|had|will|would)|an? (?:decision|move|step|deal|plan|change) (?:that|which)|as (?:shown|well)|in (?:the|19|20)\w*(?!\w|,? (?:and )?[$€£\d])|to (?:advise|help|lead|run|act|review|assess|find|build))\b|\)|[.;:](?: |$)|—"
)
# "likely include A and B": what hedges the verb hedges the list.
_HEDGE = re.compile(
    r"\b(likely|probably|possibly|reportedly|allegedly|presumably|perhaps|apparently)\b[^,;.]*$", re.IGNORECASE
)
# No item of a row of names opens like this.
_NO_NAME = re.compile(
    r"(?:with|without|for|at|by(?! (?-i:[A-Z]))|from|in|on|of|to|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_DOES = re.compile(
    r"[a-z]+ed\b|(?:went|took|left|sold|bought|won|lost|made|became|came|grew|rose|fell|built|ran|led|began|gave|got|held|kept|paid|set|spent|met|wrote|chose|drew)\b|\d|[a-z]+s (?:an?|the|its|their|his|her)\b|(?:is|are|was|were|has|have|had|will|would|(?:hope|plan|want|expect|aim|intend|seek)s?)\b"
)
_SEVERAL = re.compile(
    r"\b(?:both|each|two|three|four|all|made up|consists?|compris\w+|includ\w+|br(?:eak|oken) down|respective\w*|various|different)\b",
    re.IGNORECASE,
)
MOST_HEDGE_CHARACTERS = 40
MOST_ITEM_CHARACTERS = 160


def read(view: Survey) -> Finding | None:
    """Answer with the coordination around the most likely span; a span outside any list answers by itself."""
    found = fact.best(view)
    if found is None:
        return None
    text = found.evidence.text
    if (
        view.asked.wanted
        and view.asked.wanted <= FIGURES
        and len(find(found.text)) == 1
        and not _SEVERAL.search(view.asked.focus)
    ):
        return one_span(found.evidence, found.start, found.end)
    named = _NAMED.match(text, found.end)  # "three quays: Arn, Bero and Cim": the list follows what the model found
    if named is None and COUNTED.fullmatch(found.text):
        named = _NAMED.search(text, found.end)  # so it does behind "Three quays are open: …"
    start, end = (
        coordination(text, found.start, found.end)
        if named is None
        else coordination(text, named.end(), named.end() + 1)
    )
    torn = fragments.is_torn(view.asked.focus, text, start, end) and named is None
    if torn or (view.asked.wanted and fragments.tells_of_itself(text[start:end])):
        return whole_sentences([found.evidence])
    if (start, end) == (found.start, found.end):
        # No list around it that we can tell: the sentence says all that there is.
        bare = one_span(found.evidence, start, end)
        return Finding((Claim(flat(found.evidence), (found.evidence.citation(),)),), bare.short, bare.highlights)
    if _names_whom(view, text[start:end]):
        return whole_sentences([found.evidence])
    hedge = _HEDGE.search(text[max(0, start - MOST_HEDGE_CHARACTERS) : start])
    words = " ".join(text[start:end].split())
    return one_span(found.evidence, start, end, text=f"{hedge[1].capitalize()} {words}" if hedge else None)


def _names_whom(view: Survey, row: str) -> bool:
    """Whether a row begins with whom the question asks about, who is none of its items: "Orlin, the lock maker"."""
    first = _JOINT.split(row)[0]
    return bool(view.names) and bool(wording(first).stems & view.names) and " and " not in row


def of_names(row: str) -> bool:
    """Say whether a row is of names, and no item is a number or what was done: "240 jobs, and moved to Arn" is none.

    >>> of_names("she and the shipbuilder Ek"), of_names("240 jobs, and moved to Arn")
    (True, False)
    """
    items = [item.strip() for item in _JOINT.split(row) if item.strip()]
    return row != row.lower() and not any(
        _DOES.match(item) or _NO_NAME.match(item) or find(_IN_BRACKETS.sub("", item)) for item in items
    )


def coordination(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the list that it stands in; unchanged where it stands in none.

    >>> text = "The shop sells apples, ripe pears and figs to tourists."
    >>> a, b = coordination(text, text.index("ripe"), text.index("ripe") + 10)
    >>> text[a:b]
    'apples, ripe pears and figs to tourists'
    """
    first, last = clause_at(text, start)
    if text[max(0, first - 2) : first].strip() == ";" or text[last : last + 1] == ";":
        first, last = _semicolon_list(text, first, last)
    left = first
    for opening in _OPENING.finditer(text, first, start + 1):
        left = opening.end() if opening.end() <= start else left
    # An opening word inside an item ("models for video") is not where the list begins: go left while a joint is near.
    while left > first and not _SURE_OPENING.search(text[first:left]):
        joints = list(_JOINT.finditer(text, max(first, left - MOST_ITEM_CHARACTERS), left))
        earlier = [m.end() for m in _OPENING.finditer(text, first, left - 1) if m.end() < left]
        if not joints or not earlier or joints[-1].end() <= earlier[-1]:
            break
        left = earlier[-1]
    right = next((found.start() for found in _END.finditer(text, end, last) if not _inside(text, left, found)), last)
    while right > end and text[right - 1] in " ,.;:":
        right -= 1
    if not _JOINT.search(text[left:right]):
        return start, end
    left = min(left, start)
    lead = _FIRST.search(text[left:start])
    return (left + lead.end() if lead else left), max(right, end)


def _inside(text: str, left: int, found: re.Match[str]) -> bool:
    """A mark that ends no list: the bracket or the stop inside one of its items, a semicolon between them."""
    if found[0] == ")":
        return text.count("(", left, found.start()) > text.count(")", left, found.start())
    before = text[left : found.start()]
    return before.count("(") > before.count(")") or (found[0].strip() == ";" and text.count(";") > 1)


def _semicolon_list(text: str, first: int, last: int) -> tuple[int, int]:
    """Items set apart by semicolons: the sentence is the list."""
    return 0, len(text)
