import { BufferSource, EncodedPacketSink, Input, MATROSKA, MP4, OGG, WEBM } from 'mediabunny';
import { HeronError } from '../../base/errors.ts';
import { heardOf, heardRate } from '../read-wav.ts';
import type { Answer } from './open-ask.ts';

export const answerByDecoder: Answer = async ({ kind, question }, { signal }) => {
  if (kind !== 'unpack') throw new HeronError('unsupported', `The decoder does not ${kind}`);
  const { bytes } = question;
  const pieces = isMp3(bytes) ? unpackMp3(bytes, signal) : unpackOpus(bytes, signal);
  const audio = inOne(await Array.fromAsync(pieces));
  if (audio.length > 0) return { audio };
  throw new HeronError('unsupported', 'There is no sound in the recording, or it is damaged');
};

function inOne(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A tag, or the sign with which a frame begins (ISO 11172-3, 2.4.1.3). */
function isMp3([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  return (first === 0x49 && second === 0x44 && third === 0x33) || (first === 0xff && (second & 0xe6) === 0xe2);
}

type Unpacked = { channelData: readonly Float32Array[]; samplesDecoded: number; sampleRate: number };

function heard({ channelData, samplesDecoded: length, sampleRate: rate }: Unpacked): Promise<Int16Array> {
  const meanAt = (at: number): number =>
    channelData.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channelData.length;
  return heardOf({ length, rate, meanAt });
}

/** An hour of it unpacked at once would be a gigabyte. */
const chunkBytes = 1024 * 1024;

async function* unpackMp3(bytes: Uint8Array, signal: AbortSignal): AsyncGenerator<Int16Array> {
  // A file of its own beside this one, as its licence wants it.
  const { MPEGDecoder } = await import('mpg123-decoder');
  const decoder = new MPEGDecoder();
  try {
    await decoder.ready;
    for (let at = 0; at < bytes.length && !signal.aborted; at += chunkBytes) {
      yield await heard(decoder.decode(bytes.subarray(at, at + chunkBytes)));
    }
  } finally {
    decoder.free();
  }
}

async function* unpackOpus(bytes: Uint8Array, signal: AbortSignal): AsyncGenerator<Int16Array> {
  const track = await soundOf(bytes);
  const { numberOfChannels: channels } = track;
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({ channels, sampleRate: heardRate });
  try {
    await decoder.ready;
    for await (const { data } of new EncodedPacketSink(track).packets()) {
      if (signal.aborted) return;
      yield await heard(decoder.decodeFrame(data));
    }
  } finally {
    decoder.free();
  }
}

const readHere = 'WAV, MP3, and Opus in Ogg, WebM or MP4 are read';
const wayOut = 'make one of it first: ffmpeg -i recording recording.wav';

/** Errors: `unsupported`. */
async function soundOf(bytes: Uint8Array) {
  const input = new Input({ source: new BufferSource(bytes), formats: [OGG, WEBM, MATROSKA, MP4] });
  const track = await input.getPrimaryAudioTrack().catch(() => undefined);
  if (track === undefined) {
    throw new HeronError('unsupported', `It is no recording that is read here (${readHere}); ${wayOut}`);
  }
  if (track?.codec === 'opus' && track.numberOfChannels <= 2) return track;
  const found =
    track === null ? 'no sound' : `${track.codec ?? 'a codec nobody knows'}, ${track.numberOfChannels} channels`;
  throw new HeronError('unsupported', `The recording holds ${found}; ${readHere}: ${wayOut}`);
}
