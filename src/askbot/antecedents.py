"""What an exchange leaves behind for a follow-up to point at: its names, people, things, periods and listed answers.

Pure. It reads the earlier question by its grammar and the answer by its quotes, and knows no corpus.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from askbot import lexicon
from askbot.lexicon import Kind
from askbot.matching import printed_names
from askbot.periods import find_periods
from askbot.types import Turn
from askbot.units import CURRENCY_CODES, CURRENCY_WORDS, is_plural
from askbot.words import Token, is_function_word, stem, tokens

AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|may|might|must|should|shall)"
WH = r"(?:how (?:much|many|long|big|large|high|old|far|often|soon|fast|deep|tall|heavy|powerful|expensive|noisy|loud|strong|wide)|how|what|which|who|whom|whose|when|where|why)"
PREPOSITION = r"(?:as of|at|by|for|from|in|on|since|until|to|of|with|under|before|after|during|per)"
FIGURES = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.DURATION, Kind.MEASURE, Kind.MULTIPLE, Kind.DATE})
_IMPERSONAL = frozenset({Kind.ORGANISATION, Kind.PLACE})
_SHAPE = re.compile(
    rf"^(?P<ask>(?:(?:at|by|for|from|in|on|since|until|to|of|with|as of|under) )?{WH})\b(?P<noun>.*?)(?: (?P<aux>{AUXILIARY}) (?P<tail>.+))?$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^(?P<aux>{AUXILIARY}) (?P<tail>.+)$", re.IGNORECASE)
_CONTRACTED = re.compile(r"\b(what|who|where|when|how|that)['’]s\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then|also|now|hmm|um|oh|ah|alright|right|great|good|thanks|thank you|cool|yes|yeah)\b[,.!:;]* +)+",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"{WH}|{AUXILIARY}|compare|list|name|describe|explain|tell|give|show|find|quote|who's|what's", re.IGNORECASE
)
_DETERMINER = re.compile(r"(?:the|a|an|this|that|these|those|its|their|his|her|one of|all of|each of)\b", re.IGNORECASE)
# A place or way that belongs to the thing itself where a name follows: "the loan from Orvella".
_BELONGING = ("of", "from", "to", "for", "between", "by", "with", "in", "at")
_PARTICIPLE = re.compile(
    r"(?:ed|en|built|made|held|sold|paid|found|due|based|known|set|run|worth|cost|put|spent|bought)$"
)
_COUNTED = re.compile(r"^how (?:many|much)\b", re.IGNORECASE)
_ITEMS = re.compile(r",\s+and\s+|;\s+and\s+|\s+and\s+|,\s+|;\s+")


@dataclass(frozen=True)
class Before:
    """An earlier question, as it stood by itself, and what its answer showed."""

    question: str  # without its final mark, "what's" written out
    short: str | None
    statements: tuple[str, ...]  # the claims' texts, in order
    quotes: str
    titles: str

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
        named = [text[a:b] for a, b in name_runs(f"x {text}"[2:], known=self.known, opening=True)]
        if self.short is None or len(named) > 1:
            asked = {name.lower() for name in self.named()}
            return tuple(dict.fromkeys(name for name in named if name.lower() not in asked))
        return tuple(part.strip(" .") for part in _ITEMS.split(self.short) if part.strip(" ."))

    def short_name(self) -> str | None:
        """The bare answer where it is a name or little more."""
        if self.short is None or self.short in ("Yes", "No") or len(self.short.split()) > 5:
            return None
        runs = name_runs(self.short, known=self.known, opening=True)
        covered = sum(end - start for start, end in runs)
        enough = covered >= len(self.short) * 0.6 or self.short.startswith("the ")
        return self.short.strip(" .,") if runs and enough else None


def before(turn: Turn) -> Before:
    """Take an exchange apart."""
    citations = turn.answer.citations
    nearest = turn.answer.refusal.nearest if turn.answer.refusal is not None else ()
    shown = (*citations, *nearest)
    return Before(
        plain(turn.answer.standalone_question),
        turn.answer.short,
        tuple(claim.text for claim in turn.answer.claims),
        "\n".join(citation.quote for citation in shown),
        "\n".join(dict.fromkeys(citation.title for citation in shown)),
    )


def plain(question: str) -> str:
    """A question without lead-in and final mark, its contractions written out.

    >>> plain("And what's the toll?")
    'what is the toll'
    """
    text = _CONTRACTED.sub(lambda found: f"{found[1]} is", " ".join(question.split()))
    text = _LEAD_IN.sub("", text).rstrip("?.! ")
    first = text.partition(" ")[0]
    return f"{first.lower()}{text[len(first) :]}" if _OPENS.fullmatch(first) else text


def as_question(text: str) -> str:
    """Close a text with a question mark."""
    return f"{text.strip().rstrip('?.! ')}?"


def capital(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def name_runs(text: str, *, known: Collection[str] = (), opening: bool = False) -> list[tuple[int, int]]:
    """Spans of the names in a text: runs of capitalised words, possessive endings left out.

    `known` are names however they are written; with `opening` the first word's capital counts too.

    >>> text = "When did Dana Reyes join Orvella's board?"
    >>> [text[a:b] for a, b in name_runs(text)]
    ['Dana Reyes', 'Orvella']
    """
    runs: list[tuple[int, int]] = []
    for token in _name_tokens(text, known, opening=opening):
        end = token.end
        if tail := re.match(r"(?:-\d\w*|\+\+)+", text[end:]):
            end += tail.end()
        if runs and text[runs[-1][1] : token.start] in (" ", "-", "/", " & "):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((token.start, end))
    return runs


def _first_name(part: str, known: Collection[str]) -> str | None:
    run = next(iter(name_runs(part, known=known, opening=True)), None)
    return part[run[0] : run[1]] if run else None


def _name_tokens(text: str, known: Collection[str], *, opening: bool) -> Iterator[Token]:
    printed = {token.start for token in printed_names(text)}
    for number, token in enumerate(tokens(text)):
        first = number == 0 and opening and token.text[0].isupper() and not is_function_word(token.lower)
        money = token.text in CURRENCY_CODES or token.lower in CURRENCY_WORDS
        if not money and (token.start in printed or token.lower in known or first):
            yield token


def is_english(word: str) -> bool:
    """A word that the lexicon has something to say about is hardly a name."""
    stemmed = stem(word)
    return bool(
        is_function_word(word)
        or lexicon.related(stemmed)
        or lexicon.asked_kind(stemmed)
        or lexicon.opposites(stemmed)
        or lexicon.is_generic(stemmed)
    )


def is_possessive(text: str, end: int) -> bool:
    """Say whether a name that ends there owns what follows."""
    return bool(re.match(r"['’]s?(?!\w)", text[end:]))


def owned(name: str) -> str:
    """Make a name possessive; one that is stays as it is."""
    return name if re.search(r"['’]s?$", name) else f"{name}'s"


def topic(earlier: Before) -> str | None:
    """The noun phrase that the earlier question is about: "What is Orvella's loan from Brivia?" is about that loan."""
    yes_no, shape = earlier.yes_no, earlier.shape
    if yes_no:
        # Also after "is": what it is follows the noun, "older than Orvella" or "a ferry".
        return noun_phrase(yes_no["tail"], earlier, verb=True)
    if shape is None:
        return None
    noun = re.sub(
        r"^ (?:percent(?:age)?|share|proportion|part|fraction|much|portion)? ?of (?!the \w+$)", "", shape["noun"]
    )
    if shape["aux"] is None or (_participle_first(shape["tail"]) and noun.strip()):
        if done := re.fullmatch(r" (?!else\b)[a-z]+ (?P<what>(?:the|a|an|this) .+)", noun):  # "who built the mill"
            return noun_phrase(done["what"], earlier, verb=False)
        phrase = noun_phrase(noun.strip(), earlier, verb=False) if noun.strip() else None
        return phrase if phrase and shape["ask"].lower() not in ("who", "whom") else None
    copula = bool(re.match(r"is|are|was|were", shape["aux"], re.IGNORECASE))
    # After "how high is" the adjective is gone already; after "when is" one follows the noun.
    full = copula and not re.search(r"(?:when|where|why|\bhow)$", shape["ask"], re.IGNORECASE)
    return noun_phrase(shape["tail"], earlier, verb=not full)


def _participle_first(tail: str) -> bool:
    first = tail.split()[0]
    return first == first.lower() and bool(re.search(r"(?:ed|built|made|held|sold|paid|found|spent|born)$", first))


def noun_phrase(text: str, earlier: Before, *, verb: bool) -> str | None:
    """The noun phrase that a text begins with; with `verb` a verb or adjective follows it. None where there is none."""
    runs = name_runs(text, known=earlier.known, opening=True)
    head = _simple_phrase(text, runs, verb=verb)
    if head is None:
        return None
    end = head
    while joint := re.match(rf" ({'|'.join(_BELONGING)}) ", text[end:]):
        start = end + joint.end()
        following = _simple_phrase(text, runs, start, verb=verb and joint[1] != "of")
        period = any(p.start <= start + 4 and p.end > start for p in find_periods(text))
        named = any(start <= a <= start + 4 for a, _ in runs)
        if following is None or period or not (joint[1] == "of" or named):
            break
        end = following
    phrase = text[:end].strip()
    return phrase or None


def _simple_phrase(text: str, runs: list[tuple[int, int]], start: int = 0, *, verb: bool) -> int | None:
    """The end of determiner, modifiers and noun from an offset; None where no phrase begins there."""
    at = start
    if found := _DETERMINER.match(text, at):
        at = found.end()
        while text[at : at + 1] == " ":
            at += 1
    end, words, proper, possessed = at, 0, False, False
    while True:
        run = next(((a, b) for a, b in runs if a == at), None)
        if run is not None:
            end = run[1]
            proper = True
            if owns := re.match(r"['’]s?(?!\w)", text[end:]):
                end += owns.end()
                proper, possessed = False, True
            elif verb and words == 0 and not possessed:
                return end
        else:
            found = re.match(r"[\w&-]+(?:['’]s?(?!\w))?", text[at:])
            word = found.group() if found else ""
            if not word or is_function_word(word.lower()) or re.fullmatch(AUXILIARY, word, re.IGNORECASE):
                break
            if any(period.start <= at < period.end for period in find_periods(text)):
                break
            if proper and word == word.lower() and re.search(r"(?:ed|ing)$", word):
                break
            end = at + len(word)
            words += 1
            if words > 5:
                return None
        if text[end : end + 1] != " ":
            at = end
            break
        at = end + 1
    phrase = text[start:end].split()
    if not phrase or (words == 0 and not runs):
        return None
    if verb and words > 0:
        last = phrase[-1]
        settled = bool(re.match(r" (?:do|be|have)\b| (?:from|to|for|between) .* (?:be|\w+ed)\b", text[end:]))
        settled |= text[end:].startswith(" of ") and lexicon.asked_kind(stem(last.lower())) is not None
        if last == last.lower() and not settled and len(phrase) > 1 and not _DETERMINER.fullmatch(phrase[-2]):
            end -= len(last) + 1
    return end if end > start else None


def head_of(phrase: str) -> str:
    """The noun of a phrase: the last word before "of", "from" and the like."""
    plain_part = re.split(rf" (?:{'|'.join(_BELONGING)}|that) ", phrase)[0]
    words = plain_part.split()
    return words[-1] if words else phrase


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
        name = earlier.short_name()
        if name and (re.match(r"(?:who|whose)\b", earlier.question, re.IGNORECASE) or _personal(name, earlier)):
            return name
        for candidate in reversed(earlier.named()):
            if _personal(candidate, earlier):
                return candidate
        phrase = topic(earlier)
        if phrase and lexicon.role(stem(head_of(phrase).lower())):
            return phrase
        runs = earlier.names
        if len(runs) == 1 and re.match(r"who (?:is|was)\b", earlier.question, re.IGNORECASE):
            return earlier.question[runs[0][0] : runs[0][1]]
    return None


def _personal(name: str, earlier: Before) -> bool:
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
    named = [n for n in earlier.named() if not _personal(n, earlier)]
    return f"at {named[-1]}" if named else None


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
    noun = re.split(r" (?:in|on|at|of|from|for|to|with|may|might|are|were|is|was)\b", shape["noun"])[0].strip()
    noun = re.sub(r"^(?:of|the|other|more|two|three|four|different) ", "", noun)
    runs = name_runs(noun, known=earlier.known, opening=True)
    if not noun or (runs and re.search(r"['’]s", noun)):
        return noun or None
    last = noun.split()[-1]
    if not last.endswith(("s", "people", "men", "women", "children", "staff", "money", "cash")):
        return None
    others = [earlier.question[a:b] for a, b in earlier.names if b <= shape.start("noun") or a >= shape.end("noun")]
    others = others or [n for n in earlier.named() if n not in noun]
    return f"{owned(others[0])} {noun}" if others else f"the {noun}"


def is_counting(earlier: Before) -> bool:
    """Say whether the earlier question asked how many or how much."""
    return bool(_COUNTED.match(earlier.question))


# Verbs that say something of a figure rather than of whoever has it.
_OF_A_FIGURE = re.compile(
    r"\b(?:grow|grew|grown|growing|rise|rose|risen|fall|fell|fallen|drop|dropped|increase[ds]?|decrease[ds]?|decline[ds]?|"
    r"change[ds]?|double[ds]?|made up|consist|include|calculated|measured|come from|came from|compare[ds]?|cover|covers|"
    r"account|represent|last|lasts|mean|amount|much of it|up|down|high|higher|low|lower|big|bigger|large|larger|than)\b",
    re.IGNORECASE,
)


def thing(earlier: Before, predicate: str) -> str | None:
    """What "it" points to: the answer to "which", else what the question is about.

    Of a figure ("Orvella's revenue") whoever has it, unless the predicate is one of figures ("did it grow").
    """
    name = earlier.short_name()
    if name and re.match(
        r"(?:which|what is the name|name|at which|in which|what \w+ (?:is|are|makes?|does))\b",
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
    if re.match(r"who\b", earlier.question, re.IGNORECASE) and _personal(about, earlier):
        return None
    amount = counted(earlier) if is_counting(earlier) and _OF_A_FIGURE.search(predicate) else None
    if amount and not is_plural(amount.split()[-1]):
        return amount
    having = rf"{re.escape(whose)}['’]|\b(?:of|at|by) (?:the )?{re.escape(whose)}" if whose else ""
    if is_figure(about) and whose and not _OF_A_FIGURE.search(predicate) and re.search(having, about):
        return whose
    if whose and re.search(r" of ", about) and not is_figure(about):
        left, _, right = about.partition(" of ")
        return right if is_figure(left) or len(left.split()) <= 2 else about
    if re.match(r"(?:the )?\w+ of ", about) and is_figure(about) and not _OF_A_FIGURE.search(predicate):
        return about.partition(" of ")[2]
    return about
