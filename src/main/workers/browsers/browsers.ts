import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { createEndGuard, type EndGuard } from '../hosts/machine/end-guard.ts';
import { listProcesses } from '../hosts/machine/list-processes.ts';
import type { BrowserSession, SessionMeans } from './browser-session.ts';
import { findBrowser } from './find-browser.ts';

export type SessionOwner = { runId: string; conversationId?: string | undefined };

/** The browser sessions of all conversations. No browser outlives its engine, its run (outside of a conversation) or its rest. */
export type Browsers = {
  /** Runs `work` with the session of this name, one after the other. Without `make` an absent one is `not-found`. */
  use<Value>(
    owner: SessionOwner,
    name: string,
    options: { make: boolean; most: number },
    work: (session: BrowserSession) => Promise<Value>,
  ): Promise<Value>;
  /** Ends the browser; `forget` removes its profile as well. */
  end(owner: SessionOwner, name: string, forget: boolean): Promise<void>;
  /** Of a run outside of a conversation. */
  endOfRun(runId: string): Promise<void>;
  /** Ends what a killed engine left, and removes profiles that nobody has used for long. */
  recover(): Promise<void>;
  close(): Promise<void>;
};

export type BrowsersParts = Omit<SessionMeans, 'guard'> & {
  /** Where profiles are. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** What the person has set of the worker `browser`: `program`, `idleMinutes`. */
  settings: () => JsonObject;
  logger: Logger;
};

type Kept = {
  owner: SessionOwner;
  name: string;
  folder: string;
  opening: Promise<BrowserSession>;
  turn: Promise<unknown>;
  uses: number;
  rest: NodeJS.Timeout | undefined;
  usedAt: number;
};

/** In all; the one that has rested for longest makes room. */
const mostBrowsers = 4;
const profilesKeptMs = 30 * 86_400_000;

export function createBrowsers(parts: BrowsersParts): Browsers {
  const logger = parts.logger.from('browsers');
  const shelf: Shelf = { parts, logger, guard: createEndGuard(logger), kept: new Map() };
  const { kept } = shelf;
  return {
    use: (owner, name, options, work) => use(shelf, { owner, name }, options, work),
    async end(owner, name, forget) {
      const { key, folder } = placeOf(shelf, { owner, name });
      await endOne(shelf, key);
      if (forget) await rm(folder, { recursive: true, force: true });
    },
    async endOfRun(runId) {
      const own = [...kept].filter(([, { owner }]) => owner.conversationId === undefined && owner.runId === runId);
      await Promise.all(own.map(([key]) => endOne(shelf, key)));
    },
    async recover() {
      if (!existsSync(parts.folder)) return;
      await endStrays(parts.folder);
      for (const name of readdirSync(parts.folder)) {
        const folder = join(parts.folder, name);
        if (Date.now() - statSync(folder).mtimeMs > profilesKeptMs) await rm(folder, { recursive: true, force: true });
      }
    },
    close: async () => void (await Promise.all([...kept.keys()].map((key) => endOne(shelf, key)))),
  };
}

type Shelf = {
  parts: BrowsersParts;
  logger: Logger;
  guard: Pick<EndGuard, 'watchGroup' | 'forgetGroup'>;
  /** By the folder's name. */
  kept: Map<string, Kept>;
};
type Named = { owner: SessionOwner; name: string };
type Options = { make: boolean; most: number };

function whose({ conversationId, runId }: SessionOwner): string {
  return conversationId ?? runId;
}

function placeOf({ parts }: Shelf, { owner, name }: Named): { key: string; folder: string } {
  const key = createHash('sha256')
    .update(`${whose(owner)}\0${name}`)
    .digest('hex')
    .slice(0, 32);
  return { key, folder: join(parts.folder, key) };
}

