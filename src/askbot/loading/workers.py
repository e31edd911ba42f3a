"""The processes that read files, from the side that asks: as many as there are processors, replaced when they fail."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import AbstractContextManager, suppress
from typing import Self

from askbot.loading.extracted import Extracted, UnreadableError
from askbot.loading.worker import TOO_MUCH_MEMORY

# A book of a thousand pages takes 30 seconds; what takes longer than this is no article.
MOST_SECONDS = 90.0
MOST_WORKERS = 4
# Libraries leak; a process that has read so many files makes room for a fresh one.
MOST_FILES_EACH = 200
MOST_ANSWER_BYTES = 64_000_000
STOPPING_SECONDS = 5.0


class Workers(AbstractContextManager["Workers"]):
    """Reads files in other processes; may be used from several threads, of which each waits for a process."""

    def __init__(self, *, most: int | None = None, seconds: float = MOST_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._running: set[_Worker] = set()
        self._closed = False
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(most or max(1, min(MOST_WORKERS, os.cpu_count() or 1))):
            self._idle.put(None)  # started when it is needed

    def read(self, kind: str, content: bytes) -> Extracted:
        """Read a file of one of `worker.KINDS`; UnreadableError with the reason where that fails or takes too much."""
        worker = self._idle.get()
        try:
            if worker is None:
                worker = self._started()
            answer = worker.ask(kind, content, seconds=self._seconds)
            if worker.asked >= MOST_FILES_EACH or answer.get("reason") == TOO_MUCH_MEMORY:
                self._stop(worker)
                worker = None
        except BaseException:
            if worker is not None:
                self._stop(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)
        if "reason" in answer:
            raise UnreadableError(str(answer["reason"]))
        return Extracted.from_json(answer["extracted"])  # type: ignore[arg-type]  # it checks what it is given

    def _started(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise UnreadableError("was not read: the reading was stopped")
            worker = _Worker()
            self._running.add(worker)
            return worker

    def _stop(self, worker: _Worker) -> None:
        with self._lock:
            self._running.discard(worker)
        worker.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End every process, also one that is reading."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for worker in running:
            worker.stop()


class _Worker:
    """One process."""

    def __init__(self) -> None:
        self.asked = 0
        # None of this process's variables, where tokens may stand, and no folder of articles to begin in.
        environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "askbot.loading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=sys.prefix,
            start_new_session=True,  # Ctrl-C is this side's to handle
        )

    def ask(self, kind: str, content: bytes, *, seconds: float) -> dict[str, object]:
        """Send a file and wait for the answer; UnreadableError where none comes in time."""
        self.asked += 1
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise UnreadableError("could not be read: its reader did not start")
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        # A process that no longer reads would hold up the writing as well.
        timer = threading.Timer(seconds, end)
        timer.start()
        line = b""
        try:
            process.stdin.write(json.dumps({"kind": kind, "size": len(content)}).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.flush()
            line = process.stdout.readline(MOST_ANSWER_BYTES)
        except (OSError, ValueError):
            pass  # it has ended, or was stopped from another thread
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise UnreadableError(f"takes longer to read than {seconds:g} s")
        if not line.endswith(b"\n"):
            raise UnreadableError("makes its reader fail")
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise UnreadableError("makes its reader fail") from error
        if not isinstance(answer, dict):
            raise UnreadableError("makes its reader fail")
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPPING_SECONDS)
