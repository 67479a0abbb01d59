import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanIssue } from '../../../contract/plan.ts';
import type { PlanTemplate, SaveTemplate, TemplateSummary } from '../../../contract/plan-templates.ts';
import { HeronError } from '../../base/errors.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { Catalogue, TemplateEntry } from '../../orchestrator/catalogue.ts';
import { templateIssues } from '../../orchestrator/checking/template-issues.ts';
import { leftOutOf } from './make-template.ts';
import { writeTemplate } from './write-template.ts';
import { type CompileSchema, readTemplateFile, type TemplateFile } from './template-file.ts';

export type TemplateParts = {
  /** Of two templates of one name, the one in the person's own folder is taken. */
  ownFolder: string;
  bundledFolder: string;
  compileSchema: CompileSchema;
  catalogue: () => Catalogue;
  /** Takes the values of secrets out of what is written. */
  scrub: Scrubber['json'];
};

export type TemplateService = {
  list(): TemplateSummary[];
  /** Errors: `not-found`. */
  get(name: string): { summary: TemplateSummary; template?: PlanTemplate };
  /** Errors: `already-exists`, `invalid-plan`, `invalid-input`, `storage`; then the folder is as it was. */
  save(wanted: SaveTemplate): { summary: TemplateSummary; leftOut: string[] };
  /** For a plan that uses it. Errors: `not-found`, `invalid-plan` with what is wrong in its file. */
  find(name: string): TemplateEntry;
};

type Found = TemplateFile & { origin: TemplateSummary['origin'] };

/** Templates are looked up in their folders at each call, and read again when their files have changed. */
export function createTemplates(parts: TemplateParts): TemplateService {
  const kept = new Map<string, { stamp: string; read: TemplateFile }>();

  function read(file: string): TemplateFile | undefined {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    const stamp = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    const known = kept.get(file);
    if (known?.stamp === stamp) return known.read;
    const fresh = readTemplateFile(file, parts.compileSchema);
    kept.set(file, { stamp, read: fresh });
    return fresh;
  }

  const folders = [
    ['own', parts.ownFolder],
    ['bundled', parts.bundledFolder],
  ] as const;

  function all(): Found[] {
    const found = new Map<string, Found>();
    for (const [origin, folder] of folders) {
      for (const file of filesIn(folder)) {
        const template = read(join(folder, file));
        if (template && !found.has(template.name)) found.set(template.name, { ...template, origin });
      }
    }
    return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  function one(name: string): Found {
    for (const [origin, folder] of folders) {
      const found = /^[a-z0-9-]+$/.test(name) ? read(join(folder, `${name}.json`)) : undefined;
      if (found) return { ...found, origin };
    }
    const names = all().map((each) => each.name);
    const known = names.length > 0 ? `; there are ${names.join(', ')}` : '';
    throw new HeronError('not-found', `There is no template ${name}${known}`);
  }

  function summaryOf({ origin, file, name, template, issues }: Found): TemplateSummary {
    const inside: PlanIssue[] = template ? templateIssues(template, parts.catalogue()) : [];
    const { title = name, description = '' } = template ?? {};
    return { name, title, description, origin, file, issues: [...issues, ...inside] };
  }

  return {
    list: () => all().map(summaryOf),
    get: (name) => {
      const found = one(name);
      const { template } = found;
      return { summary: summaryOf(found), ...(template ? { template } : {}) };
    },
    save: (wanted) => {
      const file = writeTemplate(parts, wanted);
      return { summary: summaryOf({ ...readBack(file, read(file)), origin: 'own' }), leftOut: leftOutOf(wanted.plan) };
    },
    find: (name) => {
      const { template, checkInput, issues } = one(name);
      const [issue] = issues;
      if (template && checkInput && !issue) return { template, validateInput: checkInput };
      const what = issue ? `${issue.path}: ${issue.message}` : 'it cannot be read';
      throw new HeronError('invalid-plan', `The template ${name} cannot be used: ${what}`, { issues });
    },
  };
}

function readBack(file: string, found: TemplateFile | undefined): TemplateFile {
  if (found) return found;
  throw new HeronError('storage', `The template could not be read back from ${file}`);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HeronError('storage', `The templates in ${folder} cannot be read: ${(error as Error).message}`);
  }
}
