from django.urls import path

from leadwell.people.roles import contact_views, handover_views, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people.csv", views.people_csv, name="people-csv"),
    path("people/new/", views.person_new, name="person-new"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.person_change, name="person-change"),
    path("people/<int:pk>/invite/", views.person_invite, name="person-invite"),
    path("people/<int:pk>/roles/new/", views.role_give, name="role-give"),
    path("roles/<int:pk>/end/", views.role_end, name="role-end"),
    path("roles/<int:pk>/hand-over/", handover_views.hand_over, name="role-hand-over"),
    path("handovers/<int:pk>/", handover_views.handover, name="handover"),
    path("handover-steps/<int:pk>/done/", handover_views.step_done, name="step-done"),
    path("schools/<int:urn>/people/", contact_views.contacts_of, name="school-people"),
    path("schools/<int:urn>/people/confirm/", contact_views.confirm, name="school-people-confirm"),
    path("schools/<int:urn>/people/<slug:kind>/", contact_views.add, name="contact-add"),
]
