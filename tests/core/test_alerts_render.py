"""What an alert says, and that nothing in an item makes it say anything else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alerts.render import ago, attribution, isolate, render
from bot.core.alerts.since import newest
from bot.core.message import Message, Style
from bot.core.model import (
    Citation,
    DeliveryKind,
    Filed,
    Hit,
    Hours,
    Item,
    Match,
    Outlet,
    Relation,
    Stance,
    SubscriptionKind,
    Telling,
    Updates,
)
from bot.core.stories.telling import telling
from tests.core.nouns import MAYADEEN, NOW, SANA, TITLE, a_delivery, an_item

ARABIC = "أعلن الجيش السوري أنه أوقف تقدما في ريف حماة الشمالي خلال الليل"
DAMASCUS = ZoneInfo("Asia/Damascus")
HAMA = Match(1, SubscriptionKind.QUERY, "Hama", hits=(Hit("Hama", "title", "Hama"),))


def found(*hits: Hit) -> tuple[Match, ...]:
    return (Match(1, SubscriptionKind.QUERY, "x", hits=hits),)


def alert(item: Item | None, **named: Any) -> Message:
    return render(a_delivery(item, **named), NOW, DAMASCUS)


def lines(item: Item, **named: Any) -> list[str]:
    return alert(item, **named).plain.split("\n")


def test_an_alert_says_what_who_when_and_why() -> None:
    item = an_item(
        author="A. Writer",
        text="Units north of the city held their positions overnight, the source said. Later, more.",
    )
    assert lines(item, also=(an_item(2, outlet=MAYADEEN),), matches=(HAMA,)) == [
        f"🔴 {TITLE}",
        "SANA English (Syrian state media) · A. Writer · 17:02 UTC+03 (3 min ago)",
        "Units north of the city held their positions overnight, the source said.",
        "Also, in the same words: Al Mayadeen",
        "Single origin (SANA English) · 2 outlets · Matched: Hama (title)",
    ]


def test_the_title_is_bold_and_leads_to_the_report() -> None:
    (title,) = [span for span in alert(an_item()).spans if span.style is Style.BOLD]
    assert (title.text, title.url) == (TITLE, "https://example.org/1")


def test_the_words_of_the_report_are_set_off_as_a_quote() -> None:
    (quote,) = [span for span in alert(an_item(text="Bridges were closed.")).spans if span.style is Style.QUOTE]
    assert quote.text == "Bridges were closed."


def test_an_alert_has_its_story_and_its_reason_at_hand() -> None:
    assert [(button.label, button.command, button.spare) for button in alert(an_item()).buttons] == [
        ("Story", "/story", True),
        ("Why", "/why", True),
        ("Mute 6 h", "/mute 6h", True),
    ]


def test_a_chat_that_has_named_its_time_zone_is_told_the_time_by_it() -> None:
    chat = replace(a_delivery(an_item()).chat, hours=Hours("Europe/Berlin"))
    assert "· 15:02 CET (3 min ago)" in alert(an_item(), chat=chat).plain


def test_what_may_come_twice_says_so_first() -> None:
    assert lines(an_item(), doubts=1)[0] == "(possible repeat)"
    assert alert(None, kind=DeliveryKind.NOTICE, note="A word.", doubts=1).plain == "(possible repeat)\nA word."


def test_an_alert_whose_item_is_gone_still_says_something() -> None:
    assert alert(None).plain == "The report this alert was about is no longer kept."


def test_a_notice_is_said_as_it_is() -> None:
    assert alert(None, kind=DeliveryKind.NOTICE, note="I was offline\n02:10-06:40.").plain == (
        "I was offline\n02:10-06:40."
    )
    assert alert(None, kind=DeliveryKind.NOTICE).plain == "(an empty notice)"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({}, "SANA English (Syrian state media)"),
        ({"publisher": "Reuters"}, "Reuters, via SANA English (Syrian state media)"),
        ({"publisher": "SANA english"}, "SANA English (Syrian state media)"),
        ({"author": "Lina H."}, "SANA English (Syrian state media) · Lina H."),
        ({"author": "sana English"}, "SANA English (Syrian state media)"),
        ({"publisher": "Reuters", "author": "REUTERS"}, "Reuters, via SANA English (Syrian state media)"),
        ({"outlet": Outlet("x", "")}, "x"),
        ({"reposts": "Al Mayadeen"}, "SANA English (Syrian state media) reposting Al Mayadeen"),
        ({"reposts": "Lina H.", "author": "Lina H."}, "SANA English (Syrian state media) reposting Lina H."),
        ({"reposts": "SANA English"}, "SANA English (Syrian state media)"),
        ({"replies_to": "@lina"}, "SANA English (Syrian state media) · answering @lina"),
        ({"quotes": "Lina H."}, "SANA English (Syrian state media) · quoting Lina H."),
        ({"replies_to": "a", "quotes": "b"}, "SANA English (Syrian state media) · answering a · quoting b"),
    ],
)
def test_the_speaker_is_named_with_label_and_publisher(named: dict[str, Any], said: str) -> None:
    (span,) = attribution(an_item(**named), NOW, DAMASCUS)
    assert span.text == f"{said} · 17:02 UTC+03 (3 min ago)"


@pytest.mark.parametrize(
    ("named", "fate"),
    [
        ({"edited": True}, "edited since"),
        ({"revision": 1}, "edited since"),
        ({"withdrawn": True}, "deleted since by its publisher"),
        ({"withdrawn": True, "edited": True}, "deleted since by its publisher"),
    ],
)
def test_a_report_that_was_edited_or_deleted_says_so(named: dict[str, Any], fate: str) -> None:
    (span,) = attribution(an_item(**named), NOW, DAMASCUS)
    assert span.text.endswith(f"(3 min ago), {fate}")


def test_so_does_one_that_stands_beside_another() -> None:
    item, copy, also, apart = (
        an_item(),
        *(an_item(n, withdrawn=True, outlet=Outlet(f"o{n}", f"O {n}")) for n in (2, 3, 4)),
    )
    by = told(item), told(copy, copy_of=1), told(also, cites(SANA)), told(apart)
    assert lines(item, also=(copy, also, apart), told=by)[2:5] == [
        "Also, in the same words: O 2 · deleted since",
        "Also: O 3 · citing SANA English · deleted since — same origin (SANA English)",
        "Independently: O 4 · deleted since",
    ]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "03:30 UTC+03 (13 h ago)"),
        (datetime(2026, 11, 22, 20, 0, tzinfo=UTC), "22 Nov 23:00 UTC+03 (18 h ago)"),
        (datetime(2025, 11, 30, 18, 15, tzinfo=UTC), "30 Nov 2025 21:15 UTC+03 (357 days ago)"),
        (datetime.min.replace(tzinfo=UTC), "1 Jan 1 02:25 LMT (739942 days ago)"),
        (datetime.max.replace(tzinfo=UTC), "9999 (just now)"),
    ],
)
def test_times_are_local_and_have_as_much_date_as_they_need(published: datetime, said: str) -> None:
    (span,) = attribution(an_item(published=published), NOW, DAMASCUS)
    assert span.text.endswith(f" · {said}")


@pytest.mark.parametrize(
    ("zone", "name"),
    [("UTC", "UTC"), ("Europe/Berlin", "CET"), ("Asia/Damascus", "UTC+03"), ("Asia/Kathmandu", "UTC+0545")],
)
def test_a_time_says_of_which_zone_it_is(zone: str, name: str) -> None:
    (span,) = attribution(an_item(), NOW, ZoneInfo(zone))
    assert f" {name} (3 min ago)" in span.text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-5, "just now"), (0, "just now"), (1, "1 min ago"), (59, "59 min ago"), (60, "1 h ago"),
        (47 * 60, "47 h ago"), (48 * 60, "2 days ago"),
    ],
)  # fmt: skip
def test_how_long_ago_it_was(minutes: int, said: str) -> None:
    assert ago(NOW - timedelta(minutes=minutes), NOW) == said


@pytest.mark.parametrize(
    "text",
    ["", TITLE, f"{TITLE.upper()}.", f"{TITLE}   {TITLE}", "Army of Hama says it stopped.", "🔴 — !"],
)
def test_a_text_that_only_repeats_the_title_is_not_quoted(text: str) -> None:
    assert len(lines(an_item(text=text))) == 3


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (f"{TITLE} - Units held their positions.", "Units held their positions."),
        ("Damascus. Units held.\nMore.", "Damascus. Units held. More."),
        ("A" * 59 + ". " + "B" * 30 + ". C.", "A" * 59 + "."),
        (f"{ARABIC}؟ ثم أضاف.", f"\u2068{ARABIC}؟\u2069"),
        ("軍は町の北で前進を止めたと発表した。" * 4 + "終", "軍は町の北で前進を止めたと発表した。" * 4),
        (
            "He said “our units held on overnight in the north of the city.” Then.",
            "He said “our units held on overnight in the north of the city.”",
        ),
        ("word " * 200, "word " * 46 + "word…"),
    ],
)
def test_the_quote_is_the_first_sentences(text: str, quote: str) -> None:
    (said,) = [span.text for span in alert(an_item(text=text)).spans if span.style is Style.QUOTE]
    assert said == quote


def test_others_are_named_once_with_their_labels_and_the_rest_counted() -> None:
    others = tuple(an_item(number, outlet=Outlet(f"o{number}", f"Outlet {number}")) for number in range(2, 8))
    item = an_item(carriers=(MAYADEEN, SANA))
    said = lines(item, also=(an_item(9, outlet=MAYADEEN), *others))
    assert said[-2:] == [
        "Also, in the same words: Al Mayadeen; Outlet 2; Outlet 3 +4 more",
        "Single origin (SANA English) · 8 outlets",
    ]


def test_whose_words_others_pass_on_is_named_and_counted_once() -> None:
    google = Outlet("google", "Google News")
    also = (
        an_item(2, outlet=google, publisher="Reuters"),
        an_item(3, outlet=google, publisher="SANA english"),
        an_item(4, outlet=Outlet("reuters", "Reuters")),
        an_item(5, outlet=google, publisher="AP"),
    )
    assert lines(an_item(), also=also)[-2:] == [
        "Also, in the same words: Reuters, via Google News; AP, via Google News",
        "Single origin (SANA English) · 3 outlets",
    ]


@pytest.mark.parametrize(
    ("matches", "said"),
    [
        ((HAMA, HAMA), "Hama (title)"),
        ((Match(1, SubscriptionKind.PACK, "syria"),), "pack syria"),
        ((Match(1, SubscriptionKind.FILTER, "north", 3, "Lina", HAMA.hits),), "north: Hama (title)"),
        ((Match(1, SubscriptionKind.FILTER, "north"),), "north"),
        (found(Hit("elect*", "text", "Elections")), "Elections (text, for elect*)"),
        (found(Hit('"of hama"', "text", "OF Hāma")), "OF Hāma (text)"),
        (
            found(*(Hit(word, "text", word) for word in "abcdefg")),
            "a (text), b (text), c (text), d (text), e (text) +2 more",
        ),
    ],
)
def test_the_reason_names_what_was_found_and_where(matches: tuple[Match, ...], said: str) -> None:
    assert lines(an_item(), matches=matches)[-1] == f"Single origin · 1 outlet · Matched: {said}"


# ---- origins

MINISTRY = Citation("the Syrian defence ministry", "body:defence-ministry.SY", "said")
SOHR, AP = Outlet("sohr", "SOHR"), Outlet("ap", "AP")


def cites(outlet: Outlet) -> Citation:
    return Citation(outlet.name, f"outlet:{outlet.id}", "citing")


def told(item: Item, *chain: Citation, stance: Stance = Stance.ASSERTS, copy_of: int | None = None) -> Telling:
    return replace(telling(item, copy_of), chain=chain, stance=stance)


def test_who_is_cited_stands_beside_who_reports() -> None:
    item, other = an_item(), an_item(2, outlet=MAYADEEN)
    chain = (Citation("Al Ikhbariyah", "outlet:ikhbariyah", "citing"), MINISTRY, Citation("a third", "", "said"))
    said = lines(item, also=(other,), told=(told(item, *chain), told(other, cites(SANA))))
    assert said[0] == f"🔴 {TITLE}"
    assert said[1] == (
        "SANA English (Syrian state media) · citing Al Ikhbariyah · citing the Syrian defence ministry"
        " · 17:02 UTC+03 (3 min ago)"
    )
    assert said[2:] == [
        "Also: Al Mayadeen · citing SANA English — same origin (the Syrian defence ministry)",
        "Single origin (the Syrian defence ministry) · 2 outlets",
    ]


def test_whose_words_are_passed_on_is_not_cited_besides() -> None:
    item = an_item(reposts="Lina H.", title="Bridge opens in Hama")
    assert lines(item, told=(telling(item),))[1:] == [
        "SANA English (Syrian state media) reposting Lina H. · 17:02 UTC+03 (3 min ago)",
        "Single origin (Lina H.) · 1 outlet",
    ]


def test_who_has_no_name_is_cited_only_where_nobody_has_one() -> None:
    for title, cited in (("Bridge opens, sources say", "sources"), ("Bridge opens, army said, sources say", "army")):
        item = an_item(title=title)
        assert f"· citing {cited} · 17:02" in lines(item, told=(telling(item),))[1]


def test_independent_origins_are_named_and_counted() -> None:
    items = (an_item(), an_item(2, outlet=SOHR), an_item(3, outlet=AP), an_item(4, outlet=MAYADEEN, carriers=(AP,)))
    by = (told(items[0], MINISTRY), told(items[1]), told(items[2]), told(items[3], copy_of=1))
    said = lines(items[0], also=items[1:], told=by)
    assert said[0] == f"🟢 {TITLE}"
    assert said[2:] == [
        "Also, in the same words: Al Mayadeen",
        "Independently: SOHR; AP",
        "Corroborated · 3 independent origins (the Syrian defence ministry, SOHR, AP) · 4 outlets",
    ]
    copied = an_item(5, outlet=Outlet("daily", "Daily"))
    assert (
        lines(items[0], also=(*items[1:], copied), told=(*by, told(copied, copy_of=2)))[3] == "Independently: SOHR; AP"
    )
    many = tuple(an_item(number, outlet=Outlet(f"o{number}", f"Outlet {number}")) for number in range(1, 8))
    said = lines(many[0], also=many[1:], told=tuple(map(told, many)))
    assert said[2] == "Independently: Outlet 2; Outlet 3; Outlet 4 +3 more"
    assert said[3].startswith("Corroborated · 7 independent origins (Outlet 1, Outlet 2, Outlet 3, Outlet 4 +3 more)")


def test_a_story_that_somebody_denies_is_contested() -> None:
    item, denial = an_item(), an_item(2, outlet=SOHR, published=NOW)
    presidency = Citation("the presidency", "body:presidency.SY", "said")
    by = told(item), told(denial, presidency, stance=Stance.DENIES)
    assert lines(item, also=(denial,), told=by)[0] == f"⚪ {TITLE}"
    assert lines(item, also=(denial,), told=by)[2:] == [
        "Denied by: SOHR · citing the presidency",
        "Contested, denied by the presidency 17:05 UTC+03 · 1 origin (SANA English) · 2 outlets",
    ]
    assert lines(denial, told=by[1:])[-1] == "Contested, denied by the presidency 17:05 UTC+03 · 1 outlet"


def test_who_is_cited_at_the_beginning_of_a_sentence_is_written_as_within_one() -> None:
    army = Citation("The army", "body:army.SY", "said")
    assert lines(an_item(), told=(told(an_item(), army),))[-1] == "Single origin (the army) · 1 outlet"
    by = told(an_item()), told(denial := an_item(2, outlet=SOHR, published=NOW), army, stance=Stance.DENIES)
    assert "denied by the army 17:05" in lines(an_item(), also=(denial,), told=by)[-1]


def test_who_told_a_story_that_is_denied_does_not_seem_to_deny_it() -> None:
    items = an_item(), an_item(2, outlet=SOHR), an_item(3, outlet=AP)
    by = told(items[0]), told(items[1], stance=Stance.HEDGES), told(items[2], stance=Stance.DENIES)
    said = lines(items[2], kind=DeliveryKind.UPDATE, also=items[:2], told=by)
    assert said[-3:-1] == [
        "The story is told by: SANA English (Syrian state media)",
        "The story is told with a hedge by: SOHR",
    ]


def test_a_story_that_nobody_vouches_for_is_hedged() -> None:
    item, other = an_item(), an_item(2, outlet=SOHR)
    by = told(item, Citation("A source", "", "said"), stance=Stance.HEDGES), told(other, stance=Stance.HEDGES)
    said = lines(item, also=(other,), told=by)
    assert said[0] == f"🟡 {TITLE}"
    assert "· citing a source ·" in said[1]
    assert said[2:] == ["With a hedge: SOHR", "Hedged · nobody who tells it vouches for it · 2 outlets"]


def test_an_update_is_marked_by_those_who_vouch_for_it_and_says_how_the_story_stands() -> None:
    first, second, item = an_item(1), an_item(2, outlet=SOHR), an_item(3, title="40 killed in Hama", outlet=AP)
    by = told(first), told(second), told(item)
    update = {"kind": DeliveryKind.UPDATE, "also": (first, second), "note": "12 killed before, 40 now"}
    said = lines(item, **update, told=by)
    assert said[0] == "🔴 Update: 40 killed in Hama"
    assert said[-2:] == [
        "The story is told by: SANA English (Syrian state media); SOHR",
        "The story so far: corroborated · 3 independent origins (SANA English, SOHR, AP) · 3 outlets",
    ]
    assert lines(item, **update, told=(*by[:2], told(item, stance=Stance.HEDGES)))[0].startswith("🟡 Update: ")


def test_copies_of_an_update_vouch_for_it_no_more_than_it_does() -> None:
    first, item, copy = an_item(1), an_item(2, outlet=SOHR), an_item(3, outlet=AP)
    update = {"kind": DeliveryKind.UPDATE, "also": (first, copy)}
    assert lines(item, **update, told=(told(first), told(item), told(copy, copy_of=2)))[0].startswith("🔴 Update: ")
    by = told(first), told(copy, copy_of=2), told(item, stance=Stance.DENIES)
    assert lines(copy, kind=DeliveryKind.UPDATE, also=(first, item), told=by)[0].startswith("⚪ Denied: ")


def change(item: Item, reason: str = "12 killed before, 40 now") -> Filed:
    return Filed(item, told(item), Relation.UPDATE, reason)


LATER = an_item(2, outlet=SOHR, title="40 killed in Hama", published=NOW)


def test_a_message_that_is_written_anew_says_that_the_story_went_on() -> None:
    said = lines(an_item(), also=(LATER,), newest=change(LATER), edits="7")
    assert said[2] == "Since then: 40 killed in Hama (17:05 UTC+03)"
    assert lines(an_item(), also=(LATER,), newest=change(LATER)) == [line for line in said if line != said[2]]


def test_what_changes_a_story_may_be_written_into_its_message() -> None:
    changed = {"also": (LATER,), "newest": change(LATER), "updates": Updates.EDIT}
    said = lines(an_item(), **changed)
    assert said[2] == "Update: 12 killed before, 40 now · SOHR · 17:05 UTC+03"
    assert said == lines(an_item(), **changed, edits="7")
    assert lines(an_item(), **{**changed, "newest": change(LATER, "")})[2].startswith(
        "Update: 40 killed in Hama · SOHR"
    )
    (linked,) = [span for span in alert(an_item(), **changed).spans if span.text.startswith("12 killed")]
    assert linked.url == LATER.url


def test_so_may_a_denial() -> None:
    item, denial = an_item(), an_item(2, outlet=SOHR, title="SOHR denies it", published=NOW)
    by = told(item), told(denial, stance=Stance.DENIES)
    said = lines(item, also=(denial,), told=by, newest=change(denial, "a denial"), updates=Updates.EDIT)
    assert (said[0], said[2]) == (f"⚪ {TITLE}", "Denied: SOHR denies it · SOHR · 17:05 UTC+03")


def test_who_wants_no_updates_is_not_told_that_there_are_any() -> None:
    named = {"also": (LATER,), "newest": change(LATER), "edits": "7"}
    assert lines(an_item(), **named, updates=Updates.NONE) == lines(an_item(), also=(LATER,))


def test_a_report_that_was_rewritten_says_what_changed_where_nothing_else_would() -> None:
    item = an_item(revision=1, title="40 killed in Hama")
    assert lines(item, newest=change(item), edits="7") == lines(item)
    said = lines(item, newest=change(item), edits="7", updates=Updates.EDIT)
    assert said[2].startswith("Update: 12 killed before, 40 now · SANA English (Syrian state media) · ")


def test_the_newest_change_is_the_one_that_came_last_after_the_report() -> None:
    own, before = change(an_item(5)), change(an_item(3))
    copy = replace(change(an_item(9)), relation=Relation.COPY)
    assert newest(own, [before, copy]) is None
    assert newest(own, [before, change(an_item(7)), last := change(an_item(8)), copy]) is last
    rewritten = change(an_item(5, revision=1))
    assert newest(rewritten, [before]) is rewritten
    assert newest(rewritten, [last]) is last


def test_an_update_says_what_it_changes() -> None:
    item, first = an_item(2, title="40 killed in Hama"), an_item(1)
    update = {"kind": DeliveryKind.UPDATE, "also": (first,), "note": "12 killed before, 40 now"}
    assert lines(item, **update)[:2] == ["🔴 Update: 40 killed in Hama", "12 killed before, 40 now"]
    by = told(first), told(item, stance=Stance.DENIES)
    assert lines(item, **update, told=by)[0] == "⚪ Denied: 40 killed in Hama"
    assert lines(item, **{**update, "note": ""})[1].startswith("SANA English")
    assert lines(item, **{**update, "note": "it is denied"}, told=by)[1].startswith("SANA English")


@pytest.mark.parametrize(
    ("url", "linked", "warning"),
    [
        ("https://apnews.com/a", True, None),
        ("HTTP://apnews.com/a", True, None),
        ("https://xn--80ak6aa92e.com", True, "The link leads to xn--80ak6aa92e.com"),
        ("https://аpnews.com/a", True, "The link leads to xn--pnews-3ve.com"),
        ("https://apnews.com@evil.example/a", True, "The link leads to evil.example"),
        ("https://example.org/@someone/1", True, None),
        ("javascript:alert(1)", False, None),
        ("tg://user?id=1", False, None),
        ("https://", False, None),
        ("https://a.example/\u202egpj", False, None),
        ("https://a.example/x y", False, None),
        ("https://a.example/" + "x" * 3000, False, None),
        ("", False, None),
    ],
)
def test_links_lead_to_the_web_and_show_a_host_that_deceives(url: str, linked: bool, warning: str | None) -> None:  # noqa: FBT001 - a column of the table
    said = alert(an_item(url=url))
    assert [span.url for span in said.spans if span.url] == ([url] if linked else [])
    assert [line for line in said.plain.split("\n") if line.startswith("The link")] == ([warning] if warning else [])


@pytest.mark.parametrize("text", ["الجيش: تقدم (SANA)", "צה״ל", "یک ۱۴ دو"])
def test_words_written_from_right_to_left_keep_their_direction_to_themselves(text: str) -> None:
    assert isolate(text) == f"\u2068{text}\u2069"
    assert f"🔴 \u2068{text}\u2069" in lines(an_item(title=text))


@pytest.mark.parametrize("text", ["Army", "Хама", "東京", "14:02", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert isolate(text) == text


def test_a_title_cannot_turn_the_rest_of_the_message() -> None:
    said = alert(an_item(title="Army \u202eamaH\u2069 \u2067x\nSANA · true")).plain
    assert said.startswith("🔴 Army amaH x SANA · true\n")
    assert not any(unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI"} for char in said)


hostile = st.one_of(
    st.text(max_size=600),
    st.text(st.sampled_from("🏴🇸🇾𝐇a\u0301\u200d\u202e\u2067\u2069\n\t\0\ud800<>&_*[](.ح ־"), max_size=600),
    st.sampled_from(["", " ", "🇸🇾" * 3000, "𝐇" * 5000, ". " * 5000, "حماة " * 2000, "\u0301" * 5000, "xn--"]),
)
outlets = st.builds(Outlet, id=hostile, name=hostile, affiliation=hostile)
moments = st.datetimes(timezones=st.just(UTC))
hits = st.builds(Hit, hostile, st.sampled_from(("title", "text")), hostile)
matches = st.builds(
    Match, st.integers(), st.sampled_from(SubscriptionKind), hostile, hits=st.lists(hits, max_size=4).map(tuple)
)
hostile_items = st.builds(
    an_item,
    st.integers(),
    outlet=outlets,
    url=st.one_of(hostile, hostile.map("https://{}".format)),
    title=hostile,
    text=hostile,
    author=hostile,
    publisher=hostile,
    reposts=hostile,
    replies_to=hostile,
    quotes=hostile,
    published=moments,
    carriers=st.lists(outlets, max_size=6).map(tuple),
)


@given(hostile_items, st.lists(matches, max_size=4).map(tuple), moments, st.sampled_from(("UTC", "Pacific/Apia")))
def test_any_item_makes_a_message_that_fits(item: Item, why: tuple[Match, ...], now: datetime, zone: str) -> None:
    said = render(a_delivery(item, matches=why, doubts=1), now, ZoneInfo(zone))
    assert all(span.text for span in said.spans)
    assert len(said.plain.encode("utf-16-le")) // 2 <= 4000
    assert said.plain.count("\n") <= 7
    assert said.plain.count("\u2068") == said.plain.count("\u2069")
    assert all(span.url.casefold().startswith(("http://", "https://")) for span in said.spans if span.url)


def test_the_longest_alert_fits() -> None:
    words = "𝐇" * 5000
    outlet = Outlet("x", words, affiliation=words)
    item = an_item(
        outlet=outlet,
        url="https://apnews.com@" + "x" * 200,
        title=words,
        text=f"{words[::-1]} 𝐀" * 2,
        author=f"𝐁{words}",
        publisher=f"𝐂{words}",
        reposts=f"𝐂{words}",
        replies_to=f"𝐂{words}",
        quotes=f"𝐂{words}",
    )
    also = tuple(
        an_item(
            number, outlet=Outlet(str(number), f"{number}{words}", affiliation=words), publisher=f"{-number}{words}"
        )
        for number in range(2, 22)
    )
    long = tuple(Citation(f"{char}{words}", f"body:{char}", "said") for char in "abc")
    stances = (Stance.ASSERTS, Stance.HEDGES, Stance.DENIES)
    by = (
        told(item, *(replace(cite, key=f"{cite.key}0") for cite in long)),
        *(
            told(each, copy_of=1) if number % 2 else told(
                each, *(replace(cite, key=f"{cite.key}{number % 6}") for cite in long), stance=stances[number % 3]
            )
            for number, each in enumerate(also)
        ),
    )  # fmt: skip
    where = tuple(Hit(f"{char}{words}", "title", f"{words}{char}") for char in "abcdefg")
    why = tuple(
        Match(1, SubscriptionKind.FILTER, f"{char}{words}", hits=where[at:]) for at, char in enumerate("abcdefg")
    )
    said = alert(item, also=also, told=by, kind=DeliveryKind.UPDATE, note=words, matches=why, doubts=1)
    assert said.plain.count("\n") < 11
    assert 3000 < len(said.plain.encode("utf-16-le")) // 2 <= 4000


@given(hostile)
def test_any_notice_fits(note: str) -> None:
    said = alert(None, kind=DeliveryKind.NOTICE, note=note).plain
    assert 0 < len(said.encode("utf-16-le")) // 2 <= 4000
