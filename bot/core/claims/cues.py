"""Words of other languages than English that attribute, and where their speakers stand."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.core.claims.wordlists import Phrasebook, entries, words

__all__ = ["CUES", "Cues"]


class Cues(NamedTuple):
    """The cues of one language."""

    phrases: Phrasebook
    stops: frozenset[str]
    """Words with which a speaker ends, folded."""
    nouns: bool = False
    """Whether nouns are written with capitals, so that what is not ends a speaker: German."""
    subject_first: bool = False
    """Whether the speaker begins the sentence that the verb ends: Turkish, Persian."""


def _cues(written: str, *, nouns: bool = False, subject_first: bool = False) -> Cues:
    table = dict(entries(written))
    stops = frozenset(words(table.pop("stops")))
    return Cues(Phrasebook(table.items()), stops, nouns, subject_first)


CUES: Final = {
    "ar": _cues(
        """
source = بحسب / وفق / وفقا ل / وفقا / طبقا / حسب / حسبما قال / حسبما ذكر / حسبما ذكرت / حسبما أفاد / حسبما أفادت /
    على حد قول / استنادا إلى / في تصريح ل / كما نقلت / كما ذكرت / كما أفادت / على لسان
citing = نقلا عن / نقلت عن / نقل عن / ونقلت / نقلت / مستشهدا / مستندا إلى / مستندة إلى / عن مصدر / عن مصادر
speech = قال / قالت / يقول / تقول / أعلن / أعلنت / يعلن / تعلن / أكد / أكدت / يؤكد / تؤكد / أفاد / أفادت / يفيد /
    تفيد / صرح / صرحت / يصرح / ذكر / ذكرت / تذكر / كشف / كشفت / أوضح / أوضحت / يوضح / أضاف / أضافت / أشار / أشارت /
    اعتبر / اعتبرت / حذر / حذرت / يحذر / تحذر / نفى / نفت / ينفي / تنفي / زعم / زعمت / ادعى / ادعت / اتهم / اتهمت /
    يتهم / تتهم / أبلغ / أبلغت / أدان / أدانت / يدين / تدين / أوردت / أورد / شدد / شددت / توعد / هدد / هددت / طالب /
    طالبت / يطالب / دعا / دعت / رجح / رجحت / كتب / كتبت
stops = أن إن أنه أنها إنه إنها بأن بأنه قوله قولها قولهم التي الذي الذين حيث اليوم أمس مساء صباح خلال عبر بيان
    بمقتل بسقوط بإصابة باستشهاد بوقوع بانفجار باندلاع بوصول بقصف بسماع بتعرض بإطلاق تصريح تصريحات الاثنين الثلاثاء
    الأربعاء الخميس الجمعة السبت الأحد مقتل إصابة سقوط انفجار تفجير استهداف قولها كما وقال وأضاف بعد قبل على إلى عن
    ضد لن لا لم قد سوف هناك
"""
    ),
    "ru": _cues(
        """
source = по данным / по словам / по информации / по сведениям / по сообщени* / по утверждени* / по версии / согласно
    данным / согласно / как сообща* / как сообщил* / как заяв* / как пишет / как передает / как передаёт / как
    рассказал*
citing = со ссылкой на / ссылаясь на / цитируя / цитирует / приводит слова / передает со ссылкой на / сославшись на
speech = сообщает / сообщают / сообщил / сообщила / сообщили / сообщило / сообщается в / заявил / заявила / заявили
    / заявило / заявляет / заявляют / пишет / пишут / передает / передают / рассказал / рассказала / рассказали /
    сказал / сказала / сказали / уточнил / уточнила / уточнили / подчеркнул / подчеркнула / отметил / отметила /
    отметили / объявил / объявила / объявили / объявило / подтвердил / подтвердила / подтвердили / подтвердило /
    подтверждает / опроверг / опровергла / опровергли / опровергло / утверждает / утверждают / обвинил / обвинила /
    обвинили / предупредил / предупредила / предупредили / пообещал / пообещала / написал / написала / отрицает /
    прокомментировал / информирует / информируют / считает / призвал / призвала / пригрозил
stops = что этом это о об как которые который которая которому которой которым сегодня вчера ранее журналистам
    понедельник вторник среду
    четверг пятницу субботу воскресенье по со из для за и а но был была было были
"""
    ),
    "uk": _cues(
        """
