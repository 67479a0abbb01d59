import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../contract/json.ts';
import type { PlanTemplate, SaveTemplate } from '../../../contract/plan-templates.ts';
import { HeronError } from '../../base/errors.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { templateIssues } from '../../orchestrator/checking/template-issues.ts';
import { makeTemplate } from './make-template.ts';

type Parts = {
  ownFolder: string;
  bundledFolder: string;
  catalogue: () => Catalogue;
  /** Takes the values of secrets out of what is written. */
  scrub: Scrubber['json'];
};

/** Gives the file. Errors as `templates.save` says; then nothing was written. */
export function writeTemplate(parts: Parts, wanted: SaveTemplate): string {
  const { name, overwrite } = wanted;
  const template = parts.scrub(makeTemplate(wanted) as unknown as Json) as unknown as PlanTemplate;
  const issues = templateIssues(template, parts.catalogue());
  if (issues.length > 0) {
    const lines = issues.map(({ path, message }) => `${path}: ${message}`);
    throw new HeronError('invalid-plan', `The plan cannot be a template:\n${lines.join('\n')}`, { issues });
  }
  const file = join(parts.ownFolder, `${name}.json`);
  const taken = [file, join(parts.bundledFolder, `${name}.json`)].find((each) => existsSync(each));
  if (taken !== undefined && !overwrite) {
    throw new HeronError('already-exists', `There is a template ${name} already: ${taken}`, { file: taken });
  }
  replaceFile(file, `${JSON.stringify(template, null, 2)}\n`);
  return file;
}
