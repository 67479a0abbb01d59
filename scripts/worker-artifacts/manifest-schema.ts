import { format } from 'oxfmt';
import { z } from 'zod';
import formatting from '../../.oxfmtrc.json' with { type: 'json' };
import { Manifest } from '../../src/contract/manifest.ts';

/** The JSON Schema that editors check a manifest.json with, as it is written by hand. */
export async function manifestSchema(): Promise<string> {
  const schema = {
    title: 'Heron worker manifest',
    description: 'Generated from src/contract/manifest.ts by `npm run generate`; changes here are lost.',
    ...z.toJSONSchema(Manifest, { io: 'input' }),
  };
  const { code } = await format('manifest.schema.json', JSON.stringify(schema, undefined, 2), formatting);
  return code;
}
