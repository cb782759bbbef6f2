from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from leadwell.config.first_words import ByFirstWord
from leadwell.people.drafts.urls import gallery_urlpatterns as kept_urlpatterns
from leadwell.web.urls import gallery_urlpatterns

every: list[URLPattern | URLResolver] = [
    path("", include("leadwell.reporting.urls")),
    path("", include("leadwell.people.urls")),
    path("", include("leadwell.explore.urls")),
    path("", include("leadwell.prepare.urls")),
    path("", include("leadwell.deliver.urls")),
    path("", include("leadwell.govern.urls")),
    path("", include("leadwell.evaluation.urls")),
    path("account/", include("leadwell.accounts.urls")),
    path("", include("leadwell.web.urls")),
]
if settings.MODE in {"development", "test"}:
    every += [*gallery_urlpatterns, *kept_urlpatterns]
if settings.MODE in {"demo", "development"}:
    from leadwell.demo import urls as demo  # production never reads any of it

    every += demo.mail_urlpatterns
    if settings.MODE == "demo":
        every += demo.door_urlpatterns

urlpatterns = [ByFirstWord(every)]
