import { type Case, each } from './case.ts';

const page =
  '<html><head><title>Birds</title></head><body><h1 id="top" class="big"> Grey  <b>heron</b> </h1><ul><li>One</li><li class="x">Two\n two</li><li>Three</li></ul><p>A &amp; B<br>next</p><a href="/a?b=1&amp;c=2" title="Link">read <i>on</i></a><img src="x.png"><input value="typed"><table><tr><th>H</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>';
const pages = [{ data: page }, { data: '<p>only</p><p> two </p>' }];
const values = (...list: object[]) => ({
  operation: 'extractHtmlContent',
  extractionValues: { values: list },
  options: {},
});
const taken = (cssSelector: string, more: object = {}): object => ({
  key: 'v',
  cssSelector,
  returnValue: 'text',
  returnArray: false,
  ...more,
});
const selectors = [
  'h1',
  'li',
  'li.x',
  'li:nth-child(2)',
  'li:first',
  'li:last-child',
  '#top',
  'p',
  'a[title]',
  'missing',
  'h1 > b',
  'table',
  'ul',
  'body',
  'p:contains("A")',
  'li, p',
];

const table = (options: object) => ({ operation: 'convertToHtmlTable', options });
const rows = [
  { name: 'Ada', age: 36, tags: ['a', 'b'] },
  { name: '<Bob>', age: null, other: { x: 1 } },
];

const long = `<p>${'many words on one line '.repeat(12)}</p><p>x
y</p>`;

const htmlCases: Case[] = [
  ...each(
    'html',
    1.2,
    [[{ data: long }]],
    [
      values(taken('p')),
      values(taken('p', { returnArray: true })),
      { ...values(taken('p', { returnArray: true })), options: { trimValues: true, cleanUpText: true } },
      { ...values(taken('p', { returnArray: true, returnValue: 'html' })), options: { cleanUpText: true } },
      { ...values(taken('body')), options: { trimValues: true, cleanUpText: true } },
    ],
  ),
  ...each(
    'html',
    1.2,
    [pages],
    [
      ...selectors.map((one) => values(taken(one))),
      ...['li', 'p', 'h1'].flatMap((one) => [
        values(taken(one, { returnArray: true })),
        values(taken(one, { returnValue: 'html' })),
        values(taken(one, { returnValue: 'html', returnArray: true })),
        values(taken(one, { returnValue: 'attribute', attribute: 'class' })),
      ]),
      values(taken('a', { returnValue: 'attribute', attribute: 'href' })),
      values(taken('li', { returnValue: 'attribute', attribute: 'class', returnArray: true })),
      values(taken('input', { returnValue: 'value' })),
      values(taken('h1', { skipSelectors: 'b' })),
      values(taken('body', { skipSelectors: 'ul, table' })),
      values(taken('h1'), { ...taken('li'), key: 'list', returnArray: true }, { ...taken('a'), key: 'x.y' }),
      { ...values(taken('h1'), taken('li')), options: { trimValues: false, cleanUpText: false } },
      { ...values(taken('h1')), options: { trimValues: false, cleanUpText: true } },
      { ...values(taken('h1')), options: { trimValues: true, cleanUpText: false } },
      { ...values(taken('li')), dataPropertyName: 'missing' },
      values(taken('')),
      values(taken('h1[')),
      { ...values(), extractionValues: {} },
    ],
  ),
  ...[1, 1.1, 1.2].flatMap((version) =>
    each(
      'html',
      version,
      [pages],
      [
        values(taken('h1')),
        values(taken('li', { returnArray: true })),
        values(taken('ul')),
        ...[true, false].flatMap((isTrimmed) =>
          [true, false].flatMap((isClean) =>
            ['html', 'text'].map((returnValue) => ({
              ...values(taken('h1, li.x', { returnValue, returnArray: true })),
              options: { trimValues: isTrimmed, cleanUpText: isClean },
            })),
          ),
        ),
      ],
    ),
  ),
  ...each('html', 1.2, [[{ list: ['<b>1</b>', '<b>2</b>'] }]], [{ ...values(taken('b')), dataPropertyName: 'list' }]),
  ...each(
    'html',
    1.2,
    [rows],
    [
      { operation: 'generateHtmlTemplate', html: '<h1>{{ $json.name }}</h1>' },
      { operation: 'generateHtmlTemplate', html: '<p>{{ $json.age + 1 }}</p><i>{{ $json.name.toUpperCase() }}</i>' },
      { operation: 'generateHtmlTemplate', html: 'plain' },
      { operation: 'generateHtmlTemplate', html: '<style>a { color: red }</style>{{ $itemIndex }}' },
      { operation: 'generateHtmlTemplate', html: '{{ $json.missing }}|{{ $json.age }}|{{ $json.tags }}' },
      ...[
        {},
        { capitalize: true },
        { caption: 'People' },
        { tableAttributes: 'class="t"', headerAttributes: 'id="h"', rowAttributes: 'a', cellAttributes: 'b="c"' },
        { customStyling: true },
        { customStyling: true, caption: 'C', tableAttributes: 'class="t"' },
      ].map(table),
    ],
  ),
  ...each('html', 1.2, [[{ a_b: 1, camelCase: 2, 'with space': 3 }]], [table({ capitalize: true }), table({})]),
  ...each('html', 1.2, [[{ nested: { deep: [1, { a: 2 }] }, yes: true, no: false, zero: 0 }]], [table({})]),
];

