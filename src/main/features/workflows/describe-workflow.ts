import type { Workflow, WorkflowSummary, WorkflowVersion } from '../../../contract/workflows.ts';
import { readDocument } from './document-text.ts';
import type { VersionRow, WorkflowRow, WorkflowStore } from './store.ts';

export function titleOf({ document }: Pick<WorkflowRow, 'document'>): string {
  return readDocument(document).title;
}

export function toVersion({ number, at, document, isPublished }: VersionRow): WorkflowVersion {
  const { title, tasks } = readDocument(document);
  return { number, at, title, tasks: tasks.length, isPublished };
}

export function toWorkflow(store: WorkflowStore, row: WorkflowRow): Workflow {
  return { ...toSummary(store, row), document: readDocument(row.document) };
}

export function toSummary(store: WorkflowStore, row: WorkflowRow): WorkflowSummary {
  const { id, document, revision, createdAt, changedAt, isOff } = row;
  const { title, tasks, canvas } = readDocument(document);
  const published = store.published(id);
  const [lastRun] = store.runs(id, 1);
  return {
    ...{ id, title, tasks: tasks.length, revision, createdAt, changedAt, isOff },
    ...(canvas?.description ? { description: canvas.description } : {}),
    ...(published ? { published: published.number } : {}),
    isChanged: published?.document !== document,
    ...(lastRun ? { lastRun } : {}),
  };
}
