import type { CentralCertificate } from '../../contract/central/certificates.ts';
import type { Context } from '../context.ts';
import type { Reader } from '../db/database.ts';
import { makeLink } from '../services/downloads/links.ts';
import { endEmergency, listEmergencies, startEmergency } from '../services/emergencies/emergencies.ts';
import { certificateById, historyOf } from '../services/issuing/certificates.ts';
import { issueDue, issueFor, retryOnCollision } from '../services/issuing/issue.ts';
import { issueByOverride } from '../services/issuing/override.ts';
import { changeValidity, reissue } from '../services/issuing/validity.ts';
import { listPeople, savePerson } from '../services/people/people.ts';
import { os } from './router.ts';

const ISSUE_ON_RESUME = 500;

async function mustExist(reader: Reader, certificateId: string): Promise<CentralCertificate> {
  const certificate = await certificateById(reader, certificateId);
  if (certificate === null) throw new Error('A certificate that was just written is gone');
  return certificate;
}

const after = (central: Context, certificateId: string) => mustExist(central.db.reader, certificateId);

/** What a school's systems and its administrators call. */
export const schoolRoutes = {
  certificates: {
    issue: os.certificates.issue.handler(async ({ input, context, errors }) => {
      const [outcome] = await retryOnCollision(() =>
        context.central.db.write((writer) => issueFor(context.central, writer, [input], 'asked_for')),
      );
      switch (outcome?.tag) {
        case 'issued':
          return after(context.central, outcome.certificateId);
        case 'already_issued': {
          const { certificateId, certificateNumber } = await after(context.central, outcome.certificateId);
          throw errors.ALREADY_ISSUED({ data: { certificateId, certificateNumber } });
        }
        case 'attention':
          throw errors.NEEDS_ATTENTION({ data: { problem: outcome.problem } });
        case 'not_eligible':
          throw errors.NOT_ELIGIBLE({
            data: { unmet: outcome.unmet.map(({ condition, detail }) => ({ condition, detail })) },
          });
        case 'waits':
          throw errors.NOT_ELIGIBLE({
            data: {
              unmet: [
                {
                  condition: 'revoked',
                  detail: 'An earlier certificate was revoked: only an override gives another.',
                },
              ],
            },
          });
        case 'no_completion':
        case undefined:
          throw errors.NOT_ELIGIBLE({
            data: { unmet: [{ condition: 'completed', detail: 'The course is not completed.' }] },
          });
      }
    }),
    override: os.certificates.override.handler(async ({ input, context, errors }) => {
      const outcome = await issueByOverride(context.central, input);
      if (outcome.tag === 'issued') return after(context.central, outcome.certificateId);
      if (outcome.tag === 'already_issued') {
        const { certificateId, certificateNumber } = await after(context.central, outcome.certificateId);
        throw errors.ALREADY_ISSUED({ data: { certificateId, certificateNumber } });
      }
      throw errors.NEEDS_ATTENTION({
        data: { problem: outcome.tag === 'attention' ? outcome.problem : outcome.tag },
      });
    }),
    get: os.certificates.get.handler(async ({ input, context, errors }) => {
      const certificate = await certificateById(context.central.db.reader, input.certificateId);
      if (certificate === null)
        throw errors.NOT_FOUND({ data: { what: 'certificate', id: input.certificateId } });
      return { ...certificate, events: await historyOf(context.central, input.certificateId) };
    }),
    link: os.certificates.link.handler(async ({ input, context, errors }) => {
      const link = await makeLink(context.central, input.certificateId, input.minutes);
      if (link === null) throw errors.NOT_FOUND({ data: { what: 'certificate', id: input.certificateId } });
      return {
        url: `${context.publicUrl}/download/${link.secret}`,
        expiresAt: link.expiresAt,
        shareUrl: `${context.publicUrl}/verify/${link.verificationCode}`,
      };
    }),
    revoke: os.certificates.revoke.handler(async ({ input, context, errors }) => {
      const { certificateId, reason, category } = input;
      const change = { to: 'revoked', reason, category, by: 'administrator' } as const;
      const changed = await context.central.db.write((writer) =>
        changeValidity(context.central, writer, certificateId, change),
      );
      if (changed.ok) return after(context.central, certificateId);
      if (changed.error.tag === 'already_revoked') {
        throw errors.CERTIFICATE_ALREADY_REVOKED({ data: { revokedAt: changed.error.revokedAt } });
      }
      if (changed.error.tag === 'wrong_state')
        throw errors.WRONG_STATE({ data: { validity: changed.error.validity } });
      throw errors.NOT_FOUND({ data: { what: 'certificate', id: certificateId } });
    }),
    suspend: os.certificates.suspend.handler(async ({ input, context, errors }) => {
      const { certificateId, reason } = input;
      const change = { to: 'suspended', reason, category: null, by: 'administrator' } as const;
      const changed = await context.central.db.write((writer) =>
        changeValidity(context.central, writer, certificateId, change),
      );
      if (changed.ok) return after(context.central, certificateId);
      if (changed.error.tag === 'wrong_state')
        throw errors.WRONG_STATE({ data: { validity: changed.error.validity } });
      throw errors.NOT_FOUND({ data: { what: 'certificate', id: certificateId } });
    }),
    reinstate: os.certificates.reinstate.handler(async ({ input, context, errors }) => {
      const { certificateId, reason } = input;
      const change = { to: 'active', reason, category: null, by: 'administrator' } as const;
      const changed = await context.central.db.write((writer) =>
        changeValidity(context.central, writer, certificateId, change),
      );
      if (changed.ok) return after(context.central, certificateId);
      if (changed.error.tag === 'wrong_state')
        throw errors.WRONG_STATE({ data: { validity: changed.error.validity } });
      throw errors.NOT_FOUND({ data: { what: 'certificate', id: certificateId } });
    }),
    reissue: os.certificates.reissue.handler(async ({ input, context, errors }) => {
      const { certificateId, reason, issuedName } = input;
      const replaced = await retryOnCollision(() =>
        context.central.db.write((writer) =>
          reissue(context.central, writer, certificateId, {
            reason,
            issuedName: issuedName ?? null,
            by: 'administrator',
          }),
        ),
      );
      if (replaced.ok) return after(context.central, replaced.value);
      if (replaced.error.tag === 'bad_name')
        throw errors.BAD_NAME({ data: { problem: replaced.error.problem } });
      if (replaced.error.tag === 'no_number')
        throw errors.NEEDS_ATTENTION({ data: { problem: replaced.error.problem } });
      if (replaced.error.tag === 'wrong_state')
        throw errors.WRONG_STATE({ data: { validity: replaced.error.validity } });
      throw errors.NOT_FOUND({ data: { what: 'certificate', id: certificateId } });
    }),
  },
  people: {
    list: os.people.list.handler(({ context }) => listPeople(context.central)),
    save: os.people.save.handler(async ({ input, context, errors }) => {
      const saved = await savePerson(context.central, {
        ...input,
        userId: input.userId ?? null,
        pin: input.pin ?? null,
      });
      if (saved.ok) return saved.value;
      if (saved.error === 'pin_needed') throw errors.PIN_NEEDED();
      throw errors.NOT_FOUND({ data: { what: 'person', id: input.userId ?? '' } });
    }),
  },
  emergencies: {
    list: os.emergencies.list.handler(({ context }) => listEmergencies(context.central)),
    start: os.emergencies.start.handler(({ input, context }) => startEmergency(context.central, input)),
    end: os.emergencies.end.handler(async ({ input, context, errors }) => {
      const emergency = await endEmergency(context.central, input.emergencyId, input.endedBy);
      if (emergency === null) throw errors.NOT_FOUND({ data: { what: 'emergency', id: input.emergencyId } });
      // What became due meanwhile: the first of it at once, the rest by the job.
      if (emergency.kind === 'pause_issuance') await issueDue(context.central, ISSUE_ON_RESUME);
      return emergency;
    }),
  },
};
