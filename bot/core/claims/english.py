"""Who is cited in English prose: verbs, nouns and phrases that attribute, each with its speaker."""

from __future__ import annotations

import re
from typing import Final

from bot.core.claims.model import Kind
from bot.core.claims.phrases import AUXILIARIES, DETERMINERS, POSSESSIVES, PRONOUNS, Phrases, Span, is_adverb
from bot.core.claims.prose import Gap, Prose
from bot.core.claims.verbs import VERBS, Form, Verb

__all__ = ["Found", "english"]

Found = tuple[Kind, Span, Span | None]
"""Kind, words of the cue, words of the speaker."""

_BE: Final = frozenset("is are was were be been being".split())
_HAVE: Final = frozenset("has have had ve".split())
_MODAL: Final = frozenset("will would can could should may might must did does do t ll d".split())
_PERSONS: Final = frozenset("he she they who i we you".split())
_PREPOSITIONS: Final = frozenset("of in for by with on at from about".split())


def english(prose: Prose) -> list[Found]:
    """What a text attributes, in order."""
    reader = _Reader(prose)
    return [each for index in range(len(prose)) if (each := reader.at(index)) is not None]


class _Reader:
    def __init__(self, prose: Prose) -> None:
        self.p: Final = prose
        self.phrases: Final = Phrases(prose)
        self.last: tuple[int, Span] | None = None

    def at(self, i: int) -> Found | None:
        verb = VERBS.get(self.p.words[i])
        if verb is None: return None
        c = self.context(i)
        if not accept(self, verb, c, i): return None
        return verb.kind, (i, i), self.speaker(i, verb, c)

    def context(self, i):
        p=self.p
        g=p.gaps[i]; w=p.words[i-1]
        if p.closes[i]: return 'quote'
        if g is Gap.END: return 'start'
        if g is Gap.JOINED: return 'hyphen'
        if g is Gap.COMMA: return 'comma'
        if g is Gap.BREAK: return 'break'
        if w in PRONOUNS and w in _PERSONS|{'it','which','others','some','many'}: return 'pron'
        if w in DETERMINERS: return 'det'
        if w=='to': return 'to'
        if w in _BE: return 'be'
        if w in _HAVE: return 'have'
        if w in _MODAL: return 'modal'
        if w in _PREPOSITIONS: return 'prep'
        if w in ('and','or','but'): return 'conj'
        if is_adverb(p,i-1): return 'adv'
        return 'cap' if p.capital(i-1) else 'low'

    def speaker(self, i, verb, c):
        p=self.p
        if (c in('quote','comma','start')) and verb.form in (Form.PAST,Form.THIRD) and verb.kind is Kind.SPEECH:
            s=self.inverted(i)
            if s: return s
        s=None
        if not (verb.form is Form.ING and c!='be'):
            s=self.before(i)
        if s is None:
            s=self.carried(i)
        if s: self.last=(p.sentence(i),s)
        return s

    def carried(self,i):
        if self.last and self.last[0]==self.p.sentence(i): return self.last[1]
        return self.phrases.opening(i)

    def inverted(self,i):
        p=self.p
        s=self.phrases.starting(i+1) if p.gaps[i+1] is Gap.SPACE else None
        if s is None or p.words[i+1] in ('that','it'): return None
        n=s[1]+1
        if p.gaps[n] >= Gap.COMMA or p.words[n] in ('in','on','at','during','to','who','after','of','as','about'): return s
        return None

    def before(self,i):
        p=self.p
        j=i-1
        while j>=0 and p.gaps[j+1]<=Gap.SPACE and (p.words[j] in AUXILIARIES and not(p.words[j]=='s' and p.gaps[j] is Gap.JOINED) or is_adverb(p,j)): j-=1
        if j<0 or p.closes[j+1]: return None
        g=p.gaps[j+1]
        if g is Gap.COMMA or g is Gap.BREAK:
            k=j
            while k>0 and j-k<16 and p.gaps[k]<Gap.COMMA: k-=1
            if k<=0 or p.gaps[k] is Gap.END or p.gaps[k]!=g or p.closes[k]: return None
            return self.phrases.ending(k-1)
        if g is Gap.END: return None
        return self.phrases.ending(j)

OK={
 (Kind.SPEECH,Form.PAST):{'cap','pron','low','comma','quote','have','adv','conj','start','be','break'},
 (Kind.SPEECH,Form.PARTICIPLE):{'have'},
 (Kind.SPEECH,Form.THIRD):{'cap','pron','low','comma','quote','adv','conj','break'},
 (Kind.SPEECH,Form.BASE):{'pron','adv','low','cap','quote','comma'},
 (Kind.SPEECH,Form.ING):{'comma','low','cap','adv','conj','be','quote','prep'},
 (Kind.ACT,Form.PAST):{'cap','pron','low','comma','have','adv','conj','start'},
 (Kind.ACT,Form.THIRD):{'cap','pron','low','comma','adv','conj'},
 (Kind.ACT,Form.BASE):{'adv'},
 (Kind.ACT,Form.ING):{'comma','be','cap','conj'},
 (Kind.THOUGHT,Form.PAST):{'cap','low','comma','have','adv','be'},
 (Kind.THOUGHT,Form.THIRD):{'cap','pron','comma','adv'},
 (Kind.THOUGHT,Form.PARTICIPLE):{'low','be','adv'},
 (Kind.THOUGHT,Form.BASE):{'cap','adv'},
 (Kind.THOUGHT,Form.ING):{'comma','be','cap'},
 (Kind.SHOWING,Form.PAST):{'cap','low','comma','have','adv','be','pron'},
 (Kind.SHOWING,Form.THIRD):{'cap','pron','comma','adv','low'},
 (Kind.SHOWING,Form.BASE):{'cap','adv','low'},
 (Kind.SHOWING,Form.ING):{'comma','be'},
}
def accept(r,verb,c,i):
    if c not in OK.get((verb.kind,verb.form),()): return False
    if verb.noun and verb.form in (Form.BASE,Form.THIRD):
        if c in ('pron','adv'): return True
        n=r.p.words[i+1] if i+1<len(r.p) else ''
        return n in ('that','he','she','they','how','why','it') or r.p.quoted[min(i+1,len(r.p)-1)] and not r.p.quoted[i]
    return True
