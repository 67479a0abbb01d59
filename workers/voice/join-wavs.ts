import { fail } from 'heron/worker-kit';

/** WAVs of one form, one after the other. */
export function joinWavs(wavs: readonly Uint8Array[]): { wav: Uint8Array; seconds: number } {
  const parts = wavs.map(read);
  const [first] = parts;
  if (!first) return fail('invalid-input', 'There is no sound to join');
  const length = parts.reduce((sum, { data }) => sum + data.length, 0);
  const wav = new Uint8Array(first.head.length + length);
  wav.set(first.head);
  let at = first.head.length;
  for (const { data } of parts) {
    wav.set(data, at);
    at += data.length;
  }
  const view = new DataView(wav.buffer);
  view.setUint32(4, wav.length - 8, true);
  view.setUint32(first.head.length - 4, length, true);
  return { wav, seconds: length / first.bytesASecond };
}

/** All up to the samples, and the samples. */
function read(wav: Uint8Array): { head: Uint8Array; data: Uint8Array; bytesASecond: number } {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  const nameAt = (place: number): string => String.fromCharCode(...wav.subarray(place, place + 4));
  let bytesASecond = 0;
  for (let at = 12; at + 8 <= wav.length;) {
    const length = view.getUint32(at + 4, true);
    if (nameAt(at) === 'fmt ') bytesASecond = view.getUint32(at + 16, true);
    if (nameAt(at) === 'data' && bytesASecond > 0) {
      return { head: wav.subarray(0, at + 8), data: wav.subarray(at + 8, at + 8 + length), bytesASecond };
    }
    at += 8 + length + (length % 2);
  }
  return fail('worker-failed', 'The engine of speech gave a sound that cannot be read');
}
