import { Readability } from '@mozilla/readability';
import { JSDOM } from 'jsdom';

export type Article = { title: string; content: string; text: string };

/**
 * What a reader would read in a page: its article, or, where nothing looks like one, its whole body. `content` is HTML.
 * The page is parsed into a document without a window, where no script, handler, style sheet or frame can come to life.
 */
export function readArticle(html: string, url: string): Article {
  const dom = new JSDOM('', { url });
  try {
    const document = new dom.window.DOMParser().parseFromString(html, 'text/html');
    for (const element of document.querySelectorAll('script, style, noscript, template')) element.remove();
    // Once it is out of its document, nobody knows what an address is relative to.
    for (const link of document.querySelectorAll('a'))
      if (link.hasAttribute('href')) link.setAttribute('href', link.href);
    for (const picture of document.querySelectorAll('img')) picture.setAttribute('src', picture.src);
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
