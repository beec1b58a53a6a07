"""The page in a browser, from a file, as a person uses it."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode

import pytest

from csk_ros.evaluation.page.figure_text import seconds, share
from csk_ros.evaluation.page.page import write_page
from csk_ros.evaluation.page.timeline import LEFT, RIGHT, WIDTH
from csk_ros.labels import STREET
from support.page_passage import DROP, HEAD, passage

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("needs Chromium and chromedriver, Debian's packages chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-dev-shm-usage",
        f"user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


class OpenPage:
    """A page of these passes in the browser."""

    def __init__(self, browser, path, *passages):
        self.browser = browser
        write_page(path, passages, STREET, HEAD)
        browser.get_log("browser")
        browser.get(path.as_uri())

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys, on="body"):
        self.find(on).send_keys(*keys)

    def wait_for(self, condition):
        WebDriverWait(self.browser, PATIENCE).until(lambda _: condition())

    def told(self, what, viewer=0):
        return self.find_all(f".told.{what}")[viewer].get_property("textContent")

    def assert_shows(self, moment, viewer=0):
        """Pictures, time, mode and reason are those of the moment, and the line stands there."""
        output = moment.output
        self.wait_for(lambda: self.told("time", viewer) == seconds(output.time))
        assert (self.told("mode", viewer), self.told("reason", viewer)) == (output.mode.value, output.reason)
        assert self.told("miou", viewer) == share(moment.accuracy.miou)
        panes = self.find_all(".viewer")[viewer].find_elements(By.CSS_SELECTOR, "[data-pane]")
        files = {
            "rgb": [moment.rgb],
            "thermal": [moment.thermal],
            "truth": [moment.anchor, moment.truth],
            "labels": [moment.anchor, moment.labels],
        }
        assert [pane.get_attribute("data-pane") for pane in panes] == list(files)
        unused = [
            pane.get_attribute("data-pane") for pane in panes if pane.get_attribute("class") == "unused"
        ]
        assert unused == (["rgb"] if output.mode.value == "thermal" else [])
        for pane, expected in zip(panes, files.values(), strict=True):
            images = [image for image in pane.find_elements(By.TAG_NAME, "img") if image.is_displayed()]
            sources = [image.get_property("src").partition("base64,")[2] for image in images]
            assert sources == [b64encode(file).decode() for file in expected]
            self.wait_for(
                lambda images=images: all(image.get_property("naturalWidth") > 0 for image in images)
            )
        self.assert_marked(output.time, viewer)

    def assert_marked(self, time, viewer):
        timeline = self.find_all(".timeline")[viewer]
        line = self.find_all(".cursor")[viewer]
        left, width, end = (
            float(self.browser.execute_script(f"return arguments[0].{name}", timeline))
            for name in (
                "style.getPropertyValue('--left')",
                "style.getPropertyValue('--width')",
                "dataset.end",
            )
        )
        expected = timeline.rect["x"] + timeline.rect["width"] * (left + width * time / end)
        assert line.rect["x"] + line.rect["width"] / 2 == pytest.approx(expected, abs=1.5)

    def assert_quiet(self):
        """No error on the console, and nothing was asked of any network."""
        assert [entry for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"] == []
        script = "return performance.getEntriesByType('resource').map(entry => entry.name)"
        assert [name for name in self.browser.execute_script(script) if not name.startswith("data:")] == []


def test_arrow_keys_move_through_the_moments(browser, tmp_path):
    one = passage(DROP)
    page, moments = OpenPage(browser, tmp_path / "page.html", one), one.album.moments()
    page.assert_shows(moments[0])
    page.press(Keys.ARROW_LEFT)
    page.assert_shows(moments[0])
    changed = next(index for index, moment in enumerate(moments) if moment.output.mode.value == "thermal")
    page.press(*[Keys.ARROW_RIGHT] * changed)
    page.assert_shows(moments[changed])
    page.press(Keys.END, on="#slider")
    page.assert_shows(moments[-1])
    page.press(Keys.ARROW_LEFT, on="#slider")
    page.assert_shows(moments[-2])
    page.assert_quiet()


def test_play_goes_on_to_the_end(browser, tmp_path):
    one = passage(DROP)
    page, moments = OpenPage(browser, tmp_path / "page.html", one), one.album.moments()
    page.press(Keys.END, on="#slider")
    page.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    page.assert_shows(moments[-3])
    page.find("#play").click()
    assert page.find("#play").text == "Pause"
    page.wait_for(lambda: page.find("#play").text == "Play")
    page.assert_shows(moments[-1])
    page.assert_quiet()


def test_a_click_on_a_worst_frame_goes_there(browser, tmp_path):
    one = passage(DROP)
    page = OpenPage(browser, tmp_path / "page.html", one)
    for card, moment in list(zip(page.find_all(".card"), one.album.worst(), strict=True))[:3]:
        browser.execute_script("arguments[0].click()", card)
        page.assert_shows(moment)
    page.assert_quiet()


def test_a_click_into_the_plot_goes_to_its_time(browser, tmp_path):
    one = passage(DROP)
    page = OpenPage(browser, tmp_path / "page.html", one)
    plot = page.find(".timeline")
    # The plot's middle is near the recording's.
    webdriver.ActionChains(browser).move_to_element(plot).click().perform()
    time = 3.85 * (0.5 - LEFT / WIDTH) / ((RIGHT - LEFT) / WIDTH)
    page.assert_shows(min(one.album.moments(), key=lambda moment: abs(moment.output.time - time)))
    page.assert_quiet()


def test_two_passes_move_together(browser, tmp_path):
    clean, faulted = passage(name="as recorded"), passage(DROP)
    page = OpenPage(browser, tmp_path / "page.html", clean, faulted)
    page.press(*[Keys.ARROW_RIGHT] * 7)
    page.assert_shows(clean.album.moments()[7], viewer=0)
    page.assert_shows(faulted.album.moments()[7], viewer=1)
    page.assert_quiet()


@pytest.mark.parametrize("width", [420, 1400])
def test_it_fits_narrow_and_wide_screens(browser, tmp_path, width):
    page = OpenPage(browser, tmp_path / "page.html", passage(name="as recorded"), passage(DROP, agree=True))
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        needed = browser.execute_script("return document.documentElement.scrollWidth")
        assert needed <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    page.assert_quiet()


def test_dark_screens_get_a_dark_page(browser, tmp_path):
    OpenPage(browser, tmp_path / "page.html", passage())
    papers = []
    for scheme in ("light", "dark"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        papers.append(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    light, dark = (json.loads(f"[{paper.removeprefix('rgb(').removesuffix(')')}]") for paper in papers)
    assert min(light) > 200
    assert max(dark) < 60


def test_nothing_to_show_is_no_error(browser, tmp_path):
    page = OpenPage(browser, tmp_path / "page.html", passage(pictures=False, truth=False))
    assert page.find_all("#slider") == []
    page.assert_quiet()
