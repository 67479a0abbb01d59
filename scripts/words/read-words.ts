import { parseSync } from '@swc/core';
import { z } from 'zod';

/** A text in a source file: where it stands, counted from 1. */
export type Found = { text: string; line: number };
/** `isShown`: it stands where only texts for people stand, so that it is no name of a key. */
export type Unsaid = Found & { isShown?: true };
export type Words = {
  /** What goes through the catalogue; of what is counted, both forms. */
  said: (Found & { one?: string })[];
  /** What is shown to people and does not. */
  unsaid: Unsaid[];
};

const Node = z.looseObject({ type: z.string() });
type Node = z.infer<typeof Node>;

/** What these hold is for the machine. */
const machineAttributes =
  /^(className|panelClassName|id|key|href|src|role|type|value|data-.*|tabIndex|htmlFor|autoComplete|viewBox|d|fill|stroke.*|aria-(controls|labelledby|describedby|live|relevant|current|hidden|orientation|haspopup|keyshortcuts)|keys|variant|size|tone|layout|side|align|direction|shape|look|d)$/;

/** Sentence or title: it begins with a capital or a quotation mark, and has letters after it. */
const prose = /^[“‘(]?\p{Lu}(?:[\p{Ll}’' ,-]|\p{Lu}+[ ,-]|\p{Lu}\p{Ll})/u;

/** What the log is told is in English. */
const saidToLog = /^(warn|info|debug|reportSilentEnd)$/;

/** Attributes and fields that hold texts for people, whatever they begin with. */
const shownFields =
  /^(title|label|text|hint|heading|placeholder|valueText|more|before|words|(confirm|cancel|submit|busy|aria-)[Ll]abel|emptyText|nothingText)$/;

/** Words in lower case: two of them, or one beside a value. */
const severalWords = /\p{Ll}{2,},? \p{Ll}{2,}/u;
const word = /(?:^|[\s(“])\p{L}\p{Ll}+(?:$|[\s,.:;)”])/u;

/** Only words, and a space towards the value beside them; names of classes have strokes. */
const besideValue = /^(?: \p{Ll}{3,}[ ,.\p{L}’]*|[ ,.\p{L}’]*\p{Ll}{3,} )$/u;

/** Reads the texts of a TypeScript file that people see. Errors: a call of `t` or `plural` whose text is not written out. */
export function readWords(source: string): Words {
  const words: Words = { said: [], unsaid: [] };
  const tree = Node.parse(parseSync(source, { syntax: 'typescript', tsx: true, target: 'esnext' }));
  // Positions are counted over all that was parsed before, in bytes.
  const first = z.object({ span: z.object({ start: z.number() }) }).parse(tree).span.start;
  const start = first - leadingBytes(source);
  const bytes = Buffer.from(source);
  const lineOf = (node: Node): number => {
    const { span } = z.object({ span: z.object({ start: z.number() }) }).parse(node);
    return bytes
      .subarray(0, span.start - start)
      .toString()
      .split('\n').length;
  };
  visit(tree, { words, lineOf, isLater: false, isShown: false });
  return words;
}

/** swc's file begins at its first token. */
function leadingBytes(source: string): number {
  const [lead = ''] = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(source) ?? [];
  return Buffer.byteLength(lead);
}

type Reading = {
  words: Words;
  lineOf: (node: Node) => number;
  /** Inside a function, which runs when the language is known; what runs when the file is read does so once, before. */
  isLater: boolean;
  /** In what is one of `shownFields`, not in a function there. */
  isShown: boolean;
};

function visit(node: Node, reading: Reading): void {
  const { words, lineOf } = reading;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TsTypeAnnotation':
    case 'TsTypeAliasDeclaration':
    case 'TsInterfaceDeclaration':
    case 'TsTypeParameterInstantiation':
    case 'TsLiteralType':
      return;
    case 'CallExpression': {
      const name = calleeOf(node);
      if (name === 't' || name === 'plural') {
        const said = { ...saidBy(node, name, lineOf(node)), line: lineOf(node) };
        words.said.push(said);
        if (!reading.isLater)
          words.unsaid.push({ text: `read before the language is known: ${said.text}`, line: said.line });
        for (const child of children(node['arguments']).slice(1))
          if (name === 't') visit(child, { ...reading, isShown: false });
        return;
      }
      if (name === 'Error' || name === 'classNames' || saidToLog.test(methodOf(node))) return;
      break;
    }
    case 'NewExpression':
      return;
    case 'JSXAttribute':
      if (machineAttributes.test(attributeName(node))) return;
      return visitInside(node, { ...reading, isShown: shownFields.test(attributeName(node)) });
    case 'KeyValueProperty':
      return visitInside(node, {
        ...reading,
        isShown: shownFields.test(attributeName({ ...node, name: node['key'] })),
      });
    case 'BinaryExpression':
      // A text that something is compared with is not shown.
      if (/^[!=]==?$/.test(String(node['operator']))) return;
      break;
    case 'JSXText': {
      const text = String(node['value']).replaceAll(/\s+/g, ' ').trim();
      if (/\p{L}/u.test(text)) words.unsaid.push({ text, line: lineOf(node) });
      return;
    }
    case 'StringLiteral':
      return note(node, String(node['value']), severalWords, reading);
    case 'TemplateElement':
      if (besideValue.test(String(node['raw'])))
        return note(node, String(node['raw']), word, { ...reading, isShown: true });
      return note(node, String(node['raw']), word, reading);
  }
  visitInside(node, reading);
}

function note(node: Node, text: string, shown: RegExp, { words, lineOf, isShown }: Reading): void {
  if (prose.test(text) || (isShown && shown.test(text))) {
    words.unsaid.push({ text, line: lineOf(node), ...(isShown ? { isShown } : {}) });
  }
}

function visitInside(node: Node, reading: Reading): void {
  const inside = isFunction(node) ? { ...reading, isLater: true, isShown: false } : reading;
  for (const child of children(Object.values(node))) visit(child, inside);
}

function isFunction(node: Node): boolean {
  // A function declaration has no type of its own where it is the value of an export.
  return /Function|Method|Constructor/.test(node.type) || ('params' in node && 'body' in node);
}

function saidBy(call: Node, name: 't' | 'plural', line: number): { text: string; one?: string } {
  const [first, second] = children(call['arguments']);
  if (name === 't') return { text: written(first, line) };
  const forms = new Map(
    children(expressionOf(second)?.['properties']).map((property) => {
      const { key, value } = z.object({ key: z.looseObject({ value: z.string() }), value: Node }).parse(property);
      return [key.value, written(value, line)] as const;
    }),
  );
  const [one, text] = [forms.get('one'), forms.get('other')];
  if (one === undefined || text === undefined) throw new Error(`line ${line}: plural() needs the forms one and other`);
  return { text, one };
}

/** Errors: it is put together, so that nobody can translate it. */
function written(node: Node | undefined, line: number): string {
  const expression = expressionOf(node);
  if (expression?.type === 'StringLiteral') return String(expression['value']);
  throw new Error(`line ${line}: what t() and plural() are given must be written out as one text`);
}

function expressionOf(node: Node | undefined): Node | undefined {
  const inner = Node.safeParse(node?.['expression']);
  return inner.success ? inner.data : node;
}

function calleeOf(call: Node): string {
  const callee = z.looseObject({ type: z.string(), value: z.string() }).safeParse(call['callee']);
  return callee.success ? callee.data.value : '';
}

function methodOf(call: Node): string {
  const method = z.object({ property: z.looseObject({ value: z.string() }) }).safeParse(call['callee']);
  return method.success ? method.data.property.value : '';
}

function attributeName(attribute: Node): string {
  const name = z.looseObject({ value: z.string() }).safeParse(attribute['name']);
  return name.success ? name.data.value : '';
}

/** Nodes in a value, through lists and plain holders. */
function children(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(children);
  if (typeof value !== 'object' || value === null) return [];
  const node = Node.safeParse(value);
  return node.success ? [node.data] : Object.values(value).flatMap(children);
}
