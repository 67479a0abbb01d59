import type { Json } from '../../../contract/json.ts';
import type { PlanCheck, PlanIssue } from '../../../contract/plan.ts';
import type { Allowance, Run, WhenMissing } from '../../../contract/runs.ts';
import type { RunTrigger } from '../../../contract/triggers.ts';
import type { RunWorkflow, WorkflowPart } from '../../../contract/workflow-run.ts';
import type {
  LastOutput,
  TextPreview,
  Workflow,
  WorkflowDocument,
  WorkflowExample,
  WorkflowState,
  WorkflowSummary,
  WorkflowVersion,
} from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import type { Draw } from '../../orchestrator/expressions/chance.ts';
import { type Changing, type ChangingParts, createChanging } from './changing.ts';
import { titleOf, toSummary, toVersion, toWorkflow } from './describe-workflow.ts';
import { documentText, readDocument } from './document-text.ts';
import { readExamples } from './examples.ts';
import { fileNameOf } from './file-name.ts';
import { lastOutputs } from './outputs.ts';
import { previewText, type PreviewRequest } from './preview.ts';
import { wantedRun } from './wanted-run.ts';
import type { VersionRow, WorkflowRow, WorkflowStore } from './store.ts';
import { createStarting, type Starting, type StartingParts } from './starting.ts';
import { createOpenRooms } from './together/open-rooms.ts';
import { createRooms, type Rooms } from './together/rooms.ts';
import type { SharedRows } from './together/shared-rows.ts';

export type WorkflowRun = Pick<StartWorkflowRun, 'trigger' | 'conversationId' | 'taint'> & {
  state: WorkflowState;
  part?: WorkflowPart | undefined;
  scenario?: string | undefined;
  input?: Record<string, Json> | undefined;
  unattended: boolean;
  whenMissing: WhenMissing;
  allow?: Allowance | undefined;
};

/** A run as this feature asks for it. */
export type StartWorkflowRun = {
  plan: unknown;
  unattended: boolean;
  whenMissing: WhenMissing;
  allow?: Allowance | undefined;
  /** What starts it, if no person does. */
  trigger?: RunTrigger;
  conversationId?: string;
  /** What it is given that may be a stranger's. */
  taint?: string;
  source: 'person';
  workflow: RunWorkflow;
  takesFrom: readonly string[];
};

export type WorkflowParts = ChangingParts &
  Omit<StartingParts, 'store'> & {
    rows: SharedRows;
    examplesFolder: string;
    check: (plan: WorkflowDocument) => Promise<PlanCheck>;
    /** What keeps what starts it from doing so. */
    checkTriggers: (document: WorkflowDocument) => Promise<PlanIssue[]>;
    startRun: (request: StartWorkflowRun) => Promise<string>;
    readRun: (runId: string) => Run;
    /** What expressions that are looked at see of the time and of chance. */
    draw: Draw;
  };

export type WorkflowService = {
  list(): WorkflowSummary[];
  /** Errors, here as in all others: `not-found`. */
  get(id: string): Workflow;
  create(document: WorkflowDocument): Promise<Workflow>;
  /** Errors: `conflict` with what is there now as `details.workflow`. */
  save(id: string, baseRevision: number, document: WorkflowDocument): Promise<Workflow>;
  rename(id: string, title: string): Promise<Workflow>;
  duplicate(id: string): Promise<Workflow>;
  remove(id: string): Promise<void>;
  recover(id: string): Promise<Workflow>;
  /** Errors: `conflict`, `invalid-plan`. */
  publish(id: string, baseRevision: number): Promise<Workflow>;
  switch(id: string, isOff: boolean): Promise<Workflow>;
  versions(id: string): WorkflowVersion[];
  version(id: string, number: number): { version: WorkflowVersion; document: WorkflowDocument };
  restore(id: string, number: number): Promise<Workflow>;
  /** Errors: `invalid-plan`, `conflict`, `not-found`. */
  run(id: string, wanted: WorkflowRun): Promise<string>;
  outputs(id: string): Record<string, LastOutput>;
  check(document: WorkflowDocument): Promise<PlanCheck>;
  preview(id: string, request: PreviewRequest): Promise<TextPreview>;
  exportFile(id: string, state: WorkflowState): { name: string; text: string };
  /** Errors: `invalid-input`. */
  importFile(text: string): Promise<Workflow>;
  examples(): WorkflowExample[];
  /** The windows that have one open at once. */
  together: Rooms;
  /** What the last engine left open of what starts workflows. */
  settleStarts(): Promise<void>;
};

