// A chosen file that is too large is said so before a phone sends it; who shows a picture is asked what is to be seen.
const size = (bytes) => `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

export function upload(input) {
  const form = input.form;
  const pictures = (input.dataset.pictures || "").split(" ");
  const asked = form.elements.seen?.closest(".field");
  const said = document.createElement("p");
  said.className = "field__error";
  said.setAttribute("role", "alert");
  said.id = `${input.id}_said`;
  input.after(said);
  input.addEventListener("change", look);
  form.addEventListener("submit", refuse, true);
  look();

  function look() {
    const file = input.files[0];
    const isPicture = Boolean(file) && pictures.includes(file.name.split(".").pop().toLowerCase());
    const most = Number(isPicture ? input.dataset.mostPicture : input.dataset.most);
    const words = isPicture ? input.dataset.pictureTooLarge : input.dataset.tooLarge;
    const isTooLarge = Boolean(file) && file.size > most;
    said.textContent = isTooLarge ? words.replace("{size}", size(file.size)) : "";
    said.hidden = !isTooLarge;
    input.toggleAttribute("aria-invalid", isTooLarge);
    if (isTooLarge) input.setAttribute("aria-errormessage", said.id);
    if (asked) {
      asked.hidden = !isPicture;
      form.elements.seen.required = isPicture;
    }
  }

  function refuse(event) {
    const seen = asked && form.elements.seen.required && !form.elements.seen.value.trim() && form.elements.seen;
    const wrong = said.hidden ? seen : input;
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus();
    if (wrong === seen) wrong.reportValidity();
  }
}
