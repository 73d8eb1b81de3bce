"""Words that say how many: number words of the languages that are read, scales, and what makes a number vague."""

from __future__ import annotations

from typing import Final

__all__ = ["BOUNDS", "MONTHS", "NUMBERS", "ONLY_IN", "ORDINALS", "SCALES", "VAGUE"]

NUMBERS: Final = {
    1: "one eine einen une уна одного один одна una",
    2: "two two-person deux zwei dos два две двое двух двоих dwa dwoje dois duas iki شخصين שני שניים שתי دو "
    "двоє",
    3: "three trois drei tres три трое трех троих троє trzy troje tre três üç ثلاثة ثلاث שלושה שלוש سه",
    4: "four quatre vier cuatro четыре четверо четырех четверых чотири четверо cztery czworo quattro quatro أربعة "
    "أربع ארבעה ארבע چهار",
    5: "five cinq fünf cinco пять пятеро пяти пʼять п’ять пʼятеро pięć pięcioro cinque beş خمسة خمس חמישה חמש پنج",
    6: "six sechs seis шесть шестеро шести шість sześć altı ستة ست שישה שש شش",
    7: "seven sieben siete семь семеро семи сім siedem sete yedi سبعة سبع שבעה שבע هفت",
    8: "eight huit acht ocho восемь восьмеро вісім osiem oito sekiz ثمانية ثماني שמונה هشت",
    9: "nine neun nueve девять девяти девʼять dziewięć nove dokuz تسعة تسع תשעה תשע نه_نفر",
    10: "ten dix zehn diez десять десяти dziesięć dieci dez عشرة עשרה ده_نفر",
    11: "eleven onze elf одиннадцать одинадцять undici onbir أحد_عشر",
    12: "twelve douze zwölf doce двенадцать дванадцять dodici oniki اثنا_عشر a_dozen dozen_people une_douzaine "
    "una_docena",
    13: "thirteen treize dreizehn trece тринадцать тринадцять tredici treze ثلاثة_عشر",
    14: "fourteen quatorze vierzehn catorce четырнадцать чотирнадцять quattordici أربعة_عشر",
    15: "fifteen quinze fünfzehn quince пятнадцать пʼятнадцять quindici خمسة_عشر",
    16: "sixteen sechzehn dieciséis шестнадцать",
    17: "seventeen siebzehn diecisiete семнадцать",
    18: "eighteen achtzehn dieciocho восемнадцать",
    19: "nineteen neunzehn diecinueve девятнадцать",
    20: "twenty vingt zwanzig veinte двадцать venti vinte yirmi عشرين عشرون",
    30: "thirty trente dreißig treinta тридцать trenta trinta otuz ثلاثين ثلاثون",
    40: "forty quarante vierzig cuarenta сорок quaranta quarenta أربعين أربعون",
    50: "fifty cinquante fünfzig cincuenta пятьдесят cinquanta elli خمسين خمسون",
    60: "sixty soixante sechzig sesenta шестьдесят altmış ستين ستون",
    70: "seventy siebzig setenta семьдесят yetmiş سبعين سبعون",
    80: "eighty achtzig ochenta восемьдесят seksen ثمانين ثمانون",
    90: "ninety neunzig noventa девяносто doksan تسعين تسعون",
    100: "one_hundred cien hundert",
}  # fmt: skip
"""What they are worth; words that mean something else in another of these languages stand in `ONLY_IN`."""

ONLY_IN: Final = {
    "tr": {
        4: "dört", 10: "on", 11: "on_bir", 12: "on_iki", 13: "on_üç", 14: "on_dört", 15: "on_beş",
        40: "kırk", 100: "yüz",
    },
    "es": {1: "un", 11: "once"},
    "fr": {1: "un", 7: "sept", 9: "neuf", 16: "seize"},
    "it": {2: "due", 6: "sei", 7: "sette", 8: "otto", 12: "dodici"},
    "pt": {1: "um uma", 12: "doze"},
}  # fmt: skip
"""The same, where the language of an item is known: `on` is ten in Turkish alone, `once` eleven in Spanish
alone, and police seize what is no sixteen."""

SCALES: Final = {
    100: "hundred yüz",
    1_000: "thousand thousands тысяч тысячи тысячу тыс тисяч тисячі bin mille tausend mil mila tys tysięcy k ألف آلاف "
    "אלף אלפים هزار",
    1_000_000: "million millions миллион миллиона миллионов млн мільйон мільйонів milyon millionen mio millón millones "
    "milioni milhão milhões mln m مليون ملايين מיליון میلیون",
    1_000_000_000: "billion billions миллиард миллиарда миллиардов млрд мільярд milyar milliard milliards milliarde "
    "milliarden mrd miliardi bilhões bn b مليار مليارات מיליארד میلیارد",
    1_000_000_000_000: "trillion trillions триллион триллионов trilyon billionen tn تريليون",
}  # fmt: skip
"""What multiplies the number before it, and says nothing alone."""

