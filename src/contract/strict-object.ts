import { z } from 'zod';

type Shape = z.core.$ZodLooseShape;

const nothingElse = z.never();

/**
 * `z.strictObject`, whose fields are made when they are first looked at, also in what is derived from it. The contract has
 * thousands of schemas and a start needs a few of them; making them all would take a fifth of it.
 */
export function strictObject<Fields extends Shape>(fields: () => Fields): z.ZodObject<Fields, z.core.$strict> {
  const schema = new z.ZodObject({
    type: 'object',
    catchall: nothingElse,
    get shape() {
      const shape = fields();
      Object.defineProperty(this, 'shape', { value: shape });
      return shape;
    },
  });
  return Object.assign(schema, derived) as unknown as z.ZodObject<Fields, z.core.$strict>;
}

/** zod's own ones look at the fields at once. A copy of the schema (with a check, with a description) has zod's again. */
const derived = {
  extend(this: z.ZodObject, more: Shape) {
    return strictObject(() => ({ ...this.shape, ...more }));
  },
  omit: late('omit'),
  pick: late('pick'),
  partial: late('partial'),
};

function late(name: 'omit' | 'pick' | 'partial') {
  return function (this: z.ZodObject, mask: Record<string, true>): z.ZodObject {
    return strictObject(() => z.strictObject(this.shape)[name](mask).shape);
  };
}
