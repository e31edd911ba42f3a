"""The scripted server: OpenAI's chat completions over HTTP, each reply as a test wrote it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE_CHARACTERS = 24
PATH = "/v1/chat/completions"


@dataclass(frozen=True)
class Says:
    text: str


@dataclass(frozen=True)
class Calls:
    calls: tuple[tuple[str, Any], ...]

    def __init__(self, *calls: tuple[str, Any]) -> None:
        object.__setattr__(self, "calls", calls)


@dataclass(frozen=True)
class Answers:
    claims: list[dict[str, Any]]


@dataclass(frozen=True)
class Fails:
    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stalls:
    seconds: float


@dataclass(frozen=True)
class Dribbles:
    seconds: float


@dataclass(frozen=True)
class Drops:
    reply: Reply
    after: int = 3


@dataclass(frozen=True)
class Empty:
    pass


@dataclass(frozen=True)
class Replies:
    function: Callable[[dict[str, Any]], Reply]


Reply = Says | Calls | Answers | Fails | Stalls | Dribbles | Drops | Empty | Replies


class FakeLlm:
    """Serves on a free port of loopback from `with` to its end; `stop` switches it off earlier."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self._lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    fake._serve(self, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # who asked has gone; that is theirs to do

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> FakeLlm:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Switch it off: whoever asks from now on finds nobody there."""
        if not self.over.is_set():
            self.over.set()
            self._server.shutdown()
            self._server.server_close()

    def script(self, *replies: Reply) -> None:
        """Give these replies from now on."""
        with self._lock:
            self._replies = list(replies)

    def _next(self, request: dict[str, Any]) -> Reply:
        with self._lock:
            reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return reply.function(request) if isinstance(reply, Replies) else reply

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        request = json.loads(body)
        self.requests.append(request)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        reply = self._next(request)
        if handler.path != PATH:
            reply = Fails(404)
        if isinstance(reply, Fails):
            _send(handler, reply.status, {"error": {"message": "as scripted", "type": "error"}}, reply.headers)
            return
        if isinstance(reply, Stalls):
            self.over.wait(reply.seconds)
            handler.close_connection = True
            return
        if not request.get("stream"):
            _send(handler, 200, _whole(reply), {})
            return
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.close_connection = True
        if isinstance(reply, Dribbles):
            until = time.monotonic() + reply.seconds
            while time.monotonic() < until and not self.over.is_set():
                _event(handler, _chunk({}))
                time.sleep(0.05)
            return
        left = reply.after if isinstance(reply, Drops) else None
        for number, piece in enumerate(_pieces(reply.reply if isinstance(reply, Drops) else reply)):
            if left is not None and number >= left:
                handler.connection.shutdown(socket.SHUT_RDWR)
                return
            _event(handler, piece)
        if (request.get("stream_options") or {}).get("include_usage"):
            usage = _usage(body, reply)
            _event(handler, {**_chunk({}), "choices": [], "usage": usage})
        handler.wfile.write(b"data: [DONE]\n\n")


def _send(handler: BaseHTTPRequestHandler, status: int, fields: object, headers: dict[str, str]) -> None:
    body = json.dumps(fields).encode()
    handler.send_response(status)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def _event(handler: BaseHTTPRequestHandler, fields: object) -> None:
    handler.wfile.write(f"data: {json.dumps(fields)}\n\n".encode())
    handler.wfile.flush()


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _calls(reply: Reply) -> tuple[tuple[str, str], ...]:
    if isinstance(reply, Answers):
        return (("answer", json.dumps({"claims": reply.claims}, ensure_ascii=False)),)
    if isinstance(reply, Calls):
        return tuple((n, a if isinstance(a, str) else json.dumps(a, ensure_ascii=False)) for n, a in reply.calls)
    return ()


def _pieces(reply: Reply) -> Iterator[dict[str, Any]]:
    if isinstance(reply, Empty):
        yield _chunk({"role": "assistant", "content": ""}, "stop")
        return
    yield _chunk({"role": "assistant", "content": ""})
    if isinstance(reply, Says):
        for at in range(0, len(reply.text), PIECE_CHARACTERS):
            yield _chunk({"content": reply.text[at : at + PIECE_CHARACTERS]})
        yield _chunk({}, "stop")
        return
    for index, (name, arguments) in enumerate(_calls(reply)):
        opening = {"index": index, "id": f"call_{index}", "type": "function"}
        yield _chunk({"tool_calls": [{**opening, "function": {"name": name, "arguments": ""}}]})
        for at in range(0, len(arguments), PIECE_CHARACTERS):
            piece = arguments[at : at + PIECE_CHARACTERS]
            yield _chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield _chunk({}, "tool_calls")


def _whole(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text if isinstance(reply, Says) else ""}
    if calls := _calls(reply):
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for n, (name, arguments) in enumerate(calls)
        ]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": _usage(b"", reply),
    }


def _usage(body: bytes, reply: Reply) -> dict[str, int]:
    sent, written = len(body) // 4, len(str(reply)) // 4
    return {"prompt_tokens": sent, "completion_tokens": written, "total_tokens": sent + written}
