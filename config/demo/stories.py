"""What people of the demo want, do and wait for, by their line of work, so that wish, experience and step fit together.

`{place}` is a work place of that line, `{school}` a school. Whose a step is: h the handler, p the person, w the work
place, s the school.
"""

from dataclasses import dataclass

from config.demo import trades

Step = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A line of work: `wishes` in the person's words, `tries` are interventions at a work place, `weeks` short words of where the person stands, `notes` what was said."""

    labels: frozenset[str]
    wishes: tuple[str, ...]
    tries: tuple[str, ...]
    steps: tuple[Step, ...]
    weeks: tuple[str, ...]
    notes: tuple[str, ...]


def _labels(*groups: tuple[str, ...]) -> frozenset[str]:
    return frozenset(label for group in groups for label in group)


KITCHEN = Line(
    _labels(trades.KITCHEN, trades.RESTAURANT, trades.BAKERY),
    (
        "Har lagat mat i många år och vill göra det igen.",
        "Vill arbeta i kök, helst dagtid när barnen är i skolan.",
        "Drömmer om att baka. Börjar gärna med disk och lär mig steg för steg.",
        "Trivs när det är full fart. Kan tänka mig kvällar.",
    ),
    ("Praktik i kök", "Provdagar i matsalen", "Arbetsprövning i diskrum och kök"),
    (
        ("Ringa {place} om en provdag", "h"),
        ("Ta med hygienintyget till {place}", "p"),
        ("Svar från {place} om lunchpasset", "w"),
        ("Öva på recept och mått på svenska", "p"),
    ),
    ("Provdag i köket gick fint", "Väntar på schema från köket", "Klar med hygienutbildningen", "Längtar efter mer att laga, mest disk nu"),
    ("Berättade om köket hemma och om sina bröd. Vill visa vad hen kan.", "Gillar tempot i köket. Ordningen i kylen är svår på svenska, vi gör lappar."),
)  # fmt: skip
CARE = Line(
    _labels(trades.CARE, ("Barnskötare",)),
    (
        "Tycker om att hjälpa äldre. Vill på sikt bli undersköterska.",
        "Tog hand om min mormor i många år, det vill jag ha som yrke.",
        "Vill arbeta med människor och ha fasta tider.",
    ),
    ("Provdagar i omsorgen", "Språkpraktik på äldreboende", "Praktik med handledare på arbetsplatsen"),
    (
        ("Boka studiebesök på {place}", "h"),
        ("Söka vårdbiträdesutbildningen", "p"),
        ("Besked från {school} om plats i höst", "s"),
        ("Trepartsmöte med {place}", "h"),
        ("Lämna utdrag ur belastningsregistret", "p"),
    ),
    ("Går bredvid på morgonpassen", "Väntar på besked om vårdutbildningen", "De boende frågar efter hen", "Ovan vid datorn i omsorgen, övar"),
    ("Handledaren på arbetsplatsen säger att de boende blir glada. Dokumentationen behöver vi öva på.", "Vill läsa till undersköterska men behöver lön först. Vi ritade två vägar."),
)  # fmt: skip
CLEANING = Line(
    _labels(trades.CLEANING, ("Maskinoperatör tvätt och textilbehandling", "Skräddare", "Hotellreceptionist")),
    (
        "Vill arbeta tidigt på morgonen och vara hemma när barnen slutar.",
        "Noggrann och snabb. Vill ha ett jobb med fast schema.",
        "Syr och lagar kläder, provar gärna tvätteri eller ateljé.",
    ),
    ("Provdagar i städlag", "Arbetsprövning på hotell", "Praktik med fasta tider"),
    (
        ("Ringa {place} om morgonpassen", "h"),
        ("Prova resvägen till {place} klockan fem", "p"),
        ("Svar från {place} om timmar", "w"),
        ("Visa arbetsprover på {place}", "p"),
    ),
    ("Börjar kvart över fem, det funkar", "Vill ha fler timmar", "Första veckan utan handledare bredvid", "Barnomsorgen löst från måndag"),
    ("Tider är nyckeln. Kan allt före klockan tre.", "Chefen är nöjd och har frågat om helger. Vill tänka på saken."),
)  # fmt: skip
STORE = Line(
    _labels(trades.STORE, trades.REUSE, ("Djurskötare lantbruk",)),
    (
        "Vill möta kunder och öva min svenska.",
        "Hade egen butik förut. Kan kassa, lager och att prata med folk.",
        "Provar gärna något nytt, bara det är bland människor.",
    ),
    ("Språkpraktik i butik", "Praktik i kassa och varuplock", "Provdagar i butik"),
    (
        ("Gå förbi {place} och fråga efter chefen", "p"),
        ("Ringa {place} om sommarjobb", "h"),
        ("Öva på kassaord inför provdagen", "p"),
        ("Svar från {place} efter intervjun", "w"),
    ),
    ("Intervju på torsdag", "Kassan sitter, nu samtalen med kunder", "Sökte tre jobb själv", "Fick nej, är ledsen men vill söka igen"),
    ("Gick igenom cv tillsammans och lade till åren i den egna butiken. Det lyfte hela sidan.", "Övade intervju. Svarar bra när frågorna kommer en i taget."),
)  # fmt: skip
STOCK = Line(
    _labels(trades.STOCK, ("Bussförare", "Taxiförare", "Renhållningsförare", "Bilvårdare", "Bohags- och flyttbilsförare",
                           "Expressarbetare/Flyttkarl/Stadsbud")),
    (
        "Vill köra truck eller lastbil, gillar att röra på mig.",
        "Körde lastbil i många år. Behöver svenskt körkort.",
        "Vill helst börja snart, skift går bra.",
    ),
    ("Arbetsprövning på lager", "Truckutbildning med praktik", "Provdagar på terminal"),
    (
        ("Körlektion 14 av 20", "p"),
        ("Boka tid för körprov", "p"),
        ("Boka truckutbildning", "h"),
        ("Svar från {place} om provanställning", "w"),
        ("Studiebesök på {place}", "h"),
    ),
    ("Klarade teoriprovet", "Truckkort klart, söker skift", "Bussen går inte till första passet, letar skjuts", "Ny körlektion på fredag"),
    ("Kan jobbet men saknar kortet. Vi räknade på vad lektionerna kostar.", "Platschefen tycker om arbetstakten. Frågade om skift från nästa månad."),
)  # fmt: skip
HANDS = Line(
    _labels(trades.GREEN, trades.GROWING, trades.HOUSES, trades.BUILDING, trades.METAL,
            ("Målare", "Elmontör", "Återvinningsarbetare på ÅVC")),
    (
        "Vill arbeta med händerna, gärna ute.",
        "Byggde hus hemma i tio år. Vill visa vad jag kan.",
        "Vill laga och sköta om. Tycker om att se att det blir färdigt.",
    ),
    ("Praktik utomhus", "Arbetsprövning i verkstad", "Provdagar med arbetslaget"),
    (
        ("Översätta yrkesintyget", "h"),
        ("Svar från {school} om validering", "s"),
        ("Studiebesök på {place}", "h"),
        ("Hämta arbetskläder inför provdagen på {place}", "p"),
        ("Boka kurs i heta arbeten", "h"),
    ),
    ("Provsvetsade i går, bra fog", "Väntar på valideringen", "Ute alla dagar, trivs", "Arbetslaget vill ha kvar hen"),
    ("Visade bilder på hus som hen byggt. Intygen ska översättas.", "Basen säger att det går undan. Säkerhetsorden tar vi en i taget."),
)  # fmt: skip
LINES = (KITCHEN, CARE, CLEANING, STORE, STOCK, HANDS)

