import { type Case, each } from './case.ts';
import { people } from './people.ts';

type Test = [type: string, operation: string, left: unknown, right?: unknown];

const alone = new Set(['exists', 'notExists', 'empty', 'notEmpty', 'true', 'false']);

/** As n8n's editor writes it. */
const condition = ([type, operation, leftValue, rightValue = '']: Test, at = 0) => {
  const isAboutMembers = type === 'array' && /contains/i.test(operation);
  const rightType = operation.startsWith('length')
    ? { rightType: 'number' }
    : isAboutMembers
      ? { rightType: 'any' }
      : {};
  return {
    id: String(at),
    leftValue,
    rightValue,
    operator: { type, operation, ...rightType, ...(alone.has(operation) ? { singleValue: true } : {}) },
  };
};
const conditions = (list: Test[], combinator = 'and', options: object = {}) => ({
  options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2, ...options },
  conditions: list.map(condition),
  combinator,
});

const tests: Test[] = [
  ...['equals', 'notEquals', 'contains', 'notContains', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith'].map(
    (operation): Test => ['string', operation, '={{ $json.name }}', 'ada'],
  ),
  ['string', 'regex', '={{ $json.name }}', '^[A-Z]'],
  ['string', 'regex', '={{ $json.name }}', '/^ada/i'],
  ['string', 'notRegex', '={{ $json.name }}', 'a$'],
  ['string', 'exists', '={{ $json.note }}'],
  ['string', 'notExists', '={{ $json.note }}'],
  ['string', 'empty', '={{ $json.note }}'],
  ['string', 'notEmpty', '={{ $json.note }}'],
  ['string', 'equals', '={{ $json.age }}', '36'],
  ['string', 'equals', '={{ $json.missing }}', ''],
  ['string', 'contains', '={{ $json.missing }}', 'x'],
  ...['equals', 'notEquals', 'gt', 'lt', 'gte', 'lte'].map((operation): Test => [
    'number',
    operation,
    '={{ $json.age }}',
    36,
  ]),
  ['number', 'gt', '={{ $json.age }}', '36'],
  ['number', 'gt', '={{ $json.name }}', 3],
  ['number', 'gt', '={{ $json.missing }}', 3],
  ['number', 'lt', '={{ $json.note }}', 3],
  ['number', 'exists', '={{ $json.age }}'],
  ['number', 'empty', '={{ $json.note }}'],
  ['number', 'equals', '={{ $json.active }}', 1],
  ['boolean', 'true', '={{ $json.active }}'],
  ['boolean', 'false', '={{ $json.active }}'],
  ['boolean', 'equals', '={{ $json.active }}', true],
  ['boolean', 'notEquals', '={{ $json.active }}', true],
  ['boolean', 'true', '={{ $json.name }}'],
  ['boolean', 'true', '={{ $json.missing }}'],
  ['boolean', 'false', '={{ $json.missing }}'],
  ['boolean', 'true', 'true'],
  ['boolean', 'true', '={{ $json.age > 40 }}', ''],
  ['array', 'contains', '={{ $json.tags }}', 'math'],
  ['array', 'notContains', '={{ $json.tags }}', 'MATH'],
  ['array', 'lengthEquals', '={{ $json.tags }}', 1],
  ['array', 'lengthNotEquals', '={{ $json.tags }}', 1],
  ['array', 'lengthGt', '={{ $json.tags }}', 1],
  ['array', 'lengthLt', '={{ $json.tags }}', 1],
  ['array', 'lengthGte', '={{ $json.tags }}', 1],
  ['array', 'lengthLte', '={{ $json.tags }}', 1],
  ['array', 'empty', '={{ $json.tags }}'],
  ['array', 'notEmpty', '={{ $json.tags }}'],
  ['array', 'exists', '={{ $json.tags }}'],
  ['array', 'contains', '={{ $json.name }}', 'a'],
  ['object', 'empty', '={{ $json.address }}'],
  ['object', 'notEmpty', '={{ $json.address }}'],
  ['object', 'exists', '={{ $json.address }}'],
  ['object', 'notExists', '={{ $json.address }}'],
  ['object', 'empty', '={{ $json.tags }}'],
  ...['equals', 'notEquals', 'after', 'before', 'afterOrEquals', 'beforeOrEquals'].map((operation): Test => [
    'dateTime',
    operation,
    '={{ "20" + $json.age.floor() + "-01-01" }}',
    '2036-01-01',
  ]),
  ['dateTime', 'after', '={{ $json.name }}', '2020-01-01'],
  ['dateTime', 'exists', '={{ $json.name }}'],
];

const two: Test[] = [
  ['number', 'gt', '={{ $json.age }}', 30],
  ['boolean', 'true', '={{ $json.active }}'],
];
const named = (list: Test[], outputKey?: string) => ({
  conditions: conditions(list),
  ...(outputKey ? { renameOutput: true, outputKey } : {}),
});
const rules = {
  values: [
    named([['string', 'equals', '={{ $json.city }}', 'Paris']], 'Paris'),
    named([['number', 'gt', '={{ $json.age }}', 50]]),
    named([['boolean', 'true', '={{ $json.active }}']]),
  ],
};

export const conditionCases: Case[] = [
  ...each(
    'if',
    2.2,
    [people],
    tests.map((test) => ({ conditions: conditions([test]), options: {} })),
  ),
  ...each(
    'filter',
    2.2,
    [people],
    tests.map((test) => ({
      conditions: conditions([test], 'and', { typeValidation: 'loose' }),
      looseTypeValidation: true,
      options: {},
    })),
  ),
  ...each(
    'filter',
    2.2,
    [people],
    [
      { conditions: conditions(two), options: {} },
      { conditions: conditions(two, 'or'), options: {} },
      { conditions: conditions([tests[0] as Test], 'and', { caseSensitive: false }), options: { ignoreCase: true } },
      { conditions: conditions([tests[2] as Test], 'and', { caseSensitive: false }), options: { ignoreCase: true } },
      { conditions: conditions([]), options: {} },
      {
        conditions: conditions([['string', 'regex', '={{ $json.name }}', '^ada']], 'and', { caseSensitive: false }),
        options: { ignoreCase: true },
      },
      {
        conditions: conditions([['array', 'contains', '={{ $json.tags }}', 'MATH']], 'and', { caseSensitive: false }),
        options: { ignoreCase: true },
      },
    ],
  ),
  ...each(
    'if',
    2,
    [people],
    [
      { conditions: conditions(two), options: {} },
      {
        conditions: conditions([['number', 'gt', '={{ String($json.age) }}', 40]], 'and', { typeValidation: 'loose' }),
        options: { looseTypeValidation: true },
      },
    ],
  ),
  ...each('if', 2.2, [people], [{ conditions: conditions([['number', 'gt', '={{ $json.name }}', 3]]), options: {} }], {
    onError: 'continueRegularOutput',
  }),
  ...each(
    'switch',
    3.2,
    [people],
    [
      { rules, options: {} },
      { rules, options: { fallbackOutput: 'extra' } },
      { rules, options: { fallbackOutput: 1 } },
      { rules, options: { allMatchingOutputs: true } },
      { rules, options: { allMatchingOutputs: true, fallbackOutput: 'extra' } },
      { rules, options: { ignoreCase: true } },
      { rules: { values: [rules.values[1]] }, options: { fallbackOutput: 'none' } },
      { mode: 'expression', numberOutputs: 3, output: '={{ $itemIndex % 3 }}' },
      { mode: 'expression', output: '={{ $json.active ? 1 : 0 }}' },
      { mode: 'expression', numberOutputs: 2, output: 5 },
    ],
  ),
];
