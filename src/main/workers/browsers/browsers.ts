import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { createEndGuard } from '../hosts/machine/end-guard.ts';
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
  const means = { ...parts, guard: createEndGuard(logger) };
  const kept = new Map<string, Kept>();

  function placeOf(owner: SessionOwner, name: string): { key: string; folder: string } {
    const whose = owner.conversationId ?? owner.runId;
    const key = createHash('sha256').update(`${whose}\0${name}`).digest('hex').slice(0, 32);
    return { key, folder: join(parts.folder, key) };
  }

  async function endOne(key: string): Promise<void> {
    const each = kept.get(key);
    if (!each) return;
    kept.delete(key);
    clearTimeout(each.rest);
    await each.turn.catch(() => undefined);
    await each.opening.then((session) => session.close()).catch(() => undefined);
    // Nobody could come back to it.
    if (each.owner.conversationId === undefined) await rm(each.folder, { recursive: true, force: true });
  }

  async function makeRoom(owner: SessionOwner, most: number): Promise<void> {
    const whose = owner.conversationId ?? owner.runId;
    const own = [...kept.values()].filter((each) => (each.owner.conversationId ?? each.owner.runId) === whose);
    if (own.length >= most) {
      const message = `This conversation has ${own.length} browser sessions open (${own.map(({ name }) => name).join(', ')}); close one first`;
      throw new HeronError('limit-exceeded', message, { limit: most });
    }
    if (kept.size < mostBrowsers) return;
    const resting = [...kept].filter(([, { uses }]) => uses === 0).toSorted((a, b) => a[1].usedAt - b[1].usedAt);
    const [oldest] = resting;
    if (!oldest) throw new HeronError('limit-exceeded', `${mostBrowsers} browsers are at work; wait for one to end`);
    await endOne(oldest[0]);
  }

  async function start(folder: string): Promise<BrowserSession> {
    const { program = '' } = parts.settings();
    const found = findBrowser(String(program), parts.environment);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const now = new Date();
    utimesSync(folder, now, now);
    // Most engines never drive a browser.
    const { openBrowserSession } = await import('./browser-session.ts');
    return openBrowserSession(means, { program: found, folder });
  }

  async function find(owner: SessionOwner, name: string, options: { make: boolean; most: number }): Promise<Kept> {
    const { key, folder } = placeOf(owner, name);
    const known = kept.get(key);
    const isOver = await known?.opening.then(({ driver }) => driver.isOver()).catch(() => true);
    if (known && isOver) await endOne(key);
    else if (known) return known;
    if (!options.make) {
      const message = `There is no page open in the browser session ${name}; open one first`;
      throw new HeronError('not-found', message, { session: name });
    }
    await makeRoom(owner, options.most);
    const opening = start(folder);
    opening.catch(() => kept.delete(key));
    const made: Kept = { ...{ owner, name, folder, opening }, turn: opening, uses: 0, rest: undefined, usedAt: 0 };
    kept.set(key, made);
    return made;
  }

  function restLater(each: Kept): void {
    const { idleMinutes = 5 } = parts.settings();
    const { key } = placeOf(each.owner, each.name);
    each.usedAt = performance.now();
    each.rest = setTimeout(
      () => void endOne(key).catch((error: unknown) => logger.warn('A browser could not be ended', { error: String(error) })),
      Number(idleMinutes) * 60_000,
    ).unref();
  }

  return {
    async use(owner, name, options, work) {
      const each = await find(owner, name, options);
      clearTimeout(each.rest);
      each.uses += 1;
      const result = each.turn.catch(() => undefined).then(async () => work(await each.opening));
      each.turn = result;
      try {
        return await result;
      } finally {
        each.uses -= 1;
        if (each.uses === 0) restLater(each);
      }
    },
    async end(owner, name, forget) {
      const { key, folder } = placeOf(owner, name);
      await endOne(key);
      if (forget) await rm(folder, { recursive: true, force: true });
    },
    async endOfRun(runId) {
      const own = [...kept].filter(([, { owner }]) => owner.conversationId === undefined && owner.runId === runId);
      await Promise.all(own.map(([key]) => endOne(key)));
    },
    async recover() {
      if (!existsSync(parts.folder)) return;
      await endStrays(parts.folder);
      for (const name of readdirSync(parts.folder)) {
        const folder = join(parts.folder, name);
        if (Date.now() - statSync(folder).mtimeMs > profilesKeptMs) await rm(folder, { recursive: true, force: true });
      }
    },
    close: async () => void (await Promise.all([...kept.keys()].map(endOne))),
  };
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
