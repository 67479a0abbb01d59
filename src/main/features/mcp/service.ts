import type { Failure } from '../../../contract/errors.ts';
import { JsonObject } from '../../../contract/json.ts';
import type { McpAbout, McpConnection, McpLogLine, McpServer, McpState, McpToolPolicy } from '../../../contract/mcp.ts';
import type { Grant } from '../../../contract/permissions.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { appendNews } from '../../base/append-news.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { refuseStale } from '../../base/state-hash.ts';
import type { Listing } from '../../workers/mcp/listing.ts';
import { targetOf, workerIdOf } from '../../workers/mcp/server-manifest.ts';
import type { Servers } from '../../workers/mcp/servers.ts';
import type { SignIns } from '../../workers/mcp/sign-in/sign-ins.ts';
import { plainWords } from '../../workers/mcp/tool-definition.ts';
import { changesOf } from './listing-changes.ts';
import { listedServer, needOf, saidOf, showServer } from './show-server.ts';
import type { KeptServer, McpStore } from './store.ts';

export type McpParts = {
  store: McpStore;
  events: EventLog;
  clock: Clock;
  logger: Logger;
  signIns: SignIns;
  /** Whether a worker of another kind has the id. */
  isTaken: (workerId: string) => boolean;
  permissions: {
    grants: () => Grant[];
    isAllowedAhead: (need: { workerId: string; need: PermissionNeed }) => boolean;
    allowAhead: (needs: { workerId: string; need: PermissionNeed }[]) => Promise<Grant[]>;
    revoke: (grantId: string) => Promise<void>;
    forgetWorker: (workerId: string) => Promise<void>;
  };
};

export type McpService = {
  list: () => McpServer[];
  add: (server: { name: string; connection: McpConnection }) => Promise<McpServer>;
  test: (name: string) => Promise<McpServer>;
  /** Errors: `conflict` when what was said of the server is another thing than that of the hash. */
  switch: (name: string, isOn: boolean, baseHash?: string) => Promise<McpServer>;
  /** Errors: as `switch`, and `not-found`. */
  setTool: (change: { name: string; tool: string; policy: McpToolPolicy }, baseHash?: string) => Promise<McpServer>;
  /** The page to open. Errors: `conflict` where the server lets Heron in as it is, and those of `SignIns.begin`. */
  signIn: (name: string) => Promise<string>;
  signOut: (name: string) => Promise<McpServer>;
  remove: (name: string) => Promise<void>;
  logs: (name: string) => McpLogLine[];
  /** What servers say of the input of their tools, by action. */
  givenSchemas: () => ReadonlyMap<string, JsonObject>;
  /** Those that are switched on are workers from now on; nobody speaks with them before they are needed. */
  start: () => Promise<void>;
  close: () => Promise<void>;
};

/** What live servers tell the service. */
export type ServerNews = {
  onListing: (name: string, listing: Listing, about: McpAbout) => Promise<void>;
  onState: (name: string, state: McpState, error: Failure | undefined) => void;
};

/** What each change does, besides what it is about. */
function createChanges(parts: McpParts, open: (news: ServerNews) => Servers) {
  const { store, events, permissions, logger } = parts;
  const news = appendNews({ events, logger });
  const servers = open({
    onListing: heed,
    onState: (name, state, error) => {
      events.emit({ type: 'mcp.moved', scope: scopeOf(name), payload: { name, state } });
      if (error) news({ type: 'mcp.failed', scope: scopeOf(name), payload: { name, error } });
    },
  });

  function kept(name: string): KeptServer {
    const server = store.get(name);
    if (!server) throw new HeronError('not-found', `There is no MCP server ${name}`);
    return server;
  }

  /** What a change begins with. Errors: `not-found`, and `conflict` when it was made from another one. */
  function keptFor(name: string, baseHash: string | undefined): KeptServer {
    const server = kept(name);
    refuseStale(`The MCP server ${name} was`, saidOf(permissions, server), baseHash);
    return server;
  }

  async function change(draft: EventDraft, server: KeptServer): Promise<void> {
    await events.append([draft], () => store.put(server));
    if (server.isOn) await servers.put(listedServer(server));
  }

  /** What was allowed of a tool was allowed of what it was then. */
  async function heed(name: string, listing: Listing, about: McpAbout): Promise<void> {
    const before = store.get(name);
    if (!before) return;
    const payload = { name, ...changesOf(before.listing, listing) };
    const server = { ...before, listing, about };
    const { added, changed, gone } = payload;
    for (const tool of [...changed, ...gone]) await forbid(name, tool);
    if (added.length + changed.length + gone.length === 0) {
      store.put(server);
      if (JSON.stringify(before.listing.reading) === JSON.stringify(listing.reading)) return;
      events.emit({ type: 'mcp.moved', scope: scopeOf(name), payload: { name, state: servers.state(name).state } });
      return;
    }
    await change({ type: 'mcp.listed', scope: scopeOf(name), payload }, server);
  }

  async function forbid(name: string, tool: string): Promise<void> {
    const target = targetOf(name, tool);
    const given = permissions
      .grants()
      .filter((grant) => grant.workerId === workerIdOf(name) && grant.target === target);
    for (const { id } of given) await permissions.revoke(id);
  }

  const show = (server: KeptServer): McpServer =>
    showServer({ servers, signIns: parts.signIns, ...permissions }, server);

  async function reopen(name: string): Promise<McpServer> {
    await servers.reopen(name).catch(() => undefined); // its state says what went wrong
    return show(kept(name));
  }

  return { servers, news, kept, keptFor, change, forbid, show, reopen };
}

