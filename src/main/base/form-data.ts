/**
 * What stands for the name FormData in the bundled engine. Looking at Node's own loads undici, which takes a tenth of a
 * start, and libraries look at it with every answer they send; only who makes or reads a form needs it.
 */
export const FormData = new Proxy(class {}, {
  construct: (_, given: ConstructorParameters<typeof globalThis.FormData>) => new globalThis.FormData(...given),
  get: (_, name) => (name === Symbol.hasInstance ? isForm : Reflect.get(globalThis.FormData, name)),
});

function isForm(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object FormData]';
}
