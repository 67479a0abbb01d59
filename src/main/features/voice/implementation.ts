import type { VoiceEngine } from '../../../contract/voice.ts';
import type { Speech } from '../../speech/speech.ts';
import type { SpeechModel } from '../../speech/speech-models.ts';
import type { RecogniserProgram } from './hearing/recogniser.ts';
import type { Speaker } from './speaking/speakers.ts';

export type Machine = {
  environment: NodeJS.ProcessEnv;
  appFolder: string;
  /** Absent: no models. */
  speech?: Speech;
  /** A server's model that reads out, as `server/model`; empty: none. */
  hostedVoice?: string;
  /** Where pocketsphinx has its model and dictionary; absent: where Debian installs them. */
  acousticModels?: string;
};

/** What hears the wake phrase and the words after it. */
export type Hearer = RecogniserProgram & { dictionary: string };

/** What it is on this machine, and what it hears or speaks with where it is ready. */
export type Found = { engine: VoiceEngine; hearer?: Hearer; speakers?: Speaker[] };

/** One way to do stages: looks for itself, and says what to do where it is missing. Nothing where it cannot be at all. */
export type Implementation = (
  machine: Machine,
  models: readonly SpeechModel[],
) => Promise<Found | undefined> | Found | undefined;
