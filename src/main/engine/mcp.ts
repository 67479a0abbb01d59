import type { PermissionService } from '../features/permissions/service.ts';
import { createMcp, type McpService } from '../features/mcp/service.ts';
import { createHandedOn, type HandedOnService } from '../features/mcp/handed-on.ts';
import { createOffer, type OfferService } from '../features/mcp/offer.ts';
import { limitsManifest } from '../features/spending/manifest.ts';
import { memoryManifest } from '../features/memory/manifest.ts';
import { callStore, mcpStore, offerStore } from '../features/mcp/store.ts';
import type { Policy } from '../features/permissions/policy/policy.ts';
import { previewPolicy } from '../features/permissions/policy/preview.ts';
import { allowedBy, deniedBy, toolOf } from '../features/permissions/policy/tools.ts';
import type { PromptService } from '../features/prompts/service.ts';
import type { RunService } from '../features/runs/service.ts';
import type { SecretService } from '../features/secrets/service.ts';
import type { Ground } from './ground.ts';
import type { BlobStore } from '../workers/broker/blobs/blob-store.ts';
import type { FindServer } from '../workers/mcp/outside-server.ts';
import { createQuestions, type Questions } from '../workers/mcp/questions.ts';
import type { GuardedPrograms } from '../workers/broker/programs/call-programs.ts';
import { createServers, type Servers } from '../workers/mcp/servers.ts';
import { createSignInStore } from '../workers/mcp/sign-in/kept-sign-in.ts';
import { createSignIns } from '../workers/mcp/sign-in/sign-ins.ts';
import type { WorkerRegistry } from '../workers/registry/registry.ts';

type McpGround = {
  registry: () => WorkerRegistry;
  permissions: PermissionService;
  secrets: SecretService;
  programs: GuardedPrograms;
};

type OfferGround = {
  registry: () => WorkerRegistry;
  policy: Policy;
  runs: RunService;
  mcp: McpService;
  blobs: BlobStore;
  prompts: PromptService;
};

export type McpParts = {
  mcp: McpService;
  mcpOffer: OfferService;
  mcpHandedOn: HandedOnService;
  mcpQuestions: Questions;
};

const ownWorkers = new Set([memoryManifest.id, limitsManifest.id]);

/** What MCP clients are offered: the actions of all workers that the policy and the rules about it let in. */
function openOffer({ database, events, clock }: Ground, { registry, policy, runs, mcp }: OfferGround): OfferService {
  const isBundled = (workerId: string): boolean =>
    registry()
      .list()
      .some(({ id, origin, manifest }) => id === workerId && origin === 'bundled' && manifest);
  return createOffer({
    ...{ events, clock, calls: callStore(database) },
    store: offerStore(database),
    givenSchemas: mcp.givenSchemas,
    manifests: () => registry().manifests(),
    isIn(manifest, action, { allow, deny }) {
      // What was said to Heron, and which accounts a person has, is told to other programs only where somebody has named it.
      if (ownWorkers.has(manifest.id) && allow.length === 0) return false;
      const tool = toolOf(manifest, action, isBundled(manifest.id));
      if (deniedBy(deny, tool, undefined) !== undefined) return false;
      return allow.length === 0 || allowedBy(allow, tool, undefined);
    },
    leftOut: () =>
      previewPolicy({ policy, manifests: () => registry().manifests() }, {}).leftOut.map(({ action }) => action),
    startRun: runs.start,
  });
}

function openHandedOn(
  { database }: Ground,
  { mcp, blobs, prompts }: OfferGround,
  offer: OfferService,
): HandedOnService {
  return createHandedOn({
    ...{ blobs, calls: callStore(database), offer: offer.get, servers: mcp.list },
    packs: async () => (await prompts.read()).packs,
    packText: (id, values) => {
      const slot = (name: string) => () => values[name] ?? '';
      const slots = { CONTEXT: slot('context'), TASK: slot('task'), PLAN: slot('plan'), DIFF: slot('diff') };
      return prompts.pack(id, slots);
    },
  });
}

type OpenedMcp = { find: FindServer; parts: (rest: Omit<OfferGround, 'registry' | 'mcp'>) => McpParts };

/** MCP servers as workers; the broker, which comes first, finds them by `find`. */
export function openMcp(ground: Ground, parts: McpGround): OpenedMcp {
  const { host, database, events, clock, logger, scrubber } = ground;
  const { registry, permissions, secrets, programs } = parts;
  let servers: Servers | undefined;
  const calls = callStore(database);
  const isClientCall = (runId: string): boolean => calls.get(runId) !== undefined;
  const mcpQuestions = createQuestions({ events, clock, isClientCall });
  const signIns = createSignIns(createSignInStore(secrets.signIns, scrubber.learn, clock));
  const mcp = createMcp(
    {
      ...{ events, clock, permissions, signIns },
      store: mcpStore(database),
      logger: logger.from('mcp'),
      isTaken: (workerId) =>
        registry()
          .list()
          .some(({ id }) => id === workerId),
    },
    (news) =>
      (servers = createServers({
        ...{ version: host.version, environment: host.environment, homeFolder: host.homeFolder, clock },
        scrub: scrubber.text,
        ...{ secrets: secrets.use, signIns, questions: mcpQuestions },
        programs,
        putOutside: (place, candidate) => registry().putOutside(place, candidate),
        ...news,
      })),
  );
  return {
    find: (workerId) => servers?.find(workerId),
    parts(rest) {
      const all = { registry, mcp, ...rest };
      const mcpOffer = openOffer(ground, all);
      return { mcp, mcpOffer, mcpQuestions, mcpHandedOn: openHandedOn(ground, all, mcpOffer) };
    },
  };
}
