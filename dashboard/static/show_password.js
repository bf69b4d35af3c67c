// Whoever types a password may look at it. Without this file there is just no box to tick.
const words = document.currentScript.dataset.show;
for (const field of document.querySelectorAll('main input[type="password"]')) {
  const label = document.createElement("label");
  label.className = "show";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
  label.append(box, words);
  field.after(label);
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
