import { type Case, each, type Message, payloads } from './case.ts';
import { batches, joins, sorts, splits } from './sequences.ts';

const order: Message = {
  topic: 'orders',
  payload: {
    id: 7,
    name: 'Ada "the first"',
    tags: ['a', 'b'],
    at: { city: 'Bern' },
    total: 12.5,
    paid: true,
    none: null,
  },
};
const rule = (t: string, v?: unknown, vt?: string, more: object = {}) => ({
  rules: [{ t, v, vt, ...more }],
  checkall: 'true',
});
const ofPayload = { property: 'payload', propertyType: 'msg' };
const set = (p: string, to: unknown, tot: string, more: object = {}) => ({
  rules: [{ t: 'set', p, pt: 'msg', to, tot, ...more }],
});
const swap = (from: string, fromt: string, to: string, tot: string) => ({
  rules: [{ t: 'change', p: 'payload', pt: 'msg', from, fromt, to, tot }],
});

const changes: Case[] = [
  ...each(
    'change',
    [order],
    [
      set('payload', 'words', 'str'),
      set('payload.total', '3.5', 'num'),
      set('payload.paid', 'false', 'bool'),
      set('payload.more', '{"a":[1,2]}', 'json'),
      set('copy', 'payload', 'msg'),
      set('payload.at.street.number', '4', 'num'),
      set('payload.list[1].x', '4', 'num'),
      set('payload.tags[0]', 'payload.name', 'msg'),
      set('gone', 'payload.absent.deeper', 'msg'),
      set('payload', '$sum([payload.total, 1])', 'jsonata'),
      set('payload', 'payload.tags[0] & "/" & topic', 'jsonata'),
      set('payload', '$map(payload.tags, $uppercase)', 'jsonata'),
      set('payload["with space"]', 'x', 'str'),
      set('payload', 'payload[msg.topic]', 'msg'),
      { rules: [{ t: 'delete', p: 'payload.name', pt: 'msg' }] },
      { rules: [{ t: 'delete', p: 'payload.tags[0]', pt: 'msg' }] },
      { rules: [{ t: 'delete', p: 'absent.deeper', pt: 'msg' }] },
      { rules: [{ t: 'move', p: 'payload.name', pt: 'msg', to: 'name', tot: 'msg' }] },
      { rules: [{ t: 'move', p: 'payload.absent', pt: 'msg', to: 'name', tot: 'msg' }] },
      {
        rules: [
          { t: 'set', p: 'a', pt: 'flow', to: 'x', tot: 'str' },
          { t: 'set', p: 'payload', pt: 'msg', to: 'a', tot: 'flow' },
        ],
      },
      {
        rules: [
          { t: 'set', p: 'a.b', pt: 'global', to: '3', tot: 'num' },
          { t: 'set', p: 'payload', pt: 'msg', to: 'a', tot: 'global' },
        ],
      },
      { action: 'replace', property: 'payload', from: '', to: 'old', reg: false },
      { action: 'delete', property: 'topic', from: '', to: '', reg: false },
    ],
  ),
  ...each('change', payloads('one two one', 'one', 1, true, '1', null, ['one']), [
    swap('one', 'str', 'three', 'str'),
    swap('[ot]n?e', 're', 'X', 'str'),
    swap('(o)(n)', 're', '$2$1', 'str'),
    swap('1', 'num', '2', 'num'),
    swap('true', 'bool', 'no', 'str'),
    swap('1', 'str', 'x', 'str'),
    swap('one', 'str', '5', 'num'),
  ]),
];

