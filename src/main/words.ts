/** What the desktop program says itself, outside the pages. */
export interface DesktopWords {
  readonly language: 'en' | 'es';
  readonly title: string;
  readonly open: string;
  readonly cancel: string;
  readonly openOutside: (host: string) => string;
  readonly closing: { readonly title: string; readonly text: string };
  readonly crashed: { readonly title: string; readonly text: string; readonly again: string };
  readonly menu: {
    readonly file: string;
    readonly quit: string;
    readonly edit: string;
    readonly undo: string;
    readonly redo: string;
    readonly cut: string;
    readonly copy: string;
    readonly paste: string;
    readonly selectAll: string;
    readonly view: string;
    readonly larger: string;
    readonly smaller: string;
    readonly actualSize: string;
    readonly fullScreen: string;
    readonly reload: string;
  };
}

const english: DesktopWords = {
  language: 'en',
  title: 'Certificate Station',
  open: 'Open',
  cancel: 'Cancel',
  openOutside: (host) => `Open ${host} in your browser?`,
  closing: {
    title: 'Closing the station',
    text: 'Finishing what is being written. This takes a moment; nothing is lost.',
  },
  crashed: {
    title: 'The screen stopped several times',
    text: 'The station itself is running and nothing that was confirmed is lost.',
    again: 'Show the screen again',
  },
  menu: {
    file: 'File',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    larger: 'Larger text',
    smaller: 'Smaller text',
    actualSize: 'Usual size',
    fullScreen: 'Full screen',
    reload: 'Show the screen anew',
  },
};

const spanish: DesktopWords = {
  language: 'es',
  title: 'Estación de certificados',
  open: 'Abrir',
  cancel: 'Cancelar',
  openOutside: (host) => `¿Abrir ${host} en su navegador?`,
  closing: {
    title: 'Cerrando la estación',
    text: 'Se termina de guardar lo que está en curso. Tarda un momento; no se pierde nada.',
  },
  crashed: {
    title: 'La pantalla se detuvo varias veces',
    text: 'La estación sigue en marcha y no se perdió nada de lo confirmado.',
    again: 'Mostrar la pantalla otra vez',
  },
  menu: {
    file: 'Archivo',
    quit: 'Salir',
    edit: 'Edición',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    view: 'Ver',
    larger: 'Texto más grande',
    smaller: 'Texto más pequeño',
    actualSize: 'Tamaño habitual',
    fullScreen: 'Pantalla completa',
    reload: 'Mostrar la pantalla de nuevo',
  },
};

/** The words for a locale such as `es-MX`; English where there is no other. */
export function desktopWords(locale: string): DesktopWords {
  return locale.toLowerCase().startsWith('es') ? spanish : english;
}
