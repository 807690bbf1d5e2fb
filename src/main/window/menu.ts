import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopWords } from '../words.ts';

/** The menu: quitting, editing text, and making the screen larger. Everything else is on the screens. */
export function menuTemplate({ menu }: DesktopWords): MenuItemConstructorOptions[] {
  return [
    { label: menu.file, submenu: [{ label: menu.quit, role: 'quit' }] },
    {
      label: menu.edit,
      submenu: [
        { label: menu.undo, role: 'undo' },
        { label: menu.redo, role: 'redo' },
        { type: 'separator' },
        { label: menu.cut, role: 'cut' },
        { label: menu.copy, role: 'copy' },
        { label: menu.paste, role: 'paste' },
        { label: menu.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { label: menu.larger, role: 'zoomIn', accelerator: 'CommandOrControl+=' },
        { label: menu.smaller, role: 'zoomOut' },
        { label: menu.actualSize, role: 'resetZoom' },
        { type: 'separator' },
        { label: menu.fullScreen, role: 'togglefullscreen' },
        { label: menu.reload, role: 'reload' },
      ],
    },
  ];
}
