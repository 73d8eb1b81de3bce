"""Organs that every state has, in the languages that Attribot reads best; which state's it is, stands elsewhere."""

from __future__ import annotations

from typing import Final

from bot.core.claims.wordlists import Phrasebook, entries

__all__ = ["ORGANS"]

_MATTERS: Final = """
defence = defence|defense; الدفاع; оборон*; savunma; défense|defense; verteidigungs; defensa; دفاع; ביטחון|הביטחון;
    defesa; difesa; obrony
foreign = foreign|foreign affairs; الخارجية; иностранных дел|закордонних справ; dışişleri; affaires étrangères;
    außen; exteriores|asuntos exteriores|relaciones exteriores; خارجه|امور خارجه; חוץ|החוץ; relações exteriores;
    esteri; spraw zagranicznych
interior = interior|internal affairs; الداخلية; внутренних дел|внутрішніх справ; içişleri; intérieur; innen;
    interior; کشور; פנים|הפנים; interior; interno; spraw wewnętrznych
health = health; الصحة; здравоохранения|охорони здоровя; sağlık; santé; gesundheits; sanidad|salud; بهداشت;
    בריאות|הבריאות; saúde; salute; zdrowia
finance = finance; المالية; финансов|фінансів; maliye; finances; finanz; hacienda|finanzas; اقتصاد; אוצר|האוצר;
    finanças; finanze; finansów
energy = energy; الطاقة; энергетики|енергетики; enerji; énergie; energie; energía; نیرو; אנרגיה|האנרגיה; energia;
    energia; energii
information = information; الإعلام; информации|інформації; iletişim; information; informations; información;
    اطلاعات; הסברה; informação; informazione; informacji
emergency = emergency|emergencies; الطوارئ|الطوارئ وإدارة الكوارث; чрезвычайных ситуаций|надзвичайних ситуацій;
    acil; urgences; notstands; emergencias; بحران; חירום; emergência; emergenze; kryzysowe
"""
"""What ministries are for, in English, Arabic, Russian and Ukrainian, Turkish, French, German, Spanish, Persian,
Hebrew, Portuguese, Italian and Polish; words that mean the same are divided by `|`."""
_FORMS: Final = """
english = {0} ministry / {0} minister / ministry of {0} / minister of {0} / department of {0} / {0} department / {0}
    secretary
arabic = وزارة {0} / وزير {0}
russian and ukrainian = министерств* {0} / міністерств* {0} / министр* {0} / міністр* {0}
turkish = {0} bakan*
french = ministère {0} / ministère de {0} / ministère de la {0} / ministère des {0} / ministère de l {0} / ministre
    {0} / ministre de la {0} / ministre des {0} / ministre de l {0}
german = {0}minist*
spanish = ministerio de {0} / ministerio del {0} / ministro de {0} / ministra de {0}
persian = وزارت {0} / وزير {0}
hebrew = משרד {0} / שר {0} / שרת {0}
portuguese = ministério da {0} / ministério das {0} / ministro da {0}
italian = ministero della {0} / ministero degli {0} / ministero dell {0} / ministro della {0} / ministro degli {0}
polish = ministerstwo {0} / ministerstwa {0} / minister {0}
"""
"""How ministries and ministers are called in these languages."""

