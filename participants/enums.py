"""Closed lists of participants. Codes are stable; the words are the screen's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProtectionLevel(models.TextChoices):
    """Protected personal data (domain B.4). Any level but NONE: named colleagues only, nothing hints at the person."""

    NONE = "none", _("ingen")
    MARKED = "marked", _("sekretessmarkering")
    PROTECTED = "protected", _("skyddad folkbokföring")
    FICTITIOUS = "fictitious", _("fingerade personuppgifter")


class NumberKind(models.TextChoices):
    PERSONAL = "personal", _("personnummer")
    COORDINATION = "coordination", _("samordningsnummer")
    OTHER = "other", _("annat nummer")
    NONE = "none", _("inget nummer")


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands. Facts, not steps: any state may follow any other that is not ENDED."""

    ACTIVE = "active", _("pågår")
    PAUSED = "paused", _("pausad")
    IN_WORK = "in_work", _("i arbete eller studier, stöd kvar")
    ENDED = "ended", _("avslutad")


class IntakeSource(models.TextChoices):
    """What kind of place a referral in comes from."""

    SELF = "self", _("personen själv")
    ASSOCIATION = "association", _("förening")
    AUTHORITY = "authority", _("myndighet")
    MUNICIPALITY = "municipality", _("kommun")
    REGION = "region", _("region")
    SCHOOL = "school", _("skola")
    RELATIVE = "relative", _("anhörig eller vän")
    OTHER = "other", _("annan")


class IntakeState(models.TextChoices):
    """What became of a referral in."""

    WAITING = "waiting", _("väntar")
    WELCOME = "welcome", _("välkommen")
    DECLINED = "declined", _("tackat nej av oss")
    WITHDREW = "withdrew", _("ångrade sig")
    WRONG = "wrong", _("fel mottagare")


class NamelessEnd(models.TextChoices):
    """What became of somebody who is counted without a name."""

    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    OTHER = "other", _("annat")
    ENROLLED = "enrolled", _("blev inskriven")  # counted with the others from then on
    MISTAKE = "mistake", _("felregistrering")


class Knows(models.TextChoices):
    """Whether the person knows of the referral and says yes."""

    YES = "yes", _("ja, och vill")
    NO = "no", _("nej, inte än")


class SharingBasis(models.TextChoices):
    """Why colleagues from other organisations in the team may see the person (design 5.1)."""

    AGREEMENT = "agreement", _("överenskommelse för hela teamet")
    CONSENT = "consent", _("personens samtycke")
    NONE = "none", _("delas inte")


class ConsentKind(models.TextChoices):
    """What a person says yes or no to, one thing at a time (domain B.3). Showing them to the team's other organisations is
    Sharing, and wanting to take part is the enrolment: none of the three is a part of another."""

    EMPLOYER = "employer", _("kontakt med arbetsgivare")
    CV = "cv", _("cv till arbetsgivare")
    SUS = "sus", _("registrering i SUS")
    STORY = "story", _("berättelse eller foto")
    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")


class ConsentForm(models.TextChoices):
    """How a yes was given."""

    WRITTEN = "written", _("skriftligt")
    DIGITAL = "digital", _("digitalt")
    SPOKEN = "spoken", _("muntligt")


class ConsentEnd(models.TextChoices):
    """How a yes was taken back. "" while it runs, or ended by itself on its last day."""

    OWN_PAGE = "own_page", _("på sin egen sida")
    TOLD = "told", _("sa till en kollega")
    RENEWED = "renewed", _("ett nytt kom i stället")


# Those that may be about one employer, or one place where a story is shown.
WITH_RECIPIENT = {ConsentKind.EMPLOYER, ConsentKind.CV, ConsentKind.STORY}


class HandlerKind(models.TextChoices):
    PRIMARY = "primary", _("handledare")
    CO = "co", _("medhandledare")
    STAND_IN = "stand_in", _("vikarie")