source = за даними / за словами / за інформацією / за повідомленням / згідно з / як повідомля* / як повідоми* / як
    заяви* / як пише
citing = з посиланням на / посилаючись на / цитує / цитуючи
speech = повідомляє / повідомляють / повідомив / повідомила / повідомили / повідомило / заявив / заявила / заявили /
    заявило / пише / пишуть / передає / розповів / розповіла / сказав / сказала / уточнив / підкреслив / зазначив /
    зазначила / зазначили / додав / додала / оголосив / підтвердив / підтвердила / підтвердили / спростував /
    спростували / стверджує / звинуватив / попередив / пообіцяв / написав / інформує
stops = що про як які який яка сьогодні вчора раніше у понеділок вівторок середу четвер пятницю суботу неділю по із
    для за та а але був була було були
"""
    ),
    "tr": _cues(
        """
citing = dayanarak
speech = açıkladı / açıklıyor / duyurdu / duyuruyor / söyledi / söylüyor / belirtti / bildirdi / bildiriyor / ifade
    etti / dedi / diyor / ileri sürdü / öne sürdü / iddia etti / vurguladı / kaydetti / aktardı / yazdı / yalanladı
    / doğruladı / uyardı / kınadı / ekledi / suçladı / konuştu / paylaştı / ilan etti / savundu
postposed = göre / dayandırdığı / dayandırdığ* / dayanarak / aktardığına göre / açıklamasına göre / haberine göre /
    bildirdiğine göre / kaynak göstererek / alıntılayarak / bilgisine göre
stops = ve ki olduğunu olarak
""",
        subject_first=True,
    ),
    "fr": _cues(
        """
source = selon / d après / d apres / aux dires de / de source / à en croire / au dire de / pour reprendre les mots
    de
citing = citant / en citant / cité par / cite / citent / rapportant les propos de
speech = a déclaré / ont déclaré / déclare / déclarent / a annoncé / ont annoncé / annonce / annoncent / a affirmé /
    ont affirmé / affirme / affirment / a indiqué / ont indiqué / indique / a dit / ont dit / dit / a rapporté / ont
    rapporté / rapporte / rapportent / a confirmé / ont confirmé / confirme / a assuré / assure / a précisé /
    précise / a ajouté / ajoute / a souligné / a démenti / dément / démentent / a accusé / accuse / a prévenu / a
    averti / avertit / a estimé / estime / a expliqué / a condamné / condamne / a fait savoir / a promis / a écrit /
    écrit / a révélé / révèle
stops = que qu qui dans lundi mardi mercredi jeudi vendredi samedi dimanche à sur dont où mais avoir après lors ce
    cette ces
"""
    ),
    "de": _cues(
        """
source = laut / nach angaben von / nach angaben des / nach angaben der / nach angaben / angaben zufolge / nach
    informationen / nach darstellung / nach den worten von / gemäß
citing = unter berufung auf / beruft sich auf / berufen sich auf / berief sich auf / zitiert / zitierte / mit
    verweis auf
speech = sagte / sagt / sagten / teilte / teilten / teilt / erklärte / erklärten / erklärt / berichtete /
    berichteten / berichtet / berichten / meldete / melden / meldet / meldeten / kündigte / kündigt / behauptete /
    behauptet / bestätigte / bestätigt / bestätigten / betonte / warnte / warnt / warnten / dementierte / dementiert
    / bestritt / forderte / fordert / schrieb / schreibt / verurteilte / verurteilt / hieß es aus / wirft / warf /
    gab bekannt / gibt bekannt / äußerte
postposed = zufolge
stops = dass mit am auf bei nach zufolge gegenüber unter berufung montag dienstag mittwoch donnerstag freitag
    samstag sonntag heute es er sie sei seien habe hätten haben hat wurde wurden worden ist sind werde
""",
        nouns=True,
    ),
    "es": _cues(
        """
source = según / de acuerdo con / de acuerdo a / conforme a / en palabras de
citing = citando a / citando / citó a / cita a / que cita a / citado por
speech = dijo / dijeron / dice / dicen / informó / informaron / informa / informan / anunció / anunciaron / anuncia
    / afirmó / afirmaron / afirma / aseguró / aseguraron / asegura / declaró / declararon / confirmó / confirmaron /
    confirma / señaló / indicó / explicó / agregó / añadió / denunció / denuncia / acusó / acusa / advirtió /
    advierte / negó / niega / desmintió / desmiente / reportó / reportaron / comunicó / manifestó / sostuvo /
    condenó / condena / ha dicho / ha anunciado / ha informado / ha asegurado / ha confirmado / prometió / escribió
    / reveló
