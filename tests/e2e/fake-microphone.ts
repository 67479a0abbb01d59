import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplesOf } from '../../src/main/features/voice/speaking/wav.ts';

const rate = 16_000;

/** Something that is said, and so many seconds after the capture began. */
export type Line = { at: number; text: string };

/** A WAV that Chromium plays into a page's microphone: flite's voice over the faint noise of a room. Gives its path. */
export function recordLines(folder: string, lines: readonly Line[], seconds: number): string {
  const samples = Int16Array.from({ length: seconds * rate }, () => (Math.random() * 2 - 1) * 60);
  for (const { at, text } of lines) {
    const file = join(folder, 'line.wav');
    execFileSync('flite', ['-voice', 'slt', '-t', text, '-o', file]);
    const said = samplesOf(readFileSync(file)).samples;
    for (const [index, sample] of said.entries()) samples[at * rate + index]! += Math.round(sample * 0.7);
  }
  const path = join(folder, 'microphone.wav');
  writeFileSync(path, wavOf(samples));
  return path;
}

function wavOf(samples: Int16Array): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

/** Switches of a browser whose microphone is that file, once. */
export function microphoneSwitches(wav: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${wav}%noloop`,
    '--autoplay-policy=no-user-gesture-required',
  ];
}
