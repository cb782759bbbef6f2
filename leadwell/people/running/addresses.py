"""How a programme stands in an address: by its short code, in capital letters."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """NS-26; not "new", which is a page."""

    regex = "[A-Z0-9-]{2,8}"


register_converter(CodeConverter, "code")
