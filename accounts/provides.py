"""What accounts gives the lower apps through the registries of core."""

from core import persondata

persondata.register("access", "accounts.AccessLink", "accounts.AccessCode")
