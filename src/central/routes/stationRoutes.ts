import { listConflicts, settleConflict } from '../services/facts/conflicts.ts';
import { pushFacts } from '../services/facts/push.ts';
import { pullFeed } from '../services/feed/pull.ts';
import { releaseLeases, renewLeases, takeLeases } from '../services/leases/leases.ts';
import { freeWork, listStuckWork } from '../services/leases/stuck.ts';
import { newPairingCode, pairStation } from '../services/stations/pairing.ts';
import { changeStationKey, listStations, revokeStation } from '../services/stations/stations.ts';
import { publishFromStation } from '../services/templates/fromStation.ts';
import { templatePackage } from '../services/templates/store.ts';
import { deleteTemplate, listTemplates, uploadTemplate } from '../services/templates/upload.ts';
import type { Admitted } from './caller.ts';
import { os } from './router.ts';

function stationOf(admitted: Admitted): string {
  if (admitted.caller !== 'station') throw new Error('A procedure for stations was reached by somebody else');
  return admitted.stationId;
}

/** What stations call, and what administrators do with stations. */
export const stationRoutes = {
  stations: {
    pair: os.stations.pair.handler(async ({ input, context, errors }) => {
      const { settings } = context.central;
      const paired = await pairStation(context.central, input);
      if (paired.ok) {
        return {
          stationId: paired.value,
          schoolName: settings.schoolName,
          verifyBaseUrl: `${context.publicUrl}/verify`,
          demo: settings.demo,
        };
      }
      if (paired.error === 'bad_key') {
        throw errors.UNAUTHORIZED({ data: { reason: 'The public key is no Ed25519 key.' } });
      }
      throw errors.PAIRING_REFUSED({ data: { reason: paired.error } });
    }),
    rotate: os.stations.rotate.handler(async ({ input, context, errors }) => {
      const rotated = await changeStationKey(context.central, stationOf(context.admitted), input.publicKey);
      if (!rotated) throw errors.BAD_KEY();
      return { rotated: true as const };
    }),
    newCode: os.stations.newCode.handler(({ context }) => newPairingCode(context.central)),
    list: os.stations.list.handler(({ context }) => listStations(context.central)),
    revoke: os.stations.revoke.handler(async ({ input, context, errors }) => {
      const station = await revokeStation(context.central, input.stationId, input);
      if (station === null) throw errors.NOT_FOUND({ data: { what: 'station', id: input.stationId } });
      return station;
    }),
  },
  feed: {
    pull: os.feed.pull.handler(({ input, context }) => pullFeed(context.central, input.cursor, input.limit)),
  },
  leases: {
    take: os.leases.take.handler(async ({ input, context }) => ({
      leases: await takeLeases(context.central, stationOf(context.admitted), input),
    })),
    renew: os.leases.renew.handler(({ input, context }) =>
      renewLeases(context.central, stationOf(context.admitted), input.leases),
    ),
    release: os.leases.release.handler(async ({ input, context }) => ({
      released: await releaseLeases(context.central, stationOf(context.admitted), input.leases),
    })),
    stuck: os.leases.stuck.handler(({ context }) => listStuckWork(context.central)),
    free: os.leases.free.handler(async ({ input, context }) => ({
      freed: await freeWork(context.central, input.deliverableIds, { reason: input.reason, by: input.by }),
    })),
  },
  facts: {
    push: os.facts.push.handler(({ input, context }) =>
      pushFacts(context.central, stationOf(context.admitted), input.facts),
    ),
    conflicts: os.facts.conflicts.handler(({ input, context }) =>
      listConflicts(context.central, input.settled === 'true'),
    ),
    settle: os.facts.settle.handler(async ({ input, context, errors }) => {
      const conflict = await settleConflict(context.central, input.conflictId, input.by);
      if (conflict === null)
        throw errors.NOT_FOUND({ data: { what: 'conflict', id: String(input.conflictId) } });
      return conflict;
    }),
  },
  templates: {
    package: os.templates.package.handler(async ({ input, context, errors }) => {
      const bytes = await templatePackage(context.central, input.templateVersion);
      if (bytes === null) throw errors.NOT_FOUND({ data: { what: 'template', id: input.templateVersion } });
      return new File([Buffer.from(bytes)], `${input.templateVersion}.zip`, { type: 'application/zip' });
    }),
    list: os.templates.list.handler(({ context }) => listTemplates(context.central)),
    upload: os.templates.upload.handler(async ({ input, context, errors }) => {
      const file = new Uint8Array(await input.file.arrayBuffer());
      const { signatoryName, signatoryTitle, jurisdictionText, ...about } = input;
      const uploaded = await uploadTemplate(context.central, {
        ...about,
        replaces: input.replaces ?? null,
        file,
        values: Object.fromEntries(
          Object.entries({ signatoryName, signatoryTitle, jurisdictionText }).flatMap(([key, text]) =>
            text === undefined ? [] : [[key, text]],
          ),
        ),
      });
      if (uploaded.ok) return uploaded.value.record;
      throw errors.NOT_SOUND({ data: { faults: [...uploaded.error] } });
    }),
    publish: os.templates.publish.handler(async ({ input, context, errors }) => {
      const file = new Uint8Array(await input.file.arrayBuffer());
      const published = await publishFromStation(context.central, {
        ...input,
        replaces: input.replaces ?? null,
        file,
      });
      if (published.ok) return published.value;
      if (published.error.tag === 'not_an_administrator') throw errors.NOT_AN_ADMINISTRATOR();
      throw errors.NOT_SOUND({ data: { faults: [...published.error.faults] } });
    }),
    delete: os.templates.delete.handler(async ({ input, context, errors }) => {
      const deleted = await deleteTemplate(context.central, input.templateVersion);
      if (deleted.ok) return { deleted: true as const };
      if (deleted.error === 'in_use') throw errors.IN_USE();
      throw errors.NOT_FOUND({ data: { what: 'template', id: input.templateVersion } });
    }),
  },
};
