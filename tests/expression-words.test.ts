import { expect, test } from 'vitest';
import { compileExpression } from '../src/main/orchestrator/expressions/template.ts';
import { knownFunctions } from '../src/renderer/features/workflows/expressions/known-functions.ts';

test.each(Object.keys(knownFunctions))('$%s, which the editor offers, is one the engine knows', async (name) => {
  expect(await compileExpression(`$type($${name})`).evaluate({})).toBe('function');
});
