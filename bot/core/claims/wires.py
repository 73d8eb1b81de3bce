"""The news agencies of the world, and how they are written in datelines, signatures and reports."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.core.claims.wordlists import entries, row

__all__ = ["AGENCIES", "AGENCY_ROWS", "agency_forms", "agency_key", "agency_name"]

_WRITTEN: Final = """
ap = AP / Associated Press / The Associated Press / AP News / AP Photo / أسوشيتد برس / أسوشييتد برس / أسوشيتدبرس /
    Ассошиэйтед Пресс / Ассошиэйтед пресс / آسوشیتدپرس / אי-פי / איי פי
afp = AFP / Agence France-Presse / Agence France Presse / فرانس برس / أ ف ب / أ.ف.ب / ا ف ب / АФП / خبرگزاری فرانسه
    / פרנס פרס
reuters = Reuters / Thomson Reuters / Reuters Staff / Reuters.com / رويترز / رویترز / Рейтер / Рейтерс / Reuter /
    רויטרס / agência Reuters / 路透社 / ロイター
upi = UPI / United Press International / يونايتد برس
dpa = dpa / Deutsche Presse-Agentur / DPA International / dpa-AFX / د ب أ / د.ب.أ / الألمانية / ДПА
efe = EFE / Agencia EFE / Efe / ЭФЕ
ansa = ANSA / Agenzia ANSA / AnsaMed / آنسا
tass = TASS / ТАСС / ITAR-TASS / ИТАР-ТАСС / تاس / Agencia TASS
ria = RIA Novosti / RIA Nowosti / РИА Новости / ريا نوفوستي / نوفوستي / ریانووستی / RIA Novosty
interfax = Interfax / Интерфакс / INTERFAX.RU / إنترفاكس / Interfaks
interfax-ukraine = Interfax-Ukraine / Интерфакс-Украина / Інтерфакс-Україна
ukrinform = Ukrinform / Укринформ / Укрінформ
unn = UNN / УНН
unian = UNIAN / УНИАН / УНІАН
xinhua = Xinhua / Xinhua News Agency / 新华社 / 新華社 / شينخوا / Синьхуа / שינחואה
cns = China News Service / 中新社
anadolu = Anadolu / AA / Anadolu Agency / Anadolu Ajansı / Anadolu Ajansi / AA.com.tr / الأناضول / وكالة الأناضول /
    Анадолу / آناتولی / آنادولو / Agencia Anadolu / Agence Anadolu
dha = DHA / Demirören Haber Ajansı / Demirören News Agency
iha = IHA / İHA / İhlas Haber Ajansı / Ihlas News Agency
anka = ANKA / ANKA Haber Ajansı
irna = IRNA / Islamic Republic News Agency / ایرنا / إرنا / ИРНА
isna = ISNA / ایسنا / إيسنا
tasnim = Tasnim / Tasnim News Agency / Tasnim News / تسنیم / تسنيم / Тасним
fars = Fars / Fars News Agency / Fars News / خبرگزاری فارس / وكالة فارس / Фарс
mehr = Mehr / Mehr News Agency / Mehr News / MNA / خبرگزاری مهر / وكالة مهر
ilna = ILNA / ایلنا
sana = SANA / Syrian Arab News Agency / سانا / وكالة سانا / الوكالة العربية السورية للأنباء / САНА
wafa = WAFA / وفا / وكالة وفا
maan = Ma'an / Maan News Agency / وكالة معا
nna = NNA / National News Agency / Agence nationale de l'information / ANI Liban / الوكالة الوطنية للإعلام / الوطنية
    للإعلام
