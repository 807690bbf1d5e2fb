/** A pretend station: the whole contract answered from memory, for looking at the screens and for their tests. */
import { implement, ORPCError } from '@orpc/server';
import type { BatchSummary } from '../../../src/contract/station/batches.ts';
import { stationContract } from '../../../src/contract/station/contract.ts';
import type { LiveEvent } from '../../../src/contract/station/live.ts';
import type { QcScan } from '../../../src/contract/station/qc.ts';
import type { Session } from '../../../src/contract/station/session.ts';
import { Lifecycle } from '../../../src/domain/work/lifecycle.ts';
import { courses, people, permissionsFor } from './people.ts';
import { labelPicture, pagePicture } from './pictures.ts';
import { day, hour, makeWorld, minute, scannedPiece } from './world.ts';
import type { FakeBatch, World } from './world.ts';

export interface FakeContext {
  readonly token: string | null;
}

const pinOf = (userId: string) => (userId === 'u-admin' ? '9999' : '1234');

export function createFakeStation(now: () => number = Date.now, queueSize?: number) {
  const world: World = makeWorld(now(), queueSize);
  const sessions = new Map<string, Session>();
  const waiting = new Set<(event: LiveEvent) => void>();
  let serial = 0;
  const nextId = (prefix: string) => `${prefix}-${(serial += 1)}`;
  const changed = (
    ...topics: (
      | 'queue'
      | 'batches'
      | 'printing'
      | 'qc'
      | 'packing'
      | 'shipping'
      | 'stock'
      | 'history'
      | 'alerts'
    )[]
  ) => {
    for (const tell of waiting) tell({ kind: 'changed', topics: topics.map((topic) => ({ topic })) });
  };
  const os = implement(stationContract).$context<FakeContext>();
  const who = (context: FakeContext) => {
    const session = context.token === null ? undefined : sessions.get(context.token);
    if (session === undefined) throw new ORPCError('NOT_SIGNED_IN', { defined: true, status: 401 });
    return session;
  };
  const batchOf = (batchId: string): FakeBatch => {
    const batch = world.batches.find((one) => one.batchId === batchId);
    if (batch === undefined)
      throw new ORPCError('NOT_FOUND', { defined: true, status: 404, data: { what: 'batch', id: batchId } });
    return batch;
  };
  const parcelOf = (parcelId: string) => {
    const parcel = world.parcels.find((one) => one.parcelId === parcelId);
    if (parcel === undefined)
      throw new ORPCError('NOT_FOUND', {
        defined: true,
        status: 404,
        data: { what: 'parcel', id: parcelId },
      });
    return parcel;
  };
  const summaryOf = (batch: FakeBatch): BatchSummary => {
    const course = courses[batch.courseIndex] ?? courses[0];
    const count = (stage: string) => batch.pieces.filter((piece) => piece.stage === stage).length;
    return {
      batchId: batch.batchId,
      batchNumber: batch.batchNumber,
      state: batch.state,
      createdAt: batch.createdAt,
      createdBy: batch.createdBy,
      jurisdictions: [course.jurisdiction],
      templateTitle: course.courseTitle,
      templateVersion: 'v3',
      printerId: batch.printerId,
      stockItemId: 's-ca',
      counts: {
        total: batch.pieces.length,
        waitingForScan: count('awaiting_scan'),
        passed: count('qc_passed'),
        spoiled: count('spoiled'),
        cancelled: count('cancelled'),
      },
      earliestDueAt: now() + 2 * day,
      findings:
        batch.state === 'open' ? 0 : batch.pieces.reduce((sum, piece) => sum + piece.findings.length, 0),
    };
  };
  const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const pieceBy = (text: string) => {
    for (const batch of world.batches) {
      const piece = batch.pieces.find((one) => one.certificateNumber === text.toUpperCase());
      if (piece !== undefined) return { batch, piece };
    }
    return null;
  };
  const card = (certificateId: string) => {
    const row = world.queue.find((one) => one.certificateId === certificateId) ?? world.queue[0];
    if (row === undefined)
      throw new ORPCError('NOT_FOUND', {
        defined: true,
        status: 404,
        data: { what: 'certificate', id: certificateId },
      });
    const batch = world.batches[5];
    const piece = batch?.pieces[3];
    return {
      certificateId: row.certificateId,
      certificateNumber: row.certificateNumber,
      verificationCode: 'K7RW2M9XQ4T8V3N6B1C5D0F7GHJK',
      controlNumber: 'DMV-4471-22',
      issuedName: row.issuedName,
      courseTitle: row.courseTitle,
      jurisdiction: row.jurisdiction,
      completionDate: row.completionDate,
      issueDate: row.completionDate,
      validity: row.validity,
      validityReason: row.validity === 'active' ? null : 'Identity under review',
      lifecycle: 'shipped' as const,
      dueAt: row.dueAt,
      pieces:
        batch === undefined || piece === undefined
          ? []
          : [
              scannedPiece({ ...piece, stage: 'spoiled' }, batch),
              scannedPiece({ ...piece, stage: 'in_transit', sheetSerial: 'CA0012160' }, batch),
            ],
      tracking: [{ parcelNumber: 'P-2026-0071', tracking: '94001000000000001011' }],
    };
  };
  const status = () => ({
    paired: world.paired,
    stationName: world.paired ? 'Mail room' : null,
    centralUrl: world.paired ? 'https://central.example.org' : null,
    demo: true,
    peopleCount: world.paired ? people.length : 0,
    version: '0.1.0',
  });
  const sync = () => ({
    state: world.offline ? ('offline' as const) : ('online' as const),
    since: world.offline ? now() - 95 * minute : null,
    lastPullAt: now() - 2 * minute,
    lastPushAt: now() - minute,
    waitingFacts: world.offline ? 214 : 0,
    leased: 160,
    leasesUntil: now() + 6 * hour,
    conflicts: 1,
    filling: null,
    problem: null,
  });
  const sheetMap = (batchId: string) => {
    const batch = batchOf(batchId);
    const passed = batch.pieces.filter((piece) => piece.stage === 'qc_passed').map((piece) => piece.position);
    const furthest = Math.max(0, ...passed);
    const gaps: number[] = [];
    const sheets = batch.pieces.map((piece) => {
      const gap = piece.stage === 'awaiting_scan' && piece.position < furthest;
      if (gap) gaps.push(piece.position);
      const state = gap
        ? ('gap' as const)
        : piece.stage === 'qc_passed'
          ? ('passed' as const)
          : piece.stage === 'spoiled'
            ? ('spoiled' as const)
            : piece.stage === 'cancelled'
              ? ('cancelled' as const)
              : piece.stage === 'awaiting_scan'
                ? ('waiting' as const)
                : ('not_printed' as const);
      return { position: piece.position, pieceId: piece.pieceId, state };
    });
    return {
      batchId,
      sheets,
      gaps,
      doubleScans: world.scans.filter((scan) => scan.verdict === 'already_scanned').length,
    };
  };

  const router = os.router({
    setup: {
      status: os.setup.status.handler(status),
      pair: os.setup.pair.handler(({ input, errors }) => {
        if (input.code === '0000') throw errors.PAIRING_REFUSED({ data: { reason: 'code_expired' } });
        if (input.centralUrl.includes('nowhere'))
          throw errors.CENTRAL_UNREACHABLE({ data: { detail: 'ENOTFOUND' } });
        world.paired = true;
        return status();
      }),
    },
    session: {
      people: os.session.people.handler(() =>
        people.map((person) => ({
          ...person,
          roles: [...person.roles],
          lockedUntil: world.lockedUntil.get(person.userId) ?? null,
        })),
      ),
      signIn: os.session.signIn.handler(({ input, errors }) => {
        const person = people.find((one) => one.userId === input.userId);
        if (person === undefined) throw errors.NOT_FOUND({ data: { what: 'person', id: input.userId } });
        const until = world.lockedUntil.get(person.userId) ?? 0;
        if (until > now()) throw errors.PIN_LOCKED({ data: { until } });
        if (input.pin !== pinOf(person.userId)) {
          const wrong = (world.wrongPins.get(person.userId) ?? 0) + 1;
          world.wrongPins.set(person.userId, wrong);
          if (wrong >= 5) {
            world.lockedUntil.set(person.userId, now() + minute);
            throw errors.PIN_LOCKED({ data: { until: now() + minute } });
          }
          throw errors.WRONG_PIN({ data: { attemptsLeft: 5 - wrong } });
        }
        const token = nextId('token');
        const session: Session = {
          ...person,
          roles: [...person.roles],
          permissions: permissionsFor(person.roles),
          expiresAt: now() + hour,
        };
        sessions.set(token, session);
        return { token, session };
      }),
      current: os.session.current.handler(({ context }) => who(context)),
      signOut: os.session.signOut.handler(({ context }) => {
        if (context.token !== null) sessions.delete(context.token);
        return { signedOut: true as const };
      }),
      approve: os.session.approve.handler(({ input, context, errors }) => {
        if (who(context).userId === input.userId) throw errors.SAME_PERSON();
        if (input.pin !== pinOf(input.userId)) throw errors.WRONG_PIN({ data: { attemptsLeft: 3 } });
        return { approvalId: nextId('approval'), expiresAt: now() + 5 * minute };
      }),
    },
    live: {
      changes: os.live.changes.handler(async function* ({ context, signal }) {
        who(context);
        yield { kind: 'hello' as const, at: now() };
        const events: LiveEvent[] = [];
        let wake: () => void = () => undefined;
        const tell = (event: LiveEvent) => {
          events.push(event);
          wake();
        };
        waiting.add(tell);
        signal?.addEventListener('abort', () => wake());
        try {
          for (;;) {
            if (signal?.aborted === true) return;
            const event = events.shift();
            if (event !== undefined) yield event;
            else await new Promise<void>((resolve) => (wake = resolve));
          }
        } finally {
          waiting.delete(tell);
        }
      }),
    },
    overview: {
      counts: os.overview.counts.handler(({ context }) => {
        who(context);
        const stage = (name: string) =>
          world.batches.flatMap(({ pieces }) => pieces).filter((piece) => piece.stage === name).length;
        return {
          queue: world.queue.length,
          toPrint: world.batches.filter(({ state }) => state === 'open' || state === 'rendered').length,
          toCheck: stage('awaiting_scan'),
          toPack: stage('qc_passed'),
          toShip: world.parcels.filter(
            ({ state }) => state === 'packed' || state === 'labelled' || state === 'closed',
          ).length,
          pull: 2,
          late: world.queue.filter(({ risk }) => risk === 'late').length,
          atRisk: world.queue.filter(({ risk }) => risk === 'at_risk').length,
          lowStock: 2,
          parkedLabels: 1,
        };
      }),
      byLifecycle: os.overview.byLifecycle.handler(() => {
        const counts = [world.queue.length, 342, 180, 411, 28_344, 91_212, 37, 112, 64];
        return Object.fromEntries(Lifecycle.options.map((one, index) => [one, counts[index] ?? 0])) as Record<
          Lifecycle,
          number
        >;
      }),
      doctor: os.overview.doctor.handler(() => [
        {
          check: 'database' as const,
          verdict: 'good' as const,
          detail: '212 MB, write-ahead log 4 MB, integrity checked 06:00',
        },
        { check: 'disk' as const, verdict: 'attention' as const, detail: '4.1 GB free; below 5 GB' },
        { check: 'clock' as const, verdict: 'good' as const, detail: '0.2 s from central' },
        {
          check: 'central' as const,
          verdict: world.offline ? ('attention' as const) : ('good' as const),
          detail: world.offline ? 'away for 95 min' : 'answered in 41 ms',
        },
        { check: 'printers' as const, verdict: 'bad' as const, detail: 'HP M608 mail room: media-empty' },
        { check: 'audit' as const, verdict: 'good' as const, detail: '48,112 entries, chain intact' },
      ]),
    },
    queue: {
      list: os.queue.list.handler(({ input, context }) => {
        who(context);
        const words = fold(input.filter.search ?? '')
          .split(/\s+/u)
          .filter((word) => word !== '');
        const from = input.cursor === undefined ? 0 : Number(input.cursor);
        const rows = [];
        let index = from;
        for (; index < world.queue.length && rows.length < input.limit; index += 1) {
          const row = world.queue[index];
          if (row === undefined) continue;
          const { filter } = input;
          if (filter.risk !== undefined && row.risk !== filter.risk) continue;
          if (filter.jurisdiction !== undefined && row.jurisdiction !== filter.jurisdiction) continue;
          if (filter.courseId !== undefined && row.courseId !== filter.courseId) continue;
          if (filter.onHold === true && row.hold === null) continue;
          if (words.length > 0) {
            const text = fold(`${row.issuedName} ${row.certificateNumber}`);
            if (!words.every((word) => text.includes(word))) continue;
          }
          rows.push(row);
        }
        return { rows, next: index < world.queue.length ? String(index) : null };
      }),
      summary: os.queue.summary.handler(() => {
        const byRisk = { late: 0, at_risk: 0, soon: 0, fine: 0 };
        const dueByDay = new Map<string, number>();
        for (const row of world.queue) {
          byRisk[row.risk] += 1;
          if (row.dueAt === null || row.dueAt > now() + 15 * day) continue;
          const on = new Date(row.dueAt).toISOString().slice(0, 10);
          dueByDay.set(on, (dueByDay.get(on) ?? 0) + 1);
        }
        const by = (pick: (row: (typeof world.queue)[number]) => string, key: string) =>
          world.queue.filter((row) => pick(row) === key).length;
        return {
          waiting: world.queue.length,
          leased: 160,
          onHold: world.queue.filter(({ hold }) => hold !== null).length,
          byRisk,
          byJurisdiction: ['US-CA', 'US-TX', 'NONE'].map((jurisdiction) => ({
            jurisdiction,
            waiting: by((row) => row.jurisdiction, jurisdiction),
          })),
          byCourse: courses.map(({ courseId, courseTitle }) => ({
            courseId,
            courseTitle,
            waiting: by((row) => row.courseId, courseId),
          })),
          dueByDay: [...dueByDay].map(([on, count]) => ({ day: on, waiting: count })),
        };
      }),
      setHold: os.queue.setHold.handler(({ input }) => {
        world.queue = world.queue.map((row) =>
          row.deliverableId === input.deliverableId ? { ...row, hold: { reason: input.reason } } : row,
        );
        changed('queue');
        return { onHold: true as const };
      }),
      releaseHold: os.queue.releaseHold.handler(({ input }) => {
        world.queue = world.queue.map((row) =>
          row.deliverableId === input.deliverableId ? { ...row, hold: null } : row,
        );
        changed('queue');
        return { onHold: false as const };
      }),
    },
    batches: {
      create: os.batches.create.handler(({ input, context, errors }) => {
        if (world.offline) throw errors.NO_LEASE({ data: { centralAwaySince: now() - 95 * minute } });
        const taken = world.queue
          .filter((row) => row.hold === null && row.validity === 'active')
          .slice(0, input.count);
        if (taken.length === 0) throw errors.NOTHING_TO_DO();
        const gone = new Set(taken.map(({ deliverableId }) => deliverableId));
        world.queue = world.queue.filter(({ deliverableId }) => !gone.has(deliverableId));
        const number = 60 + world.batches.length;
        const batch: FakeBatch = {
          batchId: nextId('b-new'),
          batchNumber: `B-2026-${String(number).padStart(4, '0')}`,
          state: 'open',
          createdAt: now(),
          createdBy: who(context).displayName,
          courseIndex: 0,
          printerId: null,
          pieces: taken.map((row, index) => ({
            pieceId: `${row.deliverableId}-p1`,
            position: index + 1,
            certificateId: row.certificateId,
            certificateNumber: row.certificateNumber,
            issuedName: row.issuedName,
            stage: 'claimed',
            hold: null,
            sheetSerial: null,
            findings: [],
            scanned: false,
          })),
        };
        world.batches.unshift(batch);
        changed('queue', 'batches');
        return { batches: [summaryOf(batch)], notTaken: 2 };
      }),
      list: os.batches.list.handler(({ input }) => ({
        rows: world.batches
          .filter(({ state }) => input.states === undefined || input.states.includes(state))
          .map(summaryOf),
        next: null,
      })),
      get: os.batches.get.handler(({ input }) => {
        const batch = batchOf(input.batchId);
        return { ...summaryOf(batch), pieces: batch.pieces };
      }),
      render: os.batches.render.handler(async ({ input }) => {
        const batch = batchOf(input.batchId);
        await new Promise((resolve) => setTimeout(resolve, 900));
        batch.state = 'rendered';
        for (const piece of batch.pieces) piece.stage = 'rendered';
        changed('batches');
        return summaryOf(batch);
      }),
      previewPage: os.batches.previewPage.handler(({ input }) => {
        const batch = batchOf(input.batchId);
        const piece = batch.pieces.find(({ position }) => position === input.position);
        const course = courses[batch.courseIndex] ?? courses[0];
        return pagePicture(piece?.issuedName ?? '', piece?.certificateNumber ?? '', course.courseTitle);
      }),
      removePiece: os.batches.removePiece.handler(({ input }) => {
        const batch = batchOf(input.batchId);
        batch.pieces = batch.pieces.filter(({ pieceId }) => pieceId !== input.pieceId);
        changed('batches', 'queue');
        return summaryOf(batch);
      }),
      cancel: os.batches.cancel.handler(({ input }) => {
        const batch = batchOf(input.batchId);
        batch.state = 'cancelled';
        changed('batches', 'queue');
        return summaryOf(batch);
      }),
      close: os.batches.close.handler(({ input, errors }) => {
        const batch = batchOf(input.batchId);
        const missing = batch.pieces
          .filter(({ stage }) => stage === 'awaiting_scan')
          .map(({ position }) => position);
        if (missing.length > 0)
          throw errors.SHEETS_UNACCOUNTED({ data: { missing: missing.length, positions: missing } });
        batch.state = 'closed';
        changed('batches');
        return summaryOf(batch);
      }),
    },
    printing: {
      printers: os.printing.printers.handler(() => world.printers),
      print: os.printing.print.handler(({ input, errors }) => {
        const printer = world.printers.find(({ printerId }) => printerId === input.printerId);
        if (printer?.state === 'stopped')
          throw errors.PRINTER_STOPPED({ data: { reasons: printer.reasons } });
        const batch = batchOf(input.batchId);
        batch.state = 'printed';
        batch.printerId = input.printerId;
        for (const piece of batch.pieces) piece.stage = 'awaiting_scan';
        const jobs = Array.from({ length: Math.ceil(batch.pieces.length / input.chunkSize) }, (_, chunk) => ({
          printJobId: `${batch.batchId}-j${chunk}`,
          batchId: batch.batchId,
          chunk,
          firstPosition: chunk * input.chunkSize + 1,
          lastPosition: Math.min(batch.pieces.length, (chunk + 1) * input.chunkSize),
          state: 'done' as const,
          printerJob: `Demo-${chunk}`,
          problem: null,
          sentAt: now(),
          endedAt: now(),
        }));
        world.jobs.push(...jobs);
        changed('batches', 'printing');
        return { jobs };
      }),
      jobs: os.printing.jobs.handler(({ input }) =>
        world.jobs.filter(({ batchId }) => batchId === input.batchId),
      ),
      resolveUnknown: os.printing.resolveUnknown.handler(({ input, errors }) => {
        const job = world.jobs.find(({ printJobId }) => printJobId === input.printJobId);
        if (job === undefined) throw errors.NOT_FOUND({ data: { what: 'batch', id: input.printJobId } });
        const resolved = {
          ...job,
          state: input.outcome === 'all_printed' ? ('done' as const) : ('planned' as const),
          problem: null,
        };
        world.jobs = world.jobs.map((one) => (one === job ? resolved : one));
        changed('printing');
        return resolved;
      }),
    },
    qc: {
      scan: os.qc.scan.handler(({ input }) => {
        const scan = (verdict: QcScan['verdict'], rest: Partial<QcScan> = {}): QcScan => {
          const made: QcScan = {
            scanId: nextId('scan'),
            at: now(),
            verdict,
            piece: null,
            expectsSheetSerial: false,
            reason: null,
            expectedPosition: null,
            ...rest,
          };
          world.scans.unshift(made);
          changed('qc');
          return made;
        };
        const text = input.text.trim();
        if (text === 'REVOKED') {
          const batch = world.batches[0];
          const piece = batch?.pieces[40];
          return scan('revoked', {
            reason: 'Completed under a false identity',
            piece: batch === undefined || piece === undefined ? null : scannedPiece(piece, batch),
          });
        }
        if (text === 'SERIAL') {
          const batch = batchOf('b-0');
          const piece = batch.pieces[50];
          return scan('sheet_serial_needed', {
            expectsSheetSerial: true,
            piece: piece === undefined ? null : scannedPiece(piece, batch),
          });
        }
        const found = pieceBy(text);
        if (found === null) return scan(text.startsWith('http') ? 'not_ours' : 'unknown_code');
        const { batch, piece } = found;
        if (input.batchId !== undefined && input.batchId !== batch.batchId)
          return scan('other_batch', { piece: scannedPiece(piece, batch) });
        if (piece.stage === 'qc_passed')
          return scan('already_scanned', { piece: scannedPiece(piece, batch) });
        if (piece.stage === 'spoiled') return scan('spoiled_piece', { piece: scannedPiece(piece, batch) });
        if (piece.stage !== 'awaiting_scan')
          return scan('not_printed', { piece: scannedPiece(piece, batch) });
        const expected =
          Math.max(
            0,
            ...batch.pieces.filter(({ stage }) => stage === 'qc_passed').map(({ position }) => position),
          ) + 1;
        piece.stage = 'qc_passed';
        piece.sheetSerial = `CA00${12_160 + piece.position}`;
        changed('batches');
        if (expected !== piece.position)
          return scan('expected_other', { piece: scannedPiece(piece, batch), expectedPosition: expected });
        return scan('pass', { piece: scannedPiece(piece, batch) });
      }),
      spoil: os.qc.spoil.handler(({ input, errors }) => {
        if (input.approvalId === undefined)
          throw errors.APPROVAL_NEEDED({ data: { action: 'spoil_numbered_sheet' } });
        for (const batch of world.batches) {
          const piece = batch.pieces.find(({ pieceId }) => pieceId === input.pieceId);
          if (piece === undefined) continue;
          piece.stage = 'spoiled';
          changed('qc', 'batches', 'queue');
          return { piece: scannedPiece(piece, batch), requeued: true };
        }
        throw errors.NOT_FOUND({ data: { what: 'piece', id: input.pieceId } });
      }),
      recent: os.qc.recent.handler(({ input }) => world.scans.slice(0, input.limit)),
      sheetMap: os.qc.sheetMap.handler(({ input }) => sheetMap(input.batchId)),
    },
    packing: {
      scan: os.packing.scan.handler(({ input }) => {
        const text = input.text.trim().toUpperCase();
        const parcel = world.parcels.find(
          (one) =>
            one.parcelNumber === text ||
            one.pieces.some(({ certificateNumber }) => certificateNumber === text),
        );
        if (text === 'REVOKED')
          return {
            verdict: 'revoked' as const,
            parcel: null,
            piece: null,
            reason: 'Completed under a false identity',
          };
        if (parcel !== undefined)
          return { verdict: 'packed' as const, parcel, piece: parcel.pieces[0] ?? null, reason: null };
        const found = pieceBy(text);
        if (found === null)
          return { verdict: 'unknown_code' as const, parcel: null, piece: null, reason: null };
        if (found.piece.stage !== 'qc_passed')
          return {
            verdict: 'not_passed' as const,
            parcel: null,
            piece: scannedPiece(found.piece, found.batch),
            reason: null,
          };
        const first = world.parcels[0];
        if (first === undefined)
          return { verdict: 'unknown_code' as const, parcel: null, piece: null, reason: null };
        return {
          verdict: 'packed' as const,
          parcel: first,
          piece: scannedPiece(found.piece, found.batch),
          reason: null,
        };
      }),
      close: os.packing.close.handler(({ input, errors }) => {
        const parcel = parcelOf(input.parcelId);
        if (input.checklist.length < 3)
          throw errors.CHECKLIST_INCOMPLETE({ data: { missing: ['letter_in'] } });
        parcel.state = 'packed';
        changed('packing', 'shipping');
        return parcel;
      }),
      takeOut: os.packing.takeOut.handler(({ input }) => {
        const parcel = parcelOf(input.parcelId);
        parcel.pieces = parcel.pieces.filter(({ pieceId }) => pieceId !== input.pieceId);
        return parcel;
      }),
      correctAddress: os.packing.correctAddress.handler(({ input }) => {
        const parcel = parcelOf(input.parcelId);
        parcel.address = input.address;
        parcel.addressProblems = [];
        return parcel;
      }),
      waiting: os.packing.waiting.handler(() => ({
        pieces: batchOf('b-5')
          .pieces.slice(20, 32)
          .map((piece) => scannedPiece(piece, batchOf('b-5'))),
        parcels: world.parcels.filter(({ state }) => state === 'open'),
      })),
      get: os.packing.get.handler(({ input }) => parcelOf(input.parcelId)),
    },
    shipping: {
      parcels: os.shipping.parcels.handler(({ input }) => ({
        rows: world.parcels.filter(({ state }) => input.states === undefined || input.states.includes(state)),
        next: null,
      })),
      rates: os.shipping.rates.handler(({ input, errors }) => {
        if (input.parcelId === 'pl-5') throw errors.CARRIER_UNREACHABLE({ data: { carrier: 'USPS' } });
        return [
          {
            rateId: 'r-1',
            carrier: 'USPS',
            service: 'First-Class Mail',
            cost: { minor: 187, currency: 'USD' },
            estimatedDays: 3,
            meetsDeadline: true,
            demo: true,
          },
          {
            rateId: 'r-2',
            carrier: 'USPS',
            service: 'Priority Mail',
            cost: { minor: 945, currency: 'USD' },
            estimatedDays: 2,
            meetsDeadline: true,
            demo: true,
          },
          {
            rateId: 'r-3',
            carrier: 'UPS',
            service: 'Ground Saver',
            cost: { minor: 161, currency: 'USD' },
            estimatedDays: 7,
            meetsDeadline: false,
            demo: true,
          },
        ];
      }),
      buyLabel: os.shipping.buyLabel.handler(({ input, errors }) => {
        const parcel = parcelOf(input.parcelId);
        if (input.rateId === 'r-3')
          throw errors.CARRIER_REFUSED({ data: { message: 'Service not available to this ZIP code.' } });
        parcel.state = 'labelled';
        parcel.label = {
          labelId: nextId('l'),
          carrier: 'USPS',
          service: 'First-Class Mail',
          tracking: `9400100000000000${1000 + Number(parcel.parcelId.slice(3))}`,
          cost: '$1.87',
          demo: true,
          verified: false,
        };
        changed('shipping');
        return {
          intent: {
            intentId: nextId('i'),
            parcelId: parcel.parcelId,
            parcelNumber: parcel.parcelNumber,
            state: 'bought' as const,
            attempts: 1,
            problem: null,
            cost: { minor: 187, currency: 'USD' },
            updatedAt: now(),
          },
          parcel,
        };
      }),
      buyMany: os.shipping.buyMany.handler(({ input }) => ({
        bought: input.parcelIds.slice(1),
        failed: input.parcelIds.slice(0, 1).map((parcelId) => ({ parcelId, reason: 'House number missing' })),
      })),
      labelFile: os.shipping.labelFile.handler(({ input }) => {
        const parcel = parcelOf(input.parcelId);
        return labelPicture(parcel.address.name, parcel.label?.tracking ?? '');
      }),
      verifyLabel: os.shipping.verifyLabel.handler(({ input }) => {
        const parcel = parcelOf(input.parcelId);
        if (parcel.label?.tracking === input.text) {
          parcel.label.verified = true;
          parcel.state = 'closed';
          changed('shipping');
          return { verdict: 'match' as const, parcel };
        }
        const other = world.parcels.some((one) => one.label?.tracking === input.text);
        return { verdict: other ? ('other_parcels_label' as const) : ('not_a_label' as const), parcel };
      }),
      voidLabel: os.shipping.voidLabel.handler(({ input, errors }) => {
        const parcel = parcelOf(input.parcelId);
        if (parcel.state === 'handed_over' && input.approvalId === undefined)
          throw errors.APPROVAL_NEEDED({ data: { action: 'void_label_after_hand_over' } });
        parcel.state = 'packed';
        parcel.label = null;
        changed('shipping');
        return {
          intentId: nextId('i'),
          parcelId: parcel.parcelId,
          parcelNumber: parcel.parcelNumber,
          state: 'void_asked' as const,
          attempts: 1,
          problem: null,
          cost: null,
          updatedAt: now(),
        };
      }),
      openIntents: os.shipping.openIntents.handler(() => [
        {
          intentId: 'i-1',
          parcelId: 'pl-4',
          parcelNumber: 'P-2026-0064',
          state: 'in_doubt' as const,
          attempts: 2,
          problem: 'The carrier did not answer within 20 s; the purchase is looked up.',
          cost: { minor: 187, currency: 'USD' },
          updatedAt: now() - 4 * minute,
        },
        {
          intentId: 'i-2',
          parcelId: 'pl-5',
          parcelNumber: 'P-2026-0065',
          state: 'parked' as const,
          attempts: 5,
          problem: 'Insufficient balance',
          cost: null,
          updatedAt: now() - 2 * hour,
        },
      ]),
      handOver: os.shipping.handOver.handler(({ input, context, errors }) => {
        if (world.emergency) throw errors.HOLD_SHIPPING({ data: { reason: 'Carrier strike' } });
        for (const parcelId of input.parcelIds.slice(1)) parcelOf(parcelId).state = 'handed_over';
        changed('shipping');
        return {
          manifests: [
            {
              manifestId: 'mf-9',
              manifestNumber: 'M-2026-0009',
              carrier: 'USPS',
              createdAt: now(),
              createdBy: who(context).displayName,
              parcels: input.parcelIds.length - 1,
            },
          ],
          leftOut: input.parcelIds.slice(0, 1).map((parcelId) => ({
            parcelId,
            parcelNumber: parcelOf(parcelId).parcelNumber,
            reason: 'CA-2026-000911 is revoked',
          })),
        };
      }),
      manifests: os.shipping.manifests.handler(() =>
        [8, 7, 6].map((number) => ({
          manifestId: `mf-${number}`,
          manifestNumber: `M-2026-000${number}`,
          carrier: 'USPS',
          createdAt: now() - (9 - number) * day,
          createdBy: 'Sana Haddad',
          parcels: number * 12,
        })),
      ),
      manifestFile: os.shipping.manifestFile.handler(() => labelPicture('Manifest', 'M-2026-0009')),
    },
    stock: {
      list: os.stock.list.handler(() => world.stock),
      movements: os.stock.movements.handler(({ input }) =>
        world.movements.filter(({ stockItemId }) => stockItemId === input.stockItemId),
      ),
      receive: os.stock.receive.handler(({ input, errors }) => {
        const item = world.stock.find(({ stockItemId }) => stockItemId === input.stockItemId);
        if (item === undefined) throw errors.NOT_FOUND({ data: { what: 'stock', id: input.stockItemId } });
        if (input.firstSerial === 'X') throw errors.BAD_SERIAL({ data: { serial: 'X' } });
        item.onHand += input.sheets;
        changed('stock');
        return item;
      }),
    },
    history: {
      find: os.history.find.handler(({ input }) => {
        const words = fold(input.text).split(/\s+/u);
        return world.queue
          .slice(0, 2000)
          .filter((row) =>
            words.every((word) => fold(`${row.issuedName} ${row.certificateNumber}`).includes(word)),
          )
          .slice(0, input.limit)
          .map((row) => card(row.certificateId));
      }),
      certificate: os.history.certificate.handler(({ input }) => ({
        card: card(input.certificateId),
        events: world.events,
      })),
      pullList: os.history.pullList.handler(() => {
        const batch = batchOf('b-5');
        const entry = (index: number, place: 'parcel' | 'handed_over', reason: string) => {
          const piece = batch.pieces[index];
          return piece === undefined
            ? []
            : [{ piece: scannedPiece(piece, batch), reason, place, since: now() - index * hour }];
        };
        return [
          ...entry(7, 'parcel', 'Completed under a false identity'),
          ...entry(12, 'handed_over', 'Superseded: name corrected'),
        ];
      }),
      pulled: os.history.pulled.handler(() => ({ pulled: true as const })),
      audit: os.history.audit.handler(({ input }) => {
        const from = input.cursor === undefined ? 48_112 : Number(input.cursor);
        const actions = [
          'piece.qc_passed',
          'label.bought',
          'batch.created',
          'session.signed_in',
          'parcel.handed_over',
        ];
        const rows = Array.from({ length: Math.min(input.limit, from) }, (_, index) => ({
          sequence: from - index,
          at: now() - (48_112 - from + index) * 37_000,
          action: actions[(from - index) % actions.length] ?? '',
          who:
            (from - index) % 11 === 0 ? null : (people[(from - index) % people.length]?.displayName ?? null),
          subject: `CA-2026-${String((from - index) % 1000).padStart(6, '0')}`,
          detail: 'Mail room',
          hash: '0'.repeat(64),
        }));
        return { rows, next: from > input.limit ? String(from - input.limit) : null };
      }),
      auditCheck: os.history.auditCheck.handler(() => ({ entries: 48_112, intact: true, firstBroken: null })),
    },
    sync: {
      status: os.sync.status.handler(sync),
      runNow: os.sync.runNow.handler(sync),
      emergencies: os.sync.emergencies.handler(() =>
        world.emergency
          ? [
              {
                kind: 'hold_shipping' as const,
                reason: 'Carrier strike until further notice',
                startedAt: now() - 2 * hour,
                startedBy: 'Sofía Supervía',
                endsAt: null,
              },
            ]
          : [],
      ),
      conflicts: os.sync.conflicts.handler(() => [
        {
          conflictId: 'x-1',
          at: now() - 5 * hour,
          certificateNumber: 'TX-2026-000044',
          kind: 'stale_epoch',
          detail: 'Printed here under epoch 4; central had leased it to “Desk 2” under epoch 5.',
        },
      ]),
    },
  });
  return { router, world, changed };
}
