import { NodeHtmlMarkdown } from 'node-html-markdown';
import showdown from 'showdown';
import {
  type Asked,
  type Call,
  type Fields,
  isFields,
  type Kind,
  type Made,
  mustBeGiven,
  NodeFailure,
  perItem,
} from './call.ts';
import { withPath } from './paths.ts';

/** Markdown, both ways. */
export const markdown: Kind = async (call) => {
  const isToHtml = call.text('mode', 0, 'htmlToMarkdown') === 'markdownToHtml';
  mustBeGiven(call, isToHtml ? 'markdown' : 'html', isToHtml ? 'Markdown' : 'HTML');
  return perItem(call, async (item, index) => {
    // Nothing becomes nothing, and the field is not there.
    if (isToHtml && (call.parameter('markdown', index) ?? null) === null) return { json: item.json, pairedItem: index };
    const words = isToHtml ? htmlOf(call, index) : markdownOf(call, index);
    return withWords(call, item, index, words);
  });
};

function withWords(call: Call, item: Asked, index: number, words: string): Made {
  const json = withPath(item.json, call.text('destinationKey', index, 'data'), words);
  return { json, pairedItem: index };
}

function htmlOf(call: Call, index: number): string {
  const options = optionsAt(call, index);
  const converter = new showdown.Converter(options);
  const words = call.parameter('markdown', index);
  if (typeof words !== 'string') throw new NodeFailure(`The Markdown is no text [item ${index}]`);
  return converter.makeHtml(words);
}

type Pair = { pattern: string; replacement: string };

function markdownOf(call: Call, index: number): string {
  const options = optionsAt(call, index);
  const made: Fields = { ...options };
  for (const name of ['ignore', 'blockElements']) {
    const list = options[name];
    if (typeof list === 'string') made[name] = list.split(',').map((one) => one.trim());
  }
  for (const name of ['globalEscape', 'lineStartEscape']) {
    const pair = call.parameter(`options.${name}.value`, index) as Pair | undefined;
    if (pair) made[name] = asRule(pair);
  }
  const pairs = call.parameter('options.textReplace.values', index) as Pair[] | undefined;
  if (pairs) made['textReplace'] = pairs.map(asRule);
  return NodeHtmlMarkdown.translate(call.text('html', index), made);
}

/** As words: n8n makes no regular expression of a pattern. */
const asRule = ({ pattern, replacement }: Pair): [string, string] => [pattern, replacement];

function optionsAt(call: Call, index: number): Fields {
  const options = call.parameter('options', index, {});
  return isFields(options) ? options : {};
}
