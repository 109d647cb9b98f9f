"""The worker's addresses, below /work/."""

from django.urls import path

from workers.views import asides, at_work, desk, finding, grid, mine, own_time, parts, payouts, presence, training

app_name = "work"
urlpatterns = [
    path("", finding.find, name="find"),
    path("desk/<str:public_id>/", desk.desk, name="desk"),
    path("desk/<str:public_id>/start/", desk.start, name="start"),
    path("desk/<str:public_id>/veil/", desk.veil, name="veil"),
    path("desk/<str:public_id>/training/", training.train, name="train"),
    path("desk/<str:public_id>/training/next/", training.following, name="train-next"),
    path("training/<str:public_id>/submit/", training.submit, name="train-submit"),
    path("training/<str:public_id>/return/", training.give_back, name="train-return"),
    path("desk/<str:public_id>/done/", desk.done, name="done"),
    path("desk/<str:public_id>/ahead/", parts.hold, name="ahead"),
    path("assignments/<str:public_id>/send/", parts.send, name="send"),
    path("assignments/<str:public_id>/undo/", parts.undo, name="undo"),
    path("desk/<str:public_id>/screen/", grid.submit, name="submit-screen"),
    path("assignments/<str:public_id>/submit/", desk.submit, name="submit"),
    path("assignments/<str:public_id>/return/", desk.give_back, name="return"),
    path("desk/<str:public_id>/questions/", asides.read, name="questions"),
    path("desk/<str:public_id>/questions/seen/", asides.seen, name="seen"),
    path("assignments/<str:public_id>/ask/", asides.ask, name="ask"),
    path("assignments/<str:public_id>/report/", asides.report, name="report"),
    path("assignments/<str:public_id>/draft/", at_work.draft, name="draft"),
    path("assignments/<str:public_id>/time/", own_time.report, name="report-time"),
    path("heartbeats/", presence.heartbeat, name="heartbeat"),
    path("stop/", presence.stop, name="stop"),
    path("mine/", mine.mine, name="mine"),
    path("mine/log.csv", mine.log, name="log"),
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/account/", payouts.state_account, name="payee"),
    path("payouts/ask/", payouts.ask, name="ask-payout"),
    path("payouts/<str:reference>/cancel/", payouts.cancel, name="cancel-payout"),
]
