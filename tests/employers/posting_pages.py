"""The public form's pages for tests: addresses, what an employer answers, codes in mails."""

import re
import time

from django.core import signing
from django.urls import reverse

from core.models import Mail
from employers.enums import JobStatus
from employers.forms.posting import SALT
from employers.models import JobPosting
from taxonomy.models import Municipality, Occupation
from tests.employers.factories import JobFactory


def at(name, link, *args):
    return reverse(f"employers:{name}", args=[link.token, *args])


def opened(seconds=60):
    return signing.dumps(int(time.time()) - seconds, salt=SALT)


FIRST = {
    "title": "Diskare och köksbiträde",
    "description": "Diskar och plockar undan.",
    "places_count": "2",
}


def answers(job=None):
    """What is answered on each screen after the first."""
    gothenburg = Municipality.objects.get(code="1480")
    dishwasher = Occupation.objects.current().get(label="Diskare")
    needs = {"swedish": "2", "languages-text": "", "licence": "nice", "experience": "none", "education": "no"}
    when = {"hours": "20-30", "shifts": ["evening"], "municipality": gothenburg.concept_id, "pay_form": "fixed"}
    return {
        2: needs | {"occupation": dishwasher.concept_id},
        3: when | {"kinds": ["employment", "internship"], "openness": ["shown"]},
        4: {
            "employer_name": "Lunchköket AB",
            "employer_number": "556925-5788",
            "contact_name": "Kim Ström",
            "contact_phone": "070-174 06 05",
            "contact_email": "Kim@Example.org",
            "may_be_public": "on",
        },
    }


def begin(client, link):
    response = client.post(at("posting_start", link), FIRST | {"opened": opened()})
    assert response.status_code == 302, response.content.decode()[:3000]
    return JobPosting.objects.get(status=JobStatus.DRAFT)


def fill_in(client, link, job, steps=(2, 3, 4)):
    for step in steps:
        page = at("posting_step", link, job.public_id, step)
        assert client.get(page).status_code == 200
        response = client.post(page, answers()[step])
        assert response.status_code == 302, (step, re.findall(r'class="fault".*?</', response.content.decode()))
    return response


def code_in_mail():
    text = Mail.objects.order_by("pk").last().text
    return re.search(r"\d{3} \d{3}", text)[0]


def sent_in(link, **changes):
    return JobFactory(
        employer__organisation=link.team.owner,
        answering_team=link.team,
        via_link=link,
        contact_email="kim@example.org",
        experience="none",
        no_education=True,
        kinds=["employment"],
        **changes,
    )
