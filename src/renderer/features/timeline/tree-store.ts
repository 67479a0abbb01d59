import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';
import { mostPaths, type TimelineTask } from '../../../contract/timeline.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { type Branch, buildTree, hasInside, type Opened, placeOfKey, rootKey, rowAt, type TreeRow } from './tree.ts';

export type TreeState = {
  root: Branch;
  /** Grows whenever something of what is known of tasks has changed. */
  version: number;
  isRead: boolean;
  failure: Failure | undefined;
};

export type RunTree = {
  state: StoreApi<TreeState>;
  plan: Plan;
  taskOf: (path: string) => TimelineTask | undefined;
  /** What is on the screen now: it is read, and read again while it changes. */
  show: (paths: string[]) => void;
  toggle: (row: TreeRow) => void;
  setOpen: (row: TreeRow, isOpen: boolean) => void;
  isOpen: (row: TreeRow) => boolean;
  hasInside: (row: TreeRow) => boolean;
  /** Opens what the plan names, not every item of a list. */
  openPlan: () => void;
  closeAll: () => void;
  /** Opens all around a path and gives the place of its row; -1 if it is not there. */
  reveal: (path: string) => Promise<number>;
  retry: () => void;
  close: () => void;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & { runId: string; plan: Plan; refreshMs?: number };

/** So many tasks are remembered; what was scrolled past long ago is read again. */
const mostKept = 20_000;
const mostOpenAround = 200;

/** The tree of a run. Of its tasks only those on the screen are read, however many there are. */
export function createRunTree({ client, subscribe, runId, plan, refreshMs = 300 }: Parts): RunTree {
  const tasks = new Map<string, TimelineTask>();
  let opened: Opened = new Map();
  let shown: string[] = [];
  let missing = new Set<string>();
  let isReading = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  const taskOf = (path: string): TimelineTask | undefined => tasks.get(path);
  const state = createStore<TreeState>(() => ({
    root: buildTree(plan, opened, taskOf),
    version: 0,
    isRead: false,
    failure: undefined,
  }));

  const isFinal = (path: string): boolean => tasks.get(path)?.endedAt !== undefined;

  function changed(): void {
    state.setState(({ version }) => ({ root: buildTree(plan, opened, taskOf), version: version + 1 }));
  }

  /** What is on the screen, and what is open around it: its length may have grown. */
  function wanted(): string[] {
    const around = openPaths(state.getState().root, mostOpenAround);
    return [...new Set([...shown, ...around])];
  }

  async function read(): Promise<void> {
    if (isReading || isClosed) return;
    isReading = true;
    try {
      while (missing.size > 0 && !isClosed) {
        const paths = [...missing].slice(0, mostPaths);
        for (const path of paths) missing.delete(path);
        const answer = await client.timeline.tasks({ runId, paths });
        for (const task of answer.tasks) tasks.set(task.path, task);
        state.setState({ isRead: true, failure: undefined });
        forgetOld();
        changed();
      }
    } catch (error) {
      missing.clear();
      state.setState({ failure: failureOf(error) });
    } finally {
      isReading = false;
    }
  }

  function ask(paths: Iterable<string>): void {
    for (const path of paths) missing.add(path);
    if (missing.size > 0) void read();
  }

  function forgetOld(): void {
    if (tasks.size <= mostKept) return;
    const kept = new Set(wanted());
    for (const path of tasks.keys()) {
      if (tasks.size <= mostKept / 2) return;
      if (!kept.has(path)) tasks.delete(path);
    }
  }

  function refreshSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      ask(wanted().filter((path) => !isFinal(path)));
    }, refreshMs);
  }

  function setOpenAt(parentKey: string, index: number, isOpen: boolean): void {
    const own = new Set(opened.get(parentKey));
    if (isOpen) own.add(index);
    else own.delete(index);
    opened = new Map(opened).set(parentKey, own);
  }

  const isOpen = ({ parentKey, index }: TreeRow): boolean => opened.get(parentKey)?.has(index) === true;

  const stop = subscribe((events: AnyEvent[]) => {
    if (
      events.some(({ scope, type, seq }) => scope.runId === runId && seq !== undefined && /^(task|run|perm)/.test(type))
    ) {
      refreshSoon();
    }
  });

  return {
    state,
    plan,
    taskOf,
    isOpen,
    hasInside: (row) => hasInside(plan, row, taskOf),
    show: (paths) => {
      shown = paths;
      // What was scrolled past before it was read need not be read any more.
      missing = new Set([...missing].filter((path) => paths.includes(path)));
      ask(paths.filter((path) => !tasks.has(path)));
    },
    setOpen: (row, open) => {
      setOpenAt(row.parentKey, row.index, open);
      changed();
    },
    toggle: (row) => {
      setOpenAt(row.parentKey, row.index, !isOpen(row));
      changed();
    },
    openPlan: () => {
      opened = everyOpened(plan, opened, taskOf);
      changed();
    },
    closeAll: () => {
      opened = new Map();
      changed();
    },
    reveal: async (path) => {
      const around = pathsAround(path).filter((each) => !tasks.has(each));
      if (around.length > 0) {
        const answer = await client.timeline.tasks({ runId, paths: around.slice(0, mostPaths) });
        for (const task of answer.tasks) tasks.set(task.path, task);
      }
      changed();
      for (;;) {
        const { root } = state.getState();
        const place = placeOfKey(root, path);
        if (place >= 0) return place;
        const next = nextToOpen(root, path, isOpen);
        if (!next) return -1;
        setOpenAt(next.parentKey, next.index, true);
        changed();
      }
    },
    retry: () => ask(wanted()),
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      stop();
    },
  };
}

