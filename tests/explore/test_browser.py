"""The page in a real browser: what a click shows, and that nothing leaves the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.explore.network import Statement
from kg.explore.view import edge_id, page, write_view
from kg.facts import Entity
from kg.graph.store import GraphStore
from kg.language import fold
from tests.explore.conftest import HOSTILE
from tests.graph.samples import EU, IRAN, ISTANBUL, P5, TURKEY

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=en-US", "--window-size=1280,900",
)  # fmt: skip
TALKS = edge_id(EU, "CONSULT", IRAN)
Open = Callable[..., None]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (pip install -e '.[dev]')")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("Chromium or chromedriver is not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield started
    started.quit()


@pytest.fixture(scope="module")
def path(store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_view(store, tmp_path_factory.mktemp("view") / "graph.html")


@pytest.fixture
def opened(browser: Any, path: Path) -> Open:
    def load(hash_: str = "", file: Path = path) -> None:
        browser.get("about:blank")
        browser.get(file.as_uri() + hash_)
        wait(browser, "return document.body.dataset.ready === 'yes'")

    return load


def wait(browser: Any, script: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(script))


def click_canvas(browser: Any, point: str) -> None:
    """Press the mouse where a point of the drawing (a JavaScript expression) is on the screen."""
    from selenium.webdriver.common.action_chains import ActionChains

    browser.execute_script("kgNetwork.redraw()")
    where = browser.execute_script(f"const dom = kgNetwork.canvasToDOM({point}), r = byId('network').getBoundingClientRect();"
                                   "return [dom.x + r.left, dom.y + r.top]")  # fmt: skip
    action = ActionChains(browser)
    action.w3c_actions.pointer_action.move_to_location(*map(round, where))
    action.w3c_actions.pointer_action.click()
    action.perform()


def texts(browser: Any, selector: str) -> list[str]:
    found: list[str] = browser.execute_script("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)
    return found


def choose(browser: Any, control: str, value: str) -> None:
    browser.execute_script("const s = byId(arguments[0]); s.value = arguments[1]; s.dispatchEvent(new Event('change'))", control, value)


def type_into_search(browser: Any, text: str) -> None:
    from selenium.webdriver.common.by import By

    box = browser.find_element(By.ID, "search")
    box.clear()
    box.send_keys(text)


def test_the_page_opens_without_asking_the_network_for_anything(browser: Any, opened: Open, path: Path) -> None:
    browser.get("about:blank")  # leave the browser's own start page, then forget what it asked for
    browser.get_log("performance")
    opened()
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"}
    assert {url for url in urls if url != "about:blank"} == {path.as_uri()}
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == []


def test_the_policy_stops_requests_and_scripts_that_were_not_there(browser: Any, opened: Open) -> None:
    opened()
    stopped = browser.execute_async_script(
        "const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done('stopped'))"
    )
    browser.execute_script("const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)")
    assert stopped == "stopped"
    assert browser.execute_script("return window.hacked") is None
    assert all("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def test_a_click_on_a_line_shows_its_sentences_in_both_languages(browser: Any, opened: Open) -> None:
    opened()
    click_canvas(browser, f"kgNetwork.body.edges['{TALKS}'].edgeType.getPoint(0.5)")
    wait(browser, "return document.querySelector('#panel h2')")
    assert texts(browser, "#panel h2") == ["European Union – Iran"]
    quotes = texts(browser, "#panel blockquote")
    assert any(q.startswith("European and Iranian officials have gathered") for q in quotes)
    assert any(q.startswith("AB ve İran heyetleri") for q in quotes)
    assert texts(browser, "#panel mark") == ["gathered", "meeting", "bir araya geldi"]
    assert len(texts(browser, "#panel .event")) == 1
    assert "TR + EN" in texts(browser, "#panel h3")[0]
    assert browser.execute_script("return decodeURIComponent(location.hash)") == f"#e={TALKS}"


def test_a_bent_line_can_be_clicked_too(browser: Any, opened: Open) -> None:
    opened()
    click_canvas(browser, f"kgNetwork.body.edges['{edge_id(EU, 'SANCTION', IRAN)}'].edgeType.getPoint(0.5)")
    wait(browser, "return document.querySelector('#panel h2')")
    assert texts(browser, "#panel h2") == ["European Union → Iran"]
    assert texts(browser, "#panel mark") == ["sanctions", "yaptırım"]


def test_a_click_on_an_entity_shows_all_that_is_said_of_it(browser: Any, opened: Open, found: list[Statement]) -> None:
    opened()
    click_canvas(browser, f"kgNetwork.getPosition('{IRAN}')")
    wait(browser, "return document.querySelector('#panel h2')")
    assert texts(browser, "#panel h2") == ["Iran"]
    said = [s for s in found if IRAN in (*s.claim.participants, s.claim.source)]
    assert len(texts(browser, "#panel blockquote")) == len(said)
    assert any("disputed" in title for title in texts(browser, "#panel h3"))


def test_a_click_beside_everything_and_the_back_button_lead_back(browser: Any, opened: Open) -> None:
    opened(f"#n={quote(IRAN, safe='')}")
    assert texts(browser, "#panel h2") == ["Iran"]
    browser.execute_script("location.hash = '#n=' + encodeURIComponent(arguments[0])", EU)
    wait(browser, "return document.querySelector('#panel h2').textContent === 'European Union'")
    browser.back()
    wait(browser, "return document.querySelector('#panel h2').textContent === 'Iran'")
    browser.execute_script("byId('close').click()")
    assert texts(browser, "#panel h2") == []


@pytest.mark.parametrize(("wanted", "shown"), [
    ("istanbul", "Istanbul"), ("İSTANBUL", "Istanbul"), ("ISTANBUL", "Istanbul"),
    ("Kapsamlı ortak", "Joint Comprehensive Plan of Action"),
    ("kapsamli ORTAK", "Joint Comprehensive Plan of Action"), ("Turkiye", "Türkiye"),
    ("İran'ın", "Iran"), ("İrana", "Iran"), ("tahran", "Iran"),
])  # fmt: skip
def test_search_knows_turkish_letters_and_needs_no_diacritics(browser: Any, opened: Open, wanted: str, shown: str) -> None:
    opened()
    type_into_search(browser, wanted + "\ue007")
    assert texts(browser, "#panel h2") == [shown]


def test_search_goes_by_keyboard_and_says_when_it_finds_nothing(browser: Any, opened: Open) -> None:
    opened()
    type_into_search(browser, "an")
    names = texts(browser, "#matches li[role=option]")
    assert len(names) > 2
    type_into_search(browser, "an\ue015\ue007")
    assert names[1].find(texts(browser, "#panel h2")[0]) > 0
    type_into_search(browser, "Atlantis")
    assert texts(browser, "#matches li") == ["Nothing of that name is in this graph."]


def test_the_page_folds_as_the_library_does(browser: Any, opened: Open) -> None:
    opened()
    words = ["IĞDIR", "İran’ın", "ışık", "Curaçao", "Straße", "Đukanović", "  Çin  Halk ", "Â", "O`Neil", "ŞÛRA", HOSTILE]
    assert browser.execute_script("return arguments[0].map(kgFold)", words) == [fold(word) for word in words]


def test_filters_hide_lines_entities_and_sentences(browser: Any, opened: Open) -> None:
    opened(f"#n={quote(IRAN, safe='')}")
    everything = len(texts(browser, "#panel blockquote"))
    choose(browser, "lang", "tr")
    assert browser.execute_script("return [...document.querySelectorAll('#panel blockquote')].every(e => e.lang === 'tr')")
    assert 0 < len(texts(browser, "#panel blockquote")) < everything
    choose(browser, "type", "SANCTION")
    assert texts(browser, "#panel mark") == ["yaptırım"]
    assert browser.execute_script("return edgeSet.get().filter(edge => !edge.hidden).map(edge => edge.id)") == [
        edge_id(EU, "SANCTION", IRAN)
    ]
    assert sorted(browser.execute_script("return nodeSet.get().filter(node => !node.hidden).map(node => node.id)")) == [EU, IRAN]
    assert texts(browser, "#counts") == ["2 entities · 1 relations · 1 claims"]
    choose(browser, "type", "")
    choose(browser, "lang", "")
    assert len(texts(browser, "#panel blockquote")) == everything


def test_labels_switch_between_the_languages(browser: Any, opened: Open) -> None:
    opened(f"#e={quote(TALKS, safe='')}")
    label = f"return nodeSet.get('{EU}').label"
    assert browser.execute_script(label) == "European Union"
    browser.execute_script("byId('labels').click()")
    assert browser.execute_script(label) == "Avrupa Birliği"
    assert texts(browser, "#panel h2") == ["Avrupa Birliği – İran"]
    assert "devlet" in texts(browser, "#legend")[0] and "maddi çatışma" in texts(browser, "#legend")[0]
    assert browser.execute_script("return document.documentElement.lang") == "tr"
    assert texts(browser, "h1") == ["Diplomasi bilgi çizgesi"]
    browser.execute_script("byId('labels').click()")
    assert browser.execute_script(label) == "European Union"


@pytest.mark.parametrize(("hash_", "title"), [
    (f"#e={quote(TALKS, safe='')}", ["European Union – Iran"]), (f"#e={quote(TALKS)}", ["European Union – Iran"]),
    (f"#n={ISTANBUL}", ["Istanbul"]),
    (f"#n={TURKEY}", ["Türkiye"]), (f"#n={P5}", ["P5+1"]), ("#n=state/XXX", []), ("#e=%", []), ("#x=1", []),
])  # fmt: skip
def test_a_deep_link_opens_its_panel(browser: Any, opened: Open, hash_: str, title: list[str]) -> None:
    opened(hash_)
    assert texts(browser, "#panel h2") == title
    assert texts(browser, "#panel p")


def test_hostile_texts_are_shown_as_what_they_are(
    browser: Any, opened: Open, hostile: tuple[list[Statement], dict[str, Entity]], tmp_path: Path
) -> None:
    file = tmp_path / "evil.html"
    file.write_text(page(*hostile, title=HOSTILE), encoding="utf-8")
    browser.get_log("browser")
    for hash_ in ("", f"#n={quote(IRAN, safe='')}", f"#e={quote(TALKS, safe='')}"):
        opened(hash_, file)
        type_into_search(browser, "<img")
        assert texts(browser, "#matches li")
    assert texts(browser, "#panel mark") == ["met"]
    assert texts(browser, "#panel blockquote") == [f"{HOSTILE} Iran met the EU."]
    assert texts(browser, "#panel a, img") == []
    assert texts(browser, "h1") == [HOSTILE]
    assert browser.execute_script("return window.hacked") is None
    assert browser.get_log("browser") == []


def test_on_a_narrow_screen_nothing_sticks_out(browser: Any, opened: Open) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 720, "deviceScaleFactor": 1, "mobile": False})
    try:
        opened(f"#n={quote(IRAN, safe='')}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
        assert browser.execute_script("return byId('network').clientHeight") > 150
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
