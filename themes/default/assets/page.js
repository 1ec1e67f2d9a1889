// What a page gains with a script; without it every word and time is there already. At most 2 KB, inlined by its hash.
{
const doc = document, own = doc.documentElement.dataset, all = s => [...doc.querySelectorAll(s)],
  beat = own.every * 1e3, top = e => e.getBoundingClientRect().top,
  // A page that was made to be looked at as of another moment (data-now) lets time run on from there.
  lag = new Date - new Date(own.now) || 0,

// data-at is a moment; data-words say what is to come, what has passed, and the moment on the reader's own clock. In
// data-units are the forms of days, hours and minutes by plural category, what is less than a minute, and the language.
tick = () => {
  for (const e of all("[data-units]")) {
    const set = e.dataset, at = new Date(set.at), left = at - new Date + lag, time = at.toTimeString().slice(0, 5),
      said = e.previousElementSibling, [soon, past, here] = set.words.split("|"), late = left < 0 && said?.dataset.late,
      units = JSON.parse(set.units), rule = new Intl.PluralRules(units[4]), m = Math.abs(left) / 6e4 | 0, low = m < 1440,
      len = [m / 1440 | 0, m / 60 % 24 | 0, m % 60].map((n, i) => n && units[i][rule.select(n)].replace("%", n))
        .slice(low, 2 + low).filter(w => w).join(" ") || units[3];
    e.textContent = (left < 0 ? past : said.textContent.includes(time) ? soon : soon + here)
      .replace("%", len).replace("@", time);
    if (late) { said.textContent = late; e.parentNode.classList.add("late") }
  }
},

// A new page takes the place of the old; what the reader sees, and what holds the focus, stays where it is.
swap = async () => {
  const page = new DOMParser().parseFromString(await (await get("")).text(), "text/html"), next = page.documentElement.dataset,
    mark = all("main [id]:not(.hidden)").find(e => top(e) > -1), was = mark && top(mark), held = doc.activeElement.href;
  if (next.seen == own.seen) return;
  if (next.build != own.build) return location.reload();
  own.seen = next.seen;
  all(".page")[0].replaceWith(page.querySelector(".page"));
  tick();
  const same = scrollY && mark && doc.getElementById(mark.id);
  same && scrollBy(0, top(same) - was);
  held && all("a").find(a => a.href == held)?.focus({ preventScroll: 1 });
  all("[role=status]")[0].textContent = doc.title = page.title
},

get = url => fetch(url, { cache: "no-store" }),

ask = async () => {
  clearTimeout(due);
  if (!doc.hidden && getSelection().isCollapsed) try {
    const { page, status } = await (await get(own.api)).json();
    if (page.updated_at + " " + status.indicator != own.seen) await swap();
    wait = beat
  } catch { wait = Math.min(wait * 2, 96e4) }
  rest()
},

rest = () => { due = setTimeout(ask, wait * (.8 + Math.random() * .4)) };

let wait = beat, due;
try { own.theme = localStorage.theme || "" } catch {}
onload = () => {
  tick();
  setInterval(tick, 1e4);
  if (beat) { rest(); doc.onvisibilitychange = ask }
};
onclick = e => {
  const pick = e.target.dataset.choose;
  if (pick != null) try { localStorage.theme = own.theme = pick } catch {}
}
}
