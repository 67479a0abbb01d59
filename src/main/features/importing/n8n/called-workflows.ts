import type { JsonObject } from '../../../../contract/json.ts';
import type { WorkflowDocument, WorkflowSummary } from '../../../../contract/workflows.ts';
import { HeronError } from '../../../base/errors.ts';
import type { TemplateEntry } from '../../../orchestrator/catalogue.ts';
import { type Called, calledIn, subPlanOf } from './called.ts';

export type CalledParts = {
  list: () => WorkflowSummary[];
  /** Of the draft, or of the version that was published last. */
  read: (workflow: WorkflowSummary) => WorkflowDocument;
};

export type CalledWorkflows = {
  /** Nothing where the name is of no workflow of n8n. Errors: `not-found`. */
  template(name: string): TemplateEntry | undefined;
  isThere(called: Called): boolean;
};

/** The workflows that came from n8n, as what others of them run. */
export function createCalledWorkflows({ list, read }: CalledParts): CalledWorkflows {
  const kept = new Map<string, { stamp: string; document: WorkflowDocument }>();

  function documentOf(workflow: WorkflowSummary): WorkflowDocument {
    const stamp = `${workflow.revision} ${workflow.published}`;
    const known = kept.get(workflow.id);
    if (known?.stamp === stamp) return known.document;
    const document = read(workflow);
    kept.set(workflow.id, { stamp, document });
    return document;
  }

  /** By the id that it had there; else by its name. */
  function find({ id, title }: Called): WorkflowDocument | undefined {
    const all = list().toSorted((a, b) => Number(b.title === title) - Number(a.title === title));
    const foreign = all.map(documentOf).filter(({ input }) => keptOf(input) !== undefined);
    return foreign.find(({ input }) => keptOf(input)?.['id'] === id) ?? foreign.find((one) => one.title === title);
  }

  return {
    isThere: (called) => find(called) !== undefined,
    template(name) {
      const called = calledIn(name);
      if (!called) return undefined;
      const document = find(called);
      if (document) return entryOf(name, document);
      const shown = called.title || called.id;
      throw new HeronError('not-found', `The workflow “${shown}” of n8n is not here: import it as well`);
    },
  };
}

function keptOf(input: JsonObject | undefined): JsonObject | undefined {
  const kept = input?.['n8n'];
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : undefined;
}

function entryOf(name: string, document: WorkflowDocument): TemplateEntry {
  const { tasks, input, output } = subPlanOf(document);
  const fields: Record<string, Record<string, unknown>> = Object.fromEntries(
    ['items', 'zone', ...Object.keys(input)].map((field) => [field, {}]),
  );
  return {
    template: {
      ...{ version: 1, name, title: document.title, description: document.title, tasks, output },
      parameters: { type: 'object', properties: { ...fields }, additionalProperties: false },
    },
    validateInput(given) {
      for (const [field, value] of Object.entries(input)) given[field] ??= value;
      return [];
    },
  };
}
