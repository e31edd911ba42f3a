"""One way to ask: wordings that mean the same become the one that the rest is made for; pure."""

from __future__ import annotations

import re

from askbot.framing import AUXILIARY, WH
from askbot.lexicon import Kind, asked_kind
from askbot.units import CURRENCY_WORDS, NATIONAL_MONEY, is_plural
from askbot.wording import head_of, owned
from askbot.words import stem

# "In which year did it sell the most?" asks for one of several years, and not for a date.
_EXTREME = r".*\b(?:most|least|fewest|highest|lowest|best|worst|largest|biggest|smallest|strongest|weakest|busiest)\b"
_MONEYS = "|".join(sorted((re.escape(word) for word in CURRENCY_WORDS if " " not in word), key=len, reverse=True))
# "in Chinese currency", "in dollar terms"
# In dollars of the United States, kronor and yuan anything is asked as it stands.
_NATIONAL = re.compile(
    rf"\bin (?:the )?(?!(?:us|u\.s\.|american|swedish|chinese) (?!currency|money))"
    rf"(?P<whose>{'|'.join(sorted(map(re.escape, NATIONAL_MONEY), key=len, reverse=True))})"
    r" (?:currency|money|dollars?|pounds?|kron[eao]r?|crowns?|francs?|rupees?|yen|won|pesos?|rand|real|reais|baht|zlotys?|shekels?|lira|euros?)(?=\W*$)",
    re.IGNORECASE,
)
_IN_TERMS = re.compile(rf"\bin (?P<money>{_MONEYS}) terms(?=\W*$)", re.IGNORECASE)
# "its single biggest expense", "the very largest": the superlative says it all.
_SUPERLATIVE = (
    r"(?:biggest|largest|greatest|highest|lowest|smallest|longest|shortest|oldest|youngest|newest|best|worst|fastest|slowest|heaviest|strongest"
    r"|weakest|richest|busiest|costliest|priciest|dearest|cheapest|tallest|deepest|widest|latest|earliest|closest|nearest|(?:most|least) [a-z]+)"
)
_SINGLE = re.compile(
    rf"\b(?:single|sole|one|main|chief|very|absolute|overall|by far the)[ -](?={_SUPERLATIVE}\b)",
    re.IGNORECASE,
)
_BIGGEST_SINGLE = re.compile(rf"\b(?P<most>{_SUPERLATIVE}) single (?=[a-z])", re.IGNORECASE)
_FIGURED = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT})
_DUE = r"(?: (?:now|today|at present|currently|at the moment|(?:in|at|after|since) [^?]+))?"


def _is(what: str) -> str:
    return "are" if is_plural(head_of(what)) else "is"


def _standing(found: re.Match[str]) -> str:
    """What is asked by where a figure stands; a thing that stands somewhere is asked for its place."""
    what = found["what"]
    if asked_kind(stem(head_of(what).lower())) not in _FIGURED:
        return found[0]
    return f"What {_is(what)} {what}{found['when']}"


def _apart(found: re.Match[str]) -> str:
    """By how much a figure is above another: "how many percentage points above inflation is the rate?"."""
    if found["far"] and asked_kind(stem(head_of(found["other"]).lower())) not in _FIGURED:
        return found[0]  # "how far below the surface is the wreck?" asks for a distance
    higher = "higher" if found["way"].lower() in ("above", "over") else "lower"
    points = "" if found["far"] else ", in percentage points"
    return f"How much {higher} {found['is']} {found['other']} than {found['one']}{points}"


def _parts(found: re.Match[str]) -> str:
    """What makes up a sum; of what a thing is made stays as it is asked."""
    groups = found.groupdict()
    what = groups["what"] or groups["whose"]
    summed = asked_kind(stem(head_of(what).lower())) in _FIGURED
    return f"What makes up {what}" if summed else found[0]


def _offers(whose: str) -> str:
    """Ask it as a deed: of "Orlin's" as "does Orlin offer"."""
    who = re.sub(r"['’]s?$", "", whose)
    pronoun = {"its": "it", "their": "they"}.get(who.lower(), who)
    return f"{'do' if pronoun == 'they' else 'does'} {pronoun} offer"


