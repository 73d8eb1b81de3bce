"""Words by which a report denies, does not vouch, or says that something is not so."""

from __future__ import annotations

from typing import Final

__all__ = [
    "BARRED",
    "DENIES",
    "FILLERS",
    "HEDGES",
    "NEGATES",
    "NEGATES_BEFORE",
    "NEGATES_IN",
    "REGIONS",
    "SINCE",
    "SPEECH",
    "WISHES",
]

DENIES: Final = (
    "denies denied deny denying denial refutes refuted refute rebuts rebutted no_truth_to not_true is_untrue "
    "are_untrue is_false are_false was_false were_false as_false false_claims false_reports false_report "
    "false_rumours false_rumors fake_news baseless unfounded rejects_claims rejects_claim rejects_reports "
    "rejects_report rejects_accusations rejects_allegations rejected_claims rejected_reports rejected_accusations "
    "rejected_allegations rejects_accusation rejects_allegation dismisses_reports dismisses_report dismisses_claims "
    "dismisses_claim dismisses_rumours dismisses_rumors dismisses_allegations dismisses_accusations "
    "dismissed_reports dismissed_claims dismissed_allegations dismissed_rumours dismissed_rumors debunks debunked "
    "debunk retracts retracted disputes_claim disputes_claims disputes_report نفى نفت ينفي تنفي ينفون نفي تكذب يكذب "
    "كذبت لا_صحة عار_عن_الصحة عارية_عن_الصحة عار_من_الصحة يدحض تدحض دحض دحضت لا_أساس_له لا_أساس_لها опроверг "
    "опровергла опровергли опровергло опровергает опровергают опровержение опровергнул* отрицает отрицают отрицал "
    "отрицала отрицали не_соответствует_действительности не_подтвердил не_подтвердила не_подтвердили назвал_фейком "
    "фейк назвали_фейком спростував спростувало спростувала спростували спростовує спростовують спростування "
    "заперечує заперечив "
    "заперечила заперечили заперечують yalanladı yalanlıyor yalanlandı yalanlama reddetti_iddia iddiaları_reddetti "
    "iddiasını_reddetti asılsız gerçek_dışı doğru_değil gerçeği_yansıtmıyor dément démentent démenti démentie "
    "démentir nie_avoir nient_avoir nie_toute nient_toute nie_tout rejette_les_accusations sans_fondement infox "
    "dementiert dementieren dementierte dementi bestreitet bestreiten bestritt weist__zurück weisen__zurück "
    "wies__zurück weist_vorwürfe weist_berichte weist_behauptungen falschmeldung niega niegan negó desmiente "
    "desmienten desmintió desmentido niega_haber rechaza_acusaciones bulo nega negam negou desmente desmentem "
    "desmentiu smentisce smentiscono smentito smentita nega_di zaprzecza zaprzeczają zaprzeczył zaprzeczyło "
    "dementuje dementują מכחיש מכחישה מכחישים הכחיש הכחישה הכחישו הוכחש تکذیب تکذیب_کرد رد_کرد"
)  # fmt: skip
"""Words of whoever denies, in English, Arabic, Russian, Ukrainian, Turkish, French, German, Spanish, Portuguese,
Italian, Polish, Hebrew and Persian."""

BARRED: Final = (
    "bail entry access visa visas permission parole boarding asylum justice treatment aid food water citizenship "
    "victory win title goal penalty chance service services rights care passage permit licence license medical right "
    "opportunity"
)  # fmt: skip
"""What somebody is denied who was refused something: no claim."""

HEDGES: Final = (
    "unconfirmed unverified reportedly allegedly alleged claims claimed claim purported purportedly rumoured rumored "
    "rumours rumors could_not_be_independently_verified not_yet_confirmed suspected apparently said_to_be "
    "refuses_to_confirm declines_to_confirm can_t_confirm cannot_confirm could_not_be_verified cannot_be_verified "
    "can_t_be_verified could_not_be_checked подтверждений_нет подтверждения_нет "
    "غير_مؤكدة غير_مؤكد مزاعم يزعم تزعم زعم زعمت أنباء_عن شائعات "
    "لم_يتسن_التحقق предположительно якобы неподтвержденные неподтвержденным по_неподтвержденным_данным утверждает "
    "утверждают нібито ймовірно непідтверджені за_непідтвердженими iddia iddiası iddialar iddiaları doğrulanmadı "
    "doğrulanmamış öne_sürüldü présumé présumée présumés non_confirmé non_confirmée non_confirmées selon_des_rumeurs "
    "affirme prétend prétendu angeblich angebliche angeblichen mutmaßlich mutmaßliche mutmaßlichen unbestätigt "
    "unbestätigte unbestätigten behauptet presunto presunta presuntos presuntas presuntamente supuesto supuesta "
    "supuestamente sin_confirmar no_confirmado no_confirmada suposto suposta supostamente alegado alegada "
    "alegadamente presunti presunte presumibilmente non_confermato rzekomo rzekomy niepotwierdzone domniemany לטענת "
    "טוען טוענת לא_אושר לא_מאושר שמועות ادعا ادعای مدعی تایید_نشده شایعه"
)  # fmt: skip
"""Words of whoever does not vouch for what is said, in the same languages."""

