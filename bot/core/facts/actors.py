"""Who acts in the news, by the words for armies, groups and nations; and for what they do to each other."""

from __future__ import annotations

from typing import Final

__all__ = ["ACTIONS", "BACKED", "BY", "CAPITALS", "CARRIES", "DEEDS", "FORCES", "GENERAL", "GROUPS", "NATIONS", "label"]

NATIONS: Final = {
    "IL": "israel/n israeli idf/n إسرائيل/n إسرائيلية إسرائيلي الإسرائيلي الإسرائيلية الاحتلال израил* ізраїл* "
    "israil/n israilin/n israël/n israélien israélienne israéliens israéliennes israelisch* israelí israelíes "
    "israelenses israelense"
    "israeliano israeliana israeliani צהל/n اسرائیل/n izraelski",
    "TR": "turkey/n turkish türkiye/n تركيا/n تركي تركية التركي التركية турци*/n турецк* туреччин*/n турецьк* türk "
    "turquie/n turc turque turcs türkei/n "
    "türkisch* turquía/n turco turca turchia/n",
    "RU": "russia/n russian روسيا/n روسي روسية الروسي الروسية росси*/n российск* росі*/n російськ* rusya/n rus "
    "вс_рф/n рф/n russie/n russe russes "
    "russland/n russisch* rusia/n ruso rusa rusos rusas russo russa rosyjski روسیه/n",
    "UA": "ukraine/n ukrainian أوكرانيا/n أوكراني أوكرانية الأوكرانية украин*/n украинск* україн*/n українськ* "
    "ukrayna/n всу/n зсу/n ukrainien ukrainienne "
    "ukrainisch* ucrania/n ucraniano ucraniana ucranianos ucranianas ucraino ucraina",
    "US": "us/x usa/n american أمريكا/n أمريكي أمريكية أميركي أميركية الأمريكية الأميركية американск* сша/n abd/n "
    "amerikan américain américaine américaines amerikanisch* us-amerikanisch* estadounidense estadounidenses eeuu/n "
    "americano americana"
    "آمریکا/n",
    "IR": "iran/n iranian إيران/n إيراني إيرانية الإيرانية иран*/n иранск* іран*/n іранськ* irán/n iranien iranienne "
    "iraniens iranisch* iraní iraníes iraniano "
    "iraniana ایران/n",
    "SY": "syria/n syrian سوريا/n سوري سورية السوري السورية сири*/n сирийск* suriye/n syrie/n syrien syrienne "
    "syrisch* siria/n sirio siria siria "
    "سوریه/n",
    "LB": "lebanon/n lebanese لبنان/n لبناني لبنانية ливан*/n ливанск* lübnan/n liban/n libanais libanaise "
    "libanesisch* libanés libanesa",
    "IQ": "iraq/n iraqi العراق/n عراقي عراقية العراقي ирак*/n иракск* irak/n irakien irakienne irakisch* iraquí",
    "PS": "palestinian فلسطيني فلسطينية الفلسطينية палестинск* filistin palästinensisch* palestinien palestinienne "
    "palestino palestina",
    "JO": "jordan/n jordanian الأردن/n أردني أردنية الأردني иордан*/n",
    "SA": "saudi السعودية/n سعودي سعودية саудовск* saoudien saoudienne saudisch* saudí",
    "EG": "egypt/n egyptian مصر/n مصري مصرية египет*/n египетск*",
    "IN": "india/n indian الهند/n هندي هندية инди*/n индийск* hindistan/n indisch* indio india/n",
    "PK": "pakistan/n pakistani باكستان/n باكستاني باكستانية пакистан*/n пакистанск* pakistanisch* pakistaní",
    "CN": "china/n chinese الصين/n صيني صينية кита*/n китайск* çin/n chinois chinoise chinesisch* chino china/n",
    "GB": "britain/n british uk/x بريطانيا/n بريطاني بريطانية британск* britannique britisch* británico británica",
    "FR": "france/n french فرنسا/n فرنسي فرنسية французск* français française französisch* francés francesa",
    "KR": "south_korea/n south_korean",
    "KP": "north_korea/n north_korean",
    "SD": "sudanese سوداني سودانية суданск*",
    "ET": "ethiopian/n إثيوبي إثيوبية",
    "AZ": "azerbaijan/n azerbaijani azeri азербайджан*/n azerbaycan/n",
    "AM": "armenia/n armenian армян* армени*/n ermenistan/n",
    "AF": "afghan أفغاني أفغانية афганск*",
}  # fmt: skip
"""Nations by their names (`/n`) and what is theirs (the rest); `/x` marks names that stand before a noun as well."""

