"""/outbox: what could not be sent, or nobody knows whether it was, and what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat import Ask, Who, command
from bot.core.alerts.render import ago, isolate
from bot.core.errors import NotAllowed, UserError
from bot.core.message import Button, Message
from bot.core.model import Delivery, DeliveryKind, DeliveryState
from bot.core.text.clean import clip
from bot.newsroom import Newsroom
from handlers.stories import headline
from handlers.wording import code, count, page_number, reply

__all__ = ["outbox", "outbox_drop", "outbox_retry"]

A_PAGE: Final = 10
LONGEST_LINE: Final = 100
"""Characters of a title, and of a reason."""
_ALL: Final = "all"
_DETAILS = """What was given up (the platform refused it, or it failed for a day) and what is in doubt (the request was
written, the answer never came), of the last seven days:
  /outbox
  /outbox retry 12
  /outbox retry all
  /outbox drop 12
retry sends it again, with its old key: where the platform knows that, as Matrix does for a day, nobody gets it twice;
elsewhere what was in doubt is marked as a possible repeat. all means what is less than a day old, and whose chat can
be written to. drop writes that what is in doubt is not sent again."""


@command(
    "outbox",
    usage="/outbox [PAGE]",
    summary="what could not be sent, or may not have been",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def outbox(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """List what is in trouble, the newest first."""
    _check_private(ask)
    words, page = page_number(ask.words)
    if words:
        raise UserError(
            f"I can't read “{clip(words, 60)}”. To send something again:  /outbox retry 12\n"
            "To let it be:  /outbox drop 12"
        )
    found = await newsroom.audit.troubled(A_PAGE, (page - 1) * A_PAGE)
    total, health = found.dead + found.unsure, await newsroom.health()
    waits = f"{count(health.pending, 'message')} to send" if health.pending else "nothing to send"
    if not total:
        return reply(f"Nothing is in trouble; {waits}.")
    last = -(-total // A_PAGE)
    if page > last:
        raise UserError(f"There is no page {page}; the last is {last}:  /outbox {last}")
    head = f"{found.unsure:,} in doubt, {found.dead:,} given up in the last 7 days; {waits}."
    lines = [_line(ask, each) for each in found.deliveries]
    turned = (("Back", page - 1), ("Next", page + 1))
    buttons = [Button(label, f"/outbox {to}", replaces=True) for label, to in turned if 1 <= to <= last]
    foot = f"\nPage {page} of {last}." if last > 1 else ""
    return reply("\n".join([head, *lines]), f"{foot}\nTo send one again:  ", code("/outbox retry N"), buttons=buttons)


def _check_private(ask: Ask) -> None:
    """Raises NotAllowed where others would read what chats there are, and what they follow."""
    if not ask.private:
        raise NotAllowed("What other chats are sent is not for this one to see. Ask me in a private chat:  /outbox")


def _line(ask: Ask, each: Delivery) -> str:
    """`12 in doubt, 3 min ago, to Newsroom (telegram): “Shelling near Hama”`, and why."""
    state = "in doubt" if each.state is DeliveryState.UNSURE else "given up"
    to = f"{isolate(clip(each.chat.title or each.chat.address.chat, 60))} ({each.chat.address.platform})"
    why = clip(" ".join(each.error.split()), LONGEST_LINE) or "no reason is kept"
    return f"{each.id} {state}, {ago(each.created_at, ask.now)}, to {to}: {_called(each)}\n    {why}"


def _called(each: Delivery) -> str:
    if each.item:
        return f"“{clip(headline(each.item), LONGEST_LINE)}”"
    if each.kind is DeliveryKind.DIGEST:
        return "a digest"
    return f"“{clip(' '.join(each.note.split()), LONGEST_LINE)}”" if each.note else "a report no longer kept"


@command(
    "outbox retry",
    usage="/outbox retry N|all",
    summary="send it again",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def outbox_retry(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Send something again."""
    _check_private(ask)
    if not ask.words:
        raise UserError("Which one? /outbox lists them:  /outbox retry 12\nAll of the last day:  /outbox retry all")
    if ask.words.casefold() == _ALL:
        number = await newsroom.audit.retry_all()
        if not number:
            return reply("Nothing of the last 24 h can be sent again. What is older, by its number:  ", code("/outbox"))
        return reply(f"{count(number, 'message')} will be sent again. What became of them:  ", code("/outbox"))
    delivery = await newsroom.audit.trouble(ask.words.removeprefix("#"))
    await newsroom.audit.retry(delivery)
    again = ", marked as a possible repeat" if delivery.doubts else ""
    to = isolate(clip(delivery.chat.title or delivery.chat.address.chat, 60))
    return reply(f"{delivery.id} will be sent to {to} again{again}: {_called(delivery)}")


@command(
    "outbox drop",
    usage="/outbox drop N",
    summary="let what is in doubt be",
    details=_DETAILS,
    who=Who.OPERATOR,
)
async def outbox_drop(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Give up what is in doubt."""
    _check_private(ask)
    if not ask.words:
        raise UserError("Which one? /outbox lists them:  /outbox drop 12")
    delivery = await newsroom.audit.trouble(ask.words.removeprefix("#"))
    await newsroom.audit.drop(delivery, ask.by)
    return reply(
        f"{delivery.id} is given up: {_called(delivery)}\nTo send it after all:  ",
        code(f"/outbox retry {delivery.id}"),
    )
