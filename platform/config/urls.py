"""Every address. The apps' own lists hang below."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import health
from tasks.views.media import media
from transparency.views import datasets, front
from web.nothing_here import NothingHere

urlpatterns = [
    # First, because the loop of claiming and submitting is asked for more often than all the rest.
    path("api/v1/", include("workers.api_urls")),
    path("api/v1/", include("tasks.api_urls")),
    # Whatever else is asked for there is told so in JSON.
    path("api/v1/<path:anything>", NothingHere.as_view(), name="api-nothing"),
    path("", front, name="home"),
    path("jobs/", include("tasks.urls")),
    path("work/", include("workers.urls")),
    path("audit/", include("transparency.urls")),
    path("audit/", include("tasks.audit_urls")),
    path("audit/", include("workers.audit_urls")),
    path("transparency/", include("transparency.public_urls")),
    path("ns/labour/1.0", datasets.namespace, name="namespace"),
    path("ns/labour/1.0/schema.json", datasets.schema, name="namespace-schema"),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("media/<str:token>", media, name="media"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
if settings.DEVELOPMENT:
    urlpatterns += [path("gallery/", include("web.urls"))]
