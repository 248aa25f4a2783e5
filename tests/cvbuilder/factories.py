"""Profiles for tests, filled with what a CV shows and with what it must not."""

from datetime import date

from cvbuilder import actions
from cvbuilder.models import CV
from participants.actions import get_profile
from participants.models import (
    Education,
    Experience,
    Participant,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfileSkill,
)
from taxonomy.models import Country, Language, Occupation, Skill, SmallListItem


def full_profile(participant: Participant) -> Profile:
    """Two experiences, an education, an occupation done and one wished for, three languages, two skills, a licence."""
    profile = get_profile(participant)
    mine = {"profile": profile, "participant": participant, "team_id": participant.team_id}
    afghanistan = Country.objects.get(iso2="AF")
    Experience.objects.create(
        title="Sömmerska", employer="Eget arbete hemma", country=afghanistan, is_unpaid=True,
        from_month=date(2010, 1, 1), to_month=date(2015, 6, 1), description="Sydde kläder.", **mine,
    )  # fmt: skip
    Experience.objects.create(
        title="Lagermedarbetare", employer="Ågrens Åkeri AB", from_month=date(2022, 3, 1),
        description="Plockade och packade.\n- Lärde upp två nya\n- Körde ledstaplare", **mine,
    )  # fmt: skip
    Education.objects.create(
        title="Grundskola", school="Herat", country=afghanistan, from_month=date(2000, 1, 1),
        to_month=date(2009, 1, 1), is_validated=True, **mine,
    )  # fmt: skip
    done, wish = (Occupation.objects.get(label=label) for label in ("Barnskötare", "Lagerarbetare/Terminalarbetare"))
    ProfileOccupation.objects.create(occupation=done, is_wish=False, months=48, **mine)
    ProfileOccupation.objects.create(occupation=wish, is_wish=True, **mine)
    for iso, level in (("SV", "4"), ("FA", "6"), ("EN", "0")):
        ProfileLanguage.objects.create(language=Language.objects.filter(iso1=iso)[0], level=level, **mine)
    for skill in [Skill.objects.get(label="Kassavana"), Skill.objects.current().exclude(label="Kassavana")[0]]:
        ProfileSkill.objects.create(skill=skill, **mine)
    profile.licences = [SmallListItem.objects.get(list="driving-licence", label="B").concept_id]
    profile.strengths = "Noggrann och uthållig.\n\nJag trivs när det är mycket att göra."
    profile.save()
    return profile


def made_cv(participant: Participant, by, language: str = "sv", title: str = "Lager") -> CV:
    return actions.create_cv(participant=participant, title=title, language=language, by=by)


def many_experiences(participant: Participant, number: int) -> None:
    profile = get_profile(participant)
    Experience.objects.bulk_create(
        Experience(
            profile=profile, participant=participant, team_id=participant.team_id, title=f"Uppdrag {n}",
            employer=f"Arbetsgivare {n} AB", from_month=date(1990 + n % 30, 1 + n % 12, 1),
            to_month=date(1991 + n % 30, 1 + n % 12, 1), description="Beskrivning. " * (n % 7 * 4),
        )
        for n in range(number)
    )  # fmt: skip
