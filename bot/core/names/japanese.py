"""Whether a name in Chinese characters may be read as another one in Japanese.

A character has several readings, and which of them a place uses is known to those who live there: 大山 is Oyama or
Daisen. So the question is not how a name is read, but whether one of its readings is the other name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

from anyascii import anyascii

__all__ = ["readable", "romaji"]

Readings = list[tuple[str, ...]]

_READINGS: Final = (
    "ヶ=ga,ke,ka ケ=ga,ke,ka 一=ichi,hito,kazu,it,i 二=ni,futa 三=san,mi,mitsu 四=shi,yon,yo,yotsu 五=go,itsu,i"
    " 六=roku,mu,mutsu 七=nana,shichi 八=hachi,ya,yatsu,hat 九=ku,kyu,kokono 十=ju,to,jut 百=hyaku,momo 千=sen,chi"
    " 万=man,yorozu 上=kami,ue,uwa,jo,age,kan 下=shimo,shita,ge,ka,shimu,kuda 中=naka,chu,jun 大=o,dai,tai,ta"
    " 小=ko,o,sho,chi 高=taka,ko,tak 長=naga,cho,osa 新=shin,ara,nii,atara,ni 古=furu,ko,fu 東=higashi,to,azuma"
    " 西=nishi,sai,sei 南=minami,nan,na 北=kita,hoku,hot,ho 前=mae,zen,saki 後=ushiro,go,ato,nochi,shiri"
    " 内=uchi,nai,utsu 外=soto,gai,to 左=hidari,sa 右=migi,u 本=hon,moto 元=moto,gen,gan 山=yama,san,sen"
    " 川=kawa,sen,ka 河=kawa,ga,ko 江=e,ko 田=ta,den 野=no,ya 原=hara,wara,gen,bara 村=mura,son 町=machi,cho"
    " 市=shi,ichi 区=ku 郡=gun,kori 県=ken,agata 島=shima,to 崎=saki,misaki,ki 岬=misaki,saki 鼻=hana 浦=ura,ho"
    " 津=tsu,shin 浜=hama,hin 港=minato,ko 湊=minato 海=umi,kai,mi,a 湖=mizuumi,ko 池=ike,chi 沼=numa,sho"
    " 沢=sawa,taku 澤=sawa 谷=tani,ya,yatsu,koku,gai,tan 坂=saka,han 阪=saka 峰=mine,ho 峯=mine 岳=take,gaku 嶽=take"
    " 岡=oka,ko 丘=oka,kyu 森=mori,shin 林=hayashi,rin 木=ki,gi,moku,ko,boku 松=matsu,sho,mat 杉=sugi 竹=take,chiku"
    " 梅=ume,bai 桜=sakura,o 櫻=sakura 柳=yanagi,ryu 栗=kuri 桑=kuwa 柿=kaki 桃=momo 椿=tsubaki 榎=enoki,e"
    " 楠=kusu,kusunoki 橋=hashi,kyo 宮=miya,gu,ku 神=kami,kan,jin,ka,ko,shin 社=yashiro,sha,ja 寺=tera,ji 堂=do 院=in"
    " 塚=tsuka 城=shiro,jo,ki 館=tate,kan,yakata 石=ishi,seki,iwa 岩=iwa,gan 巌=iwa 砂=suna,sa 土=tsuchi,to,do,hiji"
    " 金=kane,kin,kon,kana,gane 銀=gin 鉄=tetsu 水=mizu,sui,mi 泉=izumi,sen,zumi 井=i,sei 滝=taki 瀧=taki 瀬=se"
    " 渕=fuchi 淵=fuchi 堀=hori 溝=mizo 堤=tsutsumi,tei 戸=to,ko,be 門=kado,mon,to 口=kuchi,ko 倉=kura,so 蔵=kura,zo"
    " 家=ie,ya,ka 屋=ya,oku 宿=shuku,yado 里=sato,ri 郷=go,sato 道=michi,do 路=ji,michi,ro 辻=tsuji"
    " 平=hira,taira,hei,daira 台=dai,tai 地=chi,ji 場=ba,jo 所=tokoro,sho 関=seki,kan 根=ne,kon 尾=o,bi 手=te,shu"
    " 足=ashi,soku 目=me,moku,ma 頭=kashira,to,atama 首=kubi,shu 赤=aka,seki 青=ao,sei 白=shiro,shira,haku"
    " 黒=kuro,koku 黄=ki,o 緑=midori,ryoku 日=hi,nichi,ni,ka 月=tsuki,getsu 星=hoshi,sei 朝=asa,cho 夕=yu"
    " 春=haru,shun 夏=natsu,ka 秋=aki,shu 冬=fuyu,to 雪=yuki,setsu 風=kaze,fu,kaza 雲=kumo,un 天=ama,ten,ame"
    " 光=hikari,ko,mitsu 明=akira,mei,myo,ake,aka 花=hana,ka 草=kusa,so 葉=ha,yo,ba 菜=na,sai 豆=mame,zu 麦=mugi"
    " 米=yone,kome,mai,bei 稲=ine,ina 鳥=tori,cho,to 鷹=taka 鶴=tsuru 亀=kame,ki 鹿=shika,ka 馬=uma,ba,ma 牛=ushi,gyu"
    " 犬=inu 熊=kuma 猪=i,ino 猿=saru 狐=kitsune 魚=uo,gyo 竜=ryu,tatsu 龍=ryu,tatsu 玉=tama,gyoku 丸=maru,gan 王=o"
    " 角=kado,tsuno,kaku,sumi 矢=ya,shi 弓=yumi 刀=katana 久=ku,hisa,kyu 安=yasu,an,a 吉=yoshi,kichi,yo 福=fuku"
    " 富=tomi,fu,to 幸=sachi,ko,yuki 和=wa,kazu 正=masa,sho,sei 清=kiyo,sei,shimizu 永=naga,ei 広=hiro,ko 廣=hiro"
    " 太=ta,tai,o,futo 加=ka 多=ta 美=mi,bi 保=ho,yasu 羽=ha,hane,wa,u 生=iku,o,sei,ki,fu,nama,u,sho"
    " 立=tachi,tate,ritsu,da 入=iri,nyu 出=de,ide,shutsu,izu 落=ochi,raku 見=mi,ken 越=koshi,etsu,goe,koe"
    " 向=mukai,muka,ko,muko 追=oi,tsui 折=ori,setsu 引=hiki,in 取=tori 切=kiri,setsu 居=i 住=sumi,ju 今=ima,kon"
    " 奥=oku 横=yoko,o 脇=waki 間=ma,kan,aida 辺=be,hen,nabe 邊=be 渡=watari,wata,to 船=funa,fune,sen 舟=funa,fune"
    " 車=kuruma,sha 駅=eki 驛=eki 線=sen 園=sono,en 苑=en 坪=tsubo 畑=hata,hatake 畠=hata 塩=shio,en 味=aji,mi"
    " 酒=saka,sake 湯=yu,to 温=on,nuku 条=jo 丁=cho 番=ban 号=go 通=tori,dori,tsu 子=ko,ne,shi 女=onna,me,jo"
    " 男=otoko,o,dan 人=hito,jin,nin 法=ho 仏=butsu,hotoke 若=waka 老=oi,ro 君=kimi,kun 兵=hyo,hei 軍=gun 部=be,bu"
    " 名=na,mei 字=ji,aza 文=fumi,bun 学=gaku 校=ko 公=ko 武=take,bu,mu 士=shi 佐=sa 伊=i 阿=a 宇=u 奈=na"
    " 良=ra,yoshi,ryo 賀=ga,ka 須=su 磨=ma 摩=ma 志=shi 知=chi,shi 代=yo,shiro,dai 喜=ki 香=ka,ko,kaori 能=no"
    " 登=to,nobori 勝=katsu,sho,ka 敷=shiki 串=kushi 笠=kasa 鎌=kama 釜=kama 鍋=nabe 箱=hako 篠=shino 芦=ashi"
    " 茂=mo,shige 荒=ara 蒲=kama,gama 藤=fuji,to 菊=kiku 萩=hagi 蓮=hasu,ren 早=haya,so 深=fuka,shin 浅=asa 細=hoso"
    " 厚=atsu 重=shige,e,ju 近=chika,kin,omi 遠=to,en 曽=so 曾=so 粟=awa 糸=ito,shi 織=ori 絵=e 衣=koromo,kinu,i"
    " 袋=fukuro 守=mori,kami,shu 宝=takara,ho 室=muro,shitsu 庄=sho 府=fu 庭=niwa 成=nari,sei 戎=ebisu 扇=ogi 押=oshi"
    " 掛=kake 旗=hata 旭=asahi 昭=sho 曲=maga,kyoku 来=ki,rai,ku 枝=eda,e 枯=kare 柏=kashiwa 柴=shiba 株=kabu"
    " 桂=katsura 梨=nashi 植=ue 楢=nara 樫=kashi 櫛=kushi 比=hi 毛=ke,mo 氷=hi,kori 沖=oki 波=nami,ha 洞=hora,do"
    " 洲=su 流=nagare,ryu 浪=nami 添=soe 潟=kata 灘=nada 熱=atsu 片=kata 牧=maki 物=mono 狩=kari 猫=neko 甲=ko,ka"
    " 留=ru,tome 相=ai,so,sa 真=ma,shin 眞=ma 砥=to 磯=iso 稚=waka 種=tane 穂=ho 窪=kubo 竪=tate 笹=sasa"
    " 筑=chiku,tsuku 築=tsuki,chiku 粕=kasu 紀=ki 綾=aya 網=ami 縄=nawa 群=gun,mure 耳=mimi 臼=usu 舞=mai 般=han"
    " 苗=nae 茶=cha 茨=ibara 薬=yaku,kusuri 虎=tora 蛇=hebi,ja 蟹=kani 行=yuki,gyo 諏=su 訪=wa 豊=toyo,ho 貝=kai"
    " 貫=kan,nuki 輪=wa 那=na 釣=tsuri 鈴=suzu 鎮=chin 鏡=kagami 鐘=kane 面=omo,men 音=oto,on 飛=hi,tobi"
    " 飯=ii,han,meshi 駒=koma 鬼=oni,ki 鮎=ayu 鯉=koi 鳴=naru,nari 鴨=kamo 鷺=sagi 麻=asa,ma 斎=sai 斉=sai"
    " 乙=oto,otsu 供=tomo,kyo 之=no 寄=yori,ki 電=den 官=kan 役=yaku 塔=to 札=satsu,fuda 幌=horo 別=betsu,be 更=sara"
    " 茅=kaya 菅=suga 蕨=warabi 布=fu,nuno 床=toko 弥=ya 彦=hiko 恵=e,megumi 愛=ai 投=nage 持=mochi 指=sashi 料=ryo"
    " 斗=to 方=kata,ho 旧=kyu 昆=kon 有=ari,yu 望=mo,bo 楽=raku,gaku 樋=hi,toi 機=hata,ki 歌=uta 母=mo,haha 気=ke,ki"
    " 治=ji,haru 浄=jo 満=man,mitsu 演=en 潮=shio 火=hi,ka 灰=hai 炭=sumi 焼=yaki 照=teru 父=chichi 瑞=mizu 瓦=kawara"
    " 用=yo 由=yu,yoshi 畝=une 皆=mina 皿=sara 盛=mori 直=nao 祖=so 祝=iwai 穴=ana 空=sora,ku 竈=kama 笛=fue 箕=mino"
    " 糠=nuka 給=kyu 綱=tsuna 総=so,fusa 置=oki 肥=hi 胡=ko 臥=ga 興=ko,oki 芝=shiba 苅=kari 荷=ni 荻=ogi 莱=rai"
    " 葛=kuzu,katsu 蔦=tsuta 蕪=kabu 国=kuni,koku,goku 御=o,mi,go 都=miyako,to,tsu 京=kyo,kei 仙=sen 幡=hata,man,ban"
    " 丹=tan 座=za 岐=ki,gi 吹=fuki,sui 仁=ni,jin 分=bu,bun,wake 利=ri,to,toshi 陸=riku,mutsu 常=hitachi,tsune,jo"
    " 巣=su 尻=shiri 岸=kishi,gan 央=o 世=se,yo 納=no,na 宜=gi,yoshi 張=hari 児=ko,ji 磐=iwa,ban 勢=se,zei 巻=maki"
    " 泊=tomari,haku 板=ita,han 栖=su 徳=toku 嘉=ka,yoshi 牟=mu 延=nobe,en 合=ai,go 狭=sa,hasama 街=gai,machi"
    " 標=shibe 砺=to 善=zen,yoshi 与=yo 梁=yana 杵=ki,kine 滑=name 無=mu,na 坊=bo 渋=shibu 垣=kaki 諸=moro"
    " 込=kome,komi 桐=kiri 軽=karu,kei 刈=kari 印=in 陽=yo 形=kata,gata 寿=ju,su 伏=fushi 殿=tono,den 栃=tochi"
    " 辰=tatsu 槻=tsuki 静=shizu,sei 濃=no 俣=mata 益=masu,mashi 琴=koto 舎=sha 埼=sai 連=ren,tsura 鳩=hato 半=han"
    " 阜=fu 免=men 甘=ama,kan 霞=kasumi 寒=samu,kan,sabu 初=hatsu 占=ura 蘭=ran 嵐=arashi 仲=naka 呂=ro 養=yo,ya"
    " 嬉=ure,ureshi 鵜=u 燕=tsubame 垂=taru,tare 雄=o,yu 洗=arai 周=su,shu 発=hatsu,hotsu 堺=sakai 伯=haku,ho 鯖=saba"
    " 鷲=washi 桶=oke 表=omote 雨=ame,ama 龜=kame 壁=kabe 橿=kashi 唐=kara,to 観=kan 務=mu 嶋=shima 是=kore 姫=hime"
    " 碧=heki 秦=hata,hada 湾=wan 調=cho 紫=shi,murasaki 涌=waku 棚=tana 塙=hanawa 銚=cho 孫=mago 帯=obi 紋=mon"
    " 余=yo,amari 釧=kushi 函=hako 造=zo 増=masu,zo 鰺=aji 走=hashiri 蓬=yomogi 寝=ne 柄=e,tsuka,gara 進=shin 妙=myo"
    " 曳=hiki 杜=mori 栄=sakae,ei 在=zai,ari 遊=yu,aso 対=tsui,tsu 産=san,ubu 淡=awa 主=nushi,shu 宗=mune,so"
    " 参=mi,san 墨=sumi 末=sue,matsu 式=shiki 設=setsu 割=wari 施=se 暮=kure 科=shina 韮=nira 礼=rei 容=yo 的=mato"
    " 惣=so 菰=komo 騎=ki 錦=nishiki 尋=hiro 兼=kane 因=in,ina 隈=kuma 隆=taka 影=kage 桧=hinoki 檜=hinoki 智=chi"
    " 聖=sei,hijiri 籠=kago,kome 雫=shizuku 色=iro 珂=ka 圏=ken 團=dan 団=dan 会=ai,e,kai 議=gi 商=sho 業=gyo"
    " 工=ko,ku 等=to 病=byo 局=kyoku 峠=toge 砦=toride 嵯=sa 峨=ga 隠=on,kaku 鞍=kura 鬱=utsu 甑=koshiki 湧=waku"
    " 淀=yodo 汐=shio 溜=tame 澄=sumi 瀞=toro 礁=sho 埋=ume 埠=fu 墓=haka 墳=fun 壱=i,iki 夷=ebisu,i 妻=tsuma,sai,me"
    " 姉=ane 妹=imo,mai 娘=musume 孝=taka 尺=shaku 峡=kyo 嵩=kasa,take 帆=ho 帝=tei 干=hoshi,hi 庵=an,iori"
    " 建=tate,ken 弁=ben 待=machi 忍=oshi,shino 念=nen 性=sho 恋=koi 慈=ji 戦=sen 抱=daki 掘=hori 播=hari 支=shi"
    " 放=ho 政=masa 救=kyu 教=kyo 数=kazu 斜=sha 断=dan 旅=tabi 昌=masa 昔=mukashi 映=ei 時=toki 普=fu 景=kage"
    " 晴=hare,haru 暗=kura 最=mo,sai 枕=makura 枇=bi 果=ka 枚=hira,mai 染=some 柚=yu,yuzu 柱=hashira 核=kaku 棒=bo"
    " 椎=shii 榊=sakaki 榛=han,hari 槇=maki 樽=taru 橘=tachibana 歩=bu,ayu 歯=ha 殻=kara 民=min 氏=uji 氣=ki 沙=sa"
    " 油=abura,yu 沸=waki 洋=yo 涼=suzu 渚=nagisa 滋=shi 漆=urushi 濁=nigori 苫=toma 達=date,tatsu 秩=chichi"
    " 結=yu,ketsu 検=ken 陀=da 各=kaka 弘=hiro,ko 蘆=ashi 芸=gei 予=yo 頓=ton 食=shoku 敦=tsuru 夜=yo,ya 條=jo"
    " 豐=toyo,ho 榮=sakae,ei 圓=en"
)
"""Characters of Japanese names of places with their readings there, by hand; long vowels are written as short ones."""

_VOICED: Final = {"k": "kg", "s": "sz", "t": "tdz", "h": "hbp"}
"""What consonants become where a word is the second half of a longer one."""
_JOINTS: Final = ("", "no", "ga")
"""Particles between two characters that many names do not write."""
_UNKNOWN: Final = 5
"""Letters at most of a character that is not in the table."""
_SORTS: Final = frozenset("山川町村市区郡県駅島寺岬崎浜池沼谷湾海橋")
"""Characters that say what a place is: as the last of a name they tell little."""
_ODD: Final = {"町": "ding"}
"""Characters whose pinyin is another where they are Japanese."""
_SILENT: Final = frozenset("町村市区郡県駅")
"""Those that another spelling may leave out."""
_LONGEST: Final = 80
"""Characters of a name that are looked at, as in `reading`."""

_PIECE: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]|[^\u3400-\u4dbf\u4e00-\u9fff]+")
_LENGTH: Final = str.maketrans("", "", "ーっッ")
"""Kana that make the sound before or after them longer."""
_KANA: Final = re.compile("[\u3040-\u30ff]+")
_SMALL: Final = re.compile("([ァィゥェォャュョぁぃぅぇぉゃゅょ])")
_JOINED: Final = re.compile("[aiueo]~")
_HISSED: Final = re.compile("(?<=ch|sh)y|(?<=j)y")
_AGAIN: Final = re.compile("(.)々")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_PINYIN: Final = re.compile("[bpmfdtnlgkhjqxzcsrwy]?h?[aeiou]{1,3}(?:ng?|r)?")
_FOLDS: Final = (
    (re.compile("[^a-z]"), ""), (re.compile("sh"), "s"), (re.compile("ch|ts"), "t"), (re.compile("dz|dj|j"), "z"),
    (re.compile("f"), "h"), (re.compile("v"), "w"), (re.compile("(?<=[^aeiouy])y"), ""), (re.compile("m(?=[bp])"), "n"),
    (re.compile("o[ou]+"), "o"), (re.compile("uu+"), "u"), (re.compile(r"([kstpgdbz])\1+"), r"\1"),
)  # fmt: skip
"""What makes the usual ways to write Japanese in Latin letters one."""


def romaji(text: str) -> str:
    """The text with kana in Latin letters: the small ones go with the letter before, `チョウ` is `chou`."""
    return _KANA.sub(_romaji, text)


def _romaji(found: re.Match[str]) -> str:
    text = anyascii(_SMALL.sub(r"~\1", found.group().translate(_LENGTH))).lower()
    return _HISSED.sub("", _JOINED.sub("", text)).replace("~", "")


def readable(name: str, other: str) -> bool:
    """Whether `name`, in Chinese characters or their pinyin (`zhong shan`), has a reading that is `other`.

    At least half of what is the name proper must be in the table.
    """
    pieces = _pieces(name[:_LONGEST])
    if not pieces:
        return False
    text = _fold(other[:_LONGEST])
    ends = {0}
    for readings in pieces:
        starts = {at + len(joint) for at in ends for joint in (_JOINTS if at else ("",)) if text.startswith(joint, at)}
        ends = {at + length for at in starts for length in _lengths(readings, text, at)}
    return len(text) in ends


def _lengths(readings: tuple[str, ...], text: str, at: int) -> Iterable[int]:
    """How many letters from there on may be this character."""
    if not readings:
        return range(1, _UNKNOWN + 1)
    return (len(reading) for reading in readings if text.startswith(reading, at))


@lru_cache(maxsize=4_096)
def _pieces(name: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each character of a name, none for one that is unknown; nothing for what is no such name."""
    found, proper = _characters(name) if _HAN.search(name) else _syllables(name.split())
    known = sum(map(bool, proper))
    return tuple(found) if known and 2 * known >= len(proper) else ()


