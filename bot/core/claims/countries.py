"""Countries as they stand in what speakers are called: the Syrian army, Минобороны Сирии, وزارة الدفاع السورية."""

from __future__ import annotations

import re
from typing import Final

from bot.core.claims.wordlists import Hit, Phrasebook, entries

__all__ = ["COUNTRIES", "capitals"]

_WRITTEN: Final = """
SY = syri* / siria* / sirio / sirios / suriye* / сири* / سوري* / סורי* / syryj* / damascus / damas / دمشق / дамаск*
IL = israel* / israil* / исраэл* / израил* / ізраїл* / إسرائيل* / اسرائیل* / ישראל* / izrael* / tel aviv
PS = palestin* / filistin* / палестин* / فلسطين* / פלסטינ* / gaza* / غزة / газ* сектор* / сектора газ*
LB = leban* / liban* / lubnan* / lübnan* / ливан* / ліван* / لبنان* / לבנונ* / לבנון
IR = iran* / иран* / іран* / ايران* / إيران* / איראן* / איראנ* / tehran / téhéran / طهران / тегеран*
IQ = iraq* / irak* / ирак* / ірак* / عراق* / עיראק* / baghdad / بغداد
JO = jordan* / ürdün* / иордан* / أردن* / ירדן / giordan*
EG = egypt* / égypt* / ägypt* / egipt* / egipc* / mısır* / египет* / египт* / مصر / مصري* / מצרים / egizian*
SA = saudi* / saoud* / suud* / arabia saudi* / саудов* / سعودي* / סעודי*
AE = uae / emirati* / emirates / émirats / оаэ / إمارات* / الإمارات
QA = qatar* / katar* / катар* / قطر / قطري* / קטאר*
KW = kuwait* / koweït* / kuveyt / кувейт* / كويت*
BH = bahrain* / bahreïn / бахрейн* / بحرين*
OM = oman* / оман* / عمان*
YE = yemen* / yémen* / jemen* / йемен* / يمن* / תימנ*
TR = turk* / türk* / turqu* / turc* / turc / türkei / turquia / турец* / турц* / туреч* / تركي* / ترکیه / טורקי* /
    ankara
RU = russia* / russe* / russ* / rusia / ruso / rusa / rus* / rosja / rosyjsk* / росси* / рф / россий* / росій* /
    روسي* / רוסי* / moscow / moskau / москв* / موسكو
UA = ukrain* / ucrania* / ucrain* / ukrayna* / украин* / україн* / أوكراني* / اوكراني* / אוקראינ* / kyiv / kiev /
    киев* / київ*
BY = belarus* / weißruss* / белорус* / білорус* / بيلاروسي*
US = american* / américain* / amerikan* / americano* / estadounidense* / usa / united states / états unis / estados
    unidos / сша / американ* / أمريك* / اميرك* / أميركي* / امريكي* / آمریکا* / אמריקאי* / ארהב / ארה ב / abd /
    washington / вашингтон*
GB = british / britain / uk / britannique* / britisch* / britán* / ingiliz* / британ* / بريطاني* / united kingdom /
    london
FR = french / france / français* / francia / francés / francese / französisch* / frankreich / fransa* / fransız* /
    франц* / فرنسي* / فرنسا / צרפת* / paris
DE = german* / allemand* / allemagne / deutsch* / alemán* / alemania / alman* / герман* / немец* / ألماني* / גרמני*
    / berlin
ES = spanish / spain / espagn* / spani* / españ* / испан* / إسباني*
IT = ital* / итал* / إيطالي*
PL = polish / poland / polon* / polnisch* / polska / polsk* / польш* / польск* / بولند*
GR = greek / greece / grèce / griech* / yunan* / греч* / греци* / يونان*
CN = chin* / çin / çinli / китай* / кнр / صيني* / الصين / סין / beijing / пекин*
TW = taiwan* / тайван* / تايوان*
JP = japan* / japon* / япон* / ياباني* / اليابان
KR = south korea* / südkorea* / южнокоре* / южной коре* / seoul
KP = north korea* / nordkorea* / северокоре* / кндр / pyongyang
IN = india* / inde / indien* / indisch* / hindistan / инди* / هندي* / الهند
PK = pakistan* / пакистан* / باكستان*
AF = afghan* / afgan* / афган* / أفغان* / kabul
AZ = azerbaijan* / azeri / azerbaycan* / азербайджан* / أذربيجان*
AM = armenia* / ermeni* / армен* / армян* / أرميني*
GE = georgia* / gürcistan / грузи* / جورجي*
LY = libya* / libye* / libyen* / libia / ливи* / ليبي*
TN = tunisia* / tunis* / тунис* / تونس*
DZ = algeria* / algéri* / cezayir / алжир* / جزائر*
MA = morocc* / maroc* / марокк* / مغرب*
SD = sudan* / soudan* / судан* / سودان*
ET = ethiopia* / éthiopi* / эфиоп* / إثيوبي*
NG = nigeria* / нигери* / نيجيري*
CA = canad* / kanad* / канад* / كندي* / كندا
AU = australia* / австрали* / أسترالي*
VE = venezuel* / венесуэл* / فنزويل*
BR = brazil* / brasil* / brésil* / бразил* / برازيل*
MX = mexic* / méxico / mexiq* / мексик*
AR = argentin* / аргентин*
SE = swed* / suéd* / schwed* / швед* / швец* / سويد*
FI = finland* / finnish / finnisch* / финлянд* / финск*
RO = romania* / roumain* / rumän* / румын*
HU = hungar* / hongr* / ungar* / macar* / венгер* / венгр*
RS = serbia* / serb* / sırp* / серб*
"""

COUNTRIES: Final = Phrasebook(entries(_WRITTEN))
"""ISO 3166-1 codes of the countries that the news are about, with their names, their adjectives, and capitals that
stand for their governments, in the languages that Attribot reads best."""

_CAPITALS: Final = (("US", re.compile(r"\bU\.?S\.?(?:A\.?)?(?![\w.])")), ("GB", re.compile(r"\bU\.?K\.?(?![\w.])")))
"""What is a country only in capitals."""


def capitals(written: str) -> Hit | None:
    """`US` and `UK`, of a speaker as written; the words do not count, what they mean does."""
    return next(((0, 0, code) for code, form in _CAPITALS if form.search(written)), None)
