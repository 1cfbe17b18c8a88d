"""The record of a drill as a document."""

from datetime import date
from typing import NamedTuple

from ownercat.sessions.documents import LONGEST_NAME, build_name, format_names, start_document
from ownercat.text import format_json


class NewDrill(NamedTuple):
    """A drill to be written. ``symptom``: its ID, or ``""``. ``people``: those whom the script names."""

    service: str
    symptom: str
    held_on: date
    type: str
    scenario: str
    runbooks: tuple[str, ...]
    escalations: tuple[str, ...]
    channels: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of the document: the day, the service and the symptom."""
        return build_name(f"{self.held_on} {self.service} {self.symptom}", LONGEST_NAME)

    def render(self) -> str:
        """Return the document; what only the participants know is a comment."""
        lists = {
            "services": (self.service,),
            "runbooks": self.runbooks,
            "escalations": self.escalations,
            "channels": self.channels,
            "people": self.people,
        }
        return (
            start_document("Drill", self.name, "written by ownercat drill")
            + f"heldOn: {self.held_on}\ntype: {self.type}\nscenario: {format_json(self.scenario)}\n"
            + "".join(f"{key}: {format_names(names)}\n" for key, names in lists.items() if names)
            + "# Remove people who did not take part. Then remove the two # below and complete the lines.\n"
            + "# result: pass, partial or fail\n# findings: What did you learn?\n"
        )
