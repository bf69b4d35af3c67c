// A form that is on its way is not sent again by a second press. Without this file the books do
// each form once all the same, but the second answer says that it was done already.
const PATIENCE = 5000; // milliseconds; whoever stopped the page may press again
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post") return;
  if (Date.now() - (sent.get(form) ?? 0) < PATIENCE) event.preventDefault();
  else sent.set(form, Date.now());
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) sent.delete(form);
});
