"""Words for speakers without a name, and for what stands before names, in many languages."""

from __future__ import annotations

from typing import Final

from bot.core.claims.wordlists import Phrasebook, entries, words

__all__ = ["CUTS", "FILLERS", "HEARSAY", "PARTICLES", "PRONOUNS", "TITLES", "UNNAMED"]

_WRITTEN: Final = """
English = source / sources / official / officials / witness / witnesses / eyewitness / eyewitnesses / resident /
    residents / local / locals / activist / activists / media / reports / report / social media / analyst / analysts
    / expert / experts / diplomat / diplomats / people / person / medic / medics / doctor / doctors / observers /
    critics / media outlets / outlets / spokesman / spokeswoman / spokesperson / aide / aides / survivor / survivors
    / rumours / rumors / users / footage / videos / video / authorities / leaders / lawmakers / investigators /
    rescuers / advisers / commander / commanders / soldiers / militants / rebels / documents / newspaper / channel /
    agency / website / poll / study / broker / brokers / trader / traders / dealers / investors / economists /
    scientists / researchers / neighbours / neighbors / villagers / shopkeepers / merchants / farmers / students /
    parents / workers / drivers / passengers / protesters / demonstrators / voters / opponents / supporters /
    paramedics / firefighters
Arabic = مصدر / مصادر / مصدرين / شهود / شهود عيان / شاهد / ناشطون / نشطاء / ناشطين / وسائل إعلام / وسائل / إعلام /
    تقارير / أهالي / سكان / مسؤول / مسؤولون / مسؤولين / مراسل / مراسلنا / متحدث / دبلوماسي / دبلوماسيون / محللون /
    خبراء / أنباء / مواقع / صحيفة / قناة / وكالة / تقرير
Cyrillic = источник* / очевид* / свидетел* / сми / медиа / соцсет* / местн* жител* / жител* / эксперт* / аналитик* /
    чиновник* / дипломат* / активист* / телеграм канал* / телеграм / пользовател* / мониторингов* канал* / паблик* /
    джерел* / змі / очевидц*
Turkish = kaynak* / tanık* / görgü / medya* / basın* / yetkili* / uzman* / aktivist* / sosyal medya / haberler* /
    muhabir*
French = sources / source / témoin* / médias / responsable* / habitants / experts / militants / diplomat* /
    autorités
German = quelle* / augenzeuge* / medien* / medienberichte* / berichte* / behörden / experten / anwohner* / beamte* /
    insider* / kreise*
Romance = fuente* / testigo* / medios / funcionario* / vecinos / expertos / autoridades / reportes / fonte / fonti /
    fontes / testimoni / media / mídia
Persian and Hebrew = منبع / منابع / شاهدان / رسانه* / گزارش* / مقام* / כלי תקשורת / מקור / מקורות / עדי ראייה / גורם
    / גורמים / דיווחים / דיווח
Polish = źródł* / świadk* / media / mediów / urzędnik*
"""

UNNAMED: Final = Phrasebook(entries(_WRITTEN))
"""What speakers are called that are nobody in particular."""

_HEARD: Final = """
English = social media / reports / report / rumours / rumors / users / posts / accounts / footage / video / videos
Arabic = مواقع التواصل / تقارير / أنباء / شائعات / وسائل التواصل / ناشطون / نشطاء
Cyrillic = соцсет* / слух* / паблик* / телеграм канал* / пользовател* / соціальн* мереж* / чутк*
Turkish = sosyal medya / söylenti* / iddialar* / paylaşım*
Others = réseaux sociaux / rumeur* / soziale medien / gerücht* / redes sociales / rumor* / voci / social / plotk* /
    شبکه های اجتماعی / شایعات / רשתות חברתיות / שמועות
"""

HEARSAY: Final = Phrasebook(entries(_HEARD))
"""What is cited that nobody answers for, not even without a name."""

TITLES: Final = frozenset(
    words(
        "president presidents vice deputy prime minister premier chancellor king queen prince princess sheikh "
        "sultan emir pope mr mrs ms miss dr doctor prof professor sen senator rep representative congressman "
        "congresswoman gov governor mayor judge justice gen general col colonel maj major capt captain lt "
        "lieutenant sgt sergeant adm admiral brig brigadier cmdr commander marshal sir lord lady dame ambassador "
        "envoy secretary speaker spokesman spokeswoman spokesperson chief head director chairman chairwoman "
        "leader former ex late then acting candidate attorney analyst correspondent reporter journalist activist "
        "republican democrat democratic rev hon state foreign interior defence defense press affairs national "
        "security adviser advisor special us u s top senior chief k uk الرئيس رئيس الوزير وزير المتحدث باسم "
        "الناطق الدكتور د الشيخ اللواء العميد العقيد الجنرال الأمين العام السفير النائب المستشار القائد قائد زعيم "
        "السيد президент президента премьер министр глава генерал полковник депутат губернатор мэр пресс "
        "секретарь официальный представитель канцлер посол cumhurbaskani bakani bakan basbakan sozcusu genel "
        "baskani baskan general président présidente ministre premier präsident kanzler bundeskanzler minister "
        "sprecher presidente presidenta ministro canciller portavoz primer רה מ ראש הממשלה נשיא שר דובר رئیس "
        "جمهور سخنگوی آقای prezydent premier minister rzecznik"
    )
)
"""What stands before somebody's name and is no part of it, folded."""

FILLERS: Final = frozenset(
    words(
        "the a an в во у на от z w of in at by its their his her one two three le la les l der die das el los las "
        "il lo gli o os as"
    )
)

PARTICLES: Final = frozenset(
    words("al el bin ibn abu abd ben de da di del della van von der den la le du dos bint ash ad as ar an")
)
"""Small words within names."""

CUTS: Final = frozenset(
    words(
        "of for in at from with on who which that and to в во на по из от о об при для со с у за к и dans à sur "
        "chez lors para por sobre en im auf zu bei nach nel w"
    )
)
"""What ends a name."""

PRONOUNS: Final = frozenset(
    words(
        "he she they it i we you who which that this these those some many others him her them his their its one "
        "all هو هي هم он она они o onlar il elle ils elles er sie el ella ellos lui lei ele ela הוא היא הם او "
        "آنها وی on ona oni він вона вони"
    )
)
