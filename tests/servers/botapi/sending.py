"""The methods that put messages into chats, with everything that may stand in the way."""

from __future__ import annotations

import json
from typing import Any

from tests.servers.botapi.args import Args
from tests.servers.botapi.errors import bad_request, forbidden
from tests.servers.botapi.markup import formatted
from tests.servers.botapi.state import Account, Json, Room, World
from tests.servers.botapi.utf16 import units

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_BYTES = 64
MARKUP_BYTES = 10_000
ACTIONS = {"url", "callback_data", "web_app", "login_url", "copy_text", "pay", "callback_game"}
KIND_WORDS = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


# ---- where


def room(world: World, args: Args, name: str = "chat_id") -> Room:
    """The chat a call names, whether or not the bot may write to it."""
    wanted = args.text(name)
    if wanted.startswith("@"):
        found = next((one for one in world.rooms.values() if one.username == wanted[1:]), None)
    else:
        found = world.rooms.get(args.number(name))
    if found is None and not wanted.startswith("@") and args.number(name) in world.accounts:
        raise forbidden("bot can't initiate conversation with a user")
    if found is None:
        raise bad_request("chat not found")
    return found


def writable(world: World, args: Args) -> Room:
    """The chat a call names, if the bot may write to it."""
    found = room(world, args)
    if found.migrated_to:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=found.migrated_to)
    if found.type == "private":
        _check_person(world, found)
    else:
        _check_standing(found, world.bot)
    return found


def _check_person(world: World, found: Room) -> None:
    if world.accounts[found.id].deactivated:
        raise forbidden("user is deactivated")
    if found.members.get(world.bot.id, {}).get("status") == "kicked":
        raise forbidden("bot was blocked by the user")


def _check_standing(found: Room, bot: Account) -> None:
    if found.deleted:
        raise forbidden("the group chat was deleted")
    standing = found.members.get(bot.id)
    if standing is None:
        was_kicked = bot.id in found.kicked
        words = "bot was kicked from" if was_kicked else "bot is not a member of"
        raise forbidden(f"{words} the {KIND_WORDS[found.type]} chat")
    if found.type == "channel" and standing.get("can_post_messages") is not True:
        raise bad_request("need administrator rights in the channel chat")
    if standing.get("can_send_messages") is False:
        raise bad_request("not enough rights to send text messages to the chat")


def _thread(found: Room, args: Args) -> Json:
    """The topic a message goes to."""
    number = args.number("message_thread_id")
    if not number:
        return {}
    topic = found.topics.get(number)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": number, "is_topic_message": True}


def _reply(found: Room, args: Args) -> Json:
    """The message one replies to."""
    parameters = args.value("reply_parameters")
    if parameters is None:
        return {}
    quoted = found.quoted(parameters["message_id"])
    if quoted is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return {} if quoted is None else {"reply_to_message": quoted}


# ---- what


def text_of(args: Args, name: str = "text", limit: int = TEXT_LIMIT) -> Json:
    """The text (or caption) and its entities, within the limits."""
    entities_name = "entities" if name == "text" else "caption_entities"
    text, entities = formatted(args.text(name), args.text("parse_mode"), args.value(entities_name) or [])
    if name == "text" and not text:
        raise bad_request("message text is empty")
    if len(text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if units(text) > limit:
        raise bad_request("MESSAGE_TOO_LONG" if name == "text" else "MEDIA_CAPTION_TOO_LONG")
    return {name: text, **({entities_name: entities} if entities else {})} if text else {}


def preview_of(args: Args) -> Json:
    options = args.value("link_preview_options")
    return {} if options is None else {"link_preview_options": options}


def markup_of(args: Args) -> Json:
    """The keyboard under a message, in the form in which it is kept: without empty rows."""
    markup = args.value("reply_markup")
    if markup is None or "inline_keyboard" not in markup:
        return {}
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if len(json.dumps(markup)) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _button(button: Json) -> Json:
    if not button.get("text"):
        raise bad_request("Inline keyboard button text must be non-empty")
    if not button.keys() & ACTIONS:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def put(world: World, found: Room, content: Json) -> Json:
    """Store what the bot says, as said by the bot or by the channel."""
    sender = {"sender_chat": found.json} if found.type == "channel" else {"from": world.bot.json}
    return found.store({**sender, **content})


def _send(world: World, args: Args, content: Json) -> Json:
    found = writable(world, args)
    around = {**_thread(found, args), **_reply(found, args), **markup_of(args)}
    return put(world, found, {**around, **content})


# ---- methods


def send_message(world: World, args: Args) -> Json:
    writable(world, args)
    return _send(world, args, {**text_of(args), **preview_of(args)})


def _keep_file(world: World, given: bytes | str) -> Json:
    if not given:
        raise bad_request("there is no file in the request")
    if isinstance(given, str) and given.startswith("http"):
        raise bad_request("failed to get HTTP URL content")
    if isinstance(given, str) and given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    name = given if isinstance(given, str) else f"file{world.number()}"
    if isinstance(given, bytes):
        world.files[name] = given
    return {"file_id": name, "file_unique_id": f"u{name}", "file_size": len(world.files[name])}


def _media(world: World, kind: str, given: bytes | str) -> Json:
    kept = _keep_file(world, given)
    return {"photo": [{**kept, "width": 640, "height": 480}]} if kind == "photo" else {"document": kept}


def send_photo(world: World, args: Args) -> Json:
    writable(world, args)
    return _send(world, args, {**_media(world, "photo", args.upload("photo")), **_caption(args)})


def send_document(world: World, args: Args) -> Json:
    writable(world, args)
    return _send(world, args, {**_media(world, "document", args.upload("document")), **_caption(args)})


def _caption(args: Args) -> Json:
    return text_of(args, "caption", CAPTION_LIMIT)


def send_media_group(world: World, args: Args) -> list[Json]:
    writable(world, args)
    album = str(world.number())
    sent = []
    for media in args.value("media"):
        one = Args(media, args.files)
        content = _media(world, media["type"], one.upload("media"))
        sent.append(_send(world, args, {**content, **_caption(one), "media_group_id": album}))
    return sent


def _original(world: World, args: Args) -> tuple[Room, Json]:
    source = room(world, args, "from_chat_id")
    said = source.find(args.number("message_id"))
    if said is None:
        raise bad_request("message to copy not found")
    return source, said


CONTENT = {"text", "entities", "caption", "caption_entities", "photo", "document", "link_preview_options"}


def copy_message(world: World, args: Args) -> Json:
    _, said = _original(world, args)
    content = {key: value for key, value in said.items() if key in CONTENT}
    return {"message_id": _send(world, args, content)["message_id"]}


def forward_message(world: World, args: Args) -> Json:
    _, said = _original(world, args)
    content: dict[str, Any] = {key: value for key, value in said.items() if key in CONTENT}
    if "from" in said:
        origin = {"type": "user", "date": said["date"], "sender_user": said["from"]}
    else:
        origin = {"type": "channel", "date": said["date"], "chat": said["chat"], "message_id": said["message_id"]}
    return _send(world, args, {**content, "forward_origin": origin})
