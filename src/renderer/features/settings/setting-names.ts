import type { Settings } from '../../../contract/settings.ts';
import { andText } from '../../ui/list-text.ts';

/** What settings are called where there is no place for a sentence. */
const settingNames: Record<keyof Settings, string> = {
  language: 'language',
  maths: 'formulas',
  theme: 'theme',
  logLevel: 'log level',
  logFormat: 'log format',
  otlpEndpoint: 'where traces are sent',
  retention: 'how long history is kept',
  durability: 'safety of what is kept',
  concurrency: 'how much runs at a time',
  agents: 'how agents work',
  lanes: 'how messages wait',
  memory: 'memory',
  circuit: 'when failing workers are left alone',
  attachmentMb: 'size of an attached file',
  attachmentsPerMessage: 'files of a message',
  blobsPerRunMb: 'bytes a run may keep',
  blobsKeptDays: 'how long bytes are kept',
  workerPauseMs: 'when workers are frozen',
  workerIdleMs: 'when workers are ended',
  workerProcesses: 'how many workers are there at a time',
  workerRecycleCalls: 'calls until a worker starts afresh',
  workerRecycleMemoryPercent: 'memory at which a worker starts afresh',
  containers: 'workers in containers',
  background: 'background programs',
  enabledHooks: 'hooks',
  workerRules: 'which workers may be there',
  paused: 'pause everything',
  window: 'the window',
  tips: 'tips',
  manner: 'the manner',
  promptPack: 'the prompt pack',
  shortcuts: 'keys',
  updates: 'newer versions',
  errorWorkflow: 'the error workflow',
  policy: 'the policy',
  attendedAnswerMs: 'how long questions wait for you',
  unattendedAnswerMs: 'how long questions wait in the inbox',
  voice: 'voice',
  calls: 'calls',
  eyes: 'screen and camera',
  gestures: 'gestures',
  spending: 'what models may use',
  pacing: 'what work in the background may use',
  patience: 'how long models are waited for',
  routing: 'which sentences go to which models',
  failover: 'who is asked when a model cannot answer',
  shares: 'what agents, channels and folders may use',
};

/** `theme and log level`; a name that this page does not know is given as it is. */
export function namesOfSettings(keys: readonly string[]): string {
  const names = keys.map((key) => (key in settingNames ? settingNames[key as keyof Settings] : key));
  return andText(names);
}
