"""What an exchange leaves behind for a follow-up to point at: its names, people, things, periods and listed answers.

Pure. It reads the earlier question by its grammar and the answer by its quotes, and knows no corpus.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import printed_names
from askbot.periods import find_periods
from askbot.types import Turn
from askbot.units import is_plural, singular
from askbot.wording import (
    AUXILIARY,
    PREPOSITION,
    WH,
    base_form,
    head_of,
    is_english,
    is_possessive,
    name_runs,
    noun_phrase,
    owned,
    plain,
)
from askbot.words import stem, tokens

FIGURES = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.DURATION, Kind.MEASURE, Kind.MULTIPLE, Kind.DATE})
_IMPERSONAL = frozenset({Kind.ORGANISATION, Kind.PLACE})
_SHAPE = re.compile(
    rf"^(?P<ask>(?:(?:at|by|for|from|in|on|since|until|to|of|with|as of|under) )?{WH})\b(?P<noun>.*?)(?: (?P<aux>{AUXILIARY}) (?P<tail>.+))?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?:more|less|fewer|[a-z]+er) than\b", re.IGNORECASE)
_YES_NO = re.compile(rf"^(?P<aux>{AUXILIARY}) (?P<tail>.+)$", re.IGNORECASE)
_COUNTED = re.compile(r"^how (?:many|much)\b", re.IGNORECASE)
# What a question for the source becomes (`ellipsis`).
_SOURCE = re.compile(r"^Where does it say the answer to “(?P<asked>.+?)\??”\??$")
# What is done to a thing rather than to a company: "when is it due", "when will it be decided".
_DONE_TO_A_THING = re.compile(
    r"^ (?:(?:be|been|being|expected to be|supposed to be|to be) )?(?:due|(?!(?:be|found|list|acquir|bas|headquarter|head|own|call|nam|creat|start|manag|advis|allow|forc|plann|need)ed\b)[a-z]+(?:ed|ught)|built|paid|sold|made|given|drawn|spent)\b",
    re.IGNORECASE,
)
# What people do rather than companies.
SAID = re.compile(
    r"(?:what|why|when|how) (?:does|did) (?P<who>(?!the |an? |its |their )\S+(?: \S+)?) (?:say|propose|warn|think|believe|argue|fear|predict|blame|study|resign)\b",
    re.IGNORECASE,
)
_ITEMS = re.compile(r",\s+and\s+|;\s+and\s+|\s+and\s+|,\s+|;\s+")


@dataclass(frozen=True)
class Before:
    """An earlier question, as it stood by itself, and what its answer showed."""

    question: str  # without its final mark, "what's" written out
    short: str | None
    statements: tuple[str, ...]  # the claims' texts, in order
    quotes: str
    titles: str
    asked: str = ""  # as it was typed

    @cached_property
    def known(self) -> frozenset[str]:
        """Words, in lower case, that the quotes and titles print as names and never otherwise."""
        text = f"{self.titles}\n{self.quotes}"
        plain = {token.text for token in tokens(text)}
        named = {token.lower for token in printed_names(text)}
        named |= {token.lower for token in tokens(self.titles)[:1] if token.text[0].isupper()}
        return frozenset(word for word in named - plain if not is_english(word))

    @cached_property
    def names(self) -> list[tuple[int, int]]:
        """Spans of the names in the question."""
        return name_runs(self.question, known=self.known)

    def named(self) -> list[str]:
        """The names in the question, in order."""
        return [self.question[start:end] for start, end in self.names]

    @cached_property
    def shape(self) -> re.Match[str] | None:
        """The question word with its noun, the first auxiliary, and what follows it; None for a yes-no question."""
        return _SHAPE.match(self.question)

    @cached_property
    def yes_no(self) -> re.Match[str] | None:
        """The auxiliary and what follows it, of a yes-no question."""
        return _YES_NO.match(self.question)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """What the answer lists, in order: its names, failing that the parts of its bare answer."""
        text = self.short or " ".join(self.statements)
        if ";" in text:
            parts = [part.strip(" .") for part in re.split(r";(?: and)? ", text)]
            return tuple(_first_name(part, self.known) or part for part in parts if part)
        runs: list[tuple[int, int]] = []
        for start, end in name_runs(text, known=self.known, opening=True):
            if runs and text[runs[-1][1] : start] == " to ":  # a way leads from one to the other
                start = runs.pop()[0]
            runs.append((start, end))
        named = [text[a:b] for a, b in runs]
        if self.short is None or len(named) > 1:
            asked = {name.lower() for name in self.named()}
            return tuple(dict.fromkeys(name for name in named if name.lower() not in asked))
        return tuple(part.strip(" .") for part in _ITEMS.split(self.short) if part.strip(" ."))

    def short_name(self) -> str | None:
        """The bare answer where it is a name or little more."""
        if self.short is None or self.short in ("Yes", "No") or len(self.short.split()) > 5:
            return None
        runs = name_runs(self.short, known=self.known, opening=True)
        if len(runs) == 1 and re.match(r"(?:its|their|his|her) [a-z]", self.short) and runs[0][1] == len(self.short):
            return self.short[runs[0][0] :]  # "its rival Orvella"
        covered = sum(end - start for start, end in runs)
        enough = covered >= len(self.short) * 0.6 or self.short.lower().startswith("the ")
        return self.short.strip(" .,") if runs and enough else None


def before(turn: Turn) -> Before:
    """Take an exchange apart; where only the place in the article was asked for, the question whose answer stands there."""
    citations = turn.answer.citations
    nearest = turn.answer.refusal.nearest if turn.answer.refusal is not None else ()
    shown = (*citations, *nearest)
    return Before(
        plain(_SOURCE.sub(r"\g<asked>", turn.answer.standalone_question)),
        turn.answer.short,
        tuple(claim.text for claim in turn.answer.claims),
        "\n".join(citation.quote for citation in shown),
        "\n".join(dict.fromkeys(citation.title for citation in shown)),
        turn.question,
    )


def _first_name(part: str, known: Collection[str]) -> str | None:
    run = next(iter(name_runs(part, known=known, opening=True)), None)
    return part[run[0] : run[1]] if run else None


def topic(earlier: Before) -> str | None:
    """The noun phrase that the earlier question is about: "What is Orvella's loan from Brivia?" is about that loan."""
    yes_no, shape = earlier.yes_no, earlier.shape
    if yes_no:
        # Also after "is": what it is follows the noun, "older than Orvella" or "a ferry".
        return noun_phrase(yes_no["tail"], earlier.known, verb=True)
    if shape is None:
        return None
    if re.fullmatch(r"[a-z]+(?:, .+)?", shape["tail"] or "") and lexicon.comparative(shape["tail"].partition(",")[0]):
        return None  # "which is older"
    compared, _, chosen = (shape["tail"] or "").partition(",")
    if " or " in chosen and any(lexicon.comparative(word) for word in compared.lower().split()):
        return None  # "which is worth more, the mill or the yard"
    noun = (
        re.split(r" (?:comes?|came|goes|went) (?:from|to|on|for)\b", shape["noun"])[0]
        if not shape["aux"]
        else shape["noun"]
    )
    noun = re.sub(r"^ (?:percent(?:age)?|share|proportion|part|fraction|much|portion)? ?of (?!the \w+$)", "", noun)
    if shape["aux"] is None or (_participle_first(shape["tail"]) and noun.strip()):
        if done := re.fullmatch(r" (?!else\b)[a-z]+ (?P<what>(?:the|a|an|this) .+)", noun):  # "who built the mill"
            return noun_phrase(done["what"], earlier.known, verb=False)
        phrase = noun_phrase(noun.strip(), earlier.known, verb=False) if noun.strip() else None
        return phrase if phrase and shape["ask"].lower() not in ("who", "whom") else None
    if (most := re.match(r" of (?P<whose>.+['’]s? |the )(?P<those>[a-z-]+)$", shape["noun"])) and (
        how := re.fullmatch(r"the (?P<how>[a-z]+est|(?:most|least) [a-z]+)", shape["tail"])
    ):
        return f"{most['whose']}{how['how']} {singular(most['those'])}"
    if shape["ask"].lower() == "who" and (doing := re.match(r"[a-z]+ing (?=the |an? |its |[A-Z])", shape["tail"])):
        return noun_phrase(shape["tail"][doing.end() :], earlier.known, verb=False)  # "who is suing Orvella"
    has = re.fullmatch(r"(?P<who>.+) (?:have|has)", shape["tail"])
    if has and shape["ask"].lower() in ("what", "which") and (had := shape["noun"].strip()) and not is_plural(had):
        return f"{owned(has['who'])} {had}"  # "what margin does Orvella have"
    if _COMPARED.match(shape["tail"]):  # "how many of the boats are more than 40 years old"
        return noun_phrase(noun.strip(), earlier.known, verb=False) if noun.strip() else None
    copula = bool(re.match(r"is|are|was|were", shape["aux"], re.IGNORECASE))
    # After "how high is" the adjective is gone already; after "when is" one follows the noun.
    full = copula and not re.search(r"(?:when|where|why|\bhow)$", shape["ask"], re.IGNORECASE)
    phrase = noun_phrase(shape["tail"], earlier.known, verb=not full)
    # "The barley covered" of "is the barley covered by the contract".
    return re.sub(r" (?:[a-z]+ed|worth|like|called|doing)$", "", phrase) if phrase and copula else phrase


def _participle_first(tail: str) -> bool:
    first = tail.split()[0]
    return first == first.lower() and bool(re.search(r"(?:ed|built|made|held|sold|paid|found|spent|born)$", first))


def is_figure(phrase: str) -> bool:
    """Say whether a noun phrase names a figure: a valuation, a share, a headcount."""
    return lexicon.asked_kind(stem(head_of(phrase).lower())) in FIGURES


def owner(earlier: Before, phrase: str | None) -> str | None:
    """Whose the phrase is: the name in it that owns or follows "of"; failing that the question's first name."""
    if phrase:
        runs = name_runs(phrase, known=earlier.known, opening=True)
        owning = [phrase[a:b] for a, b in runs if is_possessive(phrase, b)]
        if owning:
            return owning[0]
        if runs and re.search(r" of (?:the )?$", phrase[: runs[-1][0]]):
            return phrase.rpartition(" of ")[2]
    named = earlier.named()
    return named[0] if named else None


