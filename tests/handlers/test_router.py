from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat import Ask, Command, Router, command
from bot.core.catalogue import Catalogue
from bot.core.message import Message, Span, Style
from bot.core.model import Address, ChatKind
from bot.newsroom import Newsroom
from bot.ports import ChatJoined, ChatLost, ChatMoved, Event
from handlers import CHAPTERS, COMMANDS
from tests.handlers.room import ADMIN, MEMBER, Room


async def test_a_bang_is_as_good_as_a_slash_and_capitals_as_small_letters(room: Room) -> None:
    assert await room.says("!STATUS") == await room.says("/status")


async def test_short_forms_mean_the_same(room: Room) -> None:
    await room.says("/sub   Hama\n OR\tHoms ")
    assert "1 Hama OR Homs" in await room.says("/subs")


async def test_a_command_that_is_nearly_right_gets_a_suggestion_that_keeps_the_words(room: Room) -> None:
    assert "Did you mean  /subscribe Hama  ?" in await room.says("/subscrbe Hama")


async def test_an_unknown_command_in_a_private_chat_is_offered_as_a_search(room: Room) -> None:
    assert "/latest caracas quake" in await room.says("/caracas quake")


async def test_an_unknown_command_in_a_group_may_be_meant_for_another_bot(group: Room) -> None:
    for other in ("/caracas", "/list", "/score"):
        assert await group.says(other) == "", other
    assert "/latest" in await group.says("/latst")


async def test_a_family_without_its_second_word_shows_its_members(room: Room) -> None:
    for text in ("/filter", "/filter ad north hama"):
        answer = await room.says(text)
        assert "/filter add NAME QUERY" in answer
        assert "/filter test" in answer


async def test_plain_words_in_a_private_chat_are_looked_up(room: Room) -> None:
    await room.publish("Shelling near Hama")
    answer = await room.says("hama")
    assert answer.startswith("hama · 1 story in 24 h")
    assert answer.endswith("\nTo be told as soon as there is more:  /subscribe hama")
    assert len(room.replies) == 1


async def test_plain_words_that_are_found_nowhere_get_one_answer(room: Room) -> None:
    await room.publish("Shelling near Hama")
    answer = await room.says("quito")
    assert answer.count("To be told") == 1
    assert len(room.replies) == 1


@pytest.mark.parametrize("text", ["hama OR (homs", "-hama", "hama since:yesterday", "*"])
async def test_words_that_are_refused_are_not_offered_to_be_followed(room: Room, text: str) -> None:
    await room.publish("Shelling near Hama")
    assert "/subscribe" not in await room.says(text)


FLOOD = "hama" * 900


@pytest.mark.parametrize(
    "text",
    [
        "hama " * 800, FLOOD, f"/quito {FLOOD}", f"/latst {FLOOD}", f"/why {FLOOD}", f"/help {FLOOD}",
        f"/sources {FLOOD}", f"/latest since:{FLOOD}", f"/filter add {FLOOD}", f"/filter add {FLOOD} hama",
        f"/filter edit {FLOOD} hama", f"/filter remove {FLOOD}", f"/unsubscribe {FLOOD}", f"/source add {FLOOD}",
        f"/source check {'7' * 4000}", f"/subscribe https://{FLOOD}", f"/subscribe {FLOOD}",
    ],
)  # fmt: skip
async def test_a_flood_of_words_is_not_sent_back(room: Room, text: str) -> None:
    assert 0 < len(await room.says(text)) < 800


async def test_words_too_long_to_type_again_are_looked_up_without_a_hint(room: Room) -> None:
    await room.publish("Shelling near Hama")
    text = " OR ".join(["hama", *(f"word{n}" for n in range(20))])
    answer = await room.says(text)
    assert "1 story in 24 h" in answer
    assert "/subscribe" not in answer


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("help", "/help"), ("Latest Hama", "/Latest Hama"), ("subscribe hama", "/subscribe hama"),
        ("/ latest", "/latest"), ("filter add north hama", "/filter add north hama"),
    ],
)  # fmt: skip
async def test_a_command_without_its_slash_is_recognised(room: Room, text: str, meant: str) -> None:
    assert (await room.says(text)).startswith(f"Did you mean  {meant}  ?")
    assert "I don't know" not in await room.says(meant)


@pytest.mark.parametrize("text", ["start of the war", "hama latest"])
async def test_a_command_name_among_other_words_is_a_word(room: Room, text: str) -> None:
    assert "Did you mean" not in await room.says(text)


