"""What speaks against a span, whoever proposed it: another subject, another thing counted, another sort, an echo."""

from __future__ import annotations

import re

from askbot import lexicon
from askbot.holders import apposed, holder
from askbot.lexicon import Kind
from askbot.matching import (
    MATCHED,
    Scene,
    clause_at,
    clauses,
    of_one_name,
    owner,
    places,
    printed_names,
    speaks_of,
    wording,
)
from askbot.periods import MONTHS
from askbot.quantities import find
from askbot.question import FIGURES, NAMES, Question, QuestionKind
from askbot.reading import roles
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.governing import akin
from askbot.reading.topics import points_back, under_another
from askbot.ties import alike
from askbot.units import MEASURED, MEASURES, currency
from askbot.words import is_function_word, stem, tokens

_A_THING = re.compile(
    r"^what (?:do|does|did|will) .*\b(?:make|produce|build|sell|offer|grow|supply|export|import)\W*$", re.IGNORECASE
)
_WHAT_DID = re.compile(r"^what (?:do|does|did|has|have|had|will|would|can|could)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:signed|agreed|struck|made|concluded) with (?:the )?[A-Z][\w-]*")  # who isn't "the company"
_A_DATE = re.compile(
    rf"(?:(?:in|on|by|since|last|next|this|early|late|the) )*(?:\d{{1,2}} )?(?:(?:{'|'.join(MONTHS)})\b,? ?)?(?:\d{{1,2}},? )?(?:(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[A-Z][\w'’-]+(?:, | \()$")
_AGE = re.compile(r"\b(?:old|age|aged|young(?:er)?)\b", re.IGNORECASE)
_WHO_DEEDS = re.compile(r"^who (?P<verb>took|takes|gave|gives|put|puts|showed|asked|called)\b", re.IGNORECASE)
_WHO_DID_THAT = re.compile(
    r"^whom? (?!is\b|are\b|was\b|were\b|else\b)[a-z]+ the (?:[a-z]+ )?(?P<noun>[a-z]+)(?=\W*$| (?:in|at|on|for|against|with|of)\b)",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"^who(?:['’]s| is| was)\b", re.IGNORECASE)
_DOER = re.compile(r"\b(?:do|does|did|has|have|had|will|would) (?:the )?(?P<name>[A-Z][\w&-]*)")
_DAYS = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", *(month.lower() for month in MONTHS))
)
_APPOSED_NAME = re.compile(r",? (?:(?:Dr|Mr|Ms|Mrs|Prof|Sir)\.? )?(?:[A-Z][\w'’-]*(?: |(?=\W)))+")
_HOW_IS = re.compile(r"^how (?P<how>[a-z]+) (?:is|are|was|were|do|does|did)\b", re.IGNORECASE)
_WHICH_ONE = re.compile(r"^which (?!(?:year|number|day|date|share|part|quarter)\b)[a-z]+ ", re.IGNORECASE)
_WHICH_OF = re.compile(r"^(?i:which of) (?P<names>[A-Z][\w.-]*(?: [A-Z][\w.-]*)* (?:and|or) [A-Z][\w.-]*)\b")
_WHICH_PEOPLE = re.compile(r"^which (?P<who>[a-z]+s) (?!of\b)[a-z]", re.IGNORECASE)
_WHAT_DONE = re.compile(r"^what (?:do|does|did|has|have|had) .+ (?P<verb>[a-z]{4,})\W*$", re.IGNORECASE)
_FROM_WHERE = re.compile(r"^where\b.*\b(?:from|originate\w*)\W*$", re.IGNORECASE)
_FROM_THERE = re.compile(r"\bfrom (?:the |an? )?(?:$|(?=[A-Z]))")
_IN_THERE = re.compile(
    r"\b(?:in|at|on|near|into|inside|outside|behind|under|above) (?:(?:an?|the|its|his|her|their) )?(?:[a-z]+ ){0,2}$"
)
_BY_HOW_MUCH = re.compile(r"^by how much\b", re.IGNORECASE)
_KIN = frozenset(
    map(
        stem,
        [
            "father",
            "mother",
            "husband",
            "wife",
            "spouse",
            "son",
            "daughter",
            "brother",
            "sister",
            "uncle",
            "aunt",
            "cousin",
            "nephew",
            "niece",
        ],
    )
)
_WHOSE_KIN = re.compile(r"\b[A-Z][\w-]*['’]s? (?P<kin>[a-z]+)(?=\W*$| (?!to\b)[a-z])")
_IN_A_PLACE = re.compile(r"\b(?:in|at|near) (?:the )?$")
_PAYEE = re.compile(
    r"\b(?:do|does|did|will|would|has|have|had) [^?]*?\b(?:pay|paid|owe|owed|lend|lent|give|given) (?P<name>[A-Z][\w-]*)"
)
_PAID_HIM = re.compile(
    r"\b(?:pa(?:ys?|id)|ow(?:es?|ed)|len[dt]s?|g(?:ives?|ave)) (?:it|them|him|her|the)\b", re.IGNORECASE
)
_STOP = re.compile(r"(?<=[.!?])\s+")
_ITS_HOLDER = re.compile(r"(?:Its|Their|His|Her) (?:[a-z-]+ ){0,4}[a-z-]+,? (?=[A-Z])")
_CONVERSE = tuple(
    frozenset(map(stem, pair.split()))
    for pair in ("buy sell", "purchase sale", "win lose", "lend borrow", "pay receive", "teach learn", "beat defeat")
)
_WHO = frozenset({Kind.PERSON, Kind.ORGANISATION})
MOST_OF_A_NAME = 7  # words
_VERB = re.compile(
    r"\b[a-z]+ed (?:down|up|out|off|on|in|at|by|to|an?|the|her|his|its|their)\b|\b(?:was|were|is|are|has|have|had|to) [a-z]+"
)
_OWNED = re.compile(r"[^,;]*['’]s? (?P<head>[a-z][a-z -]*)")


