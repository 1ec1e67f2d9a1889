/* The banner of a status page on pages of other sites: one line when something is wrong, and nothing otherwise.
   <script src="https://status.example.com/embed/banner.js" data-components="api,exports" async></script>
   It asks banner.json beside itself, writes text only, and keeps nothing but which messages were dismissed. */
(() => {
  const own = document.currentScript,
    from = new URL("banner.json", own.src),
    only = (own.dataset.components || "").split(",").map(id => id.trim()).filter(Boolean),
    key = "statusladder " + from,
    host = document.createElement("div"),
    root = host.attachShadow({ mode: "open" }),
    style = document.createElement("style"),
    box = document.createElement("div"),
    element = (name, text, into) => { const made = document.createElement(name); made.textContent = text; into.append(made); return made; };
  let shown = [];
  let dismissed;
  try { dismissed = JSON.parse(localStorage[key]); } catch { dismissed = []; }
  if (!Array.isArray(dismissed)) dismissed = [];
  const css = ":host{all:initial;display:block}p{margin:0;padding:.6em 1em;display:flex;gap:1em;align-items:baseline;justify-content:center;font:16px/1.4 system-ui,sans-serif;color:#fff;background:#7a5200}p.critical{background:#9c1c25}p.major{background:#8a3800}p.maintenance{background:#0550ae}a{color:inherit;overflow-wrap:anywhere}button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:4px;padding:.1em .6em;min-width:24px;min-height:24px;cursor:pointer}:focus-visible{outline:2px solid #fff;outline-offset:2px}@media(forced-colors:active){p{border:1px solid}}";
  box.setAttribute("role", "status");
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    style.textContent = css;
    root.append(style);
  }
  root.append(box);

  const is_told = one => one && Array.isArray(one.components) && [one.id, one.text, one.dismiss, one.url].every(word => typeof word == "string");

  function draw() {
    const due = shown.filter(one =>
      new Date(one.expires_at) > Date.now() &&
      (one.critical || !dismissed.includes(one.id)) &&
      (!only.length || !one.components.length || one.components.some(id => only.includes(id)))).slice(0, 20);
    const text = due.map(one => one.id).join();
    if (box.dataset.shown === text) return;
    box.dataset.shown = text;
    box.textContent = "";
    for (const one of due) {
      const line = element("p", "", box);
      line.className = one.level;
      line.dir = "auto";
      const link = element("a", one.text.slice(0, 500), line);
      if (/^https?:/.test(one.url)) link.href = one.url;
      if (one.critical) continue;
      const button = element("button", "\u00d7", line);
      button.setAttribute("aria-label", one.dismiss);
      button.onclick = () => {
        dismissed = [...dismissed.slice(-49), one.id];
        try { localStorage[key] = JSON.stringify(dismissed); } catch {}
        draw();
      };
    }
  }

  async function read(body) {
    const parts = [];
    let size = 0;
    for (let part; !(part = await body.read()).done; parts.push(part.value))
      if ((size += part.value.length) > 1e6) return body.cancel();
    return JSON.parse(await new Blob(parts).text());
  }

  async function ask() {
    if (!document.hidden)
      try {
        // An answer that is none leaves what is shown; one that takes long or goes on and on is given up before the next
        // question.
        const answer = await fetch(from, { cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(3e4) });
        if (answer.ok) {
          const told = await read(answer.body.getReader());
          shown = told.banners.filter(is_told);
          host.lang = told.language || "";
        }
      } catch {}
    draw();
    setTimeout(ask, 6e4 * (.8 + Math.random() * .4));
  }

  const begin = () => {
    // A link that skips what every page begins with stays the first thing that the keyboard reaches.
    const first = document.body.firstElementChild;
    first?.matches('a[href^="#"]') ? first.after(host) : document.body.prepend(host);
    ask();
  };
  document.body ? begin() : addEventListener("DOMContentLoaded", begin);
})();
