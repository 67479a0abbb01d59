// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { type PermissionNeed, sensitiveNeed } from '../../../contract/permission-need.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine } from '../../engine/fake-engine.ts';
import { NeedView } from './need-view.tsx';

test.each<[PermissionNeed, string, string]>([
  [
    { capability: 'code', target: 'python', detail: 'for n in range(3):\n  print(n)', exact: true },
    'Python, 2 lines',
    'for n in range(3):\n  print(n)',
  ],
  [{ capability: 'code', target: 'javascript', detail: '1', exact: true }, 'JavaScript, 1 line', '1'],
  [
    { capability: 'shell', target: '/bin/git', detail: 'git push', args: ['push'] },
    'Command, run with /bin/git',
    '$git push',
  ],
])('what %j would run is shown whole', async (need, label, code) => {
  const page = await openPage(
    createFakeEngine(() => ({})),
    createElement(NeedView, { need }),
  );
  expect(page.find('[role=group]').getAttribute('aria-label')).toBe(label);
  expect(page.find('pre code').textContent).toBe(code);
  await page.close();
});

test('a sensitive file is told as one', async () => {
  const page = await openPage(
    createFakeEngine(() => ({})),
    createElement(NeedView, { need: sensitiveNeed({ capability: 'files.read', target: '/home/ada/shop/.env' }) }),
  );
  expect(page.find('p', '/home/ada/shop/.env')).toBeDefined();
  expect(page.text()).toContain('It may hold passwords or keys.');
  await page.close();
});
