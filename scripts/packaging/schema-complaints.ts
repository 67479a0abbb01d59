import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ErrorObject } from 'ajv';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';

/**
 * What electron-builder's own schema has against electron-builder.yml, by place. Its own words for a mistake in a part
 * that may also be null are that it should be null.
 */
export async function schemaComplaints(root: string): Promise<string[]> {
  const schema = createRequire(import.meta.url).resolve('app-builder-lib/scheme.json');
  const validate = new Ajv({ allErrors: true, strict: false, coerceTypes: true }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
  const configuration = await getConfig(root, null, null);
  if (validate(configuration)) return [];
  const errors = validate.errors ?? [];
  const deepest = Math.max(...errors.map(depth));
  const lines = errors.filter((error) => depth(error) === deepest).map(line);
  return [...new Set(lines)];
}

/** A choice fails at its own place too, and "or null" is never what was meant. */
function depth({ instancePath, keyword, params }: ErrorObject): number {
  if (keyword === 'anyOf' || (params as { type?: string }).type === 'null') return -1;
  return instancePath.split('/').length + (keyword === 'additionalProperties' ? 1 : 0);
}

function line({ instancePath, message, params }: ErrorObject): string {
  const { additionalProperty } = params as { additionalProperty?: string };
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the configuration';
  return `electron-builder.yml: ${place} ${message}${additionalProperty ? ` (${additionalProperty})` : ''}`;
}
