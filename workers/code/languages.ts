/** How a language is read: its grammar, what its definitions are called there, and what names things in it. */
export type LanguageName = 'typescript' | 'tsx' | 'javascript' | 'python' | 'go' | 'rust' | 'c';

export type SymbolKind =
  | 'function'
  | 'method'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'module'
  | 'variable'
  | 'macro';

export type Language = {
  name: LanguageName;
  /** Where its grammar lies; the bundle puts it beside the worker's code. */
  grammar: string;
  extensions: readonly string[];
  /** Nodes that define something, with what it is. */
  definitions: Readonly<Record<string, SymbolKind>>;
  /** Leaves that are a name, whatever of. */
  names: ReadonlySet<string>;
};

const script: Language['definitions'] = {
  function_declaration: 'function',
  generator_function_declaration: 'function',
  class_declaration: 'class',
  method_definition: 'method',
  variable_declarator: 'variable',
  field_definition: 'variable',
};
const typed: Language['definitions'] = {
  ...script,
  abstract_class_declaration: 'class',
  function_signature: 'function',
  method_signature: 'method',
  abstract_method_signature: 'method',
  interface_declaration: 'interface',
  type_alias_declaration: 'type',
  enum_declaration: 'enum',
  internal_module: 'module',
  public_field_definition: 'variable',
};
const scriptNames = [
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'statement_identifier',
];

const languages: Language[] = [
  {
    name: 'typescript',
    grammar: import.meta.resolve('tree-sitter-typescript/tree-sitter-typescript.wasm'),
    extensions: ['.ts', '.mts', '.cts'],
    definitions: typed,
    names: new Set([...scriptNames, 'type_identifier']),
  },
  {
    name: 'tsx',
    grammar: import.meta.resolve('tree-sitter-typescript/tree-sitter-tsx.wasm'),
    extensions: ['.tsx'],
    definitions: typed,
    names: new Set([...scriptNames, 'type_identifier']),
  },
  {
    name: 'javascript',
    grammar: import.meta.resolve('tree-sitter-javascript/tree-sitter-javascript.wasm'),
    extensions: ['.js', '.mjs', '.cjs', '.jsx'],
    definitions: script,
    names: new Set(scriptNames),
  },
  {
    name: 'python',
    grammar: import.meta.resolve('tree-sitter-python/tree-sitter-python.wasm'),
    extensions: ['.py', '.pyi'],
    definitions: { function_definition: 'function', class_definition: 'class', assignment: 'variable' },
    names: new Set(['identifier']),
  },
  {
    name: 'go',
    grammar: import.meta.resolve('tree-sitter-go/tree-sitter-go.wasm'),
    extensions: ['.go'],
    definitions: {
      ...{ function_declaration: 'function', method_declaration: 'method', type_spec: 'type', type_alias: 'type' },
      ...{ const_spec: 'variable', var_spec: 'variable' },
    },
    names: new Set(['identifier', 'field_identifier', 'type_identifier', 'package_identifier']),
  },
  {
    name: 'rust',
    grammar: import.meta.resolve('tree-sitter-rust/tree-sitter-rust.wasm'),
    extensions: ['.rs'],
    definitions: {
      ...{ function_item: 'function', function_signature_item: 'function', struct_item: 'class', union_item: 'class' },
      ...{ enum_item: 'enum', trait_item: 'interface', type_item: 'type', mod_item: 'module' },
      ...{ const_item: 'variable', static_item: 'variable', macro_definition: 'macro' },
    },
    names: new Set(['identifier', 'field_identifier', 'type_identifier', 'shorthand_field_identifier']),
  },
  {
    name: 'c',
    grammar: import.meta.resolve('tree-sitter-c/tree-sitter-c.wasm'),
    extensions: ['.c', '.h'],
    definitions: {
      ...{ function_definition: 'function', struct_specifier: 'class', union_specifier: 'class' },
      ...{ enum_specifier: 'enum', type_definition: 'type', preproc_def: 'macro', preproc_function_def: 'macro' },
    },
    names: new Set(['identifier', 'field_identifier', 'type_identifier']),
  },
];

/** By the end of the file's name; undefined for what is not read. */
export function languageOf(path: string): Language | undefined {
  const lower = path.toLowerCase();
  return languages.find(({ extensions }) => extensions.some((end) => lower.endsWith(end)));
}

export const knownEndings: readonly string[] = languages.flatMap(({ extensions }) => extensions);
