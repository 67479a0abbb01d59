import { exfiltrationCases } from './cases/exfiltration.ts';
import { runCases } from './run-cases.ts';

runCases(exfiltrationCases);
