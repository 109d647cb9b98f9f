"""The auditor's addresses, below /audit/."""

from django.urls import path

from transparency.views import (
    alerts,
    audit,
    bank,
    checks,
    closing,
    earnings,
    money,
    pay,
    payouts,
    replays,
    taking,
    time,
)

app_name = "audit"
urlpatterns = [
    path("", audit.jobs, name="jobs"),
    path("jobs/<str:public_id>/", audit.job, name="job"),
    path("pay/", pay.pay, name="pay"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:number>/look/", alerts.look_at, name="look-at-alert"),
    path("alerts/rules/<str:code>/", alerts.threshold, name="threshold"),
    path("take/<str:table>.<str:form>", taking.take, name="take"),
    path("time/", time.time, name="time"),
    path("replays/", replays.replays, name="replays"),
    path("replays/<int:number>/", replays.replay, name="replay"),
    path("books/", money.books, name="books"),
    path("books/checks/", checks.checks, name="checks"),
    path("books/checks/<int:number>/", checks.check, name="check"),
    path("books/checks/<int:number>/look/", checks.look_at, name="look-at-check"),
    path("books/balance/", closing.balance, name="balance"),
    path("books/balance.csv", closing.balance_csv, name="balance-csv"),
    path("books/months/", closing.months, name="months"),
    path("books/transfers/", checks.transfers, name="transfers"),
    path("earnings/", earnings.earnings, name="earnings"),
    path("earnings/<int:year>/", earnings.take, name="take-earnings"),
    path("money/", money.money, name="money"),
    path("bank/", bank.bank, name="bank"),
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/report/", payouts.import_report, name="import-report"),
    path("payouts/<int:number>/", payouts.batch, name="payout-batch"),
    path("payouts/<int:number>/confirm/", payouts.confirm, name="confirm-batch"),
    path("payouts/<int:number>/file/", payouts.file, name="batch-file"),
    path("payouts/<int:number>/settle/", payouts.settle, name="settle-batch"),
    path("bank/statements/", bank.import_statement, name="import-statement"),
    path("bank/<int:number>/", bank.entry, name="bank-entry"),
    path("bank/<int:number>/set-aside/", bank.set_aside, name="set-aside"),
]
