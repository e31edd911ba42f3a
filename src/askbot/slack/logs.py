"""Structured logs: one JSON object a line on standard error, without message text and without any token.

What happened, to which event, in which thread, how long it took, how it ended. The libraries' own
lines go the same way from WARNING up, because below that they print whole payloads.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

NAME = "askbot.slack"

# Tokens, and the two addresses that let whoever holds them speak or listen: a socket's ticket, a response url.
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)[-.][\w.%-]+|(?<=ticket=)[\w.%-]+|(?<=hooks\.slack\.com/)[\w./%-]+")
_REDACTED = "[redacted]"


def start(*, secrets: Collection[str], debug: bool) -> None:
    """Send every log line of this process to standard error, as JSON, with the secrets taken out."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines(secrets))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(NAME).setLevel(logging.DEBUG if debug else logging.INFO)


def bolt() -> logging.Logger:
    """Return the logger for bolt, which prints whole request bodies in its warnings: it is to say nothing."""
    logger = logging.getLogger("askbot.bolt")
    logger.setLevel(logging.CRITICAL)
    return logger


def quiet(*, secrets: Collection[str]) -> None:
    """Log nothing but what nobody expected: the command says itself what it finds."""
    start(secrets=secrets, debug=False)
    logging.disable(logging.ERROR)


def event(name: str, fields: Mapping[str, object]) -> None:
    """Log that something happened."""
    logging.getLogger(NAME).info(name, extra={"fields": fields})


def trouble(name: str, fields: Mapping[str, object], *, error: BaseException | None = None) -> None:
    """Log that something went wrong, with the traceback of what was raised."""
    logging.getLogger(NAME).error(name, exc_info=error, extra={"fields": fields})


def redacted(text: str, secrets: Collection[str]) -> str:
    """Return text without anything that looks like a token or is one of the secrets.

    >>> redacted("Bearer xoxb-1-2-abc said hunter2 at wss://a.example/link?ticket=8f-3&app_id=A1", {"hunter2"})
    'Bearer [redacted] said [redacted] at wss://a.example/link?ticket=[redacted]&app_id=A1'
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, _REDACTED)
    return _TOKEN.sub(_REDACTED, text)


class _JsonLines(logging.Formatter):  # logging's own extension point
    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name == NAME else "library",
            **getattr(record, "fields", {}),
        }
        if record.name != NAME:
            line |= {"logger": record.name, "message": record.getMessage()[:500]}
        if record.exc_info and record.exc_info[0] is not None:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return redacted(json.dumps(line, ensure_ascii=False, default=str), self._secrets)