/** Which MCP servers there are, and who may use which of their tools. `open` makes what speaks with them. */
export function createMcp(parts: McpParts, open: (news: ServerNews) => Servers): McpService {
  const { store, events, permissions } = parts;
  const changes = createChanges(parts, open);
  const { servers, kept, keptFor, change, forbid, show, reopen } = changes;
  return {
    list: () => store.all().map(show),
    async add({ name, connection }) {
      refuseTaken(parts, name);
      const listing = { tools: [], prompts: [] };
      const server = { name, connection, isOn: true, about: undefined, listing, off: [], addedAt: parts.clock() };
      await change({ type: 'mcp.added', scope: scopeOf(name), payload: { name } }, server);
      return reopen(name);
    },
    async test(name) {
      if (!kept(name).isOn) throw new HeronError('conflict', `The MCP server ${name} is switched off`);
      return reopen(name);
    },
    async switch(name, isOn, baseHash) {
      const server = { ...keptFor(name, baseHash), isOn };
      await change({ type: 'mcp.switched', scope: scopeOf(name), payload: { name, isOn } }, server);
      if (!isOn) await servers.drop(name);
      return show(server);
    },
    async setTool({ name, tool, policy }, baseHash) {
      const server = keptFor(name, baseHash);
      if (!keysOf(show(server)).includes(tool)) {
        throw new HeronError('not-found', `The MCP server ${name} has no tool ${tool}`);
      }
      const off = server.off.filter((each) => each !== tool);
      const next = { ...server, off: policy === 'off' ? [...off, tool] : off };
      if (policy !== 'allow') await forbid(name, tool);
      await change({ type: 'mcp.configured', scope: scopeOf(name), payload: { name, tool, policy } }, next);
      if (policy === 'allow') await permissions.allowAhead([needOf(name, tool)]);
      return show(next);
    },
    ...signing(parts, changes),
    async remove(name) {
      kept(name);
      await parts.signIns.signOut(name);
      await servers.drop(name);
      await permissions.forgetWorker(workerIdOf(name));
      await events.append([{ type: 'mcp.removed', scope: scopeOf(name), payload: { name } }], () => store.remove(name));
      servers.forget(name);
    },
    logs: (name) => servers.log(kept(name).name).lines(),
    givenSchemas: () => new Map(store.all().flatMap((server) => schemasOf(changes, server))),
    async start() {
      for (const server of store.all()) if (server.isOn) await servers.put(listedServer(server));
    },
    async close() {
      parts.signIns.close();
      await servers.close();
    },
  };
}

function schemasOf({ servers }: ReturnType<typeof createChanges>, server: KeptServer): [string, JsonObject][] {
  return servers.worker(listedServer(server)).tools.flatMap(({ action, definition }): [string, JsonObject][] => {
    const schema = JsonObject.safeParse(definition.inputSchema);
    return action !== undefined && schema.success ? [[`${workerIdOf(server.name)}.${action}`, schema.data]] : [];
  });
}

/** What a person does about a server that lets in only who has signed in. */
function signing(
  { signIns }: McpParts,
  { servers, news, kept, show, reopen }: ReturnType<typeof createChanges>,
): Pick<McpService, 'signIn' | 'signOut'> {
  return {
    async signIn(name) {
      const server = kept(name);
      if (!server.isOn) throw new HeronError('conflict', `The MCP server ${name} is switched off`);
      const about = await servers.signInServer(server);
      // What it says when it turns somebody away tells where one signs in.
      if (signIns.state(name, about.url) === 'none' && (await reopen(name)).state === 'ready') {
        throw new HeronError('conflict', `The MCP server ${name} lets Heron in without a sign-in`);
      }
      const { page, done } = await signIns.begin(about).catch((error: unknown) => {
        throw signInError(error, name);
      });
      void done.then(
        () => {
          news({ type: 'mcp.signedIn', scope: scopeOf(name), payload: { name } });
          return reopen(name);
        },
        (error: unknown) => {
          const failure = toFailure(signInError(error, name));
          news({ type: 'mcp.signInFailed', scope: scopeOf(name), payload: { name, error: failure } });
        },
      );
      return page;
    },
    async signOut(name) {
      const server = kept(name);
      await signIns.signOut(name);
      news({ type: 'mcp.signedOut', scope: scopeOf(name), payload: { name } });
      return server.isOn ? reopen(name) : show(server);
    },
  };
}

/** The words of the library say what the other side did wrong. */
function signInError(error: unknown, name: string): HeronError {
  if (error instanceof HeronError) return error;
  const words = plainWords(error instanceof Error ? error.message : String(error), 400);
  return new HeronError('network', `The sign-in at the MCP server ${name} failed: ${words}`, undefined, {
    cause: error,
  });
}

function refuseTaken({ store, isTaken }: McpParts, name: string): void {
  if (store.get(name)) throw new HeronError('already-exists', `There is an MCP server ${name} already`);
  if (isTaken(workerIdOf(name))) {
    throw new HeronError('already-exists', `There is a worker ${workerIdOf(name)} already`);
  }
}

function scopeOf(name: string): { workerId: string } {
  return { workerId: workerIdOf(name) };
}

/** What has a policy of its own. */
function keysOf({ tools, reading, prompts }: McpServer): string[] {
  const others = [...(reading ? [reading] : []), ...prompts].map(({ key }) => key);
  return [...tools.map(({ name }) => name), ...others];
}
