"""Buttons under messages: what is put into them, how they are laid out, and what their data says when it comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.message import Button, Message
from bot.core.model import Address
from bot.core.text.clean import clip
from bot.core.text.width import width
from bot.ports import Buttons

__all__ = ["Data", "Keyboards", "turns_pages"]

_log = structlog.get_logger(__name__)

_DATA_BYTES = 64  # Bot API: 1-64 bytes of callback_data
_SAYS, _TURNS = ">", "~"  # the first character of the data: what becomes of the answer
_KEPT = "#"  # before a token; a command begins with a slash
_ROW_COLUMNS = 30  # of all labels in a row, each as wide as the widest: what a telephone shows without cutting
_ROW_BUTTONS = 4
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Data:
    """What a button's data says: a command, or the token of one, and whether the answer replaces the message."""

    command: str = ""
    token: str = ""
    replaces: bool = False

    @classmethod
    def read(cls, data: str) -> Data | None:
        """None for what no button of ours has: anybody may send anything."""
        mark, rest = data[:1], data[1:]
        if mark not in {_SAYS, _TURNS} or not rest:
            return None
        if rest.startswith(_KEPT):
            return cls(token=rest[len(_KEPT) :], replaces=mark == _TURNS)
        return cls(command=rest, replaces=mark == _TURNS)

    def __str__(self) -> str:
        what = f"{_KEPT}{self.token}" if self.token else self.command
        return (_TURNS if self.replaces else _SAYS) + what


class Keyboards:
    """Makes keyboards of buttons. `kept`: where commands stay that are too long for one, if there is such a place."""

    def __init__(self, kept: Buttons | None, now: Callable[[], datetime]) -> None:
        self._kept = kept
        self._now = now

    async def under(self, to: Address, said: Message) -> tuple[Message, InlineKeyboardMarkup | None]:
        """The message and its keyboard; what can't be a button is left to the message, in words."""
        made: list[InlineKeyboardButton] = []
        left: list[Button] = []
        for button in said.buttons:
            data = await self._data(to, button)
            if data and button.label.strip():
                made.append(InlineKeyboardButton(clip(button.label, _LONGEST_LABEL), callback_data=data))
            else:
                left.append(button)
        message = replace(said, buttons=tuple(left)).in_words
        return message, InlineKeyboardMarkup(_rows(made)) if made else None

    async def meaning(self, address: Address, data: Data) -> str:
        """The command, as it is typed; empty for a token that means nothing in this chat, or no more."""
        if not data.token:
            return data.command
        return "" if self._kept is None else await self._kept.command(address, data.token)

    async def _data(self, to: Address, button: Button) -> str:
        data = Data(button.command, replaces=button.replaces)
        if len(str(data).encode()) <= _DATA_BYTES:
            return str(data)
        token = await self._token(to, button.command)
        return str(replace(data, token=token)) if token else ""

    async def _token(self, to: Address, command: str) -> str:
        if self._kept is None:
            return ""
        try:
            return await self._kept.keep(to, command, self._now())
        except Exception:  # noqa: BLE001 - better a message without its button than none
            _log.exception("telegram_button_not_kept", chat=to.chat)
            return ""


def turns_pages(keyboard: InlineKeyboardMarkup | None) -> bool:
    """Whether a message has a button that replaces it: no other message may be replaced by a press."""
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    return any(isinstance(button.callback_data, str) and button.callback_data[:1] == _TURNS for button in buttons)


def _rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """In order, as many in a row as can be read: Telegram gives each the same share of it."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        if rows and len(rows[-1]) < _ROW_BUTTONS:
            wider = [*rows[-1], button]
            if len(wider) * max(width(one.text) for one in wider) <= _ROW_COLUMNS:
                rows[-1] = wider
                continue
        rows.append([button])
    return rows
