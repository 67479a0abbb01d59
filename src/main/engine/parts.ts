import { openNamedAgents } from './named-agents.ts';
import { openAgents, openSpawning } from './agents.ts';
import { openFigures } from './dashboard.ts';
import type { McpParts } from './mcp.ts';
import { openCalls } from './calls.ts';
import { openEyes } from './eyes.ts';
import { openMemory } from './memory.ts';
import { openLimits } from './limits.ts';
import { openHealth } from './health.ts';
import { openSpeaking } from './speech.ts';
import { openReminders } from './reminders.ts';
import { openRuns } from './runs.ts';
import { openVoice } from './voice.ts';
import { openGuide } from './guide.ts';
import { openTalk, type Talk } from './talk.ts';
import { schedulingOf } from './schedules.ts';
import { openSignIns } from './sign-ins.ts';
import type { SignInService } from '../features/sign-ins/service.ts';
import { openStarting, type Starting } from './starting.ts';
import { openBundles } from './bundles.ts';
import { warmWhatIsShown } from './warming.ts';
import { createWebhookBase } from './webhooks.ts';
import { openPast, type Past } from './history.ts';
import type { BundleService } from '../features/bundles/service.ts';
import { laneFigures, openSteering } from './lanes.ts';
import type { DashboardService } from '../features/dashboard/service.ts';
import type { NamedAgents } from '../features/agents/named-agents.ts';
import type { MemoryService } from '../features/memory/service.ts';
import type { HealthService } from '../features/health/service.ts';
import type { Circuits } from '../features/workers/circuit-handlers.ts';
import type { Speech } from '../speech/speech.ts';
import type { LocalModelService } from '../features/local-models/service.ts';
import type { Router } from '../models/routing/router.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { type OpenModelAccess, openSpending, openThinking } from './models.ts';
import type { AuditLog } from '../features/permissions/audit-log.ts';
import type { PolicyService } from '../features/permissions/policy/service.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { SpendingService } from '../features/spending/service.ts';
import type { TemplateService } from '../features/templates/service.ts';
import type { TipService } from '../features/tips/service.ts';
import type { RunService } from '../features/runs/service.ts';
import type { TimelineService } from '../features/timeline/service.ts';
import type { SecretService } from '../features/secrets/service.ts';
import type { EyesService } from '../features/eyes/service.ts';
import type { CallVoice } from '../features/calls/handlers.ts';
import type { CallService } from '../features/calls/service.ts';
import type { VoiceService } from '../features/voice/service.ts';
import type { AllowFolder } from '../features/permissions/handlers.ts';
import type { WelcomeService } from '../features/welcome/service.ts';
import type { SettingsService } from '../features/settings/service.ts';
import type { SettingsFile } from '../features/settings/settings-file.ts';
import type { WorkerParts } from './workers.ts';
import type { Ground } from './ground.ts';
import { openPolicyService } from './policy-parts.ts';
import type { OpenedDoor } from '../models/door/model-door.ts';
import { type AttachedFiles, createAttachedFiles } from '../features/blobs/attached-files.ts';
import { createLookIn, type LookIn } from '../features/files/look-in.ts';
import { createPathCompletion, type KnownPlace, type PathCompletion } from '../features/files/service.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';
import type { RefusalOf } from '../workers/broker/access.ts';
import type { FileJournal } from '../workers/broker/journal/file-journal.ts';
import type { Browsers } from '../workers/browsers/browsers.ts';
import type { BackgroundProcesses } from '../workers/processes/background-processes.ts';

import { type LaterParts, openBase } from './base.ts';
export type EngineParts = Ground &
  Past &
  Talk &
  McpParts &
  Starting &
  WorkerParts & {
    memory: MemoryService;
    named: NamedAgents;
    settings: SettingsService;
    settingsFile: SettingsFile;
    secrets: SecretService;
    models: ModelService;
    router: Router;
    localModels: LocalModelService;
    spending: SpendingService;
    modelDoor: OpenedDoor;
    openModelAccess: OpenModelAccess;
    audit: AuditLog;
    permissions: PermissionService;
    policy: PolicyService;
    journal: FileJournal;
    blobs: BlobStore;
    attached: AttachedFiles;
    completePath: PathCompletion;
    lookIn: LookIn;
    background: BackgroundProcesses;
    browsers: Browsers;
    circuits: Circuits;
    chaos: string | undefined;
    templates: TemplateService;
    runs: RunService;
    signIns: SignInService;
    timeline: TimelineService;
    bundles: BundleService;
    health: HealthService;
    dashboard: DashboardService;
    voice: VoiceService;
    speech: Speech;
    eyes: EyesService;
    calls: CallService;
    callVoice: CallVoice;
    welcome: WelcomeService;
    tips: TipService;
    allowFolder: AllowFolder;
  };

