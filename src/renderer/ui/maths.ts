import katex from 'katex';
import type { Element, Nodes, Root } from 'hast';
import type { Options as Schema } from 'rehype-sanitize';
import remarkMath from 'remark-math';
import type { Pluggable } from 'unified';

const elements = [
  ...['math', 'semantics', 'annotation', 'mrow', 'mi', 'mn', 'mo', 'ms', 'mtext', 'mspace', 'mfrac', 'msqrt', 'mroot'],
  ...['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mmultiscripts', 'mprescripts', 'none'],
  ...['mtable', 'mtr', 'mtd', 'mlabeledtr', 'mpadded', 'mphantom', 'menclose', 'mstyle', 'merror'],
];
const attributes = [
  ...['display', 'displaystyle', 'encoding', 'mathvariant', 'stretchy', 'fence', 'separator', 'accent', 'accentunder'],
  ...[
    'columnalign',
    'rowspacing',
    'columnspacing',
    'columnlines',
    'rowlines',
    'linethickness',
    'scriptlevel',
    'notation',
  ],
  ...[
    'width',
    'height',
    'depth',
    'lspace',
    'rspace',
    'voffset',
    'minsize',
    'maxsize',
    'movablelimits',
    'largeop',
    'form',
  ],
];

/** What reads Markdown without formulas; of those after it, one is called `sanitize`. */
export type PlainPlugins = { remark: Pluggable[]; rehype: Readonly<Record<string, Pluggable>> };

/**
 * Formulas become MathML, which the browser draws and screen readers read; it goes through the same sanitiser as everything else of
 * the text. Loaded when a text has formulas.
 */
export function withFormulas({ remark, rehype }: PlainPlugins): {
  remarkPlugins: Pluggable[];
  rehypePlugins: Pluggable[];
} {
  return {
    // A single dollar is money: what is a formula all the same has been marked before.
    remarkPlugins: [...remark, [remarkMath, { singleDollarTextMath: false }]],
    rehypePlugins: [
      () => drawFormulas,
      ...Object.entries(rehype).map(([name, plugin]) => (name === 'sanitize' ? withElements(plugin) : plugin)),
    ],
  };
}

/** Formulas have elements of their own, none of which leads anywhere or runs. */
function withElements(sanitize: Pluggable): Pluggable {
  const [plugin, schema] = sanitize as [Exclude<Pluggable, unknown[]>, Schema];
  const own = Object.fromEntries(elements.map((name) => [name, attributes]));
  const widened: Schema = {
    ...schema,
    tagNames: [...(schema.tagNames ?? []), ...elements],
    attributes: { ...schema.attributes, ...own },
  };
  return [plugin, widened] as Pluggable;
}

/** remark-math leaves code of the class `language-math`. */
function drawFormulas(tree: Root | Element): void {
  for (const [at, node] of tree.children.entries()) {
    if (node.type !== 'element') continue;
    const isBlock = node.tagName === 'pre' && isMath(node.children[0]);
    if (isBlock || isMath(node)) tree.children[at] = { type: 'raw', value: mathMl(textOf(node), isBlock) };
    else drawFormulas(node);
  }
}

function isMath(node: Nodes | undefined): node is Element {
  if (node?.type !== 'element' || node.tagName !== 'code') return false;
  return String(node.properties['className']).includes('language-math');
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A formula that cannot be read is shown as it was written. Macros that grow without end are cut off. */
function mathMl(formula: string, displayMode: boolean): string {
  const options = { displayMode, output: 'mathml', throwOnError: false, trust: false, strict: 'ignore' } as const;
  return katex.renderToString(formula, { ...options, maxExpand: 500, maxSize: 20 });
}
