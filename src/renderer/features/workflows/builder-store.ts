import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyEvent, EventOf } from '../../../contract/events.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { Presence } from '../../../contract/together.ts';
import type { Workflow, WorkflowDocument } from '../../../contract/workflows.ts';
import type { Engine } from '../../engine/connect.ts';
import type { Area, BuilderState, PanelView } from './builder-state.ts';
import { type CheckingParts, createChecker } from './checking.ts';
import { scenarioNamed } from './document/scenarios.ts';
import { createSharing, type Sharing, type SharingParts } from './together/sharing.ts';

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
  /** Back in the time of the run that is shown, or to now. */
  goBack: (isBack: boolean) => void;
  /** Has the engine look at what is there now. */
  check: () => Promise<void>;
  /** All changes are with the engine. False: they could not be saved. */
  flush: () => Promise<boolean>;
  /** Says to the others where one is. */
  present: (presence: Presence) => void;
  publish: () => Promise<void>;
  /** Lets nothing start it by itself, or again. */
  turn: (isOff: boolean) => Promise<void>;
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

type Parts = SharingParts & CheckingParts & Pick<Engine, 'client' | 'subscribe'> & { workflow: Workflow };

const runEnds = new Set(['run.completed', 'run.failed', 'run.cancelled']);

function initialState({ document, ...kept }: Workflow): BuilderState {
  return {
    ...{ kept, history: { present: document, canUndo: false, canRedo: false }, selection: [], view: 'step' },
    ...{ area: 'outline', isComparing: false, isBack: false, tests: {}, saving: 'saved', outputs: {}, people: [] },
    runId: kept.lastRun?.runId,
  };
}

export function createBuilder(parts: Parts): Builder {
  const state = createStore<BuilderState>(() => initialState(parts.workflow));
  const checker = createChecker(parts, state);
  const sharing = createSharing(parts, state, checker.later);

  return {
    state,
    document: () => state.getState().history.present,
    edit: sharing.edit,
    undo: sharing.undo,
    redo: sharing.redo,
    present: sharing.present,
    select: (selection) =>
      state.setState(({ view }) => ({ selection, edge: undefined, view: selection.length > 0 ? 'step' : view })),
    selectEdge: (edge) => state.setState({ edge, selection: [], view: 'step' }),
    show: (view) => state.setState({ view, ...(view === 'closed' ? {} : { area: 'panel' }) }),
    openArea: (area) => state.setState({ area }),
    compare: (isComparing) => state.setState({ isComparing }),
    goBack: (isBack) => state.setState({ isBack }),
    choose: (scenario) => state.setState({ scenario }),
    check: checker.now,
    flush: sharing.flush,
    ...engineCalls(parts, state, sharing),
    follow: () => {
      const stop = followEngine(parts, state);
      const staying = new AbortController();
      void sharing.stay(staying.signal);
      void checker.now();
      return () => {
        stop();
        checker.stop();
        void sharing.flush().finally(() => staying.abort());
      };
    },
  };
}

type State = StoreApi<BuilderState>;

function engineCalls(
  { client: { workflows, runs }, subscribe, workflow: { id: workflowId } }: Parts,
  state: State,
  { flush }: Pick<Sharing, 'flush'>,
): Pick<Builder, 'publish' | 'turn' | 'restore' | 'run' | 'test'> {
  async function mustBeSaved(): Promise<void> {
    if (!(await flush())) throw new Error(state.getState().failure?.message ?? 'Your changes could not be saved');
  }
  return {
    publish: async () => {
      await mustBeSaved();
      const { revision } = state.getState().kept;
      const { document: _, ...kept } = await workflows.publish({ workflowId, baseRevision: revision });
      state.setState({ kept });
    },
    turn: async (isOff) => {
      const { document: _, ...kept } = await workflows.switch({ workflowId, isOff });
      state.setState({ kept });
    },
    restore: async (number) => {
      await mustBeSaved();
      // What is in it comes as what others change does.
      await workflows.restore({ workflowId, number });
    },
    run: async (part) => {
      await mustBeSaved();
      const { history, scenario } = state.getState();
      // It may have been taken out since.
      const named = scenarioNamed(history.present, scenario)?.name;
      const wanted = named === undefined ? {} : { scenario: named };
      const { runId } = await workflows.run({ workflowId, ...(part ? { part } : {}), ...wanted });
      state.setState({ runId, isBack: false, view: 'run', area: 'panel' });
      return runId;
    },
    test: async (names) => {
      await mustBeSaved();
      for (const scenario of names) {
        const { runId } = await workflows.run({ workflowId, scenario });
        state.setState(({ tests }) => ({ runId, isBack: false, tests: { ...tests, [scenario]: runId } }));
        await endOf(subscribe, runs, runId);
      }
    },
  };
}

/** Its runs, what they gave, and what others make of it. */
function followEngine({ client, subscribe, workflow }: Parts, state: State): () => void {
  const { id: workflowId } = workflow;
  const readOutputs = async (): Promise<void> => {
    const outputs = await client.workflows.outputs({ workflowId }).catch(() => undefined);
    if (outputs) state.setState({ outputs });
  };
  // Publishing changes nothing in it.
  const readKept = async (): Promise<void> => {
    const found = await client.workflows.get({ workflowId }).catch(() => undefined);
    if (!found) return;
    const { document: _, ...kept } = found;
    if (kept.revision >= state.getState().kept.revision) state.setState({ kept });
  };
  void readOutputs();
  return subscribe((events) => {
    for (const event of events) {
      const { runId } = event.scope;
      if (event.type === 'run.created' && event.payload.workflow?.id === workflowId) {
        state.setState({ runId, isBack: false });
      }
      if (runEnds.has(event.type) && runId !== undefined && runId === state.getState().runId) void readOutputs();
    }
    if (events.some((event) => isAboutKept(event) && event.payload.workflowId === workflowId)) {
      void readKept();
    }
  });
}

function isAboutKept(event: AnyEvent): event is EventOf<'workflow.published' | 'workflow.switched'> {
  return event.type === 'workflow.published' || event.type === 'workflow.switched';
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
