"""Telegram's documented rates, as sliding windows over an injectable clock."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """So many messages in any window of so many seconds."""

    messages: int
    seconds: float


PER_CHAT = Rate(1, 1.0)  # Bot FAQ: more than one message per second in a chat
PER_GROUP = Rate(20, 60.0)  # Bot FAQ: 20 messages per minute to the same group
OVERALL = Rate(30, 1.0)  # Bot FAQ: about 30 messages per second
PAID = Rate(1000, 1.0)  # Bot API, sendMessage: with allow_paid_broadcast


@dataclass
class Limiter:
    """Admits or refuses messages; what is refused does not count. `now`: seconds, monotonic."""

    now: Callable[[], float] = time.monotonic
    per_chat: Rate = PER_CHAT
    per_group: Rate = PER_GROUP
    overall: Rate = OVERALL
    admitted: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: int = 0
    charged: int = 0
    """Messages that cost Stars: those that are paid for, beyond what is free."""

    def admit(self, chat: int, *, group: bool, paid: bool = False) -> int:
        """0, and the message is counted; or the seconds to wait, rounded up."""
        now = self.now()
        windows = [(f"chat {chat}", self.per_chat), ("all", PAID if paid else self.overall)]
        if group:
            windows.append((f"group {chat}", self.per_group))
        wait = max(self._wait(name, rate, now) for name, rate in windows)
        if wait > 0:
            self.refused += 1
            return math.ceil(wait)
        self.charged += paid and self._wait("all", self.overall, now) > 0
        for name, _ in windows:
            self.admitted[name].append(now)
        return 0

    def _wait(self, name: str, rate: Rate, now: float) -> float:
        times = self.admitted[name]
        while times and times[0] <= now - rate.seconds:
            times.popleft()
        return 0.0 if len(times) < rate.messages else times[-rate.messages] + rate.seconds - now
