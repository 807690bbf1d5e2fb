/** Drafts on paper, and drafts that become what everyone prints. */
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Designing } from '../../documents/designing.ts';
import type { MadePage } from '../../documents/designingProtocol.ts';
import type { PrinterAdapter } from '../../printers/adapter.ts';
import { recordAudit } from '../../record/audit.ts';
import type { NotPublished, PublishedVersion, TemplateToPublish } from '../../work.ts';
import { editedElsewhere, fileName, keptDraft, unexpected } from './refusals.ts';
import type { EditedElsewhere, NotSound, UnknownDraft } from './refusals.ts';
import * as repo from './repo.ts';
import type { DraftRow } from './repo.ts';

/** What publishing and printing need beside the context. */
export interface PublishingParts {
  readonly printers: () => readonly PrinterAdapter[];
  readonly publishTemplate: (made: TemplateToPublish) => Promise<Result<PublishedVersion, NotPublished>>;
  /** Brings what is new at central here; for a person who waits, so not for long. */
  readonly catchUp: () => Promise<void>;
}

/** A page to try a draft with. */
export interface PageToTry {
  readonly draftId: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly marks: boolean;
}

export type NotPrinted =
  | UnknownDraft
  | NotSound
  | { readonly tag: 'unknown_printer'; readonly printerId: string }
  | { readonly tag: 'printer_stopped'; readonly reasons: readonly string[] };

export type DraftNotPublished = UnknownDraft | NotSound | EditedElsewhere | NotPublished;

export interface Publishing {
  testPage(wanted: PageToTry): Promise<Result<File, UnknownDraft | NotSound>>;
  /** Gives the page to the printer: no piece is made and nothing is taken from stock. Answers with the printer's job. */
  testPrint(
    actor: Actor,
    wanted: PageToTry & { readonly printerId: string },
  ): Promise<Result<string, NotPrinted>>;
  /** Hands the draft to central and ends it. A draft that was edited meanwhile stays, as a change of the new version. */
  publish(
    actor: Actor,
    wanted: { readonly draftId: string; readonly revision: number; readonly moveCourses: boolean },
  ): Promise<Result<PublishedVersion, DraftNotPublished>>;
}

/** Makes the publishing of a station. */
export function createPublishing(
  ctx: StationContext,
  designing: Designing,
  parts: PublishingParts,
): Publishing {
  const find = (draftId: string): Result<DraftRow, UnknownDraft> => {
    const row = ctx.db.read((tx) => repo.draftById.get(tx, { draftId }));
    return row === undefined ? err({ tag: 'unknown_draft', draftId }) : ok(row);
  };

  const made = async (draft: DraftRow, { texts, marks }: PageToTry): Promise<Result<MadePage, NotSound>> => {
    const answer = await designing.ask({ kind: 'testPage', of: keptDraft(draft), texts, marks });
    if (answer.tag === 'not_sound') return err(answer);
    return answer.tag === 'page' ? ok(answer.page) : unexpected(answer);
  };

  return {
    async testPage(wanted) {
      const draft = find(wanted.draftId);
      if (!draft.ok) return draft;
      const page = await made(draft.value, wanted);
      if (!page.ok) return page;
      const name = fileName(`${draft.value.title} test`, 'pdf');
      return ok(new File([new Uint8Array(page.value.pdf)], name, { type: 'application/pdf' }));
    },
    async testPrint(actor, wanted) {
      const { draftId, printerId } = wanted;
      const draft = find(draftId);
      if (!draft.ok) return draft;
      const printer = parts.printers().find(({ id }) => id === printerId);
      if (printer === undefined) return err({ tag: 'unknown_printer', printerId });
      const page = await made(draft.value, wanted);
      if (!page.ok) return page;
      const condition = await printer.state();
      if (condition.state === 'stopped' || condition.state === 'unreachable') {
        const reasons = condition.reasons.length > 0 ? condition.reasons : [condition.state];
        return err({ tag: 'printer_stopped', reasons });
      }
      const { pdf, pages, widthMm, heightMm } = page.value;
      const document = `test-${ctx.newId()}`;
      ctx.db.write((tx) =>
        recordAudit(tx, ctx, {
          userId: actor.userId,
          action: 'template.test_printed',
          subject: draftId,
          detail: { printer: printerId, document, revision: String(draft.value.revision) },
        }),
      );
      const sent = await printer.send({
        name: document,
        pdf,
        pages,
        copies: 1,
        sides: pages === 1 ? 'one' : 'two_long_edge',
        media: { widthMm, heightMm },
        tray: null,
      });
      if (sent.tag === 'accepted') return ok(sent.printerJob ?? document);
      return err({
        tag: 'printer_stopped',
        reasons: sent.tag === 'refused' ? sent.reasons : [sent.detail],
      });
    },
    async publish(actor, { draftId, revision, moveCourses }) {
      const found = find(draftId);
      if (!found.ok) return found;
      const draft = found.value;
      if (draft.revision !== revision) return err(editedElsewhere(draft));
      const { basedOn, title, stockItemId } = draft;
      const base =
        basedOn === null
          ? undefined
          : ctx.db.read((tx) => repo.publishedPackage.get(tx, { templateVersion: basedOn }));
      const packed = await designing.ask({
        kind: 'pack',
        of: keptDraft(draft),
        base:
          base === undefined
            ? null
            : { name: base.templateVersion, templateJson: null, package: base.package },
      });
      if (packed.tag === 'not_sound') return err(packed);
      if (packed.tag !== 'packed') return unexpected(packed);
      const published = await parts.publishTemplate({
        package: packed.package,
        title,
        stockItemId,
        personId: actor.userId,
        replaces: moveCourses ? basedOn : null,
      });
      if (!published.ok) return published;
      const { templateVersion, coursesMoved } = published.value;
      ctx.db.write((tx) => {
        const now = repo.draftById.get(tx, { draftId });
        if (now?.revision === revision) repo.deleteDraft.run(tx, { draftId });
        else if (now !== undefined) repo.baseOn.run(tx, { draftId, templateVersion });
        recordAudit(tx, ctx, {
          userId: actor.userId,
          action: 'template.published',
          subject: templateVersion,
          detail: { draft: draftId, courses: String(coursesMoved) },
        });
        ctx.live.changed(tx, [{ topic: 'templates', id: draftId }]);
      });
      await parts.catchUp();
      return published;
    },
  };
}
