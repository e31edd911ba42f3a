"""What somebody is or does, as an article introduces them: "Orlin, a maker of locks", "the grocer Tarvik", "Orlin makes locks"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askbot import lexicon
from askbot.quantities import find
from askbot.reading.findings import Finding
from askbot.types import Claim, Document, Passage
from askbot.words import stem

_NAME = r"(?P<name>[\w’'&.-]+(?: [\w’'&.-]+){0,3}?)"
_ASKS_WHAT = re.compile(
    rf"what(?: exactly)? (?:is|are) (?!(?:a|an|its|their|your|this|that|it|they|next|new|there)\b)(?:the )?{_NAME}[?. ]*$",
    re.IGNORECASE,
)
_ASKS_DEED = re.compile(
    rf"what (?:does|do) (?!(?:it|they|you|he|she|this|that)\b)(?:the )?{_NAME}(?: actually)? do(?: for a living)?[?. ]*$"
    rf"|what (?:kind|sort|type) of (?:a )?(?:company|firm|business|organi[sz]ation|outfit|group|start-?up|bank) (?:is|are) (?:the )?{_NAME.replace('name', 'kind')}[?. ]*$"
    rf"|what (?:business|line of business|industry|sector) (?:is|are) (?:the )?{_NAME.replace('name', 'line')} in[?. ]*$",
    re.IGNORECASE,
)
# Who makes, sells or runs something is told by a noun of its own.
_DOER = re.compile(
    r"(?:[a-z-]{2,}(?:er|or|ers|ors)|compan(?:y|ies)|firms?|chains?|banks?|airlines?|funds?|brands?|start-?ups?|groups?|agenc(?:y|ies)|unions?|shops?|stores?|yards?|biotechs?|startups?|business(?:es)?|utility|arm|unit|subsidiary|clubs?|hospitals?|museums?|platforms?|tools?|models?|apps?|services?)$"
)
_DOES = (
    r"(?:(?:focus(?:es)?|concentrates?) on|speciali[sz]es? in|makes?(?! (?:do|up|out|sense|it)\b)|builds?|sells?|offers?|provides?|develops?|produces?|manufactures?"
    r"|designs?|operates?|rents?|leases?|supplies|distributes?|delivers?|publishes?|insures?|brews?|grows?|mines?|serves?|runs?(?! (?:until|for|out|from|to|through|on|late|behind|short)\b))"
)
_ADVERBS = r"(?:(?:mainly|mostly|primarily|largely|chiefly|now|also|currently|already|[a-z]+ly) )?"
_NOT_BEFORE = re.compile(
    r"\b(?:and|or|with|than|from|to|by|of|for|at|in|on|including|between|against|like|unlike) (?:the )?$", re.IGNORECASE
)
_TELLS_NOTHING = frozenset(
    ("the", "a", "an", "its", "private", "rival", "company", "group", "firm", "business", "other")
)
_AND_ANOTHER = re.compile(r",? and ")
_BEHIND_A_HEAD = r" (?:of|for|from|in|based|that|which|with|at|on|owned|founded|known|capable|consisting|belonging) "
# "gives no milk", "hedges nothing", "one the largest": what opens so is no noun phrase.
_OPENS_ILL = re.compile(
    r"\W?\d|one (?!of\b)|[a-z]+(?:s|ed) (?:no|not|nothing|the|an?|its|their|up|out|in|on|to)\b", re.IGNORECASE
)
LEAST_WORDS, MOST_WORDS = 2, 16


@dataclass(frozen=True, slots=True)
class _Told:
    """A place that says what somebody is or does; of the highest rank it is told."""

    rank: int
    document: Document
    passage: Passage
    start: int
    end: int
    whole: bool = False


def name_asked(focus: str) -> tuple[str, bool] | None:
    """Return whom a question asks to be introduced, and whether it asks for what they do; None where it asks for more.

    >>> name_asked("What is Orlin?"), name_asked("what does Orlin Works do"), name_asked("What is the debt?")
    (('Orlin', False), ('Orlin Works', True), None)
    """
    if (found := _ASKS_DEED.match(focus)) is not None:
        return next(one for one in (found["name"], found["kind"], found["line"]) if one), True
    found = _ASKS_WHAT.match(focus)
    if found is None or re.search(
        r"['’]s?(?: |$)| (?:of|in|for|and|or|on|to|with|doing|called|worth)\b|\d ", found["name"]
    ):
        return None
    words = found["name"].split()
    if any(word[0].islower() for word in words) and (len(words) > 1 or focus[: found.start("name")].endswith("the ")):
        return None  # "the debt", "Orlin worth": more than a name, or none
    return found["name"], False


def read(focus: str, articles: Sequence[tuple[Document, Sequence[Passage]]]) -> Finding | None:
    """Introduce whom a question asks about in the words that an article does it with; None where none does.

    What they are is told before what they do, unless the question asks for the latter and the former doesn't tell it.
    """
    asked = name_asked(focus)
    if asked is None:
        return None
    name, deed = asked
    found = [
        one for document, passages in articles for passage in passages for one in _places(name, deed, document, passage)
    ]
    if not found:
        return None
    best = max(found, key=lambda one: one.rank)  # of equals the first
    citation = best.document.cite(best.passage)
    words = " ".join(best.passage.text[slice(best.start, best.end)].split())
    if best.whole:
        return Finding((Claim(" ".join(best.passage.text.split()), (citation,)),))
    at = best.passage.start
    return Finding((Claim(words, (citation,)),), words, ((best.document.id, at + best.start, at + best.end),))


def introduces(focus: str, short: str) -> bool:
    """Say whether words that the model points at may tell what somebody is or does: no figure, name or single word.

    >>> [introduces("What is Orlin?", short) for short in ("a voice model", "17,800 people", "Tarvik", "profitable")]
    [True, False, False, False]
    >>> [introduces("What does Orlin do?", short) for short in ("making locks", "hired a bank")]
    [True, False]
    """
    asked = name_asked(focus)
    words = short.split()
    if (
        asked is None
        or len(words) < LEAST_WORDS
        or _OPENS_ILL.match(short)
        or any(figure.start == 0 for figure in find(short))
    ):
        return False
    head = re.split(_BEHIND_A_HEAD, short)[0].split()[-1]
    deed = (
        re.match(r"(?:(?:designed|made|built|used|intended|meant) [a-z]* ?(?:to|for) |to |[a-z-]+ing )", short)
        is not None
    )
    if asked[1]:
        return deed or _DOER.match(head) is not None
    return not deed and (
        words[0].lower() in ("a", "an", "the", "one") or short[:1].islower() or words[0].isupper() or "-" in words[0]
    )


def _places(name: str, deed: bool, document: Document, passage: Passage) -> Iterator[_Told]:
    text = passage.text
    if name[0].islower() and re.search(rf"\b{re.escape(name)}\b", document.text):
        return  # a common word, which a longer name may hold: "colic" is not the charity Colic Care
    for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-]|['’]s?\b)", text, re.IGNORECASE):
        if not found[0][:1].isupper():
            continue
        ends_a_longer = re.search(r"[A-Z][\w’'&-]* $", text[: found.start()]) is not None
        # "Orlin Works Inc" is Orlin, "Orlin M1" a thing of Orlin's.
        longer = re.match(
            r"(?: [A-Z][a-z’'&-]+| (?:Inc|Ltd|plc|AG|AB|SA|SE|NV|GmbH|Corp)\.?){0,3}", text[found.end() :]
        )
        end = found.end() + (longer.end() if longer else 0)
        if re.match(r" (?:[A-Z]|\d)", text[end:]):
            continue
        for rank, start, last in (
            *_apposed(text, end),
            *_stated(text, end, deed),
            *(() if ends_a_longer else _before(text, found.start())),
        ):
            words = text[start:last].split()
            if 1 < len(words) <= MOST_WORDS:
                head = re.split(_BEHIND_A_HEAD, text[start:last])[0].split()[-1]
                yield _Told(rank + 3 * (deed and _DOER.match(head) is not None), document, passage, start, last)
        if (
            not ends_a_longer
            and re.search(r"(?:^|[;,] (?:while|whereas|and|but) |; |^(?:[A-Z][^,]{2,30}, ))$", text[: found.start()])
            and re.match(rf"(?:, [^,]{{1,40}},)? {_ADVERBS}{_DOES} ", text[end:])
        ):
            yield _Told(4 if deed else 1, document, passage, 0, len(text), whole=True)


_STOP = re.compile(
    r"[,;:.()—–]|\"| (?:that|which|who|whose|where|when|said|says|and (?:the|its|has|is|was|will)|but|while|as|to (?:be|have)|in (?:19|20)\d\d)\b"
)


def _phrase_end(text: str, start: int) -> int:
    """Where a noun phrase ends; a stop inside a number or an abbreviation isn't one."""
    for found in _STOP.finditer(text, start):
        if found[0] in ",." and text[found.end() : found.end() + 1].isalnum():
            continue
        return found.start()
    return len(text)