def person(past: list[Before]) -> str | None:
    """Whom "he" or "she" points to: an answer to "who", a person's name or a role in a question; the latest first."""
    for earlier in past:
        asked = re.fullmatch(r"who (?:is|was) (?P<who>[^'’]+)", earlier.question)
        if asked and name_runs(asked["who"], known=earlier.known, opening=True) == [(0, len(asked["who"]))]:
            return asked["who"]
        name = earlier.short_name()
        if name and (re.match(r"(?:who|whose)\b", earlier.question, re.IGNORECASE) or is_personal(name, earlier)):
            return name
        for candidate in reversed(earlier.named()):
            if is_personal(candidate, earlier) and not _led(candidate, past):
                return candidate
        said = SAID.match(earlier.question)
        if said and name_runs(said["who"], known=earlier.known, opening=True) == [(0, len(said["who"]))]:
            return said["who"]
        phrase = topic(earlier)
        if phrase and lexicon.role(stem(head_of(phrase).lower())):
            bare = phrase == phrase.lower() and not re.match(r"(?:the|an?|its|their|his|her|this|that) ", phrase)
            return f"the {phrase}" if bare else phrase
        if someone := whoever(earlier, several=False):
            return someone
        runs = earlier.names
        if len(runs) == 1 and re.match(r"who (?:is|was)\b", earlier.question, re.IGNORECASE):
            return earlier.question[runs[0][0] : runs[0][1]]
    return None


