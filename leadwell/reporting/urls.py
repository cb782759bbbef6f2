from django.urls import include, path

from leadwell.reporting import report_views, school_views, views
from leadwell.reporting.so_far.views import so_far

app_name = "reporting"
urlpatterns = [
    path("", include("leadwell.reporting.looks.urls")),
    path("", include("leadwell.reporting.programme_urls")),
    path("", include("leadwell.reporting.board.urls")),
    path("governors-reports/<int:pk>/", report_views.report, name="governors-report"),
    path(
        "governors-reports/<int:pk>/report.pdf",
        report_views.report_pdf,
        name="governors-report-pdf",
    ),
    path(
        "governors-reports/<int:pk>/report.docx",
        report_views.report_docx,
        name="governors-report-docx",
    ),
    path(
        "governors-reports/<int:pk>/report.csv",
        report_views.report_csv,
        name="governors-report-csv",
    ),
    path("governors-reports/<int:pk>/issue/", report_views.issue_report, name="issue-report"),
    path("overview/", views.overview, name="overview"),
    path("overview.csv", views.overview_csv, name="overview-csv"),
    path("overview.pdf", views.overview_pdf, name="overview-pdf"),
    path("schools/", views.search, name="search"),
    path("schools.csv", views.search_csv, name="search-csv"),
    path("schools.pdf", views.search_pdf, name="search-pdf"),
    path("schools/<int:urn>/", school_views.school, name="school"),
    path("schools/<int:urn>/so-far/", so_far, name="so-far"),
    path("schools/<int:urn>/results.csv", school_views.school_csv, name="school-csv"),
    path("schools/<int:urn>/results.pdf", school_views.school_pdf, name="school-pdf"),
    path("schools/<int:urn>/similar/", school_views.similar, name="similar"),
    path("schools/<int:urn>/similar.csv", school_views.similar_csv, name="similar-csv"),
    path("schools/<int:urn>/similar.pdf", school_views.similar_pdf, name="similar-pdf"),
]
