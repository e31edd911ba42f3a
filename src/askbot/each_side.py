"""Which of two has more, by what is answered of each alone: "Which plant uses less water?" asks how much each uses.

A comparing question becomes one about either side, which is answered like any other question. Where a side has no
figure by itself, none is guessed from the other's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from askbot import bounds, companions, contests, lexicon, read_terms, thresholds
from askbot.dimensions import SPANS
from askbot.lexicon import Kind
from askbot.matching import wording
from askbot.periods import find_periods
from askbot.phrases import plural_phrase
from askbot.quantities import find
from askbot.question import Question, QuestionKind
from askbot.reading import earnings, either, holdings, posts, yesno
from askbot.reading.holdings import Inquiry
from askbot.reading.kinds import kind_of
from askbot.reading.versus import Subject
from askbot.types import Answer, Calculation, Origin, Quantity
from askbot.units import currency
from askbot.words import irregular_forms

_AUXILIARY = r"would|will|does|did|do|can|could|should|may|might|has|have|had|is|are|was|were"
_WHICH = rf"^(?:which|what|who)(?P<sort>(?: (?!(?:{_AUXILIARY})\b)[a-z-]+){{0,2}}?)"
_BEING = r"(?P<aux>is|are|was|were|gets?|got|runs?|ran|(?:would|will|can|could) (?:be|get|run))"
_NO_THING = r"(?!in |at |by |on |for |per |a )"
_MORE_OF_IT = (
    rf"(?:the )?(?P<more>(?:more |less |most |least )?[a-z]+)(?: (?P<thing>{_NO_THING}[a-z-]+))?"
    r"(?: (?P<rest>(?:in|at|by|on|for|per|a) .+))?$"
)
_LARGER = r"(?:higher|lower|larger|smaller|bigger|greater|highest|lowest|largest|smallest|biggest|greatest)"
_MORE = r"(?:the )?(?:more|less|fewer|most|least|fewest)"
# "Which plant would use less water a year?", "Who got the most votes?", "Which costs more?"
_DOES_MORE = re.compile(
    rf"{_WHICH} (?:(?P<aux>{_AUXILIARY})(?: |$))?(?P<verb>[a-z]+(?: (?:in|up|out|on|off))? )?{_MORE}(?: (?P<rest>.+))?$"
)
# "Whose plant would cost more?"
_WHOSE_MORE = re.compile(
    rf"^whose (?P<noun>[a-z -]+?) (?:(?P<aux>{_AUXILIARY}) )?(?P<verb>[a-z]+ )?{_MORE}(?: (?P<rest>.+))?$"
)
# "Which plant is cheaper?", "Whose salt gets hotter?"
_IS_MORE = re.compile(rf"{_WHICH} {_BEING} {_MORE_OF_IT}")
_WHOSE_IS_MORE = re.compile(rf"^whose (?P<noun>[a-z -]+?) {_BEING} {_MORE_OF_IT}")
# "Would Orlin's plant cost more than Tarvik's?", "Is the first cheaper than the second?"; the side is {}.
_SIDE = r"(?P<side>\{\}(?:['’]s? [a-z -]+?)?)"
_YES_MORE = re.compile(
    rf"^(?P<aux>{_AUXILIARY}) {_SIDE} (?P<verb>[a-z]+ )?{_MORE}(?: (?P<rest>.+?))? than\b.*?"
    r"(?P<when> (?:in|during) [\w ]*\d{4})?$"
)
_YES_IS_MORE = re.compile(rf"^(?P<aux>is|are|was|were) {_SIDE} (?P<more>(?:more |less )?[a-z]+) than\b.*$")
_OF_THE_TWO = re.compile(rf" (?:of|between) (?:the two|them|these|those|both)\b(?: [a-z]+s\b(?! {_MORE}\b))?")
_WHICH_OWNER = re.compile(r"^which [a-z-]+['’]s? ")  # "which dairy's plant" is whose
# "Which company has the higher revenue?"
_HAS_HIGHER = re.compile(
    r"^(?:which|what|who)(?: [a-z-]+){0,2}? (?:has|have|had|reported|posted|recorded|showed|shows?|made|makes) the "
    rf"{_LARGER} (?P<noun>[a-z -]+?)(?P<tail> (?:in|at|during|for) .+)?$"
)
_OF_BOTH = re.compile(r",? (?:of|between) [^,]+ and [^,]+$|[,:] (?:the )?[^,]+ or [^,]+$")
# What the compared are by themselves; of any other sort they have one: "Orlin's plant".
_OWNER = re.compile(
    r"(?:company|firm|group|club|team|airline|bank|side|party|player|one|person|man|woman|candidate|brewery|maker|carrier"
    r"|operator|business|start-?up|city|town|county|country|rival|brand|house|museum|school|university|hospital|union|fund"
    r"|investor|founder)s?"
)
_TAIL = re.compile(
    r"\b(?:in|at|by|on|for|from|to|per|a|an|each|every|during|last|this|next|since|over|than|with|of)\b.*$"
)
_PLURALS = frozenset(("people", "staff", "children"))
_COSTLY = frozenset(["expensive", "costly"])
_WHO = re.compile(r"who\b", re.IGNORECASE)
_SPENT = frozenset(["investment", "expense", "outlay", "purchase", "project"])
_UNSAID = frozenset(["amount", "age", "date", "quality", "difficulty"])  # "bigger": by what isn't said
# "Which company is growing faster?", "Who depends more on exports?"
_GROWS = re.compile(
    rf"{_WHICH} (?:is|was|are|were|has been)? ?(?:growing|grew|grows|grown|has grown) (?:the |at a )?"
    r"(?P<more>faster|fastest|quicker|quickest|more|most|slower|slowest)"
    r"(?P<when> (?:in|during|over) [^?]*\d[^?]*)?$"
)
_DEPENDS = re.compile(
    rf"{_WHICH} (?:(?:depends?|relie[sd]|rely|depended|leans?) (?:the )?(?P<more>more|most|less|least)"
    r"(?: heavily| strongly)? (?:up)?on|(?:is|was|are|were) (?:the )?(?P<more2>more|most|less|least)"
    r"(?: heavily)? (?:dependent|reliant) (?:up)?on) (?P<what>[^?,]+)$"
)
_LESS = re.compile(r"slow|less|least")
_MAYBE = frozenset({"may", "might", "could"})
_HELD_MAYBE = re.compile(
    r"\b(?:may|might|could|would|will|believed to|likely|sold|bought out|offered)\b[^,;]*$", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:no|not|nobody|none|never|nor|neither|may|might|could|would|if)\b|n['’]t\b", re.IGNORECASE)
_HOLDS = re.compile(
    r"\b(?:own\w*|h[eo]ld\w*|stakes?|shareholders?|shares|stock|equity|kee(?:ps|p)|kept|retain\w*|belong\w*)\b",
    re.IGNORECASE,
)
Ask = Callable[[str], Answer]
MOST_WAYS = 3


def shares(text: str) -> tuple[str, int] | None:
    """The question after a percentage of each that a comparison comes to, with {} for the side, and +1 where more wins.

    >>> shares("Which firm is growing faster?"), shares("Who depends less on exports?")
    (('How fast is {} growing?', 1), ("What share of {}'s revenue comes from exports?", -1))
    """
    text = " ".join(text.split()).rstrip("?!. ")
    text = _OF_BOTH.sub("", _OF_THE_TWO.sub("", text[:1].lower() + text[1:]))
    if found := _GROWS.match(text):
        return f"How fast is {{}} growing{found['when'] or ''}?", -1 if _LESS.match(found["more"]) else 1
    if found := _DEPENDS.match(text):
        way = -1 if _LESS.match(found["more"] or found["more2"]) else 1
        return f"What share of {{}}'s revenue comes from {found['what']}?", way
    return None


def questions(asked: Question, subjects: Sequence[Subject], article: str = "") -> list[str]:
    """The question about one side alone, in each way that it can be meant, with {} for the side; none for most.

    The `article` (its text) tells whether the sides are of the sort that is asked for, or have one.

    >>> from askbot.question import parse
    >>> questions(parse("Which club has more members?"), []), questions(parse("Which plant would cost more?"), [])
    (['How many members does {} have?'], ["How much would {}'s plant cost?", "How much will {}'s plant cost?"])
    >>> questions(parse("Which club is bigger?"), [])
    []
    """
    text = " ".join(asked.text.split()).rstrip("?!. ")
    text = text[:1].lower() + text[1:]
    if asked.kind is QuestionKind.YESNO:
        first = next((one for one in subjects if one.name in text), None)
        text = text.replace(first.name, "{}", 1) if first else text
        if found := _YES_MORE.match(text):
            return _how_much(found, found["side"], when=found["when"] or "")
        found = _YES_IS_MORE.match(text)
        return _how(found, found["side"]) if found else []
    text = _WHICH_OWNER.sub("whose ", _OF_BOTH.sub("", _OF_THE_TWO.sub("", text)))
    if found := _HAS_HIGHER.match(text):
        return [f"What is {{}}'s {found['noun']}{found['tail'] or ''}?", *_counted(found["noun"], found["tail"] or "")]
    if found := _WHOSE_MORE.match(text):
        return _how_much(found, f"{{}}'s {found['noun']}")
    if found := _WHOSE_IS_MORE.match(text):
        return _how(found, f"{{}}'s {found['noun']}", noun=found["noun"])
    if (found := _DOES_MORE.match(text)) and (ways := _how_much(found, _side(found["sort"], subjects, article))):
        return ways
    if found := _IS_MORE.match(text):
        return _how(found, _side(found["sort"], subjects, article))
    return []


def _side(sort: str, subjects: Sequence[Subject], article: str) -> str:
    """What a side is called: itself, or what it has of the sort."""
    noun = sort.split()[-1] if sort.split() else ""
    if not noun or _OWNER.fullmatch(noun) or any(_is_a(noun, subject.name, article) for subject in subjects):
        return "{}"
    return f"{{}}'s {sort.strip()}"


def _is_a(noun: str, name: str, article: str) -> bool:
    """Whether an article calls somebody that: "the brewery Tarvik", "Orlin and Tarvik, the town's two breweries"."""
    called = rf"(?:{re.escape(noun)}|{re.escape(plural_phrase(noun))})"
    name = re.escape(name)
    apposed = (
        rf"\b{name}\b(?: and [A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)?(?:,| is| was| are| were) (?:[a-z-]+ ){{0,4}}{called}\b"
    )
    return re.search(rf"\b{called} {name}\b|\b{name} (?i:{called})\b|{apposed}", article) is not None


def _counted(noun: str, tail: str) -> list[str]:
    """How many there are of what is one whole: a staff."""
    return [f"How many {noun} does {{}} have{tail}?"] if noun.split()[0] in _PLURALS else []


def _how_much(found: re.Match[str], side: str, *, when: str = "") -> list[str]:
    aux, verb, rest = found["aux"] or "", (found["verb"] or "").strip(), found["rest"] or ""
    if aux in ("has", "have", "had") and not verb:
        aux, verb = {"has": "does", "have": "do", "had": "did"}[aux], "have"
    elif aux in ("is", "are", "was", "were"):
        return [f"How much {aux} {side} worth?"] if verb == "worth" else []
    elif not aux:
        aux, verb = _base(verb)
    if not verb:
        return []
    tail = _TAIL.search(rest)
    thing = rest[: tail.start()].strip() if tail else rest
    behind = (f" {tail[0]}" if tail and not tail[0].startswith("than") else "") + when
    head = thing.split()[-1] if thing else ""
    many = "many" if head in _PLURALS or (head and plural_phrase(head) == head) else "much"
    asked = f"How {many}{f' {thing}' if thing else ''} {{aux}} {side} {verb}{behind}?"
    # What would be done is often printed as what will be, or is planned.
    return [asked.replace("{aux}", one) for one in dict.fromkeys((aux, "will" if aux == "would" else aux))]


def _how(found: re.Match[str], side: str, *, noun: str = "") -> list[str]:
    """How something is: "How hot is {}?"; what it costs; and the figure itself where the noun names one."""
    words, aux = found["more"].split(), found["aux"]
    behind = f" {found['rest']}" if found.groupdict().get("rest") else ""
    if words[-1] in _COSTLY:
        return [f"How much {one} {side} cost{behind}?" for one in ("does", "would", "will")]
    compared = lexicon.comparative(words[-1]) if len(words) == 1 else None
    if compared is None:
        return []
    thing = found.groupdict().get("thing") or ""
    if compared[0] == "amount" and thing in _SPENT:
        return [f"How much {one} {side} cost{behind}?" for one in ("does", "did", "will")]  # "the bigger investment"
    if compared[0] == "age":
        return [f"How old is {side}?"]
    if compared[0] == "price":
        return [f"How much {one} {side} cost{behind}?" for one in ("does", "would", "will")]
    if compared[0] == "amount" and noun:
        return [f"What {aux if aux in ('is', 'was', 'are', 'were') else 'is'} {side}{behind}?"]
    if compared[0] in _UNSAID:
        return []
    verb, _, rest = aux.partition(" ")
    if verb in ("is", "are", "was", "were") or rest:
        return [f"How {lexicon.positive(words[-1])} {verb} {side}{f' {rest}' if rest else ''}{behind}?"]
    doing, base = _base(verb)
    return [f"How {lexicon.positive(words[-1])} {doing} {side} {base}{behind}?"]


def _base(verb: str) -> tuple[str, str]:
    """The auxiliary that asks with a verb, and its base form: "promises" is asked with "does … promise".

    >>> [" ".join(_base(verb)) for verb in ("promises", "carries", "sold", "burned", "used", "hired", "brings in")]
    ['does promise', 'does carry', 'did sell', 'did burn', 'did use', 'did hire', 'does bring in']
    """
    head, _, particle = verb.partition(" ")
    behind = f" {particle}" if particle else ""
    if head in irregular_forms():
        return "does" if head.endswith("s") else "did", irregular_forms()[head] + behind
    if head.endswith(("ies", "ied")):
        return "does" if head.endswith("s") else "did", f"{head[:-3]}y{behind}"
    if head.endswith("s") and not head.endswith("ss"):
        return "does", (head[:-2] if head.endswith(("sses", "shes", "ches", "xes", "oes")) else head[:-1]) + behind
    if head.endswith("ed") and len(head) > 3:
        if head[-3] in "csvzgu" or (head[-3] == "r" and head[-4] in "aiou"):
            return "did", head[:-1] + behind
        return "did", (head[:-3] if head[-3] == head[-4] and head[-3] not in "lse" else head[:-2]) + behind
    return "does", verb


def settle(
    asked: Question,
    subjects: Sequence[Subject],
    *,
    article: str,
    ask: Ask,
    otherwise: Callable[[], Answer | None],
    naming: contests.Naming,
) -> Answer | None:
    """Answer with the winner, or with Yes or No, by the figure that answers the question about each side alone.

    Where not both are answered, by `otherwise`, unless that takes another figure for a side than its answer gives.
    """
    if (share := shares(asked.text)) is not None:
        return contests.settle_shares(asked, subjects, *share, ask=ask, naming=naming)
    made = contests.contest(asked, subjects)
    ways = questions(asked, subjects, article)[:MOST_WAYS] if made is not None and not made.times else []
    if made is None or not ways:
        return otherwise()
    if made.dated and not _WHO.match(asked.focus):
        return otherwise()  # a firm is as old as its founding
    if made.dated:  # who is older was born earlier
        made = replace(made, dated=False, way=-made.way)
    figures = [_figure(ways, subject.name, ask) for subject in made.subjects]
    known = _in_one_money([one for one in figures if one is not None])
    if len(known) == len(figures) and contests.comparable(known, made):
        return contests.told(asked, made, known, naming)
    other = otherwise()
    if other is not None and any(
        (f.citation.document_id, f.start, f.end) not in other.highlights for f in known if f.citation
    ):
        return None
    return other


def _in_one_money(figures: list[Quantity]) -> list[Quantity]:
    """Amounts in the money that the article gives all of them in, where it does."""
    for money in dict.fromkeys(currency(one.unit) for one in figures):
        made = [one if currency(one.unit) == money else companions.counterpart(one, money) for one in figures]
        if money is not None and all(made):
            return [one for one in made if one is not None]
    return figures


def against(asked: Question, ask: Ask) -> Answer | None:
    """Answer Yes or No by what answers how much it is that a question holds against a figure of its own.

    None where it holds nothing against one, or where what is answered is no such figure or too rough to tell.
    """
    plain = asked.kind is QuestionKind.YESNO and not asked.negated and not either.asks(asked)
    if plain and (told := _by_other_words(asked, ask) or _by_post(asked, ask)) is not None:
        return told
    limit = thresholds.threshold(asked.focus) if plain else None
    how_much = thresholds.question(asked.focus, limit) if limit is not None else None
    if limit is None or how_much is None:
        return None
    answer = ask(how_much)
    worked = answer.claims[0].calculation if answer.claims else None
    figure = _figure_of(answer) if worked is None else _derived(worked)
    value = _in_unit_of(figure, limit.figure) if figure is not None else None
    if figure is not None and figure.citation is not None and worked is None and _is_of_another(asked, figure):
        return None
    verdict = thresholds.holds(value, figure, limit) if figure is not None and value is not None else None
    if verdict is None:
        return None
    word = "Yes" if verdict else "No"
    first = replace(answer.claims[0], text=f"{word}. {answer.claims[0].text}")
    return replace(
        answer, question=asked.text, standalone_question=asked.text, short=word, claims=(first, *answer.claims[1:])
    )


def _by_other_words(asked: Question, ask: Ask) -> Answer | None:
    """Answer whether somebody makes money by whether there is a loss; whether he controls a firm by his share of it."""
    other = earnings.plainer(asked.focus)
    inquiries = [Inquiry(other[0], tuple(other[1].items()))] if other is not None else holdings.inquiries(asked.focus)
    for inquiry in inquiries:
        answer = ask(inquiry.text)
        if inquiry.share:
            figure = _figure_of(answer)
            word = "Yes" if figure is not None and figure.unit == "%" and _is_a_holding(asked, figure) else None
            text = f"Yes. {answer.claims[0].text}" if answer.claims else ""
        else:
            word = dict(inquiry.says).get(answer.short or "")
            voted = not inquiry.votes or any("vot" in citation.quote.lower() for citation in answer.citations)
            word = word if voted and (other is not None or _all_held(answer)) else None
            text = answer.claims[0].text if answer.claims and word == answer.short else word or ""
        if word is not None and answer.claims:
            claims = (replace(answer.claims[0], text=text),)
            return replace(answer, question=asked.text, standalone_question=asked.text, short=word, claims=claims)
    return None


def _all_held(answer: Answer) -> bool:
    """Whether what an answer highlights are shares that somebody holds, and not of costs or sales; at least one."""
    places = [
        (one.quote, start - one.start, end - one.start)
        for _, start, end in answer.highlights
        for one in answer.citations
        if one.start <= start < one.end
    ]
    shares = [place for place in places if any(one.unit == "%" for one in find(place[0][place[1] : place[2]]))]
    return bool(shares) and all(holdings.is_held(*place) for place in places)


def _by_post(asked: Question, ask: Ask) -> Answer | None:
    """Answer whether somebody holds a post by who does, and whether anybody does something by who."""
    anyone, post = posts.who_at_all(asked.focus), posts.who_holds(asked.focus)
    other = anyone or (post[1] if post is not None else None)
    answer = ask(other) if other is not None else None
    if answer is None or answer.short is None or len(answer.claims) != 1 or answer.calculations:
        return None
    names = {term.stem for term in asked.terms if term.capitalised}
    if anyone is not None and not names <= wording(" ".join(one.quote for one in answer.citations)).stems:
        return None  # who buys shares of another buys not the one asked after
    if anyone is not None and any(_DENIED.search(citation.quote) for citation in answer.citations):
        return None
    same = posts.is_one(post[0], answer.short) if post is not None else True
    if same is None:
        return None
    word = "Yes" if same else "No"
    claims = (replace(answer.claims[0], text=f"{word}. {answer.short}"),)
    return replace(answer, question=asked.text, standalone_question=asked.text, short=word, claims=claims)


def _is_of_another(asked: Question, figure: Quantity) -> bool:
    """Whether a printed share is a rate of interest, or stands beside another name than the question's first."""
    if figure.citation is None or figure.unit != "%":
        return False
    if holdings.is_rate(figure.citation.quote, figure.end - figure.citation.start):
        return True  # "8% notes" are no share of the debt
    at = figure.start - figure.citation.start
    return holdings.of_another(holdings.holder(asked), figure.citation.quote, at)


