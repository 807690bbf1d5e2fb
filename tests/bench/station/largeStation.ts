/** A station that has worked for years: so many certificates waiting, some of them printed and on the bench. */
import { scryptSync } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { FeedCertificate, FeedChange } from '../../../src/contract/central/feed.ts';
import type { stationContract } from '../../../src/contract/station/contract.ts';
import { buildQrPayload, publishKey, signSnapshot } from '../../../src/domain/certificates/qrPayload.ts';
import { createStation } from '../../../src/station/compose.ts';
import type { StationContext } from '../../../src/station/context.ts';
import { bulkWrite } from '../../../src/station/db/statements.ts';
import { movePiece, startPiece } from '../../../src/station/features/pieces/service.ts';
import { indexWords } from '../../../src/station/search/wordIndex.ts';
import { applyChanges } from '../../../src/station/sync/applyFeed.ts';
import { benchContext, benchPorts, pairForBench } from './benchStation.ts';
import { schoolCertificate } from './schoolCertificates.ts';

const VERIFY = 'https://verify.example/verify';
const ROWS_AT_ONCE = 20_000;
const BATCH = 500;
const PIN = '1379';
const actor = { userId: 'supervisor' };

/** Makes the station in an empty folder; answers with the QR codes of the sheets on the bench. */
export async function makeLargeStation(
  folder: string,
  certificates: number,
  onBench: number,
): Promise<string[]> {
  const { ctx, close } = benchContext(folder);
  await pairForBench(ctx, 'http://127.0.0.1:9');
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new Error('Ed25519 makes a pair');
  const about = { keyId: 'key-2026', notBefore: '2026-01-01', notAfter: null };
  const published = await publishKey(keys.publicKey, about);
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(PIN, salt, 32, { N: 1024, r: 8, p: 1 }).toString('base64url');
  const pinHash = `scrypt$1024$8$1$${salt.toString('base64url')}$${hash}`;
  const first: FeedChange[] = [
    {
      kind: 'person',
      person: {
        userId: actor.userId,
        displayName: 'Supervisor',
        roles: ['supervisor'],
        pinHash,
        active: true,
      },
    },
    {
      kind: 'key',
      key: {
        keyId: published.keyId,
        publicKey: published.publicKey,
        notBefore: Date.UTC(2026, 0, 1),
        notAfter: null,
      },
    },
    {
      kind: 'stockItem',
      stockItem: { stockItemId: 'paper', name: 'Paper', numbered: false, reorderAt: 100 },
    },
    {
      kind: 'template',
      template: {
        templateVersion: 'a'.repeat(64),
        title: 'Certificate',
        stockItemId: 'paper',
        published: true,
      },
    },
  ];
  ctx.db.write((tx) => applyChanges(tx, ctx, 'bench', first, true));
  const bench: FeedCertificate[] = [];
  for (let from = 0; from < certificates; from += ROWS_AT_ONCE) {
    const changes: FeedChange[] = [];
    for (let index = from; index < Math.min(certificates, from + ROWS_AT_ONCE); index += 1) {
      let certificate = schoolCertificate(index);
      if (bench.length < onBench) {
        const { signature } = await signSnapshot(keys.privateKey, 'key-2026', certificate);
        certificate = { ...certificate, signature };
        bench.push(certificate);
      }
      changes.push({ kind: 'certificate', certificate });
    }
    ctx.db.write((tx) => applyChanges(tx, ctx, 'bench', changes, true));
  }
  await indexWords(ctx);
  print(ctx, bench);
  close();
  return bench.map((certificate) =>
    buildQrPayload({
      verifyBaseUrl: VERIFY,
      code: certificate.verificationCode,
      signature: { keyId: 'key-2026', signature: certificate.signature },
    }),
  );
}

const lease = bulkWrite<[number, string]>(
  'UPDATE deliverables SET lease_epoch = 1, lease_expires_at = ? WHERE deliverable_id = ?',
);
const batch = bulkWrite<[string, string, number]>(
  `INSERT INTO batches (batch_id, batch_number, state, template_version, stock_item_id, created_at, created_by)
   VALUES (?, ?, 'printed', '${'a'.repeat(64)}', 'paper', ?, 'supervisor')`,
);

function print(ctx: StationContext, certificates: readonly FeedCertificate[]): void {
  const now = ctx.clock.now();
  for (let from = 0; from < certificates.length; from += BATCH) {
    ctx.db.write((tx) => {
      const batchId = ctx.newId();
      batch.run(tx, batchId, `B-2026-${String(from / BATCH + 1).padStart(4, '0')}`, now);
      for (const [index, { physical }] of certificates.slice(from, from + BATCH).entries()) {
        const deliverableId = physical?.deliverableId ?? '';
        lease.run(tx, now + 86_400_000, deliverableId);
        const begun = startPiece(tx, ctx, {
          deliverableId,
          actor,
          notes: { batchId, position: index + 1, stockItemId: 'paper' },
        });
        if (!begun.ok) throw new Error(begun.error.tag);
        for (const event of ['render', 'spool', 'print_ended'] as const) {
          const moved = movePiece(tx, ctx, { pieceId: begun.value.pieceId, event, actor });
          if (!moved.ok) throw new Error(moved.error.tag);
        }
      }
    });
  }
}

/** The station as it ships, on the folder, and a signed-in supervisor who calls it over RPC. */
export async function openLargeStation(
  folder: string,
): Promise<{ client: ContractRouterClient<typeof stationContract>; stop: () => Promise<void> }> {
  const created = await createStation(benchPorts(folder));
  if (!created.ok) throw new Error(created.error.tag);
  const station = created.value;
  const client = (token: string): ContractRouterClient<typeof stationContract> =>
    createORPCClient(
      new RPCLink({
        url: 'http://station.local/rpc',
        headers: { 'x-station-session': token },
        fetch: (request) => station.handler(request),
      }),
    );
  const { token } = await client('').session.signIn({ userId: actor.userId, pin: PIN });
  return { client: client(token), stop: () => station.stop() };
}
