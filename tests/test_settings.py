from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingError
from core.settings import Settings, default_database_url, without_password


def test_an_empty_environment_gives_a_working_host() -> None:
    settings = Settings.from_environment({})

    assert settings == Settings()
    assert (settings.host, settings.port, settings.page_cap) == ("127.0.0.1", 8000, 100)
    assert settings.strict
    assert not settings.dev


def test_the_default_database_is_a_file_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings.from_environment({}).database_url == f"sqlite://{tmp_path}/ipt.db"


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "IPT_HOST": "0.0.0.0",
            "IPT_PORT": "9000",
            "IPT_DATABASE_URL": "postgres://ipt:secret@db:5432/ipt",
            "IPT_DEPARTMENTS": "procurement, eu_support",
            "IPT_TRACE": "1",
            "IPT_PAGE_CAP": "1000",
            "IPT_DEV": "1",
            "IPT_DEV_VIEWER": "role=ilo,country=PL",
            "IPT_SHARED_DATA": str(tmp_path),
        }
    )

    assert settings == Settings(
        host="0.0.0.0",
        port=9000,
        database_url="postgres://ipt:secret@db:5432/ipt",
        departments=("procurement", "eu_support"),
        strict=False,
        trace=True,
        page_cap=1000,
        dev=True,
        dev_viewer="role=ilo,country=PL",
        shared_data=tmp_path,
    )


def test_strict_can_be_kept_on_a_developers_machine() -> None:
    assert Settings.from_environment({"IPT_DEV": "1", "IPT_STRICT": "1"}).strict


def test_an_empty_variable_counts_as_absent() -> None:
    settings = Settings.from_environment({"IPT_PORT": "", "IPT_DATABASE_URL": " "})

    assert settings.port == 8000
    assert settings.database_url == default_database_url()


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("IPT_PORT", "eighty", "such as 8000"),
        ("IPT_PORT", "70000", "from 1 to 65535"),
        ("IPT_PORT", "-1", "such as 8000"),
        ("IPT_STRICT", "perhaps", "1 for yes or 0 for no"),
        ("IPT_PAGE_CAP", "0", "such as 100"),
        ("IPT_DEPARTMENTS", "procurement,,eu_support", "procurement,eu_support"),
        ("IPT_SHARED_DATA", "/no/such/folder", "a folder that exists"),
        ("IPT_DATABASE_URL", "sqlite://ipt.db", "sqlite:///absolute/path/ipt.db"),
        ("IPT_DATABASE_URL", "sqlite:///folder/", "sqlite:///absolute/path/ipt.db"),
        ("IPT_DATABASE_URL", "mysql://localhost/ipt", "postgres://"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write(variable: str, value: str, remedy: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({variable: value})

    assert variable in str(caught.value)
    assert value in str(caught.value)
    assert remedy in str(caught.value)


def test_a_password_is_never_shown() -> None:
    url = "oracle://ipt:secret@db/ipt"
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({"IPT_DATABASE_URL": url})

    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Settings(database_url=url))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://u:secret@h:5432/db", "postgres://u:…@h:5432/db"),
        ("postgres://:secret@h/db", "postgres://:…@h/db"),
        ("postgres://u:sec@ret@h/db", "postgres://u:…@h/db"),
        ("postgres://u:sec/r?t@h/db", "postgres://u:…@h/db"),
        ("postgres://u@h/db?password=sec@ret", "postgres://u@h/db?password=…"),
        ("postgres://u:s@h/db?ssl=on&SSLPassword=secret&a=b", "postgres://u:…@h/db?ssl=on&SSLPassword=…&a=b"),
        ("postgres://u@h/db?passfile=/home/u/.pgpass", "postgres://u@h/db?passfile=…"),
        ("postgres://u@h:5432/db?ssl=on", "postgres://u@h:5432/db?ssl=on"),
        ("sqlite:///folder@home/ipt.db", "sqlite:///folder@home/ipt.db"),
    ],
)
def test_a_url_is_shown_without_its_password_wherever_that_stands(url: str, shown: str) -> None:
    assert without_password(url) == shown
