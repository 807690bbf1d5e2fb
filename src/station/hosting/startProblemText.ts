import type { StationStartProblem } from '../ports/startProblem.ts';

/** A problem at start as a person reads it. */
export interface StartProblemText {
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
}

type Words = { readonly [Tag in StationStartProblem['tag']]: (p: ProblemOf<Tag>) => StartProblemText };
type ProblemOf<Tag> = Extract<StationStartProblem, { tag: Tag }>;

const english: Words = {
  database_newer_than_program: (p) => ({
    happened: `The data of this station was written by a newer version of the program (data version ${p.databaseVersion}, this program knows up to ${p.programVersion}).`,
    safe: `Nothing was changed. All your work is in ${p.file}.`,
    next: 'Install the newest version of the program and start it again.',
  }),
  database_corrupt: (p) => ({
    happened: `The database of this station cannot be read: ${p.detail}`,
    safe: `Nothing was changed. The file ${p.file} was left as it is, and what central already received is safe there.`,
    next: 'Do not delete the file. Restore the newest copy from the folder "backups" beside it, or ask whoever looks after this computer to check the disk.',
  }),
  data_folder_locked: (p) => ({
    happened: `The station is already running on this data${p.pid === undefined ? '' : ` (process ${p.pid})`}: ${p.folder}`,
    safe: 'Nothing was changed; the running station goes on with its work.',
    next: 'Use the window that is already open, or close that program and start again.',
  }),
  disk_full: (p) => ({
    happened: `There is no room left on the disk that holds ${p.folder}.`,
    safe: 'Nothing was lost: work is only confirmed after it has been written.',
    next: 'Free some space on that disk, then start again.',
  }),
  data_folder_unusable: (p) => ({
    happened: `The folder for the data of this station cannot be used: ${p.folder} (${p.detail})`,
    safe: 'Nothing was changed and nothing was started.',
    next: 'Choose a folder that you may write to (--data), or ask whoever looks after this computer for the right to this one.',
  }),
  settings_corrupt: (p) => ({
    happened: `The settings file cannot be read: ${p.file}${p.line === null ? '' : `, line ${p.line}`}: ${p.detail}`,
    safe: 'The file was left as it is. Your work is kept elsewhere and is not touched.',
    next: `Correct ${p.line === null ? 'the file' : `line ${p.line}`} and start again; or move the file away to start with the usual settings.`,
  }),
  migration_failed: (p) => ({
    happened: `The data of this station could not be brought up to this version of the program (step ${p.migration}): ${p.detail}`,
    safe: `Nothing was changed in ${p.file}.${p.backup === undefined ? '' : ` A copy from before was kept: ${p.backup}.`}`,
    next: 'Go on with the version of the program that you had before, and send this message to whoever looks after the program.',
  }),
};

const spanish: Words = {
  database_newer_than_program: (p) => ({
    happened: `Los datos de esta estación fueron escritos por una versión más nueva del programa (versión de datos ${p.databaseVersion}; este programa conoce hasta la ${p.programVersion}).`,
    safe: `No se cambió nada. Todo su trabajo está en ${p.file}.`,
    next: 'Instale la versión más nueva del programa y vuelva a iniciarlo.',
  }),
  database_corrupt: (p) => ({
    happened: `No se puede leer la base de datos de esta estación: ${p.detail}`,
    safe: `No se cambió nada. El archivo ${p.file} quedó como estaba, y lo que la central ya recibió está a salvo allí.`,
    next: 'No borre el archivo. Recupere la copia más reciente de la carpeta "backups" que está al lado, o pida a quien cuida este equipo que revise el disco.',
  }),
  data_folder_locked: (p) => ({
    happened: `La estación ya está en marcha con estos datos${p.pid === undefined ? '' : ` (proceso ${p.pid})`}: ${p.folder}`,
    safe: 'No se cambió nada; la estación en marcha sigue con su trabajo.',
    next: 'Use la ventana que ya está abierta, o cierre ese programa y vuelva a iniciar.',
  }),
  disk_full: (p) => ({
    happened: `No queda espacio en el disco que contiene ${p.folder}.`,
    safe: 'No se perdió nada: el trabajo solo se confirma después de haberse escrito.',
    next: 'Libere espacio en ese disco y vuelva a iniciar.',
  }),
  data_folder_unusable: (p) => ({
    happened: `No se puede usar la carpeta de datos de esta estación: ${p.folder} (${p.detail})`,
    safe: 'No se cambió ni se inició nada.',
    next: 'Elija una carpeta en la que pueda escribir (--data), o pida permiso para esta a quien cuida este equipo.',
  }),
  settings_corrupt: (p) => ({
    happened: `No se puede leer el archivo de configuración: ${p.file}${p.line === null ? '' : `, línea ${p.line}`}: ${p.detail}`,
    safe: 'El archivo quedó como estaba. Su trabajo se guarda en otro lugar y no se toca.',
    next: `Corrija ${p.line === null ? 'el archivo' : `la línea ${p.line}`} y vuelva a iniciar; o aparte el archivo para empezar con la configuración habitual.`,
  }),
  migration_failed: (p) => ({
    happened: `No se pudieron llevar los datos de esta estación a esta versión del programa (paso ${p.migration}): ${p.detail}`,
    safe: `No se cambió nada en ${p.file}.${p.backup === undefined ? '' : ` Se guardó una copia de antes: ${p.backup}.`}`,
    next: 'Siga con la versión del programa que tenía antes y envíe este mensaje a quien cuida el programa.',
  }),
};

