import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReadableWorker, TreeCheck, WorkerCheck } from './worker-checks/check.ts';
import { entryGivesTheActions, hasTests, isSmall, testsRun } from './worker-checks/code-checks.ts';
import {
  hooksAreNamedOnce,
  secretsCanBeUsed,
  settingsMakeAForm,
  triggersAreDescribed,
  triggersCanPoll,
} from './worker-checks/declaration-checks.ts';
import { defaultsFillInputFields, expressionsMakeSense, sayingNamesFields } from './worker-checks/expression-checks.ts';
import { importsStayInside } from './worker-checks/import-checks.ts';
import {
  hasActions,
  idIsFolderName,
  permissionsMatchNeeds,
  secretsMatchNeeds,
  resultIsAnOutputField,
  riskMatchesNeeds,
  runsOnThisHeron,
  undoSaysSomething,
} from './worker-checks/manifest-checks.ts';
import {
  fixedInputFits,
  phrasesAreUnique,
  phrasesCanBeRead,
  phrasesFillWhatIsRequired,
  slotsAreInputFields,
} from './worker-checks/phrase-checks.ts';
import { inputFieldsAreDescribed, schemaDefaultsFit, schemasCompile } from './worker-checks/schema-checks.ts';
import {
  makesNoCode,
  namesItsPrograms,
  permissionsHaveReasons,
  programsComeWithArguments,
  usesWhatItDeclares,
} from './worker-checks/security-checks.ts';
import { tsconfigsFollowTiers } from './worker-checks/tier-checks.ts';
import { type Finding, formatFinding, readWorkerFolders } from './worker-folders.ts';

export const workerChecks: WorkerCheck[] = [
  idIsFolderName,
  runsOnThisHeron,
  hasActions,
  permissionsMatchNeeds,
  secretsMatchNeeds,
  riskMatchesNeeds,
  undoSaysSomething,
  resultIsAnOutputField,
  schemasCompile,
  inputFieldsAreDescribed,
  schemaDefaultsFit,
  phrasesCanBeRead,
  slotsAreInputFields,
  phrasesFillWhatIsRequired,
  fixedInputFits,
  expressionsMakeSense,
  sayingNamesFields,
  defaultsFillInputFields,
  settingsMakeAForm,
  secretsCanBeUsed,
  hooksAreNamedOnce,
  triggersAreDescribed,
  triggersCanPoll,
  entryGivesTheActions,
  hasTests,
  testsRun,
  isSmall,
  importsStayInside,
  makesNoCode,
  permissionsHaveReasons,
  usesWhatItDeclares,
  namesItsPrograms,
  programsComeWithArguments,
];

export const treeChecks: TreeCheck[] = [phrasesAreUnique, tsconfigsFollowTiers];

/** Everything that is wrong with the workers below `root`. */
export async function checkWorkers(root: string): Promise<Finding[]> {
  const folders = readWorkerFolders(root);
  const workers: ReadableWorker[] = folders.flatMap(({ manifest, ...folder }) =>
    manifest ? [{ ...folder, manifest }] : [],
  );
  const findings = folders.flatMap((folder) => folder.findings);
  for (const worker of workers) {
    for (const check of workerChecks) findings.push(...(await check(worker)));
  }
  for (const check of treeChecks) findings.push(...check(workers, root));
  return findings;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { root: { type: 'string', default: dirname(import.meta.dirname) } } });
  const findings = await checkWorkers(values.root);
  for (const finding of findings) console.error(formatFinding(finding));
  if (findings.length > 0) process.exitCode = 1;
}
