import { fakeContext } from 'heron/worker-kit/testing';
import { describe, expect, test } from 'vitest';
import worker from './index.ts';
import manifest from './manifest.json' with { type: 'json' };

const { calculate, convert } = worker.actions;

describe('a sum', () => {
  test.each([
    ['12 * 7', '84'],
    ['0.1 + 0.2', '0.3'],
    ['(3 + 4) x 2', '14'],
    ['15% of 80', '12'],
    ['15 percent of 80', '12'],
    ['100 + 10%', '110'],
    ['12 times 7 minus 4', '80'],
    ['144 divided by 12', '12'],
    ['the square root of 2', '1.4142135623731'],
    ['√(9 + 16)', '5'],
    ['2 to the power of 10', '1024'],
    ['3 squared plus 4 squared', '25'],
    ['1,250,000 / 2', '625000'],
    ['2^100', '1.2676506002282e+30'],
    ['10 mod 3 =', '1'],
  ])('%s is %s', async (sum, result) => {
    expect((await calculate({ sum }, fakeContext())).result).toBe(result);
  });

  test('is a number for the next step, where it is one', async () => {
    expect(await calculate({ sum: '6 × 7' }, fakeContext())).toEqual({ sum: '6 * 7', result: '42', value: 42 });
    expect(await calculate({ sum: '1 / 0' }, fakeContext())).toEqual({ sum: '1 / 0', result: 'Infinity' });
    expect(await calculate({ sum: 'sqrt(-4)' }, fakeContext())).toEqual({ sum: 'sqrt(-4)', result: '2i' });
  });

  test('that is none says why', async () => {
    const failing = (sum: string) => async () => calculate({ sum }, fakeContext());
    await expect(failing('2 +')).rejects.toThrow(/“2 \+” cannot be worked out: Unexpected end/);
    await expect(failing('2 + apples')).rejects.toThrow(/Undefined symbol apples/);
    await expect(failing('evaluate(1)')).rejects.toThrow(/evaluate cannot be part of a sum/);
    await expect(failing('sin')).rejects.toThrow('“sin” is no sum');
  });
});

describe('a unit', () => {
  test.each([
    [5, 'miles', 'km', '8.04672 km'],
    [20, 'celsius', 'fahrenheit', '68 fahrenheit'],
    [-40, '°F', '°C', '-40 °C'],
    [3, 'pounds', 'kg', '1.36078 kg'],
    [60, 'mph', 'km/h', '96.5606 km/h'],
    [10, 'metres', 'feet', '32.8084 feet'],
    [2, 'litres', 'ml', '2000 ml'],
    [1, 'GB', 'MB', '1000 MB'],
    [90, 'minutes', 'hours', '1.5 hours'],
  ])('%d %s in %s is %s', async (amount, from, to, text) => {
    expect((await convert({ amount, from, to }, fakeContext())).text).toBe(text);
  });

  test('that is none, or measures something else, is said', async () => {
    await expect(async () => convert({ amount: 1, from: 'parrots', to: 'km' }, fakeContext())).rejects.toThrow(
      'There is no unit called parrots',
    );
    await expect(async () => convert({ amount: 1, from: 'km', to: 'kg' }, fakeContext())).rejects.toThrow(
      'km cannot be changed into kg: they measure different things',
    );
  });
});

test('all units that a sentence may name are known', async () => {
  const said =
    'mile|nautical miles|kilometre|centimeters|micrometers|inches|foot|feet|yards|milligrams|kilo|pound|lbs|ounces|stone|tons|tonne|' +
    'millilitres|centiliter|deciliters|cups|pint|quarts|gallon|tablespoons|teaspoon|fluid ounces|seconds|minutes|hour|days|weeks|month|' +
    'years|miles per hour|metres per second|kilometers per hour|miles per second|knots|mph|km/h|kmh|kph|degrees celsius|Fahrenheit|' +
    'kelvin|degrees|radians|bytes|megabytes|gigabyte|bits|acres|hectare|square metres|square feet|square miles|square inches|' +
    'square yards|square kilometers|cubic meters|cubic feet|joules|watts|horsepower|°C|° F|K|km|cm|mm|µm|m2|m²|m^3|in|ft|yd|mi|kg|mg|g|' +
    'oz|ml|cl|dl|L|l|ms|µs|ns|min|h|m/s|kB|KB|MB|GiB|TB|kJ|MJ|kWh|Wh|kW|MW|hp|bar|psi|hPa|kPa|Pa|atm|ha';
  const { pattern } = manifest.actions.convert.input.properties.from;
  for (const unit of said.split('|')) {
    expect(unit).toMatch(new RegExp(pattern, 'u'));
    expect((await convert({ amount: 2, from: unit, to: unit }, fakeContext())).value).toBeCloseTo(2);
  }
});
