import { z } from 'zod';

type Shape = z.core.$ZodLooseShape;

const nothingElse = z.never();

/**
 * `z.strictObject`, which is made when something of it is first looked at, and its fields when they are, also in what is derived
 * from it. The contract has a thousand such schemas and a start needs a few of them; making them all would take a fifth of it.
 */
export function strictObject<Fields extends Shape>(fields: () => Fields): z.ZodObject<Fields, z.core.$strict> {
  return new Unmade(fields) as unknown as z.ZodObject<Fields, z.core.$strict>;
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

/** What every such schema inherits. zod gives its prototype the methods when the first of its objects is made. */
const strictPrototype: object = Object.assign(Object.create(Object.getPrototypeOf(z.strictObject({}))), derived);

/** Stands for the schema, and becomes it. These three are all that an object of zod's has of its own. */
class Unmade {
  readonly #fields: () => Shape;

  constructor(fields: () => Shape) {
    this.#fields = fields;
  }

  get _zod() {
    return become(this, this.#fields)._zod;
  }

  get def() {
    return become(this, this.#fields).def;
  }

  get type() {
    return become(this, this.#fields).type;
  }
}
Object.setPrototypeOf(Unmade.prototype, strictPrototype);

/** As the constructor of `z.ZodObject` does it, in a place that is known already. */
function become(unmade: Unmade, fields: () => Shape): z.ZodObject {
  const schema = Object.setPrototypeOf(unmade, strictPrototype) as z.ZodObject;
  z.ZodObject.init(schema, {
    type: 'object',
    catchall: nothingElse,
    get shape() {
      const shape = fields();
      Object.defineProperty(this, 'shape', { value: shape });
      return shape;
    },
  });
  schema._zod.deferred?.forEach((finish) => finish());
  schema._zod.deferred = undefined;
  return schema;
}

function late(name: 'omit' | 'pick' | 'partial') {
  return function (this: z.ZodObject, mask: Record<string, true>): z.ZodObject {
    return strictObject(() => z.strictObject(this.shape)[name](mask).shape);
  };
}
