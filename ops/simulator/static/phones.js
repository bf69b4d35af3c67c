// The phones and the journal, live. Everything comes by one feed; nothing is kept here but the page.
"use strict";

const language = document.body.dataset.language;
const words = document.getElementById("words").dataset;
const phones = [...document.querySelectorAll(".phone")];
const entries = document.getElementById("entries");
const messages = new Map();
const clock = new Intl.DateTimeFormat("en-IN", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Kolkata" });

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// WhatsApp's *bold*, and nothing else; line breaks are kept by the stylesheet.
function worded(text) {
  const node = make("span", "text");
  for (const [place, piece] of text.split(/\*([^*\n]+)\*/).entries()) {
    node.append(place % 2 ? make("b", "", piece) : piece);
  }
  return node;
}

function ticks(message) {
  const status = message.direction === "in"
    ? { receiving: "sent", received: "delivered" }[message.status] ?? "failed"
    : message.status;
  const mark = make("span", `ticks ${status}`, status === "sent" ? "✓" : "✓✓");
  mark.title = words[`status${status[0].toUpperCase()}${status.slice(1)}`] ?? status;
  mark.setAttribute("aria-label", mark.title);
  return mark;
}

// A picture as it is, with the text under it; a document to be opened, and WhatsApp drops its text.
function enclosed(message) {
  const link = make("a", "enclosed");
  link.href = message.media_url;
  link.target = "_blank";
  link.rel = "noopener";
  if (message.media_type === "application/pdf") {
    link.textContent = `PDF · ${message.text}`;
  } else {
    const picture = make("img");
    picture.src = message.media_url;
    picture.alt = message.text;
    picture.addEventListener("load", () => {
      const talk = picture.closest(".talk");
      talk?.scrollTo({ top: talk.scrollHeight, behavior: "instant" });
    });
    link.append(picture);
  }
  return link;
}

const SWIPE = 60; // pixels to the right

// The message that an answer belongs to: chosen by its arrow or by a swipe, shown above what is typed.
function quote(phone, sid) {
  const quoted = messages.get(sid);
  const row = phone.querySelector(".quote");
  row.hidden = !quoted;
  row.querySelector("p").textContent = quoted?.text ?? "";
  delete phone.dataset.quoted;
  if (!quoted) return;
  phone.dataset.quoted = sid;
  phone.querySelector("input").focus();
}

function bubbleOf(message) {
  const isMine = message.direction === "in";
  const item = make("li", `bubble ${isMine ? "mine" : "shop"} ${message.status}`);
  item.dataset.sid = message.sid;
  const quoted = messages.get(message.quoted);
  if (quoted) item.append(make("span", "quoted", quoted.text));
  if (message.is_template && !isMine) item.append(make("span", "tag", words.template));
  if (message.media_url) item.append(enclosed(message));
  if (message.media_type !== "application/pdf") item.append(worded(isMine && message.media_type ? words.picture : message.text));
  const foot = make("span", "foot");
  foot.append(document.getElementById("reply").content.cloneNode(true));
  const time = make("time", "", clock.format(new Date(message.at)));
  time.dateTime = message.at;
  foot.append(time);
  const isLost = ["undelivered", "failed"].includes(message.status);
  if (!isLost && message.status !== "queued" && message.status !== "accepted") foot.append(ticks(message));
  item.append(foot);
  if (isLost) item.append(make("span", "lost", `${isMine ? words.notTaken : words.undelivered} (${message.error_code})`));
  if (message.buttons.length) {
    const row = make("div", "buttons");
    for (const button of message.buttons) {
      const key = make("button", "", button.title);
      key.type = "button";
      key.dataset.button = button.id;
      key.dataset.sid = message.sid;
      row.append(key);
    }
    item.append(row);
  }
  return item;
}

function show(phone, isAtOnce) {
  const talk = phone.querySelector(".talk");
  const mine = [...messages.values()].filter((m) => m.phone === phone.dataset.number);
  mine.sort((a, b) => a.seq - b.seq);
  talk.dataset.empty ??= talk.querySelector(".empty")?.textContent ?? "";
  talk.replaceChildren(...(mine.length ? mine.map(bubbleOf) : [make("li", "empty", talk.dataset.empty)]));
  talk.scrollTo({ top: talk.scrollHeight, behavior: isAtOnce ? "instant" : "smooth" });
}

function onMessage(message) {
  const isNew = !messages.has(message.sid);
  messages.set(message.sid, message);
  for (const phone of phones.filter((p) => p.dataset.number === message.phone)) {
    show(phone, !isNew);
    const tab = document.querySelector(`[data-tab="${phone.dataset.pane}"]`);
    if (isNew && message.direction === "out" && !tab.hasAttribute("aria-current")) tab.classList.add("fresh");
  }
}

function cell(tag, text, className) {
  const node = make(tag, className, text);
  if (tag === "th") node.scope = className === "account" ? "row" : "col";
  return node;
}

function entryOf(entry) {
  const item = make("li", `entry ${entry.kind}${entry.is_reversed ? " reversed" : ""}${entry.is_new ? " new" : ""}`);
  item.dataset.entry = entry.id;
  const head = make("header");
  head.append(make("span", "number", `№ ${entry.id}`), make("strong", "", entry.title), make("time", "", entry.at));
  item.append(head);
  if (entry.note) item.append(make("p", "", entry.note));
  const table = make("table");
  const top = make("tr");
  top.append(cell("th", "", ""), cell("th", words.debit, "money"), cell("th", words.credit, "money"));
  const body = make("tbody");
  for (const posting of entry.postings) {
    const row = make("tr");
    row.append(cell("th", posting.account, "account"), cell("td", posting.debit, "money"), cell("td", posting.credit, "money"));
    body.append(row);
  }
  const thead = make("thead");
  thead.append(top);
  table.append(thead, body);
  item.append(table);
  return item;
}

function onEntry(entry) {
  entries.querySelector(".empty")?.remove();
  const item = entryOf(entry);
  const known = entries.querySelector(`[data-entry="${entry.id}"]`);
  if (known) known.replaceWith(item);
  else entries.prepend(item);
  if (entry.is_new) document.querySelector(".tabs button:last-child:not([aria-current])")?.classList.add("fresh");
}

async function say(phone, given) {
  const answer = await fetch(`/simulator/phones/${encodeURIComponent(phone.dataset.number)}/say`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ profile: phone.dataset.name, ...given }),
  });
  return answer.ok;
}

