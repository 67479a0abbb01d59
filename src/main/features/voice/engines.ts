import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VoiceEngine, VoiceStage } from '../../../contract/voice.ts';
import { isProgram, placesOnPath } from '../../base/program-path.ts';
import type { RecogniserProgram } from './hearing/recogniser.ts';
import type { Speech } from '../../speech/speech.ts';
import type { SpeechModel } from '../../speech/speech-models.ts';
import { builtInName, builtInSpeaker } from './speaking/built-in-speaker.ts';
import { hostedSpeaker } from './speaking/hosted-speaker.ts';
import { neuralSpeakers, phonemeFolder } from './speaking/neural-speakers.ts';
import { espeakNg, flite, type Speaker } from './speaking/speakers.ts';

const run = promisify(execFile);

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

type Found<Use> = { use: Use; voices: string[] } | { fix: string };

/** One way to do stages: how it is found on a machine, or what to do where it is not. */
type Implementation<Use> = { name: string; stages: VoiceStage[]; find: (machine: Machine) => Promise<Found<Use>> };

/** Hearers and speakers in the order in which they are taken; what the engine does itself is always there. */
const hearers: Implementation<Hearer>[] = [
  { name: 'pocketsphinx', stages: ['wake', 'transcribe'], find: findPocketsphinx },
];
const speakers: Implementation<Speaker>[] = [flite, espeakNg].map((speaker) => ({
  name: speaker.name,
  stages: ['speak'],
  find: (machine) => findSpeaker(speaker, machine),
}));
const ownEngine: VoiceEngine = {
  name: 'Heron',
  stages: ['listen', 'understand', 'act'],
  state: 'ready',
  voices: [],
};

export type Engines = {
  hearer: Hearer | undefined;
  speakers: Speaker[];
  /** Those on this machine that an engine here reads. */
  models: SpeechModel[];
  all: VoiceEngine[];
};

/** Looks for every engine; those that are missing say what to do. */
export async function findEngines(machine: Machine): Promise<Engines> {
  const heard = await Promise.all(hearers.map((each) => look(each, machine)));
  const spoken = await Promise.all(speakers.map((each) => look(each, machine)));
  const { speech, hostedVoice = '' } = machine;
  const models = speech ? await speech.models() : [];
  const more = speech ? modelSpeakers(speech, models, hostedVoice) : [];
  const spare = speech && builtInSpeaker(speech.host, machine.appFolder);
  return {
    hearer: heard.find(({ use }) => use)?.use,
    speakers: [...spoken.flatMap(({ use }) => use ?? []), ...(spare ? [spare] : []), ...more],
    models,
    all: [
      ...[ownEngine, ...heard.map(({ engine }) => engine)],
      ...(speech ? modelEngines(speech, models, more) : []),
      ...(spare ? [builtInEngine(spare)] : []),
      ...spoken.map(({ engine }) => withoutNeed(engine, spare)),
    ],
  };
}

function modelSpeakers(speech: Speech, models: readonly SpeechModel[], hostedVoice: string): Speaker[] {
  const hosted = hostedVoice === '' ? [] : [hostedSpeaker(hostedVoice, () => speech.target(hostedVoice))];
  return [...neuralSpeakers(speech.host, models), ...hosted];
}

function builtInEngine({ voices }: Speaker): VoiceEngine {
  return { name: builtInName, stages: ['speak'], state: 'ready', voices };
}

/** What another one does as well need not be installed. */
function withoutNeed(engine: VoiceEngine, spare: Speaker | undefined): VoiceEngine {
  if (engine.state === 'ready' || !spare) return engine;
  return { ...engine, advice: `Quicker than ${builtInName}, and otherwise alike.` };
}

const noBuild = 'There is no build of it for this system.';

