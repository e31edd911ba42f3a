"""The audit names the figures that disagree, and is silent on what only looks odd."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbot import audit, corpus
from askbot.bot import open_bot
from askbot.calculator import evaluate
from askbot.cli import run
from askbot.index import build
from askbot.models import Embedder
from askbot.settings import Settings
from askbot.types import Discrepancy, Document, Severity

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
WRONG = json.loads((CASES / "audit-wrong.json").read_text(encoding="utf-8"))
RIGHT = json.loads((CASES / "audit-right.json").read_text(encoding="utf-8"))


def article(text: str, *, published: str | None = None) -> Document:
    return Document("d", "T", text, "d", hashlib.sha256(text.encode()).hexdigest(), published=published, path="d.txt")


def audited(document: Document) -> list[Discrepancy]:
    return audit.find(document, corpus.cut(document))


def first_article() -> Document:
    (document,) = corpus.read(ROOT / "corpus").documents
    return document


@pytest.mark.parametrize("row", WRONG, ids=[f"{row['kind']}-{n}" for n, row in enumerate(WRONG)])
def test_figures_that_disagree_are_found(row: dict[str, str]):
    """Each planted contradiction is found once, with its kind and severity."""
    (found,) = audited(article(row["text"]))
    assert (found.kind, found.severity) == (row["kind"], row["severity"])
    if "says" in row:
        assert found.text == row["says"]


@pytest.mark.parametrize("row", RIGHT, ids=[row["why"] for row in RIGHT])
def test_what_is_true_but_looks_odd_is_left_alone(row: dict[str, str]):
    """A false alarm is the worst that an audit can do."""
    assert audited(article(row["text"])) == []


def test_the_first_article():
    """It reports the sum of the parts and the loose multiple, and notes the shares and the periods."""
    document = first_article()
    found = {(one.kind, one.severity, one.text) for one in audited(document)}
    assert found == {
        ("sum", Severity.WARNING,
         "The three parts add up to $1,046.6 million, $0.4 million more than the stated total."),
        ("multiple", Severity.WARNING, "$186 million is 3.48 times $53.437 million; the text says three times higher."),
        ("main", Severity.NOTE,
         "The main parts named come to 37.7% of 71.1%; the unnamed rest, 33.4%, is larger than the smallest of them."),
        ("period", Severity.NOTE,
         "71.1% is for January to September 2025 and 85% for January to June 2025: they are of different periods."),
        ("period", Severity.NOTE,
         "RMB 376 million is for January to September 2025 and RMB 191 million for January to June 2025: "
         "they are of different periods."),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["corpus", "corpus-3", "corpus-4", "corpus-5"])
def test_articles_whose_figures_agree_raise_no_alarm(name: str):
    """Four articles that were written with care have nothing to report."""
    found = [one.text for document in corpus.read(ROOT / "evals" / name).documents for one in audited(document)]
    assert found == []


def test_every_figure_of_a_discrepancy_stands_where_it_says():
    """Places, quotes and operands lie in the document, and the calculation is worked out the same anew."""
    texts = [first_article().text, *(row["text"] for row in WRONG)]
    for document in map(article, texts):
        for found in audited(document):
            assert len(found.places) >= 2
            for citation in found.citations:
                assert document.text[citation.start : citation.end] == citation.quote
            for name, start, end in found.places:
                assert name == document.id
                assert any(c.start <= start < end <= c.end for c in found.citations)
            again = evaluate(found.calculation.expression, found.calculation.operands, name=found.calculation.name)
            assert again == found.calculation


PIECES = """$5 million|€1.2bn|40%|71.1%|33.3%|three times|1.75 times|doubled|tripled| from | to |, consisting of
|, of which | and |, |; |. | its revenue| the remaining | rose | fell by | up | or | (|)|in 2024|in H1 2025
|first nine months of 2025| while Varna | In comparison, Lom's |Lom's revenue | was | of |about | more than
|RMB 35 million|0|0%|$0|-5%|12 ships|«|»|«0»|main |Among the shops, | are the main ones, contributing | 9 months
|two years|9e99|10 percentage points"""
pieces = st.lists(st.sampled_from(PIECES.replace("\n", " ").split("|")), min_size=1, max_size=20).map("".join)


@settings(max_examples=400, deadline=None)
@given(pieces.filter(lambda text: text.strip()) | st.text(min_size=1, max_size=80).filter(lambda text: text.strip()))
def test_no_text_upsets_it(text: str):
    """Whatever the text, the audit ends, and what it finds stands in it."""
    document = article(text)
    for found in audited(document):
        for _, start, end in found.places:
            assert 0 <= start < end <= len(document.text)


def test_a_long_document_is_read_to_its_end():
    """Many sentences with many figures cost little more than reading them, and what is found is bounded."""
    line = "The budget of €48.2 million, made up of €30.1 million from A, €12.5 million from B and €4.6 million from C."
    assert 1 <= len(audited(article("\n".join([line] * 400)))) <= 200


# --- the command, and answers that touch a flagged figure ------------------------------------------------------------


@pytest.fixture(scope="module")
def index(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the first article."""
    at = tmp_path_factory.mktemp("audit") / "index"
    build(corpus.read(ROOT / "corpus").documents, at=at, embedder=embedder)
    return at