def _is_a_holding(asked: Question, figure: Quantity) -> bool:
    """Whether a printed share is held, as the sentence says, by the first whom the question names."""
    if figure.citation is None or (figure.hedge and figure.hedge.lower() in _MAYBE):
        return False
    first = next((term.stem for term in asked.terms if term.capitalised), None)
    quote = figure.citation.quote
    at = figure.start - figure.citation.start
    if first is None or _HOLDS.search(quote) is None or _HELD_MAYBE.search(quote[:at]):
        return False
    return first in wording(quote).stems and not holdings.of_another(frozenset({first}), quote, at)


def _derived(worked: Calculation) -> Quantity:
    """What a calculation came to as a figure: a bound where it is one, about so much where an operand is."""
    rough = "about" if any(one.hedge for one in worked.operands.values()) else None
    result, hedge = worked.result, bounds.bound(worked) or rough
    return Quantity(Decimal(result.value), result.unit, result.rounded, hedge=hedge, origin=Origin.DERIVED)


def _in_unit_of(figure: Quantity, other: Quantity) -> Fraction | None:
    """A figure's value in another's unit; None where they can't be held against each other."""
    spans = [SPANS.get(unit) for unit in (figure.unit, other.unit)]
    if figure.unit != other.unit and spans[0] and spans[1] and spans[0][0] == spans[1][0]:
        return Fraction(figure.value) * spans[0][1] / spans[1][1]
    bare = not figure.unit and kind_of(other.unit) is Kind.COUNT  # it counts what the question names
    return Fraction(figure.value) if bare or yesno.comparable(figure, other) else None


def _figure(ways: Sequence[str], name: str, ask: Ask) -> Quantity | None:
    """The figure that answers the first of the questions that one figure out of one sentence answers."""
    return next(filter(None, (_figure_of(ask(way.replace("{}", name))) for way in ways)), None)


def _figure_of(answer: Answer) -> Quantity | None:
    """The figure that an answer is, cited, with the one period of its sentence; None for an answer of another sort."""
    figure = read_terms.figure(answer) or _bare(answer)
    if figure is None or figure.citation is None:
        return None
    periods = find_periods(figure.citation.quote)
    return replace(figure, period=figure.period or (periods[0].iso if len(periods) == 1 else None))


def _bare(answer: Answer) -> Quantity | None:
    """The number that by itself looks like part of a name: "Orlin has 64 boats and Tarvik 41"."""
    if answer.short is None or answer.calculations or len(answer.highlights) != 1 or len(answer.citations) != 1:
        return None
    (citation,), (_, start, end) = answer.citations, answer.highlights[0]
    inside = find(citation.quote[start - citation.start : end - citation.start])
    if len(inside) != 1:
        return None
    return replace(inside[0], start=start + inside[0].start, end=start + inside[0].end, citation=citation)


__all__ = ["against", "questions", "settle"]
