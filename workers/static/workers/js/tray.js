// Parts of the page that are ready before they are shown: a picture is decoded, a recording fetched, while another one is
// worked on.

/** The parts that are held ahead, the next one first. The desk tells by an attribute that it is loaded. */
export function mountTray(desk) {
  let parts = [];

  function fill(next) {
    parts = next;
    desk.removeAttribute("data-ahead");
    parts[0]?.loaded.then(() => parts[0] === next[0] && desk.setAttribute("data-ahead", next[0].number));
  }

  return {
    fill,
    parts: () => parts,
    take() {
      const [first, ...others] = parts;
      fill(others);
      return first;
    },
  };
}

export function prepare(number, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  // As nodes of this page, and not of an inert template, pictures begin to load.
  const part = document.importNode(template.content, true);
  const pictures = [...part.querySelectorAll("img")].map((picture) => {
    picture.loading = "eager";
    return picture.decode();
  });
  for (const player of part.querySelectorAll("audio")) {
    player.preload = "auto";
    player.load();
  }
  // What doesn't come is said once it is shown.
  return { number, nodes: [...part.childNodes], loaded: Promise.allSettled(pictures) };
}
