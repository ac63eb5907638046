// Language, search and folding. Without it the page is whole, in its first language, less the search.
"use strict";

(() => {
  const PAGE = 50;
  const WORDS = {
    zh: {
      found: (found, all) => `找到 ${found} 个，共 ${all} 个`,
      page: (now, last) => `第 ${now} 页，共 ${last} 页`,
      nothing: "没有符合条件的问题",
    },
    en: {
      found: (found, all) => `${found} of ${all} findings`,
      page: (now, last) => `page ${now} of ${last}`,
      nothing: "no finding matches",
    },
  };
  const html = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const shows = () => html.dataset.shows;

  // Language

  const switches = [...document.querySelectorAll("[data-switch]")];
  const languages = switches.length ? switches.map((each) => each.dataset.switch) : [shows()];
  // Texts from the data come as lists, one for each language of the page.
  const told = (texts) => texts[languages.indexOf(shows())];

  function say(language) {
    html.dataset.shows = language;
    html.lang = language;
    for (const each of document.querySelectorAll("[data-zh]")) {
      each.textContent = each.dataset[language];
    }
    for (const each of switches) {
      each.setAttribute("aria-pressed", String(each.dataset.switch === language));
    }
  }

  // Folding

  function openAround(element) {
    for (let each = element; each; each = each.parentElement) {
      if (each instanceof HTMLDetailsElement) each.open = true;
    }
  }

  function openTarget() {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    openAround(target);
    target.scrollIntoView();
  }

  function foldAll(isOpen) {
    for (const each of document.querySelectorAll(".subject details")) each.open = isOpen;
  }

  const tools = byId("tools");
  if (tools) {
    tools.hidden = false;
    byId("open-all").addEventListener("click", () => foldAll(true));
    byId("close-all").addEventListener("click", () => foldAll(false));
  }

  // Search

  const form = byId("filters");
  const data = JSON.parse(byId("rows").textContent);
  const selects = form ? [...form.querySelectorAll("select")] : [];
  let found = data.rows;
  let page = 0;

  // What each select compares: a list of values of a row.
  const KEYS = {
    outcome: (row) => [data.outcomes[row[2]].label],
    severity: (row) => [data.rules[row[1]].severity],
    platform: (row) => [data.subjects[row[0]].platform],
    level: (row) => [data.subjects[row[0]].level].filter(Boolean),
    verdict: (row) => [data.subjects[row[0]].verdict],
    clause: (row) => data.rules[row[1]].clauses.map((each) => languages.map(() => each)),
  };

  // Everything of a row that can be searched, in small letters, in all languages at once.
  const haystacks = data.rows.map(([subject, rule, outcome, , message]) => {
    const who = data.subjects[subject];
    const what = data.rules[rule];
    return [
      who.name, who.id, ...who.platform, what.id, ...what.title, ...what.clauses,
      ...data.outcomes[outcome].label, ...message,
    ].join("\n").toLowerCase();
  });

  function fillSelects() {
    for (const select of selects) {
      const key = KEYS[select.dataset.key];
      const counts = new Map();
      for (const row of data.rows) {
        for (const texts of key(row)) {
          const value = texts.join("\n");
          counts.set(value, { texts, count: (counts.get(value)?.count ?? 0) + 1 });
        }
      }
      for (const [value, { texts, count }] of counts) {
        const option = document.createElement("option");
        option.value = value;
        option.dataset.zh = `${texts[Math.max(languages.indexOf("zh"), 0)]} (${count})`;
        option.dataset.en = `${texts[Math.max(languages.indexOf("en"), 0)]} (${count})`;
        select.append(option);
      }
      select.closest(".field").hidden = counts.size < 2;
    }
  }

  function filter() {
    const words = byId("filter-text").value.toLowerCase().split(/\s+/u).filter(Boolean);
    const chosen = selects
      .filter((select) => select.value !== "")
      .map((select) => [KEYS[select.dataset.key], select.value]);
    found = data.rows.filter(
      (row, place) =>
        words.every((word) => haystacks[place].includes(word)) &&
        chosen.every(([key, value]) => key(row).some((texts) => texts.join("\n") === value)),
    );
    page = 0;
    show();
  }

  function element(name, className, ...contents) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...contents);
    return made;
  }

  function cell(...contents) {
    const made = element("td", "", ...contents);
    made.setAttribute("role", "cell");
    return made;
  }

  function line([subject, rule, outcome, number, message]) {
    const who = data.subjects[subject];
    const what = data.rules[rule];
    const link = element("a", "", element("bdi", "", who.name || who.id));
    link.href = `#finding-${number}`;
    const came = data.outcomes[outcome];
    const row = element(
      "tr",
      "",
      cell(link, element("span", "quiet", element("bdi", "", told(who.platform)))),
      cell(
        element("span", `badge ${came.kind}`, told(came.label)),
        element("span", "quiet", told(what.severity)),
      ),
      cell(told(what.title)),
      cell(element("bdi", "", told(message))),
      cell(what.clauses.join("；")),
    );
    row.setAttribute("role", "row");
    return row;
  }

  function show() {
    if (!form) return;
    const words = WORDS[shows()];
    const last = Math.max(Math.ceil(found.length / PAGE), 1);
    const number = (count) => count.toLocaleString("en-US");
    byId("found").textContent = found.length
      ? words.found(number(found.length), number(data.rows.length))
      : words.nothing;
    byId("found-rows").replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(line));
    byId("table").hidden = found.length === 0;
    byId("pages").hidden = last < 2;
    byId("page-now").textContent = words.page(number(page + 1), number(last));
    byId("page-back").disabled = page === 0;
    byId("page-on").disabled = page + 1 >= last;
  }

  function turn(steps) {
    page += steps;
    show();
    byId("found").scrollIntoView({ block: "center" });
  }

  function prepareSearch() {
    const table = byId("table");
    table.setAttribute("role", "table");
    for (const each of table.querySelectorAll("thead, tbody")) each.setAttribute("role", "rowgroup");
    table.querySelector("thead tr").setAttribute("role", "row");
    for (const each of table.querySelectorAll("th")) each.setAttribute("role", "columnheader");
    fillSelects();
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    byId("page-back").addEventListener("click", () => turn(-1));
    byId("page-on").addEventListener("click", () => turn(1));
  }

  if (form) prepareSearch();
  for (const each of switches) {
    each.parentElement.hidden = false;
    each.addEventListener("click", () => {
      say(each.dataset.switch);
      show();
    });
  }
  say(shows());
  show();
  addEventListener("hashchange", openTarget);
  openTarget();
})();
