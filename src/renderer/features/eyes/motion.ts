/** So small that noise of the camera is averaged away, and comparing costs nothing. */
export const motionSize = { width: 48, height: 36 };

/** Steps of 255 by which a point has to be lighter or darker; less is noise. */
const step = 18;

/** The part of the picture, 0 to 1, that is another than before. Both: red, green, blue and opacity of each point. */
export function motionBetween(before: Uint8ClampedArray, now: Uint8ClampedArray): number {
  const points = Math.min(before.length, now.length) / 4;
  if (points === 0) return 0;
  let moved = 0;
  for (let point = 0; point < points; point += 1) {
    if (Math.abs(lightOf(before, point * 4) - lightOf(now, point * 4)) >= step) moved += 1;
  }
  return moved / points;
}

function lightOf(points: Uint8ClampedArray, at: number): number {
  return 0.299 * (points[at] ?? 0) + 0.587 * (points[at + 1] ?? 0) + 0.114 * (points[at + 2] ?? 0);
}

const everyMs = 250;

/** Watches a stream until what it gives is called. */
export function watchMotion(frame: () => CanvasImageSource, onMotion: (part: number) => void): () => void {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [motionSize.width, motionSize.height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let before: Uint8ClampedArray | undefined;
  const look = (): void => {
    context?.drawImage(frame(), 0, 0, motionSize.width, motionSize.height);
    const now = context?.getImageData(0, 0, motionSize.width, motionSize.height).data;
    if (before && now) onMotion(motionBetween(before, now));
    before = now;
  };
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}
