"""Arithmetic over cited quantities: a small language of our own, exact, with its units checked.

An expression is names, `+ - * / ^ of`, brackets and the functions below; there is no literal number in it,
because every figure is an operand with an origin. It is worked out in fractions by a recursive-descent
parser that knows nothing else: no attribute, no call, no Python. Where operands come from is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction

from askbot import operations
from askbot.dimensions import read_dimension
from askbot.errors import CalculationError
from askbot.numerals import shortest
from askbot.operations import Value, Work
from askbot.quantities import find
from askbot.rounding import SIGNIFICANT_DIGITS, round_figure
from askbot.types import Calculation, CalculationResult, Origin, Quantity

# A formula that a person can still check by eye is a tenth of this.
_MAX_LENGTH = 1_000
_MAX_DEPTH = 40
_MAX_POWER = 64
_MAX_OPERAND_DIGITS = 100
# Nobody types more by hand, and reading each costs a tenth of a millisecond.
_MAX_TYPED_FIGURES = 100

_TOKEN = re.compile(r"\s*(?:(?P<name>[^\W\d]\w*)|(?P<integer>[0-9]{1,3}(?![\w.]))|(?P<sign>\*\*|[-+*/^(),×÷−]))")
_SAME = {"**": "^", "×": "*", "÷": "/", "−": "-"}


def evaluate(expression: str, operands: Mapping[str, Quantity], *, name: str = "calculation") -> Calculation:
    """Work out an expression over operands, exactly.

    Every name is an operand and every operand is used, so every figure in the result leads back to where
    it came from. Percents stay percents: `a of b` takes a share, `share(a, b)` makes one. Months, quarters
    and years convert, and the constant joins the operands. Raises CalculationError for what has no value:
    syntax, unknown or unused operands, units that don't go together, a division by zero, sizes beyond limits.

    >>> saved, spent = Quantity(Decimal("0.3"), "USD", "$0.3"), Quantity(Decimal("0.1"), "USD", "$0.1")
    >>> evaluate("saved - spent", {"saved": saved, "spent": spent}).result.value
    '0.2'
    """
    work = Work()
    values = {key: _operand(key, operand) for key, operand in operands.items()}
    value = _Parser(expression, values, work).parse()
    unused = [
        key for key, operand in operands.items() if key not in work.used and operand.origin is not Origin.CONSTANT
    ]
    if unused:
        raise CalculationError(f"Operand '{_clip(unused[0])}' is not used in '{_clip(expression)}'.", "Leave it out.")
    kept = {
        key: operand for key, operand in operands.items() if key in work.used or operand.origin is not Origin.CONSTANT
    }
    for key, factor in work.constants.items():
        unit = f"{factor.small}/{factor.large}"
        kept[key] = Quantity(Decimal(factor.many), unit, str(factor.many), origin=Origin.CONSTANT)
    result, rule = _result(value)
    if rule:
        work.note(rule)
    return Calculation(name, expression, kept, result, tuple(work.notes))


def arithmetic(text: str) -> Calculation | None:
    """Work out typed arithmetic; None where the text is none.

    The figures typed become operands that are marked as given in the question. Raises CalculationError for
    arithmetic that has no value ("$3 + RMB 5").

    >>> arithmetic("15% of 1046.2 million").result.value
    '156930000'
    >>> arithmetic("How much cash is there?") is None
    True
    """
    if len(text) > _MAX_LENGTH:
        return None
    body = _ASKING.sub("", text.strip()).strip().rstrip("=?!. ").strip()
    parts: list[str] = []
    operands: dict[str, Quantity] = {}
    signs = 0
    for piece in _SIGN.split(body):
        word = " ".join(piece.lower().split())
        if not word:
            continue
        if word in _SIGNS:
            signs += word not in "()"
            parts.append(_SIGNS[word])
            continue
        figure = typed_figure(piece)
        if figure is None:
            return None
        if parts and parts[-1] == "^" and figure.unit == "" and figure.printed.isdigit():
            parts.append(figure.printed)
            continue
        if len(operands) == _MAX_TYPED_FIGURES:
            raise CalculationError("There are too many figures in it.", f"Use at most {_MAX_TYPED_FIGURES}.")
        key = _letters(len(operands))
        operands[key] = figure
        parts.append(key)
    if not signs or not operands:
        return None
    expression = " ".join(parts).replace("( ", "(").replace(" )", ")")
    return evaluate(expression, operands, name="arithmetic")


_ASKING = re.compile(
    r"^(?:(?:what(?:'s| is| are| does| would be)?|how much (?:is|are)|calculate|compute|work out|evaluate)\b)?\s*",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"(\*\*|[+*×÷^()]|/(?!\s?(?:month|year|quarter|week|day|hour)\b)|(?<=[\s\d)%])[-−–](?=[\s\d($€£¥])|^[-−]"
    r"|\s(?:x|of|plus|minus|times|divided by|multiplied by|over)\s)",
    re.IGNORECASE,
)
_SIGNS = {sign: sign for sign in "+-*/^()"} | {
    "**": "^", "×": "*", "÷": "/", "−": "-", "–": "-", "x": "*", "times": "*", "plus": "+", "minus": "-", "of": "of",
    "divided by": "/", "multiplied by": "*", "over": "/",
}  # fmt: skip
_BARE = re.compile(r"[0-9]{1,60}(?:\.[0-9]{1,60})?")


def typed_figure(piece: str) -> Quantity | None:
    """Read one typed figure, with nothing beside it but what it counts; None where it is no figure or several.

    >>> typed_figure("$3 million a month").unit, typed_figure("three or four")
    ('USD/month', None)
    """
    piece = piece.strip()
    if len(piece) > _MAX_OPERAND_DIGITS:
        return None
    if _BARE.fullmatch(piece):  # also "2024" and "007", which would be no figures in an article
        return Quantity(Decimal(piece), "", piece, origin=Origin.ASSUMED)
    figures = find(piece)
    if len(figures) != 1:
        return None
    figure = figures[0]
    rest = piece[figure.end :].strip()
    if (
        figure.start
        or figure.hedge
        or (rest and (len(rest.split()) > 3 or not figure.unit or not re.fullmatch(r"[a-z/ -]+", rest)))
    ):
        return None
    return Quantity(figure.value, figure.unit, figure.printed, origin=Origin.ASSUMED)


def _letters(index: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[index % 26] + (str(index // 26) if index >= 26 else "")


def _clip(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"


def _operand(name: str, operand: Quantity) -> Value:
    value = operand.value
    if (
        not value.is_finite()
        or abs(value.adjusted()) > _MAX_OPERAND_DIGITS
        or len(value.as_tuple().digits) > _MAX_OPERAND_DIGITS
    ):
        raise CalculationError(
            f"Operand '{_clip(name)}' is too large or too long to reckon with.", "Use a smaller figure."
        )
    return Value(Fraction(value), read_dimension(operand.unit), operand.unit == "x")


class _Parser:
    """Reads an expression and works it out as it goes; each method is one rule of the grammar."""

    def __init__(self, expression: str, values: Mapping[str, Value], work: Work) -> None:
        if len(expression) > _MAX_LENGTH:
            raise CalculationError(f"The expression has {len(expression)} characters.", f"Use at most {_MAX_LENGTH}.")
        self._values, self._work, self._depth = values, work, 0
        self._expression = expression
        self._tokens: list[str] = []
        at = 0
        while expression[at:].strip():
            match = _TOKEN.match(expression, at)
            if match is None:
                raise self._wrong(f"'{expression[at:].strip()[0]}' can't stand there")
            token = match.group().strip()
            self._tokens.append(_SAME.get(token, token))
            at = match.end()
        self._at = 0

    def parse(self) -> Value:
        value = self._sum()
        if self._at < len(self._tokens):
            raise self._wrong(f"'{self._tokens[self._at]}' can't stand there")
        return value

    def _sum(self) -> Value:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise CalculationError(
                "The expression has too many brackets within brackets.", f"Nest at most {_MAX_DEPTH}."
            )
        value = self._product()
        while (sign := self._take("+", "-")) is not None:
            value = operations.add(self._work, value, self._product(), -1 if sign == "-" else 1)
        self._depth -= 1
        return value

    def _product(self) -> Value:
        value = self._factor()
        while (sign := self._take("*", "/", "of")) is not None:
            other = self._factor()
            operation = {"*": operations.multiply, "/": operations.divide, "of": operations.part_of}[sign]
            value = operation(self._work, value, other)
        return value

    def _factor(self) -> Value:
        negative = False
        while (sign := self._take("+", "-")) is not None:
            negative ^= sign == "-"
        value = self._primary()
        if self._take("^"):
            value = operations.power(value, self._exponent())
        return Value(-value.number, value.dimension, value.ratio) if negative else value

    def _exponent(self) -> int:
        sign = -1 if self._take("-") else 1
        token = self._next()
        # "²" is a digit to Python, and no number.
        if not (token.isascii() and token.isdigit()) or int(token) > _MAX_POWER:
            raise self._wrong(f"a power is a whole number up to {_MAX_POWER}")
        self._at += 1
        if self._at < len(self._tokens) and self._tokens[self._at] == "^":
            raise self._wrong("powers of powers need brackets")
        return sign * int(token)

    def _primary(self) -> Value:
        token = self._next()
        self._at += 1
        if token == "(":  # noqa: S105 - a sign of the grammar, no password
            value = self._sum()
            if self._take(")") is None:
                raise self._wrong("a bracket isn't closed")
            return value
        if self._take("(") is not None:
            return self._call(token)
        if token in self._values:
            self._work.used.add(token)
            return self._values[token]
        if token.isdigit():
            raise self._wrong(f"'{token}' stands there as it is; a figure has to be an operand")
        raise self._wrong(f"'{token}' is no operand" if token else "it ends too early")

    def _call(self, name: str) -> Value:
        function, least, most = operations.FUNCTIONS.get(name, (None, 0, 0))
        if function is None:
            raise self._wrong(f"'{name}' is no function")
        arguments = [self._sum()]
        while self._take(",") is not None:
            arguments.append(self._sum())
        if self._take(")") is None:
            raise self._wrong("a bracket isn't closed")
        if not least <= len(arguments) <= most:
            raise self._wrong(f"'{name}' takes another number of figures")
        return function(self._work, arguments)

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _wrong(self, reason: str) -> CalculationError:
        return CalculationError(
            f"'{_clip(self._expression)}' can't be worked out: {_clip(reason)}.",
            "Write it with names, + - * / and brackets.",
        )


def _result(value: Value) -> tuple[CalculationResult, str | None]:
    """Write a value to 28 significant digits and as a person reads it, and name the rule of rounding."""
    number = value.number
    unit = value.dimension.unit or ("x" if value.ratio else "")
    context = Context(prec=SIGNIFICANT_DIGITS, Emax=999_999, Emin=-999_999)
    decimal = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    if decimal and abs(decimal.adjusted()) > _MAX_OPERAND_DIGITS:
        raise CalculationError("The result is too large or too small to be read.", "Use other figures or powers.")
    exact = Fraction(decimal) == number
    written = f"{shortest(decimal):f}" if exact else f"{decimal:f}"
    rounded, rule = round_figure(decimal, unit, exact)
    return CalculationResult(written, unit, rounded), rule
