import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../src/contract/manifest.ts';

export type Finding = {
  /** Relative to the project's root. */
  file: string;
  /** Where in the file, for example `actions.create.phrases.2`. */
  place?: string;
  message: string;
};

export type WorkerFolder = {
  /** The folder's name, which is the worker's id. */
  name: string;
  path: string;
  /** `workers/<name>`, for messages. */
  shownAs: string;
  /** Absent when the manifest cannot be read; then `findings` says why, field by field. */
  manifest?: Manifest;
  findings: Finding[];
};

/** The workers below `root`, by name. */
export function readWorkerFolders(root: string): WorkerFolder[] {
  return readdirSync(join(root, 'workers'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
    .map((name) => readWorkerFolder(root, name));
}

function readWorkerFolder(root: string, name: string): WorkerFolder {
  const folder = { name, path: join(root, 'workers', name), shownAs: `workers/${name}` };
  const file = `${folder.shownAs}/manifest.json`;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(folder.path, 'manifest.json'), 'utf8'));
  } catch (error) {
    return { ...folder, findings: [{ file, message: error instanceof Error ? error.message : String(error) }] };
  }
  const parsed = Manifest.safeParse(content);
  if (parsed.success) return { ...folder, manifest: parsed.data, findings: [] };
  const findings = parsed.error.issues.map(({ path, message }) => ({
    file,
    place: path.map(String).join('.'),
    message,
  }));
  return { ...folder, findings };
}

export function formatFinding({ file, place, message }: Finding): string {
  return place ? `${file}: ${place}: ${message}` : `${file}: ${message}`;
}
