// A picture or a recording that doesn't come (a far server is gone, a policy forbids it) is said in words.

export function mountMissing(form, { signal }) {
  const sentence = form.querySelector("[data-desk-missing]");
  if (!sentence) return;
  const stage = form.querySelector("[data-desk-stage]");
  const show = () => {
    for (const part of stage.children) part.hidden = part !== sentence;
  };
  for (const medium of stage.querySelectorAll("img, audio")) {
    const hasFailed = medium.localName === "img" ? medium.complete && !medium.naturalWidth : medium.error;
    if (hasFailed) show();
    else medium.addEventListener("error", show, { signal });
  }
}
