// What a page gains with a script; without it every word and time is there already. At most 2 KB, inlined by its hash.
{
const doc = document, data = doc.documentElement.dataset, all = s => [...doc.querySelectorAll(s)], every = data.every * 1e3,
  top = e => e.getBoundingClientRect().top,
  // A page that was made to be looked at as of another moment (data-now) lets time run on from there.
  lag = new Date - new Date(data.now) || 0,

// data-lengths are days, hours, minutes and less than a minute, in words.
span = ms => {
  const m = Math.abs(ms) / 6e4 | 0, w = data.lengths.split("|");
  return [m / 1440 | 0, m / 60 % 24 | 0, m % 60].map((n, i) => n && w[i].replace("%", n)).slice(0, 2 + (m < 1440))
    .filter(n => n).join(" ") || w[3];
},

// data-at is a moment; data-words say what is to come, what has passed, and the moment on the reader's own clock.
tick = () => {
  for (const e of all("[data-at]")) {
    const at = new Date(e.dataset.at), left = at - new Date + lag, clock = at.toTimeString().slice(0, 5), label = e.previousElementSibling,
      [ahead, past, local] = e.dataset.words.split("|"), late = left < 0 && label?.dataset.late;
    e.textContent = (left < 0 ? past : label.textContent.includes(clock) ? ahead : ahead + local)
      .replace("%", span(left)).replace("@", clock);
    if (late) { label.textContent = late; e.parentNode.classList.add("late") }
  }
},

// A new page takes the place of the old; what the reader sees, and what holds the focus, stays where it is.
renew = async () => {
  const page = new DOMParser().parseFromString(await (await get("")).text(), "text/html"), fresh = page.documentElement.dataset,
    mark = all("main [id]:not(.hidden)").find(e => top(e) > -1), before = mark && top(mark), held = doc.activeElement.href;
  if (fresh.seen == data.seen) return;
  if (fresh.build != data.build) return location.reload();
  data.seen = fresh.seen;
  all(".page")[0].replaceWith(page.querySelector(".page"));
  tick();
  const same = scrollY && mark && doc.getElementById(mark.id);
  if (same) scrollBy(0, top(same) - before);
  if (held) all("a").find(a => a.href == held)?.focus({ preventScroll: true });
  all("[role=status]")[0].textContent = doc.title = page.title;
},

get = url => fetch(url, { cache: "no-store" }),

ask = async () => {
  clearTimeout(timer);
  if (!doc.hidden && getSelection().isCollapsed) try {
    const { page, status } = await (await get(data.api)).json();
    if (page.updated_at + " " + status.indicator != data.seen) await renew();
    wait = every;
  } catch { wait = Math.min(wait * 2, 96e4) }
  rest();
},

rest = () => { timer = setTimeout(ask, wait * (.8 + Math.random() * .4)) };

let wait = every, timer;
try { data.theme = localStorage.theme || "" } catch {}
onload = () => {
  tick();
  setInterval(tick, 1e4);
  if (every) { rest(); doc.onvisibilitychange = ask }
};
onclick = e => {
  const pick = e.target.dataset.choose;
  if (pick != null) try { localStorage.theme = data.theme = pick } catch {}
};
}
