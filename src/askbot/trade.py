"""What is bought and sold: so many at so much each, and what a sale brought over what had been paid.

Both sides stand in one sentence, or in a sentence and the next. Cents are of the one currency with cents that an
article speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askbot import naming
from askbot.demands import EACH, Demand, demand_of
from askbot.matching import MATCHED, wording
from askbot.portions import OWN, Portion, sentence_after
from askbot.quantities import find
from askbot.reading.evidence import Evidence, Survey
from askbot.reading.halves import A_UNIT, EACH_BEFORE, GAINED, OF_EACH, PRICED, TRADED, flat
from askbot.types import Quantity
from askbot.units import DURATIONS, MEASURED, MEASURES, currency, singular
from askbot.words import stem

LEAST_NAMED = 0.6  # of the words that say what was traded, weighed
_MONEY = re.compile(
    r"^(?:how much|what)\b.*\b(?:pa(?:y|ys|id|ying)|spen[dt]s?|costs?|bills?|t[ao]ke[sn]?|took|ma(?:ke|kes|de)|earn\w*"
    r"|br(?:ing|ings|ought)|rais(?:e|es|ed)|collect\w*|receiv\w*|g[eo]ts?|revenues?|income|sales|takings|fees"
    r"|turnover|charge[ds]?|worth|value|proceeds|contribute[ds]?)\b",
    re.IGNORECASE,
)
_EARNS = re.compile(
    r"\b(?:earn\w*|t[ao]kes?|took|taken|ma(?:ke|kes|de)|br(?:ing|ings|ought)|rais\w+|collect\w*|receiv\w*|g[eo]ts?"
    r"|revenues?|income|sales|takings|turnover|proceeds)\b",
    re.IGNORECASE,
)
_PAYS = re.compile(r"\b(?:pa(?:y|ys|id|ying)|spen[dt]s?|costs?|bills?)\b", re.IGNORECASE)
_OUT = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|bought|buy\w*|burn\w*|us(?:es|ed)|consum\w+|order\w*|charter\w*|rent\w*|hir\w+|leas\w+)\b",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:s[eo]lls?|sold|selling|sales?|charg\w+|let|lets)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\s*(?:[a-z]+ )?(?:of (?:them|these) )?(?:(?:have|had|has) (?:been )?(?:sold|bought|one|them)\b|were (?:sold|bought)\b"
    r"|(?:buy|bought|own|hold) (?:one|them)\b)"
)
_IF_OR_PART = re.compile(r"^how much of\b|\b(?:if|unless|suppose|assuming|would|could)\b", re.IGNORECASE)
# What is left when costs are paid is no price times a number.
_LEFT_OVER = re.compile(
    r"\b(?:profits?|gain\w*|loss(?:es)?|lost|lose|surplus|deficit|margin|sale of|(?:made?|make|earn\w*) on)\b",
    re.IGNORECASE,
)
_AT_A_PRICE = re.compile(r"\bat (?:an average|a|the) price of (?:about |around |some |only |just )?$", re.IGNORECASE)
_CENTS = {"cent": ("USD", "EUR", "CAD", "AUD", "NZD", "SGD", "HKD", "ZAR")}
_WORTH = re.compile(r"\b(?:worth|value|valued|valuation)\b", re.IGNORECASE)
_SPANS = frozenset(unit for unit, _ in DURATIONS.values())
TOLD = ("gain", "loss", "price paid", "change in price")  # what follows from a sale is not called so in its sentence

_ASKS_LOSS = re.compile(r"\b(?:loss|lose|lost)\b", re.IGNORECASE)
_ASKS_PAID = re.compile(
    r"^(?:what|how much)\b(?!.*\b(?:sold?|sell)\b).*\b(?:(?:paid|pay) for|bought|buy|cost|purchase price)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|at|of|paid|cost|fetched|costing)(?: (?:about|around|some|just|only|more than))* $", re.IGNORECASE
)
_RESULT_OF = re.compile(
    r"\b(?:at|with|for|made|making|booked|booking|took|taking) (?:an? )?(?:[a-z]+ )?(?P<result>loss|profit|gain) of (?:about |around |some |roughly |nearly )?$"
)
_ASKS_SOLD = re.compile(
    r"^(?:what|how much|for how much|at what price)\b.*\b(?:get|got|gets|receiv\w+|fetch\w*|sold|sell|sale price|proceeds)\b",
    re.IGNORECASE,
)
_WHAT_PAID = re.compile(
    r"\s*(?:as (?:much|many) as |of )?(?:what|than|the (?:price|sum|amount)(?: that)?|that)?\s*(?:it|he|she|they|[A-Z][\w-]+)?"
    r"(?: had| has| have)?(?: originally| once)? (?:paid|bought|cost|spent)\b"
)
_ONE_OF_THEM = re.compile(
    r"\b(?:do|does|did|will|would) (?:an?|one|each|every|a single) (?:[a-z-]+ ){1,3}costs?\b|\b(?:price|cost) of (?:an?|one|each|a single)\b",
    re.IGNORECASE,
)
_SALE_WORDS = frozenset(
    stem(word) for word in ["profit", "gain", "loss", "make", "made", "earn", "lose", "lost", "sale", "sell", "sold", "selling", "resale", "deal",
     "value", "pay", "paid", "buy", "bought", "cost", "transfer", "price", "purchase", "much", "originally"]
)  # fmt: skip
_SUMS = frozenset(
    stem(word) for word in ["bill", "revenue", "income", "turnover", "take", "taken", "takings", "spend", "spent", "total", "bring", "brought", "raise",
     "collect", "receive", "get", "charge", "worth", "proceeds", "contribute", "fees"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Price:
    """What one costs: in money, of one `each` (empty: of what was counted before it), in the sentence of `evidence`."""

    money: Quantity
    each: str
    evidence: Evidence
    kind: str = ""  # the words that say which of them: of a "season ticket" the first


def trade(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    """Work out what all came to at so much each, or what a sale brought over what had been paid."""
    if any(one.search(view.asked.focus) for one in (GAINED, _ASKS_PAID, _ASKS_SOLD)):
        yield from _gains(view, evidence)
    yield from _products(view, evidence)


def _products(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    asked = view.asked.focus
    if (
        demand_of(asked) not in (Demand.NONE, Demand.TOTAL)
        or not _MONEY.match(asked)
        or EACH.search(asked)
        or _IF_OR_PART.search(asked)
    ):
        return
    following = sentence_after(view, evidence)
    for sentences in ((evidence,), (evidence, following)):
        both = [one for one in sentences if one is not None]
        if len(both) < len(sentences):
            return
        support = _held(view, both, _SALE_WORDS | _SUMS, telling=True)
        if support < LEAST_NAMED or not _goes_that_way(view, " ".join(one.text for one in both)):
            continue
        prices = [price for one in both for price in _prices(one)]
        if _ONE_OF_THEM.search(asked):
            return  # "how much does an electric bus cost?"
        if any(one.each and re.search(rf"\b(?:an?|one|each) {re.escape(one.each)}\b", asked) for one in prices):
            return  # the price of one is asked for
        if len(prices) != 1 or any(word not in asked.lower() for word in prices[0].kind.lower().split()):
            continue
        counts = [(one, figure) for one in both for figure in _counted(one, prices[0], alone=len(both) == 1)]
        if len(counts) != 1 or (len(both) == 2 and counts[0][0] is prices[0].evidence):
            continue
        where, count = counts[0]
        if count.unit == "share" and _WORTH.search(asked) and not re.search(r"\b(?:stake|new|sold|holding)\b", asked):
            return  # what new shares brought is not what all are worth
        if naming.of_what_follows(view, flat(prices[0].evidence.text), prices[0].money.end):
            continue
        if naming.of_some_of_them(view, flat(where.text), count.end):
            return
        if any(_is_number(one) and one.value != count.value for one in find(asked)):
            return  # "how much would ten of them cost?"
        once = replace(count, unit="/".join(["", *count.unit.split("/")[1:]]) if "/" in count.unit else "")
        span = once.unit.strip("/")
        money = replace(prices[0].money, unit=f"{prices[0].money.unit}/{span}") if span in _SPANS else prices[0].money
        names = {"count": where.cited(replace(count, unit="")), "each": prices[0].evidence.cited(money)}
        yield Portion("total", "count * each", names, support + OWN)
        return


def _goes_that_way(view: Survey, text: str) -> bool:
    """Say whether money goes the way that a question asks: what is paid for milk is not earned with it."""
    asked = view.asked.focus
    pays, earns, out, taken = (
        bool(one.search(where)) for one, where in ((_PAYS, asked), (_EARNS, asked), (_OUT, text), (_IN, text))
    )
    if earns and not pays and out and not taken:
        return re.search(r"\beach\b[^.;]*\bpay", text) is not None
    return not (pays and not earns and view.names and taken and not out)


def _prices(evidence: Evidence) -> list[_Price]:
    text, made = flat(evidence.text), []
    for figure in find(text, published=evidence.profile.dated):
        money, per, kind = figure, "", ""
        if figure.unit.split("/")[0] in _CENTS:
            whole = _of_the_currency(evidence, figure)
            if whole is None:
                continue
            money = whole
        above, _, below = money.unit.partition("/")
        if currency(above) is None:
            continue
        span = below if below in _SPANS else ""
        unit = A_UNIT.match(text, money.end)
        each = OF_EACH.match(text, money.end) or EACH_BEFORE.search(text[: figure.start])
        costs = PRICED.search(text[: figure.start])
        unit = unit if unit and unit["unit"] not in _SPANS else None
        if below and not span:
            per = below
        elif EACH_BEFORE.search(text[: figure.start]) or (_AT_A_PRICE.search(text[: figure.start]) and not unit):
            per = ""
        elif unit and unit["unit"] not in _SPANS and unit["unit"] not in ("head", "piece"):
            per = unit["unit"]
        elif each is None and costs is not None:
            per, kind = singular((costs["one"] or costs["many"]).lower()), costs["kind"] or costs["kinds"] or ""
        elif each is None:
            continue
        made.append(_Price(replace(money, unit=f"{above}/{span}" if span else above), per, evidence, kind))
    return made


def _of_the_currency(evidence: Evidence, figure: Quantity) -> Quantity | None:
    """Cents as the currency that the article speaks of; None where it speaks of several with cents, or of none."""
    money = {currency(one.unit.split("/")[0]) for one in find(evidence.document.text)} & {*_CENTS["cent"]}
    below = figure.unit.partition("/")[2]
    named = re.match(r" cents?\b", evidence.text[figure.end :])
    if len(money) != 1 or named is None:
        return None
    unit = "/".join([str(next(iter(money))), below]) if below else str(next(iter(money)))
    end = figure.end + named.end()
    return replace(figure, value=figure.value / 100, unit=unit, end=end, printed=figure.printed + named[0])


def _counted(evidence: Evidence, price: _Price, *, alone: bool) -> Iterator[Quantity]:
    """The figures of a sentence that may count what has the price."""
    text = flat(evidence.text)
    figures = [
        one for one in find(text, published=evidence.profile.dated) if one.start != price.money.start or not alone
    ]
    counts = [one for one in figures if _is_number(one)]
    if not price.each:
        before = [one for one in counts if alone and one.end <= price.money.start]
        between = [one for one in figures if before and before[-1].end <= one.start < price.money.start]
        if before and not between:
            yield before[-1]
        return
    for one in counts:
        unit = one.unit.split("/")[0]
        measure = MEASURES.get(price.each, price.each)
        if (unit and (unit == measure or stem(unit) == stem(price.each))) or (
            unit in ("", "person") and _GONE.match(text, one.end)
        ):
            yield one


def _is_number(figure: Quantity) -> bool:
    unit = figure.unit.split("/")[0]
    if unit in MEASURED:
        return True
    return figure.value > 1 and (
        unit == "" or (unit.isalpha() and unit.islower() and unit not in ("x", "pp", "cent", *_SPANS))
    )


def _gains(view: Survey, evidence: Evidence) -> Iterator[Portion]:
    asked, text = view.asked.focus, flat(evidence.text)
    support = _held(view, [evidence], _SALE_WORDS)
    here = wording(text)
    asked_of = [term.stem for term in naming.terms(view) if term.stem not in _SALE_WORDS | evidence.profile.subjects]
    if (
        evidence.match.missing_names
        or support < LEAST_NAMED
        or not any(here.holds(word) >= MATCHED for word in asked_of)
    ):
        return
    bought, sold = _both(text)
    if sold is None and bought is not None and _ASKS_SOLD.match(asked) and not GAINED.search(asked):
        results = [(one, found) for one in find(text) if (found := _RESULT_OF.search(text[: one.start]))]
        if len(results) == 1 and results[0][0].unit == bought.unit and results[0][0].start > bought.end:
            result, how = results[0]
            names = {"bought": evidence.cited(bought), how["result"]: evidence.cited(result)}
            yield Portion(
                "price", f"bought {'-' if how['result'] == 'loss' else '+'} {how['result']}", names, support + OWN
            )
        return
    demand, loss = demand_of(asked), bool(_ASKS_LOSS.search(asked))
    score = support + OWN
    if sold is not None and bought is None:
        times = next((one for one in find(text) if one.unit == "x" and one.start >= sold.end), None)
        if times is None or not _WHAT_PAID.match(text, times.end):
            return
        names = {"sold": evidence.cited(sold), "times": evidence.cited(times)}
        if _ASKS_PAID.match(asked):
            yield Portion("price paid", "sold / times", names, score)
        elif demand is not Demand.CHANGE:
            yield Portion("gain", "sold - sold / times", names, score)
        return
    if sold is None or bought is None or not GAINED.search(asked) or bought.unit != sold.unit:
        return
    names = {"sold": evidence.cited(sold), "bought": evidence.cited(bought)}
    if demand is Demand.CHANGE:
        yield Portion("change in price", "change(sold, bought)", names, score)
    elif not loss:
        yield Portion("gain", "sold - bought", names, score)
    elif bought.value > sold.value:
        yield Portion("loss", "bought - sold", names, score)


def _both(text: str) -> tuple[Quantity | None, Quantity | None]:
    """For what a sentence says that something was bought and sold; None for what it doesn't say, or says twice."""
    sides: dict[str, list[Quantity]] = {"buy": [], "sell": []}
    money = [one for one in find(text) if currency(one.unit)]
    for at, figure in enumerate(money):
        start = money[at - 1].end if at else 0
        if _RESULT_OF.search(text[: figure.start]):
            continue  # "sold at a loss of $3 million"
        said = list(TRADED.finditer(text, start, figure.start))
        if said and _FOR.search(text[: figure.start]) and not OF_EACH.match(text, figure.end):
            sides["buy" if said[-1]["buy"] else "sell"].append(figure)
    bought, sold = (found[0] if len(found) == 1 else None for found in (sides["buy"], sides["sell"]))
    return bought, sold


def _held(view: Survey, sentences: Sequence[Evidence], without: frozenset[str], *, telling: bool = False) -> float:
    """The share of the naming words, weighed, that sentences bear out between them; 0 where a name is missing."""
    if set.intersection(*(set(one.match.missing_names) for one in sentences)):
        return 0.0
    asked = [term for term in naming.terms(view) if term.stem not in without]
    here = [wording(one.text) for one in sentences]
    worth = [(view.weights.get(term.stem, 1.0), term.stem) for term in asked]
    strengths = [
        (
            weight,
            any(one.match.strengths.get(word, 0.0) >= MATCHED for one in sentences)
            or any(said.holds(word) >= MATCHED for said in here),
        )
        for weight, word in worth
    ]
    total = sum(weight for weight, _ in strengths)
    plain = view.names | sentences[0].profile.subjects | {term.stem for term in asked if term.capitalised}
    if telling and not any(said.holds(word) >= MATCHED for said in here for _, word in worth if word not in plain):
        return 0.0
    return sum(weight for weight, held in strengths if held) / total if total else 0.0
