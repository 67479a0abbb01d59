import type { TaskQuestion } from '../../contract/runs.ts';
import { printable, printableLine } from '../base/printable.ts';
import type { Terminal } from './terminal.ts';

/** Puts the question a task stopped with to the person. undefined: nobody is there, or it is no longer open. */
export async function askAnswer(
  terminal: Terminal,
  title: string,
  question: TaskQuestion,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { choices } = question;
  terminal.err(`\n"${printableLine(title)}" asks: ${printable(question.text)}`);
  choices?.forEach((choice, index) => terminal.err(`  ${index + 1}  ${printableLine(choice)}`));
  while (!signal.aborted) {
    const typed = (await terminal.ask(choices ? `1 to ${choices.length}: ` : 'Answer: ', signal))?.trim();
    if (typed === undefined) return undefined;
    const answer = choices ? (choices[Number(typed) - 1] ?? choices.find((choice) => choice === typed)) : typed;
    if (answer) return answer;
  }
  return undefined;
}