stops = que en este esta lunes martes miércoles jueves viernes sábado domingo hoy ayer sobre tras a por durante su
    sus se
"""
    ),
    "pt": _cues(
        """
source = segundo / de acordo com / conforme / nas palavras de
citing = citando / citou / cita
speech = disse / disseram / diz / dizem / informou / informaram / anunciou / anuncia / afirmou / afirmaram / afirma
    / declarou / confirmou / confirma / acusou / acusa / alertou / negou / nega / acrescentou / relatou / explicou /
    condenou / divulgou / prometeu
stops = que em nesta neste nesse segunda terça quarta quinta sexta sábado domingo hoje ontem sobre após a ao por
    durante
"""
    ),
    "it": _cues(
        """
source = secondo / stando a / a detta di
citing = citando / cita / riprendendo
speech = ha detto / dice / dicono / ha dichiarato / hanno dichiarato / ha annunciato / annuncia / ha affermato /
    afferma / ha riferito / riferisce / riferiscono / riporta / ha confermato / conferma / ha smentito / smentisce /
    ha accusato / accusa / ha avvertito / avverte / ha aggiunto / ha reso noto / ha spiegato / ha scritto / ha
    sottolineato / sostiene
stops = che in oggi ieri lunedì martedì mercoledì giovedì venerdì sabato domenica su dopo a per durante
"""
    ),
    "pl": _cues(
        """
source = według / zdaniem / jak podaje / jak podał / jak podała / jak informuje / jak poinformował* / jak przekazał*
    / zgodnie z
citing = powołując się na / powołuje się na / cytując / cytuje
speech = powiedział / powiedziała / powiedzieli / poinformował / poinformowała / poinformowali / poinformowało /
    oświadczył / oświadczyła / oświadczyło / ogłosił / ogłosiła / ogłosiło / podał / podała / podało / podaje /
    przekazał / przekazała / przekazało / twierdzi / potwierdził / potwierdziła / potwierdziło / zaprzeczył /
    zaprzeczyła / ostrzegł / ostrzega / dodał / dodała / napisał / zapowiedział / zapowiedziała / oskarżył / donosi
    / informuje
stops = że i o w na który która które dziś wczoraj poniedziałek wtorek środę czwartek piątek sobotę niedzielę po do
"""
    ),
    "fa": _cues(
        """
source = به گزارش / به گفته / به نقل از / بنا بر اعلام / بر اساس گزارش / طبق اعلام / بنا بر گزارش / طبق گزارش / بر
    اساس اعلام
citing = با استناد به / به استناد / نقل از
speech = گفت / گفته / می گوید / گفتند / اعلام کرد / اعلام کردند / اعلام کرده / اظهار داشت / اظهار کرد / تاکید کرد /
    افزود / خبر داد / خبر دادند / گزارش داد / گزارش دادند / گزارش کرد / نوشت / هشدار داد / تکذیب کرد / تایید کرد /
    تأیید کرد / مدعی شد / مدعی شدند / محکوم کرد / بیان کرد / تصریح کرد
stops = که در روز امروز دیروز با از را به
""",
        subject_first=True,
    ),
    "he": _cues(
        """
source = לפי / על פי / לדברי / לטענת / כפי שדיווח / להערכת
citing = בהסתמך על / תוך ציטוט / מצטט / בציטוט / מצטטת
speech = אמר / אמרה / אמרו / אומר / הודיע / הודיעה / הודיעו / מודיע / מסר / מסרה / מסרו / נמסר מ / דיווח / דיווחה /
    דיווחו / מדווח / מדווחת / מדווחים / טען / טענה / טוען / טוענת / הצהיר / הצהירה / אישר / אישרה / אישרו / הכחיש /
    הכחישה / הוסיף / הוסיפה / הזהיר / הזהירה / כתב / כתבה / האשים / האשימה / הדגיש / ציין / ציינה / הבהיר
stops = כי ש אשר היום אתמול הבוקר הערב על את אל ביום בשיחה
"""
    ),
}
"""Cues by language. Arabic ones stand behind particles too (وقال); those of `postposed` follow their speaker."""
