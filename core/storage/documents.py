"""Where records come from: a folder, an archive, a zip or a single file, read one at a time; and JSON in a row."""

import gzip
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, TextIO

from core.storage.imports import RecordError

# What a cut or damaged archive raises, whatever packed it.
BROKEN: Final = (tarfile.TarError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, EOFError, OSError)
GZIP: Final = b"\x1f\x8b"
READ: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name and bytes, and how far the source has been read with it."""

    file: str
    data: bytes
    done: int


@dataclass(frozen=True)
class Documents:
    """The files of one kind at a path, in the order of their names or of the archive; each is opened in its turn."""

    path: Path
    suffix: str

    @cached_property
    def _files(self) -> list[Path]:
        return sorted(file for file in self.path.rglob(f"*{self.suffix}") if not file.name.startswith("."))

    @property
    def total(self) -> int:
        """What `done` of the last document comes to: files of a folder, bytes of anything else."""
        return len(self._files) if self.path.is_dir() else self.path.stat().st_size

    def __iter__(self) -> Iterator[Document]:
        """Raises RecordError where an archive cannot be read on, and if no file of the kind is there."""
        last = ""
        try:
            for document in self._documents():
                last = document.file
                yield document
        except BROKEN as error:
            place = f"after {last}" if last else "its beginning"
            raise RecordError(place, f"it cannot be read on ({error}): get it again") from error
        if not last:
            raise RecordError("the path", f"there is no {self.suffix} file: name a folder or an archive that has some")

    def _documents(self) -> Iterator[Document]:
        if self.path.is_dir():
            return self._folder()
        if zipfile.is_zipfile(self.path):
            return self._zip()
        if self.path.suffix.lower() != self.suffix and is_tar(self.path):
            return self._tar()
        return self._single()

    def _folder(self) -> Iterator[Document]:
        for done, file in enumerate(self._files, start=1):
            yield Document(file.relative_to(self.path).as_posix(), file.read_bytes(), done)

    def _single(self) -> Iterator[Document]:
        data = self.path.read_bytes()
        unpacked = gzip.decompress(data) if data.startswith(GZIP) else data
        yield Document(self.path.name, unpacked, len(data))

    def _zip(self) -> Iterator[Document]:
        done = 0
        with zipfile.ZipFile(self.path) as archive:
            for member in archive.infolist():
                done += member.compress_size
                if self._wanted(member.filename):
                    yield Document(member.filename, archive.read(member), done)

    def _tar(self) -> Iterator[Document]:
        with self.path.open("rb") as packed, tarfile.open(fileobj=packed, mode="r|*") as archive:
            for member in archive:
                # A streamed archive keeps every header it has read, tens of megabytes for a large one.
                archive.members = []  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
                content = archive.extractfile(member) if member.isfile() and self._wanted(member.name) else None
                if content is not None:
                    yield Document(member.name, content.read(), packed.tell())

    def _wanted(self, name: str) -> bool:
        return name.lower().endswith(self.suffix) and not Path(name).name.startswith(".")


def is_tar(path: Path) -> bool:
    """Whether a file is an archive of tar's, packed or not, by its name or by its content."""
    if {*path.suffixes} & {".tar", ".tgz", ".txz", ".tbz2"}:
        return True
    try:
        return tarfile.is_tarfile(path)
    except BROKEN:
        return False


@contextmanager
def opened(path: Path) -> Generator[TextIO]:
    """The text of a file, unpacked if it is a gzip, without the byte order mark that some tools write."""
    with path.open("rb") as head:
        packed = head.read(2) == GZIP
    with gzip.open(path) if packed else path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig") as text:
        yield text


def json_values(text: TextIO) -> Iterator[Any]:
    """The JSON values of a text, one after another, with or without line breaks; numbers with a point are Decimal.

    One value is in memory at a time. Raises RecordError with the number of the record where the text stops to be JSON.
    """
    decoder = json.JSONDecoder(parse_float=Decimal)
    rest, number, more = "", 0, True
    while more or rest:
        part = text.read(max(READ, len(rest)))
        more, rest = bool(part), (rest + part).lstrip()
        while rest:
            try:
                value, end = decoder.raw_decode(rest)
            except json.JSONDecodeError as error:
                if more:
                    break
                raise RecordError(f"record {number + 1}", f"this is not JSON: {error}") from error
            except RecursionError as error:
                raise RecordError(f"record {number + 1}", "it is nested too deeply") from error
            except ValueError as error:
                raise RecordError(f"record {number + 1}", "a number in it has too many digits") from error
            if more and end == len(rest):  # a number may go on
                break
            number, rest = number + 1, rest[end:].lstrip()
            yield value
