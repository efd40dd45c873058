// Shows a deck over the whole window. Drawn outside Streamlit's page, so a rerun cannot disturb it.
const STYLE = `
:host { position: fixed; inset: 0; z-index: 2147483000; }
.stage { position: absolute; inset: 0; outline: none; overflow: hidden;
  --u: min(100vw / 1920, 100vh / 1080);
  background: var(--ground); color: var(--ink);
  font-family: "Source Sans", "Source Sans 3", sans-serif;
  display: grid; grid-template-rows: auto auto minmax(0, 1fr) auto;
  padding: calc(44 * var(--u)) calc(60 * var(--u)) calc(26 * var(--u)); box-sizing: border-box; }
.stage.bare { cursor: none; }
h2 { margin: 0; font-size: calc(58 * var(--u)); line-height: 1.12; font-weight: 600; }
h2.long { font-size: calc(46 * var(--u)); }
.told { margin: calc(8 * var(--u)) 0 calc(14 * var(--u)); font-size: calc(30 * var(--u)); color: var(--quiet); }
.picture { position: relative; min-height: 0; }
.picture img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
.picture p { position: absolute; inset: 0; margin: auto; height: 2em; text-align: center;
  font-size: calc(30 * var(--u)); color: var(--quiet); }
footer { display: flex; gap: calc(60 * var(--u)); justify-content: space-between;
  margin-top: calc(14 * var(--u)); font-size: calc(20 * var(--u)); line-height: 1.3; color: var(--quiet); }
footer span:first-child { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
footer .count { flex: none; font-size: calc(26 * var(--u)); font-variant-numeric: tabular-nums; }
nav { position: absolute; inset: auto 0 0 0; margin: 0 auto calc(20 * var(--u)); width: max-content;
  max-width: 100%; display: flex; gap: 4px; padding: 6px; border-radius: 10px;
  background: var(--ink); opacity: 0; pointer-events: none; }
.stage:not(.bare) nav, nav:focus-within { opacity: 1; pointer-events: auto; }
nav button { min-width: 44px; min-height: 40px; border: 0; border-radius: 6px; background: none;
  color: var(--ground); font: 600 16px/1 "Source Sans", sans-serif; cursor: pointer; padding: 0 10px; }
nav button:focus-visible { outline: 3px solid var(--ground); outline-offset: -3px; }
@media (max-aspect-ratio: 1/1) {
  .stage { --u: calc(100vw / 900); }
}
`;

