"""What stands around a question proper: politeness, chatter, "according to the article", "is it true that"; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

WH = r"(?:how|what|which|who|whom|whose|when|where|why)"
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|am"
    r"|isn't|aren't|wasn't|weren't|doesn't|don't|didn't|hasn't|haven't|hadn't|can't|won't|wouldn't)"
)
MOST_PEELED = 12  # layers of chatter around one question
LONGEST_CHARACTERS = (
    600  # a longer text is no question with a word before and behind it, and takes long to look through
)
_ASKS = rf"(?:(?:{WH}|{AUXILIARY})(?:['’]s)?|(?:in|on|at|by|for|of|from|to|with|since|until|over|under|about|between) (?:{WH}))\b"
_OPENS = re.compile(_ASKS, re.IGNORECASE)
# "For each ship, how many …": what opens a question before its question word.
_FRONTED = re.compile(
    rf"(?:for|in|on|at|as|by|after|before|if|besides|out|during|since|of|among|between|with|without)\b[^,:?.]{{2,80}}, (?:{WH}|{AUXILIARY})\b",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(
    rf"^{WH}(?:['’]s| (?:\w+ ){{0,3}}?(?:is|was|are|were|did|does|do))\b(?!.*(?:ed|en|open|start|begin|rise|grow|fall|come|go|run|win|meet|back|possible|profitable|once|ever|over|up) again).*(?P<again> again)[?.! ]*$",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:work out|calculate|compute|divide|multiply|subtract|add|compare|contrast|summari[sz]e|sum up|list|name|convert|explain|describe|count|quote|show|find|give)\b",
    re.IGNORECASE,
)
# Somebody speaks of himself, of his question or to somebody: such a stretch asks nothing.
_CHATTER = re.compile(
    r"\b(?:i|i['’](?:m|ve|d|ll)|we|we['’](?:re|ve|d|ll)|my|me|our|us|please|pls|hi|hello|hey|sorry|sry|apologies|thanks|thank|anyone|anybody"
    r"|someone|somebody|you|(?:dumb|stupid|silly|basic|obvious|quick|newbie|easy|final|last|next) (?:question|one|q)|question|not sure|no idea|urgent|asap|deadline)\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:according to|in|per|from|based on) (?:the|this|that|these|an?) (?:article|articles|piece|text|story|report|document|passage)s?,? +",
    re.IGNORECASE,
)
_THANKS = (
    r"(?:please|pls|plz|many thanks|thanks|thx|thank you|cheers|lol|ty|tia|haha|asap|urgent)"
    r"(?: (?:in advance|a lot|so much|very much|a bunch|a million|again|all|team|everyone|folks|guys|bot|askbot"
    r"|for (?:your|the|any|all) \w+))*"
)
_ASIDE = re.compile(
    r",? *(?:according to|in) (?:the|this) (?:article|articles|piece|text|story|report)(?=[ ,?.!]|$)"
    rf"|[,.;:?!]? *(?:\b(?:can|could|would) (?:you|u|someone|anyone) (?:please |pls )?(?:tell|help|check|say|look|remind|answer|find|explain)\b[^?]*|\b{_THANKS}\b[^\w?]*)+(?=[?.! ]*$)"
    r"|(?:,? (?:give or take|more or less|roughly speaking|if (?:you|anyone) knows?|by any chance|do (?:you|we) know)"
    r"|, (?:roughly|approximately|exactly|again)"
    r"|,? (?:rounded (?:to|up|down)\b[^,?]*|to (?:the nearest (?:whole|full|tenth|hundredth|hundred|thousand|million|billion|percent|cent|dollar|month|year)\b[^,?]*"
    r"|(?:an?|one|two|three|four|\d) (?:decimals?|decimal places?|places|significant (?:digits|figures))))"
    r"|,? in an? (?:hurry|rush))(?=[?.! ]*$)",
    re.IGNORECASE,
)
_GREETING = (
    r"(?:hi+|hello|hey+|hiya|howdy|yo|dear|good (?:morning|afternoon|evening))"
    r"(?: (?:there|all|everyone|everybody|team|folks|guys|bot|askbot|again))?"
)
_FILLER = r"(?:u+m+|u+h+|uhm+|e+rm*|h+m+|oh|ah|so|ok|okay|and|but|actually|please|pls|plz|btw|by the way|fyi|just (?:curious|wondering)|quick question)"
_MARKED = (  # only with a mark behind it: "right of way", "urgent care"
    r"(?:interesting|got it|cool|great|nice|fine|good|perfect|wow|sure|yes|yeah|yep|i see|understood|makes sense|thanks|thank you|thx|next|one more|another"
    r"|right|now|well|alright|also|basically|honestly|urgent|asap|sorry|apologies|listen|look|anyway|alas|no rush|curious|question"
    r"|(?:(?:this|it|that) (?:is|was|may be|might be|could be) |it['’]?s |probably |maybe |perhaps )?(?:(?:an?|one|another|final|last|more|very|real(?:ly)?|quick|dumb|stupid|silly|basic|simple|little) )+(?:thing|question|one|q|check)"
    r"|bot|team|all|everyone|folks|guys)"
)
_LED = re.compile(
    rf"(?:{_GREETING}|{_FILLER}|(?:@[\w.-]+|<@\w+>|askbot))(?:[ ,:!.;…–—-]+)(?=\S)|{_MARKED} *[,:!.;?…–—-]+ *|(?:well|also) (?={_ASKS})",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:and|but|so)\b", re.IGNORECASE)
_WHOEVER = r"(?:you|u|ya|someone|anyone|somebody|anybody)"
_REQUEST = re.compile(
    rf"(?:(?:please )?(?:(?:can|could|would|will) {_WHOEVER} (?:please |pls |kindly |quickly |maybe )*(?:tell|remind|show|give) (?:me|us) (?:again )?"
    rf"|(?:(?:can|could|would|will) {_WHOEVER} )?(?:please |pls |kindly |quickly |maybe |mind )*"
    r"(?:tell|explain|check|confirm|clarify|say|look up|find(?: out)?|telling|explaining|checking|confirming)(?: (?:to )?(?:me|us))?(?: for (?:me|us))?"
    rf"[,:]* (?=(?:again )?,? ?(?:{_ASKS}|(?:if|whether)\b))"
    rf"|(?:do|would) {_WHOEVER} (?:happen to )?(?:know|remember)[,: ]+|do we know |does {_WHOEVER}(?: here)? (?:happen to )?(?:know|remember)[,: ]+"
    r"|(?:anyone|anybody) knows? |(?:i(?:['’]d| would) (?:like|love) to|i want(?:ed)? to|i need to|we need to) (?:know|find out|check)[,: ]+"
    r"|(?:tell|remind) (?:me|us)(?: again)?[,:]+ *|any (?:idea|clue)[,: ]+"
    r"|(?:and )?i(?:['’]m| am| was)? (?:just )?wonder(?:ing|ed)?(?: about)?,? |(?:my|the) question is[,:]* "
    r"|(?:someone|somebody|everyone|everybody|an? (?:\w+ )?(?:colleague|reader|friend|client|reporter|editor)|(?:my|our) \w+)(?: here)?"
    rf"(?: (?:is|was|keeps|just))* (?:asking|asks|asked|wondering|wonders|(?:wants?|needs?)(?:ed)? to know)(?: me| us)?(?: today| again)?[,:]* (?=(?:{WH}|if|whether|{AUXILIARY})\b)"
    rf"|for (?:the|an?|my|our|this) [a-z]+(?: [a-z]+){{0,3}}: (?={_ASKS})))",
    re.IGNORECASE,
)
_CONFIRM = re.compile(
    rf"(?:(?:can|could|would|will) {_WHOEVER} )?(?:please |pls )?confirm(?: (?:to|for) (?:me|us))?[,:]? (?:that )?(?!(?:{WH}|if|whether)\b)",
    re.IGNORECASE,
)
# "I'm preparing a slide and need the price of the ships".
_NEED = re.compile(
    r"(?:[^?]*\b)?(?:i|we|i['’]m|we['’]re)\b[^?]*?\b(?:need|want|(?:am|are|['’]m|['’]re) (?:looking for|after))(?: to (?:know|find|check))?:? (?=(?:the|an?|some) )",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"(?:my|our) (?:\w+ ){1,2}?(?:wants|needs|(?:is|was) after|(?:keeps |is )?ask(?:s|ed|ing) for) (?=(?:the|an?|some) )",
    re.I,
)
_FOR_WHAT = re.compile(
    r" for (?:the|an?|my|our|his|her|their) (?:note|memo|slide|chart|piece|story|box|deck|table|caption|report|newsletter|article)[?.]*$",
    re.I,
)
_QUOTED = re.compile(r"[\"“”]")
# Where a stretch of chatter before a question may end.
_STRETCH = re.compile(r"(?<=[^\s,:;.!?])(?:[,:;!?…]+|\.+|,? but\b,?| [-–—]+)(?: +[-–—]+)? +")
# What follows a question and asks nothing: "? I'm on deadline.", " - need it for a chart".
_AFTER = re.compile(r"(?:(?<=[?.!])[ ?!]+| +[-–—]+ *)(?P<after>[^?]{2,80})$")
_ERRAND = re.compile(
    r"(?:need(?:ed|ing)?|asap|urgent|working on|writing|it['’]?s for|this is for|for (?:an?|my|the|our) (?:\w+ )?(?:slide|chart|piece|story|article|report|newsletter"
    r"|box|deck|presentation|table|graphic|caption|headline|podcast|memo|e-?mail|meeting|call))\b",
    re.IGNORECASE,
)
# Marks that decorate: quotation signs of a message, bullets, bold, emoji.
_NUMBERED = re.compile(rf"^(?:\(?\d{{1,2}}[.)]|q(?:uestion)?(?: ?\d+)?[:.)]) +(?={_ASKS})", re.IGNORECASE)
_EDGES = re.compile(r"^[^\w\"“'‘($€£¥@<#+-]+|[^\w\s\"”'’)%.?!$€£¥+…-]+$")
_WRAPPED = re.compile(r"[\"“'‘*_~`]+(?P<inside>[^\"“”*_~`]+\?)[\"”'’*_~`]+$")
_EXACTLY = re.compile(
    rf"^(?:exactly |precisely |roughly |approximately |about |just )(?={WH}\b)|(?<=^)(?P<wh>{WH}(?: (?:many|much|long|old|big|far|is|was|are|were|did|does|do))?) (?:exactly|precisely)\b,?",
    re.IGNORECASE,
)
_END = re.compile(r"(?:[?!…\s]|\.{2,}|(?<!\.\w)(?<!\b(?:Co|St))(?<!\b(?:Inc|Ltd|plc))(?<!\bCorp)\.)+$")
_SHORT = re.compile(r"^(?P<wh>what|who|when|where|how|why)['’]?s (?!\w+ed\b|been\b|got\b|become\b)", re.IGNORECASE)
# How fast something grew is a percentage; how fast something goes is not.
_PACE = re.compile(
    r"^how (?:fast|quickly|rapidly|strongly|sharply|steeply) (?P<rest>(?:did|do|does|has|have|is|are|was|were) .+? "
    r"(?:grow|grown|growing|rise|risen|rising|increased?|increasing|fall|fallen|falling|declined?|declining|shrink|shrunk|shrinking|dropped|drop|dropping)\b.*)$",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^(?:if|whether) ", re.IGNORECASE)
_ASSERTED = re.compile(
    r"^(?:is|was) (?:it|that) (?:really |actually |still )?(?:true|correct|right|the case|a fact|accurate)(?: to say)?,? that "
    rf"(?:(?P<subject>(?:(?!{AUXILIARY}\b)[^\s,;]+ ){{1,6}}?)(?P<verb>{AUXILIARY}) (?P<rest>\S.*)|(?P<plain>.+))$",
    re.IGNORECASE,
)


def focused(text: str) -> str:
    """Drop framing, politeness and chatter around the question proper, and put it as it is asked elsewhere.

    >>> focused("I read it on the train and wondered, roughly, how many people work there?")
    'How many people work there?'
    >>> focused("Is it true that the mill was sold?")
    'was the mill sold?'
    >>> focused("How fast did sales grow in 2024?")
    'by what percentage did sales grow in 2024?'
    """
    return _PACE.sub(r"by what percentage \g<rest>", _asked(bare(text)))


def bare(text: str, *, joined: bool = False) -> str:
    """Drop what is said around a question: greetings, thanks, apologies, whom it is for, which article it is about.

    A text that is nothing else stays as it is, and so does a very long one. What is said of the matter itself stays, and where it is `joined` to what
    was said before, so does the word that joins it ("and Orlin's?").

    >>> bare("Hi all, sorry if this is obvious, but who owns the mill?? Thanks in advance!")
    'Who owns the mill?'
    >>> bare("The mill burned down. When was that?")
    'The mill burned down. When was that?'
    """
    left = " ".join(text.split())
    if left.isupper() and left.count(" ") > 1:
        left = left.lower()  # SHOUTED, it names nobody
    for _ in range(MOST_PEELED if len(left) <= LONGEST_CHARACTERS else 0):
        less = next((one for one in _peelings(left, joined=joined) if one != left and re.search(r"\w", one)), None)
        if less is None:
            break
        left = less
    said = _END.sub("", left)
    opens = _OPENS.match(said) is not None
    return (
        f"{said[0].upper() if opens else said[0]}{said[1:]}{'?' if opens or '?' in left[len(said) :] else ''}"
        if said
        else left
    )


def _peelings(text: str, *, joined: bool) -> Iterator[str]:
    """The text with one layer less, by each of the ways in turn."""
    yield _EDGES.sub("", text)
    yield _WRAPPED.sub(r"\g<inside>", text) if _WRAPPED.match(text) else text
    yield _NUMBERED.sub("", text)
    yield _EXACTLY.sub(lambda found: found["wh"] or "", text)
    yield _SHORT.sub(r"\g<wh> is ", text)
    yield _FRAME.sub("", text)
    yield _ASIDE.sub(lambda found: found[0] if _QUOTED.search(found[0]) else "", text).strip()
    after = _AFTER.search(text)
    if after is not None and (_chatter(after["after"]) or _ERRAND.match(after["after"])) and not _asks(after["after"]):
        yield text[: after.start()]
    if (led := _LED.match(text)) is not None and not (joined and _JOINS.match(text)):
        yield text[led.end() :]
    if (request := _REQUEST.match(text)) is not None:
        yield _WHETHER.sub("is it true that ", text[request.end() :])
    elif (confirm := _CONFIRM.match(text)) is not None:
        yield f"is it true that {text[confirm.end() :]}"
    if (more := _ONCE_MORE.match(text)) is not None:
        yield f"{text[: more.start('again')]}?"
    if _OPENS.match(text) or ((front := _FRONTED.match(text)) is not None and not _chatter(front[0])):
        return
    for end in _STRETCH.finditer(text):
        rest = text[end.end() :]
        whole = " " in rest and end[0].strip()[:1] in (".", "!", ":")
        if _chatter(text[: end.start()]) and (whole or _asks(rest) or _LED.match(rest) or _REQUEST.match(rest)):
            yield rest
    if (need := _NEEDS.match(text)) is not None or ((need := _NEED.match(text)) is not None and _chatter(need[0])):
        yield _FOR_WHAT.sub("", text[need.end() :])
    asked = [one.start() for one in re.finditer(rf"\b{WH}\b", text, re.IGNORECASE) if one.start()]
    yield next((text[at:] for at in asked if _chatter(text[:at])), text)


def _asks(text: str) -> bool:
    return any(one.match(text) for one in (_OPENS, _FRONTED, _ORDERS))


def _chatter(text: str) -> bool:
    """Say whether somebody speaks of himself here, and quotes nobody."""
    return _CHATTER.search(text) is not None and not _QUOTED.search(text)


def _asked(focus: str) -> str:
    """Turn "is it true that the mill was sold?" into "was the mill sold?"."""
    found = _ASSERTED.match(focus)
    if found is None:
        return focus
    return f"did {found['plain']}" if found["plain"] else f"{found['verb']} {found['subject']}{found['rest']}"
