"""What people say of themselves, as the published tables break it down: the questionnaire's codes in wide groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transparency.domain.release.dimensions import Dimension, answered

GENDER = answered(
    "gender",
    _("Gender"),
    ("woman", pgettext_lazy("gender", "Women")),
    ("man", pgettext_lazy("gender", "Men")),
    ("non_binary", pgettext_lazy("gender", "Non-binary people")),
)
AGE = answered(
    "age",
    _("Age"),
    ("18-24", _("18 to 24")),
    ("25-34", _("25 to 34")),
    ("35-44", _("35 to 44")),
    ("45-54", _("45 to 54")),
    ("55-64", _("55 to 64")),
    ("65+", _("65 and older")),
)
# The countries that tables name are those of the article and the largest of the platform's own language areas.
COUNTRY = answered(
    "country",
    _("Country"),
    ("FR", _("France")),
    ("BE", _("Belgium")),
    ("CH", _("Switzerland")),
    ("CA", _("Canada")),
    ("US", _("United States")),
    ("IN", _("India")),
    ("MG", _("Madagascar")),
    ("SN", _("Senegal")),
    ("MA", _("Morocco")),
    ("ES", _("Spain")),
    ("DE", _("Germany")),
    ("IT", _("Italy")),
    ("GB", _("United Kingdom")),
)
EDUCATION = answered(
    "education",
    _("Education"),
    ("low", _("Lower secondary or less")),
    ("medium", _("Upper secondary")),
    ("high", _("Higher education")),
)
HOUSEHOLD = answered(
    "household",
    _("Household"),
    ("alone", _("Alone")),
    ("couple", _("Couple without children")),
    ("couple_children", _("Couple with children")),
    ("single_parent", _("One parent with children")),
    ("with_parents", _("With parents")),
    ("shared", _("Shared home")),
)
CHILDREN = answered(
    "children",
    _("Children under 15 at home"),
    ("0", _("None")),
    ("1", _("One")),
    ("2", _("Two")),
    ("3+", _("Three and more")),
)
MAIN_ACTIVITY = answered(
    "main_activity",
    _("Main activity"),
    ("employed", _("Employed")),
    ("self_employed", _("Self-employed")),
    ("unemployed", _("Unemployed")),
    ("student", _("Studying")),
    ("retired", _("Retired")),
    ("at_home", _("At home")),
    ("disabled_unable", _("Unable to work")),
)
PART_TIME = answered(
    "part_time",
    _("Main job: full or part time"),
    ("full", _("Full time")),
    ("part_chosen", _("Part time, chosen")),
    ("part_no_full_time", _("Part time, no full-time job found")),
    ("part_care", _("Part time, because of care")),
    ("part_health_study", _("Part time, health or studies")),
    ("none", _("No main job")),
)
MAIN_HOURS = answered(
    "main_hours",
    _("Main job: usual hours a week"),
    ("none", _("No main job")),
    ("<35", _("under 35 h")),
    ("35+", _("35 h and more")),
)
DOMESTIC_HOURS = answered(
    "domestic_hours",
    _("Domestic and care work: hours a week"),
    ("0-9", _("under 10 h")),
    ("10-19", _("10 to 19 h")),
    ("20-29", _("20 to 29 h")),
    ("30+", _("30 h and more")),
)
INCOME_SHARE = answered(
    "income_share",
    _("Part of last month’s own income that came from all platforms"),
    ("0-9", _("under 10 %")),
    ("10-24", _("10 to 24 %")),
    ("25-49", _("25 to 49 %")),
    ("50-74", _("50 to 74 %")),
    ("75-100", _("from 75 %")),
)
MAIN_INCOME = answered(
    "main_income",
    _("Main income of the household"),
    ("yes", _("It is the household’s main income")),
    ("no", _("It is not")),
)
MOTIVATION = answered(
    "motivation",
    _("Why people do this work"),
    ("complement_income", _("To add to an income")),
    ("only_income", _("It is the only income")),
    ("home_only_option", _("Working at home is the only way")),
    ("care_flexibility", _("It goes together with caring for others")),
    ("dead_time", _("To fill empty time")),
    ("enjoyment", _("For pleasure")),
    ("learn_skills", _("To learn")),
    ("waiting_for_job", _("While waiting for a job")),
    may_be_several=True,
)
EXPERIENCE = answered(
    "experience",
    _("Experience in micro-work"),
    ("<3m", _("under 3 months")),
    ("3-12m", _("3 to 12 months")),
    ("1-3y", _("1 to 3 years")),
    ("3-5y", _("3 to 5 years")),
    (">5y", _("more than 5 years")),
)
OTHER_PLATFORMS = answered(
    "other_platforms",
    _("Other platforms in the last 30 days"),
    ("0", _("None")),
    ("1", _("One")),
    ("2", _("Two")),
    ("3-4", _("Three or four")),
    ("5+", _("Five and more")),
)
DEVICE = answered(
    "device",
    _("Device mostly used"),
    ("desktop", _("Desktop computer")),
    ("laptop", _("Laptop")),
    ("tablet", _("Tablet")),
    ("phone", _("Phone")),
)
PLACE = answered(
    "place",
    _("Place of work"),
    ("home_own_space", _("At home, in a room of one’s own")),
    ("home_shared_space", _("At home, in a shared room")),
    ("workplace", _("At another workplace")),
    ("public", _("In a public place")),
)
MAKING_ENDS_MEET = answered(
    "ends_meet",
    _("Making ends meet"),
    ("very_easy", _("Very easily")),
    ("easy", _("Easily")),
    ("fairly_easy", _("Fairly easily")),
    ("fairly_difficult", _("With some difficulty")),
    ("difficult", _("With difficulty")),
    ("very_difficult", _("With great difficulty")),
)
SHIFT = Dimension(
    "shift",
    _("Hours a week"),
    (
        ("main_job", _("Main job")),
        ("domestic", _("Domestic and care work")),
        ("platform", _("Work on this platform, paid and unpaid")),
    ),
)
# Which question each dimension is read from; of education the three levels.
QUESTION_OF: dict[str, str] = {
    "gender": "Q1",
    "age": "Q2",
    "country": "Q3",
    "education": "Q4_level",
    "household": "Q7",
    "children": "Q8a",
    "domestic_hours": "Q9",
    "main_activity": "Q10",
    "main_hours": "Q11",
    "part_time": "Q12",
    "experience": "Q14",
    "motivation": "Q15",
    "income_share": "Q16",
    "main_income": "Q16b",
    "other_platforms": "Q18a",
    "device": "Q19a",
    "place": "Q20",
    "ends_meet": "Q21",
}
# Codes that are counted together, so that fewer groups are too small to be shown.
JOINED: dict[str, dict[str, str]] = {
    "main_hours": {"<10": "<35", "10-19": "<35", "20-29": "<35", "30-34": "<35", "35-39": "35+", "40+": "35+"},
    "domestic_hours": {"0-4": "0-9", "5-9": "0-9", "30-39": "30+", "40+": "30+"},
}
ANSWERED = {
    dimension.id: dimension
    for dimension in (
        GENDER,
        AGE,
        COUNTRY,
        EDUCATION,
        HOUSEHOLD,
        CHILDREN,
        DOMESTIC_HOURS,
        MAIN_ACTIVITY,
        MAIN_HOURS,
        PART_TIME,
        EXPERIENCE,
        MOTIVATION,
        INCOME_SHARE,
        MAIN_INCOME,
        OTHER_PLATFORMS,
        DEVICE,
        PLACE,
        MAKING_ENDS_MEET,
    )
}
QUESTION = Dimension(
    "question", _("Question"), tuple((one.id, one.title) for one in ANSWERED.values()), may_be_several=True
)
# Who stands under several codes at once is counted for each of them as “yes” or “no”.
SEVERAL = {MOTIVATION.id: MOTIVATION, QUESTION.id: QUESTION}
ONE_OF = {name: dimension for name, dimension in ANSWERED.items() if not dimension.may_be_several}
