"""The command `ipt`, run as a person runs it: what it says, and with which code it ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.names import HOST_COMMANDS
from tests.databases import ask, empty, rows, tables
from tests.serving import IPT, PATIENCE, answer, environment, free_port
from tests.serving import ipt as ipt_command

DEPARTMENTS = ("registry", "procurement", "knowledge_transfer", "eu_support")

Done = subprocess.CompletedProcess[str]
Ipt = Callable[..., Done]


def runner(url: str, folder: Path) -> Ipt:
    return lambda *arguments, **settings: ipt_command(url, folder, *arguments, **settings)


@pytest.fixture
def ipt(url: str, tmp_path: Path) -> Ipt:
    """`ipt` on a database that is empty yet."""
    return runner(url, tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database that is migrated and filled."""
    with empty() as url:
        ipt = runner(url, tmp_path_factory.mktemp("cli"))
        for command in ("migrate", "samples"):
            done = ipt(command)
            assert done.returncode == 0, done.stderr
        yield url


def refused(done: Done) -> str:
    """What a person is told who did something wrong: a sentence and a remedy, never a traceback."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


# ---------------------------------------------------------------- usage


def test_help_lists_every_command(ipt: Ipt) -> None:
    done = ipt("--help")

    assert done.returncode == 0
    assert not [each for each in HOST_COMMANDS if f" {each} " not in done.stdout]


@pytest.mark.parametrize("command", HOST_COMMANDS)
def test_a_commands_help_has_an_example(ipt: Ipt, command: str) -> None:
    done = ipt(command, "--help")

    assert done.returncode == 0
    assert f"ipt {command}" in done.stdout.partition("Example:")[2]


def test_a_command_that_there_is_not_is_a_mistake_of_usage(ipt: Ipt) -> None:
    assert ipt("fly").returncode == 2


def test_help_does_without_the_departments(ipt: Ipt) -> None:
    assert ipt("--help", IPT_DEPARTMENTS="nothing_of_the_kind").returncode == 0


# ---------------------------------------------------------------- the database


def test_a_database_is_made_and_brought_up_to_date_once(ipt: Ipt, url: str) -> None:
    pending, first, again = ipt("migrate", "--plan"), ipt("migrate"), ipt("migrate")

    assert [each.returncode for each in (pending, first, again)] == [0, 0, 0]
    for department in DEPARTMENTS:
        assert f"pending {department} 0001_initial" in pending.stdout
        assert f"migrated {department} 0001_initial" in first.stdout
    assert again.stdout == ""
    assert ipt("migrate", "--plan").stdout == "Nothing is pending.\n"
    assert "procurement_tender" in tables(url)


def test_models_and_migrations_agree(ipt: Ipt) -> None:
    done = ipt("migrate", "--check")

    assert (done.returncode, done.stdout) == (0, "Models and migrations agree.\n")


def test_the_sample_story_is_written_once(filled: str, tmp_path: Path) -> None:
    before = rows(filled)

    done = runner(filled, tmp_path)("samples")

    assert done.returncode == 0
    assert "The database is not empty" in done.stdout
    assert rows(filled) == before
    assert before["procurement_bid"] > 0


@pytest.mark.parametrize("arguments", [("samples",), ("import", "ohwr", ".")])
def test_nothing_is_written_into_a_database_without_tables(ipt: Ipt, arguments: tuple[str, ...]) -> None:
    assert "Run: ipt migrate" in refused(ipt(*arguments))


# ---------------------------------------------------------------- outside formats


def test_the_importers_are_listed(ipt: Ipt) -> None:
    done = ipt("import")

    assert done.returncode == 0
    for kind in ("cordis", "topics", "ocds", "ohwr", "contributions", "units"):
        assert f"{kind} " in done.stdout


def test_an_importer_that_there_is_not_is_told_those_there_are(ipt: Ipt) -> None:
    assert "contributions, cordis, ocds" in refused(ipt("import", "stars", "."))


@pytest.mark.parametrize("path", [(), ("no/such/file.json",)])
def test_an_import_wants_a_path_where_something_is(ipt: Ipt, path: tuple[str, ...]) -> None:
    assert "ipt import ocds PATH" in refused(ipt("import", "ocds", *path))


def test_a_bad_record_is_reported_the_others_are_kept_and_the_code_is_one(filled: str, tmp_path: Path) -> None:
    parties = [{"id": "X-1", "name": "Ministry of Tests", "roles": ["buyer"]}]
    release = {
        "ocid": "ocds-test-1",
        "id": "1",
        "date": "2026-01-05T00:00:00Z",
        "tag": ["tender"],
        "language": "en",
        "initiationType": "tender",
        "parties": parties,
        "buyer": {"id": "X-1", "name": "Ministry of Tests"},
        "tender": {"id": "1", "title": "A bridge", "status": "active"},
    }
    path = tmp_path / "releases.json"
    path.write_text(json.dumps({"releases": [release, {**release, "ocid": "ocds-test-2", "date": "never"}]}))

    done = runner(filled, tmp_path)("import", "ocds", str(path))

    assert done.returncode == 1
    assert "fault releases.json" in done.stderr
    assert "never" in done.stderr
    assert ask(filled, "SELECT reference FROM procurement_tender WHERE title = 'A bridge'") == [("ocds-test-1",)]


# ---------------------------------------------------------------- what is loaded


def test_the_schema_is_printed_and_written_alike(ipt: Ipt, tmp_path: Path) -> None:
    printed, written = ipt("schema"), ipt("schema", "--out", str(tmp_path / "out.graphql"))

    assert (printed.returncode, written.returncode) == (0, 0)
    assert printed.stdout == (tmp_path / "out.graphql").read_text(encoding="utf-8")
    assert "type Tender implements" in printed.stdout


def test_the_departments_are_listed_with_what_they_bring(ipt: Ipt) -> None:
    done = ipt("departments")

    assert done.returncode == 0
    for department in DEPARTMENTS:
        assert department in done.stdout
    assert "ocds" in done.stdout
    assert "answers procurement to WaysToCooperate" in done.stdout
    assert "in full MemberState.industrialReturn of procurement counts each Contract, whoever asks: " in done.stdout


def test_fewer_departments_make_a_smaller_graph(ipt: Ipt) -> None:
    done = ipt("schema", IPT_DEPARTMENTS="procurement")

    assert "type Tender implements" in done.stdout
    assert "type Licence" not in done.stdout


def test_all_is_well(ipt: Ipt) -> None:
    done = ipt("check")

    assert done.returncode == 0
    assert "4 departments" in done.stdout


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("IPT_PORT", "eight"),
        ("IPT_STRICT", "perhaps"),
        ("IPT_DATABASE_URL", "mysql://here"),
        ("IPT_DEPARTMENTS", "astrology"),
        ("IPT_SHARED_DATA", "/no/such/folder"),
        ("IPT_PAGE_CAP", "0"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_its_remedy(ipt: Ipt, setting: str, value: str) -> None:
    told = refused(ipt("departments", **{setting: value}))

    assert setting in told
    assert value in told


def test_a_viewer_that_cannot_be_keeps_the_server_from_starting(ipt: Ipt) -> None:
    assert "IPT_DEV_VIEWER" in refused(ipt("serve", IPT_DEV_VIEWER="role=king"))


# ---------------------------------------------------------------- serving


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_one_command_makes_the_database_and_serves_the_graph(url: str, tmp_path: Path, ending: signal.Signals) -> None:
    port = free_port()
    given = environment(url, IPT_PORT=str(port))
    with subprocess.Popen([*IPT, "serve"], env=given, cwd=tmp_path, stdout=subprocess.PIPE) as one:
        try:
            assert json.loads(answer(f"http://127.0.0.1:{port}/health/ready"))["ready"] is True
            told = answer(f"http://127.0.0.1:{port}/graphql?query=%7B__typename%7D")
        finally:
            one.send_signal(ending)
            said, _ = one.communicate(timeout=PATIENCE)

    assert json.loads(told) == {"data": {"__typename": "Query"}}
    assert f"http://127.0.0.1:{port}/" in said.decode()
    assert "procurement_tender" in tables(url)


def test_a_port_that_is_taken_is_told_before_anything_else(ipt: Ipt) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        done = ipt("serve", IPT_PORT=str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1" in done.stderr
    assert "Set IPT_PORT" in done.stderr
    assert "IPT Graph is at" not in done.stdout


def test_a_file_in_which_nothing_is_found_is_no_success(ipt: Ipt, tmp_path: Path) -> None:
    ipt("migrate")
    empty = tmp_path / "empty.yaml"
    empty.write_text("[]\n", encoding="utf-8")

    done = ipt("import", "units", str(empty))

    assert done.returncode == 1
    assert "Nothing of the kind 'units' was found" in done.stderr + done.stdout
