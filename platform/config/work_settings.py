"""Settings of pay, floors, pilots, rejections and appeals. A wrong value stops the start with a sentence."""

from datetime import timedelta

from config import reading

BANK_BIC = reading.text("BANK_BIC", like=r"[A-Z0-9]{8}([A-Z0-9]{3})?", for_example="PSSTFRPPXXX")
BANK_HOLDER = reading.text("BANK_HOLDER", "Visible Hands")
PAYOUT_THRESHOLD_MICROS = reading.whole("PAYOUT_THRESHOLD_CENTS", 100, least=1) * 10_000
# A batch over so much needs a second auditor.
FOUR_EYES_MICROS = reading.whole("FOUR_EYES_CENTS", 100_000) * 10_000
PAYOUT_PROVIDER = reading.text("PAYOUT_PROVIDER", "ledger.domain.sepa.SepaFiles")
PAIN_VERSION = reading.text("PAIN_VERSION", "pain.001.001.09", among=["pain.001.001.03", "pain.001.001.09"])
# To within so many percent nobody can work out what the largest person of a published sum earned or worked.
RELEASE_P_PERCENT = reading.whole("RELEASE_P_PERCENT", 10, least=1, most=50)
# So many years the log keeps pay, and the work it was reckoned from, of people who left (Code de commerce, L. 123-22).
PAY_KEEP_YEARS = reading.whole("PAY_KEEP_YEARS", 10, least=1, most=30)
# The most that one worker may be given at once beyond the price: a mistyped sum is found before it is gone.
BONUS_MOST_MICROS = reading.whole("BONUS_MOST_CENTS", 10_000, least=1) * 10_000
# Prices are shown against it as well, beside the floor; 0 when none is known.
LIVING_WAGE_MICROS = reading.whole("LIVING_WAGE_CENTS", 0, most=100_000) * 10_000
LIVING_WAGE_SOURCE = reading.text("LIVING_WAGE_SOURCE")
FEE_PERMILLE = reading.whole("FEE_PERMILLE", 100, most=1000)
PAY_FLOOR_COUNTRY = reading.text("PAY_FLOOR_COUNTRY", "FR", like=r"[A-Z]{2}", for_example="FR")
PAY_FLOOR_KIND = reading.text("PAY_FLOOR_KIND", "statutory", among=["statutory", "living", "deployment"])
# What is done about pay below the floor: nothing; say it; top it up in every job; refuse to publish the job.
PAY_FLOOR_POLICY = reading.text("PAY_FLOOR_POLICY", "warn", among=["off", "warn", "guarantee", "require"])
# What an employee's wage floor is multiplied by for people who pay their own contributions, in thousandths.
SELF_EMPLOYED_PERMILLE = reading.whole("SELF_EMPLOYED_PERMILLE", 1000, least=1000, most=3000)
# A pilot hands out so many micro-tasks, or so many percent of a smaller job, each to so many workers at least; jobs of
# so many micro-tasks and more begin with one (0: none has to).
PILOT_MICRO_TASKS = reading.whole("PILOT_MICRO_TASKS", 20, least=1, most=500)
PILOT_PERCENT = reading.whole("PILOT_PERCENT", 5, least=1, most=100)
PILOT_WORKERS = reading.whole("PILOT_WORKERS", 3, least=3, most=9)
PILOT_REQUIRED_FROM = reading.whole("PILOT_REQUIRED_FROM", 0)
LEASE_SECONDS = reading.whole("LEASE_SECONDS", 600, least=1)
APPEAL_TIME = timedelta(days=reading.whole("APPEAL_DAYS", 14, most=365))
# For so long the worker of a rejected answer may do it again; its pay is held at least as long.
REDO_TIME = min(timedelta(hours=reading.whole("REDO_HOURS", 24, most=24 * 365)), APPEAL_TIME)
# Of the answers that came to a job so many percent may be rejected without an auditor’s consent, and a few in any case.
REJECTION_CONSENT_PERCENT = reading.whole("REJECTION_CONSENT_PERCENT", 10, most=100)
REJECTIONS_WITHOUT_CONSENT = reading.whole("REJECTIONS_WITHOUT_CONSENT", 5)
# So long the requester may answer an appeal, and so long after it was written an auditor has to decide it.
APPEAL_REPLY_TIME = timedelta(days=reading.whole("APPEAL_REPLY_DAYS", 5, most=14))
APPEAL_DECISION_TIME = timedelta(days=reading.whole("APPEAL_DECISION_DAYS", 14, least=1, most=60))
