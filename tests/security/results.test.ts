import { results } from './cases/results.ts';
import { runCases } from './run-cases.ts';

runCases(results);
