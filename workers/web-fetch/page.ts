import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readArticle } from './article.ts';
import { declaredCharset, decodeText, parseContentType } from './content-type.ts';
import { toMarkdown } from './markdown.ts';
import { limited, request } from './request.ts';

type Input = Actions['page']['input'];
type Output = Actions['page']['output'];

const accept = 'text/html,application/xhtml+xml,text/markdown,text/plain,application/json;q=0.9,*/*;q=0.5';

export const page: ActionRun<Input, Output> = async ({ url, format, maxBytes }, context) => {
  const answer = await request(url, accept, context);
  const type = parseContentType(answer.contentType);
  if (!type.isHtml && !type.isText) {
    fail('unsupported', `${answer.url} is ${type.name}, not a page to read; download it instead`, { url: answer.url });
  }
  const bytes = Buffer.concat(await Array.fromAsync(limited(answer, maxBytes)));
  const found = { url: answer.url, contentType: answer.contentType, bytes: bytes.byteLength };
  if (!type.isHtml) {
    const content = decodeText(bytes, type.charset);
    return { ...found, title: titleOf(answer.url), content, format: type.isMarkdown ? 'markdown' : 'text' };
  }
  const article = readArticle(decodeText(bytes, type.charset ?? declaredCharset(bytes)), answer.url);
  const content = format === 'markdown' ? toMarkdown(article.content) : article.text;
  return { ...found, title: article.title || titleOf(answer.url), content, format };
};

/** The last part of the address, or the host. */
function titleOf(url: string): string {
  const { pathname, hostname } = new URL(url);
  return pathname.split('/').findLast((part) => part !== '') ?? hostname;
}
