import type { Json } from '../../../contract/json.ts';
import type { McpQuestionField } from '../../../contract/mcp-questions.ts';
import { t } from '../../../words/words.ts';

/** What stands in the fields of a form: texts, ticks, and lists of what was chosen. */
export type Typed = Record<string, string | boolean | string[]>;

/** What the server would take if nothing was said. */
export function startValues(fields: readonly McpQuestionField[]): Typed {
  return Object.fromEntries(
    fields.flatMap(({ name, kind, default: value }): [string, Typed[string]][] => {
      if (kind === 'boolean') return [[name, value === true]];
      if (kind === 'choices') return [[name, Array.isArray(value) ? value.map(textOf) : []]];
      return value === undefined ? [] : [[name, textOf(value)]];
    }),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** By field. */
export function problemsOf(fields: readonly McpQuestionField[], typed: Typed): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind, isNeeded }): [string, string][] => {
      const value = typed[name];
      const text = typeof value === 'string' ? value.trim() : '';
      if (kind === 'boolean') return [];
      if (kind === 'choices')
        return isNeeded && Array.isArray(value) && value.length === 0 ? [[name, t('Choose something')]] : [];
      if (text === '') return isNeeded ? [[name, t('Fill this in')]] : [];
      if (kind === 'number' && !Number.isFinite(Number(text))) return [[name, t('Expected a number')]];
      return kind === 'integer' && !Number.isSafeInteger(Number(text)) ? [[name, t('Expected a whole number')]] : [];
    }),
  );
}

/** Of what has no problems. What was left empty is not said. */
export function contentOf(fields: readonly McpQuestionField[], typed: Typed): Record<string, Json> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }): [string, Json][] => {
      const value = typed[name];
      if (typeof value !== 'string') return value === undefined ? [] : [[name, value]];
      if (value.trim() === '') return [];
      return [[name, kind === 'number' || kind === 'integer' ? Number(value) : value]];
    }),
  );
}