/** Plans that are kept and built on. */
export function createWorkflows(parts: WorkflowParts): WorkflowService {
  const rooms = createOpenRooms(parts);
  const changing = createChanging(parts, rooms);
  const starting = createStarting(parts);
  const create = async (document: WorkflowDocument): Promise<Workflow> => {
    const row = changing.next(undefined, document);
    return changing.record(row, 'workflow.created', () => parts.store.put(row));
  };
  return {
    list: () => parts.store.list().map((row) => toSummary(parts.store, row)),
    get: (id) => toWorkflow(parts.store, changing.find(id)),
    create,
    duplicate: async (id) => {
      const document = readDocument(changing.find(id).document);
      return create({ ...document, title: `${document.title} (copy)`.slice(0, 300) });
    },
    importFile: async (text) => create(readDocument(text)),
    ...editingCalls(parts, changing, starting),
    ...versionCalls(parts, changing, starting),
    ...usingCalls(parts, changing),
    examples: () => readExamples(parts.examplesFolder),
    together: createRooms(parts, rooms, changing),
    settleStarts: () => changing.inOrder(starting.recover),
  };
}

function editingCalls(
  { store, clock }: WorkflowParts,
  { find, based, next, record, recordDraft, inOrder }: Changing,
  { settle }: Starting,
): Pick<WorkflowService, 'save' | 'rename' | 'remove' | 'recover' | 'switch'> {
  async function saveOver(before: WorkflowRow, document: WorkflowDocument): Promise<Workflow> {
    const row = next(before, document);
    // What changes nothing is no change.
    if (row.document === before.document) return toWorkflow(store, before);
    return recordDraft(row, 'workflow.saved', () => store.put(row));
  }
  return {
    save: (id, baseRevision, document) => inOrder(async () => saveOver(based(id, baseRevision), document)),
    rename: (id, title) =>
      inOrder(async () => {
        const row = find(id);
        return saveOver(row, { ...readDocument(row.document), title });
      }),
    remove: (id) =>
      inOrder(async () => {
        await record(find(id), 'workflow.removed', () => {
          store.setRemoved(id, clock());
          store.setUnsettled(id, true);
        });
        await settle(id);
      }),
    recover: (id) =>
      inOrder(async () => {
        const row = store.get(id);
        if (!row) throw new HeronError('not-found', `There is no workflow ${id}`);
        const workflow = await record(row, 'workflow.recovered', () => {
          store.setRemoved(id, null);
          store.setUnsettled(id, true);
        });
        await settle(id);
        return workflow;
      }),
    switch: (id, isOff) =>
      inOrder(async () => {
        const before = find(id);
        if (before.isOff === isOff) return toWorkflow(store, before);
        const write = (): void => {
          store.setOff(id, isOff);
          store.setUnsettled(id, true);
        };
        const workflow = await record({ ...before, isOff }, 'workflow.switched', write, { isOff });
        await settle(id);
        return workflow;
      }),
  };
}

