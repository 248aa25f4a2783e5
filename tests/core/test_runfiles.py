"""What a run made is its owner's only while they are in the team it was made for."""

import pytest
from django.urls import reverse

from core import runfiles, runs
from core.models import Run
from core.scope import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(team, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with system():
        made = Run.objects.create(kind="x", title="Rapport", owner_id=handler.pk, team_id=team.pk)
        made.result = runfiles.attach(made, b"siffror", name="rapport.pdf")
        made.save()
    return made


@pytest.mark.parametrize("page", ["run_detail", "run_file"])
def test_run_shuts_when_its_owner_leaves_the_team(page, run, handler, colleague, as_user):
    address = reverse(f"core:{page}", args=[run.public_id])
    assert as_user(handler).get(address).status_code == 200
    assert as_user(colleague).get(address).status_code == 404

    handler.memberships.update(ended_on="2025-06-01")

    assert as_user(handler).get(address).status_code == 404


def test_page_of_a_run_leads_back_and_its_poll_is_the_component(as_user, handler, team):
    with system():
        run = runs.start(
            kind="followup.report_pdf", title="Rapport", by_id=handler.pk, team_id=team.pk, back_url="/t/x/rapport/"
        )
    address = f"/korning/{run.public_id}/"
    page = as_user(handler).get(address).content.decode()
    assert '<a href="/t/x/rapport/">Tillbaka</a>' in page
    assert f'hx-get="{address}"' in page
    poll = as_user(handler).get(address, headers={"HX-Request": "true"})
    assert poll.status_code == 200
    assert poll.content.decode().strip().startswith(f'<div class="run" id="run-{run.public_id}"')
    with system():
        Run.objects.filter(pk=run.pk).update(state=Run.RunState.DONE)
    assert as_user(handler).get(address, headers={"HX-Request": "true"}).status_code == 286
