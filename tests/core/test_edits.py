"""Two people at once never silently overwrite each other."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import Organisation, Team
from core.edits import BASE, Clash, VersionedModelForm, as_text, change_field


class TeamForm(VersionedModelForm):
    class Meta:
        model = Team
        fields = ["name", "contact_name", "report_hour"]


def opened(team: Team) -> dict[str, str]:
    """What a browser would send back from an untouched form."""
    form = TeamForm(instance=team)
    return {name: str(form[name].value() or "") for name in form.fields}


def test_change_of_the_same_field_clashes_and_shows_both(team):
    change_field(Team.objects.get(), field="name", base="Team Älvstranden", value="Team Bo")
    with pytest.raises(Clash) as caught:
        change_field(team, field="name", base="Team Älvstranden", value="Team Ada")
    assert (caught.value.theirs, caught.value.mine) == ("Team Bo", "Team Ada")
    assert Team.objects.get().name == "Team Bo"


def test_same_text_from_both_is_no_clash(team):
    change_field(Team.objects.get(), field="name", base="Team Älvstranden", value="Team Bo")
    assert change_field(team, field="name", base="Team Älvstranden", value="Team Bo") is False


def test_bad_value_is_refused_before_anything_is_written(team):
    with pytest.raises(ValidationError):
        change_field(team, field="name", base="Team Älvstranden", value="x" * 200)
    assert Team.objects.get().name == "Team Älvstranden"


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


def test_fifty_pairs_at_once_lose_nothing_in_silence(own_database, django_db_blocker):
    """Both change the same field from the same base: one wins, the other is told. Every time."""
    organisation = Organisation.objects.create(name="O", sector="company")
    team = Team.objects.create(slug="t", name="start", owner=organisation)
    told = won = 0
    for round_number in range(50):
        base = as_text(Team.objects.get(), "name")
        results: list[str] = []
        barrier = threading.Barrier(2)

        def edit(
            who: str, base: str = base, results: list[str] = results, barrier: threading.Barrier = barrier
        ) -> None:
            try:
                barrier.wait()
                with transaction.atomic():
                    change_field(Team.objects.get(pk=team.pk), field="name", base=base, value=who)
                results.append("won")
            except Clash:
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
