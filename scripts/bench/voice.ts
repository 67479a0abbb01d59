import type { Figure } from './figure.ts';
import { measureAccuracy } from './voice/accuracy.ts';
import { measureLatency } from './voice/latency.ts';

/** Voice with the engines of this machine, on synthetic voices: how fast it is, and how surely it hears. */
export async function measureVoice(): Promise<Figure[]> {
  return [...(await measureLatency()), ...(await measureAccuracy())];
}
