"""What a title says of who does what, where, which way it goes, and what is not so."""

from __future__ import annotations

import pytest

from bot.core.facts import facts
from bot.core.model import Stance


def agents(title: str, language: str = "en") -> tuple[str, ...]:
    return facts(title, "", (), (), language).agents


def turns(title: str, language: str = "en") -> dict[str, tuple[bool, bool]]:
    """Of each axis, whether it goes up, and whether a `not` made it so."""
    return {turn.axis: (turn.up, turn.negated) for turn in facts(title, "", (), (), language).turns}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Israeli strike on Hama", "strike:IL"),
        ("Israel strikes Hama", "strike:IL"),
        ("Israeli air force jets strike Hama", "strike:IL"),
        ("US strikes Hodeidah", "strike:US"),
        ("U.S. strike on Hodeidah", "strike:US"),
        ("US carries out attack in Hodeidah", "strike:US"),
        ("Israel carries out attack in Hodeidah", "strike:IL"),
        ("Ukraine says Russia bombs Sumy", "strike:RU"),
        ("Syrian rebels capture Hama", "take:rebels"),
        ("Syrian army captures Hama", "take:SY"),
        ("Army captures Hama", "take:army"),
        ("HTS rebels capture Hama", "take:hts"),
        ("Turkish-backed rebels capture Hama", "take:rebels"),
        ("Hama captured by rebels", "take:rebels"),
        ("Hama captured overnight by the Syrian army", "take:SY"),
        ("Police arrest twelve", "arrest:police"),
        ("غارة إسرائيلية على حماة", "strike:IL"),
        ("قصفت تركيا منبج", "strike:TR"),
        ("Удар Израиля по Хаме", "strike:IL"),
        ("Frappe de l'armée israélienne sur Hama", "strike:IL"),
        ("Israelischer Angriff auf Hama", "strike:IL"),
    ],
)
def test_who_acts_is_known_by_where_the_name_stands(title: str, found: str) -> None:
    assert agents(title) == (found,)


@pytest.mark.parametrize(
    "title",
    [
        "Strike on Israel",
        "Syria strike kills two",
        "Strike on southern Lebanon kills two",
        "Israel says strike was an error",
        "They told us strikes go on",
        "Turkish-backed strike",
        "Captured yesterday by nobody known",
        "غارة على إسرائيل",
        "Israel",
    ],
)
def test_a_name_elsewhere_does_not_act(title: str) -> None:
    assert agents(title) == ()


def test_several_may_act() -> None:
    assert agents("US, Israel strike Iran") == ("strike:US", "strike:IL")
    assert agents("Israel strikes Hama, rebels enter Homs") == ("strike:IL", "take:rebels")


@pytest.mark.parametrize(
    ("language", "title", "found"),
    [
        ("en", "Rebels capture Hama", {"hold": (True, False)}),
        ("en", "Army did not withdraw from Hama", {"hold": (True, True)}),
        ("en", "Journalist released", {"custody": (False, False)}),
        ("en", "Kidnapped journalist released", {"custody": (False, False)}),
        ("en", "Journalist released a year after arrest", {"custody": (False, False)}),
        ("en", "Belarus releases journalist jailed last year", {"custody": (False, False)}),
        ("en", "Talks end and begin anew", {}),
        ("en", "Talks begin, talks open, talks end", {}),
        ("en", "Army retreats and withdraws", {"hold": (False, False)}),
        ("en", "Family demands that journalist be released", {}),
        ("en", "Commander killed", {"life": (False, False)}),
        ("en", "12 killed as toll rises", {}),
        ("en", "Senate denies it rejected the bill", {}),
        ("en", "Nothing much", {}),
        ("de", "Bundestag lehnt das Gesetz ab", {"consent": (False, False)}),
        ("de", "Bundestag lehnt sich an nichts", {}),
        ("de", "Bundestag billigt Gesetz nicht", {"consent": (False, True)}),
        ("ar", "الجيش لم ينسحب من حماة", {"hold": (True, True)}),
        ("ru", "Иран не отступил", {"hold": (True, True)}),
    ],
)
def test_which_way_things_go(language: str, title: str, found: dict[str, tuple[bool, bool]]) -> None:
    assert turns(title, language) == found


