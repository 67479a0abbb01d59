/**
 * Finds a hand in pictures. It is a thread of its own, so that the page stays quick, and has a policy of its own, so that the page
 * need not allow WebAssembly. What it loads lies beside it; it asks no other machine.
 */
import { FilesetResolver, HandLandmarker } from '@mediapipe/tasks-vision';
import type { FromHands, ToHands } from './hands-wire.ts';

type Scope = {
  postMessage(message: FromHands): void;
  onmessage: ((event: { data: ToHands }) => void) | null;
};
const scope = globalThis as unknown as Scope;

let landmarker: HandLandmarker | undefined;

async function start(model: 'full' | 'lite', confidence: number): Promise<void> {
  const files = await FilesetResolver.forVisionTasks('/hands');
  landmarker = await HandLandmarker.createFromOptions(files, {
    baseOptions: { modelAssetPath: `/hands/${model}.task`, delegate: 'CPU' },
    runningMode: 'VIDEO',
    numHands: 1,
    minHandDetectionConfidence: confidence,
    minHandPresenceConfidence: confidence,
    minTrackingConfidence: confidence,
  });
  scope.postMessage({ kind: 'ready' });
}

function look(frame: ImageBitmap, at: number): void {
  const from = performance.now();
  const found = landmarker?.detectForVideo(frame, at);
  frame.close();
  const [picture, world, side] = [found?.landmarks[0], found?.worldLandmarks[0], found?.handedness[0]?.[0]];
  const hand = picture && world ? { confidence: side?.score ?? 0, picture, world } : undefined;
  scope.postMessage({ kind: 'hand', hand, tookMs: performance.now() - from });
}

scope.onmessage = ({ data }) => {
  try {
    if (data.kind === 'frame') look(data.frame, data.at);
    else start(data.model, data.confidence).catch(fail);
  } catch (error) {
    fail(error);
  }
};

function fail(error: unknown): void {
  scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
