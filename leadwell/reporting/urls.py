from django.urls import path

from leadwell.reporting import school_views, views

app_name = "reporting"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("overview.csv", views.overview_csv, name="overview-csv"),
    path("schools/", views.search, name="search"),
    path("schools.csv", views.search_csv, name="search-csv"),
    path("schools/<int:urn>/", school_views.school, name="school"),
    path("schools/<int:urn>/results.csv", school_views.school_csv, name="school-csv"),
    path("schools/<int:urn>/similar/", school_views.similar, name="similar"),
    path("schools/<int:urn>/similar.csv", school_views.similar_csv, name="similar-csv"),
]
