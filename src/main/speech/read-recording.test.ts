import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from 'mediabunny';
import { afterAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../base/silent-logger.ts';
import { readRecording } from './read-recording.ts';
import { createSpeechHost, speechScript } from './speech-host.ts';
import { wavOf } from './wav-file.ts';

const host = createSpeechHost({ nodeBinary: process.execPath, script: speechScript(''), logger: silentLogger });
afterAll(() => host.close());

const signal = AbortSignal.timeout(120_000);
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const read = (bytes: Buffer): Promise<Int16Array> => readRecording(host, bytes, signal);

const crossings = (samples: Int16Array): number =>
  samples.reduce((count, sample, at) => count + (at > 0 && sample >= 0 !== (samples[at - 1] ?? 0) >= 0 ? 1 : 0), 0);

/** An MP4 that holds AAC, as telephones record. */
async function recordingWithAac(): Promise<Buffer> {
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() });
  const source = new EncodedAudioPacketSource('aac');
  output.addAudioTrack(source);
  await output.start();
  const description = new Uint8Array([0x12, 0x10]);
  const decoderConfig = { codec: 'mp4a.40.2', sampleRate: 44_100, numberOfChannels: 2, description };
  await source.add(new EncodedPacket(new Uint8Array(64), 'key', 0, 0.023), { decoderConfig });
  await output.finalize();
  return Buffer.from(output.target.buffer ?? new ArrayBuffer(0));
}

describe('a recording', () => {
  // `tone`: a second of 440 Hz, written by opusenc and by lame, this of two channels at 44.1 kHz.
  test.each(['tone.ogg', 'tone.mp3'])('%s is heard as engines want it [W-24]', async (name) => {
    const samples = await read(fixture(name));
    // What packs it adds silence at the ends.
    expect(samples.length).toBeGreaterThan(15_900);
    expect(samples.length).toBeLessThan(18_500);
    expect(Math.abs(crossings(samples.slice(4000, 12_000)) - 440)).toBeLessThan(4);
    expect(samples.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(13_000);
  });

  test('a WAV is one as well', async () => {
    expect(await read(wavOf(new Int16Array(1600).fill(9), 16_000))).toHaveLength(1600);
  });

  test('that is none, is damaged, or holds what is not read, is refused with what to do, and the next is read', async () => {
    await expect(read(Buffer.from('a letter'))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('ffmpeg -i recording recording.wav'),
    });
    await expect(read(await recordingWithAac())).rejects.toThrow('The recording holds aac, 2 channels');
    const damaged = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5000, 7)]);
    await expect(read(damaged)).rejects.toThrow('no sound in the recording, or it is damaged');
    await expect(read(fixture('tone.ogg').subarray(0, 60))).rejects.toMatchObject({ code: 'unsupported' });
    expect((await read(fixture('tone.ogg'))).length).toBeGreaterThan(15_900);
  });

  test('that nobody waits for any more is left alone', async () => {
    const stop = AbortSignal.abort();
    await expect(readRecording(host, fixture('tone.mp3'), stop)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
