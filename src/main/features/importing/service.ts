import type { ForeignKind, ImportReport } from '../../../contract/imports.ts';
import type { Workflow, WorkflowDocument, WorkflowState } from '../../../contract/workflows.ts';
import { exportN8n } from './n8n/n8n-export.ts';
import { importN8n } from './n8n/n8n-import.ts';

export type ImportingParts = {
  create: (document: WorkflowDocument) => Promise<Workflow>;
  /** The document of a workflow, and the name of its file. */
  read: (workflowId: string, state: WorkflowState) => { name: string; document: WorkflowDocument };
};

export type ImportingService = {
  /** Errors, here and in `make`: `invalid-input`. */
  look(text: string): { report: ImportReport; document: WorkflowDocument };
  make(text: string): Promise<{ report: ImportReport; workflow: Workflow }>;
  /** Errors: `not-found`, `unsupported`. */
  export(workflowId: string, as: ForeignKind, state: WorkflowState): { name: string; text: string; leftOut: string[] };
};

/** Workflows of other programs, in and out. */
export function createImporting({ create, read }: ImportingParts): ImportingService {
  return {
    look: importN8n,
    make: async (text) => {
      const { document, report } = importN8n(text);
      return { report, workflow: await create(document) };
    },
    export: (workflowId, _as, state) => {
      const { name, document } = read(workflowId, state);
      return { name: name.replace(/\.heron$/, '.json'), ...exportN8n(document) };
    },
  };
}
