"""What the gate makes of wrong answers: right ones with a digit, unit, name, time or word changed, or two swapped.

    python benchmarks/gate.py

No model is asked: a right answer is a sentence of an article, a clause of one, or the evidence of a case, with the
sentence as its quote. A change is counted by what it does, whatever the gate thinks: the new word stands in the quote
(a swap) or it does not.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askbot import corpus, lexicon, swaps
from askbot.llm_drafts import Draft
from askbot.llm_tools import Shelf
from askbot.matching import clauses
from askbot.types import Document, Flag, Passage
from askbot.vetting import Vetted, vet
from askbot.words import is_function_word, stem, tokens

ROOT = Path(__file__).parents[1]
CORPORA = (
    "corpus",
    "evals/corpus",
    "evals/corpus-3",
    "evals/corpus-4",
    "evals/corpus-5",
    "evals/corpus-6",
    "tests/corpus_small",
)
WANTED = 500
SEED = 8
LEAST_WORDS = 5
UNITS = (
    "million billion trillion thousand|months years weeks days hours|month year week day|tonnes kilograms grams|"
    "kilometres metres miles|$ € £ RMB|USD EUR SEK GBP|MWh kWh GWh MW|percent tonnes|% pp|kronor euros dollars yuan|"
    "passengers vessels|users clients"
)
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - a row of words
)
_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Right:
    """A right answer: what it says, the sentence that it quotes, and the article."""

    text: str
    quote: str
    document_id: str


@dataclass(frozen=True)
class Change:
    """A right answer made wrong: what was done to it, and the words that it has now and had not before."""

    kind: str
    right: Right
    new: str


class Articles:
    """The articles and their passages, as the index would give them; implements `Library`."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._passages = {document.id: corpus.cut(document) for document in documents}

    def __hash__(self) -> int:
        return id(self)

    def document(self, document_id: str) -> Document:
        """Return the document of that id."""
        return self._documents[document_id]

    def documents(self) -> tuple[Document, ...]:
        """Return every document."""
        return tuple(self._documents.values())

    def passages(self, document_id: str) -> list[Passage]:
        """Return the document's passages."""
        return self._passages[document_id]

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same heading."""
        return [one for one in self._passages[passage.document_id] if one.heading == passage.heading]

    def flags(self, document_id: str) -> Sequence[Flag]:
        """Return nothing: no figure is flagged here."""
        return ()

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words with how many passages hold them."""
        return Counter(t.lower for ps in self._passages.values() for p in ps for t in {*tokens(p.text)})


def articles() -> Articles:
    """Read every article of the evals and the tests."""
    return Articles([document for folder in CORPORA for document in corpus.read(ROOT / folder).documents])


