/** A point of a hand: in a picture from 0 to 1, in the world in metres from the hand's middle. */
export type Point = { x: number; y: number; z: number };

/** 21 points of one hand, as MediaPipe numbers them: 0 the wrist, 4 the tip of the thumb, 8, 12, 16 and 20 the tips of the fingers. */
export type Hand = { confidence: number; picture: Point[]; world: Point[] };

export type ToHands =
  | { kind: 'start'; model: 'full' | 'lite'; confidence: number }
  | { kind: 'frame'; frame: ImageBitmap; at: number };

export type FromHands =
  | { kind: 'ready' }
  | { kind: 'hand'; hand: Hand | undefined; tookMs: number }
  | { kind: 'failed'; message: string };
