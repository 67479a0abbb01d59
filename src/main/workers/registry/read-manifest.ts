import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Manifest } from '../../../contract/manifest.ts';
import { HeronError, systemCode } from '../../base/errors.ts';
import { type CheckedManifests, hashOfText } from './checked-manifests.ts';
import { manifestIssues } from './manifest-issues.ts';
import { describeIssues, type SchemaIssue } from './schema-issue.ts';

const mostManifestBytes = 256 * 1024;

/** The one field of a manifest that every Heron can read. */
const EngineRange = z.looseObject({ engines: z.looseObject({ heron: z.string() }) });

/**
 * Reads a worker's manifest.json, and checks it unless that was done before. Errors: `invalid-manifest`, naming the file
 * and each field.
 */
export async function readManifest(
  folder: string,
  hostVersion: string,
  checked: CheckedManifests['byText'] = {},
): Promise<Manifest> {
  const file = join(folder, 'manifest.json');
  const text = readText(file);
  const known = checked[hashOfText(text)];
  if (known?.id === basename(folder)) return known;
  const content = parseJson(text, file);
  const engines = await engineRanges(hostVersion);
  // One for another Heron may have another shape: what it asks for is the reason, not the fields nobody knows here.
  const foreign = foreignIssues(content, engines);
  if (foreign.length > 0) throw invalidManifest(file, foreign);
  const parsed = Manifest.safeParse(content);
  if (!parsed.success) throw invalidManifest(file, manifestIssues(parsed.error));
  const manifest = parsed.data;
  const issues = [...nameIssues(manifest, folder), ...engines.issues(manifest.engines.heron)];
  if (issues.length > 0) throw invalidManifest(file, issues);
  return manifest;
}

export function invalidManifest(file: string, issues: SchemaIssue[]): HeronError {
  return new HeronError('invalid-manifest', `${file}: ${describeIssues(issues)}`, { file, issues });
}

function readText(file: string): string {
  try {
    const stats = statSync(file);
    // A pipe would be waited for, and a device never ends.
    if (!stats.isFile()) throw invalidManifest(file, [{ path: '', message: 'is not a file' }]);
    if (stats.size <= mostManifestBytes) return readFileSync(file, 'utf8');
    throw invalidManifest(file, [{ path: '', message: `is larger than ${mostManifestBytes} bytes` }]);
  } catch (error) {
    if (error instanceof HeronError) throw error;
    const message =
      systemCode(error) === 'ENOENT' ? 'is missing' : `cannot be read (${systemCode(error) ?? 'unknown'})`;
    throw invalidManifest(file, [{ path: '', message }]);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw invalidManifest(file, [{ path: '', message }]);
  }
}

function nameIssues(manifest: Manifest, folder: string): SchemaIssue[] {
  const name = basename(folder);
  return manifest.id === name ? [] : [{ path: 'id', message: `must be ${name}, the name of its folder` }];
}

function foreignIssues(content: unknown, engines: EngineRanges): SchemaIssue[] {
  const range = EngineRange.safeParse(content).data?.engines.heron;
  return range === undefined || !engines.isRange(range) ? [] : engines.issues(range);
}

type EngineRanges = { isRange: (text: string) => boolean; issues: (range: string) => SchemaIssue[] };

/** What reads ranges of versions is loaded only where a manifest is to be checked. */
async function engineRanges(hostVersion: string): Promise<EngineRanges> {
  const { satisfies, validRange } = await import('semver');
  const path = 'engines.heron';
  return {
    isRange: (text) => validRange(text) !== null,
    issues(range) {
      if (validRange(range) === null) return [{ path, message: `is no range of versions: ${range}` }];
      if (satisfies(hostVersion, range, { includePrerelease: true })) return [];
      return [{ path, message: `asks for Heron ${range}, this is ${hostVersion}` }];
    },
  };
}
