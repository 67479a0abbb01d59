import { HeronError } from '../../base/errors.ts';
import { compileExpression } from '../expressions/template.ts';

/** Is the condition met? What is not there counts as no; anything but true and false is a mistake. `where` names it in errors. */
export async function isMet(expression: string, names: Record<string, unknown>, where: string): Promise<boolean> {
  const value = await compileExpression(expression).evaluate(names);
  if (value === undefined || value === null || value === false) return false;
  if (value === true) return true;
  const shown = JSON.stringify(value).slice(0, 100);
  throw new HeronError('invalid-input', `${where}: expected true or false, ${expression} gave ${shown}`, {
    path: where,
  });
}