_HELD_AGAINST = re.compile(
    r"\b(?:than|as [a-z]+ as|compared (?:with|to)|unlike|versus) (?:(?:the|at|in|for) )?$", re.IGNORECASE
)


_BRACKETED = re.compile(r"(?P<name>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*)*) \($")
_ANEW = re.compile(r"[;:]|, (?:whose|which|who|where|while|and|but)\b| and (?:the|its|at|an?)\b")
_BEHIND = re.compile(r"\b(?:on|at|in|by|with|from|to|via|through) (?:the )?(?:[A-Z][\w'’&.-]* ){0,3}$")


def other_subject(view: Survey, evidence: Evidence, start: int, end: int) -> bool:
    """The words are about another of the article's subjects than those asked about."""
    subjects = evidence.profile.subjects
    if not any(_IN_A_PLACE.search(view.asked.focus[: term.start]) for term in view.named):
        subjects -= places(evidence.text) - view.names  # "rose on its first day in Orvik": it owns nothing
    names = _called(view, evidence)
    if roles.acts_on(view.asked, view.names, evidence.text, start, end):
        return False
    if (
        _only_held_against(view, evidence.text, start)
        or of_another_place(view, evidence)
        or of_another_kin(view, evidence)
        or (not _named_in(view, evidence.text) and under_another(view.names, *_headings(view, evidence), subjects))
    ):
        return True
    if (doer := _DOER.search(view.asked.focus)) and (other := apposed(evidence.text)):
        return doer["name"] not in other and doer["name"] not in evidence.text[:start]
    if not speaks_of(evidence.text, start, names, subjects):
        return True
    if _of_the_clause_before(view, evidence.text, start):
        return True
    behind = _APPOSED_NAME.match(evidence.text, end)  # "its chief vet, Dr Ada Arn"
    told = wording(evidence.scene.topic).stems
    said = wording(_BESIDE.sub(" ", evidence.text[: behind.end() if behind else end])).stems
    if told and points_back(evidence.text, start) and not said & (subjects | view.names):
        # "It" may be a name of the sentence before that is none of the article's subjects: the last one there counts.
        before = [one.stem for one in wording(evidence.scene.lead).tokens if one.stem in told | view.names]
        return not {*(before[-1:] or told)} & view.names
    if not names & subjects:
        return False
    first, last = clause_at(evidence.text, start)
    whose = owner(evidence.text[first:last], start - first, end - first, subjects)
    dated = view.asked.wanted & FIGURES or Kind.DATE in view.asked.wanted
    if dated and _of_its_model(view, evidence.text):
        return True
    if (
        whose is not None
        and not dated
        and not _ANEW.search(evidence.text[first:start])
        and _opens_with(view, evidence.text, whose)
    ):
        return False
    return whose is not None and whose not in names and not of_one_name(evidence.text[first:last], whose, names)


def _headings(view: Survey, evidence: Evidence) -> tuple[str, set[str]]:
    return evidence.scene.heading, {one.scene.heading for one in view.evidence}


