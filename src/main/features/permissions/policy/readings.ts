import type { Manifest } from '../../../../contract/manifest.ts';
import { isSensitive, type PermissionNeed } from '../../../../contract/permission-need.ts';
import { sensitiveSource } from '../../../../contract/policy.ts';
import type { FileLabels } from './file-labels.ts';
import type { Heard } from './heard.ts';
import { systemProgram } from './local-programs.ts';
import { createOpenWrites, type OpenWrites } from './open-writes.ts';
import type { Steps } from './steps.ts';
import type { Holder, Reading, Taint } from './taint.ts';
import { folderOf } from './trust.ts';
import type { WorkerFacts } from './worker-facts.ts';

export type ReadingParts = {
  taint: Taint;
  labels: FileLabels;
  workers: WorkerFacts;
  heard: Heard;
  steps: Pick<Steps, 'namedBy' | 'noteRead'>;
};

/** Who reads or writes what. */
export type Passed = {
  runId: string;
  conversationId?: string;
  taskIds: readonly string[];
  manifest: Manifest;
  need: PermissionNeed;
  standing?: { scope: string } | undefined;
};

/** What marks a run, and the files it writes. Each resolves when the mark is safe on disk: before a worker sees a byte. */
export type Readings = {
  /** A file is about to be read or written, or a program to be started. */
  passed(passed: Passed, operation: string): Promise<void>;
  /** An answer has come from the network, or from a socket: then `host` is its path and `url` that behind `unix:`. */
  answered(holder: Holder, manifest: Manifest, answer: { host: string; url: string }): Promise<void>;
  /** A run may read what other runs made of what they had read. */
  handed(holder: Holder, makers: readonly string[]): Promise<void>;
  /** A run goes on with what stands in a bundle that somebody has opened. */
  opened(holder: Holder, file: string): Promise<void>;
  /** It was told what is remembered, with the labels that has. */
  recalled(holder: Holder, sources: readonly string[]): Promise<void>;
  /** It was given what a screen showed, or a camera saw. */
  seen(holder: Holder, source: string): Promise<void>;
  /** Somebody has called the run from outside. */
  called(holder: Holder, source: string): Promise<void>;
  /** Somebody starts it so. */
  started(holder: Holder, source: string): Promise<void>;
  /** A worker has given its result. Resolves when what the run has open to write is marked. */
  gave(holder: Holder, manifest: Manifest): Promise<void>;
  /** What a call wrote is whole: what its run reads from now on is not in it. */
  callEnded(runId: string, taskId: string): void;
};

/** Names and sizes say little; what a file holds may be anything. A program's folder is only where it starts. */
const showsNoContent = new Set(['files.status', 'files.list', 'shell.open']);

export function createReadings(parts: ReadingParts): Readings {
  const marking: Marking = { ...parts, ...createMarks(parts) };
  const { taint, workers, heard, writing, mark } = marking;
  return {
    passed: async (passed, operation) => {
      const { capability } = passed.need;
      if (capability === 'files.read' && !showsNoContent.has(operation)) await readFile(marking, passed);
      if (capability === 'files.write' && operation !== 'files.status') await writeFile(marking, passed, operation);
      if (capability === 'shell') await startProgram(marking, passed);
    },
    answered: async (holder, manifest, { host, url }) => {
      const isLocal = url.startsWith('unix:');
      const need = { capability: isLocal ? 'socket' : 'net', target: host } as const;
      if (workers.flagsBehind(manifest, need).trustedSource) return;
      const source = isLocal ? `what ${host} answered` : withoutQuery(url);
      if (holder.taskId !== undefined) heard.note(holder.runId, holder.taskId, { host, url, source });
      await mark(holder, { sources: [source], through: 'network' });
    },
    handed: async (holder, makers) => {
      await mark(holder, { sources: makers.flatMap((runId) => taint.recorded(runId)), through: 'blob' });
    },
    opened: async (holder, file) => {
      await mark(holder, { sources: [`the bundle ${file}`], through: 'file' });
    },
    recalled: (holder, sources) => mark(holder, { sources, through: 'memory' }),
    gave: gaveTo(marking),
    ...{ callEnded: writing.end, ...callsFrom(marking) },
  };
}

type Marks = {
  /** What the calls under way have begun to write. */
  writing: OpenWrites;
  /** Marks a run, and with it what it has open to write. */
  mark: (holder: Holder, reading: Reading) => Promise<void>;
  /** Labels what a run writes with what the run has read, or with these sources. */
  label: (runId: string, path: string, below: boolean, sources?: readonly string[]) => Promise<void>;
};

type Marking = ReadingParts & Marks;

