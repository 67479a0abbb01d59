import { HeronError } from '../../../base/errors.ts';
import type { SpeechHost } from '../../../speech/speech-host.ts';
import type { SpeechModel } from '../../../speech/speech-models.ts';
import { type Grammar, soundPrefix } from './grammar.ts';
import type { HeardWord, Recogniser } from './recogniser.ts';

/** What is heard without a closed set of sentences: nothing but what somebody writes down. */
export const openGrammar: Grammar = {
  rules: { wake: '', command: '', answer: '', interruption: '' },
  words: [],
  meanings: new Map(),
};

export type WakeModel = Extract<SpeechModel, { use: 'stream' | 'wake' }>;

export type OpenRecogniserParts = {
  host: SpeechHost;
  wakePhrase: string;
  /** Without one there is only the talk button. `tokens` are those of the phrase; a higher threshold hears it less easily. */
  wake?: { model: WakeModel; tokens: string; threshold: number };
};

const samplesAHundredth = 160;
/** More than a breath: what follows the phrase is for whoever writes it down. */
const other: HeardWord[] = Array.from({ length: 4 }, () => ({ word: `${soundPrefix}other`, from: 0, to: 0 }));

/** Hears the wake phrase by a model of its own; everything else it leaves to be written down. */
export function createOpenRecogniser({ host, wakePhrase, wake }: OpenRecogniserParts): Recogniser {
  const closing = new AbortController();
  return {
    begin(expectation, onPartial, { isOverSpeech } = { isOverSpeech: false }) {
      if (!wake || !(expectation === 'wake' || isOverSpeech))
        return { hear: () => undefined, end: () => Promise.resolve(other) };
      let heard = 0;
      let phrase: HeardWord[] = [];
      const asked = host.open({
        ...{ kind: 'spot', files: wake.model.files, signal: closing.signal },
        question: { files: wake.model.stream, phrases: wake.tokens, threshold: wake.threshold, threads: 1 },
        onPart: () => {
          const to = Math.round(heard / samplesAHundredth);
          phrase = wakePhrase.split(' ').map((word) => ({ word, from: to, to }));
          // It is sure of it, where a grammar may change its mind.
          onPartial(phrase);
          onPartial(phrase);
        },
      });
      let sent: Promise<void> = asked.then(() => undefined);
      sent.catch(() => undefined);
      return {
        hear(audio) {
          heard += audio.length;
          sent = sent.then(async () => (await asked).hear(audio));
          sent.catch(() => undefined);
        },
        async end() {
          await sent;
          const spotting = await asked;
          spotting.end();
          await spotting.answer;
          return [...phrase, ...other];
        },
      };
    },
    ready: () => Promise.resolve(),
    pid: () => host.pid('spot'),
    close: () => closing.abort(new HeronError('cancelled', 'Listening has ended')),
  };
}
