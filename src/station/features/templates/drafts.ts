/** Templates in the making. A save is on disk when it is answered, whatever is wrong with what was saved. */
import type { Draft, DraftSummary } from '../../../contract/station/templates.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Writer } from '../../db/statements.ts';
import type { Designing } from '../../documents/designing.ts';
import type { DesignFault, DraftFiles } from '../../documents/designingProtocol.ts';
import { recordAudit } from '../../record/audit.ts';
import { editedElsewhere, keptDraft, unexpected } from './refusals.ts';
import type { EditedElsewhere, NotSound, UnknownDraft, UnknownPaper, UnknownTemplate } from './refusals.ts';
import * as repo from './repo.ts';
import type { DraftRow } from './repo.ts';

/** An upload. */
export interface Upload {
  readonly file: File;
  readonly title: string;
  readonly stockItemId: string;
}

/** What was edited, and on which revision. */
export interface Edited {
  readonly draftId: string;
  readonly revision: number;
  readonly title?: string | undefined;
  readonly stockItemId?: string | undefined;
  readonly templateJson: string;
}

/** A file for a draft's package, or null to take it out. */
export interface FileChange {
  readonly draftId: string;
  readonly revision: number;
  readonly path: string;
  readonly file: File | null;
}

export type NotEdited = UnknownTemplate | NotSound;
export type NotUploaded = UnknownPaper | NotSound | { readonly tag: 'no_layout_engine' };
export type NotSaved = UnknownDraft | UnknownPaper | EditedElsewhere;
export type FileNotPut = UnknownDraft | NotSound | EditedElsewhere;

export interface Drafts {
  list(): DraftSummary[];
  /** Begins one from a published version. */
  edit(actor: Actor, templateVersion: string): Promise<Result<Draft, NotEdited>>;
  /** Begins one from a file. */
  upload(actor: Actor, upload: Upload): Promise<Result<Draft, NotUploaded>>;
  get(draftId: string): Promise<Result<Draft, UnknownDraft>>;
  /** One file of its package; null: it has no such file. */
  file(draftId: string, path: string): Promise<Result<File | null, UnknownDraft>>;
  save(actor: Actor, edited: Edited): Promise<Result<Draft, NotSaved>>;
  putFile(actor: Actor, change: FileChange): Promise<Result<Draft, FileNotPut>>;
  discard(actor: Actor, draftId: string): Result<null, UnknownDraft>;
}

/** Largest upload. */
const MOST_BYTES = 10 * 1024 * 1024;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  ttf: 'font/ttf',
  otf: 'font/otf',
};

/** After so long without a save, the next one begins a new stretch of work. */
const STRETCH_MS = 15 * 60_000;

function beginsStretch({ revision, editorId, editedAt }: DraftRow, actor: Actor, now: number): boolean {
  return revision === 1 || editorId !== actor.userId || now - editedAt > STRETCH_MS;
}

