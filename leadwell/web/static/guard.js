// The guard of free text, as leadwell/lib/guard does it, step by step: what is changed there is
// changed here, and both are run over tests/lib/guard_vectors.json. It warns when a field is left,
// with no network, and never forbids. What it looks for is in the page (#guard-data). Positions
// are counted in characters.
const guard = (() => {
  const QUOTES = new Set("’‘ʼʻ´′＇");
  const DASHES = new Set("‐‑‒–—―−");
  const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;
  const LETTER_OR_FIGURE = /[\p{L}\p{N}]/u;
  const BETWEEN = /^ *-? *$/;
  const AFTER_A_SHORT = /^\.? *-? *$/;
  const SLASH = /^ *[/\u2044] *$/;
  const REVERSED = /^ *, *$/;
  const UPN = /[a-z](?:[ -]?[0-9]){12}|[a-z][0-9]{11}[a-z]/g;
  const DAY = "([0-3]?[0-9])";
  const YEAR = "((?:19|20)?[0-9]{2})";
  const DATES = [
    [`${DAY} ?[/.-] ?([01]?[0-9]) ?[/.-] ?${YEAR}`, "dmy"],
    ["((?:19|20)[0-9]{2})[/.-]([01]?[0-9])[/.-]([0-3]?[0-9])", "ymd"],
    [`${DAY} *(?:st|nd|rd|th)?(?: +of)?[ -]+([a-z]{3,9})\\.?,?[ -]+'?${YEAR}`, "dmy"],
    ["([a-z]{3,9})\\.? +([0-3]?[0-9])(?:st|nd|rd|th)?,? +((?:19|20)[0-9]{2})", "mdy"],
  ].map(([pattern, order]) => [new RegExp(pattern, "g"), order]);

  const same = (c) => (QUOTES.has(c) ? "'" : DASHES.has(c) ? "-" : c);
  const plain = (c) => {
    const part = same(c);
    if (/[\p{Z}\t\n\v\f\r\u0085]/u.test(part)) return " ";
    return /[\p{M}\p{Cf}\p{Cs}]/u.test(part) ? "" : part.toLowerCase();
  };
  const fold = (c) => (c >= " " && c <= "~"
    ? c.toLowerCase() : [...same(c).normalize("NFKD")].map(plain).join(""));

  // Text as the guard reads it; folded is an array of characters, at where each came from.
  const read = (text) => {
    const characters = [...text];
    const folded = [];
    const at = [];
    characters.forEach((c, i) => {
      for (const each of fold(c)) { folded.push(each); at.push(i); }
    });
    const whole = folded.join("");
    const index = indexOf(whole);
    const words = [...whole.matchAll(WORD)].map((found) => {
      const start = index(found.index);
      const end = index(found.index + found[0].length);
      const stop = found[0].endsWith("'s") ? end - 2 : end;
      const key = folded.slice(start, stop).join("").replaceAll("'", "");
      const raw = characters.slice(at[start], at[stop - 1] + 1).join("");
      return { key, raw, start, stop, end };
    });
    const places = new Map();
    words.forEach((word, i) => places.set(word.key, [...(places.get(word.key) || []), i]));
    return { characters, folded, whole, index, at, words, places };
  };
  // Positions of a string as JavaScript counts them, in characters.
  const indexOf = (whole) => {
    const counts = [];
    let n = 0;
    for (const c of whole) {
      for (let unit = 0; unit < c.length; unit += 1) counts.push(n);
      n += 1;
    }
    counts.push(n);
    return (unit) => counts[unit];
  };
  const keys = (text) => read(text).words.map((word) => word.key);

  const joined = (has, i, { isTitle = false, by = null } = {}) => {
    const [one, next] = [has.words[i], has.words[i + 1]];
    const short = isTitle || [...one.key].length === 1 ? AFTER_A_SHORT : BETWEEN;
    return (by || short).test(has.folded.slice(one.end, next.start).join(""));
  };
  const follows = (has, i, wanted) =>
    has.words.length >= i + wanted.length
    && wanted.every((key, n) => has.words[i + n].key === key)
    && wanted.slice(1).every((_, n) => joined(has, i + n));
  const phrase = (has, wanted) =>
    (has.places.get(wanted[0]) || []).filter((i) => follows(has, i, wanted));
  const isCapital = (word) => {
    const first = [...word.raw][0] || "";
    return first !== first.toLowerCase() || first === first.toUpperCase();
  };

  // Names
  const nameOf = (full, titles) => {
    let chunks = full.split(/\s+/u).map(keys).filter((parts) => parts.length);
    while (chunks.length && titles.includes(chunks[0][0])) chunks = chunks.slice(1);
    if (chunks.length < 2) return null;
    return { parts: chunks.flat(), given: chunks[0][0], surname: chunks.at(-1) };
  };
  const fullNames = (has, known, data) => {
    const spans = [];
    const ifAName = (span) => {
      const words = has.words.slice(span[0], span[1] + 1);
      const isPlain = words.every((word) => data.common.includes(word.key));
      if (!isPlain || words.every(isCapital)) spans.push(span);
    };
    for (const { parts, given, surname } of known) {
      for (const wanted of [parts, [given, ...surname]]) {
        for (const i of phrase(has, wanted)) ifAName([i, i + wanted.length - 1]);
      }
      for (const i of phrase(has, surname)) {
        const comma = i + surname.length - 1;
        const next = has.words[comma + 1];
        if (next && next.key === given && joined(has, comma, { by: REVERSED })) ifAName([i, comma + 1]);
      }
    }
    return spans;
  };
  const titlesOf = (has, data) => has.words.slice(0, -1).map((_, i) => i).filter(
    (i) => data.titles.includes(has.words[i].key) && joined(has, i, { isTitle: true }));
  const titledNames = (has, known, data) => {
    const surnames = known.flatMap(({ surname }) => [surname, ...surname.map((part) => [part])]);
    return titlesOf(has, data).flatMap((i) => surnames
      .filter((surname) => follows(has, i + 1, surname))
      .map((surname) => [i, i + surname.length]));
  };

  // Grades
  const phrases = (has, said, plural = false) => said.flatMap((each) => {
    const parts = keys(each);
    const wanted = plural ? [parts, [...parts.slice(0, -1), `${parts.at(-1)}s`]] : [parts];
    const inCapitals = each === each.toUpperCase() && each !== each.toLowerCase();
    return wanted.flatMap((one) => phrase(has, one))
      .filter((i) => !inCapitals || [each, `${each}s`].includes(has.words[i].raw))
      .map((i) => [i, i + parts.length - 1]);
  });
  const staff = (has, known, data) => {
    const parts = new Set(known.flatMap((name) => name.parts).filter((part) => [...part].length > 1));
    const alone = has.words.map((word, i) => [word, i]).filter(
      ([word]) => parts.has(word.key) && !data.common.includes(word.key) && isCapital(word));
    return [
      ...titlesOf(has, data).filter((i) => isCapital(has.words[i + 1])).map((i) => [i, i + 1]),
      ...phrases(has, data.roles, true),
      ...alone.map(([, i]) => [i, i]),
    ];
  };
  const grades = (has, somebody, data) => {
    const harmless = phrases(has, data.harmless);
    return phrases(has, data.grades)
      .filter(([first]) => !harmless.some(([a, b]) => a <= first && first <= b))
      .filter(([first, last]) => somebody.some(([a, b]) => {
        const apart = Math.max(a - last, first - b);
        return apart > 0 && apart <= data.within;
      }));
  };

  // Few pupils
  const few = (has, data) => {
    const said = data.few;
    const groups = new Map(phrases(has, said.groups));
    const somebody = new Map([...phrases(has, said.pupils, true), ...groups]);
    const touch = (i) => joined(has, i, { by: BETWEEN });
    const number = (i) => {
      const { key } = has.words[i];
      if (/^[0-9]+$/.test(key)) return Number(key);
      const tens = i && touch(i - 1) ? `${has.words[i - 1].key}-${key}` : "";
      const n = said.numbers.indexOf(said.numbers.includes(tens) ? tens : key);
      return n < 0 ? null : n;
    };
    const wholeOf = (i) => {
      if (i + 1 < has.words.length && joined(has, i, { by: SLASH })) return i + 1;
      let at = i;
      for (const words of [["out"], ["of"], said.the]) {
        const isNext = at + 1 < has.words.length && touch(at) && words.includes(has.words[at + 1].key);
        if (!isNext && words[0] === "of") return null;
        if (isNext) at += 1;
      }
      const isTens = at + 2 < has.words.length && number(at + 2) !== null && touch(at + 1);
      at += 1;
      if (isTens && has.words[at].key === "twenty") at += 1;
      return at < has.words.length && touch(at - 1) ? at : null;
    };
    const near = (i, phrasesSaid) => {
      for (let j = i + 1; j < Math.min(i + 1 + said.reach, has.words.length); j += 1) {
        if (!touch(j - 1)) return null;
        if (phrasesSaid.has(j)) return phrasesSaid.get(j);
      }
      return null;
    };
    const spans = [];
    has.words.forEach((_, i) => {
      const n = number(i);
      const before = has.words.slice(Math.max(i - 3, 0), i);
      if (n === null || before.some(({ key }) => said.not_after.includes(key))) return;
      const whole = wholeOf(i);
      const m = whole === null ? null : number(whole);
      if (m !== null) {
        const isFew = (n > 0 && n < said.fewest) || (m - n > 0 && m - n < said.fewest);
        const last = near(whole, somebody);
        if (n <= m && (isFew || m < said.fewest) && last !== null) spans.push([i, last]);
      } else if (n > 0 && n < said.fewest) {
        const last = near(i, groups);
        if (last !== null) spans.push([i, last]);
      }
    });
    return spans;
  };

  // Numbers and dates
  const standsAlone = (has, start, end) =>
    ![has.folded[start - 1], has.folded[end]].some((c) => c && LETTER_OR_FIGURE.test(c));
  const matches = (has, pattern) => [...has.whole.matchAll(pattern)]
    .map((match) => ({ match, start: has.index(match.index), end: has.index(match.index + match[0].length) }))
    .filter(({ start, end }) => standsAlone(has, start, end));
  const monthOf = (written, data) => (/^[0-9]+$/.test(written) ? Number(written)
    : data.months.findIndex((name) => name.startsWith(written)) + 1);
  const isAChilds = (written, data) => {
    const [thisYear, thisMonth, today] = data.on.split("-").map(Number);
    const [day, month] = [Number(written.d), monthOf(written.m, data)];
    let year = Number(written.y);
    if (year < 100) year += 2000 + year <= thisYear ? 2000 : 1900;
    if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) {
      return false;
    }
    const asNumber = (y, m, d) => y * 10000 + m * 100 + d;
    const born = asNumber(year, month, day);
    return asNumber(thisYear - data.oldest, thisMonth, today) <= born
      && born <= asNumber(thisYear - data.youngest, thisMonth, today);
  };
  const births = (has, data) => DATES.flatMap(([pattern, order]) => matches(has, pattern)
    .filter(({ match }) => isAChilds(
      Object.fromEntries([...order].map((part, n) => [part, match[n + 1]])), data)));

  const compare = (one, other) => one.start - other.start || other.end - one.end
    || (one.kind < other.kind ? -1 : 1);
  const outermost = (found) => {
    const ends = {};
    return found.sort(compare).filter(({ kind, start, end }) => {
      const isOuter = start >= (ends[kind] ?? 0);
      if (isOuter) ends[kind] = end;
      return isOuter;
    });
  };

  // The same as leadwell.lib.guard.find; data: what leadwell.lib.guard.for_page gives.
  const find = (text, data) => {
    const has = read(text);
    const known = data.names.map((full) => nameOf(full, data.titles)).filter(Boolean);
    const named = [...fullNames(has, known, data), ...titledNames(has, known, data)];
    const chars = ([a, b]) => ({ start: has.words[a].start, end: has.words[b].stop });
    const found = (kind) => (span) => {
      const start = has.at[span.start];
      let end = has.at[span.end - 1] + 1;
      while (end < has.characters.length && /\p{M}/u.test(has.characters[end])) end += 1;
      const words = has.characters.slice(start, end).join("");
      const says = data.says[kind].replace("{words}", () => words.split(/\s+/u).join(" "));
      return { kind, start, end, words, says };
    };
    return outermost([
      ...named.map(chars).map(found("name")),
      ...matches(has, UPN).map(found("upn")),
      ...phrases(has, data.birth).map(chars).map(found("birth")),
      ...births(has, data).map(found("birth")),
      ...few(has, data).map(chars).map(found("few")),
      ...grades(has, [...named, ...staff(has, known, data)], data).map(chars).map(found("grade")),
    ]);
  };

  // Under a field that was left: what to think about; nothing where there is nothing.
  const warn = (field, data) => {
    const id = `${field.id || field.name}_guard`;
    let note = document.getElementById(id);
    if (!note) {
      note = document.createElement("div");
      note.id = id;
      note.setAttribute("role", "status");
      field.after(note);
      const described = [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" ");
      field.setAttribute("aria-describedby", described);
    }
    const found = find(field.value, data);
    const says = [...new Set(found.map((each) => each.says))];
    note.className = says.length ? "note mt-2" : "";
    note.replaceChildren(...says.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }));
  };

  document.addEventListener("DOMContentLoaded", () => {
    const element = document.getElementById("guard-data");
    if (!element) return;
    const data = JSON.parse(element.textContent);
    // Not while a finger is down: what is being pressed would move away from under it.
    const A_MOMENT = 100;
    let isPressed = false;
    const press = (is) => () => { isPressed = is; };
    document.addEventListener("pointerdown", press(true), true);
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, press(false), true);
    }
    const warnSoon = (field) => setTimeout(
      () => (isPressed ? warnSoon(field) : warn(field, data)), A_MOMENT);
    document.addEventListener("focusout", ({ target }) => {
      if (target.matches?.("[data-guard]")) warnSoon(target);
    });
  });
  return { find };
})();
