// Parts of the page that are ready before they are shown: a picture is decoded, a recording fetched, while another one is
// worked on.

export function prepare(number, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  // As nodes of this page, and not of an inert template, pictures begin to load.
  const part = document.importNode(template.content, true);
  for (const picture of part.querySelectorAll("img")) {
    picture.loading = "eager";
    picture.decode().catch(() => {}); // what doesn't come is said once it is shown
  }
  for (const player of part.querySelectorAll("audio")) {
    player.preload = "auto";
    player.load();
  }
  return { number, nodes: [...part.childNodes] };
}
