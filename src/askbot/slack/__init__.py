"""The Slack bot: mentions, direct messages, threads, `/ask`, buttons and thumbs, each question answered exactly once.

`service` starts and stops it. Listeners only record a question and acknowledge it; workers of our own answer.
What was asked, answered and judged stands in one SQLite file beside the index (`memory`).
"""
