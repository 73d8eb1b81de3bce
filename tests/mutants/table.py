"""The seeded bugs: one line each, in what must lose nothing, repeat nothing and keep pauses."""

from __future__ import annotations

from collections.abc import Sequence

from tests.mutants.accounts import PLATFORMS
from tests.mutants.edits import EDITS
from tests.mutants.held import HELD
from tests.mutants.kinds import Mutant
from tests.mutants.news import NEWS
from tests.mutants.outbox import OUTBOX
from tests.mutants.sending import SENDING

__all__ = ["MUTANTS"]

MUTANTS: Sequence[Mutant] = [*OUTBOX, *SENDING, *EDITS, *HELD, *NEWS, *PLATFORMS]
