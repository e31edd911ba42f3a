"""Files made to do harm: refused or read safely, within bounds, nothing outside the folder read, nothing fetched."""

from __future__ import annotations

import http.server
import io
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import writers
from askbot import corpus
from askbot.cli import run
from askbot.loading import worker
from askbot.loading.extracted import UnreadableError
from askbot.loading.workers import Workers

GOOD = "The mill was built in 1820. It burned down in 1911.\n"
SECRET = "the password of the mill is wheelwright"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# A process of its own reads a file; this much more than it takes to start one is too long for any of these.
PATIENCE_S = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "good.txt").write_text(GOOD)
    (tmp_path / "secret.txt").write_text(SECRET)
    return tmp_path / "corpus"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and the requests that came to it."""
    asked: list[str] = []

    class Counts(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Counts) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def unread(folder: Path) -> dict[str, str]:
    """Read the folder, in a bounded time and with the good article, and return what was refused and why."""
    begun = time.monotonic()
    found = corpus.read(folder)
    assert time.monotonic() - begun < PATIENCE_S
    assert "good" in [document.id for document in found.documents]
    return {one.path.name: one.reason for one in found.unread}


def word_file(body: str, *, doctype: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A Word document with that body, put into the place of a real one's."""
    made = io.BytesIO(writers.word(writers.article("corvale-tunnel")))
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename == "word/document.xml":
                text = f'<?xml version="1.0"?>{doctype}<w:document {W}><w:body>{body}</w:body></w:document>'
                target.writestr("word/document.xml", text)
            else:
                target.writestr(part, source.read(part))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return out.getvalue()


