"""Who said the words that a question quotes: the name beside the "says" of that quotation, or the sentences that tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbot.reading.findings import Finding, leveled
from askbot.types import Citation, Claim, Document, Passage

_ASKED = re.compile(
    r"^(?:who|whom|which (?:[a-z-]+ ){1,3}?)\s*(?:was it (?:that|who) |is it (?:that|who) )?"
    r"(?:(?:has|have|had|is) )?(?:said|says?|told|wrote|writes|called|calls|described|describes|spoke|warned|joked|added|quoted|complained|argued|argues|claimed|promised)\b"
    r"[^\"“”]*[\"“](?P<words>[^\"“”]+)[\"”]",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"“[^”]+”|(?<!\w)\"[^\"]+\"")
_VERB = (
    r"(?:sa(?:id|ys)|add(?:s|ed)|t(?:old|ells)|wr(?:ote|ites)|call(?:s|ed)|describe[sd]|warn(?:s|ed)|joke[sd]|spoke|speaks"
    r"|complain(?:s|ed)|argue[sd]|claim(?:s|ed)|promise[sd]|ask(?:s|ed)|answer(?:s|ed)|repl(?:ies|ied)|insist(?:s|ed)"
    r"|consider(?:s|ed)|think[s]?|thought|explain(?:s|ed)|conclude[sd]|recall(?:s|ed)|put[s]?|likened?|dismiss(?:es|ed)|noted|notes)"
)
_NAME = r"(?:[A-Z]\.|[A-Z][\w'’-]*)(?: (?:(?:de|van|von|der|al) )?(?:[A-Z]\.|[A-Z][\w'’-]*))*"
_SPEAKS = re.compile(rf"\b(?P<verb>{_VERB})\b")
# "said its officer, Ada Arn." or "said Arn": turned round behind the verb.
_BEHIND = re.compile(
    rf"\s(?:(?:the |its |their |his |her |an? |{_NAME}['’]s? )?(?:[a-z][\w-]*,? )*(?:(?:of|at|for|in) (?:the )?(?:{_NAME}|[a-z][\w-]*),? )?)?(?<!of )(?<!at )(?<!for )(?<!in )(?<!of the )(?P<name>{_NAME})(?!['’]s)(?=[,.;]|$| (?:of|at|from|in|who|on)\b)"
)
# "Its lawyer, Ada Arn, told …", "Ada Arn of Bero called …", "the judge, she wrote".
_BEFORE = re.compile(
    rf"(?P<name>{_NAME})(?:,? (?:of|at|from|for|in) (?:the )?{_NAME}|, (?:an?|the|its|who) [^,;]{{2,60}})?,? (?:has |had |have |also |once |later |even )?$"
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
MOST_SMALL = 3  # letters of a word that a title leaves small
LEAST_WORDS = 2  # of a quotation that is looked for
MOST_BACK = 1  # sentences in which a "he" is looked for


def read(focus: str, articles: Sequence[tuple[Document, Sequence[Passage]]]) -> Finding | None:
    """Answer who said the words that a question has in quotation marks; None where it quotes none that an article has.

    The name alone, where one stands beside the verb; the sentence, and with a "she" the one before it, otherwise.
    """
    asked = _ASKED.match(focus)
    words = _plain(asked["words"]) if asked else ""
    if asked is None or len(words.split()) < LEAST_WORDS or _is_title(asked["words"]):
        return None
    for document, passages in articles:
        for number, passage in enumerate(passages):
            if not any(words in _plain(one[0]) for one in _QUOTATION.finditer(passage.text)):
                continue
            quote = document.cite(passage)
            if (named := speaker(passage.text)) is not None:
                at = passage.start + named[0], passage.start + named[1]
                short = " ".join(passage.text[slice(*named)].split())
                return Finding((Claim(short, (quote,)),), short, ((document.id, *at),))
            before = [one for one in passages[max(0, number - MOST_BACK) : number] if one.heading == passage.heading]
            return _whole([*map(document.cite, before), quote])
    return None


def speaker(text: str) -> tuple[int, int] | None:
    """Where the name of who speaks stands in a sentence with a quotation; None where that isn't plain.

    >>> said = '"It is big," said the harbour master, Ada Arn.'
    >>> said[slice(*speaker(said))]
    'Ada Arn'
    """
    tag = leveled(_QUOTATION.sub(lambda found: " " * len(found[0]), text))
    found = set()
    for verb in _SPEAKS.finditer(tag):
        behind = _BEHIND.match(tag, verb.end())
        before = _BEFORE.search(tag[: verb.start()])
        if _PRONOUN.search(tag[max(0, verb.start() - 12) : verb.start()]) or re.match(
            r"\s(?:he|she|they)\b", tag[verb.end() :]
        ):
            return None
        turned = text[: verb.start()].rstrip()[-1:] in ('"', "”", ",") or verb.start() == 0
        if turned and behind is not None and before is None:
            found.add(behind.span("name"))
        elif before is not None:
            found.add(before.span("name"))
    return next(iter(found)) if len(found) == 1 else None


def _is_title(words: str) -> bool:
    """Whether words are the title of a work, which nobody says: every longer one has a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > MOST_SMALL]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _whole(quotes: Sequence[Citation]) -> Finding:
    return Finding(tuple(Claim(" ".join(one.quote.split()), (one,)) for one in quotes))


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[\w%$€£]+", words.lower()))


__all__ = ["read", "speaker"]
