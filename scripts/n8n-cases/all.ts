import type { Case } from './case.ts';
import { conditionCases } from './conditions.ts';
import { expressionCases, textCases } from './expressions.ts';
import { dateCases, setCases } from './fields.ts';
import { listCases } from './lists.ts';
import { mergeCases } from './merges.ts';

/** By the name of the file that keeps them with what n8n gave. */
export const cases: Record<string, Case[]> = {
  expressions: [...expressionCases, ...textCases],
  fields: [...setCases, ...dateCases],
  conditions: conditionCases,
  lists: listCases,
  merges: mergeCases,
};
