import type { Task } from '../../../../../contract/plan-task.ts';
import type { Scope } from './found.ts';
import type { TitleOf } from './step-nodes.ts';
import type { Out, Writing } from './writing.ts';

export type PlanWriting = {
  writing: Writing;
  titleOf: TitleOf;
  /** The name of the node that has the plan's input, and its fields that were named. */
  input: { node: string; named: Set<string> };
  /** The steps of a list, begun where `entry` ends. Gives where those end that nothing comes after. */
  writeAll(tasks: readonly Task[], entry: Ends, inside: Inside): Ends[];
  positions: Readonly<Record<string, { x: number; y: number }>>;
};

/** Where one step ends: at one of these outputs. */
export type Ends = readonly Out[];
export type Inside = { scope: Scope; isUnsure: boolean };

const mostInputs = 10;

/** Waits for all of them, and goes on once. */
export function joined(parts: PlanWriting, from: readonly Ends[], name: string): Ends {
  const [first = [], ...more] = from;
  if (more.length === 0) return first;
  if (from.length > mostInputs)
    return joined(parts, [joined(parts, from.slice(0, mostInputs), name), ...from.slice(mostInputs)], name);
  const parameters = { mode: 'chooseBranch', numberInputs: from.length, options: {} };
  return [{ node: parts.writing.add({ name, type: 'merge', version: 3, parameters }, from), output: 0 }];
}

export const beside = (at: { x: number; y: number } | undefined) => at && { x: at.x - 120, y: at.y - 120 };

/** `type`: of the node that does it; a group is no node. */
export function tell(
  { writing }: PlanWriting,
  { id: taskId }: Task,
  name: string,
  type: string | undefined,
  whys: readonly string[],
): void {
  writing.say(
    { name, taskId, ...(type === undefined ? {} : { type }) },
    whys.length === 0 ? 'exact' : 'approximate',
    whys,
  );
}
