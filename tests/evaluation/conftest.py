from tests.schools.conftest import load_links, load_long, load_register, load_results

__all__ = ["load_links", "load_long", "load_register", "load_results"]
