"""Words that say what a place is, not which: in small Latin letters, as `reading.Word.plain` spells them."""

from __future__ import annotations

from typing import Final

__all__ = ["CONTRARY", "LAST", "LINKS", "NATURAL", "kind_of"]

_LINKS: Final = (
    "the of de del della delle di da do dosa das du des la le les el los las al ad an ar as ash at az adh ech esh er"
    " et ez ul i e ye a d o na am im der die den van von zu zum zur bei auf in on y and und wa u va l"
)
LINKS: Final = frozenset(_LINKS.split())
"""Articles and what else links words: they come and go."""

_KINDS: Final = {
    "river": "igarape cano canada ci tji ruisseau run wai torrente balka ovrag sha'ib shu'bat sheib river rio riviere"
    " fleuve fluss reka rika he ho jiang chiang chuan kawa gawa gang nahr nhr rud rwd rude nehri ribeirao corrego"
    " arroyo quebrada creek stream brook bach elv an a joki sungai soengai kali batang khlong khlxng huai hwy houei"
    " houai song suoi nam mae mayo nadi wadi wady oued ouadi uadi wad khwar dere deresi cay cayi su raul paraul potok"
    " ruchey ribeiro canal kanal qanat kinh rudkhaneh rudkhane",
    "lake": "damu band sadd marsh swamp bog boloto mochila cienaga salina salinas sebkha sebkhet chott shatt birket"
    " ghadir hawr tjern tjorn vatn vann jav'ri javri tjarn trask lake lago laguna lac lagoa see meer sjon jarvi ozero"
    " ezero hu golu gol numa ike lacul buhayrat birkat nuur reservoir embalse jaervi jarv vodokhranilishche bogeni"
    " prud balta pond nong shuiku dam danau thale",
    "mountain": "morro kholm serrania loma lomas pico pic peak peaks colline colina dahr zahr kef kaf zemlet koudiat"
    " koudiet kudyat gunong qubbat varri vaara fjell fjellet fjall mal maja qafa puig puy massif plateau sommet kamen"
    " sopka tauu tau gharo mount mountain mt hill hills cerro monte mont montagne montana sierra serra berg gora hora"
    " vrh vrah planina kuh kwh koh jabal jbl jebel djebel gebel dag dagi daglari tepe tepesi tappeh tall tell tel"
    " shan yama san sanmyaku bukit gunung goenoeng pegunungan khrebet gryada ridge chaine range ula khao phu doi nui"
    " dealul ghar ghundai ras' qimmat pass pereval gardaneh",
    "island": "ostrova islet key atoll reef shoal rock rocks kepulauan holmen holm skerry saaret luoto nosy motu"
    " island islands isle isla ilha ile ilot insel ostrov nisis nisi pulau eiland goh ko dao tao shima jima jazirat"
    " ada adasi hon saari o oya",
    "cape": "damagheh dmaghh damaghah tanjong ujung oedjoeng hoek odden ponta nos rt akra akrotirion cape cap cabo"
    " capo punta pointe point mys ras saki zaki misaki burnu tanjung jiao peninsula poluostrov hana bana kap kosa spit",
    "bay": "havre haven cove inlet ensenada caleta rada anse sund strait passage channel proliv lahti viken vik bay"
    " baie bahia golfo gulf zaliv bukhta buhta guba wan ura teluk khawr khor korfezi koerfezi fjord fiordo seno ormos",
    "valley": "qararat hondonada canon gorge kloof tangi shelah sai dhar valley vallee val valle darreh drh darra"
    " dara dolina tal dal vadi shi'b sha'b shib",
    "spring": "kuduk quduq qoduq hassi hasi ogla cheshma kariz karez spring ayn ain 'ayn ein bir bi'r birkah cheshmeh"
    " chshmh chashmeh chah chh kolodets rodnik fuente ojo puits pozo ab nab",
    "plain": "llanos pampa steppe desierto erg ramlat hamada hamadat reg plain dasht dsht desert sahl kavir pole"
    " campo llano sabkhat",
    "cemetery": "cemetery maqabir maqbarat kladbishche cementerio",
    "old ruin": "khirbat khirbet khrbt razvaliny ruins burg castle castillo castello schloss qal'at qalat qal'eh ql'h"
    " qal'a kalat fort krepost qasr zamek",
    "station": "station stantsiya stanciya stancija stantsyya stacija railway railroad eki yok yeok zhan sathani"
    " sthani rotfai gare bahnhof estacion estacao razezd raz'ezd ostanovochnyy punkt airport aeroport port porto"
    " puerto harbour harbor pristan bandar bndr interchange",
    "region": "rurale rural mandal tehsil taluk thana upazila amphoe tambon changwat kecamatan kabupaten raionul"
    " wilayat governorate prefecture arrondissement department sancak county district province region state rayon"
    " raion oblast okrug kreis landkreis bezirk judetul comuna commune municipality municipio kommun kommune canton"
    " departamento provincia distrito shahrestan shhrstan bakhsh xian hsien qu chu shi shih sheng gun gu ku opstina"
    " megye powiat gmina mintaqat muhafazat il ilce ilcesi gorodskoy gorodskoj sel'skoye sel'skoe poselenie"
    " munitsipal'nyy municipal'nyj parish borough socken bashkia myeon myon",
    "settlement": "vyselki vyselok aul estancia sitio granja campement kalle kili dorp wies osada kolonia ferma"
    " khutir selyshche mevkii city town township village villa ville pueblo ciudad barrio caserio colonia comunidad"
    " selo posyolok poselok derevnya khutor hutor gorod stadt gemeinde dorf cun ts'un tsun zhen chen xiang hsiang"
    " zhuang chuang zhuangzi machi cho mura son ri ni li dong tong maul koy koyu mahallesi deh dih dh kalateh klath"
    " mazra'eh mzr'h tolombeh abad qeshlaq qshlaq shahr madinat mdynh qaryat kafr kfar ban baan xom ap lang thon phum"
    " phumi srok kampung kampong desa dusun khel kelay kelai kalay basti goth gaon nagar douar dowar ouled awlad"
    " oulad beni bani sovkhoz kolkhoz zimovka letnik sloboda qyteti rancheria hsu fazenda hacienda rancho ejido"
    " urochishche urochishhe farm bur",
    "upper": "upper ober ovre verkh verkhnyaya verkhniy verkhneye olya 'olya 'ulya ulya bala bala' alto sus boven"
    " yukari zemo gorni gornji gornja gornje gorno felso haute arriba",
    "lower": "lower unter nedre nizhniy nizhny nizhnyaya nizhneye sofla sufla suflah pa'in payin bajo jos asagi"
    " kvemo dolni dolno dolen donji donja donje basse abajo",
    "great": "great big gross store stora bolshoy bol'shoy bol'shoj bolshaya bol'shaya bolshoe veliky velikiy velka"
    " velike bozorg kabir kebir grande buyuk",
    "small": "small little klein lilla malaya maloye malyy malyj malye mala male kuchek kuchak kucuk saghir kecil"
    " chico",
    "new": "new neu nueva nuevo novaya novoye novyy novyj nova nove now naw yeni nea",
    "old": "old alt staraya staroye staryy staryj stara stare eski viejo kuhneh",
    "north": "north northern nord norra nordre severnyy severnaya severny bei shamali shamaliyah",
    "south": "south southern sud sodra sondre yuzhnyy yuzhnaya yuzhny nan janubi",
    "east": "east eastern ost ostra este vostochnyy vostochnaya vostochny sharqi sharqiyah dogu",
    "west": "west western vastra oeste zapadnyy zapadnaya zapadny gharbi gharbiyah bati",
    "first": "pervyy pervoye pervaya first",
    "second": "vtoroy vtoroye vtoraya second",
    "school": "school rongrian rongreiyn escuela schule shkola",
    "temple": "biara pagoda shrine miao jinja ermita capilla chapel kapelle tekke imamzadeh emamzadeh mazar ziyarat"
    " temple wat church iglesia eglise kirche kirke monastery deir dayr mosque masjid kanisat",
    "saint": "saint sainte santa santo sao sankt st",
}

