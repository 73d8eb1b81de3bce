"""Languages, countries and kinds of source: their codes, and the names under which people look for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.filters.query import Label
from bot.core.filters.trouble import closest
from bot.core.text.fold import fold

__all__ = ["CODES", "code", "likely"]

_LANGUAGES: Final = """
aa afar|ab abkhaz|ae avestan|af afrikaans|ak akan|am amharic|an aragonese|ar arabic|as assamese|av avar|ay aymara
az azerbaijani azeri|ba bashkir|be belarusian|bg bulgarian|bi bislama|bm bambara|bn bengali bangla|bo tibetan|br breton
bs bosnian|ca catalan|ce chechen|ch chamorro|co corsican|cr cree|cs czech cz|cu slavonic|cv chuvash|cy welsh
da danish dk|de german deutsch|dv dhivehi divehi|dz dzongkha|ee ewe|el greek gr|en english eng|eo esperanto
es spanish espanol|et estonian|eu basque|fa persian farsi|ff fula fulani|fi finnish|fj fijian|fo faroese
fr french francais|fy frisian|ga irish|gd gaelic|gl galician|gn guarani|gu gujarati|gv manx|ha hausa|he hebrew il iw
hi hindi|ho hiri-motu|hr croatian|ht haitian|hu hungarian|hy armenian|hz herero|ia interlingua|id indonesian
ie interlingue|ig igbo|ii nuosu|ik inupiaq|io ido|is icelandic|it italian|iu inuktitut|ja japanese jp|jv javanese
ka georgian|kg kongo|ki kikuyu|kj kuanyama|kk kazakh|kl greenlandic|km khmer|kn kannada|ko korean kr|kr kanuri
ks kashmiri|ku kurdish kurmanji sorani|kv komi|kw cornish|ky kyrgyz|la latin|lb luxembourgish|lg luganda|li limburgish
ln lingala|lo lao|lt lithuanian|lu luba|lv latvian|mg malagasy|mh marshallese|mi maori|mk macedonian|ml malayalam
mn mongolian|mr marathi|ms malay|mt maltese|my burmese|na nauruan|nb bokmal|nd ndebele|ne nepali|ng ndonga
nl dutch flemish|nn nynorsk|no norwegian|nr southern-ndebele|nv navajo|ny chichewa|oc occitan|oj ojibwe|om oromo|or odia
os ossetian|pa punjabi|pi pali|pl polish|ps pashto|pt portuguese|qu quechua|rm romansh|rn kirundi|ro romanian
ru russian|rw kinyarwanda|sa sanskrit|sc sardinian|sd sindhi|se sami|sg sango|si sinhala|sk slovak|sl slovene slovenian
sm samoan|sn shona|so somali|sq albanian|sr serbian|ss swati|st sotho|su sundanese|sv swedish|sw swahili|ta tamil
te telugu|tg tajik|th thai|ti tigrinya|tk turkmen|tl tagalog filipino|tn tswana|to tongan|tr turkish|ts tsonga|tt tatar
tw twi|ty tahitian|ug uyghur uighur|uk ukrainian ua|ur urdu|uz uzbek|ve venda|vi vietnamese|vo volapuk|wa walloon
wo wolof|xh xhosa|yi yiddish|yo yoruba|za zhuang|zh chinese mandarin cn|zu zulu
"""
"""ISO 639-1, with names in English and what is taken for a code."""

_COUNTRIES: Final = """
ad andorra|ae emirates united-arab-emirates uae|af afghanistan|ag antigua-and-barbuda antigua|ai anguilla|al albania
am armenia|ao angola|aq antarctica|ar argentina|as american-samoa|at austria|au australia|aw aruba|ax aland-islands
az azerbaijan|ba bosnia bosnia-and-herzegovina|bb barbados|bd bangladesh|be belgium|bf burkina-faso|bg bulgaria
bh bahrain|bi burundi|bj benin|bl saint-barthelemy|bm bermuda|bn brunei|bo bolivia|bq bonaire|br brazil|bs bahamas
bt bhutan|bv bouvet-island|bw botswana|by belarus|bz belize|ca canada|cc cocos-islands|cd dr-congo congo-kinshasa drc
cf central-african-republic|cg congo congo-brazzaville|ch switzerland|ci ivory-coast cote-d'ivoire|ck cook-islands
cl chile|cm cameroon|cn china|co colombia|cr costa-rica|cu cuba|cv cape-verde cabo-verde|cw curacao|cx christmas-island
cy cyprus|cz czechia czech-republic|de germany|dj djibouti|dk denmark|dm dominica|do dominican-republic|dz algeria
ec ecuador|ee estonia|eg egypt|eh western-sahara|er eritrea|es spain|et ethiopia|fi finland|fj fiji|fk falkland-islands
fm micronesia|fo faroe-islands|fr france|ga gabon|gb britain united-kingdom great-britain uk england|gd grenada
ge georgia|gf french-guiana|gg guernsey|gh ghana|gi gibraltar|gl greenland|gm gambia|gn guinea|gp guadeloupe
gq equatorial-guinea|gr greece|gs south-georgia|gt guatemala|gu guam|gw guinea-bissau|gy guyana|hk hong-kong
hm heard-island|hn honduras|hr croatia|ht haiti|hu hungary|id indonesia|ie ireland|il israel|im isle-of-man|in india
io british-indian-ocean-territory|iq iraq|ir iran|is iceland|it italy|je jersey|jm jamaica|jo jordan|jp japan|ke kenya
kg kyrgyzstan|kh cambodia|ki kiribati|km comoros|kn saint-kitts-and-nevis|kp north-korea|kr south-korea korea|kw kuwait
ky cayman-islands|kz kazakhstan|la laos|lb lebanon|lc saint-lucia|li liechtenstein|lk sri-lanka|lr liberia|ls lesotho
lt lithuania|lu luxembourg|lv latvia|ly libya|ma morocco|mc monaco|md moldova|me montenegro|mf saint-martin
mg madagascar|mh marshall-islands|mk north-macedonia macedonia|ml mali|mm myanmar burma|mn mongolia|mo macao macau
mp northern-mariana-islands|mq martinique|mr mauritania|ms montserrat|mt malta|mu mauritius|mv maldives|mw malawi
mx mexico|my malaysia|mz mozambique|na namibia|nc new-caledonia|ne niger|nf norfolk-island|ng nigeria|ni nicaragua
nl netherlands holland|no norway|np nepal|nr nauru|nu niue|nz new-zealand|om oman|pa panama|pe peru|pf french-polynesia
pg papua-new-guinea|ph philippines|pk pakistan|pl poland|pm saint-pierre-and-miquelon|pn pitcairn|pr puerto-rico
ps palestine|pt portugal|pw palau|py paraguay|qa qatar|re reunion|ro romania|rs serbia|ru russia|rw rwanda
sa saudi-arabia ksa|sb solomon-islands|sc seychelles|sd sudan|se sweden|sg singapore|sh saint-helena|si slovenia
sj svalbard|sk slovakia|sl sierra-leone|sm san-marino|sn senegal|so somalia|sr suriname|ss south-sudan|st sao-tome
sv el-salvador|sx sint-maarten|sy syria|sz eswatini swaziland|tc turks-and-caicos|td chad|tf french-southern-territories
tg togo|th thailand|tj tajikistan|tk tokelau|tl east-timor timor-leste|tm turkmenistan|tn tunisia|to tonga
tr turkey turkiye|tt trinidad-and-tobago trinidad|tv tuvalu|tw taiwan|tz tanzania|ua ukraine|ug uganda
um us-minor-outlying-islands|us united-states usa america|uy uruguay|uz uzbekistan|va vatican|vc saint-vincent
ve venezuela|vg british-virgin-islands|vi us-virgin-islands|vn vietnam|vu vanuatu|wf wallis-and-futuna|ws samoa
xk kosovo|ye yemen|yt mayotte|za south-africa|zm zambia|zw zimbabwe
"""
"""ISO 3166-1 alpha-2 and Kosovo's xk, with names in English."""

