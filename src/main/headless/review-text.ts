import type { Replaced, WorkerReview } from '../../contract/installs.ts';
import { goesPastUndo, type Manifest, type Risk } from '../../contract/manifest.ts';
import { printableLine } from '../base/printable.ts';
import { tableLines } from './table.ts';

const risks: Record<Risk, string> = {
  read: 'reads only',
  reversible: 'can be undone',
  external: 'acts outside',
  irreversible: 'cannot be undone',
};

/** All that a person should see of a worker before they say yes. */
export function reviewLines(review: WorkerReview): string[] {
  const { manifest, source, hash, files, bytes, replaces } = review;
  const from = source.commit === undefined ? source.location : `${source.location}, commit ${source.commit}`;
  return [
    `${manifest.name} (${manifest.id}) ${manifest.version}, tier ${manifest.tier}`,
    `  ${manifest.description}`,
    `From     ${source.kind === 'dropped' ? 'a folder that was put there: ' : ''}${from}`,
    `Content  ${files === 1 ? '1 file' : `${files} files`}, ${bytes} bytes, sha256 ${hash}`,
    `Signed   ${signatureText(review)}`,
    ...manifestLines(manifest),
    ...(replaces ? replacedLines(replaces) : []),
    ...changeLines(review),
  ].map(printableLine);
}

function signatureText({ signature, signedBy }: WorkerReview): string {
  if (signature === 'known') return `by ${signedBy}, whose key you know`;
  return signature === 'unknown' ? 'by no key that you know' : 'no';
}

function manifestLines(manifest: Manifest): string[] {
  const actions = Object.entries(manifest.actions).map(([name, action]) => [
    `  ${manifest.id}.${name}`,
    action.title,
    risks[goesPastUndo(action) ? 'irreversible' : action.risk],
  ]);
  const permissions = manifest.permissions.map(({ capability, reason }) => `  ${capability}: ${reason}`);
  const secrets = manifest.secrets.map(({ name, hosts, reason }) => `  ${name}, for ${hosts.join(', ')}: ${reason}`);
  const hooks = manifest.hooks.map((event) => `  ${event}`);
  return [
    ...section('Actions', tableLines(actions)),
    ...section('May ask for', permissions.length > 0 ? permissions : ['  nothing']),
    ...section('Wants the secrets', secrets),
    ...section(
      'May use secrets named after it',
      manifest.ownSecrets ? [`  ${manifest.id}-…: ${manifest.ownSecrets.reason}`] : [],
    ),
    ...section('Watches, once you switch its hooks on', hooks),
  ];
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

/** How the files differ from those that were approved; nothing when they are the same. */
export function changeLines({ hash, replaces }: WorkerReview): string[] {
  if (!replaces || replaces.hash === hash) return [];
  const lines = [`Files    sha256 ${replaces.hash} before, ${hash} now`];
  if (!replaces.files) return lines;
  const { added, changed, removed, more } = replaces.files;
  return [
    ...lines,
    ...changed.map((path) => `  ~ ${path}`),
    ...added.map((path) => `  + ${path}`),
    ...removed.map((path) => `  - ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].map(printableLine);
}

function replacedLines({ version, adds }: Replaced): string[] {
  if (adds.length === 0) return [`Takes the place of ${version}, and asks for nothing besides.`];
  return [`Takes the place of ${version}, and besides:`, ...adds.map((what) => `  + ${what}`)];
}
