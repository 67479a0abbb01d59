import type { ForeignKind, ImportReport } from '../../../contract/imports.ts';
import type { Workflow, WorkflowDocument, WorkflowState } from '../../../contract/workflows.ts';
import type { Called } from './n8n/called.ts';
import { kindOfText } from './foreign-text.ts';
import type { Imported } from './imported.ts';
import { exportN8n } from './n8n/n8n-export.ts';
import { importN8n } from './n8n/n8n-import.ts';
import { exportNodeRed } from './node-red/node-red-export.ts';
import { importNodeRed } from './node-red/node-red-import.ts';

export type ImportingParts = {
  /** Whether a workflow that another one runs was imported before. */
  isThere: (called: Called) => boolean;
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

const ways: Record<
  ForeignKind,
  {
    read(text: string, isThere: ImportingParts['isThere']): Imported;
    write(document: WorkflowDocument): { text: string; leftOut: string[] };
  }
> = {
  n8n: { read: importN8n, write: exportN8n },
  'node-red': { read: importNodeRed, write: exportNodeRed },
};

const readForeign = (text: string, isThere: ImportingParts['isThere']): Imported =>
  ways[kindOfText(text)].read(text, isThere);

/** Workflows of other programs, in and out. */
export function createImporting({ create, read, isThere }: ImportingParts): ImportingService {
  return {
    look: (text) => readForeign(text, isThere),
    make: async (text) => {
      const { document, report } = readForeign(text, isThere);
      return { report, workflow: await create(document) };
    },
    export: (workflowId, as, state) => {
      const { name, document } = read(workflowId, state);
      return { name: name.replace(/\.heron$/, '.json'), ...ways[as].write(document) };
    },
  };
}
