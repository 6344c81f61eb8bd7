from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.errors import SettingsError
from chatbot.settings import Settings, country


def test_nothing_given_is_the_committed_corpus_on_this_machine_alone() -> None:
    chosen = Settings.read({})
    assert chosen == Settings()
    assert (chosen.corpus / "facts").is_dir()
    assert (chosen.host, chosen.port, chosen.country, chosen.chroma_url) == ("127.0.0.1", 7860, None, "")


def test_every_setting_is_read_from_its_variable() -> None:
    given = {
        "CORPUS": "/a/../b",
        "DATA": "/c",
        "MODEL": "/m",
        "MODEL_SHA256": "00",
        "CHROMA_URL": "http://127.0.0.1:8000",
        "COUNTRY": "uk",
        "HOST": "0.0.0.0",
        "PORT": "80",
        "FRAME_ANCESTORS": "https://clinic.example http://127.0.0.1:8080",
        "OCR": "on",
        "TRAIL": "off",
        "DATABASE_URL": "postgresql://127.0.0.1/trail",
        "AUDIT_KEY": "secret",
        "RETENTION_DAYS": "30",
        "SIGN_ON_HEADER": "X-Remote-User",
        "TRUSTED_PROXIES": "10.0.0.1 10.1.0.0/24",
    }
    assert {name.lower() for name in given} == {field.name for field in fields(Settings)}
    assert Settings.read({f"CHATBOT_{name}": value for name, value in given.items()}) == Settings(
        corpus=Path("/b"),
        data=Path("/c"),
        model="/m",
        model_sha256="00",
        chroma_url="http://127.0.0.1:8000",
        country=Jurisdiction.UK,
        host="0.0.0.0",
        port=80,
        frame_ancestors=("https://clinic.example", "http://127.0.0.1:8080"),
        ocr=True,
        trail=False,
        database_url="postgresql://127.0.0.1/trail",
        audit_key="secret",
        retention_days=30,
        sign_on_header="X-Remote-User",
        trusted_proxies=("10.0.0.1", "10.1.0.0/24"),
    )


@pytest.mark.parametrize(
    "site", ["*", "https://clinic.example/page", "clinic.example", "https://a.example;script-src *"]
)
def test_a_site_that_is_no_address_may_show_nothing(site: str) -> None:
    with pytest.raises(SettingsError, match="give addresses without a path"):
        Settings.read({"CHATBOT_FRAME_ANCESTORS": f"https://clinic.example {site}"})


def test_other_variables_are_no_settings() -> None:
    assert Settings.read({"PORT": "1", "CHAT_PORT": "1", "chatbot_port": "1"}) == Settings()


@pytest.mark.parametrize("folder", ["corpus", "data"])
def test_a_folder_of_the_home_is_found(folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert getattr(Settings.read({f"CHATBOT_{folder.upper()}": "~/library"}), folder) == tmp_path / "library"


@pytest.mark.parametrize("name", ["CHATBOT_PROT", "CHATBOT_", "CHATBOT_KEY"])
def test_an_unknown_setting_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(SettingsError, match=rf"unknown setting {name}; .* CHATBOT_CORPUS, .*CHATBOT_PORT"):
        Settings.read({name: "1"})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", "", "٨٠x"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SettingsError, match="give a number from 1 to 65535"):
        Settings.read({"CHATBOT_PORT": port})


@pytest.mark.parametrize(("text", "expected"), [("UK", "UK"), (" eu ", "EU"), ("cn", "CN"), ("", None), (None, None)])
def test_a_country_is_read_in_any_case(text: str | None, expected: str | None) -> None:
    assert country(text) == expected


@pytest.mark.parametrize("text", ["INT", "France", "U K", "  "])
def test_a_country_that_readers_cannot_choose_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="use one of US, EU, UK, CA, AU, CN, or none"):
        country(text)


def test_every_country_can_be_chosen() -> None:
    assert [country(place.lower()) for place in COUNTRIES] == list(COUNTRIES)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"), [("TRAIL", "yes"), ("TRAIL", ""), ("RETENTION_DAYS", "-1"), ("RETENTION_DAYS", "half a year")]
)
def test_a_setting_of_the_record_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"CHATBOT_{name} is '{value}'; give "):
        Settings.read({f"CHATBOT_{name}": value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGN_ON_HEADER", "X Remote"), ("TRUSTED_PROXIES", "proxy.example"), ("TRUSTED_PROXIES", "127.0.0.1 0.0.0.0/0")],
)
def test_a_proxy_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"CHATBOT_{name}"):
        Settings.read({f"CHATBOT_{name}": value})
