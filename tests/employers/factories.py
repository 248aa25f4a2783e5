"""Rows of employers and jobs for tests and the demo. Required fields only; traits for what a test needs more of."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.models import Organisation
from employers import models
from employers.enums import CreatedThrough, JobStatus, Source


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    sector = "nonprofit"


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Employer

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Arbetsplats {n}")


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Contact

    employer = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"Kontakt {n}")
    email = factory.Sequence(lambda n: f"kontakt{n}@example.org")


class JobFactory(factory.django.DjangoModelFactory):
    """An own, open job. `waiting`, `draft` and `national` are the other common shapes."""

    class Meta:
        model = models.JobPosting

    class Params:
        waiting = factory.Trait(status=JobStatus.WAITING_REVIEW, published_at=None)
        draft = factory.Trait(status=JobStatus.DRAFT, published_at=None, confirmed_at=None)
        national = factory.Trait(
            source=Source.PLATSBANKEN,
            external_id=factory.Sequence(lambda n: str(10_000_000 + n)),
            organisation=None,
            employer=None,
            employer_name="Ett företag AB",
            created_through=CreatedThrough.IMPORT,
            contact_email="",
        )

    source = Source.OWN
    employer = factory.SubFactory(EmployerFactory)
    organisation = factory.LazyAttribute(lambda job: job.employer.organisation if job.employer else None)
    employer_name = factory.LazyAttribute(lambda job: job.employer.name if job.employer else "")
    title = factory.Sequence(lambda n: f"Köksbiträde {n}")
    status = JobStatus.OPEN
    created_through = CreatedThrough.PUBLIC_FORM
    contact_name = "Kim Ström"
    contact_email = "kim@example.org"
    confirmed_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))

    @factory.lazy_attribute
    def search_text(self) -> str:
        from employers.models.visibility import searchable

        return searchable(str(self.title), str(self.employer_name))


def link_for(team: Any) -> models.PostingLink:
    """The team's posting link in force."""
    return models.PostingLink.objects.get_or_create(team=team, ended_at=None)[0]
