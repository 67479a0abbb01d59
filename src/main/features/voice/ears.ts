import type { VoiceSettings } from '../../../contract/voice.ts';
import { HeronError } from '../../base/errors.ts';
import { phraseTokens } from '../../speech/phrase-tokens.ts';
import type { Speech } from '../../speech/speech.ts';
import { chooseTranscriber, localTranscribers, type Transcriber } from '../../speech/transcribers.ts';
import type { Engines } from './engines.ts';
import type { Ear } from './hearing/listening.ts';
import { createOpenRecogniser, openGrammar, type WakeModel } from './hearing/open-recogniser.ts';
import { createRecogniser, type RecogniserParts } from './hearing/recogniser.ts';
import { createWriting } from './hearing/writing.ts';
import { noHearer, type Sayable } from './sayable.ts';

/** What can be heard now, and what opens an ear for it. What is heard alike has the same signature. */
export type Hearing = {
  signature: string;
  /** Errors: `worker-crashed`. */
  open(): Promise<Ear>;
};

export type EarParts = Pick<RecogniserParts, 'folder' | 'environment' | 'logger'> & {
  settings: () => VoiceSettings;
  sayable: Sayable;
  /** Absent: nothing is written down, and wake phrases are not looked at twice. */
  speech?: Speech;
};

/** Errors: `unsupported`, `not-found` for a model that was taken away, `invalid-input` for a phrase that nobody can say. */
export async function findHearing(parts: EarParts, engines: Engines): Promise<Hearing> {
  const { speech, settings } = parts;
  const { transcriber: wanted, language } = settings();
  const local = speech ? localTranscribers(speech.host, engines.models) : [];
  const writer = speech && chooseTranscriber(local, wanted, speech.target);
  const more = earsOf(parts, writer, language);
  if (!engines.hearer) return openHearing(parts, engines, more);
  const { hearer: program, grammar, penalty, wake, signature } = await parts.sayable.hearing(engines);
  return {
    signature: JSON.stringify([signature, writer?.id, language]),
    async open() {
      const { folder, environment, logger } = parts;
      const recogniser = createRecogniser({
        ...{ program, grammar, insertionPenalty: penalty, wake, folder, environment, logger },
      });
      try {
        await recogniser.ready();
      } catch (error) {
        recogniser.close();
        throw error;
      }
      const letGo = settings().trigger === 'wake' ? speech?.stayReady() : undefined;
      return { recogniser: { ...recogniser, close: () => (letGo?.(), recogniser.close()) }, grammar, ...more };
    },
  };
}

const noSignal = new AbortController().signal;

function earsOf({ speech }: EarParts, transcriber: Transcriber | undefined, language: string) {
  if (!speech) return {};
  const { hasSpeech } = speech;
  const confirm = async (audio: Int16Array): Promise<boolean> => (await hasSpeech(audio, noSignal)) !== false;
  if (!transcriber) return { confirm };
  return {
    confirm,
    writesHere: transcriber.engine !== 'server',
    write: (onPart: (text: string) => void) => createWriting({ transcriber, language, hasSpeech, onPart }),
  };
}

const thresholds: Record<VoiceSettings['sensitivity'], number> = { low: 0.4, normal: 0.25, high: 0.15 };

/** Without a closed set everything is written down; a wake phrase needs a model of its own. */
function openHearing({ settings, speech }: EarParts, { models }: Engines, more: Partial<Ear>): Hearing {
  if (!speech || !more.write) throw new HeronError('unsupported', noHearer);
  const { wakePhrase, trigger, sensitivity, language, transcriber } = settings();
  const model = models.find((one): one is WakeModel => one.use === 'wake' && one.pieces !== undefined);
  if (trigger === 'wake' && !model?.pieces) {
    const text =
      'Nothing on this machine hears the wake phrase: choose Press to talk or Hold to talk in Settings, Voice';
    throw new HeronError('unsupported', text);
  }
  const threshold = thresholds[sensitivity];
  const wake =
    trigger === 'wake' && model?.pieces
      ? { model, tokens: phraseTokens(wakePhrase, model.pieces), threshold }
      : undefined;
  return {
    signature: JSON.stringify(['open', wakePhrase, model?.id, threshold, language, transcriber, trigger]),
    open: async () => ({
      recogniser: createOpenRecogniser({ host: speech.host, wakePhrase, ...(wake ? { wake } : {}) }),
      ...{ grammar: openGrammar, isOpen: true, ...more },
    }),
  };
}