petra = Petra / Jordan News Agency / بترا
ina = INA / Iraqi News Agency / واع / وكالة الأنباء العراقية
kuna = KUNA / Kuwait News Agency / كونا
spa = SPA / Saudi Press Agency / واس / وكالة الأنباء السعودية
wam = WAM / Emirates News Agency / وام
qna = QNA / Qatar News Agency / قنا
bna = BNA / Bahrain News Agency / بنا
ona = ONA / Oman News Agency / العمانية
saba = Saba / Yemen News Agency / سبأ / سبأنت
mena = MENA / Middle East News Agency / أ ش أ / وكالة أنباء الشرق الأوسط
aps = APS / Algérie Presse Service / وكالة الأنباء الجزائرية / واج
tap = TAP / Tunis Afrique Presse / وات
map = MAP / Maghreb Arabe Presse
suna = SUNA / Sudan News Agency / سونا
lana = LANA / Libyan News Agency
hawar = ANHA / Hawar News Agency / وكالة هاوار / هاوار
pti = PTI / Press Trust of India
ani = ANI / Asian News International
ians = IANS / Indo-Asian News Service
uni = UNI / United News of India
app = APP / Associated Press of Pakistan
bss = BSS / Bangladesh Sangbad Sangstha
kyodo = Kyodo / Kyodo News / 共同通信 / 共同 / Киодо
jiji = Jiji / Jiji Press / 時事通信
yonhap = Yonhap / Yonhap News Agency / Yonhap News / 연합뉴스 / 연합 / Ренхап / Ёнхап / يونهاب
kcna = KCNA / Korean Central News Agency / ЦТАК
cna = CNA / Central News Agency / 中央社
bernama = Bernama
antara = Antara / Antara News
vna = VNA / Vietnam News Agency
aap = AAP / Australian Associated Press
cp = The Canadian Press / Canadian Press / La Presse Canadienne
pa = PA / PA Media / Press Association
pap = PAP / Polska Agencja Prasowa / Polish Press Agency / ПАП
ctk = CTK / ČTK / Czech News Agency
mti = MTI / Magyar Távirati Iroda
agerpres = Agerpres
bta = BTA / БТА / Bulgarian News Agency
tanjug = Tanjug / Танјуг
hina = HINA
apa = APA / Austria Presse Agentur
sda = Keystone-SDA / SDA / Keystone-ATS
belga = Belga / Belga News Agency
anp = ANP
ntb = NTB
ritzau = Ritzau
stt = STT
lusa = Lusa / Agência Lusa
adnkronos = Adnkronos
agi = AGI / Agenzia Italia
europa-press = Europa Press
belta = BelTA / БелТА / БЕЛТА
azertac = AZERTAC / Azertag / АЗЕРТАДЖ
trend = Trend News Agency
armenpress = Armenpress / Арменпресс
kazinform = Kazinform / Казинформ
telam = Télam
notimex = Notimex
prensa-latina = Prensa Latina
agencia-brasil = Agência Brasil
nan = NAN / News Agency of Nigeria
sapa = SAPA
bloomberg = Bloomberg / Bloomberg News / بلومبرغ / بلومبيرغ / Блумберг
"""

AGENCIES: Final = tuple((key, tuple(forms.split(" / "))) for key, forms in entries(_WRITTEN))
"""Each with the end of its key, and its names: the first one is printed."""

_KEYS: Final = {row(form): f"agency:{key}" for key, forms in AGENCIES for form in forms}
AGENCY_ROWS: Final = frozenset(_KEYS)
"""Their names, folded."""
_NAMES: Final = {f"agency:{key}": forms[0] for key, forms in AGENCIES}
_SPELLED: Final = frozenset(form for _, forms in AGENCIES for form in forms)

SHORT: Final = 5
"""Letters up to which a name in Latin letters counts only as it is written: AA, MAP and Una are words too."""


@lru_cache(maxsize=8192)
def agency_key(written: str) -> str:
    """Of an agency that is called exactly so; empty when none is."""
    bare = written.strip(" .,:;\"'\n")
    key = _KEYS.get(row(bare), "")
    if key and bare.isascii() and len(bare) <= SHORT and bare not in _SPELLED and not bare.isupper():
        return ""
    return key


def agency_forms() -> frozenset[str]:
    """All ways to write them."""
    return _SPELLED


def agency_name(key: str) -> str:
    """What to call it; the key itself where it is none of an agency."""
    return _NAMES.get(key, key)
