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

def cost(a, b, la, lb):
    fa,fb=fusions(a),fusions(b)
    prev=[0.0]
    for c in lb: prev.append(prev[-1]+c)
    before=prev
    for i,u in enumerate(a):
        d=la[i]; fu=fa[i]
        cur=[prev[0]+d]
        left=cur[0]; diag=prev[0]
        for j,v in enumerate(b):
            up=prev[j+1]
            best=diag+apart(u,v)
            x=up+d
            if x<best: best=x
            x=left+lb[j]
            if x<best: best=x
            if fb[j]:
                x=prev[j-1]+apart(u,fb[j])+FUSE
                if x<best: best=x
            if fu:
                x=before[j]+apart(fu,v)+FUSE
                if x<best: best=x
            cur.append(best); left=best; diag=up
        before,prev=prev,cur
    return prev[-1]

def flat(ws):
    return tuple(u for w in ws for u in w.units)

def weight(units): return sum(map(loss,units))

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
    norm=(weight(a)+weight(b))/2
    return 1-cost(a,b,la,lb)/norm

def likeness(one,other):
    return max(0.0,closeness(read(one),read(other)))

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
