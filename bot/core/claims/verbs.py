"""English verbs that attribute what follows or precedes them, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.core.claims.model import Kind
from bot.core.claims.wordlists import words

__all__ = ["BESIDE", "VERBS", "Form", "Verb"]

_SPEECH: Final = """
    say//said tell//told write//wrote/written add announce argue claim* declare explain note* report* remark* reply*
    respond insist assert affirm acknowledge admit+ concede confess confirm deny warn caution* allege contend complain
    lament* joke* quip+* tweet* retweet* observe mention* recall* recount* reiterate repeat* stress* emphasize
    emphasise proclaim boast* brag+* vow* pledge* promise* swear//swore/sworn threaten urge* plead shout* scream* yell*
    chant* whisper* mutter exclaim testify opine muse elaborate clarify disclose reveal indicate imply signal* assure
    remind inform echo* disagree agree estimate* speculate counter* retort* quote* conclude describe summarize ask
    inquire question* wonder* demand request* recommend propose voice* express convey relay* reaffirm underline decry
    deplore hint* surmise theorize concur predict suggest reckon recite enthuse chime outline*
    """

_ACT: Final = """
    call* accuse criticize criticise blame* praise* endorse denounce condemn blast* slam+* mock* defend decline* refuse*
    reject dismiss oppose reference* refer+ invoke tout laud hail applaud commend congratulate rebuke* chastise chide
    berate assail lambast lambaste deride ridicule* disparage belittle vilify excoriate castigate skewer taunt* label*
    dub+ liken portray characterize characterise depict disavow disown renounce repudiate refute rebut+ dispute*
    contradict apologize apologise discuss highlight* unveil welcome* lash rail* admonish implore beseech//besought
    exhort encourage confide seek//sought attack*
    """

_THOUGHT: Final = """
    think//thought* believe hope* want* expect fear* worry* doubt* suspect* consider regard* view* prefer+ assume
    imagine remember realize realise foresee//foresaw/foreseen anticipate envision regret* favor* favour*
    """

_SHOWING: Final = """
    show*//showed/shown find*//found suggest seem appear
    """

_BESIDE: Final = "continue state answer read post begin charge interject maintain email text object protest speak"

BESIDE: Final = frozenset(
    form
    for verb in words(_BESIDE)
    for form in (verb, verb + "s", verb + "d", verb + "ed", verb + "ing", verb[:-1] + "ing")
) | frozenset(words("went goes began cried laughed sighed spoke"))
"""Forms that attribute only beside a quotation, or before `that`: he continued, "..."."""


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
    yield cut + "ing", Verb(lemma, Form.ING, kind, noun=False)
    past, _, participle = irregular.replace("*", "").partition("/")
    past = past or (lemma[:-1] + "ied" if soft else stem + ("d" if stem[-1] == "e" else "ed"))
    yield past, Verb(lemma, Form.PAST, kind, past == lemma)
    if participle:
        yield participle, Verb(lemma, Form.PARTICIPLE, kind, noun=False)


VERBS: Final = {
    form: verb
    for written, kind in (
        (_SHOWING, Kind.SHOWING), (_THOUGHT, Kind.THOUGHT), (_ACT, Kind.ACT), (_SPEECH, Kind.SPEECH),
    )
    for entry in written.split()
    for form, verb in _forms(entry, kind)
}  # fmt: skip
"""Each form, folded, with its verb; where two verbs share one, the one of the stronger kind."""
