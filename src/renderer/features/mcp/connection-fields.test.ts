import { expect, test } from 'vitest';
import { connectionOf, noFields, problemsOf, splitCommand } from './connection-fields.ts';

test('a command line is split as a shell would, with quotes', () => {
  expect(splitCommand(`npx -y "my server" --root='/a b' ""`)).toEqual(['npx', '-y', 'my server', '--root=/a b', '']);
});

test('a program gets variables, and secrets by their names', () => {
  const fields = {
    ...noFields,
    name: 'notes',
    command: 'notes-mcp --all',
    values: 'MODE=quiet\nTOKEN=secret:notes-key\n',
  };
  expect(problemsOf(fields)).toEqual({});
  expect(connectionOf(fields)).toEqual({
    ...{ transport: 'stdio', command: 'notes-mcp', args: ['--all'] },
    environment: { MODE: 'quiet', TOKEN: { secret: 'notes-key' } },
  });
});

test('what is missing or wrong is said at its field', () => {
  expect(Object.keys(problemsOf(noFields))).toEqual(['name', 'command']);
  const address = { ...noFields, name: 'Big', transport: 'http' as const, url: 'example', values: 'nothing' };
  expect(Object.keys(problemsOf(address))).toEqual(['name', 'url', 'values']);
});