_SYLLABLES: Final = (
    "nan bei shan ho he hu jiang chiang chuan ku qu gu shi shih chu xian hsien cun ts'un tsun zhen chen xiang hsiang"
    " zhuang chuang li wan gang tong dong sheng hsu"
)
SYLLABLES: Final = frozenset(_SYLLABLES.split())
"""Chinese ones, which as often are part of a name."""

LAST: Final = "村镇鎮乡鄉县縣市区區省路站駅驛江河川湖山岛島町郡州"
"""What a Chinese or Japanese name of a place ends in: village, town, county, station, river, mountain..."""

CONTRARY: Final = frozenset(
    {"upper", "lower", "great", "small", "new", "old", "north", "south", "east", "west", "first", "second"}
)
"""Kinds that tell namesakes apart: who gives one of them would give the same one again."""

NATURAL: Final = frozenset({"river", "lake", "mountain", "island", "cape", "bay", "valley", "spring", "plain"})
"""Kinds of what no one built."""

_KIND: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_BARE: Final = str.maketrans("", "", "aeiou'yw")
_LEAST: Final = 4
"""Consonants by which a word without vowels is known; fewer are too many other words."""
_BONES: Final = {bones: kind for word, kind in _KIND.items() if len(bones := word.translate(_BARE)) >= _LEAST}
"""The same without vowels, for scripts that leave them out."""


def kind_of(plain: str, *, sparse: bool) -> str:
    """What kind of place the word names; nothing where it is a name."""
    return _KIND.get(plain) or (_BONES.get(plain.translate(_BARE), "") if sparse else "")
