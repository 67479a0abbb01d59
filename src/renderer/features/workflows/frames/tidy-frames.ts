import type { CanvasPoint } from '../../../../contract/canvas.ts';
import type { Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { arrange, type Box } from '../../plan-graph/arrange.ts';
import { dependencies, gap, layoutTasks } from '../../plan-graph/layout.ts';
import type { Catalogue } from '../catalogue.ts';
import { framesOf } from '../document/frames.ts';
import { listOf } from '../document/place.ts';
import { sizeOfStep } from '../node-rows.ts';
import { frameRoom } from './frame-room.ts';

type Positions = [id: string, at: CanvasPoint][];

/** Steps of a frame stand together as they would alone, and the frame among the others like a step of its size. */
export function tidyWithFrames(document: WorkflowDocument, catalogue: Catalogue): Positions {
  const owner = new Map(framesOf(document).flatMap(({ id, steps }) => steps.map((step) => [step, id] as const)));
  const blocks = [...Map.groupBy(document.tasks, ({ id }) => (owner.has(id) ? `frame:${owner.get(id)}` : id))].map(
    ([id, tasks]) => ({ id, ...blockOf(tasks, owner.has(tasks[0]?.id ?? ''), catalogue) }),
  );
  const blockAround = new Map(blocks.flatMap(({ id, inside }) => inside.map(([step]) => [step, id] as const)));
  const before = dependencies(document.tasks);
  const boxes = blocks.map(({ id, inside, size, line }): Box => {
    const waited = inside.flatMap(([step]) => before.get(step) ?? []).flatMap((step) => blockAround.get(step) ?? []);
    return { id, ...size, line, before: [...new Set(waited)].filter((other) => other !== id) };
  });
  const { at } = arrange(boxes, gap);
  return blocks.flatMap(({ id, inside }) => {
    const { x, y } = at.get(id) ?? { x: 0, y: 0 };
    return inside.map(([step, point]) => [step, { x: point.x + x, y: point.y + y }] as Positions[number]);
  });
}

type Block = { inside: Positions; size: { width: number; height: number }; line: number };

/** Half way down a step's head. */
const line = 26;

function blockOf(tasks: readonly Task[], isFrame: boolean, catalogue: Catalogue): Block {
  const { nodes, width, height } = layoutTasks(tasks, { sizeOf: (task) => sizeOfStep(task, catalogue) });
  const { side, top, bottom } = isFrame ? frameRoom : { side: 0, top: 0, bottom: 0 };
  const own = nodes.filter(({ place }) => listOf(place) === '');
  return {
    inside: own.map(({ place, x, y }) => [place, { x: x + side, y: y + top }]),
    size: { width: width + 2 * side, height: height + top + bottom },
    line: line + top,
  };
}
