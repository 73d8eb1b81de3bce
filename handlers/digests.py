"""/digest: whether alerts come one by one or together, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import Ask, Who, command
from bot.core.alerts.hours import next_release
from bot.core.alerts.rhythms import read_rhythm, rhythm_words
from bot.core.errors import UserError
from bot.core.message import Button, Message, Span
from bot.core.model import Cadence, MuteKind, Rhythm
from bot.newsroom import Newsroom
from handlers.tuned import Aim, aim, by_the_clock, kept_back, legible, others, rhythm_sentence, usual
from handlers.wording import code, count, minute, reply

__all__ = ["digest"]

_DETAILS = """How often alerts come here:
  /digest off
  /digest hourly
  /digest daily 08:00
  /digest weekly mon 08:00
The same for one thing that is followed, named as /unsubscribe takes it:
  /digest daily 08:00 for Hama
  /digest off for Hama
  /digest usual for Hama
The last lets it come as all the rest does. A digest has the stories of its time in one message, those with the most
origins first; one alone comes as an alert. What is urgent (/star, /quiet pass) waits for no digest.
Times are those of the chat's clock: /timezone. What waits, /missed shows, and /digest now brings."""
_NOW: Final = "now"
_CHOICE: Final = (
    (Rhythm(), "Each at once", "off"),
    (Rhythm(Cadence.HOURLY), "Hourly", "hourly"),
    (Rhythm(Cadence.DAILY), "Daily 08:00", "daily 08:00"),
)


@command(
    "digest",
    usage="/digest [off|hourly|daily 08:00|weekly mon 08:00] [for WHAT]",
    summary="let alerts come one by one, or together",
    details=_DETAILS,
    who=Who.ADMIN,
    shows=True,
)
async def digest(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Show or set how often alerts come."""
    aimed = await aim(newsroom, ask)
    if not aimed.value:
        return await _shown(newsroom, ask, aimed)
    if aimed.value.casefold() == _NOW and not aimed.subscriptions:
        return await _released(newsroom, ask)
    wanted = None if usual(aimed.value) else legible(read_rhythm, aimed.value, f"/digest daily 08:00{aimed.suffix}")
    before = aimed.loudness(ask).rhythm
    await newsroom.tuning.set_loudness(ask.chat, aimed.subscriptions, lambda one: replace(one, rhythm=wanted))
    back = code(f"/digest {rhythm_words(before) if before else 'usual'}{aimed.suffix}")
    undo = ("\nTo take that back:  ", back) if wanted != before else ()
    return reply(*_told(ask, aimed, wanted), *undo, *await kept_back(newsroom, ask))


async def _shown(newsroom: Newsroom, ask: Ask, aimed: Aim) -> Sequence[Message]:
    """What is set, and the choice there is."""
    now = _in_force(ask, aimed, aimed.loudness(ask).rhythm)
    lines = [] if aimed.subscriptions else await others(newsroom, ask, lambda one: _words(one.rhythm))
    otherwise = ["\nBut not all of it:\n", "\n".join(lines)] if lines else []
    buttons = [Button(label, f"/digest {typed}{aimed.suffix}") for rhythm, label, typed in _CHOICE if rhythm != now]
    kept = await kept_back(newsroom, ask)
    return reply(*_told(ask, aimed, aimed.loudness(ask).rhythm), *otherwise, *kept, buttons=buttons)


def _words(rhythm: Rhythm | None) -> str:
    return rhythm_words(rhythm) if rhythm else ""


def _told(ask: Ask, aimed: Aim, wanted: Rhythm | None) -> list[str | Span]:
    """`Here: one digest a day, at 08:00 by the clock of Asia/Damascus. The next: 3 Dec 08:00.`."""
    now = _in_force(ask, aimed, wanted)
    told: list[str | Span] = [f"{aimed.scope}: {rhythm_sentence(now)}"]
    if aimed.subscriptions and wanted is None:
        told.append(", as all of this chat")
    due = next_release(now, ask.now, ask.zone)
    if due is None:
        return [*told, "."]
    first = f". The next: {minute(due, ask.now, ask.zone)}"
    return [*told, first, *(by_the_clock(ask) if now.cadence is not Cadence.HOURLY else ["."])]


def _in_force(ask: Ask, aimed: Aim, wanted: Rhythm | None) -> Rhythm:
    """What that comes to."""
    of_chat = ask.chat.loudness.rhythm if aimed.subscriptions else None
    return wanted or of_chat or Rhythm()


async def _released(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    """Let what waits come now; raises UserError where all is muted, for then it would wait again."""
    if any(one.kind is MuteKind.ALL for one in await newsroom.mutes.of(ask.chat)):
        raise UserError("All alerts are muted here, so what waits goes on waiting. To have it:  /unmute all")
    number = await newsroom.audit.release(ask.chat)
    if not number:
        return reply("Nothing waits for a digest here. What comes when:  ", code("/settings"))
    return reply(f"{count(number, 'alert')} that waited {'come now, together' if number > 1 else 'comes now'}.")
