"""Codes that shares trade under, as articles print them beside a name: "Orlin (NASDAQ: ORLN)", "$ORLIN-W(01234.HK)".

It knows which name a code is printed with, and which other name of the article a tag's own letters stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from askbot.matching import printed_names
from askbot.reading.findings import Finding, leveled
from askbot.types import Claim, Document, Passage

Articles = Sequence[tuple[Document, Sequence[Passage]]]

_EXCHANGES = (
    "NASDAQ|Nasdaq|NYSE|AMEX|LSE|AIM|HKEX|HKSE|SEHK|HKG|TSX|TSXV|ASX|NSE|BSE|SGX|SSE|SZSE|SHA|SHE|XETRA|Xetra|FRA|ETR|FSE|EPA|AMS|BRU|LIS"
    "|Euronext|OSE|OSL|STO|HEL|CPH|SIX|SWX|BME|BIT|MIL|TYO|TSE|JPX|KRX|KOSDAQ|TWSE|TPE|NZX|JSE|OTC|OTCQB|OTCQX|OTCMKTS|B3|BMV|WSE|GPW|MOEX|IDX"
)
_LABEL = (
    rf"(?:(?:{_EXCHANGES})(?: [A-Z][\w.]*)*|(?:[A-Z][\w.]* ){{0,3}}(?:Exchange|Bourse|Börse|Børs|Borsa)"
    r"|(?:[Ss]tock |[Ss]hare |[Tt]rading |[Tt]icker )?(?:[Cc]ode|[Tt]icker|[Ss]ymbol))"
)
_MARKED = r"(?:\d{3,6}|[A-Z][A-Z0-9]{1,5})\.[A-Z]{1,3}|\d{1,5} HK|[A-Z]{2,5} (?:US|LN|GR|FP|SS|NO|DC|FH|HK|AU|CN|JP)"
_LISTED = rf"(?:{_LABEL}(?:: ?| )[A-Z0-9][A-Z0-9.]{{0,7}}(?: [A-Z])?|{_MARKED})"
_WORD = r"[A-Z0-9][\w&.’'-]*"
_NAME = rf"{_WORD}(?: (?:& |of (?=[A-Z]))?{_WORD})*"
_TAG = re.compile(
    r"\$(?P<letters>[A-Z][A-Z0-9&.]*)(?:-[A-Z]{1,3})? ?\((?P<tagged>[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?)\)"
    rf"|(?<![\w$])(?P<name>{_NAME})(?: (?:plc|asa|oyj|se|nv|ag|ab))? \((?P<listed>{_LISTED}(?:[;,/] ?(?:and )?{_LISTED})*)\)"
)
# What a firm's name carries beside what it is called by.
_FORMS = frozenset(
    [
        "ab",
        "ag",
        "asa",
        "as",
        "sa",
        "se",
        "nv",
        "plc",
        "inc",
        "ltd",
        "llc",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "companies",
        "group",
        "holding",
        "holdings",
        "gmbh",
        "oyj",
        "kk",
        "spa",
    ]
)
_NO_FIRM = re.compile(r"\b(?:Exchange|Bourse|Börse|Børs|University|Airport|Port|City|Council|Institute)\b")
LEAST_LETTERS = 4  # fewer stand in too many names: "ORL" in "Florlin"

_CODE = r"(?:(?:stock|share|shares|ticker|trading|listing|securities|exchange)[- ])*(?:tickers?|symbols?|codes?)(?: symbols?| codes?)?"
_ASKS = re.compile(
    r"\b(?:(?:stock|share|ticker|trading|listing|securities)[- ](?:codes?|symbols?|tickers?)|tickers?)\b"
    r"|\b(?:codes?|symbols?)\b(?=.*\b(?:trad\w+|list\w+|quoted|shares?|stock)\b)|\b(?:trad\w+|list\w+|quoted)\b.*\b(?:codes?|symbols?)\b",
    re.IGNORECASE,
)
_PLAINLY = re.compile(r"\b(?:stock|share)[- ](?:codes?|symbols?|tickers?)\b|\btickers?\b", re.IGNORECASE)
_A_CODE = re.compile(rf"\b{_CODE}\b", re.IGNORECASE)
_OF_SHARES = re.compile(r"\b(?:codes?|tickers?|symbols?|trad\w+|listed|quoted)\b", re.IGNORECASE)
_OPENS = re.compile(
    rf"(?:what|which|under|by|with|on|give|name|tell)\b|.*\b{_CODE}\W*$|(?:the )?{_CODE} (?:of|for)\b", re.IGNORECASE
)
_FRAME = frozenset(
    [
        "what",
        "whats",
        "which",
        "is",
        "are",
        "was",
        "s",
        "the",
        "a",
        "an",
        "under",
        "by",
        "with",
        "for",
        "of",
        "does",
        "do",
        "did",
        "has",
        "have",
        "its",
        "their",
        "it",
        "give",
        "given",
        "gives",
        "print",
        "prints",
        "printed",
        "article",
        "articles",
        "text",
        "say",
        "says",
        "trade",
        "trades",
        "traded",
        "trading",
        "list",
        "listed",
        "quoted",
        "quote",
        "use",
        "used",
        "uses",
        "carry",
        "carries",
        "on",
        "in",
        "at",
        "as",
        "go",
        "goes",
        "known",
        "share",
        "shares",
        "stock",
        "stocks",
        "code",
        "codes",
        "symbol",
        "symbols",
        "ticker",
        "tickers",
        "exchange",
        "market",
        "company",
        "firm",
        "name",
        "tell",
        "me",
        "us",
        "beside",
        "and",
        "bear",
        "bears",
        "appear",
        "appears",
        "run",
        "runs",
        "stand",
        "stands",
        "listing",
        "securities",
        "there",
        "now",
        "currently",
        "official",
    ]
)
# Markets by the words of a question, and by what a printed code has for them.
_MARKETS = (
    (re.compile(r"\bhong kong\b|\bhkex\b", re.IGNORECASE), re.compile(r"\.HK|HK\b|HKEX|HKSE|HKG|Hong Kong")),
    (
        re.compile(r"\bnew york\b|\bnasdaq\b|\bnyse\b|\bamerican?\b|\bus\b", re.IGNORECASE),
        re.compile(r"NASDAQ|Nasdaq(?! [A-Z])|NYSE|AMEX|OTC| US\b|\.(?:O|N|US)\b"),
    ),
    (re.compile(r"\blondon\b|\blse\b", re.IGNORECASE), re.compile(r"LSE|AIM|London|\.L\b| LN\b")),
)
_WHOSE = re.compile(
    rf"^(?:what|which|whose|who)(?: (?:company|firm|group|business|stock|share|shares|listing)(?:['’]s)?)?\b(?P<between>[^?]*?)(?:{_CODE})?:? "
    r"[\"“'‘(]?(?P<code>(?:[A-Z]+: ?)?\d{3,6}(?:\.[A-Z]{1,3})?|(?:[A-Z]+: ?)?[A-Z]{2,6}(?:\.[A-Z]{1,3})?)[\"”'’)]?"
    rf"(?: (?:as (?:its|their) )?(?:{_CODE})| (?:stand for|refer to|belong to|mean))?[?. ]*$",
    re.IGNORECASE,
)
_BELONGS = re.compile(
    r"^(?: (?:has|have|is|are|does|do|trades?|is (?:listed|traded|quoted)|carr(?:y|ies)|bears?|uses?|lists?|goes|the|under|with|by|as|behind"
    r"|company|firm|stock|share|shares|for|of|its|trading|listed|ticker|symbol|code))* ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A code at its place in a passage, and all that the article calls its bearer, as printed with the code first."""

    document: Document
    passage: Passage
    names: tuple[str, ...]
    code: str
    name_at: int
    code_at: int

    def place(self) -> tuple[str, int, int]:
        """Where the code stands in its document."""
        start = self.passage.start + self.code_at
        return self.document.id, start, start + len(self.code)


