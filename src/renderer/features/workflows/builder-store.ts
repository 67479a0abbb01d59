import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { PlanCheck } from '../../../contract/plan.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import { type LastOutput, Workflow, type WorkflowDocument } from '../../../contract/workflows.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { begin, type History, record, redo, undo } from './document/history.ts';

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export type BuilderState = {
  /** What the engine has, as far as is known here. */
  kept: Workflow;
  history: History<WorkflowDocument>;
  /** Places of steps, and notes as `note:<id>`. */
  selection: readonly string[];
  saving: Saving;
  failure?: Failure | undefined;
  /** What somebody else made of it meanwhile, while there were changes here. */
  theirs?: Workflow | undefined;
  check?: PlanCheck | undefined;
  outputs: Readonly<Record<string, LastOutput>>;
  /** The run that is shown on the steps. */
  runId?: string | undefined;
};

export type Builder = {
  state: StoreApi<BuilderState>;
  document: () => WorkflowDocument;
  /** Changes with one `mergeKey` after the other are undone together. */
  edit: (change: (document: WorkflowDocument) => WorkflowDocument, mergeKey?: string) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: readonly string[]) => void;
  /** All changes are with the engine. False: they could not be saved. */
  flush: () => Promise<boolean>;
  /** After a conflict: theirs instead of the own, which can be had back by undoing; or the own over theirs. */
  settle: (which: 'theirs' | 'own') => Promise<void>;
  publish: () => Promise<void>;
  restore: (number: number) => Promise<void>;
  /** Gives the run. */
  run: (part?: WorkflowPart) => Promise<string>;
  close: () => void;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & {
  workflow: Workflow;
  /** Milliseconds without a change after which it is saved, and checked. */
  saveAfterMs?: number;
  checkAfterMs?: number;
};

const runEnds = new Set(['run.completed', 'run.failed', 'run.cancelled']);

export function createBuilder(parts: Parts): Builder {
  const { client, subscribe, workflow } = parts;
  const { id: workflowId } = workflow;
  const state = createStore<BuilderState>(() => ({
    ...{ kept: workflow, history: begin(workflow.document), selection: [], saving: 'saved', outputs: {} },
    runId: workflow.lastRun?.runId,
  }));
  const saver = createSaver(parts, state);
  const checker = createChecker(parts, state);
  const document = (): WorkflowDocument => state.getState().history.present;

  async function readOutputs(): Promise<void> {
    const outputs = await client.workflows.outputs({ workflowId }).catch(() => undefined);
    if (outputs) state.setState({ outputs });
  }

  function change(step: (history: History<WorkflowDocument>) => History<WorkflowDocument>): void {
    const before = state.getState().history;
    const after = step(before);
    if (after === before) return;
    state.setState(({ selection }) => ({ history: after, selection }));
    if (after.present === before.present) return;
    saver.later();
    checker.later();
  }

  /** What the engine has takes the place of what is here; undoing gives it back. */
  function take(theirs: Workflow): void {
    saver.took(theirs);
    state.setState(({ history }) => ({
      ...{ kept: theirs, theirs: undefined, saving: 'saved', failure: undefined },
      history: record(history, theirs.document),
    }));
    checker.later();
  }

  const stop = subscribe((events) => {
    for (const event of events) {
      const { runId } = event.scope;
      if (event.type === 'run.created' && event.payload.workflow?.id === workflowId) state.setState({ runId });
      if (runEnds.has(event.type) && runId !== undefined && runId === state.getState().runId) void readOutputs();
    }
    if (events.some((event) => isElsewhere(event, workflowId, state.getState().kept.revision))) saver.look(take);
  });

  void checker.now();
  void readOutputs();
  return {
    ...{ state, document },
    edit: (step, mergeKey) => change((history) => record(history, step(history.present), mergeKey)),
    undo: () => change(undo),
    redo: () => change(redo),
    select: (selection) => state.setState({ selection }),
    flush: saver.flush,
    settle: async (which) => {
      const { theirs } = state.getState();
      if (!theirs) return;
      if (which === 'theirs') return take(theirs);
      state.setState({ kept: theirs, theirs: undefined });
      await saver.flush();
    },
    publish: async () => {
      await mustBeSaved(saver.flush, state);
      const { revision } = state.getState().kept;
      state.setState({ kept: await client.workflows.publish({ workflowId, baseRevision: revision }) });
    },
    restore: async (number) => {
      await mustBeSaved(saver.flush, state);
      take(await client.workflows.restore({ workflowId, number }));
    },
    run: async (part) => {
      await mustBeSaved(saver.flush, state);
      const { runId } = await client.workflows.run({ workflowId, ...(part ? { part } : {}) });
      state.setState({ runId });
      return runId;
    },
    close: () => {
      stop();
      checker.stop();
      void saver.flush();
    },
  };
}

