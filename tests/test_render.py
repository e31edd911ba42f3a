"""What a reader and a program see of an answer."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import render, screen, working
from askbot.types import Answer, Claim
from fakes import cite, document, fact, refusal, runway, sentence

ARTICLE = document()
REPAIR = "The trust spent £2.4 million on the repair in 2023."
RESERVE = "It holds £600,000 in reserve, and it expects to spend £50,000 a month."


def test_a_fact_is_the_bare_answer_then_its_sentence_with_the_words_marked():
    answer = fact(
        ARTICLE, "How much was it?", quote=REPAIR, short="£2.4 million", heading="Money", notes=("The year is over.",)
    )
    assert render.to_text(answer, width=80) == (
        "£2.4 million [1]\n"
        "\n"
        "  [1] The lighthouse at Pellam Head, Money\n"
        '      "The trust spent *£2.4 million* on the repair in 2023."\n'
        "  ! The year is over."
    )


def test_colour_takes_the_place_of_asterisks():
    answer = fact(ARTICLE, "How much was it?", quote=REPAIR, short="£2.4 million")
    shown = render.to_text(answer, width=80, colour=True)
    assert "\x1b[1m£2.4 million\x1b[22m" in shown
    assert "*" not in shown


def test_a_calculation_shows_the_formula_in_words_and_figures_with_each_mark():
    assert render.to_text(runway(ARTICLE, "How long will it last?"), width=120) == (
        "10 months [1]\n"
        "\n"
        "  runway = reserve / (monthly burn × factor) = £600,000 [1] / (£50,000 a month [1] × 1.20, assumed)"
        " = 10 months\n"
        "  Counts the reserve alone.\n"
        "  [1] The lighthouse at Pellam Head, Money\n"
        '      "It holds *£600,000* in reserve, and it expects to spend *£50,000 a month*."'
    )


def test_a_sentence_that_is_the_answer_is_not_quoted_a_second_time():
    answer = sentence(ARTICLE, "How tall?", quote="It stands 41 metres tall.")
    assert render.to_text(answer) == "It stands 41 metres tall. [1]\n\n  [1] The lighthouse at Pellam Head"


def test_yes_and_no_come_with_their_reason():
    answer = sentence(ARTICLE, "Is it tall?", quote="It stands 41 metres tall.", short="Yes")
    assert render.plain(answer) == "Yes. It stands 41 metres tall. [1]"


def test_a_refusal_says_what_is_missing_and_the_nearest_sentence():
    answer = refusal(
        ARTICLE, "Who built it?", message="Nothing says who built it.", nearest="It stands 41 metres tall."
    )
    assert render.to_text(answer) == 'Nothing says who built it.\n  Nearest: "It stands 41 metres tall." [1]'
    fields = render.to_json(answer)
    assert fields["status"] == "refused" and fields["claims"] == []
    assert fields["refusal"]["nearest"][0]["quote"] == "It stands 41 metres tall."


def test_a_follow_up_shows_the_question_that_was_answered_unless_it_is_the_same():
    answer = Answer("and it?", "How tall is it?", claims=(Claim("Tall.", (cite(ARTICLE, RESERVE),)),))
    assert render.to_text(answer).splitlines()[0] == "  (How tall is it?)"
    same = Answer("how tall is it", "How tall is it?", claims=(Claim("Tall.", (cite(ARTICLE, RESERVE),)),))
    assert render.to_text(same).splitlines()[0] == "Tall. [1]"


def test_a_message_is_text_only():
    answer = Answer("hello", "hello", message="Ask me about the articles.\nOr say /help.")
    assert render.to_text(answer) == "Ask me about the articles.\nOr say /help."
    assert render.to_json(answer)["status"] == "message"


def test_a_second_citation_of_the_same_section_has_no_heading_of_its_own():
    answer = Answer(
        "q", "q", claims=(Claim("Both.", (cite(ARTICLE, REPAIR, "Money"), cite(ARTICLE, RESERVE, "Money"))),)
    )
    assert render.plain(answer) == "Both. [1][2]"
    assert render.to_text(answer, width=100).count("Pellam Head, Money") == 1


def test_the_json_has_the_fields_of_the_contract_and_no_mark_without_a_citation():
    fields = render.to_json(runway(ARTICLE, "How long?"), "q1")
    assert {
        "id", "question", "standalone_question", "status", "text", "short", "claims", "citations", "calculations",
        "refusal", "engine", "seconds",
    } <= set(fields)  # fmt: skip
    assert fields["id"] == "q1"
    assert set(fields["citations"][0]) == {
        "n",
        "document_id",
        "title",
        "heading",
        "quote",
        "start",
        "end",
        "sha256",
        "page",
    }
    operand = fields["calculations"][0]["operands"]["monthly_burn"]
    assert operand == {
        "value": "50000", "unit": "GBP/month", "printed": "£50,000 a month", "period": None, "hedge": None,
        "start": operand["start"], "end": operand["end"], "citation": 1, "origin": "printed",
    }  # fmt: skip
    assert ARTICLE.text[operand["start"] : operand["end"]] == "£50,000 a month"
    assert fields["calculations"][0]["operands"]["factor"]["citation"] is None
    assert fields["calculations"][0]["result"] == {"value": "10", "unit": "month", "rounded": "10"}
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", fields["text"])}
    assert marks == {citation["n"] for citation in fields["citations"]}
    assert json.loads(json.dumps(fields)) == fields


def test_a_long_quote_is_shortened_around_the_answer_on_the_screen_and_never_in_json():
    text = "Filler words stand here. " * 30 + "the figure is 77 tons and " + "more words follow here " * 30
    article = document(text)
    answer = fact(article, "q", quote=text, short="77 tons")
    shown = render.to_text(answer, width=100)
    assert "*77 tons*" in shown and len(shown) < 700
    quoted = shown.partition('"')[2]
    assert quoted.startswith("…") and quoted.endswith('…"')
    assert render.to_json(answer)["citations"][0]["quote"] == text


def test_an_excerpt_numbers_its_lines_and_marks_the_span():
    start = ARTICLE.text.index("£2.4 million")
    shown = render.excerpt(ARTICLE, start, start + len("£2.4 million"), width=200)
    assert shown == (
        "The lighthouse at Pellam Head (pellam, line 5)\n"
        "\n"
        "  4  Money\n"
        "  5  The trust spent *£2.4 million* on the repair in 2023. It holds £600,000 in reserve, and it expects to"
        " spend £50,000 a month."
    )
    fields = render.excerpt_json(ARTICLE, start, start + 4)
    assert fields["quote"] == "£2.4" and fields["line"] == 5
    assert str(fields["before"]) + str(fields["quote"]) + str(fields["after"]) == ARTICLE.text.split("\n")[4]


def test_a_span_over_two_lines_is_marked_on_both():
    start, end = ARTICLE.text.index("tall."), ARTICLE.text.index("The trust") + len("The trust")
    shown = render.excerpt(ARTICLE, start, end, width=200)
    assert "lines 3 to 5" in shown
    assert "41 metres *tall.*" in shown and "*Money*" in shown and "*The trust* spent" in shown


@pytest.mark.parametrize("hostile", ["\x1b]0;owned\x07", "\x9b2J", "\u202egnirts\u202c", "\r\x08\x08", "\u2066x\u2069"])
def test_nothing_from_an_article_steers_the_terminal(hostile: str):
    text = f"The {hostile} answer is 12 {hostile} tons.\n\nMore."
    article = document(text, id=f"a{hostile}", title=f"T{hostile}")
    answer = fact(article, f"q{hostile}", quote=f"The {hostile} answer is 12 {hostile} tons.", short="12")
    shown = render.to_text(answer) + render.excerpt(article, 0, 5) + render.plain(answer)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) == "Cc"]
    assert not {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"} & {*shown}


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(WORDS, st.integers(24, 120), st.booleans())
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(text: str, width: int, colour: bool):
    look = screen.Look(width, colour)
    lines = screen.wrapped(screen.squeeze(text), look, indent="  ", further="    ")
    assert "".join("".join(lines).split()) == "".join(screen.squeeze(text).split())
    narrow = [line for line in lines if line.isascii()]
    assert all(len(line) <= width for line in narrow)


@given(st.text(min_size=1, max_size=80), st.integers(0, 79), st.integers(1, 80))
def test_highlighting_changes_no_character_of_a_quote(text: str, start: int, length: int):
    spans = [(min(start, len(text) - 1), min(start + length, len(text)))]
    marked = screen.highlighted(text, spans, within=(0, len(text)))
    bare = "".join(c for c in marked if c not in "\ue000\ue001")
    assert "".join(bare.split()) == "".join(screen.clean(text).split())


@given(st.lists(st.sampled_from([REPAIR, RESERVE, "It stands 41 metres tall."]), min_size=1, max_size=6))
def test_no_citation_is_ever_lost(quotes: list[str]):
    answer = Answer("q", "q", claims=tuple(Claim(f"Said: {quote}", (cite(ARTICLE, quote),)) for quote in quotes))
    fields = render.to_json(answer)
    assert {c["quote"] for c in fields["citations"]} == set(quotes)
    assert [fields["citations"][claim["citations"][0] - 1]["quote"] for claim in fields["claims"]] == quotes
    shown = render.to_text(answer, width=100)
    assert all(f"  [{n}] " in shown for n in range(1, len(set(quotes)) + 1))


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("cash / raised(burn, change)", "cash / (burn × (1 + change))"),
        ("share(part, whole)", "part / whole"),
        ("sum(one, two, three)", "one + two + three"),
        ("ratio(raised(one, change), two)", "(one × (1 + change)) / two"),
        ("change(after, before)", "(after - before) / before"),
        ("rest(part)", "100% - part"),
        ("years(cash / burn)", "cash / burn in years"),
        ("(part of amount) / count", "(part of amount) / count"),
        ("unheard(one, two) * 2", "(unheard of one and two) × 2"),
    ],
)
def test_a_formula_is_written_as_one_writes_it_by_hand(expression: str, written: str):
    assert working.written_out(expression, {}) == written


def test_the_larger_and_the_smaller_operand_are_named_rather_than_the_choice():
    operands = runway(ARTICLE, "q").calculations[0].operands
    expression = "most(monthly_burn, reserve) - least(monthly_burn, reserve)"
    assert working.written_out(expression, operands) == "reserve - monthly_burn"
