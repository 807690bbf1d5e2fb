/** What is published, as it is and as it looks. */
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import type { PublishedTemplate, TemplateFontFile } from '../../../contract/station/templates.ts';
import { templateSchema } from '../../../documents/template/format.ts';
import type { Template } from '../../../documents/template/format.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import type { Designing } from '../../documents/designing.ts';
import type { KeptTemplate, LibraryFont, Side, TemplateChanges } from '../../documents/designingProtocol.ts';
import { fileName, keptDraft, unexpected } from './refusals.ts';
import type { NotSound, UnknownTemplate } from './refusals.ts';
import * as repo from './repo.ts';

/** Which picture of a version. */
export interface PictureWanted {
  readonly templateVersion: string;
  readonly side: Side;
  readonly dpi: number;
}

/** Two versions, or drafts by their ids, side by side. */
export interface ComparedPicture {
  readonly before: string;
  readonly after: string;
  readonly show: 'before' | 'after' | 'difference';
  readonly side: Side;
}

export interface Library {
  published(): Promise<PublishedTemplate[]>;
  picture(wanted: PictureWanted): Promise<Result<File, UnknownTemplate | NotSound>>;
  exported(templateVersion: string): Result<File, UnknownTemplate>;
  compare(pair: {
    readonly before: string;
    readonly after: string;
  }): Promise<Result<TemplateChanges, UnknownTemplate | NotSound>>;
  comparePicture(wanted: ComparedPicture): Promise<Result<File, UnknownTemplate | NotSound>>;
  fonts(): Promise<TemplateFontFile[]>;
  /** Null: no such font. */
  font(sha256: string): Promise<File | null>;
}

/** Certificates that are counted in one go: a few milliseconds. */
const COUNTED_AT_ONCE = 5000;
/** Dots an inch of pictures that are compared. */
const COMPARED_DPI = 100;
/** Bytes of pictures that are kept at hand: a gallery is looked at more than once. */
const PICTURES_BYTES = 24 * 1024 * 1024;

