import { codeCases } from './cases/code.ts';
import { runCases } from './run-cases.ts';

runCases(codeCases);
