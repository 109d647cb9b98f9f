"""Who may pass which address: the table that `test_access` holds every address against."""

from __future__ import annotations

from typing import Any

from tests.fixtures import CAT

# Who asks, in the order of the columns below: nobody in particular, the worker whose work it is about, another one,
# the requester whose job it is about, another one, an auditor.
PEOPLE = ("visitor", "worker", "other_worker", "requester", "other_requester", "auditor")
# "in" passes, "sign" is led to sign in (a program: 401), "no" is told what they lack (403), "none" finds nothing (404).
FOR_ALL = "in in in in in in"
FOR_PERSONS = "sign in in in in in"
FOR_REQUESTERS = "sign no no in in no"
FOR_OWNER = "sign no no in none no"
FOR_WORKERS = "sign in in no no no"
FOR_HOLDER = "sign in none no no no"
FOR_AUDITORS = "sign no no no no in"
NOTHING = "none none none none none none"
# The page of a wrong link is shown to all, and its form finds nothing.
WRONG_LINK = " ".join(["in+none"] * 6)
NOTHING_OF_THEIRS = "sign none none none none none"

ACCESS = {
    FOR_ALL: """home transparency:who transparency:methods transparency:systems transparency:fairwork transparency:about
        transparency:tables transparency:dictionary-json transparency:dictionary-csv
        transparency:log transparency:latest-block transparency:chain transparency:keys transparency:verify
        transparency:block
        namespace namespace-schema transparency:datasets
        set_language media api-schema api-docs health-live health-ready gallery gallery-desk
        account_login account_signup accounts:signup account_logout account_inactive account_reset_password
        account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done
        account_email_verification_sent account_confirm_login_code mfa_authenticate accounts:again
        accounts:again-code""",
    FOR_PERSONS: """accounts:profile accounts:tokens account_email account_change_password account_set_password
        account_reauthenticate mfa_index mfa_reauthenticate mfa_activate_totp
        mfa_generate_recovery_codes workers-api:me""",
    # Before the first release there is no table.
    NOTHING: """gallery-error transparency:table-json transparency:table-csv
        transparency:dataset transparency:badge transparency:dataset-document""",
    WRONG_LINK: "account_confirm_email",
    NOTHING_OF_THEIRS: """api-nothing accounts:revoke-token mfa_deactivate_totp mfa_view_recovery_codes
        mfa_download_recovery_codes""",
    FOR_REQUESTERS: "jobs:invoices jobs:list jobs:new jobs:money tasks-api:jobs",
    FOR_OWNER: """jobs:invoice jobs:correct-invoice jobs:top-up-pdf
        jobs:sample jobs:approving jobs:cancel-approving
        jobs:reject-many jobs:compare tasks-api:reject-many
        jobs:appeals jobs:appeal tasks-api:pay tasks-api:appeals tasks-api:reply tasks-api:give-in
        jobs:bonuses jobs:give-bonus tasks-api:bonuses
        jobs:questions jobs:answer-question tasks-api:questions tasks-api:answer-question
        jobs:reports jobs:decide-report tasks-api:reports tasks-api:put-back tasks-api:drop
        jobs:top-up jobs:cancel-top-up
        jobs:examples jobs:example jobs:example-of tasks-api:examples tasks-api:example
        tasks-api:training tasks-api:training-task
        jobs:pay jobs:job jobs:kind jobs:words jobs:upload jobs:training
        jobs:pilot jobs:pilot-more
        jobs:training-item jobs:training-remove jobs:terms jobs:summary jobs:preview jobs:publish
        jobs:discard jobs:receive jobs:take-pages jobs:cutting jobs:all-refusals jobs:retry jobs:cancel-upload
        jobs:refusals
        jobs:progress jobs:close jobs:answers jobs:approve jobs:approve-all jobs:reject jobs:replacements jobs:results
        jobs:release-export jobs:withdraw-export
        jobs:exports jobs:ask-export jobs:cancel-export jobs:download-export tasks-api:job tasks-api:files
        jobs:settings jobs:duplicate jobs:publish-added jobs:cancel-added jobs:price jobs:pause jobs:resume
        tasks-api:duplicate tasks-api:price tasks-api:prices tasks-api:pilot tasks-api:pilot-more
        tasks-api:pilot-rest tasks-api:pause tasks-api:resume tasks-api:publish-added
        tasks-api:cancel-added
        tasks-api:publish tasks-api:close tasks-api:refusals tasks-api:answers tasks-api:approve-many tasks-api:approve
        tasks-api:reject tasks-api:results tasks-api:exports tasks-api:export tasks-api:download-export""",
    FOR_WORKERS: """workers-api:statement workers-api:statement-lines
        work:tax work:erase-tax
        work:questionnaire work:questionnaire-step work:put-off-questionnaire work:confirm-answers
        work:answers work:answers-json work:answers-csv work:change-answer work:remove-answer
        work:grant work:withdraw work:erase-answers work:receipt
        work:statements work:statement work:statement-csv work:statement-pdf work:ask-statement
        work:certificate work:certificate-json
        work:time work:own-log work:log-json work:note work:no-work work:also-worked work:take-back-time
        work:data work:ask-data work:looks work:erase-notes work:erase-work
        work:leave work:suspension workers-api:my-appeals workers-api:appeal-suspension
        work:questions work:seen workers-api:questions workers-api:my-questions
        work:payouts work:payee work:ask-payout
        work:find work:desk work:start work:done work:ahead work:mine work:log work:heartbeat work:stop work:veil
        work:submit-screen work:send-screen work:ahead-screen work:undo-screen
        work:train work:train-next workers-api:train workers-api:my-training
        workers-api:work workers-api:work-on workers-api:read-warnings workers-api:claim workers-api:ahead
        workers-api:earnings workers-api:assignments workers-api:session""",
    FOR_HOLDER: """work:redo workers-api:redo
        work:data-archive work:cancel-data work:remove-data
        work:event-receipt work:statement-archive work:appeal workers-api:appeal work:ask workers-api:ask
        work:cancel-payout work:report workers-api:report work:report-time workers-api:report-time
        work:train-submit work:train-return workers-api:train-submit workers-api:train-return
        work:submit work:send work:undo work:return work:draft workers-api:assignment
        workers-api:submit workers-api:return workers-api:heartbeat workers-api:draft workers-api:undo""",
    FOR_AUDITORS: """audit-work:rejections audit-work:decide-rejection audit-work:floors
        audit:earnings audit:take-earnings
        audit-work:appeals audit-work:appeal audit-people:find audit-people:person
        audit-work:questions audit-work:hide-question audit-work:reports audit:time
        audit:half-year audit:pay audit:gap audit:take audit:alerts audit:look-at-alert audit:threshold
        audit:jobs audit:job audit:replays audit:replay audit:books audit:money audit:bank audit:import-statement
        audit:bank-entry audit:set-aside audit:payouts audit:import-report audit:payout-batch audit:confirm-batch
        audit:batch-file audit:settle-batch
        audit:checks audit:check audit:look-at-check audit:transfers audit-work:check-books
        audit:balance audit:balance-csv audit:months""",
}
MAY = {name: dict(zip(PEOPLE, rule.split(), strict=True)) for rule, names in ACCESS.items() for name in names.split()}
# A draft's pages are asked about a draft, all others about a job that is open.
ABOUT_A_DRAFT = {
    *("jobs:kind", "jobs:words", "jobs:upload", "jobs:terms", "jobs:summary", "jobs:publish", "jobs:discard"),
    *(
        "jobs:receive",
        "jobs:take-pages",
        "jobs:cutting",
        "jobs:all-refusals",
        "jobs:retry",
        "jobs:cancel-upload",
        "jobs:refusals",
    ),
    *("jobs:training", "jobs:training-item", "jobs:training-remove"),
    *("jobs:examples", "jobs:example", "jobs:example-of"),
    *("tasks-api:files", "tasks-api:publish", "tasks-api:examples", "tasks-api:example"),
    *("tasks-api:training", "tasks-api:training-task"),
}
# What a program must send to be heard at all.
SENT: dict[str, dict[str, Any]] = {
    "tasks-api:reply": {"words": "It is a dog."},
    "workers-api:appeal": {"words": "It is a cat."},
    "workers-api:appeal-suspension": {"words": "It was only me."},
    "tasks-api:bonuses": {"amount": "0.10", "workers": ["w-aaaaaaaa"], "words": "Thank you."},
    "tasks-api:reject-many": {"ids": ["x"], "code": "wrong", "words": "It is a dog."},
    "tasks-api:reject": {"code": "wrong", "words": "It is a dog."},
    "tasks-api:pilot-more": {"micro_tasks": 5, "round": 2},
    "tasks-api:pilot-rest": {"price": "0.10"},
    "workers-api:train-submit": {"answer": CAT},
    "workers-api:submit": {"answer": CAT, "key": "a key"},
    "workers-api:ask": {"words": "Does it count?"},
    "tasks-api:answer-question": {"words": "It does."},
    "workers-api:report": {"reason": "media"},
    "workers-api:heartbeat": {"visible_ms": 1, "active_ms": 1},
    "workers-api:report-time": {"seconds": 5},
    "workers-api:session": {"is_on": True},
    "workers-api:draft": {"answer": CAT, "revision": 0},
}
ABOUT_AN_APPEAL = {"tasks-api:reply", "tasks-api:give-in"}
ABOUT_A_REJECTION = {"work:appeal", "workers-api:appeal"}
ABOUT_AN_ANSWER = {"jobs:reject", "jobs:compare", "tasks-api:approve", "tasks-api:reject"}
ABOUT_A_MICRO_TASK = {"tasks-api:put-back", "tasks-api:drop"}
ABOUT_AN_EXPORT = {"tasks-api:export", "tasks-api:download-export"}
