"""What the letters of other scripts stand for: tables by hand.

A table maps letters to *units*, joined by `+`. A unit is what one sound may be, the most usual first, each a letter:
`S` sh, `Z` zh, `C` ch, `J` dj, `c` ts, `x` kh, `G` gh, `T` and `D` the two sounds of th, `'` a glottal stop, all others
as in most Latin spellings; `-` says that it may be silent, `_` stands for nothing and makes what follows less usual.
So `و=uowv-` reads: u, but as well o, w, v or nothing.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ARABIC", "CYRILLIC", "GREEK", "HEBREW", "PINYIN", "Units", "table"]

Units = tuple[str, ...]


def table(text: str) -> dict[str, Units]:
    """The table that `letters=unit+unit ...` describes."""
    rows = (entry.partition("=") for entry in text.split())
    return {letters: tuple(units.split("+")) for letters, _, units in rows}


ARABIC: Final = table(
    "ا=aeo-iu أ=aeoiu- إ=ie-a آ=a ٱ=a-ie ى=aei ب=bpv پ=pb ت=tT ة=a-eth ث=TtsD ج=JgZy چ=CZJ ح=h- خ=xkh د=dD ذ=Ddz"
    " ر=r ز=z ژ=ZJ س=sz ش=SCs ص=s ض=dDz ط=tT ظ=zDd ع='-ae غ=Ggkr ف=fvp ڤ=vf ق=qkg ك=kgqCx ک=kgqCx گ=gkJ ڭ=gk"
    " ل=l م=m ن=nm ه=h-ae ۀ=h-ae ھ=h- ہ=ha- ە=ae و=uowv- ؤ=uow' ۆ=o ۇ=u ۋ=vw ې=e ي=iyea- ی=iyea- ے=ei ئ='yei- ء='- ٹ=t"
    " ڈ=d ڑ=r ں=n- گ=gk ڨ=gv ڥ=pv تس=c كس=k+s- خ‌=xkh شت=St+t- إي=iyea أو=ouwa او=ouwv اي=aei+yi- ايو=ao+yi-+uo"
    " يو=yi-+uo وو=uow ين=ie-+n اه=a+h- يه=iye+h-a غي=gGi+ie"
)
"""Arabic, with the letters that Persian, Kurdish, Urdu, Uighur and Maghrebi add. Foreign p is written as b, v as f,
hard g as g, gh, k or q (by country), ch as t + sh; of vowels only the long are written, in foreign names nearly all."""

HEBREW: Final = table(
    "א=ae-oiu ב=bv ג=gJ ג'=JZg ד=d ד'=D ה=hae-o ו=ouvw וו=vw+- ז=zs ז'=ZJ ח=xhkC ח'=xk ט=tT טש=C י=iyeJ-"
    " יי=aey+iy- כ=kxC ך=xkC ל=l מ=m ם=m נ=n ן=n ס=s ע='aeoi- ע'=G פ=pf ף=fp פ'=f צ=czsC צ'=CSc ץ=czC ץ'=C"
    " ק=kqg ר=r ש=Ssc שׁ=S שׂ=s ת=tTs ת'=Tt ו'=w קס=k+s- סי=sSc+yi- יו=yi-+uo או=ouwa אי=iyea אה=a יה=yi+ae אא=a"
)
"""Hebrew, with the geresh that marks foreign sounds. A word's last h is a vowel as a rule."""

CYRILLIC: Final = table(
    "а=ae б=b в=vwfu г=gGhx д=d е=ei-+- ё=oey ж=ZJzg з=zs и=iye- й=yi-J к=kq л=l м=m н=n о=oa п=p р=r с=szT"
    " т=tT у=uow ф=fTp х=xhkJ ц=ctsz ч=CcSJ ш=SCs щ=S+C- ъ=-a ы=iyu ь=-yi э=ea ю=yi-J+u я=yi-J+ae і=iye ї=yi-+ie"
    " є=yi-+e ґ=g ў=wuv ј=yJ љ=l+yi- њ=n+yi- ћ=Cct ђ=Jdg џ=Jg ѓ=gJ ќ=kC ѕ=dz- ә=aea қ=qk ң=ng+g- ө=oue ү=u ұ=u"
    " ғ=Gg һ=h дж=JZgC дз=zJ+- тс=c кс=k+sx ий=ie+y- ый=ie+y- ье=ie-+e ьо=yi-+o кв=kq+vwu ау=ao+uwf ей=eai+yi-"
    " ай=ae+yi- хь=x ея=e+yi-+a оу=ou+uw- уэ=wu+e уи=wu+ie уа=wu+a ио=iy+o иа=iy+a дь=dJ+-y ти=tc+iy тц=c тч=C"
    " жж=ZJ сс=s сц=sS+c- ев=efv+vfwu гз=gk+zs"
)
"""Cyrillic of Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian and Kazakh. Foreign h is written as г or
х, x as кс, w as в or у, th as т, с, з or ф."""

GREEK: Final = table(
    "α=a β=vb γ=gGy δ=dD ε=e ζ=z η=ie θ=Tt ι=iy κ=k λ=l μ=m ν=n ξ=k+s ο=o π=p ρ=r σ=sS ς=s τ=t υ=iyu φ=fp χ=xhkC"
    " ψ=p+s ω=o ου=uo μπ=bm+-p ντ=dn+-t γκ=gn+-k γγ=n+gk τζ=Jc τσ=cC αι=ea+-i ει=ie+-i οι=io+-i αυ=a+vfu ευ=e+vfu"
    " υι=i γι=yg+ie-"
)
"""Modern Greek: b, d and g are written as m + p, n + t, g + k."""

PINYIN: Final = table(
    "b=bpv p=pbf m=m f=fvhp d=dt t=tdT n=nl l=lr g=gkJ k=kgx h=hxf- j=JgkZCcd q=CkgJc x=SshkC zh=JZCdcg ch=Cct"
    " sh=Ssz r=rlZy z=zcsd c=cszC s=szSTc w=wvuo- y=yiJ- a=aeo e=eao o=oau i=iey u=uow v=uiy ng=nm+-g er=ea-+lr"
    " ai=ae+iy- ei=e+iy- ao=ao+ou-w ou=ou+uw- ia=iy-+ae ie=iy-+e iu=iy-+uo ua=uw-+a uo=uw-+oa ui=uw-+ie ue=uw-+e"
)
"""The sounds with which Chinese writes foreign names: it has no voiced stops, no v, and no r at
the end of a syllable."""