function versionCalls(
  parts: WorkflowParts,
  { find, based, next, record, recordDraft, inOrder }: Changing,
  { settle }: Starting,
): Pick<WorkflowService, 'publish' | 'versions' | 'version' | 'restore'> {
  const { store, clock } = parts;
  function one(id: string, number: number): VersionRow {
    const row = store.versions(find(id).id).find((each) => each.number === number);
    if (row) return row;
    throw new HeronError('not-found', `The workflow has no version ${number}`);
  }
  return {
    publish: (id, baseRevision) =>
      inOrder(async () => {
        const row = based(id, baseRevision);
        await mustRun(parts, readDocument(row.document));
        const number = nextNumber(store, id);
        const version = { number, at: clock(), document: row.document, isPublished: true };
        const write = (): void => {
          store.addVersion(id, version);
          store.setUnsettled(id, true);
        };
        const workflow = await record(row, 'workflow.published', write, { version: number });
        await settle(id);
        return workflow;
      }),
    versions: (id) => store.versions(find(id).id).map(toVersion),
    version: (id, number) => {
      const row = one(id, number);
      return { version: toVersion(row), document: readDocument(row.document) };
    },
    restore: (id, number) =>
      inOrder(async () => {
        const before = find(id);
        const row = next(before, readDocument(one(id, number).document));
        return recordDraft(row, 'workflow.restored', () => restoreRows(store, before, row, clock()), {
          version: number,
        });
      }),
  };
}

/** What is done with a workflow and changes nothing in it. */
function usingCalls(
  parts: WorkflowParts,
  { find }: Changing,
): Pick<WorkflowService, 'run' | 'outputs' | 'check' | 'preview' | 'exportFile'> {
  const { store, readRun } = parts;
  return {
    run: async (id, { state, part, scenario: named, input, ...how }) => {
      const row = find(id);
      const { document, version } = inState(store, row, state);
      const known = part && 'only' in part ? lastOutputs(store, readRun, id) : undefined;
      const { plan, takesFrom, taint, ...which } = wantedRun({
        ...{ document, part, scenario: named, input },
        lastOutput: (taskId) => {
          const last = known?.get(taskId);
          return last?.whole === undefined ? undefined : { runId: last.runId, output: last.whole };
        },
      });
      const workflow = { id, revision: row.revision, ...(version ? { version } : {}), ...which };
      const marked = taint === undefined ? {} : { taint };
      return parts.startRun({ ...how, ...marked, plan, source: 'person', workflow, takesFrom });
    },
    outputs: (id) => {
      const found = lastOutputs(store, readRun, find(id).id);
      return Object.fromEntries([...found].map(([taskId, { whole: _, ...shown }]) => [taskId, shown]));
    },
    check: parts.check,
    preview: (id, request) => {
      const found = lastOutputs(store, readRun, find(id).id);
      const outputs = new Map(
        [...found].flatMap(([taskId, { whole }]) => (whole === undefined ? [] : [[taskId, whole]])),
      );
      return previewText(request, outputs, parts.draw);
    },
    exportFile: (id, state) => {
      const { document } = inState(store, find(id), state);
      return { name: fileNameOf(document.title), text: documentText(document) };
    },
  };
}

function inState(
  store: WorkflowStore,
  row: WorkflowRow,
  state: WorkflowState,
): { document: WorkflowDocument; version: number | undefined } {
  if (state === 'draft') return { document: readDocument(row.document), version: undefined };
  const published = store.published(row.id);
  if (published) return { document: readDocument(published.document), version: published.number };
  throw new HeronError('not-found', `“${titleOf(row)}” has not been published yet`);
}

async function mustRun({ check, checkTriggers }: WorkflowParts, document: WorkflowDocument): Promise<void> {
  const issues = [...(await check(document)).issues, ...(await checkTriggers(document))];
  if (issues.length === 0) return;
  const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  throw new HeronError('invalid-plan', `The workflow cannot run:\n${list}`, { issues });
}

function restoreRows(store: WorkflowStore, before: WorkflowRow, row: WorkflowRow, at: number): void {
  const isKept = store.versions(before.id).some(({ document }) => document === before.document);
  if (!isKept) {
    const number = nextNumber(store, before.id);
    store.addVersion(before.id, { number, at, document: before.document, isPublished: false });
  }
  store.put(row);
}

function nextNumber(store: WorkflowStore, id: string): number {
  return (store.versions(id)[0]?.number ?? 0) + 1;
}
