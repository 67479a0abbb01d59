import { expect, test } from 'vitest';
import { isActionTask } from '../../../../contract/plan-task.ts';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';

const catalogue = bundledCatalogue();
const present = ['site', 'app', 'photos', 'app.log', 'junit.xml', 'notes.txt'].map((name) => `/base/${name}`);

async function actionsOf(text: string): Promise<string[]> {
  const { plan } = await planSentence(text, { catalogue, present });
  return (plan?.tasks ?? []).filter(isActionTask).map(({ action }) => action);
}

test.each([
  ['git status of site', 'git.status'],
  ['what has changed in the repository site', 'git.status'],
  ['clone https://github.com/a/b.git into b', 'git.clone'],
  ['commit all changes in the repository site with the message "fix the header"', 'git.commit'],
  ['show me the last 5 commits of the repository site', 'git.log'],
  ['switch to the branch main in the repository site', 'git.checkout'],
  ['create a new branch topic in the repository site', 'git.branch'],
  ['pull in the repository site', 'git.pull'],
  ['push the branch topic of the repository site', 'git.push'],
  ['rebase the repository site onto main', 'git.rebase'],
  ['abort the rebase in the repository site', 'git.rebase'],
  ['stash the changes in the repository site', 'git.stash'],
  ['list the worktrees of the repository site', 'git.worktree'],
  ['show me the last 5 lines of app.log', 'log.tail'],
  ['search the log app.log for timeout', 'log.grep'],
  ['follow the log app.log for 30 seconds', 'log.follow'],
  ['alert me when timeout appears in the log app.log', 'log.alert'],
  ['show me the errors in the log app.log', 'log.parse'],
  ['run the tests in app', 'test.run'],
  ['which tests are there in the project app', 'test.discover'],
  ['which tests failed in the report junit.xml', 'test.report'],
  ['find the duplicates in photos', 'cleanup.duplicates'],
  ['remove the duplicates in photos', 'cleanup.removeDuplicates'],
  ['tidy up the folder photos by month', 'cleanup.organise'],
  ['delete empty folders in photos', 'cleanup.emptyFolders'],
  ['list files older than 30 days in photos', 'cleanup.oldFiles'],
])('%s → %s', async (text, action) => {
  expect(await actionsOf(text)).toEqual([action]);
});

test.each([
  ['list the files in photos', 'files.list'],
  ['read the file app.log', 'files.read'],
  ['find files with timeout in app', 'files.find'],
  ['delete the folder photos', 'files.remove'],
  ['remove x from the file notes.txt', 'text.replaceInFile'],
  ['run git with status --short', 'process.run'],
  ['what is running in the background', 'process.listBackground'],
  ['download https://a.example/b.zip to b.zip', 'web-fetch.download'],
])('what was meant before is still: %s → %s', async (text, action) => {
  expect(await actionsOf(text)).toEqual([action]);
});
