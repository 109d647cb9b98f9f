"""Settings of what stands on papers and in the yearly report. A wrong value stops the start with a sentence."""

from config import reading

# Who the operator is on invoices and statements. Lines of the address are parted by ";".
SELLER_NAME = reading.text("SELLER_NAME", reading.text("BANK_HOLDER", "Visible Hands"))
SELLER_ADDRESS = reading.text("SELLER_ADDRESS")
SELLER_NUMBER = reading.text("SELLER_NUMBER")
SELLER_VAT_NUMBER = reading.text("SELLER_VAT_NUMBER")
# The platform fee holds its value-added tax, at this rate; what is passed on to workers bears none here.
VAT_PERMILLE = reading.whole("VAT_PERMILLE", 0, most=1000)
# The operator's own words on the tax, for instance the article that frees from it. They stand on each invoice.
VAT_NOTE = reading.text("VAT_NOTE")
# The most that somebody who states no SIRET is paid in a year before new work waits; 0 for no limit.
YEARLY_LIMIT_MICROS = reading.whole("YEARLY_LIMIT_CENTS", 0) * 10_000
# From where on a worker's year goes into the yearly report, and how many years what they said is kept for it.
REPORT_LEAST_MICROS = reading.whole("REPORT_LEAST_CENTS", 0) * 10_000
REPORT_LEAST_ACTIVITIES = reading.whole("REPORT_LEAST_ACTIVITIES", 0)
REPORT_KEEP_YEARS = reading.whole("REPORT_KEEP_YEARS", 5, most=30)
