"""Who is cited in the news: by which words, as whom, and whose copy an item is."""

from bot.core.claims.attributing import attributions
from bot.core.claims.chain import chain
from bot.core.claims.hearsay import is_hearsay
from bot.core.claims.keys import Speakers
from bot.core.claims.model import Attribution, Kind
from bot.core.claims.signatures import agencies
from bot.core.claims.wires import agency_name

__all__ = ["Attribution", "Kind", "Speakers", "agencies", "agency_name", "attributions", "chain", "is_hearsay"]
