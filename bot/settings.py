"""All settings, read from the environment and from `.env`; `.env.example` is generated from here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Names = Annotated[tuple[str, ...], NoDecode]
MOST_PORT = 65_535


class Settings(BaseSettings):
    """Each field is a setting: its name in capitals is the variable, its description the comment in `.env.example`."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    # ---- platforms
    telegram_token: SecretStr = Field(SecretStr(""), description="Token of the Telegram bot, from @BotFather.")
    telegram_api: str = Field(
        "https://api.telegram.org", description="Base address of the Bot API; change it for a server of your own."
    )
    telegram_paid_broadcast: bool = Field(
        False,
        description="Send up to 1000 alerts a second; Telegram takes Stars of the bot for those beyond 30.",
    )
    telegram_webhook: bool = Field(
        False, description="Have Telegram post what people say to PUBLIC_URL, instead of asking it (long poll)."
    )
    matrix_homeserver: str = Field("", description="Address of the Matrix homeserver: https://matrix.example.org")
    matrix_user: str = Field("", description="The bot's Matrix id: @attribot:example.org")
    matrix_password: SecretStr = Field(
        SecretStr(""), description="Its password: used to log in once and to sign the bot's device."
    )
    matrix_invites: Names = Field(
        (), description="Who may invite the bot: Matrix ids or servers, by commas; empty = anyone."
    )
    operators: Names = Field(
        (), description="Who manages sources, by commas: telegram:123456789, matrix:@me:example.org"
    )

    # ---- storage
    data_dir: Path = Field(Path("data"), description="Folder for the database and the Matrix keys.")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="postgresql+asyncpg://user:password@host/name; empty = SQLite in DATA_DIR.",
    )
    keep_items_days: int = Field(30, ge=1, description="Days that items stay searchable.")
    keep_seen_days: int = Field(90, ge=90, description="Days that an item is remembered as seen (90 or more).")

    # ---- sources
    packs: Names = Field(
        ("syria", "middle-east", "world"), description="Packs of the catalogue to follow, by commas; none = no pack."
    )
    private_hosts: Names = Field(
        (), description="Private hosts that sources may use, host:port by commas: an RSSHub of yours, for example."
    )
    x_api: str = Field(
        "https://api.fxtwitter.com", description="Base address of an FxEmbed server, which reads X without a key."
    )
    x_bearer: SecretStr = Field(SecretStr(""), description="Bearer token of the official X API (paid), used instead.")
    nitter: str = Field("", description="Base address of a Nitter server, used instead: http://nitter.lan:8080")
    rsshub: str = Field(
        "", description="Base address of an RSSHub server: the last way to read X accounts and Telegram channels."
    )
    streams: Names = Field((), description="Listen to live streams beside polling, by commas: mastodon, bluesky")
    mastodon_tokens: SecretStr = Field(
        SecretStr(""),
        description="Access tokens for those of Mastodon, as host=token by commas: mastodon.social=Zx1...",
    )
    chat_sources: int = Field(
        0,
        ge=0,
        description="Sources that the admins of one chat may add for it; 0 = only operators add sources.",
    )
    public_url: str = Field(
        "",
        description="Address under which hubs (WebSub) and webhooks reach WEB_LISTEN over https; empty = none.",
    )
    web_listen: str = Field("127.0.0.1:8080", description="host:port that PUBLIC_URL leads to.")
    poll_seconds: float = Field(3600, gt=0, description="Poll a source at least so often, however seldom it publishes.")
    poll_floor_seconds: float = Field(60, gt=0, description="Never poll a source more often than this.")
    poll_at_once: int = Field(32, ge=1, description="How many sources are polled at once.")
    host_gap_seconds: float = Field(1, ge=0, description="Least time between two requests to one host.")
    fetch_seconds: float = Field(30, gt=0, description="Longest time one download may take in all.")
    contact: str = Field("", description="Address for publishers' complaints, shown in the User-Agent.")

    # ---- delivery
    time_zone: str = Field("UTC", description="Time zone of the times shown, as in the IANA database: Asia/Damascus")
    alert_budget: int = Field(
        10, ge=0, description="Alerts to one chat within ten minutes; the rest comes in one digest. 0 = no end of them."
    )
    unsure: Literal["repeat", "hold"] = Field(
        "repeat",
        description="A Telegram send without an answer: repeat it once, marked as such, or hold it for the operator.",
    )
    lease_seconds: float = Field(30, gt=0, description="How long a stage's work is held before others may take it.")

    # ---- process
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_json: bool = Field(False, description="Log lines as JSON objects.")

    @property
    def tokens(self) -> Mapping[str, str]:
        """`MASTODON_TOKENS` by host."""
        pairs = (pair.partition("=") for pair in self.mastodon_tokens.get_secret_value().split(",") if pair.strip())
        return {host.strip().lower(): token.strip() for host, _, token in pairs}

    @property
    def web_place(self) -> tuple[str, int]:
        """Host and port of WEB_LISTEN; the host of an IPv6 address without its brackets."""
        host, _, port = self.web_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def has_platform(self) -> bool:
        """Whether a platform beside the terminal is set."""
        return bool(self.telegram_token.get_secret_value() or self.matrix_homeserver or self.matrix_user)

    @field_validator("operators")
    @classmethod
    def _is_person(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """A bare number would name nobody, and nobody would say so."""
        for name in value:
            platform, _, person = name.partition(":")
            if platform not in {"telegram", "matrix"} or not person:
                raise ValueError("write each as telegram:123456789 or matrix:@me:example.org")
        return value

    @field_validator("packs")
    @classmethod
    def _is_choice(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """A setting that is left empty means its default, so that no pack takes a word."""
        return () if tuple(map(str.casefold, value)) == ("none",) else value

    @field_validator("streams")
    @classmethod
    def _is_stream(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(value) - {"mastodon", "bluesky"}:
            raise ValueError(f"there is no stream called {', '.join(sorted(unknown))}; there are mastodon and bluesky")
        return value

    @field_validator("mastodon_tokens")
    @classmethod
    def _has_hosts(cls, value: SecretStr) -> SecretStr:
        """A token that is for no host would be for every host."""
        for pair in value.get_secret_value().split(","):
            host, _, token = (part.strip() for part in pair.partition("="))
            if pair.strip() and (not host or not token or "/" in host):
                raise ValueError("write each as host=token, without https:// - mastodon.social=Zx1..., for example")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        """The path of a callback comes right after it."""
        if value and not re.fullmatch(r"https?://[^/?#\s\[\]]+(/[^?#\s]*)?", value):
            raise ValueError("write it as https://news.example.org")
        return value.rstrip("/")

    @field_validator("web_listen")
    @classmethod
    def _is_listener(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or not 0 <= int(port) <= MOST_PORT:
            raise ValueError("write it as host:port - 127.0.0.1:8080, for example")
        return value

    @field_validator("private_hosts")
    @classmethod
    def _is_place(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Only what has a port is ever compared."""
        for place in value:
            host, _, port = place.rpartition(":")
            if not host or "/" in place or not port.isdecimal():
                raise ValueError("write each as host:port, without http:// - 192.168.0.1:80, for example")
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("there is no such time zone. Use a name such as Asia/Damascus or Europe/London") from None
        return value

    @field_validator("matrix_invites", "operators", "packs", "private_hosts", "streams", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Lists are written with commas, not as JSON."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def example() -> str:
    """The text of `.env.example`: every setting with its description and its default, commented out."""
    blocks = [
        f"# {field.description}\n# {name.upper()}={_written(field.get_default())}"
        for name, field in Settings.model_fields.items()
    ]
    head = "# Settings of Attribot. Copy this file to .env, then uncomment and change what you need.\n"
    return head + "".join(f"\n{block}\n" for block in blocks)


def _written(value: object) -> str:
    """The value as the environment would write it."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case tuple():
            return ",".join(str(part) for part in value)
        case _:
            return str(value)
