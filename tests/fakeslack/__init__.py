"""A fake Slack on loopback: Web API, Socket Mode and response urls, stateful, strict, able to fail."""

from fakeslack.faults import Fault, Hold, ratelimited
from fakeslack.server import FakeSlack, Sent

__all__ = ["FakeSlack", "Fault", "Hold", "Sent", "ratelimited"]