def _characters(name: str) -> tuple[Readings, Readings]:
    """What its characters may be, and those of them that are the name proper."""
    pieces = _PIECE.findall(_AGAIN.sub(r"\1\1", name))
    found = [_READ.get(piece) or (() if _HAN.match(piece) else (_fold(piece),)) for piece in pieces]
    proper = found[:-1] if pieces[-1] in _SORTS else found
    if pieces[-1] in _SILENT:
        found[-1] = (*found[-1], "")
    return found, proper


def _syllables(syllables: list[str]) -> tuple[Readings, Readings]:
    """The same for pinyin; one syllable alone may be anything."""
    if not syllables[1:] or not all(map(_PINYIN.fullmatch, syllables)):
        return [], []
    found = [_SYLLABLES.get(syllable, ()) for syllable in syllables]
    return found, found[:-1] if syllables[-1] in _LAST else found


@lru_cache(maxsize=4_096)
def _fold(text: str) -> str:
    text = anyascii(romaji(text)).lower()
    for pattern, put in _FOLDS:
        text = pattern.sub(put, text)
    return text


def _variants(reading: str) -> Iterable[str]:
    """How a reading may begin inside a name: voiced, or drawn into the o before it."""
    plain = _fold(reading)
    yield from (first + plain[1:] for first in _VOICED.get(plain[0], plain[0]))
    if plain[0] in "ou" and len(plain) > 1:
        yield plain[1:]


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in _READINGS.split():
        char, _, readings = entry.partition("=")
        found[char].update(chain.from_iterable(map(_variants, readings.split(","))))
    return {char: tuple(sorted(readings)) for char, readings in found.items()}


def _pinyin(char: str) -> str:
    return _ODD.get(char) or anyascii(char).lower()


def _by_syllable() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for char, readings in _READ.items():
        found[_pinyin(char)].update(readings)
    return {syllable: tuple(sorted(readings)) for syllable, readings in found.items()}


_READ: Final = _table()
_SYLLABLES: Final = _by_syllable()
_LAST: Final = frozenset(map(_pinyin, _SORTS))
