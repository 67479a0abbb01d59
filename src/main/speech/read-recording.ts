import { isWav, readWav } from './read-wav.ts';
import type { SpeechHost } from './speech-host.ts';

/**
 * The sound of a recording as engines hear it. What is packed is unpacked in a process of its own, for files come from anybody.
 * Errors: `unsupported` for what is not read, with what to do; `worker-crashed`, `cancelled`.
 */
export async function readRecording(host: SpeechHost, bytes: Buffer, signal: AbortSignal): Promise<Int16Array> {
  if (isWav(bytes)) return readWav(bytes);
  return (await host.ask({ kind: 'unpack', files: [], signal, question: { bytes } })).audio;
}