async function use<Value>(
  shelf: Shelf,
  named: Named,
  options: Options,
  work: (session: BrowserSession) => Promise<Value>,
): Promise<Value> {
  const each = await find(shelf, named, options);
  clearTimeout(each.rest);
  each.uses += 1;
  const result = each.turn.catch(() => undefined).then(async () => work(await each.opening));
  each.turn = result;
  try {
    return await result;
  } finally {
    each.uses -= 1;
    if (each.uses === 0) restLater(shelf, each);
  }
}

async function find(shelf: Shelf, named: Named, { make, most }: Options): Promise<Kept> {
  const { kept } = shelf;
  const { key, folder } = placeOf(shelf, named);
  const known = kept.get(key);
  const isOver = await known?.opening.then(({ driver }) => driver.isOver()).catch(() => true);
  if (known && isOver) await endOne(shelf, key);
  else if (known) return known;
  if (!make) {
    const message = `There is no page open in the browser session ${named.name}; open one first`;
    throw new HeronError('not-found', message, { session: named.name });
  }
  await makeRoom(shelf, named.owner, most);
  // Somebody else may have opened it while room was made.
  const meanwhile = kept.get(key);
  if (meanwhile) return meanwhile;
  const opening = start(shelf, folder);
  opening.catch(() => kept.delete(key));
  const made: Kept = { ...{ ...named, folder, opening }, turn: opening, uses: 0, rest: undefined, usedAt: 0 };
  kept.set(key, made);
  return made;
}

async function start({ parts, guard }: Shelf, folder: string): Promise<BrowserSession> {
  const { program = '' } = parts.settings();
  const found = findBrowser(typeof program === 'string' ? program : '', parts.environment);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const now = new Date();
  utimesSync(folder, now, now);
  // Most engines never drive a browser.
  const { openBrowserSession } = await import('./browser-session.ts');
  return openBrowserSession({ ...parts, guard }, { program: found, folder });
}

async function makeRoom(shelf: Shelf, owner: SessionOwner, most: number): Promise<void> {
  const { kept } = shelf;
  const own = [...kept.values()].filter((each) => whose(each.owner) === whose(owner));
  if (own.length >= most) {
    const message = `This conversation has ${own.length} browser sessions open (${own.map(({ name }) => name).join(', ')}); close one first`;
    throw new HeronError('limit-exceeded', message, { limit: most });
  }
  if (kept.size < mostBrowsers) return;
  const resting = [...kept].filter(([, { uses }]) => uses === 0).toSorted((a, b) => a[1].usedAt - b[1].usedAt);
  const [oldest] = resting;
  if (!oldest) throw new HeronError('limit-exceeded', `${mostBrowsers} browsers are at work; wait for one to end`);
  await endOne(shelf, oldest[0]);
}

function restLater(shelf: Shelf, each: Kept): void {
  const { idleMinutes = 5 } = shelf.parts.settings();
  const { key } = placeOf(shelf, each);
  const end = (): void => {
    endOne(shelf, key).catch((error: unknown) => {
      shelf.logger.warn('A browser could not be ended', { error: String(error) });
    });
  };
  each.usedAt = performance.now();
  each.rest = setTimeout(end, Number(idleMinutes) * 60_000).unref();
}

async function endOne({ kept }: Shelf, key: string): Promise<void> {
  const each = kept.get(key);
  if (!each) return;
  kept.delete(key);
  clearTimeout(each.rest);
  await each.turn.catch(() => undefined);
  await each.opening.then((session) => session.close()).catch(() => undefined);
  // Nobody could come back to it.
  if (each.owner.conversationId === undefined) await rm(each.folder, { recursive: true, force: true });
}

/** One engine has a data folder at a time: whoever works with a profile in it when an engine starts has lost its own. */
async function endStrays(folder: string): Promise<void> {
  for (const { pid, command } of await listProcesses()) {
    if (pid === process.pid || !command.includes(folder)) continue;
    if (!/--user-data-dir=|heron-browser-/.test(command)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended, or is somebody else's.
    }
  }
}
