import { jobs, reprint, restored, returned, sender } from './care.ts';
import { pack, ship } from './mail.ts';
import { history, pull, reports, settings, stock } from './office.ts';
import { calibrate, fieldNames, findingSays, letters, printers, refusedAs } from './printers.ts';
import { problems } from './problems.ts';
import { common, crashed, problem, secondPerson, setup, shell, signIn, steps } from './shell.ts';
import { templates } from './templates.ts';
import { words } from './words.ts';
import { check, piece, print, queue, scan, sheetMap } from './work.ts';

/** All English texts; the shape that every other language has to fill. */
export const en = {
  shell,
  common,
  steps,
  problem,
  problems,
  crashed,
  setup,
  signIn,
  secondPerson,
  queue,
  print,
  sheetMap,
  scan,
  piece,
  check,
  pack,
  ship,
  returned,
  jobs,
  restored,
  reprint,
  sender,
  stock,
  history,
  pull,
  reports,
  settings,
  printers,
  calibrate,
  letters,
  findingSays,
  fieldNames,
  refusedAs,
  templates,
  words,
};
