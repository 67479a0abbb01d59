import { z } from 'zod';
import { strictObject } from '../../../contract/strict-object.ts';
import { allowFile } from './file-access.ts';
import { method } from './method.ts';
import { Path } from './parameters.ts';
import { normalPath } from './paths/canonical-path.ts';

const list = method('files.list', {
  parameters: strictObject(() => ({ path: Path, recursive: z.boolean(), cursor: z.string().max(20).nullable() })),
  async run(call, { path, recursive, cursor }) {
    const operation = 'files.list';
    const folder = await allowFile(call, { operation, capability: 'files.read', path, means: 'target' });
    const start = { folder, named: normalPath(path), recursive };
    return { value: await (cursor === null ? call.walks.begin(start) : call.walks.resume(cursor, start)) };
  },
});

export const filesListMethods = [list];