/** Puts the parts together. Who needs another part is handed a function of it, so that no feature knows another. */
export async function createEngineParts(bare: Ground): Promise<EngineParts> {
  const later = {} as LaterParts;
  const base = await openBase(bare, () => later);
  const { ground, shelf, reading, registry, settings, faults, templates, catalogue, refusalOf } = base;
  const { policy, permissions, audit, outside, opened, workers, kept } = base;
  const { limits, current } = settings;
  const { journal, blobs, secrets } = kept;
  const { homeFolder } = ground.host;
  const past = openPast(ground, { blobs, journal, audit, settings: current, isBusy: () => runs.isBusy() });
  const [called, steering] = [createWebhookBase(), openSteering(ground)];
  const { models, guards, client, context, router } = openThinking(ground, secrets, settings.current, {
    ...opened,
    audit,
  });
  const { prompting, memory } = await openMemory(ground, { settings, journal, policy, client, models, ...opened });
  const { localModels, speech } = openSpeaking(ground, { audit, ...faults, refusalOf, models });
  const seeing = await openEyes(ground, { settings, policy, blobs, client, models, ...opened });
  const { calls } = await openCalls(ground, { settings, ...opened });
  await openReminders(ground, { ...opened, calls, schedules: () => starting.schedules });
  const signIns = openSignIns(ground, { models, mcp: () => outsideParts.mcp });
  const runs: RunService = openRuns(ground, {
    ...{ catalogue, limits, permissions, policy, ...kept, shelf, reading, called },
    ...{ callWorker: opened.callWorker, checkSignIns: signIns.check, absence: past.history.absence, settings: current },
    ...openSpawning(ground, { hear: steering.hear, settings: current, runs: () => runs }),
    askAgent: openAgents(ground, {
      ...{ client, enter: guards.enter, catalogue, limits, settings: current },
      ...{ ...opened, ...prompting },
    }),
  });
  const attached = createAttachedFiles({ blobs, homeFolder, settings: current });
  const scheduling = schedulingOf(ground, () => starting.schedules);
  const asked = { catalogue, limits, models, client, router, context, prompting, runs, policy, permissions };
  const onShown = warmWhatIsShown(ground, { workers, policy, settings: current });
  const talk = openTalk(ground, { ...asked, settings, blobs, attached, scheduling, steering, onShown });
  const starting: Starting = openStarting(ground, {
    ...{ ...asked, ...talk, called, settings: current },
    secrets: secrets.use,
  });
  const said = { catalogue, settings: current, runs, permissions, speech, calls, ...talk };
  const { voice, callVoice } = openVoice(ground, said);
  const spent = openSpending(ground, { guards, models, called, settings: current });
  Object.assign(later, { models, starting, speech, voice, openModelAccess: spent.openModelAccess });
  await openLimits(spent.spending, registry());
  const outsideParts: McpParts = outside.parts({ policy, runs, blobs, prompts: prompting.prompts });
  return {
    ...{ ...ground, settings: settings.service, settingsFile: settings.file },
    ...{ secrets, models, router, audit, permissions, signIns, ...outsideParts },
    ...spent,
    policy: openPolicyService({ policy, settings, permissions, catalogue, homeFolder, registry, ...talk }),
    completePath: openPathCompletion({ homeFolder, permissions, audit, refusalOf }),
    lookIn: openLookIn({ homeFolder, audit, refusalOf }),
    ...{ ...kept, attached, chaos: faults.chaos?.text },
    ...openFigures(ground, { limits, permissions, workers, faults, ...past, lanes: laneFigures(talk, settings) }),
    ...{ ...opened, ...talk, ...past, ...seeing, memory, named: openNamedAgents(settings, talk) },
    ...{ templates, runs, localModels, speech, voice, calls, callVoice, ...starting, timeline: reading.timeline },
    bundles: openBundles(ground, { shelf, reading, runs, registry, settings: current }),
    ...openGuide(ground, { ...{ permissions, registry, refusalOf, models, settings }, plans: talk.plans }),
    health: openHealth(ground, { workers, secrets, faults }, settings),
  };
}
type CompletionParts = { homeFolder: string; permissions: PermissionService; audit: AuditLog; refusalOf: RefusalOf };

/** Of names on the disk, a person who types sees what workers were let into. */
function openPathCompletion({ homeFolder, permissions, audit, refusalOf }: CompletionParts): PathCompletion {
  return createPathCompletion({
    homeFolder,
    places: () => [...permissions.grants(), ...lastUsed(audit)],
    isForbidden: (target) => refusalOf({ capability: 'files.read', target }) !== undefined,
  });
}

/** What a person looks into to choose a folder is on record, and makes no folder known to who types. */
function openLookIn({ homeFolder, audit, refusalOf }: Omit<CompletionParts, 'permissions'>): LookIn {
  return createLookIn({
    homeFolder,
    isForbidden: (target) => refusalOf({ capability: 'files.read', target }) !== undefined,
    note: (target) =>
      void audit.add({ workerId: 'heron', operation: 'folder.look', target, decision: 'allowed', rule: 'person' }),
  });
}

/** What workers did to files lately, with a yes. */
function lastUsed(audit: AuditLog): KnownPlace[] {
  return audit
    .search({ decision: 'allowed', query: 'files.', limit: 200 })
    .map(({ operation, target }) => ({ capability: operation, target, match: 'exact' }));
}
