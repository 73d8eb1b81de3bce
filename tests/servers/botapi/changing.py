"""The methods that change, remove or mark messages that are there."""

from __future__ import annotations

import time

from tests.servers.botapi.args import Args
from tests.servers.botapi.errors import NOT_MODIFIED, bad_request
from tests.servers.botapi.sending import CAPTION_LIMIT, markup_of, preview_of, room, text_of, writable
from tests.servers.botapi.state import Json, Room, World

DELETE_SECONDS = 48 * 3600  # Bot API: a message can only be deleted if it was sent less than 48 hours ago
SHOWN = {"text", "entities", "caption", "caption_entities", "photo", "document", "reply_markup", "link_preview_options"}


def _own(world: World, args: Args) -> tuple[Room, Json]:
    """A message of the bot's own that can be edited."""
    found = writable(world, args)
    said = found.find(args.number("message_id"))
    if said is None:
        raise bad_request("message to edit not found")
    if not is_own(world, found, said):
        raise bad_request("message can't be edited")
    return found, said


def is_own(world: World, found: Room, said: Json) -> bool:
    return said.get("from", {}).get("id") == world.bot.id or (found.type == "channel" and "sender_chat" in said)


def _edit(world: World, args: Args, replaced: set[str], content: Json) -> Json:
    _, said = _own(world, args)
    before = {key: value for key, value in said.items() if key in SHOWN}
    after = {key: value for key, value in before.items() if key not in replaced | {"reply_markup"}}
    after |= {**content, **markup_of(args)}
    if after == before:
        raise bad_request(NOT_MODIFIED)
    for key in SHOWN:
        said.pop(key, None)
    said |= {**after, "edit_date": int(time.time())}
    return said


def edit_text(world: World, args: Args) -> Json:
    _own(world, args)
    return _edit(world, args, {"text", "entities", "link_preview_options"}, {**text_of(args), **preview_of(args)})


def edit_caption(world: World, args: Args) -> Json:
    return _edit(world, args, {"caption", "caption_entities"}, text_of(args, "caption", CAPTION_LIMIT))


def edit_markup(world: World, args: Args) -> Json:
    return _edit(world, args, set(), {})


def edit_media(world: World, args: Args) -> Json:
    media = args.value("media")
    given = Args({**media}, args.files).upload("media")
    if isinstance(given, bytes):
        name = f"file{world.number()}"
        world.files[name] = given
        given = name
    kept = {"file_id": given, "file_unique_id": f"u{given}", "file_size": len(world.files[given])}
    shown = {"photo": [{**kept, "width": 640, "height": 480}]} if media["type"] == "photo" else {"document": kept}
    return _edit(world, args, {"photo", "document", "caption", "caption_entities"}, shown)


def delete(world: World, args: Args) -> bool:
    found = room(world, args)
    said = found.find(args.number("message_id"))
    if said is None:
        raise bad_request("message to delete not found")
    is_admin = found.members.get(world.bot.id, {}).get("can_delete_messages", False)
    if said["date"] < time.time() - DELETE_SECONDS or not (is_own(world, found, said) or is_admin):
        raise bad_request("message can't be deleted")
    found.messages.remove(said)
    return True


def delete_several(world: World, args: Args) -> bool:
    found = room(world, args)
    numbers = set(args.value("message_ids"))
    found.messages = [said for said in found.messages if said["message_id"] not in numbers]
    return True


def pin(world: World, args: Args) -> bool:
    found = writable(world, args)
    number = args.number("message_id")
    if found.find(number) is None:
        raise bad_request("message to pin not found")
    standing = found.members.get(world.bot.id, {})
    if found.is_group and standing.get("status") != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    found.pinned.append(number)
    return True


def react(world: World, args: Args) -> bool:
    found = writable(world, args)
    said = found.find(args.number("message_id"))
    if said is None:
        raise bad_request("message to react not found")
    found.reactions[said["message_id"]] = args.value("reaction") or []
    return True
