import { defaultCircuit } from '../../../contract/circuits.ts';
import { usualAgents } from '../../../contract/agents.ts';
import { usualMemory } from '../../../contract/memory.ts';
import { usualLanes } from '../../../contract/lanes.ts';
import { usualManners } from '../../../contract/manners.ts';
import { defaultPolicy } from '../../../contract/policy.ts';
import { usualPacing } from '../../../contract/pacing.ts';
import { usualPatience } from '../../../contract/patience.ts';
import { usualRouting } from '../../../contract/routing.ts';
import { noShares, noSpendingLimits, usualFailover } from '../../../contract/spending.ts';
import { usualCalls } from '../../../contract/calls.ts';
import { defaultEyes } from '../../../contract/eyes.ts';
import { defaultGestures } from '../../../contract/gestures.ts';
import { defaultVoice } from '../../../contract/voice.ts';
import type { Settings } from '../../../contract/settings.ts';

/** All settings as they might be; for tests. */
export const fakeSettings: Settings = {
  theme: 'system',
  logLevel: 'info',
  durability: 'full',
  paused: false,
  window: { startAtLogin: false, closeToTray: false, quickAskShortcut: 'Control+Shift+Space' },
  language: 'system',
  maths: true,
  tips: true,
  manner: usualManners,
  shortcuts: {},
  updates: 'off',
  errorWorkflow: '',
  concurrency: { browser: 2, cpu: 2, files: 4, model: 4, network: 8, shell: 2 },
  lanes: usualLanes,
  agents: usualAgents,
  memory: usualMemory,
  circuit: defaultCircuit,
  workerPauseMs: 10_000,
  workerIdleMs: 60_000,
  workerProcesses: 20,
  workerRecycleCalls: 10_000,
  workerRecycleMemoryPercent: 80,
  containers: { workers: [], fromRisk: 'off' },
  background: { perRun: 8, inAll: 32, memoryMb: 4096, programs: 1000, logMb: 16, minutes: 30 },
  enabledHooks: [],
  workerRules: { allow: [], deny: [], keys: [] },
  policy: defaultPolicy,
  attendedAnswerMs: 300_000,
  unattendedAnswerMs: 0,
  voice: defaultVoice,
  eyes: defaultEyes,
  gestures: defaultGestures,
  calls: usualCalls,
  spending: noSpendingLimits,
  pacing: usualPacing,
  patience: usualPatience,
  routing: usualRouting,
  failover: usualFailover,
  shares: noShares,
  promptPack: 'plain',
  attachmentMb: 100,
  attachmentsPerMessage: 10,
  blobsPerRunMb: 4096,
  blobsKeptDays: 30,
  logFormat: 'pretty',
  otlpEndpoint: '',
  retention: { runsDays: 365, runsMaxMb: 10_240, undoDays: 90, undoMaxMb: 10_240, auditDays: 0, logsMaxMb: 40 },
};
