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


@dataclass
class Limiter:
    """Admits or refuses messages; what is refused does not count. `now`: seconds, monotonic."""

    now: Callable[[], float] = time.monotonic
    per_chat: Rate = PER_CHAT
    per_group: Rate = PER_GROUP
    overall: Rate = OVERALL
    admitted: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: int = 0

    def admit(self, chat: int, *, group: bool) -> int:
        """0, and the message is counted; or the seconds to wait, rounded up."""
        now = self.now()
        windows = [(f"chat {chat}", self.per_chat), ("all", self.overall)]
        if group:
            windows.append((f"group {chat}", self.per_group))
        wait = max(self._wait(name, rate, now) for name, rate in windows)
        if wait > 0:
            self.refused += 1
            return math.ceil(wait)
        for name, _ in windows:
            self.admitted[name].append(now)
        return 0

    def _wait(self, name: str, rate: Rate, now: float) -> float:
        times = self.admitted[name]
        while times and times[0] <= now - rate.seconds:
            times.popleft()
        return 0.0 if len(times) < rate.messages else times[-rate.messages] + rate.seconds - now
