"""Employers, their contacts, jobs and what they ask for, the team's posting link.

None of these holds a participant, and employers and jobs belong to an organisation rather than a team: they stand
outside row-level security (`Wall.NONE`) and are told apart by `visible_to(scope)` (docs/adr/0008). The contact log
is the exception: its words may touch a person, so they stay within the team that wrote them.
"""

from employers.models.employers import Contact, ContactLogEntry, Employer
from employers.models.jobs import AdRefusal, JobEvent, JobPosting, PostingLink
from employers.models.requirements import JobExperience, JobLanguage, JobLicence, JobSkill

__all__ = [
    "AdRefusal",
    "Contact",
    "ContactLogEntry",
    "Employer",
    "JobEvent",
    "JobExperience",
    "JobLanguage",
    "JobLicence",
    "JobPosting",
    "JobSkill",
    "PostingLink",
]
