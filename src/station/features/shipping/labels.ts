/** The label itself: its file, its picture, and whether the one on the envelope is this parcel's. */
import type { LabelVerdict } from '../../../contract/station/shipping.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { classifyScan } from '../../../domain/work/scanText.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader, Writer } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordInspection } from '../../record/inspections.ts';
import { piecesInParcel } from '../../record/scannedPiece.ts';
import type { WorkParts } from '../../work.ts';
import { notMailable } from '../packing/service.ts';
import type { NotMailable, UnknownParcel, WrongParcelState } from '../packing/service.ts';
import { movePiece } from '../pieces/service.ts';
import * as repo from './repo.ts';

/** The parcel has no label that counts, or none that can be shown. */
export type NoLabel = { readonly tag: 'no_label'; readonly parcelId: string };

/** The label of a parcel as the carrier gave it. */
export function labelFile(tx: Reader, parcelId: string): Result<File, UnknownParcel | NoLabel> {
  const parcel = repo.parcelById.get(tx, { parcelId });
  if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
  const intent = repo.standingIntent.get(tx, { parcelId });
  const label = intent === undefined ? undefined : repo.labelOfIntent.get(tx, intent);
  if (label === undefined || label.voidedAt !== null) return err({ tag: 'no_label', parcelId });
  const ending = label.mediaType === 'application/pdf' ? 'pdf' : 'bin';
  return ok(
    new File([new Uint8Array(label.file)], `${parcel.parcelNumber}-label.${ending}`, {
      type: label.mediaType,
    }),
  );
}

/** The label as a picture: of a PDF its first page, a picture as it is. What only a label printer understands has none. */
export async function labelPicture(
  ctx: StationContext,
  parts: WorkParts,
  parcelId: string,
): Promise<Result<File, UnknownParcel | NoLabel>> {
  const file = ctx.db.read((tx) => labelFile(tx, parcelId));
  if (!file.ok || file.value.type.startsWith('image/')) return file;
  if (file.value.type !== 'application/pdf') return err({ tag: 'no_label', parcelId });
  const picture = await parts.rendering.picture(new Uint8Array(await file.value.arrayBuffer()));
  const name = file.value.name.replace(/\.pdf$/u, '.png');
  return ok(new File([new Uint8Array(picture)], name, { type: 'image/png' }));
}

export type LabelCheckRefusal = UnknownParcel | WrongParcelState | NotMailable;

/** Looks whether the label that was scanned on the envelope is this parcel's; then the parcel is closed. */
export function verifyLabel(
  tx: Writer,
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  { parcelId, text }: { readonly parcelId: string; readonly text: string },
): Result<LabelVerdict, LabelCheckRefusal> {
  const parcel = repo.parcelById.get(tx, { parcelId });
  if (parcel === undefined) return err({ tag: 'unknown_parcel', parcelId });
  if (parcel.state !== 'labelled' && parcel.state !== 'closed')
    return err({ tag: 'wrong_state', state: parcel.state });
  const stopped = notMailable(tx, parcelId);
  if (stopped !== null) return err(stopped);
  const pieces = piecesInParcel.all(tx, { parcelId });
  if (pieces.length === 0) return err({ tag: 'wrong_state', state: parcel.state });
  const scan = classifyScan(text, parts.verifyBaseUrls(tx));
  const label = scan.kind === 'label' ? repo.labelByTracking.get(tx, scan) : undefined;
  const verdict: LabelVerdict =
    scan.kind !== 'label'
      ? 'not_a_label'
      : label?.parcelId === parcelId && label.voidedAt === null
        ? 'match'
        : 'other_parcels_label';
  recordInspection(tx, ctx, actor, { bench: 'label', scanned: text, verdict });
  if (verdict === 'match' && parcel.state === 'labelled') {
    // A piece that was held back while its label was bought has got no label yet.
    for (const { pieceId } of pieces.filter(({ stage }) => stage === 'packed')) {
      const detail = { tracking: scan.kind === 'label' ? scan.tracking : '' };
      const moved = movePiece(tx, ctx, { pieceId, event: 'label', actor, detail });
      if (!moved.ok) throw new Error(`A piece that nothing stands against got no label: ${moved.error.tag}`);
    }
    repo.setParcel.run(tx, { parcelId, state: 'closed', verifiedAt: ctx.clock.now() });
    recordAudit(tx, ctx, { userId: actor.userId, action: 'parcel.closed', subject: parcelId });
  }
  ctx.live.changed(tx, [{ topic: 'shipping', id: parcelId }]);
  return ok(verdict);
}
