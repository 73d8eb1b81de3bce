"""What numbers of the news count: victims first, then people of some kind, then measures.

A mark says where the number stands: `/a` right after the word, `/b` before it, `/t` some words after it, as after
`death toll`. Without one it may stand right after or before. An underscore divides the words of a phrase, two of
them stand for any words between, and a star stands for any ending.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SERIES", "TIMES", "UNITS", "VICTIMS", "WHO"]

VICTIMS: Final = {
    "killed": (
        "kills/a killing/a kill/a killed dead/b died die/b dies/b fatalities/bt deaths/bt lives/b slain/b "
        "death_toll/t number_of_dead/t number_of_people_killed/t death_count/t number_of_deaths/t number_killed/t "
        "number_of_victims/t toll/t bodies/b погиб* погибших/bt число_погибших/t число_жертв/t жертв*/bt убит* "
        "убил*/a скончал* загину* загибл*/bt вбит* вбил*/a مقتل/a قتل قتلت/a قتلوا قتلى/bt قتيلا/b قتيل/b قتيلان/b "
        "شهداء/bt شهيدا/b استشهاد/a استشهد/a حصيلة/t ضحايا/bt مصرع/a وفاة/a بحياة/a وفيات/bt يقتل/a تقتل/a کشته/b "
        "کشته_شدند/b جان_باختند/b جانباختگان/t öldü/b öldürüldü/b ölü/bt ölü_sayısı/t hayatını_kaybetti/b "
        "can_kaybı/bt yaşamını_yitirdi/b hayatını_kaybedenlerin_sayısı/t ölenlerin_sayısı/t ölen__sayısı/t morts/bt "
        "mort/b tués/b tuées/b tué tuent/a tue/a tuant/a décès/bt bilan/t tote/bt toten/bt tot/b getötet/b tötet/a "
        "töten/a todesopfer/bt gestorben/b sterben starben ums_leben/b opferzahl/t zahl_der_toten/t muertos/bt "
        "muertas/b muerto/b muertes/bt mueren muere mata/a matan/a fallecidos/bt fallecen asesinados/b morti/bt "
        "uccisi/b uccide/a uccidono/a vittime/bt mortos/bt mortes/bt morrem matam/a zginęło zabitych/bt ofiar/bt "
        "nie_żyje הרוגים/bt הרוגות/b נהרגו נרצחו מניין_ההרוגים/t"
    ),
    "wounded": (
        "wounds/a wounding/a wounded injures/a injuring/a injured injuries/bt hurt/b hurts/a ранен* раненых/bt "
        "ранил*/a пострада* пострадавших/bt число_пострадавших/t число_раненых/t поранен* травмован* постраждал* "
        "поранених/bt постраждалих/bt إصابة/a أصيب مصابا/b مصابين/b جرح/a جريحا/b جريح/b جرحى/bt إصابات/bt زخمی/b "
        "مجروح/b yaralı/bt yaralandı/b yaraladı/b yaralı_sayısı/t yaralıların_sayısı/t blessés/bt blessées/b blessé "
        "blesse/a blessant/a verletzte/bt verletzten/bt verletzt/b verwundet/b verletzen/a heridos/bt heridas/b "
        "herido hiere/a hieren/a lesionados/bt feriti/bt feridos/bt rannych/bt פצועים/bt נפצעו"
    ),
    "missing": (
        "missing/bt unaccounted/b missing_persons/b пропавш* пропали зникл* без_вести مفقود* مفقودين/bt مفقودا/b "
        "ناپدید/b kayıp/bt disparus/bt disparues/b vermisst/b vermisste/bt desaparecidos/bt desaparecidas/b "
        "dispersi/bt נעדרים/bt"
    ),
    "arrested": (
        "arrest/a arrests arrested detain/a detains/a detained detentions/bt арестован* арестовал*/a задержан* "
        "задержал*/a затриман* затримал*/a اعتقال/a اعتقلت/a اعتقل/a توقيف/a معتقلا/b بازداشت/b gözaltına_alındı/b "
        "tutuklandı/b gözaltı/b arrestations/bt interpellés/b arrêtés/b interpelle/a arrête/a festgenommen/b "
        "festnahmen/bt verhaftet/b detenidos/bt detienen/a arrestados/b arrestati/b detidos/bt נעצרו עצורים/bt"
    ),
    "displaced": (
        "displaced displace/a displaces/a displacing/a displacement/a evacuated evacuates/a evacuate/a flee/b fled/b "
        "fleeing/b refugees/bt homeless/b эвакуирован* эвакуировал*/a переселен* беженц*/bt евакуйован* نزوح/a "
        "نازح/b نازحين/bt إجلاء/a تهجير/a لاجئ/b آواره/b tahliye_edildi/b yerinden/b déplacés/bt évacués/bt "
        "évacuées/b évacue/a fuient/b evakuiert/b vertrieben/b flüchtlinge/bt evacuados/bt evacúa/a desplazados/bt "
        "sfollati/bt evacuati/b desalojados/bt"
    ),
    "infected": (
        "infected infects/a infections/bt cases/b hospitalised hospitalized sickened sickens/a заболел* заразил* "
        "госпитализирован* إصابة_جديدة hospitalisés/b infizierte/bt infiziert/b contagiados/bt hospitalizados"
    ),
    "rescued": (
        "rescue/a rescues/a rescued saves/a saved/a спасен* спасли/a врятован* إنقاذ/a kurtarıldı/b sauvés/b "
        "secourus/b gerettet/b retten/a rescatan/a rescatados/b rescatadas/b salvati/b"
    ),
    "freed": (
        "frees/a freed releases/a released освобожден* освободил*/a إطلاق_سراح/a الإفراج_عن/a أفرجت_عن/a libérés/b "
        "freigelassen/b liberados/b liberan/a liberati/b serbest_bırakıldı/b שוחררו"
    ),
    "trapped": "trapped traps/a stranded strands/a заблокирован* застрял* محاصرين/b mahsur/b bloqués/b "
    "eingeschlossen/b atrapados/b",
    "kidnapped": (
        "kidnapped kidnaps/a kidnap/a abducted abducts/a abduct/a похищен* похитил*/a اختطاف/a خطف/a kaçırıldı/b "
        "enlevés/b entführt/b secuestrados/b secuestran/a"
    ),
}  # fmt: skip
"""Tolls: what happened to those who are counted."""

WHO: Final = {
    "": (
        "people persons civilians residents victims passengers others men villagers palestinians человек человека "
        "людей людям жителей мирных гражданских людина людей осіб شخصا شخص أشخاص مدنيا مدنيين مواطنا مواطنين "
        "فلسطينيا فلسطينيين نفر نفر_را kişi kişinin kişiyi sivil personnes civils menschen personen zivilisten "
        "personas civiles persone civili pessoas civis osób אנשים בני_אדם"
    ),
    "soldiers": (
        "soldiers troops servicemen fighters militants gunmen военных военнослужащих солдат боевиков військових "
        "бойовиків جنديا جنود عسكريا عسكريين مقاتلا مقاتلين مسلحا مسلحين سرباز asker askerin terörist soldats "
        "militaires combattants soldaten kämpfer soldados militares soldati חיילים מחבלים"
    ),
    "police": "policemen officers полицейских поліцейських شرطيا polis polisin policiers polizisten policías "
    "poliziotti שוטרים",
    "children": (
        "children kids pupils students детей ребенка дітей طفلا أطفال تلميذا کودک çocuk çocuğun enfants élèves "
        "kinder schüler niños menores bambini crianças dzieci ילדים"
    ),
    "women": "women женщин жінок امرأة نساء زن kadın femmes frauen mujeres donne mulheres kobiet נשים",
    "journalists": (
        "journalists reporters журналистов журналістів صحفيا صحفيين صحافيين روزنامه‌نگار gazeteci journalistes "
        "journalisten periodistas giornalisti jornalistas עיתונאים"
    ),
    "hostages": "hostages captives prisoners заложников пленных полонених رهائن رهينة أسيرا أسرى rehine otages "
    "geiseln rehenes ostaggi",
    "migrants": "migrants мигрантов مهاجرا مهاجرين göçmen migranten migrantes migranti",
}  # fmt: skip
"""Who is counted; what is counted of everybody is nothing of its own, so that `12 people` and `12 civilians` are "
"one."""

