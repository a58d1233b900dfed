// Suggestions under a search box, after the combobox pattern of the ARIA authoring practices.
const WAIT = 180;

export function suggest(form) {
  const input = form.querySelector("input[type=search], input[data-place]");
  const row = input.closest(".search__row, .suggest-field");
  const list = document.createElement("ul");
  Object.assign(list, { className: "suggest", id: `${input.id}-suggesties`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  row.append(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
    ["aria-autocomplete", "list"],
  ])
    input.setAttribute(name, value);

  let timer,
    asked,
    active = -1;
  const options = () => [...list.children];

  function show(items) {
    list.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.id = `${list.id}-${index}`;
        option.dataset.url = item.url ?? "";
        option.dataset.words = item.value ?? item.title;
        const title = document.createElement("span");
        title.textContent = item.title;
        title.lang = "nl";
        const kind = document.createElement("span");
        kind.className = "meta";
        kind.textContent = item.kind;
        option.append(title, kind);
        return option;
      }),
    );
    active = -1;
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  // a suggestion leads somewhere, or fills the field
  function choose({ dataset: { url, words } }) {
    if (url) return void (location.href = url);
    input.value = words;
    show([]);
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    active = (active + step + all.length + (active < 0 && step < 0 ? 1 : 0)) % all.length;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < 2) return show([]);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (!answer.ok) return;
      const { items } = await answer.json();
      // a place that was typed in full, and of which there is one, needs no list over what comes next
      const same = (item) => !item.url && item.value?.toLowerCase() === text.toLowerCase();
      show(items.some(same) ? [] : items);
    } catch {
      /* aborted or offline: the form itself still works */
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([]);
    }
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) choose(option);
  });
  input.addEventListener("blur", () => show([]));
}
