import re
from pathlib import Path

import pytest

from leadwell.web import assets

ROOT = Path(assets.__file__).resolve().parents[2]
THEME = assets.PACKAGE / "static" / "theme.css"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    for name, text in {
        assets.BOOTSTRAP: ".btn{top:0}.card{top:0}",
        assets.INTER: "font",
        assets.INTER_LICENCE: "licence",
        **dict.fromkeys(assets.INTER_STATIC.values(), "static font"),
    }.items():
        (tmp_path / "node_modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "node_modules" / name).write_text(text)
    return tmp_path / "node_modules"


def test_what_npm_brought_is_put_where_it_is_used(installed, tmp_path):
    vendor, fonts = tmp_path / "vendor", tmp_path / "fonts"
    sizes = assets.build(modules=installed, vendor=vendor, fonts=fonts)
    assert set(sizes) == {
        "vendor/bootstrap.min.css", "vendor/inter.woff2", "vendor/inter-licence.txt",
        "fonts/inter-400.ttf", "fonts/inter-600.ttf", "fonts/inter-licence.txt",
    }  # fmt: skip
    assert (vendor / "bootstrap.min.css").read_text() == ".btn{top:0}"
    assert (fonts / "inter-600.ttf").read_text() == "static font"


def test_without_npm_it_says_what_to_do(tmp_path):
    with pytest.raises(assets.NotInstalled, match="npm ci --ignore-scripts"):
        assets.build(modules=tmp_path, vendor=tmp_path / "vendor", fonts=tmp_path / "fonts")


def test_a_wheel_is_given_what_is_missing_and_nothing_is_built_twice(installed, tmp_path):
    folders = {"vendor": tmp_path / "vendor", "fonts": tmp_path / "fonts"}
    assets.ensure(modules=installed, **folders, npm=None)
    font = folders["fonts"] / "inter-400.ttf"
    font.write_text("built before")
    assets.ensure(modules=tmp_path / "nothing", **folders, npm=None)
    assert font.read_text() == "built before"


def test_a_wheel_that_cannot_be_dressed_is_not_made(tmp_path):
    folders = {"vendor": tmp_path / "vendor", "fonts": tmp_path / "fonts"}
    with pytest.raises(assets.NotInstalled, match=r"inter-400\.ttf.*no npm.*make demo-env"):
        assets.ensure(modules=tmp_path / "node_modules", **folders, npm=None)


def test_what_npm_says_when_it_fails_is_passed_on(tmp_path):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error no network' >&2\nexit 1\n")
    npm.chmod(0o755)
    folders = {"vendor": tmp_path / "vendor", "fonts": tmp_path / "fonts"}
    with pytest.raises(assets.NotInstalled, match="npm error no network"):
        assets.ensure(modules=tmp_path / "node_modules", **folders, npm=str(npm))


def test_what_the_look_has_no_use_for_is_left_out():
    css = (
        "/*! Licence */:root{--a:1}.btn,.card{top:0}.btn-danger{top:1}.btn-primary{top:2}"
        "@media (min-width:1px){.modal{top:0}.col-6{top:3}}@media print{.navbar{top:0}}"
        "@keyframes spin{to{top:1}}.text-danger{top:0}.text-end{top:4}"
        ":is(.btn,.card) .x{top:0}/*# sourceMappingURL=x.map */"
    )
    assert assets.trimmed(css) == (
        "/*! Licence */:root{--a:1}.btn{top:0}.btn-primary{top:2}"
        "@media (min-width:1px){.col-6{top:3}}.text-end{top:4}"
    )


def test_pictures_inside_the_style_sheet_become_files_the_policy_allows():
    files = assets.apart(".a{background:url(\"data:image/svg+xml,%3csvg stroke='%23fff'/%3e\")}")
    (name,) = set(files) - {"bootstrap.min.css"}
    assert files[name] == "<svg stroke='#fff'/>"
    assert files["bootstrap.min.css"] == f".a{{background:url({name})}}"


def test_an_unclosed_brace_is_not_passed_over():
    with pytest.raises(ValueError, match="never closed"):
        assets.trimmed(".a{top:0")


def test_no_colour_of_the_theme_stands_outside_its_tokens():
    css = THEME.read_text(encoding="utf-8")
    tokens = re.findall(r"^--(?!s1).*$", css, re.MULTILINE)
    rest = css
    for line in tokens:
        rest = rest.replace(line, "")
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", rest)


def test_the_lock_names_no_host():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "://" not in lock


def test_the_versions_are_exact():
    wanted = re.findall(
        r'"(?:bootstrap|@fontsource-variable/inter|@expo-google-fonts/inter)": "([^"]+)"',
        (ROOT / "package.json").read_text(),
    )
    assert len(wanted) == 3
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted)


@pytest.mark.skipif(not assets.VENDOR.is_dir(), reason="run make, or npm ci and web.assets")
def test_the_letters_of_pages_are_small_enough():
    assert (assets.VENDOR / "inter.woff2").stat().st_size < 60_000
