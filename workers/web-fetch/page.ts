import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readArticle } from './article.ts';
import { declaredCharset, decodeText, parseContentType } from './content-type.ts';
import { sentPage } from './kept-pages.ts';
import { toMarkdown } from './markdown.ts';
import type { Answer } from './request.ts';

type Input = Actions['page']['input'];
type Output = Actions['page']['output'];

const accept = 'text/html,application/xhtml+xml,text/markdown,text/plain,application/json;q=0.9,*/*;q=0.5';

export const page: ActionRun<Input, Output> = async ({ url, format, maxBytes, maxCharacters }, context) => {
  const { bytes, ...known } = await sentPage({ url, accept, maxBytes, check: refuseFiles }, context);
  const type = parseContentType(known.contentType);
  const found = { ...known, bytes: bytes.byteLength };
  if (!type.isHtml) {
    const content = decodeText(bytes, type.charset);
    return {
      ...found,
      title: titleOf(known.url),
      ...cut(content, maxCharacters),
      format: type.isMarkdown ? 'markdown' : 'text',
    };
  }
  const article = readArticle(decodeText(bytes, type.charset ?? declaredCharset(bytes)), known.url);
  const content = format === 'markdown' ? toMarkdown(article.content) : article.text;
  return { ...found, title: article.title || titleOf(known.url), ...cut(content, maxCharacters), format };
};

function refuseFiles({ url, contentType }: Answer): void {
  const { isHtml, isText, name } = parseContentType(contentType);
  if (!isHtml && !isText) fail('unsupported', `${url} is ${name}, not a page to read; download it instead`, { url });
}

/** At the end of a line, where there is one not far away; no pair of units is torn apart. */
function cut(content: string, most: number): Pick<Output, 'content' | 'truncated'> {
  if (content.length <= most) return { content, truncated: false };
  const start = content.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  const line = start.lastIndexOf('\n');
  return { content: line > most / 2 ? start.slice(0, line) : start, truncated: true };
}

/** The last part of the address, or the host. */
function titleOf(url: string): string {
  const { pathname, hostname } = new URL(url);
  return pathname.split('/').findLast((part) => part !== '') ?? hostname;
}
