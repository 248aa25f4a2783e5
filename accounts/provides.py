"""What accounts gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.guards import came_from, open_team
from core import context, guards, notices, persondata

persondata.register("access", "accounts.AccessLink", "accounts.AccessCode")

context.register_sign_in(
    context.SignInPlaces(
        sign_out="account_logout",
        stay="accounts:stay",
        team="accounts:team_home",
        notices="accounts:notice_list",
        search="accounts:search",
        search_permission="see_jobs",
        came_from=came_from,
    )
)
guards.register_team_door(open_team)
context.register_user_menu(_("Min sida"), "accounts:profile", 10)
context.register_user_menu(_("Inloggning och säkerhet"), "mfa_index", 20)
context.register_user_menu(_("Där jag är inloggad"), "accounts:session_list", 30)
context.register_nav("team", _("Teamet"), "accounts:member_list", 90, permission="see_team")

notices.register_reach(queries.reach)
notices.register_kind("run", _("Något som gjordes åt dig är klart, eller gick inte"))
notices.register_kind("rights", _("Någon i ett team du leder fick en annan roll"))
notices.register_kind("incident", _("En personuppgiftsincident är anmäld i ett team du sköter"))
