import type { RequestListener } from 'node:http';
import type { AnyEvent } from '../../src/contract/events.ts';
import type { BackgroundProcess } from '../../src/contract/processes.ts';
import type { ErrorCode } from '../../src/contract/errors.ts';
import type { Json } from '../../src/contract/json.ts';
import type { Limits, Tier } from '../../src/contract/manifest.ts';
import type { PermissionNeed } from '../../src/contract/permission-need.ts';
import type { RecordedAccess } from '../../src/main/workers/broker/fake-access.ts';
import type { BackgroundProcesses } from '../../src/main/workers/processes/background-processes.ts';
import type { FakeServer } from '../../src/main/workers/broker/network/fake-server.ts';
import type { LookUp } from '../../src/main/workers/broker/network/resolve-host.ts';

export const classes = [
  'escape',
  'resources',
  'results',
  'files',
  'network',
  'shell',
  'code',
  'exfiltration',
  'protocol',
  'manifest',
] as const;
export type SecurityClass = (typeof classes)[number];

export type Expected = { code: ErrorCode; rule?: string; limit?: string; message?: RegExp };

/**
 * How an attempt must end. `empty-handed`: it gives nothing, or fails in its own sandbox. A list: one of these.
 */
export type Ending = 'empty-handed' | { gives: Json } | Expected | Ending[];

/** Where one attempt happens, and what it may touch. */
export type Place = {
  /** The case's own folder, in which everything is allowed. */
  folder: string;
  /** Nothing is allowed in these, and nothing in them may change. */
  outside: string;
  home: string;
  dataFolder: string;
  /** A number that is in the arguments of every program the case starts. */
  mark: string;
  allow: (...needs: PermissionNeed[]) => void;
  /** Answers name look-ups in place of the system. */
  lookUp: (look: LookUp) => void;
  serve: (answer: RequestListener) => Promise<FakeServer>;
  /** Undone when the case is over. */
  onEnd: (end: () => unknown) => void;
  record: () => RecordedAccess[];
  /** Done while a permission is asked for, before the answer. */
  whileAsking: (act: () => void) => void;
  /** A value of the vault that no case has the permission for. */
  secret: string;
  background: BackgroundProcesses;
  /** What background processes say is kept here. */
  processFolder: string;
  /** Starts a shell in the background as another worker. */
  startOther: (args: string[]) => Promise<BackgroundProcess>;
  /** Durable events since the case began. */
  events: () => AnyEvent[];
  /** Reports of progress that reached the engine's caller. */
  reports: () => number;
  logFile: string;
};

export type SecurityCase = {
  name: string;
  class: SecurityClass;
  tiers: readonly Tier[];
  /** Also without the operating system's sandbox, where it matters, and of the node tier also in a container. */
  surroundings?: 'both';
  /** The body of an action: takes `{ value }` and the context, and gives what it got. */
  attempt: string;
  /** Its result is handed on as it is. */
  isRaw?: true;
  /** Puts things in place; gives what the attempt is told. */
  prepare?: (place: Place) => Json | void | Promise<Json | void>;
  ends: Ending;
  afterwards?: (place: Place) => void | Promise<void>;
  /** In a worker of its own: for what spoils its process for others. */
  isAlone?: true;
  limits?: Partial<Limits>;
  /** What stands in the worker's module before its actions, and more files of it. */
  head?: string;
  files?: Record<string, string>;
  timeoutMs?: number;
  /** Why it cannot run on this machine. */
  skip?: string | undefined;
};

/** What the report is made of. */
export type CaseRecord = {
  name: string;
  class: SecurityClass;
  tier: string;
  surroundings: string;
  stallMs: number;
};

declare module 'vitest' {
  interface TaskMeta {
    security?: CaseRecord;
  }
}

export const everyTier = ['isolate', 'node'] as const satisfies Tier[];

/** Many attempts of one kind, by what they try. */
export function each(
  shared: Partial<SecurityCase> & Pick<SecurityCase, 'class' | 'tiers'>,
  cases: Record<string, string | Partial<SecurityCase>>,
): SecurityCase[] {
  return Object.entries(cases).map(([name, given]) => {
    const own = typeof given === 'string' ? { attempt: given } : given;
    return { attempt: '', ends: 'empty-handed', ...shared, name, ...own };
  });
}
