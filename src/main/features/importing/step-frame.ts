import type { Task } from '../../../contract/plan-task.ts';

/** What comes to a node: where the engine finds what another one gave, and at which output. */
export type Coming = { place: string; output: number };

export type Frame = Pick<Task, 'id' | 'title' | 'after' | 'when'>;

/** A node's task comes after those that give it something, and is done where one of them did. */
export function frameOf(id: string, title: string, comes: readonly Coming[]): Frame {
  const after = comes.flatMap(({ place }) => place.match(/^tasks\.([a-z0-9_]+)/)?.[1] ?? []);
  const tests = comes.map(({ place, output }) => `${place}.counts[${output}] > 0`);
  return {
    id,
    title: title.slice(0, 300),
    ...(after.length > 0 ? { after: [...new Set(after)] } : {}),
    ...(tests.length > 0 ? { when: [...new Set(tests)].join(' or ') } : {}),
  };
}

/** A part of a node, in the group that has the node's frame. */
export function withoutFrame(task: Task): Task {
  const { after: _, when: __, title: ___, ...own } = task;
  return own;
}

/** What no worker can do keeps its place, and names what it would be. A check refuses it. */
export function placeholderAction(worker: string, type: string): string {
  const words = type.replaceAll(/[^a-zA-Z0-9]/g, '').slice(0, 60);
  const name = /^[a-z]/.test(words) ? words : `a${words}`;
  return `${worker}.${name === 'run' ? 'aRun' : name}`;
}
