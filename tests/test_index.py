"""The index: what it holds, what it refuses, and that nothing on the way to a new one harms the old one."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbot import corpus, generations, journal, mirror, postings
from askbot.errors import AskbotError, StaleIndexError, StorageError
from askbot.index import FORMAT, BuildReport, Index, build, examine
from askbot.keywords import LONGEST_QUESTION_CHARACTERS, Keywords
from askbot.models import Embedder, Vectors
from askbot.types import Document
from askbot.vectors import VectorStore, hashes

SMALL_CORPUS = Path(__file__).parent / "corpus_small"


class HashEmbedder:
    """Implements `models.Embeds` without a model: equal texts have equal vectors, others are far apart."""

    def __init__(self, fingerprint: str = "hash 1") -> None:
        self.name = "hash"
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def prepare(self) -> None:
        pass

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> Vectors:
        seed = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
        vector = np.random.default_rng(seed).normal(size=64).astype(np.float32)
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def document(name: str, text: str, *, title: str = "T") -> Document:
    return Document(name, title, text, name, hashlib.sha256(text.encode()).hexdigest(), path=f"{name}.md")


MILL = document(
    "mill", "# History\n\nThe mill opened in 1820. Ada Roy ran it.\n\n# Trade\n\nIt ground rye. It ground oats."
)
FERRY = document("ferry", "The ferry carries 40 cars. It leaves at noon.\n\n# History\n\nAda Roy built it.")


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def made(at: Path) -> Path:
    build([MILL, FERRY], at=at, embedder=HashEmbedder())
    return at


def opened(at: Path) -> Index:
    return Index.open(at, fingerprint="hash 1")


def answers(at: Path, *, name: str = "mill") -> bool:
    """Whether both halves of the index still find a document's first sentence."""
    with opened(at) as index:
        passage = index.passages(name)[0]
        vector = HashEmbedder().question(f"{passage.heading}: {passage.text}" if passage.heading else passage.text)
        return index.dense(vector, 1)[0][0] == passage and index.keyword(passage.text, 1)[0][0] == passage


# What it holds


def test_documents_and_passages_come_back_as_they_went_in(made: Path) -> None:
    with opened(made) as index:
        assert tuple(index.documents()) == (FERRY, MILL)
        assert (len(index.documents()), index.documents()[-1], index.documents()[:1]) == (2, MILL, [FERRY])
        assert index.document("mill") == MILL
        assert index.passages("mill") == corpus.cut(MILL)


def test_a_section_is_the_passages_under_one_occurrence_of_a_heading(made: Path) -> None:
    with opened(made) as index:
        opening, ran, rye, oats = index.passages("mill")
        assert index.section(ran) == [opening, ran]
        assert index.section(rye) == [rye, oats]


def test_the_vocabulary_counts_passages_by_word_as_printed(made: Path) -> None:
    with opened(made) as index:
        vocabulary = index.vocabulary()
    assert vocabulary["ada"] == 2
    assert vocabulary["opened"] == 1
    assert vocabulary["it"] == 5
    assert "open" not in vocabulary
    assert vocabulary["trade"] == 1


def test_keywords_find_stems_headings_and_rank_the_passage_first(made: Path) -> None:
    with opened(made) as index:
        found = index.keyword("When did the mills open?", 3)
        assert found[0][0].text == "The mill opened in 1820."
        assert found[0][1] > 0
        assert {passage.heading for passage, _ in index.keyword("trading", 5)} == {"Trade"}
        assert index.keyword("zeppelin", 5) == []


def test_dense_finds_the_nearest_first_with_its_cosine(made: Path) -> None:
    embedder = HashEmbedder()
    with opened(made) as index:
        found = index.dense(embedder.question("Trade: It ground rye."), 3)
        assert found[0][0].text == "It ground rye."
        assert found[0][1] == pytest.approx(1.0)
        assert all(-1 <= cosine <= 1 for _, cosine in found)
        assert len(index.dense(embedder.question("x"), 99)) == 7


