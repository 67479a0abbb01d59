import { setImmediate as nextTurn } from 'node:timers/promises';
import { HeronError } from '../base/errors.ts';

/** Samples a second of what engines hear. */
export const heardRate = 16_000;

const kinds = { whole: 1, floating: 3, extensible: 0xfffe };

type Format = { kind: number; channels: number; rate: number; bits: number };

export const isWav = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from('RIFF')) &&
  Buffer.from(bytes.subarray(8, 12)).equals(Buffer.from('WAVE'));

/**
 * The sound of a WAV as engines hear it: one channel, 16 kHz, 16 bits; of several channels the mean. An hour of it is read in many
 * turns, between which everything else goes on. Errors: `unsupported` for what is no WAV or of a kind that is not read.
 */
export async function readWav(bytes: Buffer): Promise<Int16Array> {
  if (!isWav(bytes)) throw new HeronError('unsupported', 'It is no WAV file');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'fmt ' && body.length >= 16) format = formatOf(body);
    if (name === 'data' && format) return heard(body, format);
    at += 8 + length + (length % 2);
  }
  throw new HeronError('unsupported', 'The WAV file has no sound in it');
}

function formatOf(body: Buffer): Format {
  const told = body.readUInt16LE(0);
  const kind = told === kinds.extensible && body.length >= 26 ? body.readUInt16LE(24) : told;
  return { kind, channels: body.readUInt16LE(2), rate: body.readUInt32LE(4), bits: body.readUInt16LE(14) };
}

/** From -1 to 1. */
function reader({ kind, bits }: Pick<Format, 'kind' | 'bits'>): ((bytes: Buffer, at: number) => number) | undefined {
  if (kind === kinds.floating && bits === 32) return (bytes, at) => bytes.readFloatLE(at);
  if (kind !== kinds.whole) return undefined;
  if (bits === 8) return (bytes, at) => (bytes.readUInt8(at) - 128) / 128;
  if (bits === 16) return (bytes, at) => bytes.readInt16LE(at) / 2 ** 15;
  if (bits === 24) return (bytes, at) => bytes.readIntLE(at, 3) / 2 ** 23;
  return bits === 32 ? (bytes, at) => bytes.readInt32LE(at) / 2 ** 31 : undefined;
}

/** Reads a sample of all channels. */
function meanReader(body: Buffer, { kind, bits, channels, rate }: Format): (at: number) => number {
  const read = reader({ kind, bits });
  if (!read || channels === 0 || rate < 4000 || rate > 400_000) {
    const text = `The WAV file is of a kind that is not read (kind ${kind}, ${bits} bits, ${channels} channels, ${rate} a second)`;
    throw new HeronError('unsupported', text);
  }
  const width = bits / 8;
  return (at) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += read(body, (at * channels + channel) * width);
    return sum / channels;
  };
}

const secondsATurn = 5;

function heard(body: Buffer, format: Format): Promise<Int16Array> {
  const length = Math.floor(body.length / ((format.bits / 8) * format.channels));
  return heardOf({ length, rate: format.rate, meanAt: meanReader(body, format) });
}

/** So many samples a second, each the mean of all channels, from -1 to 1. */
export type Samples = { length: number; rate: number; meanAt: (at: number) => number };

/** Each sample is the mean of the time it stands for, which keeps out what is too high to be heard at this rate. */
export async function heardOf({ length, rate, meanAt }: Samples): Promise<Int16Array> {
  const step = rate / heardRate;
  const out = new Int16Array(Math.floor(length / step));
  for (let at = 0; at < out.length; at += 1) {
    if (at % (secondsATurn * heardRate) === 0) await nextTurn();
    const from = Math.floor(at * step);
    const to = Math.min(length, Math.max(from + 1, Math.floor((at + 1) * step)));
    let sum = 0;
    for (let one = from; one < to; one += 1) sum += meanAt(one);
    out[at] = Math.max(-1, Math.min(1, sum / (to - from))) * 32_767;
  }
  return out;
}