_WHOSE_RATE = r"(?:the|its|their|last year['’]s|this year['’]s) (?:(?:current|present|expected|planned|recent|average) )?(?:rate|pace)(?: of (?:use|burn|spending|consumption))?"
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
        # "What does she expect to save?" asks for an amount.
        (
            r"what (?P<rest>(?:does|do|did|will|would|could) [^?]+? (?:(?:expect|hope|plan|want|aim|intend|try|need|stand|promise)s? to )?(?:save|lose|borrow))(?=\?*$)",
            r"How much \g<rest>",
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
        (
            r"how much (?P<rest>(?:of )?[^?]+?),? (?:as a (?:percentage|proportion|fraction)|as a share(?! of)|in percent|in per cent|in percentage terms)(?=\?*$)",
            lambda found: f"What percentage {'' if found['rest'].startswith('of ') else 'of '}{found['rest']}",
        ),
        (
            r"how much (?P<what>(?:total |annual |net |gross |operating )?(?:revenues?|sales|turnover|profits?|income|earnings)) (?P<did>does|did|do) (?P<who>[^?]+?)"
            r" (?:make|generate|earn|have|bring in|report|book|post|record|achieve|see|produce|take in)(?P<when> (?:in|during|for|over) (?:the |its |all of )?[^?]*\d[^?]*)?"
            rf"(?P<money> in (?:[A-Z]{{3}}|(?:{_MONEYS})s?))?(?=\?*$)",
            lambda found: (
                f"What {'was' if found['did'].lower() == 'did' else 'is'} {owned(found['who'])} {found['what']}{found['when'] or ''}{found['money'] or ''}"
            ),
        ),
        # "What did Orlin take in in 2024?"; what it took in from somewhere, or of something, is told apart.
        (
            r"(?:what|how much(?: money)?) (?P<did>does|did) (?P<who>(?:the )?(?-i:[A-Z])[\w&.'’-]*(?: (?-i:[A-Z])[\w&.'’-]*)*) (?:take|bring|pull|rake) in"
            r"(?P<when> (?:(?:in|during|for|over|between|from(?= [A-Z][a-z]+\.? (?:to|through|until)\b)) [^?,]*\d[^?,]*|(?:in |during |over )?(?:last|this) (?:financial |fiscal )?(?:year|quarter)))"
            rf"(?P<money>,? in (?:[A-Z]{{3}}|(?:us |u\.s\. |american )?(?:{_MONEYS})s?))?(?=\?*$)",
            lambda found: (
                f"What {'was' if found['did'].lower() == 'did' else 'is'} {owned(found['who'])} revenue{found['when']}{found['money'] or ''}"
            ),
        ),
        (
            r"what (?P<do>did|does|do|will|would) (?P<who>[^?]+?) pay for (?P<what>[^?]+?)(?=\?*$)",
            r"How much \g<do> \g<who> pay for \g<what>",
        ),
        (
            r"(?:how (?:big|large) (?:is|was)|what (?:is|was) the (?:size|amount) of) (?P<who>(?-i:[A-Z])[^?]*?)['’]s? (?:(?:latest|last|new|recent|funding|financing) )*(?:round|fundraising|raise|fundraise)(?=\?*$)",
            r"How much did \g<who> raise",
        ),
        (
            r"what(?: is|['’]s| are) (?P<who>[^?]+?)['’]s? plans? for (?:the|its|their) (?P<funds>money|proceeds|funds|cash)(?: (?:it|they) raises?)?(?=\?*$)",
            r"What will \g<who> use the \g<funds> for",
        ),
        (
            r"how (?P<do>does|do|did) (?P<who>[^?]+?) (?:make|earn) (?:its |their |his |her |the )?money(?=\?*$)",
            lambda found: f"Where {found['do']} {owned(found['who'])} revenue come from",
        ),
        (
            r"(?P<which>(?:which|who)(?: of the (?:two|three))?(?: [a-z]+){0,2}) (?P<is>is|was) (?:the )?(?:more|most) (?:valuable|highly valued)(?=[ ,?]|$)",
            lambda found: f"{found['which']} {'has' if found['is'].lower() == 'is' else 'had'} the higher valuation",
        ),
        (
            r"(?P<is>is|was) (?P<one>[^?]+?) (?:more valuable|worth more|valued (?:more highly|higher)) than (?P<other>[^?]+?)(?=\?*$)",
            lambda found: f"{found['is']} {owned(found['one'])} valuation higher than {owned(found['other'])}",
        ),
        # "How many dollars did it bring in?" asks for money.
        (
            rf"how many (?!.*\bweigh)(?P<money>(?:{_MONEYS})s?)(?: (?:of|in) (?P<noun>[a-z]+))? (?P<rest>{AUXILIARY}\b[^?]+?)(?=\?*$)",
            lambda found: f"How much {found['noun'] + ' ' if found['noun'] else ''}{found['rest']} in {found['money']}",
        ),
        (
            r"how (?:heavily )?(?:dependent|reliant) (?:is|was|are|were) (?P<who>[^?]+?) on (?P<whom>[^?]+?)"
            r"(?: for (?:its |their )?(?:sales|revenues?|income|turnover))?(?P<when> (?:in|during|over) [^?]+)?(?=\?*$)",
            lambda found: (
                f"What share of {owned(found['who'])} revenue comes from {found['whom']}{found['when'] or ''}"
            ),
        ),
        (
            r"(?P<share>(?:what|which) (?:percentage|per ?cent|share|proportion|part|portion|fraction) of [^?]+?) (?:sits?|lies?|rests?|(?:is|are) (?:held|kept|tied up|parked|invested)) in ",
            r"\g<share> is in ",
        ),
        (
            r"(?:how many percentage points|(?P<far>how (?:far|much))) (?P<way>above|over|below|under) (?P<one>[^?]+?) (?P<is>is|are|was|were) (?P<other>(?!it\b|that\b)[^?]+?)(?=\?*$)",
            _apart,
        ),
        (
            rf"(?P<asked>how (?:long|much|many)\b[^?]+?),? at {_WHOSE_RATE}(?: (?:that )?it (?:expects|plans|foresees|has now))?(?=\?*$)",
            r"\g<asked>",
        ),
        (
            r"(?:break down|itemi[sz]e|break out) (?:what makes up )?(?P<what>[^?]+?)(?: into its parts)?[?.]*$",
            r"What makes up \g<what>?",
        ),
        (
            r"what (?:is|are|was|were) (?P<what>[^?]+?) (?:made up|made|composed|comprised|built up) of(?=\?*$)",
            lambda found: _parts(found),
        ),
        (
            r"what (?:is|are|was|were) (?:the (?:breakdown|composition|make-?up|split|components?|parts) of (?P<what>[^?]+?)|(?P<whose>[^?]+?)['’]s? (?:breakdown|composition|make-?up))(?=\?*$)",
            lambda found: _parts(found),
        ),
        (
            r"what (?:is|are) (?P<who>(?:[A-Z][^?,]*?)['’]s?|its|their|the (?:company|firm|group)['’]s?) (?P<what>products?|products and services|services)(?=\?*$)",
            lambda found: f"What {found['what']} {_offers(found['who'])}",
        ),
        (
            r"what (?:does|do) (?P<what>[A-Z]\w*[A-Z]\w*) (?:stand for|mean)(?=\?*$)",
            r"What is the full name of \g<what>",
        ),
        (
            r"who (?:backs|bankrolls|finances) (?P<who>[A-Z][^?,]*?)(?=\?*$)",
            lambda found: f"Who are {owned(found['who'])} investors",
        ),
        (
            r"(?:what(?: is|['’]s) |give me )?(?:the )?bottom line(?: (?:of|in|from|to) (?:the|this) [a-z]+)?(?=[?.]*$)",
            "What is the conclusion",
        ),
        (
            r"what (?:is|are|will) the (?:ipo|listing|flotation|offering|new) (?:money|cash|proceeds|funds|capital)(?: (?:be|going to be))? ?(?:used|meant|intended|needed|there)? for(?=\?*$)",
            "What will the funds be used for",
        ),
        (
            r"how much (?P<rest>(?:bigger|larger|higher|more|greater|smaller|lower) [^?]+?),? in times(?=\?*$)",
            r"How many times \g<rest>",
        ),
        (
            r"how (?:fast|quickly) (?:is|are|does|do) (?P<who>[^?]+?) (?:spend(?:ing)?|burn(?:ing)?|go(?:ing)? through|us(?:e|ing) up|eat(?:ing)? (?:into|through)) (?:its|their|the|this|that|[A-Z][^?]*?['’]s?)? ?(?:cash|money|reserves?|funds|it)(?=\?*$)",
            lambda found: f"What is {owned(found['who'])} monthly burn",
        ),
        (r"what(?: is|['’]s) next(?=\?*$)", "What happens next"),
        (rf"where (?:do|does|did) (?P<what>[^?]+?) stand(?P<when>{_DUE})(?=\?*$)", _standing),
        (
            r"(?:state|specify|provide|identify|determine|work out|calculate|compute|estimate|figure out) (?P<what>(?:the|its|their) (?!sum\b|average\b)[^?,:]+?|[A-Z][\w-]*['’]s? [^?,:]+?)[?.]*$",
            lambda found: f"What {_is(found['what'])} {found['what']}?",
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
    text = _NATIONAL.sub(lambda found: f"in {NATIONAL_MONEY[found['whose'].lower()]}", text)
    text = _IN_TERMS.sub(r"in \g<money>", text)
    text = _BIGGEST_SINGLE.sub(r"\g<most> ", _SINGLE.sub("", text))
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
