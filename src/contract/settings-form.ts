/** How a form shows a setting of a worker. */
export type FieldKind = 'text' | 'number' | 'switch' | 'choice' | 'texts';

/** The kind of field that a setting's schema asks for; undefined when a form cannot show it. */
export function fieldKind(schema: Record<string, unknown>): FieldKind | undefined {
  const { type, items } = schema;
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices.every((choice) => typeof choice === 'string') ? 'choice' : undefined;
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'switch';
  const ofTexts = type === 'array' && typeof items === 'object' && items !== null && 'type' in items;
  return ofTexts && items.type === 'string' ? 'texts' : undefined;
}
