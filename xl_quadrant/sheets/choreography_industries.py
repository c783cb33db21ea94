"""The words of the Choreography sheet that an industry has of its own: who does each step, and how it is spoken of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class IndustryWords:
    """
    The words of one industry.

    Parameters
    ----------
    industry : str
        The industry, as it stands on Inputs; ``_`` there counts as a space.
    who_service, who_products, who_services, who_prepay, who_continuity : str
        Who does each step.
    service_when : str
        The moment of the first step.
    opening : str
        How the first step begins to speak.
    products_when : str
        The moment of the second.
    before_product, after_product : str
        What is said around the name of the product.
    services_when : str
        The moment of the third.
    menu : str
        How the menu of add-on services is shown.
    prepay_when, continuity_when : str
        The moments of the last two.
    next_time : str
        What the first person is told at the end of the relay.
    """

    industry: str
    who_service: str
    who_products: str
    who_services: str
    who_prepay: str
    who_continuity: str
    service_when: str
    opening: str
    products_when: str
    before_product: str
    after_product: str
    services_when: str
    menu: str
    prepay_when: str
    continuity_when: str
    next_time: str


_MENU = (
    "Here is everything else we do for people with your goal. Mark whatever appeals to you and it goes into your plan."
)
_TABLE = "Sitting down, the whole menu on the table, before anyone speaks of paying."
_CARD = "Once the plan is settled, before the card is out."
_LAST = "Last, before they leave. After a no to the add-on services it is the smaller step."
_NEXT_VISIT = "what they bought, what they pay, and when they are next in."

INDUSTRY_WORDS: Final = (
    IndustryWords(
        "gym", "Coach", "Nutrition coach", "Head coach", "Front desk", "Membership manager",
        "At the end of the first session, while they feel it.",
        "You came in for one session, and you can feel what it does. To get to the shape you want takes more than one.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that your training works between sessions too.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
    IndustryWords(
        "med spa", "Practitioner", "Aesthetician", "Treatment coordinator", "Front desk", "Membership coordinator",
        "At the end of the treatment, with the mirror in their hands.",
        "You came in for one thing, and you can see that it is working. To get to the look you want takes more than one visit.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that the result keeps between visits.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
    IndustryWords(
        "chiropractic", "Chiropractor", "Chiropractic assistant", "Care coordinator", "Front desk", "Wellness adviser",
        "At the end of the first adjustment, while they feel the difference.",
        "You came in with pain, and you can feel that it gives way. To keep it from coming back takes more than one adjustment.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that your back is looked after between visits.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
    IndustryWords(
        "beauty", "Beautician", "Skin-care adviser", "Treatment adviser", "Reception", "Membership host",
        "At the end of the treatment, with the mirror in their hands.",
        "You came in for one treatment, and you can see what it does. To get to the skin you want takes more than one.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that the result keeps between visits.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
    IndustryWords(
        "dental", "Dentist", "Hygienist", "Treatment coordinator", "Front desk", "Membership coordinator",
        "At the end of the examination, with the pictures on the screen.",
        "You came in for one thing, and you have seen what we found. To get to the smile you want takes more than one visit.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that your teeth are looked after between visits.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
    IndustryWords(
        "agency", "Strategist", "Onboarding manager", "Account director", "Billing", "Client success manager",
        "At the end of the call, once they have seen where their customers are lost.",
        "You came with one question, and you have seen the answer. To get to the figures you want takes more than one call.",
        "Straight after the yes, with the first page on the screen.",
        "I would add", "for your own people, so that nobody has to wait for us.",
        "Still on the call, the whole menu on the screen, before anyone speaks of paying.",
        "Here is everything else we do for companies with your goal. Mark whatever appeals to you and it goes into your plan.",
        "Once the plan is settled, before the invoice is written.",
        "Last, before the call ends. After a no to the add-on services it is the smaller step.",
        "what they bought, what they pay, and when they speak next.",
    ),
    IndustryWords(
        "any other", "Practitioner", "Assistant", "Adviser", "Front desk", "Member care",
        "At the end of the visit, while they notice the difference.",
        "You came in for one thing, and you can tell that it is working. To get all the way to what you want takes more than one visit.",
        "Straight after the yes, with the product in their hands.",
        "I have put", "aside for you, so that the result keeps between visits.",
        _TABLE, _MENU, _CARD, _LAST, _NEXT_VISIT,
    ),
)  # fmt: skip
"""An industry each; the last is for whoever is not named."""

WORDS: Final = tuple(field.name for field in fields(IndustryWords))[1:]
"""The words that each industry has, in order."""
