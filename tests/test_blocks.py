"""Answers as Slack shows them: the same as in the terminal, within Slack's limits, and inert."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from askbot import blocks, render
from askbot.types import Answer, Citation, Claim, Document, Refusal, RefusalReason
from fakes import cite, document, fact, refusal, runway, sentence
from fakeslack import strict

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = document()
SOURCES = {ARTICLE.id: "https://example.org/pellam"}
MILL = document("A mill\n\nThe mill at Orr is 52 metres high.\n", id="mill", title="A mill")
BUILT = "The lighthouse was built in 1871 from local granite."
TALL, HIGH = "It stands 41 metres tall.", "The mill at Orr is 52 metres high."
REPAIR = "The trust spent £2.4 million on the repair in 2023."

ANSWERS = {
    "fact": fact(
        ARTICLE, "How much was it?", quote=REPAIR, short="£2.4 million", heading="Money", notes=("The year is over.",)
    ),
    "sentence": sentence(ARTICLE, "How tall?", quote="It stands 41 metres tall."),
    "yes": sentence(ARTICLE, "Is it tall?", quote="It stands 41 metres tall.", short="Yes"),
    "calculation": runway(ARTICLE, "How long will it last?"),
    "refusal": refusal(
        ARTICLE, "Who built it?", message="Nothing says who built it.", nearest="It stands 41 metres tall."
    ),
    "message": Answer("hello", "hello", message="Ask me about the articles."),
    "two": Answer(
        "and it?",
        "How tall is it and what was spent?",
        claims=(
            Claim("41 metres.", (cite(ARTICLE, "It stands 41 metres tall."),)),
            Claim("£2.4 million.", (cite(ARTICLE, REPAIR, "Money"),)),
        ),
    ),
    "summary": Answer(
        "What is this about?",
        "What is this about?",
        claims=tuple(
            Claim(said, (cite(ARTICLE, said, heading),)) for said, heading in ((BUILT, ""), (REPAIR, "Money"))
        ),
        notes=("The two come from different sections.",),
    ),
    "list": Answer(
        "Which figures are given?",
        "Which figures are given?",
        short="41 metres; £2.4 million",
        claims=(Claim("41 metres; £2.4 million", (cite(ARTICLE, TALL), cite(ARTICLE, REPAIR, "Money"))),),
        highlights=tuple(
            ("pellam", start, start + len(said))
            for said in ("41 metres", "£2.4 million")
            for start in [ARTICLE.text.index(said)]
        ),
    ),
    "comparison": Answer(
        "Is the lighthouse taller than the mill?",
        "Is the lighthouse taller than the mill?",
        short="No",
        claims=(Claim("The mill: 52 metres; the lighthouse: 41 metres.", (cite(MILL, HIGH), cite(ARTICLE, TALL))),),
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_terminal_and_slack_show_the_same_answer(name: str):
    answer = ANSWERS[name]
    message = blocks.message(answer, id="0123456789abcdef0123", sources=SOURCES)
    found = {
        f"{name}.txt": render.to_text(answer, width=100) + "\n",
        f"{name}.slack.json": json.dumps({"text": message.text, "blocks": message.blocks}, indent=1, ensure_ascii=False)
        + "\n",
    }
    for file, text in found.items():
        assert text == (GOLDEN / file).read_text(encoding="utf-8"), file


@pytest.mark.parametrize("name", ANSWERS)
def test_words_numbers_and_their_order_are_those_of_the_terminal(name: str):
    answer = ANSWERS[name]
    message = blocks.message(answer, id="x", sources=SOURCES)
    in_slack = strict.shown({"blocks": message.blocks})
    marks = re.findall(r"\[(\d+)\]", in_slack)
    # Every line that says something stands in Slack, in the terminal's order.
    at = 0
    for line in (*render.lead(answer), *render.workings_of(answer)):
        found = in_slack.find(line, at)
        assert found >= 0, line
        at = found + len(line)
    listed = {str(n) for n in range(1, len(render.numbered(answer)) + 1)}
    assert set(marks) == listed
    assert [b["text"]["text"] for b in strict.buttons({"blocks": message.blocks})] == [
        f"Passage {n}" for n in sorted(listed)
    ]


def test_a_title_is_linked_only_where_the_source_is_a_web_address():
    answer = ANSWERS["fact"]
    for source, linked in ((SOURCES[ARTICLE.id], True), ("javascript:alert(1)", False), ("a report", False)):
        message = blocks.message(answer, id="x", sources={ARTICLE.id: source})
        assert strict.links({"blocks": message.blocks}) == (
            [(source, "The lighthouse at Pellam Head, Money")] if linked else []
        )
        # The passage opens whether there is a link or not.
        assert [b["value"] for b in strict.buttons({"blocks": message.blocks})] == ["x:1"]


def test_an_answer_with_more_citations_than_a_message_holds_says_what_it_leaves_out():
    text = "\n".join(f"Sentence number {n} stands here." for n in range(40))
    article = document(text)
    claims = tuple(Claim(f"Claim {n}.", (cite(article, f"Sentence number {n} stands"),)) for n in range(40))
    answer = Answer("q", "q", claims=claims)
    message = blocks.message(answer, id="x", sources={})
    shown = strict.shown({"blocks": message.blocks})
    assert "22 more statements do not fit into a message." in shown
    assert strict.blocks_error(list(message.blocks)) is None
    assert set(re.findall(r"\[(\d+)\]", shown)) == {str(n) for n in range(1, 19)}


def test_an_answer_of_long_lines_and_many_citations_is_shortened_until_slack_takes_it():
    text = "\n".join(f'Sentence "{n}" stands here.' for n in range(18))
    article = document(text, title='"' * 80)
    claims = tuple(Claim('"\\' * 2_000, (cite(article, f'Sentence "{n}" stands'),)) for n in range(18))
    message = blocks.message(
        Answer("q", "w" * 200, short="x", claims=claims, notes=("n" * 3_000,)), id="x" * 20, sources={}
    )
    assert strict.blocks_error(list(message.blocks)) is None
    assert len(strict.buttons({"blocks": message.blocks})) == 18


# --- laws ------------------------------------------------------------------------------------------------------------

INJECTIONS = st.sampled_from(
    ["<!channel>", "<!here|x>", "<!subteam^S1>", "<!date^1^{date}|x>", "<mailto:a@b.example|x>",
     "<@U123>", "<#C123|x>", "<https://evil.example|click>", "&lt;!here&gt;", "*_~`",
     "&amp;", "```", "\u202e", "\x00", "😀", "👩‍👩‍👧", "é" * 3, "\n\n", "<"]
)  # fmt: skip
TEXTS = st.lists(INJECTIONS | st.text(max_size=80), min_size=1, max_size=12).map("".join).filter(str.strip)
LONG = TEXTS.map(lambda text: text * 60)


@st.composite
def answers(draw: st.DrawFn) -> tuple[Answer, Document]:
    """Any answer over any article: texts of every length, full of what Slack would read as markup."""
    body = draw(TEXTS | LONG)
    article = Document("a", draw(TEXTS), body, draw(TEXTS), "0" * 64)
    spans = draw(st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(1, 4_000)), min_size=1, max_size=24))
    citations = tuple(
        Citation("a", article.title, draw(TEXTS), body[s : s + n], s, min(s + n, len(body)), article.sha256)
        for s, n in spans
    )
    question, standalone = draw(TEXTS), draw(TEXTS)
    match draw(st.sampled_from(["claims", "refusal", "message"])):
        case "claims":
            claims = tuple(Claim(draw(TEXTS | LONG), (citation,)) for citation in citations)
            short = draw(st.none() | TEXTS)
            notes = tuple(draw(st.lists(TEXTS, max_size=10)))
            return Answer(question, standalone, short=short, claims=claims, notes=notes), article
        case "refusal":
            refused = Refusal(RefusalReason.NO_EVIDENCE, draw(TEXTS), citations)
            return Answer(question, standalone, refusal=refused), article
        case _:
            return Answer(question, standalone, message=draw(TEXTS | LONG)), article


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers(), TEXTS | st.sampled_from(["https://example.org/a(b)?c=d&e", "http://x.example/"]))
def test_any_answer_is_within_every_limit_pings_nobody_and_keeps_its_numbers(
    made: tuple[Answer, Document], source: str
):
    answer, article = made
    message = blocks.message(answer, id="0" * 20, sources={"a": source}, aside="An aside.")
    posted = {"text": message.text, "blocks": list(message.blocks)}
    assert strict.message_error(posted) is None
    assert message.text and strict.units(message.text) <= 3_000
    assert strict.pings(posted) == []
    assert {url for url, _ in strict.links(posted)} <= ({source} if blocks.is_web(source) else set())
    json.dumps(posted, ensure_ascii=False).encode()  # no half of a surrogate pair
    assert not re.search(r"&(?!amp;|lt;|gt;)", message.text)  # no entity is cut
    listed = range(1, len(blocks.shown_citations(answer)) + 1)
    assert [b["value"] for b in strict.buttons(posted)] == [f"{'0' * 20}:{n}" for n in listed]
    fallback = {"text": blocks.fallback(answer)}
    assert not re.search(r"&(?!amp;|lt;|gt;)", fallback["text"])
    assert strict.message_error(fallback) is None and strict.pings(fallback) == strict.links(fallback) == []
    for n, citation in enumerate(blocks.shown_citations(answer)[:3], 1):
        for known in (article, None):
            view = blocks.passage(citation, n, document=known)
            assert strict.view_error(view) is None
            assert strict.pings(view) == []


@settings(max_examples=60)
@given(TEXTS)
def test_what_the_bot_says_itself_is_inert_too(text: str):
    message = blocks.said(text)
    posted = {"text": message.text, "blocks": list(message.blocks)}
    assert strict.message_error(posted) is None and strict.pings(posted) == strict.links(posted) == []


def test_a_modal_shows_the_passage_exactly_and_the_text_around_it_without_the_front_matter():
    text = "---\ntitle: T\n---\n\nBefore it.\nThe exact  passage, *as* printed.\nAfter it."
    article = document(text)
    view = blocks.passage(cite(article, "The exact  passage, *as* printed."), 3, document=article)
    (rich,) = [b for b in view["blocks"] if b["type"] == "rich_text"]
    assert ["".join(p["text"] for p in e["elements"]) for e in rich["elements"]] == [
        "Before it.", "The exact  passage, *as* printed.", "After it.",
    ]  # fmt: skip
    assert rich["elements"][1]["type"] == "rich_text_quote"


def test_a_modal_says_so_where_the_article_is_gone():
    view = blocks.passage(cite(ARTICLE, REPAIR), 1, document=None)
    assert "not there any more" in strict.shown(view) and REPAIR in strict.shown(view)