async def test_a_command_without_its_slash_is_none_of_its_business_in_a_group(group: Room) -> None:
    assert await group.says("help") == ""


async def test_plain_words_in_a_group_are_none_of_its_business(group: Room) -> None:
    assert await group.says("hama") == ""


@pytest.mark.parametrize("bare", ["/", "!", " / "])
async def test_a_slash_alone_asks_for_help(room: Room, bare: str) -> None:
    assert await room.says(bare) == "/help shows all that I understand."


async def test_silence_is_answered_with_silence(room: Room) -> None:
    assert await room.says("   ") == ""


# ---- queries that can't be read


@pytest.mark.parametrize(
    ("typed", "picture"),
    [
        ("hama OR (homs -football", "hama OR (homs -football\n        ^ this bracket is never closed."),
        ("東京 OR (大阪", "東京 OR (大阪\n        ^ this bracket is never closed."),
        ("Kobane\u0302 OR", "Kobane\u0302 OR\n       ^ OR needs a word after it."),
        ("(حماة OR", "(حماة OR\nat “OR”: OR needs a word after it."),
        (f"{'aleppo ' * 6}OR (idlib", "…aleppo aleppo aleppo OR (idlib\n                         ^ this"),
    ],
)
async def test_a_query_that_cannot_be_read_is_shown_with_a_caret(room: Room, typed: str, picture: str) -> None:
    answer = await room.says(f"/subscribe {typed}")
    assert answer.startswith("I can't read that filter:\n")
    block = next(span.text for span in room.spans if span.style is Style.BLOCK)
    assert block.startswith(picture)


async def test_the_caret_stays_under_its_character_in_a_long_query(room: Room) -> None:
    await room.says(f"/latest {'aleppo ' * 6}OR ({'idlib ' * 6}")
    line, below = next(span.text for span in room.spans if span.style is Style.BLOCK).splitlines()
    assert line[below.index("^")] == "("
    assert line.startswith("…")
    assert line.endswith("…")


async def test_the_suggestion_is_the_whole_command_mended(room: Room) -> None:
    answer = await room.says("/filter add north hama OR (homs")
    assert answer.endswith("Did you mean:  /filter add north hama OR (homs)")
    assert "Saved" in await room.says(answer.partition("Did you mean:  ")[2])


async def test_a_suggestion_keeps_what_stands_around_the_query(room: Room) -> None:
    assert (await room.says("/latest (hama since:6h")).endswith("Did you mean:  /latest (hama) since:6h")
    assert (await room.says("/latest (hama 3")).endswith("Did you mean:  /latest (hama) 3")


async def test_a_suggestion_keeps_its_command_where_options_stand_amid_the_query(room: Room) -> None:
    assert (await room.says("/search hama since:7d (homs")).endswith("Did you mean:  /search hama (homs)")


async def test_a_query_beyond_mending_gets_no_suggestion(room: Room) -> None:
    assert "Did you mean" not in await room.says("/subscribe *")


# ---- failures


@command("broken", summary="fails")
async def broken(newsroom: Newsroom, ask: Ask) -> Sequence[Message]:
    raise RuntimeError("secret inner workings")


async def test_a_bug_is_an_apology_with_a_code_that_the_log_has(room: Room) -> None:
    room.router = Router((*COMMANDS, broken), room.newsroom)
    with capture_logs() as logs:
        answer = await room.says("/broken")
    assert answer.startswith("Sorry")
    assert "secret" not in answer
    assert logs[0]["code"] in answer
    assert logs[0]["exc_info"]


@pytest.mark.parametrize(
    "event",
    [
        ChatJoined(Address("telegram", "77"), ChatKind.GROUP, ""),
        ChatLost(Address("telegram", "77"), "blocked"),
        ChatMoved(Address("telegram", "77"), "78"),
    ],
)
async def test_what_nobody_can_be_told_of_is_left_to_the_platform_to_try_again(room: Room, event: Event) -> None:
    none: Any = None
    store: Any = Broken()
    newsroom = Newsroom(store, room.clock, prober=none, reads=none, writes=none, catalogue=Catalogue())
    router = Router(COMMANDS, newsroom)
    with pytest.raises(AttributeError):
        await router.respond(event)


class Broken:
    """A store that is not there."""

    sources = outlets = desk = chats = tuning = outbox = audit = search = ledger = None


# ---- chats that come and go