_KINDS: Final = """
bing-news bing|bluesky bsky|feed rss atom|gdelt|geojson|google-news google|mastodon fediverse|reddit|site web website
sitemap|substack|telegram tg|wordpress|x twitter tweet|youtube yt video
"""
"""The kinds of source, and what else they are called."""


def _table(written: str) -> dict[str, str]:
    """The code of each name, and of each code."""
    rows = [row.split() for line in written.split("\n") for row in line.split("|") if row]
    names = {name: row[0] for row in rows for name in row}
    return names | {row[0]: row[0] for row in rows}


CODES: Final[Mapping[Label, Mapping[str, str]]] = {
    Label.LANG: _table(_LANGUAGES),
    Label.COUNTRY: _table(_COUNTRIES),
    Label.KIND: _table(_KINDS),
}
"""For each label whose values are known beforehand: the code of each name, and of each code."""


def code(label: Label, written: str) -> str:
    """The code that is meant: `ar` for AR, Arabic and ar-SY; empty for what is not known."""
    name = "-".join(fold(written.strip(".")).split())
    codes = CODES[label]
    found = codes.get(name, "")
    return found or (codes.get(name.partition("-")[0].partition("_")[0], "") if label is Label.LANG else "")


def likely(label: Label, written: str) -> str:
    """The code that was probably meant; empty when none is near."""
    codes = CODES[label]
    return codes.get(closest(fold(written), [name for name in codes if len(name) > 2]), "")  # noqa: PLR2004 - no codes
