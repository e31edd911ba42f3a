"""Names and noun phrases of a question, by the grammar of English; what its words are for.

Pure. It knows one question at a time, and no conversation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from askbot import lexicon
from askbot.matching import printed_names
from askbot.periods import find_periods
from askbot.units import CURRENCY_CODES, CURRENCY_WORDS
from askbot.words import Token, is_function_word, stem, tokens, vocabulary_lines

AUXILIARY = r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|may|might|must|should|shall)"
WH = r"(?:how (?:much|many|long|big|large|high|old|far|often|soon|fast|deep|tall|heavy|powerful|expensive|noisy|loud|strong|wide)|how|what|which|who|whom|whose|when|where|why)"
PREPOSITION = r"(?:as of|out of|at|by|for|from|in|on|since|until|to|of|with|under|before|after|during|per)"
# Words that say when, without a date.
SEASON = re.compile(
    r"\b(?:in |during |over |for )?(?:the )?(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:years?|months?|weeks?|days?) (?:ago|earlier|later|before|after|from now)|spring|summer|autumn|winter|peak season|off[- ]season|today|now|currently|nowadays|last year|this year|next year|last month|(?:the )?(?:(?:year|month|week) (?:before|after)|(?:previous|prior|following) (?:year|month|week)))\b",
    re.IGNORECASE,
)
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
        if tail := re.match(r"(?:-\d\w*|\+\+)+| \d{2,3}(?![\w.,%]\w|\w| (?:million|billion|per|percent))", text[end:]):
            end += tail.end()
        if runs and text[runs[-1][1] : token.start] in (" ", "-", "/", " & "):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((token.start, end))
    return runs


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


def noun_phrase(text: str, known: Collection[str], *, verb: bool) -> str | None:
    """The noun phrase that a text begins with; with `verb` a verb or adjective follows it. None where there is none."""
    runs = name_runs(text, known=known, opening=True)
    head = _simple_phrase(text, runs, verb=verb)
    if head is None:
        return None
    end = head
    while joint := re.match(rf" ({'|'.join(_BELONGING)}) ", text[end:]):
        start = end + joint.end()
        first = verb and any(a == start for a, _ in runs)
        following = _simple_phrase(text, runs, start, verb=verb and (joint[1] != "of" or first))
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
            if verb and words > 1 and not possessed and _is_object(text[at:], text[start:at]):
                return start + text[start:at].rstrip().rindex(" ")
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
        settled = bool(
            re.match(
                r" (?:do|be|have|want|say|tell|ask|mean|know|like|give|happen|explain|describe)\b| (?:from|to|for|between) .* (?:be|\w+ed)\b",
                text[end:],
            )
        )
        settled |= text[end:].startswith(" of ") and lexicon.asked_kind(stem(last.lower())) is not None
        if last == last.lower() and not settled and len(phrase) > 1 and not _DETERMINER.fullmatch(phrase[-2]):
            end -= len(last) + 1
    return end if end > start else None


def _is_object(name: str, before: str) -> bool:
    """Say whether a verb stands before a name that nothing follows which could be one: "the county pay Orvella"."""
    *_, word = before.split()
    after = re.sub(r"^\S+(?: [A-Z]\S*)*", "", re.sub(r"['’]s [a-z]+(?: [a-z]+)?$", "", name)).strip().partition(" ")[0]
    if word != word.lower() or lexicon.role(stem(word)) or lexicon.asked_kind(stem(word)):
        return False
    return not after or is_function_word(after) or re.fullmatch(PREPOSITION, after) is not None


def head_of(phrase: str) -> str:
    """The noun of a phrase: the last word before "of", "from" and the like."""
    plain_part = re.split(rf" (?:{'|'.join(_BELONGING)}|that) ", phrase)[0]
    words = plain_part.split()
    return words[-1] if words else phrase


def base_form(verb: str) -> tuple[str, str] | None:
    """Auxiliary and base form of a finite verb: "came" → did, come; "holds" → does, hold."""
    lowered = verb.lower()
    for line in vocabulary_lines("irregular.txt"):
        base, _, forms = line.partition(": ")
        if lowered in forms.split() and not lowered.endswith("ing"):
            return ("does" if lowered in (f"{base}s", f"{base}es") else "did"), base
    if re.search(r"(?:ches|shes|sses|xes|zes|oes)$", lowered):
        return "does", lowered[:-2]
    if lowered.endswith("ies"):
        return "does", f"{lowered[:-3]}y"
    if lowered.endswith("s") and not lowered.endswith("ss"):
        return "does", lowered[:-1]
    if lowered.endswith("ed"):
        return "did", lowered[:-1] if re.search(
            r"(?:[aeiou][vszcgu]|[^aeiou]ag|at|ir|ur|ut|id|in|rg|dg|nc|rc|rs|ns)ed$", lowered
        ) else lowered[:-2]
    return None