function offer(phone, chips) {
  phone.querySelector(".chips").replaceChildren(...chips.map((text) => {
    const chip = make("button", "", text);
    chip.type = "button";
    return chip;
  }));
}

function choose(tab) {
  document.body.dataset.show = tab.dataset.tab;
  document.querySelector(".tabs [aria-current]").removeAttribute("aria-current");
  tab.setAttribute("aria-current", "true");
  tab.classList.remove("fresh");
  const phone = phones[Number(tab.dataset.tab)];
  if (phone) show(phone, true);
}

for (const phone of phones) {
  const row = phone.querySelector(".chips");
  const input = phone.querySelector("input");
  offer(phone, JSON.parse(row.dataset.chips));
  row.addEventListener("click", (event) => {
    if (event.target.tagName !== "BUTTON") return;
    input.value = event.target.textContent;
    input.focus();
  });
  phone.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    const { quoted } = phone.dataset;
    input.value = "";
    quote(phone);
    if (await say(phone, { text, quoted })) return;
    input.value = text;
    quote(phone, quoted);
  });
  const talk = phone.querySelector(".talk");
  talk.addEventListener("click", (event) => {
    const { button, sid } = event.target.dataset;
    if (button) say(phone, { button, sid });
    if (event.target.closest(".reply")) quote(phone, event.target.closest(".bubble").dataset.sid);
  });
  let touched = null;
  talk.addEventListener("touchstart", (event) => { [touched] = event.changedTouches; }, { passive: true });
  talk.addEventListener("touchend", (event) => {
    const [left] = event.changedTouches;
    const across = left.clientX - touched.clientX;
    const bubble = touched.target.closest(".bubble");
    if (bubble && across > SWIPE && Math.abs(left.clientY - touched.clientY) < across / 2) quote(phone, bubble.dataset.sid);
  });
  phone.querySelector(".quote button").addEventListener("click", () => {
    quote(phone);
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") quote(phone);
  });
  phone.querySelector("select")?.addEventListener("change", (event) => {
    const farmer = event.target.selectedOptions[0];
    phone.dataset.number = farmer.value;
    phone.dataset.name = farmer.dataset.name;
    phone.querySelector(".face").textContent = farmer.dataset.initial;
    const tab = document.querySelector(`[data-tab="${phone.dataset.pane}"]`);
    tab.querySelector(".face").textContent = farmer.dataset.initial;
    tab.querySelector(".tab-name").textContent = farmer.dataset.short;
    offer(phone, JSON.parse(farmer.dataset.chips));
    quote(phone);
    show(phone, true);
  });
}
for (const tab of document.querySelectorAll(".tabs button")) tab.addEventListener("click", () => choose(tab));

const feed = new EventSource(`/simulator/feed?lang=${language}`);
feed.addEventListener("message", (event) => onMessage(JSON.parse(event.data)));
feed.addEventListener("entry", (event) => onEntry(JSON.parse(event.data)));
