import { type Case, each } from './case.ts';
import { people } from './people.ts';

const assign = (...list: [string, string, unknown][]) => ({
  assignments: { assignments: list.map(([name, type, value], at) => ({ id: String(at), name, type, value })) },
  options: {},
});

const types: [string, unknown[]][] = [
  ['string', ['a', 5, true, '={{ $json.age }}', '={{ $json.address }}', '={{ $json.note }}', '={{ $json.tags }}']],
  [
    'number',
    ['5', 5.5, '={{ $json.age }}', 'five', '', '={{ $json.active }}', ' 7 ', '={{ $json.note }}', '1e3', '0x10'],
  ],
  ['boolean', ['true', true, 'FALSE', '1', 0, 'maybe', '={{ $json.active }}', '={{ $json.age }}']],
  ['array', ['[1,2]', '={{ $json.tags }}', '{"a":1}', 'no', '={{ $json.name }}', '={{ [1] }}']],
  ['object', ['{"a":1}', '={{ $json.address ?? {} }}', '[1]', 'no', '={{ ({ b: 2 }) }}']],
];

const include = (more: object, options: object = {}) => ({ ...assign(['x.y', 'number', 1]), ...more, options });

export const setCases: Case[] = [
  ...types.flatMap(([type, values]) =>
    each(
      'set',
      3.4,
      [people],
      values.map((value) => assign(['v', type, value])),
    ),
  ),
  ...each(
    'set',
    3.4,
    [people],
    types.map(([type, values]) => ({
      ...assign(['v', type, values.at(-2)]),
      options: { ignoreConversionErrors: true },
    })),
  ),
  ...each(
    'set',
    3.4,
    [people],
    [
      include({ includeOtherFields: true }),
      include({ includeOtherFields: false }),
      include({ includeOtherFields: true }, { dotNotation: false }),
      include({ includeOtherFields: true, include: 'selected', includeFields: 'name, address.zip' }),
      include({ includeOtherFields: true, include: 'selected', includeFields: 'a.b, missing' }),
      include({ includeOtherFields: true, include: 'selected', includeFields: 'address.zip' }, { dotNotation: false }),
      include({ includeOtherFields: true, include: 'except', excludeFields: 'tags,address.zip' }),
      include({ includeOtherFields: true, include: 'except', excludeFields: 'name' }, { dotNotation: false }),
      assign(['a[0].b', 'string', 'x'], ['a[1].b', 'string', 'y']),
      assign(['name', 'string', '={{ $json.name.toUpperCase() }}'], ['twice', 'string', '={{ $json.name }}']),
      { options: {} },
      { mode: 'raw', jsonOutput: '{"a": 1}', options: {} },
      { mode: 'raw', jsonOutput: '={ "n": "{{ $json.name }}" }', options: {} },
      { mode: 'raw', jsonOutput: '={{ $json.address ?? {} }}', includeOtherFields: true, options: {} },
      { mode: 'raw', jsonOutput: 'no', options: {} },
      { mode: 'raw', jsonOutput: '[1]', options: {} },
    ],
  ),
  ...each(
    'set',
    3.2,
    [people],
    [
      { fields: { values: [{ name: 'a', stringValue: 'x' }] }, options: {} },
      {
        fields: { values: [{ name: 'a.b', type: 'numberValue', numberValue: '={{ $json.age }}' }] },
        include: 'none',
        options: {},
      },
      {
        fields: { values: [{ name: 'a', type: 'booleanValue', booleanValue: 'false' }] },
        include: 'selected',
        includeFields: 'name',
        options: {},
      },
      {
        fields: { values: [{ name: 'a', type: 'arrayValue', arrayValue: '[1,2]' }] },
        include: 'except',
        excludeFields: 'tags',
        options: {},
      },
      {
        fields: { values: [{ name: 'a', type: 'objectValue', objectValue: '={"b":1}' }] },
        include: 'none',
        options: {},
      },
    ],
  ),
  ...each('set', 3.4, [people], [assign(['v', 'number', '={{ $json.name }}'])], { onError: 'continueRegularOutput' }),
  ...each('set', 3.4, [people], [assign(['v', 'string', 'x'])], { executeOnce: true }),
  ...each('noOp', 1, [people], [{}]),
];

const date = {
  d: '2024-02-29T10:30:15.123Z',
  day: '2024-12-31',
  ms: 1_709_202_615_123,
  s: 1_709_202_615,
  de: '24/12/2023',
};
const dates = [date, { ...date, d: '2023-07-04T23:15:00+02:00', day: '2023-01-01' }];
export const dateCases: Case[] = each(
  'dateTime',
  2,
  [dates],
  [
    ...['years', 'quarters', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds'].flatMap(
      (timeUnit) => [
        { operation: 'addToDate', magnitude: '={{ $json.d }}', timeUnit, duration: 3, options: {} },
        {
          operation: 'subtractFromDate',
          magnitude: '={{ $json.day }}',
          timeUnit,
          duration: 2,
          outputFieldName: 'v',
          options: { includeInputFields: true },
        },
      ],
    ),
    ...['year', 'month', 'week', 'day', 'hour', 'minute', 'second'].flatMap((unit) => [
      { operation: 'extractDate', date: '={{ $json.d }}', part: unit, options: {} },
      { operation: 'roundDate', date: '={{ $json.d }}', toNearest: unit, options: {} },
    ]),
    ...['MM/dd/yyyy', 'yyyy/MM/dd', 'MMMM dd yyyy', 'MM-dd-yyyy', 'yyyy-MM-dd', 'X', 'x'].map((format) => ({
      operation: 'formatDate',
      date: '={{ $json.d }}',
      format,
      options: {},
    })),
    {
      operation: 'formatDate',
      date: '={{ $json.de }}',
      format: 'custom',
      customFormat: 'dd MMM yy',
      options: { fromFormat: 'dd/MM/yyyy' },
    },
    { operation: 'formatDate', date: '={{ $json.ms }}', format: 'yyyy-MM-dd', options: {} },
    { operation: 'formatDate', date: '={{ $json.s }}', format: 'yyyy-MM-dd', options: {} },
    { operation: 'formatDate', date: 'never', format: 'yyyy-MM-dd', options: {} },
    { operation: 'roundDate', date: '={{ $json.d }}', mode: 'roundUp', to: 'month', options: {} },
    ...[['day'], ['month', 'day'], ['hour', 'minute'], ['year', 'week'], ['second'], ['millisecond']].map((units) => ({
      operation: 'getTimeBetweenDates',
      startDate: '={{ $json.d }}',
      endDate: '={{ $json.day }}',
      units,
      options: {},
    })),
    {
      operation: 'getTimeBetweenDates',
      startDate: '={{ $json.d }}',
      endDate: '={{ $json.day }}',
      units: ['day', 'hour'],
      options: { isoString: true },
    },
  ],
);
