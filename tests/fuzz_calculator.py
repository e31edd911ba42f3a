"""Feed the calculator with what atheris makes of its own coverage; run by the soak where atheris is installed.

python tests/fuzz_calculator.py -runs=200000
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal

import atheris

with atheris.instrument_imports(include=["askbot"]):
    from askbot.calculator import arithmetic, evaluate
    from askbot.errors import CalculationError
    from askbot.types import Calculation, Quantity

OPERANDS = {"a": Quantity(Decimal(2), "", "2")}
# Instrumented code is some ten times slower than what users run.
MOST_SECONDS = 0.5


def feed(raw: bytes) -> None:
    """Any text gives a calculation, nothing, or the one typed error, in bounded time."""
    text = atheris.FuzzedDataProvider(raw).ConsumeUnicodeNoSurrogates(2_000)
    for attempt in (lambda: arithmetic(text), lambda: evaluate(text, OPERANDS)):
        begun = time.thread_time()
        try:
            if not isinstance(attempt(), Calculation | None):
                raise AssertionError(text)
        except CalculationError:
            pass
        if time.thread_time() - begun > MOST_SECONDS:
            raise AssertionError(f"too slow: {text!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, feed)
    atheris.Fuzz()
