"""English verbs that attribute what follows or precedes them, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.core.claims.model import Kind

__all__ = ["VERBS", "Form", "Verb"]

_SPEECH: Final = """
    say//said tell//told write//wrote/written speak//spoke/spoken read*//read add announce argue claim* state*// declare
    explain note* report* remark* reply* respond answer* insist assert affirm acknowledge admit+ concede confess confirm
    deny warn caution* allege contend complain lament* joke* quip+* tweet* retweet* post* comment* observe mention* recall*
    recount* reiterate repeat* stress* emphasize emphasise proclaim boast* brag+* vow* pledge* promise* swear//swore/sworn
    threaten urge* plead shout* scream* yell chant* whisper* mutter exclaim testify maintain* opine muse elaborate clarify
    disclose reveal indicate imply signal* assure remind inform notify echo* agree disagree estimate* speculate counter*
    retort* quote* cite email* text*//texted conclude describe detail* outline* summarize crow* gloat fume* continue ask
    inquire question* wonder* demand* request* recommend advise propose voice* express* convey relay* reaffirm underscore
    underline decry deplore hint* surmise theorize concur chime attest predict suggest reckon guess* warn
    """

_ACT: Final = """
    call* accuse criticize criticise blame* praise* endorse denounce condemn blast* slam+* mock* attack* defend decline*
    refuse* reject dismiss oppose support* back* favor* favour* reference* refer+ invoke tout laud hail applaud commend
    congratulate thank rebuke* chastise chide berate assail lambast lambaste deride ridicule* disparage belittle insult*
    vilify excoriate castigate skewer hammer* rip+* taunt* label* dub+ liken compare portray characterize characterise
    depict disavow disown renounce repudiate refute rebut+ dispute* challenge* contradict apologize apologise offer*
    encourage discourage discuss address* highlight* unveil welcome* embrace* lash rail* admonish implore beseech//besought
    exhort push* convince talk* confide seek//sought reaffirm
    """

_THOUGHT: Final = """
    think//thought* believe know//knew/known feel//felt hope* want* wish* expect fear* worry* doubt* suspect* consider
    regard* view* see//saw/seen understand//understood* intend plan+* aim* prefer+ assume imagine remember realize realise
    recognize recognise foresee//foresaw/foreseen anticipate decide perceive interpret envision regret* support* oppose
    """

_SHOWING: Final = """
    show*//showed/shown find*//found demonstrate illustrate seem appear sound* identify project*
    """


class Form(Enum):
    """How a verb stands."""

    BASE = auto()  # say
    THIRD = auto()  # says
    PAST = auto()  # said
    PARTICIPLE = auto()  # written: only where it differs from the past
    ING = auto()  # saying


class Verb(NamedTuple):
    """A form of a verb."""

    lemma: str
    form: Form
    kind: Kind
    noun: bool
    """Whether this form is as well, or rather, a noun: reports, a claim."""


def _forms(entry: str, kind: Kind) -> Iterator[tuple[str, Verb]]:
    written, _, irregular = entry.partition("//")
    noun = "*" in entry
    bare = written.replace("*", "")
    lemma = bare.rstrip("+")
    stem = lemma + lemma[-1] if bare.endswith("+") else lemma
    soft = lemma[-1] == "y" and lemma[-2] not in "aeiou"
    yield lemma, Verb(lemma, Form.BASE, kind, noun)
    third = lemma[:-1] + "ies" if soft else lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    yield third, Verb(lemma, Form.THIRD, kind, noun)
    cut = lemma[:-1] if lemma[-1] == "e" and lemma[-2] != "e" else stem
    yield cut + "ing", Verb(lemma, Form.ING, kind, noun and cut + "ing" in _NOUNS)
    past, _, participle = irregular.replace("*", "").partition("/")
    past = past or (lemma[:-1] + "ied" if soft else stem + ("d" if stem[-1] == "e" else "ed"))
    yield past, Verb(lemma, Form.PAST, kind, past == lemma)
    if participle:
        yield participle, Verb(lemma, Form.PARTICIPLE, kind, noun=False)


_NOUNS: Final = frozenset("reading polling backing building offering talking feeling finding planning".split())

VERBS: Final = {
    form: verb
    for written, kind in (
        (_SHOWING, Kind.SHOWING), (_THOUGHT, Kind.THOUGHT), (_ACT, Kind.ACT), (_SPEECH, Kind.SPEECH),
    )
    for entry in written.split()
    for form, verb in _forms(entry, kind)
}  # fmt: skip
"""Each form, folded, with its verb; where two verbs share one, the one of the stronger kind."""
