import { z } from 'zod';

/** Any value JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

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