_OTHERS: Final = """
defence-ministry = минобороны / міноборони / msb / mod
foreign-ministry = мид / мзс / الخارجية / dışişleri / мида
interior-ministry = мвд / мвс / الداخلية / içişleri
health-ministry = минздрав* / моз
finance-ministry = минфин* / treasury
energy-ministry = минэнерго
emergency-ministry = мчс / дснс
army = army / armies / military / armed forces / troops / ground forces / army command / military command / الجيش /
    القوات المسلحة / جيش / مصدر عسكري / مصادر عسكرية / military source / military sources / army source / арми* /
    вооруженн* сил* / збройн* сил* / военн* / ordu / ordusu / silahlı kuvvetler / tsk / armée / forces armées /
    militär / armee / streitkräfte / ejército / fuerzas armadas / ارتش / צבא / הצבא / exército / forças armadas /
    esercito / forze armate / armia / wojsko / sił zbrojnych
general-staff = general staff / генштаб* / genelkurmay* / état major / generalstab / estado mayor / هيئة الأركان /
    رئاسة الأركان
air-force = air force / سلاح الجو / القوات الجوية / вкс / ввс / військово повітрян* / повітрян* сил* / hava
    kuvvetleri / luftwaffe
navy = navy / البحرية / вмф / вмс / marine royale
police = police / الشرطة / شرطة / полици* / поліці* / polis / emniyet / polizei / policía / پلیس / משטרה / המשטרה /
    polícia / polizia / policja / policji / carabinieri / gendarmerie / jandarma
presidency = presidency / presidential office / president office / president s office / presidential palace /
    الرئاسة / رئاسة الجمهورية / администраци* президента / офіс* президента / офис* президента / cumhurbaşkanlığı /
    présidence / präsidialamt / presidencia / ریاست جمهوری / presidência / presidenza / kancelari* prezydenta
prime-minister = prime minister s office / prime minister office / premier s office / مكتب رئيس الوزراء / رئاسة
    الوزراء / bureau du premier ministre / канцеляри* премьер* / לשכת ראש הממשלה / başbakanlık
government = government / cabinet / الحكومة / حكومة / مجلس الوزراء / правительств* / уряд* /
    кабмин* / hükümet* / gouvernement / regierung / bundesregierung / gobierno / دولت / ממשלה / הממשלה / governo /
    rząd / rządu
parliament = parliament / البرلمان / مجلس النواب / مجلس الشعب / парламент* / госдум* / верховн* рад* / meclis* /
    parlement / bundestag / parlamento / مجلس شورا / כנסת / הכנסת / knesset / congress / sejm
central-bank = central bank / البنك المركزي / المصرف المركزي / центральн* банк* / центробанк* / merkez bankası /
    banque centrale / zentralbank / banco central
civil-defence = civil defence / civil defense / الدفاع المدني / protection civile / defensa civil / protección civil
    / protezione civile
coast-guard = coast guard / coastguard / خفر السواحل / sahil güvenlik / берегов* охран*
intelligence = intelligence service / intelligence agency / intelligence services / المخابرات / الاستخبارات /
    разведк* / розвідк* / гур / мит / mit / renseignement / geheimdienst / inteligencia
prosecutor = prosecutor / prosecutors / prosecutor s office / النيابة العامة / прокуратур* / savcılık / savcılığı /
    parquet / staatsanwaltschaft / fiscalía / procura
security-service = security service / сбу / جهاز الأمن / أمن الدولة
state-media = state media / state tv / state television / state run media / state news agency / state radio /
    official media / التلفزيون السوري / التلفزيون الرسمي / الإعلام الرسمي / الإعلام العبري / гостелевидени* / devlet
    televizyonu / télévision d état / staatsfernsehen / staatsmedien / televisión estatal / medios estatales / صدا و
    سیما
electoral-commission = election commission / electoral commission / центризбирком* / цик / مفوضية الانتخابات / ysk
embassy = embassy / السفارة / سفارة / посольств* / büyükelçiliği / ambassade / botschaft / embajada
"""


def _ministries() -> list[tuple[str, str]]:
    called = [forms for _, forms in entries(_FORMS)]
    return [
        (f"{matter}-ministry", form.format(name))
        for matter, names in entries(_MATTERS)
        for forms, every in zip(called, names.split("; "), strict=True)
        for name in every.split("|")
        for form in forms.split(" / ")
    ]


ORGANS: Final = Phrasebook((*_ministries(), *entries(_OTHERS)))
"""What an organ is called; its meaning is the first half of its key: `defence-ministry`."""
