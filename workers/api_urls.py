"""The program's addresses of workers, below /api/v1/."""

from django.urls import path

from workers.api import ahead, appeals, asides, assignments, redo, training
from workers.api.me import Me, MyAssignments, MyEarnings
from workers.api.statements import MyStatement, MyStatementLines
from workers.api.time import ReportTime, Session
from workers.api.work import Work

app_name = "workers-api"
urlpatterns = [
    # The loop first: these two are asked for more often than all the rest.
    path("assignments/<str:public_id>/submit", assignments.Submit.as_view(), name="submit"),
    path("jobs/<str:public_id>/claim", assignments.Claim.as_view(), name="claim"),
    path("jobs/<str:public_id>/ahead", ahead.ClaimAhead.as_view(), name="ahead"),
    path("work", Work.as_view({"get": "list"}), name="work"),
    path("work/<str:public_id>", Work.as_view({"get": "retrieve"}), name="work-on"),
    path("work/<str:public_id>/read-warnings", Work.as_view({"post": "read_warnings"}), name="read-warnings"),
    path("work/<str:public_id>/training", training.Train.as_view(), name="train"),
    path("training/<str:public_id>/submit", training.TrainSubmit.as_view(), name="train-submit"),
    path("training/<str:public_id>/return", training.TrainReturn.as_view(), name="train-return"),
    path("assignments/<str:public_id>", assignments.One.as_view(), name="assignment"),
    path("assignments/<str:public_id>/return", assignments.Return.as_view(), name="return"),
    path("assignments/<str:public_id>/redo", redo.Redo.as_view(), name="redo"),
    path("assignments/<str:public_id>/undo", ahead.Undo.as_view(), name="undo"),
    path("assignments/<str:public_id>/questions", asides.Ask.as_view(), name="ask"),
    path("work/<str:public_id>/questions", asides.ReadQuestions.as_view({"get": "list"}), name="questions"),
    path("me/questions", asides.MyQuestions.as_view({"get": "list"}), name="my-questions"),
    path("assignments/<str:public_id>/report", asides.ReportProblem.as_view(), name="report"),
    path("assignments/<str:public_id>/appeal", appeals.FileAppeal.as_view(), name="appeal"),
    path("me/appeals", appeals.MyAppeals.as_view({"get": "list"}), name="my-appeals"),
    path("me/suspension/appeal", appeals.AppealSuspension.as_view(), name="appeal-suspension"),
    path("assignments/<str:public_id>/heartbeat", assignments.Heartbeat.as_view(), name="heartbeat"),
    path("assignments/<str:public_id>/draft", assignments.SaveDraft.as_view(), name="draft"),
    path("assignments/<str:public_id>/time", ReportTime.as_view(), name="report-time"),
    path("me/session", Session.as_view(), name="session"),
    path("me", Me.as_view(), name="me"),
    path("me/earnings", MyEarnings.as_view(), name="earnings"),
    path("me/training", training.MyTraining.as_view({"get": "list"}), name="my-training"),
    path("me/statements/<str:when>", MyStatement.as_view(), name="statement"),
    path("me/statements/<str:when>/lines", MyStatementLines.as_view({"get": "list"}), name="statement-lines"),
    path("me/assignments", MyAssignments.as_view({"get": "list"}), name="assignments"),
]
