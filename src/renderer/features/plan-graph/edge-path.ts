type Point = { x: number; y: number };

/** A curve that leaves to the right and comes in from the left, also where it has to go back. */
export function pathBetween(from: Point, to: Point): string {
  const ahead = to.x - from.x;
  const pull = ahead >= 0 ? Math.max(24, ahead / 2) : Math.min(160, 40 + -ahead / 4);
  return `M${from.x} ${from.y} C${from.x + pull} ${from.y} ${to.x - pull} ${to.y} ${to.x} ${to.y}`;
}
