"""What accounts gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from core import context, persondata

persondata.register("access", "accounts.AccessLink", "accounts.AccessCode")

context.register_sign_in(
    context.SignInPlaces(
        sign_out="account_logout",
        stay="accounts:stay",
        team="accounts:team_home",
        search="accounts:search",
        search_permission="see_jobs",
    )
)
context.register_user_menu(_("Min sida"), "accounts:profile", 10)
context.register_user_menu(_("Inloggning och säkerhet"), "mfa_index", 20)
context.register_user_menu(_("Där jag är inloggad"), "accounts:session_list", 30)
context.register_nav("team", _("Teamet"), "accounts:member_list", 90, permission="see_team")
