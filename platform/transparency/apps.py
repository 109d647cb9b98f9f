from importlib import import_module

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "transparency"

    def import_models(self) -> None:
        """The demographic tables as well, which `transparency.models` hands out to nobody."""
        super().import_models()
        import_module("transparency.models.demographics")
