/**
 * Written code of many workflows shares one isolate. What they share is made unchangeable before the first of it runs, so that
 * none can change what another one computes. A field that is inherited can still be given to an object of one's own.
 */
export function lockDown(more: readonly object[]): void {
  const seen = new Set<object>();
  for (const one of more) close(one, seen);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value: unknown = Reflect.get(globalThis, name);
    if (isObject(value) && value !== globalThis) close(value, seen);
  }
  for (const hidden of hiddenPrototypes()) close(hidden, seen);
  // What the globals are called cannot come to mean anything else either.
  Object.freeze(globalThis);
}

/** Reached by syntax alone, under no global name. */
function hiddenPrototypes(): object[] {
  async function* generate() {}
  const functions = [function* plain() {}, async () => {}, generate];
  const iterators = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
  ];
  return [...functions, ...iterators, 'a'.matchAll(/a/g)].flatMap((one) =>
    chainOf(Object.getPrototypeOf(one) as object),
  );
}

function chainOf(from: object): object[] {
  const found: object[] = [];
  for (let at: object | null = from; at; at = Object.getPrototypeOf(at) as object | null) found.push(at);
  return found;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function close(one: object, seen: Set<object>): void {
  if (seen.has(one)) return;
  seen.add(one);
  for (const key of Reflect.ownKeys(one)) {
    const field = Object.getOwnPropertyDescriptor(one, key);
    if (!field) continue;
    for (const inner of [field.value, field.get, field.set] as unknown[]) if (isObject(inner)) close(inner, seen);
    if (isShadowed(one) && 'value' in field && field.configurable)
      Object.defineProperty(one, key, givable(one, key, field));
  }
  Object.freeze(one);
}

/** What fields of one's own often have the names of. Of all prototypes it would cost time at each call of a list's functions. */
function isShadowed(one: object): boolean {
  return one === Object.prototype || one === Error.prototype || Object.getPrototypeOf(one) === Error.prototype;
}

/** Read like the field it was; writing it to an object that inherits it gives that object one of its own. */
function givable(owner: object, key: string | symbol, { value, enumerable }: PropertyDescriptor): PropertyDescriptor {
  return {
    get: () => value as unknown,
    set(this: object, given: unknown) {
      if (this === owner) throw new TypeError(`${String(key)} cannot be changed`);
      Object.defineProperty(this, key, { value: given, writable: true, enumerable: true, configurable: true });
    },
    enumerable: enumerable ?? false,
    configurable: false,
  };
}
