import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { shownShort, unitOf } from './mathematics.ts';

type Convert = Actions['convert'];

export const convert: ActionRun<Convert['input'], Convert['output']> = ({ amount, from, to }) => {
  const given = unitOf(amount, written(from));
  if (!given) return unknownUnit(from, 'from');
  const wanted = unitOf(1, written(to));
  if (!wanted) return unknownUnit(to, 'to');
  if (!given.equalBase(wanted))
    return fail('invalid-input', `${from} cannot be changed into ${to}: they measure different things`, {
      field: 'to',
    });
  const value = given.toNumber(written(to));
  return { amount, from, to, value, text: `${shownShort(value)} ${to}` };
};

function unknownUnit(name: string, field: 'from' | 'to'): never {
  return fail('invalid-input', `There is no unit called ${name}; say it like km, miles, celsius or GB`, { field });
}

/** Where people say it otherwise than the library. */
const otherNames: Record<string, string> = {
  pound: 'lbm',
  pounds: 'lbm',
  lbs: 'lbm',
  mph: 'mile/hour',
  'miles per hour': 'mile/hour',
  kmh: 'km/hour',
  kph: 'km/hour',
  'km/h': 'km/hour',
  'kilometers per hour': 'km/hour',
  'kilometers per second': 'km/s',
  'miles per second': 'mile/s',
  'meters per hour': 'm/hour',
  'meters per second': 'm/s',
  knots: 'nauticalmile/hour',
  knot: 'nauticalmile/hour',
  'nautical mile': 'nauticalmile',
  'nautical miles': 'nauticalmile',
  c: 'celsius',
  f: 'fahrenheit',
  'degrees celsius': 'celsius',
  'degrees fahrenheit': 'fahrenheit',
  degrees: 'degree',
  'degrees kelvin': 'kelvin',
  'degree celsius': 'celsius',
  'degree fahrenheit': 'fahrenheit',
  k: 'kelvin',
  ton: 'tonne',
  tons: 'tonne',
  kilo: 'kg',
  kilos: 'kg',
  h: 'hour',
  min: 'minute',
  hp: 'hp',
  horsepower: 'hp',
  ha: 'hectare',
  'square meters': 'm^2',
  'square feet': 'ft^2',
  'square inches': 'in^2',
  'square yards': 'yd^2',
  'square miles': 'mi^2',
  'square kilometers': 'km^2',
  'cubic meters': 'm^3',
  'cubic feet': 'ft^3',
  tablespoons: 'tablespoon',
  teaspoons: 'teaspoon',
  'fluid ounce': 'fluidounce',
  'fluid ounces': 'fluidounce',
  µs: 'us',
  µm: 'um',
};

function written(name: string): string {
  // British metres and litres are the same.
  const plain = name
    .trim()
    .replaceAll(/(met|lit)res?\b/gi, (word) => `${word.slice(0, 3)}er${word.endsWith('s') ? 's' : ''}`);
  const symbol = plain
    .replace(/^°\s*/, '')
    .replace(/[²³]$/, (sign) => (sign === '²' ? '^2' : '^3'))
    .replace(/^([kcmµ]?m)([23])$/, '$1^$2');
  return otherNames[symbol.toLowerCase()] ?? (unitOf(1, symbol) ? symbol : symbol.toLowerCase());
}