function openPaths(branch: Branch, most: number, found: string[] = []): string[] {
  for (const { branch: inner } of branch.opens) {
    if (found.length >= most) break;
    if (inner.row.part === undefined) found.push(inner.row.path);
    openPaths(inner, most, found);
  }
  return found;
}

function pathsAround(path: string): string[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** The deepest row on the way to a path that is shown and still closed. */
function nextToOpen(root: Branch, path: string, isOpen: (row: TreeRow) => boolean): TreeRow | undefined {
  for (const around of pathsAround(path).toReversed()) {
    const place = placeOfKey(root, around);
    if (place < 0) continue;
    const row = rowAt(root, place);
    if (!isOpen(row)) return row;
    return partTowards(root, path, isOpen);
  }
  return partTowards(root, path, isOpen);
}

/** Where what is inside is shown in parts, the part that the path lies in. */
function partTowards(branch: Branch, path: string, isOpen: (row: TreeRow) => boolean): TreeRow | undefined {
  for (const { branch: inner } of branch.opens) {
    if (inner.sections.length > 1) {
      const within = inner.sections
        .map(({ base }, index) => ({ base, index }))
        .filter(({ base }) => path.startsWith(`${base}/`));
      const best = within.toSorted((a, b) => b.base.length - a.base.length)[0];
      const key = `${inner.row.path}#${best?.index ?? 0}`;
      const row = best && rowAt(branch, placeOfKey(branch, key));
      if (row && !isOpen(row)) return row;
    }
    const found = partTowards(inner, path, isOpen);
    if (found) return found;
  }
  return undefined;
}

/** Every group that the plan names, and lists as a whole; not each of their items. */
function everyOpened(plan: Plan, opened: Opened, taskOf: (path: string) => TimelineTask | undefined): Opened {
  const next = new Map<string, ReadonlySet<number>>(opened);
  for (let round = 0; round < 8; round += 1) {
    const root = buildTree(plan, next, taskOf);
    if (!openLevel(root, plan, next, taskOf)) break;
  }
  return next;
}

const mostOpenedAtOnce = 200;

function openLevel(
  branch: Branch,
  plan: Plan,
  next: Map<string, ReadonlySet<number>>,
  taskOf: (path: string) => TimelineTask | undefined,
): boolean {
  let isChanged = false;
  const isList = branch.sections.length === 1 && branch.sections[0]?.ids === undefined;
  if (!isList && branch.count <= mostOpenedAtOnce) {
    const own = new Set(next.get(branch.row.key));
    const before = own.size;
    for (let index = 0; index < branch.count; index += 1) {
      const row = rowAt({ ...branch, opens: [], size: branch.count }, index);
      if (hasInside(plan, row, taskOf)) own.add(index);
    }
    isChanged = own.size > before;
    next.set(branch.row.key, own);
  }
  for (const { branch: inner } of branch.opens) isChanged = openLevel(inner, plan, next, taskOf) || isChanged;
  return isChanged;
}

export { rootKey };
