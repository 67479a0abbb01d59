import type { Json } from '../../../contract/json.ts';
import type { PlanCheck } from '../../../contract/plan.ts';
import type { Allowance, Run, WhenMissing } from '../../../contract/runs.ts';
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
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Draw } from '../../orchestrator/chance.ts';
import { documentText, readDocument } from './document-text.ts';
import { readExamples } from './examples.ts';
import { fileNameOf } from './file-name.ts';
import { lastOutputs } from './outputs.ts';
import { partOf } from './part-of.ts';
import { previewText, type PreviewRequest } from './preview.ts';
import type { VersionRow, WorkflowRow, WorkflowStore } from './store.ts';

export type WorkflowRun = {
  state: WorkflowState;
  part?: WorkflowPart | undefined;
  input?: Record<string, Json> | undefined;
  unattended: boolean;
  whenMissing: WhenMissing;
  allow?: Allowance | undefined;
};

/** A run as this feature asks for it. */
export type StartWorkflowRun = Omit<WorkflowRun, 'state' | 'part' | 'input'> & {
  plan: unknown;
  source: 'person';
  workflow: RunWorkflow;
  takesFrom: readonly string[];
};

export type WorkflowParts = {
  store: WorkflowStore;
  events: EventLog;
  clock: Clock;
  makeId: MakeId;
  /** Takes the values of secrets out of what is kept. */
  scrub: Scrubber['json'];
  examplesFolder: string;
  check: (plan: WorkflowDocument) => Promise<PlanCheck>;
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
  versions(id: string): WorkflowVersion[];
  version(id: string, number: number): { version: WorkflowVersion; document: WorkflowDocument };
  restore(id: string, number: number): Promise<Workflow>;
  /** Errors: `invalid-plan`, `conflict`. */
  run(id: string, wanted: WorkflowRun): Promise<string>;
  outputs(id: string): Record<string, LastOutput>;
  check(document: WorkflowDocument): Promise<PlanCheck>;
  preview(id: string, request: PreviewRequest): Promise<TextPreview>;
  exportFile(id: string, state: WorkflowState): { name: string; text: string };
  /** Errors: `invalid-input`. */
  importFile(text: string): Promise<Workflow>;
  examples(): WorkflowExample[];
};

type ChangeType = Extract<EventDraft['type'], `workflow.${string}`>;

/** Plans that are kept and built on. */
export function createWorkflows(parts: WorkflowParts): WorkflowService {
  const { store, events, clock, makeId, scrub } = parts;
  const inOrder = createQueue();

  function find(id: string): WorkflowRow {
    const row = store.get(id);
    if (row && row.removedAt === null) return row;
    throw new HeronError('not-found', row ? `The workflow ${id} was removed` : `There is no workflow ${id}`);
  }

  function based(id: string, baseRevision: number): WorkflowRow {
    const row = find(id);
    if (row.revision === baseRevision) return row;
    const message = `The workflow was changed meanwhile: it is at revision ${row.revision}, not ${baseRevision}`;
    throw new HeronError('conflict', message, { workflow: toWorkflow(store, row) });
  }

  /** The rows are those of the event's transaction. */
  async function change(row: WorkflowRow, type: ChangeType, write: () => void, version?: number): Promise<Workflow> {
    const payload = { workflowId: row.id, title: titleOf(row), revision: row.revision };
    const draft = { type, payload: version === undefined ? payload : { ...payload, version } } as EventDraft;
    await events.append([draft], write);
    return toWorkflow(store, row);
  }

  function keep(before: WorkflowRow | undefined, document: WorkflowDocument): WorkflowRow {
    const at = clock();
    return {
      id: before?.id ?? makeId('wfl'),
      document: documentText(scrub(document) as WorkflowDocument),
      revision: (before?.revision ?? 0) + 1,
      createdAt: before?.createdAt ?? at,
      changedAt: at,
      removedAt: null,
    };
  }

  async function create(document: WorkflowDocument): Promise<Workflow> {
    const row = keep(undefined, document);
    return change(row, 'workflow.created', () => store.put(row));
  }

  function saveOver(before: WorkflowRow, document: WorkflowDocument): Promise<Workflow> {
    const row = keep(before, document);
    if (row.document === before.document) return Promise.resolve(toWorkflow(store, before));
    return change(row, 'workflow.saved', () => store.put(row));
  }

  const service: WorkflowService = {
    list: () => store.list().map((row) => summaryOf(store, row)),
    get: (id) => toWorkflow(store, find(id)),
    create,
    save: (id, baseRevision, document) => inOrder(async () => saveOver(based(id, baseRevision), document)),
    rename: (id, title) =>
      inOrder(async () => {
        const row = find(id);
        return saveOver(row, { ...readDocument(row.document), title });
      }),
    duplicate: async (id) => {
      const document = readDocument(find(id).document);
      return create({ ...document, title: `${document.title} (copy)`.slice(0, 300) });
    },
    remove: (id) =>
      inOrder(async () => {
        const row = find(id);
        await change(row, 'workflow.removed', () => store.setRemoved(id, clock()));
      }),
    recover: (id) =>
      inOrder(async () => {
        const row = store.get(id);
        if (!row) throw new HeronError('not-found', `There is no workflow ${id}`);
        return change(row, 'workflow.recovered', () => store.setRemoved(id, null));
      }),
    publish: (id, baseRevision) =>
      inOrder(async () => {
        const row = based(id, baseRevision);
        await mustRun(parts, readDocument(row.document));
        const number = nextNumber(store, id);
        const version = { number, at: clock(), document: row.document, isPublished: true };
        return change(row, 'workflow.published', () => store.addVersion(id, version), number);
      }),
    ...versionCalls(parts, find, inOrder, (before, number, document) => {
      const row = keep(before, document);
      return change(row, 'workflow.restored', () => restoreRows(store, before, row, clock()), number);
    }),
    ...usingCalls(parts, find),
    importFile: async (text) => create(readDocument(text)),
    examples: () => readExamples(parts.examplesFolder),
  };
  return service;
}

