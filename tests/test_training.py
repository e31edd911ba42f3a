"""The reader's training examples: what each sort promises, and the scores it is measured by."""

from __future__ import annotations

import importlib
import json
import random
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "training" / "reader"
PARAGRAPHS = (
    "Norvale opened its first mill in 1931 under Greta Holm. The mill employed 240 people by 1935. It burned in 1940.",
    "Ostheim followed with a larger mill in 1952. Its director was Paul Brandt, and it employed 610 people in 1960.",
    "Visitors may see the smallest loom in the Ostheim Museum since 1988. Greta Holm is buried in Kelm.",
)
ASKED = (
    (0, "Who led Norvale's first mill in 1931?", "Greta Holm"),
    (0, "How many people did the mill employ by 1935?", "240"),
    (1, "Who was the director of the Ostheim mill?", "Paul Brandt"),
    (2, "Where is the smallest loom?", "Ostheim Museum"),
)


@pytest.fixture(scope="module")
def training():
    """The scripts' modules: they import one another by name, as scripts beside each other do."""
    sys.path.insert(0, str(FOLDER))
    try:
        yield {
            name: importlib.import_module(name)
            for name in ("swaps", "typed", "examples", "written", "workings", "evaluate", "invent")
        }
    finally:
        sys.path.remove(str(FOLDER))


def article(training):
    questions = [[] for _ in PARAGRAPHS]
    for number, (place, question, answer) in enumerate(ASKED):
        given = [{"text": answer, "answer_start": PARAGRAPHS[place].index(answer)}]
        questions[place].append({"id": str(number), "question": question, "answers": given})
    paragraphs = tuple((text, tuple(qas)) for text, qas in zip(PARAGRAPHS, questions, strict=True))
    return training["examples"].Article("Mills of the north", paragraphs)


def made(training, seed):
    one, draw = article(training), random.Random(seed)
    return [
        example
        for text, qas in one.paragraphs
        for qa in qas
        for example in training["examples"].windows(qa, text, one, draw)
    ]


def test_answers_stand_in_the_passage_and_negatives_hold_none(training):
    gold = {str(number): answer for number, (_, _, answer) in enumerate(ASKED)}
    sorts = set()
    for seed in range(60):
        for example in made(training, seed):
            for start, answer in example.answers:
                assert example.passage[start : start + len(answer)] == answer
            number, _, sort = example.id.partition("-")
            sorts.add(sort)
            if sort in ("close", "next"):
                assert not example.answers
                assert gold[number] not in example.passage
            if sort == "swap":
                assert not example.answers
                question = ASKED[int(number)][1]
                assert example.question != question or example.passage not in PARAGRAPHS[ASKED[int(number)][0]]
    assert sorts == {"", "close", "next", "swap"}


def test_a_stand_in_is_of_the_article_and_not_of_the_text(training):
    swaps, stock = training["swaps"], article(training).stock
    drawn = set()
    for seed in range(200):
        for place, question, _ in ASKED:
            swap = swaps.choose(question, PARAGRAPHS[place], stock, random.Random(seed))
            if swap is not None:
                drawn.add(swap.old)
                assert not swaps.holds(PARAGRAPHS[place], swap.new)
                assert swaps.put(question, swap) != question
    assert {"Norvale", "1931", "1935", "Ostheim", "smallest"} <= drawn


def test_a_swap_of_both_keeps_the_answer(training):
    swap = training["swaps"].Swap("Norvale", "Kelm")
    text = PARAGRAPHS[0]
    example = training["examples"].Example("1", ASKED[0][1], text, ((text.index("Greta Holm"), "Greta Holm"),))
    both = training["examples"].together(example, swap)
    start, answer = both.answers[0]
    assert both.passage[start : start + len(answer)] == "Greta Holm"
    assert "Norvale" not in both.passage + both.question


def test_the_same_seed_makes_the_same_examples(training):
    assert made(training, 5) == made(training, 5) != made(training, 6)


def test_typed_questions_keep_their_figures(training):
    for seed in range(100):
        typed = training["typed"].typed("How many people did the mill employ by 1935?", random.Random(seed))
        assert "1935" in typed
        assert "people" in typed.lower() or "emplo" in typed.lower()


PAPER = """# Mills of the north
## Two mills
Norvale, the older of the two, employs 240 people in a hall from 1931.
? head count at Norvale => 240 people
? How old is Norvale's hall? => from 1931
?? How many people did Norvale employ in 1950?
It was sold by Greta Holm to Paul Brandt for $3 million.
? who bought norvale => Paul Brandt
?? What did Greta Holm pay for Norvale?
## Looms
Ostheim has 61 looms, and Norvale 84.
? number of looms at Ostheim => 61
"""


