from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


@pytest.mark.parametrize(("typed", "packs"), [("none", ()), ("None", ()), ("", ("syria", "middle-east", "world"))])
def test_no_pack_is_followed_where_the_settings_say_none(
    monkeypatch: pytest.MonkeyPatch, typed: str, packs: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PACKS", typed)
    assert Settings().packs == packs


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPERATORS", "telegram:7, matrix:@me:example.org,")
    monkeypatch.setenv("PRIVATE_HOSTS", "127.0.0.1:8000,[::1]:1200")
    settings = Settings()
    assert settings.operators == ("telegram:7", "matrix:@me:example.org")
    assert settings.private_hosts == ("127.0.0.1:8000", "[::1]:1200")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("OPERATORS", "12345", "telegram:123456789"),
        ("OPERATORS", "telegram:", "telegram:123456789"),
        ("OPERATORS", "x:@me", "telegram:123456789"),
        ("PRIVATE_HOSTS", "127.0.0.1", "host:port"),
        ("PRIVATE_HOSTS", "http://127.0.0.1:8080", "host:port"),
        ("STREAMS", "mastodon,blusky", "no stream called blusky; there are mastodon and bluesky"),
        ("MASTODON_TOKENS", "Zx1", "host=token"),
        ("MASTODON_TOKENS", "https://mastodon.social=Zx1", "host=token"),
        ("MASTODON_TOKENS", "mastodon.social=", "host=token"),
        ("MASTODON_TOKENS", "=Zx1", "host=token"),
        ("PUBLIC_URL", "bot.example.org", "https://news.example.org"),
        ("PUBLIC_URL", "ftp://bot.example.org", "https://news.example.org"),
        ("PUBLIC_URL", "https://bot.example.org/?a=b", "https://news.example.org"),
        ("PUBLIC_URL", "https://[", "https://news.example.org"),
        ("WEB_LISTEN", "8080", "host:port"),
        ("WEB_LISTEN", "127.0.0.1:http", "host:port"),
        ("WEB_LISTEN", "127.0.0.1:65536", "host:port"),
        ("TIME_ZONE", "Asia/Damaskus", "no such time zone"),
        ("TIME_ZONE", "../etc/passwd", "no such time zone"),
    ],
)
def test_a_setting_that_would_have_no_effect_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=words):
        Settings()


def test_the_places_of_the_web_are_read_as_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://bot.example.org/attribot/")
    monkeypatch.setenv("WEB_LISTEN", "[::1]:8080")
    settings = Settings()
    assert settings.public_url == "https://bot.example.org/attribot"
    assert settings.web_place == ("::1", 8080)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "MATRIX_HOMESERVER", "MATRIX_USER"])
def test_one_setting_of_a_platform_is_enough_to_mean_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert not Settings().has_platform
    monkeypatch.setenv(name, "something")
    assert Settings().has_platform


def test_each_token_is_for_one_host(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().tokens == {}
    monkeypatch.setenv("MASTODON_TOKENS", "Mastodon.Social = Zx1=, example.social=Yw2,")
    assert Settings().tokens == {"mastodon.social": "Zx1=", "example.social": "Yw2"}
