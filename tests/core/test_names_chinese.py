"""Chinese names compared by their syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.names.chinese import chinese_likeness, spelling
from bot.core.names.likeness import SAME, likeness


def pinyin(name: str) -> str:
    """The syllables that a name is read as."""
    found = spelling(name)
    return " ".join("".join(syllable) for syllable in found.syllables) if found else ""


@pytest.mark.parametrize(
    ("wade", "latin"),
    [
        ("Pei-ching", "bei jing"),
        ("Nan-ching", "nan jing"),
        ("T'ien-chin", "tian jin"),
        ("Ch'ung-ch'ing", "chong qing"),
        ("Kuang-chou", "guang zhou"),
        ("Hsi-an", "xi an"),
        ("Ssu-ch'uan", "si chuan"),
        ("Chê-chiang", "zhe jiang"),
        ("Kuei-lin", "gui lin"),
        ("Tzu-po", "zi bo"),
        ("Tz’u-ch’i", "ci qi"),
        ("Jih-chao", "ri zhao"),
        ("Hsü-chou", "xu zhou"),
        ("Hsu-chou", "xu zhou"),
        ("Ch'ü-fu", "qu fu"),
        ("Ch'u-chou", "chu zhou"),
        ("Lo-yang", "luo yang"),
        ("I-ch'ang", "yi chang"),
        ("Yen-t'ai", "yan tai"),
        ("Ch'ang-ko", "chang ge"),
        ("Chieh-yang", "jie yang"),
        ("Hsüeh-ch'eng", "xue cheng"),
    ],
)
def test_wade_and_giles_become_pinyin(wade: str, latin: str) -> None:
    assert pinyin(wade) == latin


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("Guangzhou", "guang zhou"),
        ("Huanan", "hua nan"),
        ("Xi'an", "xi an"),
        ("Xi’an Shi", "xi an shi"),
        ("广州", "guang zhou"),
        ("Zhèngzhōu", "zheng zhou"),
        ("shang hai", "shang hai"),
    ],
)
def test_names_are_cut_into_syllables(name: str, syllables: str) -> None:
    assert pinyin(name) == syllables


@pytest.mark.parametrize(
    "name",
    [
        "",
        "海",
        "Hai",
        "xin",
        "Marseille",
        "P'anmun-ni",
        "Tong Hoi-xa",
        "Xi'",
        "'",
        "-",
        "Kyōto 2",
        "Москва",
        "阿a",
        "ㄅ",
    ],
)
def test_what_is_not_chinese_is_not_read(name: str) -> None:
    assert spelling(name) is None


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Kuang-chou", "Guangzhou", "two ways of spelling"),
        ("Hsi-an", "西安", "characters"),
        ("xu zhou shi", "Hsü-chou", "the town may go unsaid"),
        ("Xuzhou", "徐州市", "in characters too"),
        ("Wu-pao-chen", "Wubuzhen", "a fort is read bao or bu"),
        ("Ch'ang-chih", "Zhangzhi", "long is read chang or zhang"),
    ],
)
def test_spellings_of_one_chinese_name_are_alike(one: str, other: str, why: str) -> None:
    assert likeness(one, other) == likeness(other, one) > 0.8, why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Zhaojiazhai", "zheng jia zhou", "no sound is stretched"),
        ("Xinjiazhen", "xin jia xiang", "a town is no township"),
        ("Shang-ho-k'ou", "Xiahekou", "upper is not lower"),
        ("Lijiazhen", "黎屋镇", "one is spelt, the other written"),
    ],
)
def test_chinese_names_that_differ_in_a_syllable_are_not_alike(one: str, other: str, why: str) -> None:
    assert likeness(one, other) < SAME, why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gaza", "加沙"),
        ("Sana'a", "Sana"),
        ("Busan", "Pusan"),
        ("新加坡", "星加坡"),
        ("Mali", "马里"),
        ("Kenya", "Kenie"),
    ],
)
def test_what_may_be_another_language_is_compared_by_sound(one: str, other: str) -> None:
    assert chinese_likeness(one, other) is None


def test_a_syllable_that_differs_by_half_costs_half() -> None:
    assert chinese_likeness("Zhangjiakou", "chang jia kou") == pytest.approx(1 - 0.1 / 3)
    assert chinese_likeness("Shangjiakou", "zhang jia kou") == pytest.approx(1 - 0.5 / 3)
    assert chinese_likeness("Shengjiakou", "zhang jia kou") == pytest.approx(1 - 1 / 3)


def test_the_town_in_a_name_of_two_syllables_is_part_of_it() -> None:
    assert chinese_likeness("Xinzhen", "xin he") == pytest.approx(0.5)
    assert chinese_likeness("Guang'anzhen", "guang an") == pytest.approx(1 - 0.3 / 2.5)
    assert chinese_likeness("Guangzhen", "guang yuan") == pytest.approx(0.5)
    assert chinese_likeness("Guangzhen", "guang yuan mu") == pytest.approx(1 - 2 / 2.5)


@given(st.text("aeioubcdghjklnpqstxwyzü' -", max_size=30), st.text("aeiouzhngx 广州西安", max_size=12))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    found = chinese_likeness(one, other)
    assert found == chinese_likeness(other, one)
    assert found is None or 0 <= found <= 1


def test_hostile_length_is_cut() -> None:
    assert spelling("zhang" * 100_000) is not None
    assert spelling("zh" * 100_000) is None
