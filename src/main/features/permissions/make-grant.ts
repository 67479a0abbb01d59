import type { Manifest } from '../../../contract/manifest.ts';
import { type Capability, isSensitive, type PermissionNeed } from '../../../contract/permission-need.ts';
import type { Answer, Grant, GrantChoice, PermissionRequest, TargetMatch } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { MakeId } from '../../base/ids.ts';
import { givenUnderOf } from './given-under.ts';
import { argumentsCover, targetCovers, targetIssue } from './pattern.ts';
import { notForLong } from './refusals.ts';

export type GrantMaking = {
  makeId: MakeId;
  clock: Clock;
  manifestOf: (workerId: string) => Manifest | undefined;
  canonicalTarget: (need: PermissionNeed) => string;
  isDeleted: (conversationId: string) => boolean;
};

/**
 * The grant that an answer is. Without a choice it allows just what was asked, a path that is no file with all below it.
 * Errors: `invalid-input` for a choice that makes no sense or does not allow what was asked.
 */
export function grantFor(
  parts: GrantMaking,
  request: PermissionRequest,
  scope: Exclude<Answer, 'deny'>,
  choice: GrantChoice = {},
): Grant {
  const { need } = request;
  if (need.exact && (scope === 'always' || scope === 'conversation')) throw notForLong(request);
  if (isSensitive(need)) refuseWider(need, choice);
  const match = choice.match ?? usualMatch(need);
  const grant: Grant = {
    ...beginGrant(parts, request.workerId, need.capability),
    ...(choice.action === undefined ? {} : { action: choice.action }),
    target: targetOf(parts, request, match, choice.target),
    match,
    ...commandOf(request, choice),
    scope,
    ...placeOf(parts, request, scope),
    ...(choice.uses === undefined ? {} : { usesLeft: choice.uses }),
    ...(choice.expiresAt === undefined ? {} : { expiresAt: choice.expiresAt }),
    givenBy: 'prompt',
  };
  refuseSenseless(parts, request, grant);
  return grant;
}

/** What came with the call that started a run. */
export function startGrant(parts: GrantMaking, runId: string, workerId: string, need: PermissionNeed): Grant {
  return {
    ...beginGrant(parts, workerId, need.capability),
    target: parts.canonicalTarget(need),
    match: usualMatch(need),
    ...exactly(need),
    scope: 'run',
    runId,
    givenBy: 'start',
  };
}

/** What a person allows for always without having been asked. */
export function aheadGrant(parts: GrantMaking, workerId: string, need: PermissionNeed): Grant {
  return {
    ...beginGrant(parts, workerId, need.capability),
    target: parts.canonicalTarget(need),
    match: usualMatch(need),
    scope: 'always',
    givenBy: 'prompt',
  };
}

/** Below a file lies nothing; should a folder take its place one day, that was not what was allowed. */
function usualMatch({ capability, kind }: PermissionNeed): TargetMatch {
  const isPath = capability === 'files.read' || capability === 'files.write';
  return isPath && kind !== 'file' ? 'below' : 'exact';
}

function beginGrant(parts: GrantMaking, workerId: string, capability: Capability) {
  const manifest = parts.manifestOf(workerId);
  return {
    id: parts.makeId('grt'),
    workerId,
    capability,
    ...(manifest ? { givenUnder: givenUnderOf(manifest) } : {}),
    createdAt: parts.clock(),
  };
}

/** A chosen path may be written in another way than the system has it; a pattern is taken as it is. */
function targetOf(
  parts: GrantMaking,
  { need }: PermissionRequest,
  match: TargetMatch,
  chosen: string | undefined,
): string {
  if (chosen === undefined || chosen === need.target) return need.target;
  const issue = targetIssue(need.capability, match, chosen);
  if (issue) throw invalid('target', issue);
  return match === 'pattern' ? chosen : parts.canonicalTarget({ capability: need.capability, target: chosen });
}

/** A program that does whatever it is told is allowed with this very command, and code as it stands. */
function exactly({ exact, detail }: PermissionNeed): Pick<Grant, 'detail'> {
  return exact && detail !== undefined ? { detail } : {};
}

function commandOf({ need }: PermissionRequest, { args }: GrantChoice): Pick<Grant, 'args' | 'detail'> {
  if (need.capability !== 'shell') {
    if (args !== undefined) throw invalid('args', 'only a program has arguments');
    return exactly(need);
  }
  if (need.exact) {
    if (args !== undefined) throw invalid('args', `${need.target} can be allowed with this very command only`);
    return exactly(need);
  }
  if (args === null) return {};
  if (args) return { args };
  return need.args ? { args: { first: need.args, others: 'none' } } : {};
}

function refuseWider({ target }: PermissionNeed, choice: GrantChoice): void {
  const message = `${target} may hold passwords or keys, so it can be allowed by this name only`;
  if ((choice.match ?? 'exact') !== 'exact') throw invalid('match', message);
  if ((choice.target ?? target) !== target) throw invalid('target', message);
}

function placeOf(parts: GrantMaking, request: PermissionRequest, scope: Grant['scope']) {
  const { runId, conversationId, taskIds } = request;
  if (scope === 'always') return {};
  if (scope !== 'conversation') return { runId, ...(scope === 'once' ? { taskIds } : {}) };
  if (conversationId === undefined) throw invalid('answer', 'the run belongs to no conversation');
  if (parts.isDeleted(conversationId)) throw invalid('answer', 'the conversation has been deleted');
  return { conversationId };
}

function refuseSenseless(parts: GrantMaking, request: PermissionRequest, grant: Grant): void {
  const { need, actions } = request;
  const { action, expiresAt } = grant;
  const issue = targetIssue(grant.capability, grant.match, grant.target);
  if (issue) throw invalid('match', issue);
  if (expiresAt !== undefined && expiresAt <= parts.clock()) throw invalid('expiresAt', 'that moment has passed');
  if (action !== undefined && actions.some((asked) => asked !== action)) {
    throw invalid('action', `asked was for ${actions.join(', ')}`);
  }
  if (!targetCovers(grant, need.target)) throw invalid('target', `this would not allow ${need.target}`);
  if (!argumentsCover(grant.args, need.args)) throw invalid('args', 'these are not the arguments that were asked for');
}

function invalid(path: string, message: string): HeronError {
  return new HeronError('invalid-input', `${path}: ${message}`, { path });
}
