import { openChosen, type OpenDevice, openDevice } from '../../app/open-device.ts';
import { t } from '../../../words/words.ts';

/** Why there is no microphone, as a person can do something about it. */
export type MicrophoneProblem = 'denied' | 'none' | 'busy';

export class NoMicrophone extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem, cause: unknown) {
    super(t('The microphone cannot be opened ({{problem}})', { problem }), { cause });
    this.problem = problem;
  }
}

export type Microphone = {
  device: OpenDevice;
  /** Whether the engine hears speech: as long as it does, each piece is handed on at once. */
  heedSpeech: (isSpeech: boolean) => void;
  /** Ends the track and closes the device: the browser's sign that it listens goes out. */
  close: () => void;
};

export type MicrophoneParts = {
  /** Empty: the system's own choice. */
  deviceId: string;
  /** Pieces of 32 ms, 16 kHz, one channel, 16 bits: one while there is sound, up to a second of them while it is quiet. */
  onPiece: (samples: Int16Array<ArrayBuffer>) => void;
  /** The device was unplugged, or the permission taken back. */
  onLost: () => void;
};

const sampleRate = 16_000;
/** Of one piece. */
const pieceSamples = 512;

/** Errors: `NoMicrophone`. */
export async function openMicrophone({ deviceId, onPiece, onLost }: MicrophoneParts): Promise<Microphone> {
  const stream = await openStream(deviceId);
  const [track] = stream.getAudioTracks();
  const context = openContext();
  const close = (): void => {
    track?.removeEventListener('ended', onLost);
    for (const each of stream.getTracks()) each.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    await context.audioWorklet.addModule('/microphone.worklet.js');
    const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0, channelCount: 1 });
    node.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => onPiece(new Int16Array(data));
    context.createMediaStreamSource(stream).connect(node);
    await context.resume();
    track?.addEventListener('ended', onLost);
    const heedSpeech = (isSpeech: boolean): void => node.port.postMessage(isSpeech);
    return { device: openDevice(track, deviceId), heedSpeech, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** It plays nothing: without a loudspeaker, and in steps of a piece, it takes a third less of the processor. */
function openContext(): AudioContext {
  const silent = { sinkId: { type: 'none' } };
  return new AudioContext({ sampleRate, latencyHint: 'playback', ...silent });
}

async function openStream(deviceId: string): Promise<MediaStream> {
  const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return await openChosen(deviceId, (device) =>
      navigator.mediaDevices.getUserMedia({ audio: { ...audio, ...device } }),
    );
  } catch (error) {
    throw new NoMicrophone(problemOf(error), error);
  }
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}

/** How loud the last piece is, from 0 to 1, as ears take it: each step of ten decibels is as large as the next. */
export function levelOf(samples: Int16Array): number {
  const last = samples.subarray(-pieceSamples);
  let sum = 0;
  for (const sample of last) sum += sample * sample;
  const decibels = 20 * Math.log10(Math.sqrt(sum / last.length) / 32_768 + 1e-6);
  return Math.max(0, Math.min(1, (decibels + 60) / 60));
}
