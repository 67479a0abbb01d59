import type { Drawn } from '../../../contract/plan-events.ts';
import type { Task } from '../../../contract/plan-task.ts';

/** Under this name a context says where its expressions take the time and random numbers from. No expression can name it. */
export const chance = Symbol('chance');

export type Draw = () => Promise<Drawn>;

/** Seeds are whole numbers below this. */
export const seeds = 2 ** 32;

const mention = /\$(now|millis|random|shuffle|toMillis|eval)\b/;

/** Whether an expression in the text may give something else each time, whatever it is given. */
export function mentionsChance(text: string): boolean {
  return mention.test(text);
}

const known = new WeakMap<Task, boolean>();

/** The same of a task and all inside it. Kept: plans do not change. */
export function mayDraw(task: Task): boolean {
  let may = known.get(task);
  if (may === undefined) {
    may = mentionsChance(JSON.stringify(task));
    known.set(task, may);
  }
  return may;
}

export function drawOf(context: object): Draw | undefined {
  return (context as { [chance]?: Draw })[chance];
}

/** Hands the draw of one context on to another. */
export function withDrawOf<Context extends object>(from: object, context: Context): Context {
  const draw = drawOf(from);
  return draw ? { ...context, [chance]: draw } : context;
}
