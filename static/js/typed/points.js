// a list of points: one more, one less, without a trip to the server
export function points(list) {
  const form = list.closest("form");
  const blank = form.querySelector("template[data-blank]");
  const most = 12;
  const more = form.querySelector("[data-more]");

  const count = () => list.querySelectorAll(".point").length;
  const add = () => {
    const numbers = [...list.querySelectorAll("[name$='-title']")].map((field) => Number(field.name.slice(1, -6)));
    const next = Math.max(-1, ...numbers) + 1;
    const holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML
      .replaceAll("p__n__", `p${next}`)
      .replaceAll("__n__", String(next))
      .replaceAll("__nr__", "");
    const point = list.appendChild(holder.firstElementChild);
    renumber();
    return point;
  };
  more.addEventListener("click", (event) => {
    event.preventDefault();
    if (count() < most) add().querySelector("input").focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    if (!button || count() < 2) return;
    event.preventDefault();
    drop(button.closest(".point"));
  });

  // one tap on a phone is quickly made: what held text can be put back
  function drop(point) {
    const held = [...point.querySelectorAll("input[type=text], textarea")].some((field) => field.value.trim());
    const place = document.createElement("p");
    const undo = Object.assign(document.createElement("button"), {
      type: "button",
      className: "btn btn--plain",
      textContent: list.dataset.undo,
    });
    place.className = "meta";
    place.setAttribute("role", "status");
    place.append(`${list.dataset.dropped} `, undo);
    undo.addEventListener("click", () => {
      place.replaceWith(point);
      renumber();
      form.dispatchEvent(new Event("input"));
      point.querySelector("input").focus();
    });
    if (held) point.replaceWith(place);
    else point.remove();
    renumber();
    form.dispatchEvent(new Event("input"));
    (held ? undo : more).focus();
  }

  function renumber() {
    list.querySelectorAll(".point [data-number]").forEach((number, at) => {
      number.textContent = at + 1;
    });
  }

  // text that comes back from this device may have more points than the page
  form.addEventListener("restore", (event) => {
    const wanted = event.detail.filter((name) => /^p\d+-title$/.test(name));
    while (count() < most && (count() < wanted.length || wanted.some((name) => !form.elements[name]))) add();
  });
}
