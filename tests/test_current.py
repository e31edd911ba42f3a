"""Bots that are lent, exchanged and closed: each once, and none while somebody uses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot.current import Current
from askbot.errors import StorageError


@dataclass
class Lent:
    """A bot as far as `Current` knows one."""

    index: dict[str, int]
    generation: int
    closed: int = 0
    asked: list[str] = field(default_factory=list)

    def is_current(self) -> bool:
        return self.index["now"] == self.generation

    def ask(self, question: str) -> None:
        assert not self.closed
        self.asked.append(question)

    def warm_up(self) -> None:
        self.ask("warm")

    def close(self) -> None:
        self.closed += 1


def made() -> tuple[Any, list[Lent], dict[str, int]]:
    index = {"now": 1}
    bots: list[Lent] = []

    def reopen() -> Any:
        bots.append(Lent(index, index["now"]))
        return bots[-1]

    return Current(reopen(), reopen), bots, index


STEPS = st.lists(st.sampled_from(["borrow", "return", "build", "renew"]), max_size=30)


@given(STEPS)
def test_whatever_happens_in_which_order_nobody_holds_a_closed_bot_and_none_is_closed_twice(steps: list[str]):
    current, bots, index = made()
    loans: list[tuple[Any, Any]] = []
    for step in steps:
        if step == "borrow":
            loan = current.lent()
            loans.append((loan, loan.__enter__()))
        elif step == "return" and loans:
            loans.pop(0)[0].__exit__(None, None, None)
        elif step == "build":
            index["now"] += 1
        elif step == "renew":
            is_behind = bots[-1].generation != index["now"]
            assert current.renew() is is_behind
            with current.lent() as bot:
                assert bot.is_current()
        assert not any(bot.closed for _, bot in loans)
    for loan, _ in loans:
        loan.__exit__(None, None, None)
    current.close()
    assert [bot.closed for bot in bots] == [1] * len(bots)


def test_where_the_new_one_fails_the_old_one_stays():
    index = {"now": 1}
    first = Lent(index, 1)

    def reopen() -> Any:
        raise StorageError("It is broken.", "Build it anew.")

    current = Current(first, reopen)  # type: ignore[arg-type]
    index["now"] = 2
    with pytest.raises(StorageError):
        current.renew()
    with current.lent() as bot:
        assert bot is first and not first.closed


class Broken(Lent):
    def ask(self, question: str) -> None:
        raise StorageError("It is broken.", "Build it anew.")


def test_a_new_one_that_cannot_answer_is_closed_again():
    index = {"now": 1}
    first, second = Lent(index, 1), Broken(index, 2)
    current = Current(first, lambda: second)  # type: ignore[arg-type, return-value]
    index["now"] = 2
    with pytest.raises(StorageError):
        current.renew()
    assert (first.closed, second.closed) == (0, 1)
