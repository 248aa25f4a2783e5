"""The style guide's phone page: one question in a language of each script. Drafts of texts, only for judging the look."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import guards


@dataclass(frozen=True)
class Question:
    """Everything the sample screen says."""

    lang: str
    language: str
    title: str
    back: str
    pause: str
    how: str
    ask: str
    listen: str
    answers: tuple[str, ...]
    ways_out: tuple[str, ...]
    why: str
    because: str
    help: str
    next: str
    echo: str = ""
    dir: str = field(default="ltr")


_SV = Question(
    lang="sv",
    language="Svenska",
    title="Frågor om dig och jobb",
    back="Tillbaka",
    pause="Pausa",
    how="Fråga 3 av 7",
    ask="Tror du att du kommer att få ett jobb?",
    listen="Lyssna",
    answers=("Nej, det tror jag inte", "Kanske lite", "Ibland tror jag det", "Ja, det tror jag", "Ja, jag är säker"),
    ways_out=("Jag vet inte", "Vill inte svara"),
    why="Varför frågar ni? Vem ser mitt svar?",
    because="Vi frågar för att kunna hjälpa dig bättre. Sara och teamet ser ditt svar. Du får hoppa över en fråga.",
    help="Jag vill ha hjälp",
    next="Nästa",
)
_AR = Question(
    lang="ar",
    dir="rtl",
    language="العربية",
    title="أسئلة عنك وعن العمل",
    back="السابق",
    pause="استراحة",
    how="السؤال 3 من 7",
    ask="برأيك، هل الحصول على عمل ممكن لك؟",
    echo=_SV.ask,
    listen="استماع",
    answers=("لا، لا أعتقد ذلك", "ربما قليلاً", "أحياناً أعتقد ذلك", "نعم، أعتقد ذلك", "نعم، بكل تأكيد"),
    ways_out=("لا أعرف", "أفضّل عدم الإجابة"),
    why="لماذا هذا السؤال؟ ومن يرى إجابتي؟",
    because="نسأل لكي نساعدك بشكل أفضل. يمكنك ترك أي سؤال بدون إجابة.",
    help="أريد مساعدة",
    next="التالي",
)
_TI = Question(
    lang="ti",
    language="ትግርኛ",
    title="ሕቶታት",
    back="ተመለስ",
    pause="ዕረፍቲ",
    how="ሕቶ 3 ካብ 7",
    ask="ስራሕ ክትረክብ ኢኻ ኢልካ ትኣምን ዶ?",
    echo=_SV.ask,
    listen="ስምዑ",
    answers=("ኣይፋል", "ቁሩብ", "ሓደ ሓደ ግዜ", "እወ", "እወ፡ ርግጸኛ እየ"),
    ways_out=("ኣይፈልጥን", "ክምልስ ኣይደልን"),
    why="ስለምንታይ ትሓቱ?",
    because="ብዝሓሸ ንክንሕግዘካ ኢና ንሓትት።",
    help="ሓገዝ እደሊ",
    next="ቀጽል",
)
QUESTIONS = {each.lang: each for each in (_SV, _AR, _TI)}


@guards.public("exists only with embedded servers and shows invented samples")
@require_GET
def styleguide_phone(request: HttpRequest) -> HttpResponse:
    """?lang=sv|ar|ti."""
    question = QUESTIONS.get(request.GET.get("lang", "sv"), _SV)
    return render(request, "core/styleguide_phone.html", {"page": question, "q": question})
