from django.urls import path

from leadwell.prepare.offering import views

OF = "candidates/<int:pk>/offer"
urlpatterns = [
    path("programmes/<str:code>/offers/", views.offers, name="offers"),
    path("programmes/<str:code>/offers/rates/", views.rates, name="rates"),
    path(f"{OF}/", views.offer, name="offer"),
    path(f"{OF}.pdf", views.offer_pdf, name="offer-pdf"),
    path(f"{OF}.docx", views.offer_docx, name="offer-docx"),
    path(f"{OF}/make/", views.make_offer, name="make-offer"),
    path(f"{OF}/change/", views.vary_offer, name="vary-offer"),
    path(f"{OF}/more-time/", views.extend_offer, name="extend-offer"),
    path(f"{OF}/take-back/", views.withdraw_offer, name="withdraw-offer"),
    path(f"{OF}/accept/", views.accept_offer, name="accept-offer"),
    path(f"{OF}/refuse/", views.refuse_offer, name="refuse-offer"),
]
