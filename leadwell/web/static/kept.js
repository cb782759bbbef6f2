// On every page: the top bar says how many forms this device holds words of that were not sent, and
// leads to them; where the page of a form is open to its author no more, what was written there is
// shown; and the device forgets what it kept (keeping.js) when it has been sent for good, when its
// author signs out, and after a time.
(() => {
  const PREFIX = "kept:";
  const A_DAY = 24 * 60 * 60 * 1000;
  const SENT_STAYS = A_DAY;
  const UNSENT_STAYS = 30 * A_DAY;

  const records = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
        .map((name) => [name, JSON.parse(localStorage.getItem(name))]);
    } catch { return []; } // a browser that keeps nothing has nothing to forget
  };
  const ownOf = (person) => records().filter(([name]) => name.startsWith(`${PREFIX}${person}:`));
  const forget = (names) => names.forEach((name) => localStorage.removeItem(name));

  const isOver = ([, record]) =>
    Date.now() - record.at > (record.unsent ? UNSENT_STAYS : SENT_STAYS);
  forget(records().filter(isOver).map(([name]) => name));

  // The oldest first, those of other pages before what this page shows; never the words themselves.
  const here = location.pathname + location.search;
  const address = ({ page }) => {
    if (page === here) return document.querySelector("[data-kept]") ? "#kept" : here;
    return page?.startsWith("/") && !page.startsWith("//") ? page : "/";
  };
  const say = () => {
    const bar = document.querySelector("[data-unsent]");
    if (!bar) return;
    const unsent = ownOf(bar.dataset.unsent).map(([, record]) => record)
      .filter((record) => record.unsent)
      .sort((one, other) => (one.page === here) - (other.page === here) || one.at - other.at);
    bar.hidden = !unsent.length;
    if (!unsent.length) return;
    bar.querySelector("[data-unsent-says]").textContent = `${unsent.length} unsent`;
    bar.setAttribute("href", address(unsent[0]));
  };

  // Each field that was written in: what it asked, and the words or what the chosen answers say.
  const written = ({ words, asked = {} }) => Object.entries(words)
    .map(([name, value]) => [asked[name]?.label, [asked[name]?.says ?? value].flat().join(", ")])
    .filter(([label, says]) => label && says.trim());
  const takeAlong = (record) => {
    const text = written(record).map(([label, says]) => `${label}\n${says}\n`).join("\n");
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    file.download = "my-words.txt";
    file.click();
    URL.revokeObjectURL(file.href);
  };
  document.addEventListener("take-along", ({ detail }) => takeAlong(detail));

  // 403.html and 404.html (web/_words_here.html).
  const showWords = () => {
    const place = document.querySelector("[data-words-here]");
    const person = document.querySelector("[data-unsent]")?.dataset.unsent;
    const found = person && ownOf(person).filter(([, record]) => record.unsent && record.page === here);
    if (!place || !found?.length) return;
    for (const [term, says] of found.flatMap(([, record]) => written(record))) {
      for (const [tag, text] of [["dt", term], ["dd", says]]) {
        place.querySelector("dl").append(Object.assign(document.createElement(tag), { textContent: text }));
      }
    }
    place.hidden = false;
    place.querySelector("[data-words-take]").addEventListener("click", () => {
      found.forEach(([, record]) => takeAlong(record));
    });
    place.querySelector("[data-words-remove]").addEventListener("click", () => {
      if (!window.confirm("Remove these words from this device? They are nowhere else.")) return;
      forget(found.map(([name]) => name));
      place.hidden = true;
      say();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const sent = document.querySelectorAll("[data-sent-for-good]");
    forget([...sent].map((each) => PREFIX + each.dataset.sentForGood));
    showWords();
    say();
  });
  document.addEventListener("kept", say);
  addEventListener("storage", say);
  addEventListener("pageshow", say);

  document.addEventListener("submit", (event) => {
    const person = event.target.dataset.signsOut;
    if (!person) return;
    const own = ownOf(person);
    const question = "Some of your words are on this device only: they have not been sent. "
      + "Signing out removes them from it. Sign out all the same?";
    if (own.some(([, record]) => record.unsent) && !window.confirm(question)) event.preventDefault();
    else forget([...own.map(([name]) => name), "kept-device", "kept-turns"]);
  });
})();
