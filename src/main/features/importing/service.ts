import type { ForeignKind, ImportReport } from '../../../contract/imports.ts';
import type { Workflow, WorkflowDocument, WorkflowState } from '../../../contract/workflows.ts';
import type { Called } from './n8n/called.ts';
import { kindOfText } from './foreign-text.ts';
import type { Imported } from './imported.ts';
import { exportN8n } from './n8n/n8n-export.ts';
import { importN8n } from './n8n/n8n-import.ts';
import { exportNodeRed } from './node-red/node-red-export.ts';
import { importNodeRed } from './node-red/node-red-import.ts';
import { splitFlows } from './node-red/split-flows.ts';

export type ImportingParts = {
  /** Whether a workflow that another one runs was imported before. */
  isThere: (called: Called) => boolean;
  create: (document: WorkflowDocument) => Promise<Workflow>;
  /** The document of a workflow, and the name of its file. */
  read: (workflowId: string, state: WorkflowState) => { name: string; document: WorkflowDocument };
};

type Looked = { report: ImportReport; document: WorkflowDocument };
type Made = { report: ImportReport; workflow: Workflow };

export type ImportingService = {
  /** `more`: of a file that holds several. Errors, here and in `make`: `invalid-input`. */
  look(text: string): Looked & { more: Looked[] };
  make(text: string): Promise<Made & { more: Made[] }>;
  /** Errors: `not-found`, `unsupported`. */
  export(workflowId: string, as: ForeignKind, state: WorkflowState): { name: string; text: string; leftOut: string[] };
};

const ways: Record<
  ForeignKind,
  {
    split(text: string): string[];
    read(text: string, isThere: ImportingParts['isThere']): Imported;
    write(document: WorkflowDocument): { text: string; leftOut: string[] };
  }
> = {
  n8n: { split: (text) => [text], read: importN8n, write: exportN8n },
  'node-red': { split: splitFlows, read: importNodeRed, write: exportNodeRed },
};

/** All that is in a file, the first workflow apart from the others. */
function readForeign(text: string, isThere: ImportingParts['isThere']): { first: Imported; more: Imported[] } {
  const { split, read } = ways[kindOfText(text)];
  const [first = text, ...more] = split(text);
  return { first: read(first, isThere), more: more.map((each) => read(each, isThere)) };
}

/** Workflows of other programs, in and out. */
export function createImporting({ create, read, isThere }: ImportingParts): ImportingService {
  return {
    look: (text) => {
      const { first, more } = readForeign(text, isThere);
      return { ...first, more };
    },
    make: async (text) => {
      const { first, more } = readForeign(text, isThere);
      const made = { report: first.report, workflow: await create(first.document) };
      const others: Made[] = [];
      for (const { report, document } of more) others.push({ report, workflow: await create(document) });
      return { ...made, more: others };
    },
    export: (workflowId, as, state) => {
      const { name, document } = read(workflowId, state);
      return { name: name.replace(/\.heron$/, '.json'), ...ways[as].write(document) };
    },
  };
}
