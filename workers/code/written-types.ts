import type { Node } from 'web-tree-sitter';
import { ancestorsOf, nodesOf } from './syntax.ts';

const literals: Readonly<Record<string, string>> = {
  ...{ string: 'string', template_string: 'string', number: 'number', true: 'boolean', false: 'boolean' },
};

/** The type of a variable, where it is written or plain to see; undefined where only a compiler knows it. */
export function typeOf(binding: Node, host: Node | undefined): string | undefined {
  const declared = binding.parent;
  if (!declared || declared.childForFieldName('name')?.id !== binding.id) {
    if (declared?.childForFieldName('pattern')?.id !== binding.id) return undefined;
  }
  const written = declared.childForFieldName('type');
  if (written) {
    const isOptional = declared.type === 'optional_parameter';
    const type = written.text.replace(/^:\s*/, '');
    if (isOptional && declared.childForFieldName('value') === null)
      return isKnownOutside(written, host) ? `${type} | undefined` : undefined;
    return isKnownOutside(written, host) ? type : undefined;
  }
  const value = declared.childForFieldName('value');
  return value ? literals[value.type] : undefined;
}

/** A type that the function around it has made, or is given, means nothing outside of it. */
function isKnownOutside(written: Node, host: Node | undefined): boolean {
  const own = new Set<string>();
  for (const around of host ? [host, ...ancestorsOf(host)] : []) {
    if (around.type === 'program') continue;
    const parameters = around.childForFieldName('type_parameters');
    for (const each of parameters?.namedChildren ?? []) own.add(each.childForFieldName('name')?.text ?? '');
    const made = around.descendantsOfType([
      'type_alias_declaration',
      'interface_declaration',
      'class_declaration',
      'enum_declaration',
    ]);
    for (const each of made) own.add(each.childForFieldName('name')?.text ?? '');
  }
  return ![...nodesOf(written)].some(({ type, text }) => type.endsWith('identifier') && own.has(text));
}
