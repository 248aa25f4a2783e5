"""Two people at once never silently overwrite each other."""

import threading

from django.db import connection, transaction

from accounts.models import Organisation, Team
from core.edits import BASE, VersionedModelForm


class TeamForm(VersionedModelForm):
    class Meta:
        model = Team
        fields = ["name", "contact_name", "report_hour"]


def opened(team: Team) -> dict[str, str]:
    """What a browser would send back from an untouched form."""
    form = TeamForm(instance=team)
    return {name: str(form[name].value() or "") for name in form.fields}


def test_form_keeps_what_a_colleague_wrote_in_another_field(team):
    mine, theirs = opened(team), opened(team)
    mine["name"], theirs["contact_name"] = "Team Ada", "Bo Lind"
    for data in (theirs, mine):
        form = TeamForm(data, instance=Team.objects.get(pk=team.pk))
        assert form.is_valid(), form.errors
        form.save()
    team.refresh_from_db()
    assert (team.name, team.contact_name) == ("Team Ada", "Bo Lind")


def test_form_clash_shows_their_text_and_saving_again_wins(team):
    mine, theirs = opened(team), opened(team)
    mine["name"], theirs["name"] = "Team Ada", "Team Bo"
    first = TeamForm(theirs, instance=Team.objects.get(pk=team.pk))
    assert first.is_valid()
    first.save()

    second = TeamForm(mine, instance=Team.objects.get(pk=team.pk))
    assert not second.is_valid()
    assert "Team Bo" in str(second.errors["name"])
    again = mine | {BASE + "name": second.data[BASE + "name"]}
    third = TeamForm(again, instance=Team.objects.get(pk=team.pk))

    assert third.is_valid()
    assert third.save().name == "Team Ada"


def test_bound_form_shows_what_the_user_typed_after_a_clash(team):
    mine = opened(team) | {"name": "Team Ada"}
    Team.objects.update(name="Team Bo")
    form = TeamForm(mine, instance=Team.objects.get(pk=team.pk))
    form.is_valid()
    assert form["name"].value() == "Team Ada"


def test_form_of_a_row_that_was_taken_away_says_so(team):
    mine, stale = opened(team), Team.objects.get(pk=team.pk)
    team.delete()
    form = TeamForm(mine | {"name": "Team Ada"}, instance=stale)
    assert not form.is_valid()
    assert "tog bort" in str(form.non_field_errors())


def test_fifty_pairs_at_once_lose_nothing_in_silence(own_database, django_db_blocker):
    """Both opened the same form and save another name at once: one wins, the other is told. Every time."""
    organisation = Organisation.objects.create(name="O", sector="company")
    team = Team.objects.create(slug="t", name="start", owner=organisation)
    told = won = 0
    for round_number in range(50):
        data = opened(Team.objects.get(pk=team.pk))
        results: list[str] = []
        barrier = threading.Barrier(2, timeout=60)

        def edit(
            who: str,
            data: dict[str, str] = data,
            results: list[str] = results,
            barrier: threading.Barrier = barrier,
        ) -> None:
            try:
                with transaction.atomic():
                    form = TeamForm(data | {"name": who}, instance=Team.objects.get(pk=team.pk))
                    barrier.wait()  # both have read the row before either is validated
                    if form.is_valid():
                        form.save()
                        results.append("won")
                    else:
                        results.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=edit, args=(f"{who}{round_number}",)) for who in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won, told = won + results.count("won"), told + results.count("told")
    assert (won, told) == (50, 50)
