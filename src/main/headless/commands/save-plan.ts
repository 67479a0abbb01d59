import { inputName, literalsOf, type PlanLiteral } from '../../../contract/plan-literals.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { TemplateInput } from '../../../contract/plan-templates.ts';
import { exitCode } from '../exit-code.ts';
import { printable, printableLine } from '../../base/printable.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';
import { readPlan } from './plans.ts';

export type SaveOptions = {
  as: string;
  title?: string;
  description?: string;
  input: string[];
  inputs?: boolean;
  overwrite?: boolean;
  json?: boolean;
};

/** `heron plan save <run> --as name`: the plan as a template, in the person's own folder of them. */
export function savePlan(
  { terminal, openEngine }: CommandParts,
  source: string,
  options: SaveOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { plan } = await readPlan(client, terminal, source);
    if (options.inputs) return listLiterals(terminal, plan, options.json === true);
    const { summary, leftOut } = await client.templates.save({
      ...{ plan, name: options.as, inputs: chosenInputs(plan, options.input) },
      title: options.title ?? plan.title,
      description: options.description ?? options.title ?? plan.title,
      overwrite: options.overwrite === true,
    });
    if (options.json) terminal.out(JSON.stringify({ summary, leftOut }));
    else {
      terminal.out(printableLine(`Saved as ${summary.name}: ${summary.file}`));
      for (const field of leftOut) terminal.out(`A template has no ${field}: the plan's was left out.`);
    }
    return exitCode.completed;
  });
}

function listLiterals(terminal: Terminal, plan: Plan, isJson: boolean): number {
  const literals = literalsOf(plan);
  if (isJson) terminal.out(JSON.stringify(literals));
  else if (literals.length === 0) terminal.out('Nothing in this plan could be an input.');
  else {
    const taken = new Set<string>();
    for (const literal of literals) terminal.out(printable(lineOf(literal, taken)));
  }
  return exitCode.completed;
}

/** As it can be given to `--input`, with the value after it. */
function lineOf({ at, field, value }: PlanLiteral, taken: Set<string>): string {
  const name = inputName(field, taken);
  taken.add(name);
  return `${name}=${at}  ${JSON.stringify(value)}`;
}

function chosenInputs(plan: Plan, given: string[]): TemplateInput[] {
  const places = new Set(literalsOf(plan).map(({ at }) => at));
  return given.map((text) => {
    const [name = '', at = ''] = text.split(/=(.*)/s);
    if (!/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(name)) {
      throw new UsageError(`--input ${text}: expected name=place, the name of letters, digits and _`);
    }
    if (!places.has(at)) throw new UsageError(`--input ${text}: there is no literal at ${at}; --inputs lists them`);
    return { name, at };
  });
}
