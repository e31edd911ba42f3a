"""The last answer's citations outlive the process that gave the answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from askbot import store
from askbot.errors import StorageError
from fakes import cite, document

ARTICLE = document()
ONE, TWO = cite(ARTICLE, "It stands 41 metres tall."), cite(ARTICLE, "Money", "Money")


def test_what_was_remembered_last_is_recalled_in_order(tmp_path):
    assert store.recall(tmp_path) == ()
    store.remember(tmp_path, [ONE])
    store.remember(tmp_path, [TWO, ONE])
    assert store.recall(tmp_path) == (TWO, ONE)


def test_an_answer_without_citations_leaves_none(tmp_path):
    store.remember(tmp_path, [ONE])
    store.remember(tmp_path, [])
    assert store.recall(tmp_path) == ()


def test_two_answers_at_once_leave_one_of_them_whole(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.remember(tmp_path, [ONE, TWO] if n % 2 else [TWO]), range(40)))
    assert store.recall(tmp_path) in ((ONE, TWO), (TWO,))


def test_a_spoilt_file_is_one_clear_error_with_a_remedy(tmp_path):
    (tmp_path / store.FILE_NAME).write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match="can't be read") as raised:
        store.recall(tmp_path)
    assert "delete" in raised.value.remedy


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path):
    with pytest.raises(StorageError):
        store.remember(tmp_path / "nowhere", [ONE])
    assert not (tmp_path / "nowhere").exists()


def test_a_failure_is_recorded_over_the_one_before(tmp_path):
    store.record_failure(tmp_path, "first " * 1000)
    path = store.record_failure(tmp_path, "second")
    assert path is not None and path.read_text() == "second"
    assert store.record_failure(tmp_path / "nowhere", "third") is None
