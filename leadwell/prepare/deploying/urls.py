from django.urls import include, path

urlpatterns = [
    path("", include("leadwell.prepare.deploying.agreeing.urls")),
    path("", include("leadwell.prepare.deploying.register.urls")),
]
