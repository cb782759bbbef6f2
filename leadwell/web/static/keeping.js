// A form that keeps itself: <form data-keep="URL" ...> (web/_keep.html, web/_keeping_state.html).
// Every change goes to this device's own storage first, then to the site: each ten seconds, when a
// field is left, when the page is. What the site answers is in leadwell/people/drafts/views.py.
//
// The tabs of one browser are one device: they share one record in the storage and show the same
// words. record: words, base (the version of the site they go on from), turn (counts the changes
// made here), unsent, at (when it was written), page (the address of the form) and asked (what its
// fields ask). The last two are for kept.js, which is told when something was sent or could not be:
// not at every letter, so the top bar stays still.
(() => {
  const EVERY = 10_000;
  const SLOWEST = 300_000;
  const PATIENCE = 15_000;
  const A_MOMENT = 300;
  const ACTIVE_FOR = 60_000;
  const MOST_WHEN_LEAVING = 60_000; // bytes: browsers let 64 kB follow a page that is gone
  const COUNTS = /-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
  const NO_WORDS = new Set(["file", "password", "submit", "button", "reset", "image"]);
  const OURS = new Set([
    "csrfmiddlewaretoken", "kept-version", "kept-device", "kept-turn", "kept-active", "guard_read",
  ]);
  const HELD = "On this device only.";
  const tellTheBar = () => document.dispatchEvent(new Event("kept"));

  const device = () => {
    const name = () => [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      const known = localStorage.getItem("kept-device") || name();
      localStorage.setItem("kept-device", known);
      return known;
    } catch { return name(); }
  };

  // Counts the changes made on this device, in all forms: it never goes back, whatever the clock does.
  const nextTurn = (known) => {
    const counted = () => { try { return Number(localStorage.getItem("kept-turns")); } catch { return 0; } };
    const turn = Math.max(known + 1, counted() + 1, Date.now());
    try { localStorage.setItem("kept-turns", turn); } catch { /* a device that stores nothing is nobody's */ }
    return turn;
  };

  // The words of a form

  // What a form holds hidden goes with the words: the button sends it too, and the two must agree.
  const isWords = (control) => control.name && !control.matches(":disabled")
    && !NO_WORDS.has(control.type) && !OURS.has(control.name);
  const isTicked = (control) => ["checkbox", "radio"].includes(control.type);
  const listed = (value) => (value === undefined ? [] : [value].flat());
  const chosen = (control) => {
    if (isTicked(control)) return control.checked ? [control.value] : [];
    if (control.type === "select-multiple") return [...control.selectedOptions].map((o) => o.value);
    return [control.value];
  };
  const choose = (control, texts) => {
    if (isTicked(control)) {
      control.checked = texts.includes(control.value);
    } else if (control.type === "select-multiple") {
      for (const option of control.options) option.selected = texts.includes(option.value);
    } else {
      control.value = texts[0] ?? "";
    }
  };
  const isTouched = (control) => {
    if (isTicked(control)) return control.checked !== control.defaultChecked;
    if (!control.options) return control.value !== control.defaultValue;
    const options = [...control.options];
    const isOffered = options.some((option) => option.defaultSelected);
    return options.some((option, n) => option.selected
      !== (isOffered || control.multiple ? option.defaultSelected : n === 0));
  };
  const asItCame = (control) => {
    if (isTicked(control)) control.checked = control.defaultChecked;
    else if (!control.options) control.value = control.defaultValue;
    else {
      for (const option of control.options) option.selected = option.defaultSelected;
      if (!control.multiple && control.selectedIndex < 0) control.selectedIndex = 0;
    }
  };
  const gather = (form) => {
    const words = {};
    for (const control of [...form.elements].filter(isWords)) {
      const texts = [...listed(words[control.name]), ...chosen(control)];
      if (texts.length) words[control.name] = texts.length === 1 ? texts[0] : texts;
    }
    return words;
  };
  const putBack = (form, words) => {
    const nth = {};
    for (const control of [...form.elements].filter((each) => isWords(each) && !COUNTS.test(each.name))) {
      if (control.type === "hidden" && !(control.name in words)) continue; // kept before they were
      const texts = listed(words[control.name]);
      if (isTicked(control) || control.type === "select-multiple") choose(control, texts);
      else {
        nth[control.name] = (nth[control.name] ?? -1) + 1;
        choose(control, texts.slice(nth[control.name]));
      }
    }
  };
  const isHidden = (form, name) => form.elements.namedItem(name)?.type === "hidden" && !COUNTS.test(name);
  const areSame = (one, other) => [...Object.keys(one), ...Object.keys(other)].every((name) => {
    const texts = (words) => listed(words[name]).filter((text, _, all) => text || all.length > 1);
    return JSON.stringify(texts(one)) === JSON.stringify(texts(other));
  });
  // What each field asked, and what its choices say: where the page is open no more, kept.js shows
  // the words by that.
  const line = (element) => element?.textContent.replace(/\s+/g, " ").trim();
  const saysOf = (control) => {
    if (control.type.startsWith("select")) {
      return [...control.selectedOptions].filter((option) => option.value).map(line);
    }
    if (isTicked(control)) return control.checked ? [line(control.labels?.[0])] : [];
    return undefined; // the words themselves
  };
  const askedBy = (form) => {
    const asked = {};
    for (const control of [...form.elements].filter(isWords)) {
      if (control.type === "hidden") continue;
      const group = isTicked(control) && control.closest("fieldset")?.querySelector("legend");
      const says = saysOf(control);
      const before = asked[control.name]?.says ?? [];
      asked[control.name] = { label: line(group || control.labels?.[0]) || control.name };
      if (says) asked[control.name].says = [...before, ...says];
    }
    return asked;
  };

  const keep = (form) => {
    const { keep: url, key, signIn, compare } = form.dataset;
    const place = `kept:${key}`;
    const page = location.pathname + location.search;
    const bar = form.querySelector("[data-kept]");
    const says = bar.querySelector("[data-kept-says]");
    const more = form.querySelector("[data-kept-more]");
    const me = device();
    let base = Number(form.dataset.version);
    let turn = 0;
    let extra = {}; // words of fields that this page does not have
    let held = null; // the record, where the device lets nothing be stored
    let isClosed = false;
    let onItsWay = 0; // the turn that is being sent
    let isNext = false; // more was to be sent meanwhile
    let failures = 0;
    let notBefore = 0;
    let refusedTurn = 0;
    let active = Number(form.dataset.active);
    let lastInput = 0;
    let waiting;

    // What is said: on this device only, sent, seen; in words, with an icon, never by colour

    const say = (state, words, ...parts) => {
      bar.dataset.kept = state;
      bar.querySelector("use").setAttribute("href", `#i-${state}`);
      if (says.textContent !== words) says.textContent = words;
      if (compare && !parts.length) {
        parts.push("This was written on two devices. ", link("Choose which to keep", compare));
      }
      more.hidden = !parts.length;
      more.replaceChildren(...parts);
    };
    const link = (textContent, href) => Object.assign(document.createElement("a"), { textContent, href });
    const download = () => {
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "plain", textContent: "Take your words along as a text file",
      });
      button.addEventListener("click", () => {
        const record = load() ?? { words: all(), asked: askedBy(form) };
        document.dispatchEvent(new CustomEvent("take-along", { detail: record }));
      });
      return button;
    };

    // What the device holds

    const load = () => {
      if (held) return held; // what is stored is older
      try { return JSON.parse(localStorage.getItem(place)); } catch { return null; }
    };
    const store = (record) => {
      try {
        localStorage.setItem(place, JSON.stringify({ ...record, page, at: Date.now() }));
        held = null;
      } catch { held = record; }
    };
    const all = () => ({ ...extra, ...gather(form) });
    const typed = (words) => Object.fromEntries(
      Object.entries(words).filter(([name]) => !isHidden(form, name)),
    );
    const isShown = (words) => areSame(typed(words), typed(all()));
    const note = () => {
      clearTimeout(waiting);
      waiting = undefined;
      if (isClosed) return;
      turn = nextTurn(Math.max(turn, load()?.turn ?? 0));
      store({ words: all(), asked: askedBy(form), base, turn, unsent: true });
      if (failures === 0) {
        say("device", held ? "On this page only, not sent: this device keeps nothing. Do not close it."
          : `${HELD} Not sent yet.`);
      }
    };
    const changed = () => {
      lastInput = Date.now();
      clearTimeout(waiting);
      waiting = setTimeout(note, A_MOMENT);
    };
    const flush = () => { if (waiting !== undefined) note(); };
    const goOnFrom = (version) => {
      base = version;
      form.elements["kept-version"].value = version;
    };
    const takeUp = (record) => {
      goOnFrom(record.base);
      turn = record.turn;
      const names = new Set([...form.elements].map((control) => control.name));
      extra = Object.fromEntries(Object.entries(record.words).filter(([name]) => !names.has(name)));
      if (!isShown(record.words)) putBack(form, record.words);
    };
    // Another tab wrote on, or the words were forgotten there.
    const follow = () => {
      const record = load();
      if (!record) return;
      if (record.turn > turn) takeUp(record);
      else goOnFrom(Math.max(base, record.base));
      if (record.unsent) say("device", `${HELD} Not sent yet.`);
      else if (record.sentAt) say("sent", `Sent ${record.sentAt}.`);
    };

    // Sending

    const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
      ?? form.elements.csrfmiddlewaretoken?.value ?? "";
    const backOff = () => {
      failures += 1;
      notBefore = Date.now() + Math.min(EVERY * 2 ** (failures - 1), SLOWEST);
      tellTheBar();
    };
    const later = (why) => {
      backOff();
      say("device", `${HELD} Not sent: ${why}. We keep trying.`);
    };
    const signedOut = () => {
      backOff();
      const here = encodeURIComponent(location.pathname + location.search);
      say("device", "You are signed out. Your words are on this device.",
        link("Sign in again", `${signIn}?next=${here}`));
    };
    const refused = (reason, sent) => {
      refusedTurn = sent.turn;
      tellTheBar();
      say("device", `Not sent: ${reason} Your words are on this device.`, download());
    };
    const reasonOf = async (answer) => {
      const text = await answer.text();
      try { return JSON.parse(text).reason; } catch {
        const page = new DOMParser().parseFromString(text, "text/html");
        return page.querySelector("[data-reason]")?.textContent.trim();
      }
    };
    const landed = (sent, how) => {
      failures = 0;
      notBefore = 0;
      const record = load();
      if (!record) return true; // forgotten meanwhile
      const isAll = record.turn === sent.turn && waiting === undefined;
      store({ ...record, ...how, unsent: !isAll });
      if (isAll) tellTheBar();
      return isAll;
    };
    const answered = async (answer, sent, isOpening) => {
      if (isClosed) return;
      if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
      if (answer.ok) {
        const { version, at } = await answer.json();
        goOnFrom(version);
        if (landed(sent, { base, sentAt: at })) say("sent", `Sent ${at}.`);
        else say("device", `${HELD} Not sent yet.`);
      } else if (answer.status === 409) {
        const choice = (await answer.json()).url;
        landed(sent, { base: sent.base });
        if (isOpening) return location.assign(choice);
        say("sent", "Both are kept: this was written on elsewhere too.",
          link("Choose which to keep", choice));
      } else if (answer.status >= 500 || answer.status === 429) later("the site does not answer");
      else {
        const reason = await reasonOf(answer);
        if (reason) refused(reason, sent);
        else if (answer.status === 403) signedOut();
        else refused("this form cannot be reached any more.", sent);
      }
    };
    const send = async ({ isLeaving = false, isOpening = false } = {}) => {
      const sent = load();
      const isDue = Date.now() >= notBefore && sent?.turn !== refusedTurn;
      if (isClosed || !sent?.unsent || !isDue || onItsWay === sent.turn) return;
      if (onItsWay && !isLeaving) {
        isNext = true;
        return;
      }
      const { words } = sent;
      const body = JSON.stringify({ key, words, base: sent.base, device: me, turn: sent.turn, active });
      if (isLeaving && new Blob([body]).size > MOST_WHEN_LEAVING) return; // it is on the device
      onItsWay = sent.turn;
      try {
        await answered(await fetch(url, {
          method: "POST", body, redirect: "manual", keepalive: isLeaving,
          headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
          signal: AbortSignal.timeout(PATIENCE),
        }), sent, isOpening);
      } catch {
        if (!isClosed) later(navigator.onLine ? "the site does not answer" : "no signal");
      } finally {
        onItsWay = 0;
      }
      if (isNext) {
        isNext = false;
        send();
      }
    };
    const sendNow = (how) => { notBefore = 0; send(how); };
    const leave = () => { flush(); sendNow({ isLeaving: true }); };
    const close = () => {
      isClosed = true;
      say("device", "Sent, or signed out, in another tab. What you write here now is not kept.");
    };

    // When

    if (bar.dataset.kept === "none") say("none", "Kept while you write.");
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", () => { flush(); send(); });
    form.addEventListener("submit", (event) => {
      flush();
      if (!navigator.onLine) {
        event.preventDefault();
        say("device", `${HELD} There is no signal: press the button again when there is.`);
        return;
      }
      isClosed = true;
      form.elements["kept-device"].value = me;
      form.elements["kept-turn"].value = turn;
      form.elements["kept-active"].value = active;
      if (form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token();
    });
    addEventListener("storage", ({ key: name, newValue }) => {
      if (name !== place) return;
      if (newValue === null) close();
      else follow();
    });
    addEventListener("pagehide", leave);
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) return;
      isClosed = false;
      follow();
    });
    addEventListener("online", () => sendNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") leave();
      else { follow(); sendNow(); }
    });
    setInterval(() => send(), EVERY);
    setInterval(() => {
      const isHere = document.visibilityState === "visible";
      if (isHere && Date.now() - lastInput < ACTIVE_FOR) active += 1;
    }, 1000);

    // What was typed before this script came, on a slow line, is in the form and nowhere else. It is
    // taken up last: what this device holds is held against the form as it came.
    const early = [...form.elements].filter((control) => isWords(control) && isTouched(control))
      .map((control) => [control, chosen(control)]);
    for (const [control] of early) asItCame(control);
    const keepEarly = () => {
      for (const [control, texts] of early) choose(control, texts);
      if (early.length) note();
    };

    // What this device holds and the site does not have is put back, whatever the site has: where
    // the site has gone on, both are kept and the page opens on which to choose from.
    const record = load();
    if (record?.unsent) {
      const isNews = !isShown(record.words);
      takeUp(record);
      if (isNews) say("device", `${HELD} These words had not been sent. They are back in the form.`);
      keepEarly();
      send({ isOpening: isNews });
    } else {
      if (record) store({ ...record, words: all(), base });
      keepEarly();
    }
    turn = Math.max(turn, record?.turn ?? 0);
  };

  document.querySelectorAll("form[data-keep]").forEach(keep);
})();