def test_a_search_keeps_to_the_documents_that_are_named(made: Path) -> None:
    with opened(made) as index:
        assert {p.document_id for p, _ in index.keyword("Ada Roy", 9)} == {"mill", "ferry"}
        assert {p.document_id for p, _ in index.keyword("Ada Roy", 9, documents=["ferry"])} == {"ferry"}
        dense = index.dense(HashEmbedder().question("x"), 9, documents=["ferry"])
        assert [p.document_id for p, _ in dense] == ["ferry"] * 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda index: index.document("mil"),
        lambda index: index.passages("mil"),
        lambda index: index.keyword("Ada", 1, documents=["ferry", "mil"]),
        lambda index: index.dense(HashEmbedder().question("x"), 1, documents=["mil"]),
    ],
)
def test_an_unknown_document_is_one_line_that_names_the_nearest(made: Path, ask: Callable[[Index], object]) -> None:
    with opened(made) as index, pytest.raises(StorageError, match="'mil'") as error:
        ask(index)
    assert "'mill'" in error.value.remedy


@pytest.fixture(scope="module")
def module_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    at = tmp_path_factory.mktemp("keywords")
    build([MILL, FERRY], at=at, embedder=HashEmbedder())
    with opened(at) as index:
        yield index


_SYNTAX = st.sampled_from(['"', "'", "*", "(", ")", "NEAR", "AND", "OR", "NOT", "^", ":", "{", "}", "-", "+", "mill",
                           "text", "\0", "\ud800", "é", "_", ";", "--", "ß", "文"])  # fmt: skip


@given(st.one_of(st.text(), st.lists(_SYNTAX).map(" ".join), st.lists(_SYNTAX).map("".join)))
def test_any_text_can_be_searched_for(module_index: Index, question: str) -> None:
    found = module_index.keyword(question, 5)
    assert len(found) <= 5


def test_a_word_is_found_whatever_stands_around_it(module_index: Index) -> None:
    for question in ('"mill', "mill*", "NOT mill", "text:mill", "(mill", "mill\0", "mill " * 30_000):
        assert module_index.keyword(question, 1)[0][0].text == "The mill opened in 1820.", question


def test_a_question_without_end_is_cut(module_index: Index) -> None:
    question = "".join(f"w{n} " for n in range(LONGEST_QUESTION_CHARACTERS)) + "mill"
    assert module_index.keyword(question, 5) == []


def test_a_synonym_is_found_after_the_word_itself(at: Path) -> None:
    build(
        [document("a", "The mill was bought in 1820. The barn was acquired in 1830.")], at=at, embedder=HashEmbedder()
    )
    with opened(at) as index:
        found = [passage.text for passage, _ in index.keyword("When was it acquired?", 5)]
    assert found == ["The barn was acquired in 1830.", "The mill was bought in 1820."]


def test_words_without_a_fact_find_nothing_while_there_are_others(module_index: Index) -> None:
    assert [p.text for p, _ in module_index.keyword("Could you tell me who ran it at the time?", 5)] == [
        "Ada Roy ran it."
    ]
    assert module_index.keyword("it", 5) != []


def test_the_mirror_finds_what_chroma_finds(at: Path) -> None:
    """Exactly: also the passages that are equally near come in their order."""
    sentences = [f"Sentence {n} is here." for n in range(700)] + ["It rains."] * 3
    build([document("a", "\n".join(sentences)), FERRY], at=at, embedder=HashEmbedder())
    with opened(at) as index:
        stamp = generations.manifest(at).copies[postings.FILE]
        with closing(Keywords(newest(at), stamp)) as stored_words:
            names = [row.vector for row in stored_words.rows()]
        with closing(VectorStore(newest(at) / "chroma", count=706, hashes=hashes(newest(at) / "chroma"))) as store:
            stored = np.concatenate(list(store.stored(names)))
            for number in range(30):
                vector = HashEmbedder().question(str(number))
                found = index.dense(vector, 20)
                order = np.argsort(-(stored @ vector), kind="stable")[:20]
                assert [cosine for _, cosine in found] == pytest.approx(list((stored @ vector)[order]), abs=1e-5)
                by_chroma = store.nearest(vector, 20)
                assert [cosine for _, cosine in found] == pytest.approx([c for _, c in by_chroma], abs=1e-5)
            rains = [p.start for p, _ in index.dense(HashEmbedder().question("It rains."), 3, documents=["a"])]
            assert rains == sorted(rains)