VAGUE: Final = {
    (3, 9): "several plusieurs mehrere varios varias несколько нескольких кілька kilku birkaç عدة عدد_من כמה چند",
    (20, 99): "dozens scores dozens_of dutzende dutzend decenas docenas десятки десятков dziesiątki decine dezenas "
    "onlarca عشرات عشرات_من עשרות ده‌ها des_dizaines dizaines",
    (200, 999): "hundreds hundreds_of hunderte centaines des_centaines cientos centenares сотни сотен сотні setki "
    "centinaia centenas yüzlerce مئات المئات מאות صدها",
    (2_000, 9_999): "thousands_of tausende milliers des_milliers miles_de тысячи_человек тысячи_людей migliaia "
    "milhares binlerce آلاف_من الآلاف אלפי هزاران",
    (20_000, 99_999): "tens_of_thousands zehntausende dizaines_de_milliers decenas_de_miles десятки_тысяч "
    "on_binlerce عشرات_الآلاف",
    (200_000, 999_999): "hundreds_of_thousands hunderttausende centaines_de_milliers сотни_тысяч مئات_الآلاف",
}  # fmt: skip
"""Words for a number nobody has counted, and between what it lies."""

BOUNDS: Final = {
    "least": "at_least as_many_as no_fewer_than no_less_than at_minimum не_менее не_меньше как_минимум "
    "по_меньшей_мере по_крайней_мере щонайменше не_менше en_az au_moins mindestens wenigstens zumindest al_menos "
    "por_lo_menos almeno pelo_menos ao_menos co_najmniej ما_لا_يقل_عن على_الأقل على_الاقل لا_يقل_عن לפחות دست_کم "
    "دستکم حداقل",
    "more": "more_than over upwards_of older_than более больше свыше понад більше_ніж fazla plus_de mehr_als über "
    "más_de "
    "oltre più_di mais_de ponad أكثر_من اكثر_من نحو_أكثر_من יותר_מ بیش_از",
    "near": "nearly almost close_to почти майже neredeyse yaklaşık près_de presque fast knapp beinahe casi quasi quase "
    "prawie حوالي قرابة نحو כמעט نزدیک_به",
    "about": "about around some roughly approximately circa около примерно близько environ etwa rund ungefähr unos "
    "unas alrededor_de circa cerca_de około حدود حوالى כ حدود",
    "most": "up_to as_much_as at_most до_как_максимум bis_zu jusqu_à hasta fino_a até",
    "plain": "another a_total_of total_of additional further other others more insgesamt weitere otros otras otro otra "
    "autres еще ещё ще других إضافيين آخرين",
}  # fmt: skip
"""What may stand before a number, and how it bounds it; `plain`: not at all."""

MONTHS: Final = (
    "january janvier januar enero января січня ocak janeiro gennaio stycznia يناير كانون_الثاني ינואר ژانویه",
    "february février februar febrero февраля лютого şubat fevereiro febbraio lutego فبراير شباط פברואר فوریه",
    "march mars märz marzo марта березня mart março marca مارس آذار מרץ",
    "april avril abril апреля квітня nisan aprile kwietnia أبريل نيسان אפריל آوریل",
    "may mai mayo мая травня mayıs maio maggio maja مايو أيار מאי",
    "june juin juni junio июня червня haziran junho giugno czerwca يونيو حزيران יוני ژوئن",
    "july juillet juli julio июля липня temmuz julho luglio lipca يوليو تموز יולי ژوئیه",
    "august août agosto августа серпня ağustos sierpnia أغسطس آب אוגוסט اوت",
    "september septembre septiembre сентября вересня eylül setembro settembre września سبتمبر أيلول ספטמבר سپتامبر",
    "october octobre oktober octubre октября жовтня ekim outubro ottobre października أكتوبر تشرين_الأول אוקטובר اکتبر",
    "november novembre noviembre ноября листопада kasım novembro listopada نوفمبر تشرين_الثاني נובמבר نوامبر",
    "december décembre dezember diciembre декабря грудня aralık dezembro dicembre grudnia ديسمبر דצמבר دسامبر",
)  # fmt: skip
"""Names of the months in order, in the case in which they follow a day; they count beside a number alone, so that march
and may do no harm."""

ORDINALS: Final = {
    1: "first première premier erste ersten primera primer первый первая первого birinci الأولى الأول",
    2: "second deuxième zweite zweiten segunda segundo второй вторая второго ikinci الثانية الثاني",
    3: "third troisième dritte dritten tercera tercer третий третья третьего üçüncü الثالثة الثالث",
    4: "fourth quatrième vierte vierten cuarta cuarto четвертый четвертая dördüncü الرابعة الرابع",
    5: "fifth cinquième fünfte fünften quinta quinto пятый пятая beşinci الخامسة الخامس",
    6: "sixth sixième sechste sechsten sexta шестой шестая altıncı السادسة",
    7: "seventh septième siebte siebten séptima седьмой седьмая yedinci السابعة",
    8: "eighth huitième achte achten octava восьмой восьмая sekizinci الثامنة",
    9: "ninth neuvième neunte neunten novena девятый девятая dokuzuncu التاسعة",
    10: "tenth dixième zehnte zehnten décima десятый десятая onuncu العاشرة",
}  # fmt: skip
"""Ordinals; `eleventh` and on are mostly written in digits."""
