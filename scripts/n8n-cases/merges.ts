import { type Case, each } from './case.ts';
import { orders, people } from './people.ts';

const left = [
  { id: 1, a: 'x', o: { p: 1, l: [1, 2] }, e: '' },
  { id: 2, a: 'y' },
  { id: 3, a: 'z' },
  { id: 1, a: 'w' },
  { a: 'none' },
];
const right = [
  { id: 1, b: 'B', a: 'other', o: { q: 2, l: [9] }, e: 'full' },
  { id: 3, b: '', a: '' },
  { id: '2', b: 'text' },
  { id: 4, b: 'alone' },
  { id: 1, b: 'again' },
];
const clash = (resolveClash: string, more: object = {}) => ({ clashHandling: { values: { resolveClash, ...more } } });
const clashes = [
  {},
  clash('preferLast'),
  clash('preferInput1'),
  clash('preferInput2'),
  clash('addSuffix'),
  clash('preferLast', { mergeMode: 'shallowMerge' }),
  clash('preferInput1', { mergeMode: 'shallowMerge' }),
  clash('preferLast', { overrideEmpty: true }),
  clash('preferInput1', { overrideEmpty: true }),
];
const byFields = (more: object, options: object = {}) => ({
  mode: 'combine',
  fieldsToMatchString: 'id',
  ...more,
  options,
});

export const mergeCases: Case[] = [
  ...each(
    'merge',
    3,
    [people.slice(0, 2), orders],
    [
      {},
      { mode: 'chooseBranch' },
      { mode: 'chooseBranch', useDataOfInput: 2 },
      { mode: 'chooseBranch', output: 'empty' },
    ],
  ),
  ...each(
    'merge',
    3,
    [people.slice(0, 1), orders.slice(0, 1), left.slice(0, 2)],
    [{ numberInputs: 3 }, { mode: 'combine', combineBy: 'combineByPosition', numberInputs: 3, options: {} }],
  ),
  ...each(
    'merge',
    3,
    [left, right],
    [
      ...clashes.map((options) => ({ mode: 'combine', combineBy: 'combineByPosition', options })),
      { mode: 'combine', combineBy: 'combineByPosition', options: { includeUnpaired: true } },
      ...clashes.map((options) => ({ mode: 'combine', combineBy: 'combineAll', options })),
      ...clashes.map((options) => byFields({}, options)),
      ...['keepNonMatches', 'keepEverything', 'enrichInput1', 'enrichInput2'].map((joinMode) => byFields({ joinMode })),
      ...['keepEverything', 'enrichInput1', 'enrichInput2'].flatMap((joinMode) =>
        [clash('addSuffix'), clash('preferInput1'), { multipleMatches: 'first' }].map((options) =>
          byFields({ joinMode }, options),
        ),
      ),
      ...['input1', 'input2'].flatMap((outputDataFrom) => [
        byFields({ outputDataFrom }),
        byFields({ joinMode: 'keepNonMatches', outputDataFrom }),
      ]),
      byFields({}, { multipleMatches: 'first' }),
      byFields({}, { fuzzyCompare: true }),
      { mode: 'combine', advanced: true, mergeByFields: { values: [{ field1: 'a', field2: 'b' }] }, options: {} },
      {
        mode: 'combine',
        advanced: true,
        mergeByFields: {
          values: [
            { field1: 'id', field2: 'id' },
            { field1: 'a', field2: 'a' },
          ],
        },
        options: {},
      },
      { mode: 'combine', fieldsToMatchString: '', options: {} },
      { mode: 'combine', fieldsToMatchString: 'o.p, id', options: {} },
    ],
  ),
  ...each(
    'merge',
    3,
    [[], right],
    [byFields({ joinMode: 'keepNonMatches' }), byFields({ joinMode: 'keepEverything' }), byFields({}), {}],
  ),
];
