import { decodeText } from 'heron/worker-kit';

/** Gathers output until it is asked for: whole lines only, so that no character is cut in two. */
export function wholeLines(maxBytes: number) {
  let chunks: Uint8Array[] = [];
  let taken = 0;
  const newline = 0x0a;

  return {
    add(bytes: Uint8Array): void {
      const kept = bytes.subarray(0, Math.max(0, maxBytes - taken));
      taken += kept.byteLength;
      if (kept.byteLength > 0) chunks.push(kept);
    },
    /** The lines that are whole by now; empty if there are none. */
    take(): string {
      const last = chunks.findLastIndex((chunk) => chunk.includes(newline));
      const chunk = chunks[last];
      if (!chunk) return '';
      const end = chunk.lastIndexOf(newline) + 1;
      const text = [...chunks.slice(0, last), chunk.subarray(0, end)];
      chunks = [chunk.subarray(end), ...chunks.slice(last + 1)];
      return decodeText(joined(text));
    },
  };
}

function joined(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
