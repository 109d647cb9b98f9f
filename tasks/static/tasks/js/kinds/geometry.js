// Boxes as plain numbers: {x, y, w, h} in whole pixels of the picture. Nothing here touches the page.

export const between = (least, value, most) => Math.min(Math.max(value, least), most);

export const isWhole = (box) => ["x", "y", "w", "h"].every((side) => Number.isFinite(box[side])) && box.w > 0 && box.h > 0;

/** The box with these two opposite corners, inside the picture; null when nothing of it is. */
export function boxOf(one, other, bounds) {
  const [left, right] = [one.x, other.x].map((x) => between(0, Math.round(x), bounds.width)).sort((a, b) => a - b);
  const [top, bottom] = [one.y, other.y].map((y) => between(0, Math.round(y), bounds.height)).sort((a, b) => a - b);
  return right > left && bottom > top ? { x: left, y: top, w: right - left, h: bottom - top } : null;
}

export const inside = (box, bounds) => boxOf({ x: box.x, y: box.y }, { x: box.x + box.w, y: box.y + box.h }, bounds);

/** The box moved by so much, stopped at the edges of the picture. */
export function moved(box, dx, dy, bounds) {
  const x = Math.round(between(0, box.x + dx, bounds.width - box.w));
  const y = Math.round(between(0, box.y + dy, bounds.height - box.h));
  return { x, y, w: box.w, h: box.h };
}

/** The box with its right and lower edge moved by so much; never smaller than one pixel. */
export function grown(box, dw, dh, bounds) {
  const w = between(1, box.w + dw, bounds.width - box.x);
  const h = between(1, box.h + dh, bounds.height - box.y);
  return { x: box.x, y: box.y, w, h };
}

/** The box with one edge or corner ("n", "se", ...) dragged to `point`. */
export function dragged(box, handle, point, bounds) {
  const edges = { left: box.x, right: box.x + box.w, top: box.y, bottom: box.y + box.h };
  if (handle.includes("w")) edges.left = point.x;
  if (handle.includes("e")) edges.right = point.x;
  if (handle.includes("n")) edges.top = point.y;
  if (handle.includes("s")) edges.bottom = point.y;
  return boxOf({ x: edges.left, y: edges.top }, { x: edges.right, y: edges.bottom }, bounds);
}

/** Which edge or corner of the box lies within `reach` of `point`; "" for none. The inner half stays free to move. */
export function handleAt(box, point, reach) {
  const near = (edge, side, outwards) => {
    const out = (point[side === "w" ? "x" : "y"] - edge) * outwards;
    return out <= reach && out >= -Math.min(reach, box[side] / 4);
  };
  const within = (at, from, length) => at >= from - reach && at <= from + length + reach;
  if (!within(point.x, box.x, box.w) || !within(point.y, box.y, box.h)) return "";
  const down = near(box.y, "h", -1) ? "n" : near(box.y + box.h, "h", 1) ? "s" : "";
  const across = near(box.x, "w", -1) ? "w" : near(box.x + box.w, "w", 1) ? "e" : "";
  return down + across;
}

/** Where the eight handles are drawn. */
export function handlesOf({ x, y, w, h }) {
  const at = [0, 0.5, 1].flatMap((down) => [0, 0.5, 1].map((across) => ({ x: x + across * w, y: y + down * h })));
  return at.filter((_point, index) => index !== 4);
}

export const contains = (box, { x, y }) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

/** The boxes under a point, the smallest first. */
export const boxesAt = (boxes, point) =>
  boxes.filter((box) => isWhole(box) && contains(box, point)).sort((a, b) => a.w * a.h - b.w * b.h);
