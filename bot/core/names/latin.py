"""What the letters of Latin spellings stand for, in whichever language: tables by hand, in the form of `scripts`."""

from __future__ import annotations

from typing import Final

from bot.core.names.scripts import table

__all__ = ["LATIN", "SOFT"]

_LETTERS: Final = table(
    "a=aeo b=bv c=kscCJ d=dD e=eai- f=fv g=gGJhk h=h-xG i=iyea- j=yJZhxCr k=kq l=l m=m n=n o=oua p=pf q=qkCG r=r"
    " s=szS t=t u=uoayw- v=vfwbu w=wvuf- x=k-+sSxzGo y=iyeuJ- z=zcsTZ '=-' æ=ae+-ei œ=oe ø=oe ß=s ł=lwv đ=dJ ð=dD"
    " þ=Tt ı=iy ə=ea ɐ=a č=Ck ć=Cct ç=sCcz ş=Ss š=Ss ś=Ss ș=Ss ž=ZJz ź=zZ ż=Zz ğ=G-gyv ģ=gJ ñ=n+yi- ń=n+yi-"
    " ň=n+yi- ř=r+Z-S ţ=ct ț=ct ť=t ď=d ö=oeu ü=uiy ő=oe ű=ui å=oa ä=ae+- ě=e ý=iy ķ=kC ļ=l ņ=n ŏ=oeu ŭ=ueo ĭ=iy"
    " ă=ae â=ai ĝ=JgZGhx ĉ=scCSk"
)
"""Single letters. `ĉ` and `ĝ` are c and g before e, i or y."""

_CONSONANTS: Final = table(
    "ch=CxkSh tch=C sch=Ss+-k tsch=C dsch=J sh=S+-h shch=S+C- kh=xkh gh=Ggh-f ph=fp th=tTs-+- dh=dD zh=ZJz+-h"
    " rh=r bh=b wh=wh ck=k cz=Cc sz=Ss+-z zs=Zz+-s rz=rZ+-z cs=Cks+-s ts=c tz=c tc=C dz=zcJd dž=J dj=Jd+-y"
    " dzh=J+-h dš=J gy=gJd+yi- ny=n+yi- ly=l+yi- ty=tC+yi- qu=k+wuv- gu=g+uw- ks=k+sx kx=k+s cc=kcC+-s ll=ly lh=ly"
    " nh=n+yi- gn=n+yig- ng=n+g- nk=n+k ssh=S hs=Ssx ts'=c ch'=C sj=S+yi- tj=tC+yi- kj=kCS+yi- skj=S+- hj=y+-h"
    " lj=l+yi- nj=n+yi-J qi=qkC+i pf=pf+-f sc=s+kcS- sp=sS+p st=sS+t ĝg=JgZ+- ĉh=CxkS sĉ=sS+c-C cĉ=Ccks+- ĝh=gG"
    " ĝl=l+-g ĝn=n+yig- kn=kn-+n wr=rw pt=p-+t tio=cSt+iy-+o tia=cSt+iy-+a tie=ct+iy-+e hn=h-+n hl=h-+l hw=hw-+w"
    " hu=hw-+uw gg=gk ff=f ju=yJZhx-+u jo=yJZhx-+o ja=yJZhx-+a je=yJZhx-+e"
)
"""Consonants that are written with several letters."""

_VOWELS: Final = table(
    "ee=ie+- oo=uo+- ea=ie+ae- aa=a+-o ie=i+ey- ei=ea+iy- ey=ei+yi- ai=ae+iy- ay=ae+yi- au=ao+uvwf- aw=ao+wuvf-"
    " ou=uo+uw- ow=ou+wuv- oi=ow+iya- oy=oa+yi- eu=eoy+uvfw- eau=o+- eaux=o+-+- oe=ou+eui- ue=u+e-i uo=uw-+o"
    " ua=uw+a io=iy-+o ia=iy-+ae iou=yi-+u ye=yi-+e yo=yi-+o yu=yi-+u ya=yi-+a igh=ia+-y eigh=e+iy- ough=ou+-f"
    " augh=ao+-f"
)
"""Vowels that are."""

_ENDS: Final = table(
    "e$=e-ia ier$=iy-+e+r_- es$=ei-+szS- et$=e+t_- ez$=e+zsc_- ot$=o+t_- at$=ae+t_- aud$=ao+uvf-+d-"
    " aux$=ao+uks-+- eux$=eo+-+ksx- ault$=ao+-u+l-+t_- ard$=a+r+d_- ert$=e+r+t_- s$=sz___- t$=t_____- d$=dt_____-"
    " x$=ks+s___- er$=e+r__- g$=gkx__- b$=bp v$=vf gh$=Ggf- h$=h- ah$=ae+h- w$=wfvu- ch$=CxkS tch$=C-"
)
"""Ends of words, French ones above all; `$` is the end."""

LATIN: Final = _LETTERS | _CONSONANTS | _VOWELS | _ENDS
"""Latin letters in the spellings of English, French, Spanish, Portuguese, Italian, German, the Scandinavian and the
Slavic languages, Hungarian, Turkish, and of the usual transliterations, all at once: a name seldom says whose it is."""

SOFT: Final = {"c": "ĉ", "g": "ĝ"}
"""c and g, as `LATIN` calls them before e, i and y."""