def right_answers(library: Articles) -> list[Right]:
    """Return every right answer that can be made of the articles: sentences, clauses, the evidence of cases."""
    evidence = [
        quote
        for path in sorted((ROOT / "evals").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for quote in json.loads(line)["evidence"]
    ]
    found: dict[tuple[str, str], Right] = {}
    for document in library.documents():
        for passage in library.passages(document.id):
            sentence = " ".join(passage.text.split())
            parts = [sentence[a:b] for a, b in clauses(sentence)]
            parts += [quote for quote in evidence if " ".join(quote.split()) in sentence]
            for text in dict.fromkeys((sentence, *parts)):
                slots = [item for item in swaps.items(text) if item.is_slot]
                if len(text.split()) >= LEAST_WORDS and slots and len(text) < 600:
                    said = text[:1].upper() + text[1:]
                    found.setdefault((said, sentence), Right(said, sentence, document.id))
    return list(found.values())


def is_let_through(right: Right, library: Articles) -> bool:
    """Say whether the gate lets an answer through, on a shelf that holds its article's passages."""
    shelf = Shelf(library, question="")
    near = [p for p in library.passages(right.document_id) if " ".join(p.text.split()) == right.quote]
    shelf.show(near or library.passages(right.document_id)[:1])
    return isinstance(vet(Draft(right.text, (right.quote,)), shelf, library), Vetted)


# --- changes ---------------------------------------------------------------------------------------------------------


def changes(right: Right, chance: random.Random, words: Sequence[str], names: Sequence[str]) -> Iterator[Change]:
    """Change a right answer in each way that it can be."""
    for change in _KINDS.values():
        made = change(right, chance, words, names)
        if made is not None and made.right != right:
            yield made


def _put(right: Right, start: int, end: int, new: str, kind: str) -> Change:
    text = right.text[:start] + new + right.text[end:]
    return Change(kind, replace(right, text=text), new)


def _digit(right: Right, chance: random.Random, *_: object) -> Change | None:
    figures = [m for m in _FIGURE.finditer(right.text) if not _YEAR.fullmatch(m[0])]
    if not figures:
        return None
    figure = chance.choice(figures)
    at = chance.choice([n for n, c in enumerate(figure[0]) if c.isdigit()])
    digit = chance.choice([d for d in "123456789" if d != figure[0][at]])
    new = figure[0][:at] + digit + figure[0][at + 1 :]
    return _put(right, figure.start(), figure.end(), new, "a digit")


def _unit(right: Right, chance: random.Random, *_: object) -> Change | None:
    found = []
    for row in UNITS.split("|"):
        for unit in row.split():
            pattern = re.escape(unit) if not unit[0].isalpha() else rf"\b{unit}\b"
            for match in re.finditer(pattern, right.text):
                found.append((match, [other for other in row.split() if other != unit]))
    if not found:
        return None
    match, others = chance.choice(found)
    new = chance.choice(others)
    if new == "RMB":
        new = "RMB "
    return _put(right, match.start(), match.end(), new, "a unit")


def _name(right: Right, chance: random.Random, words: Sequence[str], names: Sequence[str]) -> Change | None:
    found = [
        t
        for t in tokens(right.text)
        if t.text[:1].isupper() and t.start and not is_function_word(t.lower) and t.text not in MONTHS
    ]
    if not found:
        return None
    token = chance.choice(found)
    return _put(right, token.start, token.end, chance.choice(names), "a name")


def _period(right: Right, chance: random.Random, *_: object) -> Change | None:
    years = list(_YEAR.finditer(right.text))
    months = list(re.finditer(rf"\b(?:{'|'.join(MONTHS)})\b", right.text))
    if not years and not months:
        return None
    match = chance.choice([*years, *months])
    new = str(int(match[0]) + chance.choice((-2, -1, 1, 2, 10))) if match[0].isdigit() else chance.choice(MONTHS)
    return _put(right, match.start(), match.end(), new, "a period")


def _quoted_word(right: Right, chance: random.Random, words: Sequence[str], names: Sequence[str]) -> Change | None:
    token = chance.choice(tokens(right.quote))
    new = chance.choice(words)
    return Change(
        "a word of the quote", replace(right, quote=right.quote[: token.start] + new + right.quote[token.end :]), new
    )


def _word(right: Right, chance: random.Random, words: Sequence[str], names: Sequence[str]) -> Change | None:
    found = [t for t in tokens(right.text) if t.text.islower() and not is_function_word(t.lower)]
    if not found:
        return None
    token = chance.choice(found)
    return _put(right, token.start, token.end, chance.choice(words), "a word of the claim")


def _exchange(kinds: Callable[[str], bool], name: str) -> Callable[..., Change | None]:
    """Make a change that puts another figure, time or name of the quote in the place of one."""

    def change(right: Right, chance: random.Random, *_: object) -> Change | None:
        said = [i for i in swaps.items(right.text) if kinds(i.kind) and right.text.count(i.printed) == 1]
        held = [i for i in swaps.items(right.quote) if kinds(i.kind)]
        pairs = [(a, b) for a in said for b in held if a.kind == b.kind and a.key != b.key and a.printed != b.printed]
        pairs = [(a, b) for a, b in pairs if a.printed not in b.printed and b.printed not in a.printed]
        if not pairs:
            return None
        one, other = chance.choice(pairs)
        text = right.text.replace(one.printed, "\0").replace(other.printed, one.printed).replace("\0", other.printed)
        return Change(name, replace(right, text=text), other.printed)

    return change


_KINDS: dict[str, Callable[..., Change | None]] = {
    "digit": _digit,
    "unit": _unit,
    "name": _name,
    "period": _period,
    "quote": _quoted_word,
    "word": _word,
    "figures": _exchange(lambda kind: kind.startswith("figure"), "two figures swapped"),
    "times": _exchange(lambda kind: kind == "time", "two times swapped"),
    "names": _exchange(lambda kind: kind == "name", "two names swapped"),
}


def stands(new: str, quote: str) -> bool:
    """Say whether what a change put in stands in the quote: by its letters, or as another form of the same word."""
    one, held = stem(new.strip().lower()), {token.stem for token in tokens(quote)}
    if one in held or any(
        share == lexicon.SAME_ROOT and other in held for other, share in lexicon.related(one).items()
    ):
        return True
    return re.search(rf"(?<![\w]){re.escape(new.strip())}(?![\w])", quote, re.IGNORECASE) is not None


# --- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """What became of the changes: by kind, how many were caught of how many, and those that got through."""

    right: int
    kept: int
    caught: Mapping[str, int]
    made: Mapping[str, int]
    through: tuple[Change, ...]


def measure(*, wanted: int = WANTED, seed: int = SEED) -> Tally:
    """Change so many right answers in every way and count what the gate catches."""
    library = articles()
    chance = random.Random(seed)
    every = right_answers(library)
    chance.shuffle(every)
    looked_at, kept = 0, []
    for right in every:
        if len(kept) == wanted:
            break
        looked_at += 1
        if is_let_through(right, library):
            kept.append(right)
    texts = [p.text for d in library.documents() for p in library.passages(d.id)]
    words = sorted(
        {
            t.text
            for x in texts
            for t in tokens(x)
            if t.text.islower() and len(t.text) > 3 and not is_function_word(t.lower)
        }
    )
    names = sorted(
        {t.text for x in texts for t in tokens(x) if t.text[:1].isupper() and t.start and not is_function_word(t.lower)}
    )
    caught: Counter[str] = Counter()
    made: Counter[str] = Counter()
    through: list[Change] = []
    for right in kept:
        for change in changes(right, chance, words, names):
            kind = change.kind
            if "swapped" not in kind and kind != "a word of the quote" and stands(change.new, right.quote):
                kind = f"{kind}, to another of the quote"
            made[kind] += 1
            if is_let_through(change.right, library):
                through.append(replace(change, kind=kind))
            else:
                caught[kind] += 1
    return Tally(looked_at, len(kept), caught, made, tuple(through))


def main() -> None:
    """Print the table and what got through."""
    tally = measure()
    print(f"{tally.kept} of {tally.right} right answers are let through as they are.\n")
    print("| what was changed | made | caught | share |\n|---|---|---|---|")
    for kind in sorted(tally.made, key=lambda kind: ("swapped" in kind, "another" in kind, kind)):
        made, caught = tally.made[kind], tally.caught[kind]
        print(f"| {kind} | {made} | {caught} | {caught / made:.1%} |")
    print("\nLet through:")
    for change in tally.through:
        print(f"- {change.kind} ({change.new}): {change.right.text[:200]}\n    quote: {change.right.quote[:300]}")


if __name__ == "__main__":
    main()
