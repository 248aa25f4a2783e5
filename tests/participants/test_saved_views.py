"""Views of the register with a name: made from what is seen, opened with, changed, shared, removed and taken back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participants.actions import ActionError
from participants.actions import saved as actions
from participants.models import OpeningView, SavedView
from participants.queries.selection import Selection
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


@pytest.fixture
def to(team):
    """The address of a view's deed."""
    return lambda name, view=None: reverse(
        f"participants:{name}", args=[team.slug, *([view.public_id] if view else [])]
    )


@pytest.fixture
def make(team, handler):
    def act(name="Måndagsmötet", query="urval=mina&kolumner=mot", for_team=False, by=handler):
        view = Selection.read({k: v[0] for k, v in parse_qs(query).items()}).view()
        return actions.save_view(team=team, name=name, query=view, for_team=for_team, by=by)

    return act


def tabs(page) -> list[str]:
    nav = page.content.decode().partition('<nav class="tabs views"')[2].partition("</nav>")[0]
    return re.findall(r"<bdi>(.*?)</bdi>", nav)


def pairs(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_view_is_saved_from_what_is_seen_and_opens_the_bare_address(
    entered, as_user, handler, colleague, team, municipality, url, to
):
    enrolled(team, municipality, by=handler)
    client = as_user(handler)
    page = client.get(f"{url}?urval=mina&kolumner=mot&sok=abc&rader=25").content.decode()
    adding = re.search(r'href="([^"]*/vyer/ny/\?[^"]*)"', page)[1].replace("&amp;", "&")
    assert pairs(adding) == {"urval": "mina", "kolumner": "mot", "rader": "25"}

    form = client.get(adding).content.decode()
    sent = {"vy": re.search(r'name="vy" value="([^"]*)"', form)[1].replace("&amp;", "&"), "name": " Måndags  mötet "}
    answer = client.post(to("view_add"), sent | {"whose": "jag", "opens": "on"})

    made = SavedView.objects.get()
    assert (made.name, made.owner, made.query) == ("Måndags mötet", handler, pairs(adding))
    assert pairs(answer["Location"]) == {"sparad": made.public_id, **made.query}
    assert client.get(url)["Location"] == answer["Location"]
    shown = client.get(answer["Location"])
    assert tabs(shown) == ["Alla", "Måndags mötet"]
    assert 'aria-current="page"><bdi>Måndags mötet' in shown.content.decode()
    everybody = client.get(f"{url}?urval=alla")
    assert everybody.status_code == 200
    assert 'aria-current="page"><bdi>Alla' in everybody.content.decode()
    assert as_user(colleague).get(url).status_code == 200, "a colleague's own view is not theirs"
    assert tabs(as_user(colleague).get(url)) == []


def test_changed_view_says_so_and_is_saved_anew_or_brought_back(entered, as_user, handler, make, url, to):
    view = make()
    client = as_user(handler)
    address = f"{url}?sparad={view.public_id}&urval=mina&kolumner=mot"
    assert "är ändrad" not in client.get(address).content.decode()
    page = client.get(f"{address}&ordning=-start").content.decode()
    assert "är ändrad" in page
    reset = re.search(r'href="([^"]*)">Återställ', page)[1].replace("&amp;", "&")
    assert pairs(reset) == {"sparad": view.public_id, "urval": "mina", "kolumner": "mot"}
    shown = re.search(r'ersatt/">.*?name="vy" value="([^"]*)"', page, re.S)[1].replace("&amp;", "&")
    client.post(to("view_replace", view), {"vy": shown})
    view.refresh_from_db()
    assert view.query == {"urval": "mina", "kolumner": "mot", "ordning": "-start"}
    assert "är ändrad" not in client.get(f"{address}&ordning=-start").content.decode()


def test_own_default_goes_before_the_teams_and_everybody_is_always_reached(
    entered, as_user, handler, colleague, leader, make, team, url, to
):
    shared, own = make("Teamets", "urval=glapp", for_team=True), make("Min", "")
    assert as_user(handler).post(to("view_open"), {"vy": shared.public_id, "vem": "teamet"}).status_code == 403
    as_user(leader).post(to("view_open"), {"vy": shared.public_id, "vem": "teamet"})
    as_user(handler).post(to("view_open"), {"vy": own.public_id})
    assert pairs(as_user(handler).get(url)["Location"]) == {"sparad": own.public_id}
    assert pairs(as_user(colleague).get(url)["Location"]) == {"sparad": shared.public_id, "urval": "glapp"}
    assert as_user(colleague).post(to("view_open"), {"vy": own.public_id}).status_code == 404
    as_user(handler).post(to("view_open"), {"vy": ""})
    assert pairs(as_user(handler).get(url)["Location"])["sparad"] == shared.public_id
    for query in ("urval=alla", "handledare="):
        assert as_user(handler).get(f"{url}?{query}").status_code == 200
    assert OpeningView.objects.count() == 1
    with pytest.raises(ActionError):
        actions.open_with(team=team, view=own, for_team=True, by=leader)


def test_way_back_from_a_person_is_to_everybody_when_they_were_seen(
    entered, as_user, handler, team, municipality, make, url
):
    person = enrolled(team, municipality, by=handler).participant
    actions.open_with(team=team, view=make(), for_team=False, by=handler)
    client = as_user(handler)
    client.get(f"{url}?urval=alla")
    page = client.get(reverse("participants:detail", args=[team.slug, person.public_id])).content.decode()
    assert f'href="{url}?urval=alla#r-' in page


def test_team_view_is_changed_by_who_made_it_and_the_leader_alone(
    entered, as_user, handler, colleague, leader, steering, make, to
):
    shared, own = make("Teamets", for_team=True), make("Min")
    deeds = ("view_replace", "view_move", "view_remove", "view_edit")
    for deed in deeds:
        assert as_user(colleague).post(to(deed, shared)).status_code == 403
        assert as_user(colleague).post(to(deed, own)).status_code == 404
        assert as_user(leader).post(to(deed, own)).status_code == 404
        assert as_user(steering).post(to(deed, shared)).status_code == 403
    as_user(leader).post(to("view_edit", shared), {"name": "Ledarens"})
    shared.refresh_from_db()
    assert shared.name == "Ledarens"


def test_shared_moved_removed_and_taken_back(entered, as_user, handler, colleague, make, team, url, to):
    one, two = make("Ett"), make("Två")
    client = as_user(handler)
    client.post(to("view_move", two), {"way": "earlier"})
    assert tabs(client.get(f"{url}?urval=alla")) == ["Alla", "Två", "Ett"]
    client.post(to("view_share", one))
    assert tabs(as_user(colleague).get(url)) == ["Alla", "Ett"]
    actions.open_with(team=team, view=one, for_team=False, by=handler)
    client.post(to("view_remove", one))
    assert tabs(client.get(url)) == ["Alla", "Två"]
    assert client.get(to("saved_views")).status_code == 200
    assert client.post(to("view_take_back", one), headers={"HX-Request": "true"}).status_code == 204
    assert pairs(client.get(url)["Location"])["sparad"] == one.public_id, "it opens again too"
    client.post(to("view_remove", one))
    make("Ett", for_team=True)
    assert client.post(to("view_take_back", one), headers={"HX-Request": "true"}).status_code == 422
    SavedView.objects.filter(pk=one.pk).update(removed_at=timezone.now() - actions.KEPT * 2)
    client.post(to("view_remove", two))
    assert not SavedView.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("name", ["Sjukskrivna", "MÅNDAGSMÖTET", "", "x" * 41, "\x00"])
def test_name_that_must_not_be_is_told_in_the_form(entered, as_user, handler, make, to, name):
    make()
    answer = as_user(handler).post(to("view_add"), {"name": name, "whose": "jag", "vy": "urval=%00&sok=x"})
    assert answer.status_code == 422
    assert SavedView.objects.count() == 1


def test_as_many_as_there_may_be_and_no_words_searched_for(entered, make, handler, team):
    for number in range(actions.MOST):
        view = make(f"Vy {number}")
    with pytest.raises(ActionError):
        make("En till")
    make("En till", for_team=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=view.pk).update(query={"sok": "zahra"})


def test_views_take_no_statement_of_their_own(entered, as_user, handler, team, municipality, make, url):
    enrolled(team, municipality, by=handler)
    client = as_user(handler)

    def asked() -> int:
        client.get(f"{url}?urval=alla")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{url}?urval=alla")
        return len(captured)

    before = asked()
    make(), make("Två", for_team=True)
    assert asked() == before


@pytest.mark.parametrize("query", ["sparad=finnsinte", "sparad=%00", "sparad=" + "b" * 99, "sparad=bcdfghjkmnpqrs"])
def test_view_that_is_not_there_shows_the_selection(entered, as_user, handler, make, url, query):
    make()
    page = as_user(handler).get(f"{url}?{query}&urval=mina")
    assert page.status_code == 200
    assert "är ändrad" not in page.content.decode()
