import type { ActionManifest, Manifest, Phrase } from '../../src/contract/manifest.ts';
import { examplePlan } from './example-plan.ts';

/** docs/guide/workers.md: every bundled worker and its actions. */
export function cataloguePage(manifests: Manifest[]): string {
  return `${[introduction, overview(manifests)].join('\n\n')}\n`;
}

/** docs/workers/<id>.md: what one worker does, may ask for and can be told. */
export function workerPage(manifest: Manifest): string {
  return `${[generated, workerSection(manifest)].join('\n\n')}\n`;
}

const generated = "<!-- Generated from the worker's manifest by `npm run generate`; changes here are lost. -->";

const introduction = `<!-- Generated from the workers' manifests by \`npm run generate\`; changes here are lost. -->

# Workers

What Heron can do without installing anything; each worker has a page with its actions, permissions and examples. In a phrase, \`(a|b)\` stands for one of the words, \`[x]\` for words that
may be left out, and \`{slot}\` for a field of the action; \`{its slot}\` also takes "its", meaning the result of the step
before. [Write a worker](write-a-worker.md) says how to add one.`;

function overview(manifests: Manifest[]): string {
  const rows = manifests.map(
    ({ id, name, description, tier, actions }) =>
      `| [${name}](../workers/${id}.md) | ${Object.keys(actions)
        .map((action) => `\`${id}.${action}\``)
        .join(' ')} | ${cell(description)} | ${tier} |`,
  );
  return ['| Worker | Actions | What it does | Tier |', '|---|---|---|---|', ...rows].join('\n');
}

function workerSection(manifest: Manifest): string {
  const permissions = manifest.permissions.map(({ capability, reason }) => `* \`${capability}\`: ${reason}`);
  const actions = Object.entries(manifest.actions).map(([name, action]) => actionSection(manifest.id, name, action));
  return [
    `# ${manifest.name}`,
    manifest.description,
    `Part of Heron; [all workers](../guide/workers.md). Tier: ${manifest.tier}.`,
    permissions.length > 0 ? `It may ask for:\n\n${permissions.join('\n')}` : 'It asks for nothing.',
    ...(manifest.hooks.length > 0
      ? [`It watches ${manifest.hooks.map((event) => `\`${event}\``).join(', ')}, once its hooks are switched on.`]
      : []),
    ...(manifest.settings ? [fieldTable('Setting', manifest.settings)] : []),
    ...actions,
  ].join('\n\n');
}

function actionSection(workerId: string, name: string, action: ActionManifest): string {
  const needs = action.needs.map(({ capability, target }) => `${capability} \`${cell(target)}\``);
  const facts = [
    `Risk: ${action.risk}`,
    needs.length > 0 ? `needs ${needs.join(', ')}` : 'needs nothing',
    ...(action.repeatable ? [] : ['not repeated by itself']),
  ];
  return [
    `## \`${workerId}.${name}\``,
    `${action.title}. ${action.description}`,
    `${facts.join(' · ')}.`,
    fieldTable('Input', action.input),
    fieldTable('Output', action.output),
    ...(action.phrases.length > 0
      ? [`Say:\n\n${action.phrases.map((phrase) => `* \`${phraseText(phrase)}\``).join('\n')}`]
      : []),
    `As a plan:\n\n\`\`\`json\n${examplePlan(workerId, name, action)}\n\`\`\``,
  ].join('\n\n');
}

function fieldTable(heading: string, schema: ActionManifest['input']): string {
  const rows = Object.entries(schema.properties).map(([field, property]) => {
    const isRequired = schema.required?.includes(field) ?? false;
    const description = typeof property['description'] === 'string' ? property['description'] : '';
    const byDefault = 'default' in property ? `Default: \`${JSON.stringify(property['default'])}\`.` : '';
    return `| \`${field}\`${isRequired ? '' : '?'} | ${kindOf(property)} | ${cell(`${description} ${byDefault}`.trim())} |`;
  });
  if (rows.length === 0) return `${heading}: nothing.`;
  return [`| ${heading} | Kind | |`, '|---|---|---|', ...rows].join('\n');
}

function kindOf(schema: Record<string, unknown>): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(' ');
  if (typeof schema['format'] === 'string') return schema['format'];
  const type = schema['type'];
  return Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'any';
}

function phraseText(phrase: Phrase): string {
  if (typeof phrase === 'string') return phrase;
  const fixed = Object.entries(phrase.input).map(([field, value]) => `${field} = ${JSON.stringify(value)}`);
  return `${phrase.text}\` with \`${fixed.join(', ')}`;
}

/** A bar would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
