/** One certificate's whole story, finding it, and the paper that may not go out any more. */
import type { CertificateCard, HistoryEvent } from '../../../contract/station/history.ts';
import type { ScannedPiece } from '../../../contract/station/qc.ts';
import { mayProceed } from '../../../domain/certificates/validity.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { lifecycleOf } from '../../../domain/work/lifecycle.ts';
import { classifyScan } from '../../../domain/work/scanText.ts';
import { nextStage } from '../../../domain/work/stages.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { recordFact } from '../../record/facts.ts';
import { pieceAtBench, piecesOfCertificate, scannedPiece } from '../../record/scannedPiece.ts';
import { readSetting } from '../../record/settings.ts';
import { searchCertificates } from '../../search/certificateSearch.ts';
import { displayNameOf } from '../people/service.ts';
import { HAPPENED, movePiece } from '../pieces/service.ts';
import { spoilWithin } from '../spoiling/service.ts';
import type { SpoilRefusal } from '../spoiling/service.ts';
import * as repo from './repo.ts';

/** Certificates by what was scanned or typed: code, number, sheet serial, tracking number, parcel, or words of the name. */
export function findCertificates(ctx: StationContext, text: string, limit: number): CertificateCard[] {
  return ctx.db.read((tx) =>
    idsFor(tx, text, limit).flatMap((certificateId) => cardOf(tx, certificateId) ?? []),
  );
}

function idsFor(tx: Reader, text: string, limit: number): string[] {
  const scan = classifyScan(text, readSetting(tx, 'pairing')?.verifyBaseUrls ?? []);
  const found = (() => {
    switch (scan.kind) {
      case 'qr':
      case 'verificationCode':
        return repo.byCode.all(tx, { code: scan.code });
      case 'certificateNumber':
        return repo.byNumber.all(tx, { number: scan.certificateNumber });
      case 'sheetSerial':
        return repo.bySerial.all(tx, { serial: scan.serial });
      case 'label':
        return repo.byTracking.all(tx, { tracking: scan.tracking });
      case 'parcel':
        return repo.byParcel.all(tx, { parcelId: scan.id });
      case 'mistypedCode':
      case 'brokenSignature':
      case 'notOurs':
      case 'unknown':
        return [];
      default:
        return scan satisfies never;
    }
  })();
  if (found.length > 0) return found.slice(0, limit).map(({ certificateId }) => certificateId);
  return scan.kind === 'qr' || scan.kind === 'notOurs' ? [] : searchCertificates(tx, text, limit);
}

function cardOf(tx: Reader, certificateId: string): CertificateCard | null {
  const row = repo.cardById.get(tx, { certificateId });
  if (row === undefined) return null;
  const { deliverableId: _, stage, validityAt: __, issuedAt: ___, ...shown } = row;
  return {
    ...shown,
    lifecycle: lifecycleOf({ validity: row.validity, stage, record: 'live' }),
    pieces: piecesOfCertificate
      .all(tx, { certificateId })
      .map((piece) => ({ ...scannedPiece(piece), replaced: piece.replacedAt !== null })),
    tracking: repo.parcelsOf
      .all(tx, { certificateId })
      .map(({ parcelNumber, tracking }) => ({ parcelNumber, tracking })),
  };
}

/** A certificate and everything that is on record of it, in the order in which it happened; null when it is not here. */
export function certificateStory(
  ctx: StationContext,
  certificateId: string,
): { card: CertificateCard; events: HistoryEvent[] } | null {
  return ctx.db.read((tx) => {
    const card = cardOf(tx, certificateId);
    return card === null ? null : { card, events: eventsOf(tx, certificateId) };
  });
}

function eventsOf(tx: Reader, certificateId: string): HistoryEvent[] {
  const row = repo.cardById.get(tx, { certificateId });
  if (row === undefined) return [];
  const station = readSetting(tx, 'pairing')?.stationName ?? null;
  const names = new Map<string, string | null>();
  const who = (userId: string | null): string | null => {
    if (userId === null) return null;
    if (!names.has(userId)) names.set(userId, displayNameOf(tx, userId));
    return names.get(userId) ?? userId;
  };
  const events: HistoryEvent[] = [
    { at: row.issuedAt, event: 'certificate.issued', who: null, station: null, detail: {} },
  ];
  for (const each of repo.pieceStory.all(tx, { certificateId })) {
    const { at, event, userId, reason, attempt } = each;
    const bound = event === 'pass' && each.sheetSerial !== null ? { sheetSerial: each.sheetSerial } : {};
    const detail = {
      ...each.detail,
      ...bound,
      ...(reason === null ? {} : { reason }),
      ...(attempt === 1 ? {} : { attempt: String(attempt) }),
    };
    events.push({ at, event: `piece.${HAPPENED[event]}`, who: who(userId), station, detail });
  }
  const audited = repo.auditStory.all(tx, { certificateId });
  for (const { at, action, userId, detail } of audited) {
    const { parcelId: _, ...shown } = detail;
    events.push({ at, event: action, who: who(userId), station, detail: shown });
  }
  for (const { at, status, detail } of repo.trackingStory.all(tx, { certificateId })) {
    events.push({
      at,
      event: `tracking.${status.toLowerCase()}`,
      who: null,
      station: null,
      detail: detail === null ? {} : { detail },
    });
  }
  // A certificate that came here revoked has no line of its own in this station's log.
  const now = `certificate.${row.validity}`;
  if (!mayProceed(row.validity) && !audited.some(({ action }) => action === now)) {
    const detail: Record<string, string> = row.validityReason === null ? {} : { reason: row.validityReason };
    events.push({ at: row.validityAt ?? row.issuedAt, event: now, who: null, station: null, detail });
  }
  return events.toSorted((left, right) => left.at - right.at);
}

