import type { Manifest } from '../../../contract/manifest.ts';
import { t } from '../../../words/words.ts';

/** The fields an action cannot do without, with something in them that can be written over. */
export function exampleInput(ref: string, manifests: Manifest[]): string {
  const [id, action = ''] = ref.split('.');
  const schema = manifests.find((manifest) => manifest.id === id)?.actions[action]?.input;
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, FieldSchema>;
    required?: string[];
  };
  const fields = required.map((name) => [name, exampleOf(properties[name] ?? {})]);
  return JSON.stringify(Object.fromEntries(fields), null, 2);
}

type FieldSchema = { type?: string; format?: string; enum?: unknown[]; default?: unknown; minimum?: number };

function exampleOf({ type, format, enum: values, default: usual, minimum = 1 }: FieldSchema): unknown {
  if (usual !== undefined) return usual;
  if (values && values.length > 0) return values[0];
  if (format === 'path') return '~/Documents/example.txt';
  if (format === 'uri') return 'https://example.com/';
  if (format === 'time-words') return 'tomorrow at 9';
  if (format === 'duration-words') return '5 minutes';
  if (format === 'sum-words') return '12 times 17';
  switch (type) {
    case 'integer':
    case 'number':
      return minimum;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return 'example';
  }
}

/** What is wrong with an input as it was typed; undefined: it is an object. */
export function inputProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
    return t('An input is an object, like {"path": "~/notes.txt"}');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
