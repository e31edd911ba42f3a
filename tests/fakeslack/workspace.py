"""The state of one Slack workspace, and its Web API methods over it. Knows nothing of sockets or HTTP."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeslack import strict

TEAM, BOT_USER, BOT = "T0HOME", "U0BOT", "B0BOT"
SCOPES = frozenset(
    {
        "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "groups:history",
        "im:history",
    }
)  # fmt: skip
TRIGGER_S = 3.0
MOST_RESPONSES, RESPONSES_S = 5, 1_800.0
_HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}

Json = dict[str, Any]


class Refused(Exception):
    """A method's `ok: false`."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.fields = {"ok": False, "error": error, **more}


@dataclass
class Response:
    """A `response_url` and what was sent to it."""

    user: str
    made_at: float = field(default_factory=time.time)
    sent: list[Json] = field(default_factory=list)


class Workspace:
    """Channels, people, messages, triggers. `channels` maps an id to its members."""

    def __init__(self, bot_token: str, app_token: str) -> None:
        self.bot_token = bot_token
        self.app_token = app_token
        self.scopes = set(SCOPES)
        self.channels: dict[str, set[str]] = {
            "C0ONE": {BOT_USER, "U0ANN", "U0BEN"},
            "C0TWO": {BOT_USER, "U0ANN", "U0BEN"},
            "G0PRIV": {BOT_USER, "U0ANN"},
            "D0ANN": {BOT_USER, "U0ANN"},
            "C0OUT": {"U0ANN"},
        }
        self.messages: dict[str, list[Json]] = {channel: [] for channel in self.channels}
        self._answers: dict[tuple[str, str], list[Json]] = defaultdict(list)
        self.ephemeral: list[Json] = []
        self.views: list[Json] = []
        self.prompts: list[Json] = []
        self.statuses: list[Json] = []
        self.triggers: dict[str, float] = {}
        self.responses: dict[str, Response] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0.0

    def number(self) -> int:
        """Return a number never returned before."""
        return next(self._numbers)

    def ts(self) -> str:
        """Return a new message's timestamp, later than all before."""
        self._last_ts = max(time.time(), self._last_ts + 0.000002)
        return f"{self._last_ts:.6f}"

    def trigger(self) -> str:
        """Return a trigger id that is good for three seconds and one use."""
        id = f"{self.number()}.trigger"
        self.triggers[id] = time.time()
        return id

    def response(self, user: str) -> str:
        """Return the name of a new response url."""
        name = f"r{self.number()}"
        self.responses[name] = Response(user)
        return name

    def add(self, channel: str, user: str, text: str, thread_ts: str | None = None) -> Json:
        """Let a person write a message."""
        message: Json = {"type": "message", "user": user, "text": text, "ts": self.ts(), "team": TEAM}
        if thread_ts:
            message["thread_ts"] = thread_ts
        self.messages[channel].append(message)
        return message

    def thread(self, channel: str, thread_ts: str) -> list[Json]:
        """Return the bot's messages in a thread, without a stream that is still open."""
        # By thread, because tests with hundreds of questions look at every one after every call.
        return [m for m in self._answers[channel, thread_ts] if not m.get("streaming")]

    def expire(self) -> list[Json]:
        """End every open stream, as Slack does after some minutes; return them."""
        ended = [m for messages in self.messages.values() for m in messages if m.get("streaming")]
        for message in ended:
            message["streaming"] = False
        return ended

    # --- the Web API -------------------------------------------------------------------------------------------------

    def call(self, method: str, arguments: Mapping[str, Any], *, token: str, is_json: bool) -> Json:
        """Carry out a method; raises Refused as Slack would refuse."""
        name = method.replace(".", "_")
        run = getattr(self, f"_{name}", None)
        if run is None:
            raise Refused("unknown_method")
        if is_json and method in ("conversations.replies", "auth.test", "apps.connections.open") and arguments:
            raise Refused("invalid_arguments", response_metadata={"messages": ["this method takes no JSON"]})
        if method == "apps.connections.open":
            if token != self.app_token:
                raise Refused("invalid_auth")
        elif token != self.bot_token:
            raise Refused("invalid_auth" if token else "not_authed")
        return {"ok": True, **run(arguments)}

    def _need(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def _channel(self, arguments: Mapping[str, Any]) -> str:
        channel = arguments.get("channel") or arguments.get("channel_id")
        if channel not in self.channels:
            raise Refused("channel_not_found")
        return str(channel)

    def _auth_test(self, _: Mapping[str, Any]) -> Json:
        return {
            "url": "https://home.example/", "team": "Home", "team_id": TEAM, "user": "askbot", "user_id": BOT_USER,
            "bot_id": BOT,
        }  # fmt: skip

    def _apps_connections_open(self, _: Mapping[str, Any]) -> Json:
        return {}

    def _chat_postMessage(self, arguments: Mapping[str, Any]) -> Json:
        self._need("chat:write")
        channel = self._channel(arguments)
        if BOT_USER not in self.channels[channel]:
            raise Refused("not_in_channel")
        if error := strict.message_error(arguments):
            raise Refused(error)
        thread_ts = arguments.get("thread_ts")
        if thread_ts and not any(m["ts"] == thread_ts for m in self.messages[channel]):
            raise Refused("thread_not_found")
        message: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": self.ts(), "team": TEAM}
        message |= {k: v for k, v in arguments.items() if k in ("text", "blocks", "thread_ts", "metadata", "mrkdwn")}
        message["_options"] = {k: arguments.get(k) for k in ("unfurl_links", "unfurl_media", "parse", "link_names")}
        self._posted(channel, message)
        return {"channel": channel, "ts": message["ts"], "message": {k: message[k] for k in ("ts", "user", "bot_id")}}

    def _chat_startStream(self, arguments: Mapping[str, Any]) -> Json:
        self._need("chat:write")
        channel = self._channel(arguments)
        if BOT_USER not in self.channels[channel]:
            raise Refused("not_in_channel")
        if not any(m["ts"] == arguments.get("thread_ts") for m in self.messages[channel]):
            raise Refused("invalid_thread_ts")
        if channel[0] != "D" and not (arguments.get("recipient_user_id") and arguments.get("recipient_team_id")):
            raise Refused("missing_recipient_user_id")
        message: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": self.ts(), "team": TEAM}
        message |= {"text": "", "thread_ts": arguments["thread_ts"], "blocks": _streamed(arguments), "streaming": True}
        self._posted(channel, message)
        return {"channel": channel, "ts": message["ts"]}

    def _posted(self, channel: str, message: Json) -> None:
        self.messages[channel].append(message)
        self._answers[channel, str(message.get("thread_ts"))].append(message)

    def _chat_appendStream(self, arguments: Mapping[str, Any]) -> Json:
        message = self._stream(arguments)
        message["blocks"] = _whole([*message["blocks"], *_streamed(arguments)])
        return {"channel": arguments["channel"], "ts": message["ts"]}

    def _chat_stopStream(self, arguments: Mapping[str, Any]) -> Json:
        message = self._stream(arguments)
        whole = _whole([*message["blocks"], *_streamed(arguments), *(arguments.get("blocks") or ())])
        if error := strict.message_error({**arguments, "blocks": whole}):
            raise Refused(error)
        message |= {"blocks": whole, "streaming": False}
        message |= {"metadata": arguments["metadata"]} if "metadata" in arguments else {}
        return {"channel": arguments["channel"], "ts": message["ts"]}

    def _stream(self, arguments: Mapping[str, Any]) -> Json:
        message = self._own(arguments)
        if not message.get("streaming"):
            raise Refused("message_not_in_streaming_state")
        return message

    def _chat_update(self, arguments: Mapping[str, Any]) -> Json:
        message = self._own(arguments)
        if message.get("streaming"):
            raise Refused("streaming_state_conflict")
        if error := strict.message_error(arguments):
            raise Refused(error)
        message |= {k: v for k, v in arguments.items() if k in ("text", "blocks", "metadata")}
        return {"channel": arguments["channel"], "ts": message["ts"]}

    def _own(self, arguments: Mapping[str, Any]) -> Json:
        self._need("chat:write")
        channel = self._channel(arguments)
        found = next((m for m in self.messages[channel] if m["ts"] == arguments.get("ts")), None)
        if found is None:
            raise Refused("message_not_found")
        if found.get("bot_id") != BOT:
            raise Refused("cant_update_message")
        return found

    def _assistant_threads_setStatus(self, arguments: Mapping[str, Any]) -> Json:
        self._need("assistant:write")
        self._channel(arguments)
        if not arguments.get("thread_ts") or not isinstance(arguments.get("status"), str):
            raise Refused("invalid_arguments")
        self.statuses.append(dict(arguments))
        return {}

    def _chat_postEphemeral(self, arguments: Mapping[str, Any]) -> Json:
        self._need("chat:write")
        channel = self._channel(arguments)
        if arguments.get("user") not in self.channels[channel]:
            raise Refused("user_not_in_channel")
        if error := strict.message_error(arguments):
            raise Refused(error)
        self.ephemeral.append({**arguments, "ts": self.ts()})
        return {"message_ts": self.ephemeral[-1]["ts"]}

    def _conversations_replies(self, arguments: Mapping[str, Any]) -> Json:
        channel = self._channel(arguments)
        self._need(_HISTORY[channel[0]])
        root = arguments.get("ts")
        whole = [m for m in self.messages[channel] if root in (m["ts"], m.get("thread_ts"))]
        if not whole:
            raise Refused("thread_not_found")
        oldest = str(arguments.get("oldest") or "0")
        # Slack gives the root with every page.
        found = [m for m in whole if m["ts"] == root or m["ts"] >= oldest]
        limit, at = int(arguments.get("limit") or 1000), int(arguments.get("cursor") or 0)
        page = [dict(m) for m in found[at : at + limit]]
        if str(arguments.get("include_all_metadata", "")).lower() not in ("1", "true"):
            for message in page:
                message.pop("metadata", None)
        more = str(at + limit) if at + limit < len(found) else ""
        return {"messages": page, "has_more": bool(more), "response_metadata": {"next_cursor": more}}

    def _views_open(self, arguments: Mapping[str, Any]) -> Json:
        made_at = self.triggers.pop(str(arguments.get("trigger_id")), None)
        if made_at is None:
            raise Refused("invalid_trigger_id")
        if time.time() - made_at > TRIGGER_S:
            raise Refused("expired_trigger_id")
        if error := strict.view_error(arguments.get("view")):
            raise Refused(error)
        self.views.append(arguments["view"])
        return {"view": {"id": f"V{self.number()}"}}

    def _assistant_threads_setSuggestedPrompts(self, arguments: Mapping[str, Any]) -> Json:
        self._need("assistant:write")
        self._channel(arguments)
        prompts = arguments.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
            raise Refused("invalid_arguments")
        if not all(isinstance(p.get("title"), str) and isinstance(p.get("message"), str) for p in prompts):
            raise Refused("invalid_arguments")
        self.prompts.append(dict(arguments))
        return {}

    def respond(self, name: str, arguments: Mapping[str, Any]) -> tuple[int, str]:
        """Take what is sent to a response url: five times in half an hour."""
        response = self.responses.get(name)
        if response is None or time.time() - response.made_at > RESPONSES_S or len(response.sent) >= MOST_RESPONSES:
            return 404, "used_url"
        if error := strict.message_error(arguments):
            return 400, error
        response.sent.append(dict(arguments))
        return 200, "ok"


def _streamed(arguments: Mapping[str, Any]) -> list[Json]:
    """Return what a piece of a stream shows, as blocks."""
    shown: list[Json] = []
    if text := arguments.get("markdown_text"):
        shown.append({"type": "markdown", "text": text})
    for chunk in arguments.get("chunks") or ():
        if chunk.get("type") == "blocks":
            shown += chunk["blocks"]
        elif chunk.get("type") == "markdown_text":
            shown.append({"type": "markdown", "text": chunk["text"]})
        else:
            raise Refused("invalid_chunks")
    return _whole(shown)


def _whole(blocks: list[Json]) -> list[Json]:
    if blocks and (error := strict.blocks_error(blocks)):
        raise Refused(error)
    return blocks
