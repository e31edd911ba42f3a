"""What is taken along loses nothing: answers come back from their JSON, and Markdown is text and nothing else."""

from __future__ import annotations

import json
import re

import markdown_it
from hypothesis import given
from hypothesis import strategies as st

from askbot import calculator, render, replay, transcript
from askbot.transcript import Exported
from askbot.types import Answer, Claim, Turn
from fakes import cite, document, fact, refusal, runway, sentence

ARTICLE = document()
TALL, REPAIR = "It stands 41 metres tall.", "The trust spent £2.4 million on the repair in 2023."
ANSWERS = (
    fact(ARTICLE, "How tall?", quote=TALL, short="41 metres", notes=("Measured in 1990.",)),
    sentence(ARTICLE, "Is it tall?", quote=TALL, short="Yes"),
    refusal(ARTICLE, "Who built it?", message="Nothing says who.", nearest=TALL),
    runway(ARTICLE, "How long does it last?"),
    Answer("hi", "hi", message="Hello.\nAsk me something."),
    Answer("both", "How tall, how dear?", claims=(Claim("One.", (cite(ARTICLE, TALL),)),) * 2),
)


def test_an_answer_read_back_from_its_json_gives_the_same_json_and_the_same_screen():
    for answer in ANSWERS:
        fields = json.loads(json.dumps(render.to_json(answer)))
        again = transcript.answer(fields)
        assert render.to_json(again) == fields
        assert render.to_text(again) == render.to_text(answer)


@given(st.lists(st.sampled_from(ANSWERS), max_size=6), st.text(max_size=40))
def test_a_conversation_keeps_every_citation_and_calculation(answers: list[Answer], name: str):
    turns = [Exported(Turn(answer.question, answer), "2026-01-31T09:15:00+00:00") for answer in answers]
    exported = json.loads(json.dumps(transcript.to_json(name, turns)))
    again = [transcript.answer(one["answer"]) for one in exported["turns"]]
    assert [a.citations for a in again] == [a.citations for a in answers]
    assert [a.calculations for a in again] == [a.calculations for a in answers]
    page = transcript.to_markdown(name, turns)
    for answer in answers:
        for citation in render.numbered(answer):
            assert f"`{citation.document_id}:{citation.start}-{citation.end}`" in page


def test_a_calculation_in_an_export_can_be_replayed_to_the_last_digit():
    operands = runway(ARTICLE, "q").calculations[0].operands
    reckoned = calculator.evaluate("reserve / (monthly_burn * factor)", operands, name="runway")
    answer = Answer("How long?", "How long?", claims=(Claim("10 months", (), reckoned),))
    turns = [Exported(Turn("How long?", answer))] * 2
    page = transcript.to_markdown("s", turns)
    data = page.partition("```json\n")[2].partition("```")[0]
    whole = json.dumps(transcript.to_json("s", turns))
    assert (replay.replay(data).calculations, replay.replay(data).differences) == (1, ())
    assert (replay.replay(whole).calculations, replay.replay(whole).differences) == (2, ())
    spoilt = replay.replay(data.replace('"600000"', '"600001"'))
    assert spoilt.differences


def test_a_conversation_as_markdown_reads_like_this():
    turns = [Exported(Turn("So, how tall?", ANSWERS[0]), "2026-01-31T09:15:00+00:00")]
    assert transcript.to_markdown("research", turns) == (
        "# Conversation research\n"
        "\n"
        "## So, how tall?\n"
        "\n"
        "*2026-01-31T09:15:00+00:00*\n"
        "\n"
        "*(How tall?)*\n"
        "\n"
        "41 metres \\[1\\]\n"
        "\n"
        "> \\[1\\] It stands 41 metres tall.\n"
        ">\n"
        "> The lighthouse at Pellam Head, `pellam:84-109`\n"
        "\n"
        "- Measured in 1990.\n"
    )


HOSTILE = "\n# big\n![x](http://a) <script> `` ``` [l](u) | a | \x1b]0;t\x07 \u202e --- 1. *b* _c_ &amp; </details>"


def test_nothing_from_an_article_is_markup_in_the_page():
    article = document(f"Tall{HOSTILE} end.", id="p`x`", title=f"T{HOSTILE}")
    answer = sentence(article, f"q{HOSTILE}", quote=article.text)
    page = transcript.to_markdown(HOSTILE, [Exported(Turn(f"q{HOSTILE}", answer))])
    html = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).render(page)
    assert set(re.findall(r"<[a-z0-9]+", html)) <= {"<h1", "<h2", "<p", "<blockquote", "<code", "<em", "<br"}
    assert html.count("<h1") == 1 and "&lt;script&gt;" in html
    assert "\x1b" not in page and "\u202e" not in page


def test_what_is_no_answer_is_refused_with_a_reason():
    fields = render.to_json(ANSWERS[0])
    for wrong in ({}, fields | {"citations": [{}]}, fields | {"claims": [{"text": "a", "citations": [9]}]}, {"a": 1}):
        try:
            transcript.answer(wrong)
        except ValueError as error:
            assert "answer" in str(error) or "claims" in str(error)
        else:
            raise AssertionError(wrong)
