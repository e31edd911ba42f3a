"""What Slack refuses: limits of blocks, messages and views, and what its parser makes of text.

Each check returns Slack's error code, or None. slack_sdk's own models check single blocks; what they
don't know (unknown types, rich text, fifty blocks, the undocumented total) is checked here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

MOST_MESSAGE_BLOCKS, MOST_VIEW_BLOCKS = 50, 100
# Measured by others at 13,200 and once at 11,341; this fake takes the lower one for the whole JSON.
MOST_UNITS = 11_000
LONGEST_TEXT = 40_000
LONGEST_ELEMENT = 3_000
BLOCKS = {"actions", "context", "context_actions", "divider", "header", "markdown", "rich_text", "section"}
ELEMENTS = {"text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color"}
CONTAINERS = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}

_CONTROL = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")


def units(text: str) -> int:
    """Count as Slack does: UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def blocks_error(blocks: object, *, most: int = MOST_MESSAGE_BLOCKS) -> str | None:
    """Return why Slack would refuse these blocks."""
    if not isinstance(blocks, list) or len(blocks) > most or not all(isinstance(block, dict) for block in blocks):
        return "invalid_blocks"
    if any(block.get("type") not in BLOCKS for block in blocks):
        return "invalid_blocks"
    try:
        for block in Block.parse_all(blocks):
            block.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError):
        return "invalid_blocks"
    for block in blocks:
        if not _is_well_formed(block):
            return "invalid_blocks"
    actions = [e.get("action_id") for b in blocks if b["type"] == "actions" for e in b["elements"]]
    if len(set(actions)) != len(actions):
        return "invalid_blocks"
    total = sum(12_001 if units(b.get("text", "")) > 12_000 else 0 for b in blocks if b["type"] == "markdown")
    if total or units(json.dumps(blocks, ensure_ascii=False)) > MOST_UNITS:
        return "msg_blocks_too_long"
    return None


def _is_well_formed(block: Mapping[str, Any]) -> bool:
    if block["type"] == "rich_text":
        return bool(block.get("elements")) and all(_is_rich(element) for element in block["elements"])
    if block["type"] in ("context", "actions"):
        return bool(block.get("elements")) and all(_text_is_right(e) for e in block["elements"])
    return _text_is_right(block)


def _text_is_right(piece: Mapping[str, Any]) -> bool:
    text = piece if piece.get("type") in ("plain_text", "mrkdwn") else piece.get("text")
    if not isinstance(text, Mapping):
        return True
    return isinstance(text.get("text"), str) and 0 < units(text["text"]) <= LONGEST_ELEMENT


def _is_rich(container: Mapping[str, Any]) -> bool:
    if container.get("type") == "rich_text_list":
        return all(_is_rich(section) for section in container.get("elements", ()))
    if container.get("type") not in CONTAINERS or not container.get("elements"):
        return False
    for element in container["elements"]:
        if element.get("type") not in ELEMENTS:
            return False
        if element["type"] == "text" and not (
            isinstance(element.get("text"), str) and 0 < units(element["text"]) <= LONGEST_ELEMENT
        ):
            return False
        if element["type"] == "link" and not re.fullmatch(r"(https?|mailto|slack):\S{1,3000}", element.get("url", "")):
            return False
    return True


def message_error(arguments: Mapping[str, Any]) -> str | None:
    """Return why Slack would refuse a message."""
    text, blocks = arguments.get("text"), arguments.get("blocks")
    if not text and not blocks:
        return "no_text"
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        return "msg_too_long"
    if blocks is not None and (error := blocks_error(blocks)):
        return error
    metadata = arguments.get("metadata")
    if metadata is not None:
        payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
        if not isinstance(payload, dict) or not isinstance(metadata.get("event_type"), str):
            return "invalid_metadata_format"
        if not all(isinstance(value, str | int | float | bool) for value in payload.values()):
            return "invalid_metadata_schema"
    return None


def view_error(view: object) -> str | None:
    """Return why Slack would refuse a modal."""
    if not isinstance(view, dict) or view.get("type") != "modal":
        return "invalid_arguments"
    for name in ("title", "close", "submit"):
        text = view.get(name)
        if text is not None and not (text.get("type") == "plain_text" and 0 < units(text.get("text", "")) <= 24):
            return "invalid_arguments"
    if "title" not in view:
        return "invalid_arguments"
    return blocks_error(view.get("blocks"), most=MOST_VIEW_BLOCKS)


def pings(message: Mapping[str, Any]) -> list[str]:
    """Return whom a message would notify, by any way that Slack knows: markup in text, elements of rich text."""
    found = []
    for text in _parsed_texts(message):
        for sign, target, _ in _CONTROL.findall(text):
            if sign in ("@", "#") or (sign == "!" and not target.startswith("date")):
                found.append(sign + target)
    for piece in _pieces(message.get("blocks") or ()):
        if piece.get("type") in ("user", "usergroup", "channel", "broadcast"):
            found.append(str(piece))
    return found


def links(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the links of a message, each with its words."""
    found = [
        (target, label or target)
        for text in _parsed_texts(message)
        for sign, target, label in _CONTROL.findall(text)
        if not sign
    ]
    found += [
        (p["url"], p.get("text", p["url"])) for p in _pieces(message.get("blocks") or ()) if p.get("type") == "link"
    ]
    return found


def shown(message: Mapping[str, Any]) -> str:
    """Return the words of a message's blocks, or of its text, as a person reads them."""
    blocks = message.get("blocks")
    if not blocks:
        text = str(message.get("text", ""))
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "rich_text":
            lines += ["".join(p.get("text", p.get("url", "")) for p in c["elements"]) for c in block["elements"]]
        elif block["type"] == "context":
            lines += [element["text"] for element in block["elements"]]
        elif block["type"] == "section":
            lines.append(block["text"]["text"])
    return "\n".join(lines)


def buttons(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons of a message."""
    return [e for b in message.get("blocks") or () if b["type"] == "actions" for e in b["elements"]]


def _parsed_texts(message: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(message.get("text"), str):
        yield message["text"]
    for piece in _pieces(message.get("blocks") or ()):
        if piece.get("type") in ("mrkdwn", "markdown") and isinstance(piece.get("text"), str):
            yield piece["text"]


def _pieces(tree: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(tree, Mapping):
        yield tree
        for value in tree.values():
            yield from _pieces(value)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for value in tree:
            yield from _pieces(value)
