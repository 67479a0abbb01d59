import { fail } from 'heron/worker-kit';

export type Wanted = { pattern: string; regex: boolean; ignoreCase: boolean };

/** Whether a line has it. Errors: `invalid-input` for what is no regular expression. */
export function lineMatcher({ pattern, regex, ignoreCase }: Wanted): (line: string) => boolean {
  if (!regex && !ignoreCase) return (line) => line.includes(pattern);
  const source = regex ? pattern : RegExp.escape(pattern);
  try {
    const expression = new RegExp(source, ignoreCase ? 'iu' : 'u');
    return (line) => expression.test(line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `${pattern} is not a regular expression: ${reason}`, { field: 'pattern' });
  }
}
