"""The background work: a version becomes a file."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import pdf, runs, scope
from core.models import Run
from cvbuilder import engine, files
from cvbuilder.content import CVContent
from cvbuilder.models import CVVersion

STEPS = 2


def make_pdf(run: Run) -> dict[str, object]:
    """Prints what the version keeps and stores it once. Safe to run twice: a version that has its file is left alone."""
    assert run.team_id is not None
    with scope.run_for_team(run.team_id, user_id=run.owner_id):
        version = (
            CVVersion.objects.select_related("team", "participant", "cv").filter(pk=run.params.get("version")).first()
        )
    if version is None:
        raise runs.RunError(_("Cv:t finns inte längre."))
    if not version.is_ready:
        runs.progress(run, 0, STEPS, _("sätter sidorna"))
        body = _print(version)
        runs.progress(run, 1, STEPS, _("sparar"))
        with scope.run_for_team(run.team_id, user_id=run.owner_id):
            files.store(version, body)
    run.message = ""
    run.result_url = reverse(
        "cvbuilder:version_file",
        args=[version.team.slug, version.participant.public_id, version.cv.public_id, version.public_id],
    )
    return {"version": version.pk}


def _print(version: CVVersion) -> bytes:
    html = engine.html_of(CVContent.from_data(version.content), version.design)
    try:
        return pdf.render_in_limits(html, stylesheet=engine.stylesheet_of(version.design))
    except pdf.PdfError as fault:
        raise runs.RunError(_("Det gick inte att göra en pdf av texten. Prova med en kortare text.")) from fault
