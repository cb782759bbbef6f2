"""Part of explore's addresses: playbooks, and programmes set up from them."""

from django.urls import path

from leadwell.explore.playbooks import views
from leadwell.people.running import addresses

__all__ = ["addresses", "urlpatterns"]

urlpatterns = [
    path("playbooks/", views.playbooks, name="playbooks"),
    path("playbooks/new/from-a-file/", views.add_playbook, name="add-playbook"),
    path("playbooks/<int:pk>/take-back/", views.take_back, name="take-back-playbook"),
    path("playbooks/<slug:key>/", views.playbook, name="playbook"),
    path("playbooks/<slug:key>/file/", views.playbook_file, name="playbook-file"),
    path("playbooks/<slug:key>/set-up/", views.set_up, name="set-up"),
    path("programmes/<code:code>/playbook/", views.programme_playbook, name="programme-playbook"),
]