def asks(focus: str) -> bool:
    """Say whether a question asks for the code that somebody's shares trade under.

    >>> asks("What is Orlin's ticker?"), asks("Under what code does Orlin trade?"), asks("What is the dress code?")
    (True, True, False)
    """
    return _ASKS.search(focus) is not None and _OPENS.match(focus) is not None


def _may_ask(focus: str) -> bool:
    """Whether a question may ask for a code in fewer words: "what is the symbol for Orlin?"."""
    return asks(focus) or (_A_CODE.search(focus) is not None and _OPENS.match(focus) is not None)


def asks_whose(focus: str) -> str | None:
    """Give the code whose bearer a question asks for; None for other questions.

    >>> asks_whose("Which company has the stock code 01234.HK?"), asks_whose("What is Orlin's ticker?")
    ('01234.HK', None)
    """
    found = _WHOSE.match(focus)
    if found is None or _BELONGS.match(found["between"]) is None:
        return None
    code = found["code"].upper() if found["code"][0].isdigit() else found["code"]
    of_shares = _OF_SHARES.search(focus) is not None or re.fullmatch(r"\d{3,6}\.[A-Z]{2}", code) is not None
    return code if of_shares and code == code.upper() else None


def read(focus: str, articles: Articles) -> Finding | None:
    """Answer with the code printed beside the name asked about, or with the name beside the code; None where none is."""
    if (code := asks_whose(focus)) is not None:
        return _bearer(code, articles)
    if not _may_ask(focus):
        return None
    found = [one for one in tags(articles) if any(_is_asked(name, focus) for name in one.names)]
    market = next((printed for words, printed in _MARKETS if words.search(focus)), None)
    if market is not None:
        found = [one for one in found if market.search(one.code)]
    each = list({one.code: one for one in reversed(found)}.values())[::-1]
    if not each:
        return None
    claims = tuple(Claim(one.code, (one.document.cite(one.passage),)) for one in each)
    return Finding(claims, each[0].code if len(each) == 1 else None, tuple(one.place() for one in each))


