import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { MAX_FILE_BYTES, MAX_PACKAGE_BYTES } from './templatePackage.ts';
import type { TemplateFault } from './templatePackage.ts';

const SLICE = 8192;
const MAX_ENTRIES = 200;
const PLAIN_PATH = /^[A-Za-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*){0,3}$/u;
/** What macOS and Windows put into a folder of their own accord. */
const LEFT_BY_DESKTOPS = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/u;
/** ZIP knows no time before this; a package has none at all. */
const NO_TIME = new Date(1980, 0, 1);

/** A package as one file, a ZIP: the same package gives the same bytes. */
export function packTemplate(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: NO_TIME });
}

/**
 * Takes a packed template apart, in bounded memory. What comes out goes to `openTemplatePackage`, which says whether it
 * is a template.
 */
export function unpackTemplate(
  data: Uint8Array,
): Result<ReadonlyMap<string, Uint8Array>, readonly TemplateFault[]> {
  const files = new Map<string, Uint8Array>();
  const faults: TemplateFault[] = [];
  let total = 0;
  let entries = 0;
  const unzip = new Unzip((file) => {
    entries += 1;
    const { name } = file;
    if (name.endsWith('/') || LEFT_BY_DESKTOPS.test(name)) return;
    if (!PLAIN_PATH.test(name) || files.has(name) || entries > MAX_ENTRIES) {
      faults.push({
        kind: 'unreadable',
        at: name.slice(0, 80),
        message: 'The package has a file of a name it may not have.',
      });
      return;
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    files.set(name, new Uint8Array());
    file.ondata = (error, part, final) => {
      if (error !== null) {
        faults.push({ kind: 'unreadable', at: name, message: `${name} cannot be unpacked.` });
        return;
      }
      length += part.length;
      total += part.length;
      if (length > MAX_FILE_BYTES || total > MAX_PACKAGE_BYTES) {
        faults.push({ kind: 'tooLarge', at: name, message: `${name} is too large when it is unpacked.` });
        return;
      }
      parts.push(part);
      if (final) files.set(name, joined(parts, length));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < data.length && faults.length === 0; at += SLICE) {
      unzip.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
    }
  } catch (cause) {
    const message = `The file is no packed template: ${cause instanceof Error ? cause.message : String(cause)}`;
    return err([{ kind: 'unreadable', at: 'package', message }]);
  }
  if (faults.length > 0) return err(faults);
  if (files.size === 0) {
    return err([{ kind: 'unreadable', at: 'package', message: 'The file is no packed template.' }]);
  }
  return ok(files);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
