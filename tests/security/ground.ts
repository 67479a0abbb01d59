import { randomInt, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCircuit } from '../../src/contract/circuits.ts';
import type { AnyEvent } from '../../src/contract/events.ts';
import type { Json } from '../../src/contract/json.ts';
import type { Tier } from '../../src/contract/manifest.ts';
import type { PermissionNeed } from '../../src/contract/permission-need.ts';
import type { BackgroundProcess } from '../../src/contract/processes.ts';
import { systemClock } from '../../src/main/base/clock.ts';
import { openDatabase } from '../../src/main/base/database.ts';
import { createEventLog } from '../../src/main/base/event-log.ts';
import { createIds } from '../../src/main/base/ids.ts';
import { createLogger } from '../../src/main/base/logger.ts';
import { createBlobStore } from '../../src/main/workers/broker/blobs/blob-store.ts';
import { createBroker } from '../../src/main/workers/broker/broker.ts';
import { fakeAccess } from '../../src/main/workers/broker/fake-access.ts';
import { fakeSecrets, openFakeBackground } from '../../src/main/workers/broker/fake-broker.ts';
import { createFileJournal } from '../../src/main/workers/broker/journal/file-journal.ts';
import { startFakeServer } from '../../src/main/workers/broker/network/fake-server.ts';
import type { LookUp } from '../../src/main/workers/broker/network/resolve-host.ts';
import { startProgram } from '../../src/main/workers/broker/programs/running-program.ts';
import { createHostCircuits } from '../../src/main/workers/circuits/host-circuits.ts';
import { createKnownHosts } from '../../src/main/workers/remotes/known-hosts.ts';
import { fakeCodeRunner } from '../../src/main/workers/written-code/fake-code-runner.ts';
import { fakeQueryRunner } from '../../src/main/workers/queries/fake-query-runner.ts';
import { startTrial, type Trial, type TrialWorker } from '../../src/main/workers/trial-workers.ts';
import type { Place, SecurityCase } from './case.ts';
import { find } from './cases/shell-attempts.ts';
import { prelude } from './prelude.ts';

/** Workers in real processes and the real broker on a real disk; only who is asked for permission is a list. */
export type Ground = {
  trial: Trial;
  /** A place for the next case; the one before is cleared away. */
  enter: () => Promise<Place>;
  call: (attack: SecurityCase, value: Json) => Promise<Json>;
  /** Both the worker that was attacked from and another one answer. */
  answers: (attack: SecurityCase) => Promise<boolean>;
  /** Folders in which nothing may change. */
  guarded: string[];
  close: () => Promise<void>;
};

const canary = 'canary-7f3a-sings-0815';
const echo = '({ value }) => ({ value })';
/** Attacks go on until they are over: nothing is left alone for failing. */
const neverOpen = { ...defaultCircuit, windowCalls: 1000, leastCalls: 1000 };
const noLookUp: LookUp = (host) => Promise.reject(Object.assign(new Error(host), { code: 'ENOTFOUND' }));

/** What a worker's process stands in. */
export type Surroundings = 'bubblewrap' | 'bare' | 'container';

