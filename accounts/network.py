"""Where a request comes from, as far as it can be known: what guesses are counted by."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = ""


def address_of(request: HttpRequest) -> str:
    """The client's address, "" when it cannot be known.

    `TRUSTED_PROXIES` proxies of ours stand in front, each adding the address it saw last in X-Forwarded-For: only that
    many from the right are believed. With none, the header is the client's own invention and not read.
    """
    proxies: int = settings.TRUSTED_PROXIES
    shown = request.META.get("REMOTE_ADDR", "")
    if proxies > 0:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        shown = chain[-proxies] if len(chain) >= proxies else UNKNOWN
    return _plain(shown)


def network_of(request: HttpRequest) -> str:
    """The address itself for IPv4, the /64 for IPv6: one household or one phone holds a whole /64."""
    address = address_of(request)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def _plain(shown: str) -> str:
    text = shown.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
