"""What to do about what there is to watch: a sentence and where it is done. Pure; as standing, nothing about health,
belief or notes goes in."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from participants.standing import Code, Signal


class Advice(NamedTuple):
    """`path` is below the person's own address; one that begins with # is a place on the page itself."""

    words: Any
    path: str
    act: Any


ADVICE: dict[Code, Advice] = {
    Code.NO_HANDLER: Advice(_("Någon behöver ansvara."), "handledare/", _("Utse handledare")),
    Code.GAP: Advice(_("Inget pågår just nu."), "insatser/", _("Planera en insats")),
    Code.NO_JOB_FOCUS: Advice(
        _("Ett besök, en praktik eller jobbsökning med stöd räcker långt."),
        "insatser/",
        _("Planera något med jobbfokus"),
    ),
    Code.ASSESSMENT_LATE: Advice(_("Gå igenom frågorna tillsammans."), "#skattning", _("Till frågorna")),
    Code.ASSESSMENT_DUE: Advice(_("Boka en stund för frågorna."), "#skattning", _("Till frågorna")),
    Code.ENDS_SOON: Advice(_("Inget är planerat efter."), "insatser/", _("Planera det som kommer sedan")),
    Code.HANDOVER: Advice(
        _("Den som får frågan svarar, sedan gås listan igenom."), "overlamning/", _("Till överlämningen")
    ),
    Code.FOLLOW_UP: Advice(_("Är personen kvar, och räcker stödet?"), "uppfoljning/", _("Svara")),
    Code.STEP_LATE: Advice(_("Blev det av? Flytta dagen eller sätt ett nytt."), "nasta-steg/", _("Ändra nästa steg")),
    Code.PAUSE_CONTACT: Advice(
        _("Hör av er, och bestäm när ni hörs nästa gång."), "paus/kontakt/", _("Ny dag att höras")
    ),
    Code.NO_STEP: Advice(_("Vad händer härnäst, vem gör det och när?"), "nasta-steg/", _("Sätt nästa steg")),
    Code.NO_CONTACT: Advice(_("Ring, skriv eller boka en tid."), "moten/", _("Boka möte")),
    Code.NO_GOAL: Advice(_("Fråga vad personen vill, och skriv det med hens egna ord."), "mal/", _("Sätt ett mål")),
    Code.STILL: Advice(_("Samma läge länge. Stämmer planen än?"), "#planen", _("Till planen")),
    Code.ONE_ONLY: Advice(_("Flera samtidigt brukar gå fortare."), "insatser/", _("Lägg till en insats")),
}


class Watched(NamedTuple):
    """A signal with what to do about it; None where there is nothing to do but to know."""

    signal: Signal
    advice: Advice | None


def advised(signals: list[Signal]) -> list[Watched]:
    return [Watched(signal, ADVICE.get(signal.code)) for signal in signals]