def test_written_questions_are_read_and_their_examples_hold_what_they_say(training, tmp_path):
    written = training["written"]
    (tmp_path / "one.txt").write_text(PAPER, encoding="utf-8")
    paper = written.read(tmp_path / "one.txt")
    assert [one.heading for one in paper.sentences] == ["Two mills", "Two mills", "Looms"]
    assert paper.sentences[1].answered == (("who bought norvale", "Paul Brandt"),)
    assert paper.sentences[1].unanswered == ("What did Greta Holm pay for Norvale?",)
    sorts = set()
    for seed in range(60):
        for example in written.examples([paper], random.Random(seed)):
            for start, answer in example.answers:
                assert example.passage[start : start + len(answer)] == answer
                assert example.id.count("-") == 2
            _, sentence, number, *sort = example.id.split("-")
            sorts.update(sort or [""])
            if "none" in sort:
                assert not example.answers
            elif sort:
                assert not example.answers
                assert "swap" in sort or paper.sentences[int(sentence)].answered[int(number)][1] not in example.passage
    assert sorts == {"", "none", "close", "next", "swap"}


def test_whether_questions_are_answered_by_a_word_behind_their_sentence(training, tmp_path):
    written = training["written"]
    (tmp_path / "one.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "whether").mkdir()
    beside = tmp_path / "whether" / "one.txt"
    beside.write_text(
        "2 Did Norvale change hands? => yes\n3 Is Ostheim the bigger one? => no\n1 Is the hall empty? => open\n"
    )
    paper = written.read(tmp_path / "one.txt")
    found = {one.id: one for seed in range(9) for one in written.examples([paper], random.Random(seed), spans=0.0)}
    assert {one.passage for one in found.values()} == {"yes no"}
    assert found["one-1-0-whether"].answers == ((0, "yes"),)
    assert found["one-2-0-whether"].answers == ((4, "no"),)
    assert found["one-0-0-whether"].answers == ()
    assert found["one-1-0-whether"].lead.endswith(paper.sentences[1].text)
    assert found["one-1-0-whether-close"].answers == ()
    beside.write_text("2 Did Norvale change hands? => perhaps\n")
    with pytest.raises(ValueError, match="perhaps"):
        written.read(tmp_path / "one.txt")


def test_what_has_to_be_worked_out_is_answered_by_its_figures(training, tmp_path):
    written = training["written"]
    (tmp_path / "one.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "worked").mkdir()
    beside = tmp_path / "worked" / "one.txt"
    piece = "61 looms, and Norvale 84"
    beside.write_text(f"3 How many more has Norvale? => {piece}\n1 How many have left? => open\n")
    paper = written.read(tmp_path / "one.txt")
    every = [one for seed in range(9) for one in written.examples([paper], random.Random(seed), spans=0.0)]
    answered = [one for one in every if one.id == "one-2-0-worked"]
    assert answered
    for one in answered:
        ((start, text),) = one.answers
        assert one.passage[start : start + len(text)] == text == piece
    assert not any(one.answers for one in every if one.id.startswith("one-0-0-worked") or one.id.endswith("close"))
    beside.write_text("3 How many more has Norvale? => 61 looms, and Norvale 85\n")
    with pytest.raises(ValueError, match="85"):
        written.read(tmp_path / "one.txt")


def test_an_answer_that_its_sentence_lacks_is_named(training, tmp_path):
    (tmp_path / "one.txt").write_text(PAPER.replace("=> 61", "=> 62"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.txt:12: "):
        training["written"].read(tmp_path / "one.txt")


def test_what_was_written_for_the_reader_is_whole_and_measured_on_none_of_its_training(training):
    written = training["written"]
    learnt = written.papers(FOLDER / "written", held_out=False)
    measured = written.papers(FOLDER / "written", held_out=True)
    assert not {one.text for paper in learnt for one in paper.sentences} & {
        one.text for paper in measured for one in paper.sentences
    }
    asked = [question for paper in learnt for one in paper.sentences for question, _ in one.answered]
    assert len(asked) > 35_000
    assert sum(len(one.whether) for paper in learnt for one in paper.sentences) > 30_000
    assert sum(len(one.worked) for paper in learnt for one in paper.sentences) > 5_000
    assert sum(len(one.answered) for paper in measured for one in paper.sentences) > 1_500


def test_scores_follow_the_official_script(training):
    evaluate = training["evaluate"]
    assert evaluate.plain("The  Grand, hotel!") == "grand hotel"
    assert evaluate.overlap("a mill in Norvale", "the Norvale mill") == pytest.approx(0.8)
    assert evaluate.overlap("", "mill") == 0.0
    assert evaluate.overlap("the", "") == 1.0


def test_the_best_threshold_is_the_best_of_all(training):
    evaluate = training["evaluate"]
    for seed in range(20):
        draw = random.Random(seed)
        reads = [
            evaluate.Read(known, found, found, draw.gauss(3 * known, 3))
            for known in (draw.random() < 0.6 for _ in range(80))
            for found in (float(known and draw.random() < 0.8),)
        ]
        best = evaluate.refusing(reads, evaluate.best_threshold(reads))[1]
        assert best >= max(evaluate.refusing(reads, read.margin + 1e-9)[1] for read in reads) - 1e-6
        coverages = [risk for _, _, risk in evaluate.risk(reads)]
        assert all(0 <= risk <= 100 for risk in coverages)


def test_what_people_wrote_is_taken_whole_and_nothing_of_what_is_held_out(training, tmp_path):
    articles = [
        {
            "title": f"Mill {number}",
            "paragraphs": [
                {
                    "context": f"{text} It stands in Kelm {number}.",
                    "qas": [
                        {
                            "id": f"{number}-{place}",
                            "question": question,
                            "answers": [{"text": answer, "answer_start": text.index(answer)}],
                        }
                        for place, question, answer in ASKED
                        if PARAGRAPHS[place] == text
                    ]
                    + [{"id": f"{number}-x", "question": "Who sold the mill?", "is_impossible": True, "answers": []}],
                }
                for text in PARAGRAPHS
            ],
        }
        for number in range(8)
    ]
    (tmp_path / "squad-train.json").write_text(json.dumps({"data": articles}), encoding="utf-8")
    examples = training["examples"]
    held = {title.removeprefix("Mill ") for title in examples.held_out(tmp_path)}
    made = examples.closing(tmp_path, seed=3)
    assert {example.id.partition("-")[0] for example in made} == {str(number) for number in range(8)} - held
    whole = [
        one for one in made if one.passage.endswith(f"It stands in Kelm {one.id.partition('-')[0]}.") and not one.lead
    ]
    assert {bool(one.answers) for one in whole} == {True, False}
    assert all(one.passage[start : start + len(text)] == text for one in made for start, text in one.answers)


def test_an_unanswered_question_is_learnt_after_the_one_most_like_it(training):
    invent = training["invent"]
    paragraph = {
        "heading": "Mills",
        "text": PARAGRAPHS[0],
        "asked": [question for place, question, _ in ASKED if place == 0],
        "unanswered": ["How many people did the mill employ by 1945?"],
    }
    orders = [invent.listed(paragraph, random.Random(seed)) for seed in range(40)]
    assert {len(one) for one in orders} == {3}
    behind = [one[one.index(invent.marked("-", paragraph["unanswered"][0])) - 1] for one in orders]
    assert behind.count(invent.marked("+", ASKED[1][1])) > len(orders) / 2


WRITTEN = """# The mill
## Work
The mill of Ostby employs 240 people, and 60 of them dye.
? How many people dye at Ostby? => 60
It lost 41 since May.
## Money
Sales came to 9.6 million euros in 2024, and the bank lent it 2 million at 4%.
The bank wants it back by 2030.
"""
WORKED_OUT = """share | What part of Ostby's people dye? | 1 60 | 1 240
each | What does the mill sell per head? | 3 9.6 million euros | 1 240
rise | What would sales be, up 10%? | 3 9.6 million euros | q 10%
open | How many people dyed there in 2019?
"""


@pytest.fixture
def mill(training, tmp_path):
    """An article with number questions and their working."""
    (tmp_path / "workings").mkdir()
    (tmp_path / "mill.txt").write_text(WRITTEN)
    (tmp_path / "workings" / "mill.txt").write_text(WORKED_OUT)
    return tmp_path


@pytest.mark.parametrize("seed", range(8))
def test_operands_stand_in_the_example_and_nothing_else_has_a_part(training, mill, seed):
    ((name, made),) = training["workings"].all_examples(mill, seed=seed)
    assert name == "mill"
    assert {one.operation for one in made} <= {"share", "each", "rise", "open"}
    wanted = {"share": ["60", "240"], "each": ["9.6 million euros", "240"], "rise": ["9.6 million euros", "10%"]}
    for one in made:
        places = [(one.question, at) for at in one.of_question] + [(one.text, at) for at in one.of_text]
        parts = {whole[start:end]: part for whole, (start, end, part) in places if part}
        assert sorted(parts, key=parts.__getitem__) == wanted.get(one.operation, [])


def test_an_operand_that_stands_nowhere_is_an_error(training, mill):
    (mill / "workings" / "mill.txt").write_text("share | What part dye? | 2 60 | 1 240")
    with pytest.raises(ValueError, match="'60' doesn't stand"):
        list(training["workings"].all_examples(mill, seed=0))


def test_what_was_written_has_its_operands_in_place(training):
    folder = FOLDER / "written"
    papers = {path.name for path in folder.glob("*.txt")}
    for path in sorted((folder / "workings").glob("*.txt")):
        assert path.name in papers
        assert training["workings"].workings(path, training["written"].read(folder / path.name))