/** Where the paper of a piece is. */
export type Place = 'batch' | 'printer' | 'qc' | 'packing' | 'parcel' | 'handed_over' | 'returned';

/** A piece that may not go out, why, where it is, and since when that is so. */
export interface PullEntry {
  readonly piece: ScannedPiece;
  readonly reason: string;
  readonly place: Place;
  readonly since: number;
}

/** Paper of certificates that may not go out any more, the longest known first. */
export function pullList(tx: Reader): PullEntry[] {
  return repo.toPull.all(tx, {}).flatMap(({ pieceId, stage, stageAt, validity, reason, validityAt }) => {
    const piece = pieceAtBench.get(tx, { pieceId });
    const place = placeOf(stage);
    if (piece === undefined || place === null) return [];
    const why = validity === 'active' ? 'replaced' : validity;
    return [
      {
        piece: scannedPiece(piece),
        reason: reason === null || validity === 'active' ? why : `${why}: ${reason}`,
        place,
        since: validity === 'active' ? stageAt : (validityAt ?? stageAt),
      },
    ];
  });
}

function placeOf(stage: PieceStage): Place | null {
  switch (stage) {
    case 'claimed':
    case 'rendered':
      return 'batch';
    case 'spooled':
      return 'printer';
    case 'awaiting_scan':
      return 'qc';
    case 'qc_passed':
      return 'packing';
    case 'packed':
    case 'labelled':
      return 'parcel';
    case 'handed_over':
    case 'in_transit':
      return 'handed_over';
    case 'returned':
      return 'returned';
    case 'queued':
    case 'delivered':
    case 'lost':
    case 'spoiled':
    case 'cancelled':
      return null;
    default:
      return stage satisfies never;
  }
}

/** Why a piece was not pulled. */
export type PullRefusal =
  | { readonly tag: 'not_on_pull_list' }
  | Extract<SpoilRefusal, { readonly tag: 'approval_needed' | 'serial_needed' | 'serial_refused' }>;

/**
 * The paper of a pull-list entry was taken out and destroyed: its sheet is spoiled (or its piece dropped, where nothing
 * was printed), central is told, and the entry leaves the list. An envelope that has its label already keeps its piece as
 * it is; the label is voided in shipping.
 */
export function pullPiece(
  ctx: StationContext,
  actor: Actor,
  pull: {
    readonly pieceId: string;
    readonly note?: string | undefined;
    readonly approvalId?: string | undefined;
    readonly sheetSerial?: string | undefined;
    readonly serialUnreadable?: boolean;
  },
): Result<null, PullRefusal> {
  return ctx.db.attempt<null, PullRefusal>((tx) => {
    const { pieceId, approvalId } = pull;
    const entry = repo.toPull.all(tx, {}).find((each) => each.pieceId === pieceId);
    const piece = pieceAtBench.get(tx, { pieceId });
    if (entry === undefined || piece === undefined) return err({ tag: 'not_on_pull_list' });
    const at = ctx.clock.now();
    const note = pull.note ?? null;
    if (entry.stage === 'claimed' || entry.stage === 'rendered') {
      const dropped = movePiece(tx, ctx, { pieceId, event: 'cancel', actor, reason: 'pulled' });
      if (!dropped.ok) throw new Error(`What is not on paper cannot be dropped: ${dropped.error.tag}`);
    } else if (nextStage(entry.stage, 'spoil').ok) {
      const spoiled = spoilWithin(tx, ctx, actor, {
        pieceId,
        reason: 'other',
        note: note ?? 'pulled',
        approvalId,
        sheetSerial: pull.sheetSerial,
        serialUnreadable: pull.serialUnreadable ?? false,
      });
      if (!spoiled.ok)
        return spoiled.error.tag === 'unknown_piece' || spoiled.error.tag === 'wrong_stage'
          ? err({ tag: 'not_on_pull_list' })
          : err(spoiled.error);
    }
    repo.markPulled.run(tx, { pieceId, at, userId: actor.userId, note });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'piece.pulled',
      subject: pieceId,
      detail: note === null ? {} : { note },
    });
    recordFact(tx, ctx, {
      kind: 'pulled',
      at,
      userId: actor.userId,
      pieceId,
      certificateId: piece.certificateId,
      note,
    });
    ctx.live.changed(tx, [{ topic: 'alerts' }, { topic: 'history', id: piece.certificateId }]);
    return ok(null);
  });
}
