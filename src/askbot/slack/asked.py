"""What Slack sends, turned into a question or into nothing. Pure.

Knows the payloads' fields; decides who asks what, where, and whether it is this bot's affair.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Payload = Mapping[str, object]

# An edit, a deletion, a join is no question; these are messages that a person wrote.
_WRITTEN = (None, "", "file_share", "thread_broadcast", "me_message")
# What Slack makes of what was typed: <@U1>, <#C1|name>, <!here>, <https://a.example|label>.
_LINKED = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]{1,4000})(?:\|(?P<label>[^<>]{0,4000}))?>")
# Slack takes 40,000 characters; the bot refuses a question long before this.
LONGEST_TEXT_CHARACTERS = 8_000


class Kind(StrEnum):
    """By which way a question came."""

    MENTION = "mention"
    DIRECT = "direct"
    THREAD = "thread"  # in a thread where the bot has answered, without a mention
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Home:
    """The workspace and the bot in it, as `auth.test` names them; `guests` are other workspaces that are welcome."""

    team: str
    bot_user: str
    bot: str = ""
    team_name: str = ""
    enterprise: str = ""
    guests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that it takes to answer it, whichever process does and whenever.

    `thread` is the `thread_ts` to answer in; `ts` the message's own. A command has neither, but
    a `response_url`.
    """

    id: str
    event_id: str | None
    kind: Kind
    team: str
    channel: str
    user: str
    text: str
    ts: str = ""
    thread: str = ""
    response_url: str = ""
    stranger: bool = False

    @property
    def top_level(self) -> bool:
        """Whether the message opens a thread rather than standing in one."""
        return self.thread == self.ts


def identify(*parts: str) -> str:
    """Return the short name of what the parts identify together: for one text by two ways it is the same.

    >>> identify("T1", "C1", "17.01") == identify("T1", "C1", "17.01") != identify("T1", "C1", "17.02")
    True
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def from_event(body: Payload, home: Home) -> Asked | None:
    """Return the question of an Events API payload; None for what is not one (own words, edits, bots).

    A message in a channel comes back as of kind THREAD where it stands in a thread: whether the bot
    has answered there is for the caller to know. One that opens no thread and mentions nobody is None,
    and so is one whose mention comes as an event of its own.
    """
    event = body.get("event")
    if not isinstance(event, Mapping):
        return None
    user, channel, ts = _text(event, "user"), _text(event, "channel"), _text(event, "ts")
    if not user or not channel or not ts or _is_machine(event, home) or event.get("subtype") not in _WRITTEN:
        return None
    text, thread = _text(event, "text"), _text(event, "thread_ts")
    kind = _kind(event, text, thread=thread, home=home)
    if kind is None:
        return None
    team = _text(body, "team_id") or home.team
    return Asked(
        id=identify(team, channel, ts),
        event_id=_text(body, "event_id") or None,
        kind=kind,
        team=team,
        channel=channel,
        user=user,
        text=plain(text, bot_user=home.bot_user),
        ts=ts,
        thread=thread or ts,
        stranger=_is_stranger(body, event, home),
    )


def from_command(body: Payload, home: Home) -> Asked | None:
    """Return the question of a slash command."""
    user, channel, trigger = _text(body, "user_id"), _text(body, "channel_id"), _text(body, "trigger_id")
    if not user or not channel or not trigger:
        return None
    team = _text(body, "team_id")
    return Asked(
        id=identify(team, channel, trigger),
        event_id=None,
        kind=Kind.COMMAND,
        team=team,
        channel=channel,
        user=user,
        text=plain(_text(body, "text"), bot_user=home.bot_user),
        response_url=_text(body, "response_url"),
        stranger=_elsewhere(team, home),
    )


def is_stranger(body: Payload, home: Home) -> bool:
    """Say whether the person behind an interaction (a button, a modal) belongs to another workspace."""
    user = body.get("user")
    team = _text(user, "team_id") if isinstance(user, Mapping) else ""
    return _elsewhere(team, home)


def plain(text: str, *, bot_user: str) -> str:
    """Return what a person typed: the bot's own mention away, links as their words, entities as characters.

    >>> plain("<@U1> is <https://a.example/x|this> &lt;5% or &gt;7%, <@U2>?", bot_user="U1")
    'is this <5% or >7%, @U2?'
    """

    def typed(link: re.Match[str]) -> str:
        if link["sign"] == "@" and link["target"] == bot_user:
            return " "
        if link["label"]:
            return link["label"]
        return {"@": "@", "#": "#", "!": "@"}.get(link["sign"], "") + link["target"]

    # A lone half of a surrogate pair can be neither stored nor sent.
    whole = text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_TEXT_CHARACTERS]
    return " ".join(html.unescape(_LINKED.sub(typed, whole)).split())


def _text(fields: Payload, name: str) -> str:
    text = fields.get(name)
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def _is_machine(event: Payload, home: Home) -> bool:
    return bool(event.get("bot_id") or event.get("bot_profile")) or event.get("user") == home.bot_user


def _kind(event: Payload, text: str, *, thread: str, home: Home) -> Kind | None:
    if event.get("type") == "app_mention":
        return Kind.MENTION
    if event.get("type") != "message":
        return None
    if event.get("channel_type") == "im":
        return Kind.DIRECT
    mentioned = {m["target"] for m in _LINKED.finditer(text) if m["sign"] == "@"}
    if home.bot_user in mentioned:
        # The same text comes as an app_mention too; both have one id, so the first of them is answered.
        return Kind.MENTION
    # A reply that names somebody else is said to them.
    return Kind.THREAD if thread and thread != event.get("ts") and not mentioned else None


def _is_stranger(body: Payload, event: Payload, home: Home) -> bool:
    teams = {_text(event, name) for name in ("user_team", "source_team", "team")} - {""}
    if teams:
        return any(_elsewhere(team, home) for team in teams)
    # Where outsiders are about, somebody whose workspace isn't named is taken for one.
    return body.get("is_ext_shared_channel") is True


def _elsewhere(team: str, home: Home) -> bool:
    return team not in {home.team, home.enterprise, *home.guests} - {""}
