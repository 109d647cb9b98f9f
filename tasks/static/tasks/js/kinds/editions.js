// A picture comes in the edition that fits its place on the screen. Whoever brings it nearer gets a wider one.

const MORE = 1.2; // by so much a picture grows before a wider edition is asked for

export function mountEditions(picture, signal) {
  if (!picture?.srcset) return;
  let asked = 0;
  const sizes = new ResizeObserver(([{ contentRect: place }]) => {
    // The picture is fitted into its place: a high one leaves the sides empty.
    const ratio = picture.naturalHeight ? picture.naturalWidth / picture.naturalHeight : Infinity;
    const width = Math.min(place.width, place.height * ratio);
    if (!asked) asked = width;
    if (width <= asked * MORE) return;
    asked = width;
    picture.sizes = `${Math.ceil(width)}px`;
  });
  sizes.observe(picture);
  signal.addEventListener("abort", () => sizes.disconnect());
}