def explains_another(view: Survey, text: str, start: int, end: int) -> bool:
    """Whether a span is all that brackets behind a name hold, and that name isn't asked about: "the Bero Exchange (BRX)"."""
    named = _BRACKETED.search(text[:start])
    if not view.names or named is None or text[end : end + 1] != ")":
        return False
    return not {token.stem for token in wording(named["name"]).tokens} & {term.stem for term in view.asked.terms}


def _of_its_model(view: Survey, text: str) -> bool:
    """Whether a sentence has a name asked about only before a number of its own: "Orvella X2" is one thing that Orvella makes."""
    if not view.named or len(view.named) > 1:
        return False
    own = view.named[0].text
    runs = [
        found["more"]
        for found in re.finditer(rf"\b{re.escape(own)}(?:['’]s)?(?: (?P<more>[A-Z][\w-]*\d[\w-]*))?", text)
    ]
    return bool(runs) and all(runs) and not any(re.search(r"[A-Za-z]\d", term.text) for term in view.asked.terms)


def _opens_with(view: Survey, text: str, other: str) -> bool:
    """Whether a sentence opens with a name asked about, and has another only behind a preposition: "Arn goes to the Bero Exchange (BRX) to …"."""
    made = [token for token in wording(text).tokens if token.text[0].isupper()]
    if not made or made[0].start or made[0].stem not in view.names:
        return False
    others = [token for token in made if token.stem == other]
    runs = [text[: made[made.index(one)].start] for one in others]
    return all(_BEHIND.search(run) for run in runs)


def _called(view: Survey, evidence: Evidence) -> frozenset[str]:
    """The names asked about, and what a sentence calls a country among them: "Canadian"."""
    made = wording(evidence.text).tokens
    return view.names | {one.stem for one in made if (country := lexicon.demonym(one.lower)) and country in view.names}


def _of_the_clause_before(view: Survey, text: str, at: int) -> bool:
    """Whether a figure stands in a clause without the name asked about, and the next has that and a figure like it."""
    figures = find(text)
    here = next((one for one in figures if one.start <= at < one.end), None)
    spans = clauses(text)
    own = next((i for i, (start, end) in enumerate(spans) if start <= at < end), None)
    if here is None or own is None or any(_named_in(view, text[slice(*span)]) for span in spans[: own + 1]):
        return False
    return any(
        _named_in(view, text[start:end]) and any(start <= one.start < end and alike(one, here) for one in figures)
        for start, end in spans[own + 1 :]
    )


def _named_in(view: Survey, clause: str) -> bool:
    return bool(wording(clause).stems & view.names)


def _only_held_against(view: Survey, text: str, start: int) -> bool:
    """Whoever is asked about stands behind the figure alone, as the measure: "it has 84 shops, more than Orlin"."""
    named = [token.start for token in wording(text).tokens if token.stem in view.names]
    return (
        bool(named)
        and all(at > start and _HELD_AGAINST.search(text[:at]) for at in named)
        and not any(_HELD_AGAINST.search(view.asked.focus[: term.start]) for term in view.named)
    )


def of_another_place(view: Survey, evidence: Evidence) -> bool:
    """Say whether a question asks what is so in a place that the articles speak of, and this sentence doesn't."""
    return any(
        term.capitalised and term.stem in view.known and _IN_A_PLACE.search(view.asked.focus[: term.start])
        for term in evidence.match.missing_names
    )


def of_another_kin(view: Survey, evidence: Evidence) -> bool:
    """Say whether a question asks about somebody's wife or agent, and the sentence has none: of "Arn, a postman" his wife is none."""
    kin = _WHOSE_KIN.search(view.asked.focus)
    if kin is None:
        return False
    one = stem(kin["kin"].lower())
    return one in _KIN and evidence.match.strengths.get(one, 1.0) < MATCHED


def placed_elsewhere(view: Survey) -> bool:
    """Say whether a question asks about a place that no article speaks of."""
    return any(
        term.stem not in view.known and _IN_A_PLACE.search(view.asked.focus[: term.start]) for term in view.named
    )


def _below(unit: str) -> str:
    below = unit.partition("/")[2]
    return MEASURES.get(below, below)


_SPENDS = re.compile(
    r"^(?:how much|what)\b(?!.*\b(?:per|an?) (?:[a-z]+ )?(?:tonne|ton|kilo|litre|hour)\b).*\b(?:spend|spent)\b",
    re.IGNORECASE,
)
_WILL_BE = re.compile(
    r"^how (?:much|many|high|large|big)\b.*\b(?:will|would|is|are|was|were)\b.* (?:be |left )?(?:after|once|following) (?:the|its|this|that)\b"
    r"(?!.*per ?cent)",
    re.IGNORECASE,
)


