import type { CanvasFrame } from '../../../../contract/canvas.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { framesOf, placeOfFrame } from '../document/frames.ts';
import { type OutlineRow, outlineOf } from '../document/walk.ts';

/** A frame, before the steps in it. */
export type FrameRow = { place: string; depth: 0; frame: CanvasFrame };

/** All steps in their order; those of a frame stand together, one deeper, where the first of them is. */
export function framedOutline(document: WorkflowDocument): (OutlineRow | FrameRow)[] {
  const rows = outlineOf(document);
  if (framesOf(document).length === 0) return rows;
  const around = new Map(framesOf(document).flatMap((frame) => frame.steps.map((step) => [step, frame] as const)));
  const frameOf = ({ place }: OutlineRow): CanvasFrame | undefined => around.get(place.split('/', 1)[0] ?? '');
  const byFrame = Map.groupBy(rows, frameOf);
  const listed = new Set<CanvasFrame>();
  return rows.flatMap((row): (OutlineRow | FrameRow)[] => {
    const frame = frameOf(row);
    if (!frame) return [row];
    if (listed.has(frame)) return [];
    listed.add(frame);
    const inside = frame.isFolded ? [] : (byFrame.get(frame) ?? []);
    const head: FrameRow = { place: placeOfFrame(frame.id), depth: 0, frame };
    return [head, ...inside.map((each) => ({ ...each, depth: each.depth + 1 }))];
  });
}
