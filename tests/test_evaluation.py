"""Evaluation judges as the ground truth's README says, and says how sure it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import cases, evaluation, render, scorers
from askbot.cases import Case
from askbot.errors import CaseError
from askbot.types import Answer, Claim
from fakes import FakeBot, FakeRetriever, cite, document, fact, hit, refusal, runway, sentence

ARTICLE = document()
REPAIR = "The trust spent £2.4 million on the repair in 2023."
TALL = "It stands 41 metres tall."
COST = fact(ARTICLE, "What did it cost?", quote=REPAIR, short="£2.4 million")


def case(**fields: object) -> Case:
    return Case(**{"id": "c1", "kind": "fact", "question": "What did it cost?"} | fields)  # type: ignore[arg-type]


def score(one: Case, answer: Answer) -> evaluation.Score:
    return evaluation.evaluate([one], FakeBot((ARTICLE,), {one.question: answer}), name="c.jsonl").scores[0]


@pytest.mark.parametrize(
    ("wanted", "text", "stands"),
    [
        ("28.9%", "it was 28.9 % of all", True),
        ("12,000", "12000 clients", True),
        ("1000000", "1,000,000 tokens", True),
        ("5", "in 2025", False),
        ("5", "15.04", False),
        ("5", "5.6", False),
        ("5", "of 5, then", True),
        ("7", "7 [1]", True),
        ("3.37", "3.37 times", True),
        ("Tencent", "$TENCENT(00700.HK)", True),
        ("image", "images", False),
        ("don’t", "they don't", True),
    ],
)
def test_words_stand_in_a_text_as_words(wanted: str, text: str, stands: bool):
    assert scorers.stands_in(wanted, text) is stands


def test_a_fact_that_is_short_and_cited_is_strictly_right():
    judged = score(case(accept=("2.4 million",), evidence=("spent £2.4 million",)), COST)
    assert judged.right and judged.attributed and judged.short and judged.strict and not judged.wrong


def test_right_words_from_another_sentence_are_not_attributed():
    judged = score(case(accept=("2.4 million",), evidence=(TALL,)), COST)
    assert judged.right and not judged.attributed and not judged.strict and not judged.wrong


def test_any_of_accept_and_each_of_all_of_must_stand_and_none_of_forbid():
    assert score(case(accept=("nothing", "2.4 million")), COST).right
    assert score(case(all_of=("2.4 million",)), COST).right
    assert not score(case(all_of=("2.4 million", "2024")), COST).right
    assert not score(case(accept=("2.4 million",), forbid=("£2.4",)), COST).right


def test_an_answer_that_is_too_long_is_wrong_unless_its_kind_takes_more_words():
    long = Answer("q", "q", claims=(Claim("tall " * 80, (cite(ARTICLE, TALL),)),))
    assert score(case(accept=("tall",)), long).wrong
    assert score(case(accept=("tall",), kind="summary"), long).right


def test_yes_and_no_count_only_where_they_open_the_answer():
    yes = sentence(ARTICLE, "q", quote="It stands 41 metres tall.", short="Yes")
    assert score(case(kind="yesno", accept=("yes",)), yes).right
    assert not score(case(kind="yesno", accept=("no",)), yes).right
    buried = Answer("q", "q", claims=(Claim("It stands there and there is no doubt.", (cite(ARTICLE, TALL),)),))
    assert not score(case(kind="yesno", accept=("no",)), buried).right


@pytest.mark.parametrize(
    ("number", "unit", "right"),
    [
        (10.0, "months", True),
        (10.05, "months", True),
        (10.2, "months", False),
        (10.0, "years", False),
        (600.0, "GBP thousand", True),
        (0.6, "GBP million", True),
        (0.6, "USD million", False),
        (10.0, None, True),
    ],
)
def test_a_figure_is_right_by_value_scale_and_unit(number: float, unit: str | None, right: bool):
    judged = score(case(kind="calc", number=number, unit=unit), runway(ARTICLE, "q"))
    assert judged.right is right


def test_every_operand_of_a_calculation_has_to_be_cited():
    both = ("holds £600,000", "spend £50,000 a month")
    assert score(case(kind="calc", number=10.0, unit="months", evidence=both), runway(ARTICLE, "q")).attributed
    other = (*both, TALL)
    assert not score(case(kind="calc", number=10.0, unit="months", evidence=other), runway(ARTICLE, "q")).attributed


def test_a_refusal_is_right_only_where_there_is_no_answer():
    no = refusal(ARTICLE, "q", message="Nothing says so.")
    assert score(case(answerable=False, kind="unanswerable"), no).strict
    wrongful = score(case(accept=("2.4 million",)), no)
    assert wrongful.refused and not wrongful.right and not wrongful.wrong
    assert score(case(answerable=False, kind="unanswerable"), COST).wrong


def test_where_it_says_something_is_right_when_the_passage_is_cited():
    where = sentence(ARTICLE, "q", quote=TALL)
    assert score(case(kind="cite", evidence=("41 metres",)), where).strict
    assert score(case(kind="cite", evidence=(REPAIR,)), where).wrong


def test_earlier_questions_are_asked_first():
    bot = FakeBot((ARTICLE,), {})
    evaluation.evaluate([case(history=("a", "b"), accept=("x",))], bot, name="c.jsonl")
    assert [(question, history) for question, history, _ in bot.asked] == [
        ("a", ()), ("b", ("a",)), ("What did it cost?", ("a", "b")),
    ]  # fmt: skip


def test_a_quote_that_differs_from_its_document_breaks_the_law():
    citation = cite(ARTICLE, REPAIR)
    false = replace(citation, quote=citation.quote.replace("2.4", "2.5"))
    answer = Answer("q", "q", claims=(Claim("Something.", (false,)),))
    report = evaluation.evaluate(
        [case(accept=("Something",))], FakeBot((ARTICLE,), {case().question: answer}), name="c"
    )
    assert "does not say" in report.broken[0]
    assert evaluation.below(report, {}) == ["1 broken laws; none is ever allowed"]


def test_a_figure_that_nothing_bears_breaks_the_law():
    answer = Answer("q", "q", claims=(Claim("It cost £2.4 million, 12% more.", (cite(ARTICLE, REPAIR),)),))
    assert scorers.unborne_figures(answer, render.plain(answer), answer.citations) == ["12"]
    borne = runway(ARTICLE, "q")
    assert scorers.unborne_figures(borne, render.plain(borne) + " or 10.0", borne.citations) == []
    assert scorers.unborne_figures(borne, "11 months", borne.citations) == ["11"]


def test_retrieval_is_measured_where_a_case_has_evidence_and_is_no_calculation():
    retriever = FakeRetriever([hit(ARTICLE, TALL), hit(ARTICLE, REPAIR)])
    known = [
        case(accept=("x",), evidence=(REPAIR,)),
        case(id="c2", accept=("x",), evidence=("local granite",)),
        case(id="c3", kind="calc", number=1.0, evidence=(TALL,)),
    ]
    report = evaluation.evaluate(known, FakeBot((ARTICLE,), {}), name="c.jsonl", retriever=retriever)
    assert [s.rank for s in report.scores] == [2, None, None]
    assert (report.metrics["recall_at_1"].hits, report.metrics["recall_at_5"].hits) == (0, 1)
    assert report.metrics["recall_at_5"].n == 2
    assert evaluation.mean_reciprocal_rank(report.scores) == 0.25


def test_the_report_has_the_headline_a_table_by_kind_and_every_failure_with_its_gold():
    known = [
        case(accept=("2.4 million",), evidence=("spent £2.4 million",)),
        case(id="u1", kind="unanswerable", question="Who?", answerable=False),
        case(id="c2", question="How tall?", accept=("41 metres",), evidence=(TALL,)),
    ]
    report = evaluation.evaluate(known, FakeBot((ARTICLE,), {"What did it cost?": COST}), name="c.jsonl")
    text = evaluation.to_text(report)
    assert "strict: strictly attributed accuracy" in text and "2 of 3" in text
    assert "c2 (refused)" in text and 'gold:   41 metres; "It stands 41 metres tall."' in text
    fields = json.loads(json.dumps(evaluation.to_json(report)))
    assert fields["metrics"]["strict"]["hits"] == 2 and fields["kinds"]["unanswerable"]["refused"]["share"] == 1
    assert [failure["id"] for failure in fields["failures"]] == ["c2"]


def test_a_run_falls_below_its_baseline_from_either_side():
    report = evaluation.evaluate(
        [case(accept=("2.4 million",))], FakeBot((ARTICLE,), {"What did it cost?": COST}), name="c.jsonl"
    )
    assert evaluation.below(report, {"c.jsonl": {"right": 1.0, "wrong": 0.0}, "other": {"right": 2}}) == []
    assert "below its baseline" in evaluation.below(report, {"c.jsonl": {"right": 1.01}})[0]
    assert "not measured" in evaluation.below(report, {"c.jsonl": {"refused": 0.5}})[0]
    wrong = evaluation.evaluate(
        [case(accept=("nothing",))], FakeBot((ARTICLE,), {"What did it cost?": COST}), name="c.jsonl"
    )
    assert "above its baseline" in evaluation.below(wrong, {"c.jsonl": {"wrong": 0.5}})[0]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_lies_between_none_and_all(counted: tuple[int, int]):
    share = evaluation.Share(*counted)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12 and share.value - 1e-12 <= high <= 1 and low < high


def test_the_interval_is_wilsons():
    # 20 of 100, worked out by hand from the formula of 1927.
    assert [round(bound, 3) for bound in evaluation.Share(20, 100).interval] == [0.133, 0.289]


GOOD = {"id": "a", "cat": "fact", "question": "How tall?", "accept": ["41 metres"], "evidence": ["It stands 41 metres"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": ""}, "no text as its 'id'"),
        ({"question": 3}, "no text as its 'question'"),
        ({"accept": "41"}, "list of texts as its 'accept'"),
        ({"number": "41"}, "number as its 'number'"),
        ({"answerable": "no"}, "neither true nor false"),
        ({"accept": [], "evidence": []}, "nothing that its answer could be judged by"),
        ({"answerable": False}, "must be refused, yet names a right answer"),
        ({"evidence": ["It stands 42 metres"]}, "stands in no document"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, change: dict, said: str):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + json.dumps(GOOD | {"id": "b"} | change) + "\n")
    with pytest.raises(CaseError, match=r"cases\.jsonl:3") as raised:
        cases.load(path, documents=[ARTICLE])
    assert said in raised.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no case"), (b"{", "not JSON"), (b"[]", "not a JSON object"), (b"\xff", "can't be read")],
)
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(content)
    with pytest.raises(CaseError, match=said):
        cases.load(path)


def test_two_cases_never_share_an_id(tmp_path: Path):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD) + "\n")
    with pytest.raises(CaseError, match="an earlier case"):
        cases.load(path)


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"a": 1}', '{"a": {"strength": 1}}', '{"a": {"right": "high"}}', '{"a": {"right": true}}']
)
def test_a_baseline_that_makes_no_sense_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(CaseError, match="baseline"):
        evaluation.load_baseline(path)


def test_the_ground_truth_of_this_project_loads_and_its_evidence_stands_in_the_articles():
    from askbot import corpus

    root = Path(__file__).parents[1]
    for name, folder in (("article", root / "corpus"), ("second", root / "evals" / "corpus")):
        assert len(cases.load(root / f"evals/{name}.jsonl", documents=corpus.read(folder).documents)) >= 60
