"""Other words for a question that was refused: what articles of its sort say where people ask so; pure.

`rephrasing.canonical` puts wordings that always mean the same in one way; these are asked only where the question as it
stands finds nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from askbot.quantities import find
from askbot.types import Answer, Citation, Refusal, RefusalReason
from askbot.units import currency
from askbot.wording import owned

_WHO = r"(?P<who>(?!it\b|they\b|he\b|she\b|there\b)[^?,]+?)"
_FUNDS = r"(?:money|cash|proceeds|funds|funding|capital|cash raised|money raised)"
_OFFER = r"(?:ipo|listing|flotation|float|offering|share sale|public offering|stock market debut|debut|round|raise|fundraising)"
_RAISED = (
    rf"(?:the|its|their|all (?:the|that|this)|that) (?:new |extra |fresh |ipo |raised |listing |offering )?{_FUNDS}"
    rf"(?: (?:it|they|the company) (?:raises?|gets?|will raise|wants? to raise|hopes? to raise|is raising|are raising)"
    rf"| raised| (?:from|of|in) (?:the|its|their) {_OFFER})?"
)
# What stands where it is built: a place is no builder of it.
_WORKS = (
    r"(?:lines?|railways?|roads?|routes?|motorways?|bridges?|tunnels?|plants?|factor(?:y|ies)|mills?|stations?|hospitals?|stadiums?|schools?|parks?"
    r"|ports?|terminals?|cent(?:re|er)s?|towers?|buildings?|houses?|homes|museums?|canals?|dams?|farms?|pipelines?|cables?|clinics?|warehouses?)"
)
_ROUND = r"(?:(?:funding|financing|fundraising|investment) round|round(?: of (?:funding|financing|investment))?|fundraising|fundraise)"

_MONEY = r"(?P<money>,? in [a-zA-Z.$ ]+)?"
# Whose own money is meant nobody says: the sentence is quoted with all that it gives.
_LOCAL = re.compile(
    r",? in (?:(?:its|the|their|his|her) )?(?:own |local |home |domestic |national |native |reporting |original )+(?:currency|money|terms)(?=\W*$)",
    re.IGNORECASE,
)


def _funds(found: re.Match[str]) -> tuple[str, ...]:
    return (f"What will {found['who']} use the funds for?",)


def _in_symbols(found: re.Match[str]) -> tuple[str, ...]:
    """A kilowatt hour is printed kWh, as often as not."""
    return (f"{found['before']}{ {'k': 'k', 'm': 'M', 'g': 'G'}[found['unit'][0].lower()] }Wh{found['behind']}?",)


# Each wording with the others that are tried for it, in order.
_OTHERS = tuple(
    (re.compile(rf"(?:{pattern})[?.! ]*$", re.IGNORECASE), said)
    for pattern, said in (
        (
            rf"how old (?:is|are) {_WHO}|how long (?:has|have) (?P<too>[^?,]+?) (?:been (?:around|in business|in existence|going|active)|existed)",
            lambda found: (f"When was {found['who'] or found['too']} founded?",),
        ),
        (
            rf"(?:what|how) (?:will|would|does|do|is|are) {_WHO} (?:(?:plan|planning|intend|want|going|hope|hoping) to )?(?:do with|use|spend|invest) {_RAISED}(?: (?:on|for))?",
            _funds,
        ),
        (
            rf"what (?:will|would|does|do|is|are) {_WHO} (?:(?:plan|planning|intend|want|going|hope|hoping) to )?(?:use|spend|invest|need|want) {_RAISED} (?:on|for|in)",
            _funds,
        ),
        (
            rf"(?:how (?:will|would|are|is)|what (?:will|would|are|is)) {_RAISED} (?:(?:going )?to )?(?:be )?(?:used|spent|invested|for)(?: (?:for|on))?",
            lambda _: ("What will the funds be used for?",),
        ),
        (
            rf"when (?:was|is) (?:the|its|their|(?P<who>[^?,]+?['’]s?)) (?:last|latest|most recent|previous) {_ROUND}(?: (?:of|for|at|by) (?P<of>[^?,]+?))?",
            lambda found: (
                f"When did {owned(found['of']) if found['of'] else found['who'] or 'the'} latest funding round close?",
            ),
        ),
        (
            rf"who (?:runs|leads|heads|is (?:running|leading|heading|in charge of|at the helm of|the (?:boss|head|leader|chief) of)) {_WHO}",
            lambda found: (f"Who is {owned(found['who'])} chief executive?",),
        ),
        (
            rf"where (?:will|is|are|does|do|would|has|have|did) {_WHO} (?:(?:be|plan to|plan to be|planning to|going to|hope to|want to|to be) )?(?:list|listed|listing|float|floating|trade|traded|go public|going public)(?: (?:its|their) (?:shares|stock))?",
            lambda found: (f"Which exchange will {found['who']} list on?",),
        ),
        (
            rf"what (?:does|do|did) {_WHO} (?:sell|make|produce|manufacture)",
            lambda found: (f"What products does {found['who']} offer?",),
        ),
        (
            rf"who (?:backs|funds|finances|bankrolls|has (?:backed|funded|financed)) {_WHO}",
            lambda found: (f"Who are {owned(found['who'])} investors?",),
        ),
        (
            r"how much (?:of (?P<whom>[^?,]+?) )?(?:does|do|did) (?P<who>[^?,]+?) (?:own|hold|control)(?: (?:of|in) (?P<what>[^?,]+?))?",
            lambda found: (
                (
                    f"What stake does {found['who']} hold in {found['whom'] or found['what']}?",
                    f"How big is {owned(found['who'])} stake in {found['whom'] or found['what']}?",
                )
                if found["whom"] or found["what"]
                else (f"How big is {owned(found['who'])} stake?",)
            ),
        ),
        (
            r"how much (?:cash|money) (?:does|do|did) (?P<who>[^?,]+?) (?:have|hold|got)(?: (?:left|in the bank|on hand|in hand|at hand|now|available))?",
            lambda found: (f"How much in liquid funds does {found['who']} have?",),
        ),
        (
            r"(?:what (?:is|was) (?P<who>[^?,]+?['’]s?) cash (?:balance|position|pile|holdings?)|how much is (?P<too>[^?,]+?['’]s?) cash (?:balance|position|pile))",
            lambda found: (f"What are {found['who'] or found['too']} liquid funds?",),
        ),
        (
            r"how much (?P<is>is|are|was|were) (?P<what>[^?,]+['’]s? [^?,]+)",
            lambda found: (f"What {found['is']} {found['what']}?",),
        ),
        (
            rf"how many (?:people|staff|persons|employees|workers) (?:work|are employed|are working) (?:at|for|by|in|with) {_WHO}",
            lambda found: (f"How many people does {found['who']} employ?",),
        ),
        (
            r"(?:what (?:is|was)|how (?:high|big|large) is) (?P<who>[^?,]+?['’]s?) (?:current |present )?(?:cash )?burn(?: rate)?|how much (?:is|are) (?P<too>(?:(?!['’]s? )[^?,])+?) (?:burning|spending)(?: (?:a|per|each|every) month)?",
            lambda found: (f"What is {owned(found['who'] or found['too'])} monthly burn?",),
        ),
        (
            rf"how (?:does|do|will|is|are|can) {_WHO} (?:(?:plan|planning|want|hope|hoping|aim|aiming|intend|going|expect) to )?(?:cut|reduce|shrink|narrow|stem|limit|lower|bring down|get rid of) (?:its|their|the) (?:net |operating )?loss(?:es)?",
            lambda found: (f"How does {found['who']} plan to improve its losses?",),
        ),
        (
            r"what (?:is|was) the (?:current |present )?(?:cash )?burn(?: rate)?|how much (?:cash )?is (?:being )?burn(?:ed|t)(?: (?:a|per|each|every) month)?",
            lambda _: ("What is the monthly burn?",),
        ),
        (rf"what (?:does|do) {_WHO} (?:own|hold)", lambda found: (f"What stake does {found['who']} hold?",)),
        (
            rf"why (?:is|are|was|were|did|does|do) {_WHO} (?:losing|lose|lost) (?:so much )?money"
            rf"|why (?:did|does|do) {_WHO.replace('who', 'too')} (?:lose|make) (?:so much|such (?:a )?(?:big|large|heavy) loss(?:es)?)"
            rf"|why (?:is|are|was|were|does|do|did|has|have) {_WHO.replace('who', 'red')} (?:in the red|loss-making|unprofitable|not (?:yet )?(?:profitable|in profit|in the black|(?:mak(?:e|ing)|made|earn(?:ing|ed)?|turn(?:ing|ed)?) (?:a |any )?(?:profits?|money)))",
            lambda found: (f"What causes {owned(found['who'] or found['too'] or found['red'])} losses?",),
        ),
        (
            r"(?:how long|for how long) (?:does|do|will) (?P<who>(?!it\b|they\b)[^?,]*?\b(?:contract|deal|agreement|lease|charter|licen[cs]e|partnership|arrangement|concession|mandate|warranty|pact|standstill)s?\b[^?,]*?) (?:run|last|go on)(?: for)?",
            lambda found: (f"Until when does {found['who']} run?",),
        ),
        (
            rf"when (?:did|does|will) {_WHO}['’]s? (?:last|latest|most recent) {_ROUND} (?:close|end|finish|conclude|complete|take place|happen)",
            lambda found: (f"When did {owned(found['who'])} latest funding round close?",),
        ),
        (
            rf"(?:since when|when) (?:does|do|did|has|have|is|are) {_WHO} (?:(?:start|begin|started|begun|been) (?:to )?)?(?:sell|sold|selling|trade|traded|trading|do business|export|exporting) (?:outside|abroad|overseas|internationally)\b[^?]*",
            lambda found: (f"When did {found['who']} expand into other markets?",),
        ),
        (
            rf"what (?P<does>does|do|did|can|will) {_WHO} (?:offer|provide|sell)(?: to)? (?P<whom>(?:[a-z-]+ )?(?:[a-z-]+(?:ers|ors|ents|ants|ies|ists)|enterprises|businesses|individuals|schools|hospitals|banks|shops|families|people|children|women|men))",
            lambda found: (f"What services {found['does']} {found['who']} offer to {found['whom']}?",),
        ),
        (
            r"who (?:is building|builds|built|will build|is making) (?P<ships>(?:[^?]+ )?(?:ships?|ferr(?:y|ies)|boats?|vessels?|tankers?|yachts?|trawlers?|freighters?|liners?))",
            lambda found: (
                f"Which yard is building {found['ships']}?",
                f"At which yard are {found['ships']} being built?",
            ),
        ),
        (
            rf"why (?:is|are|was|were) {_WHO}['’]s? loss(?:es)? so (?:big|large|high|heavy|great)",
            lambda found: (f"What causes {owned(found['who'])} losses?",),
        ),
        (
            rf"(?:what (?:is|would be) {_WHO} worth|how much (?:is|would|could) (?P<too>[^?,]+?) (?:be )?worth)",
            lambda found: (f"How much could {found['who'] or found['too']} fetch?",),
        ),
        (
            r"(?:what|which) (?:is|was) the (?:price|offer|share price) range(?: (?:of|for) (?P<who>[^?]+?))?",
            lambda _: ("At what price will the shares be sold?",),
        ),
        (
            rf"where (?:did|was|had|has) {_WHO} (?:work|working|worked|employed|been|be)(?: (?:before|previously|earlier|formerly))",
            lambda found: (f"What was {owned(found['who'])} previous job?",),
        ),
        (
            rf"what (?:did|was|had) {_WHO} (?:do|doing|done) (?:before|previously|earlier)(?: [^?]+?)?",
            lambda found: (f"What was {owned(found['who'])} previous job?",),
        ),
        (
            rf"who (?:does|do|did) {_WHO} (?:sell to|serve|work for|supply)|who (?:buys|uses) (?:from )?(?P<too>(?-i:[A-Z])[^?,]*?)",
            lambda found: (f"Who are {owned(found['who'] or found['too'])} customers?",),
        ),
        (
            r"who was (?:the|its|their) (?P<office>[a-z -]+?) (?:before|previously)(?: (?:him|her|that|then))?"
            r"|who was (?:the|its|their) (?:previous|former|last|old) (?P<too>[a-z -]+)",
            lambda found: (f"Who did the {found['office'] or found['too']} replace?",),
        ),
        (
            r"when (?:will|does|is|should|would) (?:the|its|their) (?P<what>deal|takeover|merger|acquisition|sale|transaction|purchase)(?: (?:close|be closed|be done|be final|go through|be finali[sz]ed|(?:due|expected|supposed|set) to (?:close|complete|go through|be completed)))",
            lambda found: (f"When will the {found['what']} be completed?",),
        ),
        (
            r"who (?:will|would|is going to|is to) (?:be in charge|be (?:the )?(?:boss|head|chief)|run (?:it|things)|lead (?:it|them))(?: of (?P<what>[^?]+?))? (?:after|once|following) (?P<when>[^?]+)",
            lambda found: (
                f"Who will run {found['what'] or 'the combined company'}?",
                "Who will run the combined group?",
            ),
        ),
        (
            rf"(?:who|which (?:company|firm)) (?:builds|is building|built|will build) (?P<who>[^?,]*?\b{_WORKS})",
            lambda found: (
                f"Who is the contractor for {found['who']}?",
                f"Which contractor is building {found['who']}?",
            ),
        ),
        (
            rf"(?:who|which (?:company|firm)) (?:builds|is building|built|will build) {_WHO}",
            lambda found: (f"Where are {found['who']} being built?", f"Where is {found['who']} being built?"),
        ),
        (
            rf"where (?:does|do) {_WHO} (?:operate|do business|trade)",
            lambda found: (f"Where does {owned(found['who'])} revenue come from?", f"Where is {found['who']} based?"),
        ),
        (
            rf"who (?:invested|has invested|put money) in(?:to)? {_WHO}",
            lambda found: (f"Who are {owned(found['who'])} investors?", f"Who led {owned(found['who'])} round?"),
        ),
        (
            rf"who owns {_WHO}",
            lambda found: (f"Who is {owned(found['who'])} largest shareholder?",),
        ),
        (
            rf"(?:what (?:was|is) {_WHO} (?:valued at|worth)|how (?:much|highly) (?:was|is) (?P<too>[^?,]+?) (?:valued(?: at)?|worth)"
            r"|(?:what|how (?:high|big|large)) (?:was|is) (?P<whose>[^?,]+?['’]s?) (?:(?:post|pre)-?(?:money|investment) )?(?:valuation|value))"
            rf" (?:after|at|in|following|by|since|as of|upon) (?:its|the|their) (?:most recent|latest|last|newest|final) {_ROUND}{_MONEY}",
            lambda found: (
                f"What was {found['whose'] or owned(found['who'] or found['too'])} valuation after its latest funding round{found['money'] or ''}?",
            ),
        ),
        (
            rf"how far (?:can|could|will|would|does|do) {_WHO} (?:go|travel|sail|drive|fly|run|get|reach|cover)"
            r"(?: (?:on|with|without|before|between) (?:an?|one|each|every|the) [^?]*)?",
            lambda found: (f"What is {owned(found['who'])} range?", f"What range does {found['who']} have?"),
        ),
        (r"(?P<before>.*\b)(?P<unit>(?:kilo|mega|giga)watt)[- ]hours?\b(?P<behind>[^?]*)", _in_symbols),
        (
            r"(?P<before>[^?]+?),? in (?:km|kilomet(?:re|er)s?|miles|met(?:re|er)s|feet|tons|tonnes|kilos|kg|hectares|acres|lit(?:re|er)s|[kMGT]Wh?|knots|km/h|mph)",
            lambda found: (f"{found['before']}?",),
        ),
        # "Which group of users does it serve?"
        (
            r"(?P<which>what|which) (?:particular )?(?:group|kind|sort|type|class|category|set|band|section)s? of (?P<rest>(?!(?:company|firm|business|organi[sz]ation)\b)[a-z-]+s [^?]+)",
            lambda found: (f"Which {found['rest']}?",),
        ),
        (
            r"(?:what|which) (?:[a-z]+ )?(?:step|stage|hurdle|milestone|barrier|obstacle|gate|checkpoint)s? (?P<did>have|has|did) (?P<who>[^?,]+?) (?P<both>both |all |each |already |now )?"
            r"(?P<cleared>cleare?d?|pass(?:ed)?|completed?|overc[oa]me|get past|got past|gone through|go through)(?P<when> (?:in|by|so far|this|last)\b[^?]*)?",
            lambda found: (
                f"What {found['did']} {found['who']} {found['both'] or ''}{found['cleared']}{found['when'] or ''}?",
                f"What {found['did']} {found['who']} {found['both'] or ''}{'pass' if found['did'].lower() == 'did' else 'passed'}{found['when'] or ''}?",
            ),
        ),
        (
            r"(?:how much|what (?:share|percentage|proportion|part|portion|fraction)) of (?P<who>[^?,]+?['’]s?) (?:total )?(?:turnover|revenues?|sales|income|takings)"
            r" (?:is|was|are|were) (?:generated|made|earned|derived|booked|achieved|recorded|realised|realized|won|produced)(?: (?:in|on|from|at|by))? (?P<where>[^?]+?)",
            lambda found: (f"What share of {found['who']} revenue came from {found['where']}?",),
        ),
        (
            rf"who advises {_WHO}|who is advising (?P<too>[^?,]+?)",
            lambda found: (f"Who was hired to advise {found['who'] or found['too']}?",),
        ),
    )
)
_BEGUN = r"\b(?:founded|established|set up|started|formed|created|incorporated|launched|opened|born)\b[^,;.()]{0,60}?"
_OWNS = re.compile(r"who owns\b", re.IGNORECASE)
UNSETTLED = "That is not told for any time."
_OF_BOTH = re.compile(r"(?:what|which)\b.*\b(?:both|all|each)\b", re.IGNORECASE)
_NOT_BOTH = re.compile(r"\b(?:not|never|only|yet to|unlike|alone)\b|n['’]t\b", re.IGNORECASE)
_AFTER_A_ROUND = re.compile(rf"\b(?:valued|worth|valuation|value)\b.*\b{_ROUND}\b", re.IGNORECASE)
_A_ROUND = re.compile(r"\b(?:rounds?|series|raise[ds]?|raising|fund\w+|financ\w+|invest\w+)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(?:was|were|did|has|have|had)\b", re.IGNORECASE)
_ONCE = re.compile(
    r" (?:once|ever|at (?:some|any|one) (?:point|time|stage)|in the past|formerly)\b(?! (?:a|an|the|it|its|they|he|she|per|every|each)\b)",
    re.IGNORECASE,
)
_AGE = re.compile(r"how old\b|how long\b", re.IGNORECASE)


def others(text: str) -> tuple[str, ...]:
    """Return what to ask in a refused question's stead, the likeliest first; nothing for the most.

    >>> others("Who runs Orvella?")
    ("Who is Orvella's chief executive?",)
    >>> [others(one) for one in others("How much of Orvella does the founder own?")]
    [(), ()]
    """
    if (less := _LOCAL.sub("", text)) != text:
        return (less,)
    once = _ONCE.sub("", text) if _YES_OR_NO.match(text) else text
    for pattern, said in _OTHERS:
        if found := pattern.match(text):
            return tuple(
                other for other in (*said(found), *([once] if once != text else [])) if other.lower() != text.lower()
            )
    return (once,) if once != text else ()


def told(text: str, answer: Answer) -> Answer:
    """Word what another question found as an answer to this one: an age is told by when it began, a term by its end."""
    if _YES_OR_NO.match(text) and answer.claims and answer.short != "Yes":
        return Answer(text, text, refusal=Refusal(RefusalReason.NO_EVIDENCE, UNSETTLED))
    if _OF_BOTH.match(text) and any(_NOT_BOTH.search(one.quote) for one in answer.citations):
        return Answer(text, text, refusal=Refusal(RefusalReason.NO_EVIDENCE, UNSETTLED))
    round_untold = _AFTER_A_ROUND.search(text) and not all(_A_ROUND.search(c.quote) for c in answer.citations)
    several = any(len({currency(one.unit) for one in find(c.quote)} - {None}) > 1 for c in answer.citations)
    if (_OWNS.match(text) or round_untold or (_LOCAL.search(text) and several)) and answer.short is not None:
        claims = tuple(
            replace(one, text=" ".join(one.citations[0].quote.split())) if one.citations else one
            for one in answer.claims
        )
        return replace(answer, short=None, claims=claims, highlights=())  # who holds most of it isn't who owns it
    if not _AGE.match(text) or answer.short is None or len(answer.claims) != 1:
        return answer
    cited: Citation = answer.claims[0].citations[0]
    begun = re.search(rf"(?:{_BEGUN}|\buntil (?:[a-z]+ ){{0,3}})" + re.escape(answer.short), cited.quote, re.IGNORECASE)
    if begun is None:
        return answer
    at = (cited.document_id, cited.start + begun.start(), cited.start + begun.end())
    return replace(answer, short=begun[0], claims=(replace(answer.claims[0], text=begun[0]),), highlights=(at,))
