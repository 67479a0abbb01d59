import { printableLine } from '../base/printable.ts';
import type { Terminal } from './terminal.ts';

export type Decision = 'retry' | 'skip' | 'abort';

const decisions: Decision[] = ['retry', 'skip', 'abort'];

/**
 * Asks what to do about a task that was cut off in an action nobody should repeat blindly. undefined: nobody is there,
 * or the question is no longer open.
 */
export async function askDecision(
  terminal: Terminal,
  title: string,
  signal: AbortSignal,
): Promise<Decision | undefined> {
  terminal.err(`\nHeron ended in the middle of "${printableLine(title)}" and cannot know how far it got.`);
  while (!signal.aborted) {
    const typed = await terminal.ask('[r]etry it, [s]kip it, or [a]bort the run? ', signal);
    if (typed === undefined) return undefined;
    const decision = decisions.find((word) => word === typed.trim().toLowerCase() || word.charAt(0) === typed.trim());
    if (decision) return decision;
  }
  return undefined;
}
