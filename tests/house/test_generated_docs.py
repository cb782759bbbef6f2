import pytest

from tools import generated_docs

PAGES = generated_docs.pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_what_the_code_says_now(path):
    assert path.exists(), f"there is no {path.name}: run make docs"
    # Not compared with ==: the difference of two long pages takes minutes to write out.
    is_current = path.read_text(encoding="utf-8") == PAGES[path]
    assert is_current, f"{path.name} is stale: run make docs"


@pytest.mark.parametrize("text", PAGES.values(), ids=lambda text: "")
def test_a_generated_page_says_so_in_its_first_line(text):
    assert "Made by `make docs`" in text.splitlines()[0]
