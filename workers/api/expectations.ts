import { isDeepStrictEqual } from 'node:util';
import { fail } from 'heron/worker-kit';
import { valueAt } from './json-path.ts';

export type Expectations = {
  status?: number[];
  json?: { path: string; equals?: unknown; exists?: boolean; contains?: string; type?: string; length?: number }[];
  within?: number;
};

type Answer = { url: string; status: number; body: unknown; tookMs: number };

/** Errors: `conflict`, with every claim that does not hold. */
export function checkExpectations(expect: Expectations | undefined, answer: Answer): void {
  if (!expect) return;
  const { status, json = [], within } = expect;
  const broken = [
    ...(status && !status.includes(answer.status)
      ? [`the status is ${answer.status}, not ${status.join(' or ')}`]
      : []),
    ...(within !== undefined && answer.tookMs > within
      ? [`it took ${Math.round(answer.tookMs)} ms, more than ${within}`]
      : []),
    ...json.flatMap((claim) =>
      brokenParts(claim, valueAt(answer.body, claim.path)).map((what) => `${claim.path} ${what}`),
    ),
  ];
  if (broken.length > 0)
    fail('conflict', `${answer.url} did not answer as expected: ${broken.join('; ')}`, { url: answer.url, broken });
}

type Claim = NonNullable<Expectations['json']>[number];

function brokenParts(claim: Claim, found: unknown): string[] {
  const isThere = found !== undefined;
  if (claim.exists === false) return isThere ? [`is there: ${shown(found)}`] : [];
  if (!isThere) return ['is missing'];
  const broken: string[] = [];
  if ('equals' in claim && !isDeepStrictEqual(found, claim.equals))
    broken.push(`is ${shown(found)}, not ${shown(claim.equals)}`);
  if (claim.contains !== undefined && !holds(found, claim.contains))
    broken.push(`is ${shown(found)}, without ${shown(claim.contains)}`);
  if (claim.type !== undefined && typeOf(found) !== claim.type) broken.push(`is a ${typeOf(found)}, no ${claim.type}`);
  if (claim.length !== undefined && lengthOf(found) !== claim.length)
    broken.push(`has ${lengthOf(found) ?? 'no'} items, not ${claim.length}`);
  return broken;
}

function holds(found: unknown, sought: string): boolean {
  return (typeof found === 'string' || Array.isArray(found)) && found.includes(sought);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
