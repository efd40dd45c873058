"""The names that vocabularies, tables and measures go by on the screen."""

from __future__ import annotations

from babel.core import Locale, get_global

from components import language
from components.language import N_, _

BASIS = {
    "reconciled": N_("Reconciled"),
    "documented": N_("Documented"),
    "directory": N_("Directory"),
}
BASIS_SENTENCES = {
    "reconciled": N_("reconciled evidence"),
    "documented": N_("documented machines only"),
    "directory": N_("as listed by IAEA DIRAC"),
}
MACHINE_STATUS = {
    "operational": N_("working"),
    "out_of_service": N_("out of service"),
    "installing": N_("being installed"),
    "planned": N_("planned"),
    "decommissioned": N_("decommissioned"),
    "unknown": N_("state unknown"),
}
CENTRE_STATUS = {
    "operating": N_("operating"),
    "under_construction": N_("under construction"),
    "planned": N_("planned"),
    "closed": N_("closed"),
    "unknown": N_("state unknown"),
}
CENTRE_TYPES = {
    "national_centre": N_("national centre"),
    "regional_centre": N_("regional centre"),
    "city_centre": N_("city centre"),
    "university_hospital": N_("university hospital"),
    "private_clinic": N_("private clinic"),
    "paediatric_hospital": N_("paediatric hospital"),
    "general_hospital": N_("general hospital"),
    "research_institute": N_("research institute"),
}
OWNERSHIP = {
    "public": N_("public"),
    "private": N_("private"),
    "ppp": N_("public-private partnership"),
    "nonprofit": N_("non-profit"),
}
SERVICES = {
    "surgery": N_("surgery"),
    "chemotherapy": N_("chemotherapy"),
    "external_beam": N_("external-beam radiotherapy"),
    "brachytherapy": N_("brachytherapy"),
    "nuclear_medicine": N_("nuclear medicine"),
    "pet_ct": N_("PET-CT"),
    "radionuclide_therapy": N_("radionuclide therapy"),
    "paediatric": N_("paediatric oncology"),
    "hsct": N_("stem-cell transplantation"),
    "palliative": N_("palliative care"),
    "screening": N_("screening"),
    "biobank": N_("biobank"),
    "proton": N_("proton therapy"),
    "cyclotron": N_("cyclotron"),
}
CLASSES = {
    "megavoltage": N_("megavoltage machines"),
    "brachytherapy": N_("brachytherapy units"),
    "kilovoltage": N_("kilovoltage machines"),
    "gamma_knife": N_("gamma knives"),
    "proton": N_("proton centres"),
    "pet_ct": N_("PET-CT scanners"),
    "simulator": N_("simulators"),
    "treatment_planning": N_("treatment-planning systems"),
}
RESOURCES = {
    **CLASSES,
    "adaptive": N_("adaptive linacs"),
    "cyclotron": N_("cyclotrons"),
    "hsct": N_("stem-cell transplantation"),
    "biobank": N_("biobanks"),
}
PROJECT_STATES = {
    "announced": N_("announced"),
    "agreed": N_("agreed"),
    "financed": N_("financed"),
    "under_construction": N_("under construction"),
    "equipped": N_("being equipped"),
    "open": N_("opened"),
    "stopped": N_("stopped"),
    "no_news": N_("no news"),
}
OUTCOMES = {
    "overdue": N_("past its date"),
    "late": N_("opened late"),
    "perhaps_late": N_("opened, perhaps late"),
    "in_time": N_("opened on time"),
    "to_come": N_("not yet due"),
    "no_date": N_("no date promised"),
}
MODALITIES = {
    "linac": N_("linac"),
    "cobalt60": N_("cobalt-60 unit"),
    "tomotherapy": N_("tomotherapy"),
    "cyberknife": N_("CyberKnife"),
    "brachytherapy": N_("brachytherapy unit"),
    "orthovoltage": N_("orthovoltage machine"),
    "gamma_knife": N_("gamma knife"),
    "proton": N_("proton centre"),
    "pet_ct": N_("PET-CT scanner"),
    "ct_simulator": N_("CT simulator"),
    "simulator": N_("simulator"),
    "mri_simulator": N_("MRI simulator"),
    "treatment_planning": N_("treatment-planning system"),
}
MEASURES = {
    "people_per_machine": N_("People per working megavoltage machine"),
    "mv_per_million": N_("Working megavoltage machines per million people"),
    "cases_per_machine": N_("New cases a year per working megavoltage machine"),
    "mv_per_10000_cases": N_("Working megavoltage machines per 10,000 new cases"),
}
MEASURES_IN_SHORT = {
    "people_per_machine": N_("People per machine"),
    "mv_per_million": N_("Machines per million people"),
    "cases_per_machine": N_("Cases per machine"),
    "mv_per_10000_cases": N_("Machines per 10,000 cases"),
}
METRICS = {
    "megavoltage_machines": N_("megavoltage machines, national count"),
    "linacs": N_("linacs only, national count"),
    "linacs_operational": N_("linacs working, national count"),
    "brachytherapy_units": N_("brachytherapy units"),
    "pet_ct": N_("PET-CT scanners"),
}
HISTORY_METRICS = ("megavoltage_machines", "linacs", "linacs_operational")
CONFIDENCE = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
FRESHNESS = {
    "current": N_("up to 3 years old"),
    "ageing": N_("3 to 5 years old"),
    "old": N_("more than 5 years old"),
    "undated": N_("undated"),
}
COORD_BASIS = {
    "address": N_("at its address"),
    "city": N_("known only to the city"),
    "region": N_("placed to the region only"),
}
TERMS = {
    "open": N_("open"),
    "attribution": N_("name the source"),
    "non_commercial": N_("not for commercial use; name the source"),
}
UNIT_STATES = {
    "children": N_("children's unit"),
    "children_unsure": N_("children's unit, not confirmed to work"),
}
"""Marks of children's units: of one that operates, and of one that is not known to."""
HSCT = {"yes": N_("yes"), "no": N_("no"), "planned": N_("planned")}
SURVIVAL = {
    # TRANSLATORS: after a percentage: "70% survival (2025)".
    "survival": N_("survival"),
    "survival_cured": N_("cured"),
    "one_year_survival": N_("survival after one year"),
}
CHILDREN_CARE = {
    "early_stage_share": N_("found in stages I–II"),
    "morphological_verification": N_("verified morphologically"),
    "one_year_mortality": N_("dead within one year"),
    "treatment_abandonment": N_("abandoned treatment"),
}
SEXES = {"female": N_("girls"), "male": N_("boys"), "both": N_("girls and boys")}
ICCC3 = {
    "all": N_("all cancers"),
    "I": N_("I leukaemias"),
    "II": N_("II lymphomas"),
    "III": N_("III central nervous system"),
    "IV": N_("IV neuroblastoma"),
    "V": N_("V retinoblastoma"),
    "VI": N_("VI renal tumours"),
    "VII": N_("VII hepatic tumours"),
    "VIII": N_("VIII bone tumours"),
    "IX": N_("IX soft tissue"),
    "X": N_("X germ cell"),
    "XI": N_("XI carcinomas, melanoma"),
    "XII": N_("XII other, unspecified"),
}
REGISTER_COLUMNS = {
    "country": N_("Country: its code of three letters (ISO 3166-1), such as KAZ"),
    "area": N_(
        "Region or unit: its code or name; areas of one table may not overlap; empty for the whole country"
    ),
    "year": N_("Year of diagnosis, of four digits"),
    "sex": N_("female, male or both"),
    "age_band": N_("Age at diagnosis in whole years: one of the bands listed"),
    "iccc3_group": N_("Main group of ICCC-3: I to XII, or all"),
    "iccc3_subgroup": N_("Subgroup of ICCC-3: its letter; empty for the main group"),
    "new_cases": N_("Children newly diagnosed in that year; 0 where there were none"),
    "deaths": N_("Of them, dead within five years of diagnosis; empty if unknown"),
    "alive_1y": N_("Of them, known to be alive one year after diagnosis"),
    "alive_3y": N_("Of them, known to be alive three years after diagnosis"),
    "alive_5y": N_("Of them, known to be alive five years after diagnosis"),
    "lost_to_follow_up": N_("Of them, lost to follow-up before five years"),
    "morphologically_verified": N_("Optional: of them, verified by morphology"),
    "population": N_("Optional: people of that place, year, sex and age band"),
}
REGISTER_MEASURES = {
    "verified": N_("verified morphologically"),
    "unspecified": N_("unspecified tumours"),
    "lost": N_("lost to follow-up"),
}
RATE_KINDS = {
    "crude": N_("crude"),
    "standardised": N_("standardised to the world population"),
}
TIMELINE_KINDS = {
    "congress": N_("congress"),
    "memorandum": N_("memorandum"),
    "construction": N_("construction"),
    "commissioning": N_("commissioning"),
    "breakdown": N_("breakdown"),
    "repair": N_("repair"),
    "donation": N_("donation"),
    "training": N_("training"),
    "policy": N_("policy"),
    "register": N_("register"),
    "plan": N_("plan"),
}
PARTNERSHIP_KINDS = {
    "memorandum": N_("memorandum"),
    "training": N_("training"),
    "equipment": N_("equipment"),
    "construction": N_("construction"),
    # TRANSLATORS: a lasting partnership of two hospitals
    "twinning": N_("twinning"),
    "funding": N_("funding"),
    "congress": N_("congress"),
    "register": N_("register"),
    "technical_cooperation": N_("technical cooperation"),
}
PARTNERSHIP_STATUS = {
    # TRANSLATORS: of an agreement that is being carried out
    "active": N_("under way"),
    "planned": N_("planned"),
    "proposed": N_("proposed"),
    "unknown": N_("no outcome found"),
    "ended": N_("ended"),
}
CONGRESS_SERIES = {
    "caro": N_("Central Asian Radiation Oncology Congress (CARO)"),
    "cis_childhood": N_("Childhood cancer specialists of the CIS"),
    "cis_oncology": N_("Oncologists and radiologists of the CIS"),
    "kazakhstan": N_("Oncologists and radiologists of Kazakhstan"),
    "tashkent_paediatric": N_("Paediatric oncology and haematology, Tashkent"),
    "other": N_("Other meetings"),
}
TABLES = {
    "centres": N_("Centres"),
    "machines": N_("Machines"),
    "machine_status": N_("Observations of machines"),
    "directory_counts": N_("Listings in the directory"),
    "national_totals": N_("National totals"),
    "paediatric_units": N_("Paediatric units"),
    "timeline": N_("Timeline"),
    "projects": N_("Projects"),
    "project_statements": N_("Statements on projects"),
    "congresses": N_("Congresses"),
    "partnerships": N_("Partnerships"),
    "institutions": N_("Institutions elsewhere"),
    "regions": N_("Regions"),
    "districts": N_("Districts"),
    "countries": N_("Countries"),
    "population": N_("Population"),
    "burden": N_("Cancer burden"),
    "childhood": N_("Childhood cancer"),
    "benchmarks": N_("Benchmarks"),
    "published_results": N_("Published results"),
    "corrections": N_("Corrections"),
    "sources": N_("Sources"),
}


