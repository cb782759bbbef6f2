"""The site's addresses as they are in the demonstration, for tests, whose mode is another."""

from leadwell.config.urls import urlpatterns as everywhere
from leadwell.demo.urls import door_urlpatterns, mail_urlpatterns

urlpatterns = [*everywhere, *door_urlpatterns, *mail_urlpatterns]
