// On every page: the top bar says how many forms this device holds words of that were not sent, and
// leads to them; and the device forgets what it kept (keeping.js) when it has been sent for good,
// when its author signs out, and after a time.
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

  document.addEventListener("DOMContentLoaded", () => {
    const sent = document.querySelectorAll("[data-sent-for-good]");
    forget([...sent].map((each) => PREFIX + each.dataset.sentForGood));
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
    else forget([...own.map(([name]) => name), "kept-device"]);
  });
})();
