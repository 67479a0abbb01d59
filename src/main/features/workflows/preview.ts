import type { Json } from '../../../contract/json.ts';
import type { TextPreview } from '../../../contract/workflows.ts';
import { toFailure } from '../../base/errors.ts';
import { chance, type Draw } from '../../orchestrator/expressions/chance.ts';
import { compileExpression, compileTemplate } from '../../orchestrator/expressions/template.ts';

export type PreviewRequest = { text: string; isExpression: boolean; names: Record<string, Json> };

/** What a text gives now, with what is known of the tasks it names. */
export async function previewText(
  { text, isExpression, names }: PreviewRequest,
  outputs: ReadonlyMap<string, Json>,
  draw: Draw,
): Promise<TextPreview> {
  try {
    const template = isExpression ? compileExpression(text) : compileTemplate(text);
    const missing = template.referencesBelow('tasks').find((id) => !outputs.has(id));
    if (missing !== undefined) return { problem: `${missing} has not given anything yet` };
    const tasks = Object.fromEntries([...outputs].map(([id, output]) => [id, { output }]));
    const value = await template.evaluate({ ...names, tasks, [chance]: draw });
    return value === undefined ? { problem: 'It gives nothing' } : { value };
  } catch (error) {
    const { message, details } = toFailure(error);
    const position = details?.['position'];
    return { problem: message, ...(typeof position === 'number' && position >= 0 ? { at: position } : {}) };
  }
}
