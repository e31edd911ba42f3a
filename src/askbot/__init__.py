"""askbot answers questions about a corpus of articles, with citations that open at the exact words."""

__version__ = "0.1.0"
