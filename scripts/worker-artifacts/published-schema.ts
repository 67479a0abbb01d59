import { format } from 'oxfmt';
import { z } from 'zod';
import formatting from '../../.oxfmtrc.json' with { type: 'json' };
import { Manifest } from '../../src/contract/manifest.ts';
import { Plan } from '../../src/contract/plan.ts';
import { PlanTemplate } from '../../src/contract/plan-templates.ts';
import { describeFields, planComments } from './plan-reference.ts';

/** The JSON Schemas that editors check files with, as they are written by hand; by their names in `resources`. */
export const publishedSchemas = {
  'manifest.schema.json': { title: 'Heron worker manifest', source: 'src/contract/manifest.ts', type: Manifest },
  'plan.schema.json': { title: 'Heron plan', source: 'src/contract/plan.ts', type: Plan },
  'plan-template.schema.json': {
    title: 'Heron plan with parameters',
    source: 'src/contract/plan-templates.ts',
    type: PlanTemplate,
  },
} as const;

export async function publishedSchema(name: keyof typeof publishedSchemas): Promise<string> {
  const { title, source, type } = publishedSchemas[name];
  // Copied: what stands in several places is one object until then.
  const fields = JSON.parse(JSON.stringify(z.toJSONSchema(type, { io: 'input' }))) as object;
  describeFields(fields, planComments());
  const description = `Generated from ${source} by \`npm run generate\`; changes here are lost.`;
  const schema = { title, description, ...fields };
  const { code } = await format(name, JSON.stringify(schema, undefined, 2), formatting);
  return code;
}