UNITS: Final = {
    "percent": "percent pc процент* відсот* بالمئة بالمائة في_المئة في_المائة yüzde pour_cent prozent por_ciento "
    "per_cento por_cento procent אחוז אחוזים درصد percentage_points basis_points",
    "km": "km kilometers kilometres kilometer kilometre километр* км кілометр* كيلومترا كيلومتر کیلومتر kilomètres "
    "kilómetros chilometri quilômetros",
    "miles": "miles mile",
    "magnitude": "magnitude magnitud magnitudo magnitüde магнитуд* магнітуд* büyüklüğünde stärke بقوة زلزال_بقوة "
    "شدته درجة_على درجات_على בעוצמה بزرگی ریشتر ريختر richter",
    "usd": "dollars dollar usd доллар* долар* dolar دولار דולר דולרים dólares dollari دلار",
    "eur": "euros euro eur евро євро avro يورو یورو",
    "rub": "rubles roubles rubel рубл* روبل",
    "try": "lira liras лир ليرة",
    "gbp": "pounds фунт*",
}  # fmt: skip
"""Measures and currencies."""

TIMES: Final = (
    "year years yr month months week weeks day days hour hours minute minutes seconds old am pm aged "
    "год года году лет летн* месяц* недел* дня дней день час часа часов минут* суток рок* років день днів годин* "
    "عاما عام سنة سنوات شهرا أشهر أسبوعا أيام يوما ساعة ساعات دقيقة سال ماه روز ساعت "
    "yıl yıldır yaşındaki ay hafta gün saat dakika ans mois semaines jours heures année jähr* jahre jahren monate "
    "monaten wochen tage tagen stunden uhr minuten años año meses semanas días horas anni mesi giorni ore anos dias "
    "lat dni godzin שנים ימים שעות degrees degree grad градус*"
)  # fmt: skip
"""Measures that are never told apart: of time, and of heat."""

SERIES: Final = (
    "day part episode round no number week stage chapter issue game matchday edition package season phase batch "
    "volume heat lesson vol ep test leg semi день часть выпуск тур серия этап раунд пакет неделя день випуск اليوم "
    "الحلقة الجزء الجولة الأسبوع العدد gün bölüm hafta tur etap sayı jour épisode partie étape journée tour manche "
    "tag teil folge spieltag etappe runde woche día parte episodio jornada etapa capítulo ronda giornata puntata "
    "tappa parte dia episódio rodada"
)  # fmt: skip
"""What is numbered: `Day 12`, `Part 3`, `Stage 12`."""
