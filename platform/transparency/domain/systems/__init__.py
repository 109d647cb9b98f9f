"""What programs here watch and decide, one card each; the code that does so is tagged with its card (Art. 9)."""

from transparency.domain.systems.registry import automated_decision

__all__ = ["automated_decision"]
