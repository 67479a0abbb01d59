type Forms = typeof globalThis.FormData;

/**
 * What stands for the name FormData in the bundled engine. Looking at Node's own loads undici, which costs a start some
 * 20 ms, and libraries look at it with every answer they send; only who makes or reads a form needs it.
 */
export const FormData = new Proxy(nothing as unknown as Forms, {
  construct: (_, given: ConstructorParameters<Forms>) => new globalThis.FormData(...given),
  get: (_, name) => (name === Symbol.hasInstance ? isForm : Reflect.get(globalThis.FormData, name)),
});

function isForm(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object FormData]';
}

/** A proxy needs something to stand before; nobody calls it. */
function nothing(): void {}