@pytest.mark.parametrize(
    ("language", "title", "undone"),
    [
        ("en", "Iran will not attend talks", "-atten"),
        ("en", "Iran won't attend talks", "-atten"),
        ("en", "No survivors found", "-survi"),
        ("ru", "Иран не примет участие", "-приме"),
        ("ar", "إيران لن تحضر المحادثات", "-تحضر"),
        ("fr", "L'Iran ne participera pas", "-parti"),
        ("de", "Trainer kommt nicht", "-kommt"),
        ("es", "Irán no asistirá", "-asist"),
        ("tr", "İran katılmayacak", "-katil"),
        ("tr", "Türkiye katılmadı", "-katil"),
    ],
)
def test_what_is_not_so_is_marked(language: str, title: str, undone: str) -> None:
    assert f" {undone} " in facts(title, "", (), (), language).words


def test_a_not_at_the_end_undoes_nothing() -> None:
    assert "-" not in facts("To be or not", "", (), (), "en").words
    assert "-" not in facts("Told not to be the", "", (), (), "en").words
    assert facts("", "", (), ()).words == ""
    assert " katilm" not in facts("Katılmadı", "", (), (), "en").words  # a Turkish ending, but no Turkish


@pytest.mark.parametrize(
    ("title", "named", "scene"),
    [
        ("Strike on Hama", ["geo:170017"], ("geo:170017",)),
        ("Israeli strike on Hama", ["country:IL", "geo:170017"], ("geo:170017",)),
        ("Israel says sirens sound in Haifa", ["country:IL", "geo:294801"], ("geo:294801",)),
        ("Russian defence ministry says drones hit Kyiv", ["country:RU", "geo:703448"], ("geo:703448",)),
        ("Moscow says drones hit Kazan", ["geo:524901", "geo:551487"], ("geo:551487",)),
        ("Moscow: drones hit Kazan", ["geo:524901", "geo:551487"], ("geo:551487",)),
        ("Moscow and Kyiv agree swap", ["geo:524901", "geo:703448"], ()),
        ("Drones hit Moscow", ["geo:524901"], ("geo:524901",)),
        ("Strike on Gaza", ["geo:281133"], ("admin:PS.GZ",)),
    ],
)
def test_who_acts_or_speaks_is_not_where_it_happens(title: str, named: list[str], scene: tuple[str, ...]) -> None:
    assert facts(title, "", named, named, "en").scene == scene


def test_the_land_around_a_city_is_called_by_its_name() -> None:
    places = ["geo:170017", "admin:SY.10", "country:SY"]
    assert facts("Clashes in Hama countryside", "", places, ["geo:170017"]).scene == ("admin:SY.10",)
    assert facts("Clashes in Hama", "", places, ["geo:170017"]).scene == ("geo:170017",)
    more = [*places, "geo:169389", "admin:SY.12"]
    both = ["geo:170017", "geo:169389"]
    assert facts("Clashes in Hama and Idlib countryside", "", more, both).scene == ("geo:170017", "geo:169389")
    assert facts("Province of Syria", "", ["country:SY"], ["country:SY"]).scene == ("country:SY",)


def test_nations_of_the_title_are_places_too() -> None:
    assert facts("Turkish convoy on the road", "", ["geo:1"], []).places == ("geo:1", "country:TR")


def test_an_item_stands_to_its_story_as_its_title_and_its_first_sentences_do() -> None:
    denied = facts("Army denies alleged retreat", "", (), ())
    assert (denied.stance, denied.headline) == (Stance.DENIES, Stance.DENIES)
    below = facts("Army retreats", "The ministry denied it.", (), ())
    assert (below.stance, below.headline) == (Stance.DENIES, Stance.ASSERTS)
    hedged = facts("Army reportedly retreats", "", (), ())
    assert (hedged.stance, hedged.headline) == (Stance.HEDGES, Stance.HEDGES)


def test_equal_facts_of_many_items_are_kept_once() -> None:
    one = facts("Israeli strike on Hama kills 12", "", ["geo:170017"], ["geo:170017"])
    other = facts("12 killed in Israeli strike on Hama", "", ["geo:170017"], ["geo:170017"])
    assert one.places is other.places
    assert one.scene is other.scene
    assert one.agents is other.agents
    assert one.figures is other.figures
