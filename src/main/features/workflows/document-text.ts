import type { CanvasFrame, StepComment } from '../../../contract/canvas.ts';
import { WorkflowDocument } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { shapeIssues } from '../../orchestrator/checking/plan-shape.ts';

/** The one way a document is written: fields in the schema's order, positions by task, so that a change is a small difference. */
export function documentText(document: WorkflowDocument): string {
  const { canvas, ...rest } = withSortedTriggers(WorkflowDocument.parse(document));
  if (!canvas) return text(rest);
  const { positions, notes, frames, comments, ...about } = canvas;
  const places = Object.entries(positions ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const drawn = {
    ...about,
    ...(places.length > 0 ? { positions: Object.fromEntries(places) } : {}),
    ...(notes && notes.length > 0 ? { notes: notes.toSorted(byId) } : {}),
    ...(frames && frames.length > 0 ? { frames: frames.map(withSortedSteps).toSorted(byId) } : {}),
    ...(comments && comments.length > 0 ? { comments: comments.toSorted(byTime) } : {}),
  };
  return text(Object.keys(drawn).length > 0 ? { ...rest, canvas: drawn } : rest);
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function byTime(a: StepComment, b: StepComment): number {
  return a.at - b.at || byId(a, b);
}

function withSortedSteps(frame: CanvasFrame): CanvasFrame {
  return { ...frame, steps: frame.steps.toSorted() };
}

/** Their order means nothing. */
function withSortedTriggers(document: WorkflowDocument): WorkflowDocument {
  const { triggers } = document;
  if (!triggers) return document;
  if (triggers.length > 0) return { ...document, triggers: triggers.toSorted(byId) };
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