def said(vocabulary: dict[str, str], word: str | None) -> str:
    """A word of a vocabulary in the current language; an unknown one as it stands."""
    return _(vocabulary[word]) if word in vocabulary else str(word or "–")


# CLDR's Russian name is not the one that the country itself uses in Russian.
_CALLED = {("ru", "KGZ"): "Кыргызстан"}


def country(iso3: str) -> str:
    """A country's name in the current language (CLDR)."""
    here: Locale = language.locale(language.current())
    called = _CALLED.get((language.current(), iso3))
    return called or str(here.territories.get(_two_letters(iso3), iso3))


def _two_letters(iso3: str) -> str:
    """CLDR names countries by two letters, and knows the three as their aliases."""
    return next(iter(get_global("territory_aliases").get(iso3, [iso3])))


def basis_sentence(basis: str) -> str:
    """The basis as a part of a chart's subtitle."""
    return said(BASIS_SENTENCES, basis)


def measure(name: str) -> str:
    """What a measure of capacity counts."""
    return said(MEASURES, name)


def measure_in_short(name: str) -> str:
    """A measure of capacity where there is little room."""
    return said(MEASURES_IN_SHORT, name)


def table(name: str) -> str:
    """A table's name."""
    return said(TABLES, name)


def metric(name: str) -> str:
    """What a national figure counts; a metric without a name of its own loses its underscores."""
    return said(METRICS, name) if name in METRICS else name.replace("_", " ")


def modality(name: str) -> str:
    """A kind of machine."""
    return said(MODALITIES, name)


def machine_status(name: str) -> str:
    """The state of a machine."""
    return said(MACHINE_STATUS, name)


def services(joined: str | None) -> str:
    """A `;`-joined list of services as the reader lists things."""
    if not isinstance(joined, str) or not joined:
        return "–"
    return language.listed([said(SERVICES, service) for service in joined.split(";")])
