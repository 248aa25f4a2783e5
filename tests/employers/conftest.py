"""What tests of the public form share: a team's link, and a browser whose mail address is proved."""

import pytest

from tests.employers.factories import link_for
from tests.employers.posting_pages import at, code_in_mail


@pytest.fixture
def link(team):
    team.contact_name, team.contact_phone = "Maria Åsberg", "+46701740612"
    team.save()
    return link_for(team)


@pytest.fixture
def employer_client(client, link):
    """A browser in which a code has proved kim@example.org."""

    def prove():
        client.post(at("posting_resume", link), {"email": "kim@example.org"})
        client.post(at("posting_code", link), {"code": code_in_mail()})
        return client

    return prove
