"""What can be made to go wrong, a queue of faults for each method: the next calls meet them, one each."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


class Hold:
    """A call that is held until the test lets it go. `reached` is set once a call stands there."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.released = threading.Event()

    def release(self) -> None:
        """Let the call go on."""
        self.released.set()


@dataclass
class Fault:
    """One thing that goes wrong with one call.

    `error` is an `ok: false`; `status` an HTTP status with `body`; `drop` breaks the connection; `hold`
    waits first. With `after` the method is carried out before it goes wrong.
    """

    error: str | None = None
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    hold: Hold | None = None
    after: bool = False


def ratelimited(retry_after: str) -> Fault:
    """Return a 429 that asks to wait."""
    return Fault(status=429, body='{"ok": false, "error": "ratelimited"}', headers={"Retry-After": retry_after})
