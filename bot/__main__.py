"""The command line: reads the settings, sets up the log, and runs what was asked for."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import structlog
import typer
from pydantic import SecretStr, ValidationError

from bot import __version__
from bot.core.errors import Fatal
from bot.log import Scrubber, set_up
from bot.settings import Settings, example

__all__ = ["main"]

T = TypeVar("T")

# Locals in a traceback would show tokens.
cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="News alerts that say who says so.")


@cli.callback(invoke_without_command=True)
def _default(context: typer.Context) -> None:
    """News alerts that say who says so. Without a command, runs the bot; settings are read from .env (see: env)."""
    if context.invoked_subcommand is None:
        run()


@cli.command()
def run() -> None:
    """Run the bot on the platforms whose tokens are set, else in this terminal."""
    from bot.app import serve  # noqa: PLC0415 - `env` and `version` need not wait for it

    settings, scrubber = _begin()
    if not settings.has_platform:
        scrubber = _log(settings, quiet=True)
        typer.echo(
            "No platform is set: chatting in this terminal. See .env.example: TELEGRAM_TOKEN, MATRIX_HOMESERVER\n"
        )
    _finish(serve(settings), scrubber)


@cli.command()
def console() -> None:
    """Run the bot in this terminal, whatever tokens are set."""
    from bot.app import console as terminal  # noqa: PLC0415 - as above
    from bot.app import serve  # noqa: PLC0415 - as above

    settings, scrubber = _begin(quiet=True)
    _finish(serve(settings, platforms=(terminal(),)), scrubber)


@cli.command()
def demo() -> None:
    """Replay a recorded day in this terminal: no network, no accounts."""
    from bot.demo import run_demo  # noqa: PLC0415 - as above

    scrubber = set_up("error", as_json=False)  # warnings are for those who keep what it writes
    _finish(run_demo(), scrubber)


@cli.command()
def env() -> None:
    """Print every setting with its description and default, as a .env file."""
    typer.echo(example(), nl=False)


@cli.command()
def health() -> None:
    """Say whether the bot that uses this data folder is alive; the exit code is 0 if so, else 1."""
    from bot.engine.health import SIGN, STALE, age  # noqa: PLC0415 - as above

    settings, _ = _begin(quiet=True)
    since = age(settings.data_dir / SIGN, datetime.now(UTC))
    if since is None:
        typer.echo("It has not started yet.")
        raise typer.Exit(1)
    typer.echo(f"The last sign of life was {since.total_seconds():.0f} seconds ago.")
    if since > STALE:
        raise typer.Exit(1)


@cli.command()
def migrate() -> None:
    """Bring the database to this version's form; `run` does so too."""
    settings, scrubber = _begin()
    _finish(_open(settings), scrubber)
    typer.echo("The database is in the form of this version.")


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the copy; must not be there yet.")]) -> None:
    """Copy the SQLite database into FILE while the bot may be running."""
    from bot.app import database_url  # noqa: PLC0415 - as above
    from bot.store.backup import backup as copy  # noqa: PLC0415 - as above

    settings, scrubber = _begin()
    _finish(asyncio.to_thread(copy, database_url(settings), file), scrubber)
    typer.echo(f"Copied to {file}. The Matrix keys, if any, are in {settings.data_dir / 'matrix'}: copy them too.")


@cli.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; must not be there yet. Else to the terminal.")
    ] = None,
    *,
    opml: Annotated[bool, typer.Option("--opml/--yaml", help="As OPML, for readers of feeds; else as YAML.")] = False,
) -> None:
    """Write out all sources, their outlets, labels and options, secrets included; the bot may be running."""
    from bot.errands import export as written  # noqa: PLC0415 - as above

    settings, scrubber = _begin(quiet=True)
    result = _finish(written(settings, opml=opml), scrubber)
    if file is None:
        typer.echo(result.text, nl=False)
    else:
        _write(file, result.text)
    if result.secret:
        typer.echo(
            f"SECRET: {result.secret} of the addresses hold keys or passwords. Keep the list as secret.", err=True
        )


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="OPML, or YAML that export wrote.")],
) -> None:
    """Take in the sources that FILE lists; the bot must not be running."""
    from bot.errands import take_in  # noqa: PLC0415 - as above

    settings, scrubber = _begin(quiet=True)
    done = _finish(take_in(settings, file), scrubber)
    typer.echo(f"{done.taken.new} new, {done.taken.known} known, {len(done.refused)} refused.")
    for refusal in done.refused:
        typer.echo(f"  {refusal.what}: {refusal.why}")


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """The entry point of the `attribot` command."""
    cli(prog_name="attribot")


def _begin(*, quiet: bool = False) -> tuple[Settings, Scrubber]:
    """The settings and the log; leaves with code 2 when a setting is wrong."""
    try:
        settings = Settings()
    except ValidationError as error:
        _fail("\n".join(_in_words(error)))
    return settings, _log(settings, quiet=quiet)


def _log(settings: Settings, *, quiet: bool) -> Scrubber:
    """The log. `quiet`: errors only, unless another level was asked for, because the terminal is for something else."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    hidden = [value.get_secret_value() for value in values if isinstance(value, SecretStr)] + [
        *settings.tokens.values()
    ]
    level = "error" if quiet and settings.log_level == "info" else settings.log_level
    return set_up(level, as_json=settings.log_json, secrets=hidden)


def _in_words(error: ValidationError) -> Iterator[str]:
    """What is wrong with each setting, without its value: that may be a secret."""
    for problem in error.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in problem["loc"]).upper() or "The settings"
        why = problem["msg"].removeprefix("Value error, ")
        yield f"{name} can't be used: {why[:1].lower()}{why[1:]}. See .env.example."


def _finish(work: Coroutine[None, None, T], scrubber: Scrubber) -> T:
    """Run it to its end; leaves with code 2 when a setting has to be mended first."""
    try:
        return asyncio.run(work)
    except Fatal as fatal:
        _fail(scrubber.scrub(str(fatal)))
    except Exception:  # noqa: BLE001 - the last resort
        # Python's own traceback would not be scrubbed.
        structlog.stdlib.get_logger(__name__).exception("crashed")
        raise typer.Exit(1) from None


def _write(file: Path, text: str) -> None:
    """Into a new file, for nobody else to read."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(text, encoding="utf-8")
    except FileExistsError:
        _fail(f"{file} is there already. Name a new file: an export never overwrites one.")
    except OSError as error:
        _fail(f"{file} can't be written: {error.strerror}.")


def _fail(text: str) -> NoReturn:
    typer.echo(f"attribot: {text}", err=True)
    sys.exit(2)


async def _open(settings: Settings) -> None:
    from bot.app import opened  # noqa: PLC0415 - as above

    async with opened(settings):
        pass


if __name__ == "__main__":
    main()
