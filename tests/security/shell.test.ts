import { shellCases } from './cases/shell.ts';
import { runCases } from './run-cases.ts';

runCases(shellCases);