class HandlerEnd(models.TextChoices):
    """Why somebody is no longer handler."""

    REPLACED = "replaced", _("en kollega tog över")
    TIME = "time", _("tiden tog slut")
    ENROLMENT = "enrolment", _("inskrivningen avslutades")
    LEFT_TEAM = "left_team", _("slutade i teamet eller fick en annan roll")
    MISTAKE = "mistake", _("fel person utsedd")  # corrected: never was handler, no change


class HandoverReason(models.TextChoices):
    """Why the person gets another handler."""

    LEAVES = "leaves", _("slutar eller byter arbete")
    AWAY = "away", _("lång ledighet")
    LOAD = "load", _("jämnare fördelning")
    LANGUAGE = "language", _("språk eller ort")
    NEED = "need", _("annan kunskap behövs")
    WISH = "wish", _("deltagaren önskar det")
    OTHER = "other", _("annat")


class HandoverPoint(models.TextChoices):
    """The checklist of a handover, in order (seed 003, domain A.6 HANDOVER_OPEN)."""

    GOALS = "goals", _("Målen")
    PLAN = "plan", _("Planen och nästa steg")
    INTERVENTIONS = "running", _("Insatser som pågår")
    ASSESSMENT = "assessed", _("Senaste skattningen")
    CONSENTS = "consents", _("Samtycken och delning")
    EMPLOYERS = "employers", _("Kontakter med arbetsgivare")
    MEETING = "meeting", _("Nästa möte")
    THREE_WAY = "three_way", _("Trepartsmöte med deltagaren, den som lämnar och den som tar emot")


class AskedAnswer(models.TextChoices):
    """What the person said when asked about a new handler."""

    YES = "yes", _("ja, det går bra")
    NO = "no", _("nej, vill inte byta")
    SILENT = "silent", _("vill inte svara")
    UNREACHED = "unreached", _("kunde inte nås")


class Focus(models.TextChoices):
    """What an intervention aims at (domain A.7). Only JOB is job-focused; STUDY counts as aim at work or studies."""

    JOB = "job", _("jobbfokus")
    STUDY = "study", _("studier")
    SKILL = "skill", _("kompetens")
    SOCIAL = "social", _("socialt")
    HEALTH = "health", _("hälsa")


class InterventionEnd(models.TextChoices):
    COMPLETED = "completed", _("genomförd")
    TO_WORK = "to_work", _("gick till arbete eller studier")
    OWN_CHOICE = "own_choice", _("valde att sluta")
    NO_FIT = "no_fit", _("passade inte")
    CANCELLED = "cancelled", _("blev inte av")
    MISTAKE = "mistake", _("felregistrering")


class EndReason(models.TextChoices):
    """Why an enrolment ended (domain B.9). Those in HEALTH_END_REASONS are health data."""

    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    WORK_AND_STUDIES = "work_and_studies", _("arbete och studier")
    OTHER_SUPPORT = "other_support", _("annan insats")
    OWN_CHOICE = "own_choice", _("valde att sluta")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("tog tillbaka sitt samtycke")
    ILLNESS = "illness", _("sjukdom")
    PARENTAL_LEAVE = "parental_leave", _("föräldraledig")
    MOVED = "moved", _("flyttade")
    PENSION = "pension", _("pension")
    SICKNESS_COMPENSATION = "sickness_compensation", _("sjukersättning")
    DECEASED = "deceased", _("avliden")
    OTHER = "other", _("annat")
    TRANSFERRED = "transferred", _("fortsätter i ett annat team")  # by a transfer only: no exit, the person goes on
    MISTAKE = "mistake", _("felregistrering")


BROKEN_OFF_REASONS = {EndReason.OWN_CHOICE, EndReason.CONSENT_WITHDRAWN}  # as SUS counts them
HEALTH_END_REASONS = {EndReason.ILLNESS, EndReason.SICKNESS_COMPENSATION}


