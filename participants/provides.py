"""What participants gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from core import notices, persondata, registry, runs, sweeping
from core.context import register_nav
from core.outbox import Queue
from core.registry import Away, Leaving, Panel, PersonData
from participants import (
    bulk_runs,
    carrying,
    consents,
    documents,
    extract_runs,
    extractwords,
    figures,
    merging,
    persons,
    planpart,
    readiness,
    register,
    retention_runs,
)
from participants import runs as own_runs
from participants.actions import bulk, halves, handover, openings, ownrecord, rights, standing_in
from participants.importing import asides, batches
from participants.importing import runs as importing_runs
from participants.queries import absences, leaving, meetings, notes, people, tasks, timeline

persondata.register(
    "participants",
    "participants.Enrolment",
    "participants.Sharing",
    "participants.Consent",
    "participants.Pause",
    "participants.Outcome",
    "participants.FollowUp",
    "participants.HandlerAssignment",
    "participants.Handover",
    "participants.HandlerWish",
    "participants.Intervention",
    "participants.Attendance",
    "participants.SickDay",
    "participants.Meeting",
    "participants.Task",
    "participants.MessageOpened",
    "participants.Note",
    "participants.NoteDraft",
    "participants.NoteMove",
    "participants.Concern",
    "participants.RestrictedRemark",
    "participants.StartItem",
    "participants.Profile",
    "participants.ProfileOccupation",
    "participants.ProfileSkill",
    "participants.ProfileLanguage",
    "participants.ProfilePlace",
    "participants.Experience",
    "participants.Education",
    "participants.RegisterRow",
    "participants.CellEdit",
    "participants.EnrolmentTag",
    "participants.BulkEdit",
    "participants.ImportedRow",
    "participants.Intake",
    "participants.PersonMerge",
    "participants.ExtractChoice",
    "participants.RightsRequest",
    "participants.LegalHold",
    "participants.Erasure",
    merge=merging.merge_rows,
    told=(*extractwords.TOLD, extractwords.HOLD_TOLD),
)
persondata.register("extracts", "participants.Extract", erase=extract_runs.erase, told=(extractwords.EXTRACT_TOLD,))
persondata.register("documents", "participants.Document", erase=documents.erase, told=extractwords.DOCUMENTS)
persondata.register(
    "transfers",
    *("participants.TransferOut", "participants.TransferIn"),
    erase=halves.erase,
    told=extractwords.MOVES,
)
for label, words in {
    "Note": _("Anteckningar"),
    "Document": _("Dokument"),
    "Meeting": _("Möten"),
    "Intervention": _("Insatser"),
    "Task": _("Uppgifter"),
    "Outcome": _("Resultat"),
    "Enrolment": _("Inskrivningar"),
    "Experience": _("Arbeten"),
    "Education": _("Utbildningar"),
    "Participant": _("Uppgifter om personen"),
    "Profile": _("Vill och kan"),
    "ProfileOccupation": _("Vill och kan"),
    "ProfileSkill": _("Vill och kan"),
    "ProfileLanguage": _("Språk"),
    "ProfilePlace": _("Vill och kan"),
    "HandlerAssignment": _("Handledare"),
    "Handover": _("Överlämningar"),
    "HandlerWish": _("Önskemål"),
    "Sharing": _("Delning"),
    "Consent": _("Samtycken"),
    "Pause": _("Pauser"),
    "FollowUp": _("Uppföljningar"),
    "NoteDraft": _("Utkast"),
    "Concern": _("Oro"),
    "StartItem": _("Klar att börja"),
    "EnrolmentTag": _("Etiketter"),
    "MessageOpened": _("Meddelanden"),
    "ConflictOfInterest": _("Spärrar"),
    "ProtectedAccess": _("Skyddade uppgifter"),
}.items():
    registry.row_words.register(f"participants.{label}", words)
carrying.provide()
PERSON = ("participants.Participant", "participants.FormerIdentity", "participants.FormerNumber", "core.SearchToken")
registry.extract.register("person", PersonData(PERSON, persons.extract, extractwords.PERSON_TOLD))
registry.merge.register("person", PersonData(PERSON, merging.merge_person))
registry.erase.register("person", PersonData(PERSON, persons.erase))
register_nav("people", _("Deltagare"), "participants:register", 20, permission="see_people")
registry.timeline.register("participants", timeline.entries)
registry.search.register("people", people.find_people)
registry.search.register("tasks", tasks.find_tasks)
registry.report_figures.register("participants", figures.weekly)
registry.panels.register(
    "plan", Panel("participants/plan_panel.html", 10, planpart.context, title=_("Planen"), anchor="planen")
)
registry.panels.register("import_asides", Panel("participants/import/asides.html", 5, asides.panel))
registry.panels.register("meetings", Panel("participants/meetings.html", 8, meetings.panel))
registry.panels.register("concerns", Panel("participants/concerns.html", 7, notes.concern_panel))
registry.panels.register("consents", Panel("participants/consents_panel.html", 50, consents.panel))
registry.panels.register("start_items", Panel("participants/start_items.html", 6, readiness.panel))
registry.panels.register(
    "documents", Panel("participants/documents_panel.html", 55, documents.panel, title=_("Dokument"), anchor="dokument")
)
sweeping.register("documents", documents.sweep)
sweeping.register("retention", retention_runs.nightly)
sweeping.register("openings", openings.nightly)
registry.leaving.register("participants", Leaving(leaving.held, handover.leave_team))
registry.away.register("participants", Away(absences.held, standing_in.follow, standing_in.stop))
registry.renamed.register("register", register.handler_renamed)
registry.known_as.register("participants", ownrecord.note_own_record_of)
runs.register(own_runs.KIND, own_runs.register_file, queue=Queue.HEAVY, permission="export", opens=own_runs.still_seen)
runs.register(batches.PLAN_KIND, importing_runs.run_plan, queue=Queue.HEAVY, permission="import")
runs.register(batches.RUN_KIND, importing_runs.run_import, queue=Queue.HEAVY, permission="import")
runs.register(bulk.RUN_KIND, bulk_runs.run_bulk, queue=Queue.HEAVY, permission="work_with_people")
runs.register(bulk.BACK_KIND, bulk_runs.run_back, queue=Queue.HEAVY, permission="work_with_people")
runs.register(
    rights.EXTRACT,
    extract_runs.make_extract,
    queue=Queue.HEAVY,
    permission="work_with_people",
    opens=extract_runs.still_may,
    kept=extract_runs.KEPT,
)
runs.register(retention_runs.KIND, retention_runs.erase, queue=Queue.HEAVY, permission="manage_team")
notices.register_kind("intake", _("En ny förfrågan har kommit (processledare)"))
notices.register_kind("handler", _("Du har blivit handledare för någon"))
notices.register_kind("aside", _("Något från ett gammalt ark väntar på dig som handledare"))
notices.register_kind("handover", _("En överlämning: du får frågan, eller svaret"))
notices.register_kind("wish", _("En deltagare vill byta handledare"))
notices.register_kind("told", _("En kollega vill att du läser eller gör något"))
notices.register_kind("task", _("En kollega har gett dig en uppgift"))
notices.register_kind("concern", _("En kollega är orolig för någon du ansvarar för"))
notices.register_kind("mention", _("Någon nämner dig i en anteckning"))
notices.register_kind("ended", _("En inskrivning där du är handledare är avslutad"))
notices.register_kind("sharing", _("Någon du ansvarar för delas inte längre med hela teamet"))
notices.register_kind("consent", _("Någon du ansvarar för har tagit tillbaka ett samtycke"))
notices.register_kind("retention", _("Någon har kommit på gallringslistan"))
notices.register_kind("openings", _("Gå igenom vem som har öppnat någon med skyddade uppgifter"))
notices.register_kind("rights_request", _("En deltagare har begärt något som ska ha svar inom 30 dagar"))
notices.register_kind("duplicate", _("Samma personnummer finns på två personer"))
notices.register_kind("transfer", _("Någon ska fortsätta i ett annat team: frågan, eller svaret"))
notices.register_kind("merged", _("Två rader för någon du ansvarar för har blivit en"))
notices.register_kind("import_hit", _("En inläst rad liknar någon du ansvarar för"))
