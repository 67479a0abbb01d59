import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { PlanTemplate } from '../../../contract/plan-templates.ts';
import type { HeronClient } from '../../engine/client.ts';
import { t } from '../../../words/words.ts';

/** `backup folder=~/docs days=3`: a plan that runs the template. Errors: what is wrong with it, in words. */
export async function runningPlan(text: string, templates: HeronClient['templates']): Promise<Plan> {
  const [name = '', ...rest] = shellLike(text);
  const { template } = await templates.get({ name });
  if (!template) throw new Error(`The template ${name} cannot be used; heron templates says why.`);
  const input = inputOf(rest, template);
  return {
    version: 1,
    title: template.title,
    tasks: [{ id: 'run', title: template.title, template: { name, input } }],
  };
}

/** `folder=[folder]` for each parameter that must be given, ready to be filled in. */
export function neededWords({ parameters }: PlanTemplate): string {
  const { required = [] } = parameters as { required?: string[] };
  return required.map((name) => `${name}=[${name}]`).join(' ');
}

export function inputOf(words: readonly string[], { name, parameters }: PlanTemplate): JsonObject {
  const known = Object.keys(parameters.properties);
  const given = words.map((word) => {
    const at = word.indexOf('=');
    const key = word.slice(0, Math.max(0, at));
    if (at < 1 || !known.includes(key)) {
      const values = { name, word, fields: known.map((each) => `${each}=…`).join(', ') };
      throw new Error(
        known.length === 0
          ? t('{{name}} takes nothing, not “{{word}}”.', values)
          : t('{{name}} takes {{fields}}, not “{{word}}”.', values),
      );
    }
    return [key, valueOf(word.slice(at + 1), parameters.properties[key] ?? {}, key)] as const;
  });
  return Object.fromEntries(given);
}

function valueOf(text: string, schema: Record<string, unknown>, name: string): Json {
  switch (schema['type']) {
    case 'integer':
    case 'number': {
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number)) throw new Error(`${name}: expected a number, not “${text}”.`);
      return number;
    }
    case 'boolean':
      if (!/^(yes|no|true|false|on|off)$/i.test(text)) throw new Error(`${name}: expected yes or no, not “${text}”.`);
      return /^(yes|true|on)$/i.test(text);
    case 'array':
      return text.split(',').map((each) => each.trim());
    default:
      return text;
  }
}

/** Words between spaces; a part in quotes may hold some. */
export function shellLike(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double: string, single: string) => double ?? single),
  );
}
