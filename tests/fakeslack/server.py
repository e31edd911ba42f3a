"""The fake's wire: one aiohttp server on 127.0.0.1, in a thread of the test; the driver a test holds on to.

Tests wait on state (`wait`), never for time: every call, acknowledgement and connection notifies.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from fakeslack.faults import Fault, Hold
from fakeslack.workspace import BOT_USER, TEAM, Refused, Workspace

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1111-2222-abcdefSECRET", "xapp-1-A111-3333-abcdefSECRET", "s1gn1ngs3cr3t"
TRIES = 3
WAIT_S = 60.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A call to the Web API as it came."""

    method: str
    arguments: Mapping[str, Any]
    at: float


@dataclass(eq=False)
class Socket:
    """An open web socket; `mute` is half open: it takes everything and says nothing."""

    ws: web.WebSocketResponse
    request: web.Request
    mute: bool = False
    pongs: int = 0


@dataclass(frozen=True)
class Sent:
    """Something delivered to the bot: the question's place, and the payload for a second delivery."""

    channel: str
    ts: str
    payload: Json
    type: str = "events_api"
    thread_ts: str = ""


@dataclass
class _Log:
    calls: list[Call] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    bodies: dict[str, Json] = field(default_factory=dict)
    acks: dict[str, tuple[float, object]] = field(default_factory=dict)


