"""What verbs of the news say in opposite directions."""

from __future__ import annotations

from typing import Final

__all__ = ["TURNS"]

TURNS: Final = {
    ("hold", True): (
        "captures captured capture recaptures recaptured recapture seizes seized seize takes_control take_control "
        "took_control taken_control retakes retaken retake enters entered enter liberates liberated overruns overrun "
        "gains_control holds_on takes_over take_over storms سيطر سيطرت يسيطر تسيطر تسيطران السيطرة استعاد استعادت "
        "يستعيد تستعيد استعادة دخل دخلت يدخل تدخل دخول يدخلون حرر حررت تحرير захватил* захватыва* взял_под_контроль "
        "взяли_под_контроль взяла_под_контроль вошли вошел вошла освободил* занял заняли заняла занимают захопил* "
        "увійшли звільнили ele_geçirdi girdi kontrolünü_aldı geri_aldı kontrolü_ele s_empare s_emparent "
        "prend_le_contrôle prennent_le_contrôle reprend reprennent entrent_dans entre_dans capturent erobert erobern "
        "nimmt__ein nehmen__ein rücken_in einmarsch eingenommen dringen_in toma_el_control toman_el_control capturan "
        "captura recupera recuperan entran_en toman conquista conquistano entrano entram tomam כבשו נכנסו"
    ),
    ("hold", False): (
        "loses lost lose losing withdraws withdrew withdraw withdrawal withdrawing retreats retreated retreat "
        "pulls_out pulled_out pull_out abandons abandoned leaves_control cedes ceded surrenders surrendered انسحب "
        "انسحبت ينسحب تنسحب انسحاب ينسحبون يخسر خسر خسرت تخسر فقد فقدت يفقد تفقد فقدان خسارة تراجع отступил* "
        "отступа* вывел* покинул* потерял* потеряла теряет теряют утратил* сдал* покидают выводят відступил* "
        "втратил* відійшли вийшли çekildi çekiliyor kaybetti_kontrol kontrolünü_kaybetti terk_etti se_retire "
        "se_retirent perd perdent retrait évacue_ses zieht__zurück ziehen__zurück verliert verlieren rückzug abzug "
        "gibt__auf se_retira se_retiran pierde pierden retirada si_ritira si_ritirano perde perdono retiram perdem "
        "נסוגו נסוג איבד איבדו"
    ),
    ("trend", True): (
        "edge_up edges_up inch_up inches_up rises rise rose rising climbs climbed climb jumps jumped surges surged "
        "surge gains soars soared increases increased higher rallies rallied raises raised hikes hiked ارتفع ارتفعت "
        "يرتفع ترتفع ارتفاع يرفع رفع صعد صعود вырос* растет растут повысил* подорожал* поднял* поднялся поднялась "
        "рост зрос* зростає зростають підвищив yükseldi yükseliyor arttı artırdı artıyor hausse grimpe grimpent "
        "augmente augmentent bondit montent monte relève steigt steigen stieg gestiegen erhöht klettert anstieg sube "
        "suben subió aumenta aumentan alza sale salgono aumentano sobe sobem rośnie rosną"
    ),
    ("trend", False): (
        "edge_lower edges_lower edge_down edges_down inch_lower falls fall fell falling drops dropped drop slides "
        "slid slips slipped plunges plunged sinks sank tumbles tumbled declines declined decreases decreased cuts "
        "lowers lowered eases eased انخفض انخفضت ينخفض تنخفض انخفاض هبط هبوط تراجعت يتراجع خفض يخفض упал* падает "
        "падают снизил* снижается снижаются подешевел* падение снижение впав впала знизив знизил* падає düştü "
        "düşüyor azaldı geriledi düşürdü indirdi baisse baissent chute chutent recule reculent diminue plonge "
        "abaisse fällt fallen fiel sinkt sinken gesunken senkt rückgang baja bajan cae caen cayó desciende "
        "descienden scende scendono cala calano cai caem spada spadają"
    ),
    ("win", True): (
        "wins won win beats beat defeats triumphs victory فاز فازت يفوز تفوز فوز победил* выиграл* выигрывает "
        "перемог* виграв виграла kazandı yendi gagne gagnent remporte bat gewinnt gewinnen gewann siegt gana ganan "
        "ganó vence vencen vince vincono ganha ganham wygrywa wygrał"
    ),
    ("win", False): (
        "loses_to loses_election loses_final loses_match beaten defeated_by lose_to defeat خسارة_أمام يخسر_أمام "
        "проиграл* проигрывает програв програла yenildi s_incline perd_face unterliegt unterlag pierde_ante "
        "pierde_contra perdió_ante perde_contro przegrywa przegrał"
    ),
    ("run", True): (
        "begins began begin starts started start opens_talks resumes resumed resume launches launched restarts "
        "kicks_off takes_effect comes_into_force enters_into_force underway بدأ بدأت يبدأ تبدأ بدء انطلاق انطلقت "
        "انطلق استئناف استأنف استأنفت تستأنف دخل_حيز دخول_حيز начал* началась начались начинается начинаются "
        "стартовал* возобновил* вступил_в_силу вступило_в_силу почал* розпочал* розпочались почалися başladı "
        "başlıyor başlattı yürürlüğe_girdi commence commencent débute débutent reprise démarre entre_en_vigueur "
        "beginnt beginnen begann startet starten gestartet tritt_in_kraft begonnen comienza comienzan empieza "
        "empiezan inicia inician reanuda reanudan entra_en_vigor inizia iniziano começa começam rozpoczyna "
        "rozpoczęły"
    ),
    ("run", False): (
        "ends ended end concludes concluded collapses collapsed collapse adjourned adjourns postponed postpones "
        "postpone cancels cancelled canceled cancel suspends suspended suspend halts halted halt called_off "
        "calls_off call_off breaks_down broke_down delayed delays stops stopped scrapped scraps انتهى انتهت ينتهي "
        "تنتهي انتهاء تأجيل تأجلت تأجل أرجأ أرجأت إلغاء ألغى ألغت تلغي يلغي تعليق علق علقت تعلق انهيار انهارت توقف "
        "وقف_المحادثات закончил* завершил* завершились завершены отложен* отложил* перенес* перенесены отменил* "
        "отменен* приостановил* приостановлен* прекратил* прекращен* прерван* прервал* сорвал* скасув* відклад* "
        "припинил* sona_erdi bitti ertelendi erteledi iptal_edildi iptal_etti durdurdu durduruldu askıya_aldı "
        "tamamlandı s_achève s_achèvent se_terminent se_termine reporté reportée reportés reportées annule annulé "
        "annulée annulés suspendu suspendus suspendues fin endet enden endete beendet verschoben abgesagt "
        "unterbrochen gestoppt ausgesetzt scheitern gescheitert termina terminan concluye concluyen aplaza aplazan "
        "aplazado aplazada aplazadas aplazados suspende suspenden suspendido suspendida suspendidas cancela cancelan "
        "cancelado cancelada finaliza finalizan finisce finiscono rinviato rinviata rinviati sospeso sospesi "
        "annullato adiado adiada adiadas suspenso odwołane odłożone zakończyły"
    ),
    ("custody", True): (
        "arrested arrests arrest detained detains detain jailed jails taken_hostage kidnapped abducted imprisoned "
        "اعتقال اعتقل اعتقلت يعتقل تعتقل توقيف أوقفت خطف اختطاف سجن арестован* арестовал* задержан* задержал* "
        "похищен* похитил* затриман* затримал* gözaltına_alındı tutuklandı kaçırıldı arrêté arrêtée arrêtés arrête "
        "interpellé interpellés enlevé enlevés festgenommen verhaftet entführt inhaftiert detenido detenida "
        "detenidos detienen detiene arrestan arrestado arrestada secuestrado secuestrados arrestato arrestati detido "
        "detidos preso presos נעצר נעצרו נחטף"
    ),
    ("custody", False): (
        "released releases release freed frees free_from freeing إطلاق_سراح أطلق_سراح أطلقت_سراح يطلق_سراح تطلق_سراح "
        "الإفراج الإفراج_عن أفرج أفرجت أفرجت_عن يفرج تفرج تحرير_رهائن освобожден* отпущен* отпустил* звільнен* "
        "відпущен* serbest_bırakıldı serbest_bıraktı tahliye_oldu libéré libérée libérés libère libèrent relâché "
        "relâchés freigelassen freikommen freigekommen entlassen liberado liberada liberados libera liberan "
        "liberadas rilasciato rilasciati liberato libertado libertados שוחרר שוחררו"
    ),
    ("life", True): (
        "alive survives survived survive حيا على_قيد_الحياة نجا نجاة жив живым живы выжил* живий hayatta sağ_olarak "
        "vivant vivante survécu überlebt lebend lebt vivo viva sobrevive sobrevivió sopravvissuto"
    ),
    ("life", False): (
        "dies died dead killed assassinated توفي توفيت وفاة مقتل قتل اغتيال умер умерла скончался скончалась погиб "
        "убит помер загинув öldü öldürüldü hayatını_kaybetti meurt décède mort tué tuée stirbt gestorben getötet tot "
        "muere murió fallece muerto asesinado morto ucciso morre נהרג מת"
    ),
    ("open", True): (
        "opens opened reopens reopened reopen reopening unblocks فتح يفتح تفتح افتتاح إعادة_فتح يعيد_فتح افتتح "
        "افتتحت открыл* открыт открыты открыта открывает открывают відкрив відкрила відкрито açıldı açtı "
        "yeniden_açıldı rouvre rouvrent ouvre ouvrent rouvert réouverture öffnet öffnen geöffnet wiedereröffnet "
        "eröffnet abre abren reabre reabren reabierto reapertura riapre riaprono otwiera otwarte"
    ),
    ("open", False): (
        "closes closed shuts shut blocks blocked closure إغلاق أغلق أغلقت يغلق تغلق مغلق закрыл* закрыт* закрывает "
        "закрывают закрив закрила закрито kapandı kapattı kapatıldı ferme ferment fermé fermée fermeture schließt "
        "schließen geschlossen gesperrt sperrung cierra cierran cerrado cerrada cierre chiude chiudono chiuso fecha "
        "fecham fechado zamyka zamknięte"
    ),
    ("consent", True): (
        "approves approved approve passes passed accepts accepted accept agrees agreed agree ratifies ratified "
        "adopts adopted backs endorses endorsed signs signed وافق وافقت يوافق توافق موافقة أقر أقرت يقر تقر قبل قبلت "
        "يقبل تقبل اعتمد одобрил* одобряет принял приняла приняли согласил* утвердил* ратифицировал* поддержал* "
        "схвалил* погодил* ухвалил* onayladı kabul_etti kabul_edildi approuve approuvent accepte acceptent adopte "
        "adoptent adopté ratifie billigt billigen stimmt__zu stimmen__zu akzeptiert nimmt__an verabschiedet "
        "gebilligt genehmigt beschließt aprueba aprueban aprobó acepta aceptan ratifica approva approvano accetta "
        "aprova aprovam aceita zatwierdza zatwierdził אישרה_את"
    ),
    ("consent", False): (
        "rejects rejected reject refuses refused refuse vetoes vetoed veto turns_down turned_down votes_down "
        "declines_offer voted_down opposes رفض رفضت يرفض ترفض عارض الفيتو отклонил* отверг отвергла отвергли "
        "отказал* отвергает ветировал* відхилил* відмовил* reddetti reddedildi veto_etti rejette rejettent refusent "
        "rejeté rejetée lehnt__ab lehnen__ab abgelehnt ablehnt verweigert rechaza rechazan rechazó veta respinge "
        "respingono rifiuta rejeita rejeitam recusa odrzuca odrzucił"
    ),
    ("guilt", True): (
        "guilty convicted convicts convict sentenced sentences إدانة أدين أدانت_المحكمة حكم_على осужден* приговорен* "
        "признан_виновным засуджен* suçlu_bulundu mahkum_edildi condamné condamnée coupable verurteilt schuldig "
        "condena condenado condenada culpable condannato colpevole culpado"
    ),
    ("guilt", False): (
        "acquitted acquits acquit cleared_of not_guilty exonerated overturned overturns تبرئة برأت براءة оправдан* "
        "оправдал* виправдан* beraat acquitté acquittée relaxé relaxe freigesprochen freispruch absuelto absuelta "
        "absuelve assolto absolvido"
    ),
    ("sanction", True): (
        "imposes imposed impose فرض تفرض يفرض فرضت ввел* вводит вводят запровадив uygulayacak imposent verhängt "
        "verhängen impone imponen impose_sanctions"
    ),
    ("sanction", False): (
        "lifts lifted lift eases_sanctions رفع_العقوبات رفع_عقوبات снял* снимает снимают зняв kaldırdı kaldırıldı "
        "lève lèvent levée hebt__auf heben__auf aufgehoben levanta levantan revoca"
    ),
}  # fmt: skip
"""Pairs of opposites, by axis and direction. Words that say both, as `leaves`, stand in neither."""