# Before anything is tried; what is the same in every line; while paused; with a job.
NEW_STEPS: tuple[Step, ...] = (
    ("Skriva klart profilen tillsammans", "h"),
    ("Fundera på tre arbetsplatser att besöka", "p"),
    ("Första skattningen tillsammans", "h"),
    ("Ta med betyg och intyg till nästa möte", "p"),
)
STEPS: tuple[Step, ...] = (
    ("Skicka cv till {place}", "p"),
    ("Samtal om en insats till", "h"),
    ("Ringa {school} om studievägledning", "h"),
    ("Öva inför intervjun", "h"),
    ("Be om intyg från praktiken", "p"),
    ("Hitta praktik närmare hemmet", "h"),
    ("Svar från Skatteverket om personbevis", "Skatteverket"),
    ("Skaffa konto och bank-id", "p"),
)
PAUSED_STEPS: tuple[Step, ...] = (
    ("Höra hur det är och när det passar igen", "h"),
    ("Ringa när resan är över", "p"),
    ("Boka nytt möte efter pausen", "h"),
)
WORK_STEPS: tuple[Step, ...] = (
    ("Uppföljning 30 dagar på {place}", "h"),
    ("Uppföljning 90 dagar på {place}", "h"),
    ("Fråga chefen om fler timmar", "p"),
    ("Lämna lönebesked till försörjningsstödet", "p"),
    ("Besked från {place} om förlängning", "w"),
)
STUDY_STEPS: tuple[Step, ...] = (
    ("Ringa {school} om hur det går", "h"),
    ("Ansöka om studiemedel", "p"),
    ("Träffas efter första provet", "h"),
)
NEW_WEEKS = (
    "Ny hos oss, lär känna varandra",
    "Nyfiken, lite nervös",
    "Första mötet gick bra",
    "Samlar papper och betyg",
)
WEEKS = (
    "Rullar på", "Svår vecka hemma, kommer ändå", "Har sökt två jobb", "Vill framåt, otålig", "Väntar på svar",
    "Mer självsäker i samtalen", "Svårt att nå, svarar på sms", "Har ordnat barnomsorg", "Tappade fart efter ett nej",
    "Pratar svenska hela mötet",
)  # fmt: skip
PAUSED_WEEKS = ("Bortrest, hör av sig", "Paus enligt överenskommelse", "Tar det lugnt, vill tillbaka")
WORK_WEEKS = ("Trivs på jobbet", "Fått fast schema", "Stolt över lönebeskedet", "Första lönen!", "Vill ha fler timmar")
STUDY_WEEKS = ("Kommit in i studierna", "Pluggar kvällar, går bra", "Nöjd med klassen")
NOTES: tuple[Step, ...] = (
    ("meeting", "Träffades på kontoret. Gick igenom vad som fungerat sedan sist och bestämde nästa steg."),
    ("call", "Ringde. Allt går bra, vill gärna ha fler timmar."),
    ("message", "Skickade tid och plats för mötet. Svarade med tummen upp."),
    ("note", "Behöver hämta barnen klockan tre. Vi letar efter tidiga tider."),
    ("employer", "Talade med {place}. De är nöjda och kan tänka sig en provdag."),
    ("meeting", "Gick igenom cv och valde två annonser att söka."),
    ("call", "Ville öva inför intervjun. Bokade en timme på torsdag."),
    ("meeting", "Kom tjugo minuter för tidigt, glad. Berättade om sin kusin som fått jobb."),
    ("call", "Svarade inte. Lämnade meddelande och försöker igen i morgon."),
    ("message", "Påminde om intyget. Det ligger i väskan, kommer på fredag."),
    ("employer", "{place} söker till våren. Vi hörs igen när schemat är satt."),
    ("meeting", "Vi skrev upp tre saker som känns svåra och tre som går bra. De senare blev fler."),
    ("meeting", "Promenerade i stället för att sitta. Lättare att prata så."),
    ("call", "Undrade över kontraktet. Vi läste det rad för rad tillsammans."),
    ("note", "Flyttar i helgen. Ny resväg, kolla bussarna."),
    ("employer", "Chefen på {place} ringde själv och frågade efter fler som hen."),
    ("meeting", "Tolk på telefon, det gick bra. Nästa gång provar vi hälften på svenska."),
    ("message", "Skickade bild på diplomet från kursen!"),
    ("note", "Vill byta från kvällskurs till dag. Frågar skolan."),
    ("call", "Var besviken efter ett nej. Vi ringde arbetsgivaren och fick veta varför."),
)


def line_of(label: str) -> Line:
    """The line of work of an occupation; work with one's hands when no other is."""
    return next((line for line in LINES if label in line.labels), HANDS)


def _employers() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, labels in trades.OCCUPATIONS.items():
        for label in labels:
            found.setdefault(label, []).append(name)
    return {label: tuple(names) for label, names in found.items()}


EMPLOYERS_OF = _employers()
