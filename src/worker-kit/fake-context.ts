import type { WorkerBrowser } from './browser.ts';
import type { CodeLanguage, UsedAmount, WorkerContext } from './context.ts';
import { type FakeBlob, fakeBlobs } from './fake-blobs.ts';
import { freezeDeep } from './host-side/freeze-deep.ts';
import { fakeCode } from './fake-code.ts';
import { fakeFiles } from './fake-files.ts';
import { fakeNet } from './fake-net.ts';
import { fakeQueries } from './fake-queries.ts';
import { fakeProcesses } from './fake-processes.ts';
import { CallUsageCount } from './usage-count.ts';
import { type FakeSecret, type FakeSigner, fakeSecrets } from './fake-secrets.ts';
import { type FakeSpeech, fakeSpeech } from './fake-speech.ts';
import { type FakeRemotes, fakeRemotes } from './fake-remotes.ts';
import { fakeShell } from './fake-shell.ts';
import { fakeSockets } from './fake-sockets.ts';
import { WorkerFailure } from './failure.ts';

/** What a test lets its worker do; everything else is refused as the broker refuses it. */
export type FakeAllowance = {
  /** Absolute paths; each allows itself and all below it. */
  read?: string[];
  /** Absolute paths to write, move and remove; each allows itself and all below it. */
  write?: string[];
  /** Host names without port. */
  hosts?: string[];
  /** So many requests, as if the limits of the hour left no more. */
  requests?: number;
  /** Paths of Unix sockets, as the worker says them. */
  sockets?: string[];
  /** Program names or absolute paths, as the worker says them. */
  programs?: string[];
  /** Languages that code may be in. */
  languages?: CodeLanguage[];
};

export type FakeContextOptions = {
  allow?: FakeAllowance;
  /** Secrets by name, as if the manifest named them and the person had entered and allowed them. */
  secrets?: Record<string, FakeSecret>;
  /** What signs requests; without it nothing does. */
  signer?: FakeSigner;
  /** Milliseconds since 1970: time then stands still, and `sleep` moves it on at once. Default: real time. */
  now?: number;
  attempt?: number;
  /** Blobs the run has already, by id. */
  blobs?: Record<string, FakeBlob>;
  /** What the person answered to the question of an earlier attempt. */
  answer?: string;
  /** Engines of speech; without them there are none. */
  speech?: FakeSpeech;
  /** Where the keys of hosts are kept; without it none is known. */
  remotes?: FakeRemotes;
  /** What stands for the browser; without it there is none. */
  browser?: WorkerBrowser;
  /** As the person has set them; defaults are filled in by Heron, not here. */
  settings?: Record<string, unknown>;
};

export type FakeContext = WorkerContext & {
  /** Every progress report, in order. */
  reports: { percent?: number; text?: string; output?: unknown }[];
  /** What it said it used, in all; undefined while it said nothing. */
  usage(): UsedAmount | undefined;
  /** Every log line, as `level: message`. */
  lines: string[];
  /** The blobs there are, by id: those given, and those the worker has finished. */
  stored: Map<string, FakeBlob>;
  /** Does what cancelling the run does. */
  abort(reason?: string): void;
};

/**
 * A context for tests: real files, real HTTP, real programs, and permissions that are lists. Hand it to an action
 * directly: `await worker.actions.create(input, fakeContext({ allow: { read: [folder] } }))`.
 */
export function fakeContext(options: FakeContextOptions = {}): FakeContext {
  const { allow = {}, attempt = 1, settings = {} } = options;
  const controller = new AbortController();
  const time = createTime(options.now, controller.signal);
  const reports: FakeContext['reports'] = [];
  const lines: string[] = [];
  const usage = new CallUsageCount();
  const secrets = fakeSecrets(options.secrets ?? {}, options.signer);
  const stored = new Map(Object.entries(options.blobs ?? {}));
  const background = fakeProcesses();
  controller.signal.addEventListener('abort', background.endAll, { once: true });
  const files = fakeFiles({ read: allow.read ?? [], write: allow.write ?? [] });
  return {
    runId: 'run_01JD0000000000000000000000',
    taskId: 'task',
    attempt,
    idempotencyKey: 'run_01JD0000000000000000000000.task',
    ...(options.answer === undefined ? {} : { answer: options.answer }),
    settings: freezeDeep(structuredClone(settings)),
    signal: controller.signal,
    files,
    net: fakeNet({
      ...{ hosts: allow.hosts ?? [], requests: allow.requests ?? Infinity, signal: controller.signal },
      ...{ fillIn: secrets.fillIn, sign: secrets.sign },
    }),
    sockets: fakeSockets({ sockets: allow.sockets ?? [], signal: controller.signal }),
    blobs: fakeBlobs(stored),
    shell: fakeShell({
      ...{ programs: allow.programs ?? [], signal: controller.signal, adopt: background.adopt },
      fillVariables: secrets.fillVariables,
    }),
    processes: background.processes,
    secrets: { handle: secrets.handle, link: secrets.link },
    code: fakeCode({ languages: allow.languages ?? [], files, signal: controller.signal }),
    speech: fakeSpeech(options.speech ?? {}, files),
    queries: fakeQueries({
      ...{ files, hosts: allow.hosts ?? [], signal: controller.signal },
      fillIn: secrets.fillIn,
    }),
    remotes: fakeRemotes({
      ...{ given: options.remotes, files, hosts: allow.hosts ?? [], answer: options.answer },
      signal: controller.signal,
    }),
    browser: options.browser ?? noBrowser,
    progress: (report) => void reports.push(report),
    used: (amount) => void usage.add(amount),
    usage: () => usage.total(),
    log: (level, message) => void lines.push(`${level}: ${message}`),
    now: time.now,
    sleep: time.sleep,
    reports,
    lines,
    stored,
    abort: (reason = 'stopped by the test') => controller.abort(new Error(reason)),
  };
}

const noBrowser: WorkerBrowser = {
  step: () => Promise.reject(new WorkerFailure('unsupported', 'There is no browser in this test')),
  // oxlint-disable-next-line require-yield -- there is nothing to read
  async *read() {
    throw new WorkerFailure('not-found', 'There is no browser in this test');
  },
};

type Time = Pick<WorkerContext, 'now' | 'sleep'>;

function createTime(start: number | undefined, signal: AbortSignal): Time {
  if (start === undefined) return { now: () => Date.now(), sleep: (ms) => realSleep(ms, signal) };
  let now = start;
  return {
    now: () => now,
    sleep(ms) {
      if (signal.aborted) return Promise.reject(signal.reason);
      now += ms;
      return Promise.resolve();
    },
  };
}

function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', stopped, { once: true });
    function done(): void {
      signal.removeEventListener('abort', stopped);
      resolve();
    }
    function stopped(): void {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
