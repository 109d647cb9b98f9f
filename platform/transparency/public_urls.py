"""What everybody may read about the labour here, below /transparency/."""

from django.urls import path

from transparency.views import about, datasets, fairwork, figures, methods, seals, systems, who

app_name = "transparency"
urlpatterns = [
    path("data/tables.json", figures.tables, name="tables"),
    path("data/dictionary.json", figures.dictionary_json, name="dictionary-json"),
    path("data/dictionary.csv", figures.dictionary_csv, name="dictionary-csv"),
    path("data/<slug:table_id>.json", figures.table_json, name="table-json"),
    path("data/<slug:table_id>.csv", figures.table_csv, name="table-csv"),
    path("", who.who, name="who"),
    path("methods/", methods.methods, name="methods"),
    path("about/", about.about, name="about"),
    path("fairwork/", fairwork.fairwork, name="fairwork"),
    path("systems/", systems.systems, name="systems"),
    path("log/", seals.log, name="log"),
    path("log/latest.json", seals.latest, name="latest-block"),
    path("log/chain.json", seals.chain, name="chain"),
    path("log/keys.json", seals.public_keys, name="keys"),
    path("log/verify.py", seals.verify, name="verify"),
    path("log/blocks/<int:height>.json", seals.block, name="block"),
    path("datasets/", datasets.datasets, name="datasets"),
    path("datasets/<str:public_id>/", datasets.dataset, name="dataset"),
    path("datasets/<str:public_id>/badge.svg", datasets.badge, name="badge"),
    path("datasets/<str:public_id>/labour-statement.jsonld", datasets.document, name="dataset-document"),
]
