import { Readability } from '@mozilla/readability';
import { JSDOM, VirtualConsole } from 'jsdom';

export type Article = { title: string; content: string; text: string };

/**
 * What a reader would read in a page: its article, or, where nothing looks like one, its whole body. `content` is HTML.
 * The page is only parsed: jsdom runs no script and loads nothing unless it is told to.
 */
export function readArticle(bytes: Uint8Array, charset: string | undefined, url: string): Article {
  const dom = new JSDOM(bytes, {
    // Also for XHTML: its own parser would give up at the first mistake.
    contentType: charset ? `text/html; charset=${charset}` : 'text/html',
    url,
    // Otherwise what is wrong with a page's style sheets is written to the console.
    virtualConsole: new VirtualConsole(),
  });
  try {
    const { document } = dom.window;
    for (const element of document.querySelectorAll('script, style, noscript, template')) element.remove();
    const title = document.title.trim();
    const body = document.createElement('div');
    body.innerHTML = document.body.innerHTML;
    const article = new Readability(document, { keepClasses: true }).parse();
    if (!article?.content || !article.textContent?.trim())
      return { title, content: body.innerHTML, text: textOf(body) };
    body.innerHTML = article.content;
    return { title: article.title?.trim() || title, content: article.content, text: textOf(body) };
  } finally {
    dom.window.close();
  }
}

const blocks = 'p, div, section, article, h1, h2, h3, h4, h5, h6, li, tr, pre, blockquote, dt, dd, figcaption';

/** Text with a line of its own for each block. */
function textOf(element: HTMLElement): string {
  for (const lineBreak of element.querySelectorAll('br')) lineBreak.replaceWith('\n');
  for (const block of element.querySelectorAll(blocks)) block.append('\n\n');
  const lines = (element.textContent ?? '').split('\n').map((line) => line.replaceAll(/[\t\r\f\v ]+/g, ' ').trim());
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
