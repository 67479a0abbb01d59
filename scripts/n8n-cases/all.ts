import type { Case } from './case.ts';
import { conditionCases } from './conditions.ts';
import { cryptoCases } from './crypto.ts';
import { expressionCases, textCases } from './expressions.ts';
import { dateCases, setCases } from './fields.ts';
import { feedCases } from './feeds.ts';
import { beginCases, fileCases } from './files.ts';
import { listCases } from './lists.ts';
import { markupCases } from './markup.ts';
import { mergeCases } from './merges.ts';

/** By the name of the file that keeps them with what n8n gave. */
export const cases: Record<string, Case[]> = {
  expressions: [...expressionCases, ...textCases],
  fields: [...setCases, ...dateCases],
  conditions: conditionCases,
  lists: listCases,
  merges: mergeCases,
  markup: markupCases,
  crypto: cryptoCases,
  files: [...fileCases, ...beginCases],
  feeds: feedCases,
};
