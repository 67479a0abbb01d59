import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyEvent } from '../../../contract/events.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { Workflow, WorkflowDocument } from '../../../contract/workflows.ts';
import type { Engine } from '../../engine/connect.ts';
import type { Area, BuilderState, PanelView } from './builder-state.ts';
import { type CheckingParts, createChecker } from './checking.ts';
import { begin, type History, record, redo, undo } from './document/history.ts';
import { scenarioNamed } from './document/scenarios.ts';
import { createSaver, type Saver, type SavingParts } from './saving.ts';

export type Builder = {
  state: StoreApi<BuilderState>;
  document: () => WorkflowDocument;
  /** Changes with one `mergeKey` after the other are undone together. */
  edit: (change: (document: WorkflowDocument) => WorkflowDocument, mergeKey?: string) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: readonly string[]) => void;
  selectEdge: (edge: string | undefined) => void;
  show: (view: PanelView) => void;
  openArea: (area: Area) => void;
  /** Shows the versions, or no longer. */
  compare: (isComparing: boolean) => void;
  /** Has the engine look at what is there now. */
  check: () => Promise<void>;
  /** All changes are with the engine. False: they could not be saved. */
  flush: () => Promise<boolean>;
  /** After a conflict: theirs instead of the own, which can be had back by undoing; or the own over theirs. */
  settle: (which: 'theirs' | 'own') => Promise<void>;
  publish: () => Promise<void>;
  restore: (number: number) => Promise<void>;
  /** With the scenario that is chosen, if one is. Gives the run. */
  run: (part?: WorkflowPart) => Promise<string>;
  /** The name of a scenario, or none. */
  choose: (scenario: string | undefined) => void;
  /** Runs scenarios one after the other, each to its end. */
  test: (scenarios: readonly string[]) => Promise<void>;
  /** Keeps up with the engine until the returned function is called, which saves what is left. */
  follow: () => () => void;
};

type Parts = SavingParts & CheckingParts & Pick<Engine, 'client' | 'subscribe'> & { workflow: Workflow };

const runEnds = new Set(['run.completed', 'run.failed', 'run.cancelled']);

function initialState(workflow: Workflow): BuilderState {
  return {
    ...{ kept: workflow, history: begin(workflow.document), selection: [], view: 'step', area: 'outline' },
    ...{ isComparing: false, tests: {}, saving: 'saved', outputs: {} },
    runId: workflow.lastRun?.runId,
  };
}

export function createBuilder(parts: Parts): Builder {
  const { workflow } = parts;
  const state = createStore<BuilderState>(() => initialState(workflow));
  const saver = createSaver(parts, state);
  const checker = createChecker(parts, state);

  function change(step: (history: History<WorkflowDocument>) => History<WorkflowDocument>): void {
    const before = state.getState().history;
    const after = step(before);
    if (after === before) return;
    state.setState({ history: after });
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

  return {
    state,
    document: () => state.getState().history.present,
    edit: (step, mergeKey) => change((history) => record(history, step(history.present), mergeKey)),
    undo: () => change(undo),
    redo: () => change(redo),
    select: (selection) =>
      state.setState(({ view }) => ({ selection, edge: undefined, view: selection.length > 0 ? 'step' : view })),
    selectEdge: (edge) => state.setState({ edge, selection: [], view: 'step' }),
    show: (view) => state.setState({ view, ...(view === 'closed' ? {} : { area: 'panel' }) }),
    openArea: (area) => state.setState({ area }),
    compare: (isComparing) => state.setState({ isComparing }),
    choose: (scenario) => state.setState({ scenario }),
    check: checker.now,
    flush: saver.flush,
    ...engineCalls(parts, state, saver, take),
    follow: () => {
      const stop = followEngine(parts, state, () => saver.look(take));
      void checker.now();
      return () => {
        stop();
        checker.stop();
        void saver.flush();
      };
    },
  };
}

type State = StoreApi<BuilderState>;

function engineCalls(
  { client: { workflows, runs }, subscribe, workflow: { id: workflowId } }: Parts,
  state: State,
  { flush }: Saver,
  take: (theirs: Workflow) => void,
): Pick<Builder, 'settle' | 'publish' | 'restore' | 'run' | 'test'> {
  async function mustBeSaved(): Promise<void> {
    if (!(await flush())) throw new Error(state.getState().failure?.message ?? 'Your changes could not be saved');
  }
  return {
    settle: async (which) => {
      const { theirs } = state.getState();
      if (!theirs) return;
      if (which === 'theirs') return take(theirs);
      state.setState({ kept: theirs, theirs: undefined });
      await flush();
    },
    publish: async () => {
      await mustBeSaved();
      const { revision } = state.getState().kept;
      state.setState({ kept: await workflows.publish({ workflowId, baseRevision: revision }) });
    },
    restore: async (number) => {
      await mustBeSaved();
      take(await workflows.restore({ workflowId, number }));
    },
    run: async (part) => {
      await mustBeSaved();
      const { history, scenario } = state.getState();
      // It may have been taken out since.
      const named = scenarioNamed(history.present, scenario)?.name;
      const wanted = named === undefined ? {} : { scenario: named };
      const { runId } = await workflows.run({ workflowId, ...(part ? { part } : {}), ...wanted });
      state.setState({ runId, view: 'run', area: 'panel' });
      return runId;
    },
    test: async (names) => {
      await mustBeSaved();
      for (const scenario of names) {
        const { runId } = await workflows.run({ workflowId, scenario });
        state.setState(({ tests }) => ({ runId, tests: { ...tests, [scenario]: runId } }));
        await endOf(subscribe, runs, runId);
      }
    },
  };
}

/** Its runs, what they gave, and what others make of it. */
function followEngine({ client, subscribe, workflow }: Parts, state: State, onChange: () => void): () => void {
  const { id: workflowId } = workflow;
  const readOutputs = async (): Promise<void> => {
    const outputs = await client.workflows.outputs({ workflowId }).catch(() => undefined);
    if (outputs) state.setState({ outputs });
  };
  void readOutputs();
  return subscribe((events) => {
    for (const event of events) {
      const { runId } = event.scope;
      if (event.type === 'run.created' && event.payload.workflow?.id === workflowId) state.setState({ runId });
      if (runEnds.has(event.type) && runId !== undefined && runId === state.getState().runId) void readOutputs();
    }
    if (events.some((event) => isElsewhere(event, workflowId, state.getState().kept.revision))) onChange();
  });
}

function isElsewhere(event: AnyEvent, workflowId: string, revision: number): boolean {
  const isChange = event.type === 'workflow.saved' || event.type === 'workflow.restored';
  return isChange && event.payload.workflowId === workflowId && event.payload.revision > revision;
}

/** Also of a run that was over before anybody listened. */
function endOf(subscribe: Parts['subscribe'], runs: Parts['client']['runs'], runId: string): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      resolve();
    };
    const stop = subscribe((events) => {
      if (events.some(({ type, scope }) => scope.runId === runId && runEnds.has(type))) end();
    });
    runs.get({ runId }).then(({ status }) => {
      if (status !== 'waiting' && status !== 'running') end();
    }, end);
  });
}
