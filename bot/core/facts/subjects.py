"""Whom or what a title is about, where that can be no other: a minister is no mayor, and trains are no flights."""

from __future__ import annotations

from typing import Final

__all__ = ["MAY_BE", "SUBJECTS"]

SUBJECTS: Final = {
    # offices
    "foreign minister": "foreign_minister foreign_ministers foreign_secretary وزير_الخارجية وزير_خارجية "
    "وزیر_خارجه глава_мид министр_иностранных глава_мзс dışişleri_bakanı ministre_des_affaires außenminister* "
    "ministro_de_exteriores ministro_degli_esteri ministro_das_relações שר_החוץ",
    "defence minister": "defence_minister defense_minister defence_secretary defense_secretary وزير_الدفاع "
    "وزير_دفاع وزیر_دفاع министр_обороны министра_обороны министр_оборони savunma_bakanı "
    "ministre_de_la_défense verteidigungsminister* ministro_de_defensa ministro_della_difesa "
    "ministro_da_defesa שר_הביטחון",
    "finance minister": "finance_minister finance_secretary treasury_secretary وزير_المالية министр_финансов "
    "министра_финансов maliye_bakanı ministre_des_finances finanzminister* ministro_de_hacienda "
    "ministro_de_economía ministro_dell_economia ministro_da_fazenda שר_האוצר",
    "interior minister": "interior_minister home_secretary وزير_الداخلية министр_внутренних içişleri_bakanı "
    "ministre_de_l_intérieur innenminister* ministro_del_interior ministro_dell_interno",
    "minister": "minister ministers وزير министр министра министру bakan bakanı ministre ministra ministro",
    "mayor": "mayor mayors عمدة мэр мэра мера belediye_başkanı maire bürgermeister* oberbürgermeister* "
    "alcalde alcaldesa sindaco sindaca prefeito burmistrz* ראש_העיר شهردار",
    "judge": "judge judges القاضي قاض судья судьи суддя hakim juge juges richter richterin juez jueza giudice "
    "juiz sędzia",
    "bishop": "bishop bishops archbishop епископ* piskopos évêque évêques bischof bischöfe obispo obispos "
    "vescovo bispo",
    "imam": "imam imams إمام имам имама imamı imán",
    # callings
    "journalist": "journalist journalists reporter reporters صحفي صحافي صحفيا журналист* журналистов "
    "журналіст* gazeteci* gazeteci journaliste* journalisten periodista* periodistas giornalista* giornalisti "
    "jornalista* jornalistas dziennikarz* עיתונאי",
    "blogger": "blogger bloggers блогер* مدون bloguero blogueur influencer* инфлюенсер*",
    "doctor": "doctor doctors physician surgeon طبيب طبيبة أطباء врач врача врачей лікар* doktor doktoru "
    "hekim* médecin* arzt ärztin ärzte médico médica médicos medico lekarz* רופא پزشک",
    "teacher": "teacher teachers معلم معلمة معلمين مدرس учител* вчител* öğretmen* enseignant* professeur* "
    "lehrer* maestro maestra maestros profesor profesores insegnante* professor professores nauczyciel* מורה "
    "מורים",
    "student": "student students pupil طالب طالبة طلاب студент* öğrenci* étudiant* schüler schülerin "
    "estudiante* studente studenti estudante*",
    "lawyer": "lawyer lawyers attorney محام محامي адвокат* avukat* avocat avocats anwalt anwälte abogado* "
    "avvocato advogado* prawnik*",
    "farmer": "farmer farmers مزارع مزارعين فلاح фермер* çiftçi* agriculteur* bauern landwirt* agricultor* "
    "ganadero* agricoltor* rolnik* rolnicy",
    "miner": "miner miners عمال_منجم шахтер* шахтар* madenci* mineur mineurs bergmann bergleute minero "
    "mineros minatore górnik* górnicy",
    "banker": "banker bankers financier financiers банкир* финансист* bankacı* banquier* banquero* banchiere "
    "banqueiro*",
    "bookseller": "bookseller booksellers книготорговец kitapçı libraire librero buchhändler* libraio",
    "activist": "activist activists campaigner campaigners ناشط ناشطة ناشطين активист* активіст* aktivist* "
    "militant_écologiste activista* attivista* ativista* aktywist*",
    "official": "official officials مسؤول чиновник* чиновниц* чиновник yetkili beamter funcionario "
    "funcionarios fonctionnaire funzionario funcionário*",
    "cyclist": "cyclist cyclists велосипедист* bisikletli cycliste* radfahrer* ciclista ciclistas rowerzyst*",
    "pilot": "pilot pilots طيار пилот* пілот* pilote* piloto pilotos piloti",
    "builder": "builder builders construction_worker عامل_بناء строител* inşaat_işçisi ouvrier_du_bâtiment "
    "bauarbeiter* albañil obrero obreros operaio operai pedreiro operário* murarz*",
    # things
    "trains": "train trains rail قطار قطارات поезд* електрич* потяг* tren trenler zug züge trenes treno treni "
    "trem trens pociąg*",
    "flights": "flight flights plane planes طائرة_ركاب رحلات авиарейс* рейсы uçuş* uçak vol vols avion avions "
    "flug flüge flugzeug* vuelo vuelos avión voli aereo voo voos lot loty",
    "ferries": "ferry ferries عبارة паром* vapur* feribot* fähre fähren transbordador traghetto traghetti "
    "balsa prom",
    "cars": "car cars automobiles سيارات автомобил* otomobil* voitures autos coches carros automóviles "
    "automobili samochod*",
    "films": "film films movie movies أفلام фильм* фільм* filmler filmes películas film_industry",
    "phones": "phone phones smartphone smartphones هاتف هواتف смартфон* telefon telefonu téléphone handy "
    "handys teléfono telefono smartphone* telefone",
    "tablets": "tablet tablets لوحي планшет* tablette tabletta",
    "bodies": "body bodies corpse جثة جثث тело тела cesedi ceset corps_sans_vie leiche leichen cadáver cuerpo "
    "cadavere corpo zwłoki",
    "paintings": "painting paintings لوحات картин* tablolar tableaux gemälde cuadros dipinti quadros obrazy",
    # what somebody is accused of
    "spying": "spying espionage spy تجسس шпионаж* шпигунств* casusluk espionnage spionage espionaje "
    "spionaggio espionagem szpiegostw*",
    "smuggling": "smuggling smugglers trafficking تهريب контрабанд* kaçakçılığı kaçakçılık trafic schmuggel "
    "contrabando contrabbando przemyt*",
    "bribery": "bribery bribe bribes رشوة взятк* взятку хабар* rüşvet corruption_charges bestechung soborno "
    "corruzione suborno łapówk*",
    "extremism": "extremism экстремизм* екстремізм* extrémisme extremismus extremismo estremismo aşırıcılık",
    "murder": "murder murders جريمة_قتل убийств* убивств* cinayet meurtre mord asesinato omicidio assassinato "
    "morderstw*",
    "fraud": "fraud احتيال мошенничеств* шахрайств* dolandırıcılık fraude betrug estafa frode oszustw*",
}  # fmt: skip
"""Each by what it is called; words of one are one. Words that stand for many, as `man` and `vehicle`, are left out."""

_OFFICES: Final = ("foreign minister", "defence minister", "finance minister", "interior minister")

MAY_BE: Final = {
    "minister": frozenset(_OFFICES),
    "official": frozenset((*_OFFICES, "minister", "mayor", "judge", "banker", "pilot", "doctor")),
    "activist": frozenset(("journalist", "blogger", "lawyer", "student", "teacher", "doctor", "farmer")),
    "journalist": frozenset(("blogger",)),
    "builder": frozenset(("miner",)),
    "flights": frozenset(("bodies", "pilot")),
}
"""Who or what may be the same in other words."""
