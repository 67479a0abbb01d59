import { copyJson, type JsonObject } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import type { PlanTemplate } from '../../../contract/plan-templates.ts';
import { HeronError } from '../../base/errors.ts';
import type { Catalogue, TemplateEntry } from '../../orchestrator/catalogue.ts';
import { type Places, withAbsolutePaths } from '../../orchestrator/checking/complete-input.ts';
import { completeTasks } from '../../orchestrator/checking/complete-tasks.ts';
import { expandTemplates } from '../../orchestrator/checking/expand-templates.ts';
import { dependenciesOfPlan } from '../../orchestrator/checking/plan-dependencies.ts';
import { templateIssues } from '../../orchestrator/checking/template-issues.ts';
import { planLimits } from '../../orchestrator/checking/validate-plan.ts';

/** A template that can run: checked, completed, and with all templates it uses put in. */
export type PreparedTemplate = {
  template: PlanTemplate;
  tasks: Task[];
  /** The parameters, with defaults and absolute paths. Errors: `invalid-input` with each issue in `details.issues`. */
  inputOf(given: JsonObject): JsonObject;
};

type Kept = PreparedTemplate & { isCurrent: () => boolean };

/** Errors: `not-found`, `invalid-plan`. What was prepared is kept until a file or an action it depends on changes. */
export type PrepareTemplate = (name: string) => PreparedTemplate | Promise<PreparedTemplate>;

export function createPrepareTemplate(parts: { catalogue: Catalogue; homeFolder: string }): PrepareTemplate {
  const { catalogue, homeFolder } = parts;
  const places: Places = { baseFolder: homeFolder, homeFolder };
  const kept = new Map<string, Kept>();

  function find(name: string): TemplateEntry {
    const entry = catalogue.template?.(name);
    if (entry) return entry;
    throw new HeronError('not-found', `There is no template ${name}`);
  }

  async function prepare(name: string, entry: TemplateEntry): Promise<Kept> {
    const { template } = entry;
    const [issue, ...more] = templateIssues(template, catalogue);
    if (issue) {
      const message = `The template ${name} cannot be used: ${issue.path}: ${issue.message}`;
      throw new HeronError('invalid-plan', message, { issues: [issue, ...more] });
    }
    const completed = await completeTasks(template.tasks, catalogue, places);
    const tasks = await expandTemplates(completed, { catalogue, places, most: planLimits.tasks });
    const prepared: Kept = {
      ...{ template, tasks },
      inputOf: (given) => inputOf(given, entry, places),
      isCurrent: dependenciesOfPlan(tasks, completed, catalogue),
    };
    kept.set(name, prepared);
    return prepared;
  }

  /** Calls that come in together look at the files once. */
  const looked = new Map<string, PreparedTemplate>();

  function look(name: string): PreparedTemplate | Promise<PreparedTemplate> {
    const entry = find(name);
    const known = kept.get(name);
    if (known?.template !== entry.template || !known.isCurrent()) return prepare(name, entry);
    if (looked.size === 0) setImmediate(() => looked.clear());
    looked.set(name, known);
    return known;
  }

  return (name) => looked.get(name) ?? look(name);
}

function inputOf(given: JsonObject, entry: TemplateEntry, places: Places): JsonObject {
  const input = copyJson(given);
  // Fills in what the schema says of fields that are absent.
  const issues = entry.validateInput(input);
  if (issues.length === 0) return withAbsolutePaths(input, { input: entry.template.parameters }, places);
  const list = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('\n');
  throw new HeronError('invalid-input', list, { issues });
}
