"""The operation model: what it says of a question's figures, and what is said of its files."""

from __future__ import annotations

import math
import shutil

import pytest

from askbot import operation_model
from askbot.errors import ModelError
from askbot.operation_model import OPERATIONS, OperationModel
from askbot.reading_model import bundled

TEXT = "The shop took 480,000 kronor in May. In June it took 300,000 kronor, and 20 people worked there."
AT = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in ("480,000 kronor", "300,000 kronor", "20 people")]


@pytest.fixture(scope="module")
def model() -> OperationModel:
    return OperationModel()


def test_the_operations_and_each_figures_parts_are_probabilities(model: OperationModel):
    made = model.outline("How much more did the shop take in May than in June?", TEXT, [], AT)
    assert tuple(made.operations) == OPERATIONS
    assert sum(map(math.exp, made.operations.values())) == pytest.approx(1, abs=1e-3)
    assert all(one is not None and max(one.none, one.first, one.second) <= 1e-3 for one in made.of_text)


def test_what_is_asked_decides_the_operation_and_the_figures(model: OperationModel):
    more = model.outline("How much more did the shop take in May than in June?", TEXT, [], AT)
    each = model.outline("How much did the shop take in June per worker?", TEXT, [], AT)
    assert max(more.operations, key=more.operations.__getitem__) == "difference"
    assert max(each.operations, key=each.operations.__getitem__) == "each"
    people = each.of_text[2]
    assert people is not None and people.second > people.none


def test_a_figure_beyond_what_is_read_has_no_part(model: OperationModel):
    long = f"{'It rained all day, and nobody came. ' * 60}{TEXT}"
    beyond = [(len(long) - len(TEXT) + start, len(long) - len(TEXT) + end) for start, end in AT]
    assert model.outline("How much more did it take in May?", long, [], beyond).of_text == (None, None, None)


def test_a_figure_of_the_question_has_a_part_too(model: OperationModel):
    question = "What would the shop take in May if sales rose by 10%?"
    at = (question.index("10%"), question.index("10%") + 3)
    (part,) = model.outline(question, TEXT, [at], AT).of_question
    assert part is not None
    assert sum(map(math.exp, (part.none, part.first, part.second))) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("name", operation_model.CHECKSUMS)
def test_a_damaged_or_missing_file_is_named(name: str, tmp_path, model: OperationModel):
    for one in bundled().iterdir():
        if one.is_file():
            shutil.copy(one, tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match=f"'{name}' is damaged"):
        OperationModel(tmp_path).outline("How many?", TEXT, [], AT)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=f"lacks '{name}'"):
        OperationModel(tmp_path).outline("How many?", TEXT, [], AT)
