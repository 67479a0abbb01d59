import type { ActionRun } from 'heron/worker-kit';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Actions } from './actions.generated.ts';
import { readMarkdown } from './documents.ts';
import { headingsOf, parseMarkdown } from './tree.ts';

type Node = { type: string; tagName?: string; properties?: Record<string, unknown>; children?: Node[] };

/** What a stranger wrote may hold HTML: what shows stays, what acts goes. */
const pipeline = unified()
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize, { ...defaultSchema, clobberPrefix: '' })
  .freeze();
const writer = unified().use(rehypeStringify).freeze();

export const html: ActionRun<Actions['html']['input'], Actions['html']['output']> = async (input, context) => {
  const { source, destination, overwrite } = input;
  const tree = parseMarkdown(await readMarkdown(source, context));
  const headings = headingsOf(tree);
  const body = await pipeline.run(tree);
  const slugs = headings.map(({ slug }) => slug);
  nameHeadings(body, slugs);
  const title = input.title ?? headings[0]?.text ?? nameOf(source);
  const { size } = await context.files.write(destination, page(title, writer.stringify(body)), { overwrite });
  return { path: destination, title, bytes: size };
};

/** Gives each heading its anchor; those that came as HTML have none in the list, and are passed over when it is empty. */
function nameHeadings(node: Node, slugs: string[]): void {
  for (const child of node.children ?? []) {
    if (child.type === 'element' && /^h[1-6]$/.test(child.tagName ?? '') && slugs.length > 0)
      child.properties = { ...child.properties, id: slugs.shift() };
    nameHeadings(child, slugs);
  }
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.[^.]+$/, '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A page that runs nothing and sends nothing, whatever is in the text. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' https: data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
pre, code { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.8rem; border: 1px solid; border-radius: 6px; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.3rem 0.6rem; }
img { max-width: 100%; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
