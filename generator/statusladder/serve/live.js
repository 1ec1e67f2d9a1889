// What a page gains while it is served by `statusladder serve`: it follows each build, shows what stops one, and has a
// bar for looking at another moment. All of it lies in a shadow root, so that page and preview do not restyle each other.
(() => {
const SERVER = new URL(".", document.currentScript.src), KEPT = "statusladder-kept";
const { version: shown, messages } = document.currentScript.dataset;
const top = element => element.getBoundingClientRect().top;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { all: initial; position: sticky; bottom: 0; display: block; z-index: 2147483647; color-scheme: light dark;
    font: 14px/1.45 system-ui, sans-serif; color: CanvasText }
  * { box-sizing: border-box }
  .bar, .faults { background: Canvas; border: 1px solid GrayText }
  .bar { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 6px 12px }
  .bar input { flex: 1 1 160px; min-width: 120px; height: 24px; margin: 0 }
  .faults { position: fixed; inset: 12px 12px auto; margin: auto; max-width: 900px; max-height: 70vh; overflow: auto;
    padding: 12px 20px; border: 2px solid #c62828; box-shadow: 0 4px 24px #0006 }
  .faults h2 { font-size: 18px; margin: 0 0 8px }
  .faults ul { padding: 0; list-style: none }
  .faults li { margin: 0 0 12px; overflow-wrap: anywhere }
  .faults p { margin: 0 }
  code { font: 13px/1.45 ui-monospace, monospace }
  a { color: LinkText; padding: 4px }
  button { font: inherit; min-height: 28px; padding: 2px 12px }
  [hidden] { display: none }
`);

const host = document.createElement("statusladder-preview"), root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [sheet];
root.innerHTML = `
  <section class="faults" role="alert" tabindex="0" hidden></section>
  <section class="bar" aria-label="Preview">
    <label for="moment">The page at</label>
    <input id="moment" type="range" min="0" max="0" value="0">
    <output for="moment"></output>
    <button id="present" type="button">Now</button>
    <a id="messages" hidden>Messages</a>
    <span id="unpublished"></span>
  </section>`;
const [faults, slider, words, present, unpublished] =
  [".faults", "#moment", "output", "#present", "#unpublished"].map(name => root.querySelector(name));
document.body.append(host);
if (messages) Object.assign(root.getElementById("messages"), { href: messages, hidden: false });

let state = {}, stops = [], hiddenBuild = -1, held;

const said = moment => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", hour: "2-digit",
  minute: "2-digit", timeZone: state.zone, timeZoneName: "short" }).format(new Date(moment));

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const element = (name, text, ...inside) => {
  const made = document.createElement(name);
  made.append(text, ...inside);
  return made;
};

// A stop for each moment at which something is published, and one, null, for the present.
const showBar = () => {
  const at = moment => Date.parse(moment), moments = state.moments.filter(one => at(one) !== at(state.present));
  if (state.chosen && !moments.some(one => at(one) === at(state.now))) moments.push(state.now);
  moments.sort((one, other) => at(one) - at(other));
  const past = moments.filter(one => at(one) < at(state.present)).length;
  stops = [...moments.slice(0, past), null, ...moments.slice(past)];
  slider.max = stops.length - 1;
  slider.value = state.chosen ? stops.findIndex(one => one && at(one) === at(state.now)) : past;
  present.disabled = !state.chosen;
  const more = [state.drafts && counted(state.drafts, "draft"), state.drills && counted(state.drills, "drill")];
  unpublished.textContent = more.some(Boolean) ? `${more.filter(Boolean).join(", ")} not published` : "";
  sayStop();
};

const sayStop = () => {
  const stop = stops[slider.value];
  words.textContent = slider.ariaValueText = stop ? said(stop) : `now, ${said(state.present)}`;
};

const choose = stop => fetch(new URL("at", SERVER), { method: "POST", body: stop ?? "" });

const showFaults = () => {
  faults.hidden = !state.faults.length || state.build === hiddenBuild;
  const hide = element("button", "Hide (Esc)");
  hide.type = "button";
  hide.onclick = hideFaults;
  faults.replaceChildren(...(faults.hidden ? [] : [
    element("h2", `${counted(state.faults.length, "problem")}: the page stays as it was`),
    element("ul", "", ...state.faults.map(({ place, code, sentence, fix }) => element("li", "",
      element("p", "", ...(place ? [element("code", place), ` ${code} `] : []), element("b", sentence)), element("p", fix)))),
    hide,
  ]));
};

const hideFaults = () => {
  hiddenBuild = state.build;
  showFaults();
};

// The place is kept by what stands there, since what is above it may have grown.
const reload = () => {
  const marks = [...document.querySelectorAll("main [id]")].filter(one => one.getClientRects().length);
  const mark = marks.sort((one, other) => Math.abs(top(one)) - Math.abs(top(other)))[0];
  const kept = { path: location.pathname, y: scrollY, id: mark?.id, top: mark && top(mark), held: root.activeElement?.id };
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)) } catch { /* then the page begins at its top */ }
  history.scrollRestoration = "manual";
  location.reload();
};

const restore = () => {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch { /* nothing was kept */ }
  if (kept?.path !== location.pathname) return;
  const mark = kept.y && kept.id && document.getElementById(kept.id);
  scrollTo(0, mark ? scrollY + top(mark) - kept.top : kept.y);
  held = kept.held;
  addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto" }));
};

const hear = ({ data }) => {
  state = JSON.parse(data);
  if (state.version !== shown) return reload();
  showBar();
  showFaults();
  // Only now, as a slider without stops would not move.
  if (held) root.getElementById(held)?.focus({ preventScroll: true });
  held = undefined;
};

// A page that nobody sees needs no news, and a browser has few connections to give.
let source;
const listen = () => {
  source?.close();
  source = document.hidden ? undefined : new EventSource(new URL("events", SERVER));
  if (source) source.onmessage = hear;
};

slider.oninput = sayStop;
slider.onchange = () => choose(stops[slider.value]);
present.onclick = () => choose(null);
addEventListener("keydown", event => { if (event.key === "Escape" && !faults.hidden) hideFaults() });
document.addEventListener("visibilitychange", listen);
restore();
listen();
})();
