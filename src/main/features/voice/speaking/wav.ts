import { HeronError } from '../../../base/errors.ts';

/**
 * A WAV whose header tells its real length: programs that write to a pipe do not know it beforehand and put in what they
 * like. Errors: `provider` for what is no WAV.
 */
export function withRealLength(wav: Buffer): Buffer {
  if (wav.length < 12 || wav.toString('latin1', 0, 4) !== 'RIFF' || wav.toString('latin1', 8, 12) !== 'WAVE') {
    throw new HeronError('provider', 'The speech engine gave something that is no WAV');
  }
  const fixed = Buffer.from(wav);
  fixed.writeUInt32LE(wav.length - 8, 4);
  const data = findData(fixed);
  fixed.writeUInt32LE(fixed.length - data - 8, data + 4);
  return fixed;
}

/** The samples of a WAV with 16 bits and one channel. */
export function samplesOf(wav: Buffer): { rate: number; samples: Int16Array } {
  const fixed = withRealLength(wav);
  const start = findData(fixed) + 8;
  const samples = new Int16Array((fixed.length - start) >> 1);
  for (let at = 0; at < samples.length; at += 1) samples[at] = fixed.readInt16LE(start + at * 2);
  return { rate: fixed.readUInt32LE(24), samples };
}

/** The same played so much higher, and so much shorter: 1 leaves it as it is. Who speaks has to be that much slower. */
export function withPitch(wav: Buffer, pitch: number): Buffer {
  if (pitch === 1) return wav;
  const higher = withRealLength(wav);
  const rate = Math.round(higher.readUInt32LE(24) * pitch);
  higher.writeUInt32LE(rate, 24);
  higher.writeUInt32LE(rate * higher.readUInt16LE(32), 28);
  return higher;
}

/** Where the chunk of the samples begins; others may stand before it. */
function findData(wav: Buffer): number {
  for (let at = 12; at + 8 <= wav.length;) {
    if (wav.toString('latin1', at, at + 4) === 'data') return at;
    const length = wav.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  throw new HeronError('provider', 'The speech engine gave a WAV without any sound in it');
}
