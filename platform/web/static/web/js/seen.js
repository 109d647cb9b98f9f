// A part that looks again by itself (data-live) rests while nobody sees the page, and looks at once when it is seen.

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.matches("[data-live]")) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const part of document.querySelectorAll("[data-live]")) part.dispatchEvent(new CustomEvent("seen"));
});