def of_another_measure(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether words tell kilometres or a percentage where money is asked for, or a share among more for a number."""
    words = text[start:end]
    figures = [one for one in find(text) if start <= one.start < end]
    if _WILL_BE.search(asked.focus) and any(one.unit == "%" for one in figures):
        return True  # by how much it is cut is not what it will be
    if _SPENDS.search(asked.focus) and any(currency(one.unit) and _below(one.unit) in MEASURED for one in find(text)):
        return True  # what a tonne costs is not what was spent
    if asked.wanted == {Kind.COUNT}:
        return any(one.unit == "%" and len(one.printed) < len(words.strip()) for one in figures)
    by = _BY_HOW_MUCH.match(asked.focus) is not None  # bills are raised by 12 per cent too
    return asked.wanted == {Kind.MONEY} and any(one.unit in MEASURED or (one.unit == "%" and not by) for one in figures)


def an_age(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether a figure is somebody's age, set off behind the name, and no age is asked for: "Ek, 58, owns 90 boats".

    >>> from askbot.question import parse
    >>> an_age(parse("How big is Ek's farm?"), "Ek, 58, owns it.", 4, 6), an_age(parse("How old is Ek?"), "Ek, 58, ran.", 4, 6)
    (True, False)
    """
    set_off = text[end : end + 1] in (",", ")") and _NAME_BEFORE.search(text[:start]) is not None
    return set_off and text[start:end].isdigit() and _AGE.search(asked.focus) is None


def no_thing(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether "what does it make?" meets nothing but a figure, or "what did it win?" nothing but a date."""
    if (not asked.wanted and _how_it_is(asked, text)) or _nobody_asked_for(asked, text, start, end):
        return True
    if not asked.wanted and _WHICH_ONE.match(asked.focus) and any(one.start == 0 for one in find(text[start:end])):
        return True  # "which vaccine will it buy?": not 60 million doses
    if (
        _FROM_WHERE.search(asked.focus)
        and _FROM_THERE.search(text)
        and not _FROM_THERE.search(text[:start], max(0, start - 12))
        and not asked.wanted & FIGURES
    ):
        return True  # "it reached Orvik from Sund": where did it come from?
    if not asked.wanted and _WHAT_DID.match(asked.focus) and _A_DATE.fullmatch(text[start:end]):
        return True
    figure = next((one for one in find(text[start:end]) if not one.unit.isalpha() or one.unit.isupper()), None)
    return _A_THING.match(asked.focus) is not None and figure is not None and figure.end - figure.start == end - start


def _nobody_asked_for(asked: Question, text: str, start: int, end: int) -> bool:
    """Whether "which of the two" gets neither, "which banks" a sum, "where" an office, "what did it study" a place."""
    span = text[start:end]
    if two := _WHICH_OF.match(asked.focus):
        return not {stem(word.lower()) for word in re.findall(r"[A-Z][\w-]+", two["names"])} & wording(span).stems
    if (which := _WHICH_PEOPLE.match(asked.focus)) and any(one.start == 0 for one in find(span)):
        head = stem(which["who"].lower())
        return lexicon.role(head) or lexicon.asked_kind(head) in (Kind.PERSON, Kind.ORGANISATION)
    if asked.wanted == {Kind.PLACE}:
        return bool(lexicon.role(stem(span.split()[-1].lower()))) if span.split() else False
    done = _WHAT_DONE.match(asked.focus) if not asked.wanted else None
    return (
        done is not None
        and re.search(rf"\b{re.escape(done['verb'][:4])}\w* (?:in|at) (?:the )?$", text[:start]) is not None
    )


def _how_it_is(asked: Question, text: str) -> bool:
    """Whether "how effective is Arn?" meets a text that has but the name: its one other word is how."""
    found = _HOW_IS.match(asked.focus)
    if found is None or not all(term.capitalised or term.text.isdigit() for term in asked.terms):
        return False
    return wording(text).holds(stem(found["how"].lower())) < MATCHED


def no_such_deed(asked: Question, text: str) -> bool:
    """Say whether "who took the horse?" meets a text in which nothing is taken; the verb is none of the question's terms."""
    if paid_to_another(asked, text):
        return True
    found = _WHO_DEEDS.match(asked.focus)
    return found is not None and wording(text).holds(stem(found["verb"].lower())) < MATCHED


def paid_to_another(asked: Question, text: str) -> bool:
    """Say whether "how much does it pay Orlin?" meets a text in which neither Orlin nor "it" is paid anything.

    >>> from askbot.question import parse
    >>> paid_to_another(parse("How much does the town pay Orlin a year?"), "It spent $9 on paint.")
    True
    """
    found = _PAYEE.search(asked.focus)
    if found is None or found["name"] in text:
        return False
    return _PAID_HIM.search(text) is None


def of_another_house(asked: Question, text: str, scene: Scene, start: int) -> bool:
    """Say whether a name is of "its founder", where the sentence before speaks of none that the question names.

    >>> from askbot.question import parse
    >>> asked, text = parse("Who is the founder of Arn?"), "Its founder, Ada Brill, used to work for Arn."
    >>> leads = ("Bero is a rival.", "Arn is a rival.", "Repairs cost $9.")
    >>> [of_another_house(asked, text, Scene(text, lead=lead, topic="Arn"), 13) for lead in leads]
    [True, False, False]
    """
    found = _ITS_HOLDER.match(text)
    names = [term.stem for term in asked.terms if term.capitalised]
    if found is None or not scene.lead or not names or not found.end() <= start <= found.end() + 1:
        return False
    office = wording(found[0])
    if not _WHO_IS.match(asked.focus) and not any(office.holds(term.stem) >= MATCHED for term in asked.terms):
        return False  # "who used to work for Arn?"
    last = _STOP.split(scene.lead.strip())[-1]
    named = [one for one in printed_names(last) if one.lower not in _DAYS]
    said = wording(last if named or holder(last) else scene.topic)
    return not any(said.holds(name) >= MATCHED for name in names)


def contrary(asked: Question, text: str, at: int) -> bool:
    """Say whether a figure or a date stands in a clause on the contrary of what is asked: when it closed, not opened.

    What one party sells another buys: for such words the contrary is the same deal.
    """
    if not asked.wanted or not asked.wanted <= FIGURES | {Kind.DATE}:
        return False
    said = wording(text)
    start, end = clause_at(text, at)
    clause = wording(text[start:end])
    return any(
        said.holds(term.stem) < MATCHED and lexicon.opposites(term.stem) & clause.stems and not _converse(term.stem)
        for term in asked.terms
    )


def _converse(one: str) -> bool:
    return any(one in pair for pair in _CONVERSE)


def other_sort(asked: Question, words: str) -> bool:
    """A name is asked for, and this is none: nor is a thing of somebody's, "Arn's boat building"."""
    if not asked.wanted & NAMES:
        return False
    if asked.kind is QuestionKind.LIST and asked.head and akin(asked.head, stem(words.split()[-1].lower())):
        return False  # "who are its customers?": "small shops and other clients"
    owned = _OWNED.fullmatch(words) if asked.wanted <= {Kind.PERSON, Kind.ORGANISATION} else None
    thing = owned is not None and lexicon.asked_kind(stem(owned["head"].split()[-1])) not in NAMES
    if asked.wanted <= _WHO and lexicon.asked_kind(stem(words.split()[-1].lower())) is Kind.ORGANISATION:
        return thing  # "the council" pays for it
    bare = _OF_A_SORT.sub("", words)
    return thing or bare == bare.lower()


_OF_A_SORT = re.compile(r"[A-Z][\w.]*-[a-z]{3,}")  # "AI-native", "US-based": no name


def is_somewhere(asked: Question, text: str, start: int, end: int) -> bool:
    """Say whether words stand where a place does, though they are no name: "in a garage", "in a former depot"."""
    return asked.wanted == {Kind.PLACE} and _IN_THERE.search(text[:start]) is not None and not find(text[start:end])


def is_clause(asked: Question, words: str) -> bool:
    """Say whether "who …" meets a whole clause: "Orvik knocked down a nurse, Ada Brill, and broke her hip" is nobody."""
    who = bool(asked.wanted) and asked.wanted <= _WHO
    return who and len(words.split()) > MOST_OF_A_NAME and _VERB.search(words) is not None


def repeats(view: Survey, text: str) -> bool:
    """Say whether a span only repeats the question's words, and so answers nothing.

    So does a name that ends in the common noun that something was done to: "who sued the union?", "the Weavers' Union".
    """
    object_of = _WHO_DID_THAT.match(view.asked.focus)
    last = tokens(text)[-1:]
    if object_of and last and last[0].stem == stem(object_of["noun"].lower()) and len(tokens(text)) > 1:
        return True
    asked = {term.stem for term in view.asked.terms}
    related = {
        stem
        for term in view.asked.terms
        for stem, strength in lexicon.related(term.stem).items()
        if strength >= MATCHED
    }
    return all(token.stem in asked | related for token in tokens(text) if not is_function_word(token.lower))