NEGATES: Final = (
    "not never no_longer cannot can_t won_t wouldn_t didn_t doesn_t don_t isn_t aren_t wasn_t weren_t hasn_t haven_t "
    "hadn_t couldn_t fails_to failed_to refuses_to refused_to rules_out لم لن لا ليس ليست لست عدم لما_يزل "
    "غير не ни нет никогда больше_не не_будет ні ніколи не_буде nie ne n_a n_est n_ont n_y jamais nicht kein keine "
    "keinen nie niemals nunca tampoco non mai não nunca לא אין אינו אינה אינם"
)  # fmt: skip
"""What says that the next words are not so. `no` stands in `NEGATES_IN`."""

NEGATES_IN: Final = {"en": "no", "es": "no"}
"""The same where the language of an item is known: in Portuguese `no` is `in the`."""

NEGATES_BEFORE: Final = "nicht değil pas plus_pas"
"""What says that the words before are not so."""

SPEECH: Final = (
    "says said say tells told warns warned calls condemns condemned vows vowed confirms confirmed announces "
    "announced claims claimed denies denied accuses accused urges urged demands demanded insists rejects dismisses "
    "blames blamed reports reported slams welcomes threatens hails يقول قال قالت تقول أعلن أعلنت يعلن تعلن نفى نفت "
    "ينفي تنفي أكد أكدت يؤكد تؤكد يدين تدين أدان أدانت يحذر تحذر заявил заявила заявили заявляет сообщил сообщила "
    "сообщили сообщает опроверг опровергла опровергли опровергает осудил осудила осуждает обвинил обвинила "
    "предупредил подтвердил подтвердила назвал заявив заявила заявили повідомив повідомила повідомили спростував "
    "спростувала açıkladı duyurdu yalanladı kınadı söyledi dedi uyardı doğruladı dit affirme annonce dément condamne "
    "accuse avertit confirme sagt meldet erklärt warnt dementiert verurteilt bestätigt kündigt wirft dice anuncia "
    "niega condena acusa advierte confirma denuncia asegura afferma smentisce annuncia conferma diz nega anuncia "
    "condena confirma אומר אומרת הודיע הודיעה מכחיש מכחישה אישר אישרה"
)  # fmt: skip
"""What somebody does who only speaks: he is not who acts."""

FILLERS: Final = (
    "be been being to yet have has had the a an is are was were will would did do does it its their his her by for "
    "of при был была были будет будут то это бы e é est ont a été de la le les der die das den hat haben wird werden "
    "sich el los las ha han sido se lo en que من في أن إلى قد سوف до auf hasta"
)  # fmt: skip
"""Words without a sense of their own, skipped where the next one counts."""

REGIONS: Final = (
    "province provinces governorate region oblast countryside district county state territory "
    "محافظة ريف ولاية إقليم منطقة область области областью регион регионе крае краю район районе область області "
    "ili ilinde ilçesinde province région département provinz region gebiet bezirk provincia región departamento "
    "provincia regione província região מחוז استان"
)  # fmt: skip
"""Words that make the name of a city that of the land around it."""

SINCE: Final = (
    "since since_the_start so_far_this_year this_year last_year last_week last_month a_year_ago years_ago "
    "منذ خلال_العام с_начала с_2022 з_початку в_прошлом_году den_beri beri geçen_yıl depuis l_an_dernier seit "
    "vergangenes_jahr desde el_año_pasado dal dallo_scorso desde_o od_początku מאז از_آغاز"
)  # fmt: skip
"""What says that a number is of a whole war or of another time."""

WISHES: Final = (
    "calls_for call_for urges urge urged demands demand demanded seeks seek wants vows threatens threaten may might "
    "could plans hopes expected offers ready призвал* призывает требует требуют потребовал* грозит угрожает может "
    "закликав вимагає دعا دعت يدعو تدعو يطالب تطالب يهدد تهدد قد يعتزم çağrısı istedi appelle appellent exige "
    "demande réclame menace pourrait fordert fordern droht könnte will pide piden exige exigen amenaza podría chiede "
    "exige pede"
)  # fmt: skip
"""What makes of the verbs after it what nobody has done yet."""
