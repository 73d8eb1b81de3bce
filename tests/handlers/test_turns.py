"""How much one chat, and all of them together, may have tried out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.errors import UserError
from bot.newsroom.turns import AN_HOUR, AT_ONCE, Turns
from tests.handlers.room import Clock


def use(turns: Turns, chat: int, *, limited: bool = True) -> None:
    with turns.take(chat, limited=limited):
        pass


def test_a_chat_has_one_turn_at_a_time() -> None:
    turns = Turns(Clock())
    with turns.take(1, limited=False), pytest.raises(UserError, match="still trying out what this chat named"):
        use(turns, 1, limited=False)
    use(turns, 1)


def test_few_go_on_at_once_and_those_of_operators_do_not_count() -> None:
    turns = Turns(Clock())
    with turns.take(1, limited=True), turns.take(2, limited=True), turns.take(3, limited=False):
        assert AT_ONCE == 2
        with pytest.raises(UserError, match="what other chats have named"):
            use(turns, 4)
        use(turns, 5, limited=False)
    use(turns, 4)


def test_a_chat_has_ten_turns_an_hour_and_is_told_when_the_next_one_is() -> None:
    clock = Clock()
    turns = Turns(clock)
    for _ in range(AN_HOUR):
        use(turns, 1)
        clock.time += timedelta(minutes=1)
    with pytest.raises(UserError, match="Type it again in 50 minutes"):
        use(turns, 1)
    use(turns, 2)
    use(turns, 1, limited=False)
    clock.time += timedelta(minutes=49, seconds=1)
    with pytest.raises(UserError, match=r"Type it again in 1 minute\."):
        use(turns, 1)
    clock.time += timedelta(seconds=59)
    use(turns, 1)
    with pytest.raises(UserError):
        use(turns, 1)


def test_a_turn_that_was_refused_is_not_counted() -> None:
    turns = Turns(Clock())
    with turns.take(1, limited=True), turns.take(2, limited=True):
        for _ in range(2 * AN_HOUR):
            with pytest.raises(UserError, match="other chats"):
                use(turns, 3)
    use(turns, 3)


def test_a_try_that_fails_gives_the_turn_back() -> None:
    turns = Turns(Clock())
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turns.take(1, limited=True):
            raise ZeroDivisionError
    use(turns, 1)
