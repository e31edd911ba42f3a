"""What share of an amount comes from, goes to, or is given by a part that the article prints as an amount."""

from __future__ import annotations

import re
from dataclasses import replace

from askbot import phrases, sides
from askbot.phrases import kind_of, possessive, strip_article
from askbot.programs import Plan, UnitKind

_SHARE = r"(?:per ?cent(?:age)?|share|proportion|fraction|part|portion|%)"
_NAMES = r"(?:the )?(?-i:[A-Z])[\w&.-]*(?: (?:& )?(?-i:[A-Z])[\w&.-]*)*"
_COMES = re.compile(
    rf"^(?:what|which) {_SHARE} of (?P<whole>[^?]+?) (?:comes?|came) from (?P<part>[^?]+)$", re.IGNORECASE
)
_GOES = re.compile(
    rf"^(?:what|which) {_SHARE} of (?P<whole>[^?]+?) (?:goes|go|went|(?:is|are|was|were) (?:spent|paid)) (?:to|on|into|for|in|towards) (?P<part>[^?]+)$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    rf"^(?:what|which) {_SHARE} of (?P<whole>[^?]+?) (?:did|does|do|will) (?P<part>{_NAMES}|the [a-z]+) (?P<verb>provide|put in|contribute|give|pay|invest|supply|bring in|cover)$",
    re.IGNORECASE,
)


def plan(text: str) -> Plan | None:
    """Plan the share of a part; None where the question asks for none."""
    found = next((match for pattern in (_COMES, _GOES, _GIVES) if (match := pattern.match(text.rstrip("?!. ")))), None)
    if found is None:
        return None
    whole, part = strip_article(found["whole"]), strip_article(found["part"])
    when = phrases.period_tail(text)
    part = phrases.strip_period(part) if when else part
    if not part or re.search(r"\b(?:not|outside|other than|and)\b", part):
        return None
    side = sides.read(phrases.strip_period(whole) if when else whole)
    noun, kind = side.noun or whole, kind_of(whole) if kind_of(whole) is UnitKind.COUNT else UnitKind.MONEY
    if found.re is _GIVES:
        ways = [f"{part} {found['verb']}"]
    elif any(letter.isupper() for letter in part):
        ways = [f"{possessive(part, noun)}{when}"]
    elif found.re is _COMES:
        ways = [f"{noun} from {part}{when}"]
    else:
        ways = [f"{part}{when}"]
    own = replace(sides.phrased("part", ways[0], kind, *ways), holding=part)
    slots = (
        own,
        sides.phrased("whole", f"{side.text if side.noun else whole}{when}", kind),
    )
    printed = sides.phrased(
        "printed", f"share of {noun} from {part}", UnitKind.SHARE, f"share of {noun} from {part}", f"{part} {noun}"
    )
    return Plan("share", "share(part, whole)", slots, tentative=True, printed=printed)
