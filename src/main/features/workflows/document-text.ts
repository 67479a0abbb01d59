import { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { shapeIssues } from '../../orchestrator/plan-shape.ts';

/** The one way a document is written: fields in the schema's order, positions by task, so that a change is a small difference. */
export function documentText(document: WorkflowDocument): string {
  const { canvas, ...rest } = withSortedTriggers(WorkflowDocument.parse(document));
  if (!canvas) return text(rest);
  const { positions, notes, ...about } = canvas;
  const places = Object.entries(positions ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const drawn = {
    ...about,
    ...(places.length > 0 ? { positions: Object.fromEntries(places) } : {}),
    ...(notes && notes.length > 0 ? { notes: notes.toSorted((a, b) => (a.id < b.id ? -1 : 1)) } : {}),
  };
  return text(Object.keys(drawn).length > 0 ? { ...rest, canvas: drawn } : rest);
}

/** Their order means nothing. */
function withSortedTriggers(document: WorkflowDocument): WorkflowDocument {
  const { triggers } = document;
  if (!triggers) return document;
  if (triggers.length > 0) return { ...document, triggers: triggers.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
  const { triggers: _, ...rest } = document;
  return rest;
}

function text(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Errors: `invalid-input` with each issue in `details.issues`. */
export function readDocument(given: string): WorkflowDocument {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch (error) {
    throw new HeronError('invalid-input', `The file is not JSON: ${(error as Error).message}`);
  }
  try {
    const parsed = WorkflowDocument.safeParse(value);
    if (parsed.success) return parsed.data;
    const issues = shapeIssues(parsed.error);
    const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw new HeronError('invalid-input', `The file holds no workflow:\n${list}`, { issues });
  } catch (error) {
    if (error instanceof RangeError) throw new HeronError('invalid-input', 'The file is nested too deeply');
    throw error;
  }
}
