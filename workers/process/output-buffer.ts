import { decodeText } from 'heron/worker-kit';

/** Keeps the first `maxBytes` of what a program says; the rest is counted and dropped. */
export function createOutputBuffer(maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let received = 0;
  return {
    add(bytes: Uint8Array): void {
      received += bytes.byteLength;
      const taken = bytes.subarray(0, maxBytes - kept);
      if (taken.byteLength === 0) return;
      kept += taken.byteLength;
      chunks.push(taken);
    },
    received: () => received,
    isOver: () => received > kept,
    text(): string {
      const whole = new Uint8Array(kept);
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.byteLength;
      }
      return decodeText(whole);
    },
  };
}
