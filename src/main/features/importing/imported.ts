import type { ImportReport } from '../../../contract/imports.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';

/** What became of another program's file: a workflow, and what is to be said of it. */
export type Imported = { document: WorkflowDocument; report: ImportReport };
