import type { CanvasFrame } from '../../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { freshId } from './names.ts';
import { idOf, listOf } from './place.ts';

const prefix = 'frame:';

/** What a frame is called among the places of steps. */
export function placeOfFrame(id: string): string {
  return `${prefix}${id}`;
}

export function frameOfPlace(place: string): string | undefined {
  return place.startsWith(prefix) ? place.slice(prefix.length) : undefined;
}

export function framesOf({ canvas }: WorkflowDocument): readonly CanvasFrame[] {
  return canvas?.frames ?? [];
}

export function frameAt(document: WorkflowDocument, place: string): CanvasFrame | undefined {
  const id = frameOfPlace(place);
  return id === undefined ? undefined : framesOf(document).find((frame) => frame.id === id);
}

/** The frame that a step of the plan's own is in. */
export function frameAround(document: WorkflowDocument, place: string): CanvasFrame | undefined {
  return framesOf(document).find(({ steps }) => steps.includes(place));
}

/** Of places, the plan's own steps: those in a frame that is named, and the steps that those inside others stand in. */
export function ownSteps(document: WorkflowDocument, places: readonly string[]): string[] {
  const own = new Set(document.tasks.map(({ id }) => id));
  const named = places.flatMap((place) => frameAt(document, place)?.steps ?? [place.split('/', 1)[0] ?? '']);
  return [...new Set(named)].filter((id) => own.has(id));
}

/** Undefined where there is no step to be put into it. They leave the frames they were in. */
export function addFrame(
  document: WorkflowDocument,
  places: readonly string[],
): { document: WorkflowDocument; place: string } | undefined {
  const steps = ownSteps(document, places);
  if (steps.length === 0) return undefined;
  const left = withoutMembers(document, new Set(steps));
  // Of two that are made apart, none takes the other's name.
  const id = freshId('frame');
  const made: CanvasFrame = { id, title: '', colour: 'plain', steps };
  return { document: withFrames(left, [...framesOf(left), made]), place: placeOfFrame(id) };
}

export function changeFrame(
  document: WorkflowDocument,
  id: string,
  change: (frame: CanvasFrame) => CanvasFrame,
): WorkflowDocument {
  return withFrames(
    document,
    framesOf(document).map((frame) => (frame.id === id ? change(frame) : frame)),
  );
}

/** What is in them stays. */
export function removeFrames(document: WorkflowDocument, ids: readonly string[]): WorkflowDocument {
  if (!framesOf(document).some(({ id }) => ids.includes(id))) return document;
  return withFrames(
    document,
    framesOf(document).filter(({ id }) => !ids.includes(id)),
  );
}

/** Steps of the plan's own are in this frame from now on, or in none. */
export function putInFrame(
  document: WorkflowDocument,
  steps: readonly string[],
  frame: string | undefined,
): WorkflowDocument {
  const moved = steps.filter((step) => frameAround(document, step)?.id !== frame);
  if (moved.length === 0) return document;
  const left = withoutMembers(document, new Set(moved));
  if (frame === undefined) return left;
  const found = framesOf(document).find(({ id }) => id === frame);
  if (!found) return left;
  const grown = { ...found, steps: [...found.steps, ...moved] };
  const isThere = framesOf(left).some(({ id }) => id === frame);
  return isThere ? changeFrame(left, frame, () => grown) : withFrames(left, [...framesOf(left), grown]);
}

/** Without the steps that are gone; a frame with none left goes with them. */
export function withoutLostMembers(document: WorkflowDocument): WorkflowDocument {
  const own = new Set(document.tasks.map(({ id }) => id));
  const lost = framesOf(document).flatMap(({ steps }) => steps.filter((id) => !own.has(id)));
  return lost.length === 0 ? document : withoutMembers(document, new Set(lost));
}

export function withRenamedMember(document: WorkflowDocument, old: string, id: string): WorkflowDocument {
  const frame = frameAround(document, old);
  if (!frame) return document;
  return changeFrame(document, frame.id, (one) => ({
    ...one,
    steps: one.steps.map((step) => (step === old ? id : step)),
  }));
}

/** Of what is copied: the frames that are chosen themselves, or with all their steps. */
export function copiedFrames(document: WorkflowDocument, places: readonly string[]): CanvasFrame[] {
  const chosen = new Set(places.filter((place) => listOf(place) === ''));
  return framesOf(document).filter(
    ({ id, steps }) => chosen.has(placeOfFrame(id)) || steps.every((step) => chosen.has(step)),
  );
}

/** `ids`: what the copied steps are called here. Only in the plan's own list there are frames. */
export function pasteFrames(
  document: WorkflowDocument,
  frames: readonly CanvasFrame[],
  ids: ReadonlyMap<string, string>,
): WorkflowDocument {
  const own = new Set(document.tasks.map(({ id }) => id));
  const pasted = frames.flatMap((frame) => {
    const steps = frame.steps.flatMap((id) => ids.get(id) ?? []).filter((id) => own.has(idOf(id)));
    return steps.length === 0 ? [] : [{ ...frame, id: freshId('frame'), steps }];
  });
  return pasted.length === 0 ? document : withFrames(document, [...framesOf(document), ...pasted]);
}

function withoutMembers(document: WorkflowDocument, gone: ReadonlySet<string>): WorkflowDocument {
  if (!framesOf(document).some(({ steps }) => steps.some((id) => gone.has(id)))) return document;
  const left = framesOf(document).map((frame) => ({ ...frame, steps: frame.steps.filter((id) => !gone.has(id)) }));
  return withFrames(
    document,
    left.filter(({ steps }) => steps.length > 0),
  );
}

function withFrames(document: WorkflowDocument, frames: CanvasFrame[]): WorkflowDocument {
  return { ...document, canvas: { ...document.canvas, frames } };
}