const written =
  '# Grey heron\n\nSome **bold**, *slanted*, ~~gone~~ and `code` & a [link](https://example.org/a_b?c=1 "T").\nnext line\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n\n> quote\n\n```js\nlet a = 1;\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\nhttps://example.org/page. some_mid_word *a*b*c* :smile: @ada ![pic](x.png =10x20)\n\n<b>tag</b> \\<i>\n\n#No space\n\n## My Header! {my-id}';
const flags = [
  'openLinksInNewWindow',
  'simplifiedAutoLink',
  'backslashEscapesHTMLTags',
  'completeHTMLDocument',
  'customizedHeaderId',
  'emoji',
  'excludeTrailingPunctuationFromURLs',
  'ghCompatibleHeaderId',
  'ghMentions',
  'tasklists',
  'requireSpaceBeforeHeadingText',
  'literalMidWordAsterisks',
  'literalMidWordUnderscores',
  'noHeaderId',
  'parseImgDimensions',
  'rawHeaderId',
  'rawPrefixHeaderId',
  'simpleLineBreaks',
  'smartIndentationFix',
  'disableForced4SpacesIndentedSublists',
  'splitAdjacentBlockquotes',
  'strikethrough',
  'tables',
];
const toHtml = (options: object, more: object = {}) => ({
  mode: 'markdownToHtml',
  markdown: '={{ $json.md }}',
  destinationKey: 'data',
  options,
  ...more,
});
const toMarkdown = (options: object, html = '={{ $json.html }}') => ({
  mode: 'htmlToMarkdown',
  html,
  destinationKey: 'data',
  options,
});
const snippets = [
  '<h1>A</h1><p>b <strong>c</strong> <em>d</em></p>',
  '<ul><li>1</li><li>2<ul><li>3</li></ul></li></ul><ol><li>x</li></ol>',
  '<pre><code class="language-js">let a;\nb</code></pre>',
  '<a href="https://example.org">x</a> <img src="a.png" alt="p"> <img src="data:image/png;base64,AAAA">',
  '<blockquote>q<br>r</blockquote><hr>',
  '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
  'a_b *c* 1. x # y <del>s</del><p>1</p>\n\n\n\n<p>2</p>',
];

const markedUp =
  '<h1>A A</h1><p>1 b_c_d <strong>e</strong> <em>f</em></p><ul><li>1</li><li>2</li></ul><pre><code>let a;</code></pre><p><a href="https://example.org">x</a> <img src="data:image/png;base64,AAAA"> end</p>';

