import { expect, test } from 'vitest';
import { FormData as LateFormData } from './form-data.ts';

test('a form is known as one, and nothing else is', () => {
  const form = new FormData();
  expect(form instanceof LateFormData).toBe(true);
  for (const other of [{}, new URLSearchParams(), undefined, null, 'form']) {
    expect(other instanceof LateFormData).toBe(false);
  }
});

test('what it makes is a form of Node', () => {
  const form = new LateFormData();
  form.append('name', 'heron');
  expect(form).toBeInstanceOf(FormData);
  expect(form.get('name')).toBe('heron');
});
