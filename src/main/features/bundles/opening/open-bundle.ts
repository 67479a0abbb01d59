import { traceIdOf } from '../../../base/trace-context.ts';
import { idOfHash } from '../../../base/ids.ts';
import type { Database } from '../../../base/database.ts';
import type { Header } from '../lines.ts';
import { idOfLinked, type Shelf } from '../shelf.ts';
import type { OpenedRun } from '../store.ts';
import { type BundleLimits, unreadable } from './limits.ts';
import type { Part } from './part.ts';
import { type EventNames, readBundle } from './read-bundle.ts';
import { takeIn, type Taking } from './take-in.ts';

export type OpenBundleParts = {
  shelf: Shelf;
  limits: BundleLimits;
  clock: () => number;
  makeId: () => string;
  taking: (database: Database) => Taking;
};

type Checked = { header: Header; sha256: string; events: number };

/** Reads all of the file and finds it right, then takes it in. What it holds decides which run it is: the same file is the same run. */
export async function openBundle(
  parts: OpenBundleParts,
  file: string,
  name: string,
): Promise<{ run: OpenedRun; isNew: boolean }> {
  const { shelf, limits, clock, taking } = parts;
  const none = namesFor(parts, placeholder);
  const { header, sha256, events } = await check(readBundle(file, limits, none));
  const runId = idOfHash('run', Buffer.from(sha256, 'hex'));
  const known = shelf.get(runId);
  if (known) return { run: known, isNew: false };
  const linked = new Map<string, string>();
  const names: EventNames = {
    ...namesFor(parts, runId),
    isChecked: true,
    linked: (other: string) => noted(linked, idOfLinked(runId, other), other),
  };
  const read = readBundle(file, limits, names);
  const summary = await takeIn({ folder: shelf.folder, file: shelf.file, runId, parts: read, taking });
  const { heron, madeAt, redaction, run: recordedAs } = header;
  const opened = { file: plainName(name), heron, madeAt, redaction, openedAt: clock() };
  const run: OpenedRun = { runId, recordedAs, opened, summary: { ...summary, opened }, events };
  shelf.add(run, linked);
  return { run, isNew: true };
}

const placeholder = `run_${'0'.repeat(26)}`;

function namesFor({ makeId }: OpenBundleParts, runId: string): EventNames {
  return { runId, traceId: traceIdOf(runId), makeId, isChecked: false, linked: (other) => idOfLinked(runId, other) };
}

function noted(linked: Map<string, string>, id: string, other: string): string {
  linked.set(id, other);
  return id;
}

async function check(parts: AsyncIterable<Part>): Promise<Checked> {
  let header: Header | undefined;
  let end: Omit<Checked, 'header'> | undefined;
  // To its very end: what comes after the last line is looked at too.
  for await (const part of parts) {
    if ('header' in part) header = part.header;
    else if ('end' in part) end = part.end;
  }
  if (!header || !end) throw unreadable('it is empty');
  return { header, ...end };
}

/** Of a path from whatever system the file's name alone, without what could mislead who reads it. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const plain = last.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(-200);
  return plain === '' || plain === '.' || plain === '..' ? 'a file' : plain;
}