def test_a_question_asks_nothing_of_chroma(made: Path) -> None:
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); "
        "from test_index import HashEmbedder, opened\n"
        "with opened(Path(sys.argv[1])) as index: print(len(index.dense(HashEmbedder().question('x'), 3)))\n"
        "print('chromadb' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(made), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == ["3", "False"]


# Building


def test_an_unchanged_corpus_costs_nothing(made: Path) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in made.rglob("*") if p.is_file() and p.name != "lock")
    embedder = HashEmbedder()
    assert build([FERRY, MILL], at=made, embedder=embedder) == BuildReport(0, 0, 0, 2, 7, 0)
    assert embedder.embedded == []
    assert sorted((p, p.stat().st_mtime_ns) for p in made.rglob("*") if p.is_file() and p.name != "lock") == before


def test_an_unchanged_corpus_imports_neither_chroma_nor_a_model(tmp_path: Path, embedder: Embedder) -> None:
    build(corpus.read(SMALL_CORPUS).documents, at=tmp_path, embedder=embedder)
    script = (
        "import sys; from pathlib import Path; from askbot import corpus; from askbot.index import build; "
        "from askbot.models import open_embedder; "
        "print(build(corpus.read(Path(sys.argv[1])).documents, at=Path(sys.argv[2]), embedder=open_embedder(None))); "
        "print([m for m in ('chromadb', 'torch') if m in sys.modules])"
    )
    command = [sys.executable, "-c", script, str(SMALL_CORPUS), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    report, loaded = done.stdout.splitlines()
    assert "unchanged=1" in report
    assert loaded == "[]"


def test_only_new_passages_are_embedded(made: Path) -> None:
    """A sentence put in front moves the others, which keep their vectors."""
    longer = document("mill", MILL.text.replace("The mill", "Flour is old. The mill"))
    embedder = HashEmbedder()
    assert build([longer, FERRY], at=made, embedder=embedder) == BuildReport(0, 1, 0, 1, 8, 1)
    assert embedder.embedded == ["History: Flour is old."]
    with opened(made) as index:
        found, cosine = index.dense(HashEmbedder().question("Trade: It ground oats."), 1)[0]
        assert longer.text[found.start : found.end] == "It ground oats."
        assert cosine == pytest.approx(1.0)
    assert examine(made, HashEmbedder()) == []


def test_a_new_title_alone_is_a_change(made: Path) -> None:
    report = build([dataclasses.replace(MILL, title="Mill"), FERRY], at=made, embedder=HashEmbedder())
    assert (report.changed, report.embedded) == (1, 0)
    with opened(made) as index:
        assert index.document("mill").title == "Mill"


def test_a_removed_document_is_gone_from_both_halves(made: Path) -> None:
    assert build([FERRY], at=made, embedder=HashEmbedder()) == BuildReport(0, 0, 1, 1, 3, 0)
    with opened(made) as index:
        assert [d.id for d in index.documents()] == ["ferry"]
        assert {p.document_id for p, _ in index.dense(HashEmbedder().question("x"), 9)} == {"ferry"}
        assert index.keyword("rye", 9) == []
        assert "rye" not in index.vocabulary()


def test_the_same_sentence_twice_is_two_passages(at: Path) -> None:
    twice = document("a", "It rains. It rains.\n\nIt rains.")
    build([twice, dataclasses.replace(twice, id="b")], at=at, embedder=HashEmbedder())
    with opened(at) as index:
        assert len(index.dense(HashEmbedder().question("It rains."), 9)) == 6


def test_progress_counts_up_to_the_passages_that_were_embedded(at: Path) -> None:
    long = document("a", "\n".join(f"Sentence {n} is here." for n in range(600)))
    steps: list[tuple[int, int]] = []
    build([long], at=at, embedder=HashEmbedder(), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(256, 600), (512, 600), (600, 600)]


def test_old_generations_are_dropped_and_a_reader_keeps_its_own(made: Path) -> None:
    with opened(made) as reader:
        assert reader.is_current()
        build([MILL], at=made, embedder=HashEmbedder())
        assert not reader.is_current()
        assert len(reader.dense(HashEmbedder().question("x"), 9)) == 7
        for text in ("It hails.", "It snows.", "It thaws."):
            build([document("a", text)], at=made, embedder=HashEmbedder())
    assert len(list(made.glob("generation-*"))) == generations.GENERATIONS_KEPT


def test_other_files_in_the_folder_are_left_alone(made: Path) -> None:
    (made / "conversations.sqlite3").write_text("mine")
    for text in ("It hails.", "It snows.", "It thaws."):
        build([document("a", text)], at=made, embedder=HashEmbedder())
    assert (made / "conversations.sqlite3").read_text() == "mine"


def test_nothing_to_index_is_an_error_that_changes_nothing(made: Path) -> None:
    with pytest.raises(StorageError):
        build([], at=made, embedder=HashEmbedder())
    assert answers(made)


# What it refuses


def test_two_documents_of_one_id_are_an_error_that_changes_nothing(made: Path) -> None:
    with pytest.raises(StorageError):
        build([MILL, FERRY, MILL], at=made, embedder=HashEmbedder())
    assert answers(made)


def test_a_missing_index_is_one_line_with_a_remedy(at: Path) -> None:
    with pytest.raises(StorageError, match="no index") as error:
        opened(at)
    assert error.value.remedy.endswith("askbot index")
    assert not isinstance(error.value, StaleIndexError)
    assert not at.exists()


def test_an_index_of_another_model_is_stale_and_a_build_replaces_it(made: Path) -> None:
    with pytest.raises(StaleIndexError, match="another model") as error:
        Index.open(made, fingerprint="other 2")
    assert "askbot index" in error.value.remedy
    other = HashEmbedder("other 2")
    assert build([MILL, FERRY], at=made, embedder=other).embedded == 7
    Index.open(made, fingerprint="other 2").close()


def test_an_index_of_another_format_is_stale_and_a_build_replaces_it(made: Path) -> None:
    pointer = made / generations.POINTER
    pointer.write_text(pointer.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(StaleIndexError, match="format 0"):
        opened(made)
    assert build([MILL, FERRY], at=made, embedder=HashEmbedder()).embedded == 7
    assert answers(made)


def newest(at: Path) -> Path:
    return at / json.loads((at / generations.POINTER).read_text())["generation"]


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scramble(path: Path) -> None:
    """Overwrite all of a file with noise of the same length."""
    path.write_bytes(np.random.default_rng(1).bytes(path.stat().st_size))


def forget_a_stamp(pointer: Path) -> None:
    stated = json.loads(pointer.read_text())
    del stated["copies"][postings.FILE]
    pointer.write_text(json.dumps(stated))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "pointer is garbage": lambda at: (at / generations.POINTER).write_bytes(b"\xff{"),
    "pointer is empty": lambda at: (at / generations.POINTER).write_text(""),
    "pointer is other JSON": lambda at: (at / generations.POINTER).write_text("[1]"),
    "pointer leads out": lambda at: (at / generations.POINTER).write_text(
        '{"format": 1, "model": "hash 1", "generation": "../x", "passages": 1, "sizes": {}, "hashes": {}}'
    ),
    "pointer lacks a stamp": lambda at: forget_a_stamp(at / generations.POINTER),
    "generation is gone": lambda at: shutil.rmtree(newest(at)),
    "SQLite is cut short": lambda at: cut_short(newest(at) / "keywords.sqlite3"),
    "postings are gone": lambda at: (newest(at) / postings.FILE).unlink(),
    "postings are cut short": lambda at: cut_short(newest(at) / postings.FILE),
    "postings are noise": lambda at: scramble(newest(at) / postings.FILE),
    "SQLite is noise": lambda at: scramble(newest(at) / "keywords.sqlite3"),
    "Chroma is gone": lambda at: shutil.rmtree(newest(at) / "chroma"),
    "Chroma is cut short": lambda at: cut_short(newest(at) / "chroma" / "chroma.sqlite3"),
    "Chroma is noise": lambda at: scramble(newest(at) / "chroma" / "chroma.sqlite3"),
    "vectors are cut short": lambda at: cut_short(next((newest(at) / "chroma").glob("*/data_level0.bin"))),
    "mirror is gone": lambda at: (newest(at) / mirror.FILE).unlink(),
    "mirror is cut short": lambda at: cut_short(newest(at) / mirror.FILE),
    "mirror is noise": lambda at: scramble(newest(at) / mirror.FILE),
}
# No question reads Chroma's own files: their content only matters to the next build, and to doctor.
HARMLESS = {"Chroma is noise"}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_index_is_one_line_and_a_build_mends_it(made: Path, name: str) -> None:
    DAMAGE[name](made)
    (finding,) = examine(made, HashEmbedder())
    assert "\n" not in finding
    assert "askbot index" in finding
    if name in HARMLESS:
        assert answers(made)
    else:
        with pytest.raises(StorageError) as error:
            answers(made)
        assert finding == f"{error.value.message} {error.value.remedy}"
    build([MILL, FERRY], at=made, embedder=HashEmbedder())
    assert answers(made)
    assert examine(made, HashEmbedder()) == []


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin", "link_lists.bin", "index_metadata.pickle"])
def test_a_single_wrong_byte_in_the_graph_is_found_and_a_build_mends_it(at: Path, name: str) -> None:
    """Chroma would take the process down, from the thousandth passage on, when it saves its graph."""
    long = document("mill", "\n".join(f"Sentence {n} is here." for n in range(1100)))
    build([long], at=at, embedder=HashEmbedder())
    with next((newest(at) / "chroma").glob(f"*/{name}")).open("r+b") as file:
        file.seek(40)
        byte = file.read(1)
        file.seek(40)
        file.write(bytes([byte[0] ^ 0xFF]))
    (finding,) = examine(at, HashEmbedder())
    assert "damaged" in finding
    assert "askbot index" in finding
    build([long], at=at, embedder=HashEmbedder())
    assert answers(at)
    assert examine(at, HashEmbedder()) == []


@pytest.mark.parametrize("count", [3, 999, 1000, 2300])
def test_reading_changes_no_vector_file(at: Path, count: int) -> None:
    """Whatever Chroma keeps in its log and whatever in its vector files, an index stays whole when it is used."""
    build([document("a", "\n".join(f"Sentence {n} is here." for n in range(count)))], at=at, embedder=HashEmbedder())
    for _ in range(3):
        assert examine(at, HashEmbedder()) == []


def test_doctor_sees_vectors_that_are_not_the_models(made: Path) -> None:
    class OtherVectors(HashEmbedder):
        def question(self, text: str) -> Vectors:
            return super().question(text + "!")

    assert any("not the one that the model gives" in finding for finding in examine(made, OtherVectors()))


def test_a_real_index_is_whole(small_index: Index, embedder: Embedder) -> None:
    assert small_index.flaws(embedder) == []


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot be written"):
        build([MILL], at=tmp_path / "file" / "index", embedder=HashEmbedder())


# What can happen on the way


def test_an_error_while_embedding_leaves_the_old_index(made: Path) -> None:
    class Failing(HashEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([MILL, document("new", "It hails.")], at=made, embedder=Failing())
    assert answers(made)
    assert len(list(made.glob("generation-*"))) == 1


def test_a_second_builder_waits_and_then_gives_up(made: Path) -> None:
    with (made / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StorageError, match="Another") as error, generations.writing(made, wait_seconds=0.2):
            raise AssertionError("two builders at once")
    assert "askbot index" in error.value.remedy


def test_builders_take_turns(made: Path) -> None:
    errors: list[AskbotError] = []

    def add(number: int) -> None:
        try:
            build([MILL, document(f"n{number}", f"Number {number} is here.")], at=made, embedder=HashEmbedder())
        except AskbotError as error:
            errors.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert answers(made)
    assert examine(made, HashEmbedder()) == []


def test_threads_read_one_index_together(made: Path) -> None:
    found: list[int] = []
    with opened(made) as index:

        def read() -> None:
            for number in range(20):
                vector = HashEmbedder().question(str(number))
                found.append(len(index.dense(vector, 3)) + len(index.keyword("it", 3)) + len(index.documents()))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [8] * 80


# A process of its own: it builds an index of `mill` and a long document, as a user's does.
BUILDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_index import MILL, HashEmbedder, document
from askbot.errors import AskbotError
from askbot.index import build
long = document("long", "\\n".join(f"Sentence {n} of the long one tells of {n * n}." for n in range(2000)))
try:
    build([MILL, long], at=Path(sys.argv[1]), embedder=HashEmbedder(),
          progress=lambda done, total: print(done, flush=True))
except AskbotError as error:
    print("AskbotError:", error.message, "Try:", error.remedy)
    raise SystemExit(1)
"""


def builder(at: Path, *before: str) -> list[str]:
    return [*before, sys.executable, "-c", BUILDER, str(at), str(Path(__file__).parent)]


def test_a_killed_build_leaves_the_old_index_and_the_next_one_cleans_up(made: Path) -> None:
    process = subprocess.Popen(builder(made), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()  # the first batch is in Chroma
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert answers(made)
    for text in ("It hails.", "It snows."):
        build([MILL, document("new", text)], at=made, embedder=HashEmbedder())
    assert answers(made, name="new")
    assert len(list(made.glob("generation-*"))) <= generations.GENERATIONS_KEPT


def test_a_killed_build_is_gone_on_with(made: Path) -> None:
    """What was embedded before the kill is not embedded again, and nothing of it is lost or mixed up."""
    process = subprocess.Popen(builder(made), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    sentences = [f"Sentence {n} of the long one tells of {n * n}." for n in range(2000)]
    embedder = HashEmbedder()
    report = build([MILL, document("long", "\n".join(sentences))], at=made, embedder=embedder)
    assert report.embedded == len(embedder.embedded) <= 2000 - 3 * 256
    assert answers(made, name="long")
    assert examine(made, HashEmbedder()) == []
    assert not list(made.glob(f"{journal.FILE}*"))


def test_an_interrupted_build_is_gone_on_with_by_the_same_model_only(at: Path) -> None:
    class Interrupted(HashEmbedder):
        def passages(self, texts: Sequence[str]) -> Vectors:
            if self.embedded:
                raise KeyboardInterrupt
            return super().passages(texts)

    long = document("long", "\n".join(f"Sentence {n} is here." for n in range(300)))
    for fingerprint, left in (("hash 1", 44), ("other 2", 300)):
        with pytest.raises(KeyboardInterrupt):
            build([long], at=at, embedder=Interrupted())
        assert build([long], at=at, embedder=HashEmbedder(fingerprint)).embedded == left
        shutil.rmtree(at)


@pytest.mark.parametrize("content", [b"", b"noise" * 1000])
def test_a_damaged_journal_is_begun_anew(made: Path, content: bytes) -> None:
    (made / journal.FILE).write_bytes(content)
    assert build([FERRY, document("new", "It hails.")], at=made, embedder=HashEmbedder()).embedded == 1
    assert examine(made, HashEmbedder()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, timeout=30, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting needs more rights; the test with a file size limit stands in")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True, timeout=30)


def test_a_full_disk_is_one_line_and_the_old_index_still_answers(small_disk: Path) -> None:
    at = small_disk / "index"
    build([MILL, FERRY], at=at, embedder=HashEmbedder())
    done = subprocess.run(builder(at), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stdout
    assert "Try: Free some space" in done.stdout
    assert answers(at)
    assert examine(at, HashEmbedder()) == []
    assert len(list(at.glob("generation-*"))) == 1


@pytest.mark.parametrize("blocks", [100, 300, 500, 900])
def test_a_file_that_may_not_grow_is_one_line_and_the_old_index_still_answers(made: Path, blocks: int) -> None:
    """The shell's limit on file sizes hits SQLite, Chroma's database or its vectors, by its size."""
    limited = builder(made, "bash", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "bash")
    done = subprocess.run(limited, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "AskbotError" in done.stdout
    assert answers(made)
    assert examine(made, HashEmbedder()) == []
