from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo world: made for looking around, measured against, never needed by production."""

    name = "demo"
    verbose_name = "Demo world"
