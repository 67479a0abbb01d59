import type { Speech } from '../../../speech/speech.ts';
import type { Transcriber } from '../../../speech/transcribers.ts';
import { joined, sampleRate } from './voice-activity.ts';

/** Has one utterance written down, when the closed set of sentences does not have it. */
export type Writing = {
  hear(audio: Int16Array): void;
  /** It is meant for Heron from here on, in milliseconds of its sound: who hears while one speaks begins now. */
  begin(fromMs: number): void;
  /** What was said from there; empty when nobody spoke. Errors: those of the transcriber. */
  finish(fromMs: number): Promise<string>;
  /** Nobody needs it. */
  drop(): void;
};

export type WritingParts = {
  transcriber: Transcriber;
  language: string;
  hasSpeech: Speech['hasSpeech'];
  onPart: (text: string) => void;
};

export function createWriting({ transcriber, language, hasSpeech, onPart }: WritingParts): Writing {
  const stop = new AbortController();
  const { signal } = stop;
  const pieces: Int16Array[] = [];
  let stream: ReturnType<NonNullable<Transcriber['listen']>> | undefined;
  let sent = Promise.resolve();

  function pass(audio: Int16Array): void {
    const asked = stream;
    // One that cannot be asked says so when the answer is wanted.
    if (asked) sent = sent.then(async () => (await asked).hear(audio)).catch(() => undefined);
  }

  return {
    hear(audio) {
      pieces.push(audio);
      pass(audio);
    },
    begin(fromMs) {
      if (stream || !transcriber.listen) return;
      stream = transcriber.listen(signal, onPart);
      stream.catch(() => undefined);
      pass(soundFrom(pieces, fromMs));
    },
    async finish(fromMs) {
      const audio = soundFrom(pieces, fromMs);
      // Whoever writes down finds words also where there are none.
      if ((await hasSpeech(audio, signal)) === false) return '';
      if (!stream) return (await transcriber.transcribe({ audio, language, signal, onPart })).text;
      const asked = await stream;
      await sent;
      asked.end();
      return (await asked.answer).map(({ text }) => text).join(' ');
    },
    drop: () => stop.abort(),
  };
}

function soundFrom(pieces: readonly Int16Array[], fromMs: number): Int16Array {
  return joined(pieces).slice(Math.round((fromMs * sampleRate) / 1000));
}
