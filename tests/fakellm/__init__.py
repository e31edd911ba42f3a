"""A chat model that does what a test tells it to, behind real HTTP on loopback; see README.md."""

from fakellm.server import Answers, Calls, Dribbles, Drops, Empty, Fails, FakeLlm, Replies, Reply, Says, Stalls

__all__ = [
    "Answers", "Calls", "Dribbles", "Drops", "Empty", "Fails", "FakeLlm", "Replies", "Reply", "Says", "Stalls",
]  # fmt: skip
