import { handsWorker } from '../../app/trusted-types.ts';
import type { FromHands, Hand, ToHands } from './hands-wire.ts';
import { t } from '../../../words/words.ts';

export type WatchParts = {
  model: 'full' | 'lite';
  confidence: number;
  framesPerSecond: number;
  /** The newest picture of the camera. */
  frame: () => HTMLCanvasElement;
  onReady: () => void;
  onHand: (hand: Hand | undefined, tookMs: number) => void;
  onFailed: (message: string) => void;
};

/** Looks for a hand so often, never at two pictures at a time, until what it gives is called. */
export function watchHands(parts: WatchParts): () => void {
  const worker = new Worker(handsWorker);
  const send = (message: ToHands, moved: Transferable[] = []): void => worker.postMessage(message, moved);
  const everyMs = 1000 / parts.framesPerSecond;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lookedAt = 0;

  async function look(): Promise<void> {
    lookedAt = performance.now();
    const frame = await createImageBitmap(parts.frame());
    if (isEnded) return frame.close();
    send({ kind: 'frame', frame, at: lookedAt }, [frame]);
  }

  function lookSoon(): void {
    const wait = Math.max(0, everyMs - (performance.now() - lookedAt));
    // Between two cameras there is no picture; the next one is looked at.
    timer = setTimeout(() => void look().catch(lookSoon), wait);
  }

  function heed(message: FromHands): void {
    if (isEnded) return;
    if (message.kind === 'failed') return parts.onFailed(message.message);
    if (message.kind === 'ready') parts.onReady();
    else parts.onHand(message.hand, message.tookMs);
    lookSoon();
  }

  worker.onmessage = ({ data }: MessageEvent<FromHands>) => heed(data);
  worker.onerror = ({ message }) => parts.onFailed(message || t('What finds hands could not be loaded'));
  send({ kind: 'start', model: parts.model, confidence: parts.confidence });
  return () => {
    isEnded = true;
    clearTimeout(timer);
    worker.terminate();
  };
}