async def test_a_chat_is_welcomed_once(room: Room) -> None:
    joined = ChatJoined(Address("telegram", "-5"), ChatKind.GROUP, "Newsdesk")
    first = await room.router.respond(joined)
    assert "/subscribe Hama" in first[0].plain
    assert "Only admins" in first[0].plain
    assert await room.router.respond(joined) == ()


async def test_a_chat_that_started_by_itself_is_not_welcomed_again(room: Room) -> None:
    assert "I send news alerts" in await room.says("/start")
    assert await room.router.respond(ChatJoined(room.address(), ChatKind.PRIVATE, "")) == ()


async def test_a_lost_chat_is_suspended_and_goes_on_when_it_is_back(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.router.respond(ChatLost(room.address("4"), "the bot was blocked"))
    assert await room.store.chats.subscriptions() == ()
    await room.router.respond(ChatJoined(room.address(), ChatKind.PRIVATE, ""))
    assert len(await room.store.chats.subscriptions()) == 1


async def test_who_writes_from_a_suspended_chat_is_told_and_served_again(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.router.respond(ChatLost(room.address(), "the bot was blocked"))
    answer = await room.says("/subscriptions")
    assert answer.startswith("I had stopped sending alerts here (the bot was blocked).")
    assert "1 Hama" in answer
    assert not (await room.says("/subscriptions")).startswith("I had")


async def test_only_an_admin_brings_the_alerts_back_to_a_group(group: Room) -> None:
    await group.says("/subscribe Hama")
    await group.router.respond(ChatLost(group.address(), "I may not write"))
    assert "1 Hama" in await group.says("/subscriptions", by=MEMBER)
    assert await group.store.chats.subscriptions() == ()
    assert (await group.says("/subscriptions", by=ADMIN)).startswith("I had stopped sending alerts here")
    assert len(await group.store.chats.subscriptions()) == 1


async def test_a_moved_chat_keeps_what_it_follows_and_is_not_welcomed_again(room: Room) -> None:
    await room.says("/subscribe Hama")
    await room.router.respond(ChatMoved(room.address(), "-1007"))
    assert await room.router.respond(ChatJoined(Address("telegram", "-1007"), ChatKind.GROUP, "")) == ()
    room.chat = "-1007"
    assert "1 Hama" in await room.says("/subscriptions")


# ---- help


async def test_help_lists_every_command_to_the_operator(room: Room) -> None:
    answer = await room.says("/help")
    assert all(command.usage in answer for command in COMMANDS)
    assert len(answer) < 3500


async def test_help_lists_commands_by_what_they_are_for(room: Room) -> None:
    listed = (await room.says("/help")).splitlines()
    assert [line for line in listed[1:] if line and not line.startswith("/")] == list(CHAPTERS)
    assert listed[listed.index("Read") + 1].startswith("/latest ")
    room.person = MEMBER
    assert "The bot itself" in await room.says("/help")
    assert "/outbox" not in await room.says("/help")


@pytest.mark.parametrize("known", COMMANDS, ids=[command.name for command in COMMANDS])
async def test_help_explains_each_command(room: Room, known: Command) -> None:
    answer = await room.says(f"/help {known.name}")
    assert known.usage in answer
    assert known.details in answer
    assert len(answer) < 3500


async def test_help_knows_short_forms_and_slashes(room: Room) -> None:
    assert "/subscribe WHAT" in await room.says("/help /sub")


async def test_help_on_filters_tells_how_they_are_written(room: Room) -> None:
    assert "OR in capitals" in await room.says("/help filter")


async def test_help_on_nothing_known_suggests_what_is(room: Room) -> None:
    assert "/help latest" in await room.says("/help latst")
    assert await room.says("/help zzz") == "There is no command zzz. /help shows them all."


async def test_help_in_a_group_says_what_needs_an_admin(group: Room) -> None:
    assert "(admins, in a group)" in await group.says("/help", by=MEMBER)


async def test_start_counts_what_is_followed(room: Room) -> None:
    await room.says("/subscribe Hama")
    assert "You follow 1 thing here" in await room.says("/start")


async def test_what_is_written_from_right_to_left_turns_nothing_of_a_reply(room: Room) -> None:
    await room.says("/filter add شمال حماة")
    (reply,) = room.replies
    assert reply.plain.startswith("Saved \u2068شمال\u2069: ")
    assert "\u2068/subscribe شمال\u2069" in reply.plain
    assert Span("/subscribe شمال", Style.CODE) in reply.spans
