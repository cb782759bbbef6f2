from django.urls import path

from leadwell.people.running import addresses
from leadwell.reporting.board import views

__all__ = ["addresses", "urlpatterns"]

urlpatterns = [
    path("board/", views.boards, name="boards"),
    path("board.csv", views.boards_file, {"ending": "csv"}, name="boards-csv"),
    path("board.pdf", views.boards_file, {"ending": "pdf"}, name="boards-pdf"),
    path("programmes/<code:code>/board/", views.board, name="board"),
    path("programmes/<code:code>/board.csv", views.board_file, {"ending": "csv"}, name="board-csv"),
    path("programmes/<code:code>/board.pdf", views.board_file, {"ending": "pdf"}, name="board-pdf"),
    path("enrolments/<int:pk>/board/", views.school, name="board-school"),
    path("notes/<int:pk>/chain/", views.note_chain, name="note-chain"),
    path("actions/<int:pk>/chain/", views.action_chain, name="action-chain"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("trust/", views.trust, name="trust"),
    path("trust.csv", views.trust_file, {"ending": "csv"}, name="trust-csv"),
    path("trust.pdf", views.trust_file, {"ending": "pdf"}, name="trust-pdf"),
]
