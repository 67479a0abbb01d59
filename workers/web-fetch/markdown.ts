import TurndownService from 'turndown';

export function toMarkdown(html: string): string {
  const turndown = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '*',
  });
  // A picture would be loaded by whoever shows the Markdown, and tell its server so; a link waits for a click.
  turndown.addRule('pictures', {
    filter: 'img',
    replacement: (_, node) => pictureLink(node),
  });
  turndown.addRule('active links', {
    filter: (node) => node.nodeName === 'A' && !/^(https?|mailto):/i.test(node.getAttribute('href') ?? ''),
    replacement: (content) => content,
  });
  turndown.addRule('cells', { filter: ['th', 'td'], replacement: (content) => ` ${oneLine(content)} |` });
  turndown.addRule('rows', {
    filter: 'tr',
    replacement: (content, node) => `|${content}\n${ruleBelow(node)}`,
  });
  turndown.addRule('tables', {
    filter: 'table',
    replacement: (content) => `\n\n${content.replaceAll(/\n{2,}/g, '\n')}\n\n`,
  });
  return turndown.turndown(html);
}

/** A table in Markdown has a rule below its first row, whether that is a heading or not. */
function ruleBelow(row: HTMLElement): string {
  const isFirst = row.closest('table')?.querySelector('tr') === row;
  return isFirst ? `|${' --- |'.repeat(row.children.length)}\n` : '';
}

function oneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

function pictureLink(picture: HTMLElement): string {
  const text = (picture.getAttribute('alt') ?? '').replaceAll(/\s+/g, ' ').trim();
  const source = picture.getAttribute('src') ?? '';
  if (!/^https?:/i.test(source)) return text;
  return `[${text || 'picture'}](${source})`;
}
