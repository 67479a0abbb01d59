import { describe, expect, test } from 'vitest';
import { readWav } from './read-wav.ts';
import { wavOf } from './wav-file.ts';

/** A tone of 440 Hz, a second long, in a WAV of another form. */
function tone({ rate = 16_000, channels = 1, bits = 16, kind = 1 }): Buffer {
  const width = bits / 8;
  const data = Buffer.alloc(rate * channels * width);
  for (let at = 0; at < rate * channels; at += 1) {
    const value = Math.sin((2 * Math.PI * 440 * Math.floor(at / channels)) / rate) / 2;
    if (kind === 3) data.writeFloatLE(value, at * 4);
    else if (bits === 8) data.writeUInt8(Math.round(value * 127 + 128), at);
    else data.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), at * width, width);
  }
  const head = wavOf(new Int16Array(0), rate).subarray(0, 44);
  head.writeUInt16LE(kind, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt16LE(bits, 34);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

const crossings = (samples: Int16Array): number =>
  samples.reduce((count, sample, at) => count + (at > 0 && sample >= 0 !== (samples[at - 1] ?? 0) >= 0 ? 1 : 0), 0);

describe('a WAV', () => {
  test.each([
    {},
    { rate: 44_100, channels: 2 },
    { rate: 48_000, bits: 24 },
    { rate: 8000, bits: 8 },
    { rate: 22_050, bits: 32, kind: 3 },
  ])('of the form %o is heard as engines want it', async (form) => {
    const samples = await readWav(tone(form));
    expect(Math.abs(samples.length - 16_000)).toBeLessThan(4);
    expect(Math.abs(crossings(samples) - 880)).toBeLessThan(6);
    expect(samples.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(13_000);
  });

  test('that is none, has no sound, or is of a form nobody reads, is refused', async () => {
    await expect(readWav(Buffer.from('ID3 no wave at all'))).rejects.toThrow('It is no WAV file');
    await expect(readWav(tone({}).subarray(0, 36))).rejects.toThrow('no sound in it');
    await expect(readWav(tone({ bits: 16, kind: 6 }))).rejects.toThrow('of a kind that is not read (kind 6');
  });

  test('that is long is read in turns, between which everything else goes on', async () => {
    let turns = 0;
    let isRead = false;
    const count = (): void => {
      turns += 1;
      if (!isRead) setImmediate(count);
    };
    setImmediate(count);
    const samples = await readWav(wavOf(new Int16Array(60 * 16_000).fill(7), 16_000));
    isRead = true;
    expect(samples).toHaveLength(60 * 16_000);
    expect(turns).toBeGreaterThanOrEqual(12);
  });
});
