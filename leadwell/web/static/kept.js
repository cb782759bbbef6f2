// On every page: this device forgets the words it kept (keeping.js) when they have been sent for
// good, when their author signs out, and after a time.
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
  const forget = (names) => names.forEach((name) => localStorage.removeItem(name));

  const isOver = ([, record]) =>
    Date.now() - record.at > (record.unsent ? UNSENT_STAYS : SENT_STAYS);
  forget(records().filter(isOver).map(([name]) => name));

  document.addEventListener("DOMContentLoaded", () => {
    const sent = document.querySelectorAll("[data-sent-for-good]");
    forget([...sent].map((each) => PREFIX + each.dataset.sentForGood));
  });

  document.addEventListener("submit", (event) => {
    const person = event.target.dataset.signsOut;
    if (!person) return;
    const own = records().filter(([name]) => name.startsWith(`${PREFIX}${person}:`));
    const question = "Some of your words are on this device only: they have not been sent. "
      + "Signing out removes them from it. Sign out all the same?";
    if (own.some(([, record]) => record.unsent) && !window.confirm(question)) event.preventDefault();
    else forget([...own.map(([name]) => name), "kept-device"]);
  });
})();
