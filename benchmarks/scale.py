"""How cost and recall grow with the corpus: build, memory, disk, and questions at 1,000 to 1,000,000 passages.

    python benchmarks/scale.py --questions a.json b.json --at DIR [--sizes 1000 20000]

`--questions` are files in SQuAD's format. Their paragraphs are the corpus, embedded for real (kept in DIR, so that it
happens once), as far as they go. Beyond, sentences are made of the first half of one and the second half of another,
and their vectors are drawn around a mixture of the two, with fixed seeds; the table says so. Each build and each run
of questions is a process of its own. DIR is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import retrieval

from askbot import corpus, flags, generations, mirror, postings, stamps
from askbot.drafts import Draft, embedded_text
from askbot.index import FORMAT, Index, build
from askbot.keywords import Keywords
from askbot.models import EXPORTS, open_embedder
from askbot.retriever import DEPTH_PASSAGES, HybridRetriever
from askbot.types import Document, Passage
from askbot.vectors import batched

SEED = 20261124
SIZES = (1_000, 20_000, 200_000, 1_000_000)
QUESTIONS = 200
WARMING = 20
# What joins two halves; sentences that have it are left out, so that a half can be looked up.
JOINT = " — "
SENTENCES_A_DOCUMENT = 12
# A drawn vector's distance from its mixture: a cosine of 0.9 or so, as between two sentences on one thing.
NOISE = 0.5


class Cached:
    """Embeds with the real model, each text once, and draws the vectors of recombined texts."""

    def __init__(self, at: Path) -> None:
        self._real = open_embedder(None, index=at)
        self.name, self.fingerprint = self._real.name, self._real.fingerprint
        self._store = sqlite3.connect(at / "vectors.sqlite3")
        self._store.execute("CREATE TABLE IF NOT EXISTS vector (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
        self._halves: tuple[dict[str, int], dict[str, int], np.ndarray] | None = None

    def prepare(self) -> None:
        """Make the export."""
        self._real.prepare()

    def question(self, text: str) -> np.ndarray:
        """Embed a question."""
        return self._real.question(text)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """Embed passages, or draw their vectors."""
        names = [hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).hexdigest() for text in texts]
        found = dict(
            self._store.execute(
                "SELECT name, value FROM vector WHERE name IN (SELECT value FROM json_each(?))", (json.dumps(names),)
            ).fetchall()
        )
        missing = [n for n, name in enumerate(names) if name not in found]
        if missing and self._halves is not None:
            found.update((names[n], self._drawn(texts[n]).tobytes()) for n in missing)
        elif missing:
            made = self._real.passages([texts[n] for n in missing])
            rows = [(names[n], vector.astype("<f4").tobytes()) for n, vector in zip(missing, made, strict=True)]
            with self._store:
                self._store.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)
            found.update(rows)
        return np.stack([np.frombuffer(found[name], dtype="<f4") for name in names])

    def draw(self, sentences: Sequence[tuple[str, str]]) -> None:
        """From now on, draw the vectors of unknown texts around those of these (heading, sentence)."""
        texts = [embedded_text(*one) for one in sentences]
        vectors = np.concatenate([self.passages(texts[n : n + 512]) for n in range(0, len(texts), 512)])
        halves = [halved(text) for _, text in sentences]
        self._halves = {h[0]: n for n, h in enumerate(halves)}, {h[1]: n for n, h in enumerate(halves)}, vectors

    def _drawn(self, text: str) -> np.ndarray:
        assert self._halves is not None
        first, second, vectors = self._halves
        draw = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
        before, _, after = text.partition(": ")[2].partition(JOINT)
        # A sentence that was cut where it was joined is drawn around one that chance names.
        one = first.get(before, int(draw.integers(len(vectors))))
        other = second.get(after, one)
        share = draw.uniform(0.5, 0.9)
        width = vectors.shape[1]
        vector = share * vectors[one] + (1 - share) * vectors[other]
        vector = vector / np.linalg.norm(vector) + NOISE * draw.normal(size=width) / np.sqrt(width)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def halved(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def real(files: Sequence[Path], most: int) -> list[Document]:
    """Read paragraphs until they hold so many passages."""
    found, passages = [], 0
    for file in files:
        for document in retrieval.squad(file, 0)[0]:
            if passages >= most:
                return found
            passages += len(corpus.cut(document))
            found.append(document)
    return found


def asked(files: Sequence[Path], documents: Sequence[Document]) -> list[str]:
    """Draw questions that the documents answer."""
    held = {document.id for document in documents}
    found = [q.text for file in files for q in retrieval.squad(file, 0)[1] if q.spans[0][0] in held]
    return random.Random(SEED).sample(found, min(QUESTIONS, len(found)))


def recombined(sentences: Sequence[tuple[str, str]], many: int) -> Iterator[tuple[Document, list[Passage]]]:
    """Yield documents with so many sentences in all, made of the halves of real ones, and their passages."""
    draw = random.Random(SEED)
    halves = [halved(text) for _, text in sentences]
    for number in range(many // SENTENCES_A_DOCUMENT):
        heading, name = draw.choice(sentences)[0], f"recombined/{number:06}"
        text, passages = f"# {heading}\n", []
        for _ in range(SENTENCES_A_DOCUMENT):
            line = draw.choice(halves)[0] + JOINT + draw.choice(halves)[1]
            start = len(text) + 1
            text += f"\n{line}\n"
            passages.append(Passage(name, heading, line, start, start + len(line)))
        yield Document(name, name, text, name, hashlib.sha256(text.encode()).hexdigest(), path=f"{name}.md"), passages


def made(at: Path, files: Sequence[Path], size: int, reals: int) -> dict[str, float]:
    """Build an index of a size, in this process."""
    embedder, documents = Cached(at), real(files, min(size, reals))
    passages = [p for document in documents for p in corpus.cut(document)]
    if size > reals:
        pairs = [(p.heading, p.text) for p in passages if p.heading and ": " not in p.heading and JOINT not in p.text]
        embedder.draw([pair for pair in pairs if len(pair[1].split()) > 5])
    folder = at / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(at / EXPORTS, folder / EXPORTS)
    begun, used, peaks = time.perf_counter(), time.process_time(), [0]

    def note(done: int, total: int) -> None:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        if done % 25_600 < 12 or done == total:
            print(f"{size}: {done}/{total} after {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)

    if size > reals:
        count = written(folder, documents, pairs, size=size, embedder=embedder, note=note)
    else:
        count = build(documents, at=folder, embedder=embedder, progress=note).passages
    generation = max(folder.glob("generation-*"))
    sizes = {path.relative_to(generation).parts[0]: 0 for path in generation.rglob("*")}
    for path in generation.rglob("*"):
        sizes[path.relative_to(generation).parts[0]] += path.stat().st_size if path.is_file() else 0
    return {
        "passages": count,
        "build_s": time.perf_counter() - begun,
        "build_cpu_s": time.process_time() - used,
        "stream_mb": peaks[-1] / 1024,
        "build_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk": sizes,
        "load": os.getloadavg()[1],
    }


def written(
    at: Path,
    documents: Sequence[Document],
    pairs: Sequence[tuple[str, str]],
    *,
    size: int,
    embedder: Cached,
    note: Callable[[int, int], None],
) -> int:
    """Write the files that questions read, with the writers of a build: recombined text is not cut and not audited.

    Chroma's half is left out, of which no question reads.
    """
    folder = generations.next_folder(at)
    folder.mkdir()
    draft = Draft(folder, earlier=None)
    for document in documents:
        draft.add(document)
        draft.add_passages(document.id, corpus.sections(document))
    for document, passages in recombined(pairs, size - draft.passages):
        draft.add(document)
        draft.add_passages(document.id, [passages])
        note(draft.passages, size)
    draft.finish()

    def vectors() -> Iterator[np.ndarray]:
        with closing(Keywords(folder, stamps.stamp(folder / postings.FILE))) as stored:
            for batch in batched(stored.rows(), 2_048):
                yield embedder.passages([embedded_text(row.passage.heading, row.passage.text) for row in batch])

    copies = mirror.write(folder, vectors(), rows=draft.passages)
    draft.close()
    copies[postings.FILE] = stamps.stamp(folder / postings.FILE)
    flags.write(folder, {})
    sizes = generations.sizes(folder)
    generations.put_in_force(
        at, generations.Manifest(FORMAT, embedder.fingerprint, folder.name, draft.passages, sizes, {}, copies)
    )
    return draft.passages


def queried(at: Path, files: Sequence[Path], size: int, reals: int) -> dict[str, float]:
    """Ask an index of a size, in this process: times, recall and memory."""
    questions = asked(files, real(files, min(size, reals)))
    embedder = open_embedder(None, index=at / str(size))
    begun = time.perf_counter()
    with Index.open(at / str(size), fingerprint=embedder.fingerprint) as index:
        retriever = HybridRetriever(index, embedder)
        retriever.retrieve("Which one was the first?", 10)
        opened = time.perf_counter() - begun
        for question in questions[:WARMING]:
            retriever.retrieve(question, 10)
        times: dict[str, list[tuple[float, float]]] = {"fused": [], "keyword": [], "dense": [], "embedding": []}
        recalls = []
        for question in questions:
            vector = timed(times["embedding"], lambda: embedder.question(question))  # noqa: B023 called at once
            timed(times["fused"], lambda: retriever.retrieve(question, 10))  # noqa: B023
            timed(times["keyword"], lambda: index.keyword(question, DEPTH_PASSAGES))  # noqa: B023
            timed(times["dense"], lambda: index.dense(vector, DEPTH_PASSAGES))  # noqa: B023
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for question in questions:
            vector = embedder.question(question)
            nearest = {passage for passage, _ in index.exactly(vector, 10)}
            near = {passage for passage, _ in index.dense(vector, DEPTH_PASSAGES)[:10]}
            recalls.append(len(nearest & near) / len(nearest))
    found = {
        f"{name}{what}_p{p}": float(np.percentile([one[n] for one in took], p)) * 1000
        for name, took in times.items()
        for n, what in enumerate(("", "_cpu"))
        for p in (50, 95)
    }
    found["ask_load"] = os.getloadavg()[0]
    return {**found, "recall": float(np.mean(recalls)), "opened_s": opened, "ask_mb": used, "n": len(questions)}


def timed(times: list[tuple[float, float]], call: Callable[[], Any]) -> Any:  # noqa: ANN401 whatever is called
    begun, used = time.perf_counter(), time.process_time()
    made = call()
    times.append((time.perf_counter() - begun, time.process_time() - used))
    return made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--questions", type=Path, nargs="+", required=True)
    options.add_argument("--at", type=Path, required=True)
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options.add_argument("--reals", type=int, default=20_000, help="how many passages are embedded for real")
    options.add_argument("--part", choices=("build", "ask"), help="one part for one size, printed as JSON")
    options.add_argument(
        "--plot", type=Path, help="draw the times of what was measured into this SVG, and measure nothing"
    )
    options.add_argument("--keep", action="store_true", help="ask the indexes that are there")
    chosen = options.parse_args()
    chosen.at.mkdir(parents=True, exist_ok=True)
    if chosen.part:
        part = made if chosen.part == "build" else queried
        print(json.dumps(part(chosen.at, chosen.questions, chosen.sizes[0], chosen.reals)))
        return
    open_embedder(None, index=chosen.at).prepare()
    results = chosen.at / "results.json"
    known = json.loads(results.read_text()) if results.exists() else {}
    if chosen.plot:
        chosen.plot.write_text(plot(sorted(known.values(), key=lambda one: one["passages"])), encoding="utf-8")
    for size in () if chosen.plot else chosen.sizes:
        for part in ("ask",) if chosen.keep else ("build", "ask"):
            command = [sys.executable, __file__, "--questions", *map(str, chosen.questions), "--at", str(chosen.at)]
            command += ["--sizes", str(size), "--reals", str(chosen.reals), "--part", part]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            known[str(size)] = {**known.get(str(size), {}), **json.loads(done.stdout)}
            results.write_text(json.dumps(known, indent=1))
    print(table(known))


COLUMNS = {
    "passages": lambda one: f"{one['passages']:,}",
    "vectors": lambda one: "real" if one["passages"] < 25_000 else "20,000 real, the others drawn",
    "recall@10": lambda one: f"{one['recall']:.3f}",
    "fused p50, p95": lambda one: f"{one['fused_p50']:.0f}, {one['fused_p95']:.0f} ms",
    "of the processor": lambda one: f"{one['fused_cpu_p50']:.0f}, {one['fused_cpu_p95']:.0f} ms",
    "words p95": lambda one: f"{one['keyword_cpu_p95']:.0f} ms",
    "meaning p95": lambda one: f"{one['dense_cpu_p95']:.0f} ms",
    "embedding p95": lambda one: f"{one['embedding_cpu_p95']:.0f} ms",
    "open, ask first": lambda one: f"{one['opened_s']:.2f} s",
    "memory": lambda one: f"{one['ask_mb']:.0f} MB",
    "built in": lambda one: f"{one['build_s']:.0f} s",
    "a processor second": lambda one: f"{one['passages'] / one['build_cpu_s']:.0f}",
    "build memory: stream, all": lambda one: f"{one['stream_mb']:.0f}, {one['build_mb']:.0f} MB",
    "disk a passage": lambda one: f"{sum(one['disk'].values()) / one['passages']:,.0f} B",
    "of it Chroma": lambda one: f"{one['disk'].get('chroma', 0) / one['passages']:,.0f} B",
    "load: building, asking": lambda one: f"{one['load']:.1f}, {one['ask_load']:.1f}",
}


def table(known: dict[str, dict[str, Any]]) -> str:
    rows = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    for one in sorted(known.values(), key=lambda one: one["passages"]):
        rows.append(f"| {' | '.join(cell(one) for cell in COLUMNS.values())} |")
    return "\n".join(rows)


LINES = {"fused": "#1f5fa8", "dense": "#b3541e", "keyword": "#3a7d44", "embedding": "#777777"}
NAMES = {"fused": "a question", "dense": "meaning", "keyword": "words", "embedding": "its embedding"}


def plot(rows: Sequence[dict[str, Any]]) -> str:
    """Draw the 95th percentiles of the processor's time over the passages, both logarithmic."""

    def place(passages: float, ms: float) -> tuple[float, float]:
        return 70 + 150 * (np.log10(passages) - 3), 290 - 100 * np.log10(max(ms, 0.5))

    drawn = []
    for ms in (1, 10, 100):
        y = place(1_000, ms)[1]
        drawn.append(
            f'<path d="M70 {y:.0f}H540" stroke="#ddd"/><text x="60" y="{y + 4:.0f}" text-anchor="end">{ms} ms</text>'
        )
    for n in (1_000, 10_000, 100_000, 1_000_000):
        drawn.append(f'<text x="{place(n, 1)[0]:.0f}" y="340" text-anchor="middle">{n:,}</text>')
    for number, (name, colour) in enumerate(LINES.items()):
        points = [place(row["passages"], row[f"{name}_cpu_p95"]) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        drawn.append(f'<text x="560" y="{60 + 20 * number}" fill="{colour}">{NAMES[name]}</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 370" font-family="sans-serif" font-size="12">'
        '<rect width="680" height="370" fill="white"/>' + "".join(drawn) + '<text x="305" y="362" text-anchor="middle">'
        "passages; processor time of a question, 95th percentile</text></svg>\n"
    )


if __name__ == "__main__":
    main()
