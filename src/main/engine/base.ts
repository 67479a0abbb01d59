import { tracedSessions } from './tracing.ts';
import { whyNoModel, withAgents } from './agents.ts';
import { openMcp } from './mcp.ts';
import { workerSpeech } from './speech.ts';
import type { KeptParts } from './runs.ts';
import { openTemplates } from './templates.ts';
import { withSignIns } from './sign-ins.ts';
import { openCalledWorkflows, openWorkflowSteps } from './workflows.ts';
import type { Starting } from './starting.ts';
import { openBrowsers } from './browsers.ts';
import { openShelf } from './bundles.ts';
import { actionCatalogue } from './action-catalogue.ts';
import type { Settings } from '../../contract/settings.ts';
import type { DataPaths } from '../base/paths.ts';
import type { Shelf } from '../features/bundles/shelf.ts';
import type { Speech } from '../speech/speech.ts';
import type { ModelService } from '../features/models/model-service.ts';
import { createAuditLog } from '../features/permissions/audit-log.ts';
import type { PermissionService } from '../features/permissions/service.ts';
import type { TemplateService } from '../features/templates/service.ts';
import { runStore } from '../features/runs/store.ts';
import { openSecrets } from '../features/secrets/open-secrets.ts';
import type { SecretService } from '../features/secrets/service.ts';
import type { VoiceService } from '../features/voice/service.ts';
import { noteFirstStart } from '../features/welcome/service.ts';
import { welcomeStore } from '../features/welcome/store.ts';
import { type Faults, openFaults } from './faults.ts';
import { openSettings } from './settings.ts';
import { type GivenToWorkers, openWorkerParts, type WorkerParts } from './workers.ts';
import type { Ground } from './ground.ts';
import { openPermissions, openPolicy } from './policy-parts.ts';
import type { Catalogue, TemplateEntry } from '../orchestrator/catalogue.ts';
import { type BlobStore, createBlobStore } from '../workers/broker/blobs/blob-store.ts';
import { readingWithOpened, type RunReading } from './opened-runs.ts';
import { createBroker } from '../workers/broker/broker.ts';
import type { OpenModels } from '../workers/broker/models-for-programs.ts';
import type { OpenModelAccess } from './models.ts';
import { createRefusalOf } from '../workers/broker/need-refusal.ts';
import { createFileJournal } from '../workers/broker/journal/file-journal.ts';
import { createHostMark, type HostMark } from '../workers/hosts/strays.ts';
import { findPrograms } from '../workers/hosts/machine/programs.ts';
import { findBubblewrap, probeSandbox, type Sandbox } from '../workers/hosts/machine/sandbox.ts';
import { type BackgroundProcesses, createBackgroundProcesses } from '../workers/processes/background-processes.ts';
import { createKnownHosts } from '../workers/remotes/known-hosts.ts';
import { createQueryRunner } from '../workers/queries/query-runner.ts';
import { createCodeRunner } from '../workers/written-code/code-runner.ts';
import { createWorkers, type Workers } from '../workers/workers.ts';

/** What the first parts ask of those that come after them. */
export type LaterParts = {
  models: ModelService;
  starting: Starting;
  speech: Speech;
  voice: VoiceService;
  openModelAccess: OpenModelAccess;
};

export type BaseParts = Awaited<ReturnType<typeof openBase>>;

/** The ground under everything a person asks for: settings, policy, permissions, and the workers behind the broker. */
export async function openBase(bare: Ground, later: () => LaterParts) {
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
  const { answerTimes, current } = settings;
  const journal = createFileJournal({ database, clock, logger, undoFolder: paths.undo });
  const [blobs, background] = [openBlobs(ground, current), openBackground(ground, current)];
  const audit = createAuditLog({ database, clock, logger, headFile: paths.auditHead, scrub: scrubber.text });
  const faults = openFaults(ground, current);
  const { templates, catalogue } = openCatalogue(ground, { registry, settings: current, opened: () => opened, later });
  const secrets = await openSecrets({ ...ground, manifests: () => registry().manifests() });
  const refusalOf = createRefusalOf({ protectedFolders: protectedFolders(paths), environment, scrubber });
  const policy = openPolicy({
    ...{ ...ground, homeFolder, registry, refusalOf, policy: () => settings.inForce().policy },
    keptHosts: (secret) => secrets.use.read(secret)?.hosts ?? [],
  });
  const permissions = openPermissions(ground, { policy, audit, registry, refusalOf, journal, answerTimes });
  const mark = createHostMark(ground.host.dataFolder);
  const programs = { guard: background.guard, mark: mark.programs };
  const outside = openMcp(ground, { registry, permissions, secrets, programs });
  const kept = {
    ...{ journal, blobs, background, secrets, browsers: openBrowsers(ground, () => opened) },
    ...workerSpeech(later, current),
    openModels: openingModels(later),
  };
  const open = (given: GivenToWorkers): Promise<Workers> =>
    openWorkers(ground, permissions, { ...kept, ...faults, mcp: outside.find }, { ...given, usualRoom, mark });
  const opened = await openWorkerParts(ground, { open, settings, permissions, audit, programs });
  workers = opened.workers;
  permissions.adoptGrants();
  return {
    ...{ ground, shelf, reading, registry, settings, faults, templates, catalogue, refusalOf, policy, permissions },
    ...{ audit, outside, opened, workers, kept, ...kept },
  };
}

/** So many requests a minute keep a loop that went wrong from using all at once. */
const requestsPerMinute = 60;

function openingModels(later: () => LaterParts): OpenModels {
  return (runId, use, askForMore) => later().openModelAccess(runId, { ...use, requestsPerMinute }, askForMore);
}

type CatalogueGround = {
  registry: () => Workers['registry'];
  settings: () => Settings;
  opened: () => WorkerParts;
  later: () => LaterParts;
};

function openCatalogue(
  ground: Ground,
  { registry, settings, opened, later }: CatalogueGround,
): { templates: TemplateService; catalogue: Catalogue } {
  const calledWorkflows = openCalledWorkflows(() => later().starting.workflows);
  const workflowStep = openWorkflowSteps(() => later().starting.workflows);
  const templates = openTemplates(ground, () => catalogue);
  const template = (name: string): TemplateEntry =>
    calledWorkflows.template(name) ?? workflowStep(name) ?? templates.find(name);
  const actions = actionCatalogue(registry, (manifest) => opened().workerSettings.of(manifest));
  const whole = { ...actions, template, whyNoModel: () => whyNoModel(later().models) };
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
  given: GivenToWorkers & { usualRoom: Promise<Sandbox>; mark: HostMark },
): Promise<Workers> {
  const { host, paths, logger, scrubber } = ground;
  const { environment } = host;
  const programs = findPrograms(host.appFolder);
  const openBroker = createBroker({
    admit,
    noteAnswer,
    queries: createQueryRunner({ sandbox: given.usualRoom, programs, logger }),
    knownHosts: createKnownHosts(paths.knownHosts),
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
    programMark: given.mark.programs,
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

function protectedFolders({ root }: DataPaths): string[] {
  return [root];
}

function loaded(workers: Workers | undefined): Workers {
  if (!workers) throw new Error('The workers were asked for before they were loaded');
  return workers;
}