GROUPS: Final = {
    "rebels": "rebels rebel insurgents insurgent opposition المعارضة معارضة الفصائل فصائل "
    "متمردون متمردين المتمردين повстанц* мятежник* оппозиц* повстанці isyancılar isyancı muhalifler muhalif rebelles "
    "rebelle insurgés rebellen aufständische rebeldes insurgentes ribelli המורדים מורדים شورشیان",
    "militants": "gunmen gunman militants militant مسلحون مسلحين боевик* militantes bewaffnete hommes_armés افراد_مسلح",
    "sdf": "sdf kurdish kurds ypg قسد الكردية كردية курд* ypg pkk kürt kurdes kurde kurdisch* kurdos kurdas kurde",
    "hts": "hts tahrir تحرير_الشام هيئة_تحرير_الشام htş хтш",
    "isis": "isis isil daesh islamic_state داعش تنظيم_الدولة игил іділ deaş işid ei_groupe daech",
    "hezbollah": "hezbollah hizbullah hizbollah hisbollah حزب_الله хезболл* хизбалл* hizbulá חיזבאללה حزب‌الله",
    "hamas": "hamas حماس хамас* חמאס qassam القسام",
    "houthis": "houthi houthis الحوثيون الحوثيين الحوثي حوثي хусит* husiler husi houthistes huthi huthis hutíes hutí "
    "חותים",
    "taliban": "taliban طالبان талиб* talibanes talibans",
    "rsf": "rsf rapid_support_forces الدعم_السريع قوات_الدعم_السريع",
    "settlers": "settlers settler مستوطنون مستوطنين colons siedler colonos מתנחלים",
    "police": "police الشرطة полици* поліці* полицейск* polis polizei policía polizia polícia policja משטרה",
    "army": "army military الجيش جيش армия арми* військов* ordu armée armee militär ejército esercito exército "
    "wojsko ارتش",
}  # fmt: skip
"""Groups; see `GENERAL` for those that may be others."""

GENERAL: Final = {
    "army": frozenset(NATIONS),
    "police": frozenset(NATIONS),
    "rebels": frozenset({"hts", "houthis", "rsf", "taliban", "militants"}),
    "militants": frozenset(GROUPS) - {"army", "police"},
}
"""Words for whoever is one of these: an army's strike and an Israeli one may be one."""

FORCES: Final = (
    "forces force troops air missile missiles drone drones warplanes warplane jets jet fighters fighter artillery navy "
    "airforce soldiers naval military government regime loyalist ground overnight fresh new deadly massive suspected "
    "rocket rockets قوات القوات طيران الطيران مسيرة مسيرات طائرة طائرات مقاتلات مدفعية войска войск силы ракетн* "
    "дрон* беспилотник* авиаци* авіаці* ракет* війська güçleri hava uçakları savaş füze drone sihalari forces "
    "troupes aviation aérienne aériennes drones avions luftwaffe truppen streitkräfte kampfjets drohnen raketen "
    "fuerzas tropas aéreo aéreos aviones drones forze truppe aereo"
)  # fmt: skip
"""Words that may stand between who acts and what he does."""

ACTIONS: Final = {
    "strike": (
        "strike/s strikes airstrike/s airstrikes attack/s attacks raid/p raids/p shelling/s bombing/s bombs bombards "
        "shells bombardment/s hits pounds targets struck hit bombed attacked shelled bomb attacking striking غارة/p "
        "غارات/p الغارات/p قصف/p القصف/p ضربة/p ضربات/p هجوم/p يقصف/p تقصف/p قصفت/p يقصفون/p يستهدف/p تستهدف/p "
        "استهدفت/p يستهدفون/p удар/p удары/p ударил ударила ударили обстрел/p обстрелял* обстрелы/p атак*/p "
        "атаковал* авиаудар*/p бомбардиров*/p обстріл*/p saldırısı saldırıları saldırı vurdu bombaladı bombardımanı "
        "frappe/p frappes/p bombardement/p bombardements/p attaque/p attaques/p bombarde bombardent frappent "
        "angriff/p angriffe/p luftangriff/p luftangriffe/p beschuss/p beschießt bombardiert greift ataque/p "
        "ataques/p bombardeo/p bombardeos/p bombardea atacan ataca attacco/p attacchi/p תקיפה תקף תקפו حمله/p "
        "حملات/p"
    ),
    "take": (
        "captures captured capture recaptures recaptured seizes seized seize takes take took enters entered enter "
        "retakes retook overruns liberates liberated storms stormed advance advances control controls سيطر/p سيطرت/p "
        "يسيطر/p تسيطر/p دخل/p دخلت/p يدخل/p تدخل/p يدخلون/p يسيطرون/p دخول/p استعاد/p استعادت/p يستعيد/p تستعيد/p "
        "اقتحام/p اقتحمت/p تقتحم/p захватил* захватыва* взял взяли взяла вошли вошла занял заняли заняла захопил* "
        "освободил* girdi geçirdi aldı s_empare s_emparent prend prennent entrent entre reprend erobert erobern "
        "nimmt rücken toma toman capturan captura entran conquista conquistano"
    ),
    "quit": (
        "withdraws withdraw withdrew retreats retreat loses lose lost abandons pulls انسحب/p انسحبت/p ينسحب/p "
        "تنسحب/p انسحاب/p خسر/p يخسر/p отступил* покинул* потерял* отходят çekildi se_retire se_retirent zieht "
        "ziehen se_retira se_retiran"
    ),
    "arrest": (
        "arrests arrest/s arrested detains detain detained اعتقال اعتقلت/p تعتقل/p арестовал* задержал* arrête "
        "arrêtent detienen detiene"
    ),
    "kill": "kills kill killed/s shoots shoot shot/s تقتل/p قتلت/p يقتل/p убил* tue tuent tötet töten mata matan "
    "öldürdü",
    "cross": "crosses crossed cross/s crossing/s violates violated invades invaded",
    "down": "downs shoots_down shot_down intercepts أسقط/p أسقطت/p تسقط/p сбил* збил* düşürdü abat derriba abschießt "
    "schießt",
}  # fmt: skip
"""What is done. Some words (`/p`) have the doer after them: غارة إسرائيلية, `frappe russe`, `удар Израиля`. A noun
(`/s`) may have before it the nation where it was done: `Syria strike`."""

