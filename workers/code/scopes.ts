import type { Node } from 'web-tree-sitter';
import type { Language } from './languages.ts';
import { ancestorsOf, nodesOf } from './syntax.ts';

/** A name and where it counts: `scope` is the node in which it means this. */
export type Binding = { name: string; node: Node; scope: Node };

const functions =
  /^(function_declaration|function_expression|generator_function|generator_function_declaration|arrow_function|method_definition|function_definition|lambda)$/;
const scriptScopes =
  /^(program|statement_block|for_statement|for_in_statement|catch_clause|switch_body|class_body|class_static_block)$/;
const comprehensions = /^(list_comprehension|set_comprehension|dictionary_comprehension|generator_expression)$/;

export function isFunction(node: Node): boolean {
  return functions.test(node.type);
}

/** The function a node stands in; undefined outside of all. What a function is called stands outside of it. */
export function functionAround(node: Node): Node | undefined {
  let below = node;
  for (const above of ancestorsOf(node)) {
    const isItsName = above.childForFieldName('name')?.id === below.id;
    const isDecorated = below.type === 'decorator';
    if (isFunction(above) && !isItsName && !isDecorated) return above;
    below = above;
  }
  return undefined;
}

/** What a script or a Python file binds: parameters, variables, functions, classes, imports. */
export function bindingsIn(root: Node, language: Language): Binding[] {
  const isPython = language.name === 'python';
  const found: Binding[] = [];
  for (const node of nodesOf(root)) {
    const scopeOf = isPython ? pythonScope(node) : scriptScope(node);
    if (scopeOf) found.push({ name: node.text, node, scope: scopeOf });
  }
  return found;
}

/** The innermost meaning of a name at a place; undefined for what comes from elsewhere. */
export function meaningOf(name: string, at: Node, bindings: readonly Binding[]): Binding | undefined {
  let best: Binding | undefined;
  for (const binding of bindings) {
    const { scope } = binding;
    if (binding.name !== name || scope.startIndex > at.startIndex || scope.endIndex < at.endIndex) continue;
    if (scope.type === 'class_definition' && !isClassAround(scope, at)) continue;
    if (!best || scope.endIndex - scope.startIndex < best.scope.endIndex - best.scope.startIndex) best = binding;
  }
  return best;
}

/** What a class of Python binds is not seen by what its functions do. */
function isClassAround(scope: Node, at: Node): boolean {
  const host = functionAround(at);
  return !host || host.startIndex < scope.startIndex;
}

function around(node: Node, isScope: (each: Node) => boolean): Node | undefined {
  for (const above of ancestorsOf(node)) if (isScope(above)) return above;
  return undefined;
}

function nearestFunction(node: Node): Node | undefined {
  return around(node, (each) => isFunction(each) || each.type === 'program' || each.type === 'module');
}

function nearestBlock(node: Node): Node | undefined {
  return around(node, (each) => isFunction(each) || scriptScopes.test(each.type));
}

const patterns =
  /^(object_pattern|array_pattern|pair_pattern|rest_pattern|assignment_pattern|object_assignment_pattern)$/;

/** Where the name that a leaf binds counts; undefined for a leaf that binds nothing. */
function scriptScope(leaf: Node): Node | undefined {
  if (leaf.type !== 'identifier' && leaf.type !== 'shorthand_property_identifier_pattern') return undefined;
  let at = leaf;
  for (let above = at.parent; above && patterns.test(above.type); above = at.parent) {
    // What stands for what is missing, and the names of fields, bind nothing.
    if (above.childForFieldName('right')?.id === at.id || above.childForFieldName('key')?.id === at.id)
      return undefined;
    at = above;
  }
  const { parent } = at;
  if (!parent) return undefined;
  const is = (field: string): boolean => parent.childForFieldName(field)?.id === at.id;
  switch (parent.type) {
    case 'variable_declarator':
      if (!is('name')) return undefined;
      return parent.parent?.type === 'variable_declaration' ? nearestFunction(parent) : nearestBlock(parent);
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
      return is('name') ? nearestBlock(parent) : undefined;
    case 'function_expression':
    case 'class':
      return is('name') ? parent : undefined;
    case 'required_parameter':
    case 'optional_parameter':
      return is('pattern') ? nearestFunction(parent) : undefined;
    case 'formal_parameters':
      return nearestFunction(parent);
    case 'arrow_function':
      return is('parameter') ? parent : undefined;
    case 'catch_clause':
      return is('parameter') ? parent : undefined;
    case 'for_in_statement':
      if (!is('left')) return undefined;
      return parent.childForFieldName('kind') ? parent : undefined;
    case 'import_clause':
    case 'namespace_import':
      return around(parent, (each) => each.type === 'program');
    case 'import_specifier':
      return is('alias') || !parent.childForFieldName('alias')
        ? around(parent, (each) => each.type === 'program')
        : undefined;
    default:
      return undefined;
  }
}

const pythonPatterns =
  /^(pattern_list|tuple_pattern|list_pattern|list_splat_pattern|dictionary_splat_pattern|as_pattern_target)$/;

function pythonScope(leaf: Node): Node | undefined {
  if (leaf.type !== 'identifier') return undefined;
  let at = leaf;
  for (let above = at.parent; above && pythonPatterns.test(above.type); above = at.parent) at = above;
  const { parent } = at;
  if (!parent) return undefined;
  const is = (field: string): boolean => parent.childForFieldName(field)?.id === at.id;
  const local = (): Node | undefined =>
    around(parent, (each) => isFunction(each) || each.type === 'class_definition' || each.type === 'module');
  switch (parent.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return is('left') ? local() : undefined;
    case 'named_expression':
      return is('name') ? local() : undefined;
    case 'function_definition':
    case 'class_definition':
      return is('name')
        ? around(parent, (each) => isFunction(each) || /^(class_definition|module)$/.test(each.type))
        : undefined;
    case 'for_in_clause':
      return is('left') ? around(parent, (each) => comprehensions.test(each.type)) : undefined;
    case 'parameters':
    case 'lambda_parameters':
    case 'typed_parameter':
      return parent.type === 'typed_parameter' && is('type') ? undefined : nearestFunction(parent);
    case 'default_parameter':
    case 'typed_default_parameter':
      return is('name') ? nearestFunction(parent) : undefined;
    case 'as_pattern':
      return is('alias') ? local() : undefined;
    case 'aliased_import':
      return is('alias') ? local() : undefined;
    case 'dotted_name':
      return isImported(parent, at) ? local() : undefined;
    default:
      return undefined;
  }
}

/** `import a.b` binds a, `from a import b` binds b. */
function isImported(dotted: Node, leaf: Node): boolean {
  const { parent } = dotted;
  if (parent?.type === 'import_statement') return dotted.namedChild(0)?.id === leaf.id;
  return parent?.type === 'import_from_statement' && parent.childForFieldName('module_name')?.id !== dotted.id;
}