/** Makes the drafts of a station. */
export function createDrafts(ctx: StationContext, designing: Designing): Drafts {
  const find = (draftId: string): Result<DraftRow, UnknownDraft> => {
    const row = ctx.db.read((tx) => repo.draftById.get(tx, { draftId }));
    return row === undefined ? err({ tag: 'unknown_draft', draftId }) : ok(row);
  };

  const faultsOf = async (row: DraftRow): Promise<readonly DesignFault[]> => {
    const answer = await designing.ask({ kind: 'faults', of: keptDraft(row) });
    return answer.tag === 'faults' || answer.tag === 'not_sound' ? answer.faults : unexpected(answer);
  };

  const shown = async (row: DraftRow): Promise<Draft> => {
    const { package: _, editorId: __, ...draft } = row;
    return { ...draft, faults: [...(await faultsOf(row))] };
  };

  const answered = async (draftId: string): Promise<Result<Draft, UnknownDraft>> => {
    const row = find(draftId);
    return row.ok ? ok(await shown(row.value)) : row;
  };

  const noted = (tx: Writer, actor: Actor, draftId: string, act: string, detail: Record<string, string>) => {
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: `template.draft_${act}`,
      subject: draftId,
      detail,
    });
    ctx.live.changed(tx, [{ topic: 'templates', id: draftId }]);
  };

  const begin = async (
    actor: Actor,
    about: Pick<DraftRow, 'title' | 'stockItemId' | 'source' | 'basedOn' | 'templateJson'>,
    { files, package: zip }: DraftFiles,
  ): Promise<Draft> => {
    const draftId = ctx.newId();
    const { title, stockItemId, source, basedOn, templateJson } = about;
    ctx.db.write((tx) => {
      const at = ctx.clock.now();
      const list = JSON.stringify(files);
      repo.insertDraft.run(
        tx,
        draftId,
        title,
        stockItemId,
        source,
        basedOn,
        1,
        at,
        actor.userId,
        templateJson,
        list,
        zip,
      );
      noted(tx, actor, draftId, 'begun', { source, ...(basedOn === null ? {} : { basedOn }) });
    });
    const draft = await answered(draftId);
    if (!draft.ok) throw new Error('A draft that was just begun is gone');
    return draft.value;
  };

  return {
    list() {
      return ctx.db.read((tx) => repo.allDrafts.all(tx, {}));
    },
    async edit(actor, templateVersion) {
      const published = ctx.db.read((tx) => repo.publishedPackage.get(tx, { templateVersion }));
      if (published === undefined) return err({ tag: 'unknown_template', templateVersion });
      const opened = await designing.ask({ kind: 'open', package: published.package });
      if (opened.tag === 'not_sound') return err(opened);
      if (opened.tag !== 'draft') return unexpected(opened);
      const { title, stockItemId } = published;
      const { templateJson } = opened;
      const about = {
        title,
        stockItemId,
        source: 'version',
        basedOn: templateVersion,
        templateJson,
      } as const;
      return ok(await begin(actor, about, opened.files));
    },
    async upload(actor, { file, title, stockItemId }) {
      if (ctx.db.read((tx) => repo.paperKnown.get(tx, { stockItemId })) === undefined)
        return err({ tag: 'unknown_paper', stockItemId });
      if (file.size > MOST_BYTES) {
        const message = 'The file has more than 10 MB.';
        return err({ tag: 'not_sound', faults: [{ kind: 'tooLarge', at: 'file', message }] });
      }
      const begun = await designing.ask({
        kind: 'begin',
        file: new Uint8Array(await file.arrayBuffer()),
        title,
        canLayOut: ctx.ports.layoutEngine !== undefined,
      });
      if (begun.tag === 'not_sound' || begun.tag === 'no_layout_engine') return err(begun);
      if (begun.tag !== 'draft') return unexpected(begun);
      const { source, templateJson } = begun;
      return ok(await begin(actor, { title, stockItemId, source, basedOn: null, templateJson }, begun.files));
    },
    get: answered,
    async file(draftId, path) {
      const row = find(draftId);
      if (!row.ok) return row;
      const answer = await designing.ask({ kind: 'file', of: keptDraft(row.value), path });
      if (answer.tag === 'no_file' || answer.tag === 'not_sound') return ok(null);
      if (answer.tag !== 'bytes') return unexpected(answer);
      const type = MEDIA_TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
      return ok(new File([new Uint8Array(answer.bytes)], path.split('/').at(-1) ?? path, { type }));
    },
    async save(actor, { draftId, revision, title, stockItemId, templateJson }) {
      const saved = ctx.db.attempt<null, NotSaved>((tx) => {
        const before = repo.draftById.get(tx, { draftId });
        if (before === undefined) return err({ tag: 'unknown_draft', draftId });
        if (before.revision !== revision) return err(editedElsewhere(before));
        const paper = stockItemId ?? before.stockItemId;
        if (repo.paperKnown.get(tx, { stockItemId: paper }) === undefined)
          return err({ tag: 'unknown_paper', stockItemId: paper });
        repo.saveDraft.run(tx, {
          draftId,
          title: title ?? before.title,
          stockItemId: paper,
          templateJson,
          editedAt: ctx.clock.now(),
          editedBy: actor.userId,
        });
        // Saves come as fast as someone types: one line tells of a stretch of work.
        if (beginsStretch(before, actor, ctx.clock.now()))
          noted(tx, actor, draftId, 'saved', { revision: String(revision + 1) });
        else ctx.live.changed(tx, [{ topic: 'templates', id: draftId }]);
        return ok(null);
      });
      return saved.ok ? answered(draftId) : saved;
    },
    async putFile(actor, { draftId, revision, path, file }) {
      const row = find(draftId);
      if (!row.ok) return row;
      if (row.value.revision !== revision) return err(editedElsewhere(row.value));
      const answer = await designing.ask({
        kind: 'putFile',
        of: keptDraft(row.value),
        path,
        data: file === null ? null : new Uint8Array(await file.arrayBuffer()),
      });
      if (answer.tag === 'not_sound') return err(answer);
      if (answer.tag !== 'files') return unexpected(answer);
      const { files, package: zip } = answer.files;
      const saved = ctx.db.attempt<null, FileNotPut>((tx) => {
        const before = repo.draftById.get(tx, { draftId });
        if (before === undefined) return err({ tag: 'unknown_draft', draftId });
        if (before.revision !== revision) return err(editedElsewhere(before));
        repo.saveFiles.run(tx, JSON.stringify(files), zip, ctx.clock.now(), actor.userId, draftId);
        noted(tx, actor, draftId, file === null ? 'file_taken_out' : 'file_put', { path });
        return ok(null);
      });
      return saved.ok ? answered(draftId) : saved;
    },
    discard(actor, draftId) {
      return ctx.db.attempt<null, UnknownDraft>((tx) => {
        if (repo.deleteDraft.run(tx, { draftId }) === 0) return err({ tag: 'unknown_draft', draftId });
        noted(tx, actor, draftId, 'discarded', {});
        return ok(null);
      });
    },
  };
}
