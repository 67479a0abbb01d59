import { tracedSessions } from './engine-tracing.ts';
import { openNamedAgents } from './engine-named-agents.ts';
import { openAgents, openSpawning, whyNoModel, withAgents } from './engine-agents.ts';
import { openFigures } from './engine-dashboard.ts';
import { type McpParts, openMcp } from './engine-mcp.ts';
import { openEyes } from './engine-eyes.ts';
import { openMemory } from './engine-memory.ts';
import { openLimits } from './engine-limits.ts';
import { openHealth } from './engine-health.ts';
import { openSpeaking, workerSpeech } from './engine-speech.ts';
import { type KeptParts, openRuns } from './engine-runs.ts';
import { openVoice } from './engine-voice.ts';
import { openGuide } from './engine-guide.ts';
import { openTalk, type Talk } from './engine-talk.ts';
import { openTemplates } from './engine-templates.ts';
import { schedulingOf } from './engine-schedules.ts';
import { openSignIns, withSignIns } from './engine-sign-ins.ts';
import type { SignInService } from './features/sign-ins/service.ts';
import { openCalledWorkflows } from './engine-workflows.ts';
import { openStarting, type Starting } from './engine-starting.ts';
import { openBrowsers } from './engine-browsers.ts';
import { openBundles, openShelf } from './engine-bundles.ts';
import { createWebhookBase } from './engine-webhooks.ts';
import { openPast, type Past } from './engine-history.ts';
import { actionCatalogue } from './action-catalogue.ts';
import type { Settings } from '../contract/settings.ts';
import type { DataPaths } from './base/paths.ts';
import type { BundleService } from './features/bundles/service.ts';
import type { Shelf } from './features/bundles/shelf.ts';
import { laneFigures, openSteering } from './engine-lanes.ts';
import type { DashboardService } from './features/dashboard/service.ts';
import type { NamedAgents } from './features/agents/named-agents.ts';
import type { MemoryService } from './features/memory/service.ts';
import type { HealthService } from './features/health/service.ts';
import type { Circuits } from './features/workers/circuit-handlers.ts';
import type { Speech } from './speech/speech.ts';
import type { LocalModelService } from './features/local-models/service.ts';
import type { Router } from './models/routing/router.ts';
import type { ModelService } from './features/models/model-service.ts';
import { type OpenModelAccess, openSpending, openThinking } from './engine-models.ts';
import { type AuditLog, createAuditLog } from './features/permissions/audit-log.ts';
import type { PolicyService } from './features/permissions/policy/service.ts';
import type { PermissionService } from './features/permissions/service.ts';
import type { SpendingService } from './features/spending/service.ts';
import type { TemplateService } from './features/templates/service.ts';
import type { TipService } from './features/tips/service.ts';
import type { RunService } from './features/runs/service.ts';
import type { TimelineService } from './features/timeline/service.ts';
import { runStore } from './features/runs/store.ts';
import { openSecrets } from './features/secrets/open-secrets.ts';
import type { SecretService } from './features/secrets/service.ts';
import type { EyesService } from './features/eyes/service.ts';
import type { VoiceService } from './features/voice/service.ts';
import type { AllowFolder } from './features/permissions/handlers.ts';
import { noteFirstStart, type WelcomeService } from './features/welcome/service.ts';
import { welcomeStore } from './features/welcome/store.ts';
import type { SettingsService } from './features/settings/service.ts';
import type { SettingsFile } from './features/settings/settings-file.ts';
import { type Faults, openFaults } from './engine-faults.ts';
import { openSettings } from './engine-settings.ts';
import { type GivenToWorkers, openWorkerParts, type WorkerParts } from './engine-workers.ts';
import type { Ground } from './ground.ts';
import { manifestOf, openPermissions, openPolicy, openPolicyService } from './policy-parts.ts';
import type { OpenedDoor } from './models/door/model-door.ts';
import type { Catalogue, TemplateEntry } from './orchestrator/catalogue.ts';
import { type AttachedFiles, createAttachedFiles } from './features/blobs/attached-files.ts';
import { createPathCompletion, type KnownPlace, type PathCompletion } from './features/files/service.ts';
import { type BlobStore, createBlobStore } from './workers/broker/blobs/blob-store.ts';
import { readingWithOpened, type RunReading } from './opened-runs.ts';
import { createBroker } from './workers/broker/broker.ts';
import type { RefusalOf } from './workers/broker/access.ts';
import { createRefusalOf } from './workers/broker/need-refusal.ts';
import { createFileJournal, type FileJournal } from './workers/broker/journal/file-journal.ts';
import { findPrograms } from './workers/hosts/machine/programs.ts';
import { findBubblewrap, probeSandbox, type Sandbox } from './workers/hosts/machine/sandbox.ts';
import type { Browsers } from './workers/browsers/browsers.ts';
import { type BackgroundProcesses, createBackgroundProcesses } from './workers/processes/background-processes.ts';
import { createQueryRunner } from './workers/queries/query-runner.ts';
import { createCodeRunner } from './workers/written-code/code-runner.ts';
import { createWorkers, type Workers } from './workers/workers.ts';

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
    welcome: WelcomeService;
    tips: TipService;
    allowFolder: AllowFolder;
  };

