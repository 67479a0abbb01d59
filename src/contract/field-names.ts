/** `maxBytes` as "Max bytes": what a field is called that has no title. */
export function nameInWords(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A field of a task by its path: `input.maxBytes` as "Max bytes", `repeat.max` as "Repeat: max". */
export function fieldInWords(path: string): string {
  const [first = '', ...rest] = path.split('.');
  const [name, ...inside] = first === 'input' && rest.length > 0 ? rest : [first, ...rest];
  const words = nameInWords(name ?? '');
  return inside.length === 0 ? words : `${words}: ${inside.map((each) => nameInWords(each).toLowerCase()).join(', ')}`;
}