const mixed = payloads(1, 5, '5', 'text', '', null, true, [], [1], {}, { a: 1 }, 10);
const switches: Case[] = [
  ...each('switch', mixed, [
    rule('eq', '5', 'num'),
    rule('eq', '5', 'str'),
    rule('neq', '5', 'num'),
    rule('lt', '6', 'num'),
    rule('lte', '5', 'num'),
    rule('gt', '4', 'num'),
    rule('gte', '5', 'str'),
    rule('btwn', '2', 'num', { v2: '7', v2t: 'num' }),
    rule('btwn', '7', 'num', { v2: '2', v2t: 'num' }),
    rule('cont', 'ex', 'str'),
    rule('regex', '^T', 'str', { case: true }),
    rule('regex', '^T', 'str', { case: false }),
    ...['true', 'false', 'null', 'nnull', 'empty', 'nempty'].map((t) => rule(t)),
    ...['string', 'number', 'boolean', 'array', 'object', 'json', 'null', 'undefined'].map((type) =>
      rule('istype', type, type),
    ),
    rule('hask', 'a', 'str'),
    rule('jsonata_exp', '$type(payload) = "number" and payload > 3', 'jsonata'),
    rule('eq', '', 'prev'),
    rule('gt', '', 'prev'),
    rule('head', '3', 'num'),
    {
      rules: [{ t: 'eq', v: '5', vt: 'num' }, { t: 'gt', v: '3', vt: 'num' }, { t: 'else' }],
      checkall: 'true',
      outputs: 3,
    },
    {
      rules: [{ t: 'eq', v: '5', vt: 'num' }, { t: 'gt', v: '3', vt: 'num' }, { t: 'else' }],
      checkall: 'false',
      outputs: 3,
    },
    { property: 'payload.a', rules: [{ t: 'nnull' }], checkall: 'true' },
    {
      property: '$string(payload)',
      propertyType: 'jsonata',
      rules: [{ t: 'eq', v: '5', vt: 'str' }],
      checkall: 'true',
    },
  ]),
  ...each(
    'switch',
    [
      { payload: 1, parts: { id: 's', index: 0, count: 3 } },
      { payload: 2, parts: { id: 's', index: 1, count: 3 } },
      { payload: 3, parts: { id: 's', index: 2, count: 3 } },
    ],
    [rule('head', '2', 'num'), rule('index', '1', 'num', { v2: '2', v2t: 'num' }), rule('tail', '1', 'num')],
  ),
].map((one) => ({ ...one, settings: { ...ofPayload, ...one.settings } }));

const templates: Case[] = each(
  'template',
  [order, { topic: 'plain', payload: 'a < b & "c"' }, { topic: 'a\nb\\c\td', payload: {} }],
  [
    { template: 'Hello {{payload.name}} of {{topic}}' },
    { template: '{{{payload}}} and {{payload}}' },
    { template: '{{#payload.tags}}<{{.}}>{{/payload.tags}}' },
    { template: '{{^payload.absent}}none{{/payload.absent}}{{absent}}' },
    { template: '{{payload}}', syntax: 'plain' },
    { template: '{"topic":"{{topic}}","n":{{payload.id}}}', output: 'json' },
    { template: '{"name":"{{{payload.name}}}"}', output: 'json' },
    { template: '{"name":"{{payload.name}}","all":"{{payload}}"}', output: 'json' },
    { template: 'topic: {{topic}}\nlist:\n  - 1\n', output: 'yaml' },
    { template: 'x', field: 'made.here' },
    { template: '{{flow.absent}}|{{global.absent}}|{{env.ABSENT}}' },
  ],
).map((one) => ({
  ...one,
  settings: {
    field: 'payload',
    fieldType: 'msg',
    format: 'handlebars',
    syntax: 'mustache',
    output: 'str',
    ...one.settings,
  },
}));

