// @vitest-environment jsdom
import { Tooltip } from 'radix-ui';
import { renderToStaticMarkup } from 'react-dom/server';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { RichText } from './rich-text.tsx';
import { drawMaths } from './use-maths.ts';

function htmlOf(text: string): string {
  return renderToStaticMarkup(
    <Tooltip.Provider>
      <RichText text={text} onOpenLink={() => undefined} />
    </Tooltip.Provider>,
  );
}

test('nothing in the text can lead the window away', () => {
  const html = htmlOf('[good](https://example.com) [bad](javascript:alert(1)) <a href="https://example.com">raw</a>');
  expect(html).not.toContain('href');
  expect(html).not.toContain('javascript:');
  expect(html.match(/role="link"/g)).toHaveLength(2);
});

test('a picture is a link, because to load it would tell its server', () => {
  const html = htmlOf('![a cat](https://example.com/cat.png)');
  expect(html).not.toContain('<img');
  expect(html).toContain('Picture: a cat (from example.com)');
});

test('a picture of one’s own is drawn, and only where the page says where it lies', () => {
  const text = '![a chart](/blobs/one) ![other](/elsewhere/two) <img src="/blobs/one" alt="raw" onerror="alert(1)">';
  const pictureOf = (src: string) => (src === '/blobs/one' ? '/shown/one' : undefined);
  const html = renderToStaticMarkup(<RichText text={text} onOpenLink={() => undefined} pictureOf={pictureOf} />);
  expect(html.match(/<img[^>]*>/g)).toEqual([
    '<img src="/shown/one" alt="a chart" loading="lazy"/>',
    '<img src="/shown/one" alt="raw" loading="lazy"/>',
  ]);
  expect(html).toContain('Picture: other');
  expect(html).not.toContain('onerror');
  expect(htmlOf(text)).not.toContain('<img');
});

test('scripts, handlers, styles and ids in the text are dropped', () => {
  const html = htmlOf('<script>alert(1)</script><b id="root" name="x" style="color:red" onclick="alert(1)">bold</b>');
  expect(html).toContain('<b>bold</b>');
  expect(html).not.toMatch(/script|onclick|id=|name=|color:red/);
});

test('headings keep one level of the page and their own looks', () => {
  expect(htmlOf('# One\n\n### Three')).toMatch(/<h3 data-level="1">One<\/h3>\s*<h3 data-level="3">Three<\/h3>/);
});

test.each([
  ['closed', '```ts\nconst a = 1;\n\nconst b = `<b>`;\n```\n'],
  ['with more than one word after its marks', '~~~ts  numbered\nlet a;\n~~~'],
  ['with nothing after its marks', '```\nplain &amp; \\ text\n````\n\n'],
  ['empty', '```js\n```\n'],
  ['with what could be Markdown', '````md\n```\n# no\n```\n````\n'],
])('code by itself that is %s looks as code beside words does', (_what, code) => {
  const beside = htmlOf(`Words.\n\n${code}`);
  const block = (html: string): string | undefined => /<div class="group\/code[\s\S]*<\/pre>/.exec(html)?.[0];
  expect(block(htmlOf(code))).toBe(block(beside));
  expect(block(beside)).toBeDefined();
});

test('half-written marks are closed while the text streams', () => {
  const html = renderToStaticMarkup(<RichText text="found **two" onOpenLink={() => undefined} isStreaming />);
  expect(html).toContain('<strong>two</strong>');
});

test('formulas are MathML once what draws them is there, and nothing in them leads anywhere or runs', async () => {
  const text =
    'Then $x^2$ holds, for $5 or $10:\n\n$$\n\\frac{a}{b} \\href{javascript:alert(1)}{c} \\htmlId{root}{d}\n$$\n';
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  root.render(<RichText text={text} onOpenLink={() => undefined} />);
  await vi.waitFor(() => expect(host.querySelectorAll('math')).toHaveLength(2), { timeout: 20_000 });
  expect(host.querySelector('math msup')?.textContent).toBe('x2');
  expect(host.querySelector('[aria-label="Formula"] math[display="block"] mfrac')?.textContent).toBe('ab');
  expect(host.querySelector('p')?.textContent).toContain('for $5 or $10');
  expect(host.innerHTML).not.toMatch(/href=|id=|<script|style=/);
  drawMaths(false);
  await vi.waitFor(() => expect(host.textContent).toContain('$x^2$'));
  expect(host.querySelectorAll('math')).toHaveLength(0);
  drawMaths(true);
  root.unmount();
});