/** Puts the parts together. Who needs another part is handed a function of it, so that no feature knows another. */
export async function createEngineParts(bare: Ground): Promise<EngineParts> {
  // Another process, so it is tried while this one reads the rest.
  const usualRoom =
    bare.host.usualRoom ?? probeSandbox({ nodeBinary: bare.host.nodeBinary, bubblewrap: findBubblewrap() });
  const { shelf, reading, ground } = openReading(bare);
  const { paths, database, logger, clock, scrubber } = ground;
  const { environment, homeFolder } = ground.host;
  // The permissions ask the registry for manifests, the registry's hosts ask the permissions: one of them comes later.
  let workers: Workers | undefined = undefined;
  const registry = (): Workers['registry'] => loaded(workers).registry;
  const settings = openSettings(ground, () => registry().manifests());
  const { limits, answerTimes, current } = settings;
  const journal = createFileJournal({ database, clock, logger, undoFolder: paths.undo });
  const [blobs, background] = [openBlobs(ground, current), openBackground(ground, current)];
  const audit = createAuditLog({ database, clock, logger, headFile: paths.auditHead, scrub: scrubber.text });
  const faults = openFaults(ground, current);
  const { templates, catalogue } = openCatalogue(ground, registry, current, [() => models, () => starting]);
  const secrets = await openSecrets({ ...ground, manifests: () => registry().manifests() });
  const refusalOf = createRefusalOf({ protectedFolders: protectedFolders(paths), environment, scrubber });
  const policy = openPolicy({ ...ground, homeFolder, registry, refusalOf, policy: () => settings.inForce().policy });
  const permissions = openPermissions(ground, { policy, audit, registry, refusalOf, journal, answerTimes });
  const outside = openMcp(ground, { registry, permissions, secrets, background });
  const kept = {
    ...{ journal, blobs, background, secrets, browsers: openBrowsers(ground, () => opened) },
    ...workerSpeech(() => ({ speech, voice }), current),
  };
  const open = (given: GivenToWorkers): Promise<Workers> =>
    openWorkers(ground, permissions, { ...kept, ...faults, mcp: outside.find }, { ...given, usualRoom });
  const opened = await openWorkerParts(ground, { open, settings, permissions, audit });
  workers = opened.workers;
  permissions.adoptGrants();
  const past = openPast(ground, { blobs, journal, audit, settings: current, isBusy: () => runs.isBusy() });
  const [called, steering] = [createWebhookBase(), openSteering(ground)];
  const { models, guards, client, context, router } = openThinking(ground, secrets, settings.current, {
    ...opened,
    audit,
  });
  const { prompting, memory } = await openMemory(ground, { settings, journal, policy, client, models, ...opened });
  const { localModels, speech } = openSpeaking(ground, { audit, ...faults, refusalOf, models });
  const seeing = await openEyes(ground, { settings, policy, blobs, client, models, ...opened });
  const signIns = openSignIns(ground, { models, mcp: () => outsideParts.mcp });
  const runs: RunService = openRuns(ground, {
    ...{ catalogue, limits, permissions, policy, ...kept, shelf, reading, called },
    ...{ callWorker: opened.callWorker, checkSignIns: signIns.check, absence: past.history.absence, settings: current },
    ...openSpawning(ground, { hear: steering.hear, settings: current, runs: () => runs }),
    askAgent: openAgents(ground, {
      client,
      enter: guards.enter,
      catalogue,
      limits,
      settings: current,
      ...opened,
      ...prompting,
    }),
  });
  const attached = createAttachedFiles({ blobs, homeFolder, settings: current });
  const scheduling = schedulingOf(ground, () => starting.schedules);
  const asked = { catalogue, limits, models, client, router, context, prompting, runs, policy, permissions };
  const talk = openTalk(ground, { ...asked, settings, blobs, attached, scheduling, steering });
  const starting: Starting = openStarting(ground, { ...asked, ...talk, called, settings: current });
  const { voice } = openVoice(ground, { catalogue, settings: current, runs, permissions, speech, ...talk });
  const spent = openSpending(ground, { guards, models, called });
  await openLimits(spent.spending, registry());
  const outsideParts: McpParts = outside.parts({ policy, runs });
  return {
    ...{ ...ground, settings: settings.service, settingsFile: settings.file },
    ...{ secrets, models, router, audit, permissions, signIns, ...outsideParts },
    ...spent,
    policy: openPolicyService({ policy, settings, permissions, catalogue, homeFolder, registry, ...talk }),
    completePath: openPathCompletion({ homeFolder, permissions, audit, refusalOf }),
    ...{ ...kept, attached, chaos: faults.chaos?.text },
    ...openFigures(ground, { limits, permissions, workers, faults, ...past, lanes: laneFigures(talk, settings) }),
    ...{ ...opened, ...talk, ...past, ...seeing, memory, named: openNamedAgents(settings, talk) },
    ...{ templates, runs, localModels, speech, voice, ...starting, timeline: reading.timeline },
    bundles: openBundles(ground, { shelf, reading, runs, versionOf: (id) => manifestOf(registry(), id)?.version }),
    ...openGuide(ground, { ...{ permissions, registry, refusalOf, models, settings }, plans: talk.plans }),
    health: openHealth(ground, { workers, secrets, faults }, settings),
  };
}