CARRIES: Final = (
    "carries_out carried_out carry_out conducts conducted conduct launches launched launch stages staged mounts نفذت "
    "نفذ تنفذ تشن يشن شنت شن нанес нанесла нанесли наносит нанесет mène mènent lance lancent fliegt fliegen startet "
    "lanza lanzan"
)  # fmt: skip
"""Verbs that leave it to the noun after them to say what is done."""

DEEDS: Final = {
    "strike": "a strike",
    "take": "taken",
    "quit": "left",
    "arrest": "arrested",
    "cross": "crossed",
    "down": "shot down",
    "kill": "killed",
}
"""The same for people to read."""

BY: Final = "by بيد على_يد من_قبل par von por tarafından da przez"
"""What stands before whoever did it."""

BACKED: Final = (
    "backed led allied linked made held occupied controlled funded built born bound backed_by المدعومة المدعوم "
    "الموالية destekli близк* officials official border minister president citizen citizens journalist embassy "
    "ambassador"
)
"""What makes of a nation's name one that does not act: `Turkish-backed`."""

CAPITALS: Final = {
    "geo:524901": "moscow moskova موسكو москва moscou moskau moscú mosca kremlin",
    "geo:703448": "kyiv kiev كييف киев київ kiew",
    "geo:4140963 admin:US.WA": "washington واشنطن вашингтон вашингтон",
    "geo:170654": "damascus دمشق дамаск şam damas damaskus damasco",
    "geo:112931": "tehran teheran طهران тегеран téhéran tahran teherán",
    "geo:323786": "ankara أنقرة анкара",
    "geo:1816670": "beijing بكين пекин pekin pékin peking pekín",
    "geo:2643743": "london لندن лондон londres londra",
    "geo:2988507": "paris باريس париж",
    "geo:2950159": "berlin برلين берлин",
    "geo:2800866": "brussels بروكسل брюссель bruxelles brüssel bruselas",
    "geo:281184": "jerusalem القدس иерусалим jérusalem kudüs jerusalén",
    "geo:360630": "cairo القاهرة каир kahire",
    "geo:108410": "riyadh الرياض эр-рияд riyad",
    "geo:290030": "doha الدوحة доха",
    "geo:98182": "baghdad بغداد багдад bağdat bagdad",
    "geo:276781": "beirut بيروت бейрут beyrut beyrouth",
    "geo:1871859": "pyongyang بيونغ_يانغ пхеньян",
    "geo:1835848": "seoul سيول сеул séoul",
    "geo:1850147": "tokyo طوكيو токио tokio",
    "geo:1273294 geo:1261481": "delhi نيودلهي дели",
    "geo:1176615": "islamabad إسلام_آباد исламабад",
    "geo:1138958": "kabul كابل كابول кабул kaboul",
    "geo:625144": "minsk مينسك минск",
    "geo:756135": "warsaw وارسو варшава varsovie warschau varsovia",
    "geo:1668341 admin:TW.03": "taipei تايبيه тайбэй",
}  # fmt: skip
"""Capitals that stand for a government when they speak, by their ids: `Moscow denies` is not of a place."""

_LABELS: Final = {
    "US": "the US", "SA": "Saudi Arabia", "SD": "Sudan", "ET": "Ethiopia", "AF": "Afghanistan", "sdf": "the SDF",
    "hts": "HTS", "isis": "ISIS", "rsf": "the RSF", "hezbollah": "Hezbollah", "hamas": "Hamas", "army": "the army",
    "houthis": "the Houthis", "taliban": "the Taliban", "police": "the police",
}  # fmt: skip
"""What those are called whose first word in the tables is no name for them."""


def label(actor: str) -> str:
    """What people call an actor: `Israel`, `rebels`."""
    first = NATIONS.get(actor, "").partition("/")[0]
    return _LABELS.get(actor) or first.replace("_", " ").title() or actor
