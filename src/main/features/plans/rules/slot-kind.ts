import type { Json } from '../../../../contract/json.ts';

/** What an input field takes, or an output field gives, in a person's terms. */
export type SlotKind =
  | { type: 'path' | 'blob' | 'uri' | 'time' | 'duration' | 'integer' | 'number' | 'boolean' | 'data' }
  /**
   * One word is a single word or quoted text: how a program is named before its arguments. Only words that the field's own
   * pattern takes can be meant: "what is love" is no sum.
   */
  | { type: 'text'; isOneWord?: true; pattern?: string; isSum?: true }
  | { type: 'choice'; values: (string | number)[] }
  | { type: 'list'; of: SlotKind };

/** Reads the kind off a field's JSON Schema; what no words can name, such as an object, is `data`. */
export function slotKind(schema: Record<string, unknown>): SlotKind {
  const { enum: values, format } = schema;
  if (Array.isArray(values)) {
    return { type: 'choice', values: values.filter((each) => typeof each === 'string' || typeof each === 'number') };
  }
  switch (typeOf(schema)) {
    case 'string':
      if (format === 'path') return { type: 'path' };
      if (format === 'blob') return { type: 'blob' };
      if (format === 'time-words') return { type: 'time' };
      if (format === 'duration-words') return { type: 'duration' };
      if (format === 'uri' || format === 'url') return { type: 'uri' };
      return {
        ...{ type: 'text', ...(format === 'sum-words' ? { isSum: true } : {}) },
        ...(typeof schema['pattern'] === 'string' ? { pattern: schema['pattern'] } : {}),
      };
    case 'integer':
      return { type: 'integer' };
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return { type: 'list', of: isSchema(schema['items']) ? slotKind(schema['items']) : { type: 'text' } };
    default:
      return { type: 'data' };
  }
}

/** How to write the result of a step into a field: the JSONata that converts it, or undefined if "it" cannot mean it. */
export function conversion(from: SlotKind, to: SlotKind): ((expression: string) => string) | undefined {
  if (to.type === 'list') {
    if (from.type === 'list') return conversion(from.of, to.of) === unchanged ? unchanged : undefined;
    return from.type === to.of.type ? (expression) => `[${expression}]` : undefined;
  }
  if (from.type === to.type) return unchanged;
  if (to.type === 'number' && from.type === 'integer') return unchanged;
  if (to.type !== 'text') return undefined;
  if (from.type === 'choice') return unchanged;
  if (from.type === 'list') return from.of.type === 'data' ? asText : (expression) => `$join(${expression}, "\\n")`;
  return from.type === 'integer' || from.type === 'number' || from.type === 'boolean' || from.type === 'data'
    ? asText
    : undefined;
}

/** Does a value that is known already suit the field? */
export function suits(value: Json, to: SlotKind): boolean {
  switch (to.type) {
    case 'list':
      return Array.isArray(value) && value.every((each) => suits(each, to.of));
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return to.values.some((each) => each === value);
    case 'data':
      return true;
    default:
      return typeof value === 'string';
  }
}

function unchanged(expression: string): string {
  return expression;
}

function asText(expression: string): string {
  return `$string(${expression})`;
}

function typeOf(schema: Record<string, unknown>): string | undefined {
  const type: unknown = schema['type'];
  if (typeof type === 'string') return type;
  if (!Array.isArray(type)) return undefined;
  return type.find((each): each is string => typeof each === 'string' && each !== 'null');
}

function isSchema(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
