import type { Manifest, Risk } from '../../../../contract/manifest.ts';
import type { Capability } from '../../../../contract/permission-need.ts';
import { type Group, groups, type Profile } from '../../../../contract/policy.ts';

/** An action as profiles and lists see it. */
export type Tool = {
  workerId: string;
  /** Undefined: nobody knows which action of the worker asks; then the worst is believed. */
  action: string | undefined;
  /** What it may need, by its manifest. */
  capabilities: readonly Capability[];
  workClass: string | undefined;
  risk: Risk;
  isBundled: boolean;
};

export function toolOf(manifest: Manifest, name: string | undefined, isBundled: boolean): Tool {
  const action = name === undefined ? undefined : manifest.actions[name];
  const needs = action ? action.needs : manifest.permissions;
  return {
    workerId: manifest.id,
    action: name,
    capabilities: [...new Set(needs.map(({ capability }) => capability))],
    workClass: action?.class,
    risk: action?.risk ?? 'irreversible',
    isBundled,
  };
}

export function profileHas(profile: Profile, tool: Tool, wanted: Capability | undefined): boolean {
  if (!tool.isBundled && !profile.hasInstalled) return false;
  const { capabilities } = profile;
  if (capabilities === 'all') return true;
  return touched(tool, wanted).every((capability) => capabilities.includes(capability));
}

/** The first pattern that names the action, or a part of what it does. */
export function deniedBy(patterns: readonly string[], tool: Tool, wanted: Capability | undefined): string | undefined {
  return patterns.find((pattern) => names(pattern, tool) || touched(tool, wanted).some((one) => covers(pattern, one)));
}

/** Is the whole action let in: by its name, or by groups that cover all it may need? */
export function allowedBy(patterns: readonly string[], tool: Tool, wanted: Capability | undefined): boolean {
  if (patterns.some((pattern) => names(pattern, tool))) return true;
  const capabilities = touched(tool, wanted);
  if (capabilities.length === 0) return patterns.some((pattern) => hasClass(groupOf(pattern), tool));
  return capabilities.every((one) => patterns.some((pattern) => covers(pattern, one)));
}

/** What its manifest says that it needs, and what it wants now. */
function touched(tool: Tool, wanted: Capability | undefined): readonly Capability[] {
  return wanted === undefined || tool.capabilities.includes(wanted)
    ? tool.capabilities
    : [...tool.capabilities, wanted];
}

/** By the action's name, its worker, its risk or where it comes from. */
function names(pattern: string, tool: Tool): boolean {
  if (pattern === '*' || pattern === tool.workerId) return true;
  if (tool.action !== undefined && pattern === `${tool.workerId}.${tool.action}`) return true;
  const group = groupOf(pattern);
  if (!group) return false;
  if (group.risk !== undefined) return group.risk === tool.risk;
  if (group.isBundled !== undefined) return group.isBundled === tool.isBundled;
  return group.capabilities === undefined && hasClass(group, tool);
}

function hasClass(group: Group | undefined, { workClass }: Tool): boolean {
  return group?.workClass !== undefined && group.workClass === workClass;
}

function covers(pattern: string, capability: Capability): boolean {
  return groupOf(pattern)?.capabilities?.includes(capability) ?? false;
}

function groupOf(pattern: string): Group | undefined {
  const name = pattern.startsWith('group:') ? pattern.slice('group:'.length) : undefined;
  return name !== undefined && Object.hasOwn(groups, name) ? groups[name] : undefined;
}
