"""The commands that check figures: replay."""

from __future__ import annotations

from typing import BinaryIO

import click

from askbot.commands import console
from askbot.errors import CalculationError


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
