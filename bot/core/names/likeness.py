from __future__ import annotations
from typing import Final
from bot.core.names.reading import Word, read
from bot.core.names.sounds import VOWELS, apart, loss
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Indel

SPARE = 0.08
PADDED = 0.12
CODA = 0.3

def _vowel(u): return u[0] in VOWELS

def losses(units, spare, padded):
    out=[]
    for u in units:
        c=loss(u)
        if _vowel(u):
            if spare: c=min(c,SPARE)
            if padded: c=min(c,PADDED)
        out.append(c)
    return out

FUSED = {"ts":"c","tz":"cz","tS":"C","dZ":"J","dz":"cz","kh":"x","gh":"G","sh":"S","th":"T","ph":"f","zh":"Z","dy":"J","ty":"C","sy":"S","dh":"D","sC":"S","ks":"x"}
FUSE=0.05
from functools import lru_cache
@lru_cache(maxsize=65536)
def fused(one,other):
    best=""
    for i,p in enumerate(one[:3]):
        for j,q in enumerate(other[:3]):
            if p+q in FUSED and p!="_": return FUSED[p+q]
    return best

def fusions(units):
    return [""]+[fused(x,y) for x,y in zip(units,units[1:])]

def cost(a, b, la, lb, wa, wb):
    fa,fb=fusions(a),fusions(b)
    prev=[0.0]
    for c in lb: prev.append(prev[-1]+c)
    before=prev
    for i,u in enumerate(a):
        d=la[i]; fu=fa[i]; w=wa[i]/2
        cur=[prev[0]+d]
        left=cur[0]; diag=prev[0]
        for j,v in enumerate(b):
            up=prev[j+1]
            ww=w+wb[j]/2
            best=diag+apart(u,v)*ww
            x=up+d
            if x<best: best=x
            x=left+lb[j]
            if x<best: best=x
            if fb[j]:
                x=prev[j-1]+(apart(u,fb[j])+FUSE)*ww
                if x<best: best=x
            if fu:
                x=before[j]+(apart(fu,v)+FUSE)*ww
                if x<best: best=x
            cur.append(best); left=best; diag=up
        before,prev=prev,cur
    return prev[-1]

def flat(ws):
    return tuple(u for w in ws for u in w.units)

def weight(units): return sum(map(loss,units))


import os
K={k:float(v) for k,v in (x.split("=") for x in os.environ.get("KK","").split())}
def kk(n,d): return K.get(n,d)
NORM=kk("norm",0)
def closeness(ws, vs):
    a,b=flat(ws),flat(vs)
    if not a or not b: return 0.0
    sa,sb=any(w.sparse for w in ws),any(w.sparse for w in vs)
    pa,pb=any(w.padded for w in ws),any(w.padded for w in vs)
    la=losses(a, sb, pa and not pb); lb=losses(b, sa, pb and not pa)
    if pa!=pb:
        full=la if pb else lb
        seq=a if pb else b
        for i,u in enumerate(seq):
            if u[0]=="r" : full[i]=min(full[i],CODA)
    wa=[w.share for w in ws for _ in w.units]; wb=[w.share for w in vs for _ in w.units]
    la=[x*y for x,y in zip(la,wa)]; lb=[x*y for x,y in zip(lb,wb)]
    norm=(sum(weight(w.units)*w.share for w in ws)+sum(weight(w.units)*w.share for w in vs))/2
    if NORM: norm=(1-NORM)*norm+NORM*(sum(la)+sum(lb))/2
    return max(0.0,1-cost(a,b,la,lb,wa,wb)/norm) if norm else 0.0

from bot.core.names.generic import kind_of
def core(ws):
    c=tuple(w for w in ws if w.share==1)
    return c or ws

def paired(ws,vs):
    """words in any order"""
    if len(ws)>6 or len(vs)>6: return 0.0
    cells=sorted(((closeness((w,),(v,)),i,j) for i,w in enumerate(ws) for j,v in enumerate(vs)),reverse=True)
    wi=[weight(w.units)*w.share for w in ws]; vj=[weight(v.units)*v.share for v in vs]
    I,J=set(),set(); got=0
    for c,i,j in cells:
        if c<.5: break
        if i in I or j in J: continue
        I.add(i);J.add(j); got+=c*(wi[i]+vj[j])/2
    t=(sum(wi)+sum(vj))/2
    return got/t if t else 0.0