def test_the_command_prints_the_sentences_and_the_arithmetic(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """`askbot audit` exits 1 and shows each discrepancy with its quotes, the figures marked."""
    monkeypatch.setenv("COLUMNS", "100")
    capsys.readouterr()
    assert run(["audit", "--index", str(index)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("1 document: 2 warnings, 3 notes.\n")
    assert "  Warning: The three parts add up to $1,046.6 million, $0.4 million more than the stated total.\n" in out
    worked = (
        "difference = (part 1 + part 2 + part 3) - total = ($363 million [1] + $644.2 million [1] + $39.4 million [1])"
    )
    assert f"{worked} - $1.0462 billion [1] = $400,000" in " ".join(out.split())
    assert "*$39.4 million*" in out


def test_the_command_prints_json(index: Path, capsys: pytest.CaptureFixture[str]):
    """With --json each discrepancy has its kind, severity, places, quotes and calculation, which replays."""
    from askbot.replay import replay

    capsys.readouterr()
    assert run(["audit", "--json", "--index", str(index)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["errors"], report["warnings"], report["notes"]) == (0, 2, 3)
    document = first_article()
    for one in report["discrepancies"]:
        for citation in one["citations"]:
            assert document.text[citation["start"] : citation["end"]] == citation["quote"]
        assert replay(json.dumps(one["calculation"])).differences == ()


def test_a_corpus_without_a_finding_exits_0(embedder: Embedder, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Nothing that disagrees is good news, and said in a line."""
    at = tmp_path / "index"
    build(corpus.read(Path(__file__).parent / "corpus_small").documents, at=at, embedder=embedder)
    capsys.readouterr()
    assert run(["audit", "--index", str(at)]) == 0
    assert capsys.readouterr().out == "1 document: no figures that disagree.\n"


def test_an_answer_that_touches_a_flagged_figure_says_so(index: Path):
    """The cash balance comes with the line on its parts, the same in the conversation's chain and in LangChain's."""
    from askbot.chain import request

    question = "How much cash did MiniMax have at the end of September 2025?"
    note = "The three parts add up to $1,046.6 million, $0.4 million more than the stated total."
    with open_bot(Settings(index=index)) as bot:
        assert bot.ask(question).notes == (note,)
        assert bot.chain.as_runnable().invoke(request(question)).notes == (note,)
        assert bot.ask("When was MiniMax founded?").notes == ()


def test_a_comparison_is_flagged_only_where_both_figures_are_shown():
    """One figure of two periods is no comparison."""
    flags = [one.flag for one in audited(first_article()) if one.kind == "period"]
    first, second = flags[0].places
    assert audit.touching(flags, [first]) == []
    assert audit.touching(flags, [first, second]) == [flags[0]]
