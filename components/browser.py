"""What only the browser can set or knows: the page's language attribute and its window."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from components import borrowed, state
from components.language import _

# Degrees that must be in view: the five countries with a little air, on a Mercator map where
# a world of 512 pixels at zoom 0 holds 360 of them.
WIDTH, HEIGHT = 42.5, 32.0
DEFAULT_ZOOM = 3.75

# Zoom is only reported when the window asks for another one than the default: a report costs
# a rerun, and on a usual laptop there is none.
_JS = """
export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.lang;
  window.shifoWords = data.words;
  if (!window.shifoSpeaks) {
    // "Search", "Search: <table>", "month, <label>" and "Help for <label>" are all there is.
    const said = (text) => {
      const words = window.shifoWords, bare = text.trim();
      if (words[bare]) return text.replace(bare, words[bare]);
      const helped = words["Help for {label}"], cut = bare.search(/[:,] /);
      if (helped && bare.startsWith("Help for ")) return helped.replace("{label}", bare.slice(9));
      const head = cut > 0 && words[bare.slice(0, cut)];
      return head ? head + bare.slice(cut) : text;
    };
    // What stood there before is kept, so that the next language starts from Streamlit's word.
    const kept = new WeakMap();
    const say = (node, name, read, write) => {
      const now = read(), before = kept.get(node)?.[name];
      const source = before && before.ours === now ? before.theirs : now;
      const ours = source && said(source);
      if (ours && ours !== now) write(ours);
      if (ours) kept.set(node, { ...kept.get(node), [name]: { theirs: source, ours } });
    };
    const speak = () => {
      for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
        for (const name of ["aria-label", "title", "placeholder", "alt"]) {
          if (element.hasAttribute(name)) {
            say(element, name, () => element.getAttribute(name), (text) => element.setAttribute(name, text));
          }
        }
      }
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const node = walk.currentNode, parent = node.parentElement;
        if (node.data.length > 40 || !parent || parent.closest('style, script, code, pre, [data-testid="stIconMaterial"], [translate="no"]')) continue;
        // Only the whole text of an element that is Streamlit's: ours are translated already.
        if (Object.keys(window.shifoWords).length || kept.has(node)) {
          say(node, "text", () => node.data, (text) => { node.data = text; });
        }
      }
    };
    let due = 0;
    const later = () => { due ||= setTimeout(() => { due = 0; speak(); }, 120); };
    new MutationObserver(later).observe(document.body, {
      childList: true, subtree: true, characterData: true,
      attributes: true, attributeFilter: ["aria-label", "title", "placeholder"] });
    window.shifoSpeaks = later;
  }
  window.shifoSpeaks();
  if (!window.shifoReachable) {
    // A table wider than a phone scrolls sideways: with the keyboard, too.
    const reach = () => {
      for (const box of document.querySelectorAll('[data-testid="stTable"], [data-testid="stTable"] div')) {
        if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) box.tabIndex = 0;
      }
    };
    window.shifoReachable = new MutationObserver(reach);
    window.shifoReachable.observe(document.body, { childList: true, subtree: true });
    reach();
  }
  const narrow = window.innerWidth <= 640, rem = parseFloat(
    getComputedStyle(document.documentElement).fontSize);
  const width = (window.innerWidth - 2.5 * rem) * (narrow ? 1 : 0.69);
  const height = narrow ? 22 * rem : Math.max(24 * rem, window.innerHeight - 21.5 * rem);
  const fit = Math.log2(Math.min(width / data.width, height / data.height) * 360 / 512);
  const zoom = Math.round(fit * 20) / 20;
  if (Math.abs(zoom - data.zoom) >= 0.15 && !data.known) {
    // A report starts the script again. Were it to come while the first run ends, the widgets
    // would lose what the link gave them: it waits until the page has been at rest.
    const app = document.querySelector('[data-testid="stApp"]');
    let rested = 0;
    const report = () => {
      rested = app?.dataset.testScriptState === "notRunning" ? rested + 1 : 0;
      if (rested >= 6) setStateValue("zoom", zoom); else setTimeout(report, 50);
    };
    report();
  }
}
"""


def is_phone() -> bool:
    """Whether the reader's browser says that it is a phone's.

    Known before anything is drawn, unlike the width of the window.
    """
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def beside(wide: float, side: float, **looks: Any) -> tuple[Any, Any]:
    """Two columns, the wide one left; a phone shows them one below the other, the side first.

    `looks` goes to st.columns (gap …).
    """
    if is_phone():
        second, first = st.columns([side, wide], **looks)
        return first, second
    first, second = st.columns([wide, side], **looks)
    return first, second


def map_wanted() -> bool:
    """Whether to draw a page's map: on a phone once the reader asks, for it weighs most there."""
    return not is_phone() or state.switch(_("Show the map"), state.MAP)


def tell(lang: str) -> float:
    """Sets <html lang> and returns the map zoom at which all five countries are in view.

    Streamlit fixes the attribute to "en", and a deck.gl view cannot be told to fit an area:
    both need one line run in the page. Where no browser answers, the zoom is DEFAULT_ZOOM.
    """
    known = "map_zoom" in st.session_state
    answer = component("shifo_browser", js=_JS)(
        data={
            "lang": lang,
            "words": borrowed.words(),
            "width": WIDTH,
            "height": HEIGHT,
            "zoom": DEFAULT_ZOOM,
            "known": known,
        },
        key="browser",
        default={"zoom": DEFAULT_ZOOM},
        on_zoom_change=lambda: None,
    )
    zoom = answer.get("zoom") if answer else None
    if zoom and float(zoom) != DEFAULT_ZOOM:
        st.session_state["map_zoom"] = float(zoom)
    return float(st.session_state.get("map_zoom", DEFAULT_ZOOM))