class FakeSlack:
    """A running fake. Use as a context manager; everything public may be called from the test's thread."""

    def __init__(self) -> None:
        self.state = Workspace(BOT_TOKEN, APP_TOKEN)
        self.log = _Log()
        self.sockets: list[Socket] = []
        self.opened = 0
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.mute_new = False
        self._envelopes = itertools.count(1)
        self._turn = itertools.count()
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fakeslack", daemon=True)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self.port = 0

    # --- starting, stopping ------------------------------------------------------------------------------------------

    def __enter__(self) -> FakeSlack:
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        for queue in self.faults.values():
            for fault in queue:
                if fault.hold:
                    fault.hold.release()
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"http://127.0.0.1:{self.port}/api/"

    def down(self) -> None:
        """Stop listening and break every connection, as a Slack that is gone."""
        self._run(self._down())

    def up(self) -> None:
        """Listen again on the same port."""
        self._run(self._listen())

    async def _start(self) -> None:
        app = web.Application(client_max_size=20_000_000)
        app.router.add_post("/api/{method}", self._on_call)
        app.router.add_get("/link", self._on_link)
        app.router.add_post("/respond/{name}", self._on_respond)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handle_signals=False)
        await self._runner.setup()
        await self._listen()

    async def _listen(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True, backlog=1024)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def _down(self) -> None:
        assert self._site is not None
        await self._site.stop()
        for socket in list(self.sockets):
            _abort(socket.request)

    async def _stop(self) -> None:
        for socket in list(self.sockets):
            _abort(socket.request)
        assert self._runner is not None
        await self._runner.cleanup()

    def _run(self, coroutine: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(30)

    # --- waiting -----------------------------------------------------------------------------------------------------

    def wait(self, true: Callable[[], Any], *, what: str = "", within_s: float = WAIT_S) -> Any:
        """Wait until something about the fake is true, and return it; an AssertionError after a bounded time."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while not (found := true()):
                left = deadline - time.monotonic()
                assert left > 0, f"not within {within_s:g} s: {what or true}"
                self._changed.wait(min(left, 1.0))
            return found

    def _note(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def calls(self, method: str) -> list[Call]:
        """Return the calls of a method so far."""
        return [call for call in self.log.calls if call.method == method]

    # --- faults ------------------------------------------------------------------------------------------------------

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self.faults[method].extend(faults)

    def hold(self, method: str, *, after: bool = False, drop: bool = False) -> Hold:
        """Hold the next call of a method; with `after`, once it has been carried out."""
        hold = Hold()
        self.fail(method, Fault(hold=hold, after=after, drop=drop))
        return hold

    # --- people do things --------------------------------------------------------------------------------------------

    def mention(self, text: str, *, channel: str = "C0ONE", user: str = "U0ANN", thread_ts: str | None = None) -> Sent:
        """Let somebody mention the bot in a channel."""
        sent = self.written(
            f"<@{BOT_USER}> {text}", channel=channel, user=user, thread_ts=thread_ts, type="app_mention"
        )
        self.deliver(sent)
        return sent

    def direct(self, text: str, *, channel: str = "D0ANN", user: str = "U0ANN", thread_ts: str | None = None) -> Sent:
        """Let somebody write to the bot directly."""
        sent = self.written(text, channel=channel, user=user, thread_ts=thread_ts)
        self.deliver(sent)
        return sent

    def reply(self, text: str, *, channel: str, thread_ts: str, user: str = "U0ANN") -> Sent:
        """Let somebody write in a thread without a mention."""
        sent = self.written(text, channel=channel, user=user, thread_ts=thread_ts)
        self.deliver(sent)
        return sent

    def written(
        self, text: str, *, channel: str, user: str = "U0ANN", thread_ts: str | None = None, type: str = "message",
        event: Mapping[str, object] = {}, body: Mapping[str, object] = {},
    ) -> Sent:  # fmt: skip
        """Write a message into a channel and return its event, without delivering it; `event` and `body` override."""
        with self._changed:
            if user not in self.state.channels[channel]:
                self.state.channels[channel].add(user)
            message = self.state.add(channel, user, text, thread_ts)
        kind = {"C": "channel", "G": "group", "D": "im"}[channel[0]]
        inner = {**message, "type": type, "channel": channel, "event_ts": message["ts"], **event}
        if type == "message":
            inner["channel_type"] = kind
        return Sent(channel, message["ts"], self.event(inner, **body), thread_ts=thread_ts or message["ts"])

    def event(self, event: Mapping[str, object], **body: object) -> Json:
        """Return an Events API payload around an event."""
        return {
            "token": "verification", "team_id": TEAM, "api_app_id": "A0APP", "event": dict(event),
            "type": "event_callback",
            "event_id": f"Ev{self.state.number()}", "event_time": int(time.time()), "is_ext_shared_channel": False,
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}], **body,
        }  # fmt: skip

    def command(self, text: str, *, channel: str = "C0ONE", user: str = "U0ANN", team: str = TEAM) -> tuple[str, Json]:
        """Return a slash command's payload, and the name of its response url."""
        name = self.state.response(user)
        payload = {
            "command": "/ask", "text": text, "team_id": team, "user_id": user, "channel_id": channel,
            "trigger_id": self.state.trigger(), "api_app_id": "A0APP", "token": "verification",
            "response_url": f"http://127.0.0.1:{self.port}/respond/{name}",
        }  # fmt: skip
        return name, payload

    def press(
        self, button: Mapping[str, Any], *, user: str = "U0ANN", team: str = TEAM, channel: str = "C0ONE"
    ) -> Json:
        """Return the payload of somebody's press on a button."""
        return {
            "type": "block_actions", "api_app_id": "A0APP", "token": "verification", "team": {"id": TEAM},
            "user": {"id": user, "team_id": team}, "channel": {"id": channel}, "trigger_id": self.state.trigger(),
            "actions": [{"type": button.get("type", "button"), "action_id": button["action_id"],
                         "block_id": "b", "value": button["value"], "action_ts": self.state.ts()}],
        }  # fmt: skip

    # --- delivering --------------------------------------------------------------------------------------------------

    def deliver(self, sent: Sent | Json, *, type: str = "events_api", retry: int = 0, socket: int | None = None) -> str:
        """Send an envelope over a socket (any, by turns) and return its id."""
        payload = sent.payload if isinstance(sent, Sent) else sent
        envelope = f"env{next(self._envelopes)}"
        body: Json = {
            "envelope_id": envelope,
            "type": type,
            "payload": payload,
            "accepts_response_payload": type != "events_api",
        }
        if type == "events_api":
            body |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        for attempt in range(TRIES):
            open_ones = self.wait(lambda: [s for s in self.sockets if not s.ws.closed], what="a connected bot")
            chosen = open_ones[next(self._turn) % len(open_ones) if socket is None else socket]
            self.log.sent[envelope], self.log.bodies[envelope] = time.monotonic(), body
            try:
                self._run(chosen.ws.send_str(json.dumps(body)))
                break
            except ConnectionResetError:  # the bot closes this very moment, and has another socket or soon will
                if attempt + 1 == TRIES:
                    raise
        return envelope

    def redeliver(self) -> None:
        """Send again every event that was not acknowledged, as Slack does where a connection took it along."""
        for envelope, body in list(self.log.bodies.items()):
            if envelope not in self.log.acks and body["type"] == "events_api":
                self.deliver(body["payload"], retry=1)

    def acked(self, envelope: str, *, within_s: float = WAIT_S) -> float:
        """Wait for an envelope's acknowledgement and return how long it took."""
        at, _ = self.wait(lambda: self.log.acks.get(envelope), what=f"{envelope} acknowledged", within_s=within_s)
        return float(at - self.log.sent[envelope])

    def refresh(self) -> None:
        """Tell the bot, as Slack does every few hours, to connect anew."""
        message = json.dumps({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        for socket in list(self.sockets):
            self._run(socket.ws.send_str(message))

    def abort(self) -> None:
        """Break every socket without a word."""
        for socket in list(self.sockets):
            self._loop.call_soon_threadsafe(_abort, socket.request)

    def connected(self, n: int = 1) -> None:
        """Wait until so many sockets are open."""
        self.wait(lambda: len(self.sockets) >= n, what=f"{n} open sockets", within_s=2 * WAIT_S)

    # --- the wire ----------------------------------------------------------------------------------------------------

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        raw = await request.read()
        arguments = _arguments(raw, dict(request.query), is_json=is_json)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        fault = self.faults[method].popleft() if self.faults[method] else Fault()
        if not fault.after:
            await self._meet(fault)
        with self._changed:
            self.log.calls.append(Call(method, arguments, time.monotonic()))
            self._changed.notify_all()
        answered: Json = {}
        if not fault.error and fault.status == 200 and (fault.after or not fault.drop):
            try:
                with self._changed:
                    answered = self.state.call(method, arguments, token=token, is_json=is_json)
                    if method == "apps.connections.open":
                        answered["url"] = f"ws://127.0.0.1:{self.port}/link"
            except Refused as refused:
                answered = refused.fields
            self._note()
        if fault.after:
            await self._meet(fault)
        if fault.drop:
            _abort(request)
            return web.Response()
        if fault.status != 200:
            content_type = "application/json" if fault.body.startswith("{") else "text/html"
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers, content_type=content_type)
        if fault.error:
            answered = {"ok": False, "error": fault.error}
        return web.json_response(answered, headers={"x-oauth-scopes": ",".join(sorted(self.state.scopes))})

    async def _meet(self, fault: Fault) -> None:
        if fault.hold is not None:
            fault.hold.reached.set()
            self._note()
            await asyncio.to_thread(fault.hold.released.wait, WAIT_S)

    async def _on_respond(self, request: web.Request) -> web.StreamResponse:
        arguments = await request.json()
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else Fault()
        await self._meet(fault)
        if fault.drop:
            _abort(request)
            return web.Response()
        if fault.status != 200:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        with self._changed:
            status, text = self.state.respond(request.match_info["name"], arguments)
            self._changed.notify_all()
        return web.Response(status=status, text=text)

    async def _on_link(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults["link"].popleft() if self.faults["link"] else Fault()
        await self._meet(fault)
        if fault.drop:
            _abort(request)
            return web.Response()
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        socket = Socket(ws, request, mute=self.mute_new)
        if not socket.mute:
            await ws.send_str(json.dumps({"type": "hello", "num_connections": len(self.sockets) + 1}))
        with self._changed:
            self.sockets.append(socket)
            self.opened += 1
            self._changed.notify_all()
        try:
            async for message in ws:
                await self._on_message(socket, message)
        finally:
            with self._changed:
                self.sockets.remove(socket)
                self._changed.notify_all()
        return ws

    async def _on_message(self, socket: Socket, message: Any) -> None:
        if socket.mute:
            return
        if message.type == WSMsgType.PING:
            await socket.ws.pong(message.data)
            socket.pongs += 1
            self._note()
        elif message.type == WSMsgType.TEXT:
            body = json.loads(message.data)
            with self._changed:
                self.log.acks.setdefault(body["envelope_id"], (time.monotonic(), body.get("payload")))
                self._changed.notify_all()


def signed(body: bytes, *, secret: str = SECRET, timestamp: str | None = None) -> dict[str, str]:
    """Return the headers with which Slack signs a request."""
    timestamp = timestamp or str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _arguments(raw: bytes, query: Json, *, is_json: bool) -> Json:
    if is_json:
        return {**query, **(json.loads(raw) if raw.strip() else {})}
    return {**query, **dict(urllib.parse.parse_qsl(raw.decode(), keep_blank_values=True))}


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