def _led(name: str, past: Sequence[Before]) -> bool:
    """Say whether a name stands in the question whose answer was who leads it, so that it is no person's."""
    for earlier in past:
        who = earlier.short_name() if re.match(r"who\b", earlier.question, re.IGNORECASE) else None
        if who and who != name and name in earlier.named() and is_personal(who, earlier):
            return True
    return False


def plural_of(earlier: Before, what: str) -> str | None:
    """What "they" are where the question is about one thing without a name: the things that it names besides.

    "When does the law on refunds lapse" leaves the refunds.
    """
    if earlier.names or is_plural(head_of(what).lower()) or what not in earlier.question:
        return None
    after = earlier.question.partition(what)[2]
    found = re.match(rf" {PREPOSITION} (?P<those>(?:the |its |these )?(?:[a-z-]+ )?(?P<head>[a-z-]+s))\b", after)
    return found["those"] if found and is_plural(found["head"]) else None


def whoever(earlier: Before, *, several: bool) -> str | None:
    """Who is meant after a "who runs the yard" that wasn't answered: the person who runs the yard."""
    shape = earlier.shape
    if shape is None or shape["ask"].lower() != "who" or earlier.short or earlier.statements:
        return None
    if shape["aux"]:
        described = re.match(r"(?:the |\S+['’]s? )(?:[a-z-]+ )*[a-z-]+(?: of \S+)?$", shape["tail"])
        return shape["tail"] if described and re.match(r"(?:is|are|was|were)$", shape["aux"]) else None
    does = shape["noun"].strip()
    verb, _, rest = does.partition(" ")
    if not rest:
        return None
    if not several:
        return f"the person who {does}"
    made = base_form(verb)
    return f"those who {made[1] if made and made[0] == 'does' else verb} {rest}"