class EndKind(models.TextChoices):
    """SUS tells ended (as planned, or no longer relevant) from broken off (withdrew, or left on own initiative)."""

    ENDED = "ended", _("avslutat")
    BROKEN_OFF = "broken_off", _("avbrutet")


class PauseReason(models.TextChoices):
    PARENTAL_LEAVE = "parental_leave", _("föräldraledig")
    AWAY = "away", _("bortrest")
    OTHER_SUPPORT = "other_support", _("annan insats")
    HEALTH = "health", _("hälsa")
    OTHER = "other", _("annat")


class WaitingFor(models.TextChoices):
    NOBODY = "", _("ingen")
    US = "us", _("oss")
    PERSON = "person", _("personen")
    OTHER = "other", _("någon annan")


class StepBy(models.TextChoices):
    """Whose the next step is. UNSAID with words beside: an old text nobody has chosen from the list yet."""

    UNSAID = "", _("inte sagt")
    USER = "user", _("någon av oss")
    PERSON = "person", _("deltagaren")
    OTHER = "other", _("någon annan")


class NoteKind(models.TextChoices):
    """How the contact took place. All but NOTE and EMPLOYER count as contact with the person."""

    NOTE = "note", _("anteckning")
    MEETING = "meeting", _("möte")
    CALL = "call", _("samtal")
    MESSAGE = "message", _("sms eller mejl")
    EMPLOYER = "employer", _("kontakt med arbetsgivare")


CONTACT_KINDS = {NoteKind.MEETING, NoteKind.CALL, NoteKind.MESSAGE}


class NoteChannel(models.TextChoices):
    """Through what the contact went, where that says more than the kind."""

    UNSAID = "", _("inte sagt")
    PLACE = "place", _("på plats")
    PHONE = "phone", _("telefon")
    VIDEO = "video", _("video")
    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")
    LETTER = "letter", _("brev")


class ConcernKind(models.TextChoices):
    """What somebody is worried about."""

    CHILD = "child", _("oro för ett barn")
    ADULT = "adult", _("oro för en vuxen")
    VIOLENCE = "violence", _("våld eller hot")


class ConcernStep(models.TextChoices):
    """What is done about it, in order. Fixed: nobody should have to think out the steps on such a day."""

    TALKED = "talked", _("Prata med processledaren i dag")
    DANGER = "danger", _("Är det fara nu? Ring 112")
    REPORTED = "reported", _("Orosanmälan till socialtjänsten, samma dag. Gäller det ett barn är den en skyldighet")
    RECEIVED = "received", _("Bekräftelse från den som tog emot")
    PERSON = "person", _("Personen vet om det, när det är tryggt att berätta")
    FOLLOWED = "followed", _("Uppföljt: hur är det nu?")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("bokat")
    HELD = "held", _("hållet")
    MISSED = "missed", _("personen kom inte")
    CANCELLED = "cancelled", _("inställt")
    MOVED = "moved", _("flyttat")


class TaskEnd(models.TextChoices):
    """How a task ended. "" while it is open."""

    DONE = "done", _("klar")
    ELSEWHERE = "elsewhere", _("gjort på annat håll")


class MeetingWay(models.TextChoices):
    PLACE = "place", _("på plats")
    PHONE = "phone", _("telefon")
    VIDEO = "video", _("video")


class Interpreter(models.TextChoices):
    NONE = "none", _("ingen tolk")
    WANTED = "wanted", _("tolk ska bokas")
    BOOKED = "booked", _("tolk är bokad")


class MessageWay(models.TextChoices):
    """How a prepared text was opened."""

    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")
    COPY = "copy", _("kopierad")
    LIST = "list", _("på en lista för flera")


class OutcomeKind(models.TextChoices):
    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    INTERNSHIP = "internship", _("praktik")
    OWN_BUSINESS = "own_business", _("eget företag")


