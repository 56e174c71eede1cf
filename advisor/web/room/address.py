"""The address that phones are to type, and its QR code: found without sending anything."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from advisor.web.settings import Settings

_SOMEWHERE = ("192.0.2.1", "192.168.1.1", "10.42.0.1", "172.20.10.1", "10.0.0.1")
"""Where a packet would go: outside, then the usual places of a box, of a laptop or a phone that shares its network."""


@dataclass(frozen=True)
class Reach:
    """How phones reach the room.

    Attributes:
        url: base address, without a final slash; "" when only this computer can reach the site.
        others: to try when it does not work: this computer has several networks.
        alone: the site is open to other computers, but this one is on no network.
    """

    url: str
    others: tuple[str, ...] = ()
    alone: bool = False

    @property
    def typed(self) -> str:
        """The address as it is typed: a browser adds what lacks."""
        return self.url.removeprefix("http://").removeprefix("https://") + "/seance"

    def joined(self, code: str) -> str:
        """The address that a QR code holds."""
        return f"{self.url}/seance/{code}"


def reach(settings: Settings, scheme: str, host: str, port: int | None) -> Reach:
    """The address of the site as seen from a phone.

    Args:
        settings: of the site.
        scheme, host, port: by which the trainer's own browser reached it.
    """
    if settings.public_url:
        return Reach(settings.public_url + settings.root_path)
    end = settings.root_path if port is None else f":{port}{settings.root_path}"
    if not _here(host):
        # What works for the trainer works for the room, most of the time.
        return Reach(f"{scheme}://{f'[{host}]' if ':' in host else host}{end}")
    if _here(settings.host):
        return Reach("")
    found = [settings.host] if not _everywhere(settings.host) else lan_addresses()
    urls = tuple(f"{scheme}://{one}{end}" for one in found)
    return Reach(urls[0], urls[1:]) if urls else Reach("", alone=True)


def reach_from(settings: Settings, url: str) -> Reach:
    """`reach`, from the address of a request."""
    parts = urlsplit(url)
    return reach(settings, parts.scheme, parts.hostname or "", parts.port)


def lan_addresses() -> list[str]:
    """The addresses of this computer on its networks, the likeliest first.

    Connecting a datagram socket sends nothing: the system only chooses by which network it would.
    """
    found: dict[str, None] = {}
    for there in _SOMEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            try:
                one.connect((there, 9))
                found[one.getsockname()[0]] = None
            except OSError:
                continue
    return [one for one in found if not _here(one) and not _everywhere(one)]


def _here(host: str) -> bool:
    """Whether a name means this computer itself."""
    if host in ("localhost", "testserver", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _everywhere(host: str) -> bool:
    return host in ("0.0.0.0", "::")


def qr_code(address: str, title: str) -> Markup:
    """A QR code as an image of the page itself, black on white, with its margin."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return Markup(
        drawn.svg_inline(omitsize=True, border=4, light="#fff", dark="#000", svgclass="qr", lineclass=None, title=title)
    )