def said(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


# Too much


def test_a_zip_bomb_in_a_word_document_is_refused_before_it_is_unpacked(folder: Path) -> None:
    bomb = word_file(said("x"), extra={"word/media/x.xml": b" " * 30_000_000})
    assert len(bomb) < 1_000_000
    (folder / "bomb.docx").write_bytes(bomb)
    assert unread(folder)["bomb.docx"].startswith("unpacks to 30 MB")


def test_a_zip_bomb_that_lies_about_its_size_is_refused(folder: Path) -> None:
    body = said(" " * 20_000_000 + "x")
    bomb = bytearray(word_file(body))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as archive:
        size = archive.getinfo("word/document.xml").file_size
    assert bomb.count(size.to_bytes(4, "little")) >= 1
    (folder / "bomb.docx").write_bytes(bytes(bomb).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert unread(folder)["bomb.docx"] in ("is no Word document that can be read", "takes more memory than it may")


@pytest.mark.parametrize("count", [50_000, pytest.param(1_000_000, marks=pytest.mark.soak)])
def test_a_pdf_of_a_million_objects_is_read_or_refused_in_bounds(folder: Path, count: int) -> None:
    objects = b"".join(b"%d 0 obj\n<< /A %d 0 R >>\nendobj\n" % (n, n + 1) for n in range(10, 10 + count))
    page = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] "
        b"/Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>\nendobj\n"
    )
    (folder / "many.pdf").write_bytes(page + objects + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    assert unread(folder) == {"many.pdf": "holds pictures and no text"}


def test_a_pdf_that_claims_a_million_pages_is_refused(folder: Path) -> None:
    kids = b"[" + b"3 0 R " * 100_000 + b"]"
    page = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids " + kids + b""
        b" /Count 1000000 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>\nendobj\n"
    )
    (folder / "pages.pdf").write_bytes(page + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    reason = unread(folder)["pages.pdf"]
    assert "pages; at most 3,000 are read" in reason or reason == "is no PDF that can be read"


@pytest.mark.parametrize("name", ["huge.txt", "huge.md", "huge.pdf", "huge.docx", "huge.html"])
def test_two_gigabytes_are_refused_without_being_read(folder: Path, name: str) -> None:
    with (folder / name).open("wb") as file:
        file.truncate(2_000_000_000)  # it takes no room on the disk
    tracemalloc.start()
    try:
        assert unread(folder)[name].startswith("is larger than")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_page_of_a_million_tags_is_refused_and_a_deep_one_is_read(folder: Path) -> None:
    (folder / "tags.html").write_text("<b>x" * 1_000_000)
    (folder / "deep.html").write_text("<div>" * 50_000 + "<p>" + GOOD * 5)
    (folder / "deep.docx").write_bytes(
        word_file("<w:sdt><w:sdtContent>" * 200 + said("x") + "</w:sdtContent></w:sdt>" * 200)
    )
    refused = unread(folder)
    assert refused["tags.html"] == "has more than 300,000 tags"
    assert set(refused) <= {"tags.html", "deep.html", "deep.docx"}


def test_what_takes_too_long_is_refused_and_the_next_file_is_read() -> None:
    content = writers.pdf(writers.article("corvale-tunnel"))
    with Workers(most=1, seconds=0.001) as workers, pytest.raises(UnreadableError, match="takes longer to read"):
        workers.read(worker.PDF, content)
    with Workers(most=1) as workers:
        assert "27.4 kilometres" in workers.read(worker.PDF, content).text


def test_a_reader_that_no_longer_listens_is_ended_and_the_next_file_is_read() -> None:
    page = f"<p>{GOOD * 5}</p>".encode()
    with Workers(most=1, seconds=20) as workers:
        workers.read(worker.WEB, page)
        (process,) = (one._process.pid for one in workers._running)
        os.kill(process, signal.SIGSTOP)
        workers._seconds = 0.5
        with pytest.raises(UnreadableError, match="takes longer to read"):
            workers.read(worker.WEB, page * 10_000)  # more than a pipe holds
        workers._seconds = 20
        assert "burned down" in workers.read(worker.WEB, page).text


def test_what_takes_too_much_memory_is_refused_and_the_next_file_is_read() -> None:
    program = (
        "from askbot.loading import worker; worker.MOST_MEMORY_BYTES = 600_000_000; worker._bound();"
        "page = b'Content-Type: text/html\\n\\n' + b'<p>x ' * 200_000 + b'x' * 150_000_000;"
        "print(worker._answer('saved page', page))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)
    assert "takes more memory than it may" in done.stdout


# Out of the folder


@pytest.mark.parametrize("name", ["link.txt", "link.html", "link.pdf", "link.docx"])
def test_no_link_is_followed_out_of_the_folder(folder: Path, name: str) -> None:
    (folder / name).symlink_to(folder.parent / "secret.txt")
    (folder / "more").symlink_to(folder.parent)
    assert unread(folder) == {name: "is a link to a place outside the folder"}


def test_a_name_with_a_line_break_is_refused_and_told_on_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "two\nWarning: lines.txt").write_text(GOOD)
    (folder / "bell\x07\x1b[31m.pdf").write_bytes(b"%PDF-1.4")
    # A file can't hold an index, so that nothing is built; what isn't read is told before.
    assert run(["index", str(folder), "--index", str(folder.parent / "secret.txt")]) == 1
    told = capsys.readouterr().err
    *lines, error, remedy = told.splitlines()
    assert len(lines) == 2 and all(line.startswith("Warning: ") and "cannot be printed" in line for line in lines)
    assert error.startswith("Error: ") and remedy.startswith("Try: ")
    assert "\x1b" not in told and "\x07" not in told


def test_a_page_fetches_nothing_runs_nothing_and_reads_no_other_file(
    folder: Path, server: tuple[str, list[str]]
) -> None:
    at, asked = server
    secret = (folder.parent / "secret.txt").as_uri()
    (folder / "page.html").write_text(
        f"""<!DOCTYPE html [<!ENTITY stolen SYSTEM "{secret}"><!ENTITY remote SYSTEM "{at}/entity">]>
        <html><head><script src="{at}/script.js"></script><link rel="stylesheet" href="{at}/style.css">
        <link rel="import" href="{secret}"><meta http-equiv="refresh" content="0; url={at}/refresh"></head>
        <body onload="fetch('{at}/load')"><h1>Mill</h1><p>{GOOD * 6}&stolen;&remote;</p>
        <img src="{at}/picture.png"><iframe src="{secret}"></iframe><object data="{secret}"></object>
        <script>document.write("{SECRET}")</script><xi:include href="{secret}" parse="text"/></body></html>"""
    )
    assert unread(folder) == {}
    (read,) = (d for d in corpus.read(folder).documents if d.id == "page")
    assert "wheelwright" not in read.text and "burned down" in read.text
    assert asked == []


def test_a_word_document_expands_no_entity_and_follows_no_relation(folder: Path, server: tuple[str, list[str]]) -> None:
    at, asked = server
    secret = (folder.parent / "secret.txt").as_uri()
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="http://x/image" Target="{at}/p.png" TargetMode="External"/>'
        f'<Relationship Id="r8" Type="http://x/t" Target="{secret}" TargetMode="External"/></Relationships>'
    )
    stealing = f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret}"><!ENTITY r SYSTEM "{at}/entity">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    (folder / "steals.docx").write_bytes(word_file(said(f"{GOOD}&s;&r;"), doctype=stealing))
    (folder / "laughs.docx").write_bytes(
        word_file(said(f"{GOOD}&l11;"), doctype=f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>')
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(said(GOOD)))) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            relation = part.filename == "word/_rels/document.xml.rels"
            target.writestr(part, relations if relation else source.read(part))
    (folder / "relates.docx").write_bytes(out.getvalue())
    refused = unread(folder)
    documents = {document.id: document.text for document in corpus.read(folder).documents}
    assert "relates" in documents and "relates.docx" not in refused  # a relation does no harm that is not followed
    assert all("wheelwright" not in text and len(text) < 1000 for text in documents.values())
    assert asked == []