class StartPoint(models.TextChoices):
    """What often has to be in place before a first day at work. Nothing of it is a score or a demand."""

    PERMIT = "permit", _("Tillstånd att arbeta")
    ID = "id", _("Legitimation")
    BANK = "bank", _("Bankkonto")
    PHONE = "phone", _("Telefon och mejl som fungerar")
    TRAVEL = "travel", _("Resan till jobbet")
    CHILDCARE = "childcare", _("Barnomsorg")
    CLOTHES = "clothes", _("Arbetskläder och skor")
    PAPERS = "papers", _("Betyg och intyg")
    TAX = "tax", _("Skatt och lön: det arbetsgivaren frågar efter")


class StartState(models.TextChoices):
    NEEDED = "needed", _("behövs")
    ONGOING = "ongoing", _("pågår")
    DONE = "done", _("klart")


class StillThere(models.TextChoices):
    """What the person says when a job or studies are followed up."""

    YES = "yes", _("ja")
    NO = "no", _("nej, det har slutat")
    UNREACHED = "unreached", _("nådde inte personen")


class SupportNeed(models.TextChoices):
    """What support is needed at the workplace or the school. Never why."""

    NONE = "none", _("klarar sig själv")
    SOME = "some", _("lite stöd då och då")
    MORE = "more", _("behöver mer stöd")


# Out at a workplace without having reached the goal yet. A trial employment is work: whoever has one is in work, with
# support. Placements with a supervisor and an end of their own come with the referrals.
WORKPLACE_OUTCOMES = {OutcomeKind.INTERNSHIP}
GOAL_OUTCOMES = {OutcomeKind.WORK, OutcomeKind.STUDIES, OutcomeKind.OWN_BUSINESS}


class Shift(models.TextChoices):
    DAY = "day", _("dag")
    EVENING = "evening", _("kväll")
    NIGHT = "night", _("natt")
    WEEKEND = "weekend", _("helg")


class FieldGroup(models.TextChoices):
    """What is written of a person, in groups that somebody answers for (participants.groups)."""

    STEP = "step", _("Nästa steg")
    WEEK = "week", _("Läget i veckan")
    GOAL = "goal", _("Mål")
    PLAN = "plan", _("Insatser")
    OWN = "own", _("Egna kolumner")
    PROFILE = "profile", _("Vill och kan")
    FACTS = "facts", _("Personuppgifter")


class AbsenceReason(models.TextChoices):
    """Why somebody was not there, as funders ask. Illness is health data; what kind of illness is never asked. The words
    are what is written in a cell."""

    ILL = "ill", _("sjuk")
    CHILD = "child", _("barn")
    AGREED = "agreed", _("ledig")
    UNKNOWN = "unknown", _("okänd")
    OTHER = "other", _("annat")


class ColumnKind(models.TextChoices):
    TEXT = "text", _("text")
    CHOICE = "choice", _("val")
    DATE = "date", _("datum")
    YES_NO = "yes_no", _("ja eller nej")


class RemarkKind(models.TextChoices):
    """What a restricted remark from an old spreadsheet seems to be about; a human decides what becomes of it."""

    PROTECTION = "protection", _("skyddade uppgifter")
    HEALTH = "health", _("hälsa")
    OTHER = "other", _("annat känsligt")


class Deed(models.TextChoices):
    """What can be done to many at once. The value stands in addresses."""

    HANDLER = "handledare", _("Handledare")
    SPREAD = "fordela", _("Fördela")
    STAND_IN = "vikarier", _("Vikarier")
    STEP = "steg", _("Nästa steg")
    TASK = "uppgift", _("Uppgift")
    INTERVENTION = "insats", _("Insats")
    TAG = "etikett", _("Etikett")
    UNTAG = "utan-etikett", _("Ta bort etikett")


# Those with a page of their own: never chosen for rows of the register.
APART = frozenset({Deed.STAND_IN})


