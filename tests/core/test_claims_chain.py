"""Whom an item leans on for what it tells first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.claims import Speakers, chain, is_hearsay
from bot.core.model import Citation

SPEAKERS = Speakers(
    {
        "Enab Baladi": "enabbaladi-en",
        "Al Jazeera": "aljazeera-en",
        "Al-Ikhbariyah Syria": "alikhbariah",
        "Al Mayadeen": "almayadeen-en",
        "Sputnik": "sputnik",
    }
)
IKHBARIYAH, MAYADEEN, SPUTNIK = "outlet:alikhbariah", "outlet:almayadeen-en", "outlet:sputnik"
DEFENCE, ARMY = "body:defence-ministry.SY", "body:army.SY"


def keys(title: str, text: str = "", language: str = "", *, own: str = "") -> list[str]:
    return [each.key for each in chain(title, text, language, SPEAKERS, country="SY", own=own)]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Army: advance stopped", [ARMY]),
        ("Army says it stopped an advance north of Hama", [ARMY]),
        ("Kremlin says talks will resume", ["body:presidency.RU"]),
        ("KREMLIN: WE ARE READY", ["body:presidency.RU"]),
        ("Russian Defence Ministry claims 40 drones downed", ["body:defence-ministry.RU"]),
        ("Five killed in strike, White Helmets say", ["body:white-helmets"]),
        ("Five killed in strike, says governor", [""]),
        ("Israeli strike kills three: health ministry", ["body:health-ministry.SY"]),
        ("Israeli strike kills three in Rafah - Gaza health ministry", ["body:health-ministry.PS"]),
        ("BREAKING: Israel says it struck Damascus", ["body:government.IL"]),
        ("Iran warns Israel of a response", ["body:government.IR"]),
        ("🚨 Hamas: we agree to the ceasefire", ["body:hamas"]),
        ("WHO: new variant spreads", ["body:who"]),
        ("WHO says a new variant spreads", ["body:who"]),
        ("Reuters: Iran ready for talks", ["agency:reuters"]),
        ("Explosion heard in Homs, state television reports", ["body:state-media.SY"]),
        ("Ilham Doe: “We will return”", ["name:ilham doe"]),
        ("Talks to resume, sources say", [""]),
        ("سانا: الجيش يتقدم", ["agency:sana"]),
        ("عاجل | الدفاع المدني: انتشال ثلاثة", ["body:civil-defence.SY"]),
        ("Минобороны: сбиты 40 дронов", [DEFENCE]),
        ("Bakanlık: saldırı olmadı", []),
    ],
)
def test_a_title_names_whose_words_it_has(title: str, told: list[str]) -> None:
    assert keys(title) == told


@pytest.mark.parametrize(
    "title",
    [
        "Three killed near Hama",
        "Syria: three killed near Hama",
        "Algeria: new measures",
        "Watch: convoy enters Homs",
        "Watches Review: the best of 2026",
        "Score 3:1 in Homs",
        "Opinion: what now",
        "Horror unleashed by Hamas: what we know",
        "Woman who knew alleged killer speaks",
        "A worker accused of plotting was freed",
        "Explosion in Homs | SANA",
        "He said so",
        "It was announced in Paris",
        "“I am ready,” he said",
        "",
    ],
)
def test_a_title_that_cites_nobody_leans_on_nobody(title: str) -> None:
    assert keys(title) == []


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "An advance was stopped, a defence ministry source said on Monday.", [DEFENCE]),
        ("en", "Syria's defence ministry said on Monday that it had stopped the advance.", [DEFENCE]),
        ("en", "BEIRUT (AP) — The army, which lost the town, said it would return.", [ARMY]),
        ("en", "According to the Syrian Observatory for Human Rights, 12 people were killed.", ["body:sohr"]),
        ("en", "Twelve people were killed, according to SOHR.", ["body:sohr"]),
        ("en", "“We stopped them. They ran,” the army said.", [ARMY]),
        ("en", "“We stopped them,” said Jane Doe, a spokeswoman.", ["name:jane doe"]),
        ("en", "“Did we stop them?” asked Jane Doe.", []),
        ("en", "Police in Homs arrested three people, adding that more would follow.", ["body:police.SY"]),
        ("en", "U.S. President Donald Trump has repeatedly said he would go.", ["name:donald trump"]),
        ("en", "JUST IN: The IDF says it has begun strikes.", ["body:army.IL"]),
        ("en", "The report was dismissed by the army.", []),
        ("en", "Urgent. Hezbollah denied the report.", ["body:hezbollah"]),
        ("en", "Nearly 4,000 members of the union, the army said, had left.", [ARMY]),
        ("ar", "قال مصدر عسكري لوكالة سانا إن الجيش أوقف التقدم", [ARMY]),
        ("ar", "أعلنت وزارة الدفاع السورية مقتل ثلاثة", [DEFENCE]),
        ("ar", "وقالت وزارة الخارجية الإيرانية إن المحادثات مستمرة", ["body:foreign-ministry.IR"]),
        ("ar", "نقلت قناة الميادين عن مصدر في وزارة الدفاع أن الجيش تقدم", [MAYADEEN, DEFENCE]),
        ("ar", "أفاد المرصد السوري لحقوق الإنسان بمقتل خمسة أشخاص", ["body:sohr"]),
        ("ar", "قُتل خمسة أشخاص، بحسب المرصد السوري لحقوق الإنسان، في غارة", ["body:sohr"]),
        ("ar", "أوقف الجيش التقدم، نقلاً عن وزارة الدفاع", [DEFENCE]),
        ("ar", "صرح الرئيس أحمد الشرع بأن الحكومة ستتغير", ["name:احمد الشرع"]),
        ("ar", "الجيش يعلن وقف التقدم", [ARMY]),
        ("ru", "Об этом сообщает РИА Новости со ссылкой на Минобороны Сирии.", ["agency:ria", DEFENCE]),
        ("ru", "По данным Минобороны, сбиты 5 дронов.", [DEFENCE]),
        ("ru", "По словам очевидцев, слышны взрывы.", [""]),
        ("ru", "Москва ответит, заявил Дмитрий Песков.", ["name:dmitry peskov"]),
        ("ru", "Минобороны РФ сообщило о сбитых дронах.", ["body:defence-ministry.RU"]),
        ("ru", "МИД Ирана, представитель которого прибыл, заявил о готовности.", ["body:foreign-ministry.IR"]),
        ("tr", "Milli Savunma Bakanlığı, üç teröristin öldürüldüğünü açıkladı.", [DEFENCE]),
        ("tr", "Hamas ateşkesi kabul ettiğini duyurdu.", ["body:hamas"]),
        ("tr", "SANA'ya göre, ordu ilerledi.", ["agency:sana"]),
        ("tr", "Reuters'ın iki kaynağa dayandırdığı habere göre anlaşma yakın.", ["agency:reuters"]),
        ("tr", "İsrail ordusu dün gece saatlerinde bölgeye hava saldırısı düzenlendiğini söyledi.", ["body:army.IL"]),
        ("fr", "Selon l'Observatoire syrien des droits de l'homme, douze personnes ont été tuées.", ["body:sohr"]),
        ("fr", "Le ministère de la Défense a déclaré lundi que l'armée avançait.", [DEFENCE]),
        ("fr", "« Nous avançons », a déclaré Emmanuel Macron.", ["name:emmanuel macron"]),
        ("fr", "Douze morts, d'après la police.", ["body:police.SY"]),
        ("fr", "Un cas confirmé au village, rien de plus.", []),
        ("fr", "L'armée avance, annonce le gouvernement, citant Al Mayadeen.", ["body:government.SY", MAYADEEN]),
        ("de", "Laut dem Verteidigungsministerium wurden drei Soldaten getötet.", [DEFENCE]),
        ("de", "Nach Angaben der Syrischen Beobachtungsstelle starben zwölf Menschen.", ["body:sohr"]),
        ("de", "Die Armee rückte vor, sagte ein Sprecher des Verteidigungsministeriums.", [DEFENCE]),
        ("de", "Die Armee rückte vor, teilte das israelische Militär mit.", ["body:army.IL"]),
        ("de", "Das Außenministerium bestätigte den Besuch.", ["body:foreign-ministry.SY"]),
        ("de", "Der Polizei zufolge gab es drei Tote.", ["body:police.SY"]),
        ("es", "Según el Ministerio de Defensa de Rusia, tres drones fueron derribados.", ["body:defence-ministry.RU"]),
        ("es", "El presidente de Ucrania, Jane Doe, dijo este lunes que no cederá.", ["body:presidency.UA"]),
        ("es", "El ejército avanzó, informó Al Mayadeen, citando a fuentes.", [MAYADEEN, ""]),
        ("fa", "وزارت دفاع اعلام کرد که سه پهپاد سرنگون شد.", [DEFENCE]),
        ("fa", "به گزارش ایرنا، سه نفر کشته شدند.", ["agency:irna"]),
        ("he", "לדברי משרד הביטחון, נפגעו שלושה.", [DEFENCE]),
        ("he", "משרד הביטחון הודיע כי הוסכם", [DEFENCE]),
        ("uk", "За даними Генштабу ЗСУ, збито 5 дронів.", ["body:general-staff.UA"]),
        ("pt", "Segundo o Ministério da Defesa, três morreram.", [DEFENCE]),
        ("pt", "Três morreram, disse a polícia.", ["body:police.SY"]),
        ("it", "Secondo il ministero della Difesa, tre morti.", [DEFENCE]),
        ("it", "Il ministero della Difesa ha annunciato tre morti.", [DEFENCE]),
        ("pl", "Według Ministerstwa Obrony, trzech zginęło.", [DEFENCE]),
        ("pl", "Trzech zginęło, poinformowała policja.", ["body:police.SY"]),
    ],
)
def test_a_first_sentence_names_whom_it_leans_on(language: str, text: str, told: list[str]) -> None:
    assert keys("", text, language) == told
    assert keys("", text) == told  # the language can be told by the text


def test_a_chain_of_media_is_told_the_nearest_first() -> None:
    text = (
        "An advance was stopped, Sputnik reported, citing Al Ikhbariyah, which quoted a source in the defence ministry."
    )
    assert keys("", text) == [SPUTNIK, IKHBARIYAH, DEFENCE]
    text = "Sputnik, citing Al Ikhbariyah, which quoted a source in the defence ministry, said an advance was stopped."
    assert keys("", text) == [SPUTNIK, IKHBARIYAH, DEFENCE]


def test_an_outlet_does_not_cite_itself() -> None:
    text = "An advance was stopped, Sputnik reported, citing Al Ikhbariyah."
    assert keys("", text, own=SPUTNIK) == [IKHBARIYAH]


def test_the_medium_that_was_told_is_nearer_than_who_told_it() -> None:
    assert keys("", "Syria's defence ministry told Reuters that it stopped the advance.") == ["agency:reuters", DEFENCE]
    assert keys("", "Two officials tell Al Jazeera a deal is near.") == ["outlet:aljazeera-en", ""]
    assert keys("", "The army told reporters that it stopped the advance.") == [ARMY]


def test_the_medium_that_reports_a_statement_is_nearer_than_who_made_it() -> None:
    assert keys("", "Hezbollah denied the report, Al Mayadeen reported.") == [MAYADEEN, "body:hezbollah"]


def test_whom_a_cited_medium_leans_on_may_stand_in_the_next_sentence() -> None:
    text = "An advance was stopped, Al Ikhbariyah reported. The channel quoted a source in the defence ministry. Later."
    assert keys("", text) == [IKHBARIYAH, DEFENCE]
    assert keys("", "Al Ikhbariyah reported the advance. Police said nobody was hurt.") == [IKHBARIYAH]


def test_who_is_cited_only_later_is_not_who_told_it() -> None:
    assert keys("", "An advance was stopped north of Hama on Monday. The ministry said so.") == []
    assert keys("", "An advance was “stopped” north of Hama on Monday. The ministry said so.") == []


def test_one_person_is_cited_once_under_the_full_name() -> None:
    title, text = (
        "Putin: Russia will respond",
        "Russian President Vladimir Putin said on Thursday Moscow would respond.",
    )
    assert keys(title, text) == ["name:vladimir putin"]
    assert keys("Putin says Russia will respond", text) == ["name:vladimir putin"]


def test_a_text_that_begins_with_its_title_is_read_after_it() -> None:
    assert keys("Three killed near Hama", "Three killed near Hama.\n\nPolice said three were killed.") == [
        "body:police.SY"
    ]


def test_a_citation_says_who_it_is_as_written_and_by_which_word() -> None:
    (only,) = chain("", "Three were killed, a Syrian police source said.", "en", SPEAKERS)
    assert (only.name, only.key, only.cue) == ("a Syrian police source", "body:police.SY", "said")


def test_an_item_has_a_few_citations_at_most() -> None:
    names = ["Ada Doe", "Bea Doe", "Cleo Doe", "Dora Doe", "Ella Doe", "Fay Doe", "Gwen Doe", "Hope Doe"]
    assert len(keys("", " and ".join(f"{name} said yes" for name in names))) == 6


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    quotes = '“said ” "' * 8_000
    assert chain(quotes, quotes, "en", SPEAKERS) == chain(quotes[:300], quotes[:900], "en", SPEAKERS)


@given(st.text(max_size=300), st.text(max_size=800), st.sampled_from(["", "en", "ar", "tr", "de", "xx"]))
def test_any_text_is_read_without_trouble(title: str, text: str, language: str) -> None:
    assert len(chain(title, text, language, SPEAKERS)) <= 6


@pytest.mark.parametrize(
    "names", [("social media users",), ("posts on social media", "rumours"), ("сообщения в соцсетях",)]
)
def test_posts_and_rumours_are_hearsay(names: tuple[str, ...]) -> None:
    assert is_hearsay([Citation(name, "", "say") for name in names])


@pytest.mark.parametrize("names", [(), ("an official",), ("social media", "a security source")])
def test_an_official_without_a_name_is_no_hearsay(names: tuple[str, ...]) -> None:
    assert not is_hearsay([Citation(name, "", "say") for name in names])


def test_who_has_a_name_is_no_hearsay() -> None:
    assert not is_hearsay([Citation("Social Media Institute", "name:social media institute", "says")])
