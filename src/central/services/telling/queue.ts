import type { Writer } from '../../db/database.ts';

/** What learners are told by mail, and supervisors once a day (`digest`). */
export const mailKinds = ['issued', 'shipped', 'delivered', 'delayed', 'revoked', 'digest'] as const;

/** Which events of a certificate's history are told to its learner, as SQL that gives the kind of mail or null. */
const KIND_OF_EVENT = `CASE event WHEN 'issued' THEN 'issued' WHEN 'handed_over' THEN 'shipped'
  WHEN 'delivered' THEN 'delivered' WHEN 'revoked' THEN 'revoked' END`;

/** Which events other systems are told, as SQL that gives the topic or null. */
const TOPIC_OF_EVENT = `CASE event WHEN 'issued' THEN 'certificate.issued' WHEN 'revoked' THEN 'certificate.revoked'
  WHEN 'handed_over' THEN 'certificate.shipped' WHEN 'delivered' THEN 'certificate.delivered' END`;

/**
 * The tail of a statement that adds to histories: learners and other systems are told in the same transaction, of each
 * event once. It follows `WITH added AS (...)`, which gives `event_id`, `certificate_id`, `at` and `event`. Learners without
 * an address are told nothing.
 */
export const TELL = `, called AS (
  INSERT INTO webhook_calls (call_id, endpoint_id, event_id, topic, made_at, next_at)
  SELECT gen_random_uuid()::text, e.endpoint_id, added.event_id, ${TOPIC_OF_EVENT}, added.at, added.at
  FROM added JOIN webhook_endpoints e ON e.active AND e.topics ? ${TOPIC_OF_EVENT}
  ON CONFLICT DO NOTHING)
  INSERT INTO mails (mail_id, kind, about, certificate_id, made_at, next_at)
  SELECT gen_random_uuid()::text, ${KIND_OF_EVENT}, 'event:' || event_id, certificate_id, at, at
  FROM added JOIN certificates USING (certificate_id) JOIN learners USING (learner_id)
  WHERE ${KIND_OF_EVENT} IS NOT NULL AND learners.email IS NOT NULL
  ON CONFLICT (about) DO NOTHING`;

/** Tells everybody whose paper is still here that it will be late, once for each emergency. Gives how many are told. */
export function tellOfDelay(writer: Writer, emergencyId: string, at: number): Promise<number> {
  return writer.run(
    `INSERT INTO mails (mail_id, kind, about, certificate_id, made_at, next_at)
     SELECT gen_random_uuid()::text, 'delayed', 'delay:' || $1::text || ':' || d.certificate_id, d.certificate_id, $2::bigint, $2::bigint
     FROM deliverables d JOIN certificates c USING (certificate_id) JOIN learners l USING (learner_id)
     WHERE d.owed AND l.email IS NOT NULL AND d.stage NOT IN ('handed_over', 'in_transit', 'delivered', 'lost')
     ON CONFLICT (about) DO NOTHING`,
    [emergencyId, at],
  );
}
