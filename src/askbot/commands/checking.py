"""The commands that check figures: audit, replay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import click

from askbot.commands import console
from askbot.errors import CalculationError

if TYPE_CHECKING:
    from askbot.screen import Look
    from askbot.types import Discrepancy, Document


class Holds(Protocol):
    """A bot, seen from its audit."""

    def documents(self) -> Sequence[Document]:
        """Return every article."""
        ...


@click.command()
@console.json_option
@console.index_option
def audit(as_json: bool, folder: Path | None) -> int:
    """Name the figures in the articles that disagree with each other: parts and totals, shares, ratios, rates, periods.

    Each comes with the sentences and the arithmetic. Exits 1 where there are any.

    \b
    Example:
      askbot audit
    """
    from askbot import discrepancies
    from askbot.screen import Look

    settings = console.settings(folder)
    with console.opened(settings) as bot:
        found = _found(bot)
        if as_json:
            click.echo(json.dumps(discrepancies.to_json(found), ensure_ascii=False))
        else:
            click.echo(audited(bot, Look(console.columns(), console.coloured(settings))))
    return 1 if found else 0


def audited(bot: Holds, look: Look) -> str:
    """Return what the articles' figures disagree in, for a screen of that look."""
    from askbot import discrepancies

    return discrepancies.to_text(_found(bot), documents=len(bot.documents()), width=look.width, colour=look.colour)


def _found(bot: Holds) -> list[Discrepancy]:
    from askbot import audit as auditing
    from askbot import corpus

    return [one for document in bot.documents() for one in auditing.find(document, corpus.cut(document))]


@click.command()
@click.argument("record", type=click.File("rb"), metavar="FILE")
def replay(record: BinaryIO) -> int:
    """Work the calculations in FILE (or - for stdin) out anew: what `askbot ask --json` printed, or one of them.

    Prints the same bytes where they are right; says what differs, and exits 1, where they are not.

    \b
    Example:
      askbot ask --json "How long will the cash last?" | askbot replay -
    """
    from askbot import replay as replaying
    from askbot.screen import squeeze

    total = 0
    differences: list[str] = []
    for text in replaying.records(_text(record)):
        again = replaying.replay(text)
        click.echo(again.text)
        total += again.calculations
        differences += again.differences
    if not total:
        raise CalculationError(
            "There is no calculation in it.", "Ask a number question with --json and give its answer."
        )
    for difference in differences:
        click.echo(f"Differs: {squeeze(difference)}", err=True)
    if not differences:
        click.echo(f"{console.counted(total, 'calculation')} worked out anew: nothing differs.", err=True)
    return 1 if differences else 0


def _text(record: BinaryIO) -> str:
    from askbot.replay import LONGEST_RECORD_CHARACTERS

    try:
        # A character has up to four bytes; one more tells what is too long.
        return record.read(4 * LONGEST_RECORD_CHARACTERS + 1).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CalculationError("The record is not UTF-8.", "Give what askbot ask --json printed.") from error