export async function startGround(tier: Tier, surroundings: Surroundings, cases: SecurityCase[]): Promise<Ground> {
  const isBare = surroundings === 'bare';
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heron-security-')));
  const [allowed, outside, home, dataFolder] = makeFolders(root);
  const allowances: PermissionNeed[] = [];
  let asking: (() => void) | undefined;
  const access = fakeAccess(allowances, () => asking?.());
  const logger = createLogger(join(root, 'broker.log'), 'debug');
  const database = openDatabase({ file: ':memory:' });
  const events = createEventLog({ database, makeId: createIds(), clock: systemClock });
  const told: AnyEvent[] = [];
  events.listen((event) => told.push(event));
  const vault = fakeSecrets({ canary: { value: canary, hosts: [] } });
  const processFolder = join(root, 'processes');
  const background = openFakeBackground(
    { background: { programs: 200 } },
    { database, events, logger, folder: processFolder, scrubber: vault.scrubber },
  );
  let look = noLookUp;
  const openSession = createBroker({
    ...{ authorize: access.authorize, refuse: access.refuse, logger },
    admit: () => undefined,
    noteAnswer: async () => undefined,
    noteOwnOutput: () => undefined,
    forgetOwnOutput: () => undefined,
    journal: createFileJournal({ database, clock: systemClock, logger, undoFolder: join(dataFolder, 'undo') }),
    blobs: createBlobStore({
      ...{ database, clock: systemClock, logger, folder: join(dataFolder, 'blobs'), makeId: createIds() },
      settings: () => ({ blobsPerRunMb: 100, blobsKeptDays: 1 }),
      isUnderWay: () => true,
    }),
    background,
    programMark: 'heron-tested',
    protectedFolders: [dataFolder],
    environment: { ...process.env, HOME: home, SECRET_TOKEN: 'hunter2', NODE_OPTIONS: '--no-warnings' },
    lookUp: (host) => look(host),
    ...vault,
    code: fakeCodeRunner(root, isBare),
    queries: fakeQueryRunner(root, isBare),
    knownHosts: createKnownHosts(join(dataFolder, 'known-hosts')),
    hosts: createHostCircuits({
      clock: systemClock,
      rules: () => neverOpen,
      append: () => undefined,
      scrub: (error) => error,
    }),
  });
  const trial = await startTrial({
    isBare,
    isContained: surroundings === 'container',
    openSession,
    bundled: workersOf(tier, cases),
    processes: { workerIdleMs: 2000, circuit: neverOpen },
  });
  const numbers = new Map(cases.map((each, index) => [each, index]));
  let ends: (() => unknown)[] = [];
  let reports = 0;
  let entered = 0;

  async function leave(): Promise<void> {
    for (const end of ends.toReversed()) await end();
    ends = [];
    for (const { id } of background.list({ status: 'running' })) await background.stop(id, 0);
    await background.clear({});
  }

  async function startOther(args: string[]): Promise<BackgroundProcess> {
    const path = find('sh') ?? '';
    const names = { path, calledAs: path, cwd: root, cwdName: root };
    const mark = randomUUID();
    const program = await startProgram({ ...names, args, environment: {}, input: null, keepsInput: true, mark });
    const command = { program: 'sh', args, cwd: null, input: null, variables: [] };
    const scope = { runId: 'run_other', taskId: 'task', attempt: 1, idempotencyKey: 'other', unattended: true };
    const owner = { runId: scope.runId, workerId: 'other', mostOfWorker: 1 };
    return background.adopt(program, owner, {
      name: null,
      command,
      commandLine: 'sh',
      maxMs: null,
      keep: false,
      scope,
    });
  }

  function makePlace(): Place {
    const folder = join(allowed, `case-${(entered += 1)}`);
    mkdirSync(folder);
    allowances.splice(0, allowances.length, ...fileNeeds(folder));
    access.record.length = 0;
    told.length = 0;
    asking = undefined;
    look = noLookUp;
    reports = 0;
    return {
      ...{ folder, outside, home, dataFolder },
      mark: String(1e9 + randomInt(1e9)),
      allow: (...needs) => void allowances.push(...needs),
      lookUp: (next) => (look = next),
      serve: async (answer) => {
        const server = await startFakeServer(answer);
        ends.push(server.end);
        return server;
      },
      onEnd: (end) => void ends.push(end),
      record: () => access.record,
      whileAsking: (act) => (asking = act),
      secret: canary,
      ...{ background, processFolder, startOther },
      events: () => told,
      reports: () => reports,
      logFile: join(trial.folder, 'trial.log'),
    };
  }

  const workerOf = (attack: SecurityCase): string => workerName(attack, numbers.get(attack) ?? 0);
  return {
    trial,
    enter: async () => {
      await leave();
      return makePlace();
    },
    call: (attack, value) =>
      trial.call(workerOf(attack), `case${numbers.get(attack) ?? 0}`, value, {
        timeoutMs: attack.timeoutMs ?? 20_000,
        onProgress: () => (reports += 1),
      }),
    answers: async (attack) => {
      const asked = isAlone(attack) ? ['witness'] : ['witness', 'shared'];
      const heard = await Promise.all(asked.map((id) => trial.call(id, 'echo', id)));
      return heard.every((said, index) => said === asked[index]);
    },
    guarded: [outside, home, dataFolder, join(trial.folder, 'app')],
    close: async () => {
      await leave();
      await trial.close();
      await background.close();
      await events.close();
      database.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function fileNeeds(folder: string): PermissionNeed[] {
  return [
    { capability: 'files.read', target: folder },
    { capability: 'files.write', target: folder },
  ];
}

function makeFolders(root: string): [allowed: string, outside: string, home: string, dataFolder: string] {
  const files = {
    'outside/secret': 'the secret outside',
    'home/.ssh/id_rsa': 'the private key',
    'home/.ssh/tool': '#!/bin/sh\n',
    'home/.aws/credentials': 'the cloud key',
    'home/.netrc': 'the password',
    'home/.config/google-chrome/Default/Cookies': 'the cookies',
    'data/heron.db': 'the data of Heron',
    'data/secrets.json': 'the secrets of Heron',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  chmodSync(join(root, 'home/.ssh/tool'), 0o755);
  mkdirSync(join(root, 'allowed'));
  const at = (name: string): string => join(root, name);
  return [at('allowed'), at('outside'), at('home'), at('data')];
}

function isAlone({ isAlone: wants, limits, head, files }: SecurityCase): boolean {
  return Boolean(wants ?? limits ?? head ?? files);
}

function workerName(attack: SecurityCase, number: number): string {
  return isAlone(attack) ? `alone-${number}` : 'shared';
}

function workersOf(tier: Tier, cases: SecurityCase[]): Record<string, TrialWorker> {
  const workers: Record<string, TrialWorker> = {
    witness: { tier, actions: { echo } },
    shared: { tier, actions: { echo }, head: prelude },
  };
  for (const [index, attack] of cases.entries()) {
    const worker = (workers[workerName(attack, index)] ??= {
      ...{ tier, actions: {}, head: `${prelude}\n${attack.head ?? ''}` },
      ...(attack.limits ? { limits: attack.limits } : {}),
      ...(attack.files ? { files: attack.files } : {}),
    });
    worker.actions[`case${index}`] = attack.isRaw ? attack.attempt : handedOver(attack.attempt);
  }
  return workers;
}

function handedOver(attempt: string): string {
  return `async (input, context) => {
    const got = await (${attempt})(input, context);
    return { value: got === undefined ? null : got };
  }`;
}
