"""The commands of the Slack bot: slack, and feedback for what its readers thought of the answers."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import click

from askbot.commands import console
from askbot.errors import SettingsError, StorageError
from askbot.settings import Settings, SlackSettings

USUAL_HEALTH_PORT = 8398


@click.command()
@click.option("--check", is_flag=True, help="Say whether tokens, scopes, socket and index are right, and end.")
@click.option("--http", metavar="HOST:PORT", help="Listen for Slack's requests there instead of using Socket Mode.")
@click.option(
    "--health",
    type=click.IntRange(0, 65535),
    default=USUAL_HEALTH_PORT,
    metavar="PORT",
    help="Where GET /health tells on loopback whether all is well; 0 takes any port.",
)
@console.model_option
@console.index_option
def slack(check: bool, http: str | None, health: int, model: str | None, folder: Path | None) -> int:
    """Answer questions in Slack: mentions, direct messages, threads and /ask, each exactly once.

    \b
    Examples:
      askbot slack --check
      askbot slack
      askbot slack --http 127.0.0.1:3000
    """
    if any(importlib.util.find_spec(name) is None for name in ("slack_bolt", "slack_sdk")):
        raise SettingsError("Slack's library is not installed here.", "Install it: pip install slack_bolt")
    address = _address(http)
    settings = console.settings(folder, model=model)
    slack_settings = SlackSettings.from_environment(os.environ, http=address is not None)
    if check:
        return _check(settings, slack_settings, http=address is not None)
    from askbot.bot import opener
    from askbot.current import Current
    from askbot.slack import logs, service
    from askbot.slack.memory import Memory

    debug = bool(click.get_current_context().find_root().params.get("debug"))
    logs.start(secrets=slack_settings.secrets, debug=debug)
    console.refresh(settings)
    reopen = opener(settings)
    current = Current(reopen(), reopen)
    try:
        memory = Memory(settings.index)
        try:
            with console.followed(settings, tell=lambda said: logs.event("replica", {"said": said})):
                return service.serve(current, memory, slack_settings, health_port=health, http=address, say=click.echo)
        finally:
            memory.close()
    finally:
        current.close()


@click.command()
@click.option("--export", "path", type=click.Path(path_type=Path), metavar="FILE", help="Write candidate cases there.")
@console.index_option
def feedback(path: Path | None, folder: Path | None) -> int:
    """List the answers that people in Slack gave a thumb, or export them as candidate cases.

    \b
    Examples:
      askbot feedback
      askbot feedback --export candidates.jsonl
    """
    from askbot.screen import squeeze
    from askbot.slack import feedback as thumbs
    from askbot.slack.memory import FILE_NAME, Memory

    settings = console.settings(folder)
    if not (settings.index / FILE_NAME).is_file():
        click.echo("No answer has a thumb yet.")
        return 0
    memory = Memory(settings.index)
    try:
        judged = memory.judged()
    finally:
        memory.close()
    cases = [thumbs.case(one) for one in judged]
    if path is not None:
        lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        try:
            path.write_text(lines, encoding="utf-8")
        except OSError as error:
            raise StorageError(f"'{path}' can't be written ({error.strerror}).", "Name another file.") from error
        open_ones = sum(not thumbs.is_complete(case) for case in cases)
        click.echo(f"'{path}' holds {console.counted(len(cases), 'case')}.")
        if open_ones:
            click.echo(f"{open_ones} of them want their right answer: fill in 'accept'.")
        return 0
    for one in judged:
        said = one.answer.short or (one.answer.claims[0].text if one.answer.claims else "refused")
        click.echo(f"+{one.ups} -{one.downs}  {squeeze(one.question)}  →  {squeeze(said)}")
    if not judged:
        click.echo("No answer has a thumb yet.")
    return 0


def _check(settings: Settings, slack_settings: SlackSettings, *, http: bool) -> int:
    from askbot.errors import AskbotError
    from askbot.slack import check as checking
    from askbot.slack import logs

    logs.quiet(secrets=slack_settings.secrets)
    wrong = 0
    for finding in checking.check(slack_settings, http=http):
        wrong += bool(finding.remedy)
        click.echo(f"{'wrong' if finding.remedy else 'ok   '}  {finding.what} {finding.remedy}".rstrip())
    try:
        with console.opened(settings) as bot:
            click.echo(f"ok     Index: '{settings.index}' holds {console.counted(len(bot.documents()), 'document')}.")
    except AskbotError as error:
        wrong += 1
        click.echo(f"wrong  Index: {error.message} {error.remedy}")
    return 1 if wrong else 0


def _address(http: str | None) -> tuple[str, int] | None:
    if http is None:
        return None
    host, _, port = http.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise click.UsageError("--http takes HOST:PORT, such as 127.0.0.1:3000.")
    return host.strip("[]"), int(port)
