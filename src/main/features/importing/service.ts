import type { ExportedStep, ForeignKind, ImportReport } from '../../../contract/imports.ts';
import type { Workflow, WorkflowDocument, WorkflowState } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import type { Called } from './n8n/called.ts';
import { kindOfText } from './foreign-text.ts';
import type { Imported } from './imported.ts';
import { exportN8n } from './n8n/n8n-export.ts';
import { importN8n } from './n8n/n8n-import.ts';
import type { TitleOf } from './n8n/written/step-nodes.ts';
import { writeN8n } from './n8n/written/write-n8n.ts';
import { isObject } from './kept-file.ts';
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
  export(workflowId: string, as: ForeignKind, state: WorkflowState): Written & { name: string };
};

type Written = { text: string; leftOut: string[]; steps: ExportedStep[] };

const ways: Record<
  ForeignKind,
  {
    split(text: string): string[];
    read(text: string, isThere: ImportingParts['isThere']): Imported;
    write(document: WorkflowDocument, titleOf: TitleOf): Written;
  }
> = {
  n8n: { split: (text) => [text], read: importN8n, write: writtenForN8n },
  'node-red': { split: splitFlows, read: importNodeRed, write: (document) => asItCame(exportNodeRed(document)) },
};

function asItCame({ text, leftOut }: Omit<Written, 'steps'>): Written {
  return { text, leftOut, steps: [] };
}

/** As the file that it was, or written anew. */
function writtenForN8n(document: WorkflowDocument, titleOf: TitleOf): Written {
  const kept = document.input?.['n8n'];
  if (isObject(kept) && isObject(kept['nodes'])) return asItCame(exportN8n(document));
  return { ...writeN8n(document, titleOf), leftOut: [] };
}

/** All that is in a file, the first workflow apart from the others. */
function readForeign(text: string, isThere: ImportingParts['isThere']): { first: Imported; more: Imported[] } {
  const { split, read } = ways[kindOfText(text)];
  const [first = text, ...more] = split(text);
  return { first: read(first, isThere), more: more.map((each) => read(each, isThere)) };
}

/** Workflows of other programs, in and out. */
export function createImporting({ create, read, isThere }: ImportingParts): ImportingService {
  const titleOf: TitleOf = (workflowId) => {
    try {
      return read(workflowId, 'draft').document.title;
    } catch (error) {
      // It was removed: the step names it by its id.
      if (error instanceof HeronError) return undefined;
      throw error;
    }
  };
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
      return { name: name.replace(/\.heron$/, '.json'), ...ways[as].write(document, titleOf) };
    },
  };
}
