"""HTTP mode: the bolt app behind uvicorn, with a guard in front that lets nothing malformed reach it.

Slack's library answers garbled signatures with its own failures, and reads a body before it looks at the
signature; here whatever is not signed is 401 before anything is read into, bodies are bounded, and nothing of a
request that was not signed is ever logged.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from askbot.errors import SettingsError
from askbot.slack import logs

PATH = "/slack/events"
# Slack's own payloads stay far below.
MOST_BODY_BYTES = 1_000_000
BODY_TIMEOUT_S = 10.0
BACKLOG = 512

_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")
_SECONDS = re.compile(rb"\d{1,12}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Receiver:
    """A listening HTTP server for Slack's requests."""

    def __init__(self, app: App, *, signing_secret: str, host: str, port: int) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._listening.bind((host, port))
        except OSError as error:
            self._listening.close()
            raise SettingsError(
                f"Nothing can listen on {host}:{port} ({error.strerror}).",
                "Name another address: askbot slack --http 127.0.0.1:3000",
            ) from error
        # From here on requests queue, though the server needs another moment.
        self._listening.listen(BACKLOG)
        self.port = int(self._listening.getsockname()[1])
        config = uvicorn.Config(
            self._serve,
            interface="asgi3",  # a bound method isn't recognised as one
            proxy_headers=False,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            limit_concurrency=500,
            timeout_keep_alive=30,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listening]}, name="http", daemon=True
        )
        self._thread.start()

    @property
    def is_listening(self) -> bool:
        """Whether requests are taken."""
        return self._thread.is_alive() and self._server.started

    def close(self) -> None:
        """Take no more requests; those in hand are finished."""
        self._server.should_exit = True
        self._thread.join(5.0)
        self._listening.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status, headers, body = await self._answered(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answered(self, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        begun = time.perf_counter()
        headers = {name.lower(): value for name, value in scope["headers"]}
        refused = _refusal(scope, headers)
        body = b""
        if refused is None:
            try:
                read = await asyncio.wait_for(_body(receive), BODY_TIMEOUT_S)
            except TimeoutError:
                read, refused = b"", 408
            body = read or b""
            refused = 413 if read is None else refused or _text_refusal(body) or self._signature_refusal(body, headers)
        if refused is not None:
            logs.event("request_refused", {"status": refused})
            return refused, [(b"content-type", b"text/plain")], b""
        try:
            request = BoltRequest(
                body=body.decode(),
                query=scope.get("query_string", b"").decode("latin-1"),
                headers={name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()},
            )
        except Exception:  # noqa: BLE001 - bolt fails in many ways where a body isn't of the shape it expects
            logs.event("request_refused", {"status": 400})
            return 400, [(b"content-type", b"text/plain")], b""
        response = await asyncio.to_thread(self._app.dispatch, request)
        ms = round((time.perf_counter() - begun) * 1000, 1)
        logs.event("acknowledged", {"over": "http", "status": response.status, "ack_ms": ms})
        sent = [(n.encode("latin-1"), v.encode("latin-1")) for n, values in response.headers.items() for v in values]
        return response.status, sent, (response.body or "").encode()

    def _signature_refusal(self, body: bytes, headers: MutableMapping[bytes, bytes]) -> int | None:
        timestamp = headers[b"x-slack-request-timestamp"].decode()
        signature = headers[b"x-slack-signature"].decode()
        return None if self._verifier.is_valid(body, timestamp, signature) else 401


def _refusal(scope: Scope, headers: MutableMapping[bytes, bytes]) -> int | None:
    if scope["path"] != PATH:
        return 404
    if scope["method"] != "POST":
        return 405
    if not _SECONDS.fullmatch(headers.get(b"x-slack-request-timestamp", b"")):
        return 401
    if not _SIGNATURE.fullmatch(headers.get(b"x-slack-signature", b"")):
        return 401
    length = headers.get(b"content-length", b"0")
    return 413 if not length.isdigit() or int(length) > MOST_BODY_BYTES else None


async def _body(receive: Receive) -> bytes | None:
    """Read the body; None where it is longer than its header admitted to."""
    pieces, size = [], 0
    while True:
        message = await receive()
        piece = message.get("body", b"")
        size += len(piece)
        if size > MOST_BODY_BYTES:
            return None
        pieces.append(piece)
        if not message.get("more_body") or message["type"] == "http.disconnect":
            return b"".join(pieces)


def _text_refusal(body: bytes) -> int | None:
    try:
        body.decode()
    except UnicodeDecodeError:
        return 400
    return None
