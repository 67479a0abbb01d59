import { z } from 'zod';

const nothingElse = z.never();

/**
 * `z.strictObject`, whose fields are made when they are first looked at. The contract has thousands of schemas and a start
 * needs a few of them; making them all would take a fifth of it.
 */
export function strictObject<Fields extends z.core.$ZodLooseShape>(
  fields: () => Fields,
): z.ZodObject<Fields, z.core.$strict> {
  const schema: unknown = new z.ZodObject({
    type: 'object',
    catchall: nothingElse,
    get shape() {
      const shape = fields();
      Object.defineProperty(this, 'shape', { value: shape });
      return shape;
    },
  });
  return schema as z.ZodObject<Fields, z.core.$strict>;
}
