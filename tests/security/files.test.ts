import { fileCases } from './cases/files.ts';
import { runCases } from './run-cases.ts';

runCases(fileCases);
