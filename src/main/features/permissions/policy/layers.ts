import { isSensitive } from '../../../../contract/permission-need.ts';
import { type PolicyDecision, profiles, sourceList } from '../../../../contract/policy.ts';
import type { Finding, Layer, LimitReached, PolicyFacts, PolicyRequest, Standing } from './facts.ts';
import { gateOf } from './gates.ts';
import { allowedBy, deniedBy, profileHas, type Tool } from './tools.ts';

/** In their order. Each may lower what is left, none can raise it. */
export const layers: readonly Layer[] = [
  { name: 'undeclared', find: undeclared },
  { name: 'rules', find: rules },
  { name: 'deny lists', find: denyLists },
  { name: 'profile', find: profile },
  { name: 'elevated mode', find: elevatedMode },
  { name: 'taint', find: taint },
  { name: 'grants', find: grants },
  { name: 'risk', find: risk },
  { name: 'rate limits', find: rateLimits },
  { name: 'attendance', find: attendance },
];

function undeclared({ need, isDeclared, workerName }: PolicyRequest): Finding {
  if (!need || isDeclared) return undefined;
  const text = `${workerName} wants ${need.capability} of ${need.target}, which its manifest does not declare`;
  return { says: 'denied', rule: 'not-declared', text };
}

function rules(_request: PolicyRequest, { refusal }: PolicyFacts): Finding {
  return refusal && { says: 'denied', rule: refusal.rule, text: refusal.message };
}

function denyLists({ tool, need }: PolicyRequest, { lists }: PolicyFacts): Finding {
  for (const { where, deny } of lists) {
    const pattern = deniedBy(deny, tool, need?.capability);
    if (pattern === undefined) continue;
    const text = `${nameOf(tool)} is on the deny list of ${where} (${pattern})`;
    return { says: 'denied', rule: 'deny list', text };
  }
  return undefined;
}

function profile({ tool, need }: PolicyRequest, { lists }: PolicyFacts): Finding {
  for (const { where, profile: name, allow } of lists) {
    if (!profileHas(profiles[name], tool, need?.capability)) {
      return { says: 'denied', rule: 'profile', text: `The profile ${name} of ${where} leaves ${nameOf(tool)} out` };
    }
    if (allow.length > 0 && !allowedBy(allow, tool, need?.capability)) {
      return { says: 'denied', rule: 'allow list', text: `The allow list of ${where} leaves ${nameOf(tool)} out` };
    }
  }
  return undefined;
}

function elevatedMode(request: PolicyRequest, facts: PolicyFacts): Finding {
  const { need } = request;
  if (!need || facts.elevated !== 'off' || standingOf(request, facts)) return undefined;
  const text = `Nothing allows ${need.capability} of ${need.target}, and with the elevated mode off nobody is asked`;
  return { says: 'denied', rule: 'elevated off', text };
}

function taint(request: PolicyRequest, facts: PolicyFacts): Finding {
  const gate = facts.taint.length > 0 && gateOf(request, facts.flags);
  if (!gate || facts.isConfirmed) return undefined;
  const text = `This run has read ${sourceList(facts.taint)}, and ${gate}`;
  return { says: 'asked', rule: 'taint', text };
}

function grants(request: PolicyRequest, facts: PolicyFacts): Finding {
  if (!request.need) return undefined;
  const standing = standingOf(request, facts);
  if (standing) return { says: 'allowed', rule: standing.rule, text: `It is allowed by ${standing.rule}` };
  if (facts.elevated === 'full') {
    return { says: 'allowed', rule: 'elevated full', text: 'With the elevated mode full nobody is asked' };
  }
  const granted = facts.grantFor(request);
  return granted
    ? { says: 'asked', rule: 'outside the step', text: `${granted.rule} covers it, but the step did not name it` }
    : { says: 'asked', rule: 'no grant', text: 'Nobody has allowed it yet' };
}

/** What cannot be taken back, or may hold passwords, is asked for even where nothing else is. */
function risk(request: PolicyRequest, facts: PolicyFacts): Finding {
  const { need } = request;
  if (!need || standingOf(request, facts)) return undefined;
  if (isSensitive(need)) {
    return { says: 'asked', rule: 'sensitive file', text: `${need.target} may hold passwords or keys` };
  }
  if (request.tool.risk !== 'irreversible') return undefined;
  return { says: 'asked', rule: 'irreversible', text: `${nameOf(request.tool)} cannot be taken back` };
}

function rateLimits(_request: PolicyRequest, { limit }: PolicyFacts): Finding {
  if (!limit) return undefined;
  return { says: 'denied', rule: 'rate limit', text: limitText(limit) };
}

function limitText({ allowed, name, times, freeAt }: LimitReached): string {
  const at = freeAt === undefined ? undefined : new Date(freeAt).toISOString();
  if (times === 1) return `More than ${allowed} ${name} within an hour, which is the limit; the next may go at ${at}`;
  const all = `It takes ${times} ${name}, and ${allowed} within an hour are the limit`;
  return at === undefined ? `${all}; raise it in the policy to do that` : `${all}; there is room for so many at ${at}`;
}

function attendance(_request: PolicyRequest, facts: PolicyFacts, soFar: PolicyDecision): Finding {
  if (soFar !== 'asked' || !facts.isNobodyThere) return undefined;
  return { says: 'denied', rule: 'nobody to ask', text: 'Nobody is there to be asked' };
}

/** A lasting grant was given for what steps name: what one reaches for besides is asked about. */
function standingOf(request: PolicyRequest, facts: PolicyFacts): Standing | undefined {
  const granted = facts.grantFor(request);
  const isLasting = granted?.scope === 'always' || granted?.scope === 'conversation';
  return isLasting && !facts.isInStep && !facts.isConfirmed ? undefined : granted;
}

function nameOf({ workerId, action }: Tool): string {
  return action === undefined ? workerId : `${workerId}.${action}`;
}
