import { type Case, each, type Message, payloads } from './case.ts';

const splitting = {
  splt: String.raw`\n`,
  spltType: 'str',
  arraySplt: 1,
  arraySpltType: 'len',
  stream: false,
  addname: '',
  property: 'payload',
};
export const splits: Case[] = [
  ...each('split', payloads('a\nb\nc', '', [1, 2, 3, 4, 5], { x: 1, y: [2] }, [], 5, true), [
    splitting,
    { ...splitting, splt: 'b' },
    { ...splitting, splt: '2', spltType: 'len' },
    { ...splitting, arraySplt: 2 },
    { ...splitting, addname: 'topic' },
  ]),
  ...each('split', [{ payload: 'x', more: { list: [1, 2] } }], [{ ...splitting, property: 'more.list' }]),
  ...each('split', [{ payload: [1, 2], parts: { id: 'outer', index: 0, count: 1 } }], [splitting]),
];

const pieces = (type: string, values: unknown[], more: (at: number) => object = () => ({})): Message[] =>
  values.map((payload, index) => ({
    topic: `t${index}`,
    payload,
    parts: { id: 'one', type, index, count: values.length, ...more(index) },
  }));
const joining = {
  ...{
    mode: 'auto',
    build: 'object',
    property: 'payload',
    propertyType: 'msg',
    key: 'topic',
    joiner: String.raw`\n`,
    joinerType: 'str',
  },
  ...{ useparts: false, accumulate: false, timeout: '', count: '', reduceRight: false },
};
const by = (build: string, more: object = {}) => ({ ...joining, mode: 'custom', build, ...more });
const reduce = (reduceExp: string, more: object = {}) => ({
  ...joining,
  mode: 'reduce',
  reduceExp,
  reduceInit: '0',
  reduceInitType: 'num',
  reduceFixup: '',
  ...more,
});
export const joins: Case[] = [
  ...each(
    'join',
    pieces('string', ['a', 'b', 'c'], () => ({ ch: '-' })),
    [
      joining,
      by('array', { count: 2 }),
      by('array', { count: 3 }),
      by('string', { count: 3, joiner: ', ' }),
      by('object', { count: 3 }),
      by('object', { count: 2, accumulate: true }),
      by('array', { useparts: true }),
      by('array', { count: 2, accumulate: true }),
      by('array', { count: 3, property: 'topic' }),
    ],
  ),
  ...each(
    'join',
    pieces('array', [1, 2, 3], () => ({ len: 1 })),
    [
      joining,
      reduce('$A + payload'),
      reduce('$A & payload', { reduceInit: '', reduceInitType: 'str' }),
      reduce('$A & payload', { reduceInit: '', reduceInitType: 'str', reduceRight: true }),
      reduce('$A + payload', { reduceFixup: '$A / $N' }),
      reduce('$A + $I'),
    ],
  ),
  ...each(
    'join',
    pieces('array', [[1, 2], [3]], () => ({ len: 2 })),
    [joining],
  ),
  ...each(
    'join',
    pieces('object', [1, 2], (at) => ({ key: `k${at}` })),
    [joining],
  ),
  ...each('join', pieces('array', ['b', 'a']).toReversed(), [joining]),
  ...each('join', pieces('array', [1, 2]).slice(1), [joining]),
  ...each('join', payloads({ a: 1 }, { b: 2 }, { a: 3 }), [by('merged', { count: 3 }), by('merged', { count: 2 })]),
  ...each(
    'join',
    [
      { topic: 'a', payload: 1 },
      { topic: 'b', payload: 2, complete: true },
      { topic: 'c', payload: 3 },
    ],
    [by('array'), by('object')],
  ),
];

const sorting = {
  order: 'ascending',
  as_num: false,
  target: 'payload',
  targetType: 'msg',
  msgKey: 'payload',
  msgKeyType: 'elem',
  seqKey: 'payload',
  seqKeyType: 'msg',
};
export const sorts: Case[] = [
  ...each('sort', payloads([3, 1, 20], ['b', 'a', 'C'], ['10', '9'], 5), [
    sorting,
    { ...sorting, order: 'descending' },
    { ...sorting, as_num: true },
  ]),
  ...each('sort', payloads([{ n: 2 }, { n: 1 }]), [{ ...sorting, msgKey: 'n', msgKeyType: 'jsonata' }]),
  ...each('sort', pieces('array', [3, 1, 2]), [
    { ...sorting, targetType: 'seq' },
    { ...sorting, targetType: 'seq', order: 'descending' },
  ]),
];

const batching = {
  mode: 'count',
  count: 2,
  overlap: 0,
  interval: 10,
  allowEmptySequence: false,
  honourParts: false,
  topics: [{ topic: '' }],
};
export const batches: Case[] = [
  ...each('batch', payloads(1, 2, 3, 4, 5), [
    batching,
    { ...batching, count: 3, overlap: 1 },
    { ...batching, count: 5 },
  ]),
  ...each(
    'batch',
    [
      { topic: 'b', payload: 1, parts: { id: 'x', index: 0, count: 1 } },
      { topic: 'a', payload: 2, parts: { id: 'y', index: 0, count: 1 } },
    ],
    [{ ...batching, mode: 'concat', topics: [{ topic: 'a' }, { topic: 'b' }] }],
  ),
];
