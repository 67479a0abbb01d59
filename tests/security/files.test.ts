import { fileCases } from './cases/files.ts';
import { secretFiles } from './cases/secret-files.ts';
import { runCases } from './run-cases.ts';

runCases([...fileCases, ...secretFiles]);
