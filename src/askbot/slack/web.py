"""Calls to Slack's Web API, each with one of a few ends; the only module that speaks to it.

The library's own retries are off: a message that was accepted before the connection broke would be
sent twice. What a failure means and whether to try again is decided here, once for every method.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from askbot.blocks import Message
from askbot.settings import SlackSettings
from askbot.slack import logs
from askbot.slack.asked import Asked, Kind

# The name under which our messages carry the question they answer.
METADATA_TYPE = "askbot_answer"

CALL_TIMEOUT_S = 15
# A look for our own answer goes page by page; Slack lets apps that are sold outside its directory read 15 at once.
PAGE_MESSAGES = 15
MOST_PAGES = 3
# However long Slack asks us to wait, it is asked again after this.
LONGEST_WAIT_S = 120.0
USUAL_WAIT_S = 5.0

# The answer is too much for a message, or Slack reads the blocks otherwise than we do: plain text serves.
_BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "blocks_too_long"}
)
_TOKEN_REFUSED = frozenset({"token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive"})
_FOR_A_MOMENT = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "rollup_error"}
)
# Methods that read take no JSON.
_READING = frozenset({"conversations.replies", "auth.test", "apps.connections.open"})
_UNREACHED = (OSError, http.client.HTTPException)


class End(StrEnum):
    """How a call ended."""

    DONE = "done"
    WAIT = "wait"  # refused for now; nothing happened
    UNKNOWN = "unknown"  # the connection broke: it may have happened
    BLOCKS = "blocks"  # refused because of the blocks
    LOCKED_OUT = "locked_out"  # refused for good, whatever is asked
    REFUSED = "refused"  # refused for good


@dataclass(frozen=True, slots=True)
class Reply:
    """The end of a call, with what came back."""

    end: End
    fields: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    wait_s: float = USUAL_WAIT_S


class Web:
    """Slack's Web API with the bot's token. May be used from several threads."""

    def __init__(self, settings: SlackSettings) -> None:
        self.client = WebClient(
            token=settings.bot_token, base_url=settings.api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[]
        )

    def call(self, method: str, arguments: Mapping[str, object], *, token: str | None = None) -> Reply:
        """Call a method; every failure is an end, nothing is raised."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            if method in _READING:
                response = self.client.api_call(method, params=dict(arguments), headers=headers)
            else:
                response = self.client.api_call(method, json=dict(arguments), headers=headers)
        except SlackApiError as error:
            reply = _refused(error)
        except _UNREACHED as error:
            reply = Reply(End.UNKNOWN, error=type(error).__name__)
        else:
            headers_back = {name.lower(): value for name, value in response.headers.items()}
            fields = response.data if isinstance(response.data, dict) else {}
            reply = Reply(End.DONE, {**fields, "_scopes": headers_back.get("x-oauth-scopes", "")})
        if reply.end is not End.DONE:
            fields = {"method": method, "end": reply.end, "error": reply.error}
            logs.event("call_failed", fields | ({"wait_s": reply.wait_s} if reply.end is End.WAIT else {}))
        return reply

    def post(self, asked: Asked, message: Message, *, fallback: str) -> Reply:
        """Post an answer in the question's thread, marked with the question; as text where the blocks are refused."""
        arguments: dict[str, object] = {
            "channel": asked.channel,
            "thread_ts": asked.thread,
            "text": message.text,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": marked(asked),
        }
        reply = self.call("chat.postMessage", {**arguments, "blocks": message.blocks})
        if reply.end is End.BLOCKS:
            reply = self.call("chat.postMessage", {**arguments, "text": fallback})
        return reply

    def update(self, asked: Asked, ts: str, *, message: Message, fallback: str) -> Reply:
        """Put an answer in the place of a message of ours; as text where the blocks are refused. Harmless twice."""
        arguments = {"channel": asked.channel, "ts": ts, "text": message.text, "metadata": marked(asked)}
        reply = self.call("chat.update", {**arguments, "blocks": message.blocks})
        if reply.end is End.BLOCKS:
            reply = self.call("chat.update", {**arguments, "text": fallback, "blocks": []})
        return reply

    def status(self, asked: Asked, status: str) -> None:
        """Show what the bot is doing under the question, or nothing more; best effort."""
        arguments = {"channel_id": asked.channel, "thread_ts": asked.thread, "status": status}
        self.call("assistant.threads.setStatus", arguments)

    def whisper(self, asked: Asked, *, message: Message, user: str = "") -> Reply:
        """Say something to the asker (or to `user`) alone, where the question stands."""
        arguments = {
            "channel": asked.channel,
            "user": user or asked.user,
            "text": message.text,
            "blocks": message.blocks,
            **({} if asked.top_level else {"thread_ts": asked.thread}),
        }
        return self.call("chat.postEphemeral", arguments)

    def respond(self, asked: Asked, message: Message, *, fallback: str) -> Reply:
        """Answer a slash command where only the asker sees it."""
        reply = _respond(asked.response_url, message.text, message.blocks)
        return _respond(asked.response_url, fallback, None) if reply.end is End.BLOCKS else reply

    def find(self, asked: Asked) -> Reply:
        """Look whether a question has been answered: done with the message's `ts` in the fields, or `ts` None.

        `begun` says that the message is a stream that was never finished: in a direct conversation, one of ours
        without a mark.
        """
        begun, cursor = None, ""
        for _ in range(MOST_PAGES):
            page = self.replies(asked, oldest=asked.ts, cursor=cursor)
            if page.end is not End.DONE:
                return page
            for posted in page.fields.get("messages", ()):
                metadata = posted.get("metadata") or {}
                if metadata.get("event_type") == METADATA_TYPE:
                    payload = metadata.get("event_payload") or {}
                    if payload.get("question") == asked.id:
                        return Reply(End.DONE, {"ts": posted.get("ts"), "begun": False})
                elif asked.kind is Kind.DIRECT and posted.get("bot_id") and not metadata:
                    begun = posted.get("ts")
            cursor = (page.fields.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return Reply(End.DONE, {"ts": begun, "begun": begun is not None})

    def replies(self, asked: Asked, *, limit: int = PAGE_MESSAGES, oldest: str = "", cursor: str = "") -> Reply:
        """Read a page of the question's thread, which begins with its oldest messages."""
        arguments: dict[str, object] = {
            "channel": asked.channel,
            "ts": asked.thread,
            "limit": limit,
            "include_all_metadata": True,
            **({"oldest": oldest, "inclusive": True} if oldest else {}),
            **({"cursor": cursor} if cursor else {}),
        }
        return self.call("conversations.replies", arguments)


def marked(asked: Asked) -> dict[str, object]:
    """Return the metadata by which the answer to a question is known again."""
    return {
        "event_type": METADATA_TYPE,
        "event_payload": {"question": asked.id, "event_id": asked.event_id or ""},
    }


def _refused(error: SlackApiError) -> Reply:
    response = error.response
    status = getattr(response, "status_code", 0)
    payload = getattr(response, "data", None)
    code = str(payload.get("error", "")) if isinstance(payload, dict) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Reply(End.WAIT, error="ratelimited", wait_s=retry_after(getattr(response, "headers", {})))
    if status >= 500 or not code:
        # A gateway's page of HTML says nothing of what happened behind it.
        return Reply(End.UNKNOWN, error=f"http_{status}" if status else "no_json")
    if code in _FOR_A_MOMENT:
        return Reply(End.UNKNOWN, error=code)
    end = End.BLOCKS if code in _BLOCKS_REFUSED else End.LOCKED_OUT if code in _TOKEN_REFUSED else End.REFUSED
    needed = f" (needs {payload['needed']})" if isinstance(payload, dict) and payload.get("needed") else ""
    return Reply(end, error=f"{code}{needed}")


def retry_after(headers: Mapping[str, Any]) -> float:
    """Return for how long Slack asks us to wait, within bounds of our own."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    text = str(value[0] if isinstance(value, list) and value else value)
    wait_s = float(text) if text.isascii() and text.isdigit() else USUAL_WAIT_S
    return min(max(wait_s, 1.0), LONGEST_WAIT_S)


def _respond(url: str, text: str, blocks: Sequence[Mapping[str, object]] | None) -> Reply:
    body: dict[str, Any] = {"response_type": "ephemeral", "text": text}
    if blocks is not None:
        body["blocks"] = list(blocks)
    try:
        response = WebhookClient(url, timeout=CALL_TIMEOUT_S, retry_handlers=[]).send_dict(body)
    except _UNREACHED as error:
        reply = Reply(End.UNKNOWN, error=type(error).__name__)
    else:
        if response.status_code == 200:
            return Reply(End.DONE)
        if response.status_code == 429:
            reply = Reply(End.WAIT, error="ratelimited", wait_s=retry_after(response.headers))
        elif response.status_code >= 500:
            reply = Reply(End.UNKNOWN, error=f"http_{response.status_code}")
        else:
            refused = any(code in (response.body or "") for code in _BLOCKS_REFUSED)
            reply = Reply(End.BLOCKS if refused else End.REFUSED, error=f"http_{response.status_code}")
    logs.event("call_failed", {"method": "response_url", "end": reply.end, "error": reply.error})
    return reply
