"""Bugs in what an answer of a platform means, and in how people are heard."""

from __future__ import annotations

from tests.mutants.kinds import of

__all__ = ["PLATFORMS"]

LISTENING_TESTS = "tests/platforms/telegram/test_listening.py"
SENDING_TESTS = "tests/platforms/telegram/test_sending.py"

PLATFORMS = [
    *of(
        "bot/platforms/telegram/outcomes.py",
        SENDING_TESTS,
        (
            "Telegram's retry_after is forgotten",
            "return Later(timedelta(seconds=answer.retry_after) or _UNNAMED_PAUSE, said, paused=True)",
            "return Later(_SOON, said, paused=True)",
        ),
        ("a send without an answer was not sent", "return Unsure(str(error))", "return Later(_SOON, str(error))"),
        (
            "what a gateway waited for was not sent",
            "return Unsure(said) if waited else Later(_SOON, said)",
            "return Later(_SOON, said)",
        ),
    ),
    *of(
        "bot/platforms/telegram/request.py",
        SENDING_TESTS,
        ("a request that was written was not", "context.trace_request_ctx.written = True", "pass"),
    ),
    *of(
        "bot/platforms/telegram/converse.py",
        LISTENING_TESTS,
        (
            "an update is confirmed before it is answered",
            "replies = await self._responded(respond, heard)",
            "replies = (await confirm(), await self._responded(respond, heard))[1]",
        ),
    ),
    *of(
        "bot/platforms/telegram/converse.py",
        LISTENING_TESTS,
        ("a reply in doubt is let go", "case Unsure(why) if not doubted:", "case Unsure(why) if doubted:"),
        ("a reply is said again and again", "doubted = True", "pass"),
    ),
    *of(
        "bot/platforms/telegram/webhook.py",
        "tests/platforms/telegram/test_webhook.py",
        (
            "an update that was posted is safe before it is handled",
            "return update.update_id in self._heard",
            "return True",
        ),
        (
            "an update is confirmed before anybody responds",
            "task = self._in_hand[number] = group.create_task(work)",
            "group.create_task(self._confirm(number)); task = self._in_hand[number] = group.create_task(work)",
        ),
        (
            "what was heard does not outlive the process",
            "await self._ledger.remember(heard_name(self._bot_id), str(self._heard))",
            "pass",
        ),
        (
            "what is posted again while it is handled is handled twice",
            "work = self._in_hand.get(update.update_id) or self._begun(update, group)",
            "work = self._begun(update, group)",
        ),
        (
            "what the long poll heard last is heard again",
            "for number in range(max(offset - MOST_UPDATES, 0), offset):",
            "for number in range(0):",
        ),
    ),
    *of(
        "bot/platforms/telegram/listen.py",
        LISTENING_TESTS,
        (
            "what is still in hand is confirmed",
            "offset = min(waiting) if waiting else max(self._handled, default=self._offset - 1) + 1",
            "offset = max(self._handled, default=self._offset - 1) + 1",
        ),
        (
            "an offset does not outlive the process",
            "await self._ledger.remember(self._name, str(offset))",
            "pass",
        ),
    ),
    *of(
        "bot/platforms/matrix/trouble.py",
        "tests/platforms/matrix/test_trouble.py",
        (
            "a homeserver's pause is a failed attempt",
            "return Later(trouble.wait or SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
            "return Later(trouble.wait or SOON, why)\n    if trouble.errcode in _ENDED:",
        ),
        (
            "what a homeserver did not answer is not sent",
            "return Unsure(why) if _is_in_doubt(trouble) else Later(trouble.wait or SOON, why)",
            "return Later(trouble.wait or SOON, why)",
        ),
        (
            "a homeserver's retry_after is forgotten",
            "return Later(trouble.wait or SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
            "return Later(SOON, why, paused=True, everyone=True)\n    if trouble.errcode in _ENDED:",
        ),
    ),
]
