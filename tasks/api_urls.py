"""The program's addresses of the work, below /api/v1/."""

from django.urls import path

from tasks.api.adding import CancelAdded, PublishAdded
from tasks.api.answers import Answers, Results, Review
from tasks.api.appeals import Appeals
from tasks.api.bonuses import Bonuses
from tasks.api.examples import Examples
from tasks.api.exports import Exports
from tasks.api.jobs import Jobs, Refusals
from tasks.api.pilots import MorePilot, Pilot, RestOfPilot
from tasks.api.price_help import Prices
from tasks.api.questions import QuestionAnswers, Questions
from tasks.api.real_pay import JobPay
from tasks.api.reports import ReportedMicroTasks, Reports
from tasks.api.running import Duplicate, Pause, Price, Resume
from tasks.api.training import TrainingTasks

app_name = "tasks-api"
urlpatterns = [
    path("jobs", Jobs.as_view({"get": "list", "post": "create"}), name="jobs"),
    path(
        "jobs/<str:public_id>",
        Jobs.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="job",
    ),
    path("jobs/<str:public_id>/files", Jobs.as_view({"post": "add_files"}), name="files"),
    path("jobs/<str:public_id>/examples", Examples.as_view({"get": "list", "post": "create"}), name="examples"),
    path(
        "jobs/<str:public_id>/examples/<str:example_id>",
        Examples.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="example",
    ),
    path(
        "jobs/<str:public_id>/training",
        TrainingTasks.as_view({"get": "retrieve", "post": "create", "put": "update"}),
        name="training",
    ),
    path(
        "jobs/<str:public_id>/training/<str:task_id>",
        TrainingTasks.as_view({"put": "change", "delete": "destroy"}),
        name="training-task",
    ),
    path("jobs/<str:public_id>/publish", Jobs.as_view({"post": "publish"}), name="publish"),
    path("jobs/<str:public_id>/price", Price.as_view(), name="price"),
    path("jobs/<str:public_id>/pilot", Pilot.as_view(), name="pilot"),
    path("jobs/<str:public_id>/pilot/more", MorePilot.as_view(), name="pilot-more"),
    path("jobs/<str:public_id>/pilot/rest", RestOfPilot.as_view(), name="pilot-rest"),
    path("jobs/<str:public_id>/prices", Prices.as_view(), name="prices"),
    path("jobs/<str:public_id>/pause", Pause.as_view(), name="pause"),
    path("jobs/<str:public_id>/resume", Resume.as_view(), name="resume"),
    path("jobs/<str:public_id>/duplicate", Duplicate.as_view(), name="duplicate"),
    path("jobs/<str:public_id>/added/publish", PublishAdded.as_view(), name="publish-added"),
    path("jobs/<str:public_id>/added/cancel", CancelAdded.as_view(), name="cancel-added"),
    path("jobs/<str:public_id>/close", Jobs.as_view({"post": "close"}), name="close"),
    path("jobs/<str:public_id>/refusals", Refusals.as_view({"get": "list"}), name="refusals"),
    path("jobs/<str:public_id>/questions", Questions.as_view({"get": "list"}), name="questions"),
    path("questions/<str:public_id>/answer", QuestionAnswers.as_view({"post": "answer"}), name="answer-question"),
    path("jobs/<str:public_id>/reports", Reports.as_view({"get": "list"}), name="reports"),
    path("micro-tasks/<str:public_id>/put-back", ReportedMicroTasks.as_view({"post": "put_back"}), name="put-back"),
    path("micro-tasks/<str:public_id>/drop", ReportedMicroTasks.as_view({"post": "drop"}), name="drop"),
    path("jobs/<str:public_id>/answers", Answers.as_view({"get": "list"}), name="answers"),
    path("jobs/<str:public_id>/approve", Answers.as_view({"post": "approve_many"}), name="approve-many"),
    path("jobs/<str:public_id>/reject", Answers.as_view({"post": "reject_many"}), name="reject-many"),
    path("answers/<str:public_id>/approve", Review.as_view({"post": "approve"}), name="approve"),
    path("answers/<str:public_id>/reject", Review.as_view({"post": "reject"}), name="reject"),
    path("jobs/<str:public_id>/bonuses", Bonuses.as_view({"get": "list", "post": "give"}), name="bonuses"),
    path("jobs/<str:public_id>/pay", JobPay.as_view(), name="pay"),
    path("jobs/<str:public_id>/appeals", Appeals.as_view({"get": "list"}), name="appeals"),
    path("appeals/<str:public_id>/reply", Appeals.as_view({"post": "reply"}), name="reply"),
    path("appeals/<str:public_id>/give-in", Appeals.as_view({"post": "give_in"}), name="give-in"),
    path("jobs/<str:public_id>/results", Results.as_view({"get": "list"}), name="results"),
    path("jobs/<str:job_id>/exports", Exports.as_view({"get": "list", "post": "create"}), name="exports"),
    path("exports/<str:public_id>", Exports.as_view({"get": "retrieve"}), name="export"),
    path("exports/<str:public_id>/download", Exports.as_view({"get": "download"}), name="download-export"),
]
