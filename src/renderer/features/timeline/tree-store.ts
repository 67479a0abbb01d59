import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { TimelineTask } from '../../../contract/timeline.ts';
import type { Engine } from '../../engine/connect.ts';
import { seek, type Sought, wayTo } from './open-way.ts';
import { createTaskReader } from './task-reader.ts';
import { type Branch, buildTree, hasInside, type Opened, rowAt, type TreeRow } from './tree.ts';

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
  setOpen: (row: TreeRow, isOpen: boolean) => void;
  isOpen: (row: TreeRow) => boolean;
  hasInside: (row: TreeRow) => boolean;
  /** Opens what the plan names, not every item of a list. */
  openPlan: () => void;
  closeAll: () => void;
  /** Opens what lies around a task, once it is known what that holds. */
  openTo: (path: string) => void;
  retry: () => void;
  /** Reads again what is shown while the run goes on. Gives what ends it. */
  follow: () => () => void;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & { runId: string; plan: Plan; refreshMs?: number };

const mostOpenAround = 200;

/** The tree of a run. Of its tasks only those on the screen are read, however many there are. */
export function createRunTree(parts: Parts): RunTree {
  const { client, subscribe, runId, plan, refreshMs = 300 } = parts;
  let opened: Opened = new Map();
  let shown: string[] = [];
  // Until somebody closes something, what begins later is opened too.
  let opensAll = false;
  const sought: Sought = { path: '' };
  const reader = createTaskReader({
    read: (paths) => client.timeline.tasks({ runId, paths }),
    onRead: () => {
      reader.forgetBut(wanted());
      if (opensAll) opened = everyOpened(plan, opened, taskOf);
      opened = seek(sought, plan, opened, taskOf);
      changed({ isRead: true, failure: undefined });
    },
    onFailure: (failure) => state.setState({ failure }),
  });
  const { taskOf } = reader;
  const state = createStore<TreeState>(() => ({
    root: buildTree(plan, opened, taskOf),
    version: 0,
    isRead: false,
    failure: undefined,
  }));

  function changed(more: Partial<TreeState> = {}): void {
    state.setState(({ version }) => ({ ...more, root: buildTree(plan, opened, taskOf), version: version + 1 }));
  }

  /** What is on the screen, and what is open around it: its length may have grown. */
  function wanted(): string[] {
    return [...new Set([...shown, ...wayTo(sought.path), ...openPaths(state.getState().root, mostOpenAround)])];
  }

  function setOpenAt({ parentKey, index }: TreeRow, isOpen: boolean): void {
    opensAll &&= isOpen;
    const own = new Set(opened.get(parentKey));
    if (isOpen) own.add(index);
    else own.delete(index);
    open(new Map(opened).set(parentKey, own));
  }

  function open(next: Opened, all = opensAll): void {
    opensAll = all;
    opened = next;
    changed();
  }

  const isOpen = ({ parentKey, index }: TreeRow): boolean => opened.get(parentKey)?.has(index) === true;
  return {
    ...{ state, plan, taskOf, isOpen, setOpen: setOpenAt },
    hasInside: (row) => hasInside(plan, row, taskOf),
    show: (paths) => {
      shown = paths;
      reader.askOnly(paths);
    },
    openPlan: () => open(everyOpened(plan, opened, taskOf), true),
    closeAll: () => open(new Map(), false),
    openTo: (path) => {
      sought.path = path;
      open(seek(sought, plan, opened, taskOf));
      reader.ask(wayTo(path).filter((around) => !taskOf(around)));
    },
    retry: () => reader.ask(wanted()),
    follow: () => followRun({ subscribe, runId, refreshMs }, () => reader.ask(wanted().filter(reader.isGoingOn))),
  };
}

/** Calls back now and then while something of the run happens. Gives what ends it. */
function followRun(
  { subscribe, runId, refreshMs }: Pick<Parts, 'subscribe' | 'runId'> & { refreshMs: number },
  refresh: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isNews = ({ scope, type, seq }: AnyEvent): boolean =>
    seq !== undefined && (scope.runId === runId || type.startsWith('permission.'));
  const stop = subscribe((events) => {
    if (!events.some(isNews)) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      refresh();
    }, refreshMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
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
