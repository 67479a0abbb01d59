import { type Case, each } from './case.ts';
import { orders, people } from './people.ts';

const fields = (...names: [string, string?][]) => ({
  sortFieldsUi: { sortField: names.map(([fieldName, order]) => ({ fieldName, ...(order ? { order } : {}) })) },
  options: {},
});
const totals = (...list: object[]) => ({ fieldsToSummarize: { values: list }, options: {} });
const parts = (...list: object[]) => ({ fieldsToAggregate: { fieldToAggregate: list }, options: {} });
const twice = [...people, ...people.slice(0, 2), { name: 'Ada', age: 36 }];
const same = [1, 2, 1, 1].map((a, at) => ({ a, b: at % 3, o: { p: a, q: 'x' } }));
const nested = [
  { g: { k: 'a' }, v: 1, t: 'x' },
  { g: { k: 'b' }, v: 2 },
  { g: { k: 'a' }, v: '3', t: '' },
  { g: {}, v: null, t: 'z' },
];

export const listCases: Case[] = [
  ...each(
    'limit',
    1,
    [people],
    [
      {},
      { maxItems: 2 },
      { maxItems: 2, keep: 'lastItems' },
      { maxItems: 99 },
      { maxItems: 0 },
      { maxItems: '={{ 1 + 2 }}' },
    ],
  ),
  ...each(
    'splitOut',
    1,
    [people],
    [
      { fieldToSplitOut: 'tags', options: {} },
      { fieldToSplitOut: 'tags', include: 'allOtherFields', options: {} },
      { fieldToSplitOut: 'tags', include: 'selectedOtherFields', fieldsToInclude: 'name, address.zip', options: {} },
      { fieldToSplitOut: 'address.lines', options: {} },
      { fieldToSplitOut: 'address.lines', include: 'allOtherFields', options: {} },
      { fieldToSplitOut: 'tags', options: { destinationFieldName: 'tag' } },
      { fieldToSplitOut: 'tags, name', options: {} },
      { fieldToSplitOut: 'address', options: {} },
      { fieldToSplitOut: 'name', options: {} },
      { fieldToSplitOut: 'missing', options: {} },
      { fieldToSplitOut: 'a.b', options: { disableDotNotation: true } },
      { fieldToSplitOut: 'tags, address.lines', options: { destinationFieldName: 'a, b' } },
      { fieldToSplitOut: 'tags, name', options: { destinationFieldName: 'a' } },
      {
        fieldToSplitOut: 'address.lines',
        include: 'selectedOtherFields',
        fieldsToInclude: 'age',
        options: { destinationFieldName: 'line' },
      },
    ],
  ),
  ...each(
    'aggregate',
    1,
    [people],
    [
      parts({ fieldToAggregate: 'name' }),
      parts({ fieldToAggregate: 'name' }, { fieldToAggregate: 'age' }),
      parts({ fieldToAggregate: 'name', renameField: true, outputFieldName: 'names' }),
      parts({ fieldToAggregate: 'address.zip' }),
      { ...parts({ fieldToAggregate: 'tags' }), options: { mergeLists: true } },
      parts({ fieldToAggregate: 'tags' }),
      { ...parts({ fieldToAggregate: 'note' }), options: { keepMissing: true } },
      parts({ fieldToAggregate: 'note' }),
      parts({ fieldToAggregate: 'missing' }),
      parts({ fieldToAggregate: '' }),
      { ...parts({ fieldToAggregate: 'a.b' }), options: { disableDotNotation: true } },
      parts({ fieldToAggregate: 'name' }, { fieldToAggregate: 'name' }),
      { aggregate: 'aggregateAllItemData', options: {} },
      { aggregate: 'aggregateAllItemData', destinationFieldName: 'all', options: {} },
      { aggregate: 'aggregateAllItemData', include: 'specifiedFields', fieldsToInclude: 'name, age', options: {} },
      { aggregate: 'aggregateAllItemData', include: 'allFieldsExcept', fieldsToExclude: 'tags, address', options: {} },
    ],
  ),
  ...each(
    'sort',
    1,
    [people],
    [
      fields(['name']),
      fields(['age']),
      fields(['age', 'descending']),
      fields(['age'], ['name', 'descending']),
      fields(['address.zip']),
      fields(['note']),
      fields(['missing']),
      fields(['city'], ['age']),
      { ...fields(['a.b']), options: { disableDotNotation: true } },
      { options: {} },
      fields(['active']),
      { type: 'code', code: 'const x = 1;' },
    ],
  ),
  ...each(
    'removeDuplicates',
    2,
    [twice],
    [
      { options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'name', options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'name, age', options: { removeOtherFields: true } },
      { compare: 'selectedFields', fieldsToCompare: 'city', options: {} },
      { compare: 'allFieldsExcept', fieldsToExclude: 'name', options: {} },
      { compare: 'allFieldsExcept', fieldsToExclude: 'city, tags, active, address, note', options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'address.zip', options: {} },
      { compare: 'selectedFields', fieldsToCompare: '', options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'age', options: { disableDotNotation: true } },
    ],
  ),
  ...each(
    'removeDuplicates',
    2,
    [same],
    [
      { options: {} },
      { compare: 'allFieldsExcept', fieldsToExclude: 'a', options: {} },
      { compare: 'allFieldsExcept', fieldsToExclude: 'b', options: {} },
      { compare: 'allFieldsExcept', fieldsToExclude: 'o.p', options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'o', options: {} },
      { compare: 'selectedFields', fieldsToCompare: 'o.p', options: { removeOtherFields: true } },
    ],
  ),
  ...each('removeDuplicates', 1.1, [same], [{ options: {} }]),
  ...each(
    'removeDuplicates',
    1.1,
    [twice],
    [{ options: {} }, { compare: 'selectedFields', fieldsToCompare: 'age', options: {} }],
  ),
  ...[orders, nested].flatMap((items, at) =>
    each(
      'summarize',
      1,
      [items],
      ['append', 'average', 'concatenate', 'count', 'countUnique', 'max', 'min', 'sum'].flatMap((aggregation) => {
        const field = at === 0 ? 'sum' : 'v';
        return [
          totals({ aggregation, field }),
          { ...totals({ aggregation, field, includeEmpty: true }), fieldsToSplitBy: at === 0 ? 'who' : 'g.k' },
        ];
      }),
    ),
  ),
  ...each(
    'summarize',
    1,
    [orders],
    [
      {
        ...totals({ aggregation: 'sum', field: 'sum' }),
        fieldsToSplitBy: 'who',
        options: { outputFormat: 'singleItem' },
      },
      {
        ...totals({ aggregation: 'sum', field: 'sum' }, { aggregation: 'count', field: 'id' }),
        fieldsToSplitBy: 'who, day',
      },
      {
        ...totals({ aggregation: 'sum', field: 'sum' }),
        fieldsToSplitBy: 'day',
        options: { skipEmptySplitFields: true },
      },
      totals({ aggregation: 'concatenate', field: 'who', separateBy: ', ' }),
      totals({ aggregation: 'concatenate', field: 'who', separateBy: 'other', customSeparator: '/' }),
      totals({ aggregation: 'sum', field: 'missing' }),
      { ...totals({ aggregation: 'sum', field: 'missing' }), options: { continueIfFieldNotFound: true } },
      totals(),
      totals({ field: 'id' }),
      { ...totals({ aggregation: 'max', field: 'day' }), fieldsToSplitBy: 'who' },
      {
        ...totals({ aggregation: 'sum', field: 'sum' }),
        fieldsToSplitBy: 'who, day',
        options: { outputFormat: 'singleItem' },
      },
    ],
  ),
  ...each('summarize', 1.1, [orders], [totals({ aggregation: 'sum', field: 'missing' })]),
  ...each(
    'stopAndError',
    1,
    [people],
    [
      { errorMessage: 'No' },
      { errorMessage: '={{ $json.name }} is wrong' },
      { errorType: 'errorObject', errorObject: '{"message":"bad"}' },
    ],
  ),
];
