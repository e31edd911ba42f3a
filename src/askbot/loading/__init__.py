"""Files that are no plain text, read into text with its pages and what the file says of itself.

The readers (html, pdf, word) run in processes of their own, with bounds on memory and time (worker, workers): a file
is a stranger's. They know nothing of documents and passages.
"""
