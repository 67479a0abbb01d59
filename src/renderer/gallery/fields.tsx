import { TextCursorInput } from 'lucide-react';
import { choices } from './choices.tsx';
import type { SpecimenGroup } from './specimen.ts';
import { textFields } from './text-fields.tsx';

export const fields: SpecimenGroup = {
  id: 'fields',
  title: 'Fields',
  text: 'What is filled in, chosen or switched',
  icon: TextCursorInput,
  specimens: [...textFields, ...choices],
};
