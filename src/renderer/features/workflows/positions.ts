import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../contract/workflows.ts';
import { type GraphNode, layoutTask, layoutTasks } from '../plan-graph/layout.ts';
import type { Catalogue } from './catalogue.ts';
import { framesOf } from './document/frames.ts';
import { listOf } from './document/place.ts';
import { tidyWithFrames } from './frames/tidy-frames.ts';
import { sizeOfStep } from './node-rows.ts';

/** Where each of the plan's own tasks stands: as it was put, or as it arranges itself. */
export function positionsOf(document: WorkflowDocument, catalogue: Catalogue): Map<string, CanvasPoint> {
  const known = document.canvas?.positions ?? {};
  const found = new Map(Object.entries(known));
  if (document.tasks.every(({ id }) => found.has(id))) return found;
  for (const [id, at] of tidyPositions(document, catalogue)) if (!found.has(id)) found.set(id, at);
  return found;
}

export function tidyPositions(document: WorkflowDocument, catalogue: Catalogue): [id: string, at: CanvasPoint][] {
  if (framesOf(document).length > 0) return tidyWithFrames(document, catalogue);
  const { tasks } = document;
  const { nodes } = layoutTasks(tasks, { sizeOf: (task) => sizeOfStep(task, catalogue) });
  return nodes.filter(({ place }) => listOf(place) === '').map(({ place, x, y }) => [place, { x, y }]);
}

type BlockSize = { width: number; height: number };

export function sizeOfBlock(task: Task, catalogue: Catalogue): BlockSize {
  const { width, height } = blockOf(task, catalogue);
  return { width, height };
}

type Block = BlockSize & { nodes: GraphNode[]; catalogue: Catalogue };

/** A task that did not change is not arranged anew. */
const blocks = new WeakMap<Task, Block>();

export function blockOf(task: Task, catalogue: Catalogue): Block {
  const known = blocks.get(task);
  if (known?.catalogue === catalogue) return known;
  const made = { ...layoutTask(task, task.id, (each) => sizeOfStep(each, catalogue)), catalogue };
  blocks.set(task, made);
  return made;
}
