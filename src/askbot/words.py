"""Words of English text and their stems: where a word stands, what it is an inflection of, whether it carries a fact.

Owns tokens, stems and function words. Knows nothing of meaning: which words answer for
one another is the lexicon's. The tables are in `vocabulary/`, one line an entry; a line that
begins with `#` is a comment:

- `irregular.txt`: `go: goes went gone` gives the forms the stem of `go`; `business = business businesses`
  gives them that very stem, where the stemmer would confuse two words (business, busy).
- `spelling.txt`: `labour labor` rewrites the beginning of a British spelling to the American one.
- `function_words.txt`: words, as they are written in lower case.
- `stems.txt`: `word stem`, worked out from the vocabulary by `lexicon.stem_table`, because
  stemming five thousand words at start-up would take 200 ms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

# Longest first where two alternatives begin alike. Accents may stand apart from their letter (U+0300 to U+036F).
_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
_TOKEN = re.compile(
    rf"""
    (?P<currency>(?:US|HK|NZ|AU|CA|[ACSR])\$)                                            # of US$5, no word
  | (?P<initials>{_LETTER}\.(?:{_LETTER}\.)+ | {_LETTER}(?:\.{_LETTER})+(?![^\W_]))      # U.S. | U.S
  | (?P<joined>{_LETTER}+(?:&{_LETTER}+)+)                                               # R&D
  | (?P<scaled>\d+(?=(?:mn|bn|tn|m)\b))                                                  # 512 of 512m
  | (?P<number>\d+(?:,\d{{3}})*(?:\.\d+)+ | \d+(?:,\d{{3}})+)                            # 2.5 | 12,000
  | (?P<word>(?:{_LETTER}|\d)+(?:(?<=\d)\.\d+)?(?:['’]{_LETTER}+)*)                      # word | 5G | M2.5 | don't
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SPACED_INITIALS = re.compile(r"[a-z]\.(?:[a-z]\.?)+")
_ISE = re.compile(r"is(e|ed|es|er|ers|ing|able|ation|ations|ational)$")
_YSE = re.compile(r"^(anal|paral|catal|dial)ys(e|ed|er|ers|ing|able)$")
# Written with -ise on both sides of the Atlantic: rewriting them would make "rize" of "rise".
_ALWAYS_ISE = re.compile(
    r"^(?:a?ris|(?:ap)?prais|rais|brais|lia?is|prom?is|premis|exercis|advis|surpris|expertis|enterpris|franchis|"
    r"compris|compromis|devis|disguis|guis|excis|merchandis|paradis|revis|supervis|televis|treatis|cruis|bruis|"
    r"demis|improvis|advertis|chastis|despis|pois|nois|wis|\w*wis|precis|concis|incis|circumcis|appris|repris|surmis|"
    r"turquois|tortois|porpois|marquis|prais|mis|mayonnais|malais|vis|anis|valis|chemis|rais|mois|bas)"
)
_FOLDED_ANYWAY = 0x7F  # above it a letter may carry an accent that the other text leaves out
_LONGEST_REMEMBERED_CHARACTERS = 1_000  # a sentence or two; 4,096 of them take some 20 MB at most
_CACHED_WORDS = 65_536  # an article has 2,000 different words, a corpus of hundreds about 50,000


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number where it stands: `source[start:end] == text`.

    `lower` is for exact comparison (straight apostrophe, "US" as "u.s."), `stem` for matching.
    """

    text: str
    start: int
    end: int
    lower: str
    stem: str


def tokens(text: str) -> list[Token]:
    """Find the words and numbers of a text, in order, at exact offsets.

    Parts of a hyphenated compound stand alone, a possessive ending is left off, a decimal
    or grouped number is one token, so are "R&D" and "U.S."; signs and symbols are none.

    >>> [token.text for token in tokens("The firm’s dual-class R&D cost $1.05bn, up 12% in the U.S.")]
    ['The', 'firm', 'dual', 'class', 'R&D', 'cost', '1.05', 'bn', 'up', '12', 'in', 'the', 'U.S.']
    """
    return list(_remembered(text) if len(text) <= _LONGEST_REMEMBERED_CHARACTERS else _found(text))


def _found(text: str) -> tuple[Token, ...]:
    return tuple(
        _token(found.group(), found.start()) for found in _TOKEN.finditer(text) if found.lastgroup != "currency"
    )


# A question looks at the same sentences and clauses again and again, and so does the next one.
_remembered = lru_cache(maxsize=4096)(_found)


def _token(written: str, start: int) -> Token:
    text = _POSSESSIVE.sub("", written) or written
    lower = "u.s." if text == "US" else text.lower().replace("’", "'")
    return Token(text, start, start + len(text), lower, stem(lower))


@lru_cache(maxsize=_CACHED_WORDS)
def stem(word: str) -> str:
    """Give the stem that a word shares with its inflections, regular or not, in either spelling.

    Stable: equal words give equal stems whatever their case, accents or British spelling.

    >>> stem("companies"), stem("held") == stem("holding"), stem("labour") == stem("labor"), stem("hasn't")
    ('compani', True, True, 'not')
    """
    lower = _folded("u.s." if word == "US" else word.lower().replace("’", "'"))
    if lower.endswith("n't"):
        return "not"  # "hasn't listed" says what "has not listed" does
    known = known_stems().get(lower)
    return known if known is not None else worked_out_stem(lower)


def worked_out_stem(lower: str) -> str:
    """Work a stem out by the tables of irregular forms and spellings and the Snowball stemmer, without `stems.txt`."""
    irregular = _irregular()
    if lower in irregular:
        return irregular[lower]
    if "." in lower and _SPACED_INITIALS.fullmatch(lower):
        return lower.replace(".", "")
    american = _american(lower)
    return irregular.get(american) or str(_stemmer().stemWord(american))


def is_function_word(lower: str) -> bool:
    """Say whether a word only holds a sentence together or is politeness: "the", "of", "did", "please".

    Negations are none: "not" and "without" change a fact.
    """
    return lower in _function_words()


def vocabulary_lines(name: str) -> list[str]:
    """Read the entries of a file in `vocabulary/`, without comments and blank lines."""
    return [line for line in _vocabulary(name).splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def known_stems() -> Mapping[str, str]:
    """Read the stems that were worked out beforehand, of the vocabulary's words."""
    words = "\n".join(vocabulary_lines("stems.txt")).split()
    return dict(zip(words[::2], words[1::2], strict=True))


def irregular_forms() -> Mapping[str, str]:
    """Map every form in `irregular.txt` to its stem."""
    return _irregular()


def _vocabulary(name: str) -> str:
    return (Path(__file__).with_name("vocabulary") / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _stemmer() -> EnglishStemmer:
    # Here, because the package loads the stemmers of forty languages; this class, because its `stemmer()` silently
    # becomes another implementation where PyStemmer is installed.
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


@lru_cache(maxsize=1)
def _irregular() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for line in vocabulary_lines("irregular.txt"):
        verbatim = " = " in line
        base, _, forms = line.partition(" = " if verbatim else ": ")
        stemmed = base.strip() if verbatim else str(_stemmer().stemWord(base.strip()))
        for form in forms.split():
            if table.setdefault(form, stemmed) != stemmed:
                raise ValueError(f"vocabulary/irregular.txt gives '{form}' two stems: {table[form]} and {stemmed}")
    return table


@lru_cache(maxsize=1)
def _spellings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    american = dict(line.split() for line in vocabulary_lines("spelling.txt"))
    return re.compile("|".join(sorted(american, key=len, reverse=True))), american


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(word for line in vocabulary_lines("function_words.txt") for word in line.split())


def _american(lower: str) -> str:
    pattern, spellings = _spellings()
    if found := pattern.match(lower):
        lower = spellings[found.group()] + lower[found.end() :]
    if _YSE.match(lower):
        return _YSE.sub(r"\1yz\2", lower)
    return lower if _ALWAYS_ISE.match(lower) else _ISE.sub(r"iz\1", lower)


def _folded(lower: str) -> str:
    if lower.isascii():
        return lower
    return "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))
