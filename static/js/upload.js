// A chosen file that is too large is said so before a phone sends it; who shows a picture is asked what is to be seen.
const size = (bytes) => `${(Math.ceil(bytes / 104857.6) / 10).toFixed(1).replace(".", ",")} MB`;

export function upload(input) {
  const form = input.form;
  const pictures = (input.dataset.pictures || "").split(" ");
  const asked = form.elements.seen?.closest(".field");
  const said = errorUnder(input);
  const unseen = asked && errorUnder(form.elements.seen);
  input.addEventListener("change", look);
  form.addEventListener("submit", refuse, true);
  look();

  function look() {
    const file = input.files[0];
    const isPicture = Boolean(file) && pictures.includes(file.name.split(".").pop().toLowerCase());
    const most = Number(isPicture ? input.dataset.mostPicture : input.dataset.most);
    const words = isPicture ? input.dataset.pictureTooLarge : input.dataset.tooLarge;
    const isTooLarge = Boolean(file) && file.size > most;
    say(said, input, isTooLarge ? words.replace("{size}", size(file.size)) : "");
    if (asked) asked.hidden = !isPicture;
    const sort = form.elements.sort; // a photo is a photo, unless somebody said otherwise
    if (isPicture && sort && !sort.value) sort.value = "foto";
  }

  function refuse(event) {
    const seen = form.elements.seen;
    const isUnseen = Boolean(asked) && !asked.hidden && !seen.value.trim();
    if (asked) say(unseen, seen, isUnseen ? seen.dataset.asked : "");
    if (said.hidden && !isUnseen) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (said.hidden ? seen : input).focus();
  }
}

function errorUnder(field) {
  const line = document.createElement("p");
  line.className = "field__error";
  line.setAttribute("role", "alert");
  line.id = `${field.id}_said`;
  line.hidden = true;
  field.after(line);
  return line;
}

function say(line, field, words) {
  line.textContent = words;
  line.hidden = !words;
  if (words) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", line.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
}
