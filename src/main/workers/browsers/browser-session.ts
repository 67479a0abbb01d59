import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndGuard } from '../hosts/machine/end-guard.ts';
import { browserRoom } from './browser-room.ts';
import { type DriverProcess, startDriver } from './driver-process.ts';
import { type Egress, openEgress } from './egress.ts';

export type SessionMeans = {
  nodeBinary: string;
  appFolder: string;
  bubblewrap: string | undefined;
  guard: Pick<EndGuard, 'watchGroup' | 'forgetGroup'>;
};

/** One browser with its way out. */
export type BrowserSession = {
  driver: DriverProcess;
  egress: Egress;
  /** Hosts its pages may reach, each allowed when it was named. */
  hosts: Set<string>;
  /** What the last step made. */
  file: { path: string; name: string } | undefined;
  /** Ends the browser; what it has downloaded goes with it. */
  close(): Promise<void>;
};

const startsWithinMs = 30_000;

/** Starts a browser in `folder`, where its profile stays. Errors: `unsupported`, `worker-crashed`. */
export async function openBrowserSession(
  means: SessionMeans,
  { program, folder }: { program: string; folder: string },
): Promise<BrowserSession> {
  const [profile, files] = [join(folder, 'profile'), join(folder, 'files')];
  rmSync(files, { recursive: true, force: true });
  for (const each of [profile, files]) mkdirSync(each, { recursive: true, mode: 0o700 });
  // Left by one that was killed, they would tell a browser that another one is at work here.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
    rmSync(join(profile, name), { force: true });
  const egress = await openEgress();
  const mark = `heron-browser-${randomUUID()}`;
  const folders = [profile, files, ...(egress.folder ? [egress.folder] : [])];
  const driver = startDriver(browserRoom({ ...means, program, folders, mark }), mark, means.guard);
  const session: BrowserSession = {
    ...{ driver, egress, hosts: new Set<string>(), file: undefined },
    async close() {
      await driver.end();
      await egress.close();
      await rm(files, { recursive: true, force: true });
    },
  };
  const { socket, password } = egress;
  // Its own sandbox is not for the system's administrator.
  const setup = { program, profile, files, egress: socket, password, hasOwnSandbox: process.getuid?.() !== 0 };
  await driver.start(setup, startsWithinMs).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  await mkdir(files, { recursive: true });
  return session;
}
