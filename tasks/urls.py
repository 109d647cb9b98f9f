"""The requester's addresses, below /jobs/."""

from django.urls import path

from tasks.views import (
    answers,
    approve_all,
    drafts,
    examples,
    exports,
    jobs,
    money,
    preview,
    reports,
    results,
    running,
    uploads,
)

app_name = "jobs"
urlpatterns = [
    path("", jobs.listing, name="list"),
    path("new/", drafts.new, name="new"),
    path("money/", money.money, name="money"),
    path("money/<str:reference>/", money.top_up, name="top-up"),
    path("money/<str:reference>/cancel/", money.cancel, name="cancel-top-up"),
    path("<str:public_id>/", jobs.job, name="job"),
    # The steps of a draft.
    path("<str:public_id>/kind/", drafts.kind, name="kind"),
    path("<str:public_id>/words/", drafts.words, name="words"),
    path("<str:public_id>/examples/", examples.listing, name="examples"),
    path("<str:public_id>/examples/of/<str:micro_task_id>/", examples.item, name="example-of"),
    path("<str:public_id>/examples/<str:example_id>/", examples.change, name="example"),
    path("<str:public_id>/upload/", uploads.upload, name="upload"),
    path("<str:public_id>/terms/", drafts.terms, name="terms"),
    path("<str:public_id>/summary/", drafts.summary, name="summary"),
    path("<str:public_id>/preview/", preview.preview, name="preview"),
    path("<str:public_id>/publish/", drafts.publish, name="publish"),
    path("<str:public_id>/discard/", drafts.discard, name="discard"),
    # Uploads of a draft and their cutting.
    path("<str:public_id>/uploads/", uploads.receive, name="receive"),
    path("<str:public_id>/pages/", uploads.take_pages, name="take-pages"),
    path("<str:public_id>/cutting/", uploads.cutting, name="cutting"),
    path("<str:public_id>/refusals/", uploads.refusals, name="all-refusals"),
    path("<str:public_id>/retry/", uploads.retry, name="retry"),
    path("<str:public_id>/uploads/<str:upload_id>/cancel/", uploads.cancel, name="cancel-upload"),
    path("<str:public_id>/uploads/<str:upload_id>/refusals/", uploads.refusals, name="refusals"),
    # A published job.
    path("<str:public_id>/progress/", jobs.progress, name="progress"),
    path("<str:public_id>/settings/", running.settings, name="settings"),
    path("<str:public_id>/price/", running.price, name="price"),
    path("<str:public_id>/pause/", running.pause, name="pause"),
    path("<str:public_id>/resume/", running.resume, name="resume"),
    path("<str:public_id>/close/", jobs.close, name="close"),
    path("<str:public_id>/answers/", answers.answers, name="answers"),
    path("<str:public_id>/answers/approve/", answers.approve, name="approve"),
    path("<str:public_id>/answers/approve-all/", approve_all.approve_all, name="approve-all"),
    path("<str:public_id>/answers/<str:assignment_id>/reject/", answers.reject, name="reject"),
    path("<str:public_id>/replacements/", answers.replacements, name="replacements"),
    path("<str:public_id>/results/", results.results, name="results"),
    path("<str:public_id>/reports/", reports.reports, name="reports"),
    path("<str:public_id>/reports/<str:micro_task_id>/", reports.decide, name="decide-report"),
    path("<str:public_id>/exports/", exports.exports, name="exports"),
    path("<str:public_id>/exports/ask/", exports.ask, name="ask-export"),
    path("<str:public_id>/exports/<str:export_id>/cancel/", exports.cancel, name="cancel-export"),
    path("<str:public_id>/exports/<str:export_id>/download/", exports.download, name="download-export"),
]
