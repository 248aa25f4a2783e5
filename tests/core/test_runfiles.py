"""What a run made is its owner's only while they are in the team it was made for."""

import pytest
from django.urls import reverse

from core import runfiles
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
