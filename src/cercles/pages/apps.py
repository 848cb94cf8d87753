"""What the room gives to the others."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cercles.pages"
    label = "pages"

    def ready(self) -> None:
        from cercles.core import slots
        from cercles.pages import adapters

        slots.register("nav.main", adapters.nav, order=0)
        slots.register("nav.footer", adapters.footer, order=90)
        slots.register("nav.account", adapters.help_link, order=90)
        slots.register("demo.people", adapters.demo_people)
        slots.register("page.banner", adapters.demo_banner)
