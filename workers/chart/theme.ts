/** Colours that people who see fewer of them still tell apart (Okabe and Ito), in an order that also works on dark ground. */
const light = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#8a6d00', '#56b4e9', '#555555', '#7a3e9d'];
const dark = ['#56b4e9', '#e69f00', '#2fc79b', '#e39fc6', '#f0e442', '#8fb8ff', '#c0c0c0', '#c49be8'];

export type Theme = { colours: string[]; ground: string; text: string; faint: string; scale: string[] };

export const themes: Record<'light' | 'dark', Theme> = {
  light: {
    colours: light,
    ground: '#ffffff',
    text: '#1f2328',
    faint: '#d9dde2',
    scale: ['#f1f7fc', '#9ecae1', '#3182bd', '#08306b'],
  },
  dark: {
    colours: dark,
    ground: '#16191d',
    text: '#e6e8eb',
    faint: '#3a4048',
    scale: ['#1b2733', '#235a83', '#4aa3d8', '#d7efff'],
  },
};