type InOrder = <Value>(work: () => Promise<Value>) => Promise<Value>;
type Find = (id: string) => WorkflowRow;

function versionCalls(
  { store }: WorkflowParts,
  find: Find,
  inOrder: InOrder,
  restore: (before: WorkflowRow, number: number, document: WorkflowDocument) => Promise<Workflow>,
): Pick<WorkflowService, 'versions' | 'version' | 'restore'> {
  function one(id: string, number: number): VersionRow {
    const row = store.versions(find(id).id).find((each) => each.number === number);
    if (row) return row;
    throw new HeronError('not-found', `The workflow has no version ${number}`);
  }
  return {
    versions: (id) => store.versions(find(id).id).map(toVersion),
    version: (id, number) => {
      const row = one(id, number);
      return { version: toVersion(row), document: readDocument(row.document) };
    },
    restore: (id, number) =>
      inOrder(async () => {
        const before = find(id);
        return restore(before, number, readDocument(one(id, number).document));
      }),
  };
}

/** What is done with a workflow and changes nothing in it. */
function usingCalls(
  parts: WorkflowParts,
  find: Find,
): Pick<WorkflowService, 'run' | 'outputs' | 'check' | 'preview' | 'exportFile'> {
  const { store, readRun } = parts;
  return {
    run: async (id, { state, part, input, ...how }) => {
      const row = find(id);
      const { document, version } = inState(store, row, state);
      const known = part && 'only' in part ? lastOutputs(store, readRun, id) : undefined;
      const { plan, takesFrom } = partOf(document, part, (taskId) => {
        const last = known?.get(taskId);
        return last?.whole === undefined ? undefined : { runId: last.runId, output: last.whole };
      });
      if (plan.tasks.length === 0) throw new HeronError('invalid-plan', 'The workflow has no step yet');
      const workflow = { id, revision: row.revision, ...(version ? { version } : {}), ...(part ? { part } : {}) };
      const given = input ? { ...plan, input: { ...plan.input, ...input } } : plan;
      return parts.startRun({ ...how, plan: given, source: 'person', workflow, takesFrom });
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

async function mustRun({ check }: WorkflowParts, document: WorkflowDocument): Promise<void> {
  const { issues } = await check(document);
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

function titleOf({ document }: WorkflowRow): string {
  return readDocument(document).title;
}

function toVersion({ number, at, document, isPublished }: VersionRow): WorkflowVersion {
  const { title, tasks } = readDocument(document);
  return { number, at, title, tasks: tasks.length, isPublished };
}

function toWorkflow(store: WorkflowStore, row: WorkflowRow): Workflow {
  return { ...summaryOf(store, row), document: readDocument(row.document) };
}

function summaryOf(
  store: WorkflowStore,
  { id, document, revision, createdAt, changedAt }: WorkflowRow,
): WorkflowSummary {
  const { title, tasks, canvas } = readDocument(document);
  const published = store.published(id);
  const [lastRun] = store.runs(id, 1);
  return {
    ...{ id, title, tasks: tasks.length, revision, createdAt, changedAt },
    ...(canvas?.description ? { description: canvas.description } : {}),
    ...(published ? { published: published.number } : {}),
    isChanged: published?.document !== document,
    ...(lastRun ? { lastRun } : {}),
  };
}

/** One change after the other: what is looked at before a change still holds when it is made. */
function createQueue(): InOrder {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