def is_personal(name: str, earlier: Before) -> bool:
    """A name of two or three plain words, none of which is an organisation's or a place's noun, that the text shows."""
    words = name.split()
    # An inner capital or a digit is a product's or a company's.
    if not 2 <= len(words) <= 3 or not all(
        re.fullmatch(r"[^\W\d_][^\W\d_A-Z]*\.?(?:['’-][^\W\d_]+)?", word) for word in words
    ):
        return False
    if any(lexicon.asked_kind(stem(word.lower())) in _IMPERSONAL or is_english(word.lower()) for word in words):
        return False
    return name in earlier.quotes or not earlier.quotes


def place(past: list[Before]) -> str | None:
    """Where "there" is, with its preposition: the answer to "where", else the last name of the question."""
    earlier = past[0]
    name = earlier.short_name()
    if name and re.match(r"(?:in |at |from )?(?:where|which|what)\b", earlier.question, re.IGNORECASE):
        return f"at {name}"
    told = earlier.short if re.match(r"where\b", earlier.question, re.IGNORECASE) else None
    if told and (runs := name_runs(told, known=earlier.known, opening=True)):
        return f"at {told[runs[-1][0] : runs[-1][1]]}"  # "operations at the grocer Talgo"
    named = [n for n in earlier.named() if not is_personal(n, earlier)]
    if named:
        return f"at {named[-1]}"
    about = topic(earlier)
    plain_thing = about and about.startswith("the ") and not is_figure(about)
    return f"at {about}" if plain_thing and not lexicon.role(stem(head_of(about or "").lower())) else None


def period(past: list[Before]) -> str | None:
    """When "then" is, with its preposition: the answer to "when", else the question's own period."""
    for text in filter(None, (past[0].short, past[0].question)):
        if found := find_periods(text):
            one = found[0]
            return f"{'on' if one.first == one.last else 'in'} {one.printed}"
    return None


def counted(earlier: Before) -> str | None:
    """What "them" is after "how many users does X have": X's users.

    With the answer listing several names they are those.
    """
    shape = earlier.shape
    if shape is None or not shape["noun"].strip() or not re.match(r"how many|which|what", shape["ask"], re.IGNORECASE):
        return None
    whole = re.sub(r"^ of (?:all )?", " ", shape["noun"])
    noun = re.split(r" (?:in|on|at|of|from|for|to|with|may|might|are|were|is|was)\b", whole)[0].strip()
    if shape["aux"] is None and (
        acting := re.match(
            r"(?P<who>(?:\S+['’]s? )?(?:[a-z-]+ )??(?:[a-z-]+s|people|men|women|children)) [a-z]+(?: there| here| now| today|(?P<does> (?:the|an?|its) .+))?$",
            noun,
        )
    ):
        if acting["does"]:  # "how many people signed the petition"
            who = "that" if acting["who"].endswith("s") else "who"
            return f"the {acting['who']} {who}{noun[acting.end('who') :]}"
        noun = acting["who"]  # "how many people work at the mill"
    noun = re.sub(r"^(?:of|the|other|more|two|three|four|different) ", "", noun)
    runs = name_runs(noun, known=earlier.known, opening=True)
    if not noun or (runs and re.search(r"['’]s", noun)):
        return noun or None
    if noun.lower() in ("them", "those", "these", "it", "that"):
        return None
    last = noun.split()[-1]
    many = shape["ask"].lower() == "how many" and shape["aux"] is not None  # "aircraft", "sheep"
    if not many and not last.endswith(("s", "people", "men", "women", "children", "staff", "money", "cash")):
        return None
    others = [earlier.question[a:b] for a, b in earlier.names if b <= shape.start("noun") or a >= shape.end("noun")]
    others = others or [n for n in earlier.named() if n not in noun]
    return f"{owned(others[0])} {noun}" if others else f"the {noun}"


