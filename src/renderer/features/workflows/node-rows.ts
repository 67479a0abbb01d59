import type { Json } from '../../../contract/json.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import { workflowIdIn } from '../../../contract/workflow-steps.ts';
import type { Size } from '../plan-graph/layout.ts';
import type { Catalogue } from './catalogue.ts';
import { isBlank } from './document/edit.ts';
import { inputPorts, mappedFrom } from './ports.ts';

/** A line of a step on the canvas: a field of its input, which has a port, or what else it says of itself. */
export type NodeRow = {
  name: string;
  text: string;
  /** Where the value comes from, if from another step and nowhere else. */
  from?: { taskId: string; path: string } | undefined;
  isMissing: boolean;
  hasPort: boolean;
};

export const nodeWidth = 240;
export const headHeight = 52;
export const rowHeight = 26;
const footHeight = 8;
const mostRows = 5;

/** Fields that must be given or are given; the panel has all of them. */
export function rowsOf(task: Task, catalogue: Catalogue): NodeRow[] {
  if (task.action !== undefined) {
    const given = task.input ?? {};
    return inputPorts(task, catalogue)
      .filter(({ name, isRequired }) => isRequired || given[name] !== undefined)
      .slice(0, mostRows)
      .map(({ name }) => ({
        ...{ name, text: valueText(given[name]), from: mappedFrom(given[name]) },
        ...{ isMissing: given[name] === undefined || given[name] === '', hasPort: true },
      }));
  }
  const said = sayings(task);
  return said.map(([name, text]) => ({ name, text, isMissing: false, hasPort: false }));
}

function sayings(task: Task): [name: string, text: string][] {
  if (isBlank(task) || bodiesOf(task).length > 0) return [];
  // A kept workflow is named by its id, which tells nobody anything.
  if (task.template) return workflowIdIn(task.template.name) === undefined ? [['template', task.template.name]] : [];
  if (task.agent)
    return [
      ['goal', task.agent.goal],
      ...(task.agent.tools ? [['tools', task.agent.tools.join(', ')] as [string, string]] : []),
    ];
  if (task.value !== undefined && task.join === undefined) return [['value', valueText(task.value)]];
  if (task.wait && 'approval' in task.wait) return [['question', task.wait.approval.text]];
  if (task.wait && 'until' in task.wait) return [['until', task.wait.until]];
  return [];
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ');
}

/** Without what is inside it. */
export function sizeOfStep(task: Task, catalogue: Catalogue): Size {
  const rows = bodiesOf(task).length > 0 ? 0 : rowsOf(task, catalogue).length;
  return { width: nodeWidth, height: rows === 0 ? headHeight : headHeight + rows * rowHeight + footHeight };
}

/** Half way down a line, from the top of the step. */
export function rowMiddle(index: number): number {
  return headHeight + index * rowHeight + rowHeight / 2;
}
