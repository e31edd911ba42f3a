"""What stands around a question proper: politeness, chatter, "according to the article", "is it true that"; pure."""

from __future__ import annotations

import re

WH = r"(?:how|what|which|who|whom|whose|when|where|why)"
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|am"
    r"|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't|haven't|hadn't|can't|won't|wouldn't)"
)
_CHATTER = re.compile(r"\b(?:i|i'm|i've|i'd|we|we're|my|me|our|us|please|hi|hello|hey)\b", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:according to|in|per|from|based on) (?:the|this|that|these|an?) (?:article|articles|piece|text|story|report|document|passage)s?,? +",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",? *(?:according to|in) (?:the|this) (?:article|articles|piece|text|story|report)(?=[ ,?.!]|$)"
    r"|[,.;?]? *(?:\b(?:can|could|would) (?:you|u|someone|anyone)\b[^?]*|\b(?:please|pls|plz|thanks|thx|thank you|cheers|lol|ty|many thanks)\b[^\w?]*)+(?=[?.! ]*$)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:please|pls|hey|hi|hello|so|ok|okay|and|but|well|actually|quick question|just curious)[,: ]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell|remind|show|give) (?:me|us) "
    r"|(?:do|would) you (?:happen to )?know |(?:i(?:'d| would) like to|i want(?:ed)? to|i need to) know "
    r"|(?:tell|remind) (?:me|us) (?=" + WH + r"\b)|any idea |i(?:'m| am| was)? wonder(?:ing|ed)?(?: about)? )?",
    re.IGNORECASE,
)
# How fast something grew is a percentage; how fast something goes is not.
_PACE = re.compile(
    r"^how (?:fast|quickly|rapidly|strongly|sharply|steeply) (?P<rest>(?:did|do|does|has|have|is|are|was|were) .+? "
    r"(?:grow|grown|growing|rise|risen|rising|increased?|increasing|fall|fallen|falling|declined?|declining|shrink|shrunk|shrinking|dropped|drop|dropping)\b.*)$",
    re.IGNORECASE,
)
_ASSERTED = re.compile(
    r"^(?:is|was) (?:it|that) (?:really |actually |still )?(?:true|correct|right|the case|a fact|accurate)(?: to say)?,? that "
    rf"(?:(?P<subject>(?:(?!{AUXILIARY}\b)[^\s,;]+ ){{1,6}}?)(?P<verb>{AUXILIARY}) (?P<rest>\S.*)|(?P<plain>.+))$",
    re.IGNORECASE,
)


def focused(text: str) -> str:
    """Drop framing, politeness and first-person chatter around the question proper.

    >>> focused("I read it on the train and wondered, roughly, how many people work there?")
    'how many people work there?'
    >>> focused("Is it true that the mill was sold?")
    'was the mill sold?'
    >>> focused("How fast did sales grow in 2024?")
    'by what percentage did sales grow in 2024?'
    """
    focus = " ".join(text.split())
    bare = _ASIDE.sub("", _FRAME.sub("", focus)).strip()
    focus = bare if re.search(r"\w", bare) else focus  # "can you point me to …" is no aside
    focus = focus[_match_end(_POLITE, focus) :] or focus
    focus = _PACE.sub(r"by what percentage \g<rest>", _asked(focus))
    if _CHATTER.search(focus):
        starts = [m.start() for m in re.finditer(r"\b" + WH + r"\b", focus, re.IGNORECASE)]
        late = [at for at in starts if at > 0 and _CHATTER.search(focus[:at])]
        if late:
            focus = focus[late[0] :]
    return focus


def _asked(focus: str) -> str:
    """Turn "is it true that the mill was sold?" into "was the mill sold?"."""
    found = _ASSERTED.match(focus)
    if found is None:
        return focus
    return f"did {found['plain']}" if found["plain"] else f"{found['verb']} {found['subject']}{found['rest']}"


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