function createMarks({ taint, labels }: Pick<ReadingParts, 'taint' | 'labels'>): Marks {
  const writing = createOpenWrites();

  const label: Marks['label'] = async (runId, path, below, sources = taint.of(runId)) => {
    if (sources.length > 0) await labels.add({ path, sources, runId, below });
  };

  const mark: Marks['mark'] = async (holder, reading) => {
    const isNews = await taint.add(holder, reading);
    if (isNews) await Promise.all(writing.of(holder.runId).map(({ path, below }) => label(holder.runId, path, below)));
  };

  return { writing, mark, label };
}

async function readFile({ labels, steps, workers, mark }: Marking, passed: Passed): Promise<void> {
  const { need } = passed;
  const holder = holderOf(passed);
  const sources = labels.of(need.target);
  if (sources.length > 0) await mark(holder, { sources, through: 'file', path: need.target });
  if (isSensitive(need)) {
    await mark(holder, { sources: [sensitiveSource(need.target)], through: 'file', path: need.target });
  }
  // What a run made itself lies where it put it, whatever else lies there.
  if (passed.standing?.scope === 'own') return;
  steps.noteRead(passed.runId, passed.taskIds, need.target);
  const { folder, flags } = folderOf(workers.ground(), need.target);
  if (flags.trustedSource) return;
  await mark(holder, { sources: [`files in ${folder}`], through: 'file', path: need.target });
}

async function writeFile(marking: Marking, passed: Passed, operation: string): Promise<void> {
  const { labels, writing, mark, label } = marking;
  const { runId, need } = passed;
  const [taskId] = passed.taskIds;
  const isMove = operation === 'files.move';
  // What is moved takes its label along, and so does whoever moves it: the content was in its hands.
  if (isMove) {
    const moved = labels.of(need.target);
    if (moved.length > 0) await mark(holderOf(passed), { sources: moved, through: 'file', path: need.target });
  }
  if (!isMove && taskId) writing.begin(runId, taskId, need.target, false);
  await label(runId, need.target, isMove);
}

/** Nobody sees what a program writes: it may be anything that its call named for writing, and all below that. */
async function startProgram(marking: Marking, passed: Passed): Promise<void> {
  const { taint, workers, steps, writing, mark, label } = marking;
  const { runId, taskIds } = passed;
  const printed = printedBy(passed, workers);
  if (printed) await mark(holderOf(passed), printed);
  const named = steps.namedBy(runId, taskIds);
  const written = named.filter(({ capability }) => capability === 'files.write');
  if (written.length === 0) return;
  const own = programSource(passed.need);
  const hosts = printed ? named.flatMap(({ capability, target }) => (capability === 'net' ? [target] : [])) : [];
  // One that only tells of this machine brings nothing new, whatever others of its kind have printed.
  const sources = printed ? taint.of(runId) : taint.of(runId).filter((source) => source !== own);
  const brought = hosts.map((host) => `what ${programName(passed.need)} brought from ${host}`);
  const [taskId] = taskIds;
  for (const { target } of written) {
    if (taskId) writing.begin(runId, taskId, target, true);
    await label(runId, target, true, [...sources, ...brought]);
  }
}

function printedBy({ need, manifest }: Passed, workers: ReadingParts['workers']): Reading | undefined {
  if (workers.flagsBehind(manifest, need).trustedSource) return undefined;
  return { sources: [programSource(need)], through: 'program' };
}

function programName({ target }: PermissionNeed): string {
  return systemProgram(target) ?? target;
}

function programSource(need: PermissionNeed): string {
  return `what ${programName(need)} printed`;
}

function gaveTo({ taint, workers, writing, mark }: Marking): Readings['gave'] {
  return async (holder, manifest) => {
    if (workers.isVouched(manifest) || workers.flagsOf(manifest).trustedSource) return;
    const reading: Reading = { sources: [`the worker ${manifest.id}`], through: 'worker' };
    if (writing.of(holder.runId).length > 0) return mark(holder, reading);
    // It holds at once, and whatever has an effect after it, or tells that the call has ended, has it on disk before it.
    taint.add(holder, reading, 'soon').catch(() => undefined); // nor can the end of the call be stored then
  };
}

/** What came with a call from outside, and what was shown. */
function callsFrom({ taint, mark }: Marking): Pick<Readings, 'called' | 'started' | 'seen'> {
  const called: Readings['called'] = (holder, source) => mark(holder, { sources: [source], through: 'webhook' });
  return {
    called,
    seen: (holder, source) => mark(holder, { sources: [source], through: 'eyes' }),
    started: (holder, source) => {
      taint.beginRun(holder.runId);
      return called(holder, source);
    },
  };
}

function holderOf({ runId, conversationId, taskIds: [taskId], manifest }: Passed): Holder {
  return {
    runId,
    ...(conversationId ? { conversationId } : {}),
    ...(taskId ? { taskId } : {}),
    workerId: manifest.id,
  };
}

/** The query and the sign-in may hold what must not be shown. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