/** What runs models: ready with the first of them. */
function modelEngines({ builds }: Speech, models: readonly SpeechModel[], spoken: readonly Speaker[]): VoiceEngine[] {
  const has = (use: SpeechModel['use']): boolean => models.some((model) => model.use === use);
  const engine = (
    name: string,
    stages: VoiceStage[],
    isBuilt: boolean,
    isReady: boolean,
    advice: string,
  ): VoiceEngine => ({
    ...{ name, stages, voices: [] },
    ...(isBuilt && isReady ? { state: 'ready' } : { state: 'missing', advice: isBuilt ? advice : noBuild }),
  });
  const sherpa: VoiceStage[] = [
    ...(has('wake') ? (['wake'] as const) : []),
    ...(has('stream') ? (['transcribe'] as const) : []),
  ];
  const neural = 'sherpa-onnx, voices';
  const voices = has('voice') && phonemeFolder() === undefined ? 'sudo apt install espeak-ng-data' : undefined;
  return [
    engine('whisper.cpp', ['transcribe'], builds.whisper, has('whisper'), 'Download a model for speech above.'),
    engine('Silero', ['listen'], builds.sherpa, true, ''),
    engine(
      'sherpa-onnx',
      sherpa.length > 0 ? sherpa : ['wake', 'transcribe'],
      builds.sherpa,
      sherpa.length > 0,
      'Hears while you speak, and other wake phrases: it needs a model of its kind, whose files are added by their addresses in Settings, Models.',
    ),
    {
      ...engine(neural, ['speak'], builds.sherpa, spoken.length > 0, 'Download a voice above.'),
      ...(voices === undefined ? {} : { fix: voices }),
      voices: spoken.flatMap((speaker) => speaker.voices),
    },
  ];
}

async function look<Use>(
  { name, stages, find }: Implementation<Use>,
  machine: Machine,
): Promise<{ engine: VoiceEngine; use: Use | undefined }> {
  const found = await find(machine);
  if ('fix' in found) return { engine: { name, stages, state: 'missing', fix: found.fix, voices: [] }, use: undefined };
  return { engine: { name, stages, state: 'ready', voices: found.voices }, use: found.use };
}

const installedModels = '/usr/share/pocketsphinx/model/en-us';
const modelFiles = ['feat.params', 'mdef', 'means', 'sendump', 'transition_matrices', 'variances'];
const pocketsphinxFix = 'sudo apt install python3-pocketsphinx pocketsphinx-en-us';
const reinstall = 'sudo apt install --reinstall python3-pocketsphinx pocketsphinx-en-us';
const probe = 'from pocketsphinx import Decoder; Decoder.default_config()';

/** Debian's and Ubuntu's build; the first Python on the path may be another one than the system's, which has it. */
async function findPocketsphinx({
  environment,
  appFolder,
  acousticModels = installedModels,
}: Machine): Promise<Found<Hearer>> {
  const dictionary = join(acousticModels, 'cmudict-en-us.dict');
  if (!existsSync(dictionary)) return { fix: pocketsphinxFix };
  const model = join(acousticModels, 'en-us');
  if (![dictionary, ...modelFiles.map((name) => join(model, name))].every(hasBytes)) return { fix: reinstall };
  const pythons = ['/usr/bin/python3', ...placesOnPath(['python3'], environment)].filter(isProgram);
  for (const python of new Set(pythons)) {
    const works = await run(python, ['-I', '-c', probe], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!works) continue;
    const script = join(appFolder, 'resources', 'voice', 'listen.py');
    const use = { command: python, args: ['-I', script], model, dictionary, fix: reinstall };
    return { use, voices: [] };
  }
  return { fix: pocketsphinxFix };
}

function hasBytes(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

async function findSpeaker(speaker: Speaker, { environment }: Machine): Promise<Found<Speaker>> {
  const isThere = placesOnPath([speaker.name], environment).some(isProgram);
  return isThere ? { use: speaker, voices: speaker.voices } : { fix: `sudo apt install ${speaker.name}` };
}