function openCatalogue(
  ground: Ground,
  registry: () => Workers['registry'],
  settings: () => Settings,
  [models, starting]: [() => ModelService, () => Starting],
): { templates: TemplateService; catalogue: Catalogue } {
  const calledWorkflows = openCalledWorkflows(() => starting().workflows);
  const templates = openTemplates(ground, () => catalogue);
  const template = (name: string): TemplateEntry => calledWorkflows.template(name) ?? templates.find(name);
  const whole = { ...actionCatalogue(registry), template, whyNoModel: () => whyNoModel(models()) };
  const catalogue: Catalogue = withSignIns(withAgents(whole, settings));
  return { templates, catalogue };
}

function openBackground(ground: Ground, settings: () => Settings): BackgroundProcesses {
  return createBackgroundProcesses({
    ...{ ...ground, folder: ground.paths.processes },
    settings: () => settings().background,
  });
}

/** From here on everybody's events are those of Heron's own runs and of opened ones. */
function openReading(bare: Ground): { shelf: Shelf; reading: RunReading; ground: Ground } {
  const shelf = openShelf(bare);
  const reading = readingWithOpened(bare, shelf);
  const { database, host } = bare;
  noteFirstStart({ log: reading.events, store: welcomeStore(database), environment: host.environment });
  return { shelf, reading, ground: { ...bare, events: reading.events } };
}

type Outside = ReturnType<typeof openMcp>;

/** The hosts and the only door out of them. */
function openWorkers(
  ground: Ground,
  { admit, authorize, refuse, noteOwnOutput, forgetOwnOutput, noteAnswer }: PermissionService,
  { secrets, hosts, chaos, ...kept }: KeptParts & Faults & { secrets: SecretService; mcp: Outside['find'] },
  given: GivenToWorkers & { usualRoom: Promise<Sandbox> },
): Promise<Workers> {
  const { host, paths, logger, scrubber } = ground;
  const { environment } = host;
  const programs = findPrograms(host.appFolder);
  const openBroker = createBroker({
    admit,
    noteAnswer,
    queries: createQueryRunner({ sandbox: given.usualRoom, programs, logger }),
    code: createCodeRunner({
      nodeBinary: host.nodeBinary,
      programs,
      bubblewrap: findBubblewrap(),
      folder: paths.code,
      ...{ environment, logger },
    }),
    authorize,
    refuse,
    noteOwnOutput,
    forgetOwnOutput,
    ...kept,
    protectedFolders: protectedFolders(paths),
    environment,
    secrets: secrets.use,
    hosts,
    scrubber,
    logger,
  });
  const openSession = tracedSessions(ground.tracing, ground.events.traceOf, openBroker);
  return createWorkers({ ...ground, ...given, chaos, openSession, mayReadBlob: kept.blobs.mayRead });
}

function openBlobs(ground: Ground, settings: () => Settings): BlobStore {
  const runs = runStore(ground.database);
  return createBlobStore({
    ...ground,
    folder: ground.paths.blobs,
    settings,
    isUnderWay: (runId) => ['waiting', 'running'].includes(runs.get(runId)?.status ?? ''),
    isThere: (runId) => runs.get(runId) !== undefined,
  });
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

/** What workers did to files lately, with a yes. */
function lastUsed(audit: AuditLog): KnownPlace[] {
  return audit
    .search({ decision: 'allowed', query: 'files.', limit: 200 })
    .map(({ operation, target }) => ({ capability: operation, target, match: 'exact' }));
}

function protectedFolders({ root }: DataPaths): string[] {
  return [root];
}

function loaded(workers: Workers | undefined): Workers {
  if (!workers) throw new Error('The workers were asked for before they were loaded');
  return workers;
}
