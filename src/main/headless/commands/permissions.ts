import { answersTo, scopeWords, usesWords } from '../../../contract/grant-words.ts';
import type { Answer, Grant, PermissionRequest } from '../../../contract/permissions.ts';
import { taintSentence } from '../../../contract/policy.ts';
import { findCutOffRuns, reportCutOff } from '../cut-off-runs.ts';
import { exitCode } from '../exit-code.ts';
import { sayWhereNamesAre } from '../find-run.ts';
import { codeLines, grantText, needText } from '../need-text.ts';
import { printableLine } from '../../base/printable.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';
import { howToAnswer, questionLines } from './mcp-questions.ts';

/** `heron permissions list`: the grants in force. */
export function listGrants({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const grants = await client.permissions.grants({});
    const rows = grants.map((grant) => [
      grant.id,
      grant.action === undefined ? grant.workerId : `${grant.workerId}.${grant.action}`,
      `may ${grantText(grant)}`,
      holdsText(grant),
      `since ${timeText(grant.createdAt)}`,
      grant.usedAt === undefined ? 'not used yet' : `last used ${timeText(grant.usedAt)}`,
    ]);
    if (grants.length === 0 && !options.json) terminal.err('Nothing is allowed in advance.');
    for (const line of options.json ? [JSON.stringify(grants)] : tableLines(rows)) terminal.out(line);
    const waiting = options.json ? 0 : (await client.permissions.pending({})).length;
    if (waiting > 0) terminal.err(`${questionCount(waiting)} an answer: heron permissions inbox`);
    return exitCode.completed;
  });
}

/** `heron permissions inbox`: what waits for an answer, over all runs. */
export function listInbox({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const requests = await client.permissions.pending({});
    // They have no code, and are no permissions: programs read them with `heron mcp questions --json`.
    const asked = options.json ? [] : await client.mcp.questions();
    if (requests.length + asked.length === 0 && !options.json) terminal.err('Nothing waits for an answer.');
    const lines = options.json ? [JSON.stringify(requests)] : [...inboxLines(requests), ...questionLines(asked)];
    for (const line of lines) terminal.out(line);
    if (requests.length > 0 && !options.json) {
      terminal.err('Answer with: heron permissions answer <code> <answer>');
    }
    if (asked.length > 0) terminal.err(howToAnswer);
    return exitCode.completed;
  });
}

/** `heron permissions answer <code> <answer>` */
export function answerByCode({ terminal, openEngine }: CommandParts, code: string, answer: Answer): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { request } = await client.permissions.answerByCode({ code, answer });
    const { workerName, need, runId } = request;
    const words = answer === 'deny' ? 'may not' : 'may';
    const how = answer === 'deny' ? '' : ` (${request.taint ? 'once' : answer})`;
    terminal.err(`${printableLine(workerName)} ${words} ${needText(need)}${how}`);
    const cutOff = await findCutOffRuns(client);
    if (cutOff.has(runId)) reportCutOff(terminal, cutOff);
    return exitCode.completed;
  });
}

/** `heron permissions revoke <grantId>` */
export function revokeGrant({ terminal, openEngine }: CommandParts, grantId: string): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const absence = `There is no grant ${grantId}; heron permissions lists them`;
    await client.permissions.revoke({ grantId }).catch(sayWhereNamesAre(absence));
    terminal.err(`${grantId} is no longer in force`);
    return exitCode.completed;
  });
}

function holdsText({ scope, runId, conversationId, usesLeft, expiresAt }: Grant): string {
  const place = runId ?? conversationId;
  const parts = [
    place === undefined ? scopeWords[scope] : `${scopeWords[scope]} ${place}`,
    usesWords(usesLeft),
    expiresAt === undefined ? undefined : `until ${timeText(expiresAt)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Nobody can answer for code that they have not read. */
function inboxLines(requests: PermissionRequest[]): string[] {
  const rows = tableLines(requests.map(inboxRow));
  return requests.flatMap(({ need }, index) => [rows[index] ?? '', ...codeLines(need)]);
}

function inboxRow(request: PermissionRequest): string[] {
  const { code, workerName, need, runId, expiresAt, taint } = request;
  return [
    code ?? '(void)',
    `${workerName} wants to ${needText(need)}`,
    runId,
    expiresAt === undefined ? 'waits until it is answered' : `denied at ${timeText(expiresAt)}`,
    answersTo(request).join('|'),
    taint ? taintSentence(taint) : '',
  ];
}

function questionCount(count: number): string {
  return count === 1 ? '1 question waits for' : `${count} questions wait for`;
}
