"""Where records come from: folders, archives, single files, and JSON in a row."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.storage.documents import READ, Documents, json_values, opened
from core.storage.imports import RecordError

FILES = {"a/1.xml": b"<one/>", "b/2.xml": b"<two/>", "readme.txt": b"no", "b/._2.xml": b"junk of a Mac"}
FOUND = [("a/1.xml", b"<one/>"), ("b/2.xml", b"<two/>")]


def folder(at: Path) -> Path:
    for name, content in FILES.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(content)
    return at


def tar(path: Path, packing: str) -> Path:
    mode = cast(Literal["w|xz"], f"w|{packing}")
    with tarfile.open(str(path), mode=mode) as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("kind", ["folder", "xz", "gz", "", "zip"])
def test_the_same_files_are_read_from_folder_archive_and_zip(tmp_path: Path, kind: str) -> None:
    path = {
        "folder": lambda: folder(tmp_path / "files"),
        "zip": lambda: zipped(tmp_path / "files.zip"),
    }.get(kind, lambda: tar(tmp_path / f"files.tar.{kind}", kind))()

    documents = Documents(path, ".xml")

    assert [(document.file, document.data) for document in documents] == FOUND
    assert 0 < max(document.done for document in documents) <= documents.total


def test_one_file_is_read_as_it_is_and_unpacked_if_need_be(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_bytes(b"<one/>")
    (tmp_path / "1.xml.gz").write_bytes(gzip.compress(b"<one/>"))
    assert [one.data for name in ("1.xml", "1.xml.gz") for one in Documents(tmp_path / name, ".xml")] == [b"<one/>"] * 2


def test_a_cut_archive_gives_what_is_whole_and_says_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "files.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("1.xml", "2.xml"):
            member = tarfile.TarInfo(name)
            member.size = 4 * READ
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    path.write_bytes(path.read_bytes()[: 5 * READ])
    found: list[str] = []

    with pytest.raises(RecordError, match=r"after 1\.xml: it cannot be read on"):
        found.extend(document.file for document in Documents(path, ".xml"))

    assert found == ["1.xml"]


@pytest.mark.parametrize("broken", [b"\xfd7zXZ\x00 and no more", b"\x1f\x8b\x08 and no more"])
def test_what_only_begins_like_an_archive_is_an_error_with_a_reason(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "x.tar.xz").write_bytes(broken)
    with pytest.raises(RecordError, match="cannot be read on"):
        list(Documents(tmp_path / "x.tar.xz", ".xml"))


def test_a_path_without_such_a_file_is_an_error_not_an_empty_run(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"there is no \.xml file"):
        list(Documents(tmp_path, ".xml"))


@given(st.lists(st.dictionaries(st.text(), st.integers() | st.text())), st.sampled_from(["", "\n", " \r\n "]))
def test_json_values_are_read_one_after_another(values: list[dict[str, int | str]], between: str) -> None:
    text = between.join(json.dumps(value) for value in values)
    assert list(json_values(io.StringIO(text))) == values


def test_a_value_longer_than_what_is_read_at_once_is_whole() -> None:
    values = [{"text": "x" * (3 * READ)}, {"text": "y" * READ}, 1]
    assert list(json_values(io.StringIO("".join(map(json.dumps, values))))) == values


def test_amounts_in_json_are_never_floats() -> None:
    assert list(json_values(io.StringIO('{"amount": 0.1}'))) == [{"amount": Decimal("0.1")}]


def test_text_that_stops_to_be_json_is_named_by_its_record() -> None:
    values = json_values(io.StringIO('{"a": 1} {"b": '))
    assert next(values) == {"a": 1}
    with pytest.raises(RecordError, match="record 2: this is not JSON"):
        next(values)


def test_json_that_is_nested_without_end_is_an_error_like_any_other() -> None:
    with pytest.raises(RecordError, match="nested too deeply"):
        list(json_values(io.StringIO("[" * 100_000)))


def test_a_number_without_end_is_an_error_like_any_other() -> None:
    with pytest.raises(RecordError, match="too many digits"):
        list(json_values(io.StringIO("9" * 5_000 + " ")))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(gzip.compress(b"\xef\xbb\xbf{}"))
    with opened(tmp_path / "x") as text:
        assert text.read() == "{}"
