// An example: the tools of the desk as a worker has them; what is entered is sent as a plain form.

const form = document.querySelector("#answer");
if (form.dataset.kindScript) {
  const kind = await import(form.dataset.kindScript);
  kind.mount(form);
}
form.dataset.ready = "";
