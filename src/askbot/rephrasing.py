"""One way to ask: wordings that mean the same become the one that the rest is made for; pure."""

from __future__ import annotations

import re

from askbot.framing import AUXILIARY, WH
from askbot.units import is_plural
from askbot.wording import head_of

# "In which year did it sell the most?" asks for one of several years, and not for a date.
_EXTREME = r".*\b(?:most|least|fewest|highest|lowest|best|worst|largest|biggest|smallest|strongest|weakest|busiest)\b"
# Each wording with what it becomes, in order; what follows stays.
_SAME = tuple(
    (re.compile(f"^{pattern}", re.IGNORECASE), said)
    for pattern, said in (
        (rf"(?:in|on) (?:which|what) (?:calendar )?(?:year|month|day|date) (?={AUXILIARY}\b)(?!{_EXTREME})", "When "),
        (
            rf"(?:which|what) (?:year|month|day|date) (?!{_EXTREME})(?=(?:did|does|do|will|would) "
            r"|(?:is|was|are|were) .+ (?:\w+ed|built|made|sold|born|bought|begun|set up)(?: in| on)?\?*$)",
            "When ",
        ),
        (r"(?:what|which) number of ", "How many "),
        (r"(?:what|which) (?:amount|quantity) of ", "How much "),
        (
            r"what (?:is|was|are|were) the (?:total )?number of (?P<of>[a-z-]+(?: [a-z-]+){0,2}?) (?:that|which|who) ",
            r"How many \g<of> ",
        ),
        (r"which (?=(?:percentage|percent|share|proportion|portion|fraction|part|amount|price|sum) )", "What "),
        (r"who (?:is|was|are|were) (?:it|the (?:one|ones|person|people)) (?:that|who) ", "Who "),
        (r"what (?:is|was) the name of (?:the (?:person|man|woman|one) (?:that|who)|whoever) ", "Who "),
        (r"what (?:is|was) the name of the (?P<of>[a-z-]+(?: [a-z-]+)?) (?:that|which|who) ", r"Which \g<of> "),
        (
            r"(?P<is>did|does|do) (?P<one>[^?]*['’]s? [^?]+?) (?:exceed|surpass|outstrip|top|beat) ",
            lambda found: f"{'Was' if found['is'].lower() == 'did' else 'Is'} {found['one']} higher than ",
        ),
        (
            r"by how much (?P<rest>(?!.*\bpoints?\b)[^?]+?),? in (?:percent|per cent|percentage terms|%)(?=\?*$)",
            r"By what percentage \g<rest>",
        ),
        (r"(?:how come|for (?:what|which) reasons?|what (?:is|was) the (?:reason|cause) (?:why|that)) ", "Why "),
    )
)
_IN_AT_THE_END = re.compile(r"(?<=\w) (?:in|on)(?=\?*$)")
# An order, or what only goes on with something.
_ORDER = re.compile(
    r"(?:work|calculate|compute|divide|multiply|subtract|add|compare|contrast|summari[sz]e|sum|list|name|convert|explain|describe|count|quote"
    r"|in|at|on|by|for|and|but|per|from|to|of|with|like|not|no|yes|show|find|give|tell|ignore|forget|write|translate|print|reveal|point|let|search|look|go|pretend|act|repeat|say|stop|start|make|be|you)\b",
    re.IGNORECASE,
)
_GIVE_ME = re.compile(r"(?:(?:tell|give|show|get) (?:me|us)|do you have|have you got) (?=.*\w['’]s? \w)", re.IGNORECASE)
_SAYS_MORE = re.compile(rf"[,;:\"“”]|\b(?:{WH}|{AUXILIARY}|vs|versus|compared|or|if|than)\b", re.IGNORECASE)
_PASSAGE = re.compile(
    r"\b(?:gist|part|parts|passage|sentence|quote|quotes|paragraph|section|line|overview|summary|source|story|article|bit)\b",
    re.IGNORECASE,
)
_A_THING = re.compile(
    r"(?!.*\w(?:ed|s|es) )(?:[\w’'-]+ ){2,5}(?:in )?(?:19|20)\d\d$|(?:the|an?) |.*\w['’]s? \w|.* (?:of|per) ",
    re.IGNORECASE,
)
# "Tarvik's", "Ada Brill": a capital that isn't only that of a first word.
_OPENS_WITH_A_NAME = re.compile(r"[A-Z][\w-]*(?:['’]|[A-Z]| [A-Z])")


def canonical(text: str) -> str:
    """Put a question, bare of what stands around it, as it is asked elsewhere.

    >>> canonical("In which year was the mill sold?"), canonical("Who was it that sold the mill?")
    ('When was the mill sold?', 'Who sold the mill?')
    >>> canonical("the mill's rent")
    "What is the mill's rent?"
    """
    for pattern, said in _SAME:
        less = pattern.sub(said, text)
        if less != text:
            return _IN_AT_THE_END.sub("", less) if said == "When " else less
    thing = _GIVE_ME.sub("", text)
    if _is_a_thing(thing):
        thing = thing.rstrip("?.! ")
        if not _OPENS_WITH_A_NAME.match(thing):
            thing = thing[0].lower() + thing[1:]
        return f"What {'are' if is_plural(head_of(thing)) else 'is'} {thing}?"
    return text


def _is_a_thing(text: str) -> bool:
    """Say whether a text only names what is asked for: "the mill's rent", "price of a ticket"."""
    return _A_THING.match(text) is not None and not any(
        (_ORDER.match(text), _SAYS_MORE.search(text), _PASSAGE.search(text))
    )
