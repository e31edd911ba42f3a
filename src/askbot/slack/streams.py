"""An answer shown piece by piece, in a direct conversation: the bare answer first, then what bears it out.

What is shown is an `Answer`, so the gate has passed every word of it. A stream is a message without a
mark of ours until it is stopped; Slack ends one by itself after minutes and says so at the next piece. Whatever
goes wrong once it has begun, the message is made whole in one go, as often as it takes.
"""

from __future__ import annotations

from askbot.blocks import Block, Message
from askbot.slack.asked import Asked
from askbot.slack.web import End, Reply, Web, marked

_BUTTONS = ("actions", "context_actions")


def show(web: Web, asked: Asked, message: Message, *, fallback: str) -> Reply:
    """Show a message; UNKNOWN where all or part of it may stand there. Where Slack streams nothing, it is posted."""
    lead, rest, buttons = _parts(message)
    place = {"channel": asked.channel, "thread_ts": asked.thread}
    whom = {"recipient_team_id": asked.team, "recipient_user_id": asked.user}
    begun = web.call("chat.startStream", {**place, **whom, "chunks": [_chunk(lead)]})
    if begun.end in (End.WAIT, End.REFUSED, End.BLOCKS):
        return web.post(asked, message, fallback=fallback)
    if begun.end is not End.DONE:
        return begun
    at = {"channel": asked.channel, "ts": str(begun.fields["ts"])}
    if rest and web.call("chat.appendStream", {**at, "chunks": [_chunk(rest)]}).end is not End.DONE:
        return mend(web, asked, at["ts"], message=message, fallback=fallback)
    if web.call("chat.stopStream", {**at, "blocks": buttons, "metadata": marked(asked)}).end is not End.DONE:
        return mend(web, asked, at["ts"], message=message, fallback=fallback)
    return Reply(End.DONE, {"ts": at["ts"]})


def mend(web: Web, asked: Asked, ts: str, *, message: Message, fallback: str) -> Reply:
    """Make a message whole that was begun as a stream, however much of it stands there."""
    # One that is still open can't be changed; one that Slack has ended says so, which does no harm.
    web.call("chat.stopStream", {"channel": asked.channel, "ts": ts})
    reply = web.update(asked, ts, message=message, fallback=fallback)
    if reply.end is End.DONE:
        return Reply(End.DONE, {"ts": ts})
    # Something stands there already: it is looked for again before anything is posted.
    return Reply(End.UNKNOWN, error=reply.error) if reply.end is End.WAIT else reply


def _parts(message: Message) -> tuple[list[Block], list[Block], list[Block]]:
    """Return a message's blocks: up to the bare answer, what bears it out, and the buttons."""
    shown = [block for block in message.blocks if block["type"] not in _BUTTONS]
    lead = next((n for n, block in enumerate(shown, 1) if block["type"] == "rich_text"), len(shown))
    return shown[:lead], shown[lead:], [block for block in message.blocks if block["type"] in _BUTTONS]


def _chunk(blocks: list[Block]) -> Block:
    return {"type": "blocks", "blocks": blocks}
