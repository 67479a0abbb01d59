import type { CanvasNote, CanvasPoint } from '../../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { freeId } from './names.ts';

export function addNote(document: WorkflowDocument, { x, y }: CanvasPoint): { document: WorkflowDocument; id: string } {
  const id = freeId('note', new Set(notesOf(document).map((note) => note.id)));
  const note = { id, text: '', x: Math.round(x), y: Math.round(y), width: 240, height: 96 };
  return { id, document: withNotes(document, [...notesOf(document), note]) };
}

export function changeNote(document: WorkflowDocument, id: string, part: Partial<CanvasNote>): WorkflowDocument {
  return withNotes(
    document,
    notesOf(document).map((note) => (note.id === id ? { ...note, ...part } : note)),
  );
}

export function removeNotes(document: WorkflowDocument, ids: readonly string[]): WorkflowDocument {
  if (ids.length === 0) return document;
  return withNotes(
    document,
    notesOf(document).filter(({ id }) => !ids.includes(id)),
  );
}

function notesOf(document: WorkflowDocument): CanvasNote[] {
  return document.canvas?.notes ?? [];
}

function withNotes(document: WorkflowDocument, notes: CanvasNote[]): WorkflowDocument {
  return { ...document, canvas: { ...document.canvas, notes } };
}
