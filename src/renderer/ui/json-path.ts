const plainName = /^[A-Za-z_$][\w$]*$/;

/** The path of a member, written as JSONata and JavaScript both read it, but for quoted names, which are JavaScript's. */
export function memberPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!plainName.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}
