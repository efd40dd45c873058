"""The closed lists of words that the tables use, and how they relate.

One place for them: schemas check against them, the inventory groups by them and the
pages offer them as filters.
"""

from __future__ import annotations

COUNTRIES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
ISO2 = {"KZ": "KAZ", "KG": "KGZ", "TJ": "TJK", "TM": "TKM", "UZ": "UZB"}
"""How the codes of regions (ISO 3166-2) begin, and the country that they are of."""
FIVE_TOGETHER = "XCA"
"""Code that sources of the five countries together are filed under."""

COORD_BASIS = ("address", "city", "region")
CENTRE_TYPES = (
    "national_centre",
    "regional_centre",
    "city_centre",
    "university_hospital",
    "private_clinic",
    "paediatric_hospital",
    "general_hospital",
    "research_institute",
)
OWNERSHIP = ("public", "private", "ppp", "nonprofit")
CENTRE_STATUS = ("operating", "under_construction", "planned", "closed", "unknown")
SERVICES = (
    "surgery",
    "chemotherapy",
    "external_beam",
    "brachytherapy",
    "nuclear_medicine",
    "pet_ct",
    "radionuclide_therapy",
    "paediatric",
    "hsct",
    "palliative",
    "screening",
    "biobank",
    "proton",
    "cyclotron",
)

MACHINE_STATUS = (
    "operational",
    "out_of_service",
    "installing",
    "planned",
    "decommissioned",
    "unknown",
)
STANDING = ("operational", "out_of_service")
"""States in which a machine is known to stand at its centre."""

CLASS_OF_MODALITY = {
    # A megavoltage machine is a linac, tomotherapy and CyberKnife included, or a
    # cobalt-60 teletherapy unit. Gamma knife, proton and orthovoltage count apart.
    "linac": "megavoltage",
    "tomotherapy": "megavoltage",
    "cyberknife": "megavoltage",
    "cobalt60": "megavoltage",
    "brachytherapy": "brachytherapy",
    "orthovoltage": "kilovoltage",
    "gamma_knife": "gamma_knife",
    "proton": "proton",
    "pet_ct": "pet_ct",
    "ct_simulator": "simulator",
    "simulator": "simulator",
    "mri_simulator": "simulator",
    "treatment_planning": "treatment_planning",
}
MODALITIES = tuple(CLASS_OF_MODALITY)
CLASSES = tuple(dict.fromkeys(CLASS_OF_MODALITY.values()))
MEGAVOLTAGE = "megavoltage"
ADVANCED = ("proton", "adaptive", "pet_ct", "cyclotron", "hsct", "biobank")
"""What countries ask for beyond radiotherapy as such: see shifo.resources."""
RESOURCES = (*CLASSES, *(name for name in ADVANCED if name not in CLASSES))
"""What the map can look at: classes of machines, and the advanced resources."""

BASES = ("documented", "directory", "reconciled")
CONFIDENCE = ("high", "medium", "low")
TERMS = ("open", "attribution", "non_commercial")
REGION_TYPES = ("region", "city", "autonomous")
HSCT = ("yes", "no", "planned")
UNIT_STATUS = ("operating", "historical", "planned", "unknown")
INCOME_GROUPS = ("low", "lower-middle", "upper-middle", "high")
SEXES = ("both", "female", "male")
PROJECT_STAGES = (
    "announced",
    "agreed",
    "financed",
    "under_construction",
    "equipped",
    "open",
    "stopped",
)
"""How far a project is by one statement, in the order that a project goes through them."""
NO_NEWS = "no_news"
PROJECT_STATES = (*PROJECT_STAGES, NO_NEWS)
TIMELINE_KINDS = (
    "congress",
    "memorandum",
    "construction",
    "commissioning",
    "breakdown",
    "repair",
    "donation",
    "training",
    "policy",
    "register",
    "plan",
)
PARTNERSHIP_KINDS = (
    "memorandum",
    "training",
    "equipment",
    "construction",
    "twinning",
    "funding",
    "congress",
    "register",
    "technical_cooperation",
)
PARTNERSHIP_STATUS = ("active", "ended", "planned", "proposed", "unknown")
CONGRESS_SERIES = (
    "caro",
    "cis_childhood",
    "cis_oncology",
    "kazakhstan",
    "tashkent_paediatric",
    "other",
)