def _apposed(text: str, end: int) -> Iterator[tuple[int, int, int]]:
    """The phrase behind a name: "Orlin, a maker of locks, …"; "the" may open the next of a row."""
    found = re.match(r"(?: \([^()]{1,40}\))?, (?=(?P<article>an?|the|one of) )", text[end:])
    if found is None:
        return
    start = end + found.end()
    last = _phrase_end(text, start)
    row = found["article"] == "the" and (_AND_ANOTHER.match(text, last) or not re.match(r"[,.]", text[last:]))
    if not row and not _AND_ANOTHER.match(text, last):
        yield 5, start, last


def _stated(text: str, end: int, deed: bool) -> Iterator[tuple[int, int, int]]:
    """The phrase behind "is": "Orlin, founded in 1990, is a maker of locks"."""
    found = re.match(
        r"(?:, [^,;]{1,60},)? (?:is|are) (?:also |now |still )?(?=(?:an?|one of|(?P<definite>the|its)) )", text[end:]
    )
    if found is not None and not (deed and found["definite"]):
        start = end + found.end()
        yield 0 if found["definite"] else 6, start, _phrase_end(text, start)


def _before(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """The words before a name: "the cloud operator Orlin", of which the last is a noun of those who act."""
    found = re.search(
        r"(?:(?:the|an?|its|private) )?(?:[A-Z][\w.]+ )?(?:[a-z-]+ ){0,3}(?P<noun>[a-z-]+) $", text[:start]
    )
    if found is None:
        return
    first = re.sub(
        r"^(?:.*\b(?:and|or|with|than|from|to|by|of|for|at|in|on|as|which|that|who|whom|whose|said|bank of|including|between|against|like|called|named) )",
        "",
        found[0],
    )
    noun = found["noun"]
    known = lexicon.asked_kind(stem(noun)) in (lexicon.Kind.ORGANISATION, lexicon.Kind.PLACE)
    told = [word for word in first.split() if word not in _TELLS_NOTHING]
    if known and told and len(first.split()) > 1:
        yield 3, start - len(first), start - 1
