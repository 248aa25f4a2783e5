"""What a run made is its owner's only while they are in the team it was made for."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import runfiles, runs, sweeping
from core.models import ReadLine, Run
from core.models.logs import ReadKind
from core.scope import run_for_team, system
from participants import retention_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(team, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with system():
        made = Run.objects.create(kind="followup.report_pdf", title="Rapport", owner_id=handler.pk, team_id=team.pk)
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
        Run.objects.filter(pk=run.pk).update(state=Run.RunState.DONE, finished_at=timezone.now())
    assert as_user(handler).get(address, headers={"HX-Request": "true"}).status_code == 286


@pytest.mark.parametrize("page", ["run_detail", "run_file"])
@pytest.mark.parametrize("role", [Role.STEERING, Role.ADMIN])
def test_run_shuts_when_its_owners_role_no_longer_opens_what_it_shows(page, role, run, handler, as_user):
    handler.memberships.update(role=role)
    assert as_user(handler).get(reverse(f"core:{page}", args=[run.public_id])).status_code == 403


@pytest.mark.parametrize("page", ["run_detail", "run_file"])
def test_run_waits_for_the_second_step_the_team_asks_for(page, run, handler, team, as_user):
    type(team).objects.update(requires_second_step=True)
    address = reverse(f"core:{page}", args=[run.public_id])
    assert as_user(handler).get(address)["Location"] == reverse("accounts:second_step")
    poll = as_user(handler).get(address, headers={"HX-Request": "true"})
    assert (poll["HX-Redirect"], poll.content) == (reverse("accounts:second_step"), b"")

    Authenticator.objects.create(user=handler, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert as_user(handler).get(address).status_code == 200


def test_file_taken_out_stands_in_the_read_log(run, handler, team, as_user):
    as_user(handler).get(reverse("core:run_detail", args=[run.public_id]))
    with run_for_team(team.pk):
        assert not ReadLine.objects.exists()
    as_user(handler).get(reverse("core:run_file", args=[run.public_id]))
    with run_for_team(team.pk):
        line = ReadLine.objects.get()
    assert (line.kind, line.team_id, line.user_id) == (ReadKind.EXPORTED, team.pk, handler.pk)
    assert (line.subject_type, line.subject_ids, line.place) == ("run", [run.pk], "core:run_file")


def test_run_without_a_team_is_its_owners(handler, colleague, as_user):
    with system():
        run = Run.objects.create(kind="x", title="Eget", owner_id=handler.pk)
    address = reverse("core:run_detail", args=[run.public_id])
    assert as_user(handler).get(address).status_code == 200
    assert as_user(colleague).get(address).status_code == 404


def test_every_kind_of_run_says_what_opens_it():
    """A kind of ours without a permission would open for every role in the team."""
    ours = {kind: work.permission for kind, work in runs._work.items() if not kind.startswith("test.")}
    assert ours == {
        "cvbuilder.pdf": "work_with_people",
        "followup.report_pdf": "see_report",
        "participants.import": "import",
        "participants.plan_import": "import",
        "participants.bulk": "work_with_people",
        "participants.bulk_back": "work_with_people",
        "practice.reset": "manage_team",
        "participants.extract": "work_with_people",
        "register_export": "export",
        retention_runs.KIND: "manage_team",
        sweeping.KIND: "",  # no team's: nobody but the system asks for it
    }
