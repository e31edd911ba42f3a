"""What people see in Slack: the real bot process on both lines, against the fake."""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from askbot.slack import threads
from conftest import Rig
from fakeslack import Fault, strict
from slackbot import COMMAND

QUOTE = "Tarnwater covers 148 hectares in the Venn valley and is nowhere deeper than 6.2 metres."


def buttons_of(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    return strict.buttons(message)


def quote_in(view: Mapping[str, Any]) -> str:
    """Return the one passage that a modal quotes."""
    elements = [e for b in view["blocks"] if b["type"] == "rich_text" for e in b["elements"]]
    (quote,) = ["".join(p["text"] for p in e["elements"]) for e in elements if e["type"] == "rich_text_quote"]
    return quote


def thumb_of(message: Mapping[str, Any], which: str) -> dict[str, Any]:
    element = next(b["elements"][0] for b in message["blocks"] if b["type"] == "context_actions")
    return {"type": "feedback_buttons", "action_id": element["action_id"], "value": element[f"{which}_button"]["value"]}


def test_a_mention_is_answered_once_in_its_thread_with_sentence_and_source(rig: Rig):
    sent = rig.mention("How deep is Tarnwater?")
    (answer,) = rig.answers(sent)
    assert strict.shown(answer).splitlines() == ["6.2 metres [1]", "[1] How Tarnwater became a lake again", QUOTE]
    assert answer["text"] == "6.2 metres [1]"
    assert strict.links(answer) == [("https://example.org/tarnwater", "How Tarnwater became a lake again")]
    assert strict.pings(answer) == []
    assert answer["_options"] == {"unfurl_links": False, "unfurl_media": False, "parse": None, "link_names": None}
    assert len(buttons_of(answer)) == 1
    assert answer["metadata"]["event_payload"]["event_id"] == sent.payload["event_id"]


def test_a_direct_message_is_answered_in_its_thread(rig: Rig):
    sent = rig.direct("Who led the angling club?")
    assert strict.shown(rig.answers(sent)[0]).startswith("Jonas Ek [1]")


def test_a_direct_message_continues_what_was_said_there_a_moment_ago(on_socket: Rig):
    fake = on_socket.fake
    fake.state.channels["D0NEW"], fake.state.messages["D0NEW"] = {"U0BOT", "U0EVE"}, []
    first = on_socket.direct("How many visitors came in 2023?", channel="D0NEW", user="U0EVE")
    assert "21,000" in strict.shown(on_socket.answers(first)[0])
    second = on_socket.direct("and in 2012?", channel="D0NEW", user="U0EVE")
    assert "6,000" in strict.shown(on_socket.answers(second)[0])


def test_a_slash_command_is_answered_where_only_the_asker_sees_it(rig: Rig):
    posted = len(rig.fake.calls("chat.postMessage"))
    name, payload = rig.fake.command("When was swimming forbidden?")
    rig.send(payload, type="slash_commands")
    (answer,) = rig.fake.wait(lambda: rig.fake.state.responses[name].sent, what="a response")
    assert strict.shown(answer).startswith("July 1976 [1]")
    assert answer["response_type"] == "ephemeral"
    assert len(rig.fake.calls("chat.postMessage")) == posted
    before = len(rig.fake.state.views)
    rig.send(rig.fake.press(buttons_of(answer)[0]), type="interactive")
    (view,) = rig.fake.wait(lambda: rig.fake.state.views[before:], what="a modal")
    assert quote_in(view).startswith("Swimming was forbidden in July 1976")


def test_a_button_opens_exactly_the_passage_with_the_text_around_it(rig: Rig):
    (answer,) = rig.answers(rig.mention("What share did the state pay?"))
    (button,) = buttons_of(answer)
    before = len(rig.fake.state.views)
    rig.send(rig.fake.press(button), type="interactive")
    view = rig.fake.wait(lambda: rig.fake.state.views[before:], what="a modal")[0]
    assert quote_in(view) == (
        "The state paid 60% of it, the council 25% and the angling club, led by Jonas Ek, the remaining 15%."
    )
    assert strict.links(view) == [("https://example.org/tarnwater", "The article")]
    around = strict.shown(view)
    assert "The work cost 18.6 million kronor." in around and "Ek says that the club's members" in around
    assert view["title"]["text"] == "Passage 1"


def test_a_thumb_is_kept_and_comes_out_as_a_candidate_case(rig: Rig):
    sent = rig.mention("What was forbidden in July 1976?")
    (answer,) = rig.answers(sent)
    before = len(rig.fake.state.ephemeral)
    for thumb in ("negative", "positive"):  # the second one counts
        rig.send(rig.fake.press(thumb_of(answer, thumb)), type="interactive")
    rig.fake.wait(lambda: len(rig.fake.state.ephemeral) >= before + 2, what="two words of thanks")
    path = rig.bot.stdout.parent / "candidates.jsonl"
    command = [*COMMAND, "feedback", "--index", str(rig.index)]
    done = subprocess.run([*command, "--export", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    case = next(c for c in cases if c["question"] == "What was forbidden in July 1976?")
    assert case["verdict"] == {"ups": 1, "downs": 0}
    assert case["accept"] and case["evidence"][0].startswith("Swimming was forbidden in July 1976")
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "+1 -0  What was forbidden in July 1976?" in listed.stdout


def test_a_follow_up_in_the_thread_needs_no_mention_and_is_understood_from_it(rig: Rig):
    first = rig.mention("How many visitors came in 2023?")
    assert "21,000" in strict.shown(rig.answers(first)[0])
    rig.reply("and in 2012?", first)
    shown = strict.shown(rig.answers(first, 2)[1])
    assert "6,000" in shown and shown.startswith("(")


KINDS = {
    "fact": "How deep is Tarnwater?",
    "list": "What does Orrin Boats build?",
    "calculation": "By how much did visibility rise between 2010 and 2023?",
    "what-if": "How long will Orrin Boats' cash last if burn rises 20%?",
    "yes or no": "Is swimming allowed?",
    "comparison": "Were there more visitors in 2023 than in 2012?",
    "summary": "What is this about?",
    "refusal": "How many people live in Oster Venn?",
    "missing figure": "How long will Tarnwater's cash last?",
    "condition that changes nothing": "How long will Orrin Boats' cash last if burn rises?",
    "off topic": "Who won the elections in Peru?",
}


def opened(rig: Rig, button: Mapping[str, Any]) -> str:
    """Press a button and return the passage that it opens."""
    before = len(rig.fake.state.views)
    rig.send(rig.fake.press(button), type="interactive")
    (view,) = rig.fake.wait(lambda: rig.fake.state.views[before:], what="a modal")
    return quote_in(view)


def test_every_kind_of_answer_has_the_same_words_figures_and_order_as_in_the_terminal(on_socket: Rig):
    lines = "".join(json.dumps({"id": kind, "question": question}) + "\n" for kind, question in KINDS.items())
    command = [*COMMAND, "ask", "--batch", "-", "--index", str(on_socket.index)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    in_terminal = [json.loads(line) for line in done.stdout.splitlines()]
    sent = [on_socket.mention(question) for question in KINDS.values()]
    for said, one in zip(in_terminal, sent, strict=True):
        (answer,) = on_socket.answers(one)
        # The notification is the whole text of the terminal; the blocks hold its lines in the same order.
        assert html.unescape(answer["text"]) == said["text"], said["id"]
        shown, at = strict.shown(answer), 0
        for line in said["text"].splitlines():
            at = shown.index(line, at) + len(line)
        cited = said["citations"] or (said["refusal"]["nearest"] if said["refusal"] else [])
        # Every number has its button, and every button opens the very passage that the terminal cites.
        assert [opened(on_socket, button) for button in buttons_of(answer)] == [c["quote"] for c in cited], said["id"]
        results = [calculation["result"]["rounded"].split()[0] for calculation in said["calculations"]]
        assert all(result in shown for result in results)
    by_kind = {said["id"]: said for said in in_terminal}
    assert by_kind["calculation"]["calculations"] and by_kind["what-if"]["calculations"]
    assert [by_kind[kind]["status"] for kind in ("refusal", "off topic")] == ["refused"] * 2
    # What can't be worked out is named, not guessed.
    assert "no figure for Tarnwater's cash balance" in by_kind["missing figure"]["text"]
    assert "“burn rises” changes none" in by_kind["condition that changes nothing"]["text"]
    assert not by_kind["missing figure"]["claims"] and not by_kind["condition that changes nothing"]["claims"]
    assert by_kind["yes or no"]["short"] in ("Yes", "No") and by_kind["list"]["claims"]


def test_talk_in_a_thread_that_asks_nothing_gets_no_answer(on_socket: Rig):
    first = on_socket.mention("How deep is Tarnwater?")
    on_socket.answers(first)
    for text in ("ok, see you at lunch", "<@U0BEN> how deep is it?"):
        on_socket.reply(text, first, user="U0BEN")
    on_socket.settled()
    assert len(on_socket.answers(first)) == 1


def test_a_message_in_a_thread_where_the_bot_never_spoke_is_left_alone(on_socket: Rig):
    root = on_socket.fake.written("Lunch?", channel="C0ONE")
    calls = len(on_socket.fake.log.calls)
    on_socket.reply("How deep is Tarnwater?", root)
    on_socket.settled()
    assert len(on_socket.fake.log.calls) == calls


def test_a_thread_never_seen_is_read_once_and_the_question_understood_from_it(on_socket: Rig):
    fake = on_socket.fake
    root = fake.written("How many visitors came in 2023?", channel="C0ONE")
    reads = len(fake.calls("conversations.replies"))
    first = on_socket.mention("and in 2012?", thread_ts=root.ts)
    assert "6,000" in strict.shown(on_socket.answers(first)[0])
    on_socket.mention("How deep is Tarnwater?", thread_ts=root.ts)
    on_socket.answers(first, 2)
    assert len(fake.calls("conversations.replies")) == reads + 1


def test_of_a_long_thread_what_was_said_last_is_what_counts(on_socket: Rig):
    fake = on_socket.fake
    root = fake.written("How deep is Tarnwater?", channel="C0ONE")
    for _ in range(20):
        fake.written("ok", channel="C0ONE", thread_ts=root.ts)
    fake.written("How many visitors came in 2023?", channel="C0ONE", thread_ts=root.ts)
    reads = len(fake.calls("conversations.replies"))
    sent = on_socket.mention("and in 2012?", thread_ts=root.ts)
    assert "6,000" in strict.shown(on_socket.answers(sent)[0])
    assert len(fake.calls("conversations.replies")) == reads + 1


def test_of_a_thread_too_long_to_be_read_at_once_nothing_is_taken_for_what_was_said_last(on_socket: Rig):
    fake = on_socket.fake
    root = fake.written("How many visitors came in 2023?", channel="C0ONE")
    for _ in range(threads.MOST_READ_MESSAGES):
        fake.written("ok", channel="C0ONE", thread_ts=root.ts)
    reads = len(fake.calls("conversations.replies"))
    sent = on_socket.mention("and in 2012?", thread_ts=root.ts)
    shown = strict.shown(on_socket.answers(sent)[0])
    assert not shown.startswith("(")  # it was not understood as a question about something else
    assert shown.endswith("I could not read what was said above in this thread.")
    assert len(fake.calls("conversations.replies")) == reads + 1


def test_a_thread_that_cannot_be_read_is_answered_all_the_same_and_says_so(on_socket: Rig):
    root = on_socket.fake.written("How many visitors came in 2023?", channel="C0TWO")
    on_socket.fake.fail("conversations.replies", Fault(error="missing_scope"))
    sent = on_socket.mention("How deep is Tarnwater?", channel="C0TWO", thread_ts=root.ts)
    shown = strict.shown(on_socket.answers(sent)[0])
    assert shown.startswith("6.2 metres [1]") and shown.endswith("I could not read what was said above in this thread.")


def test_a_refusal_says_what_is_missing_and_shows_the_nearest_evidence(on_socket: Rig):
    (answer,) = on_socket.answers(on_socket.mention("How many people live in Oster Venn?"))
    shown = strict.shown(answer)
    assert shown.startswith("The articles say nothing on “live” for Oster Venn.") and "Nearest: [1]" in shown
    assert "A dairy at Oster Venn drained" in opened(on_socket, *buttons_of(answer))


def test_a_mention_without_a_question_gets_help(rig: Rig):
    (answer,) = rig.answers(rig.mention(""))
    assert "mention me with a question" in strict.shown(answer)


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"bot_id": "B0OTHER"},
        {"user": "U0BOT"},
    ],
    ids=str,
)
def test_edits_joins_and_bots_are_acknowledged_and_left_alone(on_socket: Rig, event: dict[str, str]):
    sent = on_socket.fake.written("How deep is Tarnwater?", channel="D0ANN", event=event)
    on_socket.send(sent.payload)
    on_socket.settled()
    assert on_socket.fake.state.thread("D0ANN", sent.ts) == []


def test_who_opens_the_bots_own_conversation_is_offered_questions_that_it_answers(rig: Rig):
    before = len(rig.fake.state.prompts)
    event = {"type": "app_home_opened", "user": "U0ANN", "channel": "D0ANN", "tab": "messages"}
    rig.send(rig.fake.event(event))
    offered = rig.fake.wait(lambda: rig.fake.state.prompts[before:], what="prompts")[0]["prompts"]
    assert len(offered) == 3 and not any(set("<>") & set(o["title"] + o["message"]) for o in offered)
    sent = rig.direct(offered[-1]["message"])
    assert rig.answers(sent)[0]["blocks"]


@pytest.mark.parametrize(
    ("payload", "type"),
    [
        ({"event": {"type": "app_context_changed", "user": "U0ANN"}}, "events_api"),
        ({"event": {"type": "never_heard_of", "user": "U0ANN"}}, "events_api"),
        (
            {"type": "block_actions", "actions": [{"type": "button", "action_id": "who", "block_id": "b"}]},
            "interactive",
        ),
        ({"type": "shortcut", "callback_id": "what"}, "interactive"),
        ({"type": "view_submission", "view": {"callback_id": "where", "type": "modal"}}, "interactive"),
        ({"command": "/other", "text": "x", "user_id": "U0ANN", "team_id": "T0HOME"}, "slash_commands"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_what_the_bot_has_no_use_for_is_acknowledged_and_counted(rig: Rig, payload: dict[str, Any], type: str):
    before = rig.bot.health()[1]["unhandled"]
    if type == "events_api":
        body = rig.fake.event(payload["event"])
    else:
        body = {"team": {"id": "T0HOME"}, "user": {"id": "U0ANN", "team_id": "T0HOME"}, "trigger_id": "1.x", **payload}
    rig.send(body, type=type)
    assert rig.bot.health()[1]["unhandled"] == before + 1


HOSTILE_QUESTIONS = [
    "<!channel> <@U0BEN> <#C0TWO> <#C0TWO|general> how many berths has the harbour at Skerry Point?",
    "How many tonnes does the crane at Skerry Point lift, &lt;!here&gt; <https://evil.example|really>?",
]


@pytest.mark.parametrize("question", HOSTILE_QUESTIONS)
def test_nothing_from_a_question_or_an_article_can_ping_link_or_format(rig: Rig, question: str):
    sent = rig.mention(question)
    (answer,) = rig.answers(sent)
    assert strict.pings(answer) == [] and strict.links(answer) == []
    if buttons_of(answer):
        before = len(rig.fake.state.views)
        rig.send(rig.fake.press(buttons_of(answer)[0]), type="interactive")
        view = rig.fake.wait(lambda: rig.fake.state.views[before:], what="a modal")[0]
        assert strict.pings(view) == [] and strict.links(view) == []
        assert "<!here>" in strict.shown(view)  # inert, and word for word
