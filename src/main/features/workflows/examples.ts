import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WorkflowExample } from '../../../contract/workflows.ts';
import { HeronError } from '../../base/errors.ts';
import { readDocument } from './document-text.ts';

/** Those that come with Heron, by their files' names. Errors: `storage`. */
export function readExamples(folder: string): WorkflowExample[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.heron'));
    return files.toSorted().map((file) => {
      const document = readDocument(readFileSync(join(folder, file), 'utf8'));
      const description = document.canvas?.description ?? '';
      return { name: basename(file, '.heron'), title: document.title, description, document };
    });
  } catch (error) {
    throw new HeronError('storage', `The examples in ${folder} cannot be read: ${(error as Error).message}`);
  }
}