def part(ws,vs):
    if len(ws)>len(vs): ws,vs=vs,ws
    n=len(ws)
    if weight(flat(ws))<kk("minpart",2.0): return 0.0
    best=0.0
    for i in range(len(vs)):
        for j in range(i+1,min(len(vs),i+n+1)+1):
            if j-i<len(vs):
                best=max(best,closeness(ws,vs[i:j]))
    return best

def worst(ws,vs):
    return min(closeness((w,),(v,)) for w,v in zip(ws,vs))

def likeness(one,other):
    ws,vs=read(one),read(other)
    dw={w.plain for w in ws if w.plain.isdigit()}; dv={w.plain for w in vs if w.plain.isdigit()}
    ws=tuple(w for w in ws if not w.plain.isdigit()); vs=tuple(w for w in vs if not w.plain.isdigit())
    cw,cv=core(ws),core(vs)
    s=closeness(ws,vs)
    if len(cw)==len(cv)>1:
        s-=kk("worst",.0)*(s-min(s,worst(cw,cv)))
    if len(ws)>1 or len(vs)>1:
        s=max(s,kk("pair",.95)*paired(ws,vs))
        s=max(s,kk("part",.8)*part(cw,cv),kk("core",.9)*part(ws,vs) if 0 else 0)
    o=Levenshtein.normalized_similarity("".join(w.plain for w in ws),"".join(w.plain for w in vs))
    jw=__import__("rapidfuzz").distance.JaroWinkler.normalized_similarity("".join(w.plain for w in ws),"".join(w.plain for w in vs))
    s=(1-kk("orth",.0)-kk("jw",0))*s+kk("orth",.0)*o+kk("jw",0)*jw
    kw={k for w in ws if (k:=kind_of(w.plain,sparse=w.sparse))}; kv={k for w in vs if (k:=kind_of(w.plain,sparse=w.sparse))}
    if kw and kv and not kw&kv: s*=kk("kind",.85)
    elif kw-kv and kv-kw: s*=kk("kind2",.9)
    if dw!=dv: s*=kk("num",.6) if dw and dv else kk("num1",.9)
    return s

CLASS={}
for i,g in enumerate(["kqgxG","CJSZszcTD","td","pbfv","mn","lr"]):
    for c in g: CLASS[c]=str(i)
def skeleton(ws,rank=0):
    out=[]
    for u in flat(ws):
        u=u.replace("_","")
        p=u[min(rank,len(u)-1)]
        if p in CLASS: out.append(CLASS[p])
    return "".join(out)
def plain(w): return "".join(u[0] for u in flat(w) if u[0] not in "-'")

class Pool:
    def __init__(self,names):
        self.names=list(names)
        self.words=[read(n) for n in self.names]
        self.skel=[skeleton(w) for w in self.words]
        self.skel1=[skeleton(w,1) for w in self.words]
        self.plain=[plain(w) for w in self.words]

N1,N2,N3=150,150,60
EPS=0.1
def rank(query,pool,limit=100):
    w=read(query)
    sk=skeleton(w); pl=plain(w)
    c={i for _,_,i in process.extract(sk,pool.skel,scorer=Levenshtein.normalized_similarity,limit=N1)}
    c|={i for _,_,i in process.extract(skeleton(w,1),pool.skel,scorer=Levenshtein.normalized_similarity,limit=N3)}
    c|={i for _,_,i in process.extract(sk,pool.skel1,scorer=Levenshtein.normalized_similarity,limit=N3)}
    c|={i for _,_,i in process.extract(pl,pool.plain,scorer=Levenshtein.normalized_similarity,limit=N2)}
    scored=sorted(((closeness(w,pool.words[i])+EPS*Levenshtein.normalized_similarity(pl,pool.plain[i]),pool.names[i]) for i in c),reverse=True)
    return [n for _,n in scored[:limit]]