class DocumentKind(models.TextChoices):
    """What a file on a person is. Papers about health are a kind of their own, for those who see the person's health."""

    CERTIFICATE = "cert", _("intyg")
    GRADES = "grades", _("betyg")
    CV = "cv", _("cv från tidigare")
    AGREEMENT = "agreement", _("avtal")
    CONSENT = "consent", _("samtycke på papper")
    OTHER = "other", _("annat")
    HEALTH = "health", _("om hälsa")


class ExtractForm(models.TextChoices):
    PDF = "pdf", _("papper (pdf)")
    JSON = "json", _("data (json)")


class ExtractLanguage(models.TextChoices):
    SWEDISH = "sv", _("svenska")
    ENGLISH = "en", _("engelska")


class HandedHow(models.TextChoices):
    """How an extract reached the person."""

    MEETING = "meeting", _("i handen vid ett möte")
    POST = "post", _("rekommenderat brev")
    SECURE = "secure", _("säker digital post")
    NOT = "not", _("personen ville inte ha det")


class ExtractItem(models.TextChoices):
    """Texts a human may leave out of an extract."""

    NOTE = "note", _("anteckning")
    CONCERN = "concern", _("oro")
    REMARK = "remark", _("anmärkning från ett gammalt ark")
    INTERVENTION = "insats", _("insats")
    HANDOVER = "handover", _("överlämning")
    WISH = "wish", _("önskemål om handledare")
    MEETING = "meeting", _("möte")
    TASK = "task", _("uppgift")
    INTAKE = "intake", _("förfrågan")
    REQUEST = "request", _("begäran")


class LeftOutReason(models.TextChoices):
    """Why something is not in an extract: GDPR 15.4; dataskyddslagen (2018:218) chapter 5 sections 1 and 2."""

    OTHERS = "others", _("det gäller en annan människa")
    SECRECY = "secrecy", _("det är sekretess enligt lag")
    DRAFT = "draft", _("det är ett utkast som inte är klart")


class RightsKind(models.TextChoices):
    """GDPR articles 16, 18, 21 and 17."""

    CORRECT = "correct", _("rättelse: något stämmer inte")
    RESTRICT = "restrict", _("begränsning: vänta med att använda uppgifterna")
    OBJECT = "object", _("invändning: sluta använda uppgifterna så")
    ERASE = "erase", _("radering: ta bort uppgifterna")


class RightsAnswer(models.TextChoices):
    YES = "yes", _("ja, det är gjort")
    PARTLY = "partly", _("till en del")
    NO = "no", _("nej")


class RetentionKind(models.TextChoices):
    """What a retention policy is about. Documents have their own days (DocumentRule)."""

    PERSON = "person", _("hela personen")


class ErasureState(models.TextChoices):
    DUE = "due", _("tiden är ute")
    PROPOSED = "proposed", _("föreslagen")
    APPROVED = "approved", _("godkänd")


class DaysEnrolled(models.TextChoices):
    """Days with the team in all, in classes."""

    QUARTER = "-90", _("högst 90 dagar")
    HALF = "-180", _("91 till 180 dagar")
    YEAR = "-365", _("181 till 365 dagar")
    TWO = "-730", _("ett till två år")
    MORE = "731-", _("mer än två år")


class HandlerTurns(models.TextChoices):
    NONE = "0", _("inget byte")
    ONE = "1", _("ett byte")
    MORE = "2-", _("två byten eller fler")


class TransferState(models.TextChoices):
    """A person who is to go on in another team: asked, and what came of it."""

    WAITING = "waiting", _("väntar på svar")
    ACCEPTED = "accepted", _("mottagen")
    DECLINED = "declined", _("nej tack")
    WITHDRAWN = "withdrawn", _("tillbakatagen")
    LAPSED = "lapsed", _("inget svar i tid")


class SaidHow(models.TextChoices):
    """How the person said yes."""

    SPOKEN = "spoken", _("muntligt")
    WRITTEN = "written", _("skriftligt")
    DIGITAL = "digital", _("i telefonen eller på datorn")
