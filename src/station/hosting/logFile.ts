import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from '../ports/log.ts';
import { redacted } from './redaction.ts';

export interface FileLog {
  readonly log: Logger;
  /** Where the newest lines are. */
  readonly file: string;
  close(): void;
}

export interface FileLogOptions {
  /** The folder of the log files; made where it is missing. */
  readonly folder: string;
  /** Names the program: `station` writes station.log, station.1.log and so on, older ones having higher numbers. */
  readonly name: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly maxBytes?: number;
  /** How many files are kept, the current one among them. */
  readonly keep?: number;
}

/**
 * A log of JSON lines in files that do not grow for ever, without personal data. When the disk is full, lines are dropped
 * and counted rather than stopping the station; the count is written with the next line that fits.
 */
export function openFileLog(options: FileLogOptions): FileLog {
  const { folder, name, maxBytes = 5_000_000, keep = 5 } = options;
  mkdirSync(folder, { recursive: true });
  const fileOf = (age: number) => join(folder, age === 0 ? `${name}.log` : `${name}.${age}.log`);
  const open = () => openSync(fileOf(0), 'a', 0o600);
  let descriptor: number | null = open();
  let size = fstatSync(descriptor).size;
  let dropped = 0;

  const rotate = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
    rmSync(fileOf(keep - 1), { force: true });
    for (let age = keep - 2; age >= 0; age--) renameIfThere(fileOf(age), fileOf(age + 1));
    descriptor = open();
    size = 0;
  };
  const write = (line: string) => {
    try {
      if (size + line.length > maxBytes && size > 0) rotate();
      descriptor ??= open();
      if (dropped > 0) {
        writeSync(descriptor, `{"level":40,"msg":"log lines were dropped","dropped":${dropped}}\n`);
        dropped = 0;
      }
      size += writeSync(descriptor, line);
    } catch {
      // A log that cannot be written must not stop the work it tells of.
      dropped += 1;
    }
  };

  const log = pino(
    {
      level: options.level,
      base: { program: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {},
      formatters: { log: (fields) => ({ ...objectOf(redacted(fields)) }) },
    },
    { write },
  );
  return {
    log: {
      debug: (fields, message) => log.debug(fields, String(redacted(message))),
      info: (fields, message) => log.info(fields, String(redacted(message))),
      warn: (fields, message) => log.warn(fields, String(redacted(message))),
      error: (fields, message) => log.error(fields, String(redacted(message))),
    },
    file: fileOf(0),
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : { value };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
