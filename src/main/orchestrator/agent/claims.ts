import type { Claim } from '../../../contract/agents.ts';
import type { ActionEntry, Catalogue } from '../catalogue.ts';
import type { AgentResult } from '../execution.ts';
import { type ClaimKind, claimKinds, claimsIn, targetsIn } from './claim-words.ts';
import { type ProgramWords, programWords } from './program-words.ts';

/** A completed call with an effect. */
type Receipt = { path: string; kinds: ReadonlySet<ClaimKind>; text: string };

/** Every sentence that says something was done, held against what was done. What is said is never believed for itself. */
export function checkClaims(answer: string, results: readonly AgentResult[], catalogue: Catalogue): Claim[] {
  const receipts = results.flatMap((result) => receiptOf(result, catalogue) ?? []);
  return claimsIn(answer).map(({ text, kinds }) => held(text, kinds, receipts));
}

function held(text: string, kinds: readonly ClaimKind[], receipts: readonly Receipt[]): Claim {
  const ofKind = kinds.map((kind) => receipts.filter((receipt) => receipt.kinds.has(kind)));
  const missing = kinds.find((_, index) => ofKind[index]?.length === 0);
  if (missing) return { text, isVerified: false, reason: `no completed step ${claimKinds[missing].did}` };
  const fitting = ofKind.flat();
  const targets = targetsIn(text);
  const unknown = targets.find((target) => !fitting.some((receipt) => receipt.text.includes(target.toLowerCase())));
  if (unknown !== undefined) return { text, isVerified: false, reason: `no such step has to do with ${unknown}` };
  const by =
    fitting.find((receipt) => targets.some((target) => receipt.text.includes(target.toLowerCase()))) ?? fitting[0];
  return { text, isVerified: true, ...(by ? { by: by.path } : {}) };
}

function receiptOf({ call, path, isOk, shown }: AgentResult, catalogue: Catalogue): Receipt | undefined {
  const entry = call.action === undefined ? undefined : catalogue.action(call.action);
  if (!isOk || path === undefined || !entry || entry.action.risk === 'read') return undefined;
  const input = JSON.stringify(call.input ?? {}).toLowerCase();
  const ran = programWords(call.input ?? {});
  const isWell = endedWell({ call, shown });
  const kinds = (Object.keys(claimKinds) as ClaimKind[]).filter((kind) => isWell && fits(kind, entry, ran, shown));
  return { path, kinds: new Set(kinds), text: `${input} ${shown.toLowerCase()}` };
}

/** Of an action that does one thing its name says what; of a program, what it was started with. */
function fits(kind: ClaimKind, { action, ref }: ActionEntry, ran: ProgramWords | undefined, shown: string): boolean {
  const { actions, programs } = claimKinds[kind];
  if (ref === 'test.run') return kind === 'tested' && /"passed":[1-9]/.test(shown);
  const needs = (of: string): boolean => action.needs.some(({ capability }) => capability === of);
  if (ran && needs('shell')) {
    // One that has only begun has no exit code.
    if (kind === 'tested') return programs.test(ran.sure) && /"exitCode":\s*0\b/.test(shown);
    return programs.test(ran.done);
  }
  // Code can say anything; the files it gave are there.
  const hasFiles = needs('code') && /"artifacts":\s*\[\s*\{/.test(shown);
  if (hasFiles && (kind === 'saved' || kind === 'created')) return true;
  const name = ref.slice(ref.indexOf('.') + 1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return actions.test(name);
}

/** These complete whatever the tests gave, and have no exit code: what failed stands in their output. */
const tellsOfTests = /^test\.(run|report)$/;

/** A call that ran to its end and tells of a failure has done nothing that could be claimed. */
export function endedWell({ call, shown }: Pick<AgentResult, 'call' | 'shown'>): boolean {
  if (tellsOfTests.test(call.action ?? '')) return !/"status":"failed"|"failed":[1-9]/.test(shown);
  const code = /"exitCode":\s*(-?\d+|null)/.exec(shown)?.[1];
  return code === undefined || code === '0';
}

/** The answer with what nobody can vouch for marked as that, on every surface. Markdown. */
export function withDoubts(text: string, claims: readonly Claim[]): string {
  const doubtful = claims.filter(({ isVerified }) => !isVerified);
  if (doubtful.length === 0) return text;
  const lines = doubtful.map((claim) => `> **Not confirmed:** “${claim.text}” (${claim.reason ?? 'nothing shows it'})`);
  return `${text}\n\n${lines.join('\n>\n')}`;
}
