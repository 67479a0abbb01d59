import type { MenuItemConstructorOptions } from 'electron';
import { t } from '../../words/words.ts';

type Items = MenuItemConstructorOptions[];

const line = { type: 'separator' } as const;

/** The menus every program has. What they do are roles; Electron names those in English alone. Developer tools only in a checkout. */
export function menuTemplate(platform: NodeJS.Platform, isPackaged: boolean, name: string): Items {
  const quit = { role: 'quit', label: t('Quit {{name}}', { name }) } as const;
  return [
    platform === 'darwin'
      ? { label: name, submenu: [...ofProgram(name), quit] }
      : { label: t('File'), submenu: [quit] },
    { label: t('Edit'), submenu: editing() },
    { label: t('View'), submenu: [...viewing(), ...(isPackaged ? [] : [line, ...developing()])] },
    { role: 'windowMenu', label: t('Window'), submenu: ofWindow(platform) },
  ];
}

/** On macOS, in the menu with the program's name. */
const ofProgram = (name: string): Items => [
  { role: 'about', label: t('About {{name}}', { name }) },
  line,
  { role: 'services', label: t('Services') },
  line,
  { role: 'hide', label: t('Hide {{name}}', { name }) },
  { role: 'hideOthers', label: t('Hide others') },
  { role: 'unhide', label: t('Show all') },
  line,
];

const editing = (): Items => [
  { role: 'undo', label: t('Undo') },
  { role: 'redo', label: t('Redo') },
  line,
  { role: 'cut', label: t('Cut') },
  { role: 'copy', label: t('Copy') },
  { role: 'paste', label: t('Paste') },
  { role: 'delete', label: t('Delete') },
  line,
  { role: 'selectAll', label: t('Select all') },
];

const viewing = (): Items => [
  { role: 'resetZoom', label: t('Actual size') },
  { role: 'zoomIn', label: t('Zoom in') },
  { role: 'zoomOut', label: t('Zoom out') },
  line,
  { role: 'togglefullscreen', label: t('Full screen') },
];

const developing = (): Items => [
  { role: 'reload', label: t('Load anew') },
  { role: 'toggleDevTools', label: t('Developer tools') },
];

const ofWindow = (platform: NodeJS.Platform): Items => [
  { role: 'minimize', label: t('Minimise') },
  ...(platform === 'darwin'
    ? ([{ role: 'zoom', label: t('Zoom') }, line, { role: 'front', label: t('Bring all to front') }] as const)
    : []),
  { role: 'close', label: t('Close') },
];