const markdownCases: Case[] = [
  ...each(
    'markdown',
    1,
    [[{ md: written }]],
    [
      toHtml({}),
      ...flags.map((flag) => toHtml({ [flag]: true })),
      toHtml({ ghCodeBlocks: false }),
      toHtml({ encodeEmails: false }),
      toHtml({ headerLevelStart: 3 }),
      toHtml({ prefixHeaderId: 'p' }),
      toHtml({ tables: true, tablesHeaderId: true }),
      toHtml({ ghMentions: true, ghMentionsLink: 'https://example.org/{u}' }),
      toHtml({}, { destinationKey: 'a.b' }),
      toHtml({}, { markdown: '' }),
    ],
  ),
  ...snippets.flatMap((html) => each('markdown', 1, [[{ html }]], [toMarkdown({})])),
  ...each(
    'markdown',
    1,
    [[{ html: markedUp }]],
    [
      { bulletMarker: '-' },
      { codeFence: '~~~' },
      { emDelimiter: '*' },
      { strongDelimiter: '__' },
      { codeBlockStyle: 'indented' },
      { keepDataImages: true },
      { useLinkReferenceDefinitions: true },
      { maxConsecutiveNewlines: 2 },
      { ignore: 'ul,pre' },
      { blockElements: 'strong,em' },
      { textReplace: { values: [{ pattern: 'A', replacement: 'Z' }] } },
      { globalEscape: { value: { pattern: '[_]', replacement: '!$&' } } },
      { globalEscape: { value: { pattern: '_', replacement: '!$&' } } },
      { lineStartEscape: { value: { pattern: '1', replacement: '!$&' } } },
    ].map((options) => toMarkdown(options)),
  ),
  ...each(
    'markdown',
    1,
    [[{ html: '' }]],
    [
      toMarkdown({}, ''),
      toMarkdown({}),
      toMarkdown({}, '={{ $json.missing }}'),
      toMarkdown({}, '={{ 5 }}'),
      toHtml({}, { markdown: '={{ $json.missing }}' }),
      toHtml({}, { markdown: '={{ 5 }}' }),
    ],
  ),
];

const xml =
  '<?xml version="1.0"?><Root a="1"><Item id="1"> One </Item><Item id="2"><Sub>x</Sub></Item><Empty/><T>  t &amp; <![CDATA[<c>]]></T></Root>';
const objects = [{ root: { a: 1, list: [1, 'b'], n: null, text: 'a < b', $: { id: '7' } } }, { x: { _: 'words' } }];

const xmlCases: Case[] = [
  ...each(
    'xml',
    1,
    [[{ data: xml }]],
    [
      {},
      ...[
        { explicitArray: true },
        { explicitRoot: false },
        { ignoreAttrs: true },
        { mergeAttrs: false },
        { mergeAttrs: false, attrkey: '@', charkey: '#' },
        { normalize: true },
        { normalizeTags: true },
        { trim: true },
        { trim: true, normalize: true, explicitArray: true, mergeAttrs: false },
      ].map((options) => ({ options })),
      { dataPropertyName: 'missing' },
    ],
  ),
  ...each('xml', 1, [[{ data: '<a><b>1</b>' }]], [{}]),
  ...[
    '<a/>',
    '<a>text</a>',
    '<a b="1"/>',
    '<a><b>1</b><b>2</b></a>',
    '',
    'no xml',
    '<a xmlns:n="u"><n:b>1</n:b></a>',
  ].flatMap((data) => each('xml', 1, [[{ data }]], [{}])),
  ...each(
    'xml',
    1,
    [objects],
    [
      { mode: 'jsonToxml' },
      { mode: 'jsonToxml', dataPropertyName: 'out' },
      ...[
        { headless: true },
        { rootName: 'top' },
        { cdata: true },
        { attrkey: '@' },
        { charkey: '#' },
        { allowSurrogateChars: true },
      ].map((options) => ({ mode: 'jsonToxml', options })),
    ],
  ),
];

/** What becomes of a file that the item carries. */
const carried = [
  ['html', values(taken('h1'))],
  ['html', { ...values(taken('b')), sourceData: 'binary', dataPropertyName: 'page' }],
  ['html', { operation: 'generateHtmlTemplate', html: 'x' }],
  ['html', table({})],
  ['markdown', toHtml({}, { markdown: 'x' })],
  ['xml', {}],
  ['xml', { mode: 'jsonToxml' }],
].map(([kind, parameters]): Case => ({
  ...{ kind: kind as string, version: kind === 'html' ? 1.2 : 1, parameters: parameters as object },
  inputs: [[{ data: '<h1>a</h1>' }]],
  files: [{ page: { text: '<b>in a file</b>', mimeType: 'text/html', fileName: 'a.html' } }],
}));

export const markupCases: Case[] = [...htmlCases, ...markdownCases, ...xmlCases, ...carried];
