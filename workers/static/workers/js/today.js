// What the line above the work says of the day changes with each answer; it is written into what stands there.

export function refreshToday(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of template.content.querySelectorAll("[data-fresh]")) {
    const place = document.querySelector(`.desk-top [data-fresh="${fresh.dataset.fresh}"]`);
    if (place) place.innerHTML = fresh.innerHTML;
  }
}
