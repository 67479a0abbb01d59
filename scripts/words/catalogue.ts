import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWords } from './read-words.ts';

const parts = ['src/renderer/app/*.{ts,tsx}', 'src/renderer/ui/*.tsx', 'src/renderer/features/**/*.{ts,tsx}'];

/** Files in which some text is still put together of pieces, or stands in no function; no file may be added. */
export const toCome: readonly string[] = [
  ...of('bundles', ['compare-dialog.tsx', 'open-bundle.tsx', 'opened-note.tsx']),
  ...of('chat', [
    'agent-row.tsx',
    'checkpoint-line.tsx',
    'composer-hint.tsx',
    'conversation-menu.tsx',
    'folder-lines.tsx',
    'model-picker.tsx',
    'own-message.tsx',
    'thread-view.tsx',
    'use-attaching.ts',
    'use-composing.ts',
  ]),
  ...of('dashboard', ['model-charts.tsx']),
  ...of('eyes', ['hidden-section.tsx']),
  ...of('mcp', ['sign-in-notice.tsx']),
  ...of('memory', ['file-editor.tsx', 'memory-search.tsx']),
  ...of('models', ['accounts.tsx', 'routes-section.tsx', 'windows-section.tsx']),
  ...of('permissions', ['allowed-list.tsx', 'more-dialog.tsx', 'request-choice.tsx', 'waiting-bar.tsx']),
  ...of('prompts', ['profile-fields.ts', 'prompts-tab.tsx']),
  ...of('runs', ['fork-task.tsx', 'run-origin.tsx', 'undo-dialog.tsx', 'webhook-address.tsx']),
  ...of('schedules', ['hot-keys.tsx', 'schedule-detail.tsx']),
  ...of('secrets', ['remove-secret.tsx']),
  ...of('settings', [
    'audit-integrity.tsx',
    'clean-up.tsx',
    'containers-section.tsx',
    'data-tab.tsx',
    'file-notice.tsx',
    'grants-section.tsx',
    'model-field.tsx',
    'preview-words.ts',
    'report-dialog.tsx',
  ]),
  ...of('spending', ['pacing-section.tsx', 'resting-section.tsx', 'share-limits-section.tsx']),
  ...of('timeline', [
    'describe-conversation.ts',
    'describe-event.ts',
    'describe-eyes.ts',
    'describe-lanes.ts',
    'describe-mcp.ts',
    'describe-schedule.ts',
    'describe-spending.ts',
    'describe-voice.ts',
    'describe-workflow.ts',
    'event-details.tsx',
    'pruned-note.tsx',
    'run-view.tsx',
    'task-cost.tsx',
  ]),
  ...of('voice', ['engines-section.tsx', 'talking-section.tsx', 'voice-words.ts']),
];

function of(feature: string, files: string[]): string[] {
  return files.map((file) => `src/renderer/features/${feature}/${file}`);
}

/** Names of things and examples that are the same in every language, and what is said to machines. */
export const sameEverywhere: readonly string[] = [
  'Heron',
  'Mod',
  'Alt',
  'Shift',
  'Control+Shift+Space',
  'Control+Alt+R',
  'Alt+Space',
  'CommandOrControl+Shift+H',
];

/** Keys, as browsers call them. */
const key =
  /^(?:(?:Mod|Shift)\+)*(?:Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Home|End|Enter|Escape|Tab|Space|Delete|Backspace|Shift|Control|Meta|[ADG])$/;

export function doneFiles(root: string): string[] {
  return globSync(parts, { cwd: root })
    .filter((file) => !/\.test\.|fake-page\.ts$|\/fixtures\//.test(file) && !toCome.includes(file))
    .toSorted();
}

/** Texts of the parts that are done and do not go through the catalogue, as `file:line: text`. */
export function untranslated(root: string, files = doneFiles(root)): string[] {
  return files.flatMap((file) =>
    readWords(readFileSync(join(root, file), 'utf8'))
      .unsaid.filter(({ text }) => !sameEverywhere.includes(text) && !key.test(text))
      .map(({ text, line }) => `${file}:${line}: ${text}`),
  );
}

/** Every text that goes through the catalogue anywhere in the page, as i18next's JSON v4 has it. */
export function englishCatalogue(root: string): string {
  const texts = new Map<string, string>();
  const files = globSync('src/renderer/**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.includes('.test.'));
  for (const file of files.toSorted()) {
    const source = readFileSync(join(root, file), 'utf8');
    if (!source.includes('/words.ts')) continue;
    for (const { text, one } of readWords(source).said) {
      if (one === undefined) texts.set(text, text);
      else texts.set(`${text}_one`, one).set(`${text}_other`, text);
    }
  }
  const sorted = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
