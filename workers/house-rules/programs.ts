import { commandIn, nameOf, wrappedWords } from './command.ts';

/** Why a program may not be run; undefined when it may. */
export function programFault(
  input: Readonly<Record<string, unknown>>,
  forbidden: readonly string[],
): string | undefined {
  const command = commandIn(input);
  const names = forbidden.map(nameOf);
  const found = [command.program, ...wrappedWords(command).map(nameOf)].find((name) => names.includes(name));
  return found === undefined ? undefined : `the house rules forbid the program ${found}`;
}
