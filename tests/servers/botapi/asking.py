"""The methods about the bot itself, chats, members, topics, files and buttons; and the table of all methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.botapi import changing, sending
from tests.servers.botapi.args import Args
from tests.servers.botapi.errors import OLD_QUERY, bad_request
from tests.servers.botapi.sending import room, writable
from tests.servers.botapi.state import Json, Topic, World
from tests.servers.botapi.webhook import Webhook

MOST_COMMANDS = 100
FILE_BYTES = 20 * 1024 * 1024  # Bot API: downloads of up to 20 MB
ANSWER_CHARACTERS = 200


def get_me(world: World, args: Args) -> Json:
    return {**world.bot.json, "can_join_groups": True, "can_read_all_group_messages": True} | {
        "supports_inline_queries": False
    }


def get_chat(world: World, args: Args) -> Json:
    found = room(world, args)
    permissions = {"permissions": {"can_send_messages": not found.hushed}} if found.is_group else {}
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **found.json,
        **permissions,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(world: World, args: Args) -> Json:
    found = room(world, args)
    number = args.number("user_id")
    account = world.bot if number == world.bot.id else world.accounts.get(number)
    if account is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if number in found.kicked:
        return {"status": "kicked", "user": account.json, "until_date": 0}
    return found.members.get(number, {"status": "left", "user": account.json})


def get_chat_administrators(world: World, args: Args) -> list[Json]:
    found = room(world, args)
    if found.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [one for one in found.members.values() if one["status"] in {"creator", "administrator"}]


def leave_chat(world: World, args: Args) -> bool:
    found = writable(world, args)
    world.standing(found, world.bot, None, world.bot)
    return True


def set_my_commands(world: World, args: Args) -> bool:
    commands = args.value("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not command["command"].isidentifier() or command["command"] != command["command"].lower():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[f"{args.value('scope')} {args.text('language_code')}"] = commands
    return True


def get_my_commands(world: World, args: Args) -> list[Json]:
    return world.commands.get(f"{args.value('scope')} {args.text('language_code')}", [])


def send_chat_action(world: World, args: Args) -> bool:
    writable(world, args).actions.append(args.text("action"))
    return True


def answer_callback_query(world: World, args: Args) -> bool:
    query = args.text("callback_query_id")
    if world.queries.get(query, "never asked") is not None:
        raise bad_request(OLD_QUERY)
    if len(args.text("text")) > ANSWER_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    world.queries[query] = args.text("text")
    return True


def create_forum_topic(world: World, args: Args) -> Json:
    found = writable(world, args)
    if not found.is_forum:
        raise bad_request("the chat is not a forum")
    topic = world.open_topic(found, args.text("name"), world.bot.json)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 7322096}


def _topic(world: World, args: Args) -> Topic:
    topic = writable(world, args).topics.get(args.number("message_thread_id"))
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def close_forum_topic(world: World, args: Args) -> bool:
    _topic(world, args).closed = True
    return True


def reopen_forum_topic(world: World, args: Args) -> bool:
    _topic(world, args).closed = False
    return True


def get_file(world: World, args: Args) -> Json:
    name = args.text("file_id")
    if name not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[name])
    if size > FILE_BYTES:
        raise bad_request("file is too big")
    return {"file_id": name, "file_unique_id": f"u{name}", "file_size": size, "file_path": f"documents/{name}"}


def set_webhook(world: World, args: Args) -> bool:
    webhook = Webhook.asked(args.text("url"), args.text("secret_token"), args.number("max_connections"))
    _drop_if_asked(world, args)
    world.updates.set_webhook(webhook, args.value("allowed_updates"))
    return True


def delete_webhook(world: World, args: Args) -> bool:
    world.updates.set_webhook(Webhook(), None)
    _drop_if_asked(world, args)
    return True


def _drop_if_asked(world: World, args: Args) -> None:
    if args.flag("drop_pending_updates"):
        world.updates.pending.clear()


def get_webhook_info(world: World, args: Args) -> Json:
    updates = world.updates
    told: Json = {
        "url": updates.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if updates.webhook.url:
        told["max_connections"] = updates.webhook.connections
    if updates.webhook.url and updates.pusher and updates.pusher.last_error:
        told["last_error_date"], told["last_error_message"] = updates.pusher.last_error
    if updates.allowed:
        told["allowed_updates"] = sorted(updates.allowed)
    return told


Method = Callable[[World, Args], Any]
METHODS: dict[str, Method] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "createforumtopic": create_forum_topic,
    "closeforumtopic": close_forum_topic,
    "reopenforumtopic": reopen_forum_topic,
    "getfile": get_file,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendmediagroup": sending.send_media_group,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "editmessagetext": changing.edit_text,
    "editmessagecaption": changing.edit_caption,
    "editmessagemedia": changing.edit_media,
    "editmessagereplymarkup": changing.edit_markup,
    "deletemessage": changing.delete,
    "deletemessages": changing.delete_several,
    "pinchatmessage": changing.pin,
    "setmessagereaction": changing.react,
}
LIMITED = {"sendmessage", "sendphoto", "senddocument", "sendmediagroup", "copymessage", "forwardmessage"} | {
    name for name in METHODS if name.startswith("editmessage")
}
