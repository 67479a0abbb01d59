import { units } from './time-words.ts';

const small = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const values = new Map([
  ...small.map((word, index): [string, number] => [word, index]),
  ...tens.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);

/**
 * Words of time in one form: small letters, numbers as digits, without signs that no time needs. "Twenty-five" is 25, "seven
 * thirty" stays two numbers, "seven oh five" is `7 05`.
 */
export function plainWords(text: string): string {
  const words = text
    .toLowerCase()
    .replaceAll(/[’`´]/g, "'")
    .replaceAll(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    .replaceAll(/\b(\d{1,2}) ?([ap])\.? ?m\b\.?/g, '$1$2m')
    .replaceAll(/,(?= |$)/g, ' ')
    .replace(/[\s.!?]+$/, '')
    .split(/\s+/)
    .filter(Boolean);
  const plain: string[] = [];
  for (const word of words) {
    const [number, last] = [numberOf(word), Number(plain.at(-1))];
    if (plain.at(-1) === 'oh' && number !== undefined && number < 10) plain.splice(-1, 1, `0${number}`);
    else if (number !== undefined && number > 0 && number < 10 && last >= 20 && last <= 90 && last % 10 === 0) {
      plain.splice(-1, 1, String(last + number));
    } else plain.push(number === undefined ? word : String(number));
  }
  return plain.join(' ');
}

function numberOf(word: string): number | undefined {
  return values.get(word) ?? (/^[1-9]\d{0,4}$/.test(word) ? Number(word) : undefined);
}

const minuteMs = 60_000;
const unit = '(second|sec|minute|min|hour|day|week)s?';
const count = String.raw`(\d{1,5}|an?|half an?|a couple of|a quarter of an|3 quarters of an)`;
const withHalf = new RegExp(`^${count} ${unit} and (a half|a quarter)$`);
const halves = new RegExp(String.raw`^(\d{1,5}) and a half ${unit}$`);
const one = new RegExp(`^${count} ${unit}`);

/** How long, in milliseconds: "ten minutes", "an hour and a half", "2 hours and 5 minutes"; undefined for other words. */
export function readDuration(text: string): number | undefined {
  const words = plainWords(text);
  const half = withHalf.exec(words);
  if (half) return product(half[1], half[2], half[3] === 'a half' ? 0.5 : 0.25);
  const plusHalf = halves.exec(words);
  if (plusHalf) return product(plusHalf[1], plusHalf[2], 0.5);
  return sum(words);
}

/** Each unit is smaller than the one before. */
function sum(words: string): number | undefined {
  let [rest, all, least] = [words, 0, Number.POSITIVE_INFINITY];
  for (;;) {
    const [said, many, name] = one.exec(rest) ?? [];
    const size = sizeOf(name);
    if (said === undefined || size >= least) return undefined;
    all += product(many, name, 0);
    least = size;
    if (said === rest) return all >= 1000 ? all : undefined;
    const [between] = /^ (?:and )?/.exec(rest.slice(said.length)) ?? [];
    if (between === undefined) return undefined;
    rest = rest.slice(said.length + between.length);
  }
}

const factors: Record<string, number> = {
  ...{ a: 1, an: 1, 'half a': 0.5, 'half an': 0.5, 'a couple of': 2 },
  ...{ 'a quarter of an': 0.25, '3 quarters of an': 0.75 },
};

function product(many = '', name = '', more: number): number {
  return (factors[many] ?? Number(many)) * sizeOf(name) + more * sizeOf(name);
}

function sizeOf(name = ''): number {
  return units.find(([each]) => each.startsWith(name.slice(0, 3)))?.[1] ?? minuteMs;
}