async function mustBeSaved(flush: Builder['flush'], state: StoreApi<BuilderState>): Promise<void> {
  if (await flush()) return;
  throw new Error(state.getState().failure?.message ?? 'Your changes could not be saved');
}

function isElsewhere(event: AnyEvent, workflowId: string, revision: number): boolean {
  const isChange = event.type === 'workflow.saved' || event.type === 'workflow.restored';
  return isChange && event.payload.workflowId === workflowId && event.payload.revision > revision;
}

/** Saves what changed, one call after the other, each made from what the last one gave. */
function createSaver({ client, saveAfterMs = 500 }: Parts, state: StoreApi<BuilderState>) {
  let saved: WorkflowDocument = state.getState().history.present;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> | undefined;

  async function saveOnce(document: WorkflowDocument): Promise<boolean> {
    const { id: workflowId, revision: baseRevision } = state.getState().kept;
    state.setState({ saving: 'saving' });
    try {
      const kept = await client.workflows.save({ workflowId, baseRevision, document });
      saved = document;
      state.setState({ kept, saving: 'saved', failure: undefined });
      return true;
    } catch (error) {
      const failure = failureOf(error);
      const theirs = failure.code === 'conflict' ? Workflow.safeParse(failure.details?.['workflow']).data : undefined;
      state.setState({ saving: theirs ? 'conflict' : 'failed', failure, theirs });
      return false;
    }
  }

  async function saveAll(): Promise<boolean> {
    for (;;) {
      const { history, theirs } = state.getState();
      if (history.present === saved) return true;
      if (theirs || !(await saveOnce(history.present))) return false;
    }
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer);
    timer = undefined;
    saving ??= saveAll().finally(() => {
      saving = undefined;
    });
    return saving;
  }

  return {
    flush,
    later: (): void => {
      if (!state.getState().theirs) state.setState({ saving: 'waiting' });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), saveAfterMs);
    },
    took: (theirs: Workflow): void => {
      saved = theirs.document;
    },
    /** Somebody saved it: theirs is taken where nothing is to be saved here. Else saving finds out, and asks. */
    look: (take: (theirs: Workflow) => void): void => {
      void (saving ?? Promise.resolve()).then(async () => {
        const { kept, history } = state.getState();
        if (history.present !== saved) return;
        const theirs = await client.workflows.get({ workflowId: kept.id }).catch(() => undefined);
        const now = state.getState();
        if (theirs && theirs.revision > now.kept.revision && now.history.present === saved) take(theirs);
      });
    },
  };
}

function createChecker({ client, checkAfterMs = 250 }: Parts, state: StoreApi<BuilderState>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function now(): Promise<void> {
    const document = state.getState().history.present;
    const check = await client.workflows.check({ document }).catch(() => undefined);
    // What changed meanwhile is checked after this.
    if (check && document === state.getState().history.present) state.setState({ check });
  }
  return {
    now,
    later: (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), checkAfterMs);
    },
    stop: (): void => clearTimeout(timer),
  };
}