const element = (name, className = "", text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

function present(told) {
  const { slides, words, palettes } = told;
  const before = document.activeElement;
  let at = 0, dark = told.dark, timer = null, hiding = null;

  const host = element("div");
  host.id = "shifo-presenter";
  const root = host.attachShadow({ mode: "open" });
  const style = element("style");
  style.textContent = STYLE;
  const stage = element("section", "stage bare");
  stage.tabIndex = -1;
  stage.setAttribute("role", "dialog");
  stage.setAttribute("aria-modal", "true");
  stage.setAttribute("aria-label", words.deck);
  stage.lang = told.lang;
  const title = element("h2"), subtitle = element("p", "told"), picture = element("div", "picture");
  title.setAttribute("aria-live", "polite");
  const image = element("img"), waiting = element("p", "", words.loading);
  waiting.setAttribute("role", "status");
  picture.append(waiting, image);
  const foot = element("footer"), sources = element("span"), count = element("span", "count");
  foot.append(sources, count);
  const bar = element("nav");
  bar.setAttribute("aria-label", words.controls);
  stage.append(title, subtitle, picture, foot, bar);
  root.append(style, stage);

  const address = (slide) => slide[dark ? "dark" : "light"];
  const show = (next) => {
    at = Math.min(Math.max(next, 0), slides.length - 1);
    const slide = slides[at];
    title.textContent = slide.title;
    title.className = slide.title.length > 70 ? "long" : "";
    subtitle.textContent = slide.subtitle;
    sources.textContent = slide.foot;
    count.textContent = `${at + 1} / ${slides.length}`;
    image.style.visibility = "hidden";
    waiting.textContent = words.loading;
    waiting.hidden = false;
    image.alt = `${slide.title}. ${slide.subtitle}`;
    image.src = address(slide);
    for (const near of [slides[at + 1], slides[at - 1]]) if (near) new Image().src = address(near);
  };
  image.onload = () => { waiting.hidden = true; image.style.visibility = "visible"; };
  image.onerror = () => { waiting.textContent = words.failed; };

  const paint = () => {
    const colours = palettes[dark ? "dark" : "light"];
    for (const [name, colour] of Object.entries(colours)) stage.style.setProperty(`--${name}`, colour);
  };
  const play = () => {
    if (timer) { clearInterval(timer); timer = null; }
    else timer = setInterval(() => show(at + 1 < slides.length ? at + 1 : 0), told.seconds * 1000);
    playing.textContent = timer ? "❚❚" : "▶";
    playing.setAttribute("aria-label", timer ? words.pause : words.play);
    playing.title = timer ? words.pause : words.play;
  };
  const close = () => {
    clearInterval(timer);
    clearTimeout(hiding);
    window.removeEventListener("keydown", keyed, true);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    host.remove();
    document.body.style.overflow = "";
    before?.focus?.();
  };
  const shade = () => { dark = !dark; paint(); show(at); };
  const button = (sign, label, action) => {
    const made = element("button", "", sign);
    made.type = "button";
    made.title = label;
    made.setAttribute("aria-label", label);
    made.onclick = action;
    bar.append(made);
    return made;
  };
  button("◀", words.previous, () => show(at - 1));
  const playing = button("▶", words.play, play);
  button("▶|", words.next, () => show(at + 1));
  button("◐", words.shade, shade);
  button("✕", words.close, close);

  const keys = {
    ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), PageDown: () => show(at + 1),
    " ": () => show(at + 1), Enter: () => show(at + 1),
    ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1),
    Backspace: () => show(at - 1),
    Home: () => show(0), End: () => show(slides.length - 1),
    p: play, d: shade, Escape: close,
  };
  const keyed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = root.activeElement;
    if (event.key === "Tab") {
      // The page below stays out of reach while the slides are up.
      const stops = [...bar.children], last = stops.length - 1, here = stops.indexOf(focused);
      event.preventDefault();
      stops[event.shiftKey ? (here <= 0 ? last : here - 1) : (here + 1) % stops.length].focus();
      return;
    }
    // A focused button is pressed by the keys that press buttons.
    if (focused?.tagName === "BUTTON" && (event.key === " " || event.key === "Enter")) {
      event.stopPropagation();
      return;
    }
    const action = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  window.addEventListener("keydown", keyed, true);
  stage.addEventListener("pointermove", () => {
    stage.classList.remove("bare");
    clearTimeout(hiding);
    hiding = setTimeout(() => stage.classList.add("bare"), 2500);
  });
  let from = null;
  stage.addEventListener("touchstart", (event) => { from = event.touches[0].clientX; }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    const moved = event.changedTouches[0].clientX - (from ?? 0);
    if (Math.abs(moved) > 50) show(moved < 0 ? at + 1 : at - 1);
  });
  stage.addEventListener("click", (event) => {
    if (!bar.contains(event.target)) show(at + (event.clientX < window.innerWidth / 4 ? -1 : 1));
  });

  document.body.append(host);
  document.body.style.overflow = "hidden";
  paint();
  show(0);
  stage.focus();
  return stage;
}

export default function ({ data, parentElement }) {
  const start = parentElement.querySelector("button");
  start.textContent = data.words.start;
  start.disabled = !data.slides.length;
  start.onclick = () => {
    const stage = present(data);
    // Granted only where the browser lets pages do so; the slides fill the window anyway.
    document.documentElement.requestFullscreen?.().then(() => stage.focus(), () => {});
  };
  if (data.open && data.slides.length && !window.shifoPresented) {
    window.shifoPresented = true;
    present(data);
  }
}
