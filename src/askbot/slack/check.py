"""`askbot slack --check`: whether tokens, scopes, socket and index are right, one line each."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.socket_mode.builtin import SocketModeClient

from askbot.settings import SlackSettings
from askbot.slack.web import End, Reply, Web

# The same as in manifest.yaml, and what each is for.
SCOPES = {
    "app_mentions:read": "mentions",
    "assistant:write": "a status meanwhile, suggested questions",
    "channels:history": "threads in public channels",
    "chat:write": "answers",
    "commands": "/ask",
    "groups:history": "threads in private channels",
    "im:history": "direct messages",
}
HELLO_S = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check; `remedy` is empty where nothing is wrong."""

    what: str
    remedy: str = ""


def check(settings: SlackSettings, *, http: bool) -> Iterator[Finding]:
    """Yield what was found, thing by thing, each as soon as it is known."""
    web = Web(settings)
    reply = web.call("auth.test", {})
    if reply.end is not End.DONE:
        yield _wrong("Bot token", reply, "Copy the bot token anew (OAuth & Permissions) into SLACK_BOT_TOKEN.")
    else:
        yield Finding(f"Bot token: right, bot {reply.fields['user_id']} in {reply.fields.get('team')}.")
        yield _scopes(str(reply.fields["_scopes"]))
    if http:
        yield Finding("Signing secret: set; only a signed request can show whether it is right.")
    else:
        yield from _socket(web, settings)


def _scopes(header: str) -> Finding:
    granted = set(header.replace(",", " ").split())
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        uses = ", ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        return Finding(f"Scopes: missing {uses}.", "Paste manifest.yaml anew (App Manifest) and reinstall the app.")
    return Finding(f"Scopes: all {len(SCOPES)} are granted.")


def _socket(web: Web, settings: SlackSettings) -> Iterator[Finding]:
    reply = web.call("apps.connections.open", {}, token=settings.app_token)
    if reply.end is not End.DONE:
        yield _wrong("App token", reply, "Make an app token with connections:write (Basic Information).")
        return
    yield Finding("App token: right.")
    greeted = threading.Event()
    client = SocketModeClient(app_token=settings.app_token, web_client=web.client, auto_reconnect_enabled=False)
    client.on_message_listeners.append(lambda message: greeted.set() if '"hello"' in message else None)
    client.wss_uri = str(reply.fields["url"])
    try:
        with contextlib.suppress(Exception):
            client.connect()
        connected = client.is_connected() and greeted.wait(HELLO_S)
    finally:
        client.close()
    if connected:
        yield Finding("Socket: connected, and Slack said hello.")
    else:
        yield Finding("Socket: no connection.", "See whether a firewall or a proxy keeps web sockets out.")


def _wrong(name: str, reply: Reply, remedy: str) -> Finding:
    if reply.end in (End.UNKNOWN, End.WAIT):
        return Finding(f"{name}: Slack can't be asked ({reply.error}).", "See whether this machine reaches slack.com.")
    return Finding(f"{name}: Slack says {reply.error}.", remedy)
