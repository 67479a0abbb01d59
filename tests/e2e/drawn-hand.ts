import { PNG } from 'pngjs';

export type DrawnGesture = 'palm' | 'victory' | 'point';

type Vector = [number, number, number];
/** A bone with flesh: from `a` to `b`, as thick at its ends as said, melting into others within `soft`. */
type Bone = { a: Vector; b: Vector; from: number; to: number; soft: number };

const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const times = (a: Vector, k: number): Vector => [a[0] * k, a[1] * k, a[2] * k];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector): Vector => times(a, 1 / Math.hypot(...a));

const fingers = [
  { base: [-0.33, 0.4, 0] as Vector, bones: [0.42, 0.26, 0.21], spread: -0.1, radius: 0.098 },
  { base: [-0.11, 0.45, 0] as Vector, bones: [0.46, 0.3, 0.22], spread: -0.02, radius: 0.102 },
  { base: [0.11, 0.41, 0] as Vector, bones: [0.42, 0.28, 0.21], spread: 0.07, radius: 0.096 },
  { base: [0.31, 0.32, 0] as Vector, bones: [0.33, 0.2, 0.18], spread: 0.17, radius: 0.082 },
];
/** Which of them are stretched, from the index finger on. */
const stretched: Record<DrawnGesture, number> = { palm: 4, victory: 2, point: 1 };

function bonesOf(gesture: DrawnGesture): Bone[] {
  const bone = (a: Vector, b: Vector, from: number, to: number, soft: number): Bone => ({ a, b, from, to, soft });
  const bones = [
    ...fingers.map(({ base }) => bone([base[0] * 0.62, -0.42, 0], base, 0.15, 0.115, 0.1)),
    bone([-0.2, -0.38, 0.05], [-0.34, 0.05, 0.05], 0.16, 0.13, 0.12),
    bone([0.22, -0.36, 0.05], [0.27, 0.1, 0.03], 0.14, 0.11, 0.12),
    bone([0, -0.5, -0.02], [0, -2.2, -0.05], 0.24, 0.3, 0.15),
  ];
  for (const [index, { base, bones: lengths, spread, radius }] of fingers.entries()) {
    const bends = index < stretched[gesture] ? [0.1, 0.1, 0.08] : [1.35, 1.65, 1];
    let [joint, bend] = [base, 0];
    for (const [part, length] of lengths.entries()) {
      bend += bends[part] ?? 0;
      const way: Vector = [Math.sin(spread) * Math.cos(bend), Math.cos(spread) * Math.cos(bend), Math.sin(bend)];
      const next = plus(joint, times(way, length));
      bones.push(bone(joint, next, radius * (1 - 0.08 * part), radius * (0.94 - 0.08 * part), 0.025));
      joint = next;
    }
  }
  const thumb: Vector[] =
    gesture === 'palm'
      ? [
          [-0.3, -0.12, 0.06],
          [-0.62, 0.12, 0.12],
          [-0.82, 0.4, 0.14],
        ]
      : [
          [-0.32, -0.02, 0.12],
          [-0.22, 0.22, 0.36],
          [0.05, 0.24, 0.42],
        ];
  const [first, second, tip] = thumb as [Vector, Vector, Vector];
  bones.push(bone([-0.2, -0.36, 0.05], first, 0.15, 0.14, 0.08));
  bones.push(bone(first, second, 0.135, 0.115, 0.05), bone(second, tip, 0.11, 0.085, 0.03));
  return bones;
}

/** How far a place is from the skin. */
function distanceTo(bones: readonly Bone[], place: Vector): number {
  let nearest = 9;
  for (const { a, b, from, to, soft } of bones) {
    const [out, along] = [minus(place, a), minus(b, a)];
    const part = Math.max(0, Math.min(1, dot(out, along) / dot(along, along)));
    const distance = Math.hypot(...minus(out, times(along, part))) - (from + (to - from) * part);
    const melt = Math.max(soft - Math.abs(nearest - distance), 0) / soft;
    nearest = Math.min(nearest, distance) - melt * melt * soft * 0.25;
  }
  return nearest;
}

/** A hand before a grey wall, lit from above left: what MediaPipe's models take for one. Gives a PNG of 320 by 240 points. */
export function drawHand(gesture: DrawnGesture): Buffer {
  const bones = bonesOf(gesture);
  const image = new PNG({ width: 320, height: 240 });
  const { width, height, data } = image;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [((x - width / 2) / height) * 3.1, (-(y - height / 2) / height) * 3.1 + 0.15];
      const shade = 0.55 + 0.25 * (y / height);
      const colour = skinAt(bones, u, v) ?? [120 * shade, 128 * shade, 122 * shade];
      data.set([...colour.map((value) => Math.max(0, Math.min(255, Math.round(value)))), 255], (y * width + x) * 4);
    }
  }
  return PNG.sync.write(image);
}

const [light, second] = [unit([-0.5, 0.7, 0.9]), unit([0.8, 0.1, 0.5])];

/** Walks along a ray until it meets the hand; undefined where it does not. */
function skinAt(bones: readonly Bone[], u: number, v: number): number[] | undefined {
  const eye: Vector = [u * 0.25, v * 0.25, 5];
  const way = unit(minus([u, v, 0], eye));
  for (let [far, steps] = [3.2, 0]; far <= 7 && steps < 60; steps += 1) {
    const place = plus(eye, times(way, far));
    const distance = distanceTo(bones, place);
    if (distance < 0.002) return lit(bones, place);
    far += distance * 0.9;
  }
  return undefined;
}

function lit(bones: readonly Bone[], place: Vector): number[] {
  const slope = (axis: number): number => {
    const step: Vector = [0, 0, 0];
    step[axis] = 0.004;
    return distanceTo(bones, plus(place, step)) - distanceTo(bones, minus(place, step));
  };
  const normal = unit([slope(0), slope(1), slope(2)]);
  const open = 0.35 + (0.65 * distanceTo(bones, plus(place, times(normal, 0.12)))) / 0.12;
  const shadow = Math.min(1, Math.max(0.25, open));
  const wrapped = Math.max(0, (dot(normal, light) + 0.4) / 1.4);
  const k = (0.3 + 0.55 * wrapped + 0.15 * Math.max(0, dot(normal, second))) * shadow;
  const rim = Math.max(0, 1 - Math.max(0, normal[2])) ** 2;
  return [232 * k + 7.5 * rim, 174 * k + 8 * wrapped, 148 * k + 6 * wrapped];
}