def test_the_process_that_reads_files_may_open_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        program = f"""
from askbot.loading import worker
worker._bound(); worker._confine()
import os, socket, subprocess, urllib.request
tried = [
    lambda: open({str(tmp_path / "secret.txt")!r}).read(),
    lambda: open("/etc/passwd").read(),
    lambda: os.open({str(tmp_path / "new.txt")!r}, os.O_WRONLY | os.O_CREAT),
    lambda: socket.create_connection(("127.0.0.1", {listening.getsockname()[1]})),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: urllib.request.urlopen("http://127.0.0.1:{listening.getsockname()[1]}/"),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.remove({str(tmp_path / "secret.txt")!r}),
    lambda: os.rename({str(tmp_path / "secret.txt")!r}, {str(tmp_path / "moved.txt")!r}),
    lambda: os.mkdir({str(tmp_path / "made")!r}),
    lambda: os.symlink("/etc/passwd", {str(tmp_path / "link")!r}),
]
for one in tried:
    try:
        one()
    except PermissionError:
        print("refused")
    except OSError as error:
        print("refused" if "not allowed here" in str(error) else error)
    else:
        print("done")
"""
        done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.stdout.split() == ["refused"] * 13, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.txt"]


def test_the_process_that_reads_files_is_told_no_variable_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    with Workers(most=1) as workers:
        workers.read(worker.WEB, f"<p>{GOOD * 5}</p>".encode())
        (process,) = (one._process.pid for one in workers._running)
        told = Path(f"/proc/{process}/environ")
        if not told.exists():
            pytest.skip("only Linux shows a process's variables")
        assert b"xoxb" not in told.read_bytes()


# Whatever else


def mutated(content: bytes, seed: int) -> bytes:
    """The file with some of its bytes changed, cut or doubled."""
    chance = random.Random(seed)
    made = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(made))
        length = chance.choice((1, 1, 4, 100))
        made[at : at + length] = chance.choice((b"", chance.randbytes(length), bytes(made[at : at + length]) * 2))
    return bytes(made)


def _broken_files_end_calmly(seeds: range) -> None:
    made = writers.article("lindqvist-library")
    whole = {
        worker.PDF: writers.pdf(made), worker.WORD: writers.word(made), worker.WEB: writers.page(made).encode(),
        worker.ARCHIVE: writers.archive(made),
    }  # fmt: skip
    with Workers(most=1, seconds=20) as workers:
        for seed in seeds:
            for kind, content in whole.items():
                try:
                    assert workers.read(kind, mutated(content, seed)).text
                except UnreadableError as error:
                    assert "\n" not in str(error)


def test_broken_files_are_read_or_refused() -> None:
    _broken_files_end_calmly(range(8))


@pytest.mark.soak
def test_many_broken_files_are_read_or_refused() -> None:
    _broken_files_end_calmly(range(8, 800))


def test_what_is_no_such_file_is_named_and_the_rest_is_read(folder: Path) -> None:
    contents = (b"", b"\0" * 100, random.Random(7).randbytes(2000), b"PK\x03\x04", b"%PDF-1.7", b"<", b"\xff\xfe<")
    names = {f"{n}{suffix}": content for n, content in enumerate(contents) for suffix in worker.KINDS}
    for name, content in names.items():
        (folder / name).write_bytes(content)
    refused = unread(folder)
    assert set(refused) <= set(names) and len(refused) > len(names) * 2 // 3
    assert all(reason and "\n" not in reason for reason in refused.values())