const titles = {
  en: {
    title: 'The station cannot start yet',
    safe: 'What is safe',
    next: 'What to do next',
    again: 'Try again',
  },
  es: {
    title: 'La estación aún no puede iniciar',
    safe: 'Qué está a salvo',
    next: 'Qué hacer ahora',
    again: 'Intentar de nuevo',
  },
} as const;

export type ProblemLanguage = keyof typeof titles;

/** The language of the program for a locale such as `es-MX`; English where there is no other. */
export function problemLanguage(locale: string): ProblemLanguage {
  return locale.toLowerCase().startsWith('es') ? 'es' : 'en';
}

/** What happened, what is safe and what to do next, in sentences. */
export function describeStartProblem(
  problem: StationStartProblem,
  language: ProblemLanguage = 'en',
): StartProblemText {
  const words = language === 'es' ? spanish : english;
  switch (problem.tag) {
    case 'database_newer_than_program':
      return words.database_newer_than_program(problem);
    case 'database_corrupt':
      return words.database_corrupt(problem);
    case 'data_folder_locked':
      return words.data_folder_locked(problem);
    case 'disk_full':
      return words.disk_full(problem);
    case 'data_folder_unusable':
      return words.data_folder_unusable(problem);
    case 'settings_corrupt':
      return words.settings_corrupt(problem);
    case 'migration_failed':
      return words.migration_failed(problem);
  }
}

/** The problem for a terminal: a heading and three paragraphs, ending in a line break. */
export function startProblemPlainText(
  problem: StationStartProblem,
  language: ProblemLanguage = 'en',
): string {
  const text = describeStartProblem(problem, language);
  const words = titles[language];
  return `${words.title}.\n\n${text.happened}\n\n${words.safe}: ${text.safe}\n${words.next}: ${text.next}\n`;
}

/**
 * The problem as a page of its own, without script. `again` is an address that starts anew; without it the page has no
 * button.
 */
export function startProblemPage(
  problem: StationStartProblem,
  language: ProblemLanguage = 'en',
  again?: string,
): Response {
  const text = describeStartProblem(problem, language);
  const words = titles[language];
  const button =
    again === undefined ? '' : `<p><a class="again" href="${escaped(again)}">${words.again}</a></p>`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${words.title}</title><style>
:root{color-scheme:light dark}body{font:18px/1.5 "Atkinson Hyperlegible Next",system-ui,sans-serif;max-width:40em;
margin:12vh auto;padding:0 24px;overflow-wrap:anywhere}h1{font-size:28px}h2{font-size:18px;margin:24px 0 4px}p{margin:0 0 12px}
.again{display:inline-block;padding:12px 24px;border-radius:8px;background:#1d4ed8;color:#fff;text-decoration:none}
</style></head><body><main role="alert"><h1>${words.title}</h1><p>${escaped(text.happened)}</p>
<h2>${words.safe}</h2><p>${escaped(text.safe)}</p><h2>${words.next}</h2><p>${escaped(text.next)}</p>${button}</main></body></html>`;
  return new Response(html, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