def untold(focus: str, articles: Articles) -> bool:
    """Say whether a question asks for a code where the articles print those of others at most, and speak of none."""
    if not asks(focus) and asks_whose(focus) is None:
        return False
    spoken = any(_ASKS.search(document.text) for document, _ in articles)
    return not spoken and (_PLAINLY.search(focus) is not None or bool(tags(articles)))


def otherwise(text: str, articles: Articles) -> list[str]:
    """A question with a name put as the letters of a tag that stand for it; empty where no tag's do."""
    made = []
    for one in tags(articles):
        tag, *others = one.names
        if not one.passage.text[: one.name_at].endswith("$"):
            continue
        made += [re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", tag, text, flags=re.IGNORECASE) for name in others]
    return [one for one in dict.fromkeys(made) if one.lower() != text.lower()]


def called(name: str, articles: Articles) -> tuple[str, ...]:
    """All that the articles call the bearer of a name that a code is printed with, the name itself first."""
    found = [one.names for one in tags(articles) if any(name.lower() == other.lower() for other in one.names)]
    return tuple(dict.fromkeys([name, *(other for names in found for other in names)]))


def tags(articles: Articles) -> list[Tag]:
    """Every code that articles print beside a name, in order."""
    return [tag for document, passages in articles for tag in _tags(document, tuple(passages))]


@lru_cache(maxsize=64)  # it reads the whole article, and an article of an index never changes
def _tags(document: Document, passages: tuple[Passage, ...]) -> tuple[Tag, ...]:
    found = [(passage, match) for passage in passages for match in _TAG.finditer(leveled(passage.text))]
    if not found:
        return ()
    names = Counter(token.text for passage in passages for token in printed_names(passage.text))
    made = []
    for passage, match in found:
        if match["letters"]:
            name, at = match["letters"], match.start("letters")
            calls = _stands_for(name, names)
        else:
            name, at = _own_name(match)
            calls = _short_for(name, leveled(document.text))
        part = "tagged" if match["letters"] else "listed"
        made.append(Tag(document, passage, (name, *calls), match[part], at, match.start(part)))
    return tuple(made)


def _stands_for(letters: str, names: Counter[str]) -> tuple[str, ...]:
    """The one name of the article that a tag's letters are, or stand whole inside."""
    low = letters.lower()
    same = [name for name in names if name.lower() == low and name != letters]
    within = [name for name in names if low in name.lower() and name.lower() != low and name != name.upper()]
    if same or len(low) < LEAST_LETTERS or len({name.lower() for name in within}) != 1:
        return tuple(same[:1])
    return (within[0],)


def _own_name(match: re.Match[str]) -> tuple[str, int]:
    """The name right before a code, without whose it is ("Tarvik's Orlin") or the word that opens its sentence."""
    name, at = match["name"], match.start("name")
    for cut in (re.search(r".*['’]s? ", name), re.match(r"[A-Z][a-z]+ of (?=[A-Z])", name) if at == 0 else None):
        if cut is not None and (cut.re.pattern[0] != "[" or not cut[0].startswith("Bank")):
            name, at = name[cut.end() :], at + cut.end()
            break
    return name, at


def _short_for(name: str, text: str) -> tuple[str, ...]:
    """What a longer name is called by: it without its legal form, and its first word where only it begins so."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip(".") in _FORMS:
        words.pop()
    made = [" ".join(words)]
    first = words[0]
    if len(words) > 1 and not _NO_FIRM.search(name):
        longer = set(re.findall(rf"(?<!\w){re.escape(first)}(?: [A-Z][\w&’'-]*)+", text))
        word = re.search(rf"(?<!\w){re.escape(first.lower())}(?!\w)", text)
        if word is None and all(name.startswith(one) or one.startswith(" ".join(words)) for one in longer):
            made.append(first)
    return tuple(one for one in dict.fromkeys(made) if one != name)


def _is_asked(name: str, focus: str) -> bool:
    """Whether a question asks for the code of a name and for nothing more: not for that of its parent or its past one."""
    less, times = re.subn(rf"(?<!\w){re.escape(name)}(?:['’]s?|s)?(?!\w)", " ", focus, flags=re.IGNORECASE)
    for words, _ in _MARKETS:
        less = words.sub(" ", less)
    return bool(times) and all(word in _FRAME for word in re.findall(r"[^\W_]+", less.lower()))


def _bearer(code: str, articles: Articles) -> Finding | None:
    """The name that a code is printed with; where the article calls its bearer otherwise too, with a sentence that does."""
    wanted = _plain(code)
    for one in tags(articles):
        if wanted not in {_plain(part) for part in re.split(r"[;,/]", one.code)}:
            continue
        quote, printed = one.document.cite(one.passage), one.names[0]
        start = one.passage.start + one.name_at
        highlights = ((one.document.id, start, start + len(printed)),)
        name = one.names[1] if len(one.names) > 1 and printed.isupper() else printed
        if name in leveled(quote.quote):
            return Finding((Claim(name, (quote,)),), name, highlights)
        passages = next(passages for document, passages in articles if document is one.document)
        beside = next((passage for passage in passages if name in leveled(passage.text)), one.passage)
        return Finding((Claim(name, (quote, one.document.cite(beside))),), name, highlights)
    return None


def _plain(code: str) -> str:
    """A code without its market and leading zeros: "01234.HK", "HKEX: 1234" and "1234" are one."""
    bare = re.sub(r"^.*[: ](?=[A-Z0-9]+(?:\.[A-Z]+)?$)", "", code.strip())
    return re.sub(r"\.[A-Z]{1,3}$", "", bare).lstrip("0")
