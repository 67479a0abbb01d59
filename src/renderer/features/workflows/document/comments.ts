import type { StepComment } from '../../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { freshId } from './names.ts';
import { allIds } from './walk.ts';

/** What was said of a step, the oldest first. */
export function commentsAbout(document: WorkflowDocument, step: string): StepComment[] {
  return commentsOf(document)
    .filter((comment) => comment.step === step)
    .toSorted((one, other) => one.at - other.at);
}

/** How much of what was said of each step is still open, by the step's id. */
export function openComments(document: WorkflowDocument): ReadonlyMap<string, number> {
  const open = commentsOf(document).filter(({ isResolved }) => isResolved !== true);
  return new Map([...Map.groupBy(open, ({ step }) => step)].map(([step, list]) => [step, list.length]));
}

export function addComment(document: WorkflowDocument, said: Omit<StepComment, 'id'>): WorkflowDocument {
  return withComments(document, [...commentsOf(document), { id: freshId('comment'), ...said }]);
}

export function resolveComment(document: WorkflowDocument, id: string, isResolved: boolean): WorkflowDocument {
  return withComments(
    document,
    commentsOf(document).map((comment) => {
      if (comment.id !== id) return comment;
      const { isResolved: _, ...open } = comment;
      return isResolved ? { ...open, isResolved } : open;
    }),
  );
}

export function removeComment(document: WorkflowDocument, id: string): WorkflowDocument {
  return withComments(
    document,
    commentsOf(document).filter((comment) => comment.id !== id),
  );
}

/** Without what was said of steps that are gone. */
export function withoutLostComments(document: WorkflowDocument): WorkflowDocument {
  if (commentsOf(document).length === 0) return document;
  const ids = allIds(document);
  const left = commentsOf(document).filter(({ step }) => ids.has(step));
  return left.length === commentsOf(document).length ? document : withComments(document, left);
}

export function withRenamedComments(document: WorkflowDocument, old: string, id: string): WorkflowDocument {
  if (!commentsOf(document).some(({ step }) => step === old)) return document;
  return withComments(
    document,
    commentsOf(document).map((comment) => (comment.step === old ? { ...comment, step: id } : comment)),
  );
}

function commentsOf({ canvas }: WorkflowDocument): readonly StepComment[] {
  return canvas?.comments ?? [];
}

function withComments(document: WorkflowDocument, comments: StepComment[]): WorkflowDocument {
  return { ...document, canvas: { ...document.canvas, comments } };
}
