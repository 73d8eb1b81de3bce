"""Media that others cite, in the spellings of many languages."""

from __future__ import annotations

from typing import Final

from bot.core.claims.wordlists import entries

__all__ = ["MEDIA"]

_WRITTEN: Final = """
Al Jazeera = Al Jazeera English / Al Jazeera Arabic / الجزيرة / قناة الجزيرة / Аль-Джазира / Al Jazira / El Cezire /
    אל ג'זירה
Al Arabiya = Al Arabiya English / قناة العربية / Аль-Арабия / El Arabiya
Al Mayadeen = الميادين / قناة الميادين / Аль-Маядин / Al-Mayadin / El Meyadin
Al-Ikhbariyah Syria = Al Ikhbariyah / Al-Ikhbariya / Al Ikhbariya / Al Ikhbariah / Alikhbaria / Ikhbariya TV /
    Al-Ikhbaria / الإخبارية / الإخبارية السورية / قناة الإخبارية / Аль-Ихбария / El-İhbariye
Al Hadath = Al-Hadath / الحدث / قناة الحدث / Аль-Хадас
Al Manar = Al-Manar / المنار / قناة المنار / Аль-Манар
Al Aqsa TV = قناة الأقصى
Sky News Arabia = سكاي نيوز عربية
Asharq Al-Awsat = الشرق الأوسط / صحيفة الشرق الأوسط
Al-Akhbar = Al Akhbar / صحيفة الأخبار
An-Nahar = صحيفة النهار / النهار
Enab Baladi = عنب بلدي / صحيفة عنب بلدي
North Press Agency = North Press / نورث برس / وكالة نورث برس
Rudaw = رووداو / شبكة رووداو / Рудав
Kurdistan 24 = كوردستان 24 / كردستان 24
Syria TV = تلفزيون سوريا
Sputnik = سبوتنيك / Спутник / РИА Спутник / اسپوتنیک
RT = RT Arabic / Russia Today / روسيا اليوم / آر تي
BBC = BBC News / BBC World / BBC Arabic / BBC Middle East / Би-би-си / بي بي سي / بی بی سی / Русская служба Би-би-си
CNN = سي إن إن / Си-эн-эн
Fox News = فوكس نيوز
NBC News = NBC / إن بي سي
CBS News = CBS
ABC News = ABC
Axios = أكسيوس / Аксиос / אקסיוס
The New York Times = New York Times / NYT / نيويورك تايمز / صحيفة نيويورك تايمز / Нью-Йорк таймс
The Washington Post = Washington Post / واشنطن بوست / صحيفة واشنطن بوست / Вашингтон пост
The Wall Street Journal = Wall Street Journal / WSJ / وول ستريت جورنال / صحيفة وول ستريت جورنال
Financial Times = FT / فايننشال تايمز
The Guardian = Guardian / الغارديان / صحيفة الغارديان / Гардиан
The Times = صحيفة التايمز
The Telegraph = Daily Telegraph
The Economist = The Economist
Politico = بوليتيكو
Le Monde = لوموند
Le Figaro = Le Figaro
Der Spiegel = Spiegel / دير شبيغل / Шпигель
Bild = بيلد
Die Welt = Die Welt
El País = El País
La Repubblica = La Repubblica
Corriere della Sera = Corriere della Sera
France 24 = فرانس 24 / France Info / Франс 24
Deutsche Welle = DW / دويتشه فيله
Haaretz = هآرتس / صحيفة هآرتس / הארץ / Гаарец
Jerusalem Post = The Jerusalem Post / جيروزاليم بوست
Times of Israel = The Times of Israel / تايمز أوف إسرائيل
Yedioth Ahronoth = Ynet / يديعوت أحرونوت / ידיעות אחרונות
Kan = Kan News / هيئة البث الإسرائيلية / القناة 12 كان / כאן
Channel 12 = القناة 12 / القناة الـ12 / ערוץ 12
Channel 13 = القناة 13 / ערוץ 13
Channel 14 = القناة 14 / ערוץ 14
Maariv = معاريف / מעריב
Press TV = Пресс ТВ / برس تي في / پرس تی وی
IRIB = صدا و سیما
Al Alam = العالم / قناة العالم
Middle East Eye = ميدل إيست آي
The New Arab = Al-Araby / العربي الجديد
L'Orient Today = L'Orient-Le Jour
TRT = TRT Haber / TRT World / تي آر تي
Hürriyet = Hürriyet
Sabah = Sabah
Cumhuriyet = Cumhuriyet
Habertürk = Habertürk
NTV = NTV
CNN Türk = CNN Türk
Türkiye Today = Türkiye Today
Kommersant = Коммерсантъ / Коммерсант
RBC = РБК
Izvestia = Известия
Meduza = Медуза
Baza = Baza
Mash = Mash
Shot = Shot
Vedomosti = Ведомости
Rossiya 24 = Россия 24
Kyiv Independent = The Kyiv Independent
Ukrainska Pravda = Украинская правда / Українська правда
Suspilne = Суспільне
Global Times = جلوبال تايمز
CCTV = CGTN
NHK = NHK
Dawn = Dawn
The Hindu = The Hindu
NDTV = NDTV
Times of India = Times of India
"""

MEDIA: Final = tuple((name, *others.split(" / ")) for name, others in entries(_WRITTEN))
"""The names of each medium, the one as printed first. What is a common word too stands only with the kind of medium
before it: قناة العربية."""