/** Makes the library of a station. */
export function createLibrary(ctx: StationContext, designing: Designing): Library {
  const abouts = new Map<string, Template>();
  const pictures = new KeptPictures(PICTURES_BYTES);
  const issued = { counts: new Map<string, number>(), last: 0 };
  let counting: Promise<void> | null = null;
  let fonts: Promise<readonly LibraryFont[]> | null = null;

  /** A published version never changes, so its `template.json` is read once. */
  const aboutOf = (tx: Reader, templateVersion: string): Template => {
    const known = abouts.get(templateVersion);
    if (known !== undefined) return known;
    const stored = repo.publishedPackage.get(tx, { templateVersion });
    if (stored === undefined) throw new Error('A package that was just listed is gone');
    const files = unzipSync(stored.package, { filter: ({ name }) => name === 'template.json' });
    const about = templateSchema.parse(JSON.parse(new TextDecoder().decode(files['template.json'])));
    abouts.set(templateVersion, about);
    return about;
  };

  /** Certificates only ever come in addition, and each keeps its version: what was counted once stays counted. */
  const countOn = async (): Promise<void> => {
    for (;;) {
      const counted = ctx.db.read((tx) => {
        const through = Math.min(repo.lastCertificate.get(tx, {})?.row ?? 0, issued.last + COUNTED_AT_ONCE);
        return { through, rows: repo.issuedBetween.all(tx, { after: issued.last, through }) };
      });
      if (counted.through === issued.last) return;
      for (const { templateVersion, certificates } of counted.rows)
        issued.counts.set(templateVersion, (issued.counts.get(templateVersion) ?? 0) + certificates);
      issued.last = counted.through;
      // Scans come between.
      await setImmediate();
    }
  };

  const keptOf = (name: string): KeptTemplate | null =>
    ctx.db.read((tx) => {
      const published = repo.publishedPackage.get(tx, { templateVersion: name });
      if (published !== undefined) return { name, templateJson: null, package: published.package };
      const draft = repo.draftById.get(tx, { draftId: name });
      return draft === undefined ? null : keptDraft(draft);
    });

  const pngFile = (bytes: Uint8Array, name: string): File =>
    new File([new Uint8Array(bytes)], `${name}.png`, { type: 'image/png' });

  const drawn = async (of: KeptTemplate, side: Side, dpi: number): Promise<Result<File, NotSound>> => {
    const answer = await designing.ask({ kind: 'picture', of, side, dpi });
    if (answer.tag === 'not_sound') return err(answer);
    return answer.tag === 'bytes' ? ok(pngFile(answer.bytes, side)) : unexpected(answer);
  };

  const libraryFonts = (): Promise<readonly LibraryFont[]> => {
    fonts ??= designing
      .ask({ kind: 'fonts' })
      .then((answer) => (answer.tag === 'fonts' ? answer.fonts : unexpected(answer)))
      .catch((problem: unknown) => {
        fonts = null;
        throw problem;
      });
    return fonts;
  };

  return {
    async published() {
      await (counting ??= countOn().finally(() => {
        counting = null;
      }));
      return ctx.db.read((tx) => {
        const titles = new Set<string>();
        return repo.allPublished.all(tx, {}).map((row) => {
          const { page, background, jurisdiction = null } = aboutOf(tx, row.templateVersion);
          const newest = !titles.has(row.title);
          titles.add(row.title);
          return {
            ...row,
            newest,
            ...page,
            twoSided: background.back !== undefined,
            jurisdiction,
            certificates: issued.counts.get(row.templateVersion) ?? 0,
          };
        });
      });
    },
    async picture({ templateVersion, side, dpi }) {
      const key = `${templateVersion} ${side} ${dpi}`;
      const known = pictures.get(key);
      if (known !== undefined) return ok(known);
      const published = ctx.db.read((tx) => repo.publishedPackage.get(tx, { templateVersion }));
      if (published === undefined) return err({ tag: 'unknown_template', templateVersion });
      const picture = await drawn(
        { name: templateVersion, templateJson: null, package: published.package },
        side,
        dpi,
      );
      if (picture.ok) pictures.keep(key, picture.value);
      return picture;
    },
    exported(templateVersion) {
      const published = ctx.db.read((tx) => repo.publishedPackage.get(tx, { templateVersion }));
      if (published === undefined) return err({ tag: 'unknown_template', templateVersion });
      const name = fileName(`${published.title} ${templateVersion.slice(0, 8)}`, 'zip');
      return ok(new File([new Uint8Array(published.package)], name, { type: 'application/zip' }));
    },
    async compare({ before, after }) {
      const [left, right] = [keptOf(before), keptOf(after)];
      if (left === null) return err({ tag: 'unknown_template', templateVersion: before });
      if (right === null) return err({ tag: 'unknown_template', templateVersion: after });
      const answer = await designing.ask({ kind: 'compare', before: left, after: right });
      if (answer.tag === 'not_sound') return err(answer);
      if (answer.tag !== 'changes') return unexpected(answer);
      const { changes, fields } = answer;
      return ok({ changes, fields });
    },
    async comparePicture({ before, after, show, side }) {
      const [left, right] = [keptOf(before), keptOf(after)];
      if (left === null) return err({ tag: 'unknown_template', templateVersion: before });
      if (right === null) return err({ tag: 'unknown_template', templateVersion: after });
      if (show !== 'difference') return drawn(show === 'before' ? left : right, side, COMPARED_DPI);
      const answer = await designing.ask({
        kind: 'difference',
        before: left,
        after: right,
        side,
        dpi: COMPARED_DPI,
      });
      if (answer.tag === 'not_sound') return err(answer);
      return answer.tag === 'bytes' ? ok(pngFile(answer.bytes, show)) : unexpected(answer);
    },
    async fonts() {
      return (await libraryFonts()).map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
    },
    async font(sha256) {
      const font = (await libraryFonts()).find((each) => each.sha256 === sha256);
      if (font === undefined) return null;
      return new File([new Uint8Array(await readFile(font.file))], `${font.name}.ttf`, { type: 'font/ttf' });
    },
  };
}

/** Pictures up to so many bytes in all; the oldest goes first. */
class KeptPictures {
  readonly #most: number;
  readonly #pictures = new Map<string, File>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): File | undefined {
    return this.#pictures.get(key);
  }

  keep(key: string, picture: File): void {
    if (this.#pictures.has(key)) return;
    this.#pictures.set(key, picture);
    this.#bytes += picture.size;
    for (const [oldest, { size }] of this.#pictures) {
      if (this.#bytes <= this.#most) break;
      this.#pictures.delete(oldest);
      this.#bytes -= size;
    }
  }
}