const code = (func: string, outputs = 1, more: object = {}) => ({ func, outputs, ...more });
const functions: Case[] = each(
  'function',
  [order, { payload: 2 }],
  [
    code('msg.payload = msg.payload.id || msg.payload * 2; return msg;'),
    code('return { payload: "new" };'),
    code('return null;'),
    code('return;'),
    code('return [msg, { payload: "second" }];', 2),
    code('return [[{ payload: 1 }, { payload: 2 }], null, { payload: 3 }];', 3),
    code('return [null, msg];', 2),
    code('node.send({ payload: "sent" }); return { payload: "returned" };'),
    code('node.send([[msg, { payload: "more" }], { payload: "other" }]);', 2),
    code('await Promise.resolve(); msg.payload = "later"; return msg;'),
    code('throw new Error("no");'),
    code('node.error("told", msg); return msg;'),
    code('node.warn("told"); return msg;'),
    code('return "words";'),
    code('const n = context.get("n") || 0; context.set("n", n + 1); msg.payload = n; return msg;'),
    code('const n = flow.get("n") || 0; flow.set("n", n + 1); msg.payload = flow.get("n"); return msg;'),
    code('global.set("g.b", 5); msg.payload = [global.get("g"), global.get("g.b"), global.get("none")]; return msg;'),
    code('msg.payload = RED.util.cloneMessage(msg).topic || "none"; return msg;'),
    code('msg.payload = [node.id !== undefined, node.outputCount, typeof env.get, typeof require]; return msg;'),
    code('node.send({ payload: 1 }); node.done(); return;'),
    code('send({ payload: 1 });'),
    code('return msg', 1, { initialize: 'context.set("first", 9);' }),
    code('msg.payload = context.get("first"); return msg;', 1, { initialize: 'context.set("first", 9);' }),
    code('syntax error here'),
  ],
);

const ranges: Case[] = each('range', payloads(0, 5, 10, 15, -5, '7', 'no', null), [
  { action: 'scale' },
  { action: 'clamp' },
  { action: 'roll' },
  { action: 'drop' },
  { action: 'scale', round: true },
  { action: 'clamp', minout: '100', maxout: '0' },
]).map((one) => ({
  ...one,
  settings: { minin: '0', maxin: '10', minout: '0', maxout: '100', round: false, property: 'payload', ...one.settings },
}));

const formats: Case[] = [
  ...each('json', payloads('{"a":[1]}', { a: 1 }, [1, 2], 5, true, 'no json'), [
    { property: 'payload', action: '', pretty: false },
    { property: 'payload', action: 'obj', pretty: false },
    { property: 'payload', action: 'str', pretty: true },
    { property: 'other', action: '', pretty: false },
  ]),
  ...each('yaml', payloads('a: 1\nb: [x, y]\n', { a: 1, b: ['x'] }, 'a: [', 5), [{ property: 'payload' }]),
];

const reading = {
  spec: 'rfc',
  sep: ',',
  hdrin: '',
  hdrout: 'none',
  multi: 'one',
  ret: String.raw`\n`,
  temp: '',
  skip: '0',
  strings: true,
  include_empty_strings: '',
  include_null_values: '',
};
const tables: Case[] = [
  ...each('csv', payloads('a,b,c\n1,two,"x, ""y"""\n4,,6\n', 'n\n007\n1e3\n'), [
    reading,
    { ...reading, hdrin: true },
    { ...reading, hdrin: true, multi: 'mult' },
    { ...reading, temp: 'x,,z' },
    { ...reading, hdrin: true, strings: false },
    { ...reading, hdrin: true, include_empty_strings: true },
    { ...reading, hdrin: true, include_null_values: true },
    { ...reading, skip: '1' },
  ]),
  ...each(
    'csv',
    payloads(
      [
        { a: 1, b: 'x,y' },
        { a: 2, b: 'q"' },
      ],
      { a: 1, b: true },
      [1, 'two', 3],
    ),
    [reading, { ...reading, hdrout: 'all' }, { ...reading, temp: 'b,a', hdrout: 'all' }, { ...reading, sep: ';' }],
  ),
];

/** By the type of the node. */
export const cases: Case[] = [
  ...[changes, switches, templates, functions, ranges, splits, joins, sorts, batches, formats, tables].flat(),
];
