from leadwell.people.spreadsheets.addresses import addresses
from leadwell.people.spreadsheets.contacts import CONTACTS

urlpatterns = addresses("programmes/<str:code>/contacts", CONTACTS)
