// Outlines as plain numbers: points [x, y] in whole pixels of the picture. Nothing here touches the page.
import { between } from "./geometry.js";

export const isDrawn = ({ points }) => points.length > 0 && points.every((point) => point.length === 2 && point.every(Number.isFinite));

export const pointsOf = (text) =>
  text.split(/\s+/).filter(Boolean).map((pair) => pair.split(",").map((side) => (side === "" ? NaN : Number(side))));

export const textOfPoints = (points) => points.map((point) => point.join(",")).join(" ");

/** The point of a vertex at `x`, `y`, inside the picture. */
export const vertexFrom = ({ x, y }, bounds) => [between(0, Math.round(x), bounds.width), between(0, Math.round(y), bounds.height)];

export const changedAt = (points, index, point) => points.map((one, place) => (place === index ? point : one));

export const insertedAt = (points, index, point) => [...points.slice(0, index), point, ...points.slice(index)];

/** The whole outline moved by so much, stopped at the edges of the picture. */
export function shifted(points, dx, dy, bounds) {
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const right = Math.round(between(-Math.min(...across), dx, bounds.width - Math.max(...across)));
  const lower = Math.round(between(-Math.min(...down), dy, bounds.height - Math.max(...down)));
  return points.map(([x, y]) => [x + right, y + lower]);
}

/** The vertex nearest to `point` within `reach`; -1 for none. */
export function vertexAt(points, { x, y }, reach) {
  const ways = points.map(([left, top]) => Math.hypot(left - x, top - y));
  const least = Math.min(...ways);
  return least <= reach ? ways.indexOf(least) : -1;
}

const sidesOf = (points) => points.map((point, index) => [point, points[(index + 1) % points.length]]);

/** The side that passes within `reach` of `point`, by its first vertex; -1 for none. */
export function sideAt(points, { x, y }, reach) {
  return sidesOf(points).findIndex(([[ax, ay], [bx, by]]) => {
    const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const share = between(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 1);
    return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y) <= reach;
  });
}

export function contains(points, { x, y }) {
  const crossed = sidesOf(points).filter(
    ([[ax, ay], [bx, by]]) => ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax),
  );
  return crossed.length % 2 === 1;
}

export const areaOf = (points) => Math.abs(sidesOf(points).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0)) / 2;
