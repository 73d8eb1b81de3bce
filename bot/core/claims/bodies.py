"""Bodies that the news cite: international ones, armed groups, monitors, and those known by a name of their own."""

from __future__ import annotations

from typing import Final

from bot.core.claims.wordlists import Phrasebook, entries

__all__ = ["BODIES"]

_WRITTEN: Final = """
body:sohr = syrian observatory / syrian observatory for human rights / sohr / osdh / sdhr / المرصد السوري / المرصد
    السوري لحقوق الإنسان / observatoire syrien / syrische beobachtungsstelle / syrischen beobachtungsstelle /
    observatorio sirio / сирийск* центр* мониторинг* / сирийск* обсерватори* / suriye insan haklari gözlemevi /
    сирийск* наблюдательн* / osservatorio siriano / دیده بان حقوق بشر سوریه
body:snhr = syrian network for human rights / snhr / الشبكة السورية لحقوق الإنسان
body:white-helmets = white helmets / syria civil defence / syrian civil defence / الخوذ البيضاء / الدفاع المدني
    السوري / белые каски / beyaz baretliler / casques blancs / weißhelme
body:sdf = sdf / syrian democratic forces / قسد / قوات سوريا الديمقراطية / сдс / sdg / ypg
body:hts = hts / hayat tahrir al sham / هيئة تحرير الشام / хайят тахрир
body:hamas = hamas / حماس / хамас* / חמאס / qassam brigades / al qassam / كتائب القسام
body:islamic-jihad = islamic jihad / الجهاد الإسلامي / سرايا القدس / исламск* джихад*
body:hezbollah = hezbollah / hizbollah / hizbullah / hizballah / حزب الله / хезбол* / хизбал* / חיזבאללה / حزب اللہ
body:houthis = houthi / houthis / ansar allah / ansarallah / الحوثي / الحوثيون / الحوثيين / أنصار الله / хусит* /
    husiler
body:islamic-state = islamic state / isis / isil / daesh / داعش / تنظيم الدولة / игил / иг / işid / deaş
body:pkk = pkk / kurdistan workers party / рпк
body:taliban = taliban / طالبان / талиб* / талибан*
body:irgc = irgc / revolutionary guard / revolutionary guards / الحرس الثوري / سپاه پاسداران / سپاه / ксир /
    gardiens de la révolution / revolutionsgarden / guardia revolucionaria / devrim muhafızları
body:un = united nations / un / الأمم المتحدة / оон / bm / birleşmiş milletler / nations unies / onu / vereinte
    nationen / vereinten nationen / naciones unidas / سازمان ملل / האום / האו ם / onz
body:un-security-council = security council / مجلس الأمن / совбез* оон / совет* безопасности
body:who = who / world health organization / world health organisation / منظمة الصحة العالمية / воз / oms / dsö
body:unicef = unicef / اليونيسف / يونيسيف / юнисеф
body:unhcr = unhcr / un refugee agency / مفوضية اللاجئين / увкб
body:unrwa = unrwa / الأونروا / أونروا / бапор
body:ocha = ocha / أوتشا
body:unifil = unifil / اليونيفيل / يونيفيل
body:wfp = wfp / world food programme / برنامج الأغذية العالمي
body:iaea = iaea / international atomic energy agency / الوكالة الدولية للطاقة الذرية / магатэ / aiea / uaea
body:icc = icc / international criminal court / المحكمة الجنائية الدولية
body:icj = icj / international court of justice / محكمة العدل الدولية
body:icrc = icrc / red cross / الصليب الأحمر / красн* крест*
body:red-crescent = red crescent / الهلال الأحمر / красн* полумесяц*
body:msf = msf / doctors without borders / médecins sans frontières / أطباء بلا حدود
body:hrw = hrw / human rights watch / هيومن رايتس ووتش
body:amnesty = amnesty / amnesty international / منظمة العفو الدولية / العفو الدولية
body:nato = nato / otan / ناتو / حلف الناتو / حلف شمال الأطلسي / нато
body:eu = european union / eu / الاتحاد الأوروبي / евросоюз* / ес / union européenne / europäische union / unión
    europea / ue / ab komisyonu / avrupa birliği
body:european-commission = european commission / المفوضية الأوروبية / еврокомисси* / commission européenne
body:arab-league = arab league / جامعة الدول العربية / الجامعة العربية / лига арабских государств
body:opec = opec / أوبك / опек
body:imf = imf / international monetary fund / صندوق النقد الدولي / мвф / fmi
body:world-bank = world bank / البنك الدولي / всемирн* банк*
body:central-bank.US = federal reserve / الاحتياطي الفدرالي / фрс
body:isw = isw / institute for the study of war / институт* изучения войны
body:usgs = usgs / us geological survey / geological survey / هيئة المسح الجيولوجي الأمريكية
body:emsc = emsc / european mediterranean seismological centre
body:afad = afad
body:acled = acled
body:netblocks = netblocks
body:bellingcat = bellingcat / беллингкэт
body:centcom = centcom / us central command / central command / القيادة المركزية الأمريكية / القيادة المركزية
    الأميركية / سنتكوم
body:cia = cia / цру
body:fbi = fbi / фбр
body:mossad = mossad / الموساد / моссад* / המוסד
body:shin-bet = shin bet / shabak / الشاباك / шабак / השבכ / השב כ
body:fsb = fsb / фсб
body:army.IL = idf / israel defense forces / israel defence forces / tsahal / tzahal / цахал* / צהל / צה ל / جيش
    الاحتلال / جيش الدفاع الإسرائيلي / israeli military / israeli army
body:health-ministry.PS = gaza health ministry / وزارة الصحة في غزة / hamas run health ministry / health ministry in
    gaza / минздрав* газ* / минздрав* сектора газ*
body:presidency.RU = kremlin* / كرملين / الكرملين / кремл* / кремль / הקרמלין / crémlin / kreml / kremlj*
body:presidency.US = white house / البيت الأبيض / бел* дом* / maison blanche / weiße haus / weißes haus / weißen
    haus / casa blanca / beyaz saray / הבית הלבן / کاخ سفید / casa bianca / casa branca / biały dom
body:defence-ministry.US = pentagon* / البنتاغون / пентагон* / פנטגון / הפנטגון / پنتاگون / pentágono
body:foreign-ministry.US = state department / us department of state / الخارجية الأمريكية / الخارجية الأميركية /
    госдеп* / госдепартамент*
body:foreign-ministry.GB = foreign office
body:government.GB = downing street / даунинг стрит
body:presidency.FR = elysée / élysée / الإليزيه / елисейск* дворц*
body:foreign-ministry.FR = quai d orsay
body:army.DE = bundeswehr
body:foreign-ministry.DE = auswärtige amt / auswärtiges amt / auswärtigen amt
body:foreign-ministry.RU = мид рф / мид россии
body:general-staff.UA = генштаб* всу / генштаб* зсу / general staff of ukraine / генеральн* штаб* зсу
body:army.UA = всу / зсу / armed forces of ukraine
"""

BODIES: Final = Phrasebook(entries(_WRITTEN))
"""Keys, each with its names. Those that are organs of one country have the key of such an organ."""
