/** One of a provider's own limits, as the headers of its answer give it. */
export type WindowReading = {
  unit: 'requests' | 'tokens' | 'input tokens' | 'output tokens' | 'percent';
  /** How long the window is, where its name says so. */
  per?: string;
  atMost?: number;
  left: number;
  resetsAt?: number;
};

type Headers = { get: (name: string) => string | null };

const openAiUnits = ['requests', 'tokens'] as const;
const anthropicUnits = {
  requests: 'requests',
  tokens: 'tokens',
  'input-tokens': 'input tokens',
  'output-tokens': 'output tokens',
} as const;
/** Of a subscription: how much of five hours and of a week is used, as a share. */
const subscriptionWindows = { '5h': '5 hours', '7d': '7 days' } as const;

/**
 * What is left of a provider's limits: by OpenAI's headers (`x-ratelimit-remaining-tokens`), which most servers copy, by
 * Anthropic's (`anthropic-ratelimit-…`), or by the plain ones (`ratelimit-remaining`, `x-ratelimit-remaining`). What makes no
 * sense is left out.
 */
export function readWindows(headers: Headers, now: number): WindowReading[] {
  const ofOpenAi = openAiUnits.map((unit) =>
    reading(unit, {
      left: headers.get(`x-ratelimit-remaining-${unit}`),
      atMost: headers.get(`x-ratelimit-limit-${unit}`),
      resetsAt: afterDuration(headers.get(`x-ratelimit-reset-${unit}`), now),
    }),
  );
  const ofAnthropic = Object.entries(anthropicUnits).map(([name, unit]) =>
    reading(unit, {
      left: headers.get(`anthropic-ratelimit-${name}-remaining`),
      atMost: headers.get(`anthropic-ratelimit-${name}-limit`),
      resetsAt: instant(headers.get(`anthropic-ratelimit-${name}-reset`), now),
    }),
  );
  const found = [...ofOpenAi, ...ofAnthropic, ...subscription(headers, now)].filter((one) => one !== undefined);
  if (found.length > 0) return found;
  const plain = ['ratelimit', 'x-ratelimit'].map((prefix) =>
    reading('requests', {
      left: headers.get(`${prefix}-remaining`),
      atMost: headers.get(`${prefix}-limit`),
      resetsAt: instant(headers.get(`${prefix}-reset`), now),
    }),
  );
  return plain.filter((one) => one !== undefined).slice(0, 1);
}

function subscription(headers: Headers, now: number): (WindowReading | undefined)[] {
  return Object.entries(subscriptionWindows).map(([name, per]) => {
    const used = amount(headers.get(`anthropic-ratelimit-unified-${name}-utilization`));
    if (used === undefined) return undefined;
    const resetsAt = instant(headers.get(`anthropic-ratelimit-unified-${name}-reset`), now);
    const left = Math.max(0, Math.round((1 - used) * 100));
    return { unit: 'percent', per, atMost: 100, left, ...(resetsAt === undefined ? {} : { resetsAt }) };
  });
}

type Given = { left: string | null; atMost: string | null; resetsAt: number | undefined };

function reading(unit: WindowReading['unit'], given: Given): WindowReading | undefined {
  const [left, atMost] = [amount(given.left), amount(given.atMost)];
  if (left === undefined) return undefined;
  return {
    ...{ unit, left },
    ...(atMost === undefined ? {} : { atMost }),
    ...(given.resetsAt === undefined ? {} : { resetsAt: given.resetsAt }),
  };
}

/** `100`, and `100, 100;w=60` of servers that say more; what is less than nothing is nothing. */
function amount(text: string | null): number | undefined {
  const [, number] = /^\s*(-?\d+(?:\.\d+)?)(?:\s*[,;].*)?$/.exec(text ?? '') ?? [];
  return number === undefined ? undefined : Math.max(0, Number(number));
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `20ms`, `1.5s`; a number alone is seconds. */
function afterDuration(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(text.trim())) return instant(text, now);
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text.trim()) return instant(text, now);
  return Math.round(now + parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0), 0));
}

const [secondsFrom, millisecondsFrom] = [1e9, 1e12];

/** A date, seconds or milliseconds since 1970, or seconds from now. */
function instant(text: string | null, now: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const number = Number(text);
  if (Number.isNaN(number)) {
    const date = Date.parse(text);
    return Number.isNaN(date) ? undefined : date;
  }
  if (number < 0) return undefined;
  if (number >= millisecondsFrom) return Math.round(number);
  return Math.round(number >= secondsFrom ? number * 1000 : now + number * 1000);
}
