import { z } from 'zod';

/** Any value JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

/** A copy that shares nothing with the original. Several times faster than `structuredClone`, which can do more than JSON. */
export function copyJson<Value extends Json>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyJson) as Value;
  const copy: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) {
    // An own `__proto__` is a field like any other.
    if (name === '__proto__') Object.defineProperty(copy, name, { value: copyJson(part), ...ordinary });
    else copy[name] = copyJson(part);
  }
  return copy as Value;
}

const ordinary = { enumerable: true, writable: true, configurable: true };

export const JsonObject = z.record(z.string(), Json);
export type JsonObject = z.infer<typeof JsonObject>;

/** A JSON Schema (2020-12) describing an object. The keywords themselves are checked by the registry when it compiles the schema. */
export const ObjectSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})).default({}),
  required: z.array(z.string()).optional(),
  additionalProperties: z.literal(false),
});
export type ObjectSchema = z.infer<typeof ObjectSchema>;
