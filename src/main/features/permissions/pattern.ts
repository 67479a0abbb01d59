import { isIP } from 'node:net';
import { isAbsolute, sep } from 'node:path';
import type { Capability } from '../../../contract/permission-need.ts';
import type { ArgumentPattern, TargetMatch } from '../../../contract/permissions.ts';

/**
 * What a grant's target covers. Both sides are compared character by character, as canonical paths and hosts are
 * written: another case or another Unicode form of a name is another name, and a path with `..`, `.`, an empty part or a
 * slash at its end is none that anything covers.
 *
 * Patterns of paths: `*` and `?` are characters of one name and never cross a separator; `**` in place of a name is any
 * number of names, at the end at least one. None of them stands for a name that begins with a dot. All else is itself.
 * Patterns of hosts: `*.example.com` is every host below example.com, at any depth, and not example.com.
 */
export function targetCovers(
  grant: { capability: Capability; target: string; match: TargetMatch },
  wanted: string,
): boolean {
  if (isPath(grant.capability)) return pathCovers(grant.target, grant.match, wanted);
  return grant.match === 'pattern' ? hostMatches(grant.target, wanted) : grant.target === wanted;
}

/** With no pattern any arguments will do; arguments that nobody knows fit no pattern. */
export function argumentsCover(pattern: ArgumentPattern | undefined, args: readonly string[] | undefined): boolean {
  if (!pattern) return true;
  if (!args || pattern.first.some((argument, index) => argument !== args[index])) return false;
  return pattern.others === 'any' || args.length === pattern.first.length;
}

/** Why a grant cannot have this target; undefined when it can. */
export function targetIssue(capability: Capability, match: TargetMatch, target: string): string | undefined {
  if (match === 'below') return isPath(capability) ? undefined : 'only a path has something below it';
  if (match === 'exact') return undefined;
  if (isPath(capability)) return pathPatternIssue(target);
  return capability === 'net' ? hostPatternIssue(target) : 'a program or a name can have no pattern';
}

/** The folder that nothing a pattern covers lies outside of. */
export function fixedPrefix(pattern: string): string {
  const names = pattern.split(sep);
  const first = names.findIndex(hasWildcard);
  return first === -1 ? pattern : names.slice(0, first).join(sep) || sep;
}

function isPath(capability: Capability): boolean {
  return capability === 'files.read' || capability === 'files.write';
}

function pathCovers(target: string, match: TargetMatch, wanted: string): boolean {
  if (!isPlain(wanted)) return false;
  if (match === 'pattern') return pathPatternIssue(target) === undefined && pathMatches(target, wanted);
  if (target === wanted) return true;
  return match === 'below' && wanted.startsWith(target.endsWith(sep) ? target : target + sep);
}

/** Absolute, and every part of it a name; a root alone is one too. */
function isPlain(path: string): boolean {
  if (!isAbsolute(path) || path.includes('\0')) return false;
  const [, ...names] = path.split(sep);
  return names.length === 1 && names[0] === '' ? true : names.every((name) => !['', '.', '..'].includes(name));
}

function pathMatches(pattern: string, wanted: string): boolean {
  const parts = pattern.split(sep);
  const last = parts.length - 1;
  return matchAll(parts, wanted.split(sep), {
    isMany: (part) => part === '**',
    least: (index) => (index === last ? 1 : 0),
    matches: (part, name) => (part === '**' ? !isHidden(name) : nameMatches(part, name)),
  });
}

function nameMatches(part: string, name: string): boolean {
  if (!hasWildcard(part)) return part === name;
  if (isHidden(name) && !isHidden(part)) return false;
  return matchAll(Array.from(part), Array.from(name), {
    isMany: (character) => character === '*',
    least: () => 0,
    matches: (character, one) => character === '*' || character === '?' || character === one,
  });
}

type Rules = {
  /** Does this part stand for several things? */
  isMany: (part: string) => boolean;
  /** How many at least. */
  least: (index: number) => number;
  matches: (part: string, thing: string) => boolean;
};

/** Which prefixes of the things the parts so far can be, part by part: never more than parts × things steps. */
function matchAll(parts: readonly string[], things: readonly string[], rules: Rules): boolean {
  let reached = new Set([0]);
  for (const [index, part] of parts.entries()) {
    const next = new Set<number>();
    for (const start of reached) {
      const most = rules.isMany(part) ? things.length : start + 1;
      const fewest = rules.isMany(part) ? rules.least(index) : 1;
      if (fewest === 0) next.add(start);
      for (let end = start; end < most; end += 1) {
        const thing = things[end];
        // What another start has walked through already is known.
        if (thing === undefined || !rules.matches(part, thing) || (end > start && next.has(end + 1))) break;
        next.add(end + 1);
      }
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(things.length);
}

function hasWildcard(part: string): boolean {
  return part.includes('*') || part.includes('?');
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function pathPatternIssue(pattern: string): string | undefined {
  if (!isPlain(pattern)) return 'expected an absolute path without "..", "." or a slash at its end';
  const names = pattern.split(sep);
  if (!names[1] || hasWildcard(names[1])) return 'expected a folder before the first * or ?';
  if (names.some((name) => name.includes('**') && name !== '**')) return 'expected ** in place of a whole name';
  return undefined;
}

function hostMatches(pattern: string, host: string): boolean {
  return hostPatternIssue(pattern) === undefined && isIP(host) === 0 && host.endsWith(pattern.slice(1));
}

/** Names under which strangers register theirs; `*.co.uk` would be half a country. */
const registries = new Set('ac co com edu gob gov go gouv ltd me mil ne net nom or org plc sch'.split(' '));

function hostPatternIssue(pattern: string): string | undefined {
  const labels = pattern.split('.');
  const isWellFormed =
    labels[0] === '*' && labels.slice(1).every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!isWellFormed) return 'expected * in front of a domain, like *.example.com';
  const [first = '', last = '', ...more] = labels.slice(1);
  if (last === '' || /^\d+$/.test(labels.at(-1) ?? '')) return 'expected a domain of at least two names';
  if (more.length === 0 && last.length === 2 && registries.has(first)) {
    return `expected a domain that belongs to somebody; anybody can have one below ${first}.${last}`;
  }
  return undefined;
}