def mass(earlier: Before) -> str | None:
    """What "that" is after "how much cash does X have": X's cash; None where no noun follows "how much"."""
    shape = earlier.shape
    noun = shape["noun"].strip() if shape and shape["aux"] and shape["ask"].lower() == "how much" else ""
    if not re.fullmatch(r"(?!(?:more|less|of|in|to|for|on|by|is|does)\b)[a-z-]+(?: [a-z-]+)?", noun):
        return None
    named = earlier.named()
    return f"{owned(named[0])} {noun}" if named else f"the {noun}"


def object_of(earlier: Before) -> str | None:
    """What somebody named has, ordered or asked for in a question: his loan, his new boats, his subsidy."""
    shape = earlier.yes_no or earlier.shape
    if shape is None or not shape["aux"] or re.match(r"(?:is|are|was|were)$", shape["aux"], re.IGNORECASE):
        return None
    subject = noun_phrase(shape["tail"], earlier.known, verb=True)
    if subject is None:
        return None
    if not subject.startswith("the ") and name_runs(subject, known=earlier.known, opening=True) != [(0, len(subject))]:
        return None
    if found := mass(earlier) or counted(earlier):
        return found
    _, _, rest = shape["tail"][len(subject) + 1 :].partition(" ")
    rest = re.sub(rf"^{PREPOSITION} ", "", rest)
    thing = noun_phrase(rest, earlier.known, verb=False)
    if thing is None or thing != thing.lower():
        return None
    return f"{owned(subject)} {re.sub(r'^(?:the|an?|any|its|their|this|that) ', '', thing)}"


def is_counting(earlier: Before) -> bool:
    """Say whether the earlier question asked how many or how much."""
    return bool(_COUNTED.match(earlier.question))


# Verbs that say something of a figure rather than of whoever has it.
_OF_A_FIGURE = re.compile(
    r"\b(?:grow|grew|grown|growing|rise|rose|risen|rising|fall|fell|fallen|falling|shrank|shrink|shrinking|due|owed|repaid|drop|dropped|increase[ds]?|decrease[ds]?|decline[ds]?|"
    r"change[ds]?|double[ds]?|made up|consist|include|calculated|measured|come from|came from|compare[ds]?|cover|covers|"
    r"account|represent|last|lasts|mean|amount|much of it|up|down|high|higher|low|lower|big|bigger|large|larger|than|before(?=$| that$))\b",
    re.IGNORECASE,
)


def thing(earlier: Before, predicate: str) -> str | None:
    """What "it" points to: the answer to "which", else what the question is about.

    Of a figure ("Orvella's revenue") whoever has it, unless the predicate is one of figures ("did it grow").
    """
    name = earlier.short_name()
    if name and re.match(
        r"(?:which|what is (?:the|\S+['’]s?) (?:[a-z-]+['’]s? )?name|what (?:is|was) .+['’]s? (?:[a-z]+ )?(?:product|candidate|model|drug|app|ship|brand|subsidiary|rival|competitor|customer|supplier)$|what (?!does\b|was\b|is\b|has\b)[a-z]+s (?:the|its|their|his|her|[A-Z])|name|at which|in which|what \w+ (?:is|are|makes?|does))\b",
        earlier.question,
        re.IGNORECASE,
    ):
        return name
    if name and re.match(
        r"which\b|what (?:company|model|app|product|firm|ship|country|city)\b", earlier.question, re.IGNORECASE
    ):
        return name
    about = topic(earlier)
    if about and " of " in about and is_figure(about) and not _OF_A_FIGURE.search(predicate):
        about = about.partition(" of ")[2]
    whose = owner(earlier, about)
    if about is None:
        return whose
    if lexicon.role(stem(head_of(about).lower())):
        return whose
    if re.match(r"who\b", earlier.question, re.IGNORECASE) and is_personal(about, earlier):
        return None
    if (amount := mass(earlier)) and _OF_A_FIGURE.search(predicate):
        return amount
    if about == whose and _DONE_TO_A_THING.match(predicate) and (done := object_of(earlier)):
        return done
    having = rf"{re.escape(whose)}['’]|\b(?:of|at|by) (?:the )?{re.escape(whose)}" if whose else ""
    if is_figure(about) and whose and not _OF_A_FIGURE.search(predicate) and re.search(having, about):
        return whose
    if whose and re.search(r" of ", about) and not is_figure(about):
        left, _, right = about.partition(" of ")
        return right if is_figure(left) or len(left.split()) <= 2 else about
    if re.match(r"(?:the )?\w+ of ", about) and is_figure(about) and not _OF_A_FIGURE.search(predicate):
        return about.partition(" of ")[2]
    return about
